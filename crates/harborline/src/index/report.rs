//! What was built, how, and what happened to the data on the way: for people in Markdown, for programs in JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use composite::uncertainty::{Ranking, Sensitivity};
use composite::{Build, Event};
use serde::Serialize;

use super::events;
use super::read::Reading;

/// All of it. Codes name units and elements.
#[derive(Debug, Serialize)]
pub struct Report<'b> {
    /// Version of the program.
    pub made_with: String,
    pub year: Option<i32>,
    pub units: usize,
    pub indicators: usize,
    pub levels: usize,
    /// Missing values as read, of all years.
    pub missing_as_read: usize,
    /// Missing values of each stage.
    pub missing: BTreeMap<&'static str, usize>,
    /// Of the data's columns, those that the metadata do not name.
    pub left_out: &'b [String],
    /// What was read otherwise than it stands, such as an encoding.
    pub notes: &'b [String],
    /// Values that were estimated.
    pub imputed: usize,
    pub winsorised: usize,
    pub recipe: &'b composite::Recipe,
    pub elements: Vec<Weighted<'b>>,
    /// By the highest aggregate; of several, by the first.
    pub ranked_by: &'b str,
    pub ranking: Vec<Ranked<'b>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<&'b Ranking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<&'b Sensitivity>,
    pub record: &'b composite::Record,
}

/// An element, and how much it counts.
#[derive(Debug, Serialize)]
pub struct Weighted<'b> {
    pub code: &'b str,
    pub name: &'b str,
    pub level: usize,
    pub parent: Option<&'b str>,
    /// As used, within its parent.
    pub weight: f64,
}

/// A unit in its place.
#[derive(Debug, Serialize)]
pub struct Ranked<'b> {
    /// None without a score.
    pub rank: Option<f64>,
    pub unit: &'b str,
    pub name: &'b str,
    pub score: Option<f64>,
    /// Of the elements that the index is made of, in their order.
    pub parts: Vec<Option<f64>>,
}

fn there(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// Place of the element that units are ranked by.
pub fn top(build: &Build) -> usize {
    let framework = &build.framework;
    let highest = framework.levels();
    let place = framework.elements().iter().position(|one| one.level == highest);
    place.unwrap_or_default()
}

impl<'b> Report<'b> {
    pub fn of(
        build: &'b Build,
        reading: &'b Reading,
        uncertainty: Option<&'b Ranking>,
        sensitivity: Option<&'b Sensitivity>,
    ) -> Self {
        let framework = &build.framework;
        let top = top(build);
        let elements = framework.elements();
        let columns = build.aggregated.columns();
        let parts = framework.children(top);
        let ranks = composite::stats::places(&columns[top]);
        let mut ranking: Vec<Ranked<'b>> = build
            .units()
            .iter()
            .enumerate()
            .map(|(row, unit)| Ranked {
                rank: there(ranks[row]),
                unit,
                name: &build.names[row],
                score: there(columns[top][row]),
                parts: parts.iter().map(|part| there(columns[*part][row])).collect(),
            })
            .collect();
        let last = |one: &Ranked<'_>| one.rank.unwrap_or(f64::INFINITY);
        ranking.sort_by(|a, b| last(a).total_cmp(&last(b)).then(a.unit.cmp(b.unit)));
        let weighted = elements.iter().zip(&build.weights).map(|(one, weight)| Weighted {
            code: &one.code,
            name: &one.name,
            level: one.level,
            parent: one.parent.as_deref(),
            weight: *weight,
        });
        Self {
            made_with: format!("harborline {}", env!("CARGO_PKG_VERSION")),
            year: build.year,
            units: build.units().len(),
            indicators: framework.indicators().len(),
            levels: framework.levels(),
            missing_as_read: reading.missing,
            missing: build.stages().map(|(name, table)| (name, table.missing())).into(),
            left_out: &reading.left_out,
            notes: &reading.notes,
            imputed: build
                .record
                .events
                .iter()
                .filter(|event| matches!(event, Event::Imputed { .. } | Event::Carried { .. }))
                .count(),
            winsorised: build.record.winsorised(),
            recipe: &build.recipe,
            elements: weighted.collect(),
            ranked_by: &elements[top].code,
            ranking,
            uncertainty,
            sensitivity,
            record: &build.record,
        }
    }

    /// As text for people, with these charts beside it.
    pub fn markdown(&self, build: &Build, charts: &[&str]) -> Result<String, toml::ser::Error> {
        let mut text = String::new();
        let top = &build.framework.elements()[top(build)];
        let year = self.year.map_or_else(String::new, |year| format!(", {year}"));
        line(&mut text, &format!("# {}{year}", cell(&top.name)));
        line(
            &mut text,
            &format!(
                "{} units, {} indicators, {} levels. Made with {}.",
                self.units, self.indicators, self.levels, self.made_with
            ),
        );
        for note in self.notes {
            line(&mut text, &cell(note));
        }
        if !self.left_out.is_empty() {
            let names: Vec<String> = self.left_out.iter().map(|name| cell(name)).collect();
            line(
                &mut text,
                &format!(
                    "Columns of the data that the metadata do not name, and that were not used: {}.",
                    names.join(", ")
                ),
            );
        }
        line(&mut text, "## Ranking");
        self.write_ranking(&mut text, build);
        for chart in charts {
            let _ = writeln!(text, "![{}]({chart})\n", chart.trim_end_matches(".svg"));
        }
        self.write_uncertainty(&mut text);
        self.write_sensitivity(&mut text);
        line(&mut text, "## How it was built");
        line(
            &mut text,
            &format!("```toml\n{}```", toml::to_string(self.recipe)?),
        );
        line(&mut text, "| stage | missing values |\n|---|---:|");
        text.pop();
        for (stage, table) in build.stages() {
            let _ = writeln!(text, "| {stage} | {} |", table.missing());
        }
        text.push('\n');
        self.write_weights(&mut text);
        self.write_record(&mut text);
        Ok(text)
    }

    fn write_ranking(&self, text: &mut String, build: &Build) {
        let framework = &build.framework;
        let parts = framework.children(top(build)).iter();
        let codes: Vec<String> = parts
            .map(|part| cell(&framework.elements()[*part].code))
            .collect();
        let heads = |code: &String| format!(" {code} |");
        let _ = writeln!(
            text,
            "| | unit | | {} |{}",
            cell(self.ranked_by),
            codes.iter().map(heads).collect::<String>()
        );
        let _ = writeln!(text, "|---:|---|---|---:|{}", "---:|".repeat(codes.len()));
        for one in &self.ranking {
            let parts = one.parts.iter().map(|part| format!(" {} |", number(*part)));
            let parts: String = parts.collect();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |{parts}",
                one.rank.map_or_else(String::new, |rank| format!("{rank:.0}")),
                cell(one.unit),
                cell(one.name),
                number(one.score),
            );
        }
        text.push('\n');
    }

    fn write_uncertainty(&self, text: &mut String) {
        let Some(ranking) = self.uncertainty else { return };
        line(text, "## How sure the ranks are");
        let failed: usize = ranking.failed.iter().map(|failed| failed.replications).sum();
        line(
            text,
            &format!(
                "Built {} times with other choices (seed {}); {failed} of them have no result. Nine times in ten a unit's \
                 rank is between the lower and the upper.",
                ranking.replications, ranking.seed
            ),
        );
        for factor in &ranking.factors {
            let alternatives: Vec<String> = factor.alternatives.iter().map(|one| cell(one)).collect();
            let _ = writeln!(text, "- {}: {}", cell(&factor.name), alternatives.join(", "));
        }
        for failed in &ranking.failed {
            let choices = failed
                .choices
                .iter()
                .map(|(name, choice)| format!("{name} {choice}"));
            let choices = choices.collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                text,
                "- without a result, {} times: {}; {}",
                failed.replications,
                cell(&choices),
                cell(&failed.why)
            );
        }
        text.push('\n');
        for element in &ranking.elements {
            line(text, &format!("### {}", cell(&element.element)));
            text.push_str("| unit | rank | lower | median | upper |\n|---|---:|---:|---:|---:|\n");
            let mut units: Vec<_> = element.units.iter().collect();
            units.sort_by(|a, b| a.rank.total_cmp(&b.rank).then(a.unit.cmp(&b.unit)));
            for unit in units {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {} | {} |",
                    cell(&unit.unit),
                    number(there(unit.rank)),
                    number(there(unit.low)),
                    number(there(unit.median)),
                    number(there(unit.high))
                );
            }
            text.push('\n');
        }
    }

    fn write_sensitivity(&self, text: &mut String) {
        let Some(found) = self.sensitivity else { return };
        line(text, "## What the ranks depend on");
        line(
            text,
            &format!(
                "Sobol' indices of the {} by {}, from {} samples ({} left out); intervals hold 90 %.",
                cell(&found.of),
                cell(&found.element),
                found.samples,
                found.left_out
            ),
        );
        text.push_str("| choice | alone | | with others | |\n|---|---:|---|---:|---|\n");
        for one in &found.indices {
            let (first, total) = (&one.indices.first, &one.indices.total);
            let between = |low: f64, high: f64| format!("{} to {}", number(there(low)), number(there(high)));
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                cell(&one.factor),
                number(there(first.value)),
                between(first.low, first.high),
                number(there(total.value)),
                between(total.low, total.high)
            );
        }
        text.push('\n');
    }

    fn write_weights(&self, text: &mut String) {
        line(text, "## Weights");
        text.push_str("| level | element | part of | weight |\n|---:|---|---|---:|\n");
        for one in self.elements.iter().rev() {
            let parent = one.parent.map(cell).unwrap_or_default();
            let _ = writeln!(
                text,
                "| {} | {} ({}) | {parent} | {} |",
                one.level,
                cell(one.name),
                cell(one.code),
                number(Some(one.weight))
            );
        }
        text.push('\n');
    }

    fn write_record(&self, text: &mut String) {
        for (title, lines) in events::sections(self.record) {
            line(text, &format!("## {title}: {}", lines.len()));
            for one in lines {
                let _ = writeln!(text, "- {one}");
            }
            text.push('\n');
        }
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push_str("\n\n");
}

/// A number with four digits that count.
pub fn number(value: Option<f64>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let size = value.abs();
    if value == 0.0 || (1e-4..1e7).contains(&size) {
        let behind = match size {
            1000.0.. => 0,
            100.0.. => 1,
            10.0.. => 2,
            1.0.. => 3,
            _ => 4,
        };
        format!("{value:.behind$}")
    } else {
        format!("{value:.3e}")
    }
}

/// Strangers' text in a table of Markdown.
pub fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' => {
                safe.push('\\');
                safe.push(c);
            }
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
