//! Which texts a folder must have, may have, and nothing else.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::finding::{Finding, What};
use crate::texts::Folders;

/// Whether a text has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Must,
    May,
}
use Is::Must;

/// The key of a text and whether it must be there. `{…}` stands for each code of that kind in the folder's structure
/// file; for nothing when there is none.
pub type Key = (&'static str, Is);

/// What a placeholder stands for, each with the path in the structure file that asks for it.
pub type Codes = BTreeMap<&'static str, Vec<(String, String)>>;

/// Texts of a place that are missing in the source language, and texts that nothing uses.
pub fn check(
    place: &str,
    keys: &[Key],
    codes: &Codes,
    document: &Document,
    texts: &Folders,
    findings: &mut Vec<Finding>,
) {
    compare(place, &wanted(keys, codes), |_| document, texts, findings);
}

/// The keys that are asked for, with where they are asked for.
pub fn wanted(rows: &[Key], codes: &Codes) -> BTreeMap<String, (Is, String)> {
    let mut keys = BTreeMap::new();
    for (pattern, is) in rows {
        let Some((before, rest)) = pattern.split_once('{') else {
            keys.insert((*pattern).to_owned(), (*is, String::new()));
            continue;
        };
        let (kind, after) = rest.split_once('}').expect("the table closes what it opens");
        for (code, path) in codes.get(kind).into_iter().flatten() {
            keys.insert(format!("{before}{code}{after}"), (*is, path.clone()));
        }
    }
    keys
}

/// Compares the texts of a place with those that are asked for, each by a document.
pub fn compare<'d, 'f: 'd>(
    place: &str,
    wanted: &BTreeMap<String, (Is, String)>,
    asks: impl Fn(&str) -> &'d Document<'f>,
    texts: &Folders,
    findings: &mut Vec<Finding>,
) {
    // A missing file has been reported; its texts need not be, one by one.
    let Some(source) = texts.source_of(place) else {
        return;
    };
    for (key, (_, path)) in wanted.iter().filter(|(_, (is, _))| *is == Must) {
        let what = What::MissingText { key: key.clone() };
        match source.rows.get(key) {
            Some(text) if !text.text.is_empty() => {}
            Some(text) => findings.push(Finding::new(&source.file, text.lines.start, what)),
            None if path.is_empty() => findings.push(Finding::new(&source.file, 1, what)),
            None => findings.push(asks(key).finding(path, what)),
        }
    }
    for (key, text) in &source.rows {
        if !wanted.contains_key(key) {
            let what = What::UnusedText { key: key.clone() };
            findings.push(Finding::new(&source.file, text.lines.start, what));
        }
    }
}
