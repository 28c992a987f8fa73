//! Where one arrives: a page for each airport, station and passenger terminal, the leaflet that lies there, a view for the screen
//! in its hall, and who crosses the border where. All of it is the pack's, and all of it says the same ([`leaflet`]).

mod kiosk;
mod leaflet;
mod pages;
mod print;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::arrivals::Arrival;
use domain::city::{City, Live};

use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::findable::{Findables, in_each_language};
use crate::kit::slice::{Figure, Slice};

/// Where they are, below the language.
pub const PATH: &str = "/arrivals";
/// Who crosses the border where, below the language.
pub const PORTS: &str = "/ports";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(pages::list))
            .route("/arrivals/{code}", get(pages::show))
            .route("/arrivals/{code}/a4.pdf", get(print::a4))
            .route("/arrivals/{code}/a5.pdf", get(print::a5))
            .route("/arrivals/{code}/kiosk", get(kiosk::first))
            .route("/arrivals/{code}/kiosk/{topic}", get(kiosk::topic))
            .route(PORTS, get(pages::ports))
    },
    public: |app| {
        let arrivals = &app.city().arrivals;
        let each = arrivals.iter().map(|arrival| path(&arrival.code));
        let list = (!arrivals.is_empty()).then_some(PATH);
        let ports = arrivals.iter().any(Arrival::is_port).then_some(PORTS);
        let own = list.into_iter().chain(ports).map(str::to_owned);
        let paths = own.chain(each).collect();
        Box::pin(async { Ok(paths) })
    },
    findable,
    figures: |app| {
        let figures = figures(app.city());
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: samples::samples,
    ..Slice::new("arrivals")
};

/// Where one of them is, below the language.
fn path(code: &str) -> String {
    format!("{PATH}/{code}")
}

fn find<'a>(app: &'a App, code: &str) -> Result<&'a Arrival, Error> {
    let arrivals = &app.city().arrivals;
    let found = arrivals.iter().find(|arrival| arrival.code == code);
    found.ok_or(Error::NotFound)
}

/// Each by the name of its place and what is said of it.
fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    let of = |arrival: &Arrival| {
        in_each_language(app, "arrival", &path(&arrival.code), |lang| {
            let name = format!("place.{}.name", arrival.code);
            let title = city.texts.get("places", &name, lang)?.to_owned();
            let said = ["way", "border"].map(|key| city.texts.get(&arrival.place(), key, lang));
            let body: Vec<&str> = said.into_iter().flatten().collect();
            Some((title, body.join("\n"), Vec::new()))
        })
    };
    let all = city.arrivals.iter().flat_map(of).collect();
    Box::pin(async { Ok(all) })
}

/// How many leaflets and crossings there are, for the mechanisms that these pages make work.
fn figures(city: &City) -> Vec<Figure> {
    let crossings = city.arrivals.iter().filter(|arrival| arrival.is_port());
    let crossings = crossings.count();
    let of = |page: &str| match format!("/{page}").as_str() {
        PATH => Some(("arrivals-figure", city.arrivals.len())),
        PORTS => Some(("ports-figure", crossings)),
        _ => None,
    };
    let figure = |mechanism: &domain::city::Mechanism| {
        let Some(Live::Page(page)) = &mechanism.live else {
            return None;
        };
        let (text, n) = of(page)?;
        Some(Figure {
            mechanism: mechanism.code.clone(),
            text,
            n: n as u64,
            of: None,
            runs: true,
            path: Some(format!("/{page}")),
        })
    };
    city.regulation.mechanisms.iter().filter_map(figure).collect()
}
