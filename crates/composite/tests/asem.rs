//! ASEM from its two tables, stage by stage as COINr has it.

use std::collections::HashMap;

use composite::read::{File, Options, Tables, tables};
use composite::stats::places;
use composite::{Build, Data, Event, Recipe, Table, build};

const DATA: &[u8] = include_bytes!("data/asem/ASEM_iData.csv");
const META: &[u8] = include_bytes!("data/asem/ASEM_iMeta.csv");

fn asem() -> Tables {
    let file = |name, bytes| File { name, bytes };
    let (data, meta) = (file("ASEM_iData.csv", DATA), file("ASEM_iMeta.csv", META));
    tables(data, meta, &Options::default()).unwrap()
}

fn recipe() -> Recipe {
    Recipe {
        impute: "mean:EurAsia_group".parse().unwrap(),
        ..Recipe::default()
    }
}

fn built() -> Build {
    let tables = asem();
    build(&tables.panel.years()[0], &tables.framework, &recipe()).unwrap()
}

/// A table of COINr's, by unit and column; what is missing is not there.
fn known(text: &str) -> HashMap<(String, String), f64> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let mut values = HashMap::new();
    for row in reader.records().map(Result::unwrap) {
        for (head, cell) in heads.iter().zip(&row) {
            if let Ok(value) = cell.parse::<f64>() {
                values.insert((row[0].to_owned(), head.to_owned()), value);
            }
        }
    }
    values
}

/// The greatest difference to the known values, in parts of them where they are above 1; all must be there that are known.
fn off(stage: &str, table: &Table, text: &str) -> f64 {
    let known = known(text);
    let (mut most, mut compared) = (0.0_f64, 0);
    for (code, column) in table.codes().iter().zip(table.columns()) {
        for (unit, value) in table.units().iter().zip(column.iter()) {
            match known.get(&(unit.clone(), code.clone())) {
                None => assert!(value.is_nan(), "{stage}: {unit}, {code} is {value}"),
                Some(expected) => {
                    most = most.max((value - expected).abs() / expected.abs().max(1.0));
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, table.codes().len() * 51 - table.missing(), "{stage}");
    most
}

const STAGES: [(&str, &str); 5] = [
    ("denominated", include_str!("data/asem/coin_Data_Denominated.csv")),
    ("imputed", include_str!("data/asem/coin_Data_Imputed.csv")),
    ("treated", include_str!("data/asem/coin_Data_Treated.csv")),
    ("normalised", include_str!("data/asem/coin_Data_Normalised.csv")),
    ("aggregated", include_str!("data/asem/coin_Data_Aggregated.csv")),
];

#[test]
fn the_tables_are_read() {
    let tables = asem();
    assert_eq!(tables.framework.indicators().len(), 49);
    assert_eq!(tables.framework.aggregates().len(), 11);
    assert_eq!(tables.left_out, Vec::<String>::new());
    let data = &tables.panel.years()[0];
    assert_eq!((data.year, data.units().len()), (Some(2018), 51));
    assert_eq!(data.names[0], "Austria");
    assert_eq!(data.denominators.codes().len(), 4);
    assert_eq!(data.groupings.len(), 4);
}

#[test]
fn every_stage_is_as_coinr_has_it() {
    let built = built();
    for ((name, table), (stage, text)) in built.stages()[1..].iter().zip(STAGES) {
        assert_eq!(*name, stage);
        let off = off(stage, table, text);
        // GDP, electricity and remittances have nine digits of what COINr divided.
        let within = if stage == "normalised" || stage == "aggregated" {
            1e-7
        } else {
            1e-9
        };
        assert!(off <= within, "{stage}: {off:e}");
    }
}

/// From the same numbers on, nothing differs but the order of sums.
#[test]
fn every_stage_after_the_first_is_as_coinr_has_it() {
    let tables = asem();
    let data = &tables.panel.years()[0];
    let denominated = known(STAGES[0].1);
    let column = |code: &String| {
        let value = |unit: &String| {
            denominated
                .get(&(unit.clone(), code.clone()))
                .copied()
                .unwrap_or(f64::NAN)
        };
        data.units().iter().map(value).collect()
    };
    let codes = data.indicators.codes();
    let data = Data {
        indicators: Table::new(
            data.units().clone(),
            codes.clone(),
            codes.iter().map(column).collect(),
        ),
        ..data.clone()
    };
    let recipe = Recipe {
        denominate: false,
        ..recipe()
    };
    let built = build(&data, &tables.framework, &recipe).unwrap();
    for ((_, table), (stage, text)) in built.stages()[2..].iter().zip(&STAGES[1..]) {
        let off = off(stage, table, text);
        assert!(off <= 1e-14, "{stage}: {off:e}");
    }
}

#[test]
fn the_same_points_are_winsorised() {
    let built = built();
    assert_eq!(built.record.winsorised(), 35);
    let mut reader = csv::Reader::from_reader(&include_bytes!("data/asem/coin_TreatSummary.csv")[..]);
    for row in reader.records().map(Result::unwrap) {
        let expected: f64 = row[1].parse::<f64>().unwrap() + row[2].parse::<f64>().unwrap();
        let is_own =
            |event: &&Event| matches!(event, Event::Winsorised { indicator, .. } if *indicator == row[0]);
        let points = built.record.events.iter().filter(is_own).count();
        // What was transformed in the end is not winsorised.
        if row[4].starts_with("Winsorised") || row[4] == *"None" {
            assert_eq!(points as f64, expected, "{}", &row[0]);
        }
    }
}

#[test]
fn the_aggregates_and_ranks_are_the_same() {
    let built = built();
    let scores = known(STAGES[4].1);
    let printed = known(include_str!("data/asem/coin_Results_AggregatesRank.csv"));
    let (mut most, mut compared) = (0.0_f64, 0);
    for aggregate in built.framework.aggregates() {
        let code = &aggregate.code;
        let values = built.scores(code).unwrap();
        let of = |unit: &String| scores[&(unit.clone(), code.clone())];
        let expected: Vec<f64> = built.units().iter().map(of).collect();
        assert_eq!(built.ranks(code).unwrap(), places(&expected), "{code}");
        // COINr's table of results ranks what it rounds to two digits, so that it has two ties more.
        let rounded: Vec<f64> = values.iter().map(|value| (value * 100.0).round()).collect();
        for ((unit, rank), (value, expected)) in built
            .units()
            .iter()
            .zip(places(&rounded))
            .zip(values.iter().zip(&expected))
        {
            assert_eq!(rank, printed[&(unit.clone(), code.clone())], "{unit}, {code}");
            most = most.max((value - expected).abs() / expected.abs().max(1.0));
            compared += 1;
        }
    }
    assert_eq!(compared, 11 * 51);
    // As near as the digits of the raw table allow; see the test before.
    assert!(most <= 2e-9, "{most:e}");
}
