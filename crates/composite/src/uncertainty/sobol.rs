//! Sobol' indices: shares of the variance of a number that depends on several inputs.
//!
//! The first-order index of an input is the share that would go if it were known; the total index is the share that would
//! stay if all others were. A and B are two independent samples of N rows of inputs, a and b
//! what comes out of them; c is what comes out of A with one input taken from B. V is the variance of a and b together
//! (with 2N − 1).
//!
//! - First: Σ b (c − a) ÷ (N V), Saltelli et al. (2010), <https://doi.org/10.1016/j.cpc.2009.09.018>, table 2 (b).
//! - Total: Σ (a − c)² ÷ (2 N V), Jansen (1999), the same table (f).
//!
//! Both are COINr's `SA_estimate`, with two differences. The mean of a and b together is taken off before the first index is
//! estimated (as SALib does): the expectation is the same, and a great mean does not drown it in noise. Intervals are from
//! rows drawn with replacement, V with them, where COINr keeps V and draws for each index apart.
//!
//! Estimates of small indices may be below 0.

use rand_chacha::rand_core::RngCore as _;
use serde::Serialize;

use super::factors::{pick, random};
use crate::stats::quantile;

/// An estimate with its interval: 5 % and 95 % quantiles of the bootstrap, `NaN` without one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// The indices of one input. `NaN` when nothing varies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Indices {
    pub first: Estimate,
    pub total: Estimate,
}

const BOOTSTRAP: u64 = 2;

/// Indices of each input, of what came out of the samples: `a`, `b`, and for each input that of A with it taken from B.
/// `seed` draws the `bootstrap` resamples.
///
/// # Panics
/// When the samples are not of one length.
pub fn estimate(a: &[f64], b: &[f64], ab: &[Vec<f64>], bootstrap: usize, seed: u64) -> Vec<Indices> {
    let n = a.len();
    assert!(
        b.len() == n && ab.iter().all(|ab| ab.len() == n),
        "samples of one length"
    );
    let rows: Vec<usize> = (0..n).collect();
    let values = of_rows(a, b, ab, &rows);
    let mut resampled: Vec<(Vec<f64>, Vec<f64>)> = vec![(Vec::new(), Vec::new()); ab.len()];
    let mut drawn = rows;
    for resample in 0..bootstrap {
        let mut random = random(seed, BOOTSTRAP, resample as u64);
        drawn.fill_with(|| pick(random.next_u64(), n));
        for ((first, total), of) in resampled.iter_mut().zip(of_rows(a, b, ab, &drawn)) {
            first.push(of.0);
            total.push(of.1);
        }
    }
    let with_interval = |value: f64, resampled: &[f64]| Estimate {
        value,
        low: quantile(resampled, 0.05),
        high: quantile(resampled, 0.95),
    };
    let indices = values.iter().zip(&resampled);
    indices
        .map(|((first, total), resampled)| Indices {
            first: with_interval(*first, &resampled.0),
            total: with_interval(*total, &resampled.1),
        })
        .collect()
}

/// First and total index of each input, over these rows.
fn of_rows(a: &[f64], b: &[f64], ab: &[Vec<f64>], rows: &[usize]) -> Vec<(f64, f64)> {
    let n = rows.len() as f64;
    let both = || {
        rows.iter()
            .map(|row| a[*row])
            .chain(rows.iter().map(|row| b[*row]))
    };
    let mean = both().sum::<f64>() / (2.0 * n);
    let variance = both().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (2.0 * n - 1.0);
    let of_one = |ab: &Vec<f64>| {
        let (mut first, mut total) = (0.0, 0.0);
        for row in rows {
            let change = ab[*row] - a[*row];
            first += (b[*row] - mean) * change;
            total += change * change;
        }
        (first / (n * variance), total / (2.0 * n * variance))
    };
    ab.iter().map(of_one).collect()
}
