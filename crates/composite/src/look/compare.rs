//! Two builds, unit by unit.

use serde::{Deserialize, Serialize};

use crate::build::{Build, build};
use crate::data::Data;
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Recipe;
use crate::stats::{places, rank_correlation};
use crate::table::Table;

/// A unit in two builds. `NaN` where it has no score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitChange {
    pub unit: String,
    pub score_before: f64,
    pub score_after: f64,
    pub rank_before: f64,
    pub rank_after: f64,
    /// Places that it climbed; below 0 when it fell.
    pub climbed: f64,
}

/// How units stand by one element in two builds; COINr's `compare_coins`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub element: String,
    /// Units of both, in the order of the first. Ranks are those among all units of each build.
    pub units: Vec<UnitChange>,
    pub only_before: Vec<String>,
    pub only_after: Vec<String>,
    /// Mean of the places that units moved, up or down; of those with a score in both.
    pub mean_shift: f64,
    /// The most that one moved.
    pub greatest_shift: f64,
    /// Spearman's, of the scores.
    pub correlation: f64,
}

/// Compares two builds by an element that both have.
///
/// # Errors
/// [`Error::NoElement`].
pub fn compare(before: &Build, after: &Build, element: &str) -> Result<Comparison, Error> {
    let (old, new) = (before.scores(element)?, after.scores(element)?);
    let (old_ranks, new_ranks) = (places(old), places(new));
    let find = |units: &[String], unit: &String| units.iter().position(|other| other == unit);
    let mut units = Vec::new();
    let mut only_before = Vec::new();
    for (row, unit) in before.units().iter().enumerate() {
        let Some(other) = find(after.units(), unit) else {
            only_before.push(unit.clone());
            continue;
        };
        units.push(UnitChange {
            unit: unit.clone(),
            score_before: old[row],
            score_after: new[other],
            rank_before: old_ranks[row],
            rank_after: new_ranks[other],
            climbed: old_ranks[row] - new_ranks[other],
        });
    }
    let only_after = after
        .units()
        .iter()
        .filter(|unit| find(before.units(), unit).is_none());
    let shifts: Vec<f64> = units
        .iter()
        .map(|unit| unit.climbed.abs())
        .filter(|shift| !shift.is_nan())
        .collect();
    let (scores_before, scores_after): (Vec<f64>, Vec<f64>) = units
        .iter()
        .map(|unit| (unit.score_before, unit.score_after))
        .unzip();
    Ok(Comparison {
        element: element.to_owned(),
        only_after: only_after.cloned().collect(),
        only_before,
        mean_shift: crate::stats::mean(&shifts),
        greatest_shift: shifts.iter().copied().fold(f64::NAN, f64::max),
        correlation: rank_correlation(&scores_before, &scores_after),
        units,
    })
}

/// A value that could be another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub unit: String,
    /// Or a denominator.
    pub indicator: String,
    /// As in the raw data; none makes it missing.
    pub value: Option<f64>,
}

/// The data with other values.
///
/// # Errors
/// [`Error::NoUnit`], [`Error::NoColumn`]; [`Error::Parameter`] for a value that is not finite.
pub fn changed(data: &Data, changes: &[Change]) -> Result<Data, Error> {
    let mut changed = data.clone();
    for change in changes {
        let row = data.units().iter().position(|unit| *unit == change.unit);
        let row = row.ok_or_else(|| Error::NoUnit(change.unit.clone()))?;
        let value = change.value.unwrap_or(f64::NAN);
        if change.value.is_some() && !value.is_finite() {
            return Err(Error::Parameter {
                step: "what if of",
                element: change.indicator.clone(),
                why: format!("{value} is no value"),
            });
        }
        let table = if data.indicators.column(&change.indicator).is_some() {
            &mut changed.indicators
        } else {
            &mut changed.denominators
        };
        *table = with_value(table, row, &change.indicator, value)?;
    }
    Ok(changed)
}

fn with_value(table: &Table, row: usize, code: &str, value: f64) -> Result<Table, Error> {
    let at = table.codes().iter().position(|other| other == code);
    let at = at.ok_or_else(|| Error::NoColumn(code.to_owned()))?;
    let mut columns = table.columns().to_vec();
    let mut column = columns[at].to_vec();
    column[row] = value;
    columns[at] = column.into();
    Ok(table.with_columns(columns))
}

/// What would be if some values were others: both are built, and compared by an element.
///
/// # Errors
/// Those of [`changed`] and [`build()`](crate::build()); [`Error::NoElement`].
pub fn what_if(
    data: &Data,
    framework: &Framework,
    recipe: &Recipe,
    changes: &[Change],
    element: &str,
) -> Result<Comparison, Error> {
    let before = build(data, framework, recipe)?;
    let after = build(&changed(data, changes)?, framework, recipe)?;
    compare(&before, &after, element)
}
