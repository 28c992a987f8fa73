//! How well elements say the same.

use serde::Serialize;

use crate::build::Build;

/// Cronbach's α (1951), <https://doi.org/10.1007/BF02310555>, as COINr's `get_cronbach`: k² σ̄ ÷ Σσ over the covariance matrix of
/// k columns, with σ̄ the mean of the entries beside the diagonal; that is k ÷ (k − 1) · (1 − Σσᵢᵢ ÷ Σσ). Near 1, columns say
/// the same; the handbook (section 4.2) asks for 0.7. It depends on the scale of columns and on their direction.
///
/// Each covariance takes the pairs of which both values are there (R's `pairwise.complete.obs`); one of fewer than two
/// counts as 0. `NaN` of fewer than two columns and when covariances sum to 0.
pub fn alpha(columns: &[&[f64]]) -> f64 {
    let k = columns.len() as f64;
    let (mut own, mut beside) = (0.0, 0.0);
    for (at, x) in columns.iter().enumerate() {
        own += covariance(x, x);
        for y in &columns[at + 1..] {
            beside += 2.0 * covariance(x, y);
        }
    }
    let all = own + beside;
    if columns.len() < 2 || all == 0.0 {
        return f64::NAN;
    }
    k / (k - 1.0) * beside / all
}

/// Over the pairs that are there; 0 of fewer than two.
fn covariance(x: &[f64], y: &[f64]) -> f64 {
    let pairs = || x.iter().zip(y).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let n = pairs().count();
    if n < 2 {
        return 0.0;
    }
    let (sx, sy) = pairs().fold((0.0, 0.0), |(sx, sy), (a, b)| (sx + a, sy + b));
    let (mx, my) = (sx / n as f64, sy / n as f64);
    let sum: f64 = pairs().map(|(a, b)| (a - mx) * (b - my)).sum();
    sum / (n - 1) as f64
}

/// α of what an aggregate is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    pub aggregate: String,
    /// How many elements it is made of.
    pub elements: usize,
    pub alpha: f64,
}

/// α of each aggregate, over what it is made of, after aggregation: on one scale, and more is better of all.
pub fn alphas(build: &Build) -> Vec<Reliability> {
    let (framework, columns) = (&build.framework, build.aggregated.columns());
    let aggregates = framework.aggregates().iter().zip(framework.indicators().len()..);
    aggregates
        .map(|(aggregate, place)| {
            let children = framework.children(place);
            let parts: Vec<&[f64]> = children.iter().map(|child| &columns[*child][..]).collect();
            Reliability {
                aggregate: aggregate.code.clone(),
                elements: parts.len(),
                alpha: alpha(&parts),
            }
        })
        .collect()
}
