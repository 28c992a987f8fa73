//! The regulation, article by article.

mod pages;

use axum::Router;
use axum::routing::get;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route("/regulation", get(pages::list))
            .route("/regulation/{number}", get(pages::article))
    },
    #[cfg(test)]
    samples: pages::samples,
    ..Slice::new("regulation")
};
