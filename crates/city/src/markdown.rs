//! What a guide may be written in: Markdown with tables and the alerts `[!WARNING]` and `[!CAUTION]`, and of it only what
//! reads well on a page of the city. No HTML, no pictures, no headings of the first level, no links but those that
//! [`Link`] knows.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::guides::Link;
use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::finding::What;

/// How deep lists and quotations may lie in one another.
const DEEPEST: usize = 8;
const ROWS_MAX: usize = 50;
const COLUMNS_MAX: usize = 10;

/// The events of a text, each with the bytes it stands on.
pub fn read(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Everything in a text that a guide may not have, each with where it begins.
pub(crate) fn faults(text: &str) -> Vec<(usize, What)> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut rows = 0;
    for (event, Range { start, .. }) in read(text) {
        let what = match event {
            Event::Html(_) | Event::InlineHtml(_) => Some(What::NotMarkdown("HTML")),
            Event::Start(Tag::Image { .. }) => Some(What::NotMarkdown("a picture")),
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => Some(What::NotMarkdown("a heading of the first level")),
            Event::Start(Tag::Link { dest_url, .. }) if Link::parse(&dest_url).is_none() => {
                Some(What::NotALink(dest_url.into_string()))
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) if depth == DEEPEST => {
                // What lies deeper still is no news.
                found.push((start, What::TooDeep(DEEPEST)));
                return found;
            }
            Event::Start(Tag::BlockQuote(Some(
                BlockQuoteKind::Note | BlockQuoteKind::Tip | BlockQuoteKind::Important,
            ))) => {
                depth += 1;
                Some(What::NotMarkdown("an alert other than WARNING and CAUTION"))
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => {
                depth += 1;
                None
            }
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => {
                depth -= 1;
                None
            }
            Event::Start(Tag::Table(columns)) => {
                rows = 0;
                too_large(columns.len() > COLUMNS_MAX)
            }
            Event::Start(Tag::TableRow) => {
                rows += 1;
                too_large(rows == ROWS_MAX + 1)
            }
            _ => None,
        };
        found.extend(what.map(|what| (start, what)));
    }
    found
}

fn too_large(is: bool) -> Option<What> {
    is.then_some(What::TooLarge {
        rows: ROWS_MAX,
        columns: COLUMNS_MAX,
    })
}

/// The links of a text, each with where it begins.
pub fn links(text: &str) -> impl Iterator<Item = (usize, Link)> {
    read(text).filter_map(|(event, at)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((at.start, Link::parse(&dest_url)?)),
        _ => None,
    })
}

/// The levels of the headings of a text, in their order.
pub(crate) fn headings(text: &str) -> Vec<String> {
    let level = |(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level.to_string()),
        _ => None,
    };
    read(text).filter_map(level).collect()
}

/// The numbers that a text tells, however its language writes them: with its thousands parted or not, in ten thousands.
/// What stands before a month is left out, for other languages call that by its name.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).filter(|c| c.is_ascii_digit());
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < chars.len() {
        let mut number = String::new();
        // Digits since the last mark that parts thousands.
        let mut since = 0;
        while let Some(c) = digit(at) {
            number.push(*c);
            since += 1;
            at += 1;
            let is_mark = matches!(
                chars.get(at),
                Some(',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
            );
            let three = (1..=3).all(|n| digit(at + n).is_some()) && digit(at + 4).is_none();
            let parts = if number.len() == since {
                since <= 3
            } else {
                since == 3
            };
            if is_mark && three && parts {
                since = 0;
                at += 1;
            }
        }
        // A whole hour: what is 24:00 here is 24时 elsewhere.
        let is_whole = digit(at + 3).is_none() && (1..=2).all(|n| digit(at + n) == Some(&'0'));
        if !number.is_empty() && chars.get(at) == Some(&':') && is_whole {
            at += 3;
        }
        match (number.is_empty(), chars.get(at)) {
            (true, _) => at += 1,
            (_, Some('月' | '월')) => {}
            (_, Some('万' | '萬' | '만')) => {
                found.insert(number + "0000");
            }
            (..) => {
                found.insert(number);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_in_every_language_that_tells_them() {
        for (texts, numbers) in [
            (
                &["2000元", "2,000 yuan", "2 000 юаней", "2\u{a0}000 юаней"][..],
                "2000",
            ),
            (&["2万元", "20,000 yuan", "2만 위안", "20 000 юаней"], "20000"),
            (
                &["2026年12月31日", "31 December 2026", "2026년 12월 31일"],
                "2026 31",
            ),
            (&["110、119", "110, 119", "110 и 119"], "110 119"),
            (&["24小时内", "within 24 hours"], "24"),
            (&["24时前", "by 24:00"], "24"),
            (&["9:30", "9:30"], "9 30"),
            (&["3个月", "3 months", "3개월"], "3"),
            (&["1,234,567", "1 234 567", "1234567"], "1234567"),
        ] {
            for text in texts {
                let expected: BTreeSet<String> = numbers.split(' ').map(str::to_owned).collect();
                assert_eq!(super::numbers(text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_hostile_text_is_read_to_its_end_and_found_to_be_one() {
        let deep = "> ".repeat(32_000);
        let lists = (0..250).flat_map(|n| ["  ".repeat(n), "- x\n".to_owned()]);
        let lists = lists.collect::<String>();
        let table = format!("|{}\n|{}\n", "a|".repeat(300), "-|".repeat(300)) + &"|x".repeat(300).repeat(60);
        let brackets = "[".repeat(60_000);
        let marks = "*a_ ".repeat(16_000);
        for (text, found) in [
            (deep, true),
            (lists, true),
            (table, true),
            (brackets, false),
            (marks, false),
        ] {
            let begins = text.chars().take(8).collect::<String>();
            assert_eq!(!faults(&text).is_empty(), found, "{begins}");
        }
    }
}
