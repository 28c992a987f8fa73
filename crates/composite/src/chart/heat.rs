//! A matrix of correlations.

use super::svg::{Anchor, INK, LINE, SOFT, Svg, width};

/// Correlations, from −1 to 1, rows by columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    pub title: String,
    pub description: String,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row by row; missing when `NaN`.
    pub values: Vec<Vec<f64>>,
}

/// Up to so many columns, the numbers stand in the cells.
const NUMBERED: usize = 16;
/// Of the scale below it.
const STEPS: u8 = 10;

impl Heat {
    /// The picture: blue is together, red against each other, the paler the less; crossed where there is none.
    pub fn svg(&self) -> String {
        let cell = if self.columns.len() <= NUMBERED {
            40.0
        } else {
            15.0
        };
        let label = |labels: &[String]| {
            let widest = labels.iter().map(|label| width(label)).fold(0.0, f64::max);
            (widest * 11.0 + 10.0).clamp(40.0, 150.0)
        };
        let (left, top) = (label(&self.rows) + 10.0, 44.0 + label(&self.columns));
        let whole = (
            (left + cell * self.columns.len() as f64 + 20.0).max(460.0),
            top + cell * self.rows.len() as f64 + 50.0,
        );
        let mut svg = Svg::new(whole.0, whole.1);
        svg.text(
            (16.0, 24.0),
            &self.title,
            16.0,
            (Anchor::Start, INK),
            whole.0 - 32.0,
        );
        for (at, label) in self.columns.iter().enumerate() {
            let x = left + cell * (at as f64 + 0.5) + 4.0;
            svg.upright((x, top - 6.0), label, 11.0, top - 50.0);
        }
        for (row, label) in self.rows.iter().enumerate() {
            let y = top + cell * row as f64;
            svg.text(
                (left - 6.0, y + cell / 2.0 + 4.0),
                label,
                11.0,
                (Anchor::End, INK),
                left - 14.0,
            );
            for (column, of) in self.columns.iter().enumerate() {
                let value = self.values.get(row).and_then(|row| row.get(column)).copied();
                let value = value.unwrap_or(f64::NAN);
                let x = left + cell * column as f64;
                let title = format!(
                    "{label}, {of}: {}",
                    if value.is_nan() {
                        "–".to_owned()
                    } else {
                        format!("{value:.2}")
                    }
                );
                svg.rect(x + 0.5, y + 0.5, cell - 1.0, cell - 1.0, &colour(value), &title);
                if value.is_nan() {
                    svg.line((x + 3.0, y + 3.0), (x + cell - 3.0, y + cell - 3.0), LINE, 1.0);
                    svg.line((x + 3.0, y + cell - 3.0), (x + cell - 3.0, y + 3.0), LINE, 1.0);
                } else if self.columns.len() <= NUMBERED {
                    let ink = if value.abs() > 0.55 { "#ffffff" } else { SOFT };
                    let at = (x + cell / 2.0, y + cell / 2.0 + 4.0);
                    svg.text(at, &format!("{value:.2}"), 11.0, (Anchor::Middle, ink), cell);
                }
            }
        }
        // What colours mean, from −1 to 1.
        let (x, y) = (left, whole.1 - 30.0);
        for step in 0..=STEPS {
            let value = f64::from(step) / f64::from(STEPS) * 2.0 - 1.0;
            svg.rect(
                x + 30.0 + 16.0 * f64::from(step),
                y,
                16.0,
                12.0,
                &colour(value),
                "",
            );
        }
        svg.text((x + 24.0, y + 10.0), "−1", 11.0, (Anchor::End, SOFT), 30.0);
        let end = x + 36.0 + 16.0 * f64::from(STEPS + 1);
        svg.text((end, y + 10.0), "1", 11.0, (Anchor::Start, SOFT), 30.0);
        svg.finish(&self.title, &self.description)
    }
}

/// From white to the house's sea blue for 1, and its coral for −1.
fn colour(value: f64) -> String {
    let end = if value < 0.0 {
        [184.0, 69.0, 42.0]
    } else {
        [11.0, 92.0, 133.0]
    };
    let much = if value.is_nan() { 0.0 } else { value.abs().min(1.0) };
    let [r, g, b] = end.map(|end| (255.0 + (end - 255.0) * much).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}
