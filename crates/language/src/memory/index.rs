//! The inverted index: which segments hold which grams.
//!
//! Of a text of up to [`MOST_GRAMS`] different grams all are kept, of a longer one a draw of so many that depends on
//! nothing but the text; so a long text costs no more than these entries. Each text draws by itself (it is not one order
//! of all grams, as in a bottom-k sketch): the lists of frequent grams then get shorter, not only fewer. A look-up reads
//! the lists of all its grams.

use rustc_hash::FxHashMap;

use super::words::{Grams, Word, grams, is_short, mix};

/// The most grams of a text that are kept.
const MOST_GRAMS: usize = 32;

/// After this many entries a look-up reads no further list. Lists are read from the shortest: what is left out are the
/// words that stand in so many segments that they tell least.
const MOST_READ: usize = 40_000;

/// Where more segments than this share anything with a text, those whose shared lists weigh less than a quarter of
/// those of the segment that shares most are not looked at.
const LOOKED_AT: usize = 1_000;

/// The lists of segments, by gram. Grams share 65,536 lists: two that meet in one cost a look-up some time, never
/// correctness, as what is found is compared word by word.
#[derive(Debug, Default)]
pub(super) struct Index {
    lists: FxHashMap<u16, Vec<u32>>,
    /// Of the segment in each slot, what bounds its score.
    shapes: Vec<Shape>,
    segments: usize,
}

/// What a segment shares with a text, of the lists that were read.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    lists: u8,
    weight: u16,
}

#[derive(Debug, Clone, Copy, Default)]
struct Shape {
    words: u16,
    /// Lists it stands in.
    kept: u8,
    /// Grams that one word can change.
    reach: u8,
}

/// A segment that shares grams with a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub slot: u32,
    /// Its score is no higher.
    pub bound: f64,
    /// The higher, the likelier it scores well.
    pub estimate: f64,
}

impl Index {
    pub fn add(&mut self, slot: u32, words: &[Word]) {
        let grams = grams(words);
        let kept = kept(&grams, words);
        let at = slot as usize;
        if self.shapes.len() <= at {
            self.shapes.resize(at + 1, Shape::default());
        }
        self.shapes[at] = Shape {
            words: u16::try_from(words.len()).unwrap_or(u16::MAX),
            kept: u8::try_from(kept.len()).unwrap_or(u8::MAX),
            reach: grams.reach,
        };
        self.segments += 1;
        for list in kept {
            self.lists.entry(list).or_default().push(slot);
        }
    }

    /// Takes a segment out; `words` are those it was added with.
    pub fn remove(&mut self, slot: u32, words: &[Word]) {
        for number in kept(&grams(words), words) {
            let Some(list) = self.lists.get_mut(&number) else {
                continue;
            };
            if let Some(at) = list.iter().position(|other| *other == slot) {
                list.swap_remove(at);
            }
            if list.is_empty() {
                self.lists.remove(&number);
            }
        }
        if let Some(shape) = self.shapes.get_mut(slot as usize) {
            *shape = Shape::default();
            self.segments -= 1;
        }
    }

    /// The segments whose score with these words may be `least` or more, in no order.
    ///
    /// Of n words and m, each gram of the one that the other lacks was changed by an edit, and an edit changes no more
    /// than `reach` of them; so distance ≥ ⌈missing ÷ reach⌉, and distance ≥ |n − m|. Lists that were not read count
    /// as shared.
    pub fn candidates(&self, words: &[Word], least: f64) -> Vec<Candidate> {
        let mut numbers: Vec<u16> = grams(words).numbers.into_iter().map(list_of).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut lists: Vec<(u16, &[u32])> = numbers
            .into_iter()
            .filter_map(|number| Some((number, self.lists.get(&number)?.as_slice())))
            .collect();
        lists.sort_unstable_by_key(|(number, list)| (list.len(), *number));

        let mut shared = vec![Shared::default(); self.shapes.len()];
        let mut touched: Vec<u32> = Vec::new();
        let mut most = 0;
        let mut read = 0;
        let mut unread = 0;
        for (at, (_, list)) in lists.iter().enumerate() {
            read += list.len();
            if at > 0 && read > MOST_READ {
                unread = lists.len() - at;
                break;
            }
            let weight = weight(self.segments, list.len());
            for slot in *list {
                let sum = &mut shared[*slot as usize];
                if sum.lists == 0 {
                    touched.push(*slot);
                }
                sum.lists += 1;
                sum.weight += weight;
                most = most.max(sum.weight);
            }
        }

        let least_weight = if touched.len() > LOOKED_AT { most / 4 } else { 0 };
        touched
            .into_iter()
            .map(|slot| (slot, shared[slot as usize]))
            .filter(|(_, shared)| shared.weight >= least_weight)
            .filter_map(|(slot, shared)| {
                let shape = self.shapes[slot as usize];
                let bound = shape.bound(words.len(), shared.lists, unread);
                let estimate = f64::from(shared.weight) * shape.alike(words.len());
                (bound >= least).then_some(Candidate {
                    slot,
                    bound,
                    estimate,
                })
            })
            .collect()
    }

    /// Entries in all lists together.
    pub fn entries(&self) -> usize {
        self.lists.values().map(Vec::len).sum()
    }
}

/// What a list tells: the fewer of all segments stand in it, the more. Inverse document frequency (Spärck Jones, "A
/// statistical interpretation of term specificity", 1972), as a whole binary logarithm and one.
fn weight(segments: usize, list: usize) -> u16 {
    let rarity = (segments / list.max(1)).max(1).ilog2() + 1;
    u16::try_from(rarity).unwrap_or(u16::MAX)
}

impl Shape {
    /// How far its length is the text's.
    fn alike(self, words: usize) -> f64 {
        let own = usize::from(self.words);
        super::score(own.abs_diff(words), own.max(words))
    }

    fn bound(self, words: usize, shared: u8, unread: usize) -> f64 {
        let own = usize::from(self.words);
        let missing = usize::from(self.kept.saturating_sub(shared)).saturating_sub(unread);
        let distance = missing
            .div_ceil(usize::from(self.reach.max(1)))
            .max(own.abs_diff(words));
        super::score(distance, own.max(words))
    }
}

/// The lists a text with these grams and words stands in, each once.
fn kept(grams: &Grams, words: &[Word]) -> Vec<u16> {
    let mut numbers = grams.numbers.clone();
    if numbers.len() > MOST_GRAMS {
        let own = words.iter().fold(0, |own, word| mix(own ^ *word));
        numbers.select_nth_unstable_by_key(MOST_GRAMS, |number| (is_short(*number), mix(number ^ own)));
        numbers.truncate(MOST_GRAMS);
    }
    let mut lists: Vec<u16> = numbers.into_iter().map(list_of).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

#[expect(clippy::cast_possible_truncation, reason = "sixteen bits of it name the list")]
fn list_of(gram: u64) -> u16 {
    (gram >> 16) as u16
}
