//! Services, a folder each: their place in the city, forms, clocks and routes. Stages are in `stages`.

use std::collections::BTreeSet;
use std::mem::discriminant;

use domain::deadlines::ClockKind;
use domain::services::{Field, FieldKind, Place, Service};

use super::many::{Entry, Many};
use super::{asked, codes, listed, stages};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::May, Is::Must, Key};
use crate::texts::Rules;

/// What is asked for only sometimes stands for nothing otherwise: `{text}` when the service takes a description in free
/// text, `{topics}` when it has any, `{emergency}` when it is help that cannot wait.
const TEXTS: &[Key] = &[
    ("name", Must),
    ("summary", Must),
    ("intro", Must),
    ("not_for", May),
    ("after", Must),
    ("{text}.label", Must),
    ("{text}.hint", May),
    ("{topics}.label", Must),
    ("{topics}.hint", May),
    ("topic.{topic}", Must),
    ("field.{field}.label", Must),
    ("field.{field}.hint", May),
    ("field.{option}", Must),
    ("group.{group}", Must),
    ("document.{document}", Must),
    ("stage.{stage}", Must),
    ("call.{call}", Must),
    ("{emergency}.free", Must),
    ("{emergency}.card", Must),
];

/// Stands in a route for the unit of the district that was given.
const DISTRICT: &str = "district";

/// By the name of the folder.
pub type Services<'f> = Many<'f, Service>;

impl Entry for Service {
    const KIND: Kind = Kind::SERVICE;
    const NAME: &'static str = "services";
    const FILE: &'static str = "service.toml";
    const TEXTS: &'static [Key] = TEXTS;
    /// The guide to a service: before one starts, where to go instead, what happens next. The rest is its form.
    const RULES: Rules = Rules {
        needs_a_check: |key| matches!(key, "intro" | "not_for" | "after"),
        ..Rules::NAMES
    };

    fn code(&self) -> &str {
        self.code.as_str()
    }

    fn order(&self) -> u32 {
        self.order.into()
    }

    fn codes(&self) -> Codes {
        asks_for(self)
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        heading(pack, self, document, findings);
        form(self, document, findings);
        groups(self, document, findings);
        emergency(self, document, findings);
        stages::check(self, document, findings);
        clocks(pack, self, document, findings);
        routes(pack, self, document, findings);
    }
}

fn asks_for(service: &Service) -> Codes {
    let given = |is: bool, word: &str, path: &str| {
        is.then(|| (word.to_owned(), path.to_owned()))
            .into_iter()
            .collect()
    };
    let options = service.fields.iter().enumerate().flat_map(|(i, field)| {
        field.options.iter().enumerate().map(move |(j, option)| {
            (
                format!("{}.option.{option}", field.code),
                format!("field/{i}/options/{j}"),
            )
        })
    });
    let calls = service.emergency.iter().flat_map(|emergency| {
        let numbers = emergency.call.iter().enumerate();
        numbers.map(|(i, number)| (number.clone(), format!("emergency/call/{i}")))
    });
    Codes::from([
        ("text", given(service.text, "text", "text")),
        ("topics", given(!service.topics.is_empty(), "topic", "topic")),
        ("topic", asked(&service.topics, "topic", |t| t.code.as_str())),
        ("field", asked(&service.fields, "field", |f| f.code.as_str())),
        ("option", options.collect()),
        ("group", asked(&service.groups, "group", |g| g.code.as_str())),
        (
            "document",
            asked(&service.documents, "document", |d| d.code.as_str()),
        ),
        ("stage", asked(&service.stages, "stage", |s| s.code.as_str())),
        ("call", calls.collect()),
        (
            "emergency",
            given(service.emergency.is_some(), "emergency", "emergency"),
        ),
    ])
}

fn heading(pack: &Pack, service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    if !pack.has_article(service.article) {
        let what = What::unknown(Kind::ARTICLE, service.article.to_string());
        findings.push(document.finding("article", what));
    }
    if !pack.has_need(&service.need) {
        findings.push(document.finding("need", What::unknown(Kind::NEED, &service.need)));
    }
    if !pack.has_unit(service.unit.as_str()) {
        findings.push(document.finding("unit", What::unknown(Kind::UNIT, service.unit.as_str())));
    }
}

fn form(service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let topics = listed(&service.topics, "topic", |topic| topic.code.as_str());
    codes(Kind::TOPIC, topics, document, findings);
    let documents = listed(&service.documents, "document", |d| d.code.as_str());
    codes(Kind::DOCUMENT, documents, document, findings);
    let fields = listed(&service.fields, "field", |field| field.code.as_str());
    codes(Kind::FIELD, fields, document, findings);
    for (i, field) in service.fields.iter().enumerate() {
        let options = field.options.iter().enumerate();
        let options = options.map(|(j, option)| (option.as_str(), format!("field/{i}/options/{j}")));
        codes(Kind::OPTION, options, document, findings);
        if field.is_free() && field.personal == Some(false) {
            let what = What::FreeTextIsPersonal(field.code.clone());
            findings.push(document.finding(&format!("field/{i}/personal"), what));
        }
        if is_choice(field) && field.options.is_empty() {
            findings.push(document.finding(&format!("field/{i}/kind"), What::NoOptions));
        }
        if !is_choice(field) && !field.options.is_empty() {
            findings.push(document.finding(&format!("field/{i}/options"), What::StrayOptions));
        }
        when(service, i, field, document, findings);
    }
}

/// A page asks for questions that follow each other, and for none that depends on another of the same page.
fn groups(service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let groups = listed(&service.groups, "group", |group| group.code.as_str());
    codes(Kind::GROUP, groups, document, findings);
    let mut seen = BTreeSet::new();
    for (i, group) in service.groups.iter().enumerate() {
        let mut last = None;
        for (j, code) in group.fields.iter().enumerate() {
            let path = format!("group/{i}/fields/{j}");
            let Some(at) = service.fields.iter().position(|field| field.code == *code) else {
                findings.push(document.finding(&path, What::unknown(Kind::FIELD, code)));
                continue;
            };
            if !seen.insert(code) {
                findings.push(document.finding(&path, What::twice(Kind::FIELD, code)));
            } else if last.is_some_and(|last| at != last + 1) {
                findings.push(document.finding(&path, What::NotAskedNext(code.clone())));
            }
            let depends = service.fields[at].when.as_ref();
            if depends.is_some_and(|when| group.fields.contains(&when.field)) {
                findings.push(document.finding(&path, What::AskedTogether(code.clone())));
            }
            last = Some(at);
        }
    }
}

/// Its one page has to be enough to open a case.
fn emergency(service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let Some(emergency) = &service.emergency else {
        return;
    };
    for (i, number) in emergency.call.iter().enumerate() {
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            let what = What::NotCallable(number.clone());
            findings.push(document.finding(&format!("emergency/call/{i}"), what));
        }
    }
    match service.field(&emergency.safe) {
        None => {
            findings.push(document.finding("emergency/safe", What::unknown(Kind::FIELD, &emergency.safe)));
        }
        Some(field) if field.kind != FieldKind::Yesno => {
            let what = What::NotAYesOrNo(emergency.safe.clone());
            findings.push(document.finding("emergency/safe", what));
        }
        Some(_) => {}
    }
    for (i, code) in emergency.asks.iter().enumerate() {
        if service.field(code).is_none() {
            let what = What::unknown(Kind::FIELD, code);
            findings.push(document.finding(&format!("emergency/asks/{i}"), what));
        }
    }
    for (i, field) in service.fields.iter().enumerate() {
        if field.required && !emergency.asks_for(&field.code) {
            let what = What::NotAskedInEmergency(field.code.clone());
            findings.push(document.finding(&format!("field/{i}/required"), what));
        }
    }
    if service.place == Place::Required {
        findings.push(document.finding("place", What::NotAskedInEmergency("place".to_owned())));
    }
    if !service.anonymous {
        findings.push(document.finding("anonymous", What::NotAskedInEmergency("contact".to_owned())));
    }
}

fn is_choice(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Choice | FieldKind::Choices)
}

fn when(service: &Service, i: usize, field: &Field, document: &Document, findings: &mut Vec<Finding>) {
    let Some(when) = &field.when else { return };
    let at_field = format!("field/{i}/when/field");
    let Some(position) = service.fields.iter().position(|f| f.code == when.field) else {
        findings.push(document.finding(&at_field, What::unknown(Kind::FIELD, &when.field)));
        return;
    };
    if position >= i {
        findings.push(document.finding(&at_field, What::AskedLater(when.field.clone())));
        return;
    }
    let asked = &service.fields[position];
    let known = match asked.kind {
        FieldKind::Choice | FieldKind::Choices => asked.options.contains(&when.is),
        FieldKind::Yesno => when.is == "yes" || when.is == "no",
        _ => {
            findings.push(document.finding(&at_field, What::NotAChoice(when.field.clone())));
            return;
        }
    };
    if !known {
        let what = What::unknown(Kind::OPTION, &when.is);
        findings.push(document.finding(&format!("field/{i}/when/is"), what));
    }
}

fn clocks(pack: &Pack, service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (i, clock) in service.clocks.iter().enumerate() {
        let at = |key: &str| format!("clock/{i}/{key}");
        match (clock.kind, &clock.stage) {
            (ClockKind::Stage, None) => {
                findings.push(document.finding(&at("kind"), What::ClockWithoutStage));
            }
            (ClockKind::Stage, Some(stage)) if service.stage(stage).is_none() => {
                findings.push(document.finding(&at("stage"), What::unknown(Kind::STAGE, stage)));
            }
            (ClockKind::Return, _) => {
                let what = What::NotAServiceClock(clock.kind.code().to_owned());
                findings.push(document.finding(&at("kind"), what));
            }
            (ClockKind::FirstReply | ClockKind::Acceptance | ClockKind::Resolution, Some(_)) => {
                findings.push(document.finding(&at("stage"), What::ClockWithStage));
            }
            _ => {}
        }
        if !seen.insert((clock.kind, clock.stage.as_deref())) {
            findings.push(document.finding(&at("kind"), What::twice(Kind::CLOCK, clock.kind.code())));
        }
        if !pack.has_basis(clock.basis.as_str()) {
            let what = What::unknown(Kind::BASIS, clock.basis.as_str());
            findings.push(document.finding(&at("basis"), what));
        }
        if let Some(extension) = clock.extension
            && discriminant(&extension) != discriminant(&clock.limit)
        {
            let what = What::ExtensionInOtherUnit {
                limit: clock.limit.unit().to_owned(),
                extension: extension.unit().to_owned(),
            };
            findings.push(document.finding(&at("extension"), what));
        }
    }
}

fn routes(pack: &Pack, service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    for (i, route) in service.routes.iter().enumerate() {
        let at = |key: &str| format!("route/{i}/{key}");
        let mut unknown = |kind: Kind, code: &str, path: &str| {
            findings.push(document.finding(path, What::unknown(kind, code)));
        };
        for (j, topic) in route.topic.iter().enumerate() {
            if !service.topics.iter().any(|t| t.code == *topic) {
                unknown(Kind::TOPIC, topic, &at(&format!("topic/{j}")));
            }
        }
        for (j, district) in route.district.iter().enumerate() {
            if !pack.has_district(district.as_str()) {
                unknown(Kind::DISTRICT, district.as_str(), &at(&format!("district/{j}")));
            }
        }
        for (j, language) in route.language.iter().enumerate() {
            if !pack.has_reader(*language) {
                unknown(Kind::LANGUAGE, language.as_str(), &at(&format!("language/{j}")));
            }
        }
        if route.unit != DISTRICT && !pack.has_unit(&route.unit) {
            unknown(Kind::UNIT, &route.unit, &at("unit"));
        }
        let by_district = route.unit == DISTRICT || !route.district.is_empty();
        if by_district && service.place == Place::None {
            findings.push(document.finding(&at("unit"), What::RouteWithoutPlace));
        }
    }
}
