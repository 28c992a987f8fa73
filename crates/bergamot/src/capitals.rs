//! Words in capitals, which students have hardly seen: they are read in small letters, and theirs are written in capitals.

use std::ops::Range;

use crate::links::{Link, overlap, target_of};
use crate::taken::{Taken, is_of_word, whole_words};
use crate::words;

/// A shorter one may as well be an abbreviation.
const WORD_LEAST: usize = 4;

/// The parts of a text that are written in capitals and mean what they would mean in small letters, but for what is `kept`:
/// everything, when nothing is in small letters; else words that the vocabulary knows, which `is_word` says.
pub(crate) fn in_capitals(
    text: &str,
    kept: &[Range<usize>],
    is_word: &dyn Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let words: Vec<Range<usize>> = words_of(text)
        .filter(|word| !kept.iter().any(|kept| overlap(kept, word)))
        .collect();
    let (mut capitals, mut small) = (0, 0);
    for letter in words.iter().flat_map(|word| text[word.clone()].chars()) {
        capitals += usize::from(letter.is_uppercase());
        small += usize::from(letter.is_lowercase());
    }
    let several = words
        .iter()
        .filter(|word| text[(*word).clone()].chars().count() > 1)
        .count()
        > 1;
    let all = small == 0 && (several || capitals > WORD_LEAST);
    let is_known = |word: &str| {
        let letters = word.chars().count();
        letters >= WORD_LEAST && word.chars().all(char::is_uppercase) && is_word(&word.to_lowercase())
    };
    words
        .into_iter()
        .filter(|word| all || is_known(&text[word.clone()]))
        .collect()
}

fn words_of(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let parts = text
        .split(|letter: char| !is_of_word(letter))
        .filter(|part| !part.is_empty());
    parts.map(|part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}

/// In small letters, but for the first of the text, English "I" and months; nothing moves.
pub(crate) fn lowered(text: &str, capitals: &[Range<usize>], lang: &str) -> String {
    let first = text.find(char::is_alphabetic);
    let mut lowered = String::with_capacity(text.len());
    let mut done = 0;
    for range in capitals {
        lowered += &text[done..range.start];
        let word = &text[range.clone()];
        if lang == "en" && word == "I" {
            lowered += word;
        } else {
            let begins =
                Some(range.start) == first || (lang == "en" && !words::months(word, lang).is_empty());
            let letters = word.chars().enumerate();
            lowered.extend(letters.map(|(at, letter)| {
                if begins && at == 0 {
                    letter
                } else {
                    same_length(letter, letter.to_lowercase())
                }
            }));
        }
        done = range.end;
    }
    lowered += &text[done..];
    lowered
}

fn same_length(letter: char, mut other: impl Iterator<Item = char>) -> char {
    match (other.next(), other.next()) {
        (Some(other), None) if other.len_utf8() == letter.len_utf8() => other,
        _ => letter,
    }
}

/// Writes what came of words in capitals in capitals; what is `taken` stays. Nothing moves.
pub(crate) fn raise(text: &mut String, links: &[Link], capitals: &[Range<usize>], all: bool, taken: &Taken) {
    let mut raised: Vec<Range<usize>> = Vec::new();
    if all {
        raised.push(0..text.len());
    } else {
        let places = capitals.iter().filter_map(|range| target_of(links, range));
        raised.extend(places.map(|place| whole_words(text, place)));
    }
    let is_raised = |at: usize, letter: char| {
        raised.iter().any(|range| range.contains(&at)) && taken.is_free(&(at..at + letter.len_utf8()))
    };
    *text = text
        .char_indices()
        .map(|(at, letter)| {
            if is_raised(at, letter) {
                same_length(letter, letter.to_uppercase())
            } else {
                letter
            }
        })
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, kept: &[&str]) -> String {
        let kept: Vec<Range<usize>> = kept
            .iter()
            .map(|kept| {
                let at = text.find(kept).unwrap();
                at..at + kept.len()
            })
            .collect();
        let capitals = in_capitals(text, &kept, &|word| word == "passport" || word == "now");
        lowered(text, &capitals, "en")
    }

    #[test]
    fn a_text_in_capitals_is_read_in_small_letters() {
        assert_eq!(
            read("PLEASE HELP, I LOST IT IN MAY AT K7Q", &["K7Q"]),
            "Please help, I lost it in May at K7Q"
        );
        assert_eq!(read("OBRIGADO", &[]), "Obrigado");
        assert_eq!(
            read("I lost my PASSPORT at NASA NOW", &[]),
            "I lost my passport at NASA NOW"
        );
        assert_eq!(read("OK", &[]), "OK");
        assert_eq!(read("VISA", &[]), "VISA");
        assert_eq!(read("Hello", &[]), "Hello");
    }

    #[test]
    fn what_came_of_it_is_written_in_capitals() {
        let mut text = "perdi meu passaporte K7q".to_owned();
        let mut taken = Taken::default();
        taken.take(&(21..24));
        let links = [Link {
            source: 0..3,
            target: 10..20,
        }];
        let mut one = text.clone();
        raise(&mut one, &links, std::slice::from_ref(&(0..3)), false, &taken);
        assert_eq!(one, "perdi meu PASSAPORTE K7q");
        raise(&mut text, &links, &[], true, &taken);
        assert_eq!(text, "PERDI MEU PASSAPORTE K7q");
    }
}
