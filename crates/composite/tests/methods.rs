//! Each method on a few numbers, worked out by hand.

use std::sync::Arc;

use composite::aggregate::OutOfDomain;
use composite::record::Side;
use composite::screen::Screen;
use composite::treat::Transform;
use composite::{
    Aggregate, Data, Direction, Element, Error, Event, Framework, Grouping, Impute, Levels, Normalise,
    Recipe, Table, Treat, Weighting, build,
};

const NAN: f64 = f64::NAN;

fn close(found: &[f64], expected: &[f64]) {
    let same = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a.is_nan() && b.is_nan()) || (a - b).abs() < 1e-12 * b.abs().max(1.0));
    assert!(same, "{found:?} is not {expected:?}");
}

fn names(codes: &[&str]) -> Arc<[String]> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// Values so large that their powers are infinite are refused by name.
#[test]
fn values_beyond_all_measure_are_refused() {
    let framework =
        Framework::new(vec![Element::new("a", 1, Some("i")), Element::new("i", 2, None)]).unwrap();
    for value in [1e71, -1e300, f64::INFINITY] {
        let table = Table::new(names(&["x", "y"]), names(&["a"]), vec![[value, 1.0].into()]);
        let said = build(&Data::new(table), &framework, &Recipe::default())
            .unwrap_err()
            .to_string();
        assert!(said.contains("\"a\"") && said.contains("\"x\""), "{said}");
    }
}

/// 2, 4, missing, 8: mean 14/3, least 2, greatest 8.
const X: [f64; 4] = [2.0, 4.0, NAN, 8.0];

fn normalised(method: &str, direction: Direction, target: Option<f64>) -> Vec<f64> {
    let element = Element {
        direction,
        target,
        numbers: [
            ("goalpost_lower", 0.0),
            ("goalpost_upper", 6.0),
            ("goalpost_scale", 10.0),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into(),
        ..Element::new("x", 1, None)
    };
    let method: Normalise = method.parse().unwrap();
    let units = names(&["p", "q", "r", "s"]);
    let found = method.apply(&X, &element, &units).unwrap();
    assert_eq!(found.lost, None);
    found.values
}

#[test]
fn normalising_what_should_be_more() {
    let up = |method| normalised(method, Direction::Up, Some(10.0));
    close(&up("none"), &X);
    close(&up("minmax"), &[0.0, 100.0 / 3.0, NAN, 100.0]);
    close(&up("minmax:1:10"), &[1.0, 4.0, NAN, 10.0]);
    close(&up("scaled:0:10:1"), &[0.2, 0.4, NAN, 0.8]);
    // Squares of −8/3, −2/3, 10/3 sum to 168/9; ÷ 2 is 28/3.
    let s = (28.0_f64 / 3.0).sqrt();
    close(
        &up("zscore"),
        &[-8.0 / 3.0 / s, -2.0 / 3.0 / s, NAN, 10.0 / 3.0 / s],
    );
    close(
        &up("zscore:50:10"),
        &[
            50.0 - 80.0 / 3.0 / s,
            50.0 - 20.0 / 3.0 / s,
            NAN,
            50.0 + 100.0 / 3.0 / s,
        ],
    );
    close(&up("rank"), &[1.0, 2.0, NAN, 3.0]);
    close(&up("borda"), &[0.0, 1.0, NAN, 2.0]);
    close(&up("prank"), &[0.0, 0.5, NAN, 1.0]);
    close(&up("dist2max"), &[0.0, 1.0 / 3.0, NAN, 1.0]);
    close(&up("dist2targ"), &[0.0, 0.25, NAN, 0.75]);
    // 1 − (4 − x) ÷ (4 − 2)
    close(&up("dist2ref:q"), &[0.0, 1.0, NAN, 3.0]);
    close(&up("fracmax"), &[0.25, 0.5, NAN, 1.0]);
    close(&up("goalposts"), &[10.0 / 3.0, 20.0 / 3.0, NAN, 10.0]);
    let near = |method| normalised(method, Direction::Up, Some(6.0));
    close(&near("dist2targ"), &[0.0, 0.5, NAN, 1.5]);
    close(&near("dist2targ:cap"), &[0.0, 0.5, NAN, 1.0]);
}

#[test]
fn normalising_what_should_be_less() {
    let down = |method| normalised(method, Direction::Down, Some(0.0));
    close(&down("minmax"), &[100.0, 200.0 / 3.0, NAN, 0.0]);
    close(&down("rank"), &[3.0, 2.0, NAN, 1.0]);
    close(&down("dist2max"), &[1.0, 2.0 / 3.0, NAN, 0.0]);
    // From the worst, 8, to the target, 0.
    close(&down("dist2targ"), &[0.75, 0.5, NAN, 0.0]);
    // From the upper post, 6, to the lower, 0; 8 is beyond.
    close(&down("goalposts"), &[20.0 / 3.0, 10.0 / 3.0, NAN, 0.0]);
}

#[test]
fn an_indicator_that_does_not_vary_is_lost_and_said_to_be() {
    let element = Element::new("x", 1, None);
    let units = names(&["p", "q"]);
    for method in ["minmax", "zscore", "dist2max", "dist2ref:p"] {
        let found = method
            .parse::<Normalise>()
            .unwrap()
            .apply(&[3.0, 3.0], &element, &units);
        let found = found.unwrap();
        assert!(
            found.values.iter().all(|value| value.is_nan()) && found.lost.is_some(),
            "{method}"
        );
    }
    let fraction = Normalise::FractionOfMax
        .apply(&[-1.0, 0.0], &element, &units)
        .unwrap();
    assert_eq!(fraction.lost, Some("its greatest value is 0"));
    let one = Normalise::Prank.apply(&[1.0, NAN], &element, &units).unwrap();
    assert!(one.lost.is_some());
}

#[test]
fn what_a_method_needs_and_lacks_is_named() {
    let element = Element::new("x", 1, None);
    let units = names(&["p", "q"]);
    let why = |method: &str| {
        let error = method
            .parse::<Normalise>()
            .unwrap()
            .apply(&[1.0, 2.0], &element, &units);
        error.unwrap_err().to_string()
    };
    assert_eq!(why("dist2targ"), "normalising \"x\": dist2targ needs a target");
    assert_eq!(
        why("goalposts"),
        "normalising \"x\": goalposts needs goalpost_lower"
    );
    assert_eq!(why("dist2ref:z"), "there is no unit \"z\"");
    for wrong in [
        "minmax:1",
        "minmax:a:b",
        "minmax:0:inf",
        "zscore:0:0",
        "dist2ref",
        "dist2targ:often",
        "max",
        "rank:1",
    ] {
        assert!(wrong.parse::<Normalise>().is_err(), "{wrong}");
    }
    for written in [
        "minmax:0:100",
        "zscore:0:1",
        "dist2targ:cap",
        "dist2ref:p",
        "goalposts",
    ] {
        assert_eq!(written.parse::<Normalise>().unwrap().to_string(), written);
    }
}

/// Three elements of weights 1, 1, 2, as columns; rows of units.
const A: [f64; 4] = [1.0, 4.0, 2.0, NAN];
const B: [f64; 4] = [4.0, 1.0, NAN, NAN];
const C: [f64; 4] = [16.0, 2.0, 8.0, NAN];

fn together(method: &str, at_least: f64) -> Vec<f64> {
    let method: Aggregate = method.parse().unwrap();
    method.apply(&[&A, &B, &C], &[1.0, 1.0, 2.0], at_least).unwrap()
}

#[test]
fn putting_together() {
    // (1 + 4 + 2·16) ÷ 4; (4 + 1 + 2·2) ÷ 4; (2 + 2·8) ÷ 3
    close(&together("amean", 0.0), &[9.25, 2.25, 6.0, NAN]);
    // 1·4·16² = 2¹⁰ → 2^2.5; 4·1·2² = 2⁴ → 2; 2·8² = 2⁷ → 2^(7/3)
    close(
        &together("gmean", 0.0),
        &[2_f64.powf(2.5), 2.0, 2_f64.powf(7.0 / 3.0), NAN],
    );
    // 4 ÷ (1 + ¼ + ⅛); 4 ÷ (¼ + 1 + 1); 3 ÷ (½ + ¼)
    close(&together("hmean", 0.0), &[4.0 / 1.375, 16.0 / 9.0, 4.0, NAN]);
    close(&together("genmean:1", 0.0), &together("amean", 0.0));
    close(&together("genmean:-1", 0.0), &together("hmean", 0.0));
    // √((1 + 16 + 2·256) ÷ 4); √((16 + 1 + 2·4) ÷ 4); √((4 + 2·64) ÷ 3)
    close(
        &together("genmean:2", 0.0),
        &[(529.0_f64 / 4.0).sqrt(), 2.5, 44_f64.sqrt(), NAN],
    );
    // 1, 4, 16·2: half of the weight is between 4 and 16. 1, 2·2, 4: it is in the 2s. 2, 8·2: it is in the 8s.
    close(&together("median", 0.0), &[10.0, 2.0, 8.0, NAN]);
    // In order of rows: the first beats the second by 3 to 1, and the third by 2 to 1; the third beats the second by 2 to 1.
    close(&together("copeland", 0.0), &[2.0, -2.0, 0.0, NAN]);
    // Two of three are not 70 %.
    close(&together("amean", 0.7), &[9.25, 2.25, NAN, NAN]);
}

#[test]
fn what_a_mean_cannot_take_is_named() {
    for (method, value) in [
        ("gmean", 0.0),
        ("hmean", 0.0),
        ("gmean", -1.0),
        ("genmean:-2", 0.0),
        ("genmean:0.5", -1.0),
    ] {
        let method: Aggregate = method.parse().unwrap();
        let bad = [1.0, value];
        let OutOfDomain {
            column,
            row,
            value: found,
            ..
        } = method.apply(&[&[1.0, 2.0], &bad], &[1.0, 1.0], 0.0).unwrap_err();
        assert_eq!((column, row, found), (1, 1, value));
        // One that counts for nothing is not there.
        assert!(method.apply(&[&[1.0, 2.0], &bad], &[1.0, 0.0], 0.0).is_ok());
    }
    for wrong in ["genmean", "genmean:0", "mean", "amean:1"] {
        assert!(wrong.parse::<Aggregate>().is_err(), "{wrong}");
    }
}

#[test]
fn transforming() {
    let x = [1.0, 3.0, NAN, 101.0];
    let with = |text: &str| text.parse::<Transform>().unwrap().apply(&x).unwrap();
    close(&with("log"), &[1_f64.ln(), 3_f64.ln(), NAN, 101_f64.ln()]);
    close(&with("log1"), &[0.0, 3_f64.ln(), NAN, 101_f64.ln()]);
    // (101 − 1)(x − 1) ÷ 100 + 1 is x.
    close(&with("loggii"), &[0.0, 3_f64.ln(), NAN, 101_f64.ln()]);
    close(&with("boxcox:0"), &with("log1"));
    close(&with("boxcox:2"), &[0.0, 4.0, NAN, 5100.0]);
    assert_eq!(Transform::Log.apply(&[2.0, 2.0]), None);
}

fn one_indicator(values: &[f64], recipe: &Recipe) -> composite::Build {
    let framework = Framework::new(vec![
        Element::new("x", 1, Some("index")),
        Element::new("index", 2, None),
    ])
    .unwrap();
    let units = (0..values.len()).map(|row| format!("u{row}")).collect();
    let data = Data::new(Table::new(units, names(&["x"]), vec![values.into()]));
    build(&data, &framework, recipe).unwrap()
}

/// 1 to 9 and far outside 1000: one point is enough. Two of them go together.
#[test]
fn outliers_are_pulled_in_one_by_one_and_ties_together() {
    let mut x: Vec<f64> = (1..10).map(f64::from).collect();
    x.push(1000.0);
    let built = one_indicator(&x, &Recipe::default());
    let Event::Winsorised {
        unit, side, from, to, ..
    } = &built.record.events[0]
    else {
        panic!("{:?}", built.record)
    };
    assert_eq!(
        (unit.as_str(), *side, *from, *to),
        ("u9", Side::High, 1000.0, 9.0)
    );
    assert_eq!(built.record.winsorised(), 1);

    let low: Vec<f64> = x.iter().map(|value| -value).collect();
    let built = one_indicator(&low, &Recipe::default());
    assert_eq!(built.treated.value("u9", "x"), Some(-9.0));
}

/// 60 zeros and eight points up to 10⁷. With five of these pulled in there are still six of 100, about a tenth of all: as of a
/// coin of which p = 0.09 lands on its edge, skewness is (1 − 2p) ÷ √(pq) = 2.9 and kurtosis 1 ÷ pq − 6 = 6. So it is
/// ln(x + 10⁵).
#[test]
fn what_winsorising_does_not_help_is_transformed_as_it_was() {
    let mut x = vec![0.0; 60];
    x.extend([1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7]);
    let built = one_indicator(&x, &Recipe::default());
    assert_eq!(built.record.winsorised(), 0);
    assert!(matches!(&built.record.events[0], Event::Transformed { by: Some(by), .. } if by == "log"));
    let expected: Vec<f64> = x.iter().map(|value| (value + 1e5).ln()).collect();
    close(&built.treated.columns()[0], &expected);
    // Without a transformation it stays, and that is said.
    let recipe = Recipe {
        treat: "winsorise:5".parse::<Treat>().unwrap(),
        ..Recipe::default()
    };
    let built = one_indicator(&x, &recipe);
    assert_eq!(built.treated.columns(), built.imputed.columns());
    assert!(matches!(
        &built.record.events[0],
        Event::Transformed {
            by: None,
            passes: false,
            ..
        }
    ));
}

fn grouped() -> (Data, Framework) {
    let framework = Framework::new(vec![
        Element::new("x", 1, Some("index")),
        Element::new("index", 2, None),
    ])
    .unwrap();
    let units = names(&["a", "b", "c", "d", "e", "f"]);
    let table = Table::new(
        Arc::clone(&units),
        names(&["x"]),
        vec![[1.0, NAN, 6.0, 10.0, NAN, NAN].into()],
    );
    let grouping = Grouping {
        code: "side".to_owned(),
        names: vec!["east".to_owned(), "west".to_owned(), "sea".to_owned()],
        of: vec![Some(0), Some(0), Some(1), Some(1), Some(2), None],
    };
    let data = Data {
        groupings: vec![grouping],
        ..Data::new(table)
    };
    (data, framework)
}

#[test]
fn estimating_what_is_missing() {
    let (data, framework) = grouped();
    let with = |impute: &str| {
        let recipe = Recipe {
            impute: impute.parse().unwrap(),
            ..Recipe::default()
        };
        build(&data, &framework, &recipe).unwrap()
    };
    close(
        &with("none").imputed.columns()[0],
        &[1.0, NAN, 6.0, 10.0, NAN, NAN],
    );
    close(
        &with("mean").imputed.columns()[0],
        &[1.0, 17.0 / 3.0, 6.0, 10.0, 17.0 / 3.0, 17.0 / 3.0],
    );
    close(
        &with("median").imputed.columns()[0],
        &[1.0, 6.0, 6.0, 10.0, 6.0, 6.0],
    );
    // Nobody in its group has a value, or it has no group.
    let by_group = with("mean:side");
    close(&by_group.imputed.columns()[0], &[1.0, 1.0, 6.0, 10.0, NAN, NAN]);
    let lost = by_group
        .record
        .events
        .iter()
        .filter(|event| matches!(event, Event::Lost { .. }));
    assert_eq!(lost.count(), 2);
    let recipe = Recipe {
        impute: Impute::Mean {
            group: Some("none".to_owned()),
        },
        ..Recipe::default()
    };
    assert_eq!(
        build(&data, &framework, &recipe),
        Err(Error::NoGrouping("none".to_owned()))
    );
}

#[test]
fn dividing_and_leaving_out_units() {
    let mut element = Element::new("x", 1, Some("index"));
    element.denominator = Some("people".to_owned());
    element.numbers.insert("ScaleFactor".to_owned(), 1000.0);
    let framework = Framework::new(vec![element, Element::new("index", 2, None)]).unwrap();
    let units = names(&["a", "b", "c", "d"]);
    let data = Data {
        denominators: Table::new(
            Arc::clone(&units),
            names(&["people"]),
            vec![[2000.0, 500.0, 0.0, NAN].into()],
        ),
        ..Data::new(Table::new(
            units,
            names(&["x"]),
            vec![[4.0, 0.0, 3.0, 3.0].into()],
        ))
    };
    let built = build(&data, &framework, &Recipe::default()).unwrap();
    close(&built.denominated.columns()[0], &[2.0, 0.0, NAN, NAN]);
    let whys: Vec<&str> = built
        .record
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Lost { why, .. } => Some(why.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(whys, ["its denominator is 0", "its denominator is missing"]);

    let recipe = Recipe {
        screen: Some(Screen {
            available: 1.0,
            nonzero: 0.5,
            keep: vec!["d".to_owned()],
            drop: Vec::new(),
        }),
        ..Recipe::default()
    };
    let built = build(&data, &framework, &recipe).unwrap();
    assert_eq!(built.units()[..], ["a".to_owned(), "d".to_owned()]);
    assert_eq!(built.raw.units(), built.aggregated.units());
    let unknown = Recipe {
        screen: Some(Screen {
            available: 0.0,
            nonzero: 0.0,
            keep: Vec::new(),
            drop: vec!["z".to_owned()],
        }),
        ..Recipe::default()
    };
    assert_eq!(
        build(&data, &framework, &unknown),
        Err(Error::NoUnit("z".to_owned()))
    );
}

#[test]
fn levels_have_their_own_methods_and_shares() {
    let framework = Framework::new(vec![
        Element::new("a", 1, Some("left")),
        Element::new("b", 1, Some("left")),
        Element::new("c", 1, Some("right")),
        Element::new("left", 2, Some("index")),
        Element::new("right", 2, Some("index")),
        Element::new("index", 3, None),
    ])
    .unwrap();
    let columns = vec![[1.0, 4.0].into(), [9.0, NAN].into(), [5.0, 4.0].into()];
    let data = Data::new(Table::new(names(&["p", "q"]), names(&["a", "b", "c"]), columns));
    let recipe = Recipe {
        normalise: Normalise::None,
        aggregate: Levels::Each(vec![Aggregate::GeometricMean, Aggregate::ArithmeticMean]),
        at_least: Levels::Each(vec![0.6, 0.0]),
        ..Recipe::default()
    };
    let built = build(&data, &framework, &recipe).unwrap();
    close(built.scores("left").unwrap(), &[3.0, NAN]);
    close(built.scores("index").unwrap(), &[4.0, 4.0]);
    let set = Recipe {
        weights: Weighting {
            set: [("right".to_owned(), 3.0)].into(),
            ..Weighting::default()
        },
        ..recipe
    };
    close(
        build(&data, &framework, &set).unwrap().scores("index").unwrap(),
        &[4.5, 4.0],
    );
}

#[test]
fn what_makes_no_hierarchy_is_named() {
    let error = |elements: Vec<Element>| Framework::new(elements).unwrap_err().to_string();
    let one = |code: &str, level, parent| Element::new(code, level, parent);
    assert_eq!(error(Vec::new()), "there are no indicators");
    assert_eq!(
        error(vec![one("a", 1, None), one("a", 1, None)]),
        "\"a\" stands twice"
    );
    assert_eq!(
        error(vec![one("a", 1, Some("b"))]),
        "\"a\" is part of \"b\", which is not there"
    );
    let cycle = vec![one("a", 1, None), one("b", 2, Some("c")), one("c", 3, Some("b"))];
    assert_eq!(error(cycle), "\"b\" is part of itself, over its parents");
    let skipped = vec![
        one("a", 1, Some("c")),
        one("b", 1, Some("d")),
        one("d", 2, Some("c")),
        one("c", 3, None),
    ];
    assert_eq!(
        error(skipped),
        "\"a\" of level 1 is part of \"c\" of level 3; it must be the next one"
    );
    assert_eq!(
        error(vec![one("a", 1, None), one("b", 2, None)]),
        "\"b\" has nothing in it"
    );
    let negative = Element {
        weight: -1.0,
        ..one("a", 1, None)
    };
    assert_eq!(
        error(vec![negative]),
        "\"a\" has the weight -1; it must be a number that is not negative"
    );
    let nothing = vec![
        Element {
            weight: 0.0,
            ..one("a", 1, Some("b"))
        },
        one("b", 2, None),
    ];
    assert_eq!(error(nothing), "the weights of \"b\" sum to nothing");
}
