use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day as far as it is known: a year, a month of it, or the day itself. What is not known is not made up.
///
/// ```
/// use domain::partners::{Precision, Since};
/// let link: Since = "1987".parse().unwrap();
/// assert_eq!(link.precision(), Precision::Year);
/// assert!("1992-05-18".parse::<Since>().unwrap() > link);
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
        let text = text.trim();
        let (rest, precision) = match text.len() {
            4 => ("-01-01", Precision::Year),
            7 => ("-01", Precision::Month),
            10 => ("", Precision::Day),
            _ => return Err(NotASince),
        };
        let first_day: Date = format!("{text}{rest}").parse().map_err(|_| NotASince)?;
        // A slip of the hand is more likely than a partner of before then.
        if !(1800..=2200).contains(&first_day.year()) {
            return Err(NotASince);
        }
        Ok(Self { first_day, precision })
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
