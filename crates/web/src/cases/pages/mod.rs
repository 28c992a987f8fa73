//! A resident's cases: apply, receipt, follow.

mod answers;
pub mod apply;
mod booking;
mod check;
pub mod files;
pub mod follow;
mod held;
mod messages;
mod questions;
pub mod receipt;
mod sending;
#[cfg(test)]
mod tests;
mod urgent;
mod view;

pub(crate) use follow::held_case;
pub(crate) use held::{Held, Receipt};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::kit::app::App;
use crate::kit::upload::{FILE_BODY_MAX, POSTED_MAX};

/// What is for one reader alone: receipts, their cases, and forms that are being filled in.
pub const PRIVATE: &[&str] = &["/follow", "/receipt/", "/services/*/apply"];

/// Where an interpreter is asked for without a case, where the city sends any.
pub fn public(city: &domain::city::City) -> Option<String> {
    let policy = &city.interpretation;
    (!policy.is_empty() && policy.service.is_some()).then(|| booking::PATH.to_owned())
}

/// Routes below the language.
pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/services/{code}/apply",
            get(apply::begin)
                .post(apply::answer)
                .layer(DefaultBodyLimit::max(POSTED_MAX)),
        )
        .route("/receipt/{reference}", get(receipt::show))
        .route("/follow", get(follow::find).post(follow::open))
        .route("/follow/{reference}", get(follow::show))
        .route("/follow/{reference}/status", get(follow::status))
        .route(booking::PATH, get(booking::show).post(booking::ask))
        .route(
            "/follow/{reference}/interpreters",
            get(booking::of_case).post(booking::ask_for_case),
        )
        .route(
            "/follow/{reference}/interpreters/cancel",
            get(booking::cancelling).post(booking::cancel),
        )
        .route(
            "/follow/{reference}/attach",
            post(files::attach).layer(DefaultBodyLimit::max(FILE_BODY_MAX)),
        )
        .route("/follow/{reference}/files/{id}", get(files::download))
        .route("/follow/{reference}/{what}", post(follow::act))
}

#[cfg(test)]
pub(crate) fn samples(page: &crate::kit::page::Page) -> Vec<crate::kit::slice::Sample> {
    [
        apply::samples,
        receipt::samples,
        follow::samples,
        booking::samples,
    ]
    .iter()
    .flat_map(|samples| samples(page))
    .collect()
}
