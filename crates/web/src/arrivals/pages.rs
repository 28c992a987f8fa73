//! The list of places where one arrives, a page for each, and who crosses the border where.

use askama::Template;
use axum::extract::{Path, State};
use domain::arrivals::Arrival;
use jiff::civil::Date;

use super::leaflet::Leaflet;
use super::{find, path};
use crate::guides;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};
use crate::places::{self, transport, view};

#[derive(Template)]
#[template(path = "arrivals/list.html")]
pub(super) struct List {
    page: Page,
    arrivals: Vec<Line>,
    /// One crosses the border at one of them.
    has_ports: bool,
}

/// One of them.
struct Line {
    href: String,
    name: String,
    kind: String,
    district: Option<String>,
}

impl List {
    pub(super) fn of(page: Page) -> Self {
        let arrivals = page.city().arrivals.iter();
        let arrivals = arrivals.filter_map(|arrival| line(&page, arrival)).collect();
        let [title, about] = ["arrivals-title", "arrivals-description"]
            .map(|key| page.t(key).with("city", page.city_name()).to_string());
        Self {
            has_ports: page.city().arrivals.iter().any(Arrival::is_port),
            arrivals,
            page: page.titled(title).described(about),
        }
    }
}

fn line(page: &Page, arrival: &Arrival) -> Option<Line> {
    let place = page.city().places.place(&arrival.code)?;
    Some(Line {
        href: page.url(&path(&arrival.code)),
        name: view::name(page, place),
        kind: view::kind(page, place),
        district: view::district(page, place),
    })
}

pub(super) async fn list(visit: Visit) -> Shown {
    if visit.app.city().arrivals.is_empty() {
        return Err(Error::NotFound);
    }
    render(&List::of(visit.page(Nav::Of(places::PATH))))
}

#[derive(Template)]
#[template(path = "arrivals/arrival.html")]
pub(super) struct Shows {
    page: Page,
    leaflet: Leaflet,
    unchecked: Option<Notice>,
    here: String,
    /// Where its place is in the directory.
    place: String,
}

impl Shows {
    pub(super) fn of(page: Page, arrival: &Arrival, today: Date) -> Option<Self> {
        let leaflet = Leaflet::of(&page, arrival, today)?;
        let about = page
            .t("arrivals-place-description")
            .with("name", leaflet.name.as_str())
            .with("city", page.city_name())
            .to_string();
        Some(Self {
            unchecked: leaflet.unchecked.clone(),
            here: page.url(&path(&arrival.code)),
            place: view::href(&page, &arrival.code),
            page: page.titled(&leaflet.name).described(about),
            leaflet,
        })
    }
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let arrival = find(&app, &code)?;
    let page = visit.page(Nav::Of(places::PATH));
    render(&Shows::of(page, arrival, app.today()).ok_or(Error::NotFound)?)
}

#[derive(Template)]
#[template(path = "arrivals/ports.html")]
pub(super) struct Ports {
    page: Page,
    list: Vec<Port>,
    unchecked: Option<Notice>,
    guides: Vec<guides::Line>,
}

/// Where one crosses the border.
struct Port {
    line: Line,
    text: Option<Published>,
    routes: Vec<transport::Line>,
}

impl Ports {
    pub(super) fn of(page: &Page) -> Self {
        let city = page.city();
        let crossings = city.arrivals.iter();
        let crossings: Vec<&Arrival> = crossings.filter(|arrival| arrival.is_port()).collect();
        let port = |arrival: &&Arrival| {
            let own = page.c_opt(&arrival.place(), "border");
            let lines = arrival.lines(&city.places).into_iter();
            Some(Port {
                line: line(page, arrival)?,
                text: own.map(|_| page.published(&arrival.place(), "border")),
                routes: lines.map(|route| transport::line(page, route)).collect(),
            })
        };
        let ports: Vec<Port> = crossings.iter().filter_map(port).collect();
        // What is to be read at several of them is named once.
        let all = city.guides.iter();
        let read = all.filter(|guide| {
            crossings
                .iter()
                .any(|arrival| arrival.border.contains(&guide.code))
        });
        let guides: Vec<guides::Line> = read.map(|guide| guides::Line::of(page, guide)).collect();
        let shown = guides.iter().flat_map(|line| [&line.title, &line.summary]);
        let shown = shown.chain(ports.iter().filter_map(|port| port.text.as_ref()));
        let [title, about] = ["ports-title", "ports-description"]
            .map(|key| page.t(key).with("city", page.city_name()).to_string());
        Self {
            unchecked: page.unchecked_parts(shown),
            list: ports,
            guides,
            page: page.clone().titled(title).described(about),
        }
    }
}

pub(super) async fn ports(visit: Visit) -> Shown {
    if !visit.app.city().arrivals.iter().any(Arrival::is_port) {
        return Err(Error::NotFound);
    }
    render(&Ports::of(&visit.page(Nav::Of(places::PATH))))
}
