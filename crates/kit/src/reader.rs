//! Who reads: in which language, and through what.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use domain::Lang;

use crate::app::App;
use crate::cookies;

/// The cookie that remembers the language.
pub const LANGUAGE: &str = "language";
/// The cookie of a device that many people use one after another.
pub const KIOSK: &str = "kiosk";

/// A reader of any page, from the address if it names a language, else by memory, else by what the browser asks for.
#[derive(Debug, Clone)]
pub struct Reader {
    pub lang: Lang,
    /// Path and query, without the language when the address names one.
    pub rest: String,
    pub medium: Medium,
    /// The next one at this device is somebody else.
    pub kiosk: bool,
}

/// What the answer is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Page,
    /// A part of a page, asked for by htmx.
    Fragment,
    Json,
}

impl Reader {
    pub fn of(app: &App, uri: &Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let (named, rest) = match language_of_path(app, path) {
            Some(lang) => (Some(lang), path.get(1 + lang.as_str().len()..).unwrap_or("")),
            None => (None, path),
        };
        let rest = if rest.is_empty() { "/" } else { rest };
        let api = path.starts_with("/api/");
        // The API is stateless: its callers say their language with each request.
        let lang = named
            .or_else(|| if api { None } else { language_of_query(app, uri) })
            .or_else(|| if api { None } else { remembered(app, headers) })
            .or_else(|| accepted(app, headers));
        Self {
            lang: lang.unwrap_or_else(|| app.city().interface_language(Lang::EN)),
            rest: rest.to_owned(),
            medium: medium(headers, api),
            kiosk: is_kiosk(app, headers),
        }
    }
}

/// Whether many use that device, one after the other.
pub fn is_kiosk(app: &App, headers: &HeaderMap) -> bool {
    cookies::get(app, headers, KIOSK).is_some()
}

impl FromRequestParts<App> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // Under a nested router the address is cut; the original is kept beside it.
        let uri = parts
            .extensions
            .get::<axum::extract::OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        Ok(Self::of(app, uri, &parts.headers))
    }
}

fn medium(headers: &HeaderMap, api: bool) -> Medium {
    let accepts = |what: &str| {
        headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(what))
    };
    if api || accepts("json") && !accepts("text/html") {
        Medium::Json
    } else if headers.contains_key("hx-request") {
        Medium::Fragment
    } else {
        Medium::Page
    }
}

/// The language an address begins with, if it is one of the interface.
pub fn language_of_path(app: &App, path: &str) -> Option<Lang> {
    let first = path.trim_start_matches('/').split('/').next()?;
    interface(app, first).filter(|lang| lang.as_str() == first)
}

fn interface(app: &App, tag: &str) -> Option<Lang> {
    Lang::parse(tag)
        .ok()
        .filter(|lang| app.city().is_interface_language(*lang))
}

/// `?lang=ko`, for pages whose address names no language.
pub fn language_of_query(app: &App, uri: &Uri) -> Option<Lang> {
    let pairs = uri.query()?.split('&');
    pairs
        .filter_map(|pair| pair.strip_prefix("lang="))
        .find_map(|tag| interface(app, tag))
}

pub fn remembered(app: &App, headers: &HeaderMap) -> Option<Lang> {
    interface(app, cookies::get(app, headers, LANGUAGE)?)
}

/// The interface language that `Accept-Language` likes best.
pub fn accepted(app: &App, headers: &HeaderMap) -> Option<Lang> {
    let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let offered: Vec<Lang> = app
        .city()
        .languages
        .iter()
        .map(|language| language.code)
        .collect();
    language::negotiate::negotiate(value, &offered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str, headers: &[(&'static str, &str)]) -> Reader {
        let headers = headers
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap()))
            .collect();
        Reader::of(&crate::testing::app(), &uri.parse().unwrap(), &headers)
    }

    #[test]
    fn the_address_comes_before_memory_and_memory_before_the_browser() {
        let memory = ("cookie", "harborline-language=ru");
        let browser = ("accept-language", "de, ja;q=0.7, ko;q=0.9, *;q=0.1");
        assert_eq!(of("/zh/services", &[memory, browser]).lang, Lang::ZH);
        assert_eq!(of("/desk", &[memory, browser]).lang, Lang::RU);
        assert_eq!(of("/desk", &[browser]).lang, Lang::KO);
        assert_eq!(of("/api/v1/services", &[memory, browser]).lang, Lang::KO);
        assert_eq!(of("/", &[]).lang, Lang::EN);
        assert_eq!(of("/desk?lang=ja", &[memory]).lang, Lang::JA);
    }

    #[test]
    fn the_rest_of_an_address_is_the_same_in_every_language() {
        assert_eq!(of("/ko/services/enquiry", &[]).rest, "/services/enquiry");
        assert_eq!(of("/ko", &[]).rest, "/");
        assert_eq!(of("/korea", &[]).rest, "/korea");
    }
}
