//! What is said of a partner, in the reader's language: on public pages, at the desk and by the API.

use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{Precision, Since, said_in};

use crate::kit::page::Page;
use crate::kit::published::{Original, Published};

impl Page {
    /// The name of a kind; its code when the pack has it no more.
    pub fn partner_kind(&self, code: &str) -> String {
        self.kind_text(code, "name")
    }

    /// What several of a kind are called.
    pub fn partner_kinds(&self, code: &str) -> String {
        self.kind_text(code, "plural")
    }

    fn kind_text(&self, code: &str, key: &str) -> String {
        let text = self.c_opt("partners", &format!("{code}.{key}"));
        text.unwrap_or(code).to_owned()
    }

    /// A day as far as it is known.
    pub fn since(&self, since: Since) -> String {
        let day = since.first_day();
        match since.precision() {
            Precision::Year => self.writing().year(day),
            Precision::Month => self.writing().month(day),
            Precision::Day => self.short_date(day),
        }
    }

    /// Words of people, marked with their language where it is not the page's.
    pub fn said(&self, (lang, text): (Lang, &str)) -> Published {
        let original = (lang != self.lang).then(|| Original {
            tag: self.tag_of(lang).to_owned(),
            dir: self.dir_of(lang),
        });
        Published {
            text: text.to_owned(),
            original,
        }
    }

    /// What was said in the reader's language, or else in one there is.
    pub fn said_of(&self, texts: &BTreeMap<Lang, String>) -> Option<Published> {
        said_in(texts, self.lang).map(|said| self.said(said))
    }
}
