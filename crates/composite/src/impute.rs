//! Putting an estimate in the place of a missing value.
//!
//! Names and definitions are COINr's `Impute` by column: the mean or the median of an indicator, over all units or over
//! those of the unit's group. A unit without a group, or in a group of which nobody has a value, stays without one, and
//! the record says so. What other years can say is imputed before this: [`Panel`](crate::data::Panel).

use std::fmt;
use std::str::FromStr;

use crate::data::Grouping;
use crate::error::Error;
use crate::method::{NotAMethod, Written, as_text};
use crate::record::{Event, Record};
use crate::stats::{mean, median};
use crate::table::Table;

/// A method: `none`, `mean`, `median`, `mean:GROUPING`, `median:GROUPING`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Impute {
    #[default]
    None,
    Mean {
        group: Option<String>,
    },
    Median {
        group: Option<String>,
    },
}

impl FromStr for Impute {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("way to impute", text);
        let group = written.word()?.map(str::to_owned);
        match (written.name, &group) {
            ("none", None) => Ok(Self::None),
            ("mean", _) => Ok(Self::Mean { group }),
            ("median", _) => Ok(Self::Median { group }),
            _ => Err(written.wrong("there are none, mean, median, and both with the code of a grouping")),
        }
    }
}

impl fmt::Display for Impute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, group) = match self {
            Self::None => ("none", &None),
            Self::Mean { group } => ("mean", group),
            Self::Median { group } => ("median", group),
        };
        f.write_str(name)?;
        group.iter().try_for_each(|group| write!(f, ":{group}"))
    }
}

as_text!(Impute);

impl Impute {
    pub(crate) fn apply(
        &self,
        table: &Table,
        groupings: &[Grouping],
        record: &mut Record,
    ) -> Result<Table, Error> {
        let (of, group): (fn(&[f64]) -> f64, _) = match self {
            Self::None => return Ok(table.clone()),
            Self::Mean { group } => (mean, group),
            Self::Median { group } => (median, group),
        };
        let groups = match group {
            None => None,
            Some(code) => {
                let grouping = groupings.iter().find(|grouping| grouping.code == *code);
                Some(grouping.ok_or_else(|| Error::NoGrouping(code.clone()))?)
            }
        };
        let mut columns = table.columns().to_vec();
        for (code, column) in table.codes().iter().zip(&mut columns) {
            if column.iter().any(|value| value.is_nan()) {
                let estimates = estimates(column, groups, of);
                let mut imputed = column.to_vec();
                for (row, value) in imputed.iter_mut().enumerate().filter(|(_, value)| value.is_nan()) {
                    let estimate = estimates.of(row, groups);
                    *value = estimate;
                    let unit = table.units()[row].clone();
                    record.add(if estimate.is_nan() {
                        Event::Lost {
                            stage: "imputed".to_owned(),
                            indicator: code.clone(),
                            unit: Some(unit),
                            why: "there is nothing to estimate it from".to_owned(),
                        }
                    } else {
                        Event::Imputed {
                            indicator: code.clone(),
                            unit,
                            value: estimate,
                        }
                    });
                }
                *column = imputed.into();
            }
        }
        Ok(table.with_columns(columns))
    }
}

/// One estimate for all units, or one for each group.
enum Estimates {
    All(f64),
    Groups(Vec<f64>),
}

impl Estimates {
    fn of(&self, row: usize, groups: Option<&Grouping>) -> f64 {
        match self {
            Self::All(estimate) => *estimate,
            Self::Groups(estimates) => groups
                .and_then(|groups| groups.of[row])
                .map_or(f64::NAN, |group| estimates[group]),
        }
    }
}

fn estimates(column: &[f64], groups: Option<&Grouping>, of: fn(&[f64]) -> f64) -> Estimates {
    let Some(groups) = groups else {
        return Estimates::All(of(column));
    };
    let of_group = |group: usize| {
        let there = column
            .iter()
            .zip(&groups.of)
            .filter(|(_, of)| **of == Some(group));
        of(&there.map(|(value, _)| *value).collect::<Vec<f64>>())
    };
    Estimates::Groups((0..groups.names.len()).map(of_group).collect())
}
