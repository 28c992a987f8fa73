//! Services: their place in the city, forms, clocks and routes. Stages are in `stages`.

use std::collections::BTreeSet;
use std::mem::discriminant;

use domain::deadlines::ClockKind;
use domain::services::{Field, FieldKind, Place, Service};

use super::{codes, listed, stages};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;

/// Stands in a route for the unit of the district that was given.
const DISTRICT: &str = "district";

pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    for (folder, part) in pack.services() {
        let (service, document) = (&part.is, &part.document);
        heading(pack, folder, service, document, findings);
        form(service, document, findings);
        stages::check(service, document, findings);
        clocks(pack, service, document, findings);
        routes(pack, service, document, findings);
    }
}

fn heading(pack: &Pack, folder: &str, service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let code = service.code.as_str();
    codes(Kind::Service, [(code, "code".to_owned())], document, findings);
    if code != folder {
        let what = What::OtherFolder {
            folder: folder.to_owned(),
            code: code.to_owned(),
        };
        findings.push(document.finding("code", what));
    }
    if !pack.has_article(service.article) {
        let what = What::unknown(Kind::Article, service.article.to_string());
        findings.push(document.finding("article", what));
    }
    if !pack.has_need(&service.need) {
        findings.push(document.finding("need", What::unknown(Kind::Need, &service.need)));
    }
    if !pack.has_unit(service.unit.as_str()) {
        findings.push(document.finding("unit", What::unknown(Kind::Unit, service.unit.as_str())));
    }
}

fn form(service: &Service, document: &Document, findings: &mut Vec<Finding>) {
    let topics = listed(&service.topics, "topic", |topic| topic.code.as_str());
    codes(Kind::Topic, topics, document, findings);
    let documents = listed(&service.documents, "document", |d| d.code.as_str());
    codes(Kind::Document, documents, document, findings);
    let fields = listed(&service.fields, "field", |field| field.code.as_str());
    codes(Kind::Field, fields, document, findings);
    for (i, field) in service.fields.iter().enumerate() {
        let options = field.options.iter().enumerate();
        let options = options.map(|(j, option)| (option.as_str(), format!("field/{i}/options/{j}")));
        codes(Kind::Option, options, document, findings);
        if is_choice(field) && field.options.is_empty() {
            findings.push(document.finding(&format!("field/{i}/kind"), What::NoOptions));
        }
        if !is_choice(field) && !field.options.is_empty() {
            findings.push(document.finding(&format!("field/{i}/options"), What::StrayOptions));
        }
        when(service, i, field, document, findings);
    }
}

fn is_choice(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Choice | FieldKind::Choices)
}

fn when(service: &Service, i: usize, field: &Field, document: &Document, findings: &mut Vec<Finding>) {
    let Some(when) = &field.when else { return };
    let at_field = format!("field/{i}/when/field");
    let Some(position) = service.fields.iter().position(|f| f.code == when.field) else {
        findings.push(document.finding(&at_field, What::unknown(Kind::Field, &when.field)));
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
        let what = What::unknown(Kind::Option, &when.is);
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
                findings.push(document.finding(&at("stage"), What::unknown(Kind::Stage, stage)));
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
            findings.push(document.finding(&at("kind"), What::twice(Kind::Clock, clock.kind.code())));
        }
        if !pack.has_basis(clock.basis.as_str()) {
            let what = What::unknown(Kind::Basis, clock.basis.as_str());
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
                unknown(Kind::Topic, topic, &at(&format!("topic/{j}")));
            }
        }
        for (j, district) in route.district.iter().enumerate() {
            if !pack.has_district(district.as_str()) {
                unknown(Kind::District, district.as_str(), &at(&format!("district/{j}")));
            }
        }
        for (j, language) in route.language.iter().enumerate() {
            if !pack.has_reader(*language) {
                unknown(Kind::Language, language.as_str(), &at(&format!("language/{j}")));
            }
        }
        if route.unit != DISTRICT && !pack.has_unit(&route.unit) {
            unknown(Kind::Unit, &route.unit, &at("unit"));
        }
        let by_district = route.unit == DISTRICT || !route.district.is_empty();
        if by_district && service.place == Place::None {
            findings.push(document.finding(&at("unit"), What::RouteWithoutPlace));
        }
    }
}
