//! What a model reads of a sentence: its words, and for what it has no pieces for, or got wrong before, something that it passes
//! on as it is.

use std::ops::Range;

use crate::keep::{Kept, What};
use crate::mend::{Meant, Wanted};
use crate::quantity::Quantity;

/// A sentence as a model reads it.
#[derive(Debug)]
pub(crate) struct Shown<'t> {
    pub text: String,
    /// All that must come out, in order.
    pub wanted: Vec<Wanted<'t>>,
    /// Its bytes that are other than those of the source, and what they stand for there, in order.
    others: Vec<(Range<usize>, Range<usize>)>,
    /// Where it begins in the source.
    start: usize,
}

/// Whether and how something is kept from a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    Not,
    /// By what looks like a name.
    ByName,
    /// By another number of its kind, with which the words around it agree.
    ByNumber,
}

/// More of them would be no sentence.
const STAND_INS_MAX: usize = 64;

/// Names that are none. Students copy what has a digit between capitals.
fn codes() -> impl Iterator<Item = String> {
    let letters = ['K', 'B', 'T', 'Z', 'R', 'P', 'W', 'X'];
    let digits = ['7', '4', '9', '5', '3', '8', '6', '2'];
    let all = (0..letters.len()).flat_map(move |round| {
        (0..letters.len()).map(move |at| {
            let last = letters[(at + round + 3) % letters.len()];
            format!("{}{}{last}", letters[at], digits[(at + round) % digits.len()])
        })
    });
    all.take(STAND_INS_MAX)
}

/// Numbers that are one piece or two in every vocabulary.
fn numbers() -> impl Iterator<Item = u32> {
    (0..STAND_INS_MAX as u32).map(|at| 23 + (at * 37) % 71)
}

/// A sentence with stand-ins for what is `hidden` of what is kept of it.
pub(crate) fn show<'t>(
    source: &'t str,
    sentence: &Range<usize>,
    kept: &'t [Kept],
    hidden: &[Hidden],
) -> Shown<'t> {
    let whole = &source[sentence.clone()];
    let mut codes = codes().filter(|code| !whole.contains(code.as_str()));
    let mut numbers = numbers().filter(|number| !whole.contains(&number.to_string()));
    let mut shown = Shown {
        text: String::with_capacity(whole.len()),
        wanted: Vec::with_capacity(kept.len()),
        others: Vec::new(),
        start: sentence.start,
    };
    let mut done = sentence.start;
    for (kept, hidden) in kept.iter().zip(hidden) {
        shown.text += &source[done..kept.range.start];
        done = kept.range.end;
        let start = shown.text.len();
        let stand_in = match (hidden, &kept.what) {
            (Hidden::Not, _) => None,
            (Hidden::ByNumber, What::Quantity(quantity)) => numbers.next().map(|number| {
                let (text, simple) = quantity.simple(source, &kept.range, number, start);
                (text, What::Quantity(Box::new(simple)))
            }),
            // A fraction counts what is after it.
            (_, What::Exact) if source[kept.range.clone()].chars().all(char::is_numeric) => {
                numbers.next().map(|number| {
                    let (text, simple) = Quantity::plain(number, start);
                    (text, What::Quantity(Box::new(simple)))
                })
            }
            _ => codes.next().map(|code| (code, What::Exact)),
        };
        let stood_in = stand_in.is_some();
        let (text, what) = stand_in.unwrap_or_else(|| {
            let what = match &kept.what {
                What::Quantity(quantity) => {
                    What::Quantity(Box::new(quantity.as_ref().clone().moved(kept.range.start, start)))
                }
                same => same.clone(),
            };
            (source[kept.range.clone()].to_owned(), what)
        });
        shown.text += &text;
        let range = start..shown.text.len();
        if stood_in {
            shown.others.push((range.clone(), kept.range.clone()));
        }
        shown.wanted.push(Wanted {
            range,
            what,
            meant: Meant {
                text: source,
                kept,
                stood_in,
            },
        });
    }
    shown.text += &source[done..sentence.end];
    shown
}

impl Shown<'_> {
    /// The part of the source that bytes of it stand for.
    pub fn source_of(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize, to_end: bool| {
            let next = self
                .others
                .partition_point(|(shown, _)| if to_end { shown.end < at } else { shown.end <= at });
            match self
                .others
                .get(next)
                .filter(|(shown, _)| shown.start < at || (!to_end && shown.start == at))
            {
                Some((_, source)) if to_end => source.end,
                Some((_, source)) => source.start,
                None => match next.checked_sub(1).map(|before| &self.others[before]) {
                    Some((shown, source)) => source.end + at - shown.end,
                    None => self.start + at,
                },
            }
        };
        let start = place(range.start, false);
        start..place(range.end, true).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::kept;
    use crate::writing::Writing;

    #[test]
    fn a_stand_in_leads_back_to_what_it_stands_for() {
        let source = "Hi. Ask 王伟 for 2,200 km of it";
        let sentence = 4..source.len();
        let kept = kept(source, &Writing::of("en"), &|letter| !letter.is_ascii());
        let shown = show(source, &sentence, &kept, &[Hidden::ByName, Hidden::ByNumber]);
        assert_eq!(shown.text, "Ask K7Z for 23 km of it");
        let of = |part: &str| {
            let at = shown.text.find(part).unwrap();
            &source[shown.source_of(&(at..at + part.len()))]
        };
        assert_eq!(
            ["Ask", "K7Z", "7", "for", "23", "of it"].map(of),
            ["Ask", "王伟", "王伟", "for", "2,200 km", "of it"]
        );
        assert_eq!(of("K7Z for 2"), "王伟 for 2,200 km");
        let plain = show(source, &sentence, &kept, &[Hidden::Not; 2]);
        assert_eq!(plain.text, &source[sentence]);
        assert_eq!(plain.source_of(&(0..3)), 4..7);
    }

    #[test]
    fn what_stands_in_is_not_in_the_sentence() {
        let source = "K7Z asks 王伟";
        let kept = kept(source, &Writing::of("en"), &|letter| !letter.is_ascii());
        let shown = show(source, &(0..source.len()), &kept, &[Hidden::Not, Hidden::ByName]);
        assert_eq!(shown.text, "K7Z asks B4R");
        let all: std::collections::BTreeSet<String> = codes().collect();
        assert_eq!(all.len(), STAND_INS_MAX);
        assert_eq!(
            numbers().collect::<std::collections::BTreeSet<u32>>().len(),
            STAND_INS_MAX
        );
    }
}
