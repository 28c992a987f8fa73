//! The structure files of a pack: codes, numbers and dates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::city::{
    Article, Basis, CannedReply, City, InterfaceLanguage, Limits, Mechanism, Regulation, Term, Texts, Unit,
    UnitKind,
};
use domain::deadlines::{Calendar, CalendarYear};
use domain::services::Service;
use domain::{Lang, UnitCode};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::document::{Document, Files};
use crate::finding::{Finding, What};
use crate::texts::Folders;

/// Pages that the platform has in every city; `live` may name them.
pub const OWN_PAGES: [&str; 4] = ["home", "services", "follow", "regulation"];

/// A structure file and what it says.
#[derive(Debug)]
pub struct Part<'f, T> {
    pub document: Document<'f>,
    pub is: T,
}

/// All structure files; `None` for those that could not be understood, which the findings tell.
#[derive(Debug)]
pub struct Pack<'f> {
    /// As it was given.
    pub folder: &'f Path,
    pub city: Option<Part<'f, CityFile>>,
    pub units: Option<Part<'f, UnitsFile>>,
    /// By the name of the file without its ending.
    pub years: BTreeMap<String, Option<Part<'f, YearFile>>>,
    pub bases: Option<Part<'f, BasesFile>>,
    pub regulation: Option<Part<'f, RegulationFile>>,
    pub needs: Option<Part<'f, NeedsFile>>,
    /// By the name of the folder.
    pub services: BTreeMap<String, Option<Part<'f, Service>>>,
    pub replies: Option<Part<'f, RepliesFile>>,
    pub glossary: Option<Part<'f, GlossaryFile>>,
    pub pages: Option<Part<'f, PagesFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityFile {
    pub code: String,
    pub timezone: String,
    pub country: String,
    pub source_language: Lang,
    pub hotline_unit: UnitCode,
    pub phone: String,
    #[serde(rename = "language")]
    pub languages: Vec<InterfaceLanguage>,
    pub limits: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitsFile {
    #[serde(rename = "unit")]
    pub list: Vec<Unit>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearFile {
    pub year: i16,
    #[serde(default)]
    pub provisional: bool,
    pub source: String,
    #[serde(default)]
    pub holidays: Vec<Day>,
    #[serde(default)]
    pub workdays: Vec<Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    pub date: Date,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasesFile {
    #[serde(rename = "basis")]
    pub list: Vec<Basis>,
}

/// [`Regulation`] and how many articles it must have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegulationFile {
    pub in_force: Date,
    pub last_article: u16,
    #[serde(default, rename = "mechanism")]
    pub mechanisms: Vec<Mechanism>,
    #[serde(default, rename = "article")]
    pub articles: Vec<Article>,
}

/// A list entry that is nothing but a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    pub code: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsFile {
    #[serde(rename = "need")]
    pub list: Vec<Coded>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepliesFile {
    #[serde(default, rename = "reply")]
    pub list: Vec<CannedReply>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlossaryFile {
    #[serde(default, rename = "term")]
    pub list: Vec<Term>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagesFile {
    #[serde(default, rename = "page")]
    pub list: Vec<Coded>,
}

impl<'f> Pack<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let years = files
            .names()
            .filter_map(|name| name.strip_prefix("calendar/")?.strip_suffix(".toml"))
            .filter(|stem| stem.bytes().all(|b| b.is_ascii_digit()))
            .map(|stem| {
                let part = load(files, &format!("calendar/{stem}.toml"), findings);
                (stem.to_owned(), part)
            })
            .collect();
        let services = files
            .folders_below("services")
            .into_iter()
            .map(|folder| {
                let part = load(files, &format!("services/{folder}/service.toml"), findings);
                (folder.to_owned(), part)
            })
            .collect();
        Self {
            folder: &files.folder,
            city: load(files, "city.toml", findings),
            units: load(files, "units/units.toml", findings),
            years,
            bases: load(files, "bases/bases.toml", findings),
            regulation: load(files, "regulation/regulation.toml", findings),
            needs: load(files, "needs/needs.toml", findings),
            services,
            replies: load(files, "replies/replies.toml", findings),
            glossary: load(files, "glossary/glossary.toml", findings),
            pages: load(files, "pages/pages.toml", findings),
        }
    }

    /// The names of structure files that a pack may have.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let lists = [
            "units/units",
            "bases/bases",
            "regulation/regulation",
            "needs/needs",
            "replies/replies",
            "glossary/glossary",
            "pages/pages",
        ];
        std::iter::once("city".to_owned())
            .chain(lists.map(ToOwned::to_owned))
            .chain(self.years.keys().map(|year| format!("calendar/{year}")))
            .chain(
                self.services
                    .keys()
                    .map(|code| format!("services/{code}/service")),
            )
            .map(|stem| stem + ".toml")
    }

    /// The services that could be understood.
    pub fn services(&self) -> impl Iterator<Item = (&str, &Part<'f, Service>)> {
        self.services
            .iter()
            .filter_map(|(folder, part)| Some((folder.as_str(), part.as_ref()?)))
    }

    /// The years that could be understood.
    pub fn years(&self) -> impl Iterator<Item = (&str, &Part<'f, YearFile>)> {
        self.years
            .iter()
            .filter_map(|(stem, part)| Some((stem.as_str(), part.as_ref()?)))
    }

    // Whether there is one of that code. Where the list itself could not be understood, everything is: one broken
    // file should not bring a finding for every word that refers to it.

    pub fn has_unit(&self, code: &str) -> bool {
        in_list(self.units.as_ref().map(|p| &p.is.list), |unit| unit.code == *code)
    }

    pub fn has_district(&self, code: &str) -> bool {
        in_list(self.units.as_ref().map(|p| &p.is.list), |unit| {
            unit.code == *code && is_district(unit)
        })
    }

    pub fn has_basis(&self, code: &str) -> bool {
        in_list(self.bases.as_ref().map(|p| &p.is.list), |basis| {
            basis.code == *code
        })
    }

    pub fn has_need(&self, code: &str) -> bool {
        in_list(self.needs.as_ref().map(|p| &p.is.list), |need| need.code == code)
    }

    pub fn has_service(&self, code: &str) -> bool {
        self.services.contains_key(code)
    }

    pub fn has_page(&self, code: &str) -> bool {
        OWN_PAGES.contains(&code)
            || in_list(self.pages.as_ref().map(|p| &p.is.list), |page| page.code == code)
    }

    pub fn has_article(&self, number: u16) -> bool {
        let last = self.regulation.as_ref().map(|p| p.is.last_article);
        number > 0 && last.is_none_or(|last| number <= last)
    }

    /// Whether somebody here reads that language: the interface speaks it, or a unit's people do.
    pub fn has_reader(&self, language: Lang) -> bool {
        in_list(self.city.as_ref().map(|p| &p.is.languages), |l| {
            l.code == language
        }) || in_list(self.units.as_ref().map(|p| &p.is.list), |unit| {
            unit.languages.contains(&language)
        })
    }

    /// The city, if every file could be understood.
    pub fn into_city(self, texts: Texts) -> Option<City> {
        let city = self.city?.is;
        let mut years = BTreeMap::new();
        for part in self.years.into_values() {
            let year = part?.is;
            let days = |days: Vec<Day>| days.into_iter().map(|day| (day.date, day.name)).collect();
            let known = CalendarYear {
                provisional: year.provisional,
                source: year.source,
                holidays: days(year.holidays),
                workdays: days(year.workdays),
            };
            years.insert(year.year, known);
        }
        let mut services = Vec::new();
        for part in self.services.into_values() {
            services.push(part?.is);
        }
        services.sort_by(|a, b| (a.order, &a.code).cmp(&(b.order, &b.code)));
        let regulation = self.regulation?.is;
        let codes = |list: Vec<Coded>| list.into_iter().map(|entry| entry.code).collect();
        Some(City {
            code: city.code,
            timezone: TimeZone::get(&city.timezone).ok()?,
            country: city.country,
            source_language: city.source_language,
            hotline_unit: city.hotline_unit,
            phone: city.phone,
            languages: city.languages,
            limits: city.limits,
            units: self.units?.is.list,
            calendar: Calendar::new(years),
            bases: self.bases?.is.list,
            regulation: Regulation {
                in_force: regulation.in_force,
                mechanisms: regulation.mechanisms,
                articles: regulation.articles,
            },
            needs: codes(self.needs?.is.list),
            services,
            replies: self.replies?.is.list,
            glossary: self.glossary?.is.list,
            pages: codes(self.pages?.is.list),
            partners: domain::partners::Partners::default(),
            texts,
        })
    }
}

pub fn is_district(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::District | UnitKind::Zone)
}

fn in_list<T>(list: Option<&Vec<T>>, is: impl Fn(&T) -> bool) -> bool {
    list.is_none_or(|list| list.iter().any(is))
}

fn load<'f, T: DeserializeOwned>(
    files: &'f Files,
    name: &str,
    findings: &mut Vec<Finding>,
) -> Option<Part<'f, T>> {
    let document = Document::parse(files, name, findings)?;
    let is = document.shape(findings)?;
    Some(Part { document, is })
}

/// Files that no part of a pack asks for; most often one whose name was mistyped.
pub fn unexpected(files: &Files, pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
    if pack.city.is_none() {
        // Without the city's languages it is not known which text files there should be.
        return;
    }
    let known: BTreeSet<String> = pack.names().chain(texts.file_names()).collect();
    let known = |name: &str| {
        known.contains(name)
            || name == crate::translated::NAME
            // Made-up texts, read by those who make a demo.
            || name.starts_with("demo/")
    };
    for name in files.names().filter(|name| !known(name)) {
        findings.push(Finding::new(files.folder.join(name), 1, What::UnexpectedFile));
    }
}
