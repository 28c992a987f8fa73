//! What of a translation looks wrong, so that a person should see it.

use std::collections::HashMap;
use std::ops::Range;

use crate::links::overlap;
use crate::split::needs_no_blank;
use crate::taken::is_of_word;

/// Why a translation is not to be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Doubt {
    /// Something that is kept had no place of its own, and was put where it may belong.
    Placed,
    /// It has a number that the source does not say.
    Number,
    /// It says the same again.
    Repeats,
    /// It is far longer or shorter than its source.
    Length,
    /// Words of the source stand in it as they were.
    Untranslated,
}

/// So few words are a greeting or a heading, of which students have hardly seen any.
pub(crate) const SHORT: usize = 3;
/// Words that may be the same in both languages one after the other.
const SAME_WORDS: usize = 3;

/// How many words a text has; a letter of a script without blanks is about half of one.
pub(crate) fn length(text: &str) -> usize {
    let unparted = text
        .chars()
        .filter(|letter| needs_no_blank(*letter) && letter.is_alphanumeric())
        .count();
    words(text).count() + unparted.div_ceil(2)
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let part = |letter: char| !(is_of_word(letter) || matches!(letter, '-' | '\'' | '’'));
    let parts = text.split(part).filter(|part| part.contains(is_of_word));
    parts.map(|part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}

fn lowered(text: &str) -> Vec<String> {
    words(text).map(|word| text[word].to_lowercase()).collect()
}

/// What looks wrong of the words of a sentence and its translation; `kept` parts of the source come out as they are.
pub(crate) fn of_words(source: &str, kept: &[Range<usize>], translation: &str) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let (from, to) = (length(source), length(translation));
    let too_long = to > 2 * from + 1 && !translation.chars().any(needs_no_blank);
    let too_short = (from > 0 && to == 0) || (from > 2 * SHORT && 3 * to < from);
    if too_long || too_short {
        doubts.push(Doubt::Length);
    }
    if repeats(&lowered(source), &lowered(translation), from <= SHORT) {
        doubts.push(Doubt::Repeats);
    }
    if untranslated(source, kept, translation) {
        doubts.push(Doubt::Untranslated);
    }
    doubts
}

/// Whether words stand twice in a row, or often, that do not in the source; of a short one, whether any does.
fn repeats(source: &[String], translation: &[String], is_short: bool) -> bool {
    let in_a_row = |words: &[String]| {
        let again = |length: usize| {
            words
                .windows(2 * length)
                .any(|part| part[..length] == part[length..])
        };
        let word = words
            .windows(2)
            .any(|part| part[0] == part[1] && part[0].chars().count() > SAME_WORDS);
        // "Day to day to" is none.
        word || (SAME_WORDS..=2 * SAME_WORDS).any(again)
    };
    let most = |words: &[String], length: usize, least: usize| {
        let mut times: HashMap<&[String], usize> = HashMap::new();
        for part in words
            .windows(length)
            .filter(|part| part.iter().any(|word| word.chars().count() >= least))
        {
            *times.entry(part).or_default() += 1;
        }
        times.into_values().max().unwrap_or(0)
    };
    (in_a_row(translation) && !in_a_row(source))
        || most(translation, SAME_WORDS, 4) > most(source, SAME_WORDS, 4) + 2
        || (is_short && most(translation, 1, 3) > most(source, 1, 1).max(1))
}

/// Whether several words in a row, none of them a name, are in the translation as they were.
fn untranslated(source: &str, kept: &[Range<usize>], translation: &str) -> bool {
    let there: Vec<&str> = words(translation).map(|word| &translation[word]).collect();
    let mut run: Vec<&str> = Vec::new();
    for word in words(source) {
        let text = &source[word.clone()];
        if kept.iter().any(|kept| overlap(kept, &word)) || !text.starts_with(char::is_lowercase) {
            run.clear();
            continue;
        }
        // Only Portuguese has such letters, of which no word is spelt so elsewhere.
        if text.contains(['ã', 'õ']) && there.contains(&text) {
            return true;
        }
        run.push(text);
        if run.len() >= SAME_WORDS
            && there
                .windows(SAME_WORDS)
                .any(|part| part == &run[run.len() - SAME_WORDS..])
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts(source: &str, translation: &str) -> Vec<Doubt> {
        of_words(source, &[], translation)
    }

    #[test]
    fn what_was_invented_repeated_or_left_is_doubted() {
        assert_eq!(doubts("Visto", "Visa Visa"), [Doubt::Repeats]);
        assert_eq!(doubts("Olá", "Hello, the hello"), [Doubt::Repeats]);
        assert_eq!(doubts("Obrigado", "Thank you very much"), [Doubt::Length]);
        assert_eq!(
            doubts(
                "Please help me, the shop lost my passport.",
                "Ajuda, the shop lost passaporte."
            ),
            [Doubt::Untranslated]
        );
        assert_eq!(
            doubts("na estação de trem", "at the estação"),
            [Doubt::Untranslated]
        );
        assert_eq!(
            doubts("The shop does not give my money back.", "A loja."),
            [Doubt::Length]
        );
    }

    #[test]
    fn an_ordinary_translation_is_not() {
        for (source, translation) in [
            ("Thank you!", "Obrigado!"),
            ("It is very, very late.", "É muito, muito tarde."),
            ("How much?", "Quanto custa isso?"),
            ("我丢了护照。", "I lost my passport."),
            (
                "The New York Times wrote it.",
                "O The New York Times escreveu isso.",
            ),
            ("Call 110.", "Ligue para o 110."),
            ("Muda de dia a dia.", "It changes from day to day to day."),
            ("We met in cafés here.", "Nos encontramos em cafés aqui."),
        ] {
            assert_eq!(doubts(source, translation), [], "{source}");
        }
    }
}
