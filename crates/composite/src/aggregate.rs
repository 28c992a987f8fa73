//! Putting elements together into what they are part of.
//!
//! Weights are scaled to sum to 1 over what a unit has a value of; an element of weight 0 counts as if it were not there.
//! w is such a weight, x a normalised value or a lower aggregate. COINr's `a_amean`, `a_gmean`, `a_hmean`, `a_genmean` and
//! `a_copeland`.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::method::{NotAMethod, Written, as_text, write};

/// A method. Written as its name and numbers: `genmean:0.5`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Aggregate {
    /// `amean`: Σwx.
    #[default]
    ArithmeticMean,
    /// `gmean`: exp Σ w ln x; every x must be above 0.
    GeometricMean,
    /// `hmean`: 1 ÷ Σ w/x; every x must be above 0.
    HarmonicMean,
    /// `genmean:p`: (Σ w xᵖ)^(1/p), p not 0; every x must be at least 0, above it when p is below.
    GeneralisedMean { p: f64 },
    /// `median`: the value at which half of the weight is reached, the mean of two when it is exactly between them. (COINr
    /// has none.)
    Median,
    /// `copeland`: how many units it beats less how many beat it. One beats another when the weight of the elements in
    /// which it is greater is more than that in which it is less, over those that both have.
    Copeland,
}

impl FromStr for Aggregate {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("way to aggregate", text);
        let plain = match written.name {
            "genmean" => {
                let [p] = written.numbers([f64::NAN])?;
                if p.is_nan() || p == 0.0 {
                    return Err(written.wrong("it takes an exponent that is not 0 (for 0 there is gmean)"));
                }
                return Ok(Self::GeneralisedMean { p });
            }
            "amean" => Self::ArithmeticMean,
            "gmean" => Self::GeometricMean,
            "hmean" => Self::HarmonicMean,
            "median" => Self::Median,
            "copeland" => Self::Copeland,
            _ => return Err(written.wrong("there are amean, gmean, hmean, genmean:p, median and copeland")),
        };
        written.numbers([])?;
        Ok(plain)
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArithmeticMean => f.write_str("amean"),
            Self::GeometricMean => f.write_str("gmean"),
            Self::HarmonicMean => f.write_str("hmean"),
            Self::GeneralisedMean { p } => write(f, "genmean", &[*p]),
            Self::Median => f.write_str("median"),
            Self::Copeland => f.write_str("copeland"),
        }
    }
}

as_text!(Aggregate);

/// A value that a method cannot take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfDomain {
    /// Place among the columns.
    pub column: usize,
    pub row: usize,
    pub value: f64,
    pub method: &'static str,
    pub needs: &'static str,
}

impl OutOfDomain {
    /// With the codes of the aggregate, of what it is made of, and of the unit.
    pub(crate) fn named(self, element: &str, child: &str, unit: &str) -> Error {
        Error::OutOfDomain {
            method: self.method,
            element: element.to_owned(),
            child: child.to_owned(),
            unit: unit.to_owned(),
            value: self.value,
            needs: self.needs,
        }
    }
}

impl Aggregate {
    /// One value for each row of some columns. A row in which less than the share `at_least` of the columns has a value, or
    /// none, gets none.
    ///
    /// # Errors
    /// [`OutOfDomain`] names the first value that the method cannot take.
    pub fn apply(self, columns: &[&[f64]], weights: &[f64], at_least: f64) -> Result<Vec<f64>, OutOfDomain> {
        let counting: Vec<(usize, &[f64], f64)> = columns
            .iter()
            .zip(weights)
            .enumerate()
            .filter(|(_, (_, weight))| **weight > 0.0)
            .map(|(at, (column, weight))| (at, *column, *weight))
            .collect();
        let rows = columns.first().map_or(0, |column| column.len());
        let mut values = match self {
            Self::ArithmeticMean => mean_of(&counting, rows, |x| x, |sum| sum),
            Self::GeometricMean => {
                check(&counting, "geometric mean", "above 0", |x| x > 0.0)?;
                mean_of(&counting, rows, libm::log, libm::exp)
            }
            Self::HarmonicMean => {
                check(&counting, "harmonic mean", "above 0", |x| x > 0.0)?;
                mean_of(&counting, rows, |x| 1.0 / x, |sum| 1.0 / sum)
            }
            Self::GeneralisedMean { p } if p < 0.0 => {
                check(&counting, "generalised mean", "above 0", |x| x > 0.0)?;
                mean_of(
                    &counting,
                    rows,
                    |x| libm::pow(x, p),
                    |sum| libm::pow(sum, 1.0 / p),
                )
            }
            Self::GeneralisedMean { p } => {
                check(&counting, "generalised mean", "of at least 0", |x| x >= 0.0)?;
                mean_of(
                    &counting,
                    rows,
                    |x| libm::pow(x, p),
                    |sum| libm::pow(sum, 1.0 / p),
                )
            }
            Self::Median => medians(&counting, rows),
            Self::Copeland => copeland(&counting, rows),
        };
        if at_least > 0.0 || self == Self::Copeland {
            let wanted = (at_least * counting.len() as f64).max(1.0) - 1e-9;
            for (row, value) in values.iter_mut().enumerate() {
                let there = counting
                    .iter()
                    .filter(|(_, column, _)| !column[row].is_nan())
                    .count();
                if (there as f64) < wanted {
                    *value = f64::NAN;
                }
            }
        }
        Ok(values)
    }
}

fn check(
    columns: &[(usize, &[f64], f64)],
    method: &'static str,
    needs: &'static str,
    takes: impl Fn(f64) -> bool,
) -> Result<(), OutOfDomain> {
    for (at, column, _) in columns {
        let wrong = column.iter().position(|value| !value.is_nan() && !takes(*value));
        if let Some(row) = wrong {
            return Err(OutOfDomain {
                column: *at,
                row,
                value: column[row],
                method,
                needs,
            });
        }
    }
    Ok(())
}

/// back(Σ w there(x) ÷ Σ w), row by row, over the columns in their order.
fn mean_of(
    columns: &[(usize, &[f64], f64)],
    rows: usize,
    there: impl Fn(f64) -> f64,
    back: impl Fn(f64) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; rows];
    let mut weights = vec![0.0; rows];
    for (_, column, weight) in columns {
        for ((sum, all), value) in sums.iter_mut().zip(&mut weights).zip(*column) {
            if !value.is_nan() {
                *sum += weight * there(*value);
                *all += weight;
            }
        }
    }
    for (sum, all) in sums.iter_mut().zip(&weights) {
        // Of nothing: 0 ÷ 0 is missing.
        *sum = back(*sum / all);
    }
    sums
}

fn medians(columns: &[(usize, &[f64], f64)], rows: usize) -> Vec<f64> {
    let mut values: Vec<(f64, f64)> = Vec::with_capacity(columns.len());
    let median = |row: usize| {
        values.clear();
        values.extend(columns.iter().map(|(_, column, weight)| (column[row], *weight)));
        values.retain(|(value, _)| !value.is_nan());
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = values.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
        let mut reached = 0.0;
        for (at, (value, weight)) in values.iter().enumerate() {
            reached += weight;
            let next = values.get(at + 1).map_or(*value, |(next, _)| *next);
            if (reached - half).abs() <= 1e-12 * half {
                return f64::midpoint(*value, next);
            }
            if reached > half {
                return *value;
            }
        }
        f64::NAN
    };
    (0..rows).map(median).collect()
}

fn copeland(columns: &[(usize, &[f64], f64)], rows: usize) -> Vec<f64> {
    let mut scores = vec![0.0; rows];
    for one in 0..rows {
        for other in one + 1..rows {
            let (mut wins, mut losses) = (0.0, 0.0);
            for (_, column, weight) in columns {
                if column[one] > column[other] {
                    wins += weight;
                } else if column[one] < column[other] {
                    losses += weight;
                }
            }
            // Sums of the same weights in another order may differ in their last bits.
            if (wins - losses).abs() > 1e-12 * (wins + losses) {
                let won = if wins > losses { 1.0 } else { -1.0 };
                scores[one] += won;
                scores[other] -= won;
            }
        }
    }
    scores
}
