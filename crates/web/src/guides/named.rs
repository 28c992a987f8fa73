//! The guides that a message names by their links (`guide:visas`): whoever reads it gets a guide's title in their language.

use std::fmt::Write as _;

use askama::filters::{Escaper as _, Html};
use domain::guides::named;

use super::guide_path;
use crate::kit::page::Page;

/// Words of a person as HTML, with links.
pub fn html(page: &Page, text: &str) -> String {
    let mut html = String::new();
    // A `String` takes everything.
    let _ = Html.write_escaped_str(&mut html, text);
    linked(page, &html)
}

/// The same of words that are HTML already, without elements whose attributes have any.
pub fn linked(page: &Page, html: &str) -> String {
    let mut linked = String::new();
    let mut from = 0;
    for (at, code) in named(html) {
        if let Some(guide) = page.city().guide(code) {
            let title = page.published(&guide.place(), "title");
            let href = page.url(&guide_path(code));
            linked += &html[from..at.start];
            let _ = write!(linked, "<a class=\"govuk-link\" href=\"{href}\">{title}</a>");
            from = at.end;
        }
    }
    linked + &html[from..]
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;
    use crate::kit::page::Nav;

    #[test]
    fn a_guide_is_called_by_its_title_in_the_readers_language_and_nothing_else_is_a_link() {
        let app = crate::testing::app();
        let page = |lang| Page::new(&app, lang, "/", Nav::None);
        let guide = app.city().guides[0].code.clone();
        let text = format!("<b> guide:{guide}.\nguide:none javascript:guide:{guide}");
        for lang in [Lang::EN, Lang::KO] {
            let page = page(lang);
            let title = page.published(&app.city().guides[0].place(), "title");
            let link = format!("<a class=\"govuk-link\" href=\"/{lang}/guides/{guide}\">{title}</a>");
            let shown = format!("&#60;b&#62; {link}.\nguide:none javascript:{link}");
            assert_eq!(html(&page, &text), shown);
        }
    }
}
