//! What single columns are like.

use serde::{Deserialize, Serialize};

use crate::stats::{mean, median, present, quantile, range, sd, shape};
use crate::table::Table;

/// From where on a column is flagged; COINr's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Of |skewness|, …
    pub skewness: f64,
    /// … and of kurtosis: outliers are flagged when both are above.
    pub kurtosis: f64,
    /// The least share of units that have a value.
    pub available: f64,
    /// The least share of units that have a value other than 0.
    pub nonzero: f64,
    /// The least share of different values, of all units.
    pub unique: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            skewness: 2.0,
            kurtosis: 3.5,
            available: 0.65,
            nonzero: 0.5,
            unique: 0.5,
        }
    }
}

/// Statistics of a column, over the values that are there: COINr's `get_stats`, not rounded, and with quantiles. Those that
/// need more values than there are (deviation: two; skewness: three; kurtosis: four; all others: one) are `NaN`; so are
/// skewness and kurtosis of values that are all the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    pub code: String,
    pub min: f64,
    pub max: f64,
    pub mean: f64,
    pub median: f64,
    /// Quantiles of 5, 25, 75 and 95 %: [`quantile`].
    pub q5: f64,
    pub q25: f64,
    pub q75: f64,
    pub q95: f64,
    /// With n − 1.
    pub sd: f64,
    /// [`shape`].
    pub skewness: f64,
    /// Excess: [`shape`].
    pub kurtosis: f64,
    pub available: usize,
    pub missing: usize,
    pub zeros: usize,
    /// Different values.
    pub unique: usize,
    /// How often the most frequent value is there.
    pub same: usize,
    pub flags: Vec<Flag>,
}

/// Something about a column that somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Fewer units than [`Limits::available`] have a value.
    FewValues,
    /// Fewer units than [`Limits::nonzero`] have a value other than 0. Of all units, as COINr has it: missing ones flag, too.
    ManyZeros,
    /// There are fewer different values than [`Limits::unique`], of all units.
    FewDifferent,
    /// |skewness| and kurtosis are above their limits: [`Treat`](crate::Treat) would change it.
    Outliers,
}

/// Statistics of each column of a table.
pub fn describe(table: &Table, limits: &Limits) -> Vec<Description> {
    let columns = table.codes().iter().zip(table.columns());
    columns
        .map(|(code, column)| describe_column(code, column, limits))
        .collect()
}

/// Statistics of one column.
pub fn describe_column(code: &str, x: &[f64], limits: &Limits) -> Description {
    let mut sorted: Vec<f64> = present(x).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let runs = || sorted.chunk_by(|a, b| a == b);
    let (available, zeros) = (sorted.len(), sorted.iter().filter(|value| **value == 0.0).count());
    let unique = runs().count();
    let (min, max) = range(x).unwrap_or((f64::NAN, f64::NAN));
    let (skewness, kurtosis) = shape(x);
    let less = |n: usize, than: f64| (n as f64) < than * x.len() as f64;
    let flags = [
        (Flag::FewValues, less(available, limits.available)),
        (Flag::ManyZeros, less(available - zeros, limits.nonzero)),
        (Flag::FewDifferent, less(unique, limits.unique)),
        (
            Flag::Outliers,
            skewness.abs() > limits.skewness && kurtosis > limits.kurtosis,
        ),
    ];
    Description {
        code: code.to_owned(),
        min,
        max,
        mean: mean(x),
        median: median(x),
        q5: quantile(x, 0.05),
        q25: quantile(x, 0.25),
        q75: quantile(x, 0.75),
        q95: quantile(x, 0.95),
        sd: sd(x),
        skewness,
        kurtosis,
        available,
        missing: x.len() - available,
        zeros,
        unique,
        same: runs().map(<[f64]>::len).max().unwrap_or(0),
        flags: flags
            .into_iter()
            .filter_map(|(flag, is_so)| is_so.then_some(flag))
            .collect(),
    }
}
