//! How one comes to the city, goes about in it and crosses its borders: its airports, stations and ports, and the lines that
//! call there.

use askama::Template;
use domain::arrivals::Arrival;
use domain::places::{Group, Means, Place, Route};

use super::{TEXTS, view};
use crate::guides;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};

/// Where it is, below the language.
pub const PATH: &str = "/transport";

/// The need whose guides are read here.
const NEED: &str = "transport";

#[derive(Template)]
#[template(path = "places/transport.html")]
pub(super) struct Transport {
    page: Page,
    kinds: Vec<Kind>,
    means: Vec<Lines>,
    guides: Vec<guides::Line>,
    /// One crosses the border somewhere in this city.
    has_ports: bool,
}

/// Airports, stations, ports.
struct Kind {
    name: String,
    places: Vec<Stop>,
}

struct Stop {
    href: String,
    name: String,
    district: Option<String>,
    note: Option<String>,
    has_point: bool,
    /// What one is told who arrives there.
    arrival: Option<String>,
}

/// Lines by one means.
struct Lines {
    code: &'static str,
    lines: Vec<Line>,
}

/// A line as a reader sees it.
#[derive(Debug)]
pub(crate) struct Line {
    pub name: String,
    pub text: String,
    calls: Vec<(String, String)>,
    /// What is said is not confirmed; the day it rests on, if that is known.
    pub unconfirmed: Option<String>,
    as_of: Option<String>,
    sources: String,
}

impl Transport {
    pub(super) fn of(page: &Page) -> Self {
        let places = &page.app.city().clone().places;
        let kinds = places.kinds.iter().filter(|kind| kind.group == Group::Transport);
        let kind = |kind: &domain::places::Kind| Kind {
            name: page.c_owned(TEXTS, format!("kind.{}.plural", kind.code)),
            places: places
                .list
                .iter()
                .filter(|place| place.kind == kind.code)
                .map(|place| stop(page, place))
                .collect(),
        };
        let means = |means: &Means| Lines {
            code: means.code(),
            lines: places
                .routes
                .iter()
                .filter(|route| route.means == *means)
                .map(|route| line(page, route))
                .collect(),
        };
        let guides = page.city().guides.iter();
        let guides = guides.filter(|guide| guide.need == NEED);
        let title = page.t("transport-title").to_string();
        let about = page
            .t("transport-description")
            .with("city", page.city_name())
            .to_string();
        Self {
            kinds: kinds.map(kind).filter(|kind| !kind.places.is_empty()).collect(),
            means: Means::ALL
                .iter()
                .map(means)
                .filter(|means| !means.lines.is_empty())
                .collect(),
            guides: guides.map(|guide| guides::Line::of(page, guide)).collect(),
            has_ports: page.city().arrivals.iter().any(Arrival::is_port),
            page: page.clone().titled(title).described(about),
        }
    }
}

fn stop(page: &Page, place: &Place) -> Stop {
    let mut arrivals = page.city().arrivals.iter();
    let is_told = arrivals.any(|arrival| arrival.code == place.code);
    Stop {
        href: view::href(page, &place.code),
        name: view::name(page, place),
        district: view::district(page, place),
        note: view::said(page, place, "note"),
        has_point: place.at.is_some(),
        arrival: is_told.then(|| page.url(&format!("/arrivals/{}", place.code))),
    }
}

pub(crate) fn line(page: &Page, route: &Route) -> Line {
    let places = &page.city().places;
    let calls = route.calls.iter().filter_map(|code| {
        let place = places.place(code)?;
        Some((view::href(page, code), view::name(page, place)))
    });
    let as_of = route.as_of.map(|date| page.short_date(date));
    let sources = route.sources.iter();
    let sources: Vec<String> = sources
        .map(|code| page.c_owned(TEXTS, format!("source.{code}")))
        .collect();
    Line {
        name: page.c_owned(TEXTS, format!("route.{}.name", route.code)),
        text: page.c_owned(TEXTS, format!("route.{}.text", route.code)),
        calls: calls.collect(),
        unconfirmed: (!route.confirmed).then(|| match &as_of {
            Some(date) => page
                .t("transport-unconfirmed")
                .with("date", date.as_str())
                .to_string(),
            None => page.t("transport-unconfirmed-undated").to_string(),
        }),
        as_of: as_of.filter(|_| route.confirmed),
        sources: sources.join(&page.t("page-list-comma").to_string()),
    }
}

pub(super) async fn show(visit: Visit) -> Shown {
    render(&Transport::of(&visit.page(Nav::Of(super::PATH))))
}
