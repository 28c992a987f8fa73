//! The JSON API under `/api/v1`: the same rules and permissions as the pages, described by OpenAPI.
//!
//! To add an operation: a handler with `#[utoipa::path]` beside its noun and its line in [`router`]; the description
//! follows from the code.

mod answers;

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use domain::Lang;
use domain::people::Staff;
use domain::receipts::{AccessCode, Reference};
use domain::roles::Actor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use store::IdempotencyKey;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::error::Error;
use crate::reader::Reader;
use crate::texts::Texts;
use crate::watch;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Harborline",
        description = "A city's services for people from abroad: ask, follow, and, for staff, work on cases. \
                       Errors are `application/problem+json` (RFC 9457) in the language of `Accept-Language`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "services", description = "What the city offers"),
        (name = "guides", description = "What to know before asking"),
        (name = "places", description = "Where things are, as GeoJSON"),
        (name = "cases", description = "For the person a case belongs to, by receipt"),
        (name = "desk", description = "For staff, by token")
    ),
    modifiers(&Security)
)]
struct Description;

/// The media type of most answers.
pub const JSON: &str = "application/json";

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_with(Default::default);
        let receipt = ApiKeyValue::with_description(
            "Authorization",
            "`Receipt <access code>`: together with the reference in the address it opens the case",
        );
        components.add_security_scheme("receipt", SecurityScheme::ApiKey(ApiKey::Header(receipt)));
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// All operations, and their description at `/api/v1/openapi.json`.
pub fn router(app: &App) -> axum::Router<App> {
    let slices = app.slices();
    let all = OpenApiRouter::with_openapi(Description::openapi());
    let all = slices.iter().fold(all, |all, slice| all.merge((slice.api)()));
    let (router, mut description) = all.split_for_parts();
    for slice in slices {
        (slice.describe)(&mut description);
    }
    name_apart(&mut description, app.texts());
    answers::complete(&mut description);
    let description: axum::body::Bytes = description.to_json().unwrap_or_default().into();
    let openapi = move || {
        let description = description.clone();
        async move { ([(header::CONTENT_TYPE, JSON)], description) }
    };
    router
        .layer(from_fn_with_state(app.clone(), denials))
        .route("/api/v1/openapi.json", axum::routing::get(openapi))
}

/// What staff may not do and try stands in the security log.
async fn denials(State(app): State<App>, request: Request, next: Next) -> Response {
    let token = credentials(request.headers(), "Bearer").map(str::to_owned);
    let Some(token) = token else {
        return next.run(request).await;
    };
    let asked = watch::asked(&request);
    let response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN
        && let Ok(Some(session)) = crate::session::look(&app, &token).await
    {
        watch::denied(&app, &Actor::from(&session.staff), asked);
    }
    response
}

/// Gives operations of one name others, after their paths, since programs are made by them, and says of commands what they
/// do, as the desk's forms do.
fn name_apart(description: &mut utoipa::openapi::OpenApi, texts: &Texts) {
    let mut named = BTreeMap::new();
    for (_, operation) in operations(description) {
        let name = operation.operation_id.clone().unwrap_or_default();
        *named.entry(name).or_insert(0) += 1;
    }
    for (path, operation) in operations(description) {
        let name = operation.operation_id.clone().unwrap_or_default();
        if named.get(&name).is_some_and(|count| *count > 1) {
            let parts = path.trim_start_matches("/api/v1/").split('/');
            let fixed: Vec<&str> = parts.filter(|part| !part.starts_with('{')).collect();
            operation.operation_id = Some(format!("{}-{name}", fixed.join("-")));
        }
        let Some((noun, command)) = name.split_once('-').filter(|_| operation.summary.is_none()) else {
            continue;
        };
        let key = format!("{noun}-command-{command}");
        if texts.has(Lang::EN, &key) {
            operation.summary = Some(texts.get(Lang::EN, key).to_string());
        }
    }
}

fn operations(description: &mut utoipa::openapi::OpenApi) -> impl Iterator<Item = (&String, &mut Operation)> {
    description.paths.paths.iter_mut().flat_map(|(path, item)| {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        operations
            .into_iter()
            .flatten()
            .map(move |operation| (path, operation))
    })
}

/// A JSON body; what cannot be read is a [`Error::Malformed`] that says where.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        match Json::<T>::from_request(request, app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Error::UnsupportedMediaType),
            Err(JsonRejection::BytesRejection(_)) => Err(Error::TooLarge),
            Err(error) => Err(Error::Malformed(cause(&error))),
        }
    }
}

/// The innermost cause: what serde says of the place.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    match innermost.downcast_ref::<serde_path_to_error::Error<serde_json::Error>>() {
        Some(error) => misread(error.inner()),
        None => "the body".to_owned(),
    }
}

/// Why JSON cannot be read, for programmers: the place and what is wanted there, and nothing of what was sent, however it was
/// called.
pub fn misread(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let is_place = |place: &str| {
        place
            .chars()
            .all(|c| c.is_ascii_digit() || " atlinecolumn".contains(c))
    };
    let at = text.rfind(" at line ").filter(|at| is_place(&text[*at..]));
    let (told, place) = text.split_at(at.unwrap_or(text.len()));
    if !error.is_data() {
        return text;
    }
    // What serde says itself begins so, and then quotes.
    let quotes = [
        "unknown field",
        "unknown variant",
        "invalid type",
        "invalid value",
        "invalid length",
    ];
    let wanted = told.rfind(", expected ").map(|at| &told[at..]);
    let kept = ["missing field `", "duplicate field `"];
    match quotes.into_iter().find(|begins| told.starts_with(begins)) {
        Some(begins) => format!("{begins}{}{place}", wanted.unwrap_or_default()),
        None if kept.iter().any(|begins| told.starts_with(begins)) => text,
        None => format!("a value of another kind{place}"),
    }
}

/// What is given in `Authorization: Receipt <access code>`.
pub fn access_code(headers: &HeaderMap) -> Option<AccessCode> {
    AccessCode::parse(credentials(headers, "Receipt")?)
}

/// The credentials of that scheme; its name is not case-sensitive (RFC 9110, 11.1).
pub fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, credentials) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

/// The filters that a query holds.
pub fn filters<'q, const N: usize>(
    query: [(&'static str, &'q Option<String>); N],
) -> impl Iterator<Item = (&'static str, &'q str)> {
    let query = query.into_iter();
    query.filter_map(|(name, value)| Some((name, value.as_deref()?)))
}

/// How many rows a page has.
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(25).clamp(1, 100)
}

/// Texts by language.
pub fn texts(texts: &BTreeMap<Lang, String>) -> BTreeMap<String, String> {
    let texts = texts.iter();
    texts
        .map(|(lang, text)| (lang.to_string(), text.clone()))
        .collect()
}

/// Whether whoever asks has what that mark, an entity tag, stands for (RFC 9110, 13.1.2).
pub fn is_known(headers: &HeaderMap, mark: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut marks = known
        .filter_map(|known| known.to_str().ok())
        .flat_map(|known| known.split(','))
        .map(str::trim);
    marks.any(|known| known == "*" || known.trim_start_matches("W/") == mark)
}

/// An answer of that media type, the same for everybody who asks in that language; nothing for a program that has it
/// already, by its mark. It may be kept, and is asked for again: only so is a change seen at once.
pub fn unless_known(
    headers: &HeaderMap,
    lang: Lang,
    kind: &'static str,
    answer: &impl Serialize,
) -> Response {
    let body = serde_json::to_vec(answer).expect("what is answered has texts for keys");
    let mark = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..12]));
    let is_known = is_known(headers, &mark);
    let told = [
        (header::ETAG, mark),
        (header::VARY, "accept-language".to_owned()),
        (header::CONTENT_LANGUAGE, lang.to_string()),
        (header::CACHE_CONTROL, "public, no-cache".to_owned()),
    ];
    if is_known {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    (told, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// A reference from an address. One that cannot be a reference is answered as an unknown one.
pub fn reference(text: &str) -> Result<Reference, Error> {
    Reference::parse(text).map_err(|_| Error::NotFound)
}

/// Staff, by `Authorization: Bearer <token>`.
#[derive(Debug)]
pub struct Token(pub Staff);

impl FromRequestParts<App> for Token {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let token = credentials(&parts.headers, "Bearer").ok_or(Error::SignIn)?;
        crate::session::staff_of_token(app, token)
            .await?
            .map(Self)
            .ok_or(Error::SignIn)
    }
}

/// The `Idempotency-Key` of a request: the same request with the same key, sent again, is carried out once.
#[derive(Debug)]
pub struct Once(pub Option<String>);

impl FromRequestParts<App> for Once {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        match parts.headers.get("idempotency-key").map(|key| key.to_str()) {
            None => Ok(Self(None)),
            Some(Ok(key)) if (1..=255).contains(&key.len()) => Ok(Self(Some(key.to_owned()))),
            Some(_) => Err(Error::Malformed("Idempotency-Key".to_owned())),
        }
    }
}

impl Once {
    /// The key of a request in that scope.
    pub fn key(&self, app: &App, scope: &str, said: &impl Serialize) -> Option<IdempotencyKey> {
        let said = serde_json::to_vec(said).unwrap_or_default();
        let chosen = self.0.as_deref()?;
        Some(app.once(scope.as_bytes(), chosen, &said))
    }

    /// An error of that request: with a key it may be sent again whatever became of it.
    pub fn told(&self, error: impl Into<Error>) -> Error {
        let error = error.into();
        if self.0.is_some() { error.with_key() } else { error }
    }
}

/// Who calls, as far as a request tells.
#[derive(Debug)]
pub struct Caller {
    pub code: Option<AccessCode>,
    /// The language they read, if they say so.
    pub reads: Option<Lang>,
    pub address: IpAddr,
}

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let headers = &parts.headers;
        let wishes = headers
            .get(header::ACCEPT_LANGUAGE)
            .is_some_and(|value| value.as_bytes() != b"*");
        Ok(Self {
            code: access_code(headers),
            reads: wishes.then(|| reads(&Reader::of(app, &parts.uri, headers), headers)),
            address: app.guard().address(headers, &parts.extensions),
        })
    }
}

/// The language a caller reads: any that is asked for, not only those of the interface.
pub fn reads(reader: &Reader, headers: &HeaderMap) -> Lang {
    let first = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let first = first
        .and_then(|value| value.split([',', ';']).next())
        .and_then(|tag| Lang::parse(tag).ok());
    first.unwrap_or(reader.lang)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Said {
        text: String,
        kind: Option<Kind>,
        day: Option<jiff::civil::Date>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        One,
        Other,
    }

    #[test]
    fn what_cannot_be_read_is_not_quoted() {
        let told = |json: &str| misread(&serde_json::from_str::<Said>(json).unwrap_err());
        for (json, says) in [
            (
                r#"{"text": "a", "secret, expected words": 1}"#,
                "unknown field, expected one of `text`, `kind`, `day` at line",
            ),
            (
                r#"{"text": "a", "kind": "secret"}"#,
                "unknown variant, expected `one` or `other` at line",
            ),
            (
                r#"{"text": {"secret": 1}}"#,
                "invalid type, expected a string at line",
            ),
            (
                r#"{"text": 12, "secret": 1}"#,
                "invalid type, expected a string at line",
            ),
            (
                r#"{"text": "a", "day": "secret"}"#,
                "a value of another kind at line",
            ),
            ("{}", "missing field `text` at line"),
            (
                r#"{"text": "a", "text": "secret"}"#,
                "duplicate field `text` at line",
            ),
            (r#"{"text": "secret"#, "EOF while parsing a string at line"),
            (r#"["secret"]"#, "invalid type, expected struct Said at line"),
        ] {
            let found = told(json);
            assert!(!found.contains("secret"), "{found}");
            // The two of an array are a length of another kind.
            let is_so = found.starts_with(says) || json.starts_with('[');
            assert!(is_so, "{found}");
        }
        let value = json!({"text": "a", "secret at line secret": 1});
        let found = misread(&serde_json::from_value::<Said>(value).unwrap_err());
        assert_eq!(found, "unknown field, expected one of `text`, `kind`, `day`");
        let long = format!(r#"{{"text": "a", "{}": 1}}"#, "\\u0001".repeat(100_000));
        assert!(told(&long).len() < 200);
    }
}
