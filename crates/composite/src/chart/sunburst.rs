//! What an index is made of, as rings: the index in the middle, its indicators at the rim.

use super::short;
use super::svg::{Anchor, GROUND, INK, SERIES, Svg, number, width};
use crate::framework::Framework;

/// A framework, each element as wide as it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sunburst<'f> {
    pub title: String,
    pub description: String,
    pub framework: &'f Framework,
    /// By place of the element, within its parent.
    pub weights: &'f [f64],
}

const SIZE: f64 = 640.0;

/// An element's part of the circle, in turns, and the colour it takes from the branch it belongs to.
#[derive(Clone, Copy)]
struct Part {
    place: usize,
    from: f64,
    to: f64,
    branch: usize,
}

impl Sunburst<'_> {
    /// The picture: 640 square.
    pub fn svg(&self) -> String {
        let mut svg = Svg::new(SIZE, SIZE + 20.0);
        svg.text((16.0, 24.0), &self.title, 16.0, (Anchor::Start, INK), SIZE - 32.0);
        let elements = self.framework.elements();
        let tops: Vec<usize> = (0..elements.len())
            .filter(|place| self.framework.parent(*place).is_none())
            .collect();
        let parts = self.shared(&tops, (0.0, 1.0), None);
        for part in &parts {
            self.draw(&mut svg, part);
        }
        svg.finish(&self.title, &self.description)
    }

    /// Those places side by side, each with all it is made of.
    fn shared(&self, places: &[usize], (from, to): (f64, f64), branch: Option<usize>) -> Vec<Part> {
        let weight = |place: usize| self.weights.get(place).copied().unwrap_or(1.0).max(0.0);
        let sum: f64 = places.iter().map(|place| weight(*place)).sum();
        let mut parts = Vec::new();
        let mut at = from;
        for (number, place) in places.iter().enumerate() {
            let share = if sum > 0.0 {
                weight(*place) / sum
            } else {
                1.0 / places.len() as f64
            };
            let end = at + (to - from) * share;
            // The branches of the topmost element have colours of their own.
            let own = branch.or((places.len() > 1).then_some(number));
            parts.push(Part {
                place: *place,
                from: at,
                to: end,
                branch: own.unwrap_or(0),
            });
            parts.extend(self.shared(self.framework.children(*place), (at, end), own));
            at = end;
        }
        parts
    }

    fn draw(&self, svg: &mut Svg, part: &Part) {
        let element = &self.framework.elements()[part.place];
        let levels = self.framework.levels() as f64;
        let ring = (SIZE / 2.0 - 24.0) / levels;
        let outward = levels - element.level as f64;
        let (inner, outer) = (ring * outward, ring * (outward + 1.0));
        let centre = (SIZE / 2.0, SIZE / 2.0 + 24.0);
        let turn = std::f64::consts::TAU;
        let at = |part: f64, far: f64| {
            let [x, y] = [
                centre.0 + far * libm::sin(part * turn),
                centre.1 - far * libm::cos(part * turn),
            ];
            format!("{} {}", number(x), number(y))
        };
        let share = part.to - part.from;
        let title = format!("{}: {} %", element.name, short(share * 100.0));
        let opacity = number(1.0 - 0.22 * outward.min(3.0));
        let colour = SERIES[part.branch % SERIES.len()];
        let style =
            format!("fill=\"{colour}\" fill-opacity=\"{opacity}\" stroke=\"{GROUND}\" stroke-width=\"1.5\"");
        if share >= 1.0 - 1e-9 {
            // A whole ring: two half turns, as one arc cannot end where it began.
            let arc = |far: f64| {
                let far_text = number(far);
                format!(
                    "M{}A{far_text} {far_text} 0 1 1 {}A{far_text} {far_text} 0 1 1 {}Z",
                    at(0.0, far),
                    at(0.5, far),
                    at(0.0, far)
                )
            };
            let hole = if inner > 0.0 { arc(inner) } else { String::new() };
            svg.path(
                &format!("{}{hole}", arc(outer)),
                &format!("{style} fill-rule=\"evenodd\""),
                &title,
            );
        } else if share > 0.0 {
            let large = u8::from(share > 0.5);
            let [near, far] = [inner, outer].map(number);
            let commands = format!(
                "M{}A{far} {far} 0 {large} 1 {}L{}A{near} {near} 0 {large} 0 {}Z",
                at(part.from, outer),
                at(part.to, outer),
                at(part.to, inner),
                at(part.from, inner)
            );
            svg.path(&commands, &style, &title);
        }
        self.label(svg, part, (inner, outer), centre);
    }

    /// The name, or the code where the name has no room; nothing where neither has.
    fn label(&self, svg: &mut Svg, part: &Part, (inner, outer): (f64, f64), centre: (f64, f64)) {
        let element = &self.framework.elements()[part.place];
        let share = part.to - part.from;
        let middle = f64::midpoint(part.from, part.to);
        let far = if inner == 0.0 && share > 0.99 {
            0.0
        } else {
            f64::midpoint(inner, outer)
        };
        // Letters are 11 high, and lie along the ray.
        if share * std::f64::consts::TAU * far.max(20.0) < 12.0 {
            return;
        }
        let turn = middle * std::f64::consts::TAU;
        let at = (centre.0 + far * libm::sin(turn), centre.1 - far * libm::cos(turn));
        let angle = if far == 0.0 { 0.0 } else { middle * 360.0 - 90.0 };
        let angle = if angle > 90.0 { angle - 180.0 } else { angle };
        let ink = if self.framework.levels() - element.level >= 2 {
            INK
        } else {
            GROUND
        };
        let room = if far == 0.0 { 2.0 * outer } else { outer - inner } - 8.0;
        let fits = width(&element.name) * 11.0 <= room;
        let label = if fits { &element.name } else { &element.code };
        svg.turned(at, label, 11.0, (angle, ink), room);
    }
}
