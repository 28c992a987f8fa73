//! Each source of weights on a few numbers, worked out by hand.

use composite::look::Correlation;
use composite::weights::{Comparisons, Judgement, Optimum, entropy, factors, first_component, optimise};
use composite::{Aggregate, Build, Data, Element, Error, Event, Framework, Recipe, Table, build};

const NAN: f64 = f64::NAN;

fn close(found: &[f64], expected: &[f64], within: f64) {
    let same = found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= within);
    assert!(
        same && found.len() == expected.len(),
        "{found:?} is not {expected:?}"
    );
}

/// Three indicators in one index.
fn built(columns: [&[f64]; 3], recipe: &str) -> Result<Build, Error> {
    let framework = Framework::new(vec![
        Element::new("a", 1, Some("index")),
        Element::new("b", 1, Some("index")),
        Element::new("c", 1, Some("index")),
        Element::new("index", 2, None),
    ])?;
    let units = (0..columns[0].len()).map(|at| format!("u{at}")).collect();
    let codes = ["a", "b", "c"].map(str::to_owned).into();
    let table = Table::new(units, codes, columns.map(Into::into).to_vec());
    let recipe: Recipe = toml::from_str(&format!("normalise = \"none\"\n{recipe}")).unwrap();
    build(&Data::new(table), &framework, &recipe)
}

fn weights(columns: [&[f64]; 3], recipe: &str) -> Vec<f64> {
    built(columns, recipe).unwrap().weights[..3].to_vec()
}

fn refused(columns: [&[f64]; 3], recipe: &str) -> String {
    built(columns, recipe).unwrap_err().to_string()
}

const SOME: [&[f64]; 3] = [&[1.0, 2.0, 3.0], &[3.0, 2.0, 5.0], &[1.0, 1.0, 4.0]];

/// Shares ¼, ¼, ½ have the entropy 1.5 ln 2 of at most ln 3; one unit with all has 0; equal ones have all of it.
#[test]
fn entropy_weighs_what_tells_units_apart() {
    let first = 1.0 - 1.5 * 2_f64.ln() / 3_f64.ln();
    let columns: [&[f64]; 3] = [&[1.0, 1.0, 2.0], &[5.0, 0.0, 0.0], &[2.0, 2.0, 2.0]];
    let expected = [first / (first + 1.0), 1.0 / (first + 1.0), 0.0];
    close(&entropy(&columns).unwrap(), &expected, 1e-15);
    close(
        &weights(columns, "[weights]\nsource = \"entropy\""),
        &expected,
        1e-15,
    );
    // A missing value counts for nothing.
    let with_missing: [&[f64]; 2] = [&[1.0, NAN, 1.0, 2.0], &[5.0, 0.0, 0.0, NAN]];
    close(&entropy(&with_missing).unwrap(), &expected[..2], 1e-15);
    assert_eq!(entropy(&[&[1.0], &[0.0, -2.0]]), Err((1, 1, -2.0)));
    let said = refused(
        [&[1.0, 2.0], &[0.0, -2.0], &[1.0, 3.0]],
        "[weights]\nsource = \"entropy\"",
    );
    assert!(said.contains("\"u1\" has -2 in \"b\""), "{said}");
}

/// Two columns load alike on what they share, whatever their correlation; a third at right angles to both loads on nothing.
#[test]
fn principal_components_weigh_what_is_shared() {
    let (x, y): (&[f64], &[f64]) = (&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]);
    close(&first_component(&[x, y]).unwrap().weights, &[0.5, 0.5], 1e-14);
    close(&factors(&[x, y]).unwrap().weights, &[0.5, 0.5], 1e-14);
    let apart: &[f64] = &[1.0, -1.0, -1.0, 1.0];
    let found = first_component(&[x, y, apart]).unwrap();
    close(&found.weights, &[0.5, 0.5, 0.0], 1e-12);
    let with_missing: [&[f64]; 2] = [&[1.0, 2.0, NAN, 3.0, 4.0], &[1.0, 3.0, 9.0, 2.0, 4.0]];
    let found = first_component(&with_missing).unwrap();
    assert_eq!((found.units, found.left_out), (4, 1));
    assert!(first_component(&[x, &[1.0; 4]]).is_none());
    let turned: Vec<f64> = y.iter().map(|value| -value).collect();
    let said = refused([x, y, &turned], "[weights]\nsource = \"pca\"");
    assert!(said.contains("\"c\" goes against the others"), "{said}");
    // Squares have no sign.
    close(
        &weights([x, y, &turned], "[weights]\nsource = \"factors\""),
        &factors(&[x, y, &turned]).unwrap().weights,
        0.0,
    );
}

#[test]
fn experts_spend_points() {
    let of = |mayor: &str, teacher: &str| {
        format!(
            "[weights]\nsource = \"budget\"\n[weights.budget.index]\nexperts.mayor = {{ {mayor} }}\n\
             experts.teacher = {{ {teacher} }}"
        )
    };
    close(
        &weights(SOME, &of("a = 60, b = 40", "a = 30, b = 50, c = 20")),
        &[0.45, 0.45, 0.1],
        1e-15,
    );
    for (mayor, expected) in [
        ("a = 60, b = 50", "mayor spends 110 of 100 points"),
        ("a = 160, b = -60", "mayor spends -60 points on \"b\""),
        (
            "a = 60, d = 40",
            "mayor spends points on \"d\", which is not part of it",
        ),
    ] {
        let said = refused(SOME, &of(mayor, "a = 100"));
        assert!(said.contains("\"index\"") && said.contains(expected), "{said}");
    }
    let said = refused(SOME, "[weights]\nsource = \"budget\"");
    assert!(said.contains("there are no points of experts"), "{said}");
}

/// Of three, λ is 1 + r + 1/r, with r³ what the comparison of the ends is off by, and weights are geometric means of rows.
#[test]
fn experts_compare_two_and_two() {
    let of = |text: &str| format!("[weights]\nsource = \"ahp\"\n[weights.ahp.index]\n{text}");
    let sure = of("a = { b = 2, c = 6 }\nb = { c = 3 }");
    close(&weights(SOME, &sure), &[0.6, 0.3, 0.1], 1e-14);
    assert!(built(SOME, &sure).unwrap().record.events.is_empty());
    let judged = Judgement::of(&[vec![1.0, 2.0, 1.0], vec![0.5, 1.0, 2.0], vec![1.0, 0.5, 1.0]]).unwrap();
    let root = 4_f64.cbrt();
    close(&[judged.eigenvalue], &[1.0 + root + 1.0 / root], 1e-12);
    close(&[judged.ratio], &[(root + 1.0 / root - 2.0) / 2.0 / 0.58], 1e-12);
    let rows = [2_f64.cbrt(), 1.0, 0.5_f64.cbrt()];
    let sum: f64 = rows.iter().sum();
    close(&judged.weights, &rows.map(|row| row / sum), 1e-12);
    let doubtful = built(SOME, &of("a = { b = 2, c = 1 }\nb = { c = 2 }")).unwrap();
    let [Event::Weighed { aggregate, why }] = &doubtful.record.events[..] else {
        panic!("{:?}", doubtful.record)
    };
    assert!(
        aggregate == "index" && why.contains("consistency ratio 0.187"),
        "{why}"
    );
    for (text, expected) in [
        ("a = { b = 2, c = 6 }", "\"b\" and \"c\" are not compared"),
        ("a = { b = 2, c = 6 }\nb = { c = 3, a = 1 }", "compared twice"),
        (
            "a = { b = 20, c = 6 }\nb = { c = 3 }",
            "Saaty's scale goes from 1/9 to 9",
        ),
        ("a = { a = 2 }", "compared with itself"),
        ("a = { d = 2 }", "\"d\" is compared, which is not part of it"),
    ] {
        let said = refused(SOME, &of(text));
        assert!(said.contains("\"index\"") && said.contains(expected), "{said}");
    }
    assert!(Comparisons::default().judge(&["a"]).is_ok());
}

/// x and y are at right angles, y three times as wide: with w x + (1 − w) y correlations are w and 3 (1 − w) over the same.
#[test]
fn weights_are_sought_that_move_the_aggregate_as_wanted() {
    let columns: [&[f64]; 2] = [&[1.0, -1.0, 1.0, -1.0], &[3.0, 3.0, -3.0, -3.0]];
    let together = |weights: &[f64]| Aggregate::ArithmeticMean.apply(&columns, weights, 0.0).unwrap();
    let found = |targets: [f64; 2]| -> Optimum {
        optimise(&columns, &targets, Correlation::Pearson, together).unwrap()
    };
    close(&found([1.0, 1.0]).weights, &[0.75, 0.25], 1e-6);
    close(&found([2.0, 1.0]).weights, &[6.0 / 7.0, 1.0 / 7.0], 1e-6);
    close(&found([2.0, 1.0]).reached, &[2.0 / 3.0, 1.0 / 3.0], 1e-7);
    let third: &[f64] = &[1.0, -1.0, -1.0, 1.0];
    let own = weights(
        [columns[0], columns[1], third],
        "[weights]\nsource = \"optimise\"\ntargets = { c = 2 }",
    );
    // 1, 1 and 2 over widths 1, 3 and 1.
    close(&own, &[0.3, 0.1, 0.6], 1e-5);
    let said = refused(SOME, "[weights]\nsource = \"optimise\"\ntargets = { c = 0 }");
    assert!(said.contains("0 is no target"), "{said}");
}

#[test]
fn single_weights_and_single_aggregates_have_their_own() {
    let own = "[weights]\nsource = \"equal\"\nset = { b = 3 }";
    assert_eq!(weights(SOME, own), [1.0, 3.0, 1.0]);
    let each = "[weights]\nsource = \"given\"\neach = { index = \"entropy\" }";
    close(&weights(SOME, each), &entropy(&SOME).unwrap(), 0.0);
    for recipe in [
        "[weights]\nset = { x = 3 }",
        "[weights]\neach = { a = \"equal\" }",
        "[weights.ahp.x]",
    ] {
        assert!(
            matches!(built(SOME, recipe), Err(Error::NoElement(_))),
            "{recipe}"
        );
    }
    let said = refused(SOME, "[weights]\nset = { a = -1 }");
    assert!(said.contains("not all numbers of at least 0"), "{said}");
    assert!(toml::from_str::<Recipe>("[weights]\nsource = \"luck\"").is_err());
}

#[test]
fn what_does_not_vary_has_no_weight_and_is_named() {
    let built = built(
        [&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0], &[1.0, 3.0, 2.0]],
        "[weights]\nsource = \"pca\"",
    )
    .unwrap();
    close(&built.weights[..3], &[0.5, 0.0, 0.5], 1e-14);
    assert!(
        matches!(&built.record.events[..], [Event::Weighed { why, .. }] if why.contains("\"b\" does not vary"))
    );
}
