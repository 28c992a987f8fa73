//! Numbers as they stand in a cell.

use crate::read::error::quoted;

/// Why a cell is no number. Where it can be seen what was meant, the message has what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    #[error("{} is no number", quoted(.0))]
    Text(String),
    #[error("{} is infinite; write nothing where a value is missing", quoted(.0))]
    Infinite(String),
    #[error("{} is too large for a number", quoted(.0))]
    TooLarge(String),
    #[error("{} has separators between thousands; write {write}", quoted(.found))]
    Thousands { found: String, write: String },
    #[error("{} has a decimal comma; write {write}", quoted(.found))]
    DecimalComma { found: String, write: String },
    #[error("{} may be {} or {}; write one of them", quoted(.found), .either[0], .either[1])]
    Ambiguous { found: String, either: [String; 2] },
    #[error("{} has a percent sign; write {write}, and the unit in the metadata", quoted(.found))]
    Percent { found: String, write: String },
    #[error("{} has characters that are no ASCII digits; write {write}", quoted(.found))]
    Digits { found: String, write: String },
}

/// What stands for a missing value, in upper or lower case; see [`read`](super).
const MISSING: [&str; 14] = [
    "", "NA", "N/A", "#N/A", "N.A.", "NaN", "NULL", "-", "–", "—", ".", "..", "...", "…",
];

/// A cell without the white space around it, or nothing if it stands for a missing value.
pub(super) fn present(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let is_missing = cell.len() <= 4 && MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(cell));
    (!is_missing).then_some(cell)
}

/// A number, or nothing for a missing value.
pub(super) fn number(cell: &str) -> Result<Option<f64>, NumberError> {
    let Some(cell) = present(cell) else {
        return Ok(None);
    };
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if cell.bytes().all(is_plain)
        && let Ok(number) = cell.parse::<f64>()
    {
        return if number.is_finite() {
            Ok(Some(number))
        } else {
            Err(NumberError::TooLarge(cell.to_owned()))
        };
    }
    Err(why_not(cell))
}

fn why_not(cell: &str) -> NumberError {
    let found = || cell.to_owned();
    // Nobody means a number by that, and messages stay short.
    if cell.chars().nth(40).is_some() {
        return NumberError::Text(found());
    }
    let word = cell.trim_start_matches(['+', '-']).to_ascii_lowercase();
    if ["inf", "infinity", "∞"].contains(&word.as_str()) {
        return NumberError::Infinite(found());
    }
    if let Some(rest) = cell.strip_suffix(['%', '％']).map(str::trim_end) {
        return match number(rest) {
            Ok(Some(_)) => NumberError::Percent {
                found: found(),
                write: rest.to_owned(),
            },
            Ok(None) => NumberError::Text(found()),
            Err(why) => match meant(rest) {
                Some(Meant::Number(write) | Meant::Thousands(write) | Meant::DecimalComma(write)) => {
                    NumberError::Percent {
                        found: found(),
                        write,
                    }
                }
                Some(Meant::Either(either)) => NumberError::Ambiguous {
                    found: found(),
                    either,
                },
                None => match why {
                    NumberError::Infinite(_) => NumberError::Infinite(found()),
                    _ => NumberError::Text(found()),
                },
            },
        };
    }
    match meant(cell) {
        None => NumberError::Text(found()),
        Some(Meant::Number(write)) => NumberError::Digits {
            found: found(),
            write,
        },
        Some(Meant::Thousands(write)) => NumberError::Thousands {
            found: found(),
            write,
        },
        Some(Meant::DecimalComma(write)) => NumberError::DecimalComma {
            found: found(),
            write,
        },
        Some(Meant::Either(either)) => NumberError::Ambiguous {
            found: found(),
            either,
        },
    }
}

/// What somebody meant, as it should be written.
enum Meant {
    Number(String),
    Thousands(String),
    DecimalComma(String),
    /// 1,234 is a thousand here and a little more than one there.
    Either([String; 2]),
}

fn meant(cell: &str) -> Option<Meant> {
    let ascii: String = cell.chars().map(plain).collect();
    let (sign, rest) = match ascii.strip_prefix(['-', '+']) {
        Some(rest) => (if ascii.starts_with('-') { "-" } else { "" }, rest.trim_start()),
        None => ("", ascii.as_str()),
    };
    let (digits, exponent) = match rest.find(['e', 'E']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let marks: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let parts: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let (last, groups) = parts.split_last()?;
    let write = |whole: &[&str], fraction: Option<&str>| {
        let point = if fraction.is_some() { "." } else { "" };
        let whole = whole.concat();
        let zero = if whole.is_empty() { "0" } else { "" };
        let text = format!(
            "{sign}{zero}{whole}{point}{}{exponent}",
            fraction.unwrap_or_default()
        );
        text.parse::<f64>().is_ok_and(f64::is_finite).then_some(text)
    };
    let Some((final_mark, marks)) = marks.split_last() else {
        return write(&parts, None).map(Meant::Number);
    };
    let Some(mark) = marks.first() else {
        // One mark only.
        let is_thousand = are_thousands(&parts, *final_mark);
        return match final_mark {
            ',' if is_thousand => Some(Meant::Either([write(&parts, None)?, write(groups, Some(last))?])),
            ',' if !last.is_empty() => write(groups, Some(last)).map(Meant::DecimalComma),
            '.' => write(groups, Some(last)).map(Meant::Number),
            ' ' | '\'' if is_thousand => write(&parts, None).map(Meant::Thousands),
            _ => None,
        };
    };
    if marks.iter().any(|other| other != mark) {
        return None;
    }
    if mark == final_mark {
        let thousands = are_thousands(&parts, *mark).then(|| write(&parts, None));
        return thousands.flatten().map(Meant::Thousands);
    }
    let is_number = [',', '.'].contains(final_mark) && are_thousands(groups, *mark) && !last.is_empty();
    let thousands = is_number.then(|| write(groups, Some(last)));
    thousands.flatten().map(Meant::Thousands)
}

/// Groups of three digits after one to three; with commas those of India, too: 12,34,567.
fn are_thousands(groups: &[&str], mark: char) -> bool {
    let Some(([first, between @ ..], last)) = groups.split_last().map(|(last, rest)| (rest, last)) else {
        return false;
    };
    [',', '.', ' ', '\''].contains(&mark)
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && last.len() == 3
        && between
            .iter()
            .all(|group| group.len() == 3 || (mark == ',' && group.len() == 2))
}

/// Full-width and typographic characters as those that numbers are written with.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        '．' => '.',
        '，' => ',',
        '－' | '−' | '–' => '-',
        '＋' => '+',
        '’' | '＇' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(cell: &str) -> String {
        number(cell).unwrap_err().to_string()
    }

    #[test]
    fn plain_numbers_are_read() {
        for (cell, expected) in [
            ("1", 1.0),
            (" -0.5 ", -0.5),
            ("+2e3", 2000.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("\u{a0}7\u{3000}", 7.0),
            ("1.234", 1.234),
        ] {
            assert_eq!(number(cell), Ok(Some(expected)), "{cell}");
        }
    }

    #[test]
    fn missing_values_are_known() {
        for cell in MISSING.iter().chain(&["na", "nan", "  ", "n/a", "Null"]) {
            assert_eq!(number(cell), Ok(None), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_says_what_to_write() {
        for (cell, expected) in [
            ("abc", "\"abc\" is no number"),
            ("1 2", "\"1 2\" is no number"),
            ("1e", "\"1e\" is no number"),
            (
                "inf",
                "\"inf\" is infinite; write nothing where a value is missing",
            ),
            (
                "-Infinity",
                "\"-Infinity\" is infinite; write nothing where a value is missing",
            ),
            ("1e999", "\"1e999\" is too large for a number"),
            (
                "1,234.5",
                "\"1,234.5\" has separators between thousands; write 1234.5",
            ),
            (
                "1 234,5",
                "\"1 234,5\" has separators between thousands; write 1234.5",
            ),
            (
                "1.234,5",
                "\"1.234,5\" has separators between thousands; write 1234.5",
            ),
            ("1'234", "\"1'234\" has separators between thousands; write 1234"),
            (
                "-1.234.567",
                "\"-1.234.567\" has separators between thousands; write -1234567",
            ),
            (
                "12,34,567",
                "\"12,34,567\" has separators between thousands; write 1234567",
            ),
            ("1,234", "\"1,234\" may be 1234 or 1.234; write one of them"),
            ("12,5", "\"12,5\" has a decimal comma; write 12.5"),
            ("0,125", "\"0,125\" has a decimal comma; write 0.125"),
            (",5", "\",5\" has a decimal comma; write 0.5"),
            (
                "12 %",
                "\"12 %\" has a percent sign; write 12, and the unit in the metadata",
            ),
            (
                "1,5%",
                "\"1,5%\" has a percent sign; write 1.5, and the unit in the metadata",
            ),
            ("％", "\"％\" is no number"),
            (
                "１２",
                "\"１２\" has characters that are no ASCII digits; write 12",
            ),
            ("−5", "\"−5\" has characters that are no ASCII digits; write -5"),
            ("1,2,3", "\"1,2,3\" is no number"),
            ("5,", "\"5,\" is no number"),
            ("2018-01-01", "\"2018-01-01\" is no number"),
        ] {
            assert_eq!(message(cell), expected);
        }
        let long = "x".repeat(100_000);
        assert!(message(&long).len() < 100);
    }
}
