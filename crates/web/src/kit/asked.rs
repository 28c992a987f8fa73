//! What a list of the desk is asked for. Its filters stand in the address; the words that are looked for may be a name, so
//! they are posted and come back by a sealed cookie.

use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::utf8_percent_encode;

use crate::kit::app::App;
use crate::kit::cookies::{self, Keep, SetCookie};
use crate::kit::desk::{query_of, see_other};
use crate::kit::form::{Fields, UNRESERVED};

/// The name of the field with the words that are looked for.
const WORDS: &str = "q";
/// The most characters of them that are kept.
const WORDS_MAX: usize = 200;

/// The filters of an address, as far as they are understood: one that is not is as if it were not there.
#[derive(Debug, Clone)]
pub struct Asked {
    path: &'static str,
    pairs: Vec<(&'static str, String)>,
    pub cursor: Option<String>,
}

impl Asked {
    /// Of the list at that path, whose filters have these names, in the order of an address.
    pub fn of(
        path: &'static str,
        names: &[&'static str],
        fields: &Fields,
        understood: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let filled = names
            .iter()
            .filter_map(|name| Some((*name, fields.filled(name)?)));
        let pairs = filled.filter(|(name, value)| understood(name, value));
        Self {
            path,
            pairs: pairs.map(|(name, value)| (name, value.to_owned())).collect(),
            cursor: fields.filled("cursor").map(str::to_owned),
        }
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(name, value)| (*name, value.as_str()))
    }

    pub fn value(&self, name: &str) -> &str {
        let own = self.pairs().find(|(known, _)| *known == name);
        own.map_or("", |(_, value)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The same list from its beginning, with another value of that filter; empty: without it.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            pairs.insert(0, (name, value.to_owned()));
        }
        Self {
            pairs,
            cursor: None,
            ..*self
        }
    }

    /// The same filters at another path.
    #[must_use]
    pub fn to(&self, path: &'static str) -> Self {
        Self {
            path,
            cursor: None,
            ..self.clone()
        }
    }

    /// Its address.
    pub fn href(&self) -> String {
        self.at(None)
    }

    /// The address of the page of it at that cursor.
    pub fn at(&self, cursor: Option<&str>) -> String {
        let escaped = |value| utf8_percent_encode(value, UNRESERVED);
        let pairs = self.pairs().map(|(name, value)| match name {
            WORDS => "search=yes".to_owned(),
            _ => format!("{name}={}", escaped(value)),
        });
        let cursor = cursor.map(|cursor| format!("cursor={}", escaped(cursor)));
        let pairs: Vec<String> = pairs.chain(cursor).collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.path, pairs.join("&"))
    }
}

/// The fields of an address, with the words that are looked for when it says that there are some.
pub fn looked_for(app: &App, headers: &HeaderMap, cookie: &str, uri: &Uri) -> Fields {
    let mut query = query_of(uri);
    let words = query
        .filled("search")
        .and_then(|_| cookies::sealed(app, headers, cookie));
    query.set(WORDS, words.unwrap_or_default());
    query
}

/// Goes on to a list that was asked for by a form, keeping the words that are looked for.
pub fn search(app: &App, cookie: &str, asked: &Asked) -> Response {
    let words: String = asked.value(WORDS).chars().take(WORDS_MAX).collect();
    let keep = SetCookie::sealed(app, cookie, &words, Keep::Session);
    (keep, see_other(&asked.href())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_filters_and_never_words() {
        let fields = Fields::parse("q=김+선생&unit=market&state=none&cursor=abc".as_bytes());
        let asked = Asked::of("/desk/things", &["state", "unit", "q"], &fields, |name, value| {
            (name, value) != ("state", "none")
        });
        assert_eq!(
            asked.at(Some("a b")),
            "/desk/things?unit=market&search=yes&cursor=a%20b"
        );
        assert_eq!(asked.value("q"), "김 선생");
        let tab = asked.with("state", "active");
        assert_eq!(tab.href(), "/desk/things?state=active&unit=market&search=yes");
        assert_eq!(
            tab.with("unit", "").with("q", "").with("state", "").href(),
            "/desk/things"
        );
    }
}
