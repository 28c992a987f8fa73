//! A small city, and the people in it.

use std::collections::BTreeMap;

use domain::cases::{Channel, Contact, Open};
use domain::city::{BasedLimit, City, Limits, Reopen, Unit, UnitKind};
use domain::deadlines::{Calendar, CalendarYear};
use domain::people::{Actor, Role, StaffId};
use domain::services::Service;
use domain::{Lang, UnitCode};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const CONSUMER: &str = r#"
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
kind = "resolution"
limit = "60 days"
basis = "resolution"
pauses = ["resident", "appraisal", "partner"]
extension = "15 days"
[[clock]]
kind = "stage"
stage = "mediation"
limit = "30 days"
basis = "stage"
"#;

const URGENT: &str = r#"
code = "urgent-help"
article = 8
need = "help"
unit = "hotline"
urgent = true
[emergency]
call = ["110"]
safe = "safe"
asks = []
[[field]]
code = "safe"
kind = "yesno"
[[clock]]
kind = "first-reply"
limit = "2 hours"
basis = "first-reply"
"#;

pub fn start() -> Timestamp {
    "2026-03-02T01:00:00Z".parse().unwrap()
}

pub fn city() -> City {
    let unit = |code: &str, kind, languages: &[Lang]| Unit {
        code: UnitCode::new(code),
        kind,
        adcode: None,
        languages: languages.to_vec(),
        phone: None,
    };
    let limit = |limit: &str, basis: &str| BasedLimit {
        limit: limit.parse().unwrap(),
        basis: basis.into(),
    };
    let service = |text: &str| toml::from_str::<Service>(text).unwrap();
    City {
        timezone: TimeZone::get("Asia/Shanghai").unwrap(),
        limits: Limits {
            translate: BasedLimit {
                limit: "1 working day".parse().unwrap(),
                basis: "translate".into(),
            },
            wrong_unit: limit("2 working days", "return"),
            reopen: Reopen {
                limit: "30 days".parse().unwrap(),
                times: 1,
                basis: "reopen".into(),
            },
            close: limit("15 days", "close"),
        },
        units: vec![
            unit("hotline", UnitKind::Centre, &[Lang::ZH, Lang::EN, Lang::KO]),
            unit("market", UnitKind::Department, &[Lang::ZH]),
            unit("tourism", UnitKind::Department, &[Lang::ZH, Lang::EN]),
            unit("harbour", UnitKind::District, &[Lang::ZH]),
        ],
        calendar: Calendar::new(BTreeMap::from([(2026, CalendarYear::default())])),
        services: vec![service(CONSUMER), service(URGENT)],
        ..City::bare(&[Lang::ZH, Lang::EN, Lang::KO])
    }
}

pub fn open(text: &str) -> Open {
    Open {
        service: "consumer-complaint".to_owned(),
        language: Lang::EN,
        detected: true,
        channel: Channel::Web,
        text: text.to_owned(),
        topic: None,
        fields: BTreeMap::from([("shop".to_owned(), "Kettle House".to_owned())]),
        contact: Contact {
            email: Some("someone@example.org".to_owned()),
            ..Contact::default()
        },
        place: None,
    }
}

pub fn urgent(text: &str) -> Open {
    Open {
        service: "urgent-help".to_owned(),
        fields: BTreeMap::new(),
        ..open(text)
    }
}

fn staff(id: i64, role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(id),
        role,
        unit: unit.into(),
    }
}

pub fn agent() -> Actor {
    staff(1, Role::Agent, "hotline")
}

pub fn officer() -> Actor {
    staff(2, Role::Officer, "market")
}

pub fn officer_elsewhere() -> Actor {
    staff(3, Role::Officer, "tourism")
}

pub fn supervisor() -> Actor {
    staff(4, Role::Supervisor, "hotline")
}

pub fn interpreter() -> Actor {
    staff(5, Role::Interpreter, "hotline")
}

pub fn administrator() -> Actor {
    staff(6, Role::Administrator, "hotline")
}

pub fn planner() -> Actor {
    staff(7, Role::Planner, "hotline")
}
