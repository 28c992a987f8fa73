use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Lang;
use domain::guides::Guide;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::guide_path;
use crate::kit::address;
use crate::kit::api::{JSON, unless_known};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::reader::Reader;

/// A guide, on a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuideLine {
    code: String,
    /// What it is about: the same word for the same thing, whatever the language.
    topic: String,
    title: String,
    /// The language it is in: the city's own where it is not there in the one that was asked for.
    #[schema(value_type = String, example = "en")]
    language: Lang,
    #[schema(value_type = String, format = Date)]
    reviewed_on: Date,
    /// The last day on which it may be relied upon.
    #[schema(value_type = String, format = Date)]
    expires_on: Date,
    /// Its page.
    url: String,
}

/// A guide with its texts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuideView {
    #[serde(flatten)]
    guide: GuideLine,
    summary: String,
    /// What to do.
    #[serde(rename = "do")]
    what: String,
    /// Whom to call.
    call: String,
    cost: String,
    time: String,
    /// Markdown, with tables and the alerts `[!WARNING]` and `[!CAUTION]`; what stands in the latter is not confirmed.
    /// Links are `https:`, `tel:`, or name a thing of the city: `guide:`, `service:`, `place:`, `page:`, `helper:`.
    body: String,
    /// Who has checked the translation: `project`, or a reviewer whom the city names. Absent where it is no translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_by: Option<String>,
    /// Whether it may not be relied upon any more.
    expired: bool,
    /// Code of a need.
    need: String,
    /// Article of the regulation.
    article: u16,
    /// Code of the unit responsible.
    unit: String,
    unit_name: String,
    /// Codes of services; the first is its next step.
    services: Vec<String>,
    /// Codes of guides.
    related: Vec<String>,
    sources: Vec<SourceView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SourceView {
    /// In its own language.
    title: String,
    /// A day, a month or a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// `in-force` or `verify`.
    status: &'static str,
}

/// The language that a guide is shown in to whoever reads `lang`.
fn language(app: &App, guide: &Guide, lang: Lang) -> Lang {
    let city = app.city();
    let own = city.texts.get(&guide.place(), "title", lang);
    own.map_or(city.source_language, |_| lang)
}

impl GuideLine {
    fn of(app: &App, guide: &Guide, lang: Lang, base: &str) -> Self {
        Self {
            code: guide.code.to_string(),
            topic: guide.topic.clone(),
            title: app.city().text(&guide.place(), "title", lang).to_owned(),
            language: language(app, guide, lang),
            reviewed_on: guide.reviewed_on,
            expires_on: guide.expires_on,
            url: format!("{base}/{lang}{}", guide_path(guide.code.as_str())),
        }
    }
}

impl GuideView {
    fn of(app: &App, guide: &Guide, lang: Lang, base: &str) -> Self {
        let city = app.city();
        let place = guide.place();
        let text = |key: &'static str| city.text(&place, key, lang).to_owned();
        let checked_by = city.texts.checked_by(&place, "body", language(app, guide, lang));
        let source = |source: &domain::guides::Source| SourceView {
            title: source.title.clone(),
            date: source.date.map(|date| date.to_string()),
            url: source.url.clone(),
            status: source.status.code(),
        };
        Self {
            guide: GuideLine::of(app, guide, lang, base),
            summary: text("summary"),
            what: text("do"),
            call: text("call"),
            cost: text("cost"),
            time: text("time"),
            body: text("body"),
            checked_by: checked_by.map(|by| by.name().to_owned()),
            expired: guide.has_expired(app.today()),
            need: guide.need.clone(),
            article: guide.article,
            unit: guide.unit.to_string(),
            unit_name: city.unit_name(&guide.unit, lang).to_owned(),
            services: guide.services.iter().map(ToString::to_string).collect(),
            related: guide.related.iter().map(ToString::to_string).collect(),
            sources: guide.sources.iter().map(source).collect(),
        }
    }
}

/// The guides, in the order of the city's lists and the language of `Accept-Language`.
#[utoipa::path(
    get, path = "/api/v1/guides", tag = "guides", operation_id = "guides",
    responses((status = 200, body = Vec<GuideLine>), (status = 304, description = "As `If-None-Match` knows it"))
)]
pub(super) async fn list(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let base = address::base(&app);
    let guides = app.city().guides.iter();
    let lines: Vec<GuideLine> = guides
        .map(|guide| GuideLine::of(&app, guide, reader.lang, base))
        .collect();
    unless_known(&headers, reader.lang, JSON, &lines)
}

/// A guide with its texts, in the language of `Accept-Language` or, where it is not there in that, the city's own.
#[utoipa::path(
    get, path = "/api/v1/guides/{code}", tag = "guides", operation_id = "guide", params(("code" = String, Path)),
    responses((status = 200, body = GuideView), (status = 304, description = "As `If-None-Match` knows it"), (status = 404))
)]
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Result<Response, Error> {
    let guide = app.city().guide(&code).ok_or(Error::NotFound)?;
    let view = GuideView::of(&app, guide, reader.lang, address::base(&app));
    Ok(unless_known(&headers, view.guide.language, JSON, &view))
}
