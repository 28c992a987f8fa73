//! Translations of laws as they are published, for programs that tell people of news.

use axum::extract::State;
use axum::response::Response;
use domain::legal::Public;
use jiff::Timestamp;

use super::{PATH, law_path};
use crate::kit::app::App;
use crate::kit::atom::{Entry, Feed};
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};

/// The most entries, the latest first.
const MOST: usize = 50;

pub(super) fn feed(page: &Page, published: &[Public]) -> Feed {
    let city = page.city();
    let mut latest: Vec<&Public> = published.iter().collect();
    latest.sort_by_key(|public| std::cmp::Reverse((public.publication.at, public.reference)));
    let entry = |public: &&Public| {
        let law = city.law(public.law.as_str())?;
        let path = law_path(law.code.as_str());
        let about = page
            .t("legal-feed-entry")
            .with("language", page.language_name(public.language))
            .with("date", page.short_date(public.publication.on));
        let title = page.c_owned(&law.place(), "title");
        Some(Entry {
            href: format!("{}/{}{path}", page.base, public.language),
            at: public.publication.at,
            title: (
                page.tag_of(public.language).to_owned(),
                public.publication.words.title.clone(),
            ),
            text: (
                page.tag().to_owned(),
                format!("{title}{}{about}", page.t("page-colon")),
            ),
        })
    };
    // A feed without entries is as old as what it is asked for by.
    let begun = city.regulation.in_force.to_zoned(city.timezone.clone());
    let title = page
        .t("legal-feed-title")
        .with("city", page.city_name().to_owned());
    Feed {
        own: format!("{}{}", page.base, page.url("/laws.atom")),
        page: format!("{}{}", page.base, page.url(PATH)),
        tag: page.tag().to_owned(),
        title: title.to_string(),
        author: page.city_name().to_owned(),
        begun: begun.map_or(Timestamp::UNIX_EPOCH, |begun| begun.timestamp()),
        entries: latest.iter().filter_map(entry).take(MOST).collect(),
    }
}

/// `GET /{lang}/laws.atom`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let published = app.store().published_laws().await?;
    feed(&visit.page(Nav::None), &published).response()
}
