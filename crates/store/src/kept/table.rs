//! The tables of a noun: each names its columns once, and every statement on it is made from that.

use std::sync::OnceLock;

use domain::city::City;
use domain::journaled::Journaled;

use crate::commit::{Clash, Commit};
use crate::kept::Kept;
use crate::value::Value;

/// A record with what its rows are made of besides.
#[derive(Debug)]
pub(crate) struct Folded<'a, N> {
    pub record: &'a N,
    /// What the row keeps that its events do not say.
    pub seal: &'a Value,
    /// All of it as JSON; empty where no table holds that.
    pub json: &'a str,
    pub city: &'a City,
}

/// The rows of one record in one table.
pub(crate) type Rows = Vec<Vec<Value>>;

/// A table whose rows follow from the records of a noun.
pub(crate) struct Table<N: Journaled> {
    pub name: &'static str,
    /// What `verify` says when its rows are not what the events make of them.
    pub what: &'static str,
    /// The key of the record is one of them, by the same name in all tables of a noun.
    pub columns: &'static [&'static str],
    /// The columns by which the rows of a record are found; those besides its key stand in the main row, too.
    pub found_by: &'static [&'static str],
    /// What tells the rows of one record apart, and their order; none when there is just one.
    pub sorted_by: &'static [&'static str],
    /// Its rows follow from the city pack, too.
    pub of_city: bool,
    /// The rows of a record, in their order.
    pub rows: fn(&Folded<'_, N>) -> Rows,
    pub statements: Statements,
}

/// The statements on a table, made when the first is needed.
#[derive(Debug, Default)]
pub(crate) struct Statements(OnceLock<Made>);

impl Statements {
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

/// The statements that read single records, on a main table. `?1` is the key.
#[derive(Debug)]
pub(crate) struct One {
    /// `?2` is the name of its stream.
    pub load: &'static str,
    pub all: &'static str,
    /// After it come the unit of who asks and their number, whichever of them [`Kept::OWN`] names.
    pub own: &'static str,
    /// The seal before the record.
    pub by_receipt: &'static str,
    pub seal: &'static str,
    /// Touches the row when it is at version `?2`.
    pub hold: &'static str,
}

#[derive(Debug)]
struct Made {
    one: One,
    insert: &'static str,
    update: &'static str,
    delete: &'static str,
    /// Finds the rows of a record whatever they are, by its main row.
    delete_all: &'static str,
}

fn places(columns: &[&str]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
    places.join(", ")
}

/// There is a fixed number of tables, each with its few statements, for as long as the program runs.
fn kept(sql: String) -> &'static str {
    Box::leak(sql.into_boxed_str())
}

impl<N: Kept> Table<N> {
    fn made(&self) -> &Made {
        self.statements.0.get_or_init(|| {
            let (name, columns) = (self.name, self.columns);
            let listed = columns.join(", ");
            let set: Vec<String> = columns
                .iter()
                .zip(1..)
                .filter(|(column, _)| !self.found_by.contains(column))
                .map(|(column, at)| format!("{column} = ?{at}"))
                .collect();
            let found = |place: &dyn Fn(usize, &str) -> String| {
                let conditions = self.found_by.iter().enumerate();
                let conditions: Vec<String> = conditions
                    .map(|(at, column)| format!("{column} = {}", place(at, column)))
                    .collect();
                conditions.join(" AND ")
            };
            let by_column = found(&|_, column| format!("?{}", self.at(column) + 1));
            let by_place = found(&|at, _| format!("?{}", at + 1));
            let (main, key) = (N::main().name, N::KEY);
            let by_main = found(&|_, column| {
                if column == key {
                    "?1".to_owned()
                } else {
                    format!("(SELECT {column} FROM {main} WHERE {key} = ?1)")
                }
            });
            let folded = if N::HAS_FOLDED { "r.folded" } else { "NULL" };
            let seal = N::SEAL.map_or("NULL".to_owned(), |seal| format!("r.{seal}"));
            let staff = if N::OWN.contains("{unit}") { "?3" } else { "?2" };
            let own = N::OWN.replace("{unit}", "?2").replace("{staff}", staff);
            Made {
                one: One {
                    load: kept(format!(
                        "SELECT {folded}, {seal}, e.seq, e.hash FROM {name} r \
                         JOIN events e ON e.stream = ?2 AND e.seq = r.version WHERE r.{key} = ?1"
                    )),
                    all: kept(format!("SELECT {folded} FROM {name} r WHERE r.{key} = ?1")),
                    own: kept(format!(
                        "SELECT {folded} FROM {name} r WHERE r.{key} = ?1 AND ({own})"
                    )),
                    seal: kept(format!("SELECT {seal} FROM {name} r WHERE r.{key} = ?1")),
                    hold: kept(format!(
                        "UPDATE {name} SET version = version WHERE {key} = ?1 AND version = ?2"
                    )),
                    by_receipt: kept(format!(
                        "SELECT {seal}, {folded} FROM {name} r WHERE r.{key} = ?1"
                    )),
                },
                insert: kept(format!(
                    "INSERT INTO {name} ({listed}) VALUES ({}) ON CONFLICT DO NOTHING",
                    places(columns)
                )),
                update: kept(format!("UPDATE {name} SET {} WHERE {by_column}", set.join(", "))),
                delete: kept(format!("DELETE FROM {name} WHERE {by_place}")),
                delete_all: kept(format!("DELETE FROM {name} WHERE {by_main}")),
            }
        })
    }

    pub fn one(&self) -> &One {
        &self.made().one
    }

    /// The place of a column.
    pub fn at(&self, column: &str) -> usize {
        let at = self.columns.iter().position(|named| *named == column);
        at.expect("a table's columns hold those it is found by")
    }

    /// Writes the rows of a new record.
    pub fn insert(&self, rows: Rows, commit: &mut Commit) {
        for row in rows {
            commit.must(self.made().insert, row, Clash::Taken);
        }
    }

    /// Writes what differs from the rows before. The main row always does: its version counts on.
    pub fn update(&self, before: &Rows, after: Rows, commit: &mut Commit) {
        if *before == after {
            return;
        }
        let found = |row: &[Value]| -> Vec<Value> {
            self.found_by
                .iter()
                .map(|column| row[self.at(column)].clone())
                .collect()
        };
        if let ([was], [is]) = (before.as_slice(), after.as_slice())
            && self.sorted_by.is_empty()
            && found(was) == found(is)
        {
            commit.must(self.made().update, is.clone(), Clash::Version);
            return;
        }
        if let Some(first) = before.first() {
            commit.run(self.made().delete, found(first));
        }
        self.insert(after, commit);
    }

    /// Removes the rows of a record, whatever they are. The main row goes last: the others are found by it.
    pub fn delete_all(&self, key: Value, commit: &mut Commit) {
        commit.run(self.made().delete_all, [key]);
    }

    /// It is read beside the main table: by its key alone its rows are not found.
    pub fn is_joined(&self) -> bool {
        self.found_by.len() > 1
    }
}
