//! Staff: signing in and out, their sessions, their own password.

pub(crate) mod account;
mod api;
pub(crate) mod sessions;
pub mod signing;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    desk: || {
        Router::new()
            .route(account::PATH, get(account::show))
            .route("/desk/account/end", post(account::end))
            .route("/desk/account/end-others", post(account::end_others))
            .route("/desk/account/password", post(account::password))
            .route(sessions::PATH, get(sessions::show))
            .route("/desk/sessions/end", post(sessions::end))
            .route("/desk/sessions/end-all", post(sessions::end_all))
    },
    api: || {
        OpenApiRouter::new()
            .routes(routes!(api::sign_in, api::sign_out))
            .routes(routes!(api::change_password))
            .routes(routes!(api::sessions))
            .routes(routes!(api::end_session))
    },
    rooms: &[sessions::ROOM],
    #[cfg(test)]
    samples: |page| {
        let mut samples = signing::samples(page);
        samples.extend(account::samples(page));
        samples.extend(sessions::samples(page));
        samples
    },
    ..Slice::new(domain::people::NOUN)
};
