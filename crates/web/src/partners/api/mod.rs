//! Partners by the API: those that the city shows, for anyone; the register, for staff.

mod edit;
mod import;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::header::LINK;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::Lang;
use domain::journaled::Journaled as _;
use domain::partners::{
    Command, CommandKind, Contact, Link, Partner, Public, allowed, sees_contacts, sees_notes,
};
use domain::problems::Problem;
use domain::roles::Actor;
use jiff::Timestamp;
use jiff::civil::Date;
use percent_encoding::utf8_percent_encode;
use serde::{Deserialize, Serialize};
use store::partners::{PublicBy, PublicFilter};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter::filter_of;
use super::pages::PATH;
use crate::kit::api::{Token, filters, limit, texts};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::form::UNRESERVED;
use crate::kit::page::{Nav, Page};
use crate::kit::reader::Reader;
use crate::kit::upload::{self, Sent};
use crate::kit::work::{self, by_api, fresh};
use crate::partners::view::Told as _;

pub(super) use edit::describe;

pub fn routes() -> OpenApiRouter<App> {
    // What is described from the table of inputs has no description here.
    OpenApiRouter::new()
        .routes(routes!(public))
        .routes(routes!(public_one))
        .routes(routes!(import::import))
        .routes(routes!(edit::edit))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(attach))
                .layer(DefaultBodyLimit::max(upload::FILE_BODY_MAX)),
        )
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(document))
        .merge(work::routes::<Partner, _>())
}

/// The most partners that one answer gives anyone, and how many are read at a time.
const PUBLIC_MAX: usize = 1_000;
const PAGE: usize = 200;

fn languages(languages: &[Lang]) -> Vec<String> {
    languages.iter().map(Lang::to_string).collect()
}

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PublicQuery {
    /// Code of a kind.
    kind: Option<String>,
    /// ISO 3166 code.
    country: Option<String>,
    /// From the address that the header `link` names as the next one.
    cursor: Option<String>,
}

/// A partner as anyone may read of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublicPartner {
    reference: String,
    /// Code of its kind.
    kind: String,
    kind_name: String,
    name: String,
    /// The language that the name is in: yours, or one there is.
    language: String,
    /// Language to name.
    names: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// ISO 3166 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_name: Option<String>,
    /// A year, month or day.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    languages: Vec<String>,
    /// Of the regulation.
    articles: Vec<u16>,
    /// Code of the unit responsible.
    unit: String,
    unit_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    /// Whether what is said was checked.
    confirmed: bool,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_on: Option<Date>,
    /// Its page.
    url: String,
}

impl PublicPartner {
    fn of(page: &Page, partner: &Public) -> Self {
        let (language, name) = partner.name(page.lang).unwrap_or((page.lang, ""));
        let country = partner.country.as_deref();
        let base = page.app.options().public_url.as_deref().unwrap_or("");
        Self {
            reference: partner.reference.to_string(),
            kind: partner.kind.clone(),
            kind_name: page.partner_kind(&partner.kind),
            name: name.to_owned(),
            language: language.to_string(),
            names: texts(&partner.names),
            summary: page.said_of(&partner.summaries).map(|said| said.text),
            country: partner.country.clone(),
            country_name: country.map(|code| page.country(code).to_owned()),
            since: partner.since.map(|since| since.to_string()),
            until: partner.until,
            languages: languages(&partner.languages),
            articles: partner.articles.clone(),
            unit: partner.unit.to_string(),
            unit_name: page.unit(&partner.unit).to_owned(),
            website: partner.website.clone(),
            confirmed: partner.confirmed,
            confirmed_on: partner.confirmed_on,
            url: format!("{base}{}", page.url(&format!("{PATH}/{}", partner.reference))),
        }
    }
}

/// Partners of the city: sister cities, programmes, bodies it works with.
#[utoipa::path(
    get, path = "/api/v1/partners", tag = "partners", operation_id = "partners-public", params(PublicQuery),
    responses((status = 200, body = Vec<PublicPartner>, headers(
        ("link" = String, description = "Where there are more: their address, with `rel=\"next\"`")
    )))
)]
async fn public(
    State(app): State<App>,
    reader: Reader,
    Query(query): Query<PublicQuery>,
) -> Result<Response, Error> {
    let filter = PublicFilter {
        kind: query.kind,
        country: query.country.map(|country| country.to_uppercase()),
        ..PublicFilter::default()
    };
    let (store, by) = (app.store(), PublicBy::Kind);
    let mut partners: Vec<Public> = Vec::new();
    let mut cursor = query.cursor;
    loop {
        let found = store
            .public_partners(&filter, by, cursor.as_deref(), PAGE)
            .await?;
        partners.extend(found.rows);
        cursor = found.next;
        if cursor.is_none() || partners.len() >= PUBLIC_MAX {
            break;
        }
    }
    let page = Page::new(&app, reader.lang, PATH, Nav::None);
    let mut partners: Vec<PublicPartner> = partners
        .iter()
        .map(|partner| PublicPartner::of(&page, partner))
        .collect();
    partners.sort_by(|a, b| page.writing().compare(&a.name, &b.name));
    let mut response = Json(partners).into_response();
    let next = cursor.and_then(|cursor| {
        let pairs = [
            ("kind", filter.kind),
            ("country", filter.country),
            ("cursor", Some(cursor)),
        ];
        let pairs = pairs.into_iter().filter_map(|(name, value)| {
            let value = value?;
            Some(format!("{name}={}", utf8_percent_encode(&value, UNRESERVED)))
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        HeaderValue::from_str(&format!("</api/v1/partners?{query}>; rel=\"next\"")).ok()
    });
    if let Some(next) = next {
        response.headers_mut().insert(LINK, next);
    }
    Ok(response)
}

/// A partner of the city, as anyone may read of it.
#[utoipa::path(
    get, path = "/api/v1/partners/{reference}", tag = "partners", operation_id = "partners-public-one",
    params(("reference" = String, Path)),
    responses((status = 200, body = PublicPartner))
)]
async fn public_one(
    State(app): State<App>,
    reader: Reader,
    Path(given): Path<String>,
) -> Result<Json<PublicPartner>, Error> {
    let reference = crate::kit::api::reference(&given)?;
    let found = app.store().public_partner(reference).await?;
    let page = Page::new(&app, reader.lang, PATH, Nav::None);
    Ok(Json(PublicPartner::of(&page, &found.ok_or(Error::NotFound)?)))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `proposed`, `agreed`, `active` or `ended`; several are parted by commas.
    state: Option<String>,
    /// Code of a kind.
    kind: Option<String>,
    /// ISO 3166 code.
    country: Option<String>,
    /// Code of a unit.
    unit: Option<String>,
    /// Number of an article of the regulation.
    article: Option<String>,
    language: Option<String>,
    /// `yes`: only those that must be renewed soon.
    renewal: Option<String>,
    /// `yes`: only those of which nobody has checked what is said.
    unconfirmed: Option<String>,
    /// `name`, `newest` or `renewal`.
    sort: Option<String>,
    /// Words to be found.
    q: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnersPage {
    partners: Vec<PartnerRow>,
    /// How many the whole list holds.
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A partner of a list.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerRow {
    reference: String,
    kind: String,
    state: &'static str,
    /// Language to name.
    names: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    public: bool,
    confirmed: bool,
}

impl PartnerRow {
    fn of(partner: &Partner) -> Self {
        Self {
            reference: partner.reference.to_string(),
            kind: partner.kind.clone(),
            state: partner.state.code(),
            names: texts(&partner.names),
            country: partner.country.clone(),
            unit: partner.unit.to_string(),
            since: partner.since.map(|since| since.to_string()),
            until: partner.until,
            public: partner.public,
            confirmed: partner.confirmed,
        }
    }
}

/// Partners that the caller may see, by name.
#[utoipa::path(
    get, path = "/api/v1/desk/partners", tag = "desk", operation_id = "partners-list", security(("token" = [])), params(ListQuery),
    responses((status = 200, body = PartnersPage))
)]
async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<ListQuery>,
) -> Result<Json<PartnersPage>, Error> {
    let asked = filters([
        ("state", &query.state),
        ("kind", &query.kind),
        ("country", &query.country),
        ("unit", &query.unit),
        ("article", &query.article),
        ("language", &query.language),
        ("renewal", &query.renewal),
        ("unconfirmed", &query.unconfirmed),
        ("sort", &query.sort),
        ("q", &query.q),
    ]);
    let filter = filter_of(&app, asked)?;
    let actor = Actor::from(&staff);
    let found = app
        .store()
        .partners(&actor, &filter, query.cursor.as_deref(), limit(query.limit))
        .await?;
    Ok(Json(PartnersPage {
        partners: found.rows.iter().map(PartnerRow::of).collect(),
        total: found.total,
        next: found.next,
    }))
}

/// A partner, for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerView {
    reference: String,
    version: u64,
    kind: String,
    /// `proposed`, `agreed`, `active` or `ended`.
    state: &'static str,
    public: bool,
    confirmed: bool,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_on: Option<Date>,
    /// Language to text.
    names: BTreeMap<String, String>,
    /// Language to text.
    summaries: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    languages: Vec<String>,
    articles: Vec<u16>,
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    decisions: Vec<PartnerDecision>,
    /// Left out when they are not for you.
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Vec<PartnerContact>>,
    documents: Vec<PartnerDocument>,
    links: Vec<PartnerLink>,
    /// Left out when they are not for you.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<PartnerNote>>,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    /// What you may do now.
    actions: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnerDecision {
    kind: &'static str,
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// The end that a renewal gave it.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
    /// Number of a member of staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_by: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnerContact {
    id: u64,
    name: String,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

impl PartnerContact {
    fn of(contact: &Contact) -> Self {
        let person = contact.person.clone();
        Self {
            id: contact.id,
            name: person.name,
            role: person.role,
            email: person.email,
            phone: person.phone,
            language: person.language.map(|lang| lang.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnerDocument {
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    media_type: String,
    /// In bytes.
    size: u64,
    public: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnerLink {
    /// `partners` or `cases`.
    noun: &'static str,
    reference: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartnerNote {
    id: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Number of a member of staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<i64>,
    text: String,
}

impl PartnerView {
    pub(super) fn of(app: &App, partner: &Partner, actor: &Actor) -> Self {
        let decisions = partner.decisions.iter().map(|decision| PartnerDecision {
            kind: decision.kind.code(),
            on: decision.on,
            until: decision.until,
            decided_by: decision.decided_by.clone(),
            recorded_by: decision.recorded_by.map(|id| id.0),
            reason: decision.reason.clone(),
        });
        let documents = partner.documents.iter().map(|document| PartnerDocument {
            id: document.id,
            title: document.title.clone(),
            name: document.shown_name(),
            date: document.date,
            media_type: document.media_type.clone(),
            size: document.size,
            public: document.public,
        });
        let links = partner.links.iter().map(|link| PartnerLink {
            noun: match link {
                Link::Partners(_) => domain::partners::NOUN,
                Link::Cases(_) => domain::cases::NOUN,
            },
            reference: link.reference().to_string(),
        });
        let notes = partner.notes.iter().map(|note| PartnerNote {
            id: note.id,
            at: note.at,
            by: note.by.map(|id| id.0),
            text: note.text.clone(),
        });
        let commands = allowed(partner, actor, app.city());
        Self {
            reference: partner.reference.to_string(),
            version: partner.version,
            kind: partner.kind.clone(),
            state: partner.state.code(),
            public: partner.public,
            confirmed: partner.confirmed,
            confirmed_on: partner.confirmed_on,
            names: texts(&partner.names),
            summaries: texts(&partner.summaries),
            country: partner.country.clone(),
            since: partner.since.map(|since| since.to_string()),
            until: partner.until,
            languages: languages(&partner.languages),
            articles: partner.articles.clone(),
            unit: partner.unit.to_string(),
            website: partner.website.clone(),
            source: partner.source.clone(),
            decisions: decisions.collect(),
            contacts: sees_contacts(partner, actor)
                .then(|| partner.contacts.iter().map(PartnerContact::of).collect()),
            documents: documents.collect(),
            links: links.collect(),
            notes: sees_notes(partner, actor).then(|| notes.collect()),
            opened_at: partner.opened_at,
            actions: commands.into_iter().map(CommandKind::code).collect(),
        }
    }
}

/// A partner, for staff.
#[utoipa::path(
    get, path = "/api/v1/desk/partners/{reference}", tag = "desk", operation_id = "partners-show", security(("token" = [])),
    params(("reference" = String, Path)),
    responses((status = 200, body = PartnerView))
)]
async fn show(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
) -> Result<Response, Error> {
    let partner: Partner = by_api(&app, &staff, &given).await?;
    let view = PartnerView::of(&app, &partner, &Actor::from(&staff));
    Ok(fresh(StatusCode::OK, &view))
}

/// A document of a partner.
#[utoipa::path(
    get, path = "/api/v1/desk/partners/{reference}/documents/{id}", tag = "desk", operation_id = "partners-file",
    security(("token" = [])),
    params(("reference" = String, Path), ("id" = u64, Path)),
    responses((status = 200, description = "The document's bytes"))
)]
async fn document(
    State(app): State<App>,
    Token(staff): Token,
    Path((given, id)): Path<(String, u64)>,
) -> Result<Response, Error> {
    let partner: Partner = by_api(&app, &staff, &given).await?;
    let document = partner.document(id).ok_or(Error::NotFound)?;
    let named = (document.name.as_deref(), document.media_type.as_str());
    upload::download(&app, &partner, id, named).await
}

/// A document, as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it is read from a form; this describes it")]
struct DocumentForm {
    title: String,
    /// Of the document.
    #[schema(format = Date)]
    date: Option<String>,
    /// `yes`: the public may read it. For those who may publish a document.
    public: Option<String>,
    /// The version that you saw; if it has changed since, nothing is done.
    version: Option<u64>,
    /// PDF, JPEG, PNG, WebP or HEIC; at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Add a document to a partner.
#[utoipa::path(
    post, path = "/api/v1/desk/partners/{reference}/attach", tag = "desk", operation_id = "partners-attach",
    security(("token" = [])), params(("reference" = String, Path)),
    request_body(content = DocumentForm, content_type = "multipart/form-data"),
    responses((status = 200, body = PartnerView))
)]
async fn attach(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
    form: Sent,
) -> Result<Response, Error> {
    let reference = crate::kit::api::reference(&given)?;
    let (file, bytes, fields) = upload::file(form.to(Partner::NOUN, reference)).await?;
    let date = fields.filled("date").map(str::parse::<Date>).transpose();
    let date = date.map_err(|_| Error::Invalid(vec![Problem::NotADate.of("date")]))?;
    let command = Command::Attach {
        title: fields.get("title").to_owned(),
        date,
        public: fields.get("public") == "yes",
        file,
    };
    let actor = Actor::from(&staff);
    let version = fields.get("version").parse().ok();
    let partner = app
        .store()
        .attach(&app.context(&actor), reference, version, &command, &bytes)
        .await?
        .seen_by(&actor);
    Ok(fresh(StatusCode::OK, &PartnerView::of(&app, &partner, &actor)))
}
