use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::cases::Case;
use domain::people::Actor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::CaseView;
use crate::kit::api::{Body, Once, Token, filters, limit, reads, reference};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::reader::Reader;
use crate::kit::work::said_by_api;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Status of a case; several are parted by commas.
    state: Option<String>,
    /// Code of a unit.
    unit: Option<String>,
    /// Language of the resident.
    language: Option<String>,
    /// Code of a service.
    service: Option<String>,
    /// `late`, or `soon`: by the end of the next working day.
    due: Option<String>,
    /// Words to be found.
    q: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageView {
    cases: Vec<RowView>,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RowView {
    reference: String,
    service: String,
    status: &'static str,
    unit: String,
    language: String,
    urgent: bool,
    /// They said that they are not safe.
    danger: bool,
    #[schema(value_type = String, format = Date)]
    opened_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// `clear`, `yellow` or `red`.
    card: &'static str,
}

impl RowView {
    fn of(app: &App, case: &Case) -> Self {
        let city = app.city();
        let clock = case.next_due();
        Self {
            reference: case.reference.to_string(),
            service: case.service.to_string(),
            status: case.state.code(),
            unit: case.unit.to_string(),
            language: case.language.to_string(),
            urgent: case.urgent,
            danger: case.danger,
            opened_on: city.day(case.opened_at),
            due_on: clock.map(|clock| clock.due_on(&city.timezone)),
            card: clock.map_or("clear", |c| {
                c.card(app.now(), &city.calendar, &city.timezone).code()
            }),
        }
    }
}

/// Cases that the caller may see, most pressing first.
#[utoipa::path(
    get, path = "/api/v1/desk/cases", tag = "desk", security(("token" = [])), params(ListQuery),
    responses((status = 200, body = PageView))
)]
pub(super) async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<ListQuery>,
) -> Result<Json<PageView>, Error> {
    let filter = crate::cases::desk::queue::filter_of(
        &app,
        &staff,
        filters([
            ("state", &query.state),
            ("unit", &query.unit),
            ("language", &query.language),
            ("service", &query.service),
            ("due", &query.due),
            ("q", &query.q),
        ]),
    )?;
    let actor = Actor::from(&staff);
    let page = app
        .store()
        .queue(&actor, &filter, query.cursor.as_deref(), limit(query.limit))
        .await?;
    let cases = page.rows.iter().map(|case| RowView::of(&app, case)).collect();
    Ok(Json(PageView {
        cases,
        next: page.next,
    }))
}

/// A case, for staff.
#[utoipa::path(
    get, path = "/api/v1/desk/cases/{reference}", tag = "desk", security(("token" = [])),
    params(("reference" = String, Path)),
    responses((status = 200, body = CaseView))
)]
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Token(staff): Token,
    Path(given): Path<String>,
    headers: HeaderMap,
) -> Result<Json<CaseView>, Error> {
    let actor = Actor::from(&staff);
    let case = app
        .store()
        .get::<Case>(reference(&given)?, &actor)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Json(CaseView::of(&app, &case, &actor, reads(&reader, &headers))))
}

/// Do something with a case. The body holds what the command takes, and may hold the `version` you saw.
#[utoipa::path(
    post, path = "/api/v1/desk/cases/{reference}/{command}", tag = "desk", security(("token" = [])),
    params(
        ("reference" = String, Path),
        ("command" = String, Path, description = "triage, route, return, accept, decline, assign, note, reply, ask, \
            answer-question, suspend, resume, extend, decide-extension, advance, involve, refer, book, resolve, rate, \
            reopen, merge, link, close, erase, translate")
    ),
    request_body(content = serde_json::Value, description = "E.g. `{\"text\": \"…\"}` for reply, `{\"unit\": \"…\"}` for route"),
    responses(
        (status = 200, body = CaseView),
        (status = 409, description = "Not in this state (`allowed` says which commands are), or changed since `version`")
    )
)]
pub(super) async fn carry_out(
    State(app): State<App>,
    reader: Reader,
    Token(staff): Token,
    Path((given, command)): Path<(String, String)>,
    headers: HeaderMap,
    once: Once,
    Body(body): Body<serde_json::Value>,
) -> Result<Json<CaseView>, Error> {
    let key = once.key(&app, &staff.id.to_string(), &(&given, &command, &body));
    let (command, version) = said_by_api::<Case>(&command, body)?;
    let actor = Actor::from(&staff);
    let reference = reference(&given)?;
    let case = app
        .store()
        .carry_out_once(&app.context(&actor), reference, version, &command, key.as_ref())
        .await
        .map_err(|error| once.told(error))?;
    Ok(Json(CaseView::of(&app, &case, &actor, reads(&reader, &headers))))
}

/// A file of a case.
#[utoipa::path(
    get, path = "/api/v1/desk/cases/{reference}/attachments/{id}", tag = "desk", security(("token" = [])),
    params(("reference" = String, Path), ("id" = u64, Path)),
    responses((status = 200, description = "The file's bytes"))
)]
pub(super) async fn file(
    State(app): State<App>,
    Token(staff): Token,
    Path((given, id)): Path<(String, u64)>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    let case = app
        .store()
        .get::<Case>(reference(&given)?, &actor)
        .await?
        .ok_or(Error::NotFound)?;
    crate::cases::intake::download(&app, &case, id).await
}
