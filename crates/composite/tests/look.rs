//! Looking at an index, worked out by hand.

use composite::look::{
    Change, Correlation, Flag, Limits, alpha, alphas, changed, compare, components_of, correlations,
    describe_column, effective_weights, flagged, kendall, levels, profile, profiles, remove, remove_each,
    what_if, with_parents, within,
};
use composite::{Build, Data, Element, Error, Framework, Recipe, Table, build};

const NAN: f64 = f64::NAN;

fn close(found: &[f64], expected: &[f64]) {
    let same = found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= 1e-12);
    assert!(
        same && found.len() == expected.len(),
        "{found:?} is not {expected:?}"
    );
}

/// a and b pull against each other, and a counts three times as much: the index is 25, 50, 75.
fn example() -> (Data, Build) {
    let weighed = |code: &str, weight: f64| Element {
        weight,
        unit: "beds".to_owned(),
        ..Element::new(code, 1, Some("index"))
    };
    let framework = Framework::new(vec![
        weighed("a", 3.0),
        weighed("b", 1.0),
        Element::new("index", 2, None),
    ])
    .unwrap();
    let data = Data::new(Table::new(
        ["x", "y", "z"].map(str::to_owned).into(),
        ["a", "b"].map(str::to_owned).into(),
        vec![[0.0, 5.0, 10.0].into(), [10.0, 5.0, 0.0].into()],
    ));
    let recipe = Recipe::default();
    let built = build(&data, &framework, &recipe).unwrap();
    assert_eq!(built.scores("index").unwrap(), [25.0, 50.0, 75.0]);
    (data, built)
}

#[test]
fn a_column_is_described() {
    let found = describe_column("a", &[0.0, 0.0, 3.0, 5.0, NAN], &Limits::default());
    assert_eq!(
        (found.min, found.max, found.mean, found.median),
        (0.0, 5.0, 2.0, 1.5)
    );
    assert_eq!((found.available, found.missing, found.zeros), (4, 1, 2));
    assert_eq!((found.unique, found.same), (3, 2));
    close(&[found.q25, found.q75, found.sd], &[0.0, 3.5, 6_f64.sqrt()]);
    assert_eq!(found.flags, [Flag::ManyZeros]);
    let found = describe_column(
        "a",
        &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0, NAN],
        &Limits::default(),
    );
    assert_eq!(found.flags, [Flag::FewDifferent, Flag::Outliers]);
    let found = describe_column("a", &[1.0, NAN, NAN], &Limits::default());
    assert_eq!(
        found.flags,
        [Flag::FewValues, Flag::ManyZeros, Flag::FewDifferent]
    );
    assert!(found.sd.is_nan() && found.skewness.is_nan());
}

/// Of 1 2 3 and 1 3 2 two pairs are alike and one is not; a tie on one side leaves two of three.
#[test]
fn pairs_are_counted() {
    close(&[kendall(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0])], &[1.0 / 3.0]);
    close(
        &[kendall(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0])],
        &[2.0 / 6_f64.sqrt()],
    );
    close(&[kendall(&[1.0, 2.0, NAN, 4.0], &[4.0, 3.0, 9.0, 1.0])], &[-1.0]);
    assert!(kendall(&[1.0, 1.0], &[1.0, 2.0]).is_nan() && kendall(&[], &[]).is_nan());
}

#[test]
fn elements_are_correlated_within_and_across_levels() {
    let (_, built) = example();
    let of = Correlation::Pearson;
    let found = correlations(&built.raw, &["a"], &["a", "b"], of).unwrap();
    close(&found.values[0], &[1.0, -1.0]);
    let inside = within(&built, "index", of).unwrap();
    assert_eq!(
        (inside.rows, inside.columns),
        (
            vec!["a".to_owned(), "b".to_owned()],
            vec!["a".to_owned(), "b".to_owned()]
        )
    );
    let across = levels(&built, 1, 2, "spearman".parse().unwrap());
    close(&[across.values[0][0], across.values[1][0]], &[1.0, -1.0]);
    let parents: Vec<_> = with_parents(&built, of)
        .into_iter()
        .map(|pair| (pair.one, pair.correlation.round()))
        .collect();
    assert_eq!(parents, [("a".to_owned(), 1.0), ("b".to_owned(), -1.0)]);
    assert_eq!(flagged(&built, 0.9, of).len(), 1);
    assert!(flagged(&built, 1.0, of).is_empty());
    assert_eq!(
        correlations(&built.raw, &["q"], &["a"], of),
        Err(Error::NoElement("q".to_owned()))
    );
}

/// Variances of 1 each and a covariance of ½: 2 · (1 − 2 ÷ 3). Equal columns have 1.
#[test]
fn alpha_says_how_well_columns_agree() {
    close(&[alpha(&[&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]])], &[2.0 / 3.0]);
    close(&[alpha(&[&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]])], &[1.0]);
    assert!(alpha(&[&[1.0, 2.0]]).is_nan());
    let (_, built) = example();
    let found = alphas(&built);
    // They sum to the same in each unit: covariances sum to 0.
    assert!(found.len() == 1 && found[0].elements == 2 && found[0].alpha.is_nan());
}

#[test]
fn two_columns_have_one_component_if_they_say_the_same() {
    let (_, built) = example();
    let found = components_of(&built, "index").unwrap();
    close(
        &[found.components[0].eigenvalue, found.components[0].share],
        &[2.0, 1.0],
    );
    let half = 0.5_f64.sqrt();
    close(&found.components[0].vector, &[half, -half]);
    close(&found.components[0].loadings, &[1.0, -1.0]);
}

#[test]
fn weights_multiply_upwards() {
    let (_, built) = example();
    let found: Vec<_> = effective_weights(&built)
        .into_iter()
        .map(|one| (one.code, one.within, one.whole))
        .collect();
    assert_eq!(
        found,
        [
            ("a".to_owned(), 0.75, 0.75),
            ("b".to_owned(), 0.25, 0.25),
            ("index".to_owned(), 1.0, 1.0)
        ]
    );
}

/// Without a, b decides: the first is last and the last first, and the one between stays.
#[test]
fn leaving_out_an_element_moves_units() {
    let (data, built) = example();
    let found = remove_each(&data, &built, 1, "index").unwrap();
    assert_eq!(found[0].removed, "a");
    close(
        &[found[0].mean_shift, found[0].greatest_shift, found[0].correlation],
        &[4.0 / 3.0, 2.0, -1.0],
    );
    close(&[found[1].mean_shift, found[1].correlation], &[0.0, 1.0]);
    let top = remove_each(&data, &built, 2, "index").unwrap();
    assert!(top[0].mean_shift.is_nan() && top[0].why_not.is_some());
    assert_eq!(
        remove(&data, &built, "q", "index"),
        Err(Error::NoElement("q".to_owned()))
    );
    // What the recipe says of what goes does not stand in the way.
    let recipe: Recipe =
        toml::from_str("normalise_each = { a = \"rank\" }\n[weights]\nset = { a = 2 }").unwrap();
    let whole = build(&data, &built.framework, &recipe).unwrap();
    assert!(remove(&data, &whole, "a", "index").is_ok());
}

/// With 20 instead of 0, a is 100, 0 and a third: 100, 25 and 25.
#[test]
fn what_if_a_value_were_another() {
    let (data, built) = example();
    let change = |unit: &str, indicator: &str, value| Change {
        unit: unit.to_owned(),
        indicator: indicator.to_owned(),
        value,
    };
    let found = what_if(
        &data,
        &built.framework,
        &built.recipe,
        &[change("x", "a", Some(20.0))],
        "index",
    )
    .unwrap();
    close(
        &[found.units[0].score_after, found.units[1].score_after],
        &[100.0, 12.5],
    );
    close(&[found.units[0].climbed, found.units[2].climbed], &[2.0, -1.0]);
    let gone = changed(&data, &[change("y", "b", None)]).unwrap();
    assert_eq!(gone.indicators.value("y", "b"), None);
    assert!(matches!(
        changed(&data, &[change("q", "a", None)]),
        Err(Error::NoUnit(_))
    ));
    assert!(matches!(
        changed(&data, &[change("x", "q", None)]),
        Err(Error::NoColumn(_))
    ));
    assert!(changed(&data, &[change("x", "a", Some(f64::INFINITY))]).is_err());
}

#[test]
fn builds_with_other_units_are_compared_over_what_they_share() {
    let (data, built) = example();
    let fewer = Table::new(
        ["z", "w", "x"].map(str::to_owned).into(),
        data.indicators.codes().clone(),
        vec![[10.0, 7.0, 0.0].into(), [0.0, 2.0, 10.0].into()],
    );
    let other = build(&Data::new(fewer), &built.framework, &Recipe::default()).unwrap();
    let found = compare(&built, &other, "index").unwrap();
    assert_eq!(
        (found.only_before, found.only_after),
        (vec!["y".to_owned()], vec!["w".to_owned()])
    );
    assert_eq!(found.units.len(), 2);
    close(&[found.mean_shift, found.correlation], &[0.0, 1.0]);
}

#[test]
fn a_unit_has_strengths_and_weaknesses() {
    let (_, built) = example();
    let found = profile(&built, "z", 5).unwrap();
    assert_eq!(found.aggregates.len(), 1);
    assert_eq!((found.aggregates[0].rank, found.aggregates[0].of), (1.0, 3));
    let codes =
        |places: &[composite::look::Place]| places.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
    assert_eq!(
        (codes(&found.strengths), codes(&found.weaknesses)),
        (vec!["a".to_owned()], vec!["b".to_owned()])
    );
    assert_eq!(
        (
            found.strengths[0].raw,
            found.strengths[0].unit_of_measure.as_str()
        ),
        (Some(10.0), "beds")
    );
    // The one in the middle has neither.
    let found = profile(&built, "y", 5).unwrap();
    assert!(found.strengths.is_empty() && found.weaknesses.is_empty());
    assert!(matches!(profile(&built, "q", 5), Err(Error::NoUnit(_))));
    assert_eq!(profiles(&built, 5)[1], found);
}
