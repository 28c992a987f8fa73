//! Translations of laws as they are published, for programs that tell people of news (Atom, RFC 4287).

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::legal::Public;
use jiff::Timestamp;

use super::{PATH, law_path};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Visit};

/// The most entries, the latest first.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "legal/feed.xml")]
pub(super) struct Feed {
    pub page: Page,
    /// The address of this site.
    pub base: String,
    pub title: String,
    pub updated: String,
    pub entries: Vec<Entry>,
}

pub(super) struct Entry {
    pub href: String,
    pub tag: String,
    pub title: String,
    pub law: String,
    pub updated: String,
    pub about: String,
}

impl Feed {
    pub(super) fn of(page: Page, published: &[Public]) -> Self {
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
            Some(Entry {
                href: format!("{}/{}{path}", page.base, public.language),
                tag: page.tag_of(public.language).to_owned(),
                title: public.publication.words.title.clone(),
                law: page.c_owned(&law.place(), "title"),
                updated: written(public.publication.at),
                about: about.to_string(),
            })
        };
        let entries: Vec<Entry> = latest.iter().filter_map(entry).take(MOST).collect();
        // A feed without entries is as old as what it is asked for by.
        let begun = city.regulation.in_force.to_zoned(city.timezone.clone());
        let begun = begun.map_or(Timestamp::UNIX_EPOCH, |begun| begun.timestamp());
        let title = page
            .t("legal-feed-title")
            .with("city", page.city_name().to_owned())
            .to_string();
        Self {
            base: page.base.clone(),
            title,
            updated: latest
                .first()
                .map_or_else(|| written(begun), |public| written(public.publication.at)),
            entries,
            page,
        }
    }

    pub fn path(&self) -> String {
        self.page.url(PATH)
    }
}

/// As RFC 3339 writes it, without parts of seconds.
fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `GET /{lang}/laws.atom`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let published = app.store().published_laws(None).await?;
    let feed = Feed::of(visit.page(Nav::None), &published);
    let told = [
        (CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (CACHE_CONTROL, "public, no-cache"),
    ];
    Ok((told, feed.render()?).into_response())
}
