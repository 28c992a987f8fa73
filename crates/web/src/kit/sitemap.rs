//! What search engines are told: which pages there are for everybody, in which languages, and which are nobody's but their
//! reader's. A noun's pages come from its slice.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::Lang;

use crate::kit::address;
use crate::kit::app::App;
use crate::kit::error::Error;

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
pub async fn sitemap(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let paths = paths(&app).await?;
    let base = address::base(&app, &headers);
    let page = |path: &String| Page {
        each: address::in_each_language(&app, &base, path),
    };
    let xml = Sitemap {
        pages: paths.0.iter().map(page).collect(),
    };
    let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    Ok((kind, xml.render()?).into_response())
}

/// `GET /robots.txt`
pub async fn robots(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let slices = app.slices().iter();
    let robots = Robots {
        base: address::base(&app, &headers),
        private: slices.flat_map(|slice| slice.private).copied().collect(),
    };
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((kind, robots.render()?).into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::Visitor;

    /// What stands in an attribute or element that begins so, each time.
    fn after<'a>(text: &'a str, begins: &str, ends: char) -> Vec<&'a str> {
        let parts = text.split(begins).skip(1);
        parts.filter_map(|part| part.split(ends).next()).collect()
    }

    #[tokio::test]
    async fn every_listed_page_is_there_in_every_language_and_says_what_it_is_about() {
        let visitor = Visitor::anyone(&crate::testing::app());
        let listed = visitor.get("/sitemap.xml").await.text;
        let places = after(&listed, "<loc>", '<');
        let languages = ["zh", "en", "ko", "ja", "ru"];
        for path in [
            "",
            "/services",
            "/services/complaint",
            "/regulation",
            "/regulation/8",
            "/help",
            "/partners",
        ] {
            for lang in languages {
                let address = format!("http://localhost/{lang}{path}");
                assert_eq!(
                    places.iter().filter(|place| **place == address).count(),
                    1,
                    "{address}"
                );
            }
        }
        for place in places {
            let path = place.strip_prefix("http://localhost").unwrap();
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let about = after(&page.text, "<meta name=\"description\" content=\"", '"');
            assert!(
                about.len() == 1 && about[0].chars().count() > 6,
                "{path}: {about:?}"
            );
            assert!(
                !about[0].contains("原文") || path.starts_with("/zh"),
                "{path}: {about:?}"
            );
            assert_eq!(after(&page.text, "rel=\"canonical\" href=\"", '"'), [place]);
            assert!(!page.text.contains("noindex"), "{path}");
            // The page and the list name the same pages in other languages.
            let own = after(&listed, &format!("<loc>{place}</loc>"), '\n');
            let others = after(own[0], "href=\"", '"');
            assert_eq!(
                after(&page.text, "rel=\"alternate\" hreflang=\"", '>').len(),
                others.len()
            );
            for other in others {
                assert!(
                    page.text.contains(&format!("href=\"{other}\">")),
                    "{path}: {other}"
                );
            }
        }
        assert!(listed.contains("hreflang=\"x-default\" href=\"http://localhost/\"/>"));
        assert!(listed.contains("hreflang=\"x-default\" href=\"http://localhost/en/help\"/>"));
    }

    #[tokio::test]
    async fn what_is_its_readers_alone_is_neither_listed_nor_described() {
        let visitor = Visitor::anyone(&crate::testing::app());
        let listed = visitor.get("/sitemap.xml").await.text;
        let robots = visitor.get("/robots.txt").await.text;
        for (path, told) in [
            ("/en/follow", "Disallow: /*/follow\n"),
            ("/en/services/complaint/apply", "Disallow: /*/services/*/apply\n"),
            ("/desk/sign-in", "Disallow: /desk\n"),
            ("/en/nothing/here", "Allow: /\n"),
        ] {
            assert!(robots.contains(told), "{told} in {robots}");
            assert!(!listed.contains(&format!("{path}<")), "{path}");
            let page = visitor.get(path).await.text;
            assert!(
                page.contains("<meta name=\"robots\" content=\"noindex\">"),
                "{path}"
            );
            for named in ["rel=\"canonical\"", "rel=\"alternate\"", "name=\"description\""] {
                assert!(!page.contains(named), "{path} has {named}");
            }
        }
        assert!(robots.contains("Disallow: /*/receipt/\n") && robots.contains("Disallow: /api/\n"));
        assert!(robots.ends_with("Sitemap: http://localhost/sitemap.xml\n"));
    }
}
