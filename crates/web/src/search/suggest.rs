//! What somebody may be looking for who is still typing.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::answers::{parts, reader};
use super::find::kind_text;
use crate::kit::error::Error;
use crate::kit::form::Fields;
use crate::kit::page::{Nav, Page, Visit};

/// As many as are looked over at a glance.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "search/suggestions.html")]
struct Suggestions {
    list: Vec<Suggestion>,
}

struct Suggestion {
    href: String,
    kind: String,
    title: Vec<(String, bool)>,
    tag: String,
}

impl Suggestions {
    fn of(page: &Page, found: Vec<search::Suggestion>) -> Self {
        let of = |found: search::Suggestion| {
            let lang = domain::Lang::parse(&found.language).ok()?;
            Some(Suggestion {
                href: page.url(&found.code),
                kind: kind_text(page, &found.kind),
                title: parts(&found.title),
                tag: page.tag_of(lang).to_owned(),
            })
        };
        Self {
            list: found.into_iter().filter_map(of).collect(),
        }
    }
}

/// `POST`: what was typed so far is no part of an address. A piece of a page, and empty when there is nothing to say.
pub(super) async fn suggest(visit: Visit, fields: Fields) -> Result<Response, Error> {
    let page = visit.page(Nav::Services);
    let typed = fields.get("text").to_owned();
    let found = match visit.app.shelf().index() {
        Some(index) => {
            let languages = reader(&visit.app, page.lang);
            let found = tokio::task::spawn_blocking(move || index.suggest(&typed, &languages, SHOWN));
            found.await.ok().and_then(Result::ok).unwrap_or_default()
        }
        None => Vec::new(),
    };
    Ok(Html(Suggestions::of(&page, found).render()?).into_response())
}
