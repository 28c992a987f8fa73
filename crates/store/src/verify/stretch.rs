//! Reads everything that is stored of some records of a noun at a time, whatever it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, Check, Fault, NAMED, text};
use crate::StoreError;
use crate::journal::stored;
use crate::kept::Kept;
use crate::kept::table::Table;
use crate::read::Reader;
use crate::value::{Value, Values, params};

/// Records read at once.
pub(super) const BATCH: usize = 100;

/// Rows of one table, by the key of the record they belong to, as text.
pub(super) type ByKey = BTreeMap<String, Vec<Vec<Value>>>;

/// Everything that is stored of some records.
pub(super) struct Stretch {
    pub(super) events: ByKey,
    /// In the order of the noun's tables.
    pub(super) tables: Vec<ByKey>,
    /// Which files there are; their bytes are read one by one.
    pub(super) files: ByKey,
}

impl Stretch {
    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        let all = self.tables.iter().chain([&self.events, &self.files]);
        all.flat_map(BTreeMap::keys)
    }
}

/// Names of streams in such a table, from one up to all of that noun. `0` comes right after `/`.
fn streams_after<N: Kept>(table: &str) -> String {
    format!(
        "SELECT DISTINCT stream FROM {table} WHERE stream > ?1 AND stream < '{}0' ORDER BY stream LIMIT ?2",
        N::PREFIX
    )
}

/// The keys, as text, after that one that stand in a table.
pub(super) fn keys_after<N: Kept>(table: &Table<N>) -> String {
    let (name, key) = (table.name, N::KEY_TEXT);
    format!("SELECT DISTINCT {key} FROM {name} WHERE {key} > ?1 ORDER BY {key} LIMIT ?2")
}

/// The next records after that one, whatever table names them.
pub(super) async fn names_after<N: Kept>(
    check: &mut Check<'_>,
    after: &str,
) -> Result<Vec<String>, StoreError> {
    let prefix = format!("{}/", N::PREFIX);
    let from = format!("{prefix}{after}");
    let mut names = BTreeSet::new();
    for table in ["events", "files"] {
        let sql = streams_after::<N>(table);
        for Values(row) in check
            .read
            .rows::<Values>(&sql, &params![from.as_str(), BATCH])
            .await?
        {
            let name = row
                .first()
                .and_then(text)
                .and_then(|name| name.strip_prefix(&prefix));
            names.extend(name.map(str::to_owned));
        }
    }
    for table in N::tables().iter().filter(|table| !table.is_joined()) {
        let sql = keys_after(table);
        for Values(row) in check.read.rows::<Values>(&sql, &params![after, BATCH]).await? {
            match row.first().and_then(text) {
                Some(name) => {
                    names.insert(name.to_owned());
                }
                // Not even a text; nothing that sorts after it in this table is one.
                None if after.is_empty() => {
                    check.report.add(Broken {
                        stream: "?".to_owned(),
                        seq: 0,
                        what: Fault::Unreadable,
                    });
                }
                None => {}
            }
        }
    }
    Ok(names.into_iter().take(BATCH).collect())
}

/// Groups rows by the key in their first column, which is taken out.
fn by_key(rows: Vec<Values>, prefix: &str) -> ByKey {
    let mut grouped = ByKey::new();
    for Values(mut row) in rows {
        let name = row
            .first()
            .and_then(text)
            .and_then(|name| name.strip_prefix(prefix));
        let name = name.unwrap_or("?").to_owned();
        row.remove(0);
        grouped.entry(name).or_default().push(row);
    }
    grouped
}

/// Everything stored of the records from one to another.
pub(super) async fn stretch<N: Kept>(read: &Reader, first: &str, last: &str) -> Result<Stretch, StoreError> {
    let prefix = format!("{}/", N::PREFIX);
    let range = params![format!("{prefix}{first}"), format!("{prefix}{last}")];
    // The name of the stream stands before the columns, the first of which it is.
    let events = concat!(
        stored!(),
        "WHERE stream >= ?1 AND stream <= ?2 ORDER BY stream, seq"
    )
    .replacen("SELECT ", "SELECT stream, ", 1);
    let events = by_key(read.rows(&events, &range).await?, &prefix);
    let files = "SELECT stream, id FROM files WHERE stream >= ?1 AND stream <= ?2 ORDER BY stream, id";
    let files = by_key(read.rows(files, &range).await?, &prefix);
    let range = params![first, last];
    let mut tables = Vec::with_capacity(N::tables().len());
    for table in N::tables() {
        tables.push(by_key(read.rows(&rows_between(table), &range).await?, ""));
    }
    Ok(Stretch {
        events,
        tables,
        files,
    })
}

/// The rows of a table of the records from one to another, the key before the columns.
fn rows_between<N: Kept>(table: &Table<N>) -> String {
    let of = |alias: &str| {
        let columns = table.columns.iter().map(|column| format!("{alias}{column}"));
        columns.collect::<Vec<_>>().join(", ")
    };
    let sorted = |alias: &str, key: &str| {
        let keys = table.sorted_by.iter().map(|column| format!("{alias}{column}"));
        std::iter::once(key.to_owned())
            .chain(keys)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (name, key) = (table.name, N::KEY_TEXT);
    if !table.is_joined() {
        return format!(
            "SELECT {key}, {} FROM {name} WHERE {key} >= ?1 AND {key} <= ?2 ORDER BY {}",
            of(""),
            sorted("", key)
        );
    }
    let key = format!("r.{key}");
    format!(
        "SELECT {key}, {} FROM {} r JOIN {name} t ON {} WHERE {key} >= ?1 AND {key} <= ?2 ORDER BY {}",
        of("t."),
        N::main().name,
        joined(table),
        sorted("t.", &key)
    )
}

fn joined<N: Kept>(table: &Table<N>) -> String {
    let on = table
        .found_by
        .iter()
        .map(|column| format!("t.{column} = r.{column}"));
    on.collect::<Vec<_>>().join(" AND ")
}

/// Rows that belong to no record. They are keyed by something of their record before its key, so nobody who looks for
/// the rows of a record comes upon them.
pub(super) async fn strays<N: Kept>(check: &mut Check<'_>) -> Result<(), StoreError> {
    for table in N::tables().iter().filter(|table| table.is_joined()) {
        let (key, main) = (N::KEY, N::main().name);
        let sql = format!(
            "SELECT t.{key} FROM {} t LEFT JOIN {main} r ON {} WHERE r.{key} IS NULL ORDER BY t.{key} LIMIT ?1",
            table.name,
            joined(table)
        );
        for (name,) in check.read.rows::<(Value,)>(&sql, &params![NAMED]).await? {
            let stream = format!("{}/{}", N::PREFIX, text(&name).unwrap_or("?"));
            let report = &mut check.report;
            if report.broken.iter().all(|broken| broken.stream != stream) {
                report.add(Broken {
                    stream,
                    seq: 0,
                    what: Fault::Derived { what: table.what },
                });
            }
        }
    }
    Ok(())
}
