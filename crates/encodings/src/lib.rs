//! Which encoding a file of text is in. Spreadsheets write Unicode only when asked, and no file says what its bytes are.
//!
//! A mark at its beginning says it, and UTF-8 shows itself. Anything else has to be told from what its bytes spell: each
//! encoding of [`KNOWN`] is tried, and one in which they spell words ([`spelling`]) is possible. If one is, it is that. If
//! several are, the detector that browsers have must choose the same one for all words and for each half of them: three names
//! are no evidence when one of them would have decided otherwise. What stays open is not guessed:
//! [`NotRead::Unclear`] has each reading, for a person to choose from.
//!
//! Never here: tables, separators, files. To add an encoding: its line in [`KNOWN`], and names in it in the tests.

mod spelling;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GB18030, GBK, IBM866, ISO_8859_5, KOI8_U, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE,
    UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_USER_DEFINED,
};

use crate::spelling::{Letters, spells};

/// What a file without a mark may be in, besides UTF-8, and the letters that it is for.
const KNOWN: [(&encoding_rs::Encoding, Letters); 18] = [
    (GB18030, Letters::Simplified),
    (BIG5, Letters::Traditional),
    (SHIFT_JIS, Letters::ShiftJis),
    (EUC_JP, Letters::EucJp),
    (EUC_KR, Letters::Korean),
    (WINDOWS_1251, Letters::Cyrillic),
    (KOI8_U, Letters::Cyrillic),
    (IBM866, Letters::Cyrillic),
    (ISO_8859_5, Letters::Cyrillic),
    (WINDOWS_1252, Letters::Latin),
    (WINDOWS_1250, Letters::Latin),
    (WINDOWS_1254, Letters::Latin),
    (WINDOWS_1257, Letters::Latin),
    (WINDOWS_1258, Letters::Latin),
    (WINDOWS_1253, Letters::Greek),
    (WINDOWS_1255, Letters::Hebrew),
    (WINDOWS_1256, Letters::Arabic),
    (WINDOWS_874, Letters::Thai),
];

/// What of a file is looked at: so many different words beyond ASCII, none longer than so many bytes.
const MOST: usize = 4000;
const LONGEST: usize = 1000;
/// Fewer words than so many have no halves to speak of.
const ENOUGH: usize = 4;

/// An encoding that a file may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// No encoding is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no such encoding; there are UTF-8, GB18030, Big5, Shift_JIS, EUC-KR, windows-1251 and others"
)]
pub struct NotAnEncoding;

impl Encoding {
    /// As the Encoding Standard has it: `UTF-8`, `GB18030`.
    pub fn name(self) -> &'static str {
        if self.0 == GB18030 {
            "GB18030"
        } else {
            self.0.name()
        }
    }

    /// What it is for, of those that are told apart here.
    fn letters(self) -> Option<Letters> {
        let known = KNOWN.iter().find(|(known, _)| *known == self.0);
        known.map(|(_, letters)| *letters)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Encoding {
    type Err = NotAnEncoding;

    /// One of the names that the Encoding Standard has for it, or the code page of Windows.
    fn from_str(name: &str) -> Result<Self, NotAnEncoding> {
        let pages = [
            ("cp932", SHIFT_JIS),
            ("cp936", GB18030),
            ("cp949", EUC_KR),
            ("uhc", EUC_KR),
            ("cp950", BIG5),
            ("cp65001", UTF_8),
        ];
        let page = pages
            .iter()
            .find(|(page, _)| page.eq_ignore_ascii_case(name.trim()));
        let found = page.map_or_else(
            || encoding_rs::Encoding::for_label(name.as_bytes()),
            |(_, page)| Some(*page),
        );
        // Two that the standard has for browsers only.
        let found = found.filter(|found| ![REPLACEMENT, X_USER_DEFINED].contains(found));
        // What is called GBK or GB2312 is GB18030 with fewer letters.
        let found = found.map(|found| if found == GBK { GB18030 } else { found });
        found.map(Self).ok_or(NotAnEncoding)
    }
}

/// A text, and what it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'b> {
    pub text: Cow<'b, str>,
    pub encoding: Encoding,
}

/// A way to read what can be read in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub encoding: Encoding,
    /// Some of its words, read so.
    pub sample: String,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.encoding, self.sample)
    }
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("it is not text in any encoding that is known")]
    NotText,
    #[error("it is not text in {0}")]
    NotIn(Encoding),
    /// The likeliest comes first; of one that is alone even that is doubtful.
    #[error("its bytes do not tell which encoding it is in; it may be {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Unclear(Vec<Reading>),
}

/// The text of a file: in the encoding of its mark, else in `named`, else in what its bytes tell. What is UTF-8, and spells
/// no words in the encoding that is named, is UTF-8: one name may be given for several files.
///
/// # Errors
/// [`NotRead`] when it is no text in that encoding, or when its bytes do not tell.
pub fn read(bytes: &[u8], named: Option<Encoding>) -> Result<Text<'_>, NotRead> {
    if let Some((marked, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let marked = Encoding(marked);
        return whole(marked, &bytes[mark..]).ok_or(NotRead::NotIn(marked));
    }
    let unicode = whole(Encoding(UTF_8), bytes);
    match (named, unicode) {
        (None, Some(text)) => Ok(text),
        (None, None) => told(bytes),
        (Some(named), Some(text)) if !bytes.is_ascii() && is_not_in(named, bytes) => Ok(text),
        (Some(named), _) => whole(named, bytes).ok_or(NotRead::NotIn(named)),
    }
}

/// Whether its words show that a file is in another encoding than somebody says.
fn is_not_in(named: Encoding, bytes: &[u8]) -> bool {
    let letters = named.letters();
    letters.is_some_and(|letters| !spells(&words(bytes), named.0, letters))
}

/// The whole, if all of it is text.
fn whole(encoding: Encoding, bytes: &[u8]) -> Option<Text<'_>> {
    let text = encoding
        .0
        .decode_without_bom_handling_and_without_replacement(bytes)?;
    let is_unicode = [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding.0);
    let is_text = !text.contains('\0') && (is_unicode || !text.contains(is_control));
    is_text.then_some(Text { text, encoding })
}

/// What an old encoding has where it has no letter.
fn is_control(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
}

fn told(bytes: &[u8]) -> Result<Text<'_>, NotRead> {
    let words = words(bytes);
    let chosen = chosen(&words);
    // What the detector takes for likeliest comes first, whether it spells words or not.
    let rest = KNOWN.iter().map(|(known, _)| Encoding(known));
    let rest = rest.filter(|known| *known != chosen.whole);
    let mut possible: Vec<(Text<'_>, Option<Letters>)> = Vec::new();
    for encoding in std::iter::once(chosen.whole).chain(rest) {
        let letters = encoding.letters();
        let letters = letters.filter(|letters| spells(&words, encoding.0, *letters));
        if letters.is_none() && encoding != chosen.whole {
            continue;
        }
        // Several have the same letters in the same places.
        let text = whole(encoding, bytes);
        let text = text.filter(|text| possible.iter().all(|(other, _)| other.text != text.text));
        possible.extend(text.map(|text| (text, letters)));
    }
    let is_told = match &possible[..] {
        [] => return Err(NotRead::NotText),
        [(first, Some(letters)), rest @ ..] => {
            // Of letters with marks in European names there is too little to tell by.
            let is_alike =
                *letters == Letters::Latin && rest.iter().any(|(_, other)| other == &Some(*letters));
            first.encoding == chosen.whole && !is_alike && (rest.is_empty() || chosen.agree)
        }
        [(_, None), ..] => false,
    };
    if is_told {
        return Ok(possible.swap_remove(0).0);
    }
    let readings = possible.iter().map(|(text, _)| reading(text.encoding, &words));
    Err(NotRead::Unclear(readings.collect()))
}

/// Different words that are not ASCII.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    // None of these is a part of a letter in any encoding here.
    let parts = bytes.split(|byte| b"\r\n\t ,;\"".contains(byte));
    let mut seen = HashSet::new();
    let words = parts.filter(|word| word.len() <= LONGEST && !word.is_ascii());
    words.filter(|word| seen.insert(*word)).take(MOST).collect()
}

/// What the detector says.
struct Chosen {
    whole: Encoding,
    /// Both halves of the words say the same.
    agree: bool,
}

fn chosen(words: &[&[u8]]) -> Chosen {
    let of = |words: &mut dyn Iterator<Item = &&[u8]>| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        for word in words {
            detector.feed(word, false);
            detector.feed(b"\n", false);
        }
        detector.feed(b"", true);
        let chosen = detector.guess(None, Utf8Detection::Deny);
        Encoding(if chosen == GBK { GB18030 } else { chosen })
    };
    let whole = of(&mut words.iter());
    let halves = [0, 1].map(|from| of(&mut words.iter().skip(from).step_by(2)));
    Chosen {
        whole,
        agree: words.len() >= ENOUGH && halves == [whole; 2],
    }
}

/// The first words as an encoding spells them.
fn reading(encoding: Encoding, words: &[&[u8]]) -> Reading {
    const FEW: usize = 3;
    const LETTERS: usize = 24;
    let read = |word: &&[u8]| {
        let (text, _) = encoding.0.decode_without_bom_handling(word);
        let seen = text.chars().filter(|c| !c.is_control());
        let mut short: String = seen.take(LETTERS).collect();
        if text.chars().nth(LETTERS).is_some() {
            short.push('…');
        }
        short
    };
    let first: Vec<String> = words.iter().take(FEW).map(read).collect();
    Reading {
        encoding,
        sample: first.join(" "),
    }
}
