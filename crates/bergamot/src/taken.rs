//! Parts of a translation that stand as they must, and places where something is put between.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::split::needs_no_blank;

/// Parts of a text, none of which overlap, and places where something is put between.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken {
    parts: BTreeMap<usize, usize>,
    places: BTreeSet<usize>,
}

impl Taken {
    /// For some part that is not empty.
    pub fn is_free(&self, range: &Range<usize>) -> bool {
        let before = self.parts.range(..range.end).next_back();
        before.is_none_or(|(_, end)| *end <= range.start)
            && self.places.range(range.start + 1..range.end).next().is_none()
    }

    pub fn take(&mut self, range: &Range<usize>) {
        if range.is_empty() {
            self.places.insert(range.start);
        } else {
            self.parts.insert(range.start, range.end);
        }
    }

    /// That place, or the end of the part that it is in.
    pub fn outside(&self, place: usize) -> usize {
        let before = self.parts.range(..place).next_back();
        before.map_or(place, |(_, end)| place.max(*end))
    }
}

/// Whether that letter makes a word with those beside it.
pub(crate) fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() && !needs_no_blank(letter)
}

/// Whether a part of a translation is no part of a longer word, unless it was in the source.
pub(crate) fn is_alone(source: &str, from: &Range<usize>, text: &str, range: &Range<usize>) -> bool {
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
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let marks = |letter: char| {
        letter.is_whitespace() || matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')')
    };
    let start = range.start + (part.len() - part.trim_start_matches(marks).len());
    start..start + part.trim_matches(marks).len()
}

/// With the rest of the words that it cuts.
pub(crate) fn whole_words(text: &str, range: Range<usize>) -> Range<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_not_free() {
        let mut taken = Taken::default();
        taken.take(&(2..4));
        taken.take(&(6..6));
        assert_eq!([1, 2, 3, 4].map(|place| taken.outside(place)), [1, 2, 4, 4]);
        assert!(taken.is_free(&(4..6)) && taken.is_free(&(0..2)) && taken.is_free(&(6..9)));
        assert!(!taken.is_free(&(5..7)) && !taken.is_free(&(3..5)) && !taken.is_free(&(0..9)));
    }
}
