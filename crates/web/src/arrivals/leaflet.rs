//! What one is told where one arrives. The page, what is printed and the screen in the hall show this and nothing else.

use domain::arrivals::{Arrival, Near};
use domain::guides::Guide;
use domain::places::Place;
use jiff::civil::Date;

use super::path;
use crate::guides;
use crate::kit::page::Page;
use crate::kit::published::{Notice, Published};
use crate::kit::qr::Qr;
use crate::places::{transport, view};
use crate::services::calls;

/// A leaflet in the reader's language.
#[derive(Debug)]
pub struct Leaflet {
    pub name: String,
    /// In the city's own language, to show to somebody; nothing to who reads that.
    pub local: Option<String>,
    /// The language of what is in the city's own.
    pub tag: String,
    pub kind: String,
    /// Numbers, and whom one reaches there. The hotline's is the first.
    pub numbers: Vec<(String, String)>,
    /// How the hotline is asked.
    pub hotline: String,
    /// Without those that have nothing to say.
    pub sections: Vec<Section>,
    pub unchecked: Option<Notice>,
    pub reviewed_on: String,
    /// Its page, for a phone.
    pub qr: Option<Qr>,
    pub address: String,
}

/// A part of it.
#[derive(Debug)]
pub struct Section {
    pub code: &'static str,
    pub title: String,
    pub texts: Vec<Published>,
    pub entries: Vec<Entry>,
}

/// A guide, a line or a place.
#[derive(Debug)]
pub struct Entry {
    pub title: Published,
    pub href: Option<String>,
    pub texts: Vec<Published>,
    /// Name and address in the city's own language.
    pub local: Option<String>,
    /// As it is read, and as it is called.
    pub phone: Option<(String, String)>,
    /// What is said of it is not confirmed.
    pub unconfirmed: Option<String>,
}

impl Leaflet {
    pub fn of(page: &Page, arrival: &Arrival, today: Date) -> Option<Self> {
        let city = page.city();
        let place = city.places.place(&arrival.code)?;
        let sections = [
            way(page, arrival),
            first(page, arrival, today),
            border(page, arrival, today),
            near(page, "medical", &arrival.medical, today),
            near(page, "tourism", &arrival.tourism, today),
        ];
        let sections: Vec<Section> = sections
            .into_iter()
            .filter(|section| !section.texts.is_empty() || !section.entries.is_empty())
            .collect();
        let shown = sections.iter().flat_map(Section::published);
        let unchecked = page.unchecked_parts(shown);
        let address = format!("{}{}", page.base, page.url(&path(&arrival.code)));
        Some(Self {
            name: view::name(page, place),
            local: local(page, place, &["name"]),
            tag: page.tag_of(city.source_language).to_owned(),
            kind: view::kind(page, place),
            numbers: numbers(page),
            hotline: page.c_owned("city", "hotline.note"),
            unchecked,
            reviewed_on: page.short_date(arrival.reviewed_on),
            qr: Qr::of(&address),
            address,
            sections,
        })
    }

    /// Its address as people type it.
    pub fn typed_address(&self) -> &str {
        let address = self.address.split_once("://");
        address.map_or(self.address.as_str(), |(_, rest)| rest)
    }
}

impl Entry {
    /// It leads to something, and says nothing itself.
    pub fn is_only_a_link(&self) -> bool {
        self.texts.is_empty() && self.local.is_none() && self.phone.is_none()
    }
}

impl Section {
    /// What can be read without following a link.
    pub fn told(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_only_a_link())
    }

    fn published(&self) -> impl Iterator<Item = &Published> {
        let entries = self.entries.iter();
        let said = entries.flat_map(|entry| std::iter::once(&entry.title).chain(&entry.texts));
        self.texts.iter().chain(said)
    }
}

/// The hotline, and those for emergencies.
fn numbers(page: &Page) -> Vec<(String, String)> {
    let city = page.city();
    let hotline = (city.phone.clone(), page.unit(&city.hotline_unit).to_owned());
    let emergencies = city.services.iter().flat_map(|service| calls(page, service));
    std::iter::once(hotline).chain(emergencies).collect()
}

/// How one goes on, and the lines that call there.
fn way(page: &Page, arrival: &Arrival) -> Section {
    let city = page.city();
    let mut texts = vec![page.published(&arrival.place(), "way")];
    if page.lang != city.source_language {
        let language = page.language_name(city.source_language);
        let taxi = page.t("arrivals-taxi").with("language", language).to_string();
        texts.push(said(page, &taxi));
    }
    let line = |route| {
        let line = transport::line(page, route);
        Entry {
            title: said(page, &line.name),
            href: None,
            texts: vec![said(page, &line.text)],
            local: None,
            phone: None,
            unconfirmed: line.unconfirmed,
        }
    };
    Section {
        code: "way",
        title: page.t("arrivals-way").to_string(),
        texts,
        entries: arrival.lines(&city.places).into_iter().map(line).collect(),
    }
}

fn first(page: &Page, arrival: &Arrival, today: Date) -> Section {
    Section {
        code: "first",
        title: page.t("arrivals-first").to_string(),
        texts: Vec::new(),
        entries: arrival
            .guides
            .iter()
            .filter_map(|code| current(page, code.as_str(), today))
            .map(|guide| entry(page, guide))
            .collect(),
    }
}

fn border(page: &Page, arrival: &Arrival, today: Date) -> Section {
    let own = page.c_opt(&arrival.place(), "border").is_some();
    let guides = arrival.border.iter();
    let guides: Vec<&Guide> = guides
        .filter_map(|code| current(page, code.as_str(), today))
        .collect();
    let calls = guides.first().map(|guide| page.published(&guide.place(), "call"));
    let text = own.then(|| page.published(&arrival.place(), "border"));
    Section {
        code: "border",
        title: page.t("arrivals-border").to_string(),
        texts: text.into_iter().chain(calls).collect(),
        entries: guides.into_iter().map(|guide| entry(page, guide)).collect(),
    }
}

/// Places to go to, and what a guide says of that.
fn near(page: &Page, code: &'static str, near: &Near, today: Date) -> Section {
    let guide = near.guide.as_ref();
    let guide = guide.and_then(|code| current(page, code.as_str(), today));
    let places = near.places.iter();
    let places = places.filter_map(|code| page.city().places.place(code));
    let place = |place: &Place| Entry {
        title: page.published("places", format!("place.{}.name", place.code)),
        href: Some(view::href(page, &place.code)),
        texts: view::said(page, place, "note")
            .map(|_| page.published("places", format!("place.{}.note", place.code)))
            .into_iter()
            .collect(),
        local: local(page, place, &["name", "address"]),
        phone: view::phone(page, place),
        unconfirmed: None,
    };
    let leads = guide.map(|guide| {
        let keys: &[&str] = if code == "medical" { &["do", "call"] } else { &[] };
        let text = |key: &&str| page.published(&guide.place(), *key);
        keys.iter().map(text).collect()
    });
    let read = guide.map(|guide| Entry {
        texts: Vec::new(),
        ..entry(page, guide)
    });
    Section {
        code,
        title: page.tc("arrivals", code).to_string(),
        texts: leads.unwrap_or_default(),
        entries: places.map(place).chain(read).collect(),
    }
}

/// A guide that may be relied upon: what is printed cannot say later that it has expired.
fn current<'p>(page: &'p Page, code: &str, today: Date) -> Option<&'p Guide> {
    let guide = page.city().guide(code)?;
    (!guide.has_expired(today)).then_some(guide)
}

/// A guide by its title and what it says to do.
fn entry(page: &Page, guide: &Guide) -> Entry {
    let line = guides::Line::of(page, guide);
    Entry {
        title: line.title,
        href: Some(line.href),
        texts: vec![page.published(&guide.place(), "do")],
        local: None,
        phone: None,
        unconfirmed: None,
    }
}

/// What is in the reader's language already.
fn said(page: &Page, text: &str) -> Published {
    page.said((page.lang, text))
}

/// What the place is called in the city's own language; nothing to who reads that.
fn local(page: &Page, place: &Place, keys: &[&str]) -> Option<String> {
    let source = page.city().source_language;
    let text = |key: &&str| {
        let key = format!("place.{}.{key}", place.code);
        page.city().texts.get("places", &key, source)
    };
    let texts: Vec<&str> = keys.iter().filter_map(text).collect();
    (page.lang != source && !texts.is_empty()).then(|| texts.join(" · "))
}
