//! What every operation may be answered with besides what it is for: the description lists it, so that whoever makes a program
//! by it knows all that occurs.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Content, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema};

/// The media type of every error (RFC 9457).
const PROBLEM: &str = "application/problem+json";
/// What an error is described by.
const NAME: &str = "Problem";

/// What an operation is, as far as it decides how it may be answered.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of an operation"
)]
struct Kind {
    /// A part of its address names something.
    names: bool,
    writes: bool,
    has_body: bool,
    brings_files: bool,
    /// It is for who holds something: a receipt or a token.
    is_for_somebody: bool,
}

impl Kind {
    fn of(path: &str, writes: bool, operation: &Operation) -> Self {
        let body = operation.request_body.as_ref();
        let is_form = |kind: &String| kind == "multipart/form-data";
        let security = operation.security.as_ref();
        Self {
            names: path.contains('{'),
            writes,
            has_body: body.is_some(),
            brings_files: match body {
                Some(RefOr::T(body)) => body.content.keys().any(is_form),
                _ => false,
            },
            is_for_somebody: security.is_some_and(|security| !security.is_empty()),
        }
    }

    fn errors(self) -> impl Iterator<Item = (u16, &'static str)> {
        let all = [
            (true, 400, "The request is broken: `reason` says where"),
            (
                self.is_for_somebody,
                401,
                "Nobody is signed in, or the receipt does not fit",
            ),
            (self.is_for_somebody, 403, "Not for whoever asks"),
            (self.names, 404, "There is no such thing, or not for whoever asks"),
            (self.has_body, 408, "The rest of the body did not come in time"),
            (
                self.writes,
                409,
                "Not in this state, or changed meanwhile, or sent twice at once",
            ),
            (self.has_body, 413, "The body is larger than can be taken"),
            (self.has_body, 415, "The body is of another type"),
            (
                self.writes,
                422,
                "Fields are wrong: `errors` names each; or the `Idempotency-Key` came with another request",
            ),
            (true, 429, "Too often from there: `Retry-After` says when again"),
            (true, 500, "A fault of ours"),
            (true, 503, "The service is not available: nothing was saved"),
            (
                self.writes,
                504,
                "It may have been saved: its answer was lost. With an `Idempotency-Key` it may be sent again",
            ),
            (self.brings_files, 507, "There is no room for files now"),
        ];
        all.into_iter()
            .filter_map(|(may, status, says)| may.then_some((status, says)))
    }
}

fn content() -> RefOr<Content> {
    let schema = Ref::from_schema_name(NAME);
    RefOr::T(ContentBuilder::new().schema(Some(schema)).build())
}

fn is_error(status: &str) -> bool {
    let status = status
        .parse()
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok());
    status.is_some_and(|status| status.is_client_error() || status.is_server_error())
}

/// Adds to each operation what it may be answered with and does not say itself.
pub fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_with(Default::default);
    components.schemas.insert(NAME.to_owned(), schema());
    for (path, item) in &mut description.paths.paths {
        let operations = [
            (false, &mut item.get),
            (true, &mut item.put),
            (true, &mut item.post),
            (true, &mut item.delete),
            (true, &mut item.patch),
        ];
        for (writes, operation) in operations {
            if let Some(operation) = operation {
                let kind = Kind::of(path, writes, operation);
                add(kind, &mut operation.responses.responses);
            }
        }
    }
}

fn add(kind: Kind, responses: &mut BTreeMap<String, RefOr<Response>>) {
    for (status, says) in kind.errors() {
        let response = || ResponseBuilder::new().description(says).build();
        responses
            .entry(status.to_string())
            .or_insert_with(|| RefOr::T(response()));
    }
    for (_, response) in responses.iter_mut().filter(|(status, _)| is_error(status)) {
        if let RefOr::T(response) = response
            && response.content.is_empty()
        {
            response.content.insert(PROBLEM.to_owned(), content());
        }
    }
}

fn schema() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let field = ObjectBuilder::new()
        .property(
            "field",
            text().description(Some("The field's name, as it was sent")),
        )
        .required("field")
        .property("problem", text().description(Some("A code, which is stable")))
        .required("problem")
        .property("message", text().description(Some("In the reader's language")))
        .required("message");
    let allowed = ArrayBuilder::new()
        .items(text())
        .description(Some("Which commands are allowed instead"));
    ObjectBuilder::new()
        .description(Some("What went wrong (RFC 9457), in the reader's language"))
        .property(
            "type",
            text().description(Some("An address that explains it; stable")),
        )
        .required("type")
        .property("title", text())
        .required("title")
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .required("status")
        .property("detail", text())
        .required("detail")
        .property(
            "reason",
            text().description(Some("What is broken, for programmers")),
        )
        .property("state", text().description(Some("The state that it is in")))
        .property("allowed", allowed)
        .property("errors", ArrayBuilder::new().items(field))
        .into()
}
