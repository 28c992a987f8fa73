//! Charts as SVG, without scripts: for reports, and for pages.
//!
//! Each says in `title` and `desc` what it shows; the numbers themselves are in the tables. Titles and labels come from the
//! caller, in the reader's language, and may hold anything: they are escaped and set on a few lines, and pictures grow with
//! them. What is longer than any name is cut, and whole in a tooltip. What is missing, and what is infinite, is left blank or has a dash. Colours can be told
//! apart without seeing all hues and on a grey print, text has a contrast of 4.5:1 or more, and the ground is white. The same
//! input gives the same text.
//!
//! Pictures have a size of their own in pixels, and a view box: a page that gives them `width: 100%; height: auto` scales
//! them to a phone.
//!
//! A writer of our own: a chart is a few rectangles, lines and paths, and what matters, escaping and numbers, is in `svg`.

mod colour;
mod heat;
mod letters;
mod radar;
mod ranking;
mod scale;
mod sunburst;
mod svg;

pub use heat::Heat;
pub use radar::{Radar, Series};
pub use ranking::{Bar, Ranking};
pub use scale::Writing;
pub use sunburst::Sunburst;
