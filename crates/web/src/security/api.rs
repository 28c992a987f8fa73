use axum::Json;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::roles::{Actor, Reach, StaffId};
use domain::security::{Entry, SEE};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list::filter;
use crate::kit::api::{Token, filters, limit};
use crate::kit::app::App;
use crate::kit::desk::Names;
use crate::kit::error::Error;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LogQuery {
    /// What happened: a code, such as `sign-in-refused`.
    kind: Option<String>,
    /// Number of who did it, or to whom it was done.
    person: Option<String>,
    /// The first day, in the city's time: `2026-02-13`.
    from: Option<String>,
    /// The last day.
    until: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LogView {
    entries: Vec<EntryView>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct EntryView {
    id: String,
    at: String,
    kind: &'static str,
    /// Who did it: `staff`, `resident` or `system`.
    by: &'static str,
    /// Number and login, when it was staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<PersonView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    whom: Option<PersonView>,
    /// A code: what was taken out or read, with what somebody signed in, what was denied.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    /// The record, as its stream is called: `case/ABCD-EFGH`.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// Role and unit before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<String>,
    /// The same for the same address, and no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// How many rows, or how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PersonView {
    number: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<String>,
}

impl EntryView {
    fn of(names: &Names, entry: Entry) -> Self {
        let person = |staff: StaffId| PersonView {
            number: staff.0,
            login: names.staff(staff).map(|staff| staff.login.clone()),
        };
        let (by, worker) = match &entry.actor {
            Actor::Staff { .. } => ("staff", None),
            Actor::Resident { .. } => ("resident", None),
            Actor::System { worker } => ("system", Some(worker.clone())),
        };
        Self {
            id: entry.id.to_string(),
            at: entry.at.to_string(),
            kind: entry.noted.kind.code(),
            by,
            worker,
            who: entry.actor.staff().map(person),
            whom: entry.noted.whom.map(person),
            what: entry.noted.what,
            record: entry.noted.of,
            was: entry.noted.was,
            is: entry.noted.is,
            from: entry.noted.from,
            count: entry.noted.count,
        }
    }
}

/// The security log, the newest first; for administrators.
#[utoipa::path(
    get, path = "/api/v1/desk/security", tag = "desk", params(LogQuery), security(("token" = [])),
    responses(
        (status = 200, body = LogView),
        (status = 403, description = "For administrators"),
        (status = 422, description = "A filter is not understood")
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    Token(staff): Token,
    Query(query): Query<LogQuery>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    if domain::permissions::reach(&actor, SEE) == Reach::No {
        return Err(Error::Forbidden);
    }
    let asked = filters([
        ("kind", &query.kind),
        ("person", &query.person),
        ("from", &query.from),
        ("until", &query.until),
    ]);
    let filter = filter(&app, asked)?;
    let names = Names::of(app.store().staff().await?);
    let cursor = query.cursor.as_deref();
    let found = app
        .store()
        .security_log(&actor, &filter, cursor, limit(query.limit))
        .await?;
    let entries = found.rows.into_iter();
    let view = LogView {
        entries: entries.map(|entry| EntryView::of(&names, entry)).collect(),
        total: found.total,
        next: found.next,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)).into_response())
}
