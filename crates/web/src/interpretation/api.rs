//! Interpreters' jobs by the API.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Lang;
use domain::interpretation::{self, CommandKind, Job};
use domain::roles::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list::filter_of;
use crate::kit::api::{Token, filters, limit};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::work;

/// The operations. What opening a job and each command takes is described by their table of inputs.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .merge(work::routes::<Job, _>())
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobsQuery {
    /// `asked`, `offered`, `accepted`, `rostered`, `done`, `no-show`, `cancelled` or `not-found`.
    state: Option<String>,
    /// `appointment` or `duty`.
    kind: Option<String>,
    /// `hospital`, `court`, `school`, `police`, `office` or `other`.
    setting: Option<String>,
    language: Option<String>,
    /// Number of the member of staff whose it is or was.
    staff: Option<String>,
    /// A day of the week in which it begins.
    week: Option<String>,
    /// The day on which it begins.
    day: Option<String>,
    /// `ahead`: what has yet to begin; `soon`: of that, what nobody has taken on; `unanswered`: what waits
    /// again, since an offer was not answered in time; `gone`: what somebody has who does not work
    /// here any more.
    when: Option<String>,
    /// Reference of the case that it belongs to.
    case: Option<String>,
    /// `start` [default]: what begins first; `latest`; `newest`: asked for last.
    sort: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
struct InterpretationsView {
    jobs: Vec<InterpretationView>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An interpreter's job, as far as the caller may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct InterpretationView {
    #[schema(example = "7KQ4-M2XH")]
    reference: String,
    /// `appointment` or `duty`.
    kind: &'static str,
    /// `asked`, `offered`, `accepted`, `rostered`, `done`, `no-show`, `cancelled` or `not-found`.
    state: &'static str,
    /// Of an appointment: `hospital`, `court`, `school`, `police`, `office` or `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'static str>,
    #[schema(value_type = Vec<String>)]
    languages: Vec<Lang>,
    #[schema(value_type = String)]
    into: Lang,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// Minutes.
    travel_before: u16,
    travel_after: u16,
    /// Code of one of the city's places.
    #[serde(skip_serializing_if = "Option::is_none")]
    place_code: Option<String>,
    /// Absent when erased, or when the caller may not read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    /// The case that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// Code of the unit where it belongs.
    unit: String,
    /// Number of the member of staff to whom it is offered, or who has it or had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    interpreter: Option<i64>,
    /// Version of the promise of confidentiality that was accepted with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidentiality: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation: Option<InterpretationCancellationView>,
    /// Minutes that count as worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    worked_minutes: Option<u32>,
    /// Minutes that were kept free, not worked, and count all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    waited_minutes: Option<u32>,
    /// What the caller may do now.
    actions: Vec<&'static str>,
    /// Give it back with a command to hear of changes made in between.
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
struct InterpretationCancellationView {
    /// `resident` or `staff`.
    by: &'static str,
    /// Before the beginning.
    notice_minutes: u32,
    /// Less than the city asks for.
    short: bool,
}

impl InterpretationView {
    /// What that actor sees of it.
    pub(super) fn of(app: &App, job: &Job, actor: &Actor) -> Self {
        let job = job.seen_by(actor);
        let counted = job.counted();
        Self {
            reference: job.reference.to_string(),
            kind: job.kind.code(),
            state: job.state.code(),
            setting: job.setting.map(interpretation::Setting::code),
            into: job.into,
            starts_at: job.starts_at,
            ends_at: job.ends_at,
            travel_before: job.travel_before,
            travel_after: job.travel_after,
            case: job.case.map(|case| case.to_string()),
            unit: job.unit.to_string(),
            interpreter: job.interpreter.map(|staff| staff.0),
            confidentiality: job.acceptance.map(|accepted| accepted.confidentiality),
            cancellation: job
                .cancellation
                .as_ref()
                .map(|cancelled| InterpretationCancellationView {
                    by: cancelled.by.code(),
                    notice_minutes: cancelled.notice,
                    short: cancelled.short,
                }),
            worked_minutes: counted.map(|counted| counted.worked),
            waited_minutes: counted.map(|counted| counted.waited),
            actions: interpretation::allowed(&job, actor, app.city())
                .into_iter()
                .map(CommandKind::code)
                .collect(),
            version: job.version,
            languages: job.languages,
            place_code: job.place_code,
            place: job.place,
            details: job.details,
        }
    }
}

/// Interpreters' jobs that the caller may see.
#[utoipa::path(
    get, path = "/api/v1/desk/interpretation", operation_id = "interpretation_list", tag = "desk",
    security(("token" = [])), params(JobsQuery), responses((status = 200, body = InterpretationsView))
)]
async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<JobsQuery>,
) -> Result<Response, Error> {
    let asked = filters([
        ("state", &query.state),
        ("kind", &query.kind),
        ("setting", &query.setting),
        ("language", &query.language),
        ("staff", &query.staff),
        ("week", &query.week),
        ("day", &query.day),
        ("when", &query.when),
        ("case", &query.case),
        ("sort", &query.sort),
    ]);
    let filter = filter_of(&app, asked)?;
    let actor = Actor::from(&staff);
    let page = app
        .store()
        .jobs(&actor, &filter, query.cursor.as_deref(), limit(query.limit))
        .await?;
    let view = InterpretationsView {
        jobs: page
            .rows
            .iter()
            .map(|job| InterpretationView::of(&app, job, &actor))
            .collect(),
        total: page.total,
        next: page.next,
    };
    Ok(work::fresh(StatusCode::OK, &view))
}

/// An interpreter's job.
#[utoipa::path(
    get, path = "/api/v1/desk/interpretation/{reference}", operation_id = "interpretation_show", tag = "desk",
    security(("token" = [])), params(("reference" = String, Path)),
    responses((status = 200, body = InterpretationView))
)]
async fn show(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
) -> Result<Response, Error> {
    let job: Job = work::by_api(&app, &staff, &given).await?;
    let view = InterpretationView::of(&app, &job, &Actor::from(&staff));
    Ok(work::fresh(StatusCode::OK, &view))
}
