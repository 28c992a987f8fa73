//! What is varied, as a recipe has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::aggregate::Aggregate;
use crate::impute::Impute;
use crate::normalise::Normalise;
use crate::recipe::Levels;
use crate::treat::{Transform, Treat};

/// The `[uncertainty]` of a recipe. Every key from `impute` on is a choice that varies, and takes the place of the recipe's;
/// what is not there stays as the recipe has it. The order of keys means nothing.
///
/// ```
/// let recipe: composite::Recipe = toml::from_str(r#"
///     [uncertainty]
///     replications = 2000
///     seed = 7
///     elements = ["index", "schools"]        # whose ranks are wanted; else the topmost
///     impute = ["mean", "median"]
///     treat = ["winsorise:5+log", "none", { winsorise = 3, skewness = 1.5 }]
///     normalise = ["minmax", "zscore", "rank"]
///     aggregate = ["amean", ["amean", "gmean"]] # either arithmetic, or geometric from the second time on
///     aggregate_at = { 3 = ["amean", "median"] } # of aggregates of level 3 alone, before `aggregate`
///     weights = [0.25, 0.1]                  # indicators' ± 25 %, all others' ± 10 %
///     leave_out = ["none", "pupils"]         # codes of indicators or aggregates
///
///     [uncertainty.sensitivity]
///     samples = 500
///     bootstrap = 1000
/// "#).unwrap();
/// assert_eq!(recipe.uncertainty.unwrap().treat.len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Uncertainty {
    /// Times that the index is built anew.
    pub replications: usize,
    pub seed: u64,
    /// Codes of the elements whose ranks are wanted; none for the topmost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impute: Vec<Impute>,
    /// Of the indicators that have no treatment of their own; in one line, or as a recipe's `[treat]`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "treatments")]
    pub treat: Vec<Treat>,
    /// Of the indicators that have no method of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub normalise: Vec<Normalise>,
    /// Each alternative is what a recipe's `aggregate` may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aggregate: Vec<Levels<Aggregate>>,
    /// Of the aggregates of a level (from 2) alone; each level is a choice of its own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub aggregate_at: BTreeMap<usize, Vec<Aggregate>>,
    /// The share of its weight, from 0 to 1, by which that of each element goes up or down at most: one for all, or by
    /// level, the first for indicators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Levels<f64>>,
    /// Codes of elements, one of which is left out; `none` for none of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sampling>,
}

impl Default for Uncertainty {
    fn default() -> Self {
        Self {
            replications: 1000,
            seed: 1,
            elements: Vec::new(),
            impute: Vec::new(),
            treat: Vec::new(),
            normalise: Vec::new(),
            aggregate: Vec::new(),
            aggregate_at: BTreeMap::new(),
            weights: None,
            leave_out: Vec::new(),
            sensitivity: None,
        }
    }
}

/// How Sobol' indices are estimated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sampling {
    /// N: with d choices, the index is built N(d + 2) times.
    pub samples: usize,
    /// Resamples that the intervals are taken from; 0 for no intervals.
    pub bootstrap: usize,
    /// The unit whose score is explained; else the mean absolute change of rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_of: Option<String>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            samples: 500,
            bootstrap: 1000,
            score_of: None,
        }
    }
}

fn treatments<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Treat>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Line(String),
        Whole(Treat),
    }
    let written = Vec::<Written>::deserialize(from)?.into_iter();
    let treat = |written| match written {
        Written::Line(line) => line.parse().map_err(serde::de::Error::custom),
        Written::Whole(treat) => Ok(treat),
    };
    written.map(treat).collect()
}

/// A treatment in one line, with its thresholds where they are not the default's.
pub(super) fn treat_in_words(treat: &Treat) -> String {
    let mut parts = Vec::new();
    if treat.winsorise > 0 {
        parts.push(format!("winsorise:{}", treat.winsorise));
    }
    if treat.transform != Transform::None {
        parts.push(treat.transform.to_string());
    }
    let words = if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join("+")
    };
    let default = Treat::default();
    if (treat.skewness, treat.kurtosis) == (default.skewness, default.kurtosis) {
        return words;
    }
    format!(
        "{words} (skewness {}, kurtosis {})",
        treat.skewness, treat.kurtosis
    )
}

/// Something for all levels, or for each.
pub(super) fn levels_in_words<T: ToString>(levels: &Levels<T>) -> String {
    match levels {
        Levels::All(one) => one.to_string(),
        Levels::Each(each) => each.iter().map(T::to_string).collect::<Vec<_>>().join(", "),
    }
}
