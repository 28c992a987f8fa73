//! Units by their score, as bars.

use super::letters::width;
use super::scale::{Writing, decimals, ticks};
use super::svg::{Anchor, BAND, INK, LEADING, LINE, MARGIN, SERIES, SOFT, Set, Svg};

/// A ranking, in the order of `bars`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Stands over the picture, on five lines at most.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// From the first to the last. Neighbours with the same value share the rank of the first of them; those without a value
    /// have none.
    pub bars: Vec<Bar>,
    /// What stands above the intervals: Ranks.
    pub ranks: String,
    /// What the mark on an interval is, …
    pub mark: String,
    /// … and what the interval is: both stand above the picture when there are intervals, on three lines at most.
    pub band: String,
    pub writing: Writing,
}

/// A unit of a [`Ranking`].
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name, on three lines at most.
    pub label: String,
    /// Its score, on any scale; a bar begins at zero. A dash stands for one that is `NaN` or infinite.
    pub value: f64,
    /// The lowest and the highest of its ranks, from 1, in either order; left out when one of them is `NaN` or infinite.
    pub interval: Option<(f64, f64)>,
}

const WIDE: f64 = 560.0;
const LETTERS: f64 = 13.0;
const NUMBERS: f64 = 12.0;
/// The least height of a row; several lines take more.
const ROW: f64 = 22.0;
const BAR: f64 = 13.0;
/// The widest labels, and the part with the intervals.
const LABELS: f64 = 190.0;
const RANKS: f64 = 150.0;
/// Where ranks end on the right, as numbers.
const NUMBERED: f64 = 32.0;
/// Darker than 3:1 on white, lighter than the mark of the rank upon it.
const INTERVAL: &str = "#4f9bb3";

/// Where a row is, and the rank in it.
struct Row<'b> {
    bar: &'b Bar,
    top: f64,
    height: f64,
    rank: Option<usize>,
}

impl Row<'_> {
    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

impl Ranking {
    /// The picture: 560 wide, 22 high for each unit, and more for a name on several lines. All scores have the same decimals.
    /// With intervals it has a second part, in which each unit's interval is a band, and its rank a mark, on a scale from the
    /// first place to the last of those that are shown or lie in an interval.
    pub fn svg(&self) -> String {
        let (mut svg, top) = Svg::new(WIDE, &self.title);
        let has_intervals = self.bars.iter().any(|bar| interval(bar).is_some());
        let top = if has_intervals {
            self.legend(&mut svg, top) + 42.0
        } else {
            top + 6.0
        };
        let widest = self.bars.iter().map(|bar| width(&bar.label)).fold(0.0, f64::max);
        let labels = (widest * LETTERS + 2.0).clamp(40.0, LABELS);
        let label = Set {
            lines: 3,
            ..Set::new(LETTERS, Anchor::End, INK, labels)
        };
        let rows = self.rows(top, &label);
        let bottom = rows.last().map_or(top, |row| row.top + row.height);
        for row in rows.iter().skip(1).step_by(2) {
            svg.rect((0.0, row.top), (WIDE, row.height), BAND, "");
        }
        let left = NUMBERED + 8.0 + labels;
        for row in &rows {
            if let Some(rank) = row.rank {
                let number = Set::new(NUMBERS, Anchor::End, SOFT, NUMBERED);
                svg.text((NUMBERED, row.middle()), &rank.to_string(), &number);
            }
            svg.text((left, row.middle()), &row.bar.label, &label);
        }
        let right = if has_intervals { WIDE - RANKS } else { WIDE - 12.0 };
        self.bars(&mut svg, &rows, (left + 8.0, right), (top, bottom));
        if has_intervals {
            self.intervals(&mut svg, &rows, (top, bottom));
        }
        svg.finish(bottom + 12.0, &self.title, &self.description)
    }

    /// Says what a band and a mark are; gives where it ends.
    fn legend(&self, svg: &mut Svg, top: f64) -> f64 {
        const SAMPLE: f64 = 28.0;
        let set = Set {
            lines: 3,
            ..Set::new(NUMBERS, Anchor::Start, SOFT, WIDE - 2.0 * MARGIN - SAMPLE - 8.0)
        };
        let mut top = top + 4.0;
        for (is_band, text) in [(true, &self.band), (false, &self.mark)] {
            let first = top + NUMBERS * LEADING / 2.0;
            if is_band {
                svg.rect((MARGIN, first - 3.5), (SAMPLE, 7.0), INTERVAL, "");
            } else {
                svg.circle((MARGIN + SAMPLE / 2.0, first), 3.5, INK, "");
            }
            let height = set.height(text).max(NUMBERS * LEADING);
            svg.text((MARGIN + SAMPLE + 8.0, top + height / 2.0), text, &set);
            top += height + 4.0;
        }
        top
    }

    fn rows(&self, top: f64, label: &Set) -> Vec<Row<'_>> {
        let mut rows: Vec<Row> = Vec::with_capacity(self.bars.len());
        let mut top = top;
        for (at, bar) in self.bars.iter().enumerate() {
            let before = rows.last().filter(|before| before.bar.value == bar.value);
            let height = (label.height(&bar.label) + 4.0).max(ROW);
            let rank = before.map_or(Some(at + 1), |before| before.rank);
            rows.push(Row {
                bar,
                top,
                height,
                rank: rank.filter(|_| bar.value.is_finite()),
            });
            top += height;
        }
        rows
    }

    /// Bars between two places on the left and on the right, each with its score at its end.
    fn bars(&self, svg: &mut Svg, rows: &[Row], (left, right): (f64, f64), (top, bottom): (f64, f64)) {
        let values = || {
            rows.iter()
                .map(|row| row.bar.value)
                .filter(|value| value.is_finite())
        };
        let (low, high) = values().fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let least = values().fold(f64::INFINITY, f64::min);
        let greatest = values().fold(f64::NEG_INFINITY, f64::max);
        let range = if greatest > least {
            greatest - least
        } else {
            greatest.abs()
        };
        let decimals = decimals(range);
        let widest = values()
            .map(|value| width(&self.writing.fixed(value, decimals)))
            .fold(1.0, f64::max);
        let room = widest * NUMBERS + 6.0;
        let zero_from = if low < 0.0 { left + room } else { left };
        let long = right - room - zero_from;
        // Halves, as the whole may be too large for a number.
        let span = high / 2.0 - low / 2.0;
        let at = |value: f64| {
            let share = if span > 0.0 {
                (value / 2.0 - low / 2.0) / span
            } else {
                0.0
            };
            zero_from + share * long
        };
        for row in rows {
            let value = row.bar.value;
            let text = self.writing.fixed(value, decimals);
            let zero = at(0.0);
            let mut set = Set::new(NUMBERS, Anchor::Start, SOFT, room);
            let mut x = zero + 5.0;
            if value.is_finite() {
                let (from, to) = (zero.min(at(value)), zero.max(at(value)));
                let title = format!("{}: {text}", row.bar.label);
                let y = row.middle() - BAR / 2.0;
                svg.rect((from, y), (to - from, BAR), SERIES[0], &title);
                x = to + 5.0;
                if value < 0.0 {
                    set.anchor = Anchor::End;
                    x = from - 5.0;
                }
            }
            svg.text((x, row.middle()), &text, &set);
        }
        if !rows.is_empty() {
            svg.line((at(0.0), top), (at(0.0), bottom), SOFT, 1.0);
        }
    }

    fn intervals(&self, svg: &mut Svg, rows: &[Row], (top, bottom): (f64, f64)) {
        // Where only the first units are shown, others may have ranks beyond them.
        let last = self.bars.iter().filter_map(interval).map(|(_, high)| high);
        let last = last.fold(self.bars.len().max(2) as f64, f64::max);
        let (from, to) = (WIDE - RANKS + 20.0, WIDE - 20.0);
        let at = |rank: f64| from + (rank.max(1.0) - 1.0) / (last - 1.0) * (to - from);
        let title = Set::new(NUMBERS, Anchor::End, SOFT, WIDE - 40.0);
        svg.text((to + 8.0, top - 31.0), &self.ranks, &title);
        let number = |rank: f64| self.writing.short(rank, 0);
        let tick = Set::new(NUMBERS, Anchor::Middle, SOFT, 60.0);
        // Ticks between the first and the last, where there is room for their numbers.
        let room = |rank: f64| (width(&number(rank)) + 0.6) * NUMBERS / 2.0;
        let apart = |a: f64, b: f64| at(b) - at(a) >= room(a) + room(b);
        let mut shown = vec![1.0];
        for rank in ticks(1.0, last, 4) {
            if apart(shown[shown.len() - 1], rank) && apart(rank, last) {
                shown.push(rank);
            }
        }
        shown.push(last);
        for rank in shown {
            svg.line((at(rank), top - 4.0), (at(rank), bottom), LINE, 1.0);
            svg.text((at(rank), top - 13.0), &number(rank), &tick);
        }
        for row in rows {
            let Some((low, high)) = interval(row.bar) else {
                continue;
            };
            let [from, to] = [low, high].map(|rank| self.writing.short(rank, 1));
            let title = format!("{}: {from}–{to}", row.bar.label);
            let (left, right) = (at(low) - 2.0, at(high) + 2.0);
            svg.rect((left, row.middle() - 3.5), (right - left, 7.0), INTERVAL, &title);
            if let Some(rank) = row.rank {
                svg.circle((at(rank as f64), row.middle()), 3.5, INK, &title);
            }
        }
    }
}

/// The lower and the higher rank of an interval that is a range of numbers.
fn interval(bar: &Bar) -> Option<(f64, f64)> {
    let (low, high) = bar.interval?;
    (low.is_finite() && high.is_finite()).then(|| (low.min(high), low.max(high)))
}
