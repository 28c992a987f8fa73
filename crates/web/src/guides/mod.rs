//! Guides, which answer before one has to ask, and decision helpers, which find the one that fits.

mod api;
mod helpers;
mod linked;
mod markdown;
pub mod named;
mod pages;
mod phones;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::ServiceCode;
use domain::guides::{Guide, Helper};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::page::Page;
use crate::kit::published::Published;
use crate::kit::slice::Slice;

/// Where it begins, below the language.
pub const PATH: &str = "/guides";

/// Guides that are shown beside a service: more are a list of their own.
const BESIDE: usize = 5;

pub const SLICE: Slice = Slice {
    pages: || {
        Router::new()
            .route(PATH, get(pages::list))
            .route("/guides/{code}", get(pages::show))
            .route("/helpers/{code}", get(helpers::first))
            .route("/helpers/{code}/all", get(helpers::all))
            .route("/helpers/{code}/{answers}", get(helpers::step))
    },
    api: || {
        OpenApiRouter::new()
            .routes(routes!(api::list))
            .routes(routes!(api::show))
    },
    nav: Some(("guides-title", PATH)),
    public: |app| {
        let city = app.city();
        let guides = city.guides.iter().map(|guide| guide_path(guide.code.as_str()));
        let helpers = city.helpers.iter();
        let helpers = helpers.map(|helper| helper_path(helper.code.as_str()));
        let paths = std::iter::once(PATH.to_owned())
            .chain(guides)
            .chain(helpers)
            .collect();
        Box::pin(async { Ok(paths) })
    },
    findable: pages::findable,
    #[cfg(test)]
    samples: |page| [pages::samples(page), helpers::samples(page)].concat(),
    ..Slice::new("guides")
};

/// A guide's Markdown as the reader of that page gets it.
pub fn markdown_html(page: &Page, text: &str) -> String {
    markdown::Body::of(page, text).html
}

/// Where a guide is, below the language.
fn guide_path(code: &str) -> String {
    format!("{PATH}/{code}")
}

/// Where a helper begins, below the language.
fn helper_path(code: &str) -> String {
    format!("/helpers/{code}")
}

/// A guide by its title.
#[derive(Debug)]
pub struct Line {
    pub href: String,
    pub title: Published,
    pub summary: Published,
}

impl Line {
    pub fn of(page: &Page, guide: &Guide) -> Self {
        let text = |key| page.published(&guide.place(), key);
        Self {
            href: page.url(&guide_path(guide.code.as_str())),
            title: text("title"),
            summary: text("summary"),
        }
    }

    pub fn of_helper(page: &Page, helper: &Helper) -> Self {
        let text = |key| page.published(&helper.place(), key);
        Self {
            href: page.url(&helper_path(helper.code.as_str())),
            title: text("title"),
            summary: text("summary"),
        }
    }
}

/// A service that one can go on to.
#[derive(Debug)]
struct Service {
    href: String,
    name: String,
}

impl Service {
    fn of(page: &Page, code: &ServiceCode) -> Self {
        Self {
            href: page.url(&format!("/services/{code}")),
            name: page.service_text(code, "name"),
        }
    }
}

/// The guides to read with a service, and whether there are others.
#[derive(Debug)]
pub struct Beside {
    pub guides: Vec<Line>,
    pub more: bool,
}

impl Beside {
    pub fn of(page: &Page, service: &ServiceCode) -> Self {
        let all = page.city().guides_to(service).into_iter();
        let mut guides: Vec<Line> = all.map(|guide| Line::of(page, guide)).collect();
        // What the reader can read comes first.
        guides.sort_by_key(|line| line.title.original.is_some());
        let more = guides.len() > BESIDE;
        guides.truncate(BESIDE);
        Self { guides, more }
    }

    pub fn titles(&self) -> impl Iterator<Item = &Published> {
        self.guides.iter().map(|line| &line.title)
    }
}
