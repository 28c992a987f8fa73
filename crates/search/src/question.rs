//! What somebody looks for: the units of a question, each with the ways in which a text may say it.
//!
//! A question is text and never a language of queries: quotes, operators and brackets are what stands between words. It is
//! cut to so many characters and units, whatever is typed.

use crate::fold::{Folded, fold};
use crate::pieces::{LONGEST, PHONE, STEM, WORD, joined};
use crate::runs::{Run, runs, same, words};
use crate::stems::stem;

/// A question of more characters is cut.
const CHARACTERS: usize = 1000;
/// A longer question has its first units looked for.
const UNITS: usize = 24;
/// A longer phrase is looked for by its beginning.
const PHRASE: usize = 12;
/// With so many digits it is a reference, which is found whole or not at all: with another digit it is another's.
const REFERENCE: usize = 6;
/// Fewer letters have too many neighbours to be a typing error of.
pub const SPELLED: usize = 4;

/// A word's stem, and the same characters within another word, are a little less than the word.
const STEMMED: f32 = 0.8;
const WITHIN: f32 = 0.7;
const BEGUN: f32 = 0.75;
/// A character that is a word alone in a run says little.
const SINGLE: f32 = 0.3;

/// One way to say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// One term, or several that stand one behind another.
    pub terms: Vec<String>,
    /// Of 1, what it is worth to be said so.
    pub worth: f32,
    /// The term is only its beginning.
    pub begun: bool,
}

/// What a text says or does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub ways: Vec<Way>,
    /// How it is spelled, where a typing error may be forgiven.
    pub spelled: Option<String>,
    /// Of 1, how much of a unit it is.
    pub weight: f32,
    /// What it is taken apart into when no text says it.
    pub parts: Vec<Unit>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    pub units: Vec<Unit>,
    /// The whole of it, as it would stand in a text.
    pub phrase: Vec<String>,
    /// What a title is compared with.
    pub same: u64,
    /// Nothing was typed: everything is wanted. (What has no word in it finds nothing.)
    pub lists_all: bool,
}

impl Question {
    /// Reads what was typed; while somebody types, the last word may be a beginning.
    pub fn of(text: &str, typing: bool) -> Self {
        let end = text
            .char_indices()
            .nth(CHARACTERS)
            .map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let folded = fold(text);
        let mut question = Self {
            same: same(text),
            lists_all: text.trim().is_empty(),
            ..Self::default()
        };
        // Whether the last word may go on: nothing is typed behind it.
        let open = |to: usize| typing && to == folded.len();
        let (mut number, mut sure) = (0, 0);
        runs(&folded, |run| match run {
            Run::Phone(phone, place) => {
                let begun = open(place.end);
                let mut ways: Vec<Way> = phone
                    .asked()
                    .iter()
                    .map(|asked| Way::of(format!("{PHONE}{asked}"), 1.0))
                    .collect();
                // As a word, where a text has it beside another number.
                ways.push(Way::of(phone.digits().to_owned(), 1.0));
                for way in &mut ways {
                    way.begun = begun;
                }
                // Its parts are looked for when it is found nowhere, unless parts of a number are another number.
                sure = if phone.is_sure() { place.end } else { 0 };
                let added = question.add(Unit::of(ways));
                number = if added { place.end } else { 0 };
            }
            Run::Joined(parts) => {
                let (begins, ends) = (parts[0].start, parts[parts.len() - 1].end);
                for part in &parts {
                    question.phrase.push(word(&folded[part.clone()]));
                }
                let mut units: Vec<Unit> = parts
                    .iter()
                    .map(|part| Unit::word(word(&folded[part.clone()]), open(part.end)))
                    .collect();
                if let Some(whole) = joined(&folded, &parts) {
                    let phrase = parts.iter().map(|part| word(&folded[part.clone()])).collect();
                    let ways = vec![
                        Way {
                            begun: open(ends),
                            ..Way::of(whole, 1.0)
                        },
                        Way {
                            terms: phrase,
                            worth: BEGUN,
                            begun: false,
                        },
                    ];
                    let digits = folded[begins..ends]
                        .iter()
                        .filter(|folded| folded.is.is_ascii_digit());
                    let parts = if digits.count() >= REFERENCE {
                        Vec::new()
                    } else {
                        units
                    };
                    units = vec![Unit {
                        parts,
                        ..Unit::of(ways)
                    }];
                }
                for unit in units {
                    match question.units.last_mut() {
                        Some(_) if begins < sure => {}
                        Some(phone) if begins < number => phone.parts.push(unit),
                        _ => {
                            question.add(unit);
                        }
                    }
                }
            }
            Run::Dense(run) => {
                let chars: Vec<char> = run.iter().map(|at| folded[*at].is).collect();
                question.phrase.extend(pairs(&chars));
                words(&folded, &run, |found| {
                    question.add(Unit::dense(&chars, found));
                });
            }
        });
        question.phrase.truncate(PHRASE);
        question
    }

    /// Adds a unit, unless it is there or there are enough.
    fn add(&mut self, unit: Unit) -> bool {
        let added = self.units.len() < UNITS && !self.units.iter().any(|known| known.ways == unit.ways);
        if added {
            self.units.push(unit);
        }
        added
    }
}

impl Way {
    fn of(term: String, worth: f32) -> Self {
        Self {
            terms: vec![term],
            worth,
            begun: false,
        }
    }
}

impl Unit {
    fn of(ways: Vec<Way>) -> Self {
        Self {
            ways,
            spelled: None,
            weight: 1.0,
            parts: Vec::new(),
        }
    }

    fn word(word: String, open: bool) -> Self {
        let mut ways = vec![Way::of(word.clone(), 1.0)];
        match stem(&word) {
            Some(stem) => {
                ways.push(Way::of(format!("{STEM}{stem}"), STEMMED));
                ways.push(Way::of(stem, STEMMED));
            }
            None => ways.push(Way::of(format!("{STEM}{word}"), STEMMED)),
        }
        if open {
            ways.push(Way {
                begun: true,
                ..Way::of(word.clone(), BEGUN)
            });
        }
        let spelled = word.chars().all(char::is_alphabetic) && word.chars().nth(SPELLED - 1).is_some();
        Self {
            spelled: spelled.then_some(word),
            ..Self::of(ways)
        }
    }

    /// A word of a run without blanks; of a single character, with the one beside it.
    fn dense(run: &[char], word: std::ops::Range<usize>) -> Self {
        let length = word.len();
        if length == 1 {
            let beside = if word.end < run.len() {
                word.start..word.end + 1
            } else {
                word.start.saturating_sub(1)..word.end
            };
            let term: String = run[beside].iter().collect();
            return match run {
                [_] => Self::of(vec![Way {
                    begun: true,
                    ..Way::of(term, 1.0)
                }]),
                _ => Self {
                    weight: SINGLE,
                    ..Self::of(vec![Way::of(term, 1.0)])
                },
            };
        }
        let chars = &run[word];
        let mut terms: Vec<String> = pairs(chars).collect();
        // The last character of a run stands alone: it is part of the pair before it.
        terms.pop();
        terms.truncate(PHRASE);
        let whole: String = chars.iter().take(LONGEST).collect();
        let mut parts = Vec::new();
        if let [_, _, ..] = terms.as_slice() {
            #[expect(clippy::cast_precision_loss, reason = "a dozen at most")]
            let weight = 1.0 / terms.len() as f32;
            parts = terms
                .iter()
                .map(|pair| Self {
                    weight,
                    ..Self::of(vec![Way::of(pair.clone(), WITHIN)])
                })
                .collect();
        }
        let ways = vec![
            Way::of(format!("{WORD}{whole}"), 1.0),
            Way {
                terms,
                worth: WITHIN,
                begun: false,
            },
        ];
        Self {
            parts,
            ..Self::of(ways)
        }
    }
}

/// What stands in an index for a run: each character with the next, and the last alone.
fn pairs(run: &[char]) -> impl Iterator<Item = String> {
    (0..run.len()).map(|at| run[at..run.len().min(at + 2)].iter().collect())
}

fn word(word: &[Folded]) -> String {
    word.iter().take(LONGEST).map(|folded| folded.is).collect()
}
