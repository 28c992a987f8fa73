//! Training by the API: courses, levels, and levels from a file.

mod file;
mod levels;

use std::collections::BTreeMap;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Lang;
use domain::journaled::Journaled as _;
use domain::roles::Actor;
use domain::training::{self, CommandKind, Course, SEE_JOURNAL};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list::filter_of;
use crate::kit::api::{Token, filters, limit, texts};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::work;

/// The operations. What opening a course and each command takes is described by their table of inputs.
pub(super) fn routes() -> OpenApiRouter<App> {
    let files = OpenApiRouter::new()
        .routes(routes!(file::import))
        .layer(DefaultBodyLimit::max(super::sheet::FORM_BODY_MAX));
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(levels::speakers))
        .routes(routes!(levels::expiring))
        .routes(routes!(levels::person))
        .routes(routes!(levels::units))
        .merge(files)
        .merge(work::routes::<Course, _>())
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoursesQuery {
    /// `planned`, `running` or `closed`.
    state: Option<String>,
    /// `language`, `protocol` or `recognition`.
    kind: Option<String>,
    /// The language that it teaches or attests.
    language: Option<String>,
    /// Code of the unit that runs it.
    unit: Option<String>,
    /// `newest` [default], or `next`: whose next session is soonest.
    sort: Option<String>,
    /// Words to be found.
    q: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CoursesView {
    courses: Vec<CourseView>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A course as someone sees it: who only took part in it, of the people themselves alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseView {
    #[schema(example = "7KQ4-M2XH")]
    reference: String,
    /// `language`, `protocol` or `recognition`.
    kind: &'static str,
    /// `planned`, `running` or `closed`.
    state: &'static str,
    /// Language to title. Empty when its words were erased.
    titles: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    language: Option<Lang>,
    /// Code of the unit that runs it.
    unit: String,
    #[schema(value_type = String, format = DateTime)]
    opened_at: Timestamp,
    /// Numbers of the members of staff who are to take it.
    enrolled: Vec<i64>,
    sessions: Vec<CourseSessionView>,
    levels: Vec<ReachedLevelView>,
    /// For those who run it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<CourseNoteView>>,
    /// What the caller may do now.
    actions: Vec<&'static str>,
    /// Give it back with a command to hear of changes made in between.
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
struct CourseSessionView {
    number: u32,
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<u32>,
    cancelled: bool,
    attendance: Vec<CourseAttendanceView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CourseAttendanceView {
    /// Number of a member of staff.
    staff: i64,
    /// `attended`, `excused` or `absent`.
    how: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReachedLevelView {
    /// Number of a member of staff.
    staff: i64,
    #[schema(value_type = String)]
    language: Lang,
    /// `basic`, `working` or `native`.
    level: &'static str,
    #[schema(value_type = String, format = Date)]
    reached_on: Date,
    /// The last day on which it counts; absent when it counts for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CourseNoteView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Number of a member of staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<i64>,
    #[schema(value_type = String)]
    language: Lang,
    /// Absent when erased.
    text: Option<String>,
}

impl ReachedLevelView {
    fn of(reached: &training::Reached) -> Self {
        Self {
            staff: reached.staff.0,
            language: reached.language,
            level: reached.level.code(),
            reached_on: reached.reached_on,
            expires_on: reached.expires_on,
        }
    }
}

impl CourseSessionView {
    fn of(course: &Course, session: &training::Session) -> Self {
        let entries = course.attendance.iter();
        let entries = entries.filter(|entry| entry.session == session.number);
        let entry = |entry: &training::Attendance| CourseAttendanceView {
            staff: entry.staff.0,
            how: entry.how.code(),
        };
        Self {
            number: session.number,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            place: session.place.clone(),
            seats: session.seats,
            cancelled: session.cancelled,
            attendance: entries.map(entry).collect(),
        }
    }
}

impl CourseView {
    /// What that actor sees of it.
    pub(super) fn of(app: &App, course: &Course, actor: &Actor) -> Self {
        let course = &course.seen_by(actor);
        let note = |note: &training::Note| CourseNoteView {
            at: note.at,
            by: note.by.map(|by| by.0),
            language: note.language,
            text: note.text.clone(),
        };
        Self {
            reference: course.reference.to_string(),
            kind: course.kind.code(),
            state: course.state.code(),
            titles: texts(&course.titles),
            language: course.language,
            unit: course.unit.to_string(),
            opened_at: course.opened_at,
            enrolled: course.enrolled.iter().map(|staff| staff.0).collect(),
            sessions: course
                .sessions
                .iter()
                .map(|session| CourseSessionView::of(course, session))
                .collect(),
            levels: course.levels.iter().map(ReachedLevelView::of).collect(),
            notes: course
                .permits(actor, SEE_JOURNAL)
                .then(|| course.notes.iter().map(note).collect()),
            actions: training::allowed(course, actor, app.city())
                .into_iter()
                .map(CommandKind::code)
                .collect(),
            version: course.version,
        }
    }
}

/// Courses that the caller may see.
#[utoipa::path(
    get, path = "/api/v1/desk/training", operation_id = "training_list", tag = "desk", security(("token" = [])), params(CoursesQuery),
    responses((status = 200, body = CoursesView))
)]
async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<CoursesQuery>,
) -> Result<Response, Error> {
    let asked = filters([
        ("state", &query.state),
        ("kind", &query.kind),
        ("language", &query.language),
        ("unit", &query.unit),
        ("sort", &query.sort),
        ("q", &query.q),
    ]);
    let filter = filter_of(&app, asked)?;
    let actor = Actor::from(&staff);
    let page = app
        .store()
        .courses(&actor, &filter, query.cursor.as_deref(), limit(query.limit))
        .await?;
    let view = CoursesView {
        courses: page
            .rows
            .iter()
            .map(|course| CourseView::of(&app, course, &actor))
            .collect(),
        total: page.total,
        next: page.next,
    };
    Ok(work::fresh(StatusCode::OK, &view))
}

/// A course.
#[utoipa::path(
    get, path = "/api/v1/desk/training/{reference}", operation_id = "training_show", tag = "desk", security(("token" = [])),
    params(("reference" = String, Path)),
    responses((status = 200, body = CourseView))
)]
async fn show(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
) -> Result<Response, Error> {
    let course: Course = work::by_api(&app, &staff, &given).await?;
    let view = CourseView::of(&app, &course, &Actor::from(&staff));
    Ok(work::fresh(StatusCode::OK, &view))
}
