//! How much each element counts within what it is part of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::framework::Framework;
use crate::table::Column;

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The metadata's.
    #[default]
    Given,
    /// All the same.
    Equal,
}

/// Weights of all elements.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weighting {
    pub source: Source,
    /// Weights of single elements, by code, whatever the source says.
    pub set: BTreeMap<String, f64>,
}

impl Weighting {
    /// Weights of what an aggregate is made of, in the order of [`Framework::children`]. `columns` are those of the
    /// elements below it, by place.
    ///
    /// # Errors
    /// When they are negative or sum to nothing.
    pub(crate) fn of(
        &self,
        framework: &Framework,
        aggregate: usize,
        _columns: &[Column],
    ) -> Result<Vec<f64>, Error> {
        let children = framework.children(aggregate);
        let elements = framework.elements();
        let weights: Vec<f64> = children
            .iter()
            .map(|child| {
                let own = match self.source {
                    Source::Given => elements[*child].weight,
                    Source::Equal => 1.0,
                };
                self.set.get(&elements[*child].code).copied().unwrap_or(own)
            })
            .collect();
        checked(&elements[aggregate].code, weights)
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
