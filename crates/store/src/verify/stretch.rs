//! Reads everything that is stored of some streams at a time, whatever it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, CASE, Fault, NAMED, Report, number, text};
use crate::cases::COLUMNS;
use crate::journal::{staff_of, staff_stream, stored};
use crate::read::Reader;
use crate::value::{Value, Values, params};
use crate::{StoreError, people};

/// Streams read at once.
pub(super) const BATCH: usize = 100;

/// Rows of one table, by the stream they belong to.
pub(super) type ByStream = BTreeMap<String, Vec<Vec<Value>>>;

/// Everything that is stored of some streams.
#[derive(Default)]
pub(super) struct Stretch {
    pub(super) events: ByStream,
    pub(super) cases: ByStream,
    pub(super) units: ByStream,
    pub(super) search: ByStream,
    pub(super) wants: ByStream,
    pub(super) memory: ByStream,
    /// Which files there are; their bytes are read one by one.
    pub(super) files: ByStream,
    pub(super) staff: ByStream,
}

/// How a table names the streams its rows belong to.
#[derive(Clone, Copy)]
enum Named {
    Stream,
    /// By reference, each the stream of a case.
    Reference,
}

/// The next cases.
pub(super) const CASES: &str = "SELECT reference FROM cases WHERE reference > ?1 ORDER BY reference LIMIT ?2";

/// Tables in which names of streams stand, and the statement that lists the next of them.
const NAMES: [(Named, &str); 5] = [
    (
        Named::Stream,
        "SELECT DISTINCT stream FROM events WHERE stream > ?1 ORDER BY stream LIMIT ?2",
    ),
    (Named::Reference, CASES),
    (
        Named::Reference,
        "SELECT DISTINCT reference FROM case_units WHERE reference > ?1 ORDER BY reference LIMIT ?2",
    ),
    (
        Named::Reference,
        "SELECT DISTINCT reference FROM translation_memory WHERE reference > ?1 ORDER BY reference LIMIT ?2",
    ),
    (
        Named::Reference,
        "SELECT DISTINCT reference FROM attachments WHERE reference > ?1 ORDER BY reference LIMIT ?2",
    ),
];

/// Rows that belong to no case. They are keyed by a time of their case before its reference, so nobody who looks for
/// the rows of a case comes upon them.
const STRAYS: [(Fault, &str); 2] = [
    (
        Fault::Search,
        "SELECT s.reference FROM case_search s LEFT JOIN cases c ON c.reference = s.reference \
         AND c.opened_at = s.opened_at WHERE c.reference IS NULL ORDER BY s.reference LIMIT ?1",
    ),
    (
        Fault::Wants,
        "SELECT w.reference FROM translation_wants w LEFT JOIN cases c ON c.reference = w.reference \
         AND c.due_at = w.due_at WHERE c.reference IS NULL ORDER BY w.reference LIMIT ?1",
    ),
];

pub(super) async fn strays(read: &Reader, report: &mut Report) -> Result<(), StoreError> {
    for (what, sql) in STRAYS {
        for (name,) in read.rows::<(Value,)>(sql, &params![NAMED]).await? {
            let stream = format!("{CASE}{}", text(&name).unwrap_or("?"));
            if report.broken.iter().all(|broken| broken.stream != stream) {
                report.add(Broken {
                    stream,
                    seq: 0,
                    what: what.clone(),
                });
            }
        }
    }
    Ok(())
}

/// The next streams after that one, whatever table names them.
pub(super) async fn names_after(
    read: &Reader,
    after: &str,
    report: &mut Report,
) -> Result<Vec<String>, StoreError> {
    let mut names = BTreeSet::new();
    for (named, sql) in NAMES {
        let (prefix, from) = match named {
            Named::Stream => ("", after),
            Named::Reference if after < CASE => (CASE, ""),
            Named::Reference => match after.strip_prefix(CASE) {
                Some(from) => (CASE, from),
                None => continue,
            },
        };
        for Values(row) in read.rows::<Values>(sql, &params![from, BATCH]).await? {
            match row.first().and_then(text) {
                Some(name) => {
                    names.insert(format!("{prefix}{name}"));
                }
                // Not even a text; nothing that sorts after it in this table is one.
                None if after.is_empty() => {
                    report.add(Broken {
                        stream: "?".to_owned(),
                        seq: 0,
                        what: Fault::Unreadable,
                    });
                }
                None => {}
            }
        }
    }
    for (id,) in read.rows::<(i64,)>("SELECT id FROM staff", &[]).await? {
        names.insert(staff_stream(id));
    }
    Ok(names
        .into_iter()
        .filter(|name| name.as_str() > after)
        .take(BATCH)
        .collect())
}

/// Groups rows by the stream that the first column names.
fn by_stream(rows: Vec<Values>, prefix: &str) -> ByStream {
    let mut grouped = ByStream::new();
    for Values(row) in rows {
        let name = row.first().and_then(text).map(|name| format!("{prefix}{name}"));
        grouped
            .entry(name.unwrap_or_else(|| "?".to_owned()))
            .or_default()
            .push(row);
    }
    grouped
}

/// Everything stored of the streams from one to another.
pub(super) async fn stretch(read: &Reader, first: &str, last: &str) -> Result<Stretch, StoreError> {
    let range = params![first, last];
    let mut found = Stretch {
        events: by_stream(
            read.rows(
                concat!(
                    stored!(),
                    "WHERE stream >= ?1 AND stream <= ?2 ORDER BY stream, seq"
                ),
                &range,
            )
            .await?,
            "",
        ),
        ..Stretch::default()
    };
    // References of the cases among them: all when the stretch begins before the first or ends after the last.
    let from = first
        .strip_prefix(CASE)
        .unwrap_or(if first < CASE { "" } else { "~" });
    let to = last
        .strip_prefix(CASE)
        .unwrap_or(if last < CASE { "" } else { "~" });
    let range = params![from, to];
    let cases = format!(
        "SELECT {} FROM cases WHERE reference >= ?1 AND reference <= ?2",
        COLUMNS.join(", ")
    );
    found.cases = by_stream(read.rows(&cases, &range).await?, CASE);
    for (table, sql) in [
        (
            &mut found.units,
            "SELECT reference, unit FROM case_units WHERE reference >= ?1 AND reference <= ?2 \
             ORDER BY reference, unit",
        ),
        (
            &mut found.search,
            "SELECT s.reference, s.words, s.notes FROM cases c JOIN case_search s ON s.opened_at = c.opened_at \
             AND s.reference = c.reference WHERE c.reference >= ?1 AND c.reference <= ?2",
        ),
        (
            &mut found.wants,
            "SELECT w.reference, w.due_at, w.message, w.to_lang, w.from_lang, w.since, w.unit, w.doubtful FROM cases c \
             JOIN translation_wants w ON w.due_at = c.due_at AND w.reference = c.reference \
             WHERE c.reference >= ?1 AND c.reference <= ?2 ORDER BY w.reference, w.message, w.to_lang",
        ),
        (
            &mut found.memory,
            "SELECT reference, message, to_lang, from_lang, at, source, target FROM translation_memory \
             WHERE reference >= ?1 AND reference <= ?2 ORDER BY reference, message, to_lang",
        ),
        (
            &mut found.files,
            "SELECT reference, id FROM attachments WHERE reference >= ?1 AND reference <= ?2 ORDER BY reference, id",
        ),
    ] {
        *table = by_stream(read.rows(sql, &range).await?, CASE);
    }
    if staff_of(last).is_some() {
        let staff = format!("SELECT {} FROM staff ORDER BY id", people::COLUMNS.join(", "));
        for Values(row) in read.rows::<Values>(&staff, &[]).await? {
            let name = row.first().and_then(number).map(staff_stream);
            let name = name.filter(|name| name.as_str() >= first && name.as_str() <= last);
            if let Some(name) = name {
                found.staff.entry(name).or_default().push(people::digested(row));
            }
        }
    }
    Ok(found)
}
