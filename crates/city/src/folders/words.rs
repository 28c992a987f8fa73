//! What people call that which a service is for: a file a service, in any languages, and not only the interface's.
//!
//! They are no texts: nobody reads them, and they are not translated but found. A pack may be without this folder.

use std::collections::BTreeMap;

use domain::Lang;
use domain::city::Words;
use serde::Deserialize;

use super::{Folder, Part, spoken};
use crate::document::Files;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;
use crate::texts::Folders;

const NAME: &str = "words";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordsFile {
    terms: Vec<String>,
    words: BTreeMap<Lang, Vec<String>>,
    hints: BTreeMap<Lang, Vec<String>>,
    first: BTreeMap<Lang, Vec<String>>,
}

impl WordsFile {
    /// Each list of words, with where it stands.
    fn lists(&self) -> impl Iterator<Item = (String, &Vec<String>)> {
        let tables = [
            ("words", &self.words),
            ("hints", &self.hints),
            ("first", &self.first),
        ];
        tables.into_iter().flat_map(|(table, lists)| {
            let path = move |(lang, list): (&Lang, _)| (format!("{table}/{lang}"), list);
            lists.iter().map(path)
        })
    }
}

/// By the service's code; `None` for those that could not be understood.
#[derive(Debug)]
pub struct Spoken<'f>(BTreeMap<String, Option<Part<'f, WordsFile>>>);

impl<'f> Spoken<'f> {
    pub fn load(files: &'f Files, findings: &mut Vec<Finding>) -> Self {
        let code = |name: &str| {
            let name = name.strip_prefix(NAME)?.strip_prefix('/')?;
            Some(name.strip_suffix(".toml")?.to_owned())
        };
        let codes: Vec<String> = files.names().filter_map(code).collect();
        let part = |code: String| {
            let part = Part::load(files, &file(&code), findings);
            (code, part)
        };
        Self(codes.into_iter().map(part).collect())
    }

    pub fn give(&self, _: &Pack) -> Option<Vec<Words>> {
        let words = |(code, part): (&String, &Option<Part<WordsFile>>)| {
            let file = &part.as_ref()?.is;
            Some(Words {
                service: code.as_str().into(),
                terms: file.terms.clone(),
                words: file.words.clone(),
                hints: file.hints.clone(),
                first: file.first.clone(),
            })
        };
        self.0.iter().map(words).collect()
    }
}

fn file(code: &str) -> String {
    format!("{NAME}/{code}.toml")
}

impl Folder for Spoken<'_> {
    fn files(&self) -> Vec<String> {
        self.0.keys().map(|code| file(code)).collect()
    }

    fn places(&self) -> Vec<String> {
        Vec::new()
    }

    fn check(&self, pack: &Pack, findings: &mut Vec<Finding>) {
        for (code, part) in &self.0 {
            let Some(Part { document, is }) = part else {
                continue;
            };
            if !pack.has_service(code) {
                findings.push(document.finding("", What::unknown(Kind::SERVICE, code.as_str())));
            }
            for (i, term) in is
                .terms
                .iter()
                .enumerate()
                .filter(|(_, term)| !pack.has_term(term))
            {
                findings
                    .push(document.finding(&format!("terms/{i}"), What::unknown(Kind::TERM, term.as_str())));
            }
            for (path, list) in is.lists() {
                spoken(list, &path, document, findings);
            }
        }
    }

    fn check_texts(&self, _: &Folders, _: &mut Vec<Finding>) {}
}
