//! What texts are compared by: one spelling for what reads alike, the words of it, and the grams a text is found by.

use std::borrow::Cow;
use std::hash::Hasher;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};
use rustc_hash::FxHasher;

/// A text as it is compared: NFKC, case folded, blanks and control characters as one blank between words and none at
/// the ends, without characters that show nothing, one apostrophe for its two shapes.
///
/// Source: Unicode 3.13, D145 and R5 (compatibility caseless matching, `NFKC_Casefold`); blanks and apostrophe are ours.
pub(super) fn plain(text: &str) -> String {
    let nfkc = const { ComposingNormalizer::new_nfkc() };
    let composed = nfkc.normalize(text);
    let folded = const { CaseMapper::new() }.fold_string(&composed);
    // Folding may part what was composed (`ǰ` has no single folded letter).
    let folded = if matches!(folded, Cow::Owned(_)) {
        nfkc.normalize(&folded)
    } else {
        folded
    };
    let shows_nothing = const { CodePointSetData::new::<DefaultIgnorableCodePoint>() };
    let mut plain = String::with_capacity(folded.len());
    let mut blank = false;
    for c in folded.chars() {
        if c.is_whitespace() || c.is_control() {
            blank = true;
        } else if c.is_ascii() || !shows_nothing.contains(c) {
            if blank && !plain.is_empty() {
                plain.push(' ');
            }
            blank = false;
            plain.push(if matches!(c, '’' | 'ʼ') { '\'' } else { c });
        }
    }
    plain
}

/// A word, or one character that stands alone: equal numbers are equal words.
///
/// A character is its own number, a longer word a hash of 47 bits with the bit above set. That stays below 2⁴⁸ because
/// `rapidfuzz` 0.5 adds to five times the number when two of them meet in its table.
pub(super) type Word = u64;

const LONGER: Word = 1 << 47;

/// The words of a [`plain`] text in their order.
///
/// A word is a run of letters, marks and digits, with an apostrophe inside it. Letters of scripts that leave no blanks
/// between words ([`gram_of`]) stand alone, and so does every other character: full stops, signs, emoji.
pub(super) fn words(plain: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(plain.len() / 4);
    let mut begun = None;
    let mut rest = plain.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let inside = match c {
            'a'..='z' | '0'..='9' => true,
            ' ' => false,
            '\'' => begun.is_some() && next.is_some_and(is_of_word),
            _ => gram_of(c) == 0 && is_of_word(c),
        };
        if inside {
            begun.get_or_insert(at);
            continue;
        }
        if let Some(begun) = begun.take() {
            words.push(number(&plain[begun..at]));
        }
        if c != ' ' {
            words.push(Word::from(u32::from(c)));
        }
    }
    if let Some(begun) = begun {
        words.push(number(&plain[begun..]));
    }
    words
}

fn number(word: &str) -> Word {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    (hasher.finish() & (LONGER - 1)) | LONGER
}

/// A letter, a mark on one, or a digit.
fn is_of_word(c: char) -> bool {
    const OF_WORDS: GeneralCategoryGroup = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Mark)
        .union(GeneralCategoryGroup::Number);
    let categories = const { CodePointMapData::<GeneralCategory>::new() };
    OF_WORDS.contains(categories.get(c))
}

/// How many letters of its script make a short gram, where no blanks part the words: two of those that mean something
/// by themselves or stand for a syllable (Han, Kana), three of those that spell (Thai, Lao, Burmese, Khmer). None for
/// all other characters.
fn gram_of(c: char) -> usize {
    match c {
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{a9e0}'..='\u{a9ff}'
        | '\u{aa60}'..='\u{aa7f}' => 3,
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => 2,
        _ => 0,
    }
}

/// The grams of a text, each once, in the order of their numbers.
#[derive(Debug)]
pub(super) struct Grams {
    pub numbers: Vec<u64>,
    /// To how many grams one word can belong: a change of one word changes no more than these.
    pub reach: u8,
}

/// The grams of these words, short and long: of a word that stands apart, the word, and it with the next; of letters that
/// stand side by side without blanks, each with those that follow, as many as [`gram_of`] says and twice as many. The
/// short ones find a text of few words, the long ones are rare also where all texts are made of the same words.
pub(super) fn grams(words: &[Word]) -> Grams {
    let mut reach = 1;
    let mut numbers: Vec<u64> = Vec::with_capacity(2 * words.len());
    for (at, word) in words.iter().enumerate() {
        let short = gram_of_word(*word);
        let long = if short == 0 { 2 } else { 2 * short };
        reach = reach.max(short.max(1) + long);
        let mut gram = mix(*word);
        let follow = words[at + 1..].iter();
        let mut length = 1;
        for next in follow.take(long - 1) {
            if short > 0 && gram_of_word(*next) == 0 {
                break;
            }
            if length == short.max(1) {
                numbers.push(gram | SHORT);
            }
            gram = mix(gram ^ next.rotate_left(17));
            length += 1;
        }
        numbers.push(if length > short.max(1) {
            gram & !SHORT
        } else {
            gram | SHORT
        });
    }
    numbers.sort_unstable();
    numbers.dedup();
    let reach = u8::try_from(reach).unwrap_or(u8::MAX);
    Grams { numbers, reach }
}

/// Set in the number of a short gram.
const SHORT: u64 = 1;

pub(super) fn is_short(gram: u64) -> bool {
    gram & SHORT == SHORT
}

fn gram_of_word(word: Word) -> usize {
    u32::try_from(word)
        .ok()
        .and_then(char::from_u32)
        .map_or(0, gram_of)
}

/// Spreads a number over all 64 bits. Source: the last step of `MurmurHash3`, 64 bits (Appleby, 2011).
pub(super) fn mix(mut number: u64) -> u64 {
    number ^= number >> 33;
    number = number.wrapping_mul(0xff51_afd7_ed55_8ccd);
    number ^= number >> 33;
    number = number.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    number ^ (number >> 33)
}
