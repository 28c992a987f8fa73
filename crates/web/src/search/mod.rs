//! One box for everything: the services that somebody's words ask for, and what the city has written about it.

mod answers;
mod api;
mod find;
mod suggest;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route("/find", get(find::show).post(find::find))
            .route("/find/suggest", post(suggest::suggest))
    },
    asks: &["/find", "/find/suggest"],
    api: || OpenApiRouter::new().routes(routes!(api::search)),
    #[cfg(test)]
    samples: find::samples,
    ..Slice::new("search")
};
