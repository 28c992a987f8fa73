//! Terms.

use domain::city::Term;
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlossaryFile {
    #[serde(default, rename = "term")]
    pub list: Vec<Term>,
}

impl Content for GlossaryFile {
    const NAME: &'static str = "glossary";
    const TEXTS: &'static [Key] = &[("{term}", Must)];
    type Gives = Vec<Term>;

    fn codes(&self) -> Codes {
        Codes::from([("term", asked(&self.list, "term", |term| term.code.as_str()))])
    }

    fn give(&self) -> Vec<Term> {
        self.list.clone()
    }

    fn check(&self, document: &Document, _: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "term", |term| term.code.as_str());
        codes(Kind::TERM, list, document, findings);
    }
}
