//! Cookies: the language, and sealed ones whose content only this installation can read or write.

use std::fmt::Write as _;

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

use crate::app::App;
use crate::sealed;

/// A cookie to be set or forgotten. Part of a response: `(cookie, page)`.
#[derive(Debug, Clone)]
pub struct SetCookie(String);

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until the browser is closed.
    Session,
    Seconds(u32),
}

impl SetCookie {
    pub fn new(app: &App, name: &str, value: &str, keep: Keep) -> Self {
        let secure = app.options().secure_cookies;
        let mut cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax", full_name(app, name));
        if let Keep::Seconds(seconds) = keep {
            write!(cookie, "; Max-Age={seconds}").expect("a String can be written");
        }
        if secure {
            cookie.push_str("; Secure");
        }
        Self(cookie)
    }

    /// With its content sealed.
    pub fn sealed(app: &App, name: &str, content: &str, keep: Keep) -> Self {
        Self::new(app, name, &seal(app, name, content), keep)
    }

    pub fn forget(app: &App, name: &str) -> Self {
        Self::new(app, name, "", Keep::Seconds(0))
    }

    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

impl IntoResponseParts for SetCookie {
    type Error = std::convert::Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Self::Error> {
        parts.headers_mut().append(SET_COOKIE, self.header());
        Ok(parts)
    }
}

/// `__Host-` binds a cookie to this host and to TLS; browsers refuse it without TLS.
fn full_name(app: &App, name: &str) -> String {
    let prefix = if app.options().secure_cookies {
        "__Host-"
    } else {
        ""
    };
    format!("{prefix}harborline-{name}")
}

/// The value of a cookie as the browser sent it.
pub fn get<'h>(app: &App, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let name = full_name(app, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Whether the browser sent no cookie but that one.
pub fn are_only(app: &App, headers: &HeaderMap, name: &str) -> bool {
    let name = full_name(app, name);
    let values = headers.get_all(COOKIE).iter();
    let mut pairs = values.flat_map(|value| value.to_str().unwrap_or("unreadable").split(';'));
    pairs.all(|pair| {
        pair.trim()
            .split_once('=')
            .is_some_and(|(found, _)| found == name)
    })
}

/// The content of a sealed cookie; `None` when it is missing, stale or forged.
pub fn sealed(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    open(app, name, get(app, headers, name)?)
}

const PURPOSE: &str = "sealed-cookie";

fn seal(app: &App, name: &str, content: &str) -> String {
    hex::encode(sealed::seal(app, (PURPOSE, name), content.as_bytes()))
}

fn open(app: &App, name: &str, value: &str) -> Option<String> {
    let content = sealed::open(app, (PURPOSE, name), &hex::decode(value).ok()?)?;
    String::from_utf8(content).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_cookie_opens_only_under_its_name_and_unchanged() {
        let app = crate::testing::app();
        let sealed = seal(&app, "receipt", "content");
        assert_eq!(open(&app, "receipt", &sealed).as_deref(), Some("content"));
        assert_eq!(open(&app, "session", &sealed), None);
        let mut forged = sealed.clone();
        forged.replace_range(60..61, if &sealed[60..61] == "0" { "1" } else { "0" });
        assert_eq!(open(&app, "receipt", &forged), None);
        assert_eq!(open(&app, "receipt", "00"), None);
        assert_eq!(open(&app, "receipt", "zz"), None);
    }
}
