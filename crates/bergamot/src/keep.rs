//! What a translation keeps as it is: links, addresses and the like, names in letters that the student has no pieces for, and
//! numbers with what they count.

use std::ops::Range;
use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use crate::exact::{AFTER, BEFORE, is_exact, may_be_part};
use crate::quantity::{Digits, Quantity, read};
use crate::split::needs_no_blank;
use crate::writing::Writing;

/// Something that must come out as it went in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub range: Range<usize>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// Letter for letter.
    Exact,
    /// The same signs, which belong to no word: at the beginning or end of a sentence they stay there.
    Signs,
    /// Its value; languages write it otherwise.
    Quantity(Box<Quantity>),
}

/// A placeholder is a name.
const PLACEHOLDER_MAX: usize = 60;

/// Everything to be kept in a text, in order. `lacks` says for which letters there are no pieces.
pub(crate) fn kept(text: &str, writing: &Writing, lacks: &dyn Fn(char) -> bool) -> Vec<Kept> {
    let words = exact_words(text);
    let mut found = Vec::new();
    let mut done = 0;
    for word in words.iter().map(Some).chain([None]) {
        let end = word.map_or(text.len(), |word| word.start);
        numbers(text, done, end, writing, &mut found);
        if let Some(word) = word {
            // A number may have read further: `12 C:\`.
            let start = found
                .last()
                .map_or(word.start, |last: &Kept| last.range.end.max(word.start));
            if start < word.end {
                found.push(Kept {
                    range: start..word.end,
                    what: What::Exact,
                });
            }
            done = word.end;
        }
    }
    with_foreign(text, found, lacks)
}

/// Of a text whose language is not asked for, the parts that are whole: links and the like, and the digits of numbers.
pub(crate) fn whole(text: &str) -> Vec<Range<usize>> {
    static PLAIN: LazyLock<Writing> = LazyLock::new(|| Writing::of("und"));
    let digits = |kept: Kept| match kept.what {
        What::Quantity(quantity) => quantity.core,
        What::Exact | What::Signs => kept.range,
    };
    kept(text, &PLAIN, &|_| false).into_iter().map(digits).collect()
}

/// Words that are kept letter for letter, without the marks around them.
fn exact_words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Text without blanks between its words goes on right after a link or a number, so only what a link may hold is
    // taken for a word.
    while at < text.len() {
        let rest = &text[at..];
        if let Some(length) = placeholder(rest) {
            found.push(at..at + length);
            at += length;
            continue;
        }
        let length = rest
            .find(|letter: char| !may_be_part(letter))
            .unwrap_or(rest.len());
        if length == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let word = &rest[..length];
        let trimmed = word.trim_start_matches(BEFORE);
        let start = at + (word.len() - trimmed.len());
        let trimmed = trimmed.trim_end_matches(AFTER);
        if is_exact(trimmed) {
            let mut end = start + trimmed.len();
            // A path that someone shortened.
            if trimmed.ends_with('\\') && text[end..].starts_with('…') {
                end += '…'.len_utf8();
            }
            found.push(start..end);
        }
        at += length;
    }
    found
}

/// The length of a placeholder in braces that a text begins with; blanks may be within.
fn placeholder(text: &str) -> Option<usize> {
    let (begin, end) = [("{{", "}}"), ("${", "}")]
        .into_iter()
        .find(|(begin, _)| text.starts_with(begin))?;
    let length = text.find(end)? + end.len();
    let inside = &text[begin.len()..length - end.len()];
    (length < PLACEHOLDER_MAX && !inside.contains(['\n', '{'])).then_some(length)
}

/// The numbers that begin between two places.
fn numbers(text: &str, from: usize, to: usize, writing: &Writing, found: &mut Vec<Kept>) {
    let mut done = from;
    let mut at = from;
    while let Some(next) = text
        .get(at..to)
        .and_then(|rest| rest.find(|letter: char| letter.is_ascii_digit()))
    {
        let (range, what, end) = match read(text, done, at + next, writing) {
            Digits::Exact(range) => (range.clone(), What::Exact, range.end),
            // What follows a number may be read with the next one: `5-10 %`.
            Digits::Quantity(range, quantity) => (range.clone(), What::Quantity(quantity), range.end),
        };
        found.push(Kept { range, what });
        done = end;
        at = end;
    }
}

/// With parts that there are no pieces for: a name in another script, a sign.
fn with_foreign(text: &str, found: Vec<Kept>, lacks: &dyn Fn(char) -> bool) -> Vec<Kept> {
    let mut all: Vec<Kept> = Vec::with_capacity(found.len());
    let mut known = found.into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        if let Some(next) = known.next_if(|next| next.range.start <= at) {
            at = next.range.end.max(at);
            join(text, &mut all, next);
            continue;
        }
        let limit = known.peek().map_or(text.len(), |next| next.range.start);
        let letter = text[at..].chars().next().unwrap_or(' ');
        let after = at + letter.len_utf8();
        if letter.is_ascii() || !lacks(letter) {
            at = after;
            continue;
        }
        let kept = match kind(letter) {
            Kind::Letter if needs_no_blank(letter) => {
                let of_it = |letter: &char| needs_no_blank(*letter) && is_letter(*letter) && lacks(*letter);
                Some((at..at + length_while(&text[at..limit], of_it), What::Exact))
            }
            Kind::Letter | Kind::Raised => {
                let of_word = |letter: &char| {
                    is_letter(*letter) && !needs_no_blank(*letter) || matches!(letter, '-' | '\'' | '’')
                };
                let from = all.last().map_or(0, |last| last.range.end);
                let before: usize = text[from..at]
                    .chars()
                    .rev()
                    .take_while(of_word)
                    .map(char::len_utf8)
                    .sum();
                Some((
                    at - before..at + length_while(&text[at..limit], of_word),
                    What::Exact,
                ))
            }
            Kind::Sign => {
                let of_it = |letter: &char| {
                    kind(*letter) == Kind::Sign || matches!(letter, '\u{200D}' | '\u{FE0F}' | '\u{20E3}')
                };
                Some((at..at + length_while(&text[at..limit], of_it), What::Signs))
            }
            Kind::Other => None,
        };
        let Some((range, what)) = kept else {
            at = after;
            continue;
        };
        at = range.end;
        join(text, &mut all, Kept { range, what });
    }
    for rest in known {
        join(text, &mut all, rest);
    }
    all
}

fn length_while(text: &str, of_it: impl FnMut(&char) -> bool) -> usize {
    text.chars().take_while(of_it).map(char::len_utf8).sum()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    /// Of a unit or a fraction: `m²`, `½`.
    Raised,
    /// Emoji, ticks, arrows, currencies.
    Sign,
    /// Punctuation and blanks, which each language has its own way with.
    Other,
}

fn kind(letter: char) -> Kind {
    use GeneralCategory as Category;
    match CodePointMapData::<Category>::new().get(letter) {
        Category::UppercaseLetter
        | Category::LowercaseLetter
        | Category::TitlecaseLetter
        | Category::ModifierLetter
        | Category::OtherLetter
        | Category::LetterNumber => Kind::Letter,
        Category::OtherSymbol
        | Category::MathSymbol
        | Category::CurrencySymbol
        | Category::ModifierSymbol => Kind::Sign,
        Category::OtherNumber => Kind::Raised,
        _ => Kind::Other,
    }
}

/// Whether a sign that the vocabulary writes otherwise is not the same any more; `…` and `...` are.
pub(crate) fn is_sign(letter: char) -> bool {
    matches!(kind(letter), Kind::Sign | Kind::Raised)
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        || CodePointMapData::<GeneralCategory>::new().get(letter) == GeneralCategory::NonspacingMark
}

/// One more; a name in several words and an address with its number are one.
fn join(text: &str, all: &mut Vec<Kept>, mut next: Kept) {
    let foreign = |kept: &Kept| kept.what == What::Exact && !text[kept.range.clone()].is_ascii();
    let is_money = |kept: &Kept| matches!(&kept.what, What::Quantity(quantity) if quantity.is_money());
    if foreign(&next) && text[..next.range.start].ends_with(['#', '@']) {
        next.range.start -= 1;
    }
    if let Some(last) = all.last_mut() {
        let between = &text[last.range.end.min(next.range.start)..next.range.start];
        let one_name = foreign(last) && foreign(&next) && matches!(between, "" | " " | "·" | "-" | "・");
        let apart = |kept: &Kept| is_money(kept) || is_signs(kept);
        let one_address =
            between.is_empty() && (foreign(last) || foreign(&next)) && !apart(last) && !apart(&next);
        if one_name || one_address {
            last.range.end = next.range.end;
            last.what = What::Exact;
            return;
        }
        next.range.start = next.range.start.max(last.range.end);
    }
    all.push(next);
}

fn is_signs(kept: &Kept) -> bool {
    kept.what == What::Signs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With Latin letters only.
    fn parts<'t>(text: &'t str, lang: &str) -> Vec<&'t str> {
        let lacks = |letter: char| {
            (letter > '\u{250}' || matches!(letter, '²' | '¾' | '½'))
                && !matches!(letter, '\u{2000}'..='\u{206F}')
        };
        let found = kept(text, &Writing::of(lang), &lacks);
        found.into_iter().map(|kept| &text[kept.range]).collect()
    }

    #[test]
    fn links_addresses_references_and_numbers_are_kept() {
        assert_eq!(
            parts(
                "See https://example.org/a?b=1, write to (ana.b@example.com); case ME54-V8KV, 9:30, ¥1,234.50.",
                "en"
            ),
            [
                "https://example.org/a?b=1",
                "ana.b@example.com",
                "ME54-V8KV",
                "9:30",
                "¥1,234.50"
            ]
        );
        assert_eq!(
            parts("请看https://example.org/退款，电话0631-12345。", "zh"),
            ["请看https://example.org/退款", "电话0631-12345"]
        );
        assert_eq!(
            parts("NASA and 12345 and B2B and v2", "en"),
            ["12345", "B2B", "v2"]
        );
        assert_eq!(parts("no numbers @ all", "en"), Vec::<&str>::new());
        assert_eq!(
            parts("10-15 people, 5–7 km, $5-10", "en"),
            ["10", "15", "5", "7 km", "$5", "10"]
        );
    }

    #[test]
    fn names_in_another_script_are_kept_whole() {
        assert_eq!(
            parts("My name is 王伟 and I live in 环翠区", "en"),
            ["王伟", "环翠区"]
        );
        assert_eq!(parts("I live at 世昌大道300号, Weihai", "en"), ["世昌大道300号"]);
        assert_eq!(parts("Иван Петров and Straße Ω", "en"), ["Иван Петров", "Ω"]);
        assert_eq!(
            parts("on 2022年10月3日 it cost 300元 or more", "en"),
            ["2022年10月3日", "300元"]
        );
        assert_eq!(parts("see #威海 now", "en"), ["#威海"]);
        assert_eq!(
            parts("happy 👍🏽 and ✔ done 2¾ cups of 10² m² or ½", "en"),
            ["👍🏽", "✔", "2¾", "10² m²", "½"]
        );
    }

    #[test]
    fn handles_placeholders_and_paths_are_kept_whole() {
        assert_eq!(
            parts(
                "Ask @weihai_help, {{ case_id }} of ${user}: %d, C:\\Users\\… or (www.weihai.gov.cn) mailto:a@b.cn, Sunny#Day-77.",
                "en"
            ),
            [
                "@weihai_help",
                "{{ case_id }}",
                "${user}",
                "%d",
                "C:\\Users\\…",
                "www.weihai.gov.cn",
                "mailto:a@b.cn",
                "Sunny#Day-77"
            ]
        );
    }
}
