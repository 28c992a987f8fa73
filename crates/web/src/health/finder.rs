//! The finder: where people are treated, by language, by what they need and by who is open, on the filter of the places. What
//! is known to fit comes first; then what may fit and nobody knows, which the service asks for.

use askama::Template;
use axum::http::Uri;
use domain::Lang;
use domain::places::{Group, Place};
use jiff::civil::DateTime;

use super::PATH as HEALTH;
use crate::kit::desk::query_of;
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::places::ask::Ask;
use crate::places::filter::Filter;
use crate::places::view;

/// Where it is, below the language.
pub const PATH: &str = "/health/doctors";

/// What a filter asks of a place, in the order of [`Filter::facts`].
const FACTS: [&str; 4] = ["languages", "wheelchair", "speciality", "hours"];

#[derive(Template)]
#[template(path = "health/finder.html")]
pub(super) struct Finder {
    page: Page,
    filter: Filter,
    /// Something is asked of them.
    asks: bool,
    languages: Vec<Choice>,
    specialities: Vec<Choice>,
    fits: Vec<Line>,
    perhaps: Vec<Line>,
    /// For a hospital that the service finds.
    ask: Option<Ask>,
}

/// A value of a filter.
struct Choice {
    code: String,
    name: String,
    chosen: bool,
}

struct Line {
    href: String,
    name: String,
    /// As it is written in the city.
    local: Option<(String, String)>,
    address: Option<String>,
    district: Option<String>,
    opening: Option<view::Said>,
    spoken: Option<String>,
    interpreted: Option<String>,
    specialities: Option<String>,
    /// What is asked and nobody knows.
    unknown: Option<String>,
    ask: Option<Ask>,
}

impl Line {
    fn of(page: &Page, place: &Place, filter: &Filter, now: DateTime) -> Self {
        let city = page.city();
        let comma = page.t("page-list-comma").to_string();
        let facts = filter.facts(city, place, now);
        let silent = FACTS.iter().zip(facts).filter(|(_, fact)| fact.is_none());
        let silent: Vec<String> = silent
            .map(|(code, _)| page.tc("health-fact", code).to_string())
            .collect();
        let treats = place.specialities.iter();
        let treats: Vec<String> = treats.map(|code| speciality(page, code)).collect();
        let (name, source) = (view::name(page, place), city.source_language);
        let local = city
            .texts
            .get("places", &format!("place.{}.name", place.code), source);
        let local = local.filter(|local| *local != name);
        Self {
            href: view::href(page, &place.code),
            local: local.map(|local| (page.tag_of(source).to_owned(), local.to_owned())),
            name,
            address: view::said(page, place, "address"),
            district: view::district(page, place),
            opening: view::opening(page, place, now),
            spoken: view::languages(page, &place.spoken),
            interpreted: view::languages(page, &place.interpreted),
            specialities: (!treats.is_empty()).then(|| treats.join(&comma)),
            unknown: (!silent.is_empty()).then(|| {
                let unknown = page.t("places-unknown").with("what", silent.join(&comma));
                unknown.to_string()
            }),
            ask: Ask::for_filter(page, Some(place), filter),
        }
    }
}

fn speciality(page: &Page, code: &str) -> String {
    page.c_owned("places", format!("speciality.{code}"))
}

impl Finder {
    pub(super) fn of(page: &Page, fields: &Fields, now: DateTime) -> Self {
        let city = page.app.city().clone();
        let asked = Filter::of(&city, fields);
        // Of the filters of places, those that this page offers.
        let filter = Filter {
            group: Some(Group::Health),
            language: asked.language,
            spoken: asked.spoken,
            speciality: asked.speciality,
            open: asked.open,
            ..Filter::default()
        };
        let fits = filter.places(&city, now);
        let places = city.places.list.iter();
        let perhaps = places.filter(|place| filter.may_mean(&city, place, now));
        let line = |place: &Place| Line::of(page, place, &filter, now);
        let own = city.languages.iter().map(|language| language.code);
        let others = city.places.languages().into_iter();
        let others = others.filter(|lang| !city.is_interface_language(*lang));
        let languages = own.chain(others).map(|lang: Lang| Choice {
            code: lang.to_string(),
            name: page.language_name(lang),
            chosen: filter.language == Some(lang),
        });
        let specialities = city.places.specialities.iter().map(|code| Choice {
            code: code.clone(),
            name: speciality(page, code),
            chosen: filter.speciality.as_ref() == Some(code),
        });
        let about = page
            .t("health-find-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            asks: filter.language.is_some() || filter.speciality.is_some() || filter.open,
            languages: languages.collect(),
            specialities: specialities.collect(),
            fits: fits.into_iter().map(line).collect(),
            perhaps: perhaps.map(line).collect(),
            ask: Ask::for_filter(page, None, &filter),
            page: page.clone().titled(page.t("health-find-title")).described(about),
            filter,
        }
    }
}

pub(super) async fn show(visit: Visit, uri: Uri) -> Shown {
    if visit.app.city().health.is_empty() {
        return Err(Error::NotFound);
    }
    let page = visit.page(Nav::Of(HEALTH));
    let now = view::now(&page);
    render(&Finder::of(&page, &query_of(&uri), now))
}
