//! What the city offers: the services of its pack.

mod api;
mod pages;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::page::Page;
use crate::kit::slice::Slice;
use domain::services::Service;
pub use pages::{clock_name, pause_code};

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route("/services", get(pages::list))
            .route("/services/{code}", get(pages::start))
    },
    api: || OpenApiRouter::new().routes(routes!(api::list)),
    public: |app| {
        // Help in trouble is a form from its first page on.
        let services = app
            .city()
            .services
            .iter()
            .filter(|service| service.emergency.is_none());
        let each = services.map(|service| format!("/services/{}", service.code));
        let paths = std::iter::once("/services".to_owned()).chain(each).collect();
        Box::pin(async { Ok(paths) })
    },
    findable: pages::findable,
    #[cfg(test)]
    samples: pages::samples,
    ..Slice::new("services")
};

/// Whom a service says to call when there is danger: the number, and who answers it.
pub fn calls(page: &Page, service: &Service) -> Vec<(String, String)> {
    let calls = service.emergency.iter().flat_map(|emergency| &emergency.call);
    let call = |number: &String| {
        let whom = page.service_text(&service.code, &format!("call.{number}"));
        (number.clone(), whom)
    };
    calls.map(call).collect()
}
