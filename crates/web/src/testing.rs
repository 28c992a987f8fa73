//! A small city for the tests of this room.

mod visitor;

use domain::cases::{Known, Target};
use domain::journaled::{Journaled as _, numbered};
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, LazyLock};

use domain::Lang;
use domain::cases::{Case, Channel, Command, Contact, Event, Open, Translated};
use domain::city::{
    self, BasedLimit, Basis, BasisStatus, City, InterfaceLanguage, Limits, Mechanism, Regulation, Reopen,
    Unit, UnitKind,
};
use domain::deadlines::{ClockKind, Limit};
use domain::journaled::Context;
use domain::people::{Actor, Role, StaffId};
use domain::receipts::Reference;
use domain::services::Service;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use language::detect::Detector;
use language::memory::MemoryTranslator;
use language::speech::Transcribers;
use language::translate::Translators;

use crate::kit::app::{App, Clock, Entropy, Options, Parts, Secret};
use crate::kit::texts::Texts;

pub use visitor::{PASSWORD, Seen, Visitor, peopled, settle, worker};

/// A clock that stands.
#[derive(Debug)]
pub struct Stopped(pub Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// A clock that goes on by a microsecond whenever it is looked at.
#[derive(Debug)]
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let gone = self.0.fetch_add(1, Ordering::Relaxed);
        noon() + SignedDuration::from_micros(gone)
    }
}

fn noon() -> Timestamp {
    "2026-02-13T02:00:00Z".parse().expect("a moment")
}

fn stopped() -> Arc<dyn Clock> {
    Arc::new(Stopped(noon()))
}

/// Bytes that only look random, other ones at each call.
#[derive(Debug, Default)]
pub struct Counting(AtomicU8);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let call = self.0.fetch_add(1, Ordering::Relaxed);
        for (byte, n) in bytes.iter_mut().zip(7u8..) {
            *byte = n.wrapping_mul(31).wrapping_add(call.wrapping_mul(101));
        }
    }
}

/// One for all tests: its models take a while to load.
static DETECTOR: LazyLock<Arc<Detector>> = LazyLock::new(|| Arc::new(Detector::new()));

/// The texts of the city of the tests, read once for all of them.
static TEXTS: LazyLock<(City, Texts)> = LazyLock::new(|| {
    let city = city();
    let texts = crate::texts(&city.languages, city.source_language, None).expect("texts of every language");
    (city, texts)
});

/// Those of a city that offers the same languages are the same.
fn texts_of(city: &City, locales: Option<&Path>) -> Texts {
    let (of, texts) = &*TEXTS;
    let same = city.languages == of.languages && city.source_language == of.source_language;
    if locales.is_none() && same {
        texts.clone()
    } else {
        crate::texts(&city.languages, city.source_language, locales).expect("texts of every language")
    }
}

/// An app on a database of its own.
pub fn app() -> App {
    app_of(city(), None)
}

/// An app of that city, with the folder `locales/` of its pack.
pub fn app_of(city: City, locales: Option<&Path>) -> App {
    set_up(city, locales, Options::default())
}

/// An app whose clock goes on.
pub fn app_ticking() -> App {
    let engines = (Transcribers::default(), Translators::new(&city()));
    let clock = Arc::new(Ticking(AtomicI64::new(0)));
    at(&own(), city(), None, Options::default(), engines, clock)
}

/// An app that is set up so.
pub fn app_with(options: Options) -> App {
    set_up(city(), None, options)
}

/// An app whose calls are listened to, and whose words are translated, by these.
pub fn app_hearing(transcribers: Transcribers, translates: impl Fn(Translators) -> Translators) -> App {
    let city = city();
    let translators = translates(Translators::new(&city));
    at(
        &own(),
        city,
        None,
        Options::default(),
        (transcribers, translators),
        stopped(),
    )
}

pub fn set_up(city: City, locales: Option<&Path>, options: Options) -> App {
    let translators = Translators::new(&city);
    at(
        &own(),
        city,
        locales,
        options,
        (Transcribers::default(), translators),
        stopped(),
    )
}

/// A database of one's own.
fn own() -> store::Location {
    let folder = tempfile::tempdir().expect("a folder").keep();
    store::Location::Sqlite(folder.join("city.db"))
}

/// An app on that database, which others may be on, too.
pub fn app_at(location: &store::Location) -> App {
    let city = city();
    let translators = Translators::new(&city);
    let engines = (Transcribers::default(), translators);
    at(location, city, None, Options::default(), engines, stopped())
}

fn at(
    location: &store::Location,
    city: City,
    locales: Option<&Path>,
    options: Options,
    (transcribers, translators): (Transcribers, Translators),
    clock: Arc<dyn Clock>,
) -> App {
    let location = location.clone();
    let open = move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let random: store::Random = {
            let counting = Counting::default();
            Arc::new(move |bytes| counting.fill(bytes))
        };
        let store = runtime
            .block_on(store::Store::open(&location, random))
            .expect("a database");
        if matches!(location, store::Location::Postgres(_)) {
            // What hears of the other nodes runs on it.
            std::mem::forget(runtime);
        }
        store
    };
    // On a thread of its own, since a test may be within a runtime already.
    let store = std::thread::spawn(open).join().expect("the database opens");
    let parts = Parts {
        texts: texts_of(&city, locales),
        city: Arc::new(city),
        pack: concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities/weihai").into(),
        store,
        clock,
        entropy: Arc::new(Counting::default()),
        secret: Secret::new([7; 32]),
        detector: Arc::clone(&DETECTOR),
        memory: MemoryTranslator::default(),
        translators,
        transcribers,
        options,
    };
    crate::app(parts)
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

/// Help that cannot wait.
fn urgent() -> Service {
    serde_json::from_value(serde_json::json!({
        "code": "rescue", "article": 8, "need": "shopping", "unit": "hotline", "urgent": true,
        "emergency": {"call": ["110", "120"], "safe": "safe", "asks": ["where"]},
        "field": [
            {"code": "where", "kind": "text", "required": true},
            {"code": "safe", "kind": "yesno", "required": true},
            {"code": "people", "kind": "number"}
        ],
        "clock": [{"kind": "first-reply", "limit": "24 hours", "basis": "own"}]
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
        ("en", "en-GB", "English"),
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
        phone: "0631-12345".to_owned(),
        languages: languages.map(language).into(),
        limits: Limits {
            wrong_unit: limit(Limit::WorkingDays(2), "own"),
            translate: limit(Limit::WorkingDays(1), "own"),
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
        bases: vec![
            basis("law", BasisStatus::InForce),
            basis("own", BasisStatus::City),
            basis("like", BasisStatus::Analogue),
        ],
        regulation: Regulation {
            in_force: "2021-08-03".parse().expect("a date"),
            source: None,
            mechanisms: vec![
                mechanism("complaints", Some("service:complaint")),
                mechanism("rules", Some("page:regulation")),
                mechanism("later", None),
            ],
            articles: vec![article(1, "none"), article(8, "complaints"), article(9, "later")],
        },
        needs: vec!["shopping".to_owned()],
        services: vec![service(), urgent()],
        unlisted: vec![crate::contacts::samples::service()],
        hotline: crate::contacts::samples::hotline(),
        pages: vec!["help".to_owned(), "about".to_owned()],
        guides: crate::guides::samples::guides(),
        helpers: vec![crate::guides::samples::helper()],
        legal: crate::legal::samples::laws(),
        partners: crate::partners::samples::kinds(),
        words: vec![city::Words {
            service: "complaint".into(),
            terms: Vec::new(),
            words: [(Lang::EN, vec!["refund*".to_owned()])].into(),
            hints: [].into(),
            first: [(Lang::EN, vec!["on fire".to_owned()])].into(),
        }],
        greetings: ["ar", "th"].map(greeting).into(),
        map: Some(map()),
        places: crate::places::samples::places(),
        neighbourhoods: crate::places::samples::neighbourhoods(),
        arrivals: crate::arrivals::samples::arrivals(),
        health: crate::health::samples::health(),
        abroad: crate::abroad::sample(),
        interpretation: crate::interpretation::samples::policy(),
        texts: texts(),
        ..City::bare(&[Lang::ZH])
    }
}

fn greeting(language: &str) -> city::Greeting {
    city::Greeting {
        language: Lang::parse(language).expect("a language"),
        text: format!("{language}: {{phone}}."),
    }
}

/// A square of land with a place in its middle, beside a strip of somebody else's.
fn map() -> city::Map {
    let outline = |adcode: Option<&str>, west: f64, east: f64| city::Outline {
        adcode: adcode.map(str::to_owned),
        label: adcode.map(|_| [122.0, 37.0]),
        points: vec![[west, 36.9], [east, 36.9], [east, 37.1], [west, 37.1]],
    };
    city::Map {
        frame: city::Frame {
            west: 121.0,
            east: 123.0,
            south: 36.5,
            north: 37.5,
        },
        outlines: vec![outline(None, 121.0, 121.9), outline(Some("990001"), 121.9, 122.1)],
        places: vec![city::DrawnPlace {
            code: "lighthouse".to_owned(),
            at: [122.0, 37.0],
        }],
    }
}

/// Guides and legal texts in the source language and English. In the others nobody has checked them, so a city that is
/// served does not have them.
fn texts() -> city::Texts {
    let mut texts = city::Texts::default();
    for (place, key) in [
        ("city", "district.none"),
        ("pages", "help.title"),
        ("pages", "help.body"),
        ("regulation", "title"),
        ("regulation", "intro"),
        ("regulation", "article.8.topic"),
        ("regulation", "article.8.text"),
        ("bases", "law.source"),
        ("services/complaint", "intro"),
        ("services/complaint", "not_for"),
        ("services/complaint", "after"),
        ("services/rescue", "emergency.card"),
        ("services/rescue", "field.safe.label"),
    ] {
        texts.insert(place, key, Lang::ZH, format!("{key}（原文）"));
        texts.insert(place, key, Lang::EN, format!("{key} in English"));
    }
    crate::guides::samples::texts(&mut texts);
    crate::legal::samples::texts(&mut texts);
    crate::interpretation::samples::texts(&mut texts);
    texts
}

/// A case that stands anywhere a case can stand.
#[expect(
    clippy::too_many_lines,
    reason = "one case after another, each in a step or two"
)]
pub fn cases(city: &City) -> Vec<Case> {
    let officer = staff(Role::Officer);
    let text = |text: &str| text.to_owned();
    let en = Some(Lang::EN);
    let started = || {
        let accepted = then(opened(city), city, &officer, Command::Accept);
        then(accepted, city, &officer, Command::Advance { stage: text("end") })
    };
    let asked = then(
        started(),
        city,
        &officer,
        Command::Ask {
            text: text("发票号码？"),
            language: Some(Lang::ZH),
        },
    );
    let question = asked.messages.last().expect("a question").id;
    let translated = Translated {
        message: question,
        field: None,
        language: Lang::KO,
        text: text("영수증 번호?"),
    };
    let worker = Actor::System {
        worker: "translation".to_owned(),
    };
    let machine = Command::Translate {
        translated: Translated {
            text: text("영수증?"),
            ..translated.clone()
        },
        made: Some(crate::samples::unsure()),
    };
    let doubtful = then(asked, city, &worker, machine);
    let asked = then(
        doubtful.clone(),
        city,
        &staff(Role::Interpreter),
        Command::Translate {
            translated,
            made: None,
        },
    );
    let back = Command::AnswerQuestion {
        text: text("12"),
        language: Some(Lang::KO),
    };
    let back = then(asked.clone(), city, &resident(), back);
    let extended = Command::Extend {
        clock: ClockKind::Resolution,
        by: Limit::Days(5),
        reason: text("because"),
    };
    let extended = then(back, city, &staff(Role::Supervisor), extended);
    let answered = then(
        extended.clone(),
        city,
        &officer,
        Command::Resolve {
            text: text("Refunded."),
            language: Some(Lang::KO),
        },
    );
    let rate = Command::Rate {
        solved: true,
        satisfied: false,
        comment: text("slow"),
    };
    let rated = then(answered.clone(), city, &resident(), rate);
    let reopen = Command::Reopen {
        text: text("Not yet."),
        language: en,
    };
    let reopened = then(rated.clone(), city, &resident(), reopen);
    let declined = then(
        opened(city),
        city,
        &officer,
        Command::Decline {
            text: text("Not ours."),
            language: en,
        },
    );
    let returned = then(
        opened(city),
        city,
        &officer,
        Command::Return {
            reason: text("no"),
            suggested: None,
        },
    );
    let closed = then(
        rated.clone(),
        city,
        &staff(Role::Supervisor),
        Command::Close {
            reason: String::new(),
        },
    );
    let erased = then(
        closed.clone(),
        city,
        &staff(Role::Administrator),
        Command::Erase {
            reason: text("asked"),
        },
    );
    let into = Reference::from_random([3; 7]);
    let merge = Command::Merge {
        into: into.to_string(),
    };
    let known = Known {
        target: Some(Target {
            reference: into,
            goes_on: true,
        }),
        ..Known::default()
    };
    let merged = then_knowing(opened(city), city, &staff(Role::Agent), merge, &known);
    vec![
        opened(city),
        doubtful,
        asked,
        extended,
        answered,
        rated,
        reopened,
        declined,
        returned,
        closed,
        erased,
        merged,
    ]
}

fn staff(role: Role) -> Actor {
    Actor::Staff {
        id: StaffId(1),
        role,
        unit: "market".into(),
    }
}

fn now() -> Timestamp {
    "2026-02-13T02:00:00Z".parse().expect("a moment")
}

fn opened(city: &City) -> Case {
    let open = Open {
        service: "complaint".to_owned(),
        language: Lang::KO,
        detected: true,
        channel: Channel::Web,
        text: "코트가 찢어졌어요.\n\n- 환불".to_owned(),
        topic: Some("food".to_owned()),
        fields: [("shop", "가게"), ("bought", "in-shop")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        contact: Contact::default(),
        place: Some("harbour".to_owned()),
    };
    let context = Context {
        now: now(),
        actor: &Actor::ANYONE,
        city,
    };
    let new = Case::open(&open, &Known::default(), &context).expect("it opens");
    let events: Vec<Event> = numbered(&new, 0, now(), &Actor::ANYONE).collect();
    Case::fold(reference(), &events).expect("a case")
}

fn reference() -> Reference {
    Reference::from_random([2; 7])
}

/// Who holds the receipt of it.
fn resident() -> Actor {
    Actor::holder(reference())
}

fn then(case: Case, city: &City, actor: &Actor, command: Command) -> Case {
    then_knowing(case, city, actor, command, &Known::default())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "commands are made where they are given"
)]
fn then_knowing(mut case: Case, city: &City, actor: &Actor, command: Command, known: &Known) -> Case {
    let context = Context {
        now: now(),
        actor,
        city,
    };
    let new = case
        .decide(&command, known, &context)
        .unwrap_or_else(|refusal| panic!("{command:?} on {:?}: {refusal:?}", case.state));
    let version = case.version;
    numbered(&new, version, now(), actor).for_each(|event| case.apply(&event));
    case
}
