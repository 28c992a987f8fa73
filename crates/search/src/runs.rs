//! Where words are in a folded text.
//!
//! Letters and digits that stand together are words, joined by hyphens, apostrophes and the like or alone. In scripts that
//! write without blanks, and in Korean, where a blank is a matter of taste, what stands together is a run: it is found by
//! any part of it, and its words ([`words`]) say what its parts are.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use smallvec::SmallVec;

use crate::fold::{Folded, fold, is_mark};
use crate::phones::Phone;
use crate::stems::without_particle;

/// A link has dozens of parts, and is no name.
const PARTS: usize = 8;

pub type Parts = SmallVec<[Range<usize>; 2]>;

/// What stands together, by the places of its characters.
#[derive(Debug)]
pub enum Run {
    /// A number, and where it stands; the words that it is written in follow.
    Phone(Phone, Range<usize>),
    /// Words with nothing but a joining mark between them; most often one.
    Joined(Parts),
    /// Characters of a script without blanks, and what a blank parts in Korean.
    Dense(Vec<usize>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Dictionary,
    Hangul,
    Blank,
    Joiner,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | '0'..='9' | '\u{430}'..='\u{45F}' => Kind::Word,
        ' ' | '\u{A0}' | '\u{3000}' | '·' | '・' | '‧' | '•' => Kind::Blank,
        '-' | '\'' | '.' | '/' | '_' | ',' => Kind::Joiner,
        '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' => Kind::Hangul,
        '\u{E01}'..='\u{E4E}'
        | '\u{E81}'..='\u{EDF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{312F}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Kind::Dictionary,
        c if c.is_ascii() => Kind::Other,
        c if c.is_alphanumeric() || is_mark(c) => Kind::Word,
        _ => Kind::Other,
    }
}

/// Gives every run of a text, in its order.
pub fn runs(text: &[Folded], mut give: impl FnMut(Run)) {
    let kind_at = |at: usize| text.get(at).map_or(Kind::Other, |folded| kind(folded.is));
    let mut at = 0;
    // A number is found once, and not again from its second digit.
    let mut numbered = 0;
    while at < text.len() {
        let begins = at >= numbered && (at == 0 || kind_at(at - 1) != Kind::Word);
        if begins && let Some(phone) = Phone::at(&text[at..]) {
            numbered = at + phone.length;
            give(Run::Phone(phone, at..numbered));
        }
        match kind_at(at) {
            Kind::Word => {
                let mut parts = Parts::new();
                loop {
                    let from = at;
                    while kind_at(at) == Kind::Word {
                        at += 1;
                    }
                    parts.push(from..at);
                    if parts.len() < PARTS && kind_at(at) == Kind::Joiner && kind_at(at + 1) == Kind::Word {
                        at += 1;
                    } else {
                        break;
                    }
                }
                give(Run::Joined(parts));
            }
            Kind::Dictionary | Kind::Hangul => {
                let mut run = Vec::new();
                loop {
                    run.push(at);
                    at += 1;
                    let blank = usize::from(kind_at(at) == Kind::Blank);
                    if !matches!(kind_at(at + blank), Kind::Dictionary | Kind::Hangul) {
                        break;
                    }
                    at += blank;
                }
                give(Run::Dense(run));
            }
            Kind::Blank | Kind::Joiner | Kind::Other => at += 1,
        }
    }
}

/// The words of a dense run, as ranges of it: by dictionary, and in Korean by its blanks, without particles.
pub fn words(text: &[Folded], run: &[usize], mut give: impl FnMut(Range<usize>)) {
    let mut from = 0;
    let mut written = String::new();
    while from < run.len() {
        let of = kind(text[run[from]].is);
        let mut to = from + 1;
        while to < run.len() && run[to] == run[to - 1] + 1 && kind(text[run[to]].is) == of {
            to += 1;
        }
        if of == Kind::Hangul {
            let word: Vec<char> = run[from..to].iter().map(|at| text[*at].is).collect();
            give(from..from + without_particle(&word).len());
        } else {
            written.clear();
            written.extend(run[from..to].iter().map(|at| text[*at].is));
            let mut start = from;
            let mut bytes = written
                .char_indices()
                .map(|(at, _)| at)
                .enumerate()
                .skip(1)
                .peekable();
            for end in SEGMENTER.segment_str(&written).skip(1) {
                while bytes.next_if(|(_, byte)| *byte < end).is_some() {}
                let end = bytes.peek().map_or(to, |(chars, _)| from + chars);
                if end > start {
                    give(start..end);
                }
                start = end;
            }
        }
        from = to;
    }
}

/// By dictionary: the neural model for Thai is slower by far and finds hardly another word.
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// What makes two titles the same: their letters and digits, folded, whatever stands between.
pub fn same(text: &str) -> u64 {
    // FNV-1a: the same on every machine and in every version.
    fold(text)
        .iter()
        .filter(|folded| is_word(folded.is))
        .fold(0xCBF2_9CE4_8422_2325, |hash, folded| {
            (hash ^ u64::from(u32::from(folded.is))).wrapping_mul(0x0100_0000_01B3)
        })
}

fn is_word(c: char) -> bool {
    matches!(kind(c), Kind::Word | Kind::Dictionary | Kind::Hangul)
}
