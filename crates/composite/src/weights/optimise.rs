//! Weights by what moves an aggregate.

use super::{Pending, shares};
use crate::error::Error;
use crate::look::Correlation;
use crate::record::Record;

/// The best weights that were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// They sum to 1.
    pub weights: Vec<f64>,
    /// What was wanted: targets, scaled to sum to 1.
    pub wanted: Vec<f64>,
    /// Correlations with the aggregate that these weights give, scaled to sum to 1.
    pub reached: Vec<f64>,
    /// Σ(wanted − reached)².
    pub distance: f64,
    /// How often the aggregate was put together.
    pub trials: usize,
}

/// Weights with which the correlations of the columns with the aggregate are in the proportion of `targets`: w is sought that
/// makes Σ(tᵢ − cᵢ ÷ Σc)² least, with t the targets scaled to sum to 1 and c the correlations; COINr's `get_opt_weights`
/// (`optype = "balance"`), after Becker, Saisana, Paruolo and Vandecasteele (2017), <https://doi.org/10.1016/j.ecolind.2017.03.056>.
/// `together` puts the aggregate together with given weights.
///
/// The search is Nelder and Mead's (1965), <https://doi.org/10.1093/comjnl/7.4.308>, with reflection 1, expansion 2, contraction
/// and shrinking ½. It has no randomness: it starts at w = t, as COINr's, and the other corners are further along one axis each
/// by a tenth of the greatest entry. Over COINr's, which may end at negative weights, it goes over x with w = x² ÷ Σx². A run
/// ends when the corners differ by 1e-16 or less, or after 200 trials for each column; from where it ends it is run anew, until a
/// run gains no more than 1e-16 or there were ten (COINr: one run, until the logarithm of the mean square changes by less than a
/// tenth). Rank correlations change by steps, so that the optimum is only near.
///
/// Pairs with a missing value count for nothing in their correlation. Targets must be above 0. Where correlations cannot be
/// had, or sum to 0 or less, wherever it looks, there are no weights.
pub fn optimise(
    columns: &[&[f64]],
    targets: &[f64],
    correlation: Correlation,
    together: impl Fn(&[f64]) -> Vec<f64>,
) -> Option<Optimum> {
    const RUNS: usize = 10;
    const GAIN: f64 = 1e-16;
    let wanted = shares(targets.to_vec());
    let reached = |x: &[f64]| {
        let aggregate = together(&weights(x));
        let found: Vec<f64> = columns
            .iter()
            .map(|column| correlation.of(column, &aggregate))
            .collect();
        // `NaN` is none, too.
        (found.iter().sum::<f64>() > 0.0).then(|| shares(found))
    };
    let mut trials = 0;
    let mut distance = |x: &[f64]| {
        trials += 1;
        reached(x).map_or(f64::INFINITY, |reached| apart(&wanted, &reached))
    };
    let mut best: Vec<f64> = wanted.iter().map(|share| share.sqrt()).collect();
    let mut least = distance(&best);
    for _ in 0..RUNS {
        let (found, value) = nelder_mead(&best, least, &mut distance, 200 * columns.len(), GAIN);
        let gained = least - value;
        (best, least) = (found, value);
        // Both may be infinite.
        if gained.is_nan() || gained <= GAIN {
            break;
        }
    }
    let reached = reached(&best)?;
    Some(Optimum {
        weights: weights(&best),
        distance: least,
        wanted,
        reached,
        trials,
    })
}

fn weights(x: &[f64]) -> Vec<f64> {
    shares(x.iter().map(|entry| entry * entry).collect())
}

fn apart(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// From a corner and its value; the best corner and its value.
fn nelder_mead(
    start: &[f64],
    value: f64,
    f: &mut impl FnMut(&[f64]) -> f64,
    trials: usize,
    within: f64,
) -> (Vec<f64>, f64) {
    let n = start.len();
    let step = 0.1 * start.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    let mut corners = vec![(start.to_vec(), value)];
    for axis in 0..n {
        let mut corner = start.to_vec();
        corner[axis] += step;
        let value = f(&corner);
        corners.push((corner, value));
    }
    let mut left = trials;
    loop {
        // Stable: of equal ones the older stays first.
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (least, greatest) = (corners[0].1, corners[n].1);
        if left == 0 || !least.is_finite() || greatest - least <= within {
            return corners.swap_remove(0);
        }
        left -= 1;
        let centre: Vec<f64> = (0..n)
            .map(|axis| corners[..n].iter().map(|(corner, _)| corner[axis]).sum::<f64>() / n as f64)
            .collect();
        // Away from the worst for what is positive, towards it for what is negative.
        let worst = corners[n].0.clone();
        let beyond = |by: f64| -> Vec<f64> {
            let pairs = centre.iter().zip(&worst);
            pairs
                .map(|(centre, worst)| centre + by * (centre - worst))
                .collect()
        };
        let mut tried = |by: f64| {
            let corner = beyond(by);
            let value = f(&corner);
            (corner, value)
        };
        let reflected = tried(1.0);
        let next = if reflected.1 < least {
            let expanded = tried(2.0);
            Some(if expanded.1 < reflected.1 {
                expanded
            } else {
                reflected
            })
        } else if reflected.1 < corners[n - 1].1 {
            Some(reflected)
        } else if reflected.1 < greatest {
            Some(tried(0.5)).filter(|contracted| contracted.1 <= reflected.1)
        } else {
            Some(tried(-0.5)).filter(|contracted| contracted.1 < greatest)
        };
        if let Some(next) = next {
            corners[n] = next;
            continue;
        }
        let best = corners[0].0.clone();
        for (corner, value) in &mut corners[1..] {
            corner
                .iter_mut()
                .zip(&best)
                .for_each(|(entry, best)| *entry = f64::midpoint(*entry, *best));
            *value = f(corner);
        }
    }
}

pub(super) fn used(
    (columns, places): (&[&[f64]], &[usize]),
    codes: &[&str],
    targets: &[f64],
    correlation: Correlation,
    pending: &Pending,
    record: &mut Record,
) -> Result<Vec<f64>, Error> {
    if let Some(target) = targets
        .iter()
        .find(|target| !(target.is_finite() && **target > 0.0))
    {
        return Err(pending.wrong(format!("{target} is no target; it must be above 0")));
    }
    let together = |weights: &[f64]| pending.how.apply(columns, weights, pending.at_least);
    // What the method cannot take, it cannot take with other weights.
    together(targets).map_err(|wrong| {
        wrong.named(
            pending.code(),
            codes[places[wrong.column]],
            &pending.units[wrong.row],
        )
    })?;
    let found = optimise(columns, targets, correlation, |weights| {
        together(weights).unwrap_or_default()
    });
    let Some(found) = found else {
        return Err(pending.wrong("what it is made of does not correlate with it"));
    };
    let pairs = found.wanted.iter().zip(&found.reached);
    let most = pairs.fold(0.0_f64, |most, (wanted, reached)| {
        most.max((wanted - reached).abs())
    });
    if most > 0.005 {
        pending.note(
            record,
            format!("no weights give the wanted influence; the nearest are off by {most:.3} of the whole"),
        );
    }
    Ok(found.weights)
}
