//! Places of the city: a list that equals its map, a page for each, how one comes and goes, and the same as GeoJSON. All of it
//! is the pack's.

mod api;
pub(crate) mod ask;
pub(crate) mod filter;
mod list;
pub(crate) mod map;
mod place;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
pub(crate) mod transport;
pub(crate) mod view;

use axum::Router;
use axum::routing::get;
use domain::city::{City, Live};
use domain::places::Place;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::app::App;
use crate::kit::findable::{Findables, in_each_language};
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
    findable,
    figures: |app| {
        let figures = figures(app.city());
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: samples::samples,
    ..Slice::new("places")
};

/// Each place by its name, its kind and where it is.
fn findable(app: &App) -> Findables<'_> {
    let city = app.city();
    let of = |place: &Place| {
        let path = format!("{PATH}/{}", place.code);
        in_each_language(app, "place", &path, |lang| {
            let text = |key: String| city.texts.get("places", &key, lang).map(str::to_owned);
            let title = text(format!("place.{}.name", place.code))?;
            let district = place.district.as_ref().and_then(|unit| {
                let name = city.texts.get("units", &format!("{unit}.name"), lang)?;
                Some(name.to_owned())
            });
            let body = ["address", "note"].map(|key| text(format!("place.{}.{key}", place.code)));
            let body: Vec<String> = body.into_iter().flatten().chain(district).collect();
            let kind = ["name", "plural"].map(|key| text(format!("kind.{}.{key}", place.kind)));
            Some((title, body.join("\n"), kind.into_iter().flatten().collect()))
        })
    };
    let all = city.places.list.iter().flat_map(of).collect();
    Box::pin(async { Ok(all) })
}

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
