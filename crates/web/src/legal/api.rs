//! Laws and their translations by the API.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Lang;
use domain::guides::SourceStatus;
use domain::journaled::Journaled as _;
use domain::legal::{self, CommandKind, Kind, Law, Scope, Stands, Translation};
use domain::roles::{Actor, Reach};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::desk::Wanted;
use super::register::Entry;
use super::{entries_of, law_path, public_entries};
use crate::kit::address;
use crate::kit::api::{JSON, Token, filters, unless_known};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::reader::Reader;
use crate::kit::work;

/// The operations. What taking up a translation and each command takes is described by their table of inputs.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(laws))
        .routes(routes!(list))
        .routes(routes!(show))
        .merge(work::routes::<Translation, _>())
}

/// A law, or what else binds people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LawView {
    code: String,
    /// `law`, `regulation`, `rules` or `normative-document`.
    #[schema(value_type = String)]
    kind: Kind,
    /// Whose it is: `city`, `province`, `nation`, or `elsewhere`, where it does not hold here and served as a model.
    #[schema(value_type = String)]
    scope: Scope,
    number: Option<String>,
    title: String,
    summary: String,
    /// The language of `summary`: the city's own while nobody has confirmed it in yours.
    #[schema(value_type = String)]
    language: Lang,
    issuer: String,
    #[schema(value_type = Option<String>, format = Date)]
    adopted: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    published: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    in_force: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    amended: Option<Date>,
    /// Whether it was checked against the original.
    checked: bool,
    /// Of the original.
    original: Option<String>,
    /// Those that are owed, or are there.
    translations: Vec<LawStanding>,
    url: String,
}

/// How a translation of a law stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LawStanding {
    #[schema(value_type = String)]
    language: Lang,
    /// `owed`, `draft`, `reviewed`, `published` or `withdrawn`.
    #[schema(value_type = String)]
    state: Stands,
    /// Code of the unit that owes it.
    unit: String,
    unit_name: String,
    /// The last day of the limit.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// Working days after that day, up to the first publication of this version or to today.
    days_late: u32,
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<Date>,
    /// It is made from an earlier version of the law, of that day.
    #[schema(value_type = Option<String>, format = Date)]
    of_version: Option<Date>,
    /// Where it is read.
    url: Option<String>,
}

impl LawStanding {
    fn of(app: &App, entry: &Entry, lang: Lang, base: &str) -> Self {
        let standing = &entry.standing;
        let path = law_path(entry.law.as_str());
        Self {
            language: entry.language,
            state: standing.shown(),
            unit: entry.unit.to_string(),
            unit_name: app.city().unit_name(&entry.unit, lang).to_owned(),
            due_on: standing.due.map(|due| due.on),
            days_late: standing.late,
            published_on: standing.published_on,
            of_version: standing.of_earlier,
            url: standing
                .published_on
                .map(|_| format!("{base}/{}{path}", entry.language)),
        }
    }
}

impl LawView {
    fn of(app: &App, law: &Law, entries: &[Entry], lang: Lang, base: &str) -> Self {
        let city = app.city();
        let place = law.place();
        let text = |key: &str| city.text(&place, key, lang).to_owned();
        let own = city.texts.get(&place, "summary", lang).is_some();
        let entries = entries.iter().filter(|entry| entry.law == law.code);
        Self {
            code: law.code.to_string(),
            kind: law.kind,
            scope: law.scope,
            number: law.number.clone(),
            title: text("title"),
            summary: text("summary"),
            language: if own { lang } else { city.source_language },
            issuer: text("issuer"),
            adopted: law.adopted,
            published: law.published,
            in_force: law.in_force,
            amended: law.amended,
            checked: law.status == SourceStatus::InForce,
            original: law.url.clone(),
            translations: entries
                .map(|entry| LawStanding::of(app, entry, lang, base))
                .collect(),
            url: format!("{base}/{lang}{}", law_path(law.code.as_str())),
        }
    }
}

/// The register of laws, in the language of `Accept-Language`, and how their translations stand.
#[utoipa::path(
    get, path = "/api/v1/laws", tag = "laws", operation_id = "laws",
    responses((status = 200, body = Vec<LawView>), (status = 304, description = "As `If-None-Match` knows it"))
)]
async fn laws(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Result<Response, Error> {
    let base = address::base(&app);
    let entries = public_entries(&app).await?;
    let laws = app.city().legal.iter();
    let laws: Vec<LawView> = laws
        .map(|law| LawView::of(&app, law, &entries, reader.lang, base))
        .collect();
    Ok(unless_known(&headers, reader.lang, JSON, &laws))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TranslationsQuery {
    /// `owed`, `draft`, `reviewed`, `published` or `withdrawn`.
    state: Option<String>,
    /// Code of the unit that owes it.
    unit: Option<String>,
    language: Option<String>,
    /// `yes`: it is owed, and its limit is over.
    late: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LawTranslationsView {
    translations: Vec<LawTranslationLine>,
    total: usize,
}

/// A translation that is owed, or is there.
#[derive(Debug, Serialize, ToSchema)]
struct LawTranslationLine {
    /// Once somebody has taken it up.
    reference: Option<String>,
    /// Code of the law.
    law: String,
    #[schema(value_type = String)]
    language: Lang,
    /// `owed`, `draft`, `reviewed`, `published` or `withdrawn`.
    #[schema(value_type = String)]
    state: Stands,
    /// Code of the unit that owes it.
    unit: String,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    days_late: u32,
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<Date>,
}

impl LawTranslationLine {
    fn of(entry: &Entry) -> Self {
        Self {
            reference: entry.reference.map(|reference| reference.to_string()),
            law: entry.law.to_string(),
            language: entry.language,
            state: entry.standing.at_desk,
            unit: entry.unit.to_string(),
            due_on: entry.standing.due.map(|due| due.on),
            days_late: entry.standing.late,
            published_on: entry.standing.published_on,
        }
    }
}

/// A translation of a law at the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct LawTranslationView {
    #[schema(example = "7KQ4-M2XH")]
    reference: String,
    /// Code of the law.
    law: String,
    #[schema(value_type = String)]
    language: Lang,
    /// Code of the unit that owes it.
    unit: String,
    /// `draft`, `reviewed`, `published` or `withdrawn`.
    state: &'static str,
    /// Absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The day of the version of the law that it is made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    source_day: Option<Date>,
    /// Numbers of the members of staff who wrote at it: none of them can review it.
    drafters: Vec<i64>,
    /// Why it was sent back, while it waits to be revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_back: Option<String>,
    /// What the public reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<LawPublicationView>,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// What the caller may do now.
    actions: Vec<&'static str>,
    /// Give it back with a command to hear of changes made in between.
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
struct LawPublicationView {
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// Of the official publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: String,
    text: String,
}

impl LawTranslationView {
    /// What that actor sees of it.
    pub(super) fn of(app: &App, translation: &Translation, actor: &Actor) -> Self {
        let translation = translation.clone();
        let actions = legal::allowed(&translation, actor, app.city());
        let (title, text) = translation
            .words
            .map_or((None, None), |words| (Some(words.title), Some(words.text)));
        Self {
            reference: translation.reference.to_string(),
            law: translation.law.to_string(),
            language: translation.language,
            unit: translation.unit.to_string(),
            state: translation.state.code(),
            title,
            text,
            source_day: translation.source_day,
            drafters: translation.drafters.iter().map(|staff| staff.0).collect(),
            sent_back: translation.sent_back.and_then(|sent| sent.reason),
            publication: translation.publication.map(|made| LawPublicationView {
                on: made.on,
                url: made.url,
                title: made.words.title,
                text: made.words.text,
            }),
            changed_at: translation.changed_at,
            actions: actions.into_iter().map(CommandKind::code).collect(),
            version: translation.version,
        }
    }
}

/// Translations of laws that are owed or there, as far as the caller may see them.
#[utoipa::path(
    get, path = "/api/v1/desk/legal", operation_id = "legal_list", tag = "desk", security(("token" = [])),
    params(TranslationsQuery), responses((status = 200, body = LawTranslationsView))
)]
async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<TranslationsQuery>,
) -> Result<Response, Error> {
    let asked = filters([
        ("state", &query.state),
        ("unit", &query.unit),
        ("language", &query.language),
        ("late", &query.late),
    ]);
    let wanted = Wanted::of(&app, asked)?;
    let actor = Actor::from(&staff);
    if Translation::reach(&actor, legal::SEE) == Reach::No {
        return Err(Error::Forbidden);
    }
    let entries = entries_of(&app, &actor).await?;
    let translations: Vec<LawTranslationLine> = entries
        .iter()
        .filter(|entry| wanted.keeps(entry))
        .map(LawTranslationLine::of)
        .collect();
    let view = LawTranslationsView {
        total: translations.len(),
        translations,
    };
    Ok(work::fresh(StatusCode::OK, &view))
}

/// A translation of a law.
#[utoipa::path(
    get, path = "/api/v1/desk/legal/{reference}", operation_id = "legal_show", tag = "desk", security(("token" = [])),
    params(("reference" = String, Path)),
    responses((status = 200, body = LawTranslationView))
)]
async fn show(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
) -> Result<Response, Error> {
    let translation: Translation = work::by_api(&app, &staff, &given).await?;
    let view = LawTranslationView::of(&app, &translation, &Actor::from(&staff));
    Ok(work::fresh(StatusCode::OK, &view))
}
