//! Where marks may begin and end.

use std::ops::Range;

use icu_segmenter::GraphemeClusterSegmenter;

use crate::keep;
use crate::split::needs_no_blank;

/// Of a text, the places where marks may begin and end: not within a word (but in scripts without blanks), a grapheme, a
/// link or a number.
#[derive(Debug)]
pub(super) struct Cuts {
    allowed: Vec<bool>,
    graphemes: Vec<bool>,
}

impl Cuts {
    /// `fixed` parts are whole, whatever they are part of.
    pub fn new(text: &str, fixed: &[Range<usize>]) -> Self {
        let mut graphemes = vec![false; text.len() + 1];
        for at in GraphemeClusterSegmenter::new().segment_str(text) {
            graphemes[at] = true;
        }
        graphemes[0] = true;
        graphemes[text.len()] = true;
        let mut allowed = graphemes.clone();
        let word = |letter: char| letter.is_alphanumeric() && !needs_no_blank(letter);
        let mut before = None;
        for (at, letter) in text.char_indices() {
            if before.is_some_and(word) && word(letter) {
                allowed[at] = false;
            }
            before = Some(letter);
        }
        for range in keep::whole(text).iter().chain(fixed) {
            allowed[(range.start + 1).min(range.end)..range.end].fill(false);
        }
        for range in fixed {
            allowed[range.start] = true;
            allowed[range.end] = true;
        }
        Self { allowed, graphemes }
    }

    pub fn is_allowed(&self, at: usize) -> bool {
        self.allowed[at]
    }

    pub fn is_grapheme(&self, at: usize) -> bool {
        self.graphemes[at]
    }

    pub fn allow(&mut self, at: usize) {
        self.allowed[at] = true;
    }

    /// The last place up to there.
    pub fn before(&self, at: usize) -> usize {
        (0..=at).rev().find(|at| self.allowed[*at]).unwrap_or(0)
    }

    /// The first place from there on.
    pub fn after(&self, at: usize) -> usize {
        let last = self.allowed.len() - 1;
        (at..last).find(|at| self.allowed[*at]).unwrap_or(last)
    }

    /// What stands around a byte and cannot be cut.
    pub fn around(&self, at: usize) -> Range<usize> {
        self.before(at)..self.after(at + 1)
    }
}
