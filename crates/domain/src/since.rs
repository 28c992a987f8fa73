//! Days as far as they are known.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::typed::{self, numbers_of_a_day, one_form};

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

    /// As people write it, where it can be understood in one way only: as [`typed::day`] reads it, or without its day, or the
    /// year alone.
    fn from_str(text: &str) -> Result<Self, NotASince> {
        let whole = |year: &str, month: &str| {
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            Date::new(year, month, 1).ok()
        };
        let form = one_form(text);
        let (numbers, _) = numbers_of_a_day(&form).ok_or(NotASince)?;
        let (first_day, precision) = match numbers[..] {
            [year] if year.len() == 4 => (whole(year, "1"), Precision::Year),
            [year, month] if year.len() == 4 => (whole(year, month), Precision::Month),
            [month, year] if year.len() == 4 => (whole(year, month), Precision::Month),
            [_, _, _] => (typed::day(text).ok(), Precision::Day),
            _ => (None, Precision::Day),
        };
        let first_day = first_day.ok_or(NotASince)?;
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
