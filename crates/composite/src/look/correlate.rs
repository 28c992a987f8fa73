//! What goes together with what.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::build::Build;
use crate::error::Error;
use crate::method::{NotAMethod, Written, as_text};
use crate::stats::{correlation, rank_correlation};
use crate::table::Table;

/// A coefficient of correlation, from −1 to 1. Each takes the pairs of which both values are there (R's
/// `pairwise.complete.obs`, as COINr's `get_corr`) and is `NaN` of fewer than two, or when one side does not vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Correlation {
    /// `pearson`: Σuv ÷ √(Σu² Σv²), with u and v the differences to the means of x and y.
    #[default]
    Pearson,
    /// `spearman`: Pearson's of the ranks, ties at the mean of theirs.
    Spearman,
    /// `kendall`: τ-b of Kendall (1945), as R's `cor`; [`kendall`].
    Kendall,
}

impl Correlation {
    /// Of two columns of one length.
    pub fn of(self, x: &[f64], y: &[f64]) -> f64 {
        match self {
            Self::Pearson => correlation(x, y),
            Self::Spearman => rank_correlation(x, y),
            Self::Kendall => kendall(x, y),
        }
    }
}

impl FromStr for Correlation {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("correlation", text);
        let plain = match written.name {
            "pearson" => Self::Pearson,
            "spearman" => Self::Spearman,
            "kendall" => Self::Kendall,
            _ => return Err(written.wrong("there are pearson, spearman and kendall")),
        };
        written.numbers([])?;
        Ok(plain)
    }
}

impl fmt::Display for Correlation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pearson => "pearson",
            Self::Spearman => "spearman",
            Self::Kendall => "kendall",
        })
    }
}

as_text!(Correlation);

/// Kendall's τ-b: (C − D) ÷ √((N − T)(N − U)), with C pairs of units that x and y order alike, D that they order
/// otherwise, N pairs in all, T and U those with the same x and the same y. Counted as Knight (1966),
/// <https://doi.org/10.1080/01621459.1966.10480879>: in n log n steps, all of them on whole numbers.
pub fn kendall(x: &[f64], y: &[f64]) -> f64 {
    let mut pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    pairs.retain(|(a, b)| !a.is_nan() && !b.is_nan());
    let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
    pairs.sort_by(|a, b| order(a.0, b.0).then(order(a.1, b.1)));
    let tied = |length: usize| length * (length.saturating_sub(1)) / 2;
    let all = tied(pairs.len());
    let tied_x: usize = pairs.chunk_by(|a, b| a.0 == b.0).map(|run| tied(run.len())).sum();
    let tied_both: usize = pairs.chunk_by(|a, b| a == b).map(|run| tied(run.len())).sum();
    let mut second: Vec<f64> = pairs.iter().map(|(_, b)| *b).collect();
    let swaps = sort_counting(&mut second);
    let tied_y: usize = second.chunk_by(|a, b| a == b).map(|run| tied(run.len())).sum();
    if all == tied_x || all == tied_y {
        return f64::NAN;
    }
    // Whole numbers up to 2^53 for 10^8 units.
    let alike_less_not = (all + tied_both) as f64 - (tied_x + tied_y) as f64 - 2.0 * swaps as f64;
    let below = ((all - tied_x) as f64).sqrt() * ((all - tied_y) as f64).sqrt();
    (alike_less_not / below).clamp(-1.0, 1.0)
}

/// Sorts by merging, and says how many pairs stood the wrong way round.
fn sort_counting(values: &mut [f64]) -> usize {
    let half = values.len() / 2;
    if half == 0 {
        return 0;
    }
    let (low, high) = values.split_at_mut(half);
    let mut swaps = sort_counting(low) + sort_counting(high);
    let (mut left, mut right) = (0, 0);
    let merged: Vec<f64> = (0..low.len() + high.len())
        .map(|_| {
            if right == high.len() || (left < low.len() && low[left] <= high[right]) {
                left += 1;
                low[left - 1]
            } else {
                // It goes before all that are left on the other side.
                swaps += low.len() - left;
                right += 1;
                high[right - 1]
            }
        })
        .collect();
    values.copy_from_slice(&merged);
    swaps
}

/// Correlations of some columns with others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlations {
    pub of: Correlation,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// By row, then column; `NaN` where there is none.
    pub values: Vec<Vec<f64>>,
}

/// Correlations of columns of a table with columns of it. Ours are all given, whatever their significance; COINr's
/// `get_corr` leaves out those with p > 0.05 unless told otherwise.
///
/// # Errors
/// [`Error::NoElement`].
pub fn correlations(
    table: &Table,
    rows: &[&str],
    columns: &[&str],
    of: Correlation,
) -> Result<Correlations, Error> {
    let find = |codes: &[&str]| {
        let found = codes.iter().map(|code| {
            let column = table.column(code);
            column.ok_or_else(|| Error::NoElement((*code).to_owned()))
        });
        found.collect::<Result<Vec<_>, _>>()
    };
    let (left, right) = (find(rows)?, find(columns)?);
    let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    let of_row = |x: &&[f64]| right.iter().map(|y| of.of(x, y)).collect();
    Ok(Correlations {
        of,
        rows: owned(rows),
        columns: owned(columns),
        values: left.iter().map(of_row).collect(),
    })
}

/// Correlations of all elements of a level with all of another, or the same; after aggregation, so that more is better of
/// all of them. No elements, no rows.
pub fn levels(build: &Build, rows: usize, columns: usize, of: Correlation) -> Correlations {
    let at = |level: usize| -> Vec<usize> {
        let elements = build.framework.elements().iter().enumerate();
        elements
            .filter_map(|(place, element)| (element.level == level).then_some(place))
            .collect()
    };
    places(build, &at(rows), &at(columns), of)
}

/// Correlations of what an aggregate is made of among itself, after aggregation.
///
/// # Errors
/// [`Error::NoElement`].
pub fn within(build: &Build, aggregate: &str, of: Correlation) -> Result<Correlations, Error> {
    let place = build.framework.place(aggregate);
    let place = place.ok_or_else(|| Error::NoElement(aggregate.to_owned()))?;
    let children = build.framework.children(place);
    Ok(places(build, children, children, of))
}

fn places(build: &Build, rows: &[usize], columns: &[usize], of: Correlation) -> Correlations {
    let codes = |places: &[usize]| -> Vec<String> {
        let elements = build.framework.elements();
        places.iter().map(|place| elements[*place].code.clone()).collect()
    };
    let all = build.aggregated.columns();
    let of_row = |row: &usize| {
        columns
            .iter()
            .map(|column| of.of(&all[*row], &all[*column]))
            .collect()
    };
    Correlations {
        of,
        rows: codes(rows),
        columns: codes(columns),
        values: rows.iter().map(of_row).collect(),
    }
}

/// Two elements and how they go together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    pub one: String,
    pub other: String,
    pub correlation: f64,
}

/// Each element with each aggregate it is part of, over all levels: the parent, its parent and so on (COINr's `get_corr` with
/// `withparent = "family"`). A low one says that the element counts for little; a negative one, that it counts against.
pub fn with_parents(build: &Build, of: Correlation) -> Vec<Pair> {
    let (framework, columns) = (&build.framework, build.aggregated.columns());
    let codes = framework.codes();
    let mut pairs = Vec::new();
    for place in 0..codes.len() {
        let mut above = framework.parent(place);
        while let Some(parent) = above {
            pairs.push(Pair {
                one: codes[place].clone(),
                other: codes[parent].clone(),
                correlation: of.of(&columns[place], &columns[parent]),
            });
            above = framework.parent(parent);
        }
    }
    pairs
}

/// Pairs of indicators with one parent of which |correlation| is above a limit, as normalised: they may say the same twice, or
/// pull apart. COINr's `get_corr_flags` with `grouplev = 2`, with both of its `thresh_type`s at once; its limit is 0.9. Each
/// pair stands once.
pub fn flagged(build: &Build, above: f64, of: Correlation) -> Vec<Pair> {
    let (framework, columns) = (&build.framework, build.normalised.columns());
    let mut pairs = Vec::new();
    for one in 0..columns.len() {
        for other in one + 1..columns.len() {
            if framework.parent(one).is_none() || framework.parent(one) != framework.parent(other) {
                continue;
            }
            let correlation = of.of(&columns[one], &columns[other]);
            if correlation.abs() > above {
                pairs.push(Pair {
                    one: framework.codes()[one].clone(),
                    other: framework.codes()[other].clone(),
                    correlation,
                });
            }
        }
    }
    pairs
}
