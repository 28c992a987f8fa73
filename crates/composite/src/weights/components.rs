//! Weights by what elements have in common.

use super::{Pending, shares};
use crate::error::Error;
use crate::look::{PrincipalComponents, principal_components};
use crate::record::Record;

/// Weights from principal components.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    /// In the order of columns; they sum to 1.
    pub weights: Vec<f64>,
    /// That have a value in each column, and were used.
    pub units: usize,
    /// Not used, as a value is missing.
    pub left_out: usize,
}

/// Weights that are the loadings of the first principal component, divided by their sum: those with which the mean of the
/// z-scores varies most. COINr's `get_PCA` with `weights_to`, of `dset = "Aggregated"`; it does not divide, which makes no
/// difference where weights are put to use.
///
/// Units of which a value is missing are left out. Where loadings have both signs some weights are negative: a build refuses
/// them, naming the elements, as what goes against the others cannot count for them (COINr takes them as they are; turn the
/// direction, or take [`factors`]). Without two complete units, or when a column does not vary, there are none.
pub fn first_component(columns: &[&[f64]]) -> Option<Components> {
    let found = principal_components(columns)?;
    let first = found.components.first()?;
    // What is nothing but the rounding of it has no sign.
    let loadings = first
        .vector
        .iter()
        .map(|loading| if loading.abs() < 1e-12 { 0.0 } else { *loading });
    Some(components(loadings.collect(), &found))
}

fn components(weights: Vec<f64>, found: &PrincipalComponents) -> Components {
    Components {
        weights: shares(weights),
        units: found.units,
        left_out: found.left_out,
    }
}

/// Weights of the OECD/JRC handbook (section 6.1, after Nicoletti, Scarpetta and Boylaud 2000): factors are the principal
/// components with an eigenvalue above 1 that explain more than 10 % of the variance each, and as many more as are needed to
/// explain 60 % together; they are rotated (varimax); an element belongs to the factor that it loads on most. Its weight is
/// the square of that loading over what the factor explains, times what the factor explains: the square of its greatest loading,
/// scaled to sum to 1. Weights are never negative. COINr does not have it.
///
/// What is missing is treated as by [`first_component`].
pub fn factors(columns: &[&[f64]]) -> Option<Components> {
    let found = principal_components(columns)?;
    let kept = |at: usize| {
        let component = &found.components[at];
        let before = at
            .checked_sub(1)
            .map_or(0.0, |before| found.components[before].cumulative);
        before <= 0.6 || (component.eigenvalue > 1.0 && component.share > 0.1)
    };
    let mut loadings: Vec<Vec<f64>> = (0..found.components.len())
        .take_while(|at| kept(*at))
        .map(|at| found.components[at].loadings.clone())
        .collect();
    varimax(&mut loadings);
    let greatest = |row: usize| {
        let squares = loadings.iter().map(|factor| factor[row] * factor[row]);
        squares.fold(0.0, f64::max)
    };
    Some(components((0..columns.len()).map(greatest).collect(), &found))
}

/// Kaiser's rotation (1958), <https://doi.org/10.1007/BF02289233>, in the plane of two factors at a time, rows scaled to length 1
/// meanwhile: squared loadings become as different as they can within each factor. Loadings are by factor, then by row.
fn varimax(loadings: &mut [Vec<f64>]) {
    const SWEEPS: usize = 200;
    let rows = loadings.first().map_or(0, Vec::len);
    let length = |row: usize| -> f64 {
        let squares = loadings.iter().map(|factor| factor[row] * factor[row]);
        squares.sum::<f64>().sqrt()
    };
    // A row of zeros stays one.
    let lengths: Vec<f64> = (0..rows)
        .map(|row| Some(length(row)).filter(|length| *length > 0.0).unwrap_or(1.0))
        .collect();
    for factor in loadings.iter_mut() {
        factor
            .iter_mut()
            .zip(&lengths)
            .for_each(|(loading, length)| *loading /= length);
    }
    for _ in 0..SWEEPS {
        let mut most = 0.0_f64;
        for p in 0..loadings.len() {
            let (before, after) = loadings.split_at_mut(p + 1);
            for other in after {
                most = most.max(rotate(&mut before[p], other).abs());
            }
        }
        if most < 1e-14 {
            break;
        }
    }
    for factor in loadings.iter_mut() {
        factor
            .iter_mut()
            .zip(&lengths)
            .for_each(|(loading, length)| *loading *= length);
    }
}

/// By the angle that is best for two factors, which is given back.
fn rotate(one: &mut [f64], other: &mut [f64]) -> f64 {
    let n = one.len() as f64;
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other.iter()) {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    let angle = libm::atan2(d - 2.0 * a * b / n, c - (a * a - b * b) / n) / 4.0;
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    for (x, y) in one.iter_mut().zip(other) {
        (*x, *y) = (cosine * *x + sine * *y, cosine * *y - sine * *x);
    }
    angle
}

pub(super) fn used(
    found: Option<Components>,
    places: &[usize],
    codes: &[&str],
    pending: &Pending,
    record: &mut Record,
) -> Result<Vec<f64>, Error> {
    let Some(found) = found else {
        return Err(pending.wrong(
            "principal components need two units that have all values, and no element that is the same in all of them",
        ));
    };
    let against: Vec<String> = places
        .iter()
        .zip(&found.weights)
        .filter(|(_, weight)| weight.is_nan() || **weight < 0.0)
        .map(|(at, _)| format!("\"{}\"", codes[*at]))
        .collect();
    if !against.is_empty() {
        return Err(pending.wrong(format!(
            "in the first principal component {} goes against the others, which would be a negative weight",
            against.join(", ")
        )));
    }
    if found.left_out > 0 {
        let why = format!(
            "weights come from {} units; {} with missing values were left out",
            found.units, found.left_out
        );
        pending.note(record, why);
    }
    Ok(found.weights)
}
