//! A small city with the real holidays of 2025 and 2026 that these tests cross.
//!
//! Source of the dates: notices of the State Council on public holidays for 2025 and 2026 (also in the MIT-licensed
//! packages chinesecalendar and holiday-cn).

use std::collections::BTreeMap;

use domain::city::{BasedLimit, City, Limits, Reopen, Unit, UnitKind};
use domain::deadlines::{Calendar, CalendarYear};
use domain::services::Service;
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use jiff::tz::TimeZone;

fn days(list: &[(&str, i8)], year: i16) -> BTreeMap<Date, String> {
    list.iter()
        .flat_map(|(first, days)| {
            let first: Date = format!("{year}-{first}").parse().unwrap();
            (0..*days).map(move |n| (first + jiff::Span::new().days(n), "holiday".to_owned()))
        })
        .collect()
}

pub fn calendar() -> Calendar {
    let year = |year, off: &[(&str, i8)], worked: &[(&str, i8)]| {
        let entry = CalendarYear {
            provisional: false,
            source: "State Council".to_owned(),
            holidays: days(off, year),
            workdays: days(worked, year),
        };
        (year, entry)
    };
    Calendar::new(BTreeMap::from([
        year(
            2025,
            &[
                ("01-01", 1),
                ("01-28", 8),
                ("04-04", 3),
                ("05-01", 5),
                ("05-31", 3),
                ("10-01", 8),
            ],
            &[
                ("01-26", 1),
                ("02-08", 1),
                ("04-27", 1),
                ("09-28", 1),
                ("10-11", 1),
            ],
        ),
        year(
            2026,
            &[
                ("01-01", 3),
                ("02-15", 9),
                ("04-04", 3),
                ("05-01", 5),
                ("06-19", 3),
                ("09-25", 3),
                ("10-01", 7),
            ],
            &[
                ("01-04", 1),
                ("02-14", 1),
                ("02-28", 1),
                ("05-09", 1),
                ("09-20", 1),
                ("10-10", 1),
            ],
        ),
    ]))
}

pub const CONSUMER: &str = r#"
code = "consumer-complaint"
article = 15
need = "shopping"
unit = "market"
[[topic]]
code = "food"
[[field]]
code = "shop"
kind = "text"
as_written = true
required = true
[[field]]
code = "bought"
kind = "choice"
options = ["online", "in-shop"]
[[field]]
code = "site"
kind = "text"
required = true
when = { field = "bought", is = "online" }
[[field]]
code = "amount"
kind = "money"
max = 1000000
[[field]]
code = "bought_on"
kind = "date"
max = 0
[[stage]]
code = "check"
next = ["mediation"]
[[stage]]
code = "mediation"
final = true
[[clock]]
kind = "acceptance"
limit = "7 working days"
basis = "acceptance"
[[clock]]
kind = "first-reply"
limit = "1 working day"
basis = "first-reply"
[[clock]]
kind = "resolution"
limit = "60 days"
basis = "resolution"
pauses = ["resident", "appraisal"]
extension = "15 days"
[[clock]]
kind = "stage"
stage = "mediation"
limit = "30 days"
basis = "stage"
[[route]]
topic = ["food"]
district = ["harbour"]
unit = "district"
[[route]]
topic = ["food"]
unit = "market"
[[route]]
language = ["ko"]
unit = "foreign"
[[route]]
unit = "hotline"
"#;

pub fn service(toml: &str) -> Service {
    toml::from_str(toml).unwrap()
}

pub fn city() -> City {
    let unit = |code: &str, kind, languages: &[Lang]| Unit {
        code: UnitCode::new(code),
        kind,
        adcode: None,
        languages: languages.to_vec(),
        phone: None,
    };
    City {
        timezone: TimeZone::get("Asia/Shanghai").unwrap(),
        limits: Limits {
            wrong_unit: BasedLimit {
                limit: "2 working days".parse().unwrap(),
                basis: "return".into(),
            },
            translate: BasedLimit {
                limit: "1 working day".parse().unwrap(),
                basis: "translate".into(),
            },
            reopen: Reopen {
                limit: "30 days".parse().unwrap(),
                times: 1,
                basis: "reopen".into(),
            },
            close: BasedLimit {
                limit: "15 days".parse().unwrap(),
                basis: "close".into(),
            },
        },
        units: vec![
            unit("hotline", UnitKind::Centre, &[Lang::ZH, Lang::EN, Lang::KO]),
            unit("market", UnitKind::Department, &[Lang::ZH]),
            unit("tourism", UnitKind::Department, &[Lang::ZH, Lang::EN]),
            unit("foreign", UnitKind::Department, &[Lang::ZH, Lang::KO]),
            unit("harbour", UnitKind::District, &[Lang::ZH]),
        ],
        calendar: calendar(),
        services: vec![service(CONSUMER)],
        ..City::bare(&[Lang::ZH, Lang::EN, Lang::KO])
    }
}
