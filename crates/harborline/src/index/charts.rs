//! What a build looks like.

use composite::chart::{Bar, Heat, Radar, Ranking as RankingChart, Series, Sunburst};
use composite::stats::{correlation, places};
use composite::uncertainty::Ranking;
use composite::{Build, Framework};

use super::report::top;

/// More units make a picture that nobody can take in; the tables have all of them.
const MOST_BARS: usize = 60;
const MOST_CELLS: usize = 80;
/// A radar is for the first units of the ranking.
const COMPARED: usize = 3;

/// Names of files and pictures: the ranking, the first units over what the index is made of, how indicators go together,
/// and what counts how much.
pub fn all(build: &Build, ranking: Option<&Ranking>) -> Vec<(&'static str, String)> {
    vec![
        ("ranking.svg", bars(build, ranking)),
        ("radar.svg", radar(build)),
        ("correlations.svg", heat(build)),
        ("weights.svg", sunburst(build)),
    ]
}

/// Rows by place, those without a score last.
fn order(scores: &[f64]) -> Vec<usize> {
    let ranks = places(scores);
    let mut rows: Vec<usize> = (0..scores.len()).collect();
    // NaN sorts behind all.
    rows.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(a.cmp(b)));
    rows
}

fn bars(build: &Build, ranking: Option<&Ranking>) -> String {
    let top = top(build);
    let element = &build.framework.elements()[top];
    let scores = &build.aggregated.columns()[top];
    let of_top = ranking.and_then(|ranking| ranking.elements.iter().find(|one| one.element == element.code));
    let interval = |unit: &str| {
        let unit = of_top?.units.iter().find(|one| one.unit == unit)?;
        Some((unit.low, unit.high))
    };
    let bar = |row: usize| Bar {
        label: build.names[row].clone(),
        value: scores[row],
        interval: interval(&build.units()[row]),
    };
    let rows = order(scores);
    let cut = if rows.len() > MOST_BARS {
        format!(", the first {MOST_BARS} of {}", rows.len())
    } else {
        String::new()
    };
    let sure = of_top.map_or(
        "",
        |_| "; beside them the ranks that nine in ten builds with other choices give",
    );
    RankingChart {
        title: format!("{}{}{cut}", element.name, year(build)),
        description: format!("Scores of {} units, the highest first{sure}.", rows.len()),
        bars: rows.into_iter().take(MOST_BARS).map(bar).collect(),
        ranks: "Ranks".to_owned(),
    }
    .svg()
}

fn radar(build: &Build) -> String {
    let framework = &build.framework;
    let top = top(build);
    let columns = build.aggregated.columns();
    // Two or fewer axes are no picture: go down a level as long as there is one.
    let mut axes = vec![top];
    while axes.len() < 3 {
        let below: Vec<usize> = axes
            .iter()
            .flat_map(|place| framework.children(*place).to_vec())
            .collect();
        if below.is_empty() {
            break;
        }
        axes = below;
    }
    let values = axes.iter().flat_map(|place| columns[*place].iter());
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(*value), high.max(*value))
        });
    let first = COMPARED.min(build.units().len());
    let series = order(&columns[top]).into_iter().take(first).map(|row| Series {
        label: build.names[row].clone(),
        values: axes.iter().map(|place| columns[*place][row]).collect(),
    });
    Radar {
        title: format!("The first {first}{}", year(build)),
        description: "Scores of the first units over what the index is made of.".to_owned(),
        axes: axes.iter().map(|place| name(framework, *place)).collect(),
        scale: (low, if high > low { high } else { low + 1.0 }),
        series: series.collect(),
    }
    .svg()
}

fn heat(build: &Build) -> String {
    let columns = build.normalised.columns();
    let codes = build.normalised.codes();
    let shown = columns.len().min(MOST_CELLS);
    let rows = &columns[..shown];
    let cut = if shown < columns.len() {
        format!(", the first {shown} of {}", columns.len())
    } else {
        String::new()
    };
    Heat {
        title: format!("How indicators go together{}{cut}", year(build)),
        description:
            "Pearson's correlations of the indicators as normalised, so that more is better of each."
                .to_owned(),
        rows: codes[..shown].to_vec(),
        columns: codes[..shown].to_vec(),
        values: rows
            .iter()
            .map(|x| rows.iter().map(|y| correlation(x, y)).collect())
            .collect(),
    }
    .svg()
}

fn sunburst(build: &Build) -> String {
    Sunburst {
        title: format!("What counts how much{}", year(build)),
        description: "Each element as wide as its weight within the index.".to_owned(),
        framework: &build.framework,
        weights: &build.weights,
    }
    .svg()
}

fn name(framework: &Framework, place: usize) -> String {
    framework.elements()[place].name.clone()
}

fn year(build: &Build) -> String {
    build.year.map_or_else(String::new, |year| format!(", {year}"))
}
