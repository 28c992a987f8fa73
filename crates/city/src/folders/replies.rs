//! Canned replies.

use domain::city::CannedReply;
use serde::Deserialize;

use super::{Content, asked, codes, listed};
use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::required::{Codes, Is::Must, Key};
use crate::texts::{Folders, Rules, Text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepliesFile {
    #[serde(default, rename = "reply")]
    pub list: Vec<CannedReply>,
}

impl Content for RepliesFile {
    const NAME: &'static str = "replies";
    const TEXTS: &'static [Key] = &[("{reply}.title", Must), ("{reply}.text", Must)];
    /// Sent to residents as checked by a person. The title is only the desk's name for it.
    const RULES: Rules = Rules {
        needs_a_check: |key| matches!(key.rsplit_once('.'), Some((_, "text"))),
        ..Rules::NAMES
    };
    type Gives = Vec<CannedReply>;

    fn codes(&self) -> Codes {
        Codes::from([("reply", asked(&self.list, "reply", |reply| reply.code.as_str()))])
    }

    fn give(&self) -> Vec<CannedReply> {
        self.list.clone()
    }

    fn check(&self, document: &Document, pack: &Pack, findings: &mut Vec<Finding>) {
        let list = listed(&self.list, "reply", |reply| reply.code.as_str());
        codes(Kind::REPLY, list, document, findings);
        for (i, reply) in self.list.iter().enumerate() {
            for (j, service) in reply.services.iter().enumerate() {
                if !pack.has_service(service.as_str()) {
                    let what = What::unknown(Kind::SERVICE, service.as_str());
                    findings.push(document.finding(&format!("reply/{i}/services/{j}"), what));
                }
            }
        }
    }
    /// A guide that a reply names has to be there, in every language.
    fn check_pages(pack: &Pack, texts: &Folders, findings: &mut Vec<Finding>) {
        let source = texts.source_of(Self::NAME);
        let translations = texts.translations();
        let translations = translations.filter_map(|lang| texts.translation_of(Self::NAME, lang));
        for file in source.into_iter().chain(translations) {
            for Text { lines, text } in file.rows.values() {
                for (_, code) in domain::guides::named(text) {
                    if !pack.has_guide(code) {
                        let what = What::unknown(Kind::GUIDE, code);
                        findings.push(Finding::new(&file.file, lines.start, what));
                    }
                }
            }
        }
    }
}
