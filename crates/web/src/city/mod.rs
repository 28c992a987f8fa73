//! What the city says of itself: the first page, and the pages of its pack.

mod greetings;
mod home;
pub(crate) mod map;
#[cfg(test)]
mod tests;
mod texts;

use axum::Router;
use axum::routing::get;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route("/", get(home::show))
            .route("/{page}", get(texts::show))
    },
    public: |app| {
        let pages = app.city().pages.iter().map(|page| format!("/{page}"));
        let paths = std::iter::once("/".to_owned()).chain(pages).collect();
        Box::pin(async { Ok(paths) })
    },
    findable: texts::findable,
    #[cfg(test)]
    samples: |page| [home::samples(page), texts::samples(page)].concat(),
    ..Slice::new("city")
};
