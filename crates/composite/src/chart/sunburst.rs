//! What an index is made of, as rings: the index in the middle, its indicators at the rim.

use std::f64::consts::TAU;

use super::colour::{Colour, hex, ink_on, parts, tint};
use super::letters::{best_lines, least_room, widest_word, width};
use super::scale::Writing;
use super::svg::{Anchor, GROUND, INK, LEADING, MARGIN, SERIES, Set, Svg, number};
use crate::framework::{Element, Framework};

/// A framework, each element as wide as it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sunburst<'f> {
    /// Stands over the picture, on five lines at most.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// What is drawn: a ring for each level, the highest in the middle.
    pub framework: &'f Framework,
    /// By place of the element, within its parent, on any scale. Negative ones, `NaN` and infinities count as zero, and a
    /// weight that is not there as one; parts of an element whose weights are all zero count alike.
    pub weights: &'f [f64],
    pub writing: Writing,
}

const SIZE: f64 = 560.0;
const RADIUS: f64 = SIZE / 2.0 - 10.0;
/// With names outside of the rim: how far they begin from it, how wide they are when they may have several lines, and how
/// wide at most.
const SMALLER: f64 = 250.0;
const BEYOND: f64 = 8.0;
const SEVERAL: f64 = 150.0;
const LONGEST: f64 = 420.0;
const LETTERS: f64 = 11.0;
/// Of letters, where there is little room.
const SIZES: [f64; 3] = [LETTERS, 10.0, 9.0];
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
    /// The picture: 560 wide or, when the names of the indicators do not fit into their ring and stand around it, wider. An
    /// element that is too small for its name has a number; below, the numbers have their names. Tooltips have the name, and
    /// the share of the whole in percent. One without weight is not drawn.
    pub fn svg(&self) -> String {
        let mut parts = self.drawn(RADIUS);
        let is_rim = |part: &Part| self.element(part).level == 1;
        let name = |part: &Part| part.label(&self.element(part).name);
        let is_around = parts.iter().any(|part| is_rim(part) && name(part).is_none());
        let radius = if is_around { SMALLER } else { RADIUS };
        if is_around {
            parts = self.drawn(radius);
        }
        let around = |part: &Part| part.around(&self.element(part).name, radius);
        let label = |part: &Part| {
            if is_around && is_rim(part) {
                around(part)
            } else {
                name(part)
            }
        };
        let labels: Vec<Option<Label>> = parts.iter().map(label).collect();
        // Room for the rim, and for what reaches beyond it.
        let reach = |far: fn(&Label) -> f64| {
            let outside = labels.iter().flatten().filter(|label| label.is_outside);
            outside.map(far).fold(radius, f64::max) + 4.0
        };
        let size = SIZE.max(2.0 * reach(|label| label.end().0.abs()));
        let (mut svg, top) = Svg::new(size, &self.title);
        let centre = (size / 2.0, top + reach(|label| -label.end().1));
        let bottom = centre.1 + reach(|label| label.end().1);
        let mut unnamed = Vec::new();
        for (part, label) in parts.iter().zip(labels) {
            let label = label.or_else(|| {
                unnamed.push(*part);
                part.label(&unnamed.len().to_string())
            });
            self.draw(&mut svg, part, label, centre);
        }
        let bottom = self.key(&mut svg, &unnamed, (size, bottom));
        svg.finish(bottom + 6.0, &self.title, &self.description)
    }

    fn element(&self, part: &Part) -> &Element {
        &self.framework.elements()[part.place]
    }

    /// Parts that have a weight, from the rim to the middle, each ring clockwise.
    fn drawn(&self, radius: f64) -> Vec<Part> {
        let mut parts = self.parts(radius);
        parts.retain(|part| part.to > part.from);
        let level = |part: &Part| self.element(part).level;
        parts.sort_by(|a, b| level(a).cmp(&level(b)).then(a.from.total_cmp(&b.from)));
        parts
    }

    /// Names of what has a number only, from a height on; gives where they end.
    fn key(&self, svg: &mut Svg, unnamed: &[Part], (size, top): (f64, f64)) -> f64 {
        const FEW: usize = 6;
        let columns = if unnamed.len() > FEW { 2 } else { 1 };
        let wide = (size - 2.0 * MARGIN) / columns as f64;
        let set = Set {
            lines: 3,
            ..Set::new(LETTERS, Anchor::Start, INK, wide - 56.0)
        };
        let mut bottom = top;
        for (column, parts) in unnamed.chunks(unnamed.len().div_ceil(columns).max(1)).enumerate() {
            let left = MARGIN + wide * column as f64;
            let before = column * unnamed.len().div_ceil(columns);
            let mut y = top + 10.0;
            for (at, part) in parts.iter().enumerate() {
                let text = format!("{}: {}", self.element(part).name, self.percent(part));
                let height = set.height(&text).max(LETTERS * LEADING);
                let middle = y + height / 2.0;
                svg.rect((left, middle - 5.0), (10.0, 10.0), &hex(self.colour(part)), "");
                let number = (before + at + 1).to_string();
                svg.text(
                    (left + 40.0, middle),
                    &number,
                    &Set::new(LETTERS, Anchor::End, INK, 28.0),
                );
                svg.text((left + 48.0, middle), &text, &set);
                y += height + 4.0;
            }
            bottom = bottom.max(y);
        }
        bottom
    }

    fn percent(&self, part: &Part) -> String {
        let share = self.writing.short((part.to - part.from) * 100.0, 2);
        format!("{share}{}", self.writing.percent)
    }

    /// By place.
    fn parts(&self, radius: f64) -> Vec<Part> {
        let count = self.framework.elements().len();
        let levels = self.framework.levels() as f64;
        let ring = radius / (levels - 1.0 + MIDDLE);
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
        let share = part.to - part.from;
        let title = format!("{}: {}", self.element(part).name, self.percent(part));
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
            is_outside,
        }) = label
        {
            let fill = if is_outside { INK } else { ink_on(colour) };
            let set = Set { fill, ..set };
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
    /// Beyond the rim, and not on the colour of its part.
    is_outside: bool,
}

impl Label {
    /// Where one beyond the rim ends, with half of its height.
    fn end(&self) -> (f64, f64) {
        let far = libm::hypot(self.x, self.y);
        let further = (far + self.set.room) / far;
        let half = self.set.height(&self.text) / 2.0;
        (
            self.x * further + half.copysign(self.x),
            self.y * further + half.copysign(self.y),
        )
    }
}

impl Part {
    /// A text where it can be read best: level, else along the ring, else in smaller letters, else along the ray.
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
        let block = |size: f64| {
            let level = self.block(text, 0.0, size);
            level.or_else(|| self.block(text, upright(middle), size))
        };
        let mut sizes = SIZES.into_iter();
        sizes
            .find_map(block)
            .or_else(|| self.along(text, upright((middle + 0.75).fract())))
    }

    /// A text along the ray, beyond the rim, on as many lines as there is room for; in smaller letters where the part is narrow.
    fn around(&self, text: &str, radius: f64) -> Option<Label> {
        let turn = f64::midpoint(self.from, self.to);
        let far = radius + BEYOND;
        let apart = (self.to - self.from) * TAU * far;
        let size = [LETTERS, 10.0, 9.0]
            .into_iter()
            .find(|size| apart >= size * LEADING)?;
        let lines = ((apart / (size * LEADING)) as usize).min(3);
        let lines = best_lines(text, lines, SEVERAL / size);
        let room = (least_room(text, lines) * size).min(LONGEST);
        let angle = turn * 360.0 - 90.0;
        let (anchor, angle) = if turn > 0.5 {
            (Anchor::End, angle - 180.0)
        } else {
            (Anchor::Start, angle)
        };
        Some(Label {
            x: far * libm::sin(turn * TAU),
            y: -far * libm::cos(turn * TAU),
            angle,
            text: text.to_owned(),
            set: Set {
                lines,
                ..Set::new(size, anchor, INK, room)
            },
            is_outside: true,
        })
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
    fn block(&self, text: &str, angle: f64, size: f64) -> Option<Label> {
        for lines in 1..=3 {
            // A little more than its share, as lines end between words; none is broken.
            for more in [0.0, 1.5, 3.0] {
                let room = (width(text) / lines as f64 + more).max(widest_word(text)) * size;
                let set = Set {
                    lines,
                    ..Set::new(size, Anchor::Middle, GROUND, room)
                };
                let wrapped = set.wrap(text);
                let whole = wrapped.iter().all(|line| !line.ends_with('…'));
                let widest = wrapped.iter().map(|line| width(line)).fold(0.0, f64::max) * size;
                let high = wrapped.len() as f64 * size * LEADING;
                if whole && self.holds(angle, (widest + 2.0 * EDGE, high + EDGE)) {
                    return Some(self.labelled(text, angle, set));
                }
            }
        }
        None
    }

    /// A text on one line along the ray, in smaller letters where the part is narrow.
    fn along(&self, text: &str, angle: f64) -> Option<Label> {
        SIZES.into_iter().find_map(|size| {
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
        Label {
            x,
            y,
            angle,
            text: text.to_owned(),
            set,
            is_outside: false,
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
