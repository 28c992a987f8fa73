//! A law: what it is, how its translations stand, and the one that is published in the reader's language.

use askama::Template;
use axum::extract::{Path, State};
use domain::guides::SourceStatus;
use domain::legal::{Law, Public};
use jiff::civil::Date;

use super::list::Told;
use super::register::Entry;
use super::{PATH, law_path, public_entries};
use crate::guides::Line as GuideLine;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::{Notice, Published};

#[derive(Template)]
#[template(path = "legal/law.html")]
pub(super) struct LawPage {
    pub page: Page,
    pub title: Published,
    /// What it is really called, for who reads it in another language.
    pub original: Option<Published>,
    pub kind: String,
    pub status: &'static str,
    pub status_name: String,
    pub summary: Published,
    pub unchecked: Option<Notice>,
    /// Of the original.
    pub url: Option<String>,
    /// Label and value.
    pub facts: Vec<(String, Published)>,
    pub owes: Option<Owes>,
    pub translations: Vec<Line>,
    pub text: Option<Text>,
    pub guides: Vec<GuideLine>,
}

/// Who owes its translations, and since when.
pub(super) struct Owes {
    pub unit: String,
    pub is_inferred: bool,
    pub limit: String,
    pub source: Published,
    pub status: &'static str,
    pub status_name: String,
    /// The day depends on holidays that are not known.
    pub is_provisional: bool,
}

pub(super) struct Line {
    pub told: Told,
    pub due: Option<String>,
    pub published_on: Option<String>,
    pub tag: String,
    /// Where it is read, once it is published.
    pub href: Option<String>,
}

/// The translation that the reader can read.
pub(super) struct Text {
    pub title: Published,
    pub words: Published,
    pub published: String,
    /// Who has read it against the original.
    pub reviewed: Option<String>,
    /// It is made from an earlier version.
    pub earlier: Option<String>,
    /// Of the official publication.
    pub url: Option<String>,
}

impl Text {
    fn of(page: &Page, law: &Law, public: &Public, earlier: Option<Date>) -> Self {
        let made = &public.publication;
        let said = |text: &str| page.said((public.language, text));
        let day = |on: Date| page.short_date(on);
        Self {
            title: said(&made.words.title),
            words: said(&made.words.text),
            published: page
                .t("legal-published-on")
                .with("date", day(made.on))
                .to_string(),
            reviewed: made.review.as_ref().and_then(|review| {
                let text = page
                    .t("legal-reviewed-by")
                    .with("unit", page.unit(review.unit.as_ref()?).to_owned())
                    .with("date", day(page.city().day(review.at)));
                Some(text.to_string())
            }),
            earlier: earlier.map(|from| {
                let now = law.amended.unwrap_or(from);
                let text = page.t("legal-of-earlier").with("date", day(from));
                text.with("now", day(now)).to_string()
            }),
            url: made.url.clone(),
        }
    }
}

impl LawPage {
    pub(super) fn of(page: &Page, law: &Law, entries: &[&Entry], published: Option<&Public>) -> Self {
        let city = page.city();
        let place = law.place();
        let [title, summary] = ["title", "summary"].map(|key| page.published(&place, key));
        let is_foreign = page.lang != city.source_language && title.original.is_none();
        let day = |day: Option<Date>| day.map(|day| page.short_date(day));
        let number = law.number.as_ref();
        let number = number.map(|number| page.said((city.source_language, number)));
        let own = |value: Option<String>| value.map(|value| page.said((page.lang, &value)));
        let facts = [
            ("issuer", Some(page.published(&place, "issuer"))),
            ("number", number),
            ("adopted", own(day(law.adopted))),
            ("published", own(day(law.published))),
            ("dated", own(law.dated.map(|dated| page.since(dated)))),
            ("in-force", own(day(law.in_force))),
            ("amended", own(day(law.amended))),
        ];
        let fact = |(key, value): (&str, Option<Published>)| {
            value.map(|value| (page.tc("legal-fact", key).to_string(), value))
        };
        let owes = law.translation.as_ref().map(|owed| {
            let basis = city.basis(owed.basis.as_str());
            let status = basis.map_or("verify", |basis| basis.status.code());
            let due = entries.iter().filter_map(|entry| entry.standing.due);
            Owes {
                unit: page.unit(&owed.unit).to_owned(),
                is_inferred: owed.unit_inferred,
                limit: page.limit(owed.limit),
                source: page.published("bases", format!("{}.source", owed.basis)),
                status,
                status_name: page.tc("services-basis-name", status).to_string(),
                is_provisional: due.into_iter().any(|due| due.provisional),
            }
        });
        let line = |entry: &&Entry| {
            let path = law_path(law.code.as_str());
            Line {
                told: Told::of(page, entry),
                due: entry
                    .standing
                    .due
                    .filter(|_| entry.standing.is_owed())
                    .map(|due| page.short_date(due.on)),
                published_on: day(entry.standing.published_on),
                tag: page.tag_of(entry.language).to_owned(),
                href: entry
                    .standing
                    .published_on
                    .map(|_| format!("/{}{path}#translation", entry.language)),
            }
        };
        let text = published.map(|public| {
            let own = entries.iter().find(|entry| entry.language == public.language);
            Text::of(page, law, public, own.and_then(|entry| entry.standing.of_earlier))
        });
        let about = page.t("legal-public-about").to_string();
        Self {
            original: is_foreign.then(|| page.original(&place, "title")),
            kind: page.tc("legal-kind", law.kind.code()).to_string(),
            status: law.status.code(),
            status_name: page
                .tc(
                    "legal-status",
                    match law.status {
                        SourceStatus::InForce => "in-force",
                        SourceStatus::Verify => "verify",
                    },
                )
                .to_string(),
            unchecked: page.unchecked_text([&summary]),
            url: law.url.clone(),
            facts: facts.into_iter().filter_map(fact).collect(),
            owes,
            translations: entries.iter().map(line).collect(),
            text,
            guides: law
                .guides(city)
                .into_iter()
                .map(|guide| GuideLine::of(page, guide))
                .collect(),
            page: page.clone().titled(&title.text).described_by(&summary, about),
            title,
            summary,
        }
    }
}

/// `GET /{lang}/laws/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, code)): Path<(String, String)>,
) -> Shown {
    let law = app.city().law(&code).ok_or(Error::NotFound)?;
    let entries = public_entries(&app).await?;
    let own: Vec<&Entry> = entries.iter().filter(|entry| entry.law == law.code).collect();
    let page = visit.page(Nav::Of(PATH));
    let published = app.store().published_law(&law.code, page.lang).await?;
    render(&LawPage::of(&page, law, &own, published.as_ref()))
}
