//! The public directory: by kind or by country, and a page for each partner. It reads what anyone may read, and nothing
//! else.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::partners::{Public, PublicDocument};
use domain::receipts::Reference;
use percent_encoding::utf8_percent_encode;
use store::StoreError;
use store::partners::{PublicBy, PublicFilter};

use crate::kit::app::App;
use crate::kit::desk::query_of;
use crate::kit::error::Error;
use crate::kit::findable::Findable;
use crate::kit::form::{Fields, UNRESERVED};
use crate::kit::page::{Nav, Page, Shown, Visit, show as render};
use crate::kit::published::Published;
use crate::kit::upload::attached;
use crate::partners::view::Told as _;

/// Where it begins, below the language.
pub const PATH: &str = "/partners";

/// The value of the filter for those of no country.
const NO_COUNTRY: &str = "none";
/// Partners on a page.
const PAGE: usize = 200;
/// Partners of which search engines are told.
const LISTED: usize = 1_000;

pub fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(list))
        .route("/partners/{reference}", get(show))
        .route("/partners/{reference}/documents/{id}", get(document))
}

/// The list, and the page of each partner, as many as search engines are told of at once.
pub(super) async fn public(app: &App) -> Result<Vec<String>, StoreError> {
    let partners = all(app).await?;
    let each = partners
        .iter()
        .map(|partner| format!("{PATH}/{}", partner.reference));
    Ok(std::iter::once(PATH.to_owned()).chain(each).collect())
}

/// Each partner by its names, in every language that it has one in.
pub(super) async fn findable(app: &App) -> Result<Vec<Findable>, StoreError> {
    let texts = |partner: Public| {
        let path = format!("{PATH}/{}", partner.reference);
        let Public {
            names, mut summaries, ..
        } = partner;
        names.into_iter().map(move |(lang, title)| Findable {
            kind: "partner",
            path: path.clone(),
            lang,
            title,
            body: summaries.remove(&lang).unwrap_or_default(),
            words: Vec::new(),
        })
    };
    Ok(all(app).await?.into_iter().flat_map(texts).collect())
}

/// Those that the public reads of, up to [`LISTED`].
async fn all(app: &App) -> Result<Vec<Public>, StoreError> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    while all.len() < LISTED {
        let filter = PublicFilter::default();
        let found = app
            .store()
            .public_partners(&filter, PublicBy::Kind, cursor.as_deref(), PAGE);
        let found = found.await?;
        all.extend(found.rows);
        cursor = found.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}

#[derive(Template)]
#[template(path = "partners/list.html")]
pub(super) struct List {
    pub page: Page,
    pub total: String,
    pub kinds: Vec<Facet>,
    pub countries: Vec<Facet>,
    /// Whether sections are by country.
    pub by_country: bool,
    /// Addresses of the list by kind and by country.
    pub ways: [String; 2],
    pub is_filtered: bool,
    pub article: Option<u16>,
    pub sections: Vec<Section>,
    /// Addresses of the pages beside this one.
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// How many partners the city shows.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Of each kind and of each country, whatever is chosen.
    pub kinds: Vec<(String, u64)>,
    pub countries: Vec<(String, u64)>,
    /// Of each section, of those that are chosen.
    pub shown: Vec<(String, u64)>,
}

/// A choice of a filter.
pub(super) struct Facet {
    pub code: String,
    pub name: String,
    pub count: String,
    pub chosen: bool,
}

pub(super) struct Section {
    pub id: String,
    pub name: String,
    pub summary: Option<String>,
    /// Of the whole list.
    pub count: String,
    pub partners: Vec<Line>,
}

pub(super) struct Line {
    pub href: String,
    pub name: Published,
    /// What it is by the way: its country under a kind, its kind under a country.
    pub what: String,
    pub since: Option<String>,
    pub summary: Option<Published>,
    pub is_unconfirmed: bool,
}

/// What the reader chose.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    kind: Option<String>,
    country: Option<String>,
    /// Of the regulation: those of the kinds that it asks for.
    article: Option<u16>,
    by_country: bool,
    cursor: Option<String>,
}

impl Chosen {
    pub(super) fn of(page: &Page, query: &Fields) -> Self {
        let kind = query.filled("kind");
        let country = query.filled("country");
        Self {
            kind: kind
                .filter(|kind| page.city().partners.kind(kind).is_some())
                .map(str::to_owned),
            country: country.map(|country| match country {
                NO_COUNTRY => country.to_owned(),
                _ => country.to_uppercase(),
            }),
            article: query.filled("article").and_then(|n| n.parse().ok()),
            by_country: query.get("by") == "country",
            cursor: query.filled("cursor").map(str::to_owned),
        }
    }

    fn by(&self) -> PublicBy {
        if self.by_country {
            PublicBy::Country
        } else {
            PublicBy::Kind
        }
    }

    fn filter(&self, page: &Page) -> PublicFilter {
        let kinds = |article: u16| {
            let kinds = page.city().partners.kinds.iter();
            let asked = kinds.filter(|kind| kind.articles.contains(&article));
            asked.map(|kind| kind.code.clone()).collect()
        };
        PublicFilter {
            kind: self.kind.clone(),
            kinds: self.article.map(kinds),
            country: self.country.clone(),
        }
    }

    /// The address of the page of it at that cursor.
    fn at(&self, page: &Page, cursor: &str) -> String {
        let href = self.href(page, self.by_country);
        let mark = if href.contains('?') { "&" } else { "?" };
        format!("{href}{mark}cursor={}", utf8_percent_encode(cursor, UNRESERVED))
    }

    fn href(&self, page: &Page, by_country: bool) -> String {
        let by = by_country.then(|| "by=country".to_owned());
        let kind = self.kind.as_ref().map(|kind| format!("kind={kind}"));
        let country = self.country.as_ref();
        let country = country.map(|country| format!("country={}", utf8_percent_encode(country, UNRESERVED)));
        let article = self.article.map(|n| format!("article={n}"));
        let pairs: Vec<String> = [by, kind, country, article].into_iter().flatten().collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", page.url(PATH), pairs.join("&"))
    }
}

/// What it is called; its reference when it has no name.
fn name_of(page: &Page, partner: &Public) -> Published {
    page.said_of(&partner.names)
        .unwrap_or_else(|| page.said((page.lang, &partner.reference.to_string())))
}

fn country_of(page: &Page, country: Option<&str>) -> String {
    match country {
        Some(code) => page.country(code).to_owned(),
        None => page.t("partners-public-no-country").to_string(),
    }
}

impl Line {
    fn of(page: &Page, partner: &Public, by_country: bool) -> Self {
        Self {
            href: page.url(&format!("{PATH}/{}", partner.reference)),
            name: name_of(page, partner),
            what: if by_country {
                page.partner_kind(&partner.kind)
            } else {
                let country = partner.country.as_deref();
                country.map_or("", |code| page.country(code)).to_owned()
            },
            since: partner.since.map(|since| {
                page.t("partners-since")
                    .with("date", page.since(since))
                    .to_string()
            }),
            summary: page.said_of(&partner.summaries),
            is_unconfirmed: !partner.confirmed,
        }
    }
}

/// A count as a reader has it.
fn count_of(page: &Page, n: u64) -> String {
    page.number(usize::try_from(n).unwrap_or(usize::MAX))
}

impl List {
    pub(super) fn of(page: Page, found: &store::Page<Public>, counts: &Counts, chosen: &Chosen) -> Self {
        let city = page.city();
        let compare = |a: &str, b: &str| page.writing().compare(a, b);
        let mut kinds: Vec<Facet> = counts
            .kinds
            .iter()
            .map(|(code, n)| Facet {
                code: code.clone(),
                name: page.partner_kinds(code),
                count: count_of(&page, *n),
                chosen: chosen.kind.as_deref() == Some(code),
            })
            .collect();
        // As the pack has them; one it has no more comes last.
        let place = |code: &str| city.partners.kinds.iter().position(|kind| kind.code == code);
        kinds.sort_by_key(|kind| place(&kind.code).unwrap_or(usize::MAX));
        let mut countries: Vec<Facet> = counts
            .countries
            .iter()
            .map(|(code, n)| Facet {
                code: code.clone(),
                name: country_of(&page, (code != NO_COUNTRY).then_some(code)),
                count: count_of(&page, *n),
                chosen: chosen.country.as_deref() == Some(code),
            })
            .collect();
        countries.sort_by(|a, b| {
            let last = (a.code == NO_COUNTRY).cmp(&(b.code == NO_COUNTRY));
            last.then_with(|| compare(&a.name, &b.name))
        });
        let groups = if chosen.by_country { &countries } else { &kinds };
        let section = |group: &Facet| {
            let own = found.rows.iter().filter(|partner| {
                let code = if chosen.by_country {
                    partner.country.as_deref().unwrap_or(NO_COUNTRY)
                } else {
                    &partner.kind
                };
                code == group.code
            });
            let mut partners: Vec<Line> = own
                .map(|partner| Line::of(&page, partner, chosen.by_country))
                .collect();
            partners.sort_by(|a, b| compare(&a.name.text, &b.name.text));
            let summary = page.c_opt("partners", &format!("{}.summary", group.code));
            let n = counts.shown.iter().find(|(code, _)| *code == group.code);
            Section {
                id: group.code.to_lowercase(),
                name: group.name.clone(),
                summary: summary.filter(|_| !chosen.by_country).map(str::to_owned),
                count: count_of(&page, n.map_or(partners.len() as u64, |(_, n)| *n)),
                partners,
            }
        };
        let sections = groups.iter().map(section);
        let [previous, next] = [&found.previous, &found.next]
            .map(|cursor| cursor.as_deref().map(|cursor| chosen.at(&page, cursor)));
        Self {
            total: page
                .t("partners-public-active")
                .with("n", usize::try_from(found.total).unwrap_or(usize::MAX))
                .to_string(),
            sections: sections.filter(|section| !section.partners.is_empty()).collect(),
            ways: [false, true].map(|by_country| chosen.href(&page, by_country)),
            by_country: chosen.by_country,
            is_filtered: chosen.kind.is_some() || chosen.country.is_some() || chosen.article.is_some(),
            article: chosen.article,
            previous,
            next,
            kinds,
            countries,
            page,
        }
    }
}

/// `GET /{lang}/partners`
async fn list(State(app): State<App>, visit: Visit, uri: Uri) -> Shown {
    let page = visit.page(Nav::Of(PATH));
    let [title, about] =
        ["partners-public-title", "partners-public-intro"].map(|key| page.t(key).to_string());
    let page = page.titled(title).described(about);
    let chosen = Chosen::of(&page, &query_of(&uri));
    let (found, counts) = read(&app, &page, &chosen).await?;
    render(&List::of(page, &found, &counts, &chosen))
}

/// A page of what is chosen, and how many there are.
async fn read(app: &App, page: &Page, chosen: &Chosen) -> Result<(store::Page<Public>, Counts), StoreError> {
    let (store, all, filter) = (app.store(), PublicFilter::default(), chosen.filter(page));
    let cursor = chosen.cursor.as_deref();
    let found = store.public_partners(&filter, chosen.by(), cursor, PAGE).await?;
    let counts = Counts {
        kinds: store.public_partners_counted(&all, PublicBy::Kind).await?,
        countries: store.public_partners_counted(&all, PublicBy::Country).await?,
        shown: store.public_partners_counted(&filter, chosen.by()).await?,
    };
    Ok((found, counts))
}

#[derive(Template)]
#[template(path = "partners/partner.html")]
pub(super) struct PartnerPage {
    pub page: Page,
    pub name: Published,
    /// It is in another language than the page: which.
    pub name_language: Option<String>,
    pub kind: String,
    pub kind_href: String,
    /// What the city says of that kind.
    pub kind_summary: Option<String>,
    pub country: Option<(String, String)>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub languages: Vec<String>,
    pub articles: Vec<u16>,
    pub unit: String,
    pub website: Option<String>,
    pub summary: Option<Published>,
    /// That it was not confirmed, or when it was.
    pub unconfirmed: Option<String>,
    pub confirmed: Option<String>,
    pub documents: Vec<DocumentLine>,
    pub related: Vec<(String, Published)>,
}

pub(super) struct DocumentLine {
    pub href: String,
    pub title: String,
    pub date: Option<String>,
    pub size: String,
}

impl PartnerPage {
    pub(super) fn of(page: &Page, partner: &Public, related: &[Public]) -> Self {
        let name = name_of(page, partner);
        let said = partner.name(page.lang);
        let other = said.filter(|(lang, _)| *lang != page.lang);
        let chosen = |kind: Option<String>, country: Option<String>| Chosen {
            kind,
            country,
            ..Chosen::default()
        };
        let country = partner.country.clone().map(|code| {
            let href = chosen(None, Some(code.clone())).href(page, true);
            (page.country(&code).to_owned(), href)
        });
        let document = |document: &PublicDocument| DocumentLine {
            href: page.url(&format!("{PATH}/{}/documents/{}", partner.reference, document.id)),
            title: document
                .title
                .clone()
                .unwrap_or_else(|| page.t("partners-document").to_string()),
            date: document.date.map(|date| page.short_date(date)),
            size: page.partner_size(document.size),
        };
        let mut related: Vec<(String, Published)> = related
            .iter()
            .map(|other| {
                let href = page.url(&format!("{PATH}/{}", other.reference));
                (href, name_of(page, other))
            })
            .collect();
        related.sort_by(|(_, a), (_, b)| page.writing().compare(&a.text, &b.text));
        let languages = partner.languages.iter();
        let confirmed = partner.confirmed_on.filter(|_| partner.confirmed);
        let summary = page.said_of(&partner.summaries);
        let about = page
            .t("partners-public-description")
            .with("name", name.text.clone())
            .with("kind", page.partner_kind(&partner.kind))
            .to_string();
        let shown = page.clone().titled(&name.text);
        Self {
            page: match &summary {
                Some(summary) => shown.described_by(summary, about),
                None => shown.described(about),
            },
            name,
            name_language: other.map(|(lang, _)| {
                page.t("partners-public-other-language")
                    .with("language", page.language_name(lang))
                    .to_string()
            }),
            kind: page.partner_kind(&partner.kind),
            kind_href: chosen(Some(partner.kind.clone()), None).href(page, false),
            kind_summary: page
                .c_opt("partners", &format!("{}.summary", partner.kind))
                .map(str::to_owned),
            country,
            since: partner.since.map(|since| page.since(since)),
            until: partner.until.map(|until| page.short_date(until)),
            languages: languages.map(|lang| page.language_name(*lang)).collect(),
            articles: partner.articles.clone(),
            unit: page.unit(&partner.unit).to_owned(),
            website: partner.website.clone(),
            summary,
            unconfirmed: (!partner.confirmed).then(|| page.t("partners-public-unconfirmed-hint").to_string()),
            confirmed: confirmed.map(|on| {
                page.t("partners-confirmed")
                    .with("date", page.short_date(on))
                    .to_string()
            }),
            documents: partner.documents.iter().map(document).collect(),
            related,
        }
    }
}

/// `GET /{lang}/partners/{reference}`
async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((_, given)): Path<(String, String)>,
) -> Result<Response, Error> {
    let reference = Reference::parse(&given).map_err(|_| Error::NotFound)?;
    let page = visit.page(Nav::Of(PATH));
    // One address for a thing.
    if given != reference.to_string() {
        return Ok(Redirect::permanent(&page.url(&format!("{PATH}/{reference}"))).into_response());
    }
    let partner = app.store().public_partner(reference).await?;
    let partner = partner.ok_or(Error::NotFound)?;
    let mut related = Vec::new();
    for other in &partner.partners {
        related.extend(app.store().public_partner(*other).await?);
    }
    Ok(render(&PartnerPage::of(&page, &partner, &related))?.into_response())
}

/// `GET /{lang}/partners/{reference}/documents/{id}`: to be saved, never shown in place.
async fn document(
    State(app): State<App>,
    _: Visit,
    Path((_, given, id)): Path<(String, String, u64)>,
) -> Result<Response, Error> {
    let reference = Reference::parse(&given).map_err(|_| Error::NotFound)?;
    let found = app.store().public_document(reference, id).await?;
    let (document, bytes) = found.ok_or(Error::NotFound)?;
    let title = document.title.unwrap_or_else(|| reference.to_string());
    let ending = document.media_type.rsplit('/').next().unwrap_or_default();
    Ok(attached(
        &format!("{title}.{ending}"),
        &document.media_type,
        bytes,
    ))
}
