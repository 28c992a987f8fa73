//! Every chart, drawn from ASEM: `charts FOLDER OUT`, where FOLDER has ASEM's two tables and OUT is where the pictures go.
//! Besides, the same charts with long names, and with names in Chinese and Korean, to see that labels fit.

use std::fs;
use std::path::Path;

use composite::chart::{Bar, Heat, Radar, Ranking, Series, Sunburst, Writing};
use composite::look::{Correlation, levels};
use composite::read::{self, File, Options};
use composite::stats::{correlation, places};
use composite::uncertainty::{Running, Uncertainty, run};
use composite::{Build, Data, Framework, Recipe, build};

type Failure = Box<dyn std::error::Error>;

/// A unit's code, and the ranks of nine in ten replications.
type Interval = (String, (f64, f64));

const LONG: [&str; 6] = [
    "United Kingdom of Great Britain and Northern Ireland",
    "威海火炬高技术产业开发区管理委员会",
    "대한민국 경상북도 안동시 도산면",
    "Lao People's Democratic Republic",
    "Российская Федерация",
    "WWWWWW MMMMMM Immigration and Permits Office",
];

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("charts FOLDER OUT".into());
    };
    let (data, framework) = asem(Path::new(&folder))?;
    let recipe: Recipe = toml::from_str("impute = \"mean:EurAsia_group\"")?;
    let built = build(&data, &framework, &recipe)?;
    let z_scores: Recipe = toml::from_str("impute = \"mean:EurAsia_group\"\nnormalise = \"zscore:0:1\"")?;
    let around_zero = build(&data, &framework, &z_scores)?;
    fs::create_dir_all(&out)?;
    for (name, svg) in [
        (
            "ranking",
            ranking(&built, &intervals(&data, &framework, &recipe)?)?,
        ),
        ("ranking-negative", ranking(&around_zero, &[])?),
        ("ranking-names", names()),
        ("radar", radar(&built, 2)),
        ("radar-49", radar(&built, 1)),
        ("radar-names", radar_names()),
        ("heat-8", heat(&built, 2)),
        ("heat-49", heat(&built, 1)),
        ("heat-parents", parents(&built)),
        ("sunburst", sunburst(&framework, &built.weights)),
        ("sunburst-unequal", sunburst(&framework, &unequal(&framework))),
    ] {
        fs::write(Path::new(&out).join(format!("{name}.svg")), svg)?;
    }
    Ok(())
}

fn asem(folder: &Path) -> Result<(Data, Framework), Failure> {
    let bytes = |name: &str| fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let (data, meta) = (bytes("ASEM_iData.csv")?, bytes("ASEM_iMeta.csv")?);
    let file = |name, bytes| File { name, bytes };
    let (data, meta) = (file("ASEM_iData.csv", &data), file("ASEM_iMeta.csv", &meta));
    let tables = read::tables(data, meta, &Options::default())?;
    let year = tables.panel.years().first().ok_or("there is no year")?;
    Ok((year.clone(), tables.framework))
}

fn intervals(data: &Data, framework: &Framework, recipe: &Recipe) -> Result<Vec<Interval>, Failure> {
    let spec: Uncertainty = toml::from_str(
        "replications = 500
        normalise = [\"minmax:1:100\", \"zscore:100:10\", \"rank\"]
        aggregate = [\"amean\", \"gmean\"]
        weights = 0.25",
    )?;
    let ranking = run(data, framework, recipe, &spec, &Running::on(1))?;
    let units = ranking.of("Index").ok_or("there is no index")?;
    Ok(units
        .iter()
        .map(|unit| (unit.unit.clone(), (unit.low, unit.high)))
        .collect())
}

fn ranking(built: &Build, intervals: &[Interval]) -> Result<String, Failure> {
    let scores = built.scores("Index")?;
    let ranks = places(scores);
    let mut rows: Vec<usize> = (0..scores.len()).collect();
    rows.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
    let bars = rows.into_iter().map(|row| Bar {
        label: built.names[row].clone(),
        value: scores[row],
        interval: intervals
            .iter()
            .find(|(unit, _)| *unit == built.units()[row])
            .map(|(_, ranks)| *ranks),
    });
    Ok(Ranking {
        title: "Sustainable connectivity, 2018".to_owned(),
        description: "Scores of 51 countries, the highest first.".to_owned(),
        bars: bars.collect(),
        ranks: "Ranks".to_owned(),
        mark: "Rank in this build".to_owned(),
        band: "Nine out of ten of 500 other builds rank the country within this band".to_owned(),
        writing: Writing::default(),
    }
    .svg())
}

fn names() -> String {
    let bar = |(at, label): (usize, &str)| Bar {
        label: label.to_owned(),
        value: [91.24, 80.0, 7.5, f64::NAN, -3.25, -40.0][at],
        interval: (at != 3).then_some((at as f64 + 1.0 - (at % 2) as f64, at as f64 + 1.5)),
    };
    Ranking {
        title: "Names that are long, and names in other scripts, with scores on both sides of zero; a title that is longer than its picture".to_owned(),
        description: "Six made-up units.".to_owned(),
        bars: LONG.into_iter().enumerate().map(bar).collect(),
        ranks: "名次".to_owned(),
        mark: "本次计算的名次".to_owned(),
        band: "不确定性下的名次区间（百分之九十）以及其他说明文字".repeat(3),
        writing: Writing::default(),
    }
    .svg()
}

/// Two countries over all elements of a level.
fn radar(built: &Build, level: usize) -> String {
    let columns = built.aggregated.columns();
    let elements = built.framework.elements();
    let axes: Vec<usize> = (0..elements.len())
        .filter(|place| elements[*place].level == level)
        .collect();
    Radar {
        title: format!("Two countries over elements of level {level}"),
        description: "Scores from 0 to 100.".to_owned(),
        axes: axes.iter().map(|place| elements[*place].name.clone()).collect(),
        scale: (0.0, 100.0),
        series: [0, 20]
            .into_iter()
            .map(|row| Series {
                label: built.names[row].clone(),
                values: axes.iter().map(|place| columns[*place][row]).collect(),
            })
            .collect(),
        writing: Writing::default(),
    }
    .svg()
}

fn radar_names() -> String {
    let axes = [
        "公共安全与社会治安综合治理水平",
        "교육 및 보건 의료 서비스 접근성",
        "Employment, wages and social security",
    ];
    Radar {
        title: "五个单位".to_owned(),
        description: "Five made-up units; the third has no second value.".to_owned(),
        axes: axes
            .iter()
            .cycle()
            .take(11)
            .map(|axis| (*axis).to_owned())
            .collect(),
        scale: (-2.5, 2.5),
        series: (0..5)
            .map(|unit| Series {
                label: LONG[unit].to_owned(),
                values: (0..11)
                    .map(|axis| match (unit, axis) {
                        (2, 1) => f64::NAN,
                        _ => ((unit * 7 + axis * 5) % 11) as f64 / 2.2 - 2.2,
                    })
                    .collect(),
            })
            .collect(),
        writing: Writing::default(),
    }
    .svg()
}

/// Correlations of all elements of a level.
fn heat(built: &Build, level: usize) -> String {
    let elements = built.framework.elements();
    let shown: Vec<usize> = (0..elements.len())
        .filter(|place| elements[*place].level == level)
        .collect();
    let columns = built.aggregated.columns();
    let labels: Vec<String> = shown.iter().map(|place| elements[*place].name.clone()).collect();
    Heat {
        title: format!("How elements of level {level} go together"),
        description: "Pearson's correlations.".to_owned(),
        rows: labels.clone(),
        columns: labels,
        values: shown
            .iter()
            .map(|x| {
                shown
                    .iter()
                    .map(|y| correlation(&columns[*x], &columns[*y]))
                    .collect()
            })
            .collect(),
        against: "One high, the other low".to_owned(),
        together: "Both high or both low".to_owned(),
        writing: Writing::default(),
    }
    .svg()
}

/// Indicators against what they are part of: many rows, few columns, most cells empty.
fn parents(built: &Build) -> String {
    let correlations = levels(built, 1, 2, Correlation::Spearman);
    let elements = built.framework.elements();
    let name = |code: &String| {
        let element = elements.iter().find(|one| one.code == *code);
        element.map_or_else(|| code.clone(), |one| one.name.clone())
    };
    let mut values = correlations.values;
    for (row, indicator) in values.iter_mut().zip(built.framework.indicators()) {
        for (value, column) in row.iter_mut().zip(&correlations.columns) {
            if indicator.parent.as_ref() != Some(column) {
                *value = f64::NAN;
            }
        }
    }
    Heat {
        title: "Indicators and what they are part of".to_owned(),
        description: "Spearman's correlations.".to_owned(),
        rows: correlations.rows.iter().map(name).collect(),
        columns: correlations.columns.iter().map(name).collect(),
        values,
        against: "One high, the other low".to_owned(),
        together: "Both high or both low".to_owned(),
        writing: Writing::default(),
    }
    .svg()
}

fn sunburst(framework: &Framework, weights: &[f64]) -> String {
    Sunburst {
        title: "What counts how much".to_owned(),
        description: "Each element as wide as its weight within the index.".to_owned(),
        framework,
        weights,
        writing: Writing::default(),
    }
    .svg()
}

/// Weights far from each other: some elements become too narrow for a label, and some have none.
fn unequal(framework: &Framework) -> Vec<f64> {
    (0..framework.elements().len())
        .map(|place| [1.0, 0.2, 3.0, 0.0, 1.5, 0.7][place % 6])
        .collect()
}
