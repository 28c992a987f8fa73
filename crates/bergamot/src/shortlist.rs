//! Lexical shortlists: which words may come out, given which go in. Only their rows of the last matrix are computed.
//!
//! ```text
//! u64      0xF11A48D5013417F5
//! u64      a checksum of all that follows
//! u64      how many of the most frequent words always may come out
//! u64      the most that one word brings, for information
//! u64      length of the offsets: words that may go in, and one
//! u64      length of the words
//! u64 …    of each word, where its words begin
//! u32 …    the words
//! ```
//!
//! Little-endian. Source: `src/data/shortlist.cpp` of browsermt/marian-dev.

use crate::error::{Broken, broken};

const MAGIC: u64 = 0xF11A_48D5_0134_17F5;
const HEADER: usize = 6 * 8;

#[derive(Debug)]
pub(crate) struct Shortlist {
    frequent: usize,
    offsets: Vec<u32>,
    words: Vec<u32>,
    /// One vocabulary on both sides: what goes in may come out.
    shared: bool,
}

/// Marian's checksum: `hash_combine` of Boost over words of eight bytes.
fn checksum(bytes: &[u8]) -> u64 {
    let words = bytes
        .as_chunks::<8>()
        .0
        .iter()
        .map(|word| u64::from_le_bytes(*word));
    words.fold(0_u64, |seed, word| {
        let mixed = word
            .wrapping_add(0x9e37_79b9)
            .wrapping_add(seed << 6)
            .wrapping_add(seed >> 2);
        seed ^ mixed
    })
}

impl Shortlist {
    /// Reads a shortlist between vocabularies of those sizes.
    pub fn parse(bytes: &[u8], from: usize, to: usize, shared: bool) -> Result<Self, Broken> {
        let Some((header, rest)) = bytes.split_at_checked(HEADER) else {
            broken!("it ends too early");
        };
        let header = header.as_chunks::<8>().0;
        let [magic, sum, frequent, _, offsets, words] =
            std::array::from_fn(|at| u64::from_le_bytes(header[at]));
        if magic != MAGIC {
            broken!("it is no binary shortlist");
        }
        let expected = offsets
            .checked_mul(8)
            .and_then(|offsets| offsets.checked_add(words.checked_mul(4)?));
        if expected != Some(rest.len() as u64) {
            broken!("it is {} bytes long and says something else", bytes.len());
        }
        if checksum(&bytes[16..]) != sum {
            broken!("its checksum is wrong");
        }
        if offsets != from as u64 + 1 {
            broken!(
                "it is for a vocabulary of {} pieces, not {from}",
                offsets.saturating_sub(1)
            );
        }
        let (offsets, words) = rest.split_at(8 * (from + 1));
        let words: Vec<u32> = words
            .as_chunks::<4>()
            .0
            .iter()
            .map(|word| u32::from_le_bytes(*word))
            .collect();
        let offsets: Option<Vec<u32>> = offsets
            .as_chunks::<8>()
            .0
            .iter()
            .map(|offset| u32::try_from(u64::from_le_bytes(*offset)).ok())
            .collect();
        let within = |offsets: &Vec<u32>| {
            offsets.is_sorted() && offsets.last().is_some_and(|last| *last as usize == words.len())
        };
        let Some(offsets) = offsets.filter(within) else {
            broken!("its offsets are impossible");
        };
        if words.iter().any(|word| *word as usize >= to) {
            broken!("it has words that are not in the vocabulary");
        }
        Ok(Self {
            frequent: usize::try_from(frequent).unwrap_or(usize::MAX).min(to),
            offsets,
            words,
            shared,
        })
    }

    /// The words that may come out, in order, for a vocabulary of that size.
    ///
    /// Filled up to a multiple of eight with the next frequent ones: Marian does so, and which words there are decides which
    /// one is best.
    pub fn words_for(&self, source: impl IntoIterator<Item = u32>, size: usize) -> Vec<u32> {
        let mut chosen = vec![false; size];
        chosen[..self.frequent.min(size)].fill(true);
        for word in source {
            let word = word as usize;
            if self.shared && word < size {
                chosen[word] = true;
            }
            if let Some(&[from, to]) = self.offsets.get(word..word + 2) {
                for word in &self.words[from as usize..to as usize] {
                    chosen[*word as usize] = true;
                }
            }
        }
        let missing = chosen.iter().filter(|chosen| **chosen).count().wrapping_neg() % 8;
        let mut rest = chosen[self.frequent.min(size)..]
            .iter_mut()
            .filter(|chosen| !**chosen);
        for _ in 0..missing {
            if let Some(chosen) = rest.next() {
                *chosen = true;
            }
        }
        chosen
            .iter()
            .zip(0..)
            .filter_map(|(chosen, word)| chosen.then_some(word))
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A shortlist file of those words.
    pub(crate) fn file(frequent: u64, lists: &[&[u32]]) -> Vec<u8> {
        let mut offsets = vec![0_u64];
        let mut words = Vec::new();
        for list in lists {
            words.extend_from_slice(list);
            offsets.push(words.len() as u64);
        }
        let mut rest: Vec<u8> = Vec::new();
        for number in [frequent, 0, offsets.len() as u64, words.len() as u64] {
            rest.extend(number.to_le_bytes());
        }
        rest.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
        rest.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        let sum = checksum(&rest);
        [&MAGIC.to_le_bytes()[..], &sum.to_le_bytes(), &rest].concat()
    }

    #[test]
    fn words_are_the_frequent_the_likely_and_a_few_more() {
        let bytes = file(3, &[&[], &[10, 11], &[11, 30]]);
        let apart = Shortlist::parse(&bytes, 3, 40, false).unwrap();
        assert_eq!(apart.words_for([1, 2, 1], 40), [0, 1, 2, 3, 4, 10, 11, 30]);
        let shared = Shortlist::parse(&bytes, 3, 40, true).unwrap();
        assert_eq!(shared.words_for([2], 40), [0, 1, 2, 3, 4, 5, 11, 30]);
        // One that is full already.
        assert_eq!(shared.words_for([], 3), [0, 1, 2]);
    }

    #[test]
    fn a_damaged_shortlist_is_refused() {
        let bytes = file(3, &[&[], &[10, 11]]);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Shortlist::parse(&damaged, 2, 40, false).is_err(), "{at}");
            assert!(Shortlist::parse(&bytes[..at], 2, 40, false).is_err(), "{at}");
        }
        assert!(Shortlist::parse(&bytes, 3, 40, false).is_err());
        assert!(Shortlist::parse(&bytes, 2, 11, false).is_err());
    }
}
