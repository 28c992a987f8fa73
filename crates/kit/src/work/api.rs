//! Records of any noun by the API.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::inputs::Takes;
use domain::journaled::{Coded, Command};
use domain::roles::{self, Action, Actor, Reach, Role, Staff};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use store::Noun;
use utoipa_axum::router::OpenApiRouter;

use super::{Kind, Worked, open_said};
use crate::api::{Body, Once, Token, misread};
use crate::app::App;
use crate::error::Error;
use crate::inputs;

/// What its table of inputs describes: opening one, and each command. Sent again with the same `Idempotency-Key`, each is
/// carried out once.
pub fn routes<N: Worked<View>, View: Serialize + Send + 'static>() -> OpenApiRouter<App> {
    let path = format!("/api/v1/desk/{}", N::NOUN);
    let command = format!("{path}/{{reference}}/{{command}}");
    let routes = OpenApiRouter::new().route(&command, post(carry_out::<N, View>));
    // What staff open in no such way has no address for it.
    if N::OPEN_INPUTS.is_empty() {
        return routes;
    }
    routes.route(&path, post(open::<N, View>))
}

async fn open<N: Worked<View>, View: Serialize>(
    State(app): State<App>,
    Token(staff): Token,
    once: Once,
    Body(body): Body<Value>,
) -> Result<Response, Error> {
    let key = once.key(&app, &staff.id.to_string(), &(N::NOUN, &body));
    let (said, _) = versioned(body)?;
    let actor = Actor::from(&staff);
    let record = open_said::<N, View>(&app, &actor, said, key.as_ref())
        .await
        .map_err(|error| once.told(error))?;
    Ok(fresh(
        StatusCode::CREATED,
        &record.seen_by(&actor).view(&app, &actor),
    ))
}

async fn carry_out<N: Worked<View>, View: Serialize>(
    State(app): State<App>,
    Token(staff): Token,
    Path((given, command)): Path<(String, String)>,
    once: Once,
    Body(body): Body<Value>,
) -> Result<Response, Error> {
    let record = command_by_api::<N, View>(&app, &staff, (&given, &command), body, &once).await?;
    Ok(fresh(StatusCode::OK, &record.view(&app, &Actor::from(&staff))))
}

/// A record by the API: `GET /desk/{noun}/{reference}`.
///
/// # Errors
/// [`Error::NotFound`] when there is none that they may see.
pub async fn by_api<N: Worked<View>, View>(app: &App, staff: &Staff, given: &str) -> Result<N, Error> {
    let reference = crate::api::reference(given)?;
    let actor = Actor::from(staff);
    let found: Option<N> = app.store().get(reference, &actor).await?;
    Ok(found.ok_or(Error::NotFound)?.seen_by(&actor))
}

/// A command by the API: `POST /desk/{noun}/{reference}/{command}`. The body holds what the command takes, and may hold
/// the `version` that the caller saw.
///
/// # Errors
/// As rules and store have.
pub async fn command_by_api<N: Worked<View>, View>(
    app: &App,
    staff: &Staff,
    (given, command): (&str, &str),
    body: Value,
    once: &Once,
) -> Result<N, Error> {
    let key = once.key(app, &staff.id.to_string(), &(given, command, &body));
    let (command, version) = said_by_api::<N>(command, body)?;
    let actor = Actor::from(staff);
    let reference = crate::api::reference(given)?;
    let after = app
        .store()
        .carry_out_once(&app.context(&actor), reference, version, &command, key.as_ref())
        .await
        .map_err(|error| once.told(error))?;
    Ok(after.seen_by(&actor))
}

/// The command that the body of a request says, and the version that the caller saw.
///
/// # Errors
/// [`Error::NotFound`] when there is no such command, or none by JSON; [`Error::Invalid`] with each input that does not fit.
pub fn said_by_api<N>(command: &str, body: Value) -> Result<(N::Command, Option<u64>), Error>
where
    N: Noun<Command: DeserializeOwned>,
{
    let kind = <Kind<N> as Coded>::parse(command).ok_or(Error::NotFound)?;
    let inputs = N::Command::inputs(kind);
    // A file's bytes do not come as JSON.
    if inputs.iter().any(|input| input.takes == Takes::File) {
        return Err(Error::NotFound);
    }
    let (mut said, version) = versioned(body)?;
    inputs::fit(inputs, &said).map_err(Error::Invalid)?;
    said.insert("command".to_owned(), kind.code().into());
    let command = serde_json::from_value(said.into()).map_err(|error| Error::Malformed(misread(&error)))?;
    Ok((command, version))
}

/// A body, and the version in it.
///
/// # Errors
/// [`Error::Malformed`] when it is no object.
fn versioned(body: Value) -> Result<(Map<String, Value>, Option<u64>), Error> {
    let Value::Object(mut said) = body else {
        return Err(Error::Malformed("an object is wanted".to_owned()));
    };
    match said.remove("version").map(|version| version.as_u64()) {
        None => Ok((said, None)),
        Some(Some(version)) => Ok((said, Some(version))),
        Some(None) => Err(Error::Malformed("version: a number is wanted".to_owned())),
    }
}

/// An answer of the API that no cache keeps.
pub fn fresh(status: StatusCode, view: &impl Serialize) -> Response {
    let headers = [(axum::http::header::CACHE_CONTROL, "no-store")];
    (status, headers, Json(view)).into_response()
}

/// Whether there are people who may give it; what the platform's workers alone do is nobody's to call.
fn is_given<N: Noun>(kind: Kind<N>) -> bool {
    let action = Action::new(N::NOUN, kind.code());
    Role::ALL
        .iter()
        .any(|role| roles::may(N::PERMISSIONS, *role, action) != Reach::No)
}

/// Adds the opening of a noun, where staff do it by a form, and each of its commands to the API's description, with what
/// they take.
pub fn describe<N: Noun>(api: &mut utoipa::openapi::OpenApi, view: &str) {
    use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
    use utoipa::openapi::request_body::RequestBodyBuilder;
    use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, ResponseBuilder, SecurityRequirement};
    let security = || SecurityRequirement::new("token", [""; 0]);
    let answer = || {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(view)))
            .build();
        ResponseBuilder::new()
            .content("application/json", content)
            .build()
    };
    let key = || {
        ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "At most 255 characters, random and yours alone: with it the same request is carried out once",
            ))
            .schema(Some(
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .build(),
            ))
            .build()
    };
    let body = |schema| {
        let content = ContentBuilder::new().schema(Some(RefOr::T(schema))).build();
        RequestBodyBuilder::new()
            .content("application/json", content)
            .build()
    };
    if !N::OPEN_INPUTS.is_empty() {
        let operation = OperationBuilder::new()
            .tag("desk")
            .operation_id(Some(format!("{}-open", N::NOUN)))
            .summary(Some("Open one"))
            .security(security())
            .parameter(key())
            .request_body(Some(body(inputs::schema(N::OPEN_INPUTS).into())))
            .response("201", answer())
            .build();
        let path = format!("/api/v1/desk/{}", N::NOUN);
        api.paths
            .add_path_operation(path, vec![HttpMethod::Post], operation);
    }
    let kinds = Kind::<N>::ALL.iter().filter(|kind| {
        let inputs = N::Command::inputs(**kind);
        inputs.iter().all(|input| input.takes != Takes::File) && is_given::<N>(**kind)
    });
    for kind in kinds {
        let mut schema = inputs::schema(N::Command::inputs(*kind));
        let version = utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .description(Some(
                "The version that you saw; if it has changed since, nothing is done",
            ))
            .build();
        schema
            .properties
            .insert("version".to_owned(), RefOr::T(version.into()));
        let operation = OperationBuilder::new()
            .tag("desk")
            .operation_id(Some(format!("{}-{}", N::NOUN, kind.code())))
            .security(security())
            .parameter(
                ParameterBuilder::new()
                    .name("reference")
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(Some(
                        utoipa::openapi::ObjectBuilder::new()
                            .schema_type(utoipa::openapi::schema::Type::String)
                            .build(),
                    ))
                    .build(),
            )
            .parameter(key())
            .request_body(Some(body(schema.into())))
            .response("200", answer())
            .response(
                "409",
                ResponseBuilder::new()
                    .description(
                        "Not in this state (`allowed` says which commands are), or changed since `version`",
                    )
                    .build(),
            )
            .build();
        let path = format!("/api/v1/desk/{}/{{reference}}/{}", N::NOUN, kind.code());
        api.paths
            .add_path_operation(path, vec![HttpMethod::Post], operation);
    }
}
