//! Tables as people have them: what is read, and how what is wrong is named.

mod encodings;
mod numbers;

use std::fmt::Write as _;

use composite::read::{File, Options, Tables, tables};
use composite::{Error, Event, Framework, ImputeYears, Recipe, build, write};
use proptest::prelude::*;

const META: &str = "iCode,iName,Type,Level,Parent,Direction,Weight,Target,Denominator,goalpost_lower,remark\n\
    beds,Hospital beds,Indicator,1,index,1,1,9,people,0.5,per head\n\
    wait,Waiting time,Indicator,1,index,-1,2,,,,in days\n\
    index,Index,Aggregate,2,,1,,,,,\n\
    people,,Denominator,,,,,,,,\n\
    side,,Group,,,,,,,,\n\
    note,,Other,,,,,,,,\n";
const DATA: &str = "uCode,uName,Time,beds,wait,people,side,note,colour\n\
    n,North,2020,10,3,5,east,x,red\n\
    s,South,2020,NA,1,4,west,y,blue\n\
    n,North,2021,12,,6,east,x,red\n\
    s,South,2021,8,2,4,,y,blue\n";

fn read_as(data: &[u8], meta: &[u8], options: &Options) -> Result<Tables, Vec<String>> {
    let file = |name, bytes| File { name, bytes };
    tables(file("data.csv", data), file("meta.csv", meta), options)
        .map_err(|errors| errors.to_string().lines().map(str::to_owned).collect())
}

fn read_bytes(data: &[u8], meta: &[u8]) -> Result<Tables, Vec<String>> {
    read_as(data, meta, &Options::default())
}

fn read(data: &str, meta: &str) -> Result<Tables, Vec<String>> {
    read_bytes(data.as_bytes(), meta.as_bytes())
}

#[test]
fn two_tables_become_a_framework_and_years() {
    let tables = read(DATA, META).unwrap();
    assert_eq!(tables.left_out, ["note", "colour"]);
    assert_eq!((tables.data.separator, tables.data.rows), (',', 4));
    let element = &tables.framework.elements()[0];
    assert_eq!(
        (element.name.as_str(), element.target),
        ("Hospital beds", Some(9.0))
    );
    assert_eq!(element.numbers["goalpost_lower"], 0.5);
    assert!(!element.numbers.contains_key("remark"));
    let years: Vec<_> = tables.panel.years().iter().map(|data| data.year).collect();
    assert_eq!(years, [Some(2020), Some(2021)]);
    let first = &tables.panel.years()[0];
    assert_eq!(first.names, ["North", "South"]);
    assert_eq!(first.indicators.value("n", "beds"), Some(10.0));
    assert_eq!(first.indicators.value("s", "beds"), None);
    assert_eq!(first.denominators.value("s", "people"), Some(4.0));
    assert_eq!(tables.panel.years()[1].groupings[0].of, [Some(0), None]);
    let built = build(first, &tables.framework, &Recipe::default()).unwrap();
    assert_eq!(built.denominated.value("n", "beds"), Some(2.0));
}

#[test]
fn separators_and_line_ends_are_found() {
    let expected = read(DATA, META).unwrap();
    for (from, to) in [
        (",", ";"),
        (",", "\t"),
        ("\n", "\r\n"),
        ("\n", "\n\n"),
        ("\n", "\n,,,,,,,,\n"),
        ("uCode,uName", "\u{feff}uCode,uName"),
    ] {
        let found = read(&DATA.replace(from, to), META).unwrap();
        assert_eq!(
            format!("{:?}", found.panel),
            format!("{:?}", expected.panel),
            "{from:?}"
        );
    }
}

#[test]
fn a_marker_of_a_missing_number_is_a_name_elsewhere() {
    let meta = META
        .replace("iCode,iName", "iCode,iName,iName_ko")
        .replace("beds,Hospital beds", "beds,NA,-")
        .replace("wait,Waiting time", "n/a,..,")
        .replace("index,Index,", "NA,North America,,")
        .replace(",index,", ",NA,")
        .replace("people,,", "people,,,")
        .replace("side,,", "side,,,")
        .replace("note,,", "note,,,");
    let data = "uCode,uName,Time,beds,n/a,people,side,note\n\
                NA,Namibia,2020,NA,3,5,NA,x\n\
                -,NA,2020,4,n/a,-,..,y\n\
                ZA,,2020,5,2,4,Africa,y\n";
    let tables = read(data, &meta).unwrap();
    let year = &tables.panel.years()[0];
    assert_eq!(year.units()[..], ["NA", "-", "ZA"]);
    assert_eq!(year.names, ["Namibia", "NA", "ZA"]);
    assert_eq!(year.groupings[0].names, ["NA", "..", "Africa"]);
    let like: Vec<&str> = tables.like_missing.iter().map(|one| one.group.as_str()).collect();
    assert_eq!(like, ["NA", ".."]);
    assert_eq!(year.indicators.value("NA", "beds"), None);
    assert_eq!(year.indicators.value("-", "n/a"), None);
    assert_eq!(year.denominators.value("-", "people"), None);
    let elements = tables.framework.elements();
    let named: Vec<_> = elements
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str(), one.parent.as_deref()))
        .collect();
    assert_eq!(
        named,
        [
            ("beds", "NA", Some("NA")),
            ("n/a", "..", Some("NA")),
            ("NA", "North America", None)
        ]
    );
    // Without an element of that name it is none: so R writes the parent of the highest.
    let meta = META.replace("Aggregate,2,,1,,,", "Aggregate,2,NA,1,NA,NA,NA");
    let tables = read(DATA, &meta).unwrap();
    let top = &tables.framework.elements()[2];
    assert_eq!(
        (top.code.as_str(), &top.parent, &top.denominator),
        ("index", &None, &None)
    );
}

#[test]
fn names_are_in_the_language_that_is_wanted() {
    let data = DATA
        .replace("uCode,uName", "uCode,uName_ko,uName")
        .replace("\nn,", "\nn,북,")
        .replace("\ns,", "\ns,,");
    let meta = META
        .replace("iCode,iName", "iCode,iName_ko,iName")
        .replace("beds,Hospital", "beds,병상,Hospital");
    let meta = ["wait", "index", "people", "side", "note"]
        .iter()
        .fold(meta, |meta, code| {
            meta.replace(&format!("\n{code},"), &format!("\n{code},,"))
        });
    for (language, unit, element) in [
        (None, "North", "Hospital beds"),
        (Some("ko"), "북", "병상"),
        (Some("ru"), "North", "Hospital beds"),
    ] {
        let options = Options {
            language: language.map(str::to_owned),
            ..Options::default()
        };
        let tables = read_as(data.as_bytes(), meta.as_bytes(), &options).unwrap();
        assert_eq!(tables.panel.years()[0].names, [unit, "South"]);
        assert_eq!(tables.framework.elements()[0].name, element);
        assert_eq!(tables.framework.elements()[1].name, "Waiting time");
        assert_eq!(tables.left_out, ["note", "colour"]);
    }
}

/// Data or metadata with something else in place of a part.
fn wrong_data(from: &str, to: &str) -> Vec<String> {
    assert!(DATA.contains(from));
    read(&DATA.replacen(from, to, 1), META).unwrap_err()
}

fn wrong_meta(from: &str, to: &str) -> Vec<String> {
    assert!(META.contains(from));
    read(DATA, &META.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn what_is_wrong_with_data_is_named_by_row_and_column() {
    for (from, to, expected) in [
        (
            "n,North,2020,10",
            "n,North,2020,ten",
            "data.csv, row 2, column \"beds\": \"ten\" is no number",
        ),
        (
            "2021,8,2,",
            "2021,8,2%,",
            "data.csv, row 5, column \"wait\": \"2%\" has a percent sign; write 2, and the unit in the metadata",
        ),
        (
            "2021,8,2,",
            "2021,8,-inf,",
            "data.csv, row 5, column \"wait\": \"-inf\" is infinite; write nothing where a value is missing",
        ),
        (
            "s,South,2020",
            "n,South,2020",
            "data.csv, row 3, column \"uCode\": \"n\" of 2020 stands in row 2 already",
        ),
        (
            "s,South,2020",
            "s,South,",
            "data.csv, row 3, column \"Time\": it is empty, and must not be",
        ),
        (
            "s,South,2020",
            "s,South,soon",
            "data.csv, row 3, column \"Time\": \"soon\" is no year; it must be a whole number",
        ),
        (
            "s,South,2020",
            ",South,2020",
            "data.csv, row 3, column \"uCode\": it is empty, and must not be",
        ),
        (
            "uCode",
            "ucode",
            "data.csv, column \"uCode\": the column is not there; there is \"ucode\"",
        ),
        (
            ",wait,",
            ",Wait,",
            "data.csv, column \"wait\": the column is not there; there is \"Wait\"",
        ),
        (
            ",colour\n",
            ",index\n",
            "data.csv, row 1, column \"index\": it is an aggregate, which is computed; take the column out",
        ),
        (
            ",colour\n",
            ",beds\n",
            "data.csv, row 1, column \"beds\": the column is there twice",
        ),
        (
            ",y,blue\nn",
            ",y\nn",
            "data.csv, row 3: it has 8 fields, and the header has 9",
        ),
    ] {
        assert_eq!(wrong_data(from, to), [expected], "{to}");
    }
    let header = DATA.lines().next().unwrap();
    assert_eq!(
        read(header, META).unwrap_err(),
        ["data.csv: it has a header, and no rows"]
    );
    assert_eq!(read("", META).unwrap_err(), ["data.csv: it is empty"]);
    assert_eq!(
        read_bytes(b"PK\x03\x04...", META.as_bytes()).unwrap_err().len(),
        1
    );
    assert_eq!(
        read_bytes(b"\xff\xff\xff\x00", META.as_bytes()).unwrap_err(),
        ["data.csv: it is not text in any encoding that is known"]
    );
}

#[test]
fn what_is_wrong_with_metadata_is_named_by_row_and_column() {
    for (from, to, expected) in [
        (
            "Parent",
            "parent",
            "meta.csv, column \"Parent\": the column is not there; there is \"parent\"",
        ),
        (
            "wait,Wait",
            "beds,Wait",
            "meta.csv, row 3, column \"iCode\": \"beds\" stands in row 2 already",
        ),
        (
            "wait,Wait",
            "Time,Wait",
            "meta.csv, row 3, column \"iCode\": \"Time\" is the name of a column that is no indicator; take another code",
        ),
        (
            "Denominator,,",
            "Divisor,,",
            "meta.csv, row 5, column \"Type\": \"Divisor\" is no type; there are Indicator, Aggregate, Group, Denominator and Other",
        ),
        (
            "1,index,-1,2",
            "1,index,-1,-2",
            "meta.csv, row 3, column \"Weight\": \"wait\" has the weight -2; it must be a number that is not negative",
        ),
        (
            "1,index,-1,2",
            "1,index,-1,",
            "meta.csv, row 3, column \"Weight\": it is empty, and must not be",
        ),
        (
            "1,index,-1,2",
            "1,index,down,2",
            "meta.csv, row 3, column \"Direction\": \"down\" is no direction; it is 1 (more is better) or -1",
        ),
        (
            "1,index,-1,2",
            "1,,-1,2",
            "meta.csv, row 3, column \"Parent\": \"wait\" is part of nothing, and is not of the highest level, 2",
        ),
        (
            "1,index,-1,2",
            "1,top,-1,2",
            "meta.csv, row 3, column \"Parent\": \"wait\" is part of \"top\", which is not there",
        ),
        (
            "1,index,-1,2",
            "1,side,-1,2",
            "meta.csv, row 3, column \"Parent\": \"wait\" is part of \"side\", which is no aggregate",
        ),
        (
            "1,index,-1,2",
            "2.5,index,-1,2",
            "meta.csv, row 3, column \"Level\": \"2.5\" is no level; indicators have 1, aggregates a whole number from 2 to 1000",
        ),
        (
            "Aggregate,2,,1",
            "Aggregate,2,index,1",
            "meta.csv, row 4, column \"Weight\": it is empty, and must not be",
        ),
        (
            "Aggregate,2,,1,",
            "Aggregate,2,index,1,1",
            "meta.csv, row 4, column \"Parent\": \"index\" is part of itself, over its parents",
        ),
        (
            "9,people",
            "9,folk",
            "meta.csv, row 2, column \"Denominator\": \"beds\" is divided by \"folk\", which is no denominator or indicator",
        ),
        (
            ",0.5,",
            ",half,",
            "meta.csv, row 2, column \"goalpost_lower\": \"half\" is no number",
        ),
    ] {
        assert_eq!(wrong_meta(from, to), [expected], "{to}");
    }
    let none = META
        .replace("1,index,1,1", "1,index,1,0")
        .replace("1,index,-1,2", "1,index,-1,0");
    assert_eq!(
        read(DATA, &none).unwrap_err(),
        ["meta.csv, row 4, column \"Weight\": the weights of \"index\" sum to nothing"]
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let data = DATA
        .replace(",10,3,", ",ten,three,")
        .replace("2021,8", "2021,eight");
    assert_eq!(read(&data, META).unwrap_err().len(), 3);
    let rows: Vec<String> = (0..500).map(|at| format!("u{at},n,2020,x,x,x,x,x,x")).collect();
    let many = rows.join("\n");
    let errors = read(&format!("{}\n{many}", DATA.lines().next().unwrap()), META).unwrap_err();
    assert_eq!(
        (errors.len(), errors.last().unwrap().as_str()),
        (101, "and 1400 more")
    );
}

#[test]
fn years_fill_each_other_as_asked() {
    let years = |beds: [&str; 5]| {
        let mut data = "uCode,Time,beds,wait,people,side\n".to_owned();
        for (year, beds) in (2016..).zip(beds) {
            writeln!(data, "n,{year},{beds},1,1,e").unwrap();
        }
        // One that has no row in most years.
        data += "s,2016,1,1,1,e\n";
        read(&data, &META.replace("note,,Other,,,,,,,,\n", ""))
            .unwrap()
            .panel
    };
    let panel = years(["", "2", "", "", "8"]);
    let filled = |how: &str| -> Vec<Option<f64>> {
        let filled = panel.imputed(how.parse::<ImputeYears>().unwrap());
        let years = filled.years().iter();
        years.map(|data| data.indicators.value("n", "beds")).collect()
    };
    let (two, eight) = (Some(2.0), Some(8.0));
    assert_eq!(filled("none"), [None, two, None, None, eight]);
    assert_eq!(filled("last"), [None, two, two, two, eight]);
    assert_eq!(filled("last:1"), [None, two, two, None, eight]);
    assert_eq!(filled("linear"), [None, two, Some(4.0), Some(6.0), eight]);
    assert_eq!(filled("linear:2"), [None, two, None, None, eight]);
    assert_eq!(panel.absent().len(), 4);
    assert_eq!(panel.absent()[0], (2017, "s".to_owned()));
    let imputed = panel.imputed("linear".parse().unwrap());
    let expected = Event::Carried {
        indicator: "beds".to_owned(),
        unit: "n".to_owned(),
        value: 4.0,
        years: vec![2017, 2020],
    };
    assert_eq!(imputed.years()[2].record.events, [expected]);
    assert!("last:0".parse::<ImputeYears>().is_err() && "next".parse::<ImputeYears>().is_err());
}

#[test]
fn a_method_that_cannot_take_a_value_names_it() {
    let data = DATA.replace(",10,3,", ",0,3,").replace("NA", "4");
    let tables = read(&data, META).unwrap();
    let recipe: Recipe = toml::from_str("normalise = \"none\"\naggregate = \"gmean\"").unwrap();
    let error = build(&tables.panel.years()[0], &tables.framework, &recipe).unwrap_err();
    assert!(
        matches!(&error, Error::OutOfDomain { unit, child, .. } if unit == "n" && child == "beds"),
        "{error}"
    );
}

/// The two tables of something that was read.
fn text_of(tables: &Tables) -> String {
    write::stage(&tables.panel.years()[0].indicators)
}

proptest! {
    /// What is written is read back to the same bits.
    #[test]
    fn numbers_come_back_as_they_were(values in proptest::collection::vec(proptest::num::f64::NORMAL, 1..30)) {
        let mut data = "uCode,a\n".to_owned();
        for (at, value) in values.iter().enumerate() {
            writeln!(data, "u{at},{}", write::number(*value)).unwrap();
        }
        let meta = "iCode,Type,Level,Parent,Direction,Weight\na,Indicator,1,i,1,1\ni,Aggregate,2,,1,1\n";
        let found = read(&data, meta).unwrap();
        prop_assert_eq!(&found.panel.years()[0].indicators.columns()[0][..], &values[..]);
        prop_assert_eq!(text_of(&found), data);
    }

    /// Nothing that somebody hands in is a panic, or a framework that is none.
    #[test]
    fn any_bytes_are_refused_or_read(data in proptest::collection::vec(any::<u8>(), 0..300), meta in ".{0,300}") {
        let _ = read_bytes(&data, META.as_bytes());
        let _ = read_bytes(DATA.as_bytes(), &data);
        let _ = read_bytes(meta.as_bytes(), META.as_bytes());
        if let Ok(found) = read_bytes(DATA.as_bytes(), meta.as_bytes()) {
            let elements = found.framework.elements().to_vec();
            prop_assert!(Framework::new(elements).is_ok());
        }
    }
}
