//! A place: all that is known of it, and, once, what is not.

use askama::Template;
use axum::extract::{Path, State};
use domain::places::{Group, Place, ground, hours};
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::ask::Ask;
use super::map::Pictures;
use super::{PATH, TEXTS, view};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, linked_data, show as render};

/// Places that are named as near.
const NEAR: usize = 5;

#[derive(Template)]
#[template(path = "places/place.html")]
pub(super) struct Shows {
    page: Page,
    name: String,
    kind: String,
    kind_href: String,
    note: Option<String>,
    district: Option<String>,
    address: Option<String>,
    /// Name and address as they are written in the city, to show to a driver.
    local: Option<Local>,
    /// As it is read, and as it is called.
    phone: Option<(String, String)>,
    email: Option<String>,
    website: Option<String>,
    spoken: Option<String>,
    interpreted: Option<String>,
    wheelchair: Option<&'static str>,
    specialities: Vec<String>,
    opening: Option<view::Said>,
    week: Vec<view::Day>,
    is_doubtful: bool,
    unknown: Option<String>,
    pictures: Option<Pictures>,
    near: Vec<(String, String, String)>,
    sources: Vec<Found>,
    confidence: &'static str,
    /// How one asks for an appointment there.
    ask: Option<Ask>,
    /// Where one asks for an interpreter to come along.
    interpreters: Option<String>,
    /// Where one says that something is wrong.
    tell: Option<String>,
    /// For search engines (schema.org).
    linked: String,
}

/// In the city's own language.
struct Local {
    tag: String,
    dir: &'static str,
    name: String,
    address: Option<String>,
}

/// Where it was found.
struct Found {
    name: String,
    href: Option<String>,
    date: Option<String>,
}

impl Shows {
    pub(super) fn of(page: Page, place: &Place, now: DateTime) -> Self {
        let name = view::name(&page, place);
        let kind = view::kind(&page, place);
        let address = view::said(&page, place, "address");
        let specialities = place.specialities.iter();
        let hours = place.hours.as_ref();
        let week = hours.map_or_else(Vec::new, |hours| view::week(&page, hours, now));
        let tell = page.city().services.iter().find(|service| service.need == "ask");
        let about = page
            .t("places-place-description")
            .with("name", name.as_str())
            .with("kind", kind.as_str())
            .with("city", page.city_name())
            .to_string();
        Self {
            kind_href: format!("{}?kind={}", page.url(PATH), place.kind),
            note: view::said(&page, place, "note"),
            district: view::district(&page, place),
            local: local(&page, place),
            phone: view::phone(&page, place),
            email: place.email.clone(),
            website: place.website.clone(),
            spoken: view::languages(&page, &place.spoken),
            interpreted: view::languages(&page, &place.interpreted),
            wheelchair: place.wheelchair.map(domain::places::Access::code),
            specialities: specialities
                .map(|code| page.c_owned(TEXTS, format!("speciality.{code}")))
                .collect(),
            opening: view::opening(&page, place, now),
            is_doubtful: week
                .iter()
                .flat_map(|day| &day.spans)
                .any(|(_, certain)| !certain),
            week,
            unknown: unknown(&page, place),
            pictures: Pictures::of(&page, &[(None, place)]),
            near: near(&page, place),
            sources: place.sources.iter().map(|code| found(&page, code)).collect(),
            confidence: place.confidence.code(),
            ask: Ask::at(&page, place),
            interpreters: page
                .city()
                .interpretation
                .service
                .is_some()
                .then(|| page.url(&format!("/interpreters?place={}", place.code))),
            tell: tell.map(|service| page.url(&format!("/services/{}", service.code))),
            linked: linked(&page, place, &name, address.as_deref(), now),
            page: page.titled(&name).described(about),
            name,
            kind,
            address,
        }
    }
}

/// Nothing, to whoever reads the city's own language.
fn local(page: &Page, place: &Place) -> Option<Local> {
    let city = page.city();
    let source = city.source_language;
    let text = |what: &str| {
        let key = format!("place.{}.{what}", place.code);
        city.texts.get(TEXTS, &key, source).map(str::to_owned)
    };
    (page.lang != source).then(|| {
        Some(Local {
            tag: page.tag_of(source).to_owned(),
            dir: page.dir_of(source),
            name: text("name")?,
            address: text("address"),
        })
    })?
}

/// What nobody knows of it, in one sentence.
fn unknown(page: &Page, place: &Place) -> Option<String> {
    let facts = [
        ("point", place.at.is_none()),
        ("hours", place.hours.is_none()),
        (
            "languages",
            place.spoken.is_empty() && place.interpreted.is_empty(),
        ),
        ("wheelchair", place.wheelchair.is_none()),
        ("phone", place.phone.is_none()),
    ];
    let names: Vec<String> = facts
        .iter()
        .filter(|(_, is_unknown)| *is_unknown)
        .map(|(code, _)| page.tc("places-fact", code).to_string())
        .collect();
    let what = names.join(&page.t("page-list-comma").to_string());
    (!names.is_empty()).then(|| page.t("places-unknown").with("what", what).to_string())
}

/// Those within a walk, nearest first: address, name and distance.
fn near(page: &Page, place: &Place) -> Vec<(String, String, String)> {
    let Some(own) = place.at else {
        return Vec::new();
    };
    let others = page
        .city()
        .places
        .list
        .iter()
        .filter(|other| other.code != place.code);
    let mut near: Vec<(f64, &Place)> = others
        .filter_map(|other| Some((ground::metres([own, other.at?]), other)))
        .filter(|(metres, _)| *metres <= domain::neighbourhoods::WALK)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.truncate(NEAR);
    let line = |(metres, other): (f64, &Place)| {
        (
            view::href(page, &other.code),
            view::name(page, other),
            view::distance(page, metres),
        )
    };
    near.into_iter().map(line).collect()
}

fn found(page: &Page, code: &str) -> Found {
    let source = page.city().places.source(code);
    Found {
        name: page.c_owned(TEXTS, format!("source.{code}")),
        href: source.and_then(|source| source.url.clone()),
        date: source
            .and_then(|source| source.date)
            .map(|date| page.short_date(date)),
    }
}

/// What schema.org calls such places.
fn type_of(group: Option<Group>) -> &'static str {
    match group {
        Some(Group::Health) => "Hospital",
        Some(Group::School) => "School",
        Some(Group::University) => "CollegeOrUniversity",
        Some(Group::Police | Group::Government | Group::Consulate) => "GovernmentOffice",
        Some(Group::Legal) => "LegalService",
        Some(Group::Transport | Group::Culture) => "CivicStructure",
        Some(Group::Sight) => "TouristAttraction",
        Some(Group::Park) => "Park",
        Some(Group::Sport) => "SportsActivityLocation",
        Some(Group::Shopping) => "ShoppingCenter",
        Some(Group::Business | Group::Community | Group::Sea) | None => "Place",
    }
}

/// The place as JSON-LD, safe to stand in a script element.
fn linked(page: &Page, place: &Place, name: &str, address: Option<&str>, now: DateTime) -> String {
    let city = page.city();
    let mut linked = json!({
        "@context": "https://schema.org",
        "@type": type_of(city.places.group_of(place)),
        "name": name,
        "url": format!("{}{}", page.base, view::href(page, &place.code)),
    });
    let fields = [
        ("address", address.map(Value::from)),
        (
            "telephone",
            place
                .phone
                .as_ref()
                .and_then(|phone| domain::typed::phone(phone, &city.country).ok())
                .map(Value::from),
        ),
        ("email", place.email.clone().map(Value::from)),
        ("sameAs", place.website.clone().map(Value::from)),
        (
            "geo",
            place.at.map(|[longitude, latitude]| {
                json!({
                    "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude,
                })
            }),
        ),
        (
            "openingHoursSpecification",
            place.hours.as_ref().map(|hours| specified(page, hours, now)),
        ),
    ];
    if let Value::Object(object) = &mut linked {
        object.extend(
            fields
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?))),
        );
    }
    linked_data(&linked)
}

/// The next seven days, each by its date: holidays are no weekdays.
fn specified(page: &Page, hours: &hours::Hours, now: DateTime) -> Value {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let week = hours.week(now.date(), &page.city().calendar);
    let days = week.iter().flat_map(|day| {
        let certain = day.spans.iter().filter(|span| span.certain);
        certain.map(move |span| {
            json!({
                "@type": "OpeningHoursSpecification",
                "validFrom": day.date.to_string(),
                "validThrough": day.date.to_string(),
                "opens": time(span.from),
                "closes": if span.to == 24 * 60 { "23:59".to_owned() } else { time(span.to) },
            })
        })
    });
    days.collect()
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let place = app.city().places.place(&code).ok_or(Error::NotFound)?;
    let page = visit.page(Nav::Of(PATH));
    let now = view::now(&page);
    render(&Shows::of(page, place, now))
}
