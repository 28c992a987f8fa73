//! Charts as SVG, without scripts: for reports, and for pages.
//!
//! Each says in `title` and `desc` what it shows; the numbers themselves are in the tables. Titles and labels come from the
//! caller, in the reader's language, and may hold anything: they are escaped, cut where they do not fit, and whole in a
//! tooltip. What is missing is left blank. The same input gives the same text.
//!
//! A writer of our own: a chart is a few rectangles, lines and paths, and what matters, escaping and numbers, is in `svg`.

mod heat;
mod radar;
mod ranking;
mod sunburst;
mod svg;

pub use heat::Heat;
pub use radar::{Radar, Series};
pub use ranking::{Bar, Ranking};
pub use sunburst::Sunburst;

/// A number with three digits that count, for labels.
pub(crate) fn short(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        String::new()
    } else if value == 0.0 || (1e-3..1e6).contains(&size) {
        let before = if size >= 1.0 {
            libm::log10(size).floor() as usize + 1
        } else {
            0
        };
        let text = format!("{value:.*}", 3_usize.saturating_sub(before).min(3));
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    } else {
        format!("{value:.1e}")
    }
}
