//! What an index is made of, as rings: the index in the middle, its indicators at the rim.

use std::f64::consts::TAU;

use super::colour::{Colour, hex, ink_on, parts, tint};
use super::letters::{widest_word, width};
use super::scale::short;
use super::svg::{Anchor, GROUND, LEADING, SERIES, Set, Svg, number};
use crate::framework::Framework;

/// A framework, each element as wide as it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sunburst<'f> {
    /// Stands over the picture, on three lines at most.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// What is drawn: a ring for each level, the highest in the middle.
    pub framework: &'f Framework,
    /// By place of the element, within its parent, on any scale. Negative ones, `NaN` and infinities count as zero, and a
    /// weight that is not there as one; parts of an element whose weights are all zero count alike.
    pub weights: &'f [f64],
}

const SIZE: f64 = 560.0;
const RADIUS: f64 = SIZE / 2.0 - 10.0;
const LETTERS: f64 = 11.0;
/// The middle is so wide, in rings.
const MIDDLE: f64 = 0.8;
/// Between letters and the edge of their element.
const EDGE: f64 = 3.0;

/// An element's part of the circle, in turns, and the number of the branch it belongs to.
#[derive(Clone, Copy)]
struct Part {
    place: usize,
    from: f64,
    to: f64,
    branch: Option<usize>,
    /// How far it is from the middle to its inner and to its outer edge.
    inner: f64,
    outer: f64,
}

impl Sunburst<'_> {
    /// The picture: 560 wide. The elements of a ring have their names when all of them fit, else their codes where those fit;
    /// tooltips have the name, and the share of the whole in percent. One without weight is not drawn.
    pub fn svg(&self) -> String {
        let (mut svg, top) = Svg::new(SIZE, &self.title);
        let centre = (SIZE / 2.0, top + 4.0 + RADIUS);
        let mut parts = self.parts();
        parts.retain(|part| part.to > part.from);
        let element = |part: &Part| &self.framework.elements()[part.place];
        for level in 1..=self.framework.levels() {
            let ring = || parts.iter().filter(|part| element(part).level == level);
            // One that is too narrow for its code, too, does not count.
            let coded: Vec<Option<Label>> = ring().map(|part| part.label(&element(part).code)).collect();
            let named: Vec<Option<Label>> = ring().map(|part| part.label(&element(part).name)).collect();
            let all = coded
                .iter()
                .zip(&named)
                .all(|(code, name)| code.is_none() || name.is_some());
            for (part, label) in ring().zip(if all { named } else { coded }) {
                self.draw(&mut svg, part, label, centre);
            }
        }
        svg.finish(centre.1 + RADIUS + 10.0, &self.title, &self.description)
    }

    /// By place.
    fn parts(&self) -> Vec<Part> {
        let count = self.framework.elements().len();
        let levels = self.framework.levels() as f64;
        let ring = RADIUS / (levels - 1.0 + MIDDLE);
        let part = |place: usize| {
            let outward = levels - self.framework.elements()[place].level as f64;
            let inner = if outward > 0.0 {
                ring * (outward - 1.0 + MIDDLE)
            } else {
                0.0
            };
            Part {
                place,
                from: 0.0,
                to: 0.0,
                branch: None,
                inner,
                outer: ring * (outward + MIDDLE),
            }
        };
        let mut parts: Vec<Part> = (0..count).map(part).collect();
        let tops: Vec<usize> = (0..count)
            .filter(|place| self.framework.parent(*place).is_none())
            .collect();
        self.share(&mut parts, &tops, (0.0, 1.0), None);
        // Children come before their parents, so from the end each element has its part before it shares it out.
        for place in (0..count).rev() {
            let Part { from, to, branch, .. } = parts[place];
            self.share(&mut parts, self.framework.children(place), (from, to), branch);
        }
        parts
    }

    /// Puts places side by side, by their weights.
    fn share(&self, parts: &mut [Part], places: &[usize], (from, to): (f64, f64), branch: Option<usize>) {
        let weight = |place: &usize| {
            let weight = self.weights.get(*place).copied().unwrap_or(1.0);
            if weight.is_finite() { weight.max(0.0) } else { 0.0 }
        };
        // By the greatest, as the sum may be too large for a number.
        let most = places.iter().map(weight).fold(0.0, f64::max);
        let weight = |place: &usize| if most > 0.0 { weight(place) / most } else { 1.0 };
        let sum: f64 = places.iter().map(weight).sum();
        let mut before = 0.0;
        for (number, place) in places.iter().enumerate() {
            let part = &mut parts[*place];
            part.from = from + (to - from) * before / sum;
            before += weight(place);
            part.to = from + (to - from) * before / sum;
            // Branches begin where the whole is first parted.
            part.branch = branch.or((places.len() > 1).then_some(number));
        }
    }

    fn draw(&self, svg: &mut Svg, part: &Part, label: Option<Label>, centre: (f64, f64)) {
        let element = &self.framework.elements()[part.place];
        let share = part.to - part.from;
        let title = format!("{}: {} %", element.name, short(share * 100.0, 2));
        let at = |turn: f64, far: f64| {
            let x = centre.0 + far * libm::sin(turn * TAU);
            let y = centre.1 - far * libm::cos(turn * TAU);
            format!("{} {}", number(x), number(y))
        };
        let [near, far] = [part.inner, part.outer].map(number);
        let commands = if share >= 1.0 - 1e-9 {
            // Two half turns, as one arc cannot end where it began.
            let circle = |radius: f64| {
                let [up, down, far] = [at(0.0, radius), at(0.5, radius), number(radius)];
                format!("M{up}A{far} {far} 0 1 1 {down}A{far} {far} 0 1 1 {up}Z")
            };
            let hole = if part.inner > 0.0 {
                circle(part.inner)
            } else {
                String::new()
            };
            format!("{}{hole}", circle(part.outer))
        } else {
            let large = u8::from(share > 0.5);
            format!(
                "M{}A{far} {far} 0 {large} 1 {}L{}A{near} {near} 0 {large} 0 {}Z",
                at(part.from, part.outer),
                at(part.to, part.outer),
                at(part.to, part.inner),
                at(part.from, part.inner)
            )
        };
        let colour = self.colour(part);
        let style = format!(
            "fill=\"{}\" fill-rule=\"evenodd\" stroke=\"{GROUND}\" stroke-width=\"1.5\"",
            hex(colour)
        );
        svg.path(&commands, &style, &title);
        if let Some(Label {
            x,
            y,
            angle,
            text,
            set,
        }) = label
        {
            let set = Set {
                fill: ink_on(colour),
                ..set
            };
            svg.turned((centre.0 + x, centre.1 + y), angle, &text, &set);
        }
    }

    /// That of its branch, paler from ring to ring; a grey where there are no branches yet.
    fn colour(&self, part: &Part) -> Colour {
        let outward = self.framework.levels() - self.framework.elements()[part.place].level;
        let Some(branch) = part.branch else {
            return tint(parts("#4a5b66"), 1.0);
        };
        let much = [1.0, 0.9, 0.5, 0.25][outward.min(3)];
        tint(parts(SERIES[branch % SERIES.len()]), much)
    }
}

/// A text, from the middle of the circle, by degrees clockwise.
struct Label {
    x: f64,
    y: f64,
    angle: f64,
    text: String,
    set: Set,
}

impl Part {
    /// A text where it can be read best: level, else along the ring, else along the ray.
    fn label(&self, text: &str) -> Option<Label> {
        let upright = |turn: f64| {
            let angle = turn * 360.0;
            if angle > 90.0 && angle < 270.0 {
                angle - 180.0
            } else {
                angle
            }
        };
        let middle = f64::midpoint(self.from, self.to);
        self.block(text, 0.0)
            .or_else(|| self.block(text, upright(middle)))
            .or_else(|| self.along(text, upright((middle + 0.75).fract())))
    }

    /// The middle of where its label stands.
    fn middle(&self) -> (f64, f64) {
        let turn = f64::midpoint(self.from, self.to) * TAU;
        let far = if self.is_disc() {
            0.0
        } else {
            f64::midpoint(self.inner, self.outer)
        };
        (far * libm::sin(turn), -far * libm::cos(turn))
    }

    fn is_disc(&self) -> bool {
        self.inner == 0.0 && self.to - self.from >= 1.0 - 1e-9
    }

    /// A text on as few lines as fit into the part, turned by some degrees.
    fn block(&self, text: &str, angle: f64) -> Option<Label> {
        for lines in 1..=3 {
            // A little more than its share, as lines end between words; none is broken.
            for more in [0.0, 1.5, 3.0] {
                let room = (width(text) / lines as f64 + more).max(widest_word(text)) * LETTERS;
                let set = Set {
                    lines,
                    ..Set::new(LETTERS, Anchor::Middle, GROUND, room)
                };
                let wrapped = set.wrap(text);
                let whole = wrapped.iter().all(|line| !line.ends_with('…'));
                let widest = wrapped.iter().map(|line| width(line)).fold(0.0, f64::max) * LETTERS;
                let high = wrapped.len() as f64 * LETTERS * LEADING;
                if whole && self.holds(angle, (widest + 2.0 * EDGE, high + EDGE)) {
                    return Some(self.labelled(text, angle, set));
                }
            }
        }
        None
    }

    /// A text on one line along the ray, in smaller letters where the part is narrow.
    fn along(&self, text: &str, angle: f64) -> Option<Label> {
        [LETTERS, 10.0, 9.0].into_iter().find_map(|size| {
            let wide = width(text) * size;
            let near = f64::midpoint(self.inner, self.outer) - wide / 2.0;
            let across = (self.to - self.from).min(0.5) * TAU * near;
            let fits = wide + 2.0 * EDGE <= self.outer - self.inner && across >= size * 1.1;
            let set = Set::new(size, Anchor::Middle, GROUND, wide + 1.0);
            fits.then(|| self.labelled(text, angle, set))
        })
    }

    fn labelled(&self, text: &str, angle: f64, set: Set) -> Label {
        let (x, y) = self.middle();
        let text = text.to_owned();
        Label {
            x,
            y,
            angle,
            text,
            set,
        }
    }

    /// Whether a box around its middle, turned by some degrees, lies within the part as a whole.
    fn holds(&self, angle: f64, (wide, high): (f64, f64)) -> bool {
        // As seen by one who is turned with the box.
        let (x, y) = self.middle();
        let (sin, cos) = (libm::sin(angle.to_radians()), libm::cos(angle.to_radians()));
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        // It stands halfway between both edges: what is nearest to the middle is no further from it than what is furthest.
        let (right, down) = (x.abs() + wide / 2.0, y.abs() + high / 2.0);
        if libm::hypot(right, down) > self.outer {
            return false;
        }
        if self.is_disc() {
            return true;
        }
        if x.abs() < wide / 2.0 && y.abs() < high / 2.0 {
            return false;
        }
        // A box that the middle is not in reaches from corner to corner. Turns are counted from the middle of the part, so
        // that none of them jumps.
        let middle = libm::atan2(x, -y) / TAU;
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        corners.into_iter().all(|(across, along)| {
            let corner = (x + across * wide / 2.0, y + along * high / 2.0);
            let turn = libm::atan2(corner.0, -corner.1) / TAU - middle;
            (turn - turn.round()).abs() <= (self.to - self.from) / 2.0
        })
    }
}
