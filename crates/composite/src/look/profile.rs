//! What one unit is good at, and what not.

use serde::Serialize;

use crate::build::Build;
use crate::error::Error;
use crate::stats::{count, places, range};

/// Where a unit stands by an element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    pub code: String,
    pub name: String,
    /// As normalised, or aggregated.
    pub score: f64,
    /// Of an indicator, as it was read.
    pub raw: Option<f64>,
    pub unit_of_measure: String,
    /// 1 is the best.
    pub rank: f64,
    /// Units that have a score.
    pub of: usize,
}

/// A unit by all aggregates, and its best and worst indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    pub unit: String,
    pub name: String,
    /// The highest first; those without a score are not here.
    pub aggregates: Vec<Place>,
    /// The best rank first; of equal ranks the higher score.
    pub strengths: Vec<Place>,
    /// The worst rank first.
    pub weaknesses: Vec<Place>,
}

/// Places of a unit, with at most so many strengths and weaknesses (5 is usual): the indicators in which its rank is best and
/// worst, as normalised, so that the direction is right; COINr's `get_unit_summary` and `get_str_weak`. An indicator in the better
/// half of ranks is no weakness, and the other way round. Indicators that it has no value of, or that do not vary, are neither.
///
/// # Errors
/// [`Error::NoUnit`].
pub fn profile(build: &Build, unit: &str, most: usize) -> Result<Profile, Error> {
    let row = build.units().iter().position(|other| other == unit);
    let row = row.ok_or_else(|| Error::NoUnit(unit.to_owned()))?;
    Ok(of(build, &standings(build), row, most))
}

/// [`profile()`] of every unit, in their order.
pub fn profiles(build: &Build, most: usize) -> Vec<Profile> {
    let standings = standings(build);
    let rows = 0..build.units().len();
    rows.map(|row| of(build, &standings, row, most)).collect()
}

/// How units stand by an element.
struct Standing {
    ranks: Vec<f64>,
    count: usize,
    varies: bool,
}

fn standings(build: &Build) -> Vec<Standing> {
    let columns = build.aggregated.columns().iter();
    columns
        .map(|column| Standing {
            ranks: places(column),
            count: count(column),
            varies: range(column).is_some_and(|(min, max)| min < max),
        })
        .collect()
}

fn of(build: &Build, standings: &[Standing], row: usize, most: usize) -> Profile {
    let indicators = build.framework.indicators().len();
    let place = |at: usize| {
        let element = &build.framework.elements()[at];
        let raw = (at < indicators).then(|| build.raw.columns()[at][row]);
        Place {
            code: element.code.clone(),
            name: element.name.clone(),
            score: build.aggregated.columns()[at][row],
            raw: raw.filter(|value| !value.is_nan()),
            unit_of_measure: element.unit.clone(),
            rank: standings[at].ranks[row],
            of: standings[at].count,
        }
    };
    let has_score = |place: &Place| !place.score.is_nan();
    let aggregates = (indicators..standings.len()).rev().map(place).filter(has_score);
    let varying = (0..indicators).filter(|at| standings[*at].varies);
    let mut by_rank: Vec<Place> = varying.map(place).filter(has_score).collect();
    // Ranks of indicators with few values are out of fewer.
    let height = |place: &Place| (place.rank - 1.0) / (place.of as f64 - 1.0);
    by_rank.sort_by(|a, b| height(a).total_cmp(&height(b)).then(b.score.total_cmp(&a.score)));
    let strengths = by_rank.iter().take_while(|place| height(place) < 0.5);
    let weaknesses = by_rank.iter().rev().take_while(|place| height(place) > 0.5);
    Profile {
        unit: build.units()[row].clone(),
        name: build.names[row].clone(),
        aggregates: aggregates.collect(),
        strengths: strengths.take(most).cloned().collect(),
        weaknesses: weaknesses.take(most).cloned().collect(),
    }
}
