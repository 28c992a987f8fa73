//! What is said of a partner, in the reader's language: on public pages, at the desk and by the API.

use domain::partners::{Precision, Since};

use crate::kit::page::Page;

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
}
