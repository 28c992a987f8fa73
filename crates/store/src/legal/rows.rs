//! The row that follows from a translation of a law.

use domain::legal::{Days, Publication, Translation};
use domain::{Lang, LawCode};
use jiff::civil::Date;

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
        "published_on",
        "first_on",
        "source_day",
        "replaces",
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
    let published = translation.publication.as_ref().map(Publication::days);
    let day = |day: fn(Days) -> Option<Date>| published.and_then(day).map(|day| day.to_string());
    let row = params![
        translation.reference,
        translation.version,
        translation.law.as_str(),
        translation.language.as_str(),
        translation.unit.as_str(),
        translation.state.code(),
        (!translation.erased).then(|| slot(&translation.law, translation.language)),
        day(|days| Some(days.on)),
        day(|days| days.first_on),
        day(|days| days.source_day),
        day(|days| days.replaces),
        folded.json,
    ];
    vec![row.into()]
}
