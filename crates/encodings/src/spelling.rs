//! Whether bytes spell words in an encoding.
//!
//! An encoding with thousands of letters has the usual ones in a part of its own: where bytes of another fall into it, they do
//! so by chance. One with a few dozen has words of letters only, capitals at their beginning or throughout.

use encoding_rs::Encoding;

/// The letters of an encoding, and where it has those that are usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    Simplified,
    Traditional,
    ShiftJis,
    EucJp,
    Korean,
    Cyrillic,
    Latin,
    Greek,
    Hebrew,
    Arabic,
    Thai,
}

/// Of letters, one in so many may be unusual, and in a few names of places so many of them whatever their number, as long as
/// they are not the most; of words, one in so many may be none.
const UNUSUAL: usize = 8;
const CHANCE: usize = 3;
const UNSPELT: usize = 10;

/// Whether nearly all of these are words in it.
pub fn spells(words: &[&[u8]], encoding: &'static Encoding, letters: Letters) -> bool {
    if words.is_empty() {
        return false;
    }
    if letters.are_wide() {
        let mut counts = Counts::default();
        for word in words {
            if encoding
                .decode_without_bom_handling_and_without_replacement(word)
                .is_none()
            {
                return false;
            }
            counts.take(word, letters);
        }
        let allowed = CHANCE + (counts.usual + counts.unusual) / UNUSUAL;
        return counts.usual > 0
            && counts.unusual <= allowed.min(counts.usual)
            // No Japanese table is without its syllables, but nearly all of China's letters would be in their place.
            && (letters != Letters::EucJp || counts.syllables * UNUSUAL >= counts.usual);
    }
    let is_spelt = |word: &&&[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(word);
        text.is_some_and(|text| parts(&text).all(|part| letters.spell(part)))
    };
    let unspelt = words.len() - words.iter().filter(is_spelt).count();
    unspelt * UNSPELT <= words.len()
}

/// Letters of two bytes.
#[derive(Default)]
struct Counts {
    usual: usize,
    unusual: usize,
    syllables: usize,
}

impl Counts {
    fn take(&mut self, word: &[u8], letters: Letters) {
        let mut rest = word;
        let mut is_in_word = false;
        while let [lead, after @ ..] = rest {
            rest = after;
            if lead.is_ascii() {
                is_in_word = lead.is_ascii_lowercase();
                continue;
            }
            // Katakana of half the width.
            if letters == Letters::ShiftJis && (0xa1..=0xdf).contains(lead) {
                self.unusual += 1;
                continue;
            }
            let Some((trail, after)) = rest.split_first() else {
                return;
            };
            rest = after;
            // No word goes on in another script; a name may have capitals before it or behind.
            let goes_on = rest.first().is_some_and(u8::is_ascii_lowercase);
            if std::mem::take(&mut is_in_word) || goes_on {
                self.unusual += 1;
                continue;
            }
            let right = *trail >= 0xa1;
            match (letters, lead) {
                // Punctuation, Latin and digits of full width.
                (Letters::Simplified | Letters::EucJp | Letters::Korean, 0xa1..=0xa3) if right => {}
                (Letters::Traditional, 0xa1..=0xa3) | (Letters::ShiftJis, 0x81) => {}
                (Letters::ShiftJis, 0x82 | 0x83) | (Letters::EucJp, 0xa4 | 0xa5) => {
                    self.syllables += 1;
                    self.usual += 1;
                }
                (Letters::Simplified, 0xb0..=0xd7)
                | (Letters::EucJp, 0xb0..=0xcf)
                | (Letters::Korean, 0xb0..=0xc8)
                    if right =>
                {
                    self.usual += 1;
                }
                (Letters::Traditional, 0xa4..=0xc6) | (Letters::ShiftJis, 0x88..=0x97) => self.usual += 1,
                _ => self.unusual += 1,
            }
        }
    }
}

/// Its parts that have a letter beyond ASCII, without signs around them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "’ʼ–—".contains(c));
    let bare = parts.map(|word| word.trim_matches(|c: char| "«»“”„‘’‚…№·°²³©®™ºª€£§".contains(c)));
    bare.filter(|word| !word.is_ascii())
}

impl Letters {
    fn are_wide(self) -> bool {
        use Letters::{EucJp, Korean, ShiftJis, Simplified, Traditional};
        matches!(self, Simplified | Traditional | ShiftJis | EucJp | Korean)
    }

    /// Whether it is a word in these letters, or ends in a number.
    fn spell(self, word: &str) -> bool {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        // What stands above or below a letter in Thai begins no word.
        let begins =
            !word.starts_with(|c| matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'));
        begins
            && word.chars().all(|c| self.have(c))
            && (self != Self::Latin || !is_thick(word))
            && is_cased(word)
    }

    fn have(self, c: char) -> bool {
        match self {
            Self::Cyrillic => matches!(c, '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}'),
            Self::Latin => {
                c.is_ascii_alphabetic()
                    || matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{323}' if c != '×' && c != '÷')
            }
            Self::Greek => matches!(c, '\u{386}' | '\u{388}'..='\u{3ce}'),
            Self::Hebrew => matches!(c, '\u{5b0}'..='\u{5ea}'),
            Self::Arabic => matches!(c, '\u{621}'..='\u{652}' | '\u{67e}'..='\u{6d2}'),
            Self::Thai => matches!(c, '\u{e01}'..='\u{e4e}'),
            _ => false,
        }
    }
}

/// Three letters with marks one after another, or more of them than without, are no word of a European language.
fn is_thick(word: &str) -> bool {
    let marked: Vec<bool> = word.chars().map(|c| !c.is_ascii()).collect();
    let count = marked.iter().filter(|marked| **marked).count();
    let row = marked.windows(3).any(|three| three == [true; 3]);
    row || (marked.len() > 1 && count * 2 > marked.len())
}

/// Capitals stand at the beginning of a word, or all over it.
fn is_cased(word: &str) -> bool {
    let is_capital = |c: char| c.is_uppercase();
    let mut rest = word.chars();
    rest.next();
    let small = rest.clone().all(|c| !is_capital(c));
    small || word.chars().all(|c| !c.is_lowercase())
}
