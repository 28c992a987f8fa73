//! Cases by the API: for the person a case belongs to, and for staff.

mod desk;
mod public;
#[cfg(test)]
mod tests;
mod view;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::app::App;
use crate::kit::upload::FILE_BODY_MAX;

pub fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(public::attach))
        .layer(DefaultBodyLimit::max(FILE_BODY_MAX));
    OpenApiRouter::new()
        .routes(routes!(public::open))
        .routes(routes!(public::show))
        .routes(routes!(public::write))
        .routes(routes!(public::rate))
        .routes(routes!(public::reopen))
        .routes(routes!(desk::list))
        .routes(routes!(desk::show))
        .routes(routes!(desk::carry_out))
        .routes(routes!(desk::file))
        .merge(files)
}
