//! Which texts each folder must have, may have, and nothing else.

use std::collections::BTreeMap;

use domain::services::Service;

use crate::document::Document;
use crate::finding::{Finding, What};
use crate::pack::{Coded, Pack, Part};
use crate::texts::Folders;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Must,
    May,
}
use Is::{May, Must};

/// One row of the table: a place, its texts' keys, whether they must be there.
///
/// `{…}` stands for each code of that kind in the place's structure file. What is asked for only sometimes stands for
/// nothing otherwise: `{text}` when the service takes a description in free text, `{topics}` when it has any,
/// `{none}` for each article that asks for no mechanism.
const TABLE: &[(&str, &str, Is)] = &[
    ("city", "name", Must),
    ("city", "tagline", Must),
    ("city", "hotline.note", Must),
    ("city", "imprint", Must),
    ("city", "district.none", Must),
    ("units", "{unit}.name", Must),
    ("units", "{unit}.short", Must),
    ("calendar", "{holiday}", Must),
    ("bases", "{basis}.what", Must),
    ("bases", "{basis}.source", Must),
    ("regulation", "title", Must),
    ("regulation", "intro", Must),
    ("regulation", "article.{article}.topic", Must),
    ("regulation", "article.{article}.text", Must),
    ("regulation", "article.{none}.none", Must),
    ("regulation", "mechanism.{mechanism}.name", Must),
    ("regulation", "mechanism.{mechanism}.text", Must),
    ("needs", "{need}.name", Must),
    ("needs", "{need}.summary", Must),
    ("services", "name", Must),
    ("services", "summary", Must),
    ("services", "intro", Must),
    ("services", "not_for", May),
    ("services", "after", Must),
    ("services", "{text}.label", Must),
    ("services", "{text}.hint", May),
    ("services", "{topics}.label", Must),
    ("services", "{topics}.hint", May),
    ("services", "topic.{topic}", Must),
    ("services", "field.{field}.label", Must),
    ("services", "field.{field}.hint", May),
    ("services", "field.{option}", Must),
    ("services", "document.{document}", Must),
    ("services", "stage.{stage}", Must),
    ("replies", "{reply}.title", Must),
    ("replies", "{reply}.text", Must),
    ("glossary", "{term}", Must),
    ("pages", "{page}.title", Must),
    ("pages", "{page}.body", Must),
];

/// What a placeholder stands for, each with the path in the structure file that asks for it.
type Codes = BTreeMap<&'static str, Vec<(String, String)>>;

/// Texts that are missing in the source language, and texts that nothing uses.
pub fn check(pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
    for_place("city", "city", pack.city.as_ref(), texts, findings, |_| {
        Codes::new()
    });
    for_place("units", "units", pack.units.as_ref(), texts, findings, |file| {
        let codes = file.list.iter().map(|unit| unit.code.as_str());
        Codes::from([("unit", listed("unit", codes))])
    });
    holidays(pack, texts, findings);
    for_place("bases", "bases", pack.bases.as_ref(), texts, findings, |file| {
        let codes = file.list.iter().map(|basis| basis.code.as_str());
        Codes::from([("basis", listed("basis", codes))])
    });
    for_place(
        "regulation",
        "regulation",
        pack.regulation.as_ref(),
        texts,
        findings,
        |file| {
            let articles = || {
                let article = |(i, article): (usize, &domain::city::Article)| {
                    let none = article.mechanism.iter().any(|m| m == "none");
                    ((article.number.to_string(), format!("article/{i}/number")), none)
                };
                file.articles.iter().enumerate().map(article)
            };
            let mechanisms = file.mechanisms.iter().map(|m| m.code.as_str());
            Codes::from([
                ("article", articles().map(|(row, _)| row).collect()),
                (
                    "none",
                    articles().filter_map(|(row, none)| none.then_some(row)).collect(),
                ),
                ("mechanism", listed("mechanism", mechanisms)),
            ])
        },
    );
    for_place("needs", "needs", pack.needs.as_ref(), texts, findings, |file| {
        coded("need", &file.list)
    });
    for (folder, part) in pack.services() {
        let place = format!("services/{folder}");
        for_place("services", &place, Some(part), texts, findings, of_service);
    }
    for_place(
        "replies",
        "replies",
        pack.replies.as_ref(),
        texts,
        findings,
        |file| {
            let codes = file.list.iter().map(|reply| reply.code.as_str());
            Codes::from([("reply", listed("reply", codes))])
        },
    );
    for_place(
        "glossary",
        "glossary",
        pack.glossary.as_ref(),
        texts,
        findings,
        |file| {
            let codes = file.list.iter().map(|term| term.code.as_str());
            Codes::from([("term", listed("term", codes))])
        },
    );
    for_place("pages", "pages", pack.pages.as_ref(), texts, findings, |file| {
        coded("page", &file.list)
    });
}

fn coded(kind: &'static str, list: &[Coded]) -> Codes {
    Codes::from([(kind, listed(kind, list.iter().map(|entry| entry.code.as_str())))])
}

fn listed<'a>(list: &str, codes: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    codes
        .enumerate()
        .map(|(i, code)| (code.to_owned(), format!("{list}/{i}/code")))
        .collect()
}

fn of_service(service: &Service) -> Codes {
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
    Codes::from([
        ("text", given(service.text, "text", "text")),
        ("topics", given(!service.topics.is_empty(), "topic", "topic")),
        (
            "topic",
            listed("topic", service.topics.iter().map(|t| t.code.as_str())),
        ),
        (
            "field",
            listed("field", service.fields.iter().map(|f| f.code.as_str())),
        ),
        ("option", options.collect()),
        (
            "document",
            listed("document", service.documents.iter().map(|d| d.code.as_str())),
        ),
        (
            "stage",
            listed("stage", service.stages.iter().map(|s| s.code.as_str())),
        ),
    ])
}

fn for_place<T>(
    row: &str,
    place: &str,
    part: Option<&Part<T>>,
    texts: &Folders,
    findings: &mut Vec<Finding>,
    codes: impl FnOnce(&T) -> Codes,
) {
    if let Some(part) = part {
        let wanted = wanted(row, &codes(&part.is));
        compare(place, &wanted, |_| &part.document, texts, findings);
    }
}

/// The names of holidays are asked for by all years together: with one missing, it is not known which.
fn holidays(pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
    if pack.years.values().any(Option::is_none) {
        return;
    }
    let mut asked = BTreeMap::new();
    for (_, part) in pack.years() {
        for (list, days) in [("holidays", &part.is.holidays), ("workdays", &part.is.workdays)] {
            for (i, day) in days.iter().enumerate() {
                asked
                    .entry(day.name.clone())
                    .or_insert_with(|| (&part.document, format!("{list}/{i}/name")));
            }
        }
    }
    let names = asked.iter().map(|(name, (_, path))| (name.clone(), path.clone()));
    let wanted = wanted("calendar", &Codes::from([("holiday", names.collect())]));
    compare("calendar", &wanted, |key| asked[key].0, texts, findings);
}

/// The keys a place's rows ask for, with where they are asked for.
fn wanted(row: &str, codes: &Codes) -> BTreeMap<String, (Is, String)> {
    let mut keys = BTreeMap::new();
    for (_, pattern, is) in TABLE.iter().filter(|(place, ..)| *place == row) {
        let Some((before, rest)) = pattern.split_once('{') else {
            keys.insert((*pattern).to_owned(), (*is, String::new()));
            continue;
        };
        let (kind, after) = rest.split_once('}').expect("the table closes what it opens");
        for (code, path) in codes.get(kind).into_iter().flatten() {
            keys.insert(format!("{before}{code}{after}"), (*is, path.clone()));
        }
    }
    keys
}

fn compare<'d, 'f: 'd>(
    place: &str,
    wanted: &BTreeMap<String, (Is, String)>,
    asks: impl Fn(&str) -> &'d Document<'f>,
    texts: &Folders,
    findings: &mut Vec<Finding>,
) {
    // A missing file has been reported; its texts need not be, one by one.
    let Some(source) = texts.source_of(place) else {
        return;
    };
    for (key, (_, path)) in wanted.iter().filter(|(_, (is, _))| *is == Must) {
        let what = What::MissingText { key: key.clone() };
        match source.rows.get(key) {
            Some(text) if !text.text.is_empty() => {}
            Some(text) => findings.push(Finding::new(&source.file, text.lines.start, what)),
            None if path.is_empty() => findings.push(Finding::new(&source.file, 1, what)),
            None => findings.push(asks(key).finding(path, what)),
        }
    }
    for (key, text) in &source.rows {
        if !wanted.contains_key(key) {
            let what = What::UnusedText { key: key.clone() };
            findings.push(Finding::new(&source.file, text.lines.start, what));
        }
    }
}
