//! The rows that follow from an interpreter's job.

use domain::interpretation::Job;

use crate::kept::table::{Folded, Rows, Statements, Table};
use crate::lists::normalise;
use crate::value::params;

pub(super) static TABLES: [Table<Job>; 3] = [
    Table {
        name: "interpretation_jobs",
        what: "row",
        columns: &[
            "reference",
            "version",
            "kind",
            "state",
            "setting",
            "unit",
            "staff",
            "asked_by",
            "case_reference",
            "starts_at",
            "ends_at",
            "counted_at",
            "worked",
            "waited",
            "opened_at",
            "words",
            "folded",
        ],
        found_by: &["reference"],
        sorted_by: &[],
        of_city: false,
        rows: row,
        statements: Statements::new(),
    },
    Table {
        name: "interpretation_languages",
        what: "languages",
        columns: &["reference", "language"],
        found_by: &["reference"],
        sorted_by: &["language"],
        of_city: false,
        rows: languages,
        statements: Statements::new(),
    },
    Table {
        name: "interpretation_quarters",
        what: "time taken",
        columns: &["staff", "quarter", "reference"],
        found_by: &["reference"],
        sorted_by: &["quarter"],
        of_city: false,
        rows: quarters,
        statements: Statements::new(),
    },
];

fn row(folded: &Folded<'_, Job>) -> Rows {
    let job = folded.record;
    let counted = job.counted();
    let row = params![
        job.reference,
        job.version,
        job.kind.code(),
        job.state.code(),
        job.setting.map(domain::interpretation::Setting::code),
        job.unit.as_str(),
        job.interpreter.map(|staff| staff.0),
        job.asked_by.map(|staff| staff.0),
        job.case,
        job.starts_at,
        job.ends_at,
        counted.map(|counted| counted.at),
        counted.map_or(0, |counted| i64::from(counted.worked)),
        counted.map_or(0, |counted| i64::from(counted.waited)),
        job.opened_at,
        words(job),
        folded.json,
    ];
    vec![row.into()]
}

/// What finds a job. Its details do not: not everybody who finds it may read them. Of an erased one its case does, which
/// stays a fact.
fn words(job: &Job) -> String {
    let mut words = vec![job.reference.to_string()];
    words.extend(job.case.map(|case| case.to_string()));
    normalise(&words.join(" "))
}

fn languages(folded: &Folded<'_, Job>) -> Rows {
    let job = folded.record;
    let languages = job.languages.iter();
    languages
        .map(|language| params![job.reference, language.as_str()].into())
        .collect()
}

fn quarters(folded: &Folded<'_, Job>) -> Rows {
    let job = folded.record;
    let Some(staff) = job.interpreter.filter(|_| job.state.holds_time()) else {
        return Rows::new();
    };
    job.quarters()
        .map(|quarter| params![staff.0, quarter, job.reference].into())
        .collect()
}
