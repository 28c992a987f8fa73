//! A matrix of correlations.

use std::fmt::Write as _;

use super::colour::{BLACK, Colour, WHITE, hex, ink_on, tint};
use super::letters::{least_room, width};
use super::scale::Writing;
use super::svg::{Anchor, INK, LEADING, LINE, MARGIN, SOFT, Set, Svg, number};

/// Correlations, from −1 to 1, rows by columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Stands over the picture, on five lines at most.
    pub title: String,
    /// What the picture shows, for those who do not see it.
    pub description: String,
    /// Names of the rows, from above.
    pub rows: Vec<String>,
    /// Names of the columns, from the left.
    pub columns: Vec<String>,
    /// Row by row; missing when `NaN` or infinite, or when it is not there. What lies outside of −1 and 1 has the colour of
    /// the nearer end.
    pub values: Vec<Vec<f64>>,
    /// What −1 and orange are, …
    pub against: String,
    /// … and what 1 and blue are: both stand below the scale, on two lines at most.
    pub together: String,
    pub writing: Writing,
}

/// Up to so many columns, the numbers stand in the cells.
const NUMBERED: usize = 16;
/// Up to so many rows, numbered cells are high enough for labels on two lines.
const HIGH: usize = 20;
const LETTERS: f64 = 11.0;
/// The longest lines of labels.
const LONGEST: f64 = 420.0;
/// Steps of the scale below.
const STEPS: u8 = 20;
const STEP: f64 = 10.0;
/// How wide the scale is, with its numbers.
const LEGEND: f64 = 8.0 + STEP * (STEPS as f64 + 1.0) + 8.0;
const GRID: &str = "#dde6ea";
const BLUE: Colour = [11, 92, 133];
const ORANGE: Colour = [179, 88, 6];
/// Fainter correlations need no sign.
const FAINT: f64 = 0.1;

/// Sizes of a picture.
struct Layout {
    cell: (f64, f64),
    left: f64,
    top: f64,
    numbered: bool,
    row: Set,
    column: Set,
}

impl Heat {
    /// The picture: blue is together, orange against each other, the paler the less; a dot where there is none. Up to 16
    /// columns it has the numbers; with more, what is below −0.1 has a minus, so that signs can be told apart in grey.
    pub fn svg(&self) -> String {
        let layout = self.layout();
        let cells = layout.cell.0 * self.columns.len() as f64;
        // The scale below needs room, too.
        let wide = (layout.left + cells.max(LEGEND) + MARGIN).max(360.0);
        let (mut svg, head) = Svg::new(wide, &self.title);
        let layout = Layout {
            top: head + layout.top,
            ..layout
        };
        let (cell, top) = (layout.cell, layout.top);
        for (at, label) in self.columns.iter().enumerate() {
            let x = layout.left + cell.0 * (at as f64 + 0.5);
            svg.turned((x, top - 6.0), -90.0, label, &layout.column);
        }
        // A pale cell has an edge, too.
        let whole = (cells, cell.1 * self.rows.len() as f64);
        svg.rect((layout.left, top), whole, GRID, "");
        // Minus signs, on pale colours and on strong ones.
        let mut signs = [(BLACK, String::new()), (WHITE, String::new())];
        for (row, label) in self.rows.iter().enumerate() {
            let y = top + cell.1 * row as f64;
            svg.text((layout.left - 6.0, y + cell.1 / 2.0), label, &layout.row);
            for (column, of) in self.columns.iter().enumerate() {
                let value = self.values.get(row).and_then(|row| row.get(column)).copied();
                let value = value.filter(|value| value.is_finite());
                let x = layout.left + cell.0 * column as f64;
                let title = format!(
                    "{label}, {of}: {}",
                    self.writing.fixed(value.unwrap_or(f64::NAN), 2)
                );
                let ground = colour(value.unwrap_or(0.0));
                svg.rect(
                    (x + 0.5, y + 0.5),
                    (cell.0 - 1.0, cell.1 - 1.0),
                    &hex(ground),
                    &title,
                );
                let middle = (x + cell.0 / 2.0, y + cell.1 / 2.0);
                match value {
                    None => svg.circle(middle, 1.5, SOFT, ""),
                    Some(value) if layout.numbered => {
                        let set = Set::new(LETTERS, Anchor::Middle, ink_on(ground), cell.0 + 4.0);
                        svg.text(middle, &self.writing.fixed(value, 2), &set);
                    }
                    Some(value) if value < -FAINT => {
                        for (ink, path) in &mut signs {
                            if *ink == ink_on(ground) {
                                minus(path, middle);
                            }
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        let bottom = top + cell.1 * self.rows.len() as f64;
        let end = self.legend(
            &mut svg,
            (layout.left, bottom + 18.0),
            (wide - MARGIN, !layout.numbered),
            &mut signs,
        );
        for (ink, path) in &signs {
            if !path.is_empty() {
                svg.path(path, &format!("stroke=\"{ink}\" stroke-width=\"1.2\""), "");
            }
        }
        svg.finish(end + 12.0, &self.title, &self.description)
    }

    fn layout(&self) -> Layout {
        let numbered = self.columns.len() <= NUMBERED;
        let cell = match (numbered, self.rows.len() <= HIGH) {
            (true, true) => (40.0, 40.0),
            (true, false) => (40.0, 20.0),
            (false, _) => (15.0, 15.0),
        };
        let (row, high) = set(&self.rows, Anchor::End, cell.1);
        let (column, across) = set(&self.columns, Anchor::Start, cell.0);
        let cell = (across, high);
        // As far as lines go, which may be shorter than the room they have.
        let far = |labels: &[String], set: &Set| {
            let lines = labels.iter().flat_map(|label| set.wrap(label));
            lines.map(|line| width(&line) * LETTERS).fold(0.0, f64::max)
        };
        Layout {
            cell,
            left: MARGIN + far(&self.rows, &row).max(24.0) + 6.0,
            top: far(&self.columns, &column).max(12.0) + 14.0,
            numbered,
            row,
            column,
        }
    }

    /// What colours mean, from −1 to 1; gives where it ends.
    fn legend(
        &self,
        svg: &mut Svg,
        (left, y): (f64, f64),
        (right, signed): (f64, bool),
        signs: &mut [(&'static str, String); 2],
    ) -> f64 {
        let x = left + 8.0;
        let wide = STEP * f64::from(STEPS + 1);
        svg.rect((x - 1.0, y - 1.0), (wide + 2.0, 14.0), LINE, "");
        for step in 0..=STEPS {
            let value = f64::from(step) / f64::from(STEPS) * 2.0 - 1.0;
            let at = x + STEP * f64::from(step);
            let ground = colour(value);
            svg.rect((at, y), (STEP, 12.0), &hex(ground), "");
            if signed && value < -FAINT {
                for (ink, path) in signs.iter_mut() {
                    if *ink == ink_on(ground) {
                        minus(path, (at + STEP / 2.0, y + 6.0));
                    }
                }
            }
        }
        for place in [0, 5, 10, 15, 20_u8] {
            let at = x + STEP * (f64::from(place) + 0.5);
            let set = Set::new(LETTERS, Anchor::Middle, SOFT, 40.0);
            let text = self.writing.short(f64::from(place) / 10.0 - 1.0, 1);
            svg.text((at, y + 22.0), &text, &set);
        }
        let set = Set {
            lines: 2,
            ..Set::new(LETTERS, Anchor::Start, SOFT, right - x - 20.0)
        };
        let mut top = y + 34.0;
        for (value, text) in [(-1.0, &self.against), (1.0, &self.together)] {
            let height = set.height(text).max(LETTERS * LEADING);
            svg.rect((x, top + 1.0), (12.0, 11.0), &hex(colour(value)), "");
            svg.text((x + 20.0, top + height / 2.0), text, &set);
            top += height + 4.0;
        }
        top
    }
}

/// How labels are set beside cells of at least some size, and how large these become: on as many lines as make the picture
/// smallest, and cut only when they are longer than any name.
fn set(labels: &[String], anchor: Anchor, across: f64) -> (Set, f64) {
    let settings = (1..=3).map(|lines| {
        let rooms = labels.iter().map(|label| least_room(label, lines));
        let room = (rooms.fold(0.0, f64::max) * LETTERS).clamp(24.0, LONGEST);
        let across = across.max(lines as f64 * LETTERS * LEADING + 1.8);
        let set = Set {
            lines,
            ..Set::new(LETTERS, anchor, INK, room)
        };
        (set, across)
    });
    let size = |(set, across): &(Set, f64)| set.room + across * labels.len() as f64;
    let least = settings.min_by(|a, b| size(a).total_cmp(&size(b)));
    least.unwrap_or((Set::new(LETTERS, anchor, INK, LONGEST), across))
}

fn minus(path: &mut String, (x, y): (f64, f64)) {
    let _ = write!(path, "M{} {}h5", number(x - 2.5), number(y));
}

/// From white to blue for 1, and to orange for −1.
fn colour(value: f64) -> Colour {
    tint(if value < 0.0 { ORANGE } else { BLUE }, value.abs().min(1.0))
}
