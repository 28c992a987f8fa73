//! How a vocabulary wants its text: compatible letters made one, blanks marked.
//!
//! The rules are in the model: a trie of what is replaced (longest first), and the replacements. Source: SentencePiece,
//! `src/normalizer.cc`.

use std::ops::Range;

use yada::DoubleArray;

use super::proto::NormalizerSpec;
use super::{BLANK, trie};
use crate::error::{Broken, broken};

/// A rule writes a letter in a few others: the longest in use, a ligature of four words, has 33 bytes. Longer ones would
/// make much of little text.
const REPLACEMENT_MAX: usize = 128;

#[derive(Debug)]
pub(super) struct Normaliser {
    /// Gives the position of a replacement.
    replaced: Option<DoubleArray<Vec<u8>>>,
    /// Each ends with 0.
    replacements: Vec<u8>,
    blank_before: bool,
    merges_blanks: bool,
    marks_blanks: bool,
}

/// A normalised text that knows where each byte comes from.
#[derive(Debug, Default)]
pub(super) struct Normalised {
    pub text: String,
    /// Where the letter begins and ends, in the text before, that each byte comes from.
    origins: Vec<(u32, u32)>,
}

impl Normalised {
    fn push(&mut self, text: &str, origin: Range<usize>) {
        self.text.push_str(text);
        let origin = (origin.start as u32, origin.end as u32);
        self.origins.extend(std::iter::repeat_n(origin, text.len()));
    }

    /// Where some bytes come from.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let origins = &self.origins[range.clone()];
        let first = origins.first().map_or(0, |(start, _)| *start as usize);
        let last = origins.last().map_or(first, |(_, end)| *end as usize);
        first..last.max(first)
    }
}

impl Normaliser {
    pub fn new(spec: NormalizerSpec) -> Result<Self, Broken> {
        let (blank_before, merges_blanks, marks_blanks) = (
            spec.add_dummy_prefix(),
            spec.remove_extra_whitespaces(),
            spec.escape_whitespaces(),
        );
        let rules = spec.precompiled_charsmap.unwrap_or_default();
        let (replaced, replacements) = if rules.is_empty() {
            (None, Vec::new())
        } else {
            let parts = rules.split_first_chunk::<4>().and_then(|(length, rest)| {
                let length = u32::from_le_bytes(*length) as usize;
                rest.split_at_checked(length)
            });
            match parts.and_then(|(rules, to)| Some((trie(rules.to_vec())?, to))) {
                Some((_, to)) if to.split(|byte| *byte == 0).any(|to| to.len() > REPLACEMENT_MAX) => {
                    broken!("its rules of normalisation write more than {REPLACEMENT_MAX} bytes for a letter")
                }
                Some((rules, to)) => (Some(rules), to.to_vec()),
                None => broken!("its rules of normalisation are damaged"),
            }
        };
        Ok(Self {
            replaced,
            replacements,
            blank_before,
            merges_blanks,
            marks_blanks,
        })
    }

    /// What the beginning of a text becomes, and how many bytes of it.
    fn first<'t>(&'t self, text: &'t str) -> (&'t str, usize) {
        let longest = self
            .replaced
            .as_ref()
            .and_then(|replaced| replaced.common_prefix_search(text).last());
        let replacement = longest.and_then(|(at, length)| {
            let to = self.replacements.get(at as usize..)?;
            let end = to.iter().position(|byte| *byte == 0)?;
            // A rule ends where a letter does, if it is one.
            let whole = text.is_char_boundary(length);
            Some((std::str::from_utf8(&to[..end]).ok().filter(|_| whole)?, length))
        });
        replacement.unwrap_or_else(|| {
            let length = text.chars().next().map_or(0, char::len_utf8);
            (&text[..length], length)
        })
    }

    pub fn normalise(&self, text: &str) -> Normalised {
        let mut normalised = Normalised::default();
        normalised.text.reserve(text.len() + text.len() / 2);
        normalised.origins.reserve(text.len() + text.len() / 2);
        let blank = if self.marks_blanks { BLANK } else { " " };
        let mut at = 0;
        if self.merges_blanks {
            while let (" ", length) = self.first(&text[at..]) {
                at += length;
            }
        }
        if at == text.len() {
            return normalised;
        }
        if self.blank_before {
            normalised.push(blank, at..at);
        }
        let mut after_blank = self.merges_blanks;
        while at < text.len() {
            let (said, length) = self.first(&text[at..]);
            let said = if after_blank {
                said.trim_start_matches(' ')
            } else {
                said
            };
            for (n, part) in said.split(' ').enumerate() {
                if n > 0 {
                    normalised.push(blank, at..at + length);
                }
                normalised.push(part, at..at + length);
            }
            if !said.is_empty() {
                after_blank = self.merges_blanks && said.ends_with(' ');
            }
            at += length;
        }
        if self.merges_blanks {
            while normalised.text.ends_with(blank) {
                let left = normalised.text.len() - blank.len();
                normalised.text.truncate(left);
                normalised.origins.truncate(left);
            }
        }
        normalised
    }
}
