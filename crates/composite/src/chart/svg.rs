//! Writing SVG: escaped, and without a coordinate that is no number.

use std::fmt::Write as _;

/// Colours that differ in lightness, so that they can be told apart without seeing hues, on a white ground.
pub const SERIES: [&str; 5] = ["#0b5c85", "#b8452a", "#14704a", "#7a4d00", "#4f3d85"];
pub const INK: &str = "#12242f";
pub const SOFT: &str = "#4a5b66";
pub const LINE: &str = "#c9d6dd";
pub const GROUND: &str = "#ffffff";
const LETTERS: &str =
    "system-ui, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/// A picture that is being drawn. Lengths are in units of the view box, which are pixels at its own size.
pub struct Svg {
    body: String,
    width: f64,
    height: f64,
}

/// How a text stands to its place.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            body: String::new(),
            width: finite(width),
            height: finite(height),
        }
    }

    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str, title: &str) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(number);
        let _ = write!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\">"
        );
        self.titled(title, "rect");
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, width: f64) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        let width = number(width);
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{stroke}\" stroke-width=\"{width}\"/>"
        );
    }

    pub fn circle(&mut self, x: f64, y: f64, radius: f64, fill: &str, title: &str) {
        let [x, y, radius] = [x, y, radius].map(number);
        let _ = write!(
            self.body,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\">"
        );
        self.titled(title, "circle");
    }

    /// A path with these commands; `style` are its attributes, written by us.
    pub fn path(&mut self, commands: &str, style: &str, title: &str) {
        let _ = write!(self.body, "<path d=\"{commands}\" {style}>");
        self.titled(title, "path");
    }

    /// A text of at most so many units' width; the whole stands in its title when it is cut.
    pub fn text(
        &mut self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        (anchor, fill): (Anchor, &str),
        width: f64,
    ) {
        let short = cut(text, width / size);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let [x, y, size] = [x, y, size].map(number);
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{fill}\">"
        );
        if short != text {
            let _ = write!(self.body, "<title>{}</title>", escaped(text));
        }
        let _ = writeln!(self.body, "{}</text>", escaped(&short));
    }

    /// A text along a direction, in degrees from the right, around its middle.
    pub fn turned(
        &mut self,
        (x, y): (f64, f64),
        text: &str,
        size: f64,
        (angle, fill): (f64, &str),
        width: f64,
    ) {
        let [x, y, angle] = [x, y, angle].map(number);
        let _ = write!(self.body, "<g transform=\"translate({x} {y}) rotate({angle})\">");
        self.text((0.0, size * 0.36), text, size, (Anchor::Middle, fill), width);
        self.body.push_str("</g>\n");
    }

    /// A text that goes upwards from its place.
    pub fn upright(&mut self, (x, y): (f64, f64), text: &str, size: f64, height: f64) {
        let [x, y] = [x, y].map(number);
        let _ = write!(self.body, "<g transform=\"translate({x} {y}) rotate(-90)\">");
        self.text((0.0, 0.0), text, size, (Anchor::Start, INK), height);
        self.body.push_str("</g>\n");
    }

    fn titled(&mut self, title: &str, element: &str) {
        if !title.is_empty() {
            let _ = write!(self.body, "<title>{}</title>", escaped(title));
        }
        let _ = writeln!(self.body, "</{element}>");
    }

    /// The whole, with what it is called and what it shows.
    pub fn finish(self, title: &str, description: &str) -> String {
        let [width, height] = [self.width, self.height].map(number);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"title description\" font-family=\"{LETTERS}\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n{}</svg>\n",
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// To a hundredth, without trailing zeros.
pub fn number(value: f64) -> String {
    let text = format!("{:.2}", finite(value));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Strangers' text. Characters that XML does not have become a replacement character.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' | '\r' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => safe.push('\u{FFFD}'),
            c => safe.push(c),
        }
    }
    safe
}

/// How wide a letter is, in its size, roughly: those of Chinese, Japanese and Korean fill a square.
fn width_of(c: char) -> f64 {
    match c {
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}' => 1.0,
        'i' | 'l' | 'j' | '.' | ',' | '\'' | '|' | ' ' => 0.32,
        'm' | 'w' | 'M' | 'W' | 'Ж' | 'Ш' | 'Щ' | 'ш' | 'щ' | 'ж' => 0.9,
        c if c.is_uppercase() => 0.7,
        _ => 0.58,
    }
}

/// How wide a text is, in its size.
pub fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

/// As much of a text as fits, with an ellipsis.
fn cut(text: &str, fits: f64) -> String {
    if width(text) <= fits {
        return text.to_owned();
    }
    let mut left = fits - 0.7;
    let mut short: String = text
        .chars()
        .take_while(|c| {
            left -= width_of(*c);
            left >= 0.0
        })
        .collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
