//! Writing SVG: escaped, without a coordinate that is no number, and with texts that fit where they stand.

use std::fmt::Write as _;

use super::letters::wrap;

/// Colours on a white ground, at 3:1 or more. Any two differ by at least 34 in CIELAB, also as people see them who lack one
/// of the three kinds of cone (Machado et al., 2009); lines have dashes and marks of their own besides, for print in grey.
pub const SERIES: [&str; 5] = ["#0b5c85", "#cc6200", "#2c1127", "#8b52e0", "#631603"];
pub const INK: &str = "#12242f";
pub const SOFT: &str = "#4a5b66";
pub const LINE: &str = "#c9d6dd";
pub const BAND: &str = "#f1f5f7";
pub const GROUND: &str = "#ffffff";
const FONTS: &str =
    "system-ui, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/// From one line to the next, in sizes of letters.
pub const LEADING: f64 = 1.2;
const HEADING: f64 = 16.0;
/// Left and right of a heading.
pub const MARGIN: f64 = 16.0;

/// A picture that is being drawn. Lengths are in units of the view box, which are pixels at its own size.
pub struct Svg {
    body: String,
    width: f64,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Set {
    pub size: f64,
    pub anchor: Anchor,
    pub fill: &'static str,
    /// How wide a line may be.
    pub room: f64,
    pub lines: usize,
}

impl Set {
    /// One line.
    pub fn new(size: f64, anchor: Anchor, fill: &'static str, room: f64) -> Self {
        Self {
            size,
            anchor,
            fill,
            room,
            lines: 1,
        }
    }

    /// The lines a text takes, each as wide as there is room for.
    pub fn wrap(&self, text: &str) -> Vec<String> {
        wrap(text, self.room / self.size, self.lines)
    }

    pub fn height(&self, text: &str) -> f64 {
        self.wrap(text).len() as f64 * self.size * LEADING
    }
}

impl Svg {
    /// A picture with a title over it; gives where the rest may begin.
    pub fn new(width: f64, title: &str) -> (Self, f64) {
        let mut svg = Self {
            body: String::new(),
            width,
        };
        let set = Set {
            lines: 5,
            ..Set::new(HEADING, Anchor::Start, INK, width - 2.0 * MARGIN)
        };
        let height = set.height(title);
        svg.text((MARGIN, 12.0 + height / 2.0), title, &set);
        (svg, 20.0 + height)
    }

    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str, title: &str) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(number);
        let _ = write!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\""
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

    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, fill: &str, title: &str) {
        let [x, y, radius] = [x, y, radius].map(number);
        let _ = write!(
            self.body,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\""
        );
        self.titled(title, "circle");
    }

    /// A path with these commands; `style` are its attributes, written by us.
    pub fn path(&mut self, commands: &str, style: &str, title: &str) {
        let _ = write!(self.body, "<path d=\"{commands}\" {style}");
        self.titled(title, "path");
    }

    /// A text whose lines have their middle at a height; the whole stands in its title when it is cut.
    pub fn text(&mut self, at: (f64, f64), text: &str, set: &Set) {
        self.turned(at, 0.0, text, set);
    }

    /// A text around its place, by degrees clockwise.
    pub fn turned(&mut self, (x, y): (f64, f64), angle: f64, text: &str, set: &Set) {
        let lines = set.wrap(text);
        if lines.is_empty() {
            return;
        }
        let anchor = match set.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let turn = if angle == 0.0 {
            String::new()
        } else {
            let [angle, x, y] = [angle, x, y].map(number);
            format!(" transform=\"rotate({angle} {x} {y})\"")
        };
        let leading = set.size * LEADING;
        // Letters stand on their line, and the upper case is seven tenths high.
        let first = y + set.size * 0.36 - leading * (lines.len() - 1) as f64 / 2.0;
        let [x, first, size] = [x, first, set.size].map(number);
        let fill = set.fill;
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{first}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{fill}\"{turn}>"
        );
        if lines.last().is_some_and(|last| last.ends_with('…')) {
            let _ = write!(self.body, "<title>{}</title>", escaped(text));
        }
        if let [line] = &lines[..] {
            self.body.push_str(&escaped(line));
        } else {
            for (at, line) in lines.iter().enumerate() {
                let down = number(if at == 0 { 0.0 } else { leading });
                let line = escaped(line);
                let _ = write!(self.body, "<tspan x=\"{x}\" dy=\"{down}\">{line}</tspan>");
            }
        }
        self.body.push_str("</text>\n");
    }

    /// Ends an element, with what stands in its tooltip.
    fn titled(&mut self, title: &str, element: &str) {
        let _ = if title.is_empty() {
            writeln!(self.body, "/>")
        } else {
            writeln!(self.body, "><title>{}</title></{element}>", escaped(title))
        };
    }

    /// The whole, so high, with what it is called and what it shows.
    pub fn finish(self, height: f64, title: &str, description: &str) -> String {
        let [width, height] = [self.width, height].map(number);
        let (title, description) = (escaped(title), escaped(description));
        // Several charts may stand on one page, where names must differ.
        let name = hash(&[&title, &description, &self.body]);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"t{name:x}\" aria-describedby=\"d{name:x}\" \
             font-family=\"{FONTS}\" font-variant=\"tabular-nums\">\n\
             <title id=\"t{name:x}\">{title}</title>\n<desc id=\"d{name:x}\">{description}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// FNV-1a: the same everywhere, which the standard library does not promise of its own.
fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// To a hundredth, without trailing zeros; 0 for what is no number.
pub fn number(value: f64) -> String {
    let text = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Strangers' text. Characters that XML does not have become a replacement character.
fn escaped(text: &str) -> String {
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
