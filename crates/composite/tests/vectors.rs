//! What NumPy, SciPy and SALib make of the same numbers (`vectors/make.py`).

use composite::normalise::Normalise;
use composite::stats::{self, Ties};
use composite::treat::Transform;
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
