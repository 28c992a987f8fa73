//! A few units over several elements.

use std::fmt::Write as _;

use super::short;
use super::svg::{Anchor, INK, LINE, SERIES, SOFT, Svg, number};

/// Units on one scale, an axis for each element.
#[derive(Debug, Clone, PartialEq)]
pub struct Radar {
    pub title: String,
    pub description: String,
    pub axes: Vec<String>,
    /// Ends of the scale: in the middle, and at the rim.
    pub scale: (f64, f64),
    /// At most five are drawn.
    pub series: Vec<Series>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub label: String,
    /// One for each axis; missing when `NaN`.
    pub values: Vec<f64>,
}

const SIZE: f64 = 680.0;
const RADIUS: f64 = 170.0;
const RINGS: usize = 4;

impl Radar {
    /// The picture: 680 wide. A line breaks where a value is missing.
    pub fn svg(&self) -> String {
        let shown = self.series.iter().take(SERIES.len());
        let height = 500.0 + 22.0 * shown.len() as f64;
        let mut svg = Svg::new(SIZE, height);
        let centre = (SIZE / 2.0, 258.0);
        svg.text((16.0, 24.0), &self.title, 16.0, (Anchor::Start, INK), SIZE - 32.0);
        let axes = self.axes.len().max(1) as f64;
        let place = |axis: usize, far: f64| {
            let turn = std::f64::consts::TAU * axis as f64 / axes;
            (centre.0 + far * libm::sin(turn), centre.1 - far * libm::cos(turn))
        };
        for ring in 1..=RINGS {
            let far = RADIUS * ring as f64 / RINGS as f64;
            let mut path = String::new();
            for axis in 0..self.axes.len() {
                step(&mut path, place(axis, far), axis == 0);
            }
            svg.path(
                &format!("{path}Z"),
                &format!("fill=\"none\" stroke=\"{LINE}\""),
                "",
            );
            let value = self.scale.0 + (self.scale.1 - self.scale.0) * ring as f64 / RINGS as f64;
            // Beside the first axis, whose label stands above it.
            let at = (centre.0 - 5.0, centre.1 - far + 11.0);
            svg.text(at, &short(value), 10.0, (Anchor::End, SOFT), 40.0);
        }
        for (axis, label) in self.axes.iter().enumerate() {
            let rim = place(axis, RADIUS);
            svg.line(centre, rim, LINE, 1.0);
            let (x, y) = place(axis, RADIUS + 14.0);
            let (anchor, room) = if (x - centre.0).abs() < 12.0 {
                (Anchor::Middle, 220.0)
            } else if x > centre.0 {
                (Anchor::Start, SIZE - x - 4.0)
            } else {
                (Anchor::End, x - 4.0)
            };
            svg.text((x, y + 4.0), label, 12.0, (anchor, INK), room);
        }
        for (at, series) in shown.enumerate() {
            self.series(&mut svg, series, SERIES[at], &place);
            let y = 490.0 + 22.0 * at as f64;
            svg.rect(24.0, y - 9.0, 14.0, 10.0, SERIES[at], "");
            svg.text((46.0, y), &series.label, 13.0, (Anchor::Start, INK), SIZE - 70.0);
        }
        svg.finish(&self.title, &self.description)
    }

    fn series(
        &self,
        svg: &mut Svg,
        series: &Series,
        colour: &str,
        place: &impl Fn(usize, f64) -> (f64, f64),
    ) {
        let span = self.scale.1 - self.scale.0;
        let far = |axis: usize| {
            let value = series.values.get(axis).copied().unwrap_or(f64::NAN);
            let share = (value - self.scale.0) / span;
            share.is_finite().then(|| share.clamp(0.0, 1.0) * RADIUS)
        };
        let mut path = String::new();
        let mut drawing = false;
        // Round once more to the first axis, so that the line closes where it can.
        for axis in (0..self.axes.len()).chain([0]) {
            match far(axis) {
                Some(far) => {
                    step(&mut path, place(axis, far), !drawing);
                    drawing = true;
                }
                None => drawing = false,
            }
        }
        if !path.is_empty() {
            svg.path(
                &path,
                &format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\""),
                "",
            );
        }
        for (axis, label) in self.axes.iter().enumerate() {
            if let Some(far) = far(axis) {
                let (x, y) = place(axis, far);
                let title = format!("{}, {label}: {}", series.label, short(series.values[axis]));
                svg.circle(x, y, 4.0, colour, &title);
            }
        }
    }
}

fn step(path: &mut String, (x, y): (f64, f64), begins: bool) {
    let letter = if begins { 'M' } else { 'L' };
    let _ = write!(path, "{letter}{} {}", number(x), number(y));
}
