//! What search engines are told: which pages there are for everybody, in which languages, and which are nobody's but their
//! reader's. A noun's pages come from its slice.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Lang;

use crate::address;
use crate::app::App;
use crate::error::Error;

/// The most pages that are listed: with five languages a file of some seven megabytes, a fifth of what the protocol
/// (sitemaps.org) allows.
const MOST: usize = 2_000;

/// The paths of all public pages, below the language.
#[derive(Debug)]
struct Paths(Vec<String>);

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    pages: Vec<Page>,
}

/// A page in all its languages.
struct Page {
    each: Vec<(String, String)>,
}

impl Page {
    /// Its addresses, without the one for whoever reads none of its languages.
    fn own(&self) -> impl Iterator<Item = &str> {
        let own = self
            .each
            .iter()
            .filter(|(lang, _)| Lang::parse(lang).is_ok_and(|l| l.as_str() == lang));
        own.map(|(_, href)| href.as_str())
    }
}

#[derive(Template)]
#[template(path = "robots.txt")]
struct Robots {
    base: String,
    private: Vec<&'static str>,
}

/// What is listed, no older than a minute.
async fn paths(app: &App) -> Result<Arc<Paths>, Error> {
    app.lately(async {
        let mut paths = Vec::new();
        for slice in app.slices() {
            paths.extend((slice.public)(app).await?);
        }
        paths.truncate(MOST);
        Ok(Paths(paths))
    })
    .await
}

/// Whether a page is one of those that search engines may show: the same for everybody.
pub async fn lists(app: &App, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let listed = paths(app).await;
    listed.is_ok_and(|listed| listed.0.iter().any(|of| of.trim_end_matches('/') == path))
}

/// `GET /sitemap.xml`
pub async fn sitemap(State(app): State<App>) -> Result<Response, Error> {
    let paths = paths(&app).await?;
    let base = address::base(&app);
    let page = |path: &String| Page {
        each: address::in_each_language(&app, base, path),
    };
    let xml = Sitemap {
        pages: paths.0.iter().map(page).collect(),
    };
    let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    Ok((kind, xml.render()?).into_response())
}

/// `GET /robots.txt`
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn robots(State(app): State<App>) -> Result<Response, Error> {
    let slices = app.slices().iter();
    let robots = Robots {
        base: address::base(&app).to_owned(),
        private: slices.flat_map(|slice| slice.private).copied().collect(),
    };
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, robots.render()?).into_response())
}
