//! Staff: signing in and out.

mod api;
pub mod signing;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    api: || OpenApiRouter::new().routes(routes!(api::sign_in, api::sign_out)),
    #[cfg(test)]
    samples: signing::samples,
    ..Slice::new(domain::people::NOUN)
};
