//! An edit by the API: what it does not speak of stays as it is.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::partners::{CommandKind, Partner};
use domain::roles::Actor;
use serde_json::Value;
use utoipa::openapi::{OpenApi, RefOr, Schema};

use super::PartnerView;
use crate::kit::api::{Body, Once, Token, misread};
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::work::{self, by_api, command_by_api, fresh};

const PATH: &str = "/api/v1/desk/partners/{reference}/edit";

/// Change what is said of a partner.
///
/// What is left out stays as it is, and what is `null` will be empty. A partner of which anything but the unit changes is
/// not confirmed any more.
#[utoipa::path(
    post, path = PATH, tag = "desk", operation_id = "partners-edit", security(("token" = [])),
    params(("reference" = String, Path)), request_body = Value,
    responses((status = 200, body = PartnerView))
)]
pub(super) async fn edit(
    State(app): State<App>,
    Token(staff): Token,
    Path(given): Path<String>,
    once: Once,
    Body(body): Body<Value>,
) -> Result<Response, Error> {
    let partner: Partner = by_api(&app, &staff, &given).await?;
    let body = with_the_rest(&partner, body)?;
    let command = CommandKind::Edit.code();
    let partner: Partner = command_by_api(&app, &staff, (&given, command), body, &once).await?;
    let view = PartnerView::of(&app, &partner, &Actor::from(&staff));
    Ok(fresh(StatusCode::OK, &view))
}

/// An edit with what it leaves out as it is now.
fn with_the_rest(partner: &Partner, body: Value) -> Result<Value, Error> {
    let Value::Object(said) = body else {
        return Ok(body);
    };
    let unread = |error: serde_json::Error| Error::Malformed(misread(&error));
    let mut entry = serde_json::to_value(partner.entry()).map_err(unread)?;
    if let Some(entry) = entry.as_object_mut() {
        // What is kept is what was there: if that changes meanwhile, the caller hears of it.
        entry.insert("version".to_owned(), partner.version.into());
        entry.extend(said);
        entry.retain(|_, value| !value.is_null());
    }
    Ok(entry)
}

/// The commands as their inputs say; nothing of an edit is required.
pub(in crate::partners) fn describe(api: &mut OpenApi) {
    let own = api.paths.paths.remove(PATH).and_then(|item| item.post);
    work::describe::<Partner>(api, "PartnerView");
    let edit = api.paths.paths.get_mut(PATH);
    let Some((edit, own)) = edit.and_then(|item| item.post.as_mut()).zip(own) else {
        return;
    };
    edit.summary = own.summary;
    edit.description = own.description;
    let Some(RefOr::T(body)) = edit.request_body.as_mut() else {
        return;
    };
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content
            && let Some(RefOr::T(Schema::Object(object))) = content.schema.as_mut()
        {
            object.required.clear();
        }
    }
}
