//! The needs that services are grouped by.

use serde::Deserialize;

use super::{Coded, Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsFile {
    #[serde(rename = "need")]
    pub list: Vec<Coded>,
}

impl Content for NeedsFile {
    const NAME: &'static str = "needs";
    const TEXTS: &'static [Key] = &[("{need}.name", Must), ("{need}.summary", Must)];
    type Gives = Vec<String>;

    fn codes(&self) -> Codes {
        Codes::from([("need", asked(&self.list, "need", |need| need.code.as_str()))])
    }

    fn give(&self) -> Vec<String> {
        self.list.iter().map(|need| need.code.clone()).collect()
    }

    fn check(&self, document: &Document, _: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "need", |need| need.code.as_str());
        codes(Kind::NEED, list, document, findings);
    }
}
