//! Units by their score, as bars.

use super::short;
use super::svg::{Anchor, INK, LINE, SERIES, SOFT, Svg, width};

/// A ranking, in the order of `bars`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    pub title: String,
    pub description: String,
    pub bars: Vec<Bar>,
    /// What stands above the intervals: Ranks.
    pub ranks: String,
}

/// A unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    /// Missing when `NaN`.
    pub value: f64,
    /// Between which ranks it lies, and what stands for that beside the bar: `3–7`.
    pub interval: Option<(f64, f64)>,
}

const ROW: f64 = 22.0;
const TOP: f64 = 58.0;
const WIDE: f64 = 760.0;

impl Ranking {
    /// The picture: 760 wide, 22 high for each unit. With intervals it has a second part, in which each unit's ranks are a
    /// line on a scale from the first to the last place.
    pub fn svg(&self) -> String {
        let height = TOP + ROW * self.bars.len() as f64 + 12.0;
        let mut svg = Svg::new(WIDE, height);
        let widest = self.bars.iter().map(|bar| width(&bar.label)).fold(0.0, f64::max);
        let labels = (widest * 12.0 + 8.0).clamp(60.0, 230.0);
        let has_intervals = self.bars.iter().any(|bar| bar.interval.is_some());
        let ranks = if has_intervals { 220.0 } else { 0.0 };
        let (left, right) = (36.0 + labels, WIDE - 58.0 - ranks);
        svg.text((16.0, 24.0), &self.title, 16.0, (Anchor::Start, INK), WIDE - 32.0);
        let values = || {
            self.bars
                .iter()
                .map(|bar| bar.value)
                .filter(|value| value.is_finite())
        };
        let (low, high) = values().fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let span = if high > low { high - low } else { 1.0 };
        let at = |value: f64| left + (value - low) / span * (right - left);
        for (row, bar) in self.bars.iter().enumerate() {
            let y = TOP + ROW * row as f64;
            let middle = y + ROW / 2.0 + 4.0;
            svg.text(
                (28.0, middle),
                &(row + 1).to_string(),
                11.0,
                (Anchor::End, SOFT),
                28.0,
            );
            svg.text((left - 8.0, middle), &bar.label, 12.0, (Anchor::End, INK), labels);
            if bar.value.is_finite() {
                let (from, to) = (at(0.0).min(at(bar.value)), at(0.0).max(at(bar.value)));
                let title = format!("{}: {}", bar.label, short(bar.value));
                svg.rect(from, y + 4.0, to - from, ROW - 8.0, SERIES[0], &title);
                svg.text(
                    (to + 5.0, middle),
                    &short(bar.value),
                    11.0,
                    (Anchor::Start, SOFT),
                    50.0,
                );
            }
        }
        if low < 0.0 {
            svg.line((at(0.0), TOP), (at(0.0), height - 12.0), SOFT, 1.0);
        }
        if has_intervals {
            self.intervals(&mut svg, WIDE - ranks);
        }
        svg.finish(&self.title, &self.description)
    }

    fn intervals(&self, svg: &mut Svg, left: f64) {
        let last = self.bars.len().max(2) as f64;
        let (from, to) = (left + 10.0, WIDE - 24.0);
        let at = |rank: f64| from + (rank.clamp(1.0, last) - 1.0) / (last - 1.0) * (to - from);
        let bottom = TOP + ROW * self.bars.len() as f64;
        svg.text(
            (from, TOP - 18.0),
            &self.ranks,
            11.0,
            (Anchor::Start, SOFT),
            to - from,
        );
        for rank in [1.0, f64::midpoint(1.0, last).round(), last] {
            svg.line((at(rank), TOP), (at(rank), bottom), LINE, 1.0);
            svg.text(
                (at(rank), TOP - 5.0),
                &short(rank),
                11.0,
                (Anchor::Middle, SOFT),
                40.0,
            );
        }
        for (row, bar) in self.bars.iter().enumerate() {
            let Some((low, high)) = bar
                .interval
                .filter(|(low, high)| low.is_finite() && high.is_finite())
            else {
                continue;
            };
            let y = TOP + ROW * row as f64 + ROW / 2.0;
            let title = format!("{}: {}–{}", bar.label, short(low), short(high));
            svg.rect(
                at(low) - 2.0,
                y - 3.0,
                at(high) - at(low) + 4.0,
                6.0,
                "#7fc4d4",
                &title,
            );
            svg.circle(at((row + 1) as f64), y, 3.5, INK, &title);
        }
    }
}
