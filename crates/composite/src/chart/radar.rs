//! A few units over several elements.

use std::fmt::Write as _;

use super::letters::{best_lines, least_room, width};
use super::scale::{Writing, decimals, ticks};
use super::svg::{Anchor, GROUND, INK, LEADING, LINE, MARGIN, SERIES, SOFT, Set, Svg, number};

/// Units on one scale, an axis for each element.
#[derive(Debug, Clone, PartialEq)]
pub struct Radar {
    /// Stands over the picture, on five lines at most.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// Names of the elements, clockwise from above, on three lines at most.
    pub axes: Vec<String>,
    /// Ends of the scale: in the middle, and at the rim. What lies beyond is drawn at the end; its tooltip has the value.
    pub scale: (f64, f64),
    /// At most five are drawn: no more can be told apart.
    pub series: Vec<Series>,
    pub writing: Writing,
}

/// A unit of a [`Radar`].
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// One for each axis; missing when `NaN` or infinite, or when it is not there.
    pub values: Vec<f64>,
}

/// The least size; long names of axes need more.
const SIZE: f64 = 560.0;
/// The widest labels beside the axes, those along them when they may have several lines, and the widest of these.
const BESIDE: f64 = 200.0;
const SEVERAL: f64 = 150.0;
const ALONG: f64 = 420.0;
const RADIUS: f64 = 150.0;
/// Where labels begin.
const OUTSIDE: f64 = RADIUS + 12.0;
/// Up to so many labels stand level, and at most so many stand along their axes.
const LEVEL: usize = 16;
const MOST: usize = 72;
const LETTERS: f64 = 12.0;
const NUMBERS: f64 = 11.0;
const ROW: f64 = 22.0;
/// Of the lines, so that they differ in grey, too.
const DASHES: [&str; 5] = ["none", "8 4", "2 3", "12 3 2 3", "5 2"];

impl Radar {
    /// The picture: 560 wide or, with long names of axes, wider; with a line for each unit, of a colour, dashes and marks of its own. A line breaks where a value
    /// is missing. Rings are at round numbers.
    pub fn svg(&self) -> String {
        let along = self.along();
        let size = self.size(along.as_ref());
        let (mut svg, top) = Svg::new(size, &self.title);
        let room = along.as_ref().map_or(62.0, |set| set.room + 10.0);
        let centre = (size / 2.0, top + room + RADIUS);
        let axes = self.axes.len().max(1) as f64;
        let place = |axis: usize, far: f64| {
            let turn = std::f64::consts::TAU * axis as f64 / axes;
            (centre.0 + far * libm::sin(turn), centre.1 - far * libm::cos(turn))
        };
        let rings = self.rings();
        for (far, _) in &rings {
            self.ring(&mut svg, *far, &place);
        }
        self.ring(&mut svg, RADIUS, &place);
        for axis in 0..self.axes.len() {
            svg.line(centre, place(axis, RADIUS), LINE, 1.0);
        }
        match &along {
            Some(set) => self.labels_along(&mut svg, centre, set, &place),
            None => self.labels_beside(&mut svg, centre, &place),
        }
        let shown = || self.series.iter().take(SERIES.len()).enumerate();
        for (at, series) in shown() {
            self.line(&mut svg, series, at, &place);
        }
        // Above the lines, on a ground through which they can be seen; beside the first axis. Near the middle there is no room.
        for (far, text) in rings.iter().filter(|(far, _)| *far == 0.0 || *far > 20.0) {
            let wide = width(text) * NUMBERS;
            let at = (centre.0 - 8.0, centre.1 - far);
            let [x, y, across] = [at.0 - wide - 2.0, at.1 - 7.0, wide + 4.0].map(number);
            let ground = format!("M{x} {y}h{across}v14h-{across}Z");
            svg.path(&ground, &format!("fill=\"{GROUND}\" fill-opacity=\"0.75\""), "");
            svg.text(at, text, &Set::new(NUMBERS, Anchor::End, SOFT, 80.0));
        }
        for (at, series) in shown() {
            self.marks(&mut svg, series, at, &place);
        }
        let first = centre.1 + RADIUS + room + 16.0;
        for (at, series) in shown() {
            let y = first + ROW * at as f64;
            let sample = format!("M{} {}h36", number(MARGIN), number(y));
            svg.path(&sample, &stroke(at), "");
            mark(&mut svg, (MARGIN + 18.0, y), at, "");
            let set = Set::new(13.0, Anchor::Start, INK, size - 62.0 - MARGIN);
            svg.text((62.0, y), &series.label, &set);
        }
        let height = first + ROW * shown().count() as f64;
        svg.finish(height, &self.title, &self.description)
    }

    /// How labels are set that stand along their axes, when there are more than can stand level.
    fn along(&self) -> Option<Set> {
        let count = self.axes.len();
        if count <= LEVEL {
            return None;
        }
        let apart = std::f64::consts::TAU * OUTSIDE / count.min(MOST) as f64;
        let most = ((apart / (NUMBERS * LEADING)) as usize).clamp(1, 3);
        let lines = self
            .axes
            .iter()
            .map(|label| best_lines(label, most, SEVERAL / NUMBERS));
        let lines = lines.max().unwrap_or(1);
        let rooms = self.axes.iter().map(|label| least_room(label, lines) * NUMBERS);
        let room = rooms.fold(104.0, f64::max).min(ALONG);
        Some(Set {
            lines,
            ..Set::new(NUMBERS, Anchor::Start, INK, room)
        })
    }

    /// How wide the picture is, for labels to have room beside the axes.
    fn size(&self, along: Option<&Set>) -> f64 {
        let needs = |axis: usize| {
            let turn = std::f64::consts::TAU * axis as f64 / self.axes.len() as f64;
            let aside = libm::sin(turn) * OUTSIDE;
            if aside.abs() < 8.0 {
                return 0.0;
            }
            let room = least_room(&self.axes[axis], self.lines_beside(axis)) * LETTERS;
            aside.abs() + room.min(BESIDE) + 7.0
        };
        let half = match along {
            Some(set) => OUTSIDE + set.room + 8.0,
            None => (0..self.axes.len()).map(needs).fold(0.0, f64::max),
        };
        SIZE.max(2.0 * half)
    }

    /// Labels along their axes, outside of their ends; of very many only some.
    fn labels_along(
        &self,
        svg: &mut Svg,
        centre: (f64, f64),
        set: &Set,
        place: &impl Fn(usize, f64) -> (f64, f64),
    ) {
        let count = self.axes.len();
        for (axis, label) in self.axes.iter().enumerate().step_by(count.div_ceil(MOST)) {
            let (x, y) = place(axis, OUTSIDE);
            let angle = 360.0 * axis as f64 / count as f64 - 90.0;
            let (anchor, angle) = if x - centre.0 < -0.01 {
                (Anchor::End, angle - 180.0)
            } else {
                (Anchor::Start, angle)
            };
            svg.turned((x, y), angle, label, &Set { anchor, ..*set });
        }
    }

    /// As many lines as there is room for above and below a label, to the next one on the same side.
    fn lines_beside(&self, axis: usize) -> usize {
        let count = self.axes.len();
        let at = |axis: usize| {
            let turn = std::f64::consts::TAU * axis as f64 / count as f64;
            (OUTSIDE * libm::sin(turn), OUTSIDE * libm::cos(turn))
        };
        let (aside, up) = at(axis);
        let beside = [axis + 1, axis + count - 1].map(|other| at(other % count));
        let beside = beside.into_iter().filter(|(other, _)| other * aside > 64.0);
        let room = beside
            .map(|(_, other)| (other - up).abs())
            .fold(3.0 * LETTERS * LEADING, f64::min);
        ((room / (LETTERS * LEADING)) as usize).max(1)
    }

    /// Labels that stand level, outside of the ends of the axes, on the side where there is room.
    fn labels_beside(&self, svg: &mut Svg, centre: (f64, f64), place: &impl Fn(usize, f64) -> (f64, f64)) {
        let count = self.axes.len();
        for (axis, label) in self.axes.iter().enumerate() {
            let (x, y) = place(axis, OUTSIDE);
            let aside = x - centre.0;
            let (anchor, room) = if aside.abs() < 8.0 {
                // Above or below the axis, between the labels of its neighbours.
                let neighbours = [axis + 1, axis + count - 1].map(|other| place(other % count, OUTSIDE));
                let between = neighbours.map(|(other, _)| (other - x).abs());
                (Anchor::Middle, 2.0 * between[0].min(between[1]) - LETTERS)
            } else if aside > 0.0 {
                (Anchor::Start, 2.0 * centre.0 - x - 6.0)
            } else {
                (Anchor::End, x - 6.0)
            };
            let set = Set {
                lines: self.lines_beside(axis),
                ..Set::new(
                    LETTERS,
                    anchor,
                    INK,
                    if count > 2 { room.min(BESIDE) } else { BESIDE },
                )
            };
            // Further lines go outwards.
            let outward = (y - centre.1) / OUTSIDE;
            svg.text((x, y + outward * set.height(label) / 2.0), label, &set);
        }
    }

    /// How far a value is from the middle.
    fn far(&self, value: f64) -> Option<f64> {
        // Halves, as the whole may be too large for a number.
        let (low, high) = (self.scale.0 / 2.0, self.scale.1 / 2.0);
        let share = (value / 2.0 - low) / (high - low);
        (value.is_finite() && share.is_finite()).then(|| share.clamp(0.0, 1.0) * RADIUS)
    }

    /// Rings with their numbers; the rim has one when it is round.
    fn rings(&self) -> Vec<(f64, String)> {
        let (low, high) = (self.scale.0.min(self.scale.1), self.scale.0.max(self.scale.1));
        let ticks = ticks(low, high, 6);
        let decimals = decimals(high - low);
        let ring = |tick: f64| Some((self.far(tick)?, self.writing.short(tick, decimals)));
        ticks.into_iter().filter_map(ring).collect()
    }

    fn ring(&self, svg: &mut Svg, far: f64, place: &impl Fn(usize, f64) -> (f64, f64)) {
        let mut path = String::new();
        for axis in 0..self.axes.len() {
            step(&mut path, place(axis, far), axis == 0);
        }
        if !path.is_empty() {
            let style = format!("fill=\"none\" stroke=\"{LINE}\"");
            svg.path(&format!("{path}Z"), &style, "");
        }
    }

    fn line(&self, svg: &mut Svg, series: &Series, at: usize, place: &impl Fn(usize, f64) -> (f64, f64)) {
        let mut path = String::new();
        let mut drawing = false;
        // Round once more to the first axis, so that the line closes where it can.
        for axis in (0..self.axes.len()).chain([0]) {
            match series.values.get(axis).and_then(|value| self.far(*value)) {
                Some(far) if axis < self.axes.len() => {
                    step(&mut path, place(axis, far), !drawing);
                    drawing = true;
                }
                _ => drawing = false,
            }
        }
        if !path.is_empty() {
            svg.path(&path, &stroke(at), "");
        }
    }

    fn marks(&self, svg: &mut Svg, series: &Series, at: usize, place: &impl Fn(usize, f64) -> (f64, f64)) {
        for ((axis, label), value) in self.axes.iter().enumerate().zip(&series.values) {
            if let Some(far) = self.far(*value) {
                let title = format!("{}, {label}: {}", series.label, self.writing.short(*value, 3));
                mark(svg, place(axis, far), at, &title);
            }
        }
    }
}

fn stroke(at: usize) -> String {
    let (colour, dashes) = (SERIES[at], DASHES[at]);
    format!(
        "fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.2\" stroke-dasharray=\"{dashes}\" stroke-linejoin=\"round\""
    )
}

/// A disc, a square, a triangle, a rhomb, a cross.
fn mark(svg: &mut Svg, (x, y): (f64, f64), at: usize, title: &str) {
    let colour = SERIES[at];
    let shape: &[(f64, f64)] = match at {
        1 => &[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)],
        2 => &[(0.0, -5.5), (5.0, 4.0), (-5.0, 4.0)],
        3 => &[(0.0, -6.0), (5.0, 0.0), (0.0, 6.0), (-5.0, 0.0)],
        4 => &[
            (-2.0, -5.5),
            (2.0, -5.5),
            (2.0, -2.0),
            (5.5, -2.0),
            (5.5, 2.0),
            (2.0, 2.0),
            (2.0, 5.5),
            (-2.0, 5.5),
            (-2.0, 2.0),
            (-5.5, 2.0),
            (-5.5, -2.0),
            (-2.0, -2.0),
        ],
        _ => return svg.circle((x, y), 4.5, colour, title),
    };
    let mut path = String::new();
    for (point, (right, down)) in shape.iter().enumerate() {
        step(&mut path, (x + right, y + down), point == 0);
    }
    let style = format!("fill=\"{colour}\" stroke=\"{GROUND}\" stroke-width=\"0.8\"");
    svg.path(&format!("{path}Z"), &style, title);
}

fn step(path: &mut String, (x, y): (f64, f64), begins: bool) {
    let letter = if begins { 'M' } else { 'L' };
    let _ = write!(path, "{letter}{} {}", number(x), number(y));
}
