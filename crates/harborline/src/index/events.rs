//! What a build did to the data, as lines of Markdown.

use composite::record::Side;
use composite::{Event, Record};

use super::report::{cell, number};

const TITLES: [&str; 8] = [
    "Units left out",
    "Values estimated from other years",
    "Estimated values",
    "Outliers pulled in",
    "Indicators transformed",
    "Values lost",
    "Weights worked out",
    "Aggregates without a value",
];

/// Titles, each with its lines; those without any are not there.
pub fn sections(record: &Record) -> Vec<(&'static str, Vec<String>)> {
    let mut lines: [Vec<String>; TITLES.len()] = Default::default();
    for event in &record.events {
        let (title, line) = line(event);
        lines[title].push(line);
    }
    let sections = TITLES.into_iter().zip(lines);
    sections.filter(|(_, lines)| !lines.is_empty()).collect()
}

/// The place of its title, and what happened.
fn line(event: &Event) -> (usize, String) {
    let short = |value: f64| number(Some(value));
    match event {
        Event::ScreenedOut {
            unit,
            available,
            nonzero,
        } => {
            let [available, nonzero] = [available, nonzero].map(|share| share * 100.0);
            let line = format!(
                "{}: {available:.1} % of its values are there, {nonzero:.1} % of these are not 0",
                cell(unit)
            );
            (0, line)
        }
        Event::Carried {
            indicator,
            unit,
            value,
            years,
        } => {
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            let (value, years) = (short(*value), years.join(" and "));
            (
                1,
                format!("{}, {}: {value}, from {years}", cell(indicator), cell(unit)),
            )
        }
        Event::Imputed {
            indicator,
            unit,
            value,
        } => (
            2,
            format!("{}, {}: {}", cell(indicator), cell(unit), short(*value)),
        ),
        Event::Winsorised {
            indicator,
            unit,
            side,
            from,
            to,
        } => {
            let side = if *side == Side::High {
                "too high"
            } else {
                "too low"
            };
            let (from, to) = (short(*from), short(*to));
            (
                3,
                format!("{}, {}: {from} to {to} ({side})", cell(indicator), cell(unit)),
            )
        }
        Event::Transformed {
            indicator,
            by,
            skewness,
            kurtosis,
            passes,
        } => {
            let by = by.as_deref().unwrap_or("left as it is");
            let (skewness, kurtosis) = (short(*skewness), short(*kurtosis));
            let still = if *passes { "" } else { "; it still has outliers" };
            let before = format!("skewness {skewness} and kurtosis {kurtosis} before");
            (4, format!("{}: {by}; {before}{still}", cell(indicator)))
        }
        Event::Lost {
            stage,
            indicator,
            unit,
            why,
        } => {
            let unit = unit.as_deref().map_or_else(|| "all units".to_owned(), cell);
            (5, format!("{}, {unit}: {} ({stage})", cell(indicator), cell(why)))
        }
        Event::Weighed { aggregate, why } => (6, format!("{}: {}", cell(aggregate), cell(why))),
        Event::NotAggregated { aggregate, unit, why } => {
            (7, format!("{}, {}: {}", cell(aggregate), cell(unit), cell(why)))
        }
    }
}
