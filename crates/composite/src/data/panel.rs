//! Units over several years.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::Data;
use crate::method::{NotAMethod, Written, as_text};
use crate::record::Event;
use crate::table::{Column, Table};

/// How a value that is missing in a year comes from the unit's own values of other years: `none`, `last`, `linear`, and with
/// how many years it may reach: `last:3`.
///
/// `last` is the latest value before, at most so many years old (COINr's `impute_panel` with `imp_type = "latest"` and
/// `max_time`). `linear` lies on the line between the value before and the one after, if these are at most so many years
/// apart; before the first and after the last value there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImputeYears {
    #[default]
    None,
    Last {
        within: Option<u32>,
    },
    Linear {
        within: Option<u32>,
    },
}

impl FromStr for ImputeYears {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("way to impute by year", text);
        let years = |word: &str| {
            let years = word.parse::<u32>().ok().filter(|years| *years > 0);
            years.ok_or_else(|| written.wrong(format!("\"{word}\" is no number of years")))
        };
        let within = written.word()?.map(years).transpose()?;
        match (written.name, within) {
            ("none", None) => Ok(Self::None),
            ("last", _) => Ok(Self::Last { within }),
            ("linear", _) => Ok(Self::Linear { within }),
            _ => {
                Err(written.wrong("there are none, last and linear, and the last two with a number of years"))
            }
        }
    }
}

impl fmt::Display for ImputeYears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, within) = match self {
            Self::None => ("none", &None),
            Self::Last { within } => ("last", within),
            Self::Linear { within } => ("linear", within),
        };
        f.write_str(name)?;
        within.iter().try_for_each(|years| write!(f, ":{years}"))
    }
}

as_text!(ImputeYears);

/// Data by year, the earliest first. Years need not have the same units.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    years: Vec<Data>,
}

impl Panel {
    /// Data of different years; those without a year come first and take no part in what looks at other years.
    pub fn new(mut years: Vec<Data>) -> Self {
        years.sort_by_key(|data| data.year);
        Self { years }
    }

    pub fn years(&self) -> &[Data] {
        &self.years
    }

    /// Units that have a row in some years and none in these: they are in no table of that year, and in no ranking of it.
    pub fn absent(&self) -> Vec<(i32, String)> {
        let all: BTreeSet<&String> = self.years.iter().flat_map(|data| data.units().iter()).collect();
        let mut absent = Vec::new();
        for data in &self.years {
            let Some(year) = data.year else { continue };
            let there: BTreeSet<&String> = data.units().iter().collect();
            absent.extend(all.difference(&there).map(|unit| (year, (*unit).clone())));
        }
        absent
    }

    /// With missing values of indicators and denominators estimated from other years; each is recorded. Only values that were
    /// there are used, never estimates.
    #[must_use]
    pub fn imputed(&self, how: ImputeYears) -> Self {
        if how == ImputeYears::None {
            return self.clone();
        }
        let rows = self.rows();
        let years = (0..self.years.len()).map(|at| {
            let data = &self.years[at];
            let mut record = data.record.clone();
            let mut fill = |of: fn(&Data) -> &Table| {
                let table = of(data);
                let columns = table.codes().iter().zip(table.columns()).map(|(code, column)| {
                    let mut filled = column.to_vec();
                    for (row, value) in filled.iter_mut().enumerate().filter(|(_, value)| value.is_nan()) {
                        let unit = &table.units()[row];
                        let Some((estimate, years)) = self.estimate(how, at, code, &rows[unit], of) else {
                            continue;
                        };
                        *value = estimate;
                        record.add(Event::Carried {
                            indicator: code.clone(),
                            unit: unit.clone(),
                            value: estimate,
                            years,
                        });
                    }
                    Column::from(filled)
                });
                let columns = columns.collect();
                Table::new(Arc::clone(table.units()), Arc::clone(table.codes()), columns)
            };
            Data {
                indicators: fill(|data| &data.indicators),
                denominators: fill(|data| &data.denominators),
                record,
                ..data.clone()
            }
        });
        Self {
            years: years.collect(),
        }
    }

    /// Of each unit, its row in each year.
    fn rows(&self) -> HashMap<&String, Vec<Option<usize>>> {
        let mut rows = HashMap::new();
        for (at, data) in self.years.iter().enumerate() {
            for (row, unit) in data.units().iter().enumerate() {
                let of_unit: &mut Vec<Option<usize>> =
                    rows.entry(unit).or_insert_with(|| vec![None; self.years.len()]);
                of_unit[at] = Some(row);
            }
        }
        rows
    }

    /// A value, and the years it comes from.
    fn estimate(
        &self,
        how: ImputeYears,
        at: usize,
        code: &str,
        rows: &[Option<usize>],
        of: fn(&Data) -> &Table,
    ) -> Option<(f64, Vec<i32>)> {
        let now = self.years[at].year?;
        let known = |other: usize| {
            let data = &self.years[other];
            let value = of(data).column(code)?[rows[other]?];
            Some((data.year?, value)).filter(|(_, value)| !value.is_nan())
        };
        let before = (0..at).rev().find_map(known);
        let apart =
            |from: i32, to: i32, within: Option<u32>| within.is_none_or(|most| to.abs_diff(from) <= most);
        match how {
            ImputeYears::None => None,
            ImputeYears::Last { within } => {
                let (year, value) = before?;
                apart(year, now, within).then(|| (value, vec![year]))
            }
            ImputeYears::Linear { within } => {
                let (from, low) = before?;
                let (to, high) = (at + 1..self.years.len()).find_map(known)?;
                let share = f64::from(now - from) / f64::from(to - from);
                apart(from, to, within).then(|| (low + (high - low) * share, vec![from, to]))
            }
        }
    }
}
