//! Charts as a browser sees them: read from their text, with everything in its place on the page.

use roxmltree::{Document, Node};

type Point = (f64, f64);

/// A line of text, as a box that may be turned; letters of Chinese are exactly as wide as high, of others this is the least.
pub struct Line {
    pub text: String,
    pub corners: [Point; 4],
}

/// Well-formed, with its name and what it shows, the same each time, without a number that is none, and nothing outside of
/// its view box.
pub fn check(draw: impl Fn() -> String) -> String {
    let svg = draw();
    assert_eq!(svg, draw());
    let document = parse(&svg);
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for (reference, tag) in [("aria-labelledby", "title"), ("aria-describedby", "desc")] {
        let named = root
            .children()
            .find(|child| child.tag_name().name() == tag)
            .unwrap();
        assert_eq!(named.attribute("id"), root.attribute(reference));
    }
    let (width, height) = size(&document);
    assert!(width > 0.0 && height > 0.0);
    let within = |(x, y): Point, node: &Node| {
        let inside = x >= -0.5 && y >= -0.5 && x <= width + 0.5 && y <= height + 0.5;
        assert!(
            inside,
            "{x} {y} is outside of {width} × {height}: {}",
            &svg[node.range()]
        );
    };
    for node in root.descendants().filter(Node::is_element) {
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
        }
        let number = |name: &str| {
            node.attribute(name)
                .map_or(0.0, |value| value.parse::<f64>().unwrap())
        };
        let pair = |x: &str, y: &str| (number(x), number(y));
        match node.tag_name().name() {
            "rect" => {
                let ((x, y), (wide, high)) = (pair("x", "y"), pair("width", "height"));
                assert!(wide >= 0.0 && high >= 0.0);
                within((x, y), &node);
                within((x + wide, y + high), &node);
            }
            "circle" => {
                let ((x, y), radius) = (pair("cx", "cy"), number("r"));
                within((x - radius, y - radius), &node);
                within((x + radius, y + radius), &node);
            }
            "line" => {
                within(pair("x1", "y1"), &node);
                within(pair("x2", "y2"), &node);
            }
            "path" => {
                for point in points(node.attribute("d").unwrap()) {
                    within(point, &node);
                }
            }
            "text" => {
                for line in lines_of(node) {
                    for corner in line.corners {
                        within(corner, &node);
                    }
                }
            }
            "svg" | "title" | "desc" | "tspan" => {}
            other => panic!("{other} is not looked at"),
        }
    }
    svg
}

pub fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"))
}

fn size(document: &Document) -> Point {
    let numbers = document.root_element().attribute("viewBox").unwrap();
    let numbers: Vec<f64> = numbers.split(' ').map(|number| number.parse().unwrap()).collect();
    let [0.0, 0.0, width, height] = numbers[..] else {
        panic!("{numbers:?}")
    };
    (width, height)
}

/// Where a path goes.
fn points(commands: &str) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let begins: Vec<usize> = commands
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .map(|(at, _)| at)
        .collect();
    for (order, from) in begins.iter().enumerate() {
        let to = begins.get(order + 1).copied().unwrap_or(commands.len());
        let numbers: Vec<f64> = commands[from + 1..to]
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        let here = points.last().copied();
        match (&commands[*from..=*from], &numbers[..]) {
            ("M" | "L", [x, y]) | ("A", [_, _, _, _, _, x, y]) => points.push((*x, *y)),
            ("h", [right]) => points.push(here.map(|(x, y)| (x + right, y)).unwrap()),
            ("v", [down]) => points.push(here.map(|(x, y)| (x, y + down)).unwrap()),
            ("Z", []) => {}
            other => panic!("{other:?}"),
        }
    }
    points
}

/// Every line of text on the page.
pub fn lines(svg: &str) -> Vec<Line> {
    let document = parse(svg);
    let texts = document
        .descendants()
        .filter(|node| node.tag_name().name() == "text");
    texts.flat_map(lines_of).collect()
}

fn lines_of(node: Node) -> Vec<Line> {
    let number = |node: Node, name: &str| node.attribute(name).map(|value| value.parse::<f64>().unwrap());
    let (x, mut y) = (number(node, "x").unwrap(), number(node, "y").unwrap());
    let size = number(node, "font-size").unwrap();
    let turn = node.attribute("transform").map(|transform| {
        let inner = transform
            .strip_prefix("rotate(")
            .and_then(|rest| rest.strip_suffix(')'));
        let numbers: Vec<f64> = inner
            .unwrap()
            .split(' ')
            .map(|one| one.parse().unwrap())
            .collect();
        (numbers[0].to_radians(), (numbers[1], numbers[2]))
    });
    let mut lines = Vec::new();
    for child in node.children().filter(|child| child.tag_name().name() != "title") {
        y += number(child, "dy").unwrap_or(0.0);
        let text: String = child
            .descendants()
            .filter_map(|part| if part.is_text() { part.text() } else { None })
            .collect();
        let wide = text.chars().map(least_width).sum::<f64>() * size;
        let left = match node.attribute("text-anchor").unwrap() {
            "start" => x,
            "middle" => x - wide / 2.0,
            _ => x - wide,
        };
        // Letters of Chinese go a little below their line.
        let (top, bottom) = (y - size * 0.85, y + size * 0.12);
        let corners = [
            (left, top),
            (left + wide, top),
            (left + wide, bottom),
            (left, bottom),
        ];
        let corners = corners.map(|(x, y)| match turn {
            None => (x, y),
            Some((angle, (cx, cy))) => (
                cx + (x - cx) * angle.cos() - (y - cy) * angle.sin(),
                cy + (x - cx) * angle.sin() + (y - cy) * angle.cos(),
            ),
        });
        lines.push(Line { text, corners });
    }
    lines
}

fn least_width(c: char) -> f64 {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => 1.0,
        'A'..='Z' | '0'..='9' => 0.5,
        'a'..='z' => 0.25,
        _ => 0.0,
    }
}

/// Whether no line of text lies over another.
pub fn check_apart(svg: &str) {
    let lines = lines(svg);
    for (at, one) in lines.iter().enumerate() {
        for other in &lines[..at] {
            assert!(
                are_apart(&one.corners, &other.corners),
                "{} over {}\n{svg}",
                one.text,
                other.text
            );
        }
    }
}

/// Two boxes are apart when there is an edge of one beyond which the other is.
fn are_apart(one: &[Point; 4], other: &[Point; 4]) -> bool {
    [one, other].into_iter().any(|corners| {
        (0..2).any(|edge| {
            let (from, to) = (corners[edge], corners[edge + 1]);
            let across = (to.1 - from.1, from.0 - to.0);
            let reach = |corners: &[Point; 4]| {
                let along = corners.map(|(x, y)| x * across.0 + y * across.1);
                let low = along.into_iter().fold(f64::INFINITY, f64::min);
                (low, along.into_iter().fold(f64::NEG_INFINITY, f64::max))
            };
            let ((low, high), (other_low, other_high)) = (reach(one), reach(other));
            high <= other_low + 0.5 || other_high <= low + 0.5
        })
    })
}

/// Whether labels of a sunburst lie within one ring each, or outside of all. Rings are where arcs are; the middle is that of
/// the disc of the index.
pub fn check_in_rings(svg: &str) {
    let document = parse(svg);
    let paths: Vec<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("d"))
        .collect();
    let arcs = paths.iter().flat_map(|commands| commands.split('A').skip(1));
    let mut radii: Vec<f64> = arcs
        .map(|arc| arc.split(' ').next().unwrap().parse().unwrap())
        .collect();
    radii.sort_by(f64::total_cmp);
    let disc = points(paths.last().unwrap());
    let centre = (disc[0].0, f64::midpoint(disc[0].1, disc[1].1));
    for line in lines(svg) {
        // Along the edges of its box.
        let far = (0..4).flat_map(|corner| {
            let (from, to) = (line.corners[corner], line.corners[(corner + 1) % 4]);
            (0..=20).map(move |step| {
                let part = f64::from(step) / 20.0;
                let x = from.0 + (to.0 - from.0) * part - centre.0;
                let y = from.1 + (to.1 - from.1) * part - centre.1;
                x.hypot(y)
            })
        });
        let rings = far.map(|far| radii.iter().filter(|radius| **radius < far).count());
        let rings: std::collections::BTreeSet<usize> = rings.collect();
        let edges: Vec<Option<f64>> = rings.iter().map(|ring| radii.get(*ring).copied()).collect();
        assert!(
            edges.windows(2).all(|pair| pair[0] == pair[1]),
            "{}\n{svg}",
            line.text
        );
    }
}
