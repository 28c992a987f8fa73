//! The list of places and their map: whatever is on one is on the other, or it says that its point is not known.

use askama::Template;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use domain::Lang;
use domain::places::{Group, Place};
use jiff::civil::DateTime;

use super::filter::Filter;
use super::map::Pictures;
use super::{PATH, view};
use crate::kit::desk::query_of;
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::security::Allows;

/// Places on a page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "places/list.html")]
pub(super) struct List {
    page: Page,
    filter: Filter,
    /// Each with how many there are, whatever else is chosen.
    groups: Vec<Kinds>,
    districts: Vec<Choice>,
    languages: Vec<Choice>,
    total: String,
    places: Vec<Line>,
    pictures: Option<Pictures>,
    /// Of the places that are asked for, those that say nothing of what is asked.
    silent: Option<Silent>,
    previous: Option<String>,
    next: Option<String>,
    /// Which page of how many.
    position: Option<String>,
    /// The same places as GeoJSON, and the districts.
    feed: String,
    tiles: Option<Tiles>,
}

/// Tiles that the configuration names.
pub(super) struct Tiles {
    pub url: String,
    pub credit: String,
}

/// Kinds of one group.
struct Kinds {
    name: String,
    kinds: Vec<Choice>,
}

/// A value of a filter.
struct Choice {
    code: String,
    name: String,
    count: String,
    chosen: bool,
}

/// How many places may be what is looked for, and nobody knows.
struct Silent {
    text: String,
    /// Somebody who interprets.
    help: Option<(String, String)>,
}

struct Line {
    /// On the map.
    number: Option<usize>,
    code: String,
    href: String,
    name: String,
    kind: String,
    district: Option<String>,
    address: Option<String>,
    opening: Option<view::Said>,
    spoken: Option<String>,
    interpreted: Option<String>,
    /// The code of its text.
    wheelchair: Option<&'static str>,
}

impl Line {
    fn of(page: &Page, place: &Place, number: Option<usize>, now: DateTime) -> Self {
        let address = view::said(page, place, "address");
        Self {
            number,
            code: place.code.clone(),
            href: view::href(page, &place.code),
            name: view::name(page, place),
            kind: view::kind(page, place),
            // Most addresses name it.
            district: view::district(page, place).filter(|_| address.is_none()),
            address,
            opening: view::opening(page, place, now),
            spoken: view::languages(page, &place.spoken),
            interpreted: view::languages(page, &place.interpreted),
            wheelchair: place.wheelchair.map(domain::places::Access::code),
        }
    }
}

impl List {
    pub(super) fn of(page: Page, fields: &Fields, now: DateTime) -> Self {
        let city = page.app.city().clone();
        let filter = Filter::of(&city, fields);
        let all = filter.places(&city, now);
        let pages = all.len().div_ceil(PAGE).max(1);
        let at: usize = fields.filled("page").and_then(|n| n.parse().ok()).unwrap_or(1);
        let at = at.clamp(1, pages);
        let href = |at: usize| {
            let more = (at > 1).then(|| ("page", at.to_string()));
            format!("{}{}", page.url(PATH), filter.query(more))
        };
        let mut numbers = 0;
        let numbered: Vec<(Option<usize>, &Place)> = all
            .iter()
            .map(|place| {
                let number = place.at.map(|_| {
                    numbers += 1;
                    numbers
                });
                (number, *place)
            })
            .collect();
        let shown = numbered.iter().skip((at - 1) * PAGE).take(PAGE);
        let marked: Vec<(Option<usize>, &Place)> = shown.clone().copied().collect();
        let title = page.t("places-title").with("city", page.city_name()).to_string();
        let about = page
            .t("places-description")
            .with("city", page.city_name())
            .to_string();
        let tiles = page.app.options().map_tiles.as_ref().map(|tiles| Tiles {
            url: tiles.url.clone(),
            credit: tiles.credit.clone(),
        });
        Self {
            groups: groups(&page, &filter),
            districts: districts(&page, &filter),
            languages: languages(&page, &filter),
            total: page.t("places-count").with("n", all.len()).to_string(),
            places: shown
                .map(|(number, place)| Line::of(&page, place, *number, now))
                .collect(),
            pictures: Pictures::of(&page, &marked),
            silent: silent(&page, &filter, now),
            previous: (at > 1).then(|| href(at - 1)),
            next: (at < pages).then(|| href(at + 1)),
            position: (pages > 1).then(|| {
                let position = page.t("places-page").with("n", at).with("of", pages);
                position.to_string()
            }),
            feed: format!("/api/v1/places.geojson{}", filter.query(None)),
            tiles,
            page: page.titled(title).described(about),
            filter,
        }
    }
}

/// The kinds that there are places of, under what they are for.
fn groups(page: &Page, filter: &Filter) -> Vec<Kinds> {
    let places = &page.city().places;
    let kinds = |group: Group| {
        let own = places.kinds.iter().filter(|kind| kind.group == group);
        let choice = own.filter_map(|kind| {
            let count = places.list.iter().filter(|place| place.kind == kind.code).count();
            (count > 0).then(|| Choice {
                code: kind.code.clone(),
                name: page.c_owned("places", format!("kind.{}.plural", kind.code)),
                count: page.number(count),
                chosen: filter.kind.as_ref() == Some(&kind.code),
            })
        });
        choice.collect::<Vec<_>>()
    };
    let groups = Group::ALL.iter().map(|group| Kinds {
        name: page.tc("places-group", group.code()).to_string(),
        kinds: kinds(*group),
    });
    groups.filter(|group| !group.kinds.is_empty()).collect()
}

fn districts(page: &Page, filter: &Filter) -> Vec<Choice> {
    let city = page.city();
    let choice = |unit: &domain::city::Unit| {
        let own = |place: &&Place| place.district.as_ref() == Some(&unit.code);
        let count = city.places.list.iter().filter(own).count();
        (count > 0).then(|| Choice {
            code: unit.code.to_string(),
            name: page.unit(&unit.code).to_owned(),
            count: page.number(count),
            chosen: filter.district.as_deref() == Some(unit.code.as_str()),
        })
    };
    city.districts().filter_map(choice).collect()
}

/// The languages of the interface and those of any place.
fn languages(page: &Page, filter: &Filter) -> Vec<Choice> {
    let city = page.city();
    let own = city.languages.iter().map(|language| language.code);
    let others = city.places.languages().into_iter();
    let others = others.filter(|lang| !city.is_interface_language(*lang));
    let choice = |lang: Lang| {
        let speaks = |place: &&Place| place.spoken.contains(&lang) || place.interpreted.contains(&lang);
        Choice {
            code: lang.to_string(),
            name: page.language_name(lang),
            count: page.number(city.places.list.iter().filter(speaks).count()),
            chosen: filter.language == Some(lang),
        }
    };
    own.chain(others).map(choice).collect()
}

/// What cannot be shown because nobody knows it.
fn silent(page: &Page, filter: &Filter, now: DateTime) -> Option<Silent> {
    let city = page.city();
    let may_be = |place: &&Place| filter.may_mean(city, place, now);
    let count = city.places.list.iter().filter(may_be).count();
    let help = city.services.iter().find(|service| service.need == "health");
    let help = help.filter(|_| filter.language.is_some()).map(|service| {
        let href = page.url(&format!("/services/{}", service.code));
        (href, page.service_text(&service.code, "name"))
    });
    (count > 0).then(|| Silent {
        text: page.t("places-silent").with("n", count).to_string(),
        help,
    })
}

pub(super) async fn show(visit: Visit, uri: Uri) -> Result<Response, Error> {
    let page = visit.page(Nav::Of(PATH));
    let now = view::now(&page);
    let images = page
        .app
        .options()
        .map_tiles
        .as_ref()
        .map(|tiles| tiles.origin.clone());
    let html = List::of(page, &query_of(&uri), now).render()?;
    // Where somebody stands is asked for here alone, and stays in their browser.
    let allows = Allows {
        geolocation: true,
        images,
        ..Allows::default()
    };
    Ok((axum::Extension(allows), Html(html)).into_response())
}
