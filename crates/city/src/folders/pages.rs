//! The city's own pages.

use serde::Deserialize;

use super::{Coded, Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::{OWN_PAGES, Pack};
use crate::required::{Codes, Is::Must, Key};
use crate::texts::Rules;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagesFile {
    #[serde(default, rename = "page")]
    pub list: Vec<Coded>,
}

impl Content for PagesFile {
    const NAME: &'static str = "pages";
    const TEXTS: &'static [Key] = &[("{page}.title", Must), ("{page}.body", Must)];
    /// Guides and notices: what to do, what becomes of one's data.
    const RULES: Rules = Rules::CHECKED;
    type Gives = Vec<String>;

    fn codes(&self) -> Codes {
        Codes::from([("page", asked(&self.list, "page", |page| page.code.as_str()))])
    }

    fn give(&self) -> Vec<String> {
        self.list.iter().map(|page| page.code.clone()).collect()
    }

    fn check(&self, document: &Document, _: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "page", |page| page.code.as_str());
        codes(Kind::PAGE, list, document, findings);
        for (i, page) in self.list.iter().enumerate() {
            if OWN_PAGES.contains(&page.code.as_str()) {
                let what = What::twice(Kind::PAGE, &page.code);
                findings.push(document.finding(&format!("page/{i}/code"), what));
            }
        }
    }
}
