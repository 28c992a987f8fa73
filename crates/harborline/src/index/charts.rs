//! What a build looks like, in the language of whoever looks.

use composite::chart::{Bar, Heat, Radar, Ranking as RankingChart, Series, Sunburst, Writing};
use composite::stats::{correlation, places};
use composite::uncertainty::Ranking;
use composite::{Build, Framework};
use domain::Lang;
use domain::city::InterfaceLanguage;
use web::Texts;
use web::kit::texts::Text;

use super::report::top;

/// More units make a picture that nobody can take in; the tables have all of them.
const MOST_BARS: usize = 60;
const MOST_CELLS: usize = 80;
/// A radar is for the first units of the ranking.
const COMPARED: usize = 3;

/// The words of charts in one language.
pub struct Words {
    texts: Texts,
    language: Lang,
    writing: Writing,
}

impl Words {
    /// # Errors
    /// When it is no language of the interface.
    pub fn of(language: Lang) -> anyhow::Result<Self> {
        let offered = InterfaceLanguage {
            code: language,
            tag: language.to_string(),
            name: language.to_string(),
        };
        let texts = web::texts(&[offered], language, None).map_err(|_| {
            anyhow::anyhow!("charts have no words in {language}; there are zh, en, ko, ja and ru")
        })?;
        let decimal = texts
            .writing(language)
            .map_or('.', |writing| writing.marks().decimal);
        let percent = texts.get(language, "index-percent").to_string();
        Ok(Self {
            texts,
            language,
            writing: Writing { decimal, percent },
        })
    }

    fn text(&self, key: &'static str) -> Text<'_> {
        self.texts.get(self.language, key)
    }

    /// A title: of all that there is, or of the first so many.
    fn title(
        &self,
        build: &Build,
        key: &'static str,
        first: &'static str,
        (shown, all): (usize, usize),
    ) -> String {
        let text = if shown < all {
            self.text(first).with("shown", shown).with("all", all)
        } else {
            self.text(key)
        };
        text.with("index", self.index(build)).to_string()
    }

    /// The name of the index, and its year.
    fn index(&self, build: &Build) -> String {
        let name = name(&build.framework, top(build));
        build.year.map_or(name.clone(), |year| {
            let dated = self.text("index-dated").with("index", name);
            dated.with("year", year.to_string()).to_string()
        })
    }

    fn count(&self, count: usize) -> String {
        let writing = self.texts.writing(self.language);
        writing.map_or_else(|| count.to_string(), |writing| writing.number(count as u64))
    }
}

/// Names of files and pictures: the ranking, the first units over what the index is made of, how indicators go together,
/// and what counts how much.
pub fn all(build: &Build, ranking: Option<&Ranking>, words: &Words) -> Vec<(&'static str, String)> {
    vec![
        ("ranking.svg", bars(build, ranking, words)),
        ("radar.svg", radar(build, words)),
        ("correlations.svg", heat(build, words)),
        ("weights.svg", sunburst(build, words)),
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

fn bars(build: &Build, ranking: Option<&Ranking>, words: &Words) -> String {
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
    let all = rows.len();
    let mut description = words.text("index-ranking-shows").with("all", all).to_string();
    if of_top.is_some() {
        description = format!("{description} {}", words.text("index-ranking-shows-bands"));
    }
    let builds = words.count(ranking.map_or(0, |ranking| ranking.replications));
    RankingChart {
        title: words.title(
            build,
            "index-ranking",
            "index-ranking-first",
            (all.min(MOST_BARS), all),
        ),
        description,
        bars: rows.into_iter().take(MOST_BARS).map(bar).collect(),
        ranks: words.text("index-ranks").to_string(),
        mark: words.text("index-rank-mark").to_string(),
        band: words.text("index-rank-band").with("builds", builds).to_string(),
        writing: words.writing.clone(),
    }
    .svg()
}

fn radar(build: &Build, words: &Words) -> String {
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
        title: words
            .text("index-radar")
            .with("index", words.index(build))
            .with("shown", first)
            .to_string(),
        description: words.text("index-radar-shows").to_string(),
        axes: axes.iter().map(|place| name(framework, *place)).collect(),
        scale: (low, if high > low { high } else { low + 1.0 }),
        series: series.collect(),
        writing: words.writing.clone(),
    }
    .svg()
}

fn heat(build: &Build, words: &Words) -> String {
    let columns = build.normalised.columns();
    let shown = columns.len().min(MOST_CELLS);
    let rows = &columns[..shown];
    let names = build.framework.indicators()[..shown]
        .iter()
        .map(|one| one.name.clone());
    let names: Vec<String> = names.collect();
    Heat {
        title: words.title(
            build,
            "index-correlations",
            "index-correlations-first",
            (shown, columns.len()),
        ),
        description: words.text("index-correlations-shows").to_string(),
        rows: names.clone(),
        columns: names,
        values: rows
            .iter()
            .map(|x| rows.iter().map(|y| correlation(x, y)).collect())
            .collect(),
        against: words.text("index-against").to_string(),
        together: words.text("index-together").to_string(),
        writing: words.writing.clone(),
    }
    .svg()
}

fn sunburst(build: &Build, words: &Words) -> String {
    Sunburst {
        title: words
            .text("index-weights")
            .with("index", words.index(build))
            .to_string(),
        description: words.text("index-weights-shows").to_string(),
        framework: &build.framework,
        weights: &build.weights,
        writing: words.writing.clone(),
    }
    .svg()
}

fn name(framework: &Framework, place: usize) -> String {
    framework.elements()[place].name.clone()
}
