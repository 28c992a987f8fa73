//! Charts are XML that a browser takes, whatever stands in their labels and numbers.

use composite::chart::{Bar, Heat, Radar, Ranking, Series, Sunburst};
use composite::{Element, Framework};
use proptest::prelude::*;

/// Well-formed, with its name and what it shows, and nothing outside of its view box.
fn check(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let has = |name: &str| {
        root.children()
            .any(|child| child.has_tag_name(("http://www.w3.org/2000/svg", name)))
    };
    assert!(has("title") && has("desc"));
    let [_, _, width, height] = numbers(root.attribute("viewBox").unwrap())[..] else {
        panic!("four numbers")
    };
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
        }
        let number = |name: &str| {
            node.attribute(name)
                .map_or(0.0, |value| value.parse::<f64>().unwrap())
        };
        if node.tag_name().name() == "rect" {
            let (x, y) = (number("x"), number("y"));
            let (to_x, to_y) = (x + number("width"), y + number("height"));
            assert!(
                x >= -0.02 && y >= -0.02 && to_x <= width + 0.02 && to_y <= height + 0.02,
                "{node:?}"
            );
        }
        if node.tag_name().name() == "circle" {
            let (x, y) = (number("cx"), number("cy"));
            assert!(
                (0.0..=width).contains(&x) && (0.0..=height).contains(&y),
                "{node:?}"
            );
        }
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split(' ').map(|number| number.parse().unwrap()).collect()
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -100.0..100.0,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(0.0),
        1 => any::<f64>(),
    ]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        any::<String>(),
        Just("环翠区 <&\"'>\u{0}\u{ffff}😀".to_owned()),
        "[a-zA-Z ]{200}"
    ]
}

proptest! {
    #[test]
    fn rankings(title in label(), bars in proptest::collection::vec((label(), value(), proptest::option::of((value(), value()))), 0..40)) {
        let bars: Vec<Bar> = bars
            .into_iter()
            .map(|(label, value, interval)| Bar { label, value, interval })
            .collect();
        let ranking = Ranking { description: title.clone(), title, bars, ranks: "Ranks".to_owned() };
        check(&ranking.svg());
        prop_assert_eq!(ranking.svg(), ranking.svg());
    }

    #[test]
    fn radars(axes in proptest::collection::vec(label(), 0..12), series in proptest::collection::vec((label(), proptest::collection::vec(value(), 0..14)), 0..7), low in value(), high in value()) {
        let series = series.into_iter().map(|(label, values)| Series { label, values }).collect();
        check(&Radar { title: "A".to_owned(), description: String::new(), axes, scale: (low, high), series }.svg());
    }

    #[test]
    fn heat_maps(rows in proptest::collection::vec(label(), 0..20), columns in proptest::collection::vec(label(), 0..60), values in proptest::collection::vec(proptest::collection::vec(value(), 0..60), 0..20)) {
        check(&Heat { title: "A".to_owned(), description: String::new(), rows, columns, values }.svg());
    }

    #[test]
    fn sunbursts(parts in proptest::collection::vec((label(), 0..4_usize), 1..30), weights in proptest::collection::vec(value(), 0..40)) {
        let mut elements: Vec<Element> = Vec::new();
        for (at, (name, of)) in parts.iter().enumerate() {
            let parent = format!("g{of}");
            let mut element = Element::new(format!("i{at}"), 1, Some(&parent));
            element.name.clone_from(name);
            elements.push(element);
            if !elements.iter().any(|one| one.code == parent) {
                elements.push(Element::new(parent, 2, Some("index")));
            }
        }
        elements.push(Element::new("index", 3, None));
        let framework = Framework::new(elements).unwrap();
        check(&Sunburst { title: "A".to_owned(), description: String::new(), framework: &framework, weights: &weights }.svg());
    }
}

#[test]
fn a_bar_is_as_long_as_its_score() {
    let bar = |label: &str, value| Bar {
        label: label.to_owned(),
        value,
        interval: None,
    };
    let svg = Ranking {
        title: "Index".to_owned(),
        description: "Two offices".to_owned(),
        bars: vec![bar("one", 80.0), bar("two", 40.0)],
        ranks: "Ranks".to_owned(),
    }
    .svg();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let widths: Vec<f64> = document
        .descendants()
        .filter(|node| {
            node.tag_name().name() == "rect"
                && node.children().any(|child| child.tag_name().name() == "title")
        })
        .map(|node| node.attribute("width").unwrap().parse().unwrap())
        .collect();
    assert_eq!(widths.len(), 2);
    assert!((widths[0] - 2.0 * widths[1]).abs() < 0.02, "{widths:?}");
}
