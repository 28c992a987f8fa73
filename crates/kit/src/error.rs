//! The one error of this room, and the one place where it becomes an answer: a page, a fragment or a problem (RFC 9457),
//! in the reader's language.

use std::any::Any;
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::journaled::{Journaled, Refusal};
use domain::problems::FieldProblem;
use serde_json::{Value, json};
use store::{CommandError, OpenError, StoreError};

use crate::app::App;
use crate::form;
use crate::page::{Nav, Page};
use crate::reader::{Medium, Reader};

/// Why a request is not answered as asked.
#[derive(Debug, Clone)]
pub enum Error {
    NotFound,
    MethodNotAllowed,
    /// The request itself is broken; what is wrong, for the log and for programs.
    Malformed(String),
    TooLarge,
    UnsupportedMediaType,
    TooSlow,
    /// The rest of what was sent did not come.
    Incomplete,
    /// The disk has no room for files.
    NoRoom,
    /// Nobody is signed in, or not any more.
    SignIn,
    Forbidden,
    /// Another site made the browser send it.
    CrossSite,
    TooMany {
        retry_after: u64,
    },
    /// No such reference, or not its access code: never said which.
    WrongReceipt,
    /// The rules refuse it.
    Refused(Refusal),
    /// Fields are wrong.
    Invalid(Vec<FieldProblem>),
    /// Someone else changed it first.
    Conflict,
    /// The same idempotency key came with another request.
    KeyReused,
    /// The database does not answer. Nothing was saved.
    Unavailable,
    /// The database's disk has no room for it. Nothing was saved.
    Full,
    /// It may have been saved: the answer was lost.
    Unknown {
        /// It carried a key: sent again, it does nothing twice.
        again: bool,
    },
    /// Ours. The text is for the log only.
    Internal(String),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAllowed => Self::Forbidden,
            Refusal::Invalid(problems) => Self::Invalid(problems),
            other => Self::Refused(other),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable | StoreError::NoDatabase | StoreError::NoTls | StoreError::NotTrusted => {
                Self::Unavailable
            }
            StoreError::Full => Self::Full,
            StoreError::Unknown => Self::Unknown { again: false },
            StoreError::Conflict => Self::Conflict,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Refused(refusal) => refusal.into(),
            OpenError::OtherRequest => Self::KeyReused,
            OpenError::KeyTaken | OpenError::Taken => Self::Conflict,
            OpenError::Store(error) => error.into(),
        }
    }
}

impl<N: Journaled> From<CommandError<N>> for Error {
    fn from(error: CommandError<N>) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::Stale { .. } => Self::Conflict,
            CommandError::NotFound => Self::NotFound,
            CommandError::OtherRequest => Self::KeyReused,
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("a template failed: {error}"))
    }
}

impl Error {
    /// Every code, for the pages that explain them.
    pub const CODES: [&str; 22] = [
        "not-found",
        "method-not-allowed",
        "malformed",
        "too-large",
        "unsupported-media-type",
        "too-slow",
        "incomplete",
        "no-room",
        "sign-in",
        "forbidden",
        "cross-site",
        "too-many",
        "wrong-receipt",
        "wrong-state",
        "too-late",
        "invalid",
        "conflict",
        "key-reused",
        "unavailable",
        "storage-full",
        "outcome-unknown",
        "internal",
    ];

    /// The last part of its `type`, and of the keys of its texts. Stable.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Malformed(_) => "malformed",
            Self::TooLarge => "too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::TooSlow => "too-slow",
            Self::Incomplete => "incomplete",
            Self::NoRoom => "no-room",
            Self::SignIn => "sign-in",
            Self::Forbidden | Self::Refused(Refusal::NotAllowed) => "forbidden",
            Self::CrossSite => "cross-site",
            Self::TooMany { .. } => "too-many",
            Self::WrongReceipt => "wrong-receipt",
            Self::Refused(Refusal::TooLate { .. } | Refusal::OftenEnough { .. }) => "too-late",
            Self::Refused(Refusal::WrongState { .. }) => "wrong-state",
            Self::Invalid(_) | Self::Refused(Refusal::Invalid(_)) => "invalid",
            Self::Conflict => "conflict",
            Self::KeyReused => "key-reused",
            Self::Unavailable => "unavailable",
            Self::Full => "storage-full",
            Self::Unknown { .. } => "outcome-unknown",
            Self::Internal(_) => "internal",
        }
    }

    pub fn status(&self) -> StatusCode {
        match self.code() {
            "not-found" => StatusCode::NOT_FOUND,
            "method-not-allowed" => StatusCode::METHOD_NOT_ALLOWED,
            "malformed" => StatusCode::BAD_REQUEST,
            "too-large" => StatusCode::PAYLOAD_TOO_LARGE,
            "unsupported-media-type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "too-slow" | "unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            "incomplete" => StatusCode::REQUEST_TIMEOUT,
            "sign-in" | "wrong-receipt" => StatusCode::UNAUTHORIZED,
            "forbidden" | "cross-site" => StatusCode::FORBIDDEN,
            "no-room" | "storage-full" => StatusCode::INSUFFICIENT_STORAGE,
            "outcome-unknown" => StatusCode::GATEWAY_TIMEOUT,
            "too-many" => StatusCode::TOO_MANY_REQUESTS,
            "wrong-state" | "too-late" | "conflict" => StatusCode::CONFLICT,
            "invalid" | "key-reused" => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The same error of a request that carried a key, which therefore may be sent again.
    #[must_use]
    pub fn with_key(self) -> Self {
        match self {
            Self::Unknown { .. } => Self::Unknown { again: true },
            other => other,
        }
    }

    /// What an answer without an error of ours stands for: axum's own refusals.
    fn of_status(status: StatusCode, writes: bool) -> Self {
        match status {
            // Nobody waited for the end of it; it may have come to one.
            StatusCode::SERVICE_UNAVAILABLE if writes => Self::Unknown { again: false },
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::FORBIDDEN => Self::Forbidden,
            status if status.is_client_error() => Self::Malformed(String::new()),
            _ => Self::Internal(String::new()),
        }
    }

    /// Says when to ask again.
    pub fn tell_when(&self, headers: &mut HeaderMap) {
        if let Self::TooMany { retry_after } = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
        }
    }

    fn problems(&self) -> &[FieldProblem] {
        match self {
            Self::Invalid(problems) | Self::Refused(Refusal::Invalid(problems)) => problems,
            _ => &[],
        }
    }

    /// What happened, in a sentence of the reader's language.
    pub fn text(&self, page: &Page) -> String {
        match self {
            Self::Refused(Refusal::WrongState { noun, state, .. }) => {
                let state = page.tc(&format!("{noun}-state"), state).to_string();
                page.t("error-wrong-state-text").with("state", state).to_string()
            }
            Self::Refused(Refusal::TooLate { since }) => {
                let since = page.day(*since);
                page.t("error-too-late-since").with("date", since).to_string()
            }
            Self::Refused(Refusal::OftenEnough { noun, what, times }) => page
                .tc(&format!("{noun}-often-enough"), what)
                .with("times", *times)
                .to_string(),
            Self::TooMany { retry_after } => {
                let seconds = *retry_after;
                page.t("error-too-many-text").with("seconds", seconds).to_string()
            }
            Self::Unknown { again: true } => page.t("error-outcome-unknown-again").to_string(),
            _ => page.tc(&format!("error-{}", self.code()), "text").to_string(),
        }
    }

    /// What can be done instead, each in words.
    fn allowed(&self, page: &Page) -> Vec<String> {
        match self {
            Self::Refused(Refusal::WrongState { noun, allowed, .. }) => allowed
                .iter()
                .map(|kind| page.tc(&format!("{noun}-command"), kind).to_string())
                .collect(),
            _ => Vec::new(),
        }
    }

    fn problem(&self, page: &Page) -> Value {
        let base = page.app.options().public_url.as_deref().unwrap_or("");
        let mut problem = json!({
            "type": format!("{base}/problems/{}", self.code()),
            "title": page.tc(&format!("error-{}", self.code()), "title").to_string(),
            "status": self.status().as_u16(),
            "detail": self.text(page),
        });
        if let Self::Malformed(what) = self
            && !what.is_empty()
        {
            problem["reason"] = json!(what);
        }
        if let Self::Refused(Refusal::WrongState { state, allowed, .. }) = self {
            problem["state"] = json!(state);
            problem["allowed"] = json!(allowed);
        }
        if !self.problems().is_empty() {
            let error = |p: &FieldProblem| {
                json!({
                    "field": p.field,
                    "problem": p.problem.code(),
                    "message": form::problem_text(page, &p.problem),
                })
            };
            problem["errors"] = self.problems().iter().map(error).collect();
        }
        problem
    }
}

/// So many seconds: another database server has taken the place of one that died by then.
const LATER: HeaderValue = HeaderValue::from_static("10");

/// Carries the error to [`render`].
#[derive(Debug, Clone)]
struct Carried(Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        self.tell_when(response.headers_mut());
        response.extensions_mut().insert(Carried(Arc::new(self)));
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    allowed: Vec<String>,
    problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "error_fragment.html")]
struct ErrorFragment {
    page: Page,
    title: String,
    text: String,
    allowed: Vec<String>,
    problems: Vec<String>,
}

fn words(page: &Page, error: &Error) -> (String, String, Vec<String>, Vec<String>) {
    (
        page.tc(&format!("error-{}", error.code()), "title").to_string(),
        error.text(page),
        error.allowed(page),
        error
            .problems()
            .iter()
            .map(|p| form::problem_text(page, &p.problem))
            .collect(),
    )
}

impl ErrorPage {
    fn of(page: Page, error: &Error) -> Self {
        let (title, text, allowed, problems) = words(&page, error);
        Self {
            page: page.titled(title.clone()),
            title,
            text,
            allowed,
            problems,
        }
    }
}

/// The page that says it, in that page's language.
pub fn html(page: Page, error: &Error) -> String {
    ErrorPage::of(page, error).render().unwrap_or_default()
}

/// Turns what carries an error, and what axum refused by itself, into an answer for its reader. `writes`: what was asked
/// for may have changed something.
pub fn render(app: &App, reader: Reader, writes: bool, response: Response) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let error = match response.extensions().get::<Carried>() {
        Some(Carried(error)) => error.clone(),
        None if is_plain(&response) => Arc::new(Error::of_status(status, writes)),
        None => return response,
    };
    if let Error::Internal(what) = &*error {
        tracing::error!(what, "a request failed");
    }
    let page = Page::new(app, reader.lang, reader.rest, Nav::None);
    let (mut parts, _) = response.into_parts();
    forget_body(&mut parts.headers);
    parts.status = error.status();
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let rendered = match reader.medium {
        Medium::Json => {
            let json = (
                [(header::CONTENT_TYPE, "application/problem+json")],
                Json(error.problem(&page)),
            );
            // The kind is set last: `Json` sets its own.
            let mut response = json.into_response();
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/problem+json"),
            );
            response
        }
        Medium::Fragment => {
            let (title, text, allowed, problems) = words(&page, &error);
            let fragment = ErrorFragment {
                page,
                title,
                text,
                allowed,
                problems,
            };
            Html(fragment.render().unwrap_or_default()).into_response()
        }
        Medium::Page => Html(html(page, &error)).into_response(),
    };
    let (rendered_parts, body) = rendered.into_parts();
    parts.headers.extend(rendered_parts.headers);
    parts.extensions.remove::<Carried>();
    Response::from_parts(parts, body)
}

/// Says of what cannot be answered now when to ask again. Whatever said so has passed by here: errors, pages that keep what
/// was entered, and layers that know nothing of either.
pub fn later(mut response: Response) -> Response {
    let headers = response.headers();
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && !headers.contains_key(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, LATER);
    }
    response
}

/// Whatever told of the body that is not sent: its kind and length, that a router within has compressed it already, and
/// what it could be cached by.
fn forget_body(headers: &mut HeaderMap) {
    let told: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("content-"))
        .cloned()
        .collect();
    let validators = [header::ETAG, header::LAST_MODIFIED, header::ACCEPT_RANGES];
    for name in told.iter().chain(&validators) {
        headers.remove(name);
    }
}

/// A refusal that axum or a layer made: no body, or a line of English text.
fn is_plain(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// What it says is not logged: it may quote what someone wrote. Where it happened, the hook of the binary logs.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Error::Internal("a panic".to_owned()).into_response()
}

/// `GET /problems/{code}`: what a `type` of a problem means.
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn explain(
    State(app): State<App>,
    reader: Reader,
    axum::extract::Path(code): axum::extract::Path<String>,
) -> Result<Html<String>, Error> {
    let code = Error::CODES
        .into_iter()
        .find(|known| *known == code)
        .ok_or(Error::NotFound)?;
    let page = Page::new(&app, reader.lang, reader.rest, Nav::None);
    let title = page.tc(&format!("error-{code}"), "title").to_string();
    let text = page
        .tc(&format!("error-{code}"), "text")
        .with("seconds", 6)
        .with("state", "…")
        .to_string();
    let explained = ErrorPage {
        page: page.titled(title.clone()),
        title,
        text,
        allowed: Vec::new(),
        problems: Vec::new(),
    };
    Ok(Html(explained.render()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_saved_has_another_code_than_what_is_not() {
        assert_eq!(Error::from(StoreError::Unknown).code(), "outcome-unknown");
        let slow = |writes| Error::of_status(StatusCode::SERVICE_UNAVAILABLE, writes).code();
        assert_eq!(slow(true), "outcome-unknown");
        assert_eq!(slow(false), "too-slow");
    }

    #[test]
    fn whatever_cannot_be_answered_now_says_when_to_ask_again() {
        let page = || (StatusCode::SERVICE_UNAVAILABLE, Html("what was entered")).into_response();
        for response in [
            Error::Unavailable.into_response(),
            Error::TooSlow.into_response(),
            page(),
        ] {
            assert_eq!(later(response).headers()[header::RETRY_AFTER], LATER);
        }
        let mut own = page();
        own.headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(60));
        assert_eq!(later(own).headers()[header::RETRY_AFTER], "60");
        for response in [
            Error::Unknown { again: true }.into_response(),
            Html("").into_response(),
        ] {
            assert!(!later(response).headers().contains_key(header::RETRY_AFTER));
        }
    }

    #[test]
    fn a_full_disk_is_told_from_a_fault_and_from_an_absence() {
        let full = Error::from(StoreError::Full);
        assert_eq!(full.code(), "storage-full");
        assert_eq!(full.status(), StatusCode::INSUFFICIENT_STORAGE);
    }
}
