//! The choices that vary, what is chosen from, and the numbers that choose.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::Factor;
use super::spec::{Uncertainty, levels_in_words, treat_in_words};
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Levels;

/// What a factor varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Varies {
    Impute,
    Treat,
    Normalise,
    Aggregate,
    AggregateAt(usize),
    Weights,
    LeaveOut,
}

impl Varies {
    /// Its place in the stream of a replication, so that others do not change what is drawn for it.
    pub fn place(self) -> u128 {
        match self {
            Self::Impute => 0,
            Self::Treat => 1,
            Self::Normalise => 2,
            Self::Aggregate => 3,
            Self::Weights => 4,
            Self::LeaveOut => 5,
            Self::AggregateAt(level) => 6 + level as u128,
        }
    }
}

/// What varies, in the order of the fields.
pub(super) fn varied(spec: &Uncertainty) -> Vec<(Varies, Factor)> {
    fn names<T: ToString>(alternatives: &[T]) -> Vec<String> {
        alternatives.iter().map(T::to_string).collect()
    }
    let factor = |varies, name: &str, alternatives: Vec<String>| {
        let name = name.to_owned();
        (!alternatives.is_empty()).then_some((varies, Factor { name, alternatives }))
    };
    let at = spec.aggregate_at.iter().map(|(level, alternatives)| {
        let name = format!("aggregate_at.{level}");
        factor(Varies::AggregateAt(*level), &name, names(alternatives))
    });
    let first = [
        factor(Varies::Impute, "impute", names(&spec.impute)),
        factor(
            Varies::Treat,
            "treat",
            spec.treat.iter().map(treat_in_words).collect(),
        ),
        factor(Varies::Normalise, "normalise", names(&spec.normalise)),
        factor(
            Varies::Aggregate,
            "aggregate",
            spec.aggregate.iter().map(levels_in_words).collect(),
        ),
    ];
    let last = [
        factor(
            Varies::Weights,
            "weights",
            spec.weights
                .iter()
                .map(|noise| format!("± {}", levels_in_words(noise)))
                .collect(),
        ),
        factor(Varies::LeaveOut, "leave_out", spec.leave_out.clone()),
    ];
    first.into_iter().chain(at).chain(last).flatten().collect()
}

pub(super) fn wrong(what: &str, why: &str) -> Error {
    Error::Parameter {
        step: "uncertainty of",
        element: what.to_owned(),
        why: why.to_owned(),
    }
}

pub(super) fn check(framework: &Framework, spec: &Uncertainty) -> Result<(), Error> {
    let noise = match &spec.weights {
        None => &[][..],
        Some(Levels::All(noise)) => std::slice::from_ref(noise),
        Some(Levels::Each(noise)) => noise,
    };
    if !noise.iter().all(|noise| (0.0..=1.0).contains(noise)) {
        return Err(wrong("weights", "the noise is a share from 0 to 1"));
    }
    for (level, alternatives) in &spec.aggregate_at {
        if !(2..=framework.levels()).contains(level) {
            return Err(wrong(
                &format!("aggregate_at.{level}"),
                "there are no aggregates of this level",
            ));
        }
        if alternatives.is_empty() {
            return Err(wrong(
                &format!("aggregate_at.{level}"),
                "there is nothing to choose from",
            ));
        }
    }
    if spec.replications == 0 {
        return Err(wrong("replications", "there must be one at least"));
    }
    Ok(())
}

/// A stream of its own for each number.
pub(super) fn random(seed: u64, purpose: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&purpose.to_le_bytes());
    let mut random = ChaCha8Rng::from_seed(key);
    random.set_stream(stream);
    random
}

/// One of `n`, with equal chances.
pub(super) fn pick(draw: u64, n: usize) -> usize {
    ((u128::from(draw) * n as u128) >> 64) as usize
}

/// From 0 to below 1.
pub(super) fn uniform(draw: u64) -> f64 {
    (draw >> 11) as f64 / (1_u64 << 53) as f64
}
