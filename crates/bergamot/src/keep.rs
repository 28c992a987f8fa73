//! What a translation keeps as it is: links, e-mail addresses, reference numbers, numbers.

use std::ops::Range;

/// Something that must come out as it went in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub range: Range<usize>,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Letter for letter.
    Exact,
    /// Its digits; languages write separators otherwise.
    Number,
}

/// Marks that end a sentence or a clause rather than a link.
const AFTER: [char; 14] = [
    '.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '”', '’', '»', '>',
];
const BEFORE: [char; 9] = ['(', '[', '"', '\'', '“', '‘', '«', '<', '¿'];

/// Everything to be kept in a text, in order.
pub(crate) fn kept(text: &str) -> Vec<Kept> {
    let mut found = Vec::new();
    let mut at = 0;
    // Text without blanks between its words goes on right after a link or a number, so only what a link may hold is
    // taken for a word.
    while at < text.len() {
        let rest = &text[at..];
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
        let range = start..start + trimmed.len();
        if is_link(trimmed) || is_address(trimmed) || is_reference(trimmed) {
            found.push(Kept {
                range,
                what: What::Exact,
            });
        } else {
            found.extend(numbers(trimmed).map(|number| Kept {
                range: start + number.start..start + number.end,
                what: What::Number,
            }));
        }
        at += length;
    }
    found
}

/// Whether a link, an address or a number may hold that letter.
fn may_be_part(letter: char) -> bool {
    letter.is_ascii_graphic() || matches!(letter, '“' | '”' | '‘' | '’' | '«' | '»' | '¿')
}

fn is_link(word: &str) -> bool {
    let after = |prefix: &str| {
        word.get(..prefix.len())
            .filter(|begins| begins.eq_ignore_ascii_case(prefix))
            .is_some_and(|_| word.len() > prefix.len() + 3)
    };
    after("http://") || after("https://") || after("www.")
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && !host.contains('@')
            && host.split('.').count() > 1
            && host.split('.').all(|part| !part.is_empty())
    })
}

/// Digits and capital letters, maybe with hyphens or slashes between: `ME54-V8KV`, `CZ3902`, `2021-17/B`.
fn is_reference(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let all = |byte: u8| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/' | b'_' | b'#')
    };
    digits > 0 && capitals > 0 && digits + capitals >= 3 && word.bytes().all(all)
}

/// Numbers, with what parts their digits: `1,234.50`, `9:30`, `12345-6789`.
fn numbers(word: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = word.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            let parts = matches!(byte, b'.' | b',' | b':' | b'-')
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !byte.is_ascii_digit() && !parts {
                break;
            }
            end += 1;
        }
        at = end;
        Some(start..end)
    })
}

/// The first number of a text.
pub(crate) fn first_number(text: &str) -> Option<Range<usize>> {
    numbers(text).next()
}

/// The digits of a text alone.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Where what is to be kept stands in a translation that has it, searching from the beginning.
pub(crate) fn find(kept: &str, what: What, translation: &str) -> Option<Range<usize>> {
    match what {
        What::Exact => translation.find(kept).map(|at| at..at + kept.len()),
        What::Number => {
            let wanted = digits(kept);
            let mut at = 0;
            while let Some(start) = translation[at..].find(|letter: char| letter.is_ascii_digit()) {
                let start = at + start;
                let mut end = start;
                let mut have = String::new();
                // A number's parts may be parted by anything short: `9h30`, `1 234`.
                for (offset, letter) in translation[start..].char_indices() {
                    if letter.is_ascii_digit() {
                        have.push(letter);
                        end = start + offset + 1;
                    } else if start + offset >= end + 4 {
                        break;
                    }
                    if have.len() >= wanted.len() {
                        break;
                    }
                }
                let more = translation[end..].starts_with(|letter: char| letter.is_ascii_digit());
                if have == wanted && !more {
                    return Some(start..end);
                }
                let run = translation[start..].find(|letter: char| !letter.is_ascii_digit());
                at = run.map_or(translation.len(), |run| start + run);
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        kept(text).into_iter().map(|kept| &text[kept.range]).collect()
    }

    #[test]
    fn links_addresses_references_and_numbers_are_kept() {
        assert_eq!(
            parts(
                "See https://example.org/a?b=1, write to (ana.b@example.com); case ME54-V8KV, 9:30, ¥1,234.50."
            ),
            [
                "https://example.org/a?b=1",
                "ana.b@example.com",
                "ME54-V8KV",
                "9:30",
                "1,234.50"
            ]
        );
        assert_eq!(
            parts("请看https://example.org/退款，电话0631-12345。"),
            ["https://example.org/", "0631-12345"]
        );
        assert_eq!(parts("NASA and 12345 and B2B and v2"), ["12345", "B2B", "2"]);
        assert_eq!(parts("no numbers @ all"), Vec::<&str>::new());
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        assert_eq!(find("9:30", What::Number, "às 9h30 de hoje"), Some(4..8));
        assert_eq!(find("1,234.50", What::Number, "R$ 1.234,50"), Some(3..11));
        assert_eq!(find("12", What::Number, "112 e 123"), None);
        assert_eq!(find("12", What::Number, "112 e 12"), Some(6..8));
        assert_eq!(find("5", What::Number, "cinco"), None);
    }
}
