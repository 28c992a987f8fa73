//! Words that must be translated as a glossary says.

use std::ops::Range;

use crate::keep;
use crate::links::{Edit, Link, edit, target_of};
use crate::taken::{Taken, is_of_word, whole_words};
use crate::translator::{Term, Translation};

/// Puts terms where their words went, but for what is `fixed` in the translation, and names those that have no place. Says where
/// what is fixed stands then. `None` when `go_on` said no.
pub(crate) fn put_terms(
    source: &str,
    translation: &mut Translation,
    fixed: Vec<Range<usize>>,
    terms: &[Term],
    go_on: impl Fn() -> bool,
) -> Option<Vec<Range<usize>>> {
    let plain = translation.text.to_lowercase();
    let wanted: Vec<&Term> = terms
        .iter()
        .filter(|term| !plain.contains(&term.target.to_lowercase()))
        .collect();
    if wanted.is_empty() {
        return Some(fixed);
    }
    let mut taken = Taken::default();
    for range in keep::whole(&translation.text).iter().chain(&fixed) {
        taken.take(range);
    }
    let mut edits: Vec<Edit> = Vec::new();
    for term in wanted {
        for range in occurrences(source, &term.source) {
            if !go_on() {
                return None;
            }
            let place =
                target_of(&translation.links, &range).map(|place| whole_words(&translation.text, place));
            match place.filter(|place| !place.is_empty() && taken.is_free(place)) {
                Some(place) => {
                    taken.take(&place);
                    edits.push(Edit {
                        range: place,
                        with: term.target.clone(),
                    });
                }
                None => translation.missing_terms.push(term.source.clone()),
            }
        }
    }
    Some(moved(translation, fixed, &edits).1)
}

/// Makes edits in a translation. Says where what was put begins, edit for edit, and where other parts are then.
pub(crate) fn moved(
    translation: &mut Translation,
    parts: Vec<Range<usize>>,
    edits: &[Edit],
) -> (Vec<usize>, Vec<Range<usize>>) {
    // Parts move as words do.
    let links = translation.links.len();
    let parts = parts.into_iter().map(|target| Link { source: 0..0, target });
    translation.links.extend(parts);
    let starts = edit(&mut translation.text, &mut translation.links, edits);
    let parts = translation.links.split_off(links);
    (starts, parts.into_iter().map(|part| part.target).collect())
}

/// Where a term stands as a word of its own, however it is capitalised.
fn occurrences(text: &str, term: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let letters: Vec<char> = term.to_lowercase().chars().collect();
    if letters.is_empty() {
        return found;
    }
    let word = is_of_word;
    let mut done = 0;
    for (start, _) in text.char_indices() {
        if start < done {
            continue;
        }
        let mut here = text[start..]
            .char_indices()
            .flat_map(|(at, letter)| letter.to_lowercase().map(move |l| (at + letter.len_utf8(), l)));
        let mut end = start;
        let same = letters.iter().all(|wanted| {
            here.next().is_some_and(|(after, letter)| {
                end = start + after;
                letter == *wanted
            })
        });
        let alone = |outside: Option<char>, inside: char| !(outside.is_some_and(word) && word(inside));
        if same
            && alone(text[..start].chars().next_back(), letters[0])
            && alone(text[end..].chars().next(), letters[letters.len() - 1])
        {
            found.push(start..end);
            done = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mend::tests::word_by_word;

    fn termed(source: &str, text: &str, term: (&str, &str), linked: bool) -> Translation {
        let mut translation = word_by_word(source, text);
        if !linked {
            translation.links.clear();
        }
        let term = Term {
            source: term.0.to_owned(),
            target: term.1.to_owned(),
        };
        put_terms(source, &mut translation, Vec::new(), &[term], || true).unwrap();
        translation
    }

    #[test]
    fn terms_come_out_as_the_glossary_has_them() {
        let term = ("residence permit", "autorização de residência");
        let placed = termed(
            "my residence permit expired",
            "minha licença morada venceu",
            term,
            true,
        );
        assert_eq!(placed.text, "minha autorização de residência venceu");
        assert_eq!(placed.missing_terms, Vec::<String>::new());
        // As a word of its own, however it is capitalised.
        let visa = ("visa", "visto");
        assert_eq!(termed("Visa now", "Visado já", visa, true).text, "visto já");
        assert_eq!(
            termed("advisable now", "aconselhável já", visa, true).text,
            "aconselhável já"
        );
        // What came out right stays.
        assert_eq!(termed("the visa", "o visto", visa, true).text, "o visto");
        let nowhere = termed("visa please", "por favor", visa, false);
        assert_eq!(
            (nowhere.text.as_str(), &nowhere.missing_terms[..]),
            ("por favor", &["visa".to_owned()][..])
        );
    }
}
