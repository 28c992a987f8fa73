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
    findable: pages::findable,
    public: |app| {
        let articles = app.city().regulation.articles.iter();
        let each = articles.map(|article| format!("/regulation/{}", article.number));
        let paths = std::iter::once("/regulation".to_owned()).chain(each).collect();
        Box::pin(async { Ok(paths) })
    },
    #[cfg(test)]
    samples: pages::samples,
    ..Slice::new("regulation")
};
