//! Charts are XML that a browser takes, whatever stands in their labels and numbers, and they show what they are given.

mod page;

use composite::chart::{Bar, Heat, Radar, Ranking, Series, Sunburst, Writing};
use composite::{Element, Framework};
use page::{check, check_apart, check_in_rings, lines, parse};
use proptest::collection::vec;
use proptest::prelude::*;

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -100.0..100.0,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => Just(0.0),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN),
        1 => Just(5e-324),
        1 => any::<f64>(),
    ]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,20}",
        any::<String>(),
        Just(String::new()),
        Just("环翠区 <&\"'>\u{0}\u{b}\u{85}\u{ffff}\u{202e}😀👩‍👩‍👧]]>".to_owned()),
        "[a-zA-Z ]{200}",
        "[一-龥]{1,60}",
        "[가-힣 ]{1,60}",
    ]
}

/// Names as they are, of which it is known how wide they are.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[一-龥]{1,60}", "[가-힣]{2,6}( [가-힣]{2,6}){0,4}", "[A-Z]{3,9}"]
}

fn bar(label: &str, value: f64) -> Bar {
    Bar {
        label: label.to_owned(),
        value,
        interval: None,
    }
}

fn ranking(bars: Vec<Bar>) -> Ranking {
    Ranking {
        title: "Index".to_owned(),
        description: "Units by their score".to_owned(),
        bars,
        ranks: "Ranks".to_owned(),
        mark: "Its rank".to_owned(),
        band: "Its rank in other builds".to_owned(),
        writing: Writing::default(),
    }
}

fn radar(axes: Vec<String>, scale: (f64, f64), series: Vec<Series>) -> Radar {
    Radar {
        title: "Units".to_owned(),
        description: "Units over the pillars".to_owned(),
        axes,
        scale,
        series,
        writing: Writing::default(),
    }
}

fn heat(rows: Vec<String>, columns: Vec<String>, values: Vec<Vec<f64>>) -> Heat {
    Heat {
        title: "Correlations".to_owned(),
        description: "Indicators by indicators".to_owned(),
        rows,
        columns,
        values,
        against: "Against each other".to_owned(),
        together: "Together".to_owned(),
        writing: Writing::default(),
    }
}

fn sunburst<'f>(framework: &'f Framework, weights: &'f [f64]) -> Sunburst<'f> {
    Sunburst {
        title: "Weights".to_owned(),
        description: "What counts how much".to_owned(),
        framework,
        weights,
        writing: Writing::default(),
    }
}

/// Indicators with these names, each part of one of some groups.
fn framework(parts: &[(String, usize)]) -> Framework {
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
    Framework::new(elements).unwrap()
}

/// Tooltips of elements with a tag, and an attribute of each.
fn tooltips(svg: &str, tag: &str, attribute: &str) -> Vec<(String, f64)> {
    let document = parse(svg);
    let nodes = document
        .descendants()
        .filter(|node| node.tag_name().name() == tag);
    nodes
        .filter_map(|node| {
            let title = node.children().find(|child| child.tag_name().name() == "title")?;
            let value = node
                .attribute(attribute)
                .map_or(0.0, |value| value.parse().unwrap_or(0.0));
            Some((title.text().unwrap_or_default().to_owned(), value))
        })
        .collect()
}

fn texts(svg: &str) -> Vec<String> {
    lines(svg).into_iter().map(|line| line.text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn rankings_are_drawn_of_anything(title in label(), ranks in label(), bars in vec((label(), value(), proptest::option::of((value(), value()))), 0..40)) {
        let bars = bars.into_iter().map(|(label, value, interval)| Bar { label, value, interval }).collect();
        let ranking = Ranking { description: title.clone(), mark: title.clone(), band: title.clone(), title, ranks, ..ranking(bars) };
        check(|| ranking.svg());
    }

    #[test]
    fn radars_are_drawn_of_anything(title in label(), axes in vec(label(), 0..90), series in vec((label(), vec(value(), 0..14)), 0..7), low in value(), high in value()) {
        let series = series.into_iter().map(|(label, values)| Series { label, values }).collect();
        let radar = Radar { title, ..radar(axes, (low, high), series) };
        check(|| radar.svg());
    }

    #[test]
    fn heat_maps_are_drawn_of_anything(title in label(), rows in vec(label(), 0..24), columns in vec(label(), 0..24), values in vec(vec(value(), 0..24), 0..24)) {
        let heat = Heat { title, ..heat(rows, columns, values) };
        check(|| heat.svg());
    }

    #[test]
    fn sunbursts_are_drawn_of_anything(title in label(), parts in vec((label(), 0..8_usize), 1..30), weights in vec(value(), 0..40)) {
        let framework = framework(&parts);
        let sunburst = Sunburst { title, ..sunburst(&framework, &weights) };
        check(|| sunburst.svg());
    }

    #[test]
    fn labels_of_rankings_are_apart(title in name(), ranks in name(), bars in vec((name(), -100.0..100.0, proptest::option::of((1.0..50.0, 1.0..50.0))), 1..40)) {
        let bars = bars.into_iter().map(|(label, value, interval)| Bar { label, value, interval }).collect();
        let ranking = Ranking { band: title.clone(), mark: title.clone(), title, ranks, ..ranking(bars) };
        check_apart(&check(|| ranking.svg()));
    }

    #[test]
    fn labels_of_radars_are_apart(axes in prop_oneof![vec(name(), 1..18), vec(name(), 18..90)], label in name(), low in -100.0..0.0, high in 1.0..100.0) {
        let series = Series { label, values: vec![high / 2.0; axes.len()] };
        let radar = radar(axes, (low, high), vec![series]);
        check_apart(&check(|| radar.svg()));
    }

    #[test]
    fn labels_of_heat_maps_are_apart(rows in vec(name(), 1..24), columns in vec(name(), 1..24), value in -1.0..1.0) {
        let values = vec![vec![value; columns.len()]; rows.len()];
        let heat = Heat { against: rows[0].clone(), together: columns[0].clone(), ..heat(rows, columns, values) };
        check_apart(&check(|| heat.svg()));
    }

    #[test]
    fn labels_of_sunbursts_are_apart(parts in vec((name(), 0..6_usize), 1..50), weights in vec(0.0..5.0, 60)) {
        let framework = framework(&parts);
        let sunburst = sunburst(&framework, &weights);
        let svg = check(|| sunburst.svg());
        check_apart(&svg);
        check_in_rings(&svg);
    }
}

#[test]
fn there_may_be_nothing_to_draw_or_one_of_it() {
    check(|| ranking(Vec::new()).svg());
    let one = Bar {
        interval: Some((1.0, 1.0)),
        ..bar("one", 0.0)
    };
    check(|| ranking(vec![one.clone()]).svg());
    check(|| ranking(vec![bar("one", f64::NAN)]).svg());
    check(|| radar(Vec::new(), (0.0, 0.0), Vec::new()).svg());
    let series = Series {
        label: "one".to_owned(),
        values: vec![3.0],
    };
    check(|| radar(vec!["axis".to_owned()], (0.0, 5.0), vec![series.clone()]).svg());
    check(|| radar(vec!["axis".to_owned()], (5.0, 5.0), vec![series.clone()]).svg());
    check(|| heat(Vec::new(), Vec::new(), Vec::new()).svg());
    check(|| heat(vec!["a".to_owned()], vec!["b".to_owned()], vec![vec![f64::NAN]]).svg());
    let alone = Framework::new(vec![Element::new("one", 1, None)]).unwrap();
    check(|| sunburst(&alone, &[]).svg());
    check(|| sunburst(&alone, &[0.0]).svg());
}

#[test]
fn a_bar_is_as_long_as_its_score() {
    let svg = ranking(vec![bar("one", 80.0), bar("two", 40.0), bar("three", -20.0)]).svg();
    let bars = tooltips(&svg, "rect", "width");
    let [one, two, three] = &bars[..] else {
        panic!("{bars:?}")
    };
    assert_eq!(
        [&one.0, &two.0, &three.0],
        ["one: 80.0", "two: 40.0", "three: −20.0"]
    );
    assert!(
        (one.1 - 2.0 * two.1).abs() < 0.03 && (two.1 - 2.0 * three.1).abs() < 0.03,
        "{bars:?}"
    );
    // On the other side of zero.
    let starts = tooltips(&svg, "rect", "x");
    assert!((starts[2].1 + three.1 - starts[0].1).abs() < 0.03 && starts[0].1 == starts[1].1);
}

#[test]
fn equal_scores_share_a_rank_and_a_missing_one_has_none() {
    let bars = vec![
        bar("a", 3.0),
        bar("b", 2.0),
        bar("c", 2.0),
        bar("d", 1.0),
        bar("e", f64::NAN),
    ];
    let texts = texts(&ranking(bars).svg());
    assert_eq!(
        texts,
        [
            "Index", "1", "a", "2", "b", "2", "c", "4", "d", "e", "3.00", "2.00", "2.00", "1.00", "–"
        ]
    );
}

#[test]
fn intervals_may_go_beyond_the_units_shown() {
    let with = |label: &str, value, interval| Bar {
        interval: Some(interval),
        ..bar(label, value)
    };
    let svg = ranking(vec![with("a", 2.0, (1.0, 3.0)), with("b", 1.0, (201.0, 2.0))]).svg();
    assert!(texts(&svg).iter().any(|text| text == "201"));
    let bands = tooltips(&svg, "rect", "width");
    let bands: Vec<_> = bands.iter().filter(|(title, _)| title.contains('–')).collect();
    assert_eq!(bands[0].0, "a: 1–3");
    assert_eq!(bands[1].0, "b: 2–201");
    // 2 and 199 ranks of the same scale, with two pixels at each end.
    assert!(
        ((bands[1].1 - 4.0) / (bands[0].1 - 4.0) - 99.5).abs() < 1.0,
        "{bands:?}"
    );
}

#[test]
fn what_is_missing_is_no_zero() {
    let axes: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).into();
    let series = Series {
        label: "unit".to_owned(),
        values: vec![1.0, f64::NAN, 2.0],
    };
    let svg = radar(axes, (0.0, 4.0), vec![series]).svg();
    let marks: Vec<String> = tooltips(&svg, "circle", "r")
        .into_iter()
        .map(|(title, _)| title)
        .collect();
    assert_eq!(marks, ["unit, a: 1", "unit, c: 2"]);

    let name = |text: &str| vec![text.to_owned()];
    let cell = |value| {
        let svg = heat(name("a"), name("b"), vec![vec![value]]).svg();
        (
            tooltips(&svg, "rect", "x")[0].0.clone(),
            texts(&svg).contains(&"0.00".to_owned()),
        )
    };
    assert_eq!(cell(0.0), ("a, b: 0.00".to_owned(), true));
    assert_eq!(cell(f64::NAN), ("a, b: –".to_owned(), false));
}

#[test]
fn signs_of_correlations_differ_without_their_colours() {
    // Too many columns for numbers: minus signs are a path of their own.
    let names: Vec<String> = (0..20).map(|at| format!("i{at}")).collect();
    let signs = |value: f64| {
        let svg = heat(vec!["a".to_owned()], names.clone(), vec![vec![value; 20]]).svg();
        svg.matches("h5").count()
    };
    assert_eq!(signs(-0.6), signs(0.6) + 20);
}

#[test]
fn each_ring_of_a_sunburst_is_the_whole() {
    let parts: Vec<(String, usize)> = (0..12).map(|at| (format!("name {at}"), at % 3)).collect();
    let framework = framework(&parts);
    let weights: Vec<f64> = (0..framework.elements().len())
        .map(|place| (place % 4) as f64)
        .collect();
    let shares = tooltips(&sunburst(&framework, &weights).svg(), "path", "d");
    let sum = |prefix: &str| {
        let of = shares.iter().filter(|(title, _)| title.starts_with(prefix));
        of.map(|(title, _)| {
            title
                .rsplit(": ")
                .next()
                .unwrap()
                .trim_end_matches('%')
                .parse::<f64>()
                .unwrap()
        })
        .sum::<f64>()
    };
    for prefix in ["name", "g", "index"] {
        assert!((sum(prefix) - 100.0).abs() < 0.2, "{prefix}: {}", sum(prefix));
    }
    // Clockwise; the first group (0, 3, 6 and 9) has no weight, and neither have 4 and 8.
    let drawn = shares.iter().filter_map(|(title, _)| title.strip_prefix("name "));
    let drawn: Vec<&str> = drawn.filter_map(|rest| rest.split(':').next()).collect();
    assert_eq!(drawn, ["1", "7", "10", "2", "5", "11"]);
}

#[test]
fn a_label_that_is_cut_is_whole_in_its_tooltip() {
    let long = "威海".repeat(80);
    let svg = ranking(vec![bar(&long, 1.0)]).svg();
    assert!(
        tooltips(&svg, "text", "x")
            .iter()
            .any(|(title, _)| *title == long)
    );
    assert!(texts(&svg).iter().any(|text| text.ends_with('…')));
}

#[test]
fn charts_on_one_page_have_names_of_their_own() {
    let name = |svg: &str| {
        parse(svg)
            .root_element()
            .attribute("aria-labelledby")
            .unwrap()
            .to_owned()
    };
    let one = ranking(vec![bar("one", 80.0)]).svg();
    let other = ranking(vec![bar("one", 81.0)]).svg();
    assert_ne!(name(&one), name(&other));
}
