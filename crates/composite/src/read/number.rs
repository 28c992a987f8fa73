//! Numbers as they stand in a cell.

use std::fmt;
use std::str::FromStr;

use crate::read::error::quoted;

/// Which mark stands before decimals; the other one parts thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// 1,234.5
    DecimalPoint,
    /// 1.234,5
    DecimalComma,
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DecimalPoint => "decimal-point",
            Self::DecimalComma => "decimal-comma",
        })
    }
}

/// Numbers are not written so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are decimal-point and decimal-comma")]
pub struct NotNumbers;

impl FromStr for Numbers {
    type Err = NotNumbers;

    fn from_str(text: &str) -> Result<Self, NotNumbers> {
        let all = [Self::DecimalPoint, Self::DecimalComma];
        all.into_iter()
            .find(|one| one.to_string() == text)
            .ok_or(NotNumbers)
    }
}

/// Why a cell is no number. Where it can be seen what was meant, the message has what to write.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    #[error("{} is no number", quoted(.0))]
    Text(String),
    #[error("{} is infinite; write nothing where a value is missing", quoted(.0))]
    Infinite(String),
    #[error("{} is too large for a number", quoted(.0))]
    TooLarge(String),
    /// Neither another cell of its column nor the rest of its table tells.
    #[error(
        "{} is {point} with a decimal point and {comma} with a decimal comma, and no other cell tells which it is",
        quoted(.found)
    )]
    Ambiguous { found: String, point: f64, comma: f64 },
    #[error("{} has {}, but {} in row {row} has {}", quoted(.found), mark(*.has), quoted(.other), mark(has.other()))]
    Mixed {
        found: String,
        has: Numbers,
        /// What says otherwise, and where it stands.
        other: String,
        row: u64,
    },
    #[error("{} has a percent sign; write {write}, and the unit in the metadata", quoted(.found))]
    Percent { found: String, write: String },
}

impl Numbers {
    fn other(self) -> Self {
        match self {
            Self::DecimalPoint => Self::DecimalComma,
            Self::DecimalComma => Self::DecimalPoint,
        }
    }
}

fn mark(numbers: Numbers) -> &'static str {
    match numbers {
        Numbers::DecimalPoint => "a decimal point",
        Numbers::DecimalComma => "a decimal comma",
    }
}

/// What stands for a missing value, in upper or lower case; see [`read`](super).
const MISSING: [&str; 14] = [
    "", "NA", "N/A", "#N/A", "N.A.", "NaN", "NULL", "-", "–", "—", ".", "..", "...", "…",
];

/// Whether a cell of numbers stands for a missing one.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() <= 4 && MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(cell))
}

/// A cell of text without the white space around it, or nothing if it is empty: `NA` is a name.
pub(super) fn text(cell: &str) -> Option<&str> {
    Some(cell.trim()).filter(|cell| !cell.is_empty())
}

/// A number that has one meaning only, such as a level; nothing for a missing value and for what is none.
pub(super) fn plain(cell: &str) -> Option<f64> {
    let number: f64 = fold(cell.trim()).parse().ok()?;
    number.is_finite().then_some(number)
}

/// A number, and what its marks say of all numbers around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    Missing,
    /// Nothing. `ungrouped` has five digits or more, and nothing between thousands.
    Whole {
        value: f64,
        ungrouped: bool,
    },
    /// It can be read in one way only.
    Told {
        value: f64,
        numbers: Numbers,
    },
    /// 1.234 or 1,234: this with the mark between thousands, a thousandth of it before decimals.
    Either {
        thousands: f64,
        point: bool,
    },
}

/// Reads a cell of a column of numbers.
pub(super) fn cell(cell: &str) -> Result<Cell, NumberError> {
    if is_missing(cell) {
        return Ok(Cell::Missing);
    }
    let cell = cell.trim();
    if let Some(found) = ascii(cell)? {
        return Ok(found);
    }
    // Nobody means a number by that, and messages stay short.
    if cell.chars().nth(40).is_some() {
        return Err(NumberError::Text(cell.to_owned()));
    }
    let folded = fold(cell);
    let found = ascii(&folded)?.or_else(|| marked(&folded));
    found.ok_or_else(|| why_not(cell, &folded))
}

/// A number that machines write.
fn ascii(cell: &str) -> Result<Option<Cell>, NumberError> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    let value = if cell.bytes().all(is_plain) {
        cell.parse::<f64>().ok()
    } else {
        None
    };
    let Some(value) = value else { return Ok(None) };
    if !value.is_finite() {
        return Err(NumberError::TooLarge(cell.to_owned()));
    }
    let digits = cell.trim_start_matches(['+', '-']);
    Ok(Some(match digits.split_once('.') {
        None => Cell::Whole {
            value,
            ungrouped: digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit()),
        },
        Some((whole, fraction)) if are_thousands(&[whole, fraction], '.') => Cell::Either {
            thousands: (value * 1000.0).round(),
            point: true,
        },
        Some(_) => Cell::Told {
            value,
            numbers: Numbers::DecimalPoint,
        },
    }))
}

/// A number that people write, with a comma or with marks between thousands.
fn marked(cell: &str) -> Option<Cell> {
    use Numbers::{DecimalComma, DecimalPoint};
    let (sign, rest) = match cell.strip_prefix(['-', '+']) {
        Some(rest) => (if cell.starts_with('-') { "-" } else { "" }, rest.trim_start()),
        None => ("", cell),
    };
    let (digits, exponent) = match rest.find(['e', 'E']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let marks: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let parts: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let (last, groups) = parts.split_last()?;
    let value = |whole: &[&str], fraction: &str| {
        let whole = whole.concat();
        let zero = if whole.is_empty() { "0" } else { "" };
        let text = format!("{sign}{zero}{whole}.{fraction}{exponent}");
        text.parse::<f64>().ok().filter(|value| value.is_finite())
    };
    let told = |value: Option<f64>, numbers| value.map(|value| Cell::Told { value, numbers });
    let (final_mark, before) = marks.split_last()?;
    let all_thousands = are_thousands(&parts, *final_mark);
    match (before.first(), final_mark) {
        (None, ',') if all_thousands && exponent.is_empty() => Some(Cell::Either {
            thousands: value(&parts, "")?,
            point: false,
        }),
        (None, ',') if !last.is_empty() => told(value(groups, last), DecimalComma),
        (None, _) if *final_mark != '.' && all_thousands => Some(Cell::Whole {
            value: value(&parts, "")?,
            ungrouped: false,
        }),
        (Some(mark), _) if before.iter().any(|other| other != mark) => None,
        (Some(mark), _) if mark == final_mark => {
            let value = value(&parts, "").filter(|_| all_thousands);
            match mark {
                ',' => told(value, DecimalPoint),
                '.' => told(value, DecimalComma),
                _ => value.map(|value| Cell::Whole {
                    value,
                    ungrouped: false,
                }),
            }
        }
        (Some(mark), ',' | '.') if are_thousands(groups, *mark) && !last.is_empty() => {
            let numbers = if *final_mark == ',' {
                DecimalComma
            } else {
                DecimalPoint
            };
            told(value(groups, last), numbers)
        }
        _ => None,
    }
}

/// Groups of three digits after one to three; with commas those of India, too: 12,34,567.
fn are_thousands(groups: &[&str], mark: char) -> bool {
    let Some(([first, between @ ..], last)) = groups.split_last().map(|(last, rest)| (rest, last)) else {
        return false;
    };
    let are_digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    [',', '.', ' ', '\''].contains(&mark)
        && groups.iter().all(are_digits)
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && last.len() == 3
        && between
            .iter()
            .all(|group| group.len() == 3 || (mark == ',' && group.len() == 2))
}

/// Full-width and typographic characters as those that numbers are written with.
fn fold(cell: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        '．' => '.',
        '，' => ',',
        '－' | '−' | '–' => '-',
        '＋' => '+',
        '’' | '＇' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    cell.chars().map(one).collect()
}

fn why_not(cell: &str, folded: &str) -> NumberError {
    let found = || cell.to_owned();
    let word = folded.trim_start_matches(['+', '-']).to_ascii_lowercase();
    if ["inf", "infinity", "∞"].contains(&word.as_str()) {
        return NumberError::Infinite(found());
    }
    let number = cell.strip_suffix(['%', '％']).map(str::trim_end);
    match number {
        Some(rest) if !is_missing(rest) && self::cell(rest).is_ok() => NumberError::Percent {
            found: found(),
            write: rest.to_owned(),
        },
        _ => NumberError::Text(found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: f64, numbers: Numbers) -> Cell {
        Cell::Told { value, numbers }
    }

    fn whole(value: f64) -> Cell {
        Cell::Whole {
            value,
            ungrouped: false,
        }
    }

    #[test]
    fn what_has_one_meaning_is_read() {
        for (text, expected) in [
            ("1", 1.0),
            ("\u{a0}7\u{3000}", 7.0),
            ("+2e3", 2000.0),
            ("1 234", 1234.0),
            ("1’234’567", 1_234_567.0),
            ("１２", 12.0),
            ("−5", -5.0),
        ] {
            assert_eq!(cell(text), Ok(whole(expected)), "{text}");
        }
        for (text, expected) in [
            (" -0.5 ", -0.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("0.125", 0.125),
            ("1234.567", 1234.567),
            ("1.2345", 1.2345),
            ("1.234e5", 123_400.0),
            ("1,234.5", 1234.5),
            ("1 234.5", 1234.5),
            ("12,34,567", 1_234_567.0),
            ("-1,234,567", -1_234_567.0),
        ] {
            assert_eq!(cell(text), Ok(told(expected, Numbers::DecimalPoint)), "{text}");
        }
        for (text, expected) in [
            ("12,5", 12.5),
            ("0,125", 0.125),
            (",5", 0.5),
            ("-1 234,5", -1234.5),
            ("1.234,5", 1234.5),
            ("1.234.567", 1_234_567.0),
            ("1234,567", 1234.567),
            ("1,234e5", 123_400.0),
            ("１，５", 1.5),
        ] {
            assert_eq!(cell(text), Ok(told(expected, Numbers::DecimalComma)), "{text}");
        }
        assert_eq!(
            cell("12345"),
            Ok(Cell::Whole {
                value: 12345.0,
                ungrouped: true
            })
        );
    }

    #[test]
    fn what_has_two_meanings_has_both() {
        for (text, thousands, point) in [
            ("1.234", 1234.0, true),
            ("-12.345", -12_345.0, true),
            ("123,456", 123_456.0, false),
            ("1，234", 1234.0, false),
        ] {
            assert_eq!(cell(text), Ok(Cell::Either { thousands, point }), "{text}");
        }
    }

    #[test]
    fn missing_values_are_known_in_numbers_and_are_names_elsewhere() {
        for missing in MISSING.iter().chain(&["na", "nan", "  ", "n/a", "Null"]) {
            assert_eq!(cell(missing), Ok(Cell::Missing), "{missing}");
            assert_eq!(text(missing).is_none(), missing.trim().is_empty(), "{missing}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, expected) in [
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
                "12 %",
                "\"12 %\" has a percent sign; write 12, and the unit in the metadata",
            ),
            (
                "1,5%",
                "\"1,5%\" has a percent sign; write 1,5, and the unit in the metadata",
            ),
            ("％", "\"％\" is no number"),
            ("-%", "\"-%\" is no number"),
            ("1,2,3", "\"1,2,3\" is no number"),
            ("5,", "\"5,\" is no number"),
            ("1.234.5", "\"1.234.5\" is no number"),
            ("2018-01-01", "\"2018-01-01\" is no number"),
        ] {
            assert_eq!(cell(text).unwrap_err().to_string(), expected);
        }
        let long = cell(&"x".repeat(100_000)).unwrap_err();
        assert!(long.to_string().len() < 100);
    }
}
