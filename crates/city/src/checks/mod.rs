//! Compares the files of a pack with each other, a module a folder.

mod calendar;
mod city;
mod regulation;
mod replies;
mod services;
mod stages;

use std::collections::BTreeSet;

use crate::document::Document;
use crate::finding::{Finding, Kind, What};
use crate::pack::Pack;

/// Everything but texts.
pub fn all(pack: &Pack, findings: &mut Vec<Finding>) {
    city::check(pack, findings);
    calendar::check(pack, findings);
    regulation::check(pack, findings);
    services::check(pack, findings);
    replies::check(pack, findings);
}

/// Whether the codes of a list are codes, each there once. `paths` says where each stands.
fn codes<'a>(
    kind: Kind,
    codes: impl IntoIterator<Item = (&'a str, String)>,
    document: &Document,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    for (code, path) in codes {
        if !is_code(code) {
            findings.push(document.finding(&path, What::NotACode(code.to_owned())));
        }
        if !seen.insert(code) {
            findings.push(document.finding(&path, What::twice(kind, code)));
        }
    }
}

/// The codes of a list of tables, with where they stand.
fn listed<'a, T>(
    list: &'a [T],
    name: &'static str,
    code: impl Fn(&'a T) -> &'a str,
) -> impl Iterator<Item = (&'a str, String)> {
    list.iter()
        .enumerate()
        .map(move |(i, entry)| (code(entry), format!("{name}/{i}/code")))
}

/// Underscores are let through: a field's code may be a word of a form's own.
fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}
