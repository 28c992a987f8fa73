//! Weights by how much elements tell units apart.

use super::{Pending, shares};
use crate::error::Error;
use crate::stats::present;

/// A value below 0: the column, the row and the value.
pub(super) type Negative = (usize, usize, f64);

/// Weights by Shannon's entropy: with pᵢ = xᵢ ÷ Σx over the n units that have a value, e = −Σ pᵢ ln pᵢ ÷ ln n is 1 when all
/// units are equal and less the more they differ; an element's weight is 1 − e over the sum of all. Zou, Yun and Sun (2006),
/// <https://doi.org/10.1016/S1001-0742(06)60032-6>, after Hwang and Yoon (1981).
///
/// Missing values count for nothing; each column has its own n. A value of 0 brings 0 (the limit of p ln p). A column of
/// fewer than two values, or of zeros only, gets the weight 0, as does one that does not vary. Weights do not change when a
/// column is multiplied, but do when a number is added to it: values must have a zero that means something, and not be below
/// it. COINr does not have it.
///
/// # Errors
/// The column and row of the first value below 0, and the value: after `zscore` there are such; after `minmax` there are
/// none.
pub fn entropy(columns: &[&[f64]]) -> Result<Vec<f64>, (usize, usize, f64)> {
    let mut differ = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        if let Some(row) = column.iter().position(|value| *value < 0.0) {
            return Err((at, row, column[row]));
        }
        differ.push(diversification(column));
    }
    if differ.iter().sum::<f64>() > 0.0 {
        differ = shares(differ);
    }
    Ok(differ)
}

/// 1 − e.
fn diversification(x: &[f64]) -> f64 {
    let (mut sum, mut n) = (0.0, 0_usize);
    let first = present(x).next();
    for value in present(x) {
        sum += value;
        n += 1;
    }
    // Sums of the same p may differ from ln n in their last bits.
    if n < 2 || sum <= 0.0 || present(x).all(|value| Some(value) == first) {
        return 0.0;
    }
    let term = |value: f64| {
        let p = value / sum;
        if p > 0.0 { p * libm::log(p) } else { 0.0 }
    };
    let entropy: f64 = -present(x).map(term).sum::<f64>();
    (1.0 - entropy / libm::log(n as f64)).max(0.0)
}

pub(super) fn used(
    columns: &[&[f64]],
    places: &[usize],
    codes: &[&str],
    pending: &Pending,
) -> Result<Vec<f64>, Error> {
    entropy(columns).map_err(|(column, row, value): Negative| Error::OutOfDomain {
        method: "entropy",
        element: pending.code().to_owned(),
        child: codes[places[column]].to_owned(),
        unit: pending.units[row].clone(),
        value,
        needs: "of at least 0",
    })
}
