//! How many different things elements say.

use serde::Serialize;

use crate::build::Build;
use crate::error::Error;
use crate::linear::eigen;
use crate::stats::{correlation, range};

/// Principal components of the correlation matrix of some columns (OECD/JRC handbook, section 4.1; R's `prcomp` with
/// `center` and `scale.`, as COINr's `get_PCA`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrincipalComponents {
    /// That have a value in each column, and were used.
    pub units: usize,
    /// Not used, as a value is missing.
    pub left_out: usize,
    /// As many as there are columns, the one with the greatest eigenvalue first.
    pub components: Vec<Component>,
}

/// A principal component.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// The variance along it, of all columns scaled to a variance of 1. Eigenvalues sum to the number of columns.
    pub eigenvalue: f64,
    /// Of the whole variance, from 0 to 1.
    pub share: f64,
    /// Of it and all before it.
    pub cumulative: f64,
    /// By column: the eigenvector, of length 1; `prcomp`'s `rotation`. Its greatest entry in absolute value is positive; of
    /// several such (to 9 digits) the first.
    pub vector: Vec<f64>,
    /// By column: its correlation with the component, vector · √eigenvalue; the handbook's factor loading.
    pub loadings: Vec<f64>,
}

/// Principal components of columns of one length, by Jacobi's method. Units of which a value is missing are left out, as
/// COINr does. `None` of no columns, without two complete units, and when a column is the same in all of these.
pub fn principal_components(columns: &[&[f64]]) -> Option<PrincipalComponents> {
    let rows = columns.first()?.len();
    let complete: Vec<usize> = (0..rows)
        .filter(|row| columns.iter().all(|column| !column[*row].is_nan()))
        .collect();
    let kept: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| complete.iter().map(|row| column[*row]).collect())
        .collect();
    if !kept
        .iter()
        .all(|column| range(column).is_some_and(|(min, max)| min < max))
    {
        return None;
    }
    let n = kept.len();
    let mut matrix = vec![vec![1.0; n]; n];
    for p in 0..n {
        for q in p + 1..n {
            let both = correlation(&kept[p], &kept[q]);
            (matrix[p][q], matrix[q][p]) = (both, both);
        }
    }
    let found = eigen(matrix);
    let mut cumulative = 0.0;
    let components = found.values.iter().zip(found.vectors).map(|(value, vector)| {
        // Of columns that determine each other it is 0, but for rounding.
        let eigenvalue = value.max(0.0);
        let share = eigenvalue / n as f64;
        cumulative += share;
        Component {
            eigenvalue,
            share,
            cumulative,
            loadings: vector.iter().map(|entry| entry * eigenvalue.sqrt()).collect(),
            vector,
        }
    });
    Some(PrincipalComponents {
        units: complete.len(),
        left_out: rows - complete.len(),
        components: components.collect(),
    })
}

/// Principal components of what an aggregate is made of, after aggregation, in the order of
/// [`Framework::children`](crate::Framework::children).
///
/// # Errors
/// [`Error::NoElement`]; [`Error::Parameter`] when there are none.
pub fn components_of(build: &Build, aggregate: &str) -> Result<PrincipalComponents, Error> {
    let place = build.framework.place(aggregate);
    let place = place.ok_or_else(|| Error::NoElement(aggregate.to_owned()))?;
    let children = build.framework.children(place).iter();
    let columns: Vec<&[f64]> = children
        .map(|child| &build.aggregated.columns()[*child][..])
        .collect();
    principal_components(&columns).ok_or_else(|| Error::Parameter {
        step: "principal components of",
        element: aggregate.to_owned(),
        why: "they need two units that have all values, and no element that is the same in all of them"
            .to_owned(),
    })
}
