//! What must hold of every index, whatever the numbers.

use std::sync::Arc;

use composite::{
    Aggregate, Data, Direction, Element, Framework, Levels, Normalise, Recipe, Table, Treat, build,
};
use proptest::prelude::*;

/// Numbers by indicator, with holes; four indicators in two groups.
#[derive(Debug, Clone)]
struct Case {
    columns: Vec<Vec<f64>>,
    weights: Vec<f64>,
    directions: Vec<Direction>,
}

const CODES: [&str; 4] = ["a", "b", "c", "d"];

fn cases(missing: bool) -> impl Strategy<Value = Case> {
    let value = prop_oneof![
        6 => (-1000..1000_i32).prop_map(|n| f64::from(n) / 4.0),
        2 => (0..5_i32).prop_map(f64::from),
        1 => Just(if missing { f64::NAN } else { 7.0 }),
    ];
    let column = move |rows: usize| prop::collection::vec(value.clone(), rows);
    (4..12_usize)
        .prop_flat_map(move |rows| {
            (
                prop::collection::vec(column(rows), 4),
                prop::collection::vec((1..9_i32).prop_map(f64::from), 4),
                prop::collection::vec(prop_oneof![Just(Direction::Up), Just(Direction::Down)], 4),
            )
        })
        .prop_map(|(columns, weights, directions)| Case {
            columns,
            weights,
            directions,
        })
}

impl Case {
    fn framework(&self) -> Framework {
        let mut elements: Vec<Element> = CODES
            .iter()
            .enumerate()
            .map(|(at, code)| Element {
                weight: self.weights[at],
                direction: self.directions[at],
                ..Element::new(*code, 1, Some(if at < 2 { "left" } else { "right" }))
            })
            .collect();
        elements.push(Element::new("left", 2, Some("index")));
        elements.push(Element::new("right", 2, Some("index")));
        elements.push(Element::new("index", 3, None));
        Framework::new(elements).unwrap()
    }

    fn data(&self) -> Data {
        let rows = self.columns[0].len();
        let units: Arc<[String]> = (0..rows).map(|row| format!("u{row}")).collect();
        let columns = self.columns.iter().map(|column| column.clone().into());
        let codes: Arc<[String]> = CODES.iter().map(|code| (*code).to_owned()).collect();
        Data::new(Table::new(units, codes, columns.collect()))
    }

    fn index(&self, recipe: &Recipe) -> Vec<f64> {
        let built = build(&self.data(), &self.framework(), recipe).unwrap();
        built.scores("index").unwrap().to_vec()
    }
}

fn plain(normalise: Normalise) -> Recipe {
    Recipe {
        normalise,
        treat: Treat::none(),
        ..Recipe::default()
    }
}

fn by_ranks() -> impl Strategy<Value = Normalise> {
    prop_oneof![
        Just(Normalise::Rank),
        Just(Normalise::Prank),
        Just(Normalise::Borda)
    ]
}

fn any_method() -> impl Strategy<Value = Normalise> {
    prop_oneof![
        Just(Normalise::default()),
        Just(Normalise::Zscore { mean: 0.0, sd: 1.0 }),
        Just(Normalise::DistanceToMax),
        by_ranks(),
    ]
}

fn any_mean() -> impl Strategy<Value = Aggregate> {
    prop_oneof![
        Just(Aggregate::ArithmeticMean),
        Just(Aggregate::Median),
        Just(Aggregate::Copeland),
    ]
}

fn same(a: &[f64], b: &[f64], within: f64) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| (a.is_nan() && b.is_nan()) || (a - b).abs() <= within * (1.0 + b.abs()))
}

proptest! {
    #[test]
    fn rescaling_an_indicator_changes_nothing(
        case in cases(true), which in 0..4_usize, factor in 1..1000_u32, normalise in any_method(), how in any_mean(),
    ) {
        // A power of two changes no digit, so that ties stay ties.
        let factor = f64::from(factor.next_power_of_two());
        let recipe = Recipe { aggregate: Levels::All(how), ..plain(normalise) };
        let mut scaled = case.clone();
        scaled.columns[which].iter_mut().for_each(|value| *value *= factor);
        prop_assert!(same(&case.index(&recipe), &scaled.index(&recipe), 1e-12));
    }

    #[test]
    fn weight_nothing_is_leaving_out(case in cases(true), which in 0..4_usize, how in any_mean()) {
        let recipe = Recipe { aggregate: Levels::All(how), ..plain(Normalise::default()) };
        let mut light = case.clone();
        light.weights[which] = 0.0;
        let without = case.framework().without(&[CODES[which]]).unwrap();
        let left_out = build(&case.data(), &without, &recipe).unwrap();
        let expected = left_out.scores("index").unwrap();
        prop_assert!(same(&light.index(&recipe), expected, 0.0));
    }

    #[test]
    fn a_unit_that_is_worst_everywhere_changes_no_order_among_the_others(
        case in cases(false), normalise in by_ranks(), how in any_mean(),
    ) {
        // Where ranks are given from the worst up, all others move up by one.
        let recipe = Recipe { aggregate: Levels::All(how), ..plain(normalise) };
        let before = case.index(&recipe);
        let mut worse = case.clone();
        for (column, direction) in worse.columns.iter_mut().zip(&case.directions) {
            column.push(-1e6 * direction.sign());
        }
        let after = worse.index(&recipe);
        for i in 0..before.len() {
            for j in 0..before.len() {
                let (was, is) = (before[i] - before[j], after[i] - after[j]);
                prop_assert!(was.abs() < 1e-9 || is.abs() < 1e-9 || (was > 0.0) == (is > 0.0), "{i} {j}");
            }
        }
        let last = after[before.len()];
        prop_assert!(after[..before.len()].iter().all(|score| *score > last));
    }

    #[test]
    fn turning_an_indicator_round_turns_what_it_brings(case in cases(false), which in 0..4_usize) {
        let recipe = plain(Normalise::Minmax { low: -1.0, high: 1.0 });
        let mut turned = case.clone();
        turned.directions[which] = match case.directions[which] {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        let normalised = |case: &Case| {
            let built = build(&case.data(), &case.framework(), &recipe).unwrap();
            built.normalised.columns()[which].to_vec()
        };
        let back: Vec<f64> = normalised(&turned).iter().map(|value| -value).collect();
        prop_assert!(same(&normalised(&case), &back, 1e-12));
    }

    #[test]
    fn the_order_of_units_is_that_of_the_data(case in cases(true), turn in 1..11_usize, how in any_mean()) {
        let recipe = Recipe { aggregate: Levels::All(how), ..Recipe::default() };
        let turn = turn % case.columns[0].len();
        let mut turned = case.clone();
        turned.columns.iter_mut().for_each(|column| column.rotate_left(turn));
        let mut expected = case.index(&recipe);
        expected.rotate_left(turn);
        prop_assert!(same(&turned.index(&recipe), &expected, 1e-12));
    }

    #[test]
    fn the_order_of_indicators_changes_nothing(case in cases(true), how in any_mean()) {
        let recipe = Recipe { aggregate: Levels::All(how), ..Recipe::default() };
        // The other way round, in the data and in the framework.
        let mut elements = case.framework().elements().to_vec();
        elements.reverse();
        let framework = Framework::new(elements).unwrap();
        let built = build(&case.data(), &framework, &recipe).unwrap();
        prop_assert!(same(built.scores("index").unwrap(), &case.index(&recipe), 1e-9));
    }

    #[test]
    fn a_build_has_the_same_bits_each_time(case in cases(true), normalise in any_method()) {
        let recipe = Recipe { normalise, ..Recipe::default() };
        let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<u64>>();
        prop_assert_eq!(bits(case.index(&recipe)), bits(case.index(&recipe)));
    }

    #[test]
    fn no_number_that_is_none_comes_out(case in cases(true), normalise in any_method(), how in any_mean()) {
        let recipe = Recipe { normalise, aggregate: Levels::All(how), ..Recipe::default() };
        let built = build(&case.data(), &case.framework(), &recipe).unwrap();
        for (stage, table) in built.stages() {
            let infinite = table.columns().iter().flat_map(|column| column.iter()).any(|value| value.is_infinite());
            prop_assert!(!infinite, "{stage}");
        }
    }
}
