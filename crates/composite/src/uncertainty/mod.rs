//! How much an index depends on the choices that were made: it is built many times over, each time with other ones.
//!
//! [`run`] draws every varied choice of an [`Uncertainty`] at random, as often as asked, and says between which ranks each
//! unit moves: COINr's `get_sensitivity` with `SA_type = "UA"`. [`sensitivity()`] says which of the choices the ranks depend
//! on: Sobol' indices, its `SA_type = "SA"`. Both follow Saisana, Saltelli and Tarantola (2005),
//! <https://doi.org/10.1111/j.1467-985X.2005.00350.x>.
//!
//! - A choice among alternatives is drawn with equal chances. Noise on weights is COINr's `get_noisy_weights`: the weight w
//!   of an element becomes w + (2u − 1)·f·w, u uniform in [0, 1), drawn for each element, f the noise.
//! - Weights are those of the build with the recipe as it is; where they come from the data, they are not worked out anew
//!   in each replication. Units, too, are screened once.
//! - What is left out counts for nothing, in what it is part of; the same as a framework without it, if weights are given.
//! - A replication in which a method meets a value that it cannot take has no result; how many there were, and with which
//!   choices, is in [`Ranking::failed`].
//!
//! Every replication has its own stream of `ChaCha8`, and every choice its own place in it: results depend on the seed alone,
//! not on threads, and which other choices vary does not change how one is drawn.
//!
//! Threads are the standard library's: one loop over replications does not want a pool.

mod factors;
mod model;
mod sensitivity;
pub mod sobol;
mod spec;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde::Serialize;

use crate::data::Data;
use crate::error::Error;
use crate::framework::Framework;
use crate::recipe::Recipe;
use crate::stats::quantile_of_sorted;
use model::{Model, Scratch};

pub use sensitivity::{FactorIndices, Sensitivity, sensitivity};
pub use spec::{Sampling, Uncertainty};

/// How replications are run.
#[derive(Clone, Copy)]
pub struct Running<'r> {
    /// At least one is used.
    pub threads: usize,
    /// Called now and then with how many are done, of how many; from any of the threads.
    pub progress: &'r (dyn Fn(usize, usize) + Sync),
    /// Set it to end with [`Error::Stopped`]; asked before each replication.
    pub stop: &'r AtomicBool,
}

impl Running<'_> {
    /// On this many threads, telling nobody, until it is done.
    pub fn on(threads: usize) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self {
            threads,
            progress: &|_, _| {},
            stop: &NEVER,
        }
    }
}

impl std::fmt::Debug for Running<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("threads", &self.threads)
            .field("stop", self.stop)
            .finish_non_exhaustive()
    }
}

/// Ranks of units over all replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranking {
    pub replications: usize,
    pub seed: u64,
    /// What was varied, in the order of [`Uncertainty`]'s fields.
    pub factors: Vec<Factor>,
    pub elements: Vec<ElementRanks>,
    /// Those that have no result.
    pub failed: Vec<Failed>,
}

impl Ranking {
    /// Of an element, if it was asked for.
    pub fn of(&self, element: &str) -> Option<&[UnitRanks]> {
        let found = self.elements.iter().find(|of| of.element == element)?;
        Some(&found.units)
    }
}

/// A choice that was varied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Factor {
    /// The key of the recipe's `[uncertainty]`; with the level, of `aggregate_at`.
    pub name: String,
    /// What was chosen from; of noise, how much there is.
    pub alternatives: Vec<String>,
}

/// Ranks of all units by one element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementRanks {
    pub element: String,
    pub units: Vec<UnitRanks>,
}

/// Ranks of one unit; the best is 1, equal units share the better one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitRanks {
    pub unit: String,
    /// With the recipe as it is. `NaN` when it has none, as all others below then.
    pub score: f64,
    pub rank: f64,
    pub mean: f64,
    pub median: f64,
    /// 5 % of replications have it lower; linear between ranks, as R's and numpy's quantiles.
    pub low: f64,
    /// 5 % of replications have it higher.
    pub high: f64,
    /// Replications in which it has a rank.
    pub ranked: usize,
    /// The ranks it had, and how often.
    pub frequencies: Vec<(u32, usize)>,
}

/// Replications of the same choices that have no result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// Names of factors with the alternative that was drawn; noise is not among them.
    pub choices: BTreeMap<String, String>,
    pub replications: usize,
    /// What the first of them met.
    pub why: String,
}

/// Builds the index again and again, every choice of `spec` drawn anew.
///
/// ```
/// use composite::uncertainty::{Running, Uncertainty, run};
/// use composite::{Data, Element, Framework, Recipe, Table};
///
/// let framework = Framework::new(vec![
///     Element::new("schools", 1, Some("index")),
///     Element::new("clinics", 1, Some("index")),
///     Element::new("index", 2, None),
/// ])?;
/// let table = Table::new(
///     ["north".into(), "south".into(), "west".into()].into(),
///     ["schools".into(), "clinics".into()].into(),
///     vec![[1.0, 2.0, 3.0].into(), [30.0, 10.0, 20.0].into()],
/// );
/// let spec: Uncertainty = toml::from_str(r#"replications = 200
///     normalise = ["minmax", "rank", "zscore"]
///     weights = 0.5"#).unwrap();
/// let ranking = run(&Data::new(table), &framework, &Recipe::default(), &spec, &Running::on(2))?;
/// let west = &ranking.of("index").unwrap()[2];
/// assert_eq!((west.rank, west.high), (1.0, 1.0));
/// # Ok::<(), composite::Error>(())
/// ```
///
/// # Errors
/// Those of [`build()`](crate::build()) with the recipe as it is; [`Error::Parameter`] when nothing varies or a noise is not
/// from 0 to 1; [`Error::NoElement`] for what is not there; [`Error::Stopped`].
pub fn run(
    data: &Data,
    framework: &Framework,
    recipe: &Recipe,
    spec: &Uncertainty,
    running: &Running,
) -> Result<Ranking, Error> {
    let model = Model::new(data, framework, recipe, spec)?;
    let outcomes = gather(spec.replications, running, |at, scratch| {
        let draws = model.draws(at as u64);
        model.ranks(&draws, scratch)
    })?;
    Ok(ranking(&model, spec, &outcomes))
}

/// Of one replication: ranks by element and unit, 0 for none; or the choices it failed with, and why.
type Outcome = Result<Box<[u32]>, (Vec<usize>, String)>;

fn ranking(model: &Model, spec: &Uncertainty, outcomes: &[Outcome]) -> Ranking {
    let units = model.nominal.units();
    let elements = model.targets.iter().enumerate().map(|(at, place)| {
        let scores = &model.nominal.aggregated.columns()[*place];
        let of_unit = |row: usize| {
            let ranks = outcomes
                .iter()
                .flatten()
                .map(|ranks| ranks[at * units.len() + row]);
            let nominal = model.nominal_ranks[at * units.len() + row];
            unit_ranks(&units[row], scores[row], nominal, ranks)
        };
        ElementRanks {
            element: model.nominal.framework.codes()[*place].clone(),
            units: (0..units.len()).map(of_unit).collect(),
        }
    });
    let mut failed: BTreeMap<&[usize], (usize, &str)> = BTreeMap::new();
    for (choices, why) in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        failed.entry(choices).or_insert((0, why)).0 += 1;
    }
    let failed = failed.into_iter().map(|(choices, (replications, why))| Failed {
        choices: model.named(choices),
        replications,
        why: why.to_owned(),
    });
    Ranking {
        replications: outcomes.len(),
        seed: spec.seed,
        factors: model.factors(),
        elements: elements.collect(),
        failed: failed.collect(),
    }
}

fn unit_ranks(unit: &str, score: f64, nominal: u32, ranks: impl Iterator<Item = u32>) -> UnitRanks {
    let mut ranks: Vec<f64> = ranks.filter(|rank| *rank > 0).map(f64::from).collect();
    ranks.sort_unstable_by(f64::total_cmp);
    let mut frequencies: Vec<(u32, usize)> = Vec::new();
    for of_one in ranks.chunk_by(|a, b| a == b) {
        frequencies.push((of_one[0] as u32, of_one.len()));
    }
    UnitRanks {
        unit: unit.to_owned(),
        score,
        rank: if nominal == 0 {
            f64::NAN
        } else {
            f64::from(nominal)
        },
        mean: ranks.iter().sum::<f64>() / ranks.len() as f64,
        median: quantile_of_sorted(&ranks, 0.5),
        low: quantile_of_sorted(&ranks, 0.05),
        high: quantile_of_sorted(&ranks, 0.95),
        ranked: ranks.len(),
        frequencies,
    }
}

/// What each replication gives, in their order, whatever thread ran it.
fn gather<T: Send>(
    of: usize,
    running: &Running,
    each: impl Fn(usize, &mut Scratch) -> T + Sync,
) -> Result<Vec<T>, Error> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let step = (of / 200).max(1);
    let work = || {
        let mut scratch = Scratch::default();
        let mut own = Vec::new();
        while !running.stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= of {
                break;
            }
            own.push((at, each(at, &mut scratch)));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if done % step == 0 || done == of {
                (running.progress)(done, of);
            }
        }
        own
    };
    let mut all: Vec<(usize, T)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..running.threads.max(1)).map(|_| scope.spawn(work)).collect();
        let ended = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        ended
            .flat_map(|own| own.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    if all.len() < of {
        return Err(Error::Stopped);
    }
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, outcome)| outcome).collect())
}
