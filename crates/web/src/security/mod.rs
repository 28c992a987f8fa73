//! The security log at the desk and by the API, for administrators.

mod api;
mod list;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::security::{Kind, NOUN, SEE};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Room;
use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    desk: || {
        Router::new()
            .route(PATH, get(list::show))
            .route("/desk/security/log.csv", get(list::csv))
    },
    api: || OpenApiRouter::new().routes(routes!(api::list)),
    rooms: &[ROOM],
    events: ("security-kind", || {
        Kind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    #[cfg(test)]
    samples: tests::samples,
    ..Slice::new(NOUN)
};

const PATH: &str = "/desk/security";

const ROOM: Room = Room {
    text: "security-title",
    href: PATH,
    key: 'y',
    needs: SEE,
};
