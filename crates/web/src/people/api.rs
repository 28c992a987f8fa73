use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kit::api::{Body, Caller, Token, credentials};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::session;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInBody {
    login: String,
    password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// For `Authorization: Bearer <token>`.
    token: String,
    login: String,
    role: &'static str,
    unit: String,
}

/// Sign in.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "desk", request_body = SignInBody,
    responses((status = 201, body = SessionView), (status = 401, description = "Wrong login or password"))
)]
pub(super) async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    Body(SignInBody { login, password }): Body<SignInBody>,
) -> Result<Response, Error> {
    app.guard().attempt(caller.address)?;
    let (staff, token) = session::sign_in(&app, &login, &password)
        .await?
        .ok_or(Error::SignIn)?;
    let view = SessionView {
        token,
        login: staff.login,
        role: staff.role.code(),
        unit: staff.unit.to_string(),
    };
    Ok((
        StatusCode::CREATED,
        [(header::CACHE_CONTROL, "no-store")],
        Json(view),
    )
        .into_response())
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
