//! What has been translated before: the very text again, and texts that are nearly it.
//!
//! The very text answers as a translator does, checked by a person ([`MemoryTranslator`]); a text that is nearly it is a
//! suggestion to the person at the translation desk ([`Memory::look_up`]), never an answer by itself.
//!
//! **Comparing.** Two texts are the same when they are after NFKC, case folding and collapsing of blanks. A text's words
//! are its runs of letters, marks and digits; every other character that is not blank is a word by itself, and so is
//! each letter of scripts that leave no blanks between words (Han, Kana, Thai, Lao, Burmese, Khmer).
//!
//! **Score.** 1 − d ÷ max(n, m), of a text of n words and a segment of m, where d is their edit distance over words: the
//! least number of words to insert, drop or replace (Levenshtein, "Binary codes capable of correcting deletions,
//! insertions and reversals", 1966; counted 64 words at a time after Myers, 1999, and Hyyrö, 2003, by `rapidfuzz`, where
//! it is called the normalised similarity). 1 is the same words in the same order, and nothing below
//! [`LEAST_SCORE`] is shown.
//!
//! **Looking up.** An inverted index gives the segments that hold words, pairs of words or runs of letters of the text,
//! rarest first; the [`MOST_COMPARED`] that share most, by how rare it is and how near the lengths are, are compared
//! word by word, as long as what they share lets them score better than those found. The same text is always found;
//! what else scores best, in a great memory, nearly always. Time grows with the segments, not with the text: one above
//! [`LONGEST`] bytes is found only when it is the same.
//!
//! **Size.** 280 to 400 bytes a segment beyond its texts, of them at most 32 entries of four bytes in the index;
//! `examples/memory.rs` measures this and all else.

mod index;
mod translator;
mod words;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rapidfuzz::distance::levenshtein::{Args, BatchComparator};
use rustc_hash::FxHashMap;

use index::{Candidate, Index};
use words::{mix, plain, words};

pub use translator::{LEAST_HELP, Memories, MemoryTranslator, SENTENCES};

/// A segment that scores less is another text.
pub const LEAST_SCORE: f64 = 0.5;

/// The most segments a look-up compares word by word, so also the most it gives.
pub const MOST_COMPARED: usize = 64;

/// The longest text, in bytes as it is compared, that is found by its words: a long paragraph. Longer ones are found
/// only when they are the same.
pub const LONGEST: usize = 4096;

/// A text and its translation, of which a person is the author or has checked it.
#[derive(Clone, PartialEq, Eq)]
pub struct Segment {
    /// The caller's, one to a segment. Among equals the highest comes first, so let later ones be higher.
    pub id: u64,
    pub source: String,
    pub target: String,
}

/// Without the texts: people wrote them.
impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A segment whose source is like a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    pub segment: Segment,
    /// From [`LEAST_SCORE`] to 1, the same words.
    pub score: f64,
}

/// Segments of one direction, from one language to another.
///
/// ```
/// use language::memory::{Memory, Segment};
///
/// let mut memory = Memory::default();
/// memory.add(Segment {
///     id: 1,
///     source: "Your permit is ready at the counter.".into(),
///     target: "您的许可证已可在窗口领取。".into(),
/// });
///
/// assert_eq!(memory.exact("your permit  is ready at the counter.").unwrap().id, 1);
/// let found = memory.look_up("Your visa is ready at the counter.", 3);
/// assert_eq!(found[0].segment.target, "您的许可证已可在窗口领取。");
/// // One of eight words differs: the full stop is one.
/// assert!((found[0].score - 7.0 / 8.0).abs() < 1e-9);
///
/// memory.remove(1);
/// assert!(memory.is_empty());
/// ```
#[derive(Default)]
pub struct Memory {
    slots: Vec<Option<Segment>>,
    free: Vec<u32>,
    /// The slot of each id.
    ids: FxHashMap<u64, u32>,
    /// A number made of each text as it is compared, and its id.
    exact: BTreeSet<(u64, u64)>,
    index: Index,
}

/// Without the texts: people wrote them.
impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Memory {
    /// Adds a segment, or replaces the one of the same id, which it gives back. One whose source or target is blank is
    /// kept and never found.
    pub fn add(&mut self, mut segment: Segment) -> Option<Segment> {
        let replaced = self.remove(segment.id);
        segment.source.shrink_to_fit();
        segment.target.shrink_to_fit();
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).expect("four thousand million texts do not fit into memory")
        });
        self.ids.insert(segment.id, slot);
        if let Some(plain) = found_by(&segment) {
            self.exact.insert((number(&plain), segment.id));
            if plain.len() <= LONGEST {
                self.index.add(slot, &words(&plain));
            }
        }
        self.slots[slot as usize] = Some(segment);
        replaced
    }

    /// Takes a segment out, of which nothing stays here, and gives it back.
    pub fn remove(&mut self, id: u64) -> Option<Segment> {
        let slot = self.ids.remove(&id)?;
        let segment = self.slots[slot as usize].take()?;
        if let Some(plain) = found_by(&segment) {
            self.exact.remove(&(number(&plain), id));
            if plain.len() <= LONGEST {
                self.index.remove(slot, &words(&plain));
            }
        }
        self.free.push(slot);
        if self.is_empty() {
            *self = Self::default();
        }
        Some(segment)
    }

    pub fn get(&self, id: u64) -> Option<&Segment> {
        self.at(*self.ids.get(&id)?)
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Entries in the tables that segments are found by; none when there is no segment.
    pub fn entries(&self) -> usize {
        self.ids.len() + self.exact.len() + self.index.entries()
    }

    /// The segment whose source is this text as texts are compared; of several the one that is it letter by letter,
    /// then the one with the highest id.
    pub fn exact(&self, text: &str) -> Option<&Segment> {
        let plain = plain(text);
        self.same(&plain)
            .max_by_key(|segment| (segment.source == text, segment.id))
    }

    /// The segments most like this text, best first, `at_most` so many and no more than [`MOST_COMPARED`]. Of those
    /// that score the same, first the one that is the text letter by letter, then the one that is the same as texts are
    /// compared, then the one with the highest id.
    pub fn look_up(&self, text: &str, at_most: usize) -> Vec<Match> {
        let plain = plain(text);
        let words = if plain.len() <= LONGEST {
            words(&plain)
        } else {
            Vec::new()
        };
        let mut found = Best::new(at_most.min(MOST_COMPARED));
        if found.at_most == 0 || plain.is_empty() {
            return Vec::new();
        }
        for segment in self.same(&plain) {
            let alike = if segment.source == text { 2 } else { 1 };
            found.put(1.0, alike, segment);
        }
        let comparator = BatchComparator::new(words.iter().copied());
        for candidate in self.candidates(&words) {
            if candidate.bound < found.least() {
                break;
            }
            let Some(segment) = self.at(candidate.slot) else {
                continue;
            };
            let other = words::plain(&segment.source);
            // Found above.
            if other == plain {
                continue;
            }
            let other = words::words(&other);
            let longer = words.len().max(other.len());
            let args = Args::default().score_cutoff(most_distance(found.least(), longer));
            if let Some(distance) = comparator.distance_with_args(other.iter().copied(), &args) {
                found.put(score(distance, longer), 0, segment);
            }
        }
        found.into_matches()
    }

    /// Those to compare with these words: the ones that share most, those first that may score best. They do not depend
    /// on the order in which segments were added.
    fn candidates(&self, words: &[words::Word]) -> Vec<Candidate> {
        let mut candidates = self.index.candidates(words, LEAST_SCORE);
        let id = |candidate: &Candidate| self.at(candidate.slot).map(|segment| segment.id);
        if candidates.len() > MOST_COMPARED {
            candidates.select_nth_unstable_by(MOST_COMPARED, |a, b| {
                b.estimate.total_cmp(&a.estimate).then_with(|| id(b).cmp(&id(a)))
            });
            candidates.truncate(MOST_COMPARED);
        }
        candidates.sort_unstable_by(|a, b| {
            let bound = b.bound.total_cmp(&a.bound);
            bound
                .then(b.estimate.total_cmp(&a.estimate))
                .then_with(|| id(b).cmp(&id(a)))
        });
        candidates
    }

    /// Segments whose source is this text as it is compared, those with the highest ids first.
    fn same<'m>(&'m self, plain: &str) -> impl Iterator<Item = &'m Segment> {
        let number = number(plain);
        let ids = self.exact.range((number, 0)..=(number, u64::MAX)).rev();
        ids.take(MOST_COMPARED)
            .filter_map(|(_, id)| self.get(*id))
            .filter(move |segment| words::plain(&segment.source) == plain)
    }

    fn at(&self, slot: u32) -> Option<&Segment> {
        self.slots.get(slot as usize)?.as_ref()
    }
}

/// A text and its translation cut into what is worth finding again: the whole, and when both have as many sentences, each
/// with its own. Each pair once.
///
/// ```
/// let pairs = language::memory::pairs("The permit is ready. Bring your passport.", "许可证办好了。请带护照。");
/// assert_eq!(pairs[2], ("Bring your passport.", "请带护照。"));
/// ```
pub fn pairs<'a>(source: &'a str, target: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut pairs = vec![(source, target)];
    let (from, to) = (bergamot::sentences(source), bergamot::sentences(target));
    if from.len() == to.len() && from.len() > 1 {
        for (from, to) in from.into_iter().zip(to) {
            let pair = (&source[from], &target[to]);
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

impl Extend<Segment> for Memory {
    fn extend<T: IntoIterator<Item = Segment>>(&mut self, segments: T) {
        for segment in segments {
            self.add(segment);
        }
    }
}

impl FromIterator<Segment> for Memory {
    fn from_iter<T: IntoIterator<Item = Segment>>(segments: T) -> Self {
        let mut memory = Self::default();
        memory.extend(segments);
        memory
    }
}

/// The best segments so far, best first.
struct Best<'m> {
    at_most: usize,
    /// Score, how alike beyond it, segment.
    found: Vec<(f64, u8, &'m Segment)>,
}

impl<'m> Best<'m> {
    fn new(at_most: usize) -> Self {
        Self {
            at_most,
            found: Vec::with_capacity(at_most + 1),
        }
    }

    /// What a segment must score to be among them, or to come before one of them by its id.
    fn least(&self) -> f64 {
        match self.found.last() {
            Some((score, _, _)) if self.found.len() == self.at_most => *score,
            _ => LEAST_SCORE,
        }
    }

    fn put(&mut self, score: f64, alike: u8, segment: &'m Segment) {
        let at = self.found.partition_point(|(other_score, other_alike, other)| {
            let order = other_score.total_cmp(&score).then(other_alike.cmp(&alike));
            order.then(other.id.cmp(&segment.id)) == Ordering::Greater
        });
        self.found.insert(at, (score, alike, segment));
        self.found.truncate(self.at_most);
    }

    fn into_matches(self) -> Vec<Match> {
        let matches = self.found.into_iter();
        matches
            .filter(|(score, _, _)| *score >= LEAST_SCORE)
            .map(|(score, _, segment)| Match {
                segment: segment.clone(),
                score,
            })
            .collect()
    }
}

/// 1 − distance ÷ words of the longer text.
#[expect(
    clippy::cast_precision_loss,
    reason = "words of a text of at most 4,096 bytes"
)]
fn score(distance: usize, longer: usize) -> f64 {
    1.0 - distance as f64 / longer.max(1) as f64
}

/// The greatest distance that still scores `least`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of at most 4,096 words"
)]
fn most_distance(least: f64, longer: usize) -> usize {
    // 1 − (1 − d ÷ n) is not quite d ÷ n.
    ((1.0 - least) * longer as f64 + 1e-6).floor() as usize
}

/// What a segment is found by, unless there is nothing to find or to give.
fn found_by(segment: &Segment) -> Option<String> {
    let plain = plain(&segment.source);
    (!plain.is_empty() && !segment.target.trim().is_empty()).then_some(plain)
}

/// A number made of a text as it is compared.
fn number(plain: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(plain.as_bytes());
    mix(hasher.finish())
}
