//! Texts of a page that are in another language than the page, because its own lacks them: each carries its language.
//!
//! A template does not know whether it writes a text between tags or into an attribute, and a text may pass through many hands
//! before it is written. So such a text comes with marks, characters that no text has (U+FDD0 to U+FDD2 are none, for
//! good), and when the page is whole, [`html`] makes markup of them where markup may stand, and takes them out elsewhere. In a
//! city whose languages have every text there are no marks, and no page is looked at.

use std::borrow::Cow;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;

use crate::writing::direction_of_tag;

/// Before the tag of the language.
pub const OPENS: char = '\u{fdd0}';
/// Between the tag and the text.
pub const BEGINS: char = '\u{fdd1}';
/// After the text.
pub const ENDS: char = '\u{fdd2}';

const MARKS: [char; 3] = [OPENS, BEGINS, ENDS];
/// A tag is not longer.
const TAG_MAX: usize = 35;
/// Elements that hold text and no element.
const ONLY_TEXT: [&str; 3] = ["title", "textarea", "option"];
/// Elements whose text no reader sees.
const UNSEEN: [&str; 2] = ["script", "style"];

/// The text without its marks.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(MARKS) {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find(MARKS) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match tag(rest) {
            Some((_, text)) => text,
            None => &rest[OPENS.len_utf8()..],
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The tag with which a marked text begins, and what follows it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let (tag, rest) = text.strip_prefix(OPENS)?.split_once(BEGINS)?;
    let is_tag =
        (1..=TAG_MAX).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then_some((tag, rest))
}

/// The page with markup for its marks: `<bdi lang="en" dir="ltr">`, or the same of the element where that holds nothing but text.
///
/// Style sheets say much of a `span` within this and that, and nothing of a `bdi`.
pub fn html(page: &str) -> Cow<'_, str> {
    if !page.contains(MARKS) {
        return Cow::Borrowed(page);
    }
    let mut out = Marking {
        html: String::with_capacity(page.len() + page.len() / 8),
        ..Marking::default()
    };
    let mut rest = page;
    while let Some(at) = rest.find(|c| c == '<' || MARKS.contains(&c)) {
        out.text(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') {
            let end = end_of_markup(rest);
            out.markup(&rest[..end]);
            let (unseen, after) = unseen(&rest[..end], &rest[end..]);
            out.html.push_str(&plain(unseen));
            after
        } else if let Some((tag, text)) = tag(rest) {
            out.opens(tag);
            text
        } else {
            if rest.starts_with(ENDS) {
                out.ends();
            }
            &rest[OPENS.len_utf8()..]
        };
    }
    out.text(rest);
    Cow::Owned(out.html)
}

/// A page being written.
#[derive(Default)]
struct Marking {
    html: String,
    /// How many marked texts lie in one another: the outermost has the markup.
    depth: usize,
    /// A `bdi` is open.
    isolates: bool,
    /// Where a start tag ends that nothing but blanks follow yet, and whether it says a language itself.
    begun: Option<(usize, bool)>,
    /// The element around holds nothing but text.
    only_text: bool,
    /// So many pictures are around.
    drawings: usize,
}

impl Marking {
    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.begun = None;
        }
        self.html.push_str(text);
    }

    fn opens(&mut self, tag: &str) {
        self.depth += 1;
        if self.depth > 1 {
            return;
        }
        let lang = format!(" lang=\"{tag}\"");
        let dir = format!(" dir=\"{}\"", direction_of_tag(tag));
        if !self.only_text && self.drawings == 0 {
            self.html.push_str(&["<bdi", &lang, &dir, ">"].concat());
            self.isolates = true;
        } else if let Some((end, false)) = self.begun.take() {
            let says = if self.drawings > 0 { lang } else { lang + &dir };
            self.html.insert_str(end, &says);
        }
    }

    fn ends(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.close();
        }
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.isolates) {
            self.html.push_str("</bdi>");
        }
    }

    /// A tag, a comment or a declaration.
    fn markup(&mut self, markup: &str) {
        // No text goes on behind a tag.
        self.close();
        self.depth = 0;
        self.html.push_str(&plain(markup));
        let (name, ends) = name(markup);
        self.only_text = !ends && ONLY_TEXT.contains(&name);
        let itself = markup.ends_with("/>");
        if name == "svg" && !itself {
            self.drawings = if ends {
                self.drawings.saturating_sub(1)
            } else {
                self.drawings + 1
            };
        }
        let begins = !ends && !itself && !name.is_empty();
        self.begun = begins.then(|| (self.html.len() - 1, markup.contains(" lang=")));
    }
}

/// The name of a tag, and whether it ends an element; empty for what is no tag.
fn name(markup: &str) -> (&str, bool) {
    let inner = &markup[1..];
    let (inner, ends) = match inner.strip_prefix('/') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    (&inner[..end.unwrap_or(inner.len())], ends)
}

/// Where a tag, a comment or a declaration ends that `text` begins with.
fn end_of_markup(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + "-->".len());
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// What no reader sees after that tag, and what follows it.
fn unseen<'t>(markup: &str, after: &'t str) -> (&'t str, &'t str) {
    let (name, ends) = name(markup);
    if ends || !UNSEEN.contains(&name) {
        return ("", after);
    }
    let end = after.find(&format!("</{name}")).unwrap_or(after.len());
    after.split_at(end)
}

/// An answer in which marks are markup, if it is a page, and gone, if it is data. In anything else, in what is compressed
/// and in what is still being made, there are none.
pub async fn settle(response: Response) -> Response {
    let settled: fn(&str) -> Cow<'_, str> = match kind(response.headers()) {
        Some("text/html") => html,
        Some("text/csv" | "application/json" | "application/problem+json" | "application/geo+json") => plain,
        _ => return response,
    };
    let (mut parts, body) = response.into_parts();
    if body.size_hint().exact().is_none() {
        return Response::from_parts(parts, body);
    }
    // What stands in memory can be read.
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = match std::str::from_utf8(&bytes).map(settled) {
        Ok(Cow::Owned(text)) => {
            parts.headers.remove(CONTENT_LENGTH);
            Bytes::from(text)
        }
        Ok(Cow::Borrowed(_)) | Err(_) => bytes,
    };
    Response::from_parts(parts, Body::from(body))
}

/// What an answer is, if that is not compressed.
fn kind(headers: &HeaderMap) -> Option<&str> {
    if headers.contains_key(CONTENT_ENCODING) {
        return None;
    }
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    kind.split(';').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        format!("{OPENS}en{BEGINS}{text}{ENDS}")
    }

    #[test]
    fn a_text_between_tags_carries_its_language() {
        let home = marked("Home");
        assert_eq!(
            html(&format!("<p>الرئيسية: {home}.</p>")),
            "<p>الرئيسية: <bdi lang=\"en\" dir=\"ltr\">Home</bdi>.</p>"
        );
        let arabic = format!("<p>{OPENS}ar{BEGINS}نعم{ENDS}</p>");
        assert_eq!(html(&arabic), "<p><bdi lang=\"ar\" dir=\"rtl\">نعم</bdi></p>");
        assert_eq!(html("<p>Home</p>"), "<p>Home</p>");
    }

    #[test]
    fn an_attribute_and_data_have_the_words_alone() {
        let home = marked("To &quot;Home&quot;");
        assert_eq!(
            html(&format!("<a title=\"{home}\" data-n='>{home}'>x</a>")),
            "<a title=\"To &quot;Home&quot;\" data-n='>To &quot;Home&quot;'>x</a>"
        );
        let home = marked("Home");
        assert_eq!(
            html(&format!(
                "<script type=\"a\">{{\"a\":\"<b>{home}\"}}</script><!-- {home} -->"
            )),
            "<script type=\"a\">{\"a\":\"<b>Home\"}</script><!-- Home -->"
        );
        assert_eq!(plain(&format!("a {home} b")), "a Home b");
    }

    #[test]
    fn an_element_of_nothing_but_text_says_the_language_itself() {
        let home = marked("Home");
        for (page, expected) in [
            (
                format!("<title>{home} – x</title>"),
                "<title lang=\"en\" dir=\"ltr\">Home – x</title>",
            ),
            (
                format!("<option value=\"a\" selected>{home}</option><b>{home}</b>"),
                "<option value=\"a\" selected lang=\"en\" dir=\"ltr\">Home</option><b><bdi lang=\"en\" dir=\"ltr\">Home</bdi></b>",
            ),
            (format!("<title>x – {home}</title>"), "<title>x – Home</title>"),
            (
                format!("<svg><title>{home}</title><text x=\"1\">{home}</text><g>a {home}</g></svg>"),
                "<svg><title lang=\"en\">Home</title><text x=\"1\" lang=\"en\">Home</text><g>a Home</g></svg>",
            ),
        ] {
            assert_eq!(html(&page), expected);
        }
    }

    #[test]
    fn one_text_in_another_is_marked_once() {
        let both = marked(&format!("At {}", marked("noon")));
        assert_eq!(html(&both), "<bdi lang=\"en\" dir=\"ltr\">At noon</bdi>");
    }

    #[test]
    fn marks_that_somebody_typed_open_nothing_that_stays_open() {
        for typed in [
            format!("<p>{OPENS}en{BEGINS}a</p><p>b</p>"),
            format!("<p>{ENDS}a{BEGINS}</p><p>b</p>"),
            format!("<p>{OPENS}\" onclick=\"x{BEGINS}a</p><p>b{OPENS}</p>"),
        ] {
            let html = html(&typed);
            assert!(!html.contains(MARKS), "{html}");
            assert_eq!(
                html.matches("<bdi").count(),
                html.matches("</bdi>").count(),
                "{html}"
            );
            assert!(
                html.contains("</p><p>b") && !html.contains("<bdi lang=\"\""),
                "{html}"
            );
        }
    }
}
