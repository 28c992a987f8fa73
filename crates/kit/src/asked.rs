//! Lists of the desk, of any noun: what one is asked for, its tabs and filters, and all of it for an export. Filters stand in
//! the address; the words that are looked for may be a name, so they are posted and come back by a sealed cookie.

use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use domain::problems::Problem;
use percent_encoding::utf8_percent_encode;
use store::{Page, StoreError};

use crate::app::App;
use crate::cookies::{self, Keep, SetCookie};
use crate::desk::{Desk, query_of, see_other};
use crate::error::Error;
use crate::field::{choice, sorted};
use crate::form::{Choice, Fields, UNRESERVED};

/// The name of the field with the words that are looked for.
const WORDS: &str = "q";
/// The name of the field that says in which order.
const ORDER: &str = "sort";
/// The most characters of the words that are kept.
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

    /// The address of the list without filters, on its tab and in its order; `None` when there are no others.
    pub fn cleared(&self, tab: &str) -> Option<String> {
        let stays = |name: &str| name == tab || name == ORDER;
        self.pairs().any(|(name, _)| !stays(name)).then(|| {
            let mut bare = self.clone();
            bare.pairs.retain(|(name, _)| stays(name));
            bare.href()
        })
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

    /// Its address, from its beginning.
    pub fn href(&self) -> String {
        self.at(None)
    }

    /// The addresses of the pages before and after.
    pub fn beside<T>(&self, page: &Page<T>) -> [Option<String>; 2] {
        [&page.previous, &page.next].map(|cursor| Some(self.at(Some(cursor.as_deref()?))))
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

/// Reads filters: each that says anything is taken.
///
/// # Errors
/// [`Error::Invalid`] names those that are not understood.
pub fn read<'n, 'v>(
    asked: impl IntoIterator<Item = (&'n str, &'v str)>,
    mut take: impl FnMut(&'n str, &'v str) -> Result<(), Problem>,
) -> Result<(), Error> {
    let asked = asked.into_iter().map(|(name, value)| (name, value.trim()));
    let wrong: Vec<_> = asked
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(name, value)| take(name, value).err().map(|problem| problem.of(name)))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// A tab of a list, with how many it holds.
#[derive(Debug)]
pub struct Tab {
    /// What the tab's filter says.
    pub code: &'static str,
    pub href: String,
    pub text: String,
    pub count: u64,
    pub is_current: bool,
}

/// A filter that is chosen from. In templates, as `f`: `desk/filter.html`.
#[derive(Debug)]
pub struct Filter {
    pub name: &'static str,
    pub label: String,
    pub choices: Vec<Choice>,
}

impl Filter {
    pub fn new(
        name: &'static str,
        label: impl std::fmt::Display,
        choices: impl IntoIterator<Item = Choice>,
        value: &str,
    ) -> Self {
        let choices = choices.into_iter().map(|choice| Choice {
            chosen: choice.value == value,
            ..choice
        });
        Self {
            name,
            label: label.to_string(),
            choices: choices.collect(),
        }
    }

    /// With a first choice besides: what it is when nothing is chosen.
    #[must_use]
    pub fn or(mut self, label: impl std::fmt::Display) -> Self {
        let chosen = !self.choices.iter().any(|choice| choice.chosen);
        let first = Choice {
            chosen,
            ..choice("", label)
        };
        self.choices.insert(0, first);
        self
    }
}

impl Desk {
    /// The city's units, by name, to be chosen from.
    pub fn unit_choices(&self) -> Vec<Choice> {
        let units = self.city().units.iter();
        sorted(self, units.map(|unit| choice(&unit.code, self.unit(&unit.code))))
    }

    /// The languages of people here, to be chosen from.
    pub fn language_choices(&self) -> Vec<Choice> {
        let all = self.all_languages().into_iter();
        all.map(|lang| choice(lang, self.language_name(lang))).collect()
    }
}

/// What all rows of a list make, read page by page from its beginning, which has no cursor: at most so many, and a page.
///
/// # Errors
/// As reading has.
pub async fn all<T, U, F>(
    max: usize,
    mut page: impl FnMut(Option<String>) -> F,
    mut make: impl FnMut(T) -> U,
) -> Result<Vec<U>, StoreError>
where
    F: Future<Output = Result<Page<T>, StoreError>>,
{
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let found = page(cursor).await?;
        all.extend(found.rows.into_iter().map(&mut make));
        cursor = found.next;
        if cursor.is_none() || all.len() >= max {
            return Ok(all);
        }
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
        let bare = tab.with("unit", "").with("q", "");
        assert_eq!(bare.with("state", "").href(), "/desk/things");
        let sorted = tab.with("sort", "name").cleared("state");
        assert_eq!(sorted.as_deref(), Some("/desk/things?sort=name&state=active"));
        assert_eq!(bare.with("sort", "name").cleared("state"), None);
    }
}
