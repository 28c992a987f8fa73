//! What a closer look at a build shows, as CSV.

use composite::look::{
    Correlation, Limits, alphas, components_of, describe, flagged, profiles, remove_each, with_parents,
};
use composite::write::{self, number};
use composite::{Build, Data};

use super::report::top;

/// Pairs of indicators that go together, or against each other, at least so much are listed; COINr's limit.
const FLAGGED: f64 = 0.9;
/// Strengths and weaknesses of each unit.
const MOST: usize = 5;

/// Names of files and what they hold.
///
/// # Errors
/// What cannot be built without one of its elements says so in its row; nothing else is expected.
pub fn all(build: &Build, data: &Data) -> Result<Vec<(&'static str, String)>, composite::Error> {
    Ok(vec![
        ("statistics.csv", statistics(build)),
        ("correlations.csv", correlations(build)),
        ("reliability.csv", reliability(build)),
        ("removed.csv", removed(build, data)?),
        ("strengths.csv", strengths(build)),
    ])
}

fn head(names: &[&str]) -> Vec<Vec<String>> {
    vec![names.iter().map(|name| (*name).to_owned()).collect()]
}

/// Of each indicator, as denominated.
fn statistics(build: &Build) -> String {
    let mut rows = head(&[
        "iCode",
        "available",
        "missing",
        "zeros",
        "unique",
        "min",
        "q05",
        "q25",
        "median",
        "q75",
        "q95",
        "max",
        "mean",
        "sd",
        "skewness",
        "kurtosis",
        "flags",
    ]);
    for one in describe(&build.denominated, &Limits::default()) {
        let flags: Vec<String> = one.flags.iter().map(|flag| format!("{flag:?}")).collect();
        let counts = [one.available, one.missing, one.zeros, one.unique].map(|count| count.to_string());
        let numbers = [
            one.min,
            one.q5,
            one.q25,
            one.median,
            one.q75,
            one.q95,
            one.max,
            one.mean,
            one.sd,
            one.skewness,
            one.kurtosis,
        ];
        let mut cells = vec![one.code];
        cells.extend(counts);
        cells.extend(numbers.map(number));
        cells.push(flags.join(" "));
        rows.push(cells);
    }
    write::rows(&rows)
}

/// Of each element with all that it is part of, and pairs of indicators that say nearly the same or the opposite.
fn correlations(build: &Build) -> String {
    let mut rows = head(&["kind", "one", "other", "pearson"]);
    let parents = with_parents(build, Correlation::Pearson)
        .into_iter()
        .map(|pair| ("part-of", pair));
    let alike = flagged(build, FLAGGED, Correlation::Pearson)
        .into_iter()
        .map(|pair| ("flagged", pair));
    for (kind, pair) in parents.chain(alike) {
        rows.push(vec![
            kind.to_owned(),
            pair.one,
            pair.other,
            number(pair.correlation),
        ]);
    }
    write::rows(&rows)
}

/// How well the parts of each aggregate say the same.
fn reliability(build: &Build) -> String {
    let mut rows = head(&[
        "aggregate",
        "parts",
        "alpha",
        "first_component",
        "components_above_1",
    ]);
    for one in alphas(build) {
        let components = components_of(build, &one.aggregate)
            .map(|found| found.components)
            .unwrap_or_default();
        let above = components
            .iter()
            .filter(|component| component.eigenvalue > 1.0)
            .count();
        rows.push(vec![
            one.aggregate,
            one.elements.to_string(),
            number(one.alpha),
            number(components.first().map_or(f64::NAN, |first| first.share)),
            above.to_string(),
        ]);
    }
    write::rows(&rows)
}

/// What it does to the highest aggregate to leave out one element.
fn removed(build: &Build, data: &Data) -> Result<String, composite::Error> {
    let mut rows = head(&[
        "level",
        "removed",
        "mean_shift",
        "greatest_shift",
        "spearman",
        "why_not",
    ]);
    let by = &build.framework.elements()[top(build)].code;
    for level in 1..build.framework.levels() {
        for one in remove_each(data, build, level, by)? {
            let numbers = [one.mean_shift, one.greatest_shift, one.correlation].map(number);
            let mut cells = vec![level.to_string(), one.removed];
            cells.extend(numbers);
            cells.push(one.why_not.unwrap_or_default());
            rows.push(cells);
        }
    }
    Ok(write::rows(&rows))
}

/// Of each unit, the indicators in which its rank is best and worst.
fn strengths(build: &Build) -> String {
    let mut rows = head(&[
        "uCode", "kind", "iCode", "iName", "raw", "unit", "score", "rank", "of",
    ]);
    for found in profiles(build, MOST) {
        let strengths = found.strengths.into_iter().map(|one| ("strength", one));
        let weaknesses = found.weaknesses.into_iter().map(|one| ("weakness", one));
        for (kind, one) in strengths.chain(weaknesses) {
            rows.push(vec![
                found.unit.clone(),
                kind.to_owned(),
                one.code,
                one.name,
                number(one.raw.unwrap_or(f64::NAN)),
                one.unit_of_measure,
                number(one.score),
                number(one.rank),
                one.of.to_string(),
            ]);
        }
    }
    write::rows(&rows)
}
