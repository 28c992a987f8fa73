//! A small city for the tests of this room.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Lang;
use domain::city::{
    BasedLimit, Basis, BasisStatus, City, InterfaceLanguage, Limits, Mechanism, Regulation, Reopen, Texts,
    Unit, UnitKind,
};
use domain::deadlines::{Calendar, Limit};
use domain::services::Service;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::{App, Clock, Entropy, Options, Parts, Secret};

/// A clock that stands.
#[derive(Debug)]
pub struct Stopped(pub Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Bytes that only look random.
#[derive(Debug)]
pub struct Counting;

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for (byte, n) in bytes.iter_mut().zip(7u8..) {
            *byte = n.wrapping_mul(31);
        }
    }
}

/// An app on a database of its own.
pub fn app() -> App {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let location = store::Location::Sqlite(folder.join("city.db"));
    let open = move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let random: store::Random = Arc::new(|bytes| Counting.fill(bytes));
        runtime
            .block_on(store::Store::open(&location, random))
            .expect("a database")
    };
    // On a thread of its own, since a test may be within a runtime already.
    let store = std::thread::spawn(open).join().expect("the database opens");
    App::new(Parts {
        city: Arc::new(city()),
        store,
        clock: Arc::new(Stopped("2026-02-13T02:00:00Z".parse().expect("a moment"))),
        entropy: Arc::new(Counting),
        secret: Secret::new([7; 32]),
        detector: Arc::new(language::detect::Detector::new()),
        options: Options::default(),
    })
}

pub fn service() -> Service {
    serde_json::from_value(serde_json::json!({
        "code": "complaint", "article": 15, "need": "shopping", "unit": "market", "place": "optional",
        "topic": [{"code": "food"}, {"code": "other"}],
        "field": [
            {"code": "shop", "kind": "text", "required": true, "max": 200},
            {"code": "bought", "kind": "choice", "required": true, "options": ["in-shop", "online"]},
            {"code": "platform", "kind": "text", "when": {"field": "bought", "is": "online"}},
            {"code": "bought_on", "kind": "date", "max": 0},
            {"code": "amount", "kind": "money"},
            {"code": "wish", "kind": "choices", "options": ["refund", "repair"]},
            {"code": "tried", "kind": "yesno"},
            {"code": "from", "kind": "country"},
            {"code": "more", "kind": "textarea"}
        ],
        "document": [{"code": "receipt", "required": false}],
        "stage": [{"code": "check", "next": ["end"]}, {"code": "end", "final": true}],
        "clock": [
            {"kind": "acceptance", "limit": "7 working days", "basis": "law"},
            {"kind": "resolution", "limit": "60 days", "basis": "own", "pauses": ["resident"], "extension": "15 days"},
            {"kind": "stage", "stage": "end", "limit": "24 hours", "basis": "like"}
        ]
    }))
    .expect("a service")
}

fn basis(code: &str, status: BasisStatus) -> Basis {
    Basis {
        code: code.into(),
        status,
        value: None,
        in_force: None,
    }
}

fn unit(code: &str, kind: UnitKind) -> Unit {
    Unit {
        code: code.into(),
        kind,
        adcode: None,
        languages: vec![Lang::ZH],
        phone: None,
    }
}

pub fn city() -> City {
    let languages = [
        ("zh", "zh-Hans", "中文"),
        ("en", "en", "English"),
        ("ko", "ko", "한국어"),
        ("ja", "ja", "日本語"),
        ("ru", "ru", "Русский"),
    ];
    let language = |(code, tag, name): (&str, &str, &str)| InterfaceLanguage {
        code: Lang::parse(code).expect("a language"),
        tag: tag.to_owned(),
        name: name.to_owned(),
    };
    let limit = |limit, basis: &str| BasedLimit {
        limit,
        basis: basis.into(),
    };
    let article = |number, mechanism: &str| {
        serde_json::from_value(serde_json::json!({
            "number": number, "lead": ["market"], "mechanism": [mechanism]
        }))
        .expect("an article")
    };
    let mechanism = |code: &str, live: Option<&str>| Mechanism {
        code: code.to_owned(),
        live: live.map(|live| live.to_owned().try_into().expect("a place that lives")),
    };
    City {
        code: "smallport".to_owned(),
        timezone: TimeZone::get("Asia/Shanghai").expect("the zone is known"),
        country: "CN".to_owned(),
        source_language: Lang::ZH,
        hotline_unit: "hotline".into(),
        phone: "0631-12345".to_owned(),
        languages: languages.map(language).into(),
        limits: Limits {
            wrong_unit: limit(Limit::WorkingDays(2), "own"),
            reopen: Reopen {
                limit: Limit::Days(30),
                times: 1,
                basis: "own".into(),
            },
            close: limit(Limit::Days(15), "own"),
        },
        units: vec![
            unit("hotline", UnitKind::Centre),
            unit("market", UnitKind::Department),
            unit("harbour", UnitKind::District),
        ],
        calendar: Calendar::new(BTreeMap::new()),
        bases: vec![
            basis("law", BasisStatus::InForce),
            basis("own", BasisStatus::City),
            basis("like", BasisStatus::Analogue),
        ],
        regulation: Regulation {
            title_zh: "条例".to_owned(),
            in_force: "2021-08-03".parse().expect("a date"),
            mechanisms: vec![
                mechanism("complaints", Some("service:complaint")),
                mechanism("rules", Some("page:regulation")),
                mechanism("later", None),
            ],
            articles: vec![article(1, "none"), article(8, "complaints"), article(9, "later")],
        },
        needs: vec!["shopping".to_owned()],
        services: vec![service()],
        replies: Vec::new(),
        glossary: Vec::new(),
        pages: vec!["help".to_owned(), "about".to_owned()],
        texts: Texts::default(),
    }
}
