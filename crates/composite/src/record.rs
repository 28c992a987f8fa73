//! What was done to the data: every value that is not as it came, and everything that was left out.

use serde::{Deserialize, Serialize};

/// The end of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    High,
    Low,
}

/// One thing that was done. Codes name units and elements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Event {
    /// A unit was left out, with the shares of its indicators that have a value, and a value that is not 0.
    ScreenedOut {
        unit: String,
        available: f64,
        nonzero: f64,
    },
    /// A missing value was estimated.
    Imputed {
        indicator: String,
        unit: String,
        value: f64,
    },
    /// A missing value was estimated from what the unit has in these other years.
    Carried {
        indicator: String,
        unit: String,
        value: f64,
        years: Vec<i32>,
    },
    /// An outlier was pulled in.
    Winsorised {
        indicator: String,
        unit: String,
        side: Side,
        from: f64,
        to: f64,
    },
    /// Winsorising did not help: the whole indicator was transformed, or stays as it was when nothing could be done.
    Transformed {
        indicator: String,
        by: Option<String>,
        /// Before.
        skewness: f64,
        kurtosis: f64,
        /// It does now.
        passes: bool,
    },
    /// A value, or without a unit all of an indicator's, is missing from this stage on.
    Lost {
        stage: String,
        indicator: String,
        unit: Option<String>,
        why: String,
    },
    /// Weights of what an aggregate is made of were worked out, and this should be known of them.
    Weighed { aggregate: String, why: String },
    /// A unit has no value of an aggregate.
    NotAggregated {
        aggregate: String,
        unit: String,
        why: String,
    },
}

/// Everything that was done, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Record {
    pub events: Vec<Event>,
}

impl Record {
    pub(crate) fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Values that were winsorised.
    pub fn winsorised(&self) -> usize {
        let winsorised = |event: &&Event| matches!(event, Event::Winsorised { .. });
        self.events.iter().filter(winsorised).count()
    }
}
