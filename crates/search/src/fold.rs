//! What is written in several ways becomes one: compatible forms, case, accents, apostrophes, hyphens, digits of other
//! scripts, and Traditional Chinese.
//!
//! Texts and questions are folded by the same function, so that each finds the other. A folded character knows which bytes
//! of the text it stands for.

use std::sync::LazyLock;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{
    ComposingNormalizer, ComposingNormalizerBorrowed, DecomposingNormalizer, DecomposingNormalizerBorrowed,
};
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use crate::chinese::simplified;

const DECOMPOSE: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();
const COMPOSE: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
const CASE: CaseMapperBorrowed<'static> = CaseMapper::new();

/// A mark that makes another letter of its own: й is no и.
const BREVE: char = '\u{306}';

/// A character of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    pub is: char,
    /// The bytes of the text that it stands for.
    pub from: u32,
    pub to: u32,
}

/// A text of four gigabytes is cut there, so that places in it are short.
pub fn fold(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    let mut cluster = String::new();
    while let Some((at, first)) = chars.next() {
        let Ok(from) = u32::try_from(at) else { break };
        let mut end = at + first.len_utf8();
        let marked = chars.peek().is_some_and(|(_, next)| continues(first, *next));
        if !marked && let Some(is) = alone(first) {
            let Ok(to) = u32::try_from(end) else { break };
            folded.push(Folded { is, from, to });
            continue;
        }
        cluster.clear();
        cluster.push(first);
        while let Some((at, next)) = chars.next_if(|(_, next)| continues(first, *next)) {
            cluster.push(next);
            end = at + next.len_utf8();
        }
        let Ok(to) = u32::try_from(end) else { break };
        unfold(&cluster, |is| folded.push(Folded { is, from, to }));
    }
    folded
}

/// What nearly all characters are; the rest is looked up.
fn alone(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7F}' => Some(match c {
            '`' => '\'',
            _ => c.to_ascii_lowercase(),
        }),
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => Some(simplified(c)),
        // й, kana, syllables of Hangul, and the small letters of Russian.
        '\u{430}'..='\u{44F}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FC}'
        | '\u{AC00}'..='\u{D7A3}' => Some(c),
        _ => None,
    }
}

/// Whether a character belongs to the one before it, which is composed with it.
fn continues(first: char, next: char) -> bool {
    match next {
        // Before the marks, and scripts without any.
        '\0'..='\u{2FF}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}' | '\u{3400}'..='\u{D7A3}' => {
            false
        }
        '\u{1160}'..='\u{11FF}' => ('\u{1100}'..='\u{115F}').contains(&first),
        // The marks of voice in half the width.
        '\u{FF9E}' | '\u{FF9F}' => true,
        _ => first.is_alphanumeric() && is_mark(next),
    }
}

pub fn is_mark(c: char) -> bool {
    c >= '\u{300}'
        && matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
        )
}

fn unfold(cluster: &str, mut push: impl FnMut(char)) {
    let first = cluster.chars().next().unwrap_or_default();
    match first {
        // Apostrophes, before what they are compatible with takes them apart.
        '\u{B4}' | '\u{2B9}'..='\u{2BC}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{FF07}' => {
            push('\'');
        }
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{640}' => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => push('-'),
        _ => {
            let accented = bears_accents(first);
            let apart = DECOMPOSE.normalize(cluster);
            let apart = CASE.fold_string(&apart);
            let mut kept = String::with_capacity(apart.len());
            let mut before = '\0';
            for c in apart.chars() {
                if !accented || !is_mark(c) || (c == BREVE && before == 'и') {
                    kept.push(c);
                }
                before = c;
            }
            for c in COMPOSE.normalize(&kept).chars() {
                plain(c, &mut push);
            }
        }
    }
}

/// Scripts whose marks may be left out when one types. In the others they are vowels, or another letter.
fn bears_accents(c: char) -> bool {
    matches!(c, '\0'..='\u{77F}' | '\u{1D00}'..='\u{1FFF}' | '\u{2100}'..='\u{214F}' | '\u{A640}'..='\u{A7FF}'
        | '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{FF21}'..='\u{FF5A}')
}

/// Letters that Unicode does not take apart, and digits.
fn plain(c: char, push: &mut impl FnMut(char)) {
    let letters = match c {
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        // What a keyboard for Arabic leaves open.
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        _ => {
            push(digit(c).unwrap_or_else(|| simplified(c)));
            return;
        }
    };
    letters.chars().for_each(push);
}

/// A digit of the scripts that have their own.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 8] = ['٠', '۰', '०', '০', '๐', '໐', '၀', '០'];
    let zero = ZEROS
        .into_iter()
        .find(|zero| (*zero..=char::from_u32(u32::from(*zero) + 9).unwrap_or(*zero)).contains(&c))?;
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// A text as folded, for what is compared whole.
#[cfg(test)]
pub fn folded(text: &str) -> String {
    fold(text).iter().map(|folded| folded.is).collect()
}

/// The normalizers' data are ready from the start; the table of Chinese is made once.
pub fn warm() {
    LazyLock::force(&crate::chinese::TABLE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        for (written, is) in [
            ("Seán", "sean"),
            ("Sea\u{301}n", "sean"),
            ("ЁЛКА", "елка"),
            ("Й и\u{306}", "й й"),
            ("Straße", "strasse"),
            ("Ｗｅｉｈａｉ１２３", "weihai123"),
            ("ﾊﾟｽﾎﾟｰﾄ", "パスポート"),
            ("か\u{3099}", "が"),
            ("居留許可", "居留许可"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("O’Brien ʼ＇´`", "o'brien ''''"),
            ("a‑b—c−d", "a-b-c-d"),
            ("Łódź Ærø", "lodz aero"),
            ("٠١٢ ๓", "012 3"),
            ("İstanbul", "istanbul"),
            ("น้ำ", "น้ํา"),
            ("soft\u{AD}hyphen", "softhyphen"),
        ] {
            assert_eq!(folded(written), is, "{written}");
        }
    }

    #[test]
    fn a_folded_character_knows_where_it_stood() {
        let text = "xSea\u{301}ﬁ";
        let stood: Vec<&str> = fold(text)
            .iter()
            .map(|at| &text[at.from as usize..at.to as usize])
            .collect();
        assert_eq!(stood, ["x", "S", "e", "a\u{301}", "ﬁ", "ﬁ"]);
    }
}
