//! What one finds a doctor with and shows there. A pack may be without this folder.
//!
//! Its translations show before anybody has confirmed them, unlike guides: each stands beside the original, which is what a
//! doctor reads, and a page says of them who has not confirmed them. Words that may be wrong help more in an emergency than
//! none.

use std::collections::BTreeMap;

use domain::health::{Group, Health, Scene};
use serde::Deserialize;

use super::{Content, asked, codes, known, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

const ITEM: Kind = Kind("item");
const SCENE: Kind = Kind("scene");
const SENTENCE: Kind = Kind("sentence");
const SPECIALITY: Kind = Kind("speciality");

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct HealthFile(Health);

impl Content for HealthFile {
    const NAME: &'static str = "health";
    const TEXTS: &'static [Key] = &[
        ("group.{group}", Must),
        ("item.{item}", Must),
        ("scene.{scene}", Must),
        ("sentence.{sentence}", Must),
    ];
    type Gives = Health;

    fn codes(&self) -> Codes {
        let Health { groups, scenes, .. } = &self.0;
        // A term of several groups has one text, asked for by the first.
        let mut items = BTreeMap::new();
        for (code, path) in each(groups, "group", "items", |group| &group.items) {
            items.entry(code.to_owned()).or_insert(path);
        }
        let sentences = each(scenes, "scene", "sentences", |scene| &scene.sentences);
        Codes::from([
            ("group", asked(groups, "group", |group| group.code.as_str())),
            ("item", items.into_iter().collect()),
            ("scene", asked(scenes, "scene", |scene| scene.code.as_str())),
            (
                "sentence",
                sentences.map(|(code, path)| (code.to_owned(), path)).collect(),
            ),
        ])
    }

    fn give(&self) -> Health {
        self.0.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let Health { groups, scenes, .. } = &self.0;
        codes(
            Kind::GROUP,
            listed(groups, "group", |group| &group.code),
            document,
            findings,
        );
        for (i, Group { items, none, .. }) in groups.iter().enumerate() {
            if let Some(code) = none.as_ref().filter(|code| !items.contains(code)) {
                let what = What::unknown(ITEM, code.as_str());
                findings.push(document.finding(&format!("group/{i}/none"), what));
            }
            let list = items.iter().enumerate();
            let list = list.map(|(j, item)| (item.as_str(), format!("group/{i}/items/{j}")));
            codes(ITEM, list, document, findings);
        }
        codes(
            SCENE,
            listed(scenes, "scene", |scene| &scene.code),
            document,
            findings,
        );
        let sentences = each(scenes, "scene", "sentences", |scene: &Scene| &scene.sentences);
        codes(SENTENCE, sentences, document, findings);
        self.refers(document, pack, findings);
    }
}

impl HealthFile {
    /// Codes of other folders that name nothing there.
    fn refers(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let health = &self.0;
        let mut wrong = |path: &str, what| findings.push(document.finding(path, what));
        let service = health.service.as_ref().map(domain::ServiceCode::as_str);
        if let Some(code) = service.filter(|code| !pack.has_service(code)) {
            wrong("service", What::unknown(Kind::SERVICE, code));
        }
        if let Some(code) = health.helper.as_ref().map(domain::HelperCode::as_str)
            && !pack.has_helper(code)
        {
            wrong("helper", What::unknown(Kind::HELPER, code));
        }
        for (i, guide) in health.guides.iter().enumerate() {
            if !pack.has_guide(guide.as_str()) {
                wrong(&format!("guides/{i}"), What::unknown(Kind::GUIDE, guide.as_str()));
            }
        }
        let Some(service) = service.and_then(|code| pack.services.get(code)) else {
            return;
        };
        let field = |code: &str| service.fields.iter().find(|field| field.code == code);
        if let Some(code) = health.topic.as_deref()
            && !service.topics.iter().any(|topic| topic.code == code)
        {
            wrong("topic", What::unknown(Kind::TOPIC, code));
        }
        let fields = [
            ("hospital", &health.hospital),
            ("speciality", &health.speciality),
            ("language", &health.language),
        ];
        for (path, code) in fields {
            if let Some(code) = code.as_deref().filter(|code| field(code).is_none()) {
                wrong(path, What::unknown(Kind::FIELD, code));
            }
        }
        let options = health.speciality.as_deref().and_then(field);
        let options = options.map_or(&[][..], |field| field.options.as_slice());
        let unknown = known(options, "speciality", SPECIALITY, |code| {
            pack.has_speciality(code)
        });
        for (_, what) in unknown {
            wrong("speciality", what);
        }
    }
}

/// The codes that each of a list has, with where they stand.
fn each<'a, T>(
    list: &'a [T],
    name: &'static str,
    inner: &'static str,
    codes: impl Fn(&'a T) -> &'a Vec<String>,
) -> impl Iterator<Item = (&'a str, String)> {
    list.iter().enumerate().flat_map(move |(i, one)| {
        let codes = codes(one).iter().enumerate();
        codes.map(move |(j, code)| (code.as_str(), format!("{name}/{i}/{inner}/{j}")))
    })
}
