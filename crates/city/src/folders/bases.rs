//! Legal bases of limits.

use domain::city::Basis;
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Rules;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasesFile {
    #[serde(rename = "basis")]
    pub list: Vec<Basis>,
}

impl Content for BasesFile {
    const NAME: &'static str = "bases";
    const TEXTS: &'static [Key] = &[("{basis}.what", Must), ("{basis}.source", Must)];
    /// Statute and article of a time limit, which one would quote in a dispute.
    const RULES: Rules = Rules::CHECKED;
    type Gives = Vec<Basis>;

    fn codes(&self) -> Codes {
        Codes::from([("basis", asked(&self.list, "basis", |basis| basis.code.as_str()))])
    }

    fn give(&self) -> Vec<Basis> {
        self.list.clone()
    }

    fn check(&self, document: &Document, _: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "basis", |basis| basis.code.as_str());
        codes(Kind::BASIS, list, document, findings);
    }
}
