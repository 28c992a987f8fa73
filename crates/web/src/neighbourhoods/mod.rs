//! Neighbourhoods, what is within a walk of them and what is missing (article 14 of the first city's regulation); and how many
//! places of each sort each district has.

mod pages;

use axum::Router;
use axum::routing::get;
use domain::city::Live;

use crate::kit::slice::{Figure, Slice};

/// Where they are, below the language.
pub const PATH: &str = "/neighbourhoods";

pub const SLICE: Slice = Slice {
    pages: || Router::new().route(PATH, get(pages::show)),
    public: |_| Box::pin(async { Ok(vec![PATH.to_owned()]) }),
    figures: |app| {
        let city = app.city();
        let mechanisms = city.regulation.mechanisms.iter();
        let own = mechanisms.filter(
            |mechanism| matches!(&mechanism.live, Some(Live::Page(page)) if format!("/{page}") == PATH),
        );
        let facilities = city.places.list.iter();
        let facilities = facilities
            .filter(|place| domain::neighbourhoods::facility_of(&city.places, place).is_some())
            .count();
        let figure = |code: &String| Figure {
            mechanism: code.clone(),
            text: "neighbourhoods-figure",
            n: facilities as u64,
            of: None,
            runs: true,
            path: Some(PATH.to_owned()),
        };
        let figures = own.map(|mechanism| figure(&mechanism.code)).collect();
        Box::pin(async { Ok(figures) })
    },
    #[cfg(test)]
    samples: pages::samples,
    ..Slice::new("neighbourhoods")
};
