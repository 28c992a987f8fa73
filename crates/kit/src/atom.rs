//! Atom (RFC 4287): what is new, for programs that look for it.

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use crate::error::Error;
use crate::fallback::plain;

/// The media type of Atom.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

/// A feed, in one language.
#[derive(Debug, Template)]
#[template(path = "atom.xml")]
pub struct Feed {
    /// Whole addresses: of the feed itself, and of the page that says the same.
    pub own: String,
    pub page: String,
    pub tag: String,
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// How old it is while it has no entries.
    pub begun: Timestamp,
    /// The latest first.
    pub entries: Vec<Entry>,
}

/// Something new.
#[derive(Debug)]
pub struct Entry {
    /// Its whole address, which never changes: what it is known by.
    pub href: String,
    pub at: Timestamp,
    /// Words after the tag of their language.
    pub title: (String, String),
    pub text: (String, String),
}

impl Feed {
    /// When something of it last changed.
    fn updated(&self) -> Timestamp {
        let each = self.entries.iter().map(|entry| entry.at);
        each.max().unwrap_or(self.begun)
    }

    /// # Errors
    /// When it cannot be rendered.
    pub fn xml(&self) -> Result<String, Error> {
        Ok(written(&plain(&self.render()?)))
    }

    /// # Errors
    /// When it cannot be rendered.
    pub fn response(&self) -> Result<Response, Error> {
        Ok(([(header::CONTENT_TYPE, ATOM)], self.xml()?).into_response())
    }
}

/// Without the characters that XML has no way to write.
fn written(xml: &str) -> String {
    let is_one = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    xml.chars().filter(is_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_what_xml_cannot_say_is_left_out() {
        let entry = Entry {
            href: "https://city.example/en/press#a".to_owned(),
            at: "2026-02-13T02:00:00Z".parse().unwrap(),
            title: ("en".to_owned(), "<b> & \"more\"\u{0}\u{8}".to_owned()),
            text: ("ko".to_owned(), String::new()),
        };
        let feed = Feed {
            own: "https://city.example/en/press.atom".to_owned(),
            page: "https://city.example/en/press".to_owned(),
            tag: "en".to_owned(),
            title: "News".to_owned(),
            author: "City".to_owned(),
            begun: Timestamp::UNIX_EPOCH,
            entries: vec![entry],
        };
        let xml = feed.xml().unwrap();
        assert!(xml.contains("&#60;b&#62; &#38; &#34;more&#34;</title>"), "{xml}");
        assert_eq!(xml.matches("<updated>2026-02-13T02:00:00Z</updated>").count(), 2);
    }
}
