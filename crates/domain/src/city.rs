//! A city as its pack describes it: plain data, read and checked by the `city` room.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::deadlines::{Calendar, Limit};
use crate::guides::{Guide, Helper};
use crate::services::Service;
use crate::{BasisCode, Lang, ServiceCode, UnitCode};

pub use crate::texts::{Checker, Texts};

/// One city.
#[derive(Debug, Clone)]
pub struct City {
    pub code: String,
    /// There is no such city: every page says so.
    pub made_up: bool,
    pub timezone: TimeZone,
    pub country: String,
    pub source_language: Lang,
    /// Where a case goes when no rule sends it elsewhere, and where returns land.
    pub hotline_unit: UnitCode,
    pub phone: String,
    /// Interface languages, in the order of the picker.
    pub languages: Vec<InterfaceLanguage>,
    pub limits: Limits,
    pub units: Vec<Unit>,
    pub calendar: Calendar,
    pub bases: Vec<Basis>,
    pub regulation: Regulation,
    pub needs: Vec<String>,
    /// In the order of lists.
    pub services: Vec<Service>,
    /// Services that no form asks for: their cases begin elsewhere.
    pub unlisted: Vec<Service>,
    pub replies: Vec<CannedReply>,
    pub glossary: Vec<Term>,
    pub pages: Vec<String>,
    /// In the order of lists.
    pub guides: Vec<Guide>,
    /// In the order of lists.
    pub helpers: Vec<Helper>,
    /// In the order of lists.
    pub legal: Vec<crate::legal::Law>,
    pub partners: crate::partners::Partners,
    /// What people call that which a service is for.
    pub words: Vec<Words>,
    /// A line for readers of languages that the interface lacks, in the order of the list.
    pub greetings: Vec<Greeting>,
    /// `None`: the city is not drawn.
    pub map: Option<Map>,
    pub places: crate::places::Places,
    pub neighbourhoods: Vec<crate::neighbourhoods::Neighbourhood>,
    /// In the order of lists.
    pub arrivals: Vec<crate::arrivals::Arrival>,
    pub health: crate::health::Health,
    pub abroad: crate::abroad::Abroad,
    pub hotline: crate::contacts::Hotline,
    pub interpretation: crate::interpretation::Policy,
    pub texts: Texts,
}

/// A language the whole interface is offered in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterfaceLanguage {
    pub code: Lang,
    /// For `html lang`.
    pub tag: String,
    /// In itself.
    pub name: String,
}

/// Limits that hold for every service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    #[serde(rename = "return")]
    pub wrong_unit: BasedLimit,
    /// In which what a resident waits for should be translated.
    pub translate: BasedLimit,
    pub reopen: Reopen,
    pub close: BasedLimit,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasedLimit {
    pub limit: Limit,
    pub basis: BasisCode,
}

/// How long after the answer, and how often, a resident may reopen a case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    pub limit: Limit,
    pub times: u16,
    pub basis: BasisCode,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub code: UnitCode,
    pub kind: UnitKind,
    #[serde(default)]
    pub adcode: Option<String>,
    /// Languages its people read.
    pub languages: Vec<Lang>,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    Department,
    District,
    Zone,
    Centre,
}

/// The legal basis of a limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub code: BasisCode,
    pub status: BasisStatus,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub in_force: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BasisStatus {
    InForce,
    /// Another city's rule; none of this city's was found.
    Analogue,
    /// Not checked against the text.
    Verify,
    /// The platform's own standard, for the city to confirm.
    City,
}

impl BasisStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Analogue => "analogue",
            Self::Verify => "verify",
            Self::City => "city",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    pub in_force: Date,
    /// Address of the official text.
    #[serde(default)]
    pub source: Option<String>,
    #[serde(rename = "mechanism")]
    pub mechanisms: Vec<Mechanism>,
    #[serde(rename = "article")]
    pub articles: Vec<Article>,
}

/// Something an article orders and Harborline makes work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mechanism {
    pub code: String,
    #[serde(default)]
    pub live: Option<Live>,
}

/// Where a mechanism works: `service:<code>`, `services:<need>` or `page:<page>`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Live {
    Service(ServiceCode),
    Need(String),
    Page(String),
}

impl TryFrom<String> for Live {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("service", code)) => Ok(Self::Service(code.into())),
            Some(("services", need)) => Ok(Self::Need(need.to_owned())),
            Some(("page", page)) => Ok(Self::Page(page.to_owned())),
            _ => Err(format!(
                "`{text}` is neither service:<code>, services:<need> nor page:<page>"
            )),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub number: u16,
    #[serde(default)]
    pub lead: Vec<UnitCode>,
    #[serde(default)]
    pub lead_inferred: bool,
    /// Mechanism codes, or `none` alone.
    #[serde(default)]
    pub mechanism: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CannedReply {
    pub code: String,
    /// Empty: any.
    #[serde(default)]
    pub services: Vec<ServiceCode>,
    #[serde(rename = "use")]
    pub purpose: ReplyUse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplyUse {
    Reply,
    Ask,
    Resolve,
    Decline,
}

impl ReplyUse {
    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Ask => "ask",
            Self::Resolve => "resolve",
            Self::Decline => "decline",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub code: String,
    pub domain: String,
}

/// What people say who mean a service, in any language. They are looked for in what somebody wrote, and never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub service: ServiceCode,
    /// Terms of the glossary.
    pub terms: Vec<String>,
    /// Words and phrases. A `*` at the end of a word stands for any ending.
    pub words: BTreeMap<Lang, Vec<String>>,
    /// Those that say it less surely.
    pub hints: BTreeMap<Lang, Vec<String>>,
    /// With one of these the service comes before all others: they are words of danger.
    pub first: BTreeMap<Lang, Vec<String>>,
}

/// A line in a language that the interface lacks: what can be done here. `{phone}` in it is the hotline's number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Greeting {
    pub language: Lang,
    pub text: String,
}

/// A city as it is drawn. All points are longitude and latitude (WGS-84), in degrees.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// What of the world is on it.
    pub frame: Frame,
    #[serde(default, rename = "outline")]
    pub outlines: Vec<Outline>,
    #[serde(default, rename = "place")]
    pub places: Vec<DrawnPlace>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub west: f64,
    pub east: f64,
    pub south: f64,
    pub north: f64,
}

/// A piece of land.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Of the district it is; land next to the city has none.
    #[serde(default)]
    pub adcode: Option<String>,
    /// Where the district's name stands.
    #[serde(default)]
    pub label: Option<[f64; 2]>,
    pub points: Vec<[f64; 2]>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnPlace {
    pub code: String,
    pub at: [f64; 2],
}

impl City {
    /// A city of which nothing is known but its languages, the first being its own: no units, services or texts. Tests
    /// begin with it, and name only what they are about.
    pub fn bare(languages: &[Lang]) -> Self {
        let based = |limit| BasedLimit {
            limit,
            basis: "standard".into(),
        };
        let language = |code: &Lang| InterfaceLanguage {
            code: *code,
            tag: code.to_string(),
            name: code.to_string(),
        };
        Self {
            code: "bare".to_owned(),
            made_up: false,
            timezone: TimeZone::UTC,
            country: "CN".to_owned(),
            source_language: languages.first().copied().unwrap_or(Lang::EN),
            hotline_unit: "hotline".into(),
            phone: "12345".to_owned(),
            languages: languages.iter().map(language).collect(),
            limits: Limits {
                wrong_unit: based(Limit::WorkingDays(2)),
                translate: based(Limit::WorkingDays(1)),
                reopen: Reopen {
                    limit: Limit::Days(30),
                    times: 1,
                    basis: "standard".into(),
                },
                close: based(Limit::Days(15)),
            },
            units: Vec::new(),
            calendar: Calendar::default(),
            bases: Vec::new(),
            regulation: Regulation {
                in_force: Date::constant(2021, 8, 3),
                source: None,
                mechanisms: Vec::new(),
                articles: Vec::new(),
            },
            needs: Vec::new(),
            services: Vec::new(),
            unlisted: Vec::new(),
            replies: Vec::new(),
            glossary: Vec::new(),
            pages: Vec::new(),
            guides: Vec::new(),
            helpers: Vec::new(),
            words: Vec::new(),
            greetings: Vec::new(),
            map: None,
            places: crate::places::Places::default(),
            neighbourhoods: Vec::new(),
            legal: Vec::new(),
            arrivals: Vec::new(),
            health: crate::health::Health::default(),
            abroad: crate::abroad::Abroad::default(),
            hotline: crate::contacts::Hotline::default(),
            interpretation: crate::interpretation::Policy::default(),
            partners: crate::partners::Partners::default(),
            texts: Texts::default(),
        }
    }

    pub fn service(&self, code: &str) -> Option<&Service> {
        let mut all = self.services.iter().chain(&self.unlisted);
        all.find(|service| service.code == *code)
    }

    pub fn guide(&self, code: &str) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.code == *code)
    }

    pub fn helper(&self, code: &str) -> Option<&Helper> {
        self.helpers.iter().find(|helper| helper.code == *code)
    }

    /// The guides to a service: those that end in it before those that name it besides, each in the order of lists.
    pub fn guides_to(&self, service: &ServiceCode) -> Vec<&Guide> {
        let leads = |guide: &&Guide| guide.services.contains(service);
        let mut found: Vec<&Guide> = self.guides.iter().filter(leads).collect();
        found.sort_by_key(|guide| guide.services.first() != Some(service));
        found
    }

    /// The district of that area code.
    pub fn district_of(&self, adcode: &str) -> Option<&Unit> {
        self.units
            .iter()
            .find(|unit| unit.adcode.as_deref() == Some(adcode))
    }

    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == *code)
    }

    /// The languages that the people of a unit read: those of the pack; the city's own when it is not in the pack any more.
    pub fn read_by(&self, unit: &UnitCode) -> &[Lang] {
        let known = self.unit(unit.as_str());
        known.map_or(std::slice::from_ref(&self.source_language), |unit| {
            &unit.languages
        })
    }

    pub fn basis(&self, code: &str) -> Option<&Basis> {
        self.bases.iter().find(|basis| basis.code == *code)
    }

    /// Districts and development zones.
    pub fn districts(&self) -> impl Iterator<Item = &Unit> {
        self.units
            .iter()
            .filter(|unit| matches!(unit.kind, UnitKind::District | UnitKind::Zone))
    }

    pub fn is_interface_language(&self, lang: Lang) -> bool {
        self.languages.iter().any(|l| l.code == lang)
    }

    /// The interface language that serves someone who reads `lang`: that one, or English, or the source language.
    pub fn interface_language(&self, lang: Lang) -> Lang {
        [lang, Lang::EN]
            .into_iter()
            .find(|l| self.is_interface_language(*l))
            .unwrap_or(self.source_language)
    }

    /// A text of the pack; in the source language when that one lacks it, else the key itself.
    pub fn text<'a>(&'a self, place: &str, key: &'a str, lang: Lang) -> &'a str {
        self.texts
            .get(place, key, lang)
            .or_else(|| self.texts.get(place, key, self.source_language))
            .unwrap_or(key)
    }

    /// A text of a service.
    pub fn service_text<'a>(&'a self, service: &ServiceCode, key: &'a str, lang: Lang) -> &'a str {
        self.text(&format!("services/{service}"), key, lang)
    }

    pub fn unit_name<'a>(&'a self, unit: &'a UnitCode, lang: Lang) -> &'a str {
        let key = format!("{unit}.name");
        let row = self.texts.row("units", &key);
        row.and_then(|row| row.get(&lang).or_else(|| row.get(&self.source_language)))
            .map_or(unit.as_str(), String::as_str)
    }

    /// The day it is in the city.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.timezone.clone()).date()
    }
}
