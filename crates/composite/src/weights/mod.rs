//! How much each element counts within what it is part of.
//!
//! A [`Weighting`] says where weights come from: for all aggregates, by level, or for single ones. Those that are worked out
//! from data are worked out aggregate by aggregate from below, out of the columns that are put together: normalised
//! indicators, or aggregates of the level below. An aggregate of one element gives it the weight 1 from any source but
//! `given`.
//!
//! - [`entropy()`]: indicators that tell units apart count more.
//! - [`first_component`] and [`factors`]: what the elements have in common, by principal components.
//! - [`Budget`]: points that experts spend.
//! - [`Comparisons`]: what experts say of each two elements (AHP).
//! - [`optimise`]: such that each element has the wanted share in what moves the aggregate.
//!
//! What is noteworthy about weights (inconsistent judgements, units left out, targets not reached) is in the
//! [`Record`] as [`Event::Weighed`].

mod components;
mod entropy;
mod experts;
mod optimise;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::aggregate::Aggregate;
use crate::error::Error;
use crate::framework::Framework;
use crate::look::Correlation;
use crate::method::{NotAMethod, Written, as_text};
use crate::recipe::Levels;
use crate::record::{Event, Record};
use crate::stats::range;
use crate::table::Column;

pub use components::{Components, factors, first_component};
pub use entropy::entropy;
pub use experts::{Budget, Comparisons, Judgement};
pub use optimise::{Optimum, optimise};

/// Where weights come from. Written as its name, and for `optimise` the correlation: `optimise:spearman`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// `given`: the metadata's.
    #[default]
    Given,
    /// `equal`: all the same.
    Equal,
    /// `entropy`: [`entropy()`].
    Entropy,
    /// `pca`: loadings of the first principal component; [`first_component`].
    FirstComponent,
    /// `factors`: squared loadings of rotated factors; [`factors`].
    Factors,
    /// `budget`: the mean share of the points that experts spend; [`Budget`].
    Budget,
    /// `ahp`: comparisons of two and two; [`Comparisons`].
    Comparisons,
    /// `optimise` or `optimise:CORRELATION` (`pearson`): each element's correlation with the aggregate is as wanted;
    /// [`optimise`].
    Optimise(Correlation),
}

impl FromStr for Source {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        let written = Written::new("source of weights", text);
        let plain = match written.name {
            "optimise" => {
                let correlation = written.word()?.map(str::parse).transpose()?;
                return Ok(Self::Optimise(correlation.unwrap_or_default()));
            }
            "given" => Self::Given,
            "equal" => Self::Equal,
            "entropy" => Self::Entropy,
            "pca" => Self::FirstComponent,
            "factors" => Self::Factors,
            "budget" => Self::Budget,
            "ahp" => Self::Comparisons,
            _ => {
                return Err(
                    written.wrong("there are given, equal, entropy, pca, factors, budget, ahp and optimise")
                );
            }
        };
        written.numbers([])?;
        Ok(plain)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given => "given",
            Self::Equal => "equal",
            Self::Entropy => "entropy",
            Self::FirstComponent => "pca",
            Self::Factors => "factors",
            Self::Budget => "budget",
            Self::Comparisons => "ahp",
            Self::Optimise(Correlation::Pearson) => "optimise",
            Self::Optimise(correlation) => return write!(f, "optimise:{correlation}"),
        })
    }
}

as_text!(Source);

/// Weights of all elements: the `[weights]` of a recipe.
///
/// ```
/// let recipe: composite::Recipe = toml::from_str(r#"
///     [weights]
///     source = ["entropy", "given"]       # of what indicators are put together to, and of all above; or one for all
///     each = { health = "ahp", index = "budget" }
///     set = { beds = 0.5 }                # one weight, on the scale of those beside it
///     targets = { school = 2 }            # twice the influence of the others, for `optimise`
///
///     [weights.budget.index]
///     points = 100                        # what each expert has to spend; 100 if it is not there
///     experts.mayor = { health = 60, school = 40 }
///     experts.teacher = { health = 30, school = 70 }
///
///     [weights.ahp.health]                # beds count three times as much as doctors, …
///     beds = { doctors = 3, distance = 5 }
///     doctors = { distance = 2 }
/// "#).unwrap();
/// assert_eq!(recipe.weights.each["health"].to_string(), "ahp");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weighting {
    pub source: Levels<Source>,
    /// Of single aggregates, by code, in place of `source`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub each: BTreeMap<String, Source>,
    /// Weights of single elements, by code, whatever the source says. Those that are worked out sum to 1 before they are
    /// replaced.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, f64>,
    /// Of aggregates, by code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub budget: BTreeMap<String, Budget>,
    /// Of aggregates, by code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ahp: BTreeMap<String, Comparisons>,
    /// How much elements are to move what they are part of, by code, for `optimise`; those that are not there, 1.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub targets: BTreeMap<String, f64>,
}

/// An aggregate that is about to be put together.
pub(crate) struct Pending<'p> {
    pub framework: &'p Framework,
    pub place: usize,
    pub units: &'p [String],
    /// Of the elements below it, by place.
    pub columns: &'p [Column],
    pub how: Aggregate,
    pub at_least: f64,
}

impl<'p> Pending<'p> {
    fn code(&self) -> &'p str {
        &self.framework.elements()[self.place].code
    }

    /// Codes of what it is made of.
    fn children(&self) -> Vec<&'p str> {
        let children = self.framework.children(self.place).iter();
        children
            .map(|child| self.framework.elements()[*child].code.as_str())
            .collect()
    }

    fn parts(&self) -> Vec<&'p [f64]> {
        let children = self.framework.children(self.place).iter();
        children.map(|child| &self.columns[*child][..]).collect()
    }

    fn wrong(&self, why: impl Into<String>) -> Error {
        Error::Parameter {
            step: "weighting",
            element: self.code().to_owned(),
            why: why.into(),
        }
    }

    fn note(&self, record: &mut Record, why: String) {
        record.add(Event::Weighed {
            aggregate: self.code().to_owned(),
            why,
        });
    }
}

impl Weighting {
    /// # Errors
    /// [`Error::NoElement`] for a code that is not there; of `each`, `budget` and `ahp` it must be an aggregate's.
    pub(crate) fn check(&self, framework: &Framework) -> Result<(), Error> {
        let elements = self.set.keys().chain(self.targets.keys());
        let aggregates = self.each.keys().chain(self.budget.keys()).chain(self.ahp.keys());
        let missing = elements
            .map(|code| (code, 0))
            .chain(aggregates.map(|code| (code, framework.indicators().len())))
            .find(|(code, from)| framework.place(code).is_none_or(|place| place < *from));
        match missing {
            Some((code, _)) => Err(Error::NoElement(code.clone())),
            None => Ok(()),
        }
    }

    /// Weights of what an aggregate is made of, in the order of [`Framework::children`].
    ///
    /// # Errors
    /// When they are negative or sum to nothing, or cannot be worked out.
    pub(crate) fn of(&self, pending: &Pending, record: &mut Record) -> Result<Vec<f64>, Error> {
        let elements = pending.framework.elements();
        let children = pending.framework.children(pending.place);
        let (code, level) = (pending.code(), elements[pending.place].level);
        let source = self.each.get(code).copied().or(self.source.at(level));
        let mut weights = match source.unwrap_or_default() {
            Source::Given => children.iter().map(|child| elements[*child].weight).collect(),
            _ if children.len() == 1 => vec![1.0],
            Source::Equal => vec![1.0; children.len()],
            Source::Budget => {
                let budget = self.budget.get(code);
                let budget = budget.ok_or_else(|| pending.wrong("there are no points of experts"))?;
                budget
                    .weights(&pending.children())
                    .map_err(|why| pending.wrong(why))?
            }
            Source::Comparisons => {
                let comparisons = self.ahp.get(code);
                let comparisons = comparisons.ok_or_else(|| pending.wrong("there are no comparisons"))?;
                let judged = comparisons.judge(&pending.children());
                let judged = judged.map_err(|why| pending.wrong(why))?;
                if judged.ratio > 0.1 {
                    let why = format!(
                        "its comparisons contradict each other: consistency ratio {:.3}, above 0.1",
                        judged.ratio
                    );
                    pending.note(record, why);
                }
                judged.weights
            }
            by_data => self.by_data(by_data, pending, record)?,
        };
        for (child, weight) in children.iter().zip(&mut weights) {
            *weight = self.set.get(&elements[*child].code).copied().unwrap_or(*weight);
        }
        checked(code, weights)
    }

    fn by_data(&self, source: Source, pending: &Pending, record: &mut Record) -> Result<Vec<f64>, Error> {
        let (codes, parts) = (pending.children(), pending.parts());
        // What does not vary says nothing, and correlates with nothing.
        let vary: Vec<usize> = (0..parts.len())
            .filter(|at| range(parts[*at]).is_some_and(|(min, max)| min < max))
            .collect();
        for at in (0..parts.len()).filter(|at| !vary.contains(at)) {
            let why = format!("\"{}\" does not vary and has the weight 0", codes[at]);
            pending.note(record, why);
        }
        let varying: Vec<&[f64]> = vary.iter().map(|at| parts[*at]).collect();
        let own = match source {
            _ if varying.len() < 2 => vec![1.0; varying.len()],
            Source::FirstComponent | Source::Factors => {
                let found = if source == Source::Factors {
                    factors(&varying)
                } else {
                    first_component(&varying)
                };
                components::used(found, &vary, &codes, pending, record)?
            }
            Source::Optimise(correlation) => {
                let target = |at: &usize| self.targets.get(codes[*at]).copied().unwrap_or(1.0);
                let targets: Vec<f64> = vary.iter().map(target).collect();
                let columns = (&varying[..], &vary[..]);
                optimise::used(columns, &codes, &targets, correlation, pending, record)?
            }
            _ => entropy::used(&varying, &vary, &codes, pending)?,
        };
        let mut weights = vec![0.0; parts.len()];
        for (at, weight) in vary.iter().zip(own) {
            weights[*at] = weight;
        }
        Ok(weights)
    }
}

/// Weights that can be used.
pub(crate) fn checked(aggregate: &str, weights: Vec<f64>) -> Result<Vec<f64>, Error> {
    let wrong = |why| {
        Err(Error::Weights {
            element: aggregate.to_owned(),
            why,
        })
    };
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return wrong("are not all numbers of at least 0");
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        return wrong("sum to nothing");
    }
    Ok(weights)
}

/// Scaled to sum to 1.
fn shares(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}
