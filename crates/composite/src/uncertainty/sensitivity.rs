//! Which choices the result depends on.

use serde::Serialize;

use super::model::Model;
use super::sobol::{self, Indices};
use super::spec::Uncertainty;
use super::{Outcome, Ranking, Running, gather, ranking};
use crate::data::Data;
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Recipe;

/// Sobol' indices of every choice that varies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// What is explained: `rank change`, or `score of UNIT`.
    pub of: String,
    /// The element it is about.
    pub element: String,
    pub samples: usize,
    /// Samples that are left out of the estimates, as one of their replications has no result.
    pub left_out: usize,
    pub indices: Vec<FactorIndices>,
    /// Ranks over the first 2 × `samples` replications, which are independent of each other.
    pub ranking: Ranking,
}

/// Those of one choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactorIndices {
    pub factor: String,
    #[serde(flatten)]
    pub indices: Indices,
}

/// Builds the index N(d + 2) times, for d varied choices and N of [`Sampling`](super::Sampling), and estimates how much of
/// the variance of the result each choice has ([`sobol`]).
///
/// The result is COINr's: the mean over units of how far their rank by the first of the spec's elements is from that with
/// the recipe as it is; or the score of one unit. Samples come from the same streams as [`run`](super::run)'s
/// replications: the ranking over A is that of the same seed.
///
/// # Errors
/// As [`run`](super::run), and [`Error::NoUnit`]; [`Error::Parameter`] when less than two samples are left.
pub fn sensitivity(
    data: &Data,
    framework: &Framework,
    recipe: &Recipe,
    spec: &Uncertainty,
    running: &Running,
) -> Result<Sensitivity, Error> {
    let model = Model::new(data, framework, recipe, spec)?;
    let sampling = spec.sensitivity.clone().unwrap_or_default();
    let units = model.nominal.units();
    let row = match &sampling.score_of {
        None => None,
        Some(unit) => {
            let row = units.iter().position(|other| other == unit);
            Some(row.ok_or_else(|| Error::NoUnit(unit.clone()))?)
        }
    };
    let (n, d) = (sampling.samples, model.factors().len());
    // A, B, then A with one choice from B each.
    let runs = gather(n * (d + 2), running, |at, scratch| {
        let (block, sample) = (at / n, at % n);
        let mut draws = model.draws(if block == 1 { n + sample } else { sample } as u64);
        if let Some(factor) = block.checked_sub(2) {
            draws[factor] = model.draws((n + sample) as u64)[factor];
        }
        let outcome = model.ranks(&draws, scratch);
        let result = match (&outcome, row) {
            (Err(_), _) => f64::NAN,
            (Ok(_), Some(row)) => model.score(&draws, scratch, row),
            (Ok(ranks), None) => rank_change(&ranks[..units.len()], &model.nominal_ranks),
        };
        let keeps_ranks = block < 2 || outcome.is_err();
        (result, keeps_ranks.then_some(outcome))
    })?;
    let (results, outcomes): (Vec<f64>, Vec<Option<Outcome>>) = runs.into_iter().unzip();
    let is_whole = |sample: &usize| (0..d + 2).all(|block| !results[block * n + sample].is_nan());
    let whole: Vec<usize> = (0..n).filter(is_whole).collect();
    if whole.len() < 2 {
        return Err(Error::Parameter {
            step: "sensitivity of",
            element: framework.codes()[model.targets[0]].clone(),
            why: format!("only {} of {n} samples have a result", whole.len()),
        });
    }
    let block = |block: usize| whole.iter().map(|sample| results[block * n + sample]).collect();
    let ab: Vec<Vec<f64>> = (2..d + 2).map(block).collect();
    let (a, b): (Vec<f64>, Vec<f64>) = (block(0), block(1));
    let indices = sobol::estimate(&a, &b, &ab, sampling.bootstrap, spec.seed);
    let mut outcomes = outcomes.into_iter();
    let first: Vec<Outcome> = outcomes.by_ref().take(2 * n).flatten().collect();
    let mut found = ranking(&model, spec, &first);
    // The failures of the rest are named, too.
    let rest: Vec<Outcome> = outcomes.flatten().collect();
    for failed in ranking(&model, spec, &rest).failed {
        match found
            .failed
            .iter_mut()
            .find(|other| other.choices == failed.choices)
        {
            Some(same) => same.replications += failed.replications,
            None => found.failed.push(failed),
        }
    }
    let factors = model.factors().into_iter().zip(indices);
    Ok(Sensitivity {
        of: sampling
            .score_of
            .map_or_else(|| "rank change".to_owned(), |unit| format!("score of {unit}")),
        element: framework.codes()[model.targets[0]].clone(),
        samples: n,
        left_out: n - whole.len(),
        indices: factors
            .map(|(factor, indices)| FactorIndices {
                factor: factor.name,
                indices,
            })
            .collect(),
        ranking: found,
    })
}

/// Mean absolute difference, over the units that have both; `NaN` of none.
fn rank_change(ranks: &[u32], nominal: &[u32]) -> f64 {
    let both = ranks
        .iter()
        .zip(nominal)
        .filter(|(now, then)| **now > 0 && **then > 0);
    let (sum, n) = both.fold((0_u64, 0_u64), |(sum, n), (now, then)| {
        (sum + u64::from(now.abs_diff(*then)), n + 1)
    });
    sum as f64 / n as f64
}
