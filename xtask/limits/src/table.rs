//! Figures beside limits, as a table in Markdown.

use std::fmt;

use crate::load::Measured;

/// What was measured in one round after another; the median counts.
#[derive(Debug, Default)]
pub struct Rounds(Vec<Measured>);

impl Rounds {
    pub fn add(&mut self, measured: Measured) {
        self.0.push(measured);
    }

    pub fn median(&self) -> Option<Measured> {
        let mut sorted = self.0.clone();
        sorted.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        sorted.get(sorted.len() / 2).copied()
    }
}

/// A line of the table.
#[derive(Debug)]
pub struct Line {
    pub figure: String,
    /// With its unit.
    pub limit: String,
    pub ours: String,
    /// Median and 99th percentile of the time a request took.
    pub took: String,
    /// Ratio, and the least that will do.
    pub ratio: Option<(f64, Option<f64>)>,
}

impl Line {
    /// So many a second, beside a limit of which at least a share is wanted.
    pub fn rate(figure: &str, limit: Option<Measured>, ours: Measured, wanted: Option<f64>) -> Self {
        let rate = |measured: Measured| format!("{:.0}/s", measured.per_second);
        let millis = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        Self {
            figure: figure.to_owned(),
            limit: limit.map_or_else(|| "–".to_owned(), rate),
            ours: rate(ours),
            took: format!("{:.1} / {:.1} ms", millis(ours.median), millis(ours.p99)),
            ratio: limit.map(|limit| (ours.per_second / limit.per_second, wanted)),
        }
    }

    pub fn is_below(&self) -> bool {
        matches!(self.ratio, Some((ratio, Some(wanted))) if ratio < wanted)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            figure,
            limit,
            ours,
            took,
            ..
        } = self;
        write!(f, "| {figure} | {limit} | {ours} | {took} |")?;
        match self.ratio {
            None => write!(f, " – | – | – |"),
            Some((ratio, None)) => write!(f, " {ratio:.2} | – | – |"),
            Some((ratio, Some(wanted))) => {
                let verdict = if self.is_below() { "BELOW" } else { "PASS" };
                write!(f, " {ratio:.2} | {wanted:.2} | {verdict} |")
            }
        }
    }
}

pub const HEAD: &str = "| figure | limit | Harborline | half / 99 % within | ratio | at least | |\n\
                        |---|---:|---:|---:|---:|---:|---|";

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn measured(per_second: f64) -> Measured {
        Measured {
            per_second,
            median: Duration::from_millis(1),
            p99: Duration::from_millis(2),
        }
    }

    #[test]
    fn a_figure_below_its_share_of_the_limit_says_so() {
        let line = Line::rate("reading", Some(measured(1000.0)), measured(299.0), Some(0.3));
        assert!(line.is_below());
        let line = Line::rate("reading", Some(measured(1000.0)), measured(300.0), Some(0.3));
        assert_eq!(
            line.to_string(),
            "| reading | 1000/s | 300/s | 1.0 / 2.0 ms | 0.30 | 0.30 | PASS |"
        );
    }

    #[test]
    fn the_median_of_the_rounds_counts() {
        let mut rounds = Rounds::default();
        for rate in [3.0, 100.0, 2.0] {
            rounds.add(measured(rate));
        }
        assert!((rounds.median().unwrap().per_second - 3.0).abs() < f64::EPSILON);
    }
}
