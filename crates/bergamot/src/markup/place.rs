//! Finds the places of marks in a translation.
//!
//! From the outermost to the innermost: of what is within a mark, the shortest first, each takes the stretch of the translation
//! that has the most of its words and the fewest of others, among what is still free.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cuts::Cuts;
use super::{Mark, Marked};
use crate::links::{Link, overlap};
use crate::translator::Translation;

/// Marks that are around words or beside them, seldom of them.
const PUNCTUATION: [char; 30] = [
    '.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '“', '”', '‘', '’', '«', '»', '…', '。',
    '，', '；', '：', '！', '？', '、', '（', '）', '「', '」',
];

fn is_edge(letter: char) -> bool {
    letter.is_whitespace() || PUNCTUATION.contains(&letter)
}

/// Without the blanks around it.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// Puts the marks of a text into its translation. `fixed` are the places of the marks that are fixed, in their order.
pub(super) fn place(
    source: &str,
    marks: &[Mark],
    translation: Translation,
    fixed: &[Range<usize>],
) -> Marked {
    let mut ranges = vec![0..0; marks.len()];
    let mut inside: Vec<Option<usize>> = marks.iter().map(|mark| mark.inside).collect();
    if !marks.is_empty() {
        let is_fixed = marks.iter().enumerate().filter(|(_, mark)| mark.is_fixed());
        let fixed: Vec<(usize, Range<usize>)> = is_fixed
            .zip(fixed)
            .map(|((mark, _), place)| (mark, place.clone()))
            .collect();
        let mut places = Places::new(source, marks, &translation, &fixed);
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); marks.len() + 1];
        for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| !mark.is_fixed()) {
            within[mark.inside.map_or(0, |inside| inside + 1)].push(at);
        }
        places.fill(
            0,
            &(0..source.len()),
            &(0..translation.text.len()),
            &within[0],
            &mut ranges,
        );
        for (at, mark) in marks.iter().enumerate() {
            let range = ranges[at].clone();
            places.fill(at + 1, &mark.range, &range, &within[at + 1], &mut ranges);
        }
        for (mark, place) in fixed {
            inside[mark] = places.owner.get(place.start).copied().unwrap_or(0).checked_sub(1);
            ranges[mark] = place;
        }
    }
    Marked {
        translation,
        ranges,
        inside,
    }
}

struct Places<'t> {
    source: &'t str,
    target: &'t str,
    marks: &'t [Mark],
    /// In the order of the translation, without blanks around either side.
    links: Vec<Link>,
    cuts: Cuts,
    /// Of each byte of the translation, the innermost mark that it is within, from 1; 0 is none.
    owner: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(
        source: &'t str,
        marks: &'t [Mark],
        translation: &'t Translation,
        fixed: &[(usize, Range<usize>)],
    ) -> Self {
        let target = translation.text.as_str();
        let places: Vec<Range<usize>> = fixed.iter().map(|(_, place)| place.clone()).collect();
        let origins: Vec<Range<usize>> = fixed.iter().map(|(mark, _)| marks[*mark].range.clone()).collect();
        let source_cuts = Cuts::new(source, &origins);
        let mut cuts = Cuts::new(target, &places);
        let mut links = fine(source, target, &translation.links, &source_cuts, &cuts);
        // What is fixed comes from where it was, whatever stood there before.
        links.retain(|link| !places.iter().any(|place| overlap(place, &link.target)));
        links.extend(origins.iter().zip(&places).map(|(origin, place)| Link {
            source: origin.clone(),
            target: place.clone(),
        }));
        links.sort_by_key(|link| link.target.start);
        let mut edges: Vec<usize> = marks
            .iter()
            .flat_map(|mark| [mark.range.start, mark.range.end])
            .filter(|at| !source_cuts.is_allowed(*at) && source_cuts.is_grapheme(*at))
            .collect();
        edges.sort_unstable();
        edges.dedup();
        cut_same_words(source, target, &edges, &source_cuts, &mut cuts, &mut links);
        Self {
            source,
            target,
            marks,
            links,
            cuts,
            owner: vec![0; target.len()],
        }
    }

    /// Finds places for the marks `of` within a mark (from 1; 0 is the whole text), which is on `from` in the source and on `to` in
    /// the translation.
    fn fill(
        &mut self,
        mark: usize,
        from: &Range<usize>,
        to: &Range<usize>,
        of: &[usize],
        ranges: &mut [Range<usize>],
    ) {
        let words = |at: usize| trimmed(self.source, &self.marks[at].range);
        let mut order: Vec<(Range<usize>, usize)> = of.iter().map(|at| (words(*at), *at)).collect();
        // Those without words are put between the others.
        order.sort_by_key(|(words, _)| if words.is_empty() { usize::MAX } else { words.len() });
        let mut left = Vec::new();
        for (words, at) in order {
            match self.stretch(&words, mark, to) {
                Some(range) => {
                    self.owner[range.clone()].fill(at + 1);
                    ranges[at] = range;
                }
                None => left.push((words, at)),
            }
        }
        for (words, at) in left {
            let at_source = if words.is_empty() {
                self.marks[at].range.start
            } else {
                words.start
            };
            let place = self.position(at_source, from, mark, to);
            ranges[at] = place..place;
        }
    }

    /// The part of the translation that has the most of some words of the source and the fewest of others.
    fn stretch(&self, words: &Range<usize>, mark: usize, within: &Range<usize>) -> Option<Range<usize>> {
        if words.is_empty() || within.is_empty() {
            return None;
        }
        let best = if *words == trimmed(self.source, &(0..self.source.len())) {
            trimmed(self.target, within)
        } else {
            let best = self.most_linked(words, mark, within)?;
            self.without_edges(words, best)
        };
        let start = self.cuts.before(best.start).max(within.start);
        let end = self.cuts.after(best.end).min(within.end);
        // Some other may have a word at either end.
        let is_free = |at: &usize| self.owner[*at] == mark;
        let start = (start..end).find(is_free)?;
        let end = (start..end).find(|at| !is_free(at)).unwrap_or(end);
        Some(start..end)
    }

    /// The stretch of links whose bytes, those of other words subtracted, are the most (Kadane's algorithm).
    fn most_linked(&self, words: &Range<usize>, mark: usize, within: &Range<usize>) -> Option<Range<usize>> {
        let first = self
            .links
            .partition_point(|link| link.target.start < within.start);
        let mut best: Option<(Range<usize>, usize)> = None;
        let mut run: Option<(usize, usize)> = None;
        for link in &self.links[first..] {
            if link.target.start >= within.end {
                break;
            }
            let length = link.target.len();
            if self.owner[link.target.start] != mark {
                run = None;
            } else if overlap(&link.source, words) {
                let (start, sum) =
                    run.map_or((link.target.start, length), |(start, sum)| (start, sum + length));
                run = Some((start, sum));
                if best.as_ref().is_none_or(|(_, most)| sum > *most) {
                    best = Some((start..link.target.end, sum));
                }
            } else {
                run = run
                    .filter(|(_, sum)| *sum > length)
                    .map(|(start, sum)| (start, sum - length));
            }
        }
        best.map(|(range, _)| range)
    }

    /// Without punctuation at an end where the source has none.
    fn without_edges(&self, words: &Range<usize>, range: Range<usize>) -> Range<usize> {
        let (said, part) = (&self.source[words.clone()], &self.target[range.clone()]);
        let rest = if said.starts_with(is_edge) {
            part.trim_start()
        } else {
            part.trim_start_matches(is_edge)
        };
        let start = range.end - rest.len();
        let rest = if said.ends_with(is_edge) {
            rest.trim_end()
        } else {
            rest.trim_end_matches(is_edge)
        };
        if rest.is_empty() {
            range
        } else {
            start..start + rest.len()
        }
    }

    /// Where something without words stands: after the word that it comes after, or before the one that it comes before.
    fn position(&self, at: usize, from: &Range<usize>, mark: usize, within: &Range<usize>) -> usize {
        if within.is_empty() || self.source[from.start..at].trim().is_empty() {
            return within.start;
        }
        if self.source[at..from.end].trim().is_empty() {
            return within.end;
        }
        let here = self.links.iter().filter(|link| {
            within.start <= link.target.start && link.target.end <= within.end && !link.source.is_empty()
        });
        let (before, after): (Vec<&Link>, Vec<&Link>) = here.partition(|link| link.source.start < at);
        let before = before
            .iter()
            .max_by_key(|link| (link.source.start, link.target.end));
        let after = after
            .iter()
            .min_by_key(|link| (link.source.start, link.target.start));
        // Beside the word that no blank parts it from.
        let attached = self.source[..at].ends_with(|letter: char| !letter.is_whitespace());
        let before = before.map(|link| self.cuts.after(link.target.end));
        let after = after.map(|link| self.cuts.before(link.target.start));
        let place = if attached {
            before.or(after)
        } else {
            after.or(before)
        };
        let place = place.unwrap_or(within.end).clamp(within.start, within.end);
        // Not within another mark beside it.
        let other = |at: usize| self.owner.get(at).copied().filter(|owner| *owner != mark);
        let Some(around) = place
            .checked_sub(1)
            .and_then(other)
            .filter(|around| other(place) == Some(*around))
        else {
            return place;
        };
        let same = |at: &usize| self.owner[*at] == around;
        if attached {
            (place..within.end).find(|at| !same(at)).unwrap_or(within.end)
        } else {
            (within.start..place)
                .rev()
                .find(|at| !same(at))
                .map_or(within.start, |at| at + 1)
        }
    }
}

/// Links without blanks around either side; one between equal texts is one for each word.
fn fine(source: &str, target: &str, links: &[Link], from: &Cuts, to: &Cuts) -> Vec<Link> {
    let mut all = Vec::with_capacity(links.len());
    for link in links {
        let link = Link {
            source: trimmed(source, &link.source),
            target: trimmed(target, &link.target),
        };
        if source[link.source.clone()] != target[link.target.clone()] {
            all.push(link);
            continue;
        }
        let (a, b) = (link.source.start, link.target.start);
        let length = link.source.len();
        let mut start = 0;
        for end in 1..=length {
            if end == length || (from.is_allowed(a + end) && to.is_allowed(b + end)) {
                if !target[b + start..b + end].trim().is_empty() {
                    all.push(Link {
                        source: a + start..a + end,
                        target: b + start..b + end,
                    });
                }
                start = end;
            }
        }
    }
    all.retain(|link| !link.target.is_empty());
    all
}

/// Lets words be cut that came out as they were and that marks cut in the source, at the same places: `H<sub>2</sub>O`.
fn cut_same_words(
    source: &str,
    target: &str,
    edges: &[usize],
    from: &Cuts,
    to: &mut Cuts,
    links: &mut Vec<Link>,
) {
    struct Same {
        word: Range<usize>,
        said: Range<usize>,
        /// How far into the word are the cuts.
        offsets: Vec<usize>,
    }
    // By their places in the translation.
    let mut same: BTreeMap<usize, Same> = BTreeMap::new();
    for edges in edges.chunk_by(|one, other| from.around(*one) == from.around(*other)) {
        let word = from.around(edges[0]);
        let mut places: Vec<usize> = links
            .iter()
            .filter(|link| overlap(&link.source, &word))
            .map(|link| to.before(link.target.start))
            .collect();
        places.dedup();
        for place in places {
            let said = to.around(place);
            if source[word.clone()] == target[said.clone()] && is_linked_alone(links, &said) {
                same.entry(said.start).or_insert_with(|| Same {
                    word: word.clone(),
                    said,
                    offsets: edges.iter().map(|at| at - word.start).collect(),
                });
            }
        }
    }
    links.retain(|link| {
        let before = same.range(..link.target.end).next_back();
        before.is_none_or(|(_, same)| !overlap(&link.target, &same.said))
    });
    for Same { word, said, offsets } in same.into_values() {
        let ends = offsets.iter().copied().chain([word.len()]);
        let mut start = 0;
        for end in ends {
            to.allow(said.start + end);
            links.push(Link {
                source: word.start + start..word.start + end,
                target: said.start + start..said.start + end,
            });
            start = end;
        }
    }
    links.sort_by_key(|link| link.target.start);
}

/// Whether no link of a part of the translation goes beyond it.
fn is_linked_alone(links: &[Link], said: &Range<usize>) -> bool {
    let first = links.partition_point(|link| link.target.start < said.start);
    let before = first.checked_sub(1).map(|before| &links[before]);
    before.is_none_or(|link| link.target.end <= said.start)
        && links[first..]
            .iter()
            .take_while(|link| link.target.start < said.end)
            .all(|link| link.target.end <= said.end)
}
