//! Puts right what a model may get wrong though it must not: what is to be kept, and terms.

use std::ops::Range;

use crate::keep;
use crate::links::{Edit, edit, target_of};
use crate::split::needs_no_blank;
use crate::translator::{Term, Translation};

/// Puts right what a model may get wrong though it must not: what is to be kept, and terms.
pub(crate) fn mend(source: &str, translation: &mut Translation, terms: &[Term]) {
    let mut edits: Vec<Edit> = Vec::new();
    // What stands where it should: nothing is put there.
    let mut taken: Vec<Range<usize>> = Vec::new();
    let free = |taken: &[Range<usize>], range: &Range<usize>| {
        taken
            .iter()
            .all(|other| other.end <= range.start || range.end <= other.start)
    };
    let kept = keep::kept(source);
    let mut lost = Vec::new();
    for kept in &kept {
        let text = &source[kept.range.clone()];
        // The first that no other has: two equal numbers must both be there.
        let mut from = 0;
        let place = loop {
            match keep::find(text, kept.what, &translation.text[from..]) {
                Some(found) => {
                    let found = from + found.start..from + found.end;
                    if free(&taken, &found) {
                        break Some(found);
                    }
                    from = found.end;
                }
                None => break None,
            }
        };
        match place {
            Some(place) => taken.push(place),
            None => lost.push((kept, text.to_owned())),
        }
    }
    for (kept, with) in lost {
        let linked = target_of(&translation.links, &kept.range);
        let mut place = linked.map(|place| trimmed(&translation.text, place));
        if let (keep::What::Number, Some(said)) = (kept.what, &place) {
            match keep::first_number(&translation.text[said.clone()]) {
                Some(number) => place = Some(said.start + number.start..said.start + number.end),
                // In words, or in Roman numerals as centuries are in many languages: that is the translator's to know.
                None if !said.is_empty() => continue,
                None => place = None,
            }
        }
        let place = place.filter(|place| free(&taken, place)).unwrap_or_else(|| {
            // Nowhere else: at the end of its sentence's translation, better than not at all.
            let end = end_of_sentence(translation, &kept.range);
            end..end
        });
        // Where nothing says it, it is said beside.
        let with = if place.is_empty() {
            format!(" ({with})")
        } else {
            with
        };
        taken.push(place.clone());
        edits.push(Edit { range: place, with });
    }
    let plain = translation.text.to_lowercase();
    for term in terms {
        let wanted = term.target.to_lowercase();
        for range in occurrences(source, &term.source) {
            if plain.contains(&wanted) {
                continue;
            }
            let place =
                target_of(&translation.links, &range).map(|place| whole_words(&translation.text, place));
            match place.filter(|place| !place.is_empty() && free(&taken, place)) {
                Some(place) => {
                    taken.push(place.clone());
                    edits.push(Edit {
                        range: place,
                        with: term.target.clone(),
                    });
                }
                None => translation.missing_terms.push(term.source.clone()),
            }
        }
    }
    edit(&mut translation.text, &mut translation.links, edits);
}

/// Without the blanks and marks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let marks = |letter: char| {
        letter.is_whitespace() || matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')')
    };
    let start = range.start + (part.len() - part.trim_start_matches(marks).len());
    start..start + part.trim_matches(marks).len()
}

/// With the rest of the words that it cuts.
fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range);
    if range.is_empty() {
        return range;
    }
    let word = |letter: &char| letter.is_alphanumeric() && !needs_no_blank(*letter);
    let before: usize = text[..range.start]
        .chars()
        .rev()
        .take_while(word)
        .map(char::len_utf8)
        .sum();
    let after: usize = text[range.end..]
        .chars()
        .take_while(word)
        .map(char::len_utf8)
        .sum();
    range.start - before..range.end + after
}

fn end_of_sentence(translation: &Translation, source: &Range<usize>) -> usize {
    let sentence = translation
        .sentences
        .iter()
        .find(|sentence| sentence.source.start <= source.start && source.end <= sentence.source.end);
    let of_it = sentence.map(|sentence| {
        let links = translation.links.iter();
        let inside = links.filter(|link| {
            sentence.source.start <= link.source.start && link.source.end <= sentence.source.end
        });
        inside.map(|link| link.target.end).max().unwrap_or(0)
    });
    let end = of_it.unwrap_or(translation.text.len());
    let said = translation.text[..end].trim_end();
    // Before the full stop.
    said.trim_end_matches(['.', '!', '?', '。', '！', '？']).len()
}

/// Where a term stands as a word of its own, however it is capitalised.
fn occurrences(text: &str, term: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let letters: Vec<char> = term.to_lowercase().chars().collect();
    if letters.is_empty() {
        return found;
    }
    let word = |letter: char| letter.is_alphanumeric() && !needs_no_blank(letter);
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
    use crate::links::Link;
    use crate::translator::TranslatedSentence;

    /// A translation whose words are linked one to one, in order.
    fn word_by_word(source: &str, text: &str) -> Translation {
        let words = |text: &str| -> Vec<Range<usize>> {
            let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
            text.split(' ')
                .map(|word| place(word)..place(word) + word.len())
                .collect()
        };
        let links = words(source).into_iter().zip(words(text));
        Translation {
            text: text.to_owned(),
            sentences: vec![TranslatedSentence {
                source: 0..source.len(),
                log_probability: Some(0.0),
            }],
            links: links.map(|(source, target)| Link { source, target }).collect(),
            missing_terms: Vec::new(),
        }
    }

    fn mended(source: &str, text: &str, terms: &[(&str, &str)]) -> Translation {
        let mut translation = word_by_word(source, text);
        let terms: Vec<Term> = terms
            .iter()
            .map(|(source, target)| Term {
                source: (*source).to_owned(),
                target: (*target).to_owned(),
            })
            .collect();
        mend(source, &mut translation, &terms);
        translation
    }

    #[test]
    fn what_must_be_kept_is_put_where_its_word_stands() {
        let case = mended("case ME54-V8KV is open.", "caso ME54-V8 está aberto.", &[]);
        assert_eq!(case.text, "caso ME54-V8KV está aberto.");
        assert_eq!(case.target_of(5..14), Some(5..14));
        // Both of two equal numbers, and no more than that.
        assert_eq!(mended("50 and 50", "50 e 5", &[]).text, "50 e 50");
        // Around a number nothing changes, and one in words is left to the translator.
        assert_eq!(
            mended("of $11,000 now", "de US$1,000 já", &[]).text,
            "de US$11,000 já"
        );
        assert_eq!(mended("15th century", "XV século", &[]).text, "XV século");
        assert_eq!(mended("5 and 7", "5 e 7", &[]).text, "5 e 7");
    }

    #[test]
    fn what_has_no_place_is_said_beside() {
        let mut translation = word_by_word("It is far, 645 miles.", "É longe.");
        translation.links.truncate(2);
        mend("It is far, 645 miles.", &mut translation, &[]);
        assert_eq!(translation.text, "É longe (645).");
    }

    #[test]
    fn terms_come_out_as_the_glossary_has_them() {
        let term = ("residence permit", "autorização de residência");
        let placed = mended(
            "my residence permit expired",
            "minha licença morada venceu",
            &[term],
        );
        assert_eq!(placed.text, "minha autorização de residência venceu");
        assert_eq!(placed.missing_terms, Vec::<String>::new());
        // As a word of its own, however it is capitalised.
        let visa = ("visa", "visto");
        assert_eq!(mended("Visa now", "Visado já", &[visa]).text, "visto já");
        assert_eq!(
            mended("advisable now", "aconselhável já", &[visa]).text,
            "aconselhável já"
        );
        // What came out right stays.
        assert_eq!(mended("the visa", "o visto", &[visa]).text, "o visto");
        let mut nowhere = word_by_word("visa please", "por favor");
        nowhere.links.clear();
        mend(
            "visa please",
            &mut nowhere,
            &[Term {
                source: "visa".to_owned(),
                target: "visto".to_owned(),
            }],
        );
        assert_eq!(
            (nowhere.text.as_str(), &nowhere.missing_terms[..]),
            ("por favor", &["visa".to_owned()][..])
        );
    }
}
