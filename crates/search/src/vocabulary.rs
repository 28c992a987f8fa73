//! The words that an index has, to find those that are spelled nearly as something that it has not.
//!
//! A question has a word with an error now and then, and must not wait for it. So the words lie side by side by their
//! lengths, each with a mask of its letters: an error changes two of them at most, which leaves few to compare.

use rapidfuzz::distance::osa;
use tantivy::index::InvertedIndexReader;

use crate::damaged::Damaged;

/// Longer words are references, and links.
const LONGEST: usize = 24;
/// Shorter words are within an error of each other.
const SHORTEST: usize = 3;

/// Words of letters, by how many they have.
#[derive(Debug, Default)]
pub struct Vocabulary {
    lengths: Vec<Words>,
}

#[derive(Debug, Default)]
struct Words {
    /// All in one, with their ends.
    written: String,
    ends: Vec<u32>,
    masks: Vec<u64>,
}

impl Vocabulary {
    pub fn read<'a>(dictionaries: impl Iterator<Item = &'a InvertedIndexReader>) -> Result<Self, Damaged> {
        let mut lengths: Vec<Vec<String>> = vec![Vec::new(); LONGEST + 1];
        for terms in dictionaries {
            let mut stream = terms.terms().stream()?;
            while let Some((term, _)) = stream.next() {
                let Ok(term) = str::from_utf8(term) else { continue };
                let length = term.chars().count();
                if (SHORTEST..=LONGEST).contains(&length) && term.chars().all(char::is_alphabetic) {
                    lengths[length].push(term.to_owned());
                }
            }
        }
        let lengths = lengths.into_iter().map(|mut words| {
            words.sort_unstable();
            words.dedup();
            Words::of(&words)
        });
        Ok(Self {
            lengths: lengths.collect(),
        })
    }

    /// Words at exactly this distance: letters more, less, others, and two beside each other the other way round.
    pub fn near(&self, word: &str, distance: u8) -> Vec<&str> {
        let length = word.chars().count();
        let errors = usize::from(distance);
        let mask = mask(word);
        let mut near = Vec::new();
        let lengths = self
            .lengths
            .iter()
            .take(length + errors + 1)
            .skip(length.saturating_sub(errors));
        for words in lengths {
            for (at, _) in words
                .masks
                .iter()
                .enumerate()
                .filter(|(_, known)| (*known ^ mask).count_ones() <= 2 * u32::from(distance))
            {
                let known = words.get(at);
                let limit = osa::Args::default().score_cutoff(errors);
                if osa::distance_with_args(word.chars(), known.chars(), &limit) == Some(errors) {
                    near.push(known);
                }
            }
        }
        near
    }
}

impl Words {
    fn of(words: &[String]) -> Self {
        let mut those = Self::default();
        for word in words {
            those.written.push_str(word);
            let Ok(end) = u32::try_from(those.written.len()) else {
                break;
            };
            those.ends.push(end);
            those.masks.push(mask(word));
        }
        those
    }

    fn get(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.written[from as usize..self.ends[at] as usize]
    }
}

/// A bit for each letter. Those of one alphabet have sixty-four bits to themselves.
fn mask(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| mask | 1 << (u32::from(c) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_neighbours_by_one_error_and_by_two() {
        let lengths = [3, 4, 5, 6].map(|length| {
            let words = ["cat", "visa", "vise", "vista", "avis", "vistas", "виза"].map(str::to_owned);
            Words::of(
                &words
                    .into_iter()
                    .filter(|word| word.chars().count() == length)
                    .collect::<Vec<_>>(),
            )
        });
        let mut vocabulary = Vocabulary::default();
        vocabulary
            .lengths
            .extend([Words::default(), Words::default(), Words::default()]);
        vocabulary.lengths.extend(lengths);
        let near = |word, distance| vocabulary.near(word, distance);
        assert_eq!(near("visa", 0), ["visa"]);
        assert_eq!(near("visa", 1), ["vise", "vista"]);
        assert_eq!(near("vias", 1), ["visa"]);
        assert_eq!(near("vista", 2), ["vise"]);
        assert_eq!(near("визы", 1), ["виза"]);
        assert_eq!(near("", 2), [""; 0]);
    }
}
