//! The news as Atom.

use axum::response::Response;
use jiff::Timestamp;

use super::{PATH as PAGE, TEXTS};
use crate::kit::atom::{Entry, Feed};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};
use crate::kit::published::Published;

/// Where it is, below the language.
pub const PATH: &str = "/press.atom";

fn feed(page: &Page) -> Feed {
    let whole = |path: &str| format!("{}{}", page.base, page.url(path));
    let text = |key: String| page.published(TEXTS, key);
    let tag = |text: &Published| {
        let original = text.original.as_ref().map(|original| original.tag.clone());
        original.unwrap_or_else(|| page.tag().to_owned())
    };
    let zone = &page.city().timezone;
    let entry = |news: &domain::abroad::News| {
        let [title, said] = ["title", "text"].map(|what| text(format!("news.{}.{what}", news.code)));
        let day = news.date.to_zoned(zone.clone());
        Entry {
            href: whole(&format!("{PAGE}#{}", news.code)),
            at: day.map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp()),
            title: (tag(&title), title.text),
            text: (tag(&said), said.text),
        }
    };
    let title = page.t("page-site").with("city", page.city_name());
    Feed {
        own: whole(PATH),
        page: whole(PAGE),
        tag: page.tag().to_owned(),
        title: format!("{title} – {}", page.t("press-news")),
        author: page.city_name().to_owned(),
        begun: Timestamp::UNIX_EPOCH,
        entries: page.city().abroad.latest().into_iter().map(entry).collect(),
    }
}

pub(super) async fn show(visit: Visit) -> Result<Response, Error> {
    if visit.app.city().abroad.is_empty() {
        return Err(Error::NotFound);
    }
    feed(&visit.page(Nav::Of(PAGE))).response()
}
