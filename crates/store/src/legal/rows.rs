//! The row that follows from a translation of a law.

use domain::legal::Translation;
use domain::{Lang, LawCode};

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::value::params;

pub(super) static TABLES: [Table<Translation>; 1] = [Table {
    name: "legal_translations",
    what: "row",
    columns: &[
        "reference",
        "version",
        "law",
        "language",
        "unit",
        "state",
        "slot",
        "changed_at",
        "published_on",
        "source_day",
        "folded",
    ],
    found_by: &["reference"],
    sorted_by: &[],
    of_city: false,
    rows: row,
    statements: Statements::new(),
}];

/// What only one record may be about.
pub(super) fn slot(law: &LawCode, language: Lang) -> String {
    format!("{law}/{language}")
}

fn row(folded: &Folded<'_, Translation>) -> Rows {
    let translation = folded.record;
    let published = translation.publication.as_ref();
    let row = params![
        translation.reference,
        translation.version,
        translation.law.as_str(),
        translation.language.as_str(),
        translation.unit.as_str(),
        translation.state.code(),
        if translation.erased {
            translation.reference.to_string()
        } else {
            slot(&translation.law, translation.language)
        },
        translation.changed_at,
        published.map(|made| made.on.to_string()),
        published
            .and_then(|made| made.source_day)
            .map(|day| day.to_string()),
        folded.json,
    ];
    vec![row.into()]
}
