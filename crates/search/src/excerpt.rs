//! Shows where in a text stands what was asked.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::pieces::{PHONE, Piece, Pieces, STEM};
use crate::postings::Said;
use crate::query::Excerpt;

/// Of a long text so many bytes are looked through.
const LOOKED: usize = 16 << 10;
/// How wide an excerpt is, in Latin letters; a character of Chinese is two of them wide.
const WIDTH: usize = 200;
/// What stands before its first mark.
const BEFORE: usize = 60;

/// What is to be marked: terms, and terms one behind another.
#[derive(Debug)]
pub struct Marked {
    terms: FxHashSet<String>,
    /// The first letters of the stems among them: only words with them need to be stemmed.
    stems: FxHashSet<char>,
    phrases: Vec<Vec<String>>,
}

impl Marked {
    pub fn of(said: &[Said]) -> Self {
        let (one, several): (Vec<_>, Vec<_>) = said
            .iter()
            .flat_map(|said| &said.terms)
            .partition(|terms| terms.len() == 1);
        let terms: FxHashSet<String> = one.into_iter().flatten().cloned().collect();
        Self {
            stems: terms
                .iter()
                .filter_map(|term| term.strip_prefix(STEM)?.chars().next())
                .collect(),
            terms,
            phrases: several.into_iter().cloned().collect(),
        }
    }

    /// The places in a text, in order, those that touch as one.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let pieces = Pieces::marked(text, |first| self.stems.contains(&first));
        let mut places: Vec<Range<usize>> = pieces
            .iter()
            .filter(|piece| self.terms.contains(piece.term))
            .map(|piece| piece.from..piece.to)
            .collect();
        if !self.phrases.is_empty() {
            // What stands at each place as it is written; of a compound its first part.
            let mut written: Vec<Piece<'_>> = Vec::new();
            for piece in pieces
                .iter()
                .filter(|piece| !piece.term.starts_with([PHONE, STEM]))
            {
                written.truncate(piece.position as usize);
                written.push(piece);
            }
            for phrase in &self.phrases {
                for stands in written.windows(phrase.len()) {
                    if phrase.iter().zip(stands).all(|(term, piece)| term == piece.term) {
                        places.push(stands[0].from..stands[phrase.len() - 1].to);
                    }
                }
            }
        }
        places.sort_by_key(|place| (place.start, place.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for place in places.into_iter().filter(|place| !place.is_empty()) {
            match apart.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => apart.push(place),
            }
        }
        apart
    }
}

/// A title is shown whole.
pub fn title(text: &str, marked: &Marked) -> Excerpt {
    Excerpt {
        text: text.to_owned(),
        marks: marked.places(text),
        cut_before: false,
        cut_after: false,
    }
}

/// The piece of a text in which most of what was asked stands, or its beginning.
pub fn excerpt(text: &str, marked: &Marked) -> Excerpt {
    let looked = &text[..text.floor_char_boundary(LOOKED)];
    let places = marked.places(looked);
    let from = densest(looked, &places).map_or(0, |place| begin(looked, place));
    let from = from + text[from..].len() - text[from..].trim_start().len();
    let to = from + ahead(&text[from..], WIDTH);
    let to = if to < text.len() { end(text, from, to) } else { to };
    let inside = places
        .into_iter()
        .filter(|place| place.start >= from && place.end <= to);
    Excerpt {
        text: text[from..to].to_owned(),
        marks: inside.map(|place| place.start - from..place.end - from).collect(),
        cut_before: from > 0,
        cut_after: to < text.len(),
    }
}

/// Where the most different things that were asked stand near each other.
fn densest(text: &str, places: &[Range<usize>]) -> Option<usize> {
    let worth = |at: usize| {
        let end = places[at].start + ahead(&text[places[at].start..], WIDTH - BEFORE);
        let near = places[at..]
            .iter()
            .take_while(|place| place.end <= end)
            .map(|place| &text[place.clone()]);
        near.collect::<FxHashSet<_>>().len()
    };
    // The first of those that are equal.
    let best = (0..places.len().min(100)).rev().max_by_key(|at| worth(*at))?;
    Some(places[best].start)
}

/// Bytes that are so wide.
fn ahead(text: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += wide(c);
        if taken > width {
            return at;
        }
    }
    text.len()
}

fn wide(c: char) -> usize {
    if matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
    {
        2
    } else {
        1
    }
}

/// Where an excerpt begins that shows a place: with its sentence, if that begins near, or with a word.
fn begin(text: &str, place: usize) -> usize {
    let mut from = place;
    let mut word = place;
    let mut taken = 0;
    for (at, c) in text[..place].char_indices().rev() {
        if matches!(c, '\n' | '。' | '！' | '？') || (c == ' ' && text[..at].ends_with(['.', '!', '?'])) {
            return from;
        }
        if c.is_whitespace() || wide(c) == 2 {
            word = from;
        }
        taken += wide(c);
        if taken > BEFORE {
            return word;
        }
        from = at;
    }
    0
}

/// Where it ends: behind a word.
fn end(text: &str, from: usize, to: usize) -> usize {
    let last = text[from..to]
        .char_indices()
        .rev()
        .take(30)
        .find(|(_, c)| c.is_whitespace() || wide(*c) == 2);
    match last {
        Some((at, c)) if at > 0 => from + at + if c.is_whitespace() { 0 } else { c.len_utf8() },
        _ => to,
    }
}
