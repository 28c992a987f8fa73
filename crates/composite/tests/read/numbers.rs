//! Columns whose numbers have commas, or can be read in two ways.

use std::fmt::Write as _;

use composite::read::{Numbers, Options};
use proptest::prelude::*;

use crate::{DATA, META, read, read_as};

/// Values of one indicator, read from these cells.
fn values(cells: &[&str], other: &[&str], numbers: Option<Numbers>) -> Result<Vec<f64>, Vec<String>> {
    let mut data = "uCode\ta\tb\n".to_owned();
    for (at, cell) in cells.iter().enumerate() {
        let other = other.get(at).copied().unwrap_or_default();
        writeln!(data, "u{at}\t{cell}\t{other}").unwrap();
    }
    let meta = "iCode,Type,Level,Parent,Direction,Weight\na,Indicator,1,i,1,1\nb,Indicator,1,i,1,1\ni,Aggregate,2,,1,1\n";
    let options = Options {
        numbers,
        ..Options::default()
    };
    let found = read_as(data.as_bytes(), meta.as_bytes(), &options)?;
    Ok(found.panel.years()[0].indicators.columns()[0].to_vec())
}

#[test]
fn a_column_that_can_be_read_in_two_ways_is_asked_about() {
    for (cell, point, comma) in [
        ("1.234", 1.234, 1234.0),
        ("1,234", 1234.0, 1.234),
        ("-12.345", -12.345, -12345.0),
    ] {
        let cells = ["950", cell, "12"];
        assert_eq!(
            values(&cells, &["2018"], None).unwrap_err(),
            [format!(
                "data.csv, row 3, column \"a\": \"{cell}\" is {point} with a decimal point and {comma} with a decimal \
                 comma, and no other cell tells which it is"
            )]
        );
        let read = |numbers| values(&cells, &[], Some(numbers)).unwrap()[1];
        assert_eq!(
            (read(Numbers::DecimalPoint), read(Numbers::DecimalComma)),
            (point, comma)
        );
    }
}

#[test]
fn other_cells_tell_how_a_column_is_read() {
    // Those of the column, against what is said and what stands elsewhere.
    for (cells, expected) in [
        (["1.234", "2.5"], [1.234, 2.5]),
        (["1.234", "0.125"], [1.234, 0.125]),
        (["1.234", "1.234.567"], [1234.0, 1_234_567.0]),
        (["1.234", "1.234,5"], [1234.0, 1234.5]),
        (["1.234", "12345"], [1.234, 12345.0]),
        (["1,234", "12,5"], [1.234, 12.5]),
        (["1,234", "12345"], [1.234, 12345.0]),
        (["1,234", "1,234.5"], [1234.0, 1234.5]),
        (["1,234", "1,234,567"], [1234.0, 1_234_567.0]),
        (["1,234", "5.678,9"], [1.234, 5678.9]),
    ] {
        for (other, numbers) in [
            ("", None),
            ("0.5", Some(Numbers::DecimalPoint)),
            ("0,5", Some(Numbers::DecimalComma)),
        ] {
            assert_eq!(values(&cells, &[other], numbers).unwrap(), expected, "{cells:?}");
        }
    }
    // What is said goes before what stands in other columns, and these before nothing.
    let cells = ["1.234", "2.345"];
    assert_eq!(values(&cells, &["0.5", "7"], None).unwrap(), [1.234, 2.345]);
    assert_eq!(values(&cells, &["0,5", "7"], None).unwrap(), [1234.0, 2345.0]);
    assert_eq!(
        values(&cells, &["0,5"], Some(Numbers::DecimalPoint)).unwrap(),
        [1.234, 2.345]
    );
}

#[test]
fn a_column_that_is_written_in_both_ways_is_refused() {
    for numbers in [None, Some(Numbers::DecimalPoint)] {
        assert_eq!(
            values(&["2.5", "1", "12,5"], &[], numbers).unwrap_err(),
            [
                "data.csv, row 4, column \"a\": \"12,5\" has a decimal comma, but \"2.5\" in row 2 has a decimal point"
            ]
        );
    }
    assert!(values(&["1.234,5", "1,234.5"], &[], None).is_err());
}

#[test]
fn what_is_not_written_as_machines_do_is_said() {
    let data = DATA
        .replace("2021,12", "2021,\"1 200,5\"")
        .replace(",10,3,", ",\"1,234\",3,")
        .replace("2021,8", "2021,1.000");
    let meta = META.replace("1,index,-1,2", "1,index,-1,\"2,5\"");
    let tables = read(&data, &meta).unwrap();
    let read_as: Vec<_> = tables
        .read_as
        .iter()
        .map(|one| (one.column.as_str(), one.found.as_str(), one.value))
        .collect();
    assert_eq!(read_as, [("Weight", "2,5", 2.5), ("beds", "1,234", 1.234)]);
    assert_eq!(
        tables.panel.years()[1].indicators.column("beds").unwrap(),
        [1200.5, 1000.0]
    );
    assert_eq!(tables.framework.elements()[1].weight, 2.5);
    assert!(read(DATA, META).unwrap().read_as.is_empty());
}

proptest! {
    /// Whatever stands in its cells: a column is one way through, or refused.
    #[test]
    fn cells_of_any_kind_are_read_or_refused(cells in proptest::collection::vec("[-+]?[0-9]{0,4}([.,' ][0-9]{0,4}){0,3}[eE%]?|NA|\\PC{0,6}", 1..8), said in proptest::option::of(prop_oneof![Just(Numbers::DecimalPoint), Just(Numbers::DecimalComma)])) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.contains(['"', '\t'])).collect();
        if let Ok(values) = values(&cells, &[], said) {
            prop_assert!(values.iter().all(|value| !value.is_infinite()));
        }
    }

    /// A number of three decimals or three digits more is read as it was written, or asked about.
    #[test]
    fn a_number_is_read_as_it_was_written_or_asked_about(numbers in proptest::collection::vec(0_u32..2_000_000, 1..6), comma in any::<bool>()) {
        let grouped = |number: u32| {
            let mark = if comma { '.' } else { ',' };
            match (number / 1_000_000, number / 1000 % 1000, number % 1000) {
                (0, 0, one) => one.to_string(),
                (0, thousands, one) => format!("{thousands}{mark}{one:03}"),
                (millions, thousands, one) => format!("{millions}{mark}{thousands:03}{mark}{one:03}"),
            }
        };
        let decimal = |number: u32| {
            let mark = if comma { ',' } else { '.' };
            format!("{}{mark}{:03}", number / 1000, number % 1000)
        };
        let said = if comma { Numbers::DecimalComma } else { Numbers::DecimalPoint };
        for (written, scale) in [(&grouped as &dyn Fn(u32) -> String, 1.0), (&decimal, 1000.0)] {
            let cells: Vec<String> = numbers.iter().map(|number| written(*number)).collect();
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let expected: Vec<f64> = numbers.iter().map(|number| f64::from(*number) / scale).collect();
            prop_assert_eq!(values(&cells, &[], Some(said)).unwrap(), expected.clone());
            if let Ok(found) = values(&cells, &[], None) {
                prop_assert_eq!(found, expected);
            }
        }
    }
}
