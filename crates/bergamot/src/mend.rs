//! Puts right what a model may get wrong though it must not: what is to be kept, and terms.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::keep::{self, Kept};
use crate::links::{Edit, Link, edit, overlap, target_of};
use crate::split::needs_no_blank;
use crate::translator::{Term, Translation};

/// Parts of a text, none of which overlap, and places where something is put between.
#[derive(Default)]
struct Taken {
    parts: BTreeMap<usize, usize>,
    places: BTreeSet<usize>,
}

impl Taken {
    /// For some part that is not empty.
    fn is_free(&self, range: &Range<usize>) -> bool {
        let before = self.parts.range(..range.end).next_back();
        before.is_none_or(|(_, end)| *end <= range.start)
            && self.places.range(range.start + 1..range.end).next().is_none()
    }

    fn take(&mut self, range: &Range<usize>) {
        if range.is_empty() {
            self.places.insert(range.start);
        } else {
            self.parts.insert(range.start, range.end);
        }
    }

    /// That place, or the end of the part that it is in.
    fn outside(&self, place: usize) -> usize {
        let before = self.parts.range(..place).next_back();
        before.map_or(place, |(_, end)| place.max(*end))
    }
}

/// Puts right what a model may get wrong though it must not: what is to be kept, and terms. `fixed` are parts of the source
/// that must come out letter for letter, too, in order; says where they are. `None` when `go_on` said no.
pub(crate) fn mend(
    source: &str,
    fixed: &[Range<usize>],
    translation: &mut Translation,
    terms: &[Term],
    go_on: impl Fn() -> bool,
) -> Option<Vec<Range<usize>>> {
    let mut edits: Vec<Edit> = Vec::new();
    // What stands where it should: nothing is put there.
    let mut taken = Taken::default();
    let mut fixed_places = Vec::with_capacity(fixed.len());
    let mut kept = keep::kept(source);
    let whole: Vec<Kept> = if fixed.is_empty() {
        Vec::new()
    } else {
        keep::kept(&translation.text)
    };
    for range in fixed {
        if !go_on() {
            return None;
        }
        let parts = Parts {
            was_cut: cuts_any(range, &kept),
            whole: &whole,
        };
        fixed_places.push(fix(source, range, translation, &parts, &mut taken, &mut edits));
    }
    kept.retain(|kept| {
        let next = fixed.partition_point(|range| range.end <= kept.range.start);
        fixed.get(next).is_none_or(|range| !overlap(range, &kept.range))
    });
    let lost = lost(source, kept, &translation.text, &mut taken, &go_on)?;
    for kept in &lost {
        if !go_on() {
            return None;
        }
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
        let with = source[kept.range.clone()].to_owned();
        put(translation, &kept.range, place, with, &mut taken, &mut edits);
    }
    let plain = translation.text.to_lowercase();
    for term in terms {
        if plain.contains(&term.target.to_lowercase()) {
            continue;
        }
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
    // What was found moves as words do.
    let found = fixed_places.iter().map(|fixed| match fixed {
        Fixed::Found(place) => place.clone(),
        Fixed::Put { .. } => 0..0,
    });
    let mut found: Vec<Link> = found.map(|target| Link { source: 0..0, target }).collect();
    let links = translation.links.len();
    translation.links.append(&mut found);
    let starts = edit(&mut translation.text, &mut translation.links, &edits);
    let found = translation.links.split_off(links);
    let places = fixed_places.iter().zip(fixed).zip(found);
    Some(
        places
            .map(|((fixed, range), found)| match fixed {
                Fixed::Found(_) => found.target,
                Fixed::Put { edit, offset } => starts[*edit] + offset..starts[*edit] + offset + range.len(),
            })
            .collect(),
    )
}

/// What is to be kept of a source and is not in its translation; what is there is taken.
fn lost(
    source: &str,
    kept: Vec<Kept>,
    translation: &str,
    taken: &mut Taken,
    go_on: impl Fn() -> bool,
) -> Option<Vec<Kept>> {
    let mut lost: Vec<Kept> = Vec::new();
    let mut known_lost: HashSet<&str> = HashSet::new();
    let mut last = 0;
    for kept in kept {
        if !go_on() {
            return None;
        }
        let text = &source[kept.range.clone()];
        let find = |within: Range<usize>| {
            // The first that no other has: two equal numbers must both be there.
            let mut from = within.start;
            while let Some(found) = keep::find(text, kept.what, &translation[from..]) {
                let found = from + found.start..from + found.end;
                if found.start >= within.end {
                    return None;
                }
                if taken.is_free(&found) {
                    return Some(found);
                }
                from = found.end;
            }
            None
        };
        // They mostly come in the same order.
        let found = if known_lost.contains(text) {
            None
        } else {
            find(last..usize::MAX).or_else(|| find(0..last))
        };
        if let Some(place) = found {
            last = place.end;
            taken.take(&place);
        } else {
            known_lost.insert(text);
            lost.push(kept);
        }
    }
    Some(lost)
}

/// Puts something where its source stands in the translation, if that place is free, or says it beside.
fn put(
    translation: &Translation,
    source: &Range<usize>,
    place: Option<Range<usize>>,
    with: String,
    taken: &mut Taken,
    edits: &mut Vec<Edit>,
) -> Fixed {
    let edit = edits.len();
    if let Some(range) = place.filter(|place| !place.is_empty() && taken.is_free(place)) {
        taken.take(&range);
        edits.push(Edit { range, with });
        return Fixed::Put { edit, offset: 0 };
    }
    // Nowhere else: at the end of its sentence's translation, better than not at all.
    let end = end_of_sentence(translation, source);
    let rest = translation.text[end..].find(|letter| !is_of_word(letter));
    let end = taken.outside(rest.map_or(translation.text.len(), |rest| end + rest));
    let with = format!(" ({with})");
    let range = end..end;
    taken.take(&range);
    edits.push(Edit { range, with });
    Fixed::Put { edit, offset: 2 }
}

/// Where something fixed is.
enum Fixed {
    /// The translator left it as it is.
    Found(Range<usize>),
    /// So many bytes into what an edit puts.
    Put { edit: usize, offset: usize },
}

/// What is whole and must not be cut by what is fixed.
struct Parts<'p> {
    /// In the source it was.
    was_cut: bool,
    /// In the translation.
    whole: &'p [Kept],
}

/// Finds a part of the source in its translation, or a place for it.
fn fix(
    source: &str,
    range: &Range<usize>,
    translation: &Translation,
    parts: &Parts<'_>,
    taken: &mut Taken,
    edits: &mut Vec<Edit>,
) -> Fixed {
    let with = &source[range.clone()];
    debug_assert!(!with.is_empty(), "only words are fixed");
    let linked = target_of(&translation.links, range).map(|place| whole_words(&translation.text, place));
    let expected = linked.as_ref().map_or(0, |place| place.start);
    let found = translation.text.match_indices(with);
    let found = found
        .map(|(at, _)| at..at + with.len())
        .filter(|place| {
            is_alone(source, range, &translation.text, place)
                && taken.is_free(place)
                && (parts.was_cut || !cuts_any(place, parts.whole))
        })
        .min_by_key(|place| place.start.abs_diff(expected));
    match found {
        Some(place) => {
            taken.take(&place);
            Fixed::Found(place)
        }
        None => put(translation, range, linked, with.to_owned(), taken, edits),
    }
}

/// Whether a part of a text is but a part of a link or a number; those are in order.
fn cuts_any(range: &Range<usize>, whole: &[Kept]) -> bool {
    let first = whole.partition_point(|kept| kept.range.end <= range.start);
    whole[first..]
        .iter()
        .map(|kept| &kept.range)
        .take_while(|kept| kept.start < range.end)
        .any(|kept| kept.start < range.start || range.end < kept.end)
}

/// Whether that letter makes a word with those beside it.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() && !needs_no_blank(letter)
}

/// Whether a part of a translation is no part of a longer word, unless it was in the source.
fn is_alone(source: &str, from: &Range<usize>, text: &str, range: &Range<usize>) -> bool {
    let word = |letter: Option<char>| letter.is_some_and(is_of_word);
    let joined = |text: &str, range: &Range<usize>| {
        let part = &text[range.clone()];
        let before = word(text[..range.start].chars().next_back()) && word(part.chars().next());
        let after = word(text[range.end..].chars().next()) && word(part.chars().next_back());
        (before, after)
    };
    let ((before, after), (was_before, was_after)) = (joined(text, range), joined(source, from));
    (was_before || !before) && (was_after || !after)
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
    let word = |letter: &char| is_of_word(*letter);
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
    let of_it = sentence.and_then(|sentence| {
        let links = translation.links.iter();
        let inside = links.filter(|link| {
            sentence.source.start <= link.source.start && link.source.end <= sentence.source.end
        });
        inside.map(|link| link.target.end).max()
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
        mend(source, &[], &mut translation, &terms, || true).unwrap();
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
    fn what_is_fixed_comes_out_letter_for_letter_and_is_found() {
        let placed = |source: &str, text: &str, fixed: &[&str]| {
            let range = |part: &&str| {
                let at = source.find(*part).unwrap();
                at..at + part.len()
            };
            let fixed: Vec<Range<usize>> = fixed.iter().map(range).collect();
            let mut translation = word_by_word(source, text);
            let places = mend(source, &fixed, &mut translation, &[], || true).unwrap();
            for (place, fixed) in places.iter().zip(fixed) {
                assert_eq!(translation.text[place.clone()], source[fixed]);
            }
            (translation.text, places)
        };
        // As it came out, as a word of its own, where it belongs.
        assert_eq!(
            placed("a use a now", "casa a usa a já", &["a use"]).0,
            "a use usa a já"
        );
        assert_eq!(placed("see cat and go", "cata cat e ir", &["cat"]).1[0], 5..8);
        // In place of what was made of it, and moved by what is put before it.
        let (text, places) = placed("of 12 or run rm v2 now", "de 1 ou corra rm2 v2 já", &["rm", "v2"]);
        assert_eq!(
            (text.as_str(), &places[..]),
            ("de 12 ou corra rm v2 já", &[15..17, 18..20][..])
        );
        // Beside, when it has no place.
        let mut nowhere = word_by_word("run rm v2 now", "já. Sim.");
        nowhere.links.clear();
        let places = mend("run rm v2 now", &[4..6, 7..9], &mut nowhere, &[], || true).unwrap();
        assert_eq!(nowhere.text, "já. Sim (rm) (v2).");
        assert_eq!(
            places
                .into_iter()
                .map(|place| &nowhere.text[place])
                .collect::<Vec<_>>(),
            ["rm", "v2"]
        );
    }

    #[test]
    fn nothing_is_put_into_a_word_or_into_what_is_put() {
        // The first sentence's words end within the number of the second.
        let source = "a 7. b 34";
        let mut translation = Translation {
            text: "x 56 y".to_owned(),
            sentences: [0..4, 5..9]
                .map(|source| TranslatedSentence {
                    source,
                    log_probability: None,
                })
                .into(),
            links: [(0..1, 0..3), (7..9, 2..4), (5..6, 5..6)]
                .map(|(source, target)| Link { source, target })
                .into(),
            missing_terms: Vec::new(),
        };
        mend(source, &[], &mut translation, &[], || true).unwrap();
        assert_eq!(translation.text, "x 34 (7) y");
        let mut taken = Taken::default();
        taken.take(&(2..4));
        taken.take(&(6..6));
        assert_eq!([1, 2, 3, 4].map(|place| taken.outside(place)), [1, 2, 4, 4]);
        assert!(taken.is_free(&(4..6)) && taken.is_free(&(0..2)) && taken.is_free(&(6..9)));
        assert!(!taken.is_free(&(5..7)) && !taken.is_free(&(3..5)) && !taken.is_free(&(0..9)));
    }

    #[test]
    fn a_long_list_of_numbers_takes_no_long_time() {
        let begun = std::time::Instant::now();
        let numbers: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
        for list in ["1 ".repeat(50_000), numbers.join(" ")] {
            let mut translation = Translation {
                text: list.replace(" 777 ", " "),
                ..Translation::default()
            };
            mend(&list, &[], &mut translation, &[], || true).unwrap();
            assert_eq!(keep::digits(&translation.text).len(), keep::digits(&list).len());
        }
        assert!(
            begun.elapsed() < std::time::Duration::from_secs(10),
            "{:?}",
            begun.elapsed()
        );
    }

    #[test]
    fn what_has_no_place_is_said_beside() {
        let mut translation = word_by_word("It is far, 645 miles.", "É longe.");
        translation.links.truncate(2);
        mend("It is far, 645 miles.", &[], &mut translation, &[], || true).unwrap();
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
            &[],
            &mut nowhere,
            &[Term {
                source: "visa".to_owned(),
                target: "visto".to_owned(),
            }],
            || true,
        )
        .unwrap();
        assert_eq!(
            (nowhere.text.as_str(), &nowhere.missing_terms[..]),
            ("por favor", &["visa".to_owned()][..])
        );
    }
}
