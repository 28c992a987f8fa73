//! What must hold of ranks under uncertainty, and of the indices that explain them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use composite::uncertainty::{Running, Sampling, Uncertainty, run, sensitivity, sobol};
use composite::{
    Aggregate, Data, Direction, Element, Error, Framework, Levels, Normalise, Recipe, Table, Treat, build,
};

const INDICATORS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Three groups of two, an index of level 3.
fn framework() -> Framework {
    let mut elements = Vec::new();
    for (at, code) in INDICATORS.iter().enumerate() {
        let mut element = Element::new(*code, 1, Some(["x", "y", "z"][at / 2]));
        element.weight = 1.0 + at as f64;
        if at == 3 {
            element.direction = Direction::Down;
        }
        elements.push(element);
    }
    for code in ["x", "y", "z"] {
        elements.push(Element::new(code, 2, Some("index")));
    }
    elements.push(Element::new("index", 3, None));
    Framework::new(elements).unwrap()
}

/// Twelve units, one outlier in each of the first indicators, some holes.
fn data() -> Data {
    let column = |at: usize| {
        let value = |row: usize| {
            if (row + 3 * at) % 11 == 7 {
                return f64::NAN;
            }
            let value = ((row * (7 + 2 * at) + 5 * at) % 19) as f64;
            if at < 3 && row == 4 { value + 200.0 } else { value }
        };
        (0..12).map(value).collect()
    };
    let units = (0..12).map(|row| format!("u{row}")).collect();
    let codes = INDICATORS.iter().map(|code| (*code).to_owned()).collect();
    Data::new(Table::new(units, codes, (0..6).map(column).collect()))
}

fn recipe() -> Recipe {
    toml::from_str("impute = \"mean\"\nnormalise = \"minmax:1:100\"").unwrap()
}

fn spec(text: &str) -> Uncertainty {
    toml::from_str(text).unwrap()
}

fn everything() -> Uncertainty {
    spec(
        r#"replications = 500
        seed = 42
        elements = ["index", "x"]
        impute = ["mean", "median"]
        treat = ["winsorise:5+log", "none"]
        normalise = ["minmax:1:100", "rank", "zscore:100:10"]
        aggregate = ["amean", "gmean"]
        aggregate_at = { 3 = ["amean", "hmean", "median"] }
        weights = [0.5, 0.2]
        leave_out = ["none", "a", "y"]
        sensitivity = { samples = 60, bootstrap = 50 }"#,
    )
}

#[test]
fn threads_change_nothing() {
    let (data, framework, recipe) = (data(), framework(), recipe());
    let ranking = |threads| run(&data, &framework, &recipe, &everything(), &Running::on(threads)).unwrap();
    let indices =
        |threads| sensitivity(&data, &framework, &recipe, &everything(), &Running::on(threads)).unwrap();
    let (one, one_indices) = (ranking(1), indices(1));
    assert!(one.of("index").unwrap().iter().any(|unit| unit.low < unit.high));
    for threads in [2, 3] {
        // As text: a unit without a rank has NaN, which is not equal to itself.
        assert_eq!(format!("{:?}", ranking(threads)), format!("{one:?}"));
        assert_eq!(format!("{:?}", indices(threads)), format!("{one_indices:?}"));
    }
    let other = Uncertainty {
        seed: 43,
        ..everything()
    };
    assert_ne!(
        run(&data, &framework, &recipe, &other, &Running::on(1)).unwrap(),
        one
    );
}

#[test]
fn the_order_of_factors_changes_nothing() {
    let forwards = spec(
        "replications = 300\nnormalise = [\"rank\", \"minmax\"]\nweights = 0.3\nleave_out = [\"a\", \"b\"]",
    );
    let backwards = spec(
        "leave_out = [\"a\", \"b\"]\nweights = 0.3\nnormalise = [\"rank\", \"minmax\"]\nreplications = 300",
    );
    let ranking = |spec| run(&data(), &framework(), &recipe(), spec, &Running::on(1)).unwrap();
    assert_eq!(ranking(&forwards), ranking(&backwards));
    // A factor that has one alternative, the recipe's own, does not change what is drawn for the others.
    let more = Uncertainty {
        impute: vec![recipe().impute],
        ..forwards.clone()
    };
    assert_eq!(ranking(&more).elements, ranking(&forwards).elements);
}

#[test]
fn the_order_of_units_changes_nothing() {
    let spec = everything();
    let data = data();
    let rows: Vec<usize> = (0..12).rev().collect();
    let units = data.units();
    let columns = data.indicators.columns().iter();
    let turned = Table::new(
        rows.iter().map(|row| units[*row].clone()).collect(),
        data.indicators.codes().clone(),
        columns
            .map(|column| rows.iter().map(|row| column[*row]).collect())
            .collect(),
    );
    // Sums run in another order, so that only methods without rounding are compared: ranks, their medians.
    let spec = Uncertainty {
        impute: Vec::new(),
        treat: Vec::new(),
        normalise: vec![Normalise::Rank, Normalise::Borda],
        aggregate: vec![
            Levels::All(Aggregate::ArithmeticMean),
            Levels::All(Aggregate::Median),
        ],
        aggregate_at: [(3, vec![Aggregate::ArithmeticMean, Aggregate::Median])].into(),
        ..spec
    };
    let recipe = Recipe {
        treat: Treat::none(),
        ..Recipe::default()
    };
    let one = run(&data, &framework(), &recipe, &spec, &Running::on(1)).unwrap();
    let other = run(&Data::new(turned), &framework(), &recipe, &spec, &Running::on(1)).unwrap();
    for element in ["index", "x"] {
        let mut back = other.of(element).unwrap().to_vec();
        back.reverse();
        assert_eq!(format!("{:?}", one.of(element).unwrap()), format!("{back:?}"));
    }
}

#[test]
fn noise_of_nothing_gives_the_nominal_ranks() {
    let spec = spec("replications = 20\nweights = 0");
    let ranking = run(&data(), &framework(), &recipe(), &spec, &Running::on(1)).unwrap();
    let built = build(&data(), &framework(), &recipe()).unwrap();
    let ranks = built.ranks("index").unwrap();
    for (row, unit) in ranking.of("index").unwrap().iter().enumerate() {
        assert_eq!(unit.rank, ranks[row]);
        assert_eq!(unit.score, built.scores("index").unwrap()[row]);
        assert_eq!(unit.frequencies, [(ranks[row] as u32, 20)]);
        assert_eq!(
            (unit.mean, unit.median, unit.low, unit.high),
            (ranks[row], ranks[row], ranks[row], ranks[row])
        );
    }
}

/// Every alternative alone gives what a build with it gives.
#[test]
fn each_alternative_is_the_build_with_it() {
    let same = |spec: &str, framework_with: &Framework, with: &Recipe| {
        let found = run(
            &data(),
            &framework(),
            &recipe(),
            &self::spec(spec),
            &Running::on(2),
        )
        .unwrap();
        let ranks = build(&data(), framework_with, with)
            .unwrap()
            .ranks("index")
            .unwrap();
        for (unit, rank) in found.of("index").unwrap().iter().zip(&ranks) {
            assert_eq!(unit.frequencies, [(*rank as u32, 3)], "{spec} {}", unit.unit);
        }
        ranks
    };
    let nominal = build(&data(), &framework(), &recipe())
        .unwrap()
        .ranks("index")
        .unwrap();
    let whole = framework();
    let mut changed = 0;
    let cases = [
        (
            "impute = [\"none\"]",
            "impute = \"none\"\nnormalise = \"minmax:1:100\"",
        ),
        (
            "treat = [\"none\"]",
            "impute = \"mean\"\nnormalise = \"minmax:1:100\"\n[treat]\nwinsorise = 0\ntransform = \"none\"",
        ),
        (
            "treat = [{ winsorise = 0 }]",
            "impute = \"mean\"\nnormalise = \"minmax:1:100\"\n[treat]\nwinsorise = 0",
        ),
        (
            "normalise = [\"rank\"]",
            "impute = \"mean\"\nnormalise = \"rank\"",
        ),
        (
            "aggregate = [\"hmean\"]",
            "impute = \"mean\"\nnormalise = \"minmax:1:100\"\naggregate = \"hmean\"",
        ),
        (
            "aggregate = [[\"gmean\", \"amean\"]]",
            "impute = \"mean\"\nnormalise = \"minmax:1:100\"\naggregate = [\"gmean\", \"amean\"]",
        ),
        (
            "aggregate_at = { 3 = [\"hmean\"] }",
            "impute = \"mean\"\nnormalise = \"minmax:1:100\"\naggregate = [\"amean\", \"hmean\"]",
        ),
    ];
    for (spec, with) in cases {
        let ranks = same(
            &format!("replications = 3\n{spec}"),
            &whole,
            &toml::from_str(with).unwrap(),
        );
        changed += usize::from(ranks != nominal);
    }
    for code in ["a", "d", "y"] {
        let without = whole.without(&[code]).unwrap();
        let ranks = same(
            &format!("replications = 3\nleave_out = [\"{code}\"]"),
            &without,
            &recipe(),
        );
        changed += usize::from(ranks != nominal);
    }
    assert!(changed >= 8, "the data tell the alternatives apart: {changed}");
}

/// A group has no ranks in the fourth of the replications that it is left out of.
#[test]
fn alternatives_are_drawn_with_equal_chances() {
    let found = run(
        &data(),
        &framework(),
        &recipe(),
        &spec("replications = 4000\nleave_out = [\"none\", \"y\", \"x\", \"z\"]\nelements = [\"x\"]"),
        &Running::on(2),
    );
    let found = found.unwrap();
    let ranked = found.of("x").unwrap()[0].ranked as f64;
    // Binomial with n = 4000 and 3/4: four standard deviations are 110.
    assert!((ranked - 3000.0).abs() < 110.0, "{ranked}");
}

/// Two indicators, one unit ahead in each: whether the first leads depends on which weight is the greater.
#[test]
fn noise_on_weights_is_uniform_around_each() {
    let framework = Framework::new(vec![
        Element {
            weight: 1.2,
            ..Element::new("a", 1, Some("index"))
        },
        Element::new("b", 1, Some("index")),
        Element::new("index", 2, None),
    ])
    .unwrap();
    let units = ["u".to_owned(), "v".to_owned()].into();
    let codes = ["a".to_owned(), "b".to_owned()].into();
    let data = Data::new(Table::new(
        units,
        codes,
        vec![[1.0, 0.0].into(), [0.0, 1.0].into()],
    ));
    let ranking = run(
        &data,
        &framework,
        &Recipe::default(),
        &spec("replications = 20000\nweights = 0.25"),
        &Running::on(2),
    )
    .unwrap();
    let u = &ranking.of("index").unwrap()[0];
    // a in [0.9, 1.5), b in [0.75, 1.25): b is the greater on (1.25 − 0.9)² ÷ 2 of 0.6 × 0.5.
    let expected = 0.35 * 0.35 / 2.0 / 0.3;
    let second = u.frequencies.iter().find(|(rank, _)| *rank == 2).unwrap().1 as f64 / 20000.0;
    assert!((second - expected).abs() < 0.012, "{second} {expected}");
    assert!((u.mean - 1.0 - second).abs() < 1e-12);
    assert_eq!((u.rank, u.median, u.low, u.high), (1.0, 1.0, 1.0, 2.0));
}

#[test]
fn a_replication_that_fails_is_counted_and_named() {
    // The least value is 0 after min-max from 0, of which there is no geometric mean.
    let spec = spec(
        r#"replications = 400
        normalise = ["minmax", "minmax:1:100", "dist2targ"]
        aggregate = ["amean", "gmean"]
        sensitivity = { samples = 40 }"#,
    );
    let ranking = run(&data(), &framework(), &recipe(), &spec, &Running::on(2)).unwrap();
    let failed: usize = ranking.failed.iter().map(|failed| failed.replications).sum();
    assert!(
        ranking
            .of("index")
            .unwrap()
            .iter()
            .all(|unit| unit.ranked + failed == 400)
    );
    let named: Vec<(&str, &str)> = ranking
        .failed
        .iter()
        .map(|failed| (&*failed.choices["normalise"], &*failed.choices["aggregate"]))
        .collect();
    assert_eq!(
        named,
        [
            ("minmax:0:100", "gmean"),
            ("dist2targ", "amean"),
            ("dist2targ", "gmean")
        ]
    );
    assert!(
        ranking.failed[0].why.contains("geometric mean of \"x\""),
        "{}",
        ranking.failed[0].why
    );
    assert!(
        ranking.failed[1].why.contains("target"),
        "{}",
        ranking.failed[1].why
    );
    let indices = sensitivity(&data(), &framework(), &recipe(), &spec, &Running::on(2)).unwrap();
    assert!(
        indices.left_out > 0 && indices.left_out < 40,
        "{}",
        indices.left_out
    );
    assert!(
        indices
            .indices
            .iter()
            .all(|index| index.indices.total.value.is_finite())
    );
    let failed: usize = indices
        .ranking
        .failed
        .iter()
        .map(|failed| failed.replications)
        .sum();
    assert!(failed >= indices.left_out);
    let always = Uncertainty {
        normalise: vec![Normalise::DistanceToTarget { cap: false }],
        ..spec
    };
    let error = sensitivity(&data(), &framework(), &recipe(), &always, &Running::on(1)).unwrap_err();
    assert!(error.to_string().contains("only 0 of 40"), "{error}");
}

#[test]
fn what_is_set_to_stop_stops() {
    let stop = AtomicBool::new(false);
    let seen = AtomicUsize::new(0);
    let stop_soon = |done: usize, of: usize| {
        assert_eq!(of, 100_000);
        seen.fetch_max(done, Ordering::Relaxed);
        stop.store(true, Ordering::Relaxed);
    };
    let running = Running {
        threads: 2,
        progress: &stop_soon,
        stop: &stop,
    };
    let spec = Uncertainty {
        replications: 100_000,
        ..everything()
    };
    assert_eq!(
        run(&data(), &framework(), &recipe(), &spec, &running),
        Err(Error::Stopped)
    );
    assert!(seen.load(Ordering::Relaxed) < 10_000);
}

#[test]
fn progress_ends_with_all() {
    let seen = Mutex::new(Vec::new());
    let running = Running {
        progress: &|done, of| seen.lock().unwrap().push((done, of)),
        ..Running::on(2)
    };
    run(&data(), &framework(), &recipe(), &everything(), &running).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.contains(&(500, 500)) && seen.len() <= 250, "{}", seen.len());
}

#[test]
fn a_factor_that_changes_nothing_has_no_index() {
    // Nothing is an outlier without the first three indicators, so that it does not matter how one is treated.
    let framework = framework().without(&["a", "b", "c"]).unwrap();
    let spec = spec(
        r#"treat = ["none", "winsorise", "log"]
        normalise = ["minmax", "rank"]
        weights = 0.5
        sensitivity = { samples = 400, bootstrap = 300 }"#,
    );
    let found = sensitivity(&data(), &framework, &recipe(), &spec, &Running::on(2)).unwrap();
    assert_eq!(
        (found.left_out, &*found.of, &*found.element),
        (0, "rank change", "index")
    );
    let [treat, normalise, weights] = &found.indices[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (&*treat.factor, &*normalise.factor, &*weights.factor),
        ("treat", "normalise", "weights")
    );
    assert!(treat.indices.first.low <= 0.0 && treat.indices.first.high >= 0.0);
    assert_eq!((treat.indices.total.value, treat.indices.total.high), (0.0, 0.0));
    let total = weights.indices.total;
    assert!(
        total.low > 0.2 && total.low <= total.value && total.value <= total.high,
        "{total:?}"
    );
}

#[test]
fn the_score_of_a_unit_can_be_explained() {
    // Its score depends on the normalisation alone, where the weights do not vary.
    let mut spec = spec("normalise = [\"minmax\", \"rank\", \"zscore\"]\nimpute = [\"mean\", \"mean\"]");
    spec.sensitivity = Some(Sampling {
        samples: 300,
        bootstrap: 200,
        score_of: Some("u3".into()),
    });
    let found = sensitivity(&data(), &framework(), &recipe(), &spec, &Running::on(2)).unwrap();
    let (impute, normalise) = (&found.indices[0].indices, &found.indices[1].indices);
    assert_eq!((impute.first.value, impute.total.value), (0.0, 0.0));
    assert!(
        (normalise.first.value - 1.0).abs() < 0.15 && (normalise.total.value - 1.0).abs() < 0.15,
        "{normalise:?}"
    );
    spec.sensitivity = Some(Sampling {
        score_of: Some("nobody".into()),
        ..Sampling::default()
    });
    let error = sensitivity(&data(), &framework(), &recipe(), &spec, &Running::on(1));
    assert_eq!(error, Err(Error::NoUnit("nobody".into())));
}

/// Ishigami and Homma (1990): y = sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on [−π, π]³, whose indices are known:
/// S = 0.3139, 0.4424, 0; T = 0.5576, 0.4424, 0.2437.
#[test]
fn ishigamis_function_has_its_known_indices() {
    use std::f64::consts::PI;
    let n = 1 << 14;
    // A Kronecker sequence in six dimensions: fills the cube evenly (the root of x⁷ = x + 1).
    let root = (0..60).fold(1.1_f64, |x, _| (1.0 + x).powf(1.0 / 7.0));
    let point = |row: usize| -> [f64; 6] {
        std::array::from_fn(|at| {
            ((0.5 + (row + 1) as f64 * root.powf(-((at + 1) as f64))).fract() * 2.0 - 1.0) * PI
        })
    };
    let y = |x: [f64; 3]| x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin();
    let parts = |row| {
        let x = point(row);
        ([x[0], x[1], x[2]], [x[3], x[4], x[5]])
    };
    let a: Vec<f64> = (0..n).map(|row| y(parts(row).0)).collect();
    let b: Vec<f64> = (0..n).map(|row| y(parts(row).1)).collect();
    let ab: Vec<Vec<f64>> = (0..3)
        .map(|input| {
            let mixed = |row| {
                let (mut a, b) = parts(row);
                a[input] = b[input];
                y(a)
            };
            (0..n).map(mixed).collect()
        })
        .collect();
    let found = sobol::estimate(&a, &b, &ab, 100, 1);
    for (indices, (first, total)) in found
        .iter()
        .zip([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)])
    {
        assert!((indices.first.value - first).abs() < 0.02, "{indices:?}");
        assert!((indices.total.value - total).abs() < 0.02, "{indices:?}");
        for estimate in [indices.first, indices.total] {
            assert!(estimate.low < estimate.value && estimate.value < estimate.high);
            assert!(estimate.high - estimate.low < 0.06);
        }
    }
    assert!(
        sobol::estimate(&[1.0; 4], &[1.0; 4], &[vec![1.0; 4]], 0, 1)[0]
            .first
            .value
            .is_nan()
    );
}

#[test]
fn what_cannot_be_varied_is_refused() {
    let refused =
        |text: &str| run(&data(), &framework(), &recipe(), &spec(text), &Running::on(1)).unwrap_err();
    assert!(refused("seed = 3").to_string().contains("nothing that varies"));
    assert!(refused("weights = 1.5").to_string().contains("from 0 to 1"));
    assert!(
        refused("weights = [0.1, -0.1]")
            .to_string()
            .contains("from 0 to 1")
    );
    assert!(
        refused("replications = 0\nweights = 0.1")
            .to_string()
            .contains("at least")
    );
    assert!(
        refused("aggregate_at = { 4 = [\"amean\"] }")
            .to_string()
            .contains("aggregate_at.4")
    );
    assert!(
        refused("aggregate_at = { 2 = [] }")
            .to_string()
            .contains("choose from")
    );
    assert_eq!(
        refused("leave_out = [\"nobody\"]"),
        Error::NoElement("nobody".into())
    );
    assert_eq!(
        refused("weights = 0.1\nelements = [\"nobody\"]"),
        Error::NoElement("nobody".into())
    );
    assert!(
        refused("leave_out = [\"index\"]")
            .to_string()
            .contains("no indicators")
    );
    for wrong in [
        "treat = [\"cut\"]",
        "normalise = [\"nothing\"]",
        "noise = 0.1",
        "treat = [{ winsor = 3 }]",
    ] {
        assert!(toml::from_str::<Uncertainty>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_recipe_keeps_its_uncertainty() {
    let recipe = Recipe {
        uncertainty: Some(everything()),
        ..recipe()
    };
    let written = toml::to_string(&recipe).unwrap();
    assert_eq!(toml::from_str::<Recipe>(&written).unwrap(), recipe, "{written}");
    let ranks = |recipe| {
        build(&data(), &framework(), recipe)
            .unwrap()
            .ranks("index")
            .unwrap()
    };
    assert_eq!(ranks(&recipe), ranks(&self::recipe()));
}

#[test]
fn units_that_are_screened_out_have_no_rank() {
    let mut data = data();
    data.groupings.push(composite::Grouping {
        code: "side".into(),
        names: vec!["east".into(), "west".into()],
        of: (0..12).map(|row| Some(row % 2)).collect(),
    });
    let recipe: Recipe =
        toml::from_str("impute = \"mean:side\"\nscreen = { drop = [\"u2\", \"u5\"] }").unwrap();
    let spec = spec("replications = 5\nimpute = [\"mean:side\"]");
    let found = run(&data, &framework(), &recipe, &spec, &Running::on(1)).unwrap();
    let built = build(&data, &framework(), &recipe).unwrap();
    let units = found.of("index").unwrap();
    assert_eq!(units.len(), 10);
    for (unit, rank) in units.iter().zip(built.ranks("index").unwrap()) {
        assert_eq!(unit.frequencies, [(rank as u32, 5)]);
    }
}
