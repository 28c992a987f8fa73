//! Signing in and out, and what happens to a form whose session ended while it was being filled in.

use askama::Template;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::Lang;
use domain::people::Staff;
use domain::people::session::{IDLE, LASTS};
use percent_encoding::{AsciiSet, PercentEncode, utf8_percent_encode};
use store::people::Session;

use crate::kit::app::App;
use crate::kit::cookies::{self, Keep, SetCookie};
use crate::kit::desk::{Answer, Desk, Fault, is_fragment, query_of, see_other};
use crate::kit::devices::Comer;
use crate::kit::error::Error;
use crate::kit::form::{Fields, UNRESERVED};
use crate::kit::page::{Nav, Page};
use crate::kit::reader::{Reader, language_of_query};
use crate::kit::session::{self, Place};
use crate::kit::watch;

pub use crate::kit::session::TOKEN;

/// The desk remembers its language apart from the public pages: staff look at those in the residents' languages.
const LANGUAGE: &str = "desk-language";
/// What the names of a kept form's fields begin with on the sign-in page.
const KEPT: &str = "kept.";

#[derive(Template)]
#[template(path = "people/sign_in.html")]
pub struct SignIn {
    pub page: Page,
    pub notice: Option<Notice>,
    pub login: String,
    /// Where to go afterwards.
    pub to: String,
    /// A form that was sent without a session: names and values, to be shown again afterwards.
    pub kept: Vec<(String, String)>,
}

pub struct Notice {
    pub title: Option<String>,
    pub text: String,
    pub is_error: bool,
}

impl Notice {
    fn plain(page: &Page, key: &str) -> Self {
        Self {
            title: None,
            text: page.t(key).to_string(),
            is_error: false,
        }
    }

    fn error(page: &Page, key: &str) -> Self {
        Self {
            is_error: true,
            ..Self::plain(page, key)
        }
    }

    pub fn expired(page: &Page) -> Self {
        let text = page
            .t("desk-sign-in-expired")
            .with("idle", IDLE.as_hours())
            .with("hours", LASTS.as_hours());
        Self {
            title: Some(page.t("desk-sign-in-expired-title").to_string()),
            text: text.to_string(),
            is_error: false,
        }
    }
}

fn remembered(app: &App, headers: &HeaderMap) -> Option<Lang> {
    let lang = Lang::parse(cookies::get(app, headers, LANGUAGE)?).ok()?;
    app.city().is_interface_language(lang).then_some(lang)
}

/// The language of the desk for someone: as they picked it, else their first that the interface has, else the city's.
fn language(app: &App, headers: &HeaderMap, staff: &Staff) -> Lang {
    let theirs = || {
        staff
            .languages
            .iter()
            .copied()
            .find(|lang| app.city().is_interface_language(*lang))
    };
    remembered(app, headers)
        .or_else(theirs)
        .unwrap_or(app.city().source_language)
}

/// The page of someone who is not signed in.
fn page(app: &App, reader: &Reader, headers: &HeaderMap) -> Page {
    let lang = remembered(app, headers).unwrap_or(reader.lang);
    let mut page = Page::new(app, lang, "/desk/sign-in", Nav::None);
    page.by_path = false;
    let title = page.t("desk-sign-in-title").to_string();
    page.titled(title)
}

/// Only an address of the desk: never one that leads away from here.
fn within(to: &str) -> &str {
    let inside = to == "/desk" || to.starts_with("/desk/") || to.starts_with("/desk?");
    let plain = to.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if inside && plain && !to.starts_with("/desk/sign-") {
        to
    } else {
        "/desk"
    }
}

/// As part of an address: its slashes stay, so that it can be read.
fn encoded(text: &str) -> PercentEncode<'_> {
    const PATH: &AsciiSet = &UNRESERVED.remove(b'/');
    utf8_percent_encode(text, PATH)
}

/// Lets those who are signed in through; keeps the form of those who no longer are.
pub async fn signed_in(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let token = cookies::get(&app, request.headers(), TOKEN).map(str::to_owned);
    // To be told of changes is no use of a session: else a page that somebody has left would keep it.
    let only_listens = request.uri().path() == "/desk/live";
    let found = match &token {
        Some(token) if only_listens => session::look(&app, token).await,
        Some(token) => session::used(&app, token).await,
        None => Ok(None),
    };
    match found {
        Err(error) => error.into_response(),
        Ok(Some(Session { staff, .. })) => {
            if let Some(token) = &token {
                app.guard().signed_in(token);
            }
            if *request.method() == Method::GET
                && let Some(lang) = language_of_query(&app, request.uri())
            {
                return picked(&app, request.uri(), lang);
            }
            let lang = language(&app, request.headers(), &staff);
            let path = request.uri().path();
            match Desk::new(&app, staff, lang, path).begun(path).await {
                Ok(desk) => {
                    let desk = desk.on(&app, request.headers());
                    let (actor, asked) = (desk.actor.clone(), watch::asked(&request));
                    request.extensions_mut().insert(desk);
                    let response = next.run(request).await;
                    if response.status() == StatusCode::FORBIDDEN {
                        watch::denied(&app, &actor, asked);
                    }
                    response
                }
                Err(error) => Error::from(error).into_response(),
            }
        }
        Ok(None) => unknown(app, request, token.is_some()).await,
    }
}

/// Remembers the language for a year and goes on to the same page.
fn picked(app: &App, uri: &Uri, lang: Lang) -> Response {
    let rest = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.starts_with("lang="));
    let rest: Vec<&str> = rest.filter(|pair| !pair.is_empty()).collect();
    let mark = if rest.is_empty() { "" } else { "?" };
    let cookie = SetCookie::new(app, LANGUAGE, lang.as_str(), Keep::Seconds(31_536_000));
    (
        cookie,
        see_other(&format!("{}{mark}{}", uri.path(), rest.join("&"))),
    )
        .into_response()
}

async fn unknown(app: App, request: Request, had_session: bool) -> Response {
    let uri = request.uri().clone();
    let to = uri.path_and_query().map_or("/desk", |path| path.as_str());
    let expired = if had_session { "&expired" } else { "" };
    let sign_in = format!("/desk/sign-in?to={}{expired}", encoded(to));
    if is_fragment(request.headers()) {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response
            .headers_mut()
            .insert("content-type", HeaderValue::from_static("text/html"));
        if let Ok(address) = HeaderValue::from_str("/desk/sign-in") {
            response.headers_mut().insert("hx-redirect", address);
        }
        return response;
    }
    if request.method().is_safe() {
        // An event stream is not a page: a redirect would only be followed by a program.
        return if uri.path() == "/desk/live" {
            Error::SignIn.into_response()
        } else {
            see_other(&sign_in)
        };
    }
    let reader = Reader::of(&app, &uri, request.headers());
    let page = page(&app, &reader, request.headers());
    let multipart = request
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let fields = if multipart {
        // A file is not kept; it is chosen again.
        Fields::default()
    } else {
        match Fields::from_request(request, &app).await {
            Ok(fields) => fields,
            Err(error) => return error.into_response(),
        }
    };
    // A password is entered again.
    let kept = fields.iter().filter(|(name, _)| !name.contains("password"));
    let kept = kept.flat_map(|(name, _)| {
        fields
            .all(name)
            .iter()
            .map(move |value| (format!("{KEPT}{name}"), value.clone()))
    });
    let shown = SignIn {
        notice: Some(Notice::expired(&page)),
        login: String::new(),
        to: to.to_owned(),
        kept: kept.collect(),
        page,
    };
    answer(StatusCode::UNAUTHORIZED, &shown)
}

fn answer(status: StatusCode, shown: &SignIn) -> Response {
    match shown.render() {
        Ok(html) => (status, [(CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(error) => Error::from(error).into_response(),
    }
}

/// `GET /desk/sign-in`
pub async fn show(State(app): State<App>, reader: Reader, uri: Uri, headers: HeaderMap) -> Response {
    if let Some(lang) = language_of_query(&app, &uri) {
        return picked(&app, &uri, lang);
    }
    let query = query_of(&uri);
    let page = page(&app, &reader, &headers);
    let notice = if query.has("expired") {
        Some(Notice::plain(&page, "desk-sign-in-expired-title"))
    } else if query.has("out") {
        Some(Notice::plain(&page, "desk-signed-out"))
    } else {
        None
    };
    let to = within(query.get("to")).to_owned();
    answer(
        StatusCode::OK,
        &SignIn {
            page,
            notice,
            login: String::new(),
            to,
            kept: Vec::new(),
        },
    )
}

/// `POST /desk/sign-in`
pub async fn sign_in(State(app): State<App>, reader: Reader, request: Request) -> Answer {
    let headers = request.headers().clone();
    let address = app.guard().address(&headers, request.extensions());
    let fields = Fields::from_request(request, &app).await?;
    let again = |status, key| {
        let page = page(&app, &reader, &headers);
        let kept = fields
            .iter()
            .filter(|(name, _)| name.starts_with(KEPT))
            .flat_map(|(name, _)| {
                fields
                    .all(name)
                    .iter()
                    .map(move |value| (name.to_owned(), value.clone()))
            });
        let kept: Vec<_> = kept.collect();
        let notice = Some(Notice::error(&page, key));
        let to = within(fields.get("to")).to_owned();
        answer(
            status,
            &SignIn {
                notice,
                login: fields.get("login").to_owned(),
                to,
                kept,
                page,
            },
        )
    };
    let comer = Comer::of(&app, &headers, fields.get("login"), address);
    if let Err(error) = app.guard().tries(comer.login, comer.who, comer.address).await {
        let mut page = again(StatusCode::TOO_MANY_REQUESTS, "desk-sign-in-slow");
        error.tell_when(page.headers_mut());
        return Ok(page);
    }
    let place = Place::browser(&app, &headers, &comer);
    let signed = session::sign_in(&app, fields.get("login"), fields.get("password"), &place).await?;
    let Some((staff, token)) = signed else {
        return Ok(again(StatusCode::UNAUTHORIZED, "desk-sign-in-wrong"));
    };
    app.guard().was_right(comer.login, comer.who, comer.address);
    let to = within(fields.get("to"));
    let lang = language(&app, &headers, &staff);
    let path = to.split('?').next().unwrap_or(to);
    let desk = Desk::new(&app, staff, lang, path);
    let mut kept = Fields::default();
    for (name, _) in fields.iter() {
        if let Some(own) = name.strip_prefix(KEPT) {
            kept.set_all(own, fields.all(name).to_vec());
        }
    }
    let mut response = if kept.iter().next().is_some() {
        resume(desk, path, kept).await?
    } else if to == "/desk" {
        see_other(desk.home().unwrap_or("/desk"))
    } else {
        see_other(to)
    };
    let cookie = SetCookie::new(&app, TOKEN, &token, Keep::Session);
    response.headers_mut().append(SET_COOKIE, cookie.header());
    let known = comer.cookie(&app);
    response.headers_mut().append(SET_COOKIE, known.header());
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Shows the form that was sent when the session had ended, as it was. It is never sent by itself.
async fn resume(desk: Desk, path: &str, kept: Fields) -> Answer {
    let path = path.trim_start_matches("/desk/").split('/');
    let path: Vec<String> = path.map(str::to_owned).collect();
    let mut slices = desk.app.slices().iter();
    let shown = slices.find_map(|slice| (slice.resume)(desk.clone(), path.clone(), kept.clone()));
    match shown {
        Some(shown) => shown.await,
        None => Ok(see_other("/desk")),
    }
}

/// `POST /desk/sign-out`
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Fault> {
    if let Some(token) = cookies::get(&app, &headers, TOKEN) {
        session::sign_out(&app, token).await?;
    }
    let mut response = see_other("/desk/sign-in?out");
    response
        .headers_mut()
        .append(SET_COOKIE, SetCookie::forget(&app, TOKEN).header());
    Ok(response)
}

/// The sign-in page, as it may come back.
#[cfg(test)]
pub fn samples(page: &Page) -> Vec<crate::kit::slice::Sample> {
    let mut samples = Vec::new();
    let mut add = |name, html: askama::Result<String>| samples.push((name, html.unwrap_or_default()));
    let text = str::to_owned;
    let mut page = page.clone();
    page.by_path = false;
    let kept = vec![(text("kept.text"), text("\nkept <words>"))];
    let blank = |notice| SignIn {
        page: page.clone(),
        notice,
        login: String::new(),
        to: text("/desk"),
        kept: Vec::new(),
    };
    add("desk-sign-in", blank(None).render());
    for key in [
        "desk-sign-in-wrong",
        "desk-sign-in-slow",
        "desk-signed-out",
        "desk-sign-in-needed",
    ] {
        let notice = Notice {
            title: None,
            text: page.t(key).to_string(),
            is_error: true,
        };
        add(
            "desk-sign-in",
            SignIn {
                login: text("login"),
                ..blank(Some(notice))
            }
            .render(),
        );
    }
    let expired = Notice::expired(&page);
    add(
        "desk-sign-in",
        SignIn {
            kept,
            ..blank(Some(expired))
        }
        .render(),
    );
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_led_away() {
        assert_eq!(
            within("/desk/cases/1111-1111?done=accept"),
            "/desk/cases/1111-1111?done=accept"
        );
        for away in [
            "https://example.org",
            "//example.org",
            "/zh",
            "/desk\\x",
            "/deskx",
            "/desk/a\nb",
            "/desk/sign-out",
            "",
        ] {
            assert_eq!(within(away), "/desk", "{away}");
        }
    }
}
