//! How an index is built, as a file has it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::aggregate::Aggregate;
use crate::data::ImputeYears;
use crate::impute::Impute;
use crate::normalise::Normalise;
use crate::screen::Screen;
use crate::treat::Treat;
use crate::uncertainty::Uncertainty;
use crate::weights::Weighting;

/// Something for all levels, or for each: the first is what indicators are put together by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Levels<T> {
    All(T),
    Each(Vec<T>),
}

impl<T: Copy> Levels<T> {
    /// For aggregates of that level, from 2; the last one given is also for all above.
    pub fn at(&self, level: usize) -> Option<T> {
        match self {
            Self::All(one) => Some(*one),
            Self::Each(each) => each.get(level.saturating_sub(2)).or(each.last()).copied(),
        }
    }
}

impl<T: Default> Default for Levels<T> {
    fn default() -> Self {
        Self::All(T::default())
    }
}

/// Every choice that is made on the way from data to an index. With the data it is all that a build depends on.
///
/// ```
/// let recipe: composite::Recipe = toml::from_str(r#"
///     impute = "mean:region"
///     normalise = "minmax:1:100"
///     aggregate = ["amean", "gmean"]
///     [treat]
///     winsorise = 3
/// "#).unwrap();
/// assert_eq!(recipe.normalise.to_string(), "minmax:1:100");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Indicators whose metadata name a denominator are divided by it.
    pub denominate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<Screen>,
    /// From other years, before all else: [`Panel::imputed`](crate::Panel::imputed). A build of one year alone has none.
    pub impute_years: ImputeYears,
    pub impute: Impute,
    pub normalise: Normalise,
    pub aggregate: Levels<Aggregate>,
    /// The least share of what an aggregate is made of that a unit must have a value of, from 0 to 1.
    pub at_least: Levels<f64>,
    pub treat: Treat,
    pub weights: Weighting,
    /// Of single indicators, by code, in place of `treat`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub treat_each: BTreeMap<String, Treat>,
    /// Of single indicators, by code, in place of `normalise`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub normalise_each: BTreeMap<String, Normalise>,
    /// Choices that could as well be others; nothing of it changes a build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Uncertainty>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            denominate: true,
            screen: None,
            impute_years: ImputeYears::default(),
            impute: Impute::default(),
            normalise: Normalise::default(),
            aggregate: Levels::default(),
            at_least: Levels::default(),
            treat: Treat::default(),
            weights: Weighting::default(),
            treat_each: BTreeMap::new(),
            normalise_each: BTreeMap::new(),
            uncertainty: None,
        }
    }
}

impl Recipe {
    pub(crate) fn treat_of(&self, code: &str) -> &Treat {
        self.treat_each.get(code).unwrap_or(&self.treat)
    }

    pub(crate) fn normalise_of(&self, code: &str) -> &Normalise {
        self.normalise_each.get(code).unwrap_or(&self.normalise)
    }
}
