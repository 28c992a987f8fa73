//! Days as far as they are known.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::typed::one_form;

/// A day as far as it is known: a year, a month of it, or the day itself. What is not known is not made up.
///
/// ```
/// use domain::since::{Precision, Since};
/// let link: Since = "1987".parse().unwrap();
/// assert_eq!(link.precision(), Precision::Year);
/// assert!("1992-05-18".parse::<Since>().unwrap() > link);
/// assert_eq!("18.05.1992".parse::<Since>().unwrap().to_string(), "1992-05-18");
/// assert!("2023-13".parse::<Since>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Since {
    first_day: Date,
    precision: Precision,
}

/// How much of a day is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// Neither a year, nor a month, nor a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a year, month or day; write 1987, 2023-09 or 1992-05-18")]
pub struct NotASince;

impl Since {
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day it can have been.
    pub fn first_day(self) -> Date {
        self.first_day
    }

    /// The day, where it is known.
    pub fn day(self) -> Option<Date> {
        (self.precision == Precision::Day).then_some(self.first_day)
    }
}

impl From<Date> for Since {
    fn from(day: Date) -> Self {
        Self {
            first_day: day,
            precision: Precision::Day,
        }
    }
}

impl std::str::FromStr for Since {
    type Err = NotASince;

    fn from_str(text: &str) -> Result<Self, NotASince> {
        let day = |year, month, day| Date::new(year, month, day).map_err(|_| NotASince);
        let (first_day, precision) = match parts(text).ok_or(NotASince)? {
            (year, None, None) => (day(year, 1, 1)?, Precision::Year),
            (year, Some(month), None) => (day(year, month, 1)?, Precision::Month),
            (year, Some(month), Some(of_month)) => (day(year, month, of_month)?, Precision::Day),
            (_, None, Some(_)) => return Err(NotASince),
        };
        if !is_plausible(first_day) {
            return Err(NotASince);
        }
        Ok(Self { first_day, precision })
    }
}

/// Whether anything kept here can have to do with that day. A slip of the hand is more likely than a day before or after.
pub fn is_plausible(day: Date) -> bool {
    (1800..=2200).contains(&day.year())
}

/// Year, month and day as people write them, where they can be understood in one way only: `1992-05-18`, `1992/5/18`,
/// `1992.5.18`, `1992年5月18日`, `1992년 5월 18일` and `18.05.1992`, each also without its day, and the year alone.
fn parts(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let text = one_form(text).replace(' ', "");
    let named = [['年', '月', '日'], ['년', '월', '일']];
    let named = named.into_iter().find(|marks| text.contains(marks[0]));
    let parts = match named {
        Some(marks) => named_parts(&text, marks)?,
        None => marked_parts(&text)?,
    };
    // With full stops the day comes first everywhere; with strokes it depends on who writes.
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let backwards = text.contains('.') && !parts.first().is_some_and(|part| is_year(part));
    let ordered: Vec<&str> = if backwards {
        parts.into_iter().rev().collect()
    } else {
        parts
    };
    let (year, rest) = ordered.split_first().filter(|(year, _)| is_year(year))?;
    let mut numbers = Vec::with_capacity(2);
    for part in rest {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        numbers.push(part.parse().ok().filter(|_| is_number)?);
    }
    Some((
        year.parse().ok()?,
        numbers.first().copied(),
        numbers.get(1).copied(),
    ))
    .filter(|_| numbers.len() <= 2)
}

/// What stands before the words for year, month and day.
fn named_parts(text: &str, [year, month, day]: [char; 3]) -> Option<Vec<&str>> {
    let (first, rest) = text.split_once(year)?;
    if rest.is_empty() {
        return Some(vec![first]);
    }
    let (second, rest) = rest.split_once(month)?;
    if rest.is_empty() {
        return Some(vec![first, second]);
    }
    Some(vec![first, second, rest.strip_suffix(day)?])
}

/// What stands between marks that are all alike.
fn marked_parts(text: &str) -> Option<Vec<&str>> {
    // A Korean date ends in a full stop.
    let text = text.strip_suffix('.').unwrap_or(text);
    match text.chars().find(|c| !c.is_ascii_digit()) {
        Some(mark @ ('-' | '/' | '.')) => Some(text.split(mark).collect()),
        Some(_) => None,
        None => Some(vec![text]),
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        self.first_day.strftime(format).fmt(f)
    }
}

impl Serialize for Since {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Since {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
