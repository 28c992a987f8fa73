use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::people::{LOGIN_MAX, PASSWORD_MAX, PASSWORD_MIN};
use domain::problems::Problem;
use domain::roles::{Actor, Staff};
use serde::{Deserialize, Serialize};
use store::people::Session;
use utoipa::{IntoParams, ToSchema};

use super::account::{Change, change};
use crate::kit::api::{Body, Caller, Token, credentials, limit};
use crate::kit::app::App;
use crate::kit::devices::Comer;
use crate::kit::error::Error;
use crate::kit::session::{self, Place};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInBody {
    #[schema(max_length = 100)]
    login: String,
    #[schema(max_length = 200)]
    password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// For `Authorization: Bearer <token>`. Unused, it ends after two hours, and in any case after twelve.
    token: String,
    login: String,
    role: &'static str,
    unit: String,
}

impl SessionView {
    fn answer(status: StatusCode, staff: &Staff, token: String) -> Response {
        let view = Self {
            token,
            login: staff.login.clone(),
            role: staff.role.code(),
            unit: staff.unit.to_string(),
        };
        (status, [(header::CACHE_CONTROL, "no-store")], Json(view)).into_response()
    }
}

/// Sign in. A token that is sent along ends.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "desk", request_body = SignInBody,
    responses((status = 201, body = SessionView), (status = 401, description = "Wrong login or password"))
)]
pub(super) async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(SignInBody { login, password }): Body<SignInBody>,
) -> Result<Response, Error> {
    let comer = Comer::of(&app, &headers, &login, caller.address);
    app.guard().tries(comer.login, comer.who, comer.address).await?;
    let place = Place::program(&headers, caller.address);
    let (staff, token) = session::sign_in(&app, &login, &password, &place)
        .await?
        .ok_or(Error::SignIn)?;
    app.guard().was_right(comer.login, comer.who, comer.address);
    Ok(SessionView::answer(StatusCode::CREATED, &staff, token))
}

/// Sign out: the token is worth nothing any more.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "desk", security(("token" = [])),
    responses((status = 204))
)]
pub(super) async fn sign_out(
    State(app): State<App>,
    signed_in: Token,
    headers: HeaderMap,
) -> Result<StatusCode, Error> {
    tracing::debug!(staff = signed_in.0.id.0, "signed out");
    session::sign_out(&app, credentials(&headers, "Bearer").unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordBody {
    /// The one they have.
    current: String,
    #[schema(min_length = 10, max_length = 200)]
    new: String,
}

// What the schema says is what is checked.
const _: () = assert!(LOGIN_MAX == 100 && PASSWORD_MIN == 10 && PASSWORD_MAX == 200);

/// Change one's own password. All one's sessions end; the answer has the token of a new one.
#[utoipa::path(
    post, path = "/api/v1/session/password", tag = "desk", request_body = PasswordBody, security(("token" = [])),
    responses(
        (status = 200, body = SessionView),
        (status = 422, description = "The current password is wrong, or the new one is too short, too long or too common")
    )
)]
pub(super) async fn change_password(
    State(app): State<App>,
    Token(staff): Token,
    caller: Caller,
    headers: HeaderMap,
    Body(PasswordBody { current, new }): Body<PasswordBody>,
) -> Result<Response, Error> {
    let comer = Comer::of(&app, &headers, &staff.login, caller.address);
    app.guard().tries(comer.login, comer.who, comer.address).await?;
    let asked = Change {
        current: ("current", &current),
        new: ("new", &new),
    };
    change(&app, &staff, &asked).await?;
    app.guard().was_right(comer.login, comer.who, comer.address);
    let place = Place::program(&headers, caller.address);
    let token = session::begin(&app, &staff, &place).await?;
    Ok(SessionView::answer(StatusCode::OK, &staff, token))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SessionsQuery {
    /// Whose [default: everybody's that one may see].
    login: Option<String>,
    /// From `next` of the page before.
    cursor: Option<String>,
    /// At most 100 [default: 25].
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionsView {
    sessions: Vec<ListedSession>,
    total: u64,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ListedSession {
    /// By which it is ended; it opens nothing.
    name: String,
    login: String,
    role: &'static str,
    /// `program` for a token of the API.
    browser: &'static str,
    system: &'static str,
    began_at: String,
    /// To some minutes.
    used_at: String,
    /// When it ends, if it is not used before.
    ends_at: String,
    /// The one that asks.
    current: bool,
}

impl ListedSession {
    fn of(session: Session, own: &str) -> Self {
        Self {
            current: session.name == own,
            name: session.name,
            login: session.staff.login,
            role: session.staff.role.code(),
            browser: session.seen_as.browser.code(),
            system: session.seen_as.system.code(),
            began_at: session.began_at.to_string(),
            used_at: session.used_at.to_string(),
            ends_at: session.ends_at.to_string(),
        }
    }
}

/// Sessions that go on: one's own, and for administrators everybody's; used last first.
#[utoipa::path(
    get, path = "/api/v1/desk/sessions", tag = "desk", params(SessionsQuery), security(("token" = [])),
    responses((status = 200, body = SessionsView), (status = 422, description = "Nobody has that login"))
)]
pub(super) async fn sessions(
    State(app): State<App>,
    Token(staff): Token,
    headers: HeaderMap,
    Query(query): Query<SessionsQuery>,
) -> Result<Response, Error> {
    let actor = Actor::from(&staff);
    let of = match &query.login {
        None => None,
        Some(login) => {
            let known = app.store().staff_by_login(login).await?;
            let (known, _) = known.ok_or_else(|| Error::Invalid(vec![Problem::UnknownStaff.of("login")]))?;
            Some(known.id)
        }
    };
    let cursor = query.cursor.as_deref();
    let found = app
        .store()
        .sessions(&actor, app.now(), of, cursor, limit(query.limit))
        .await?;
    let own = session::name_of(credentials(&headers, "Bearer").unwrap_or_default());
    let rows = found.rows.into_iter();
    let view = SessionsView {
        sessions: rows.map(|session| ListedSession::of(session, &own)).collect(),
        total: found.total,
        next: found.next,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(view)).into_response())
}

/// End a session: one's own, or for administrators anybody's. What is open by it closes at once.
#[utoipa::path(
    delete, path = "/api/v1/desk/sessions/{name}", tag = "desk", security(("token" = [])),
    params(("name" = String, Path, description = "From the list of sessions")),
    responses((status = 204), (status = 404, description = "There is none of that name that one may end"))
)]
pub(super) async fn end_session(
    State(app): State<App>,
    Token(staff): Token,
    Path(name): Path<String>,
) -> Result<StatusCode, Error> {
    let actor = Actor::from(&staff);
    if app.store().end_session(&app.context(&actor), &name).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Error::NotFound)
    }
}
