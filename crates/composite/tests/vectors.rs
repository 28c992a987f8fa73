//! What NumPy, SciPy and SALib make of the same numbers (`vectors/make.py`).

use composite::look::{Correlation, alpha, principal_components};
use composite::normalise::Normalise;
use composite::stats::{self, Ties};
use composite::treat::Transform;
use composite::uncertainty::sobol::estimate;
use composite::{Aggregate, Element};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/vectors.json")).unwrap()
}

fn list(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_f64().unwrap())
        .collect()
}

/// Relative to the size of what is compared.
fn close(what: &str, found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let size = expected.iter().fold(0.0_f64, |size, one| size.max(one.abs()));
    for (a, b) in found.iter().zip(expected) {
        assert!(
            (a - b).abs() <= within * size.max(1e-300),
            "{what}: {a} is not {b}"
        );
    }
}

#[test]
fn columns_are_as_scipy_has_them() {
    let all = vectors();
    for (name, of) in all["columns"].as_object().unwrap() {
        let x = list(&of["x"]);
        let number = |key: &str| of[key].as_f64().unwrap();
        let one = |what: &str, found: f64, within| {
            close(&format!("{name} {what}"), &[found], &[number(what)], within);
        };
        one("mean", stats::mean(&x), 1e-14);
        // Of numbers near 10⁹ the mean has seven digits behind the point there, and all here.
        let within = if name == "large" { 1e-6 } else { 1e-11 };
        one("sd", stats::sd(&x), within);
        let (skewness, kurtosis) = stats::shape(&x);
        one("skewness", skewness, within);
        one("kurtosis", kurtosis, within);
        for (p, expected) in of["quantiles"].as_object().unwrap() {
            let found = stats::quantile(&x, p.parse().unwrap());
            close(
                &format!("{name} {p}"),
                &[found],
                &[expected.as_f64().unwrap()],
                1e-13,
            );
        }
        for (key, ties) in [("min", Ties::Min), ("average", Ties::Average), ("max", Ties::Max)] {
            assert_eq!(
                stats::ranks(&x, ties),
                list(&of[&format!("ranks_{key}")]),
                "{name} {key}"
            );
        }
        assert_eq!(stats::places(&x), list(&of["places"]), "{name}");
        let element = Element::new("x", 1, None);
        let zscore = Normalise::Zscore { mean: 0.0, sd: 1.0 };
        let zscore = zscore.apply(&x, &element, &[]).unwrap().values;
        close(&format!("{name} zscore"), &zscore, &list(&of["zscore"]), within);
        let boxcox = Transform::BoxCox { lambda: 0.5 }.apply(&x).unwrap();
        // There 1 is added before the logarithm, which costs digits that are kept here.
        let distance = boxcox
            .iter()
            .zip(list(&of["boxcox_half"]))
            .map(|(a, b)| (a - b).abs() / b.max(1.0));
        assert!(distance.fold(0.0, f64::max) < 1e-12, "{name} boxcox");
        means(name, &x, of);
    }
}

/// The column as one row of an aggregate, weighted 1, 2, 3, …
fn means(name: &str, x: &[f64], of: &Value) {
    let least = stats::range(x).unwrap().0;
    let parts: Vec<[f64; 1]> = x.iter().map(|value| [value - least + 1.0]).collect();
    let parts: Vec<&[f64]> = parts.iter().map(|part| &part[..]).collect();
    let weights: Vec<f64> = (1..=x.len()).map(|weight| weight as f64).collect();
    for (key, method) in [
        ("gmean", Aggregate::GeometricMean),
        ("hmean", Aggregate::HarmonicMean),
        ("pmean_3", Aggregate::GeneralisedMean { p: 3.0 }),
    ] {
        let found = method.apply(&parts, &weights, 0.0).unwrap();
        close(
            &format!("{name} {key}"),
            &found,
            &[of[key].as_f64().unwrap()],
            1e-12,
        );
    }
}

#[test]
fn correlations_are_as_scipy_has_them() {
    let all = vectors();
    let table = &all["table"];
    let columns: Vec<Vec<f64>> = table["columns"].as_array().unwrap().iter().map(list).collect();
    for (key, of) in [
        ("pearson", stats::correlation as fn(&[f64], &[f64]) -> f64),
        ("spearman", stats::rank_correlation),
    ] {
        for (row, x) in table[key].as_array().unwrap().iter().zip(&columns) {
            let found: Vec<f64> = columns.iter().map(|y| of(x, y)).collect();
            close(key, &found, &list(row), 1e-13);
        }
    }
}

/// Rows of rows, in one.
fn flat(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().flat_map(list).collect()
}

#[test]
fn tables_are_as_numpy_and_scipy_have_them() {
    let all = vectors();
    let of = &all["table"];
    let columns: Vec<Vec<f64>> = of["columns"].as_array().unwrap().iter().map(list).collect();
    let columns: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    for (name, how) in [
        ("pearson", Correlation::Pearson),
        ("spearman", Correlation::Spearman),
        ("kendall", Correlation::Kendall),
    ] {
        let found: Vec<f64> = columns
            .iter()
            .flat_map(|x| columns.iter().map(|y| how.of(x, y)))
            .collect();
        close(name, &found, &flat(&of[name]), 1e-13);
    }
    let found = principal_components(&columns).unwrap();
    let values: Vec<f64> = found.components.iter().map(|one| one.eigenvalue).collect();
    close("eigenvalues", &values, &list(&of["eigenvalues"]), 1e-12);
    // Signs of vectors are nobody's choice.
    let vectors: Vec<f64> = found
        .components
        .iter()
        .flat_map(|one| one.vector.iter().map(|entry| entry.abs()))
        .collect();
    close("vectors", &vectors, &flat(&of["loadings"]), 1e-11);
    close(
        "alpha",
        &[alpha(&columns)],
        &[of["alpha"].as_f64().unwrap()],
        1e-12,
    );
}

/// SALib takes the mean of all that came out off, and divides by the variance with 2N; the indices are ours but for that.
#[test]
fn sobol_indices_are_as_salib_has_them() {
    let all = vectors();
    let of = &all["sobol"];
    let (a, b) = (list(&of["a"]), list(&of["b"]));
    let ab: Vec<Vec<f64>> = of["ab"].as_array().unwrap().iter().map(list).collect();
    let found = estimate(&a, &b, &ab, 0, 1);
    let n = a.len() as f64;
    let both: Vec<f64> = a.iter().chain(&b).copied().collect();
    let every: Vec<f64> = both.iter().chain(ab.iter().flatten()).copied().collect();
    let shift = stats::mean(&every) - stats::mean(&both);
    let variance = stats::variance(&both);
    let ratio = 2.0 * n / (2.0 * n - 1.0);
    for (at, (found, c)) in found.iter().zip(&ab).enumerate() {
        let change: f64 = c.iter().zip(&a).map(|(c, a)| c - a).sum::<f64>() / n;
        let first = (found.first.value - shift * change / variance) * ratio;
        close("first", &[first], &[of["first"][at].as_f64().unwrap()], 1e-11);
        close(
            "total",
            &[found.total.value * ratio],
            &[of["total"][at].as_f64().unwrap()],
            1e-11,
        );
    }
}
