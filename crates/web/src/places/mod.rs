//! Places of the city: a list that equals its map, a page for each, how one comes and goes, and the same as GeoJSON. All of it
//! is the pack's.

mod api;
mod filter;
mod list;
pub(crate) mod map;
mod place;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
mod transport;
pub(crate) mod view;

use axum::Router;
use axum::routing::get;
use domain::city::{City, Live};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::slice::{Figure, Slice};

/// Where it begins, below the language.
pub const PATH: &str = "/places";
/// The folder of its texts.
const TEXTS: &str = "places";

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(list::show))
            .route("/places/{code}", get(place::show))
            .route(transport::PATH, get(transport::show))
    },
    api: || {
        OpenApiRouter::new()
            .routes(routes!(api::places))
            .routes(routes!(api::districts))
    },
    nav: Some(("places-nav", PATH)),
    public: |app| {
        let places = &app.city().places.list;
        let each = places.iter().map(|place| format!("{PATH}/{}", place.code));
        let own = [PATH, transport::PATH].map(str::to_owned);
        let paths = own.into_iter().chain(each).collect();
        Box::pin(async { Ok(paths) })
    },
    figures: |app| {
        let figures = figures(app.city());
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: samples::samples,
    ..Slice::new("places")
};

/// How many places each mechanism has that these pages make work: those of the kinds that its articles ask for.
fn figures(city: &City) -> Vec<Figure> {
    let figure = |mechanism: &str, path: &str| {
        let articles = city.regulation.articles.iter();
        let articles: Vec<u16> = articles
            .filter(|article| article.mechanism.iter().any(|code| code == mechanism))
            .map(|article| article.number)
            .collect();
        let asked = city.places.list.iter().filter(|place| {
            let kind = city.places.kind(&place.kind);
            kind.is_some_and(|kind| kind.articles.iter().any(|article| articles.contains(article)))
        });
        Figure {
            mechanism: mechanism.to_owned(),
            text: "places-figure",
            n: asked.count() as u64,
            of: None,
            runs: true,
            path: Some(format!("/{path}")),
        }
    };
    let mechanisms = city.regulation.mechanisms.iter();
    let own = mechanisms.filter_map(|mechanism| match &mechanism.live {
        Some(Live::Page(page)) if [PATH, transport::PATH].contains(&format!("/{page}").as_str()) => {
            Some(figure(&mechanism.code, page))
        }
        _ => None,
    });
    own.collect()
}
