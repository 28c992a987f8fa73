//! A unit of work as data: what is written together, and what must hold for it to be written at all.

use crate::StoreError;
use crate::bus::Changed;
use crate::value::Value;

/// A unit of work. All of it is written or none.
///
/// It is data so that one thread can write many in one transaction (SQLite), a driver can send all of it at once
/// (PostgreSQL), and either can run it again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Commit {
    pub statements: Vec<Statement>,
    /// Announced once it is on disk.
    pub changed: Vec<Changed>,
    /// It removes words that must leave the files, too.
    pub purge: bool,
}

/// One row change.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub sql: &'static str,
    pub params: Vec<Value>,
    /// It must touch exactly one row; if not, this is why the whole unit is not written.
    pub otherwise: Option<Clash>,
}

/// What another unit of work did first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clash {
    /// The stream is not at the version this one builds on.
    Version,
    /// There is such a stream already.
    StreamTaken,
    /// The idempotency key was used.
    KeyUsed,
    /// What must be unique is another record's.
    Taken,
}

/// Why a unit of work was not written; with [`StoreError::Unknown`], why nobody can tell. That one is not tried again: it
/// might be written twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CommitError {
    Clash(Clash),
    Store(StoreError),
}

impl From<StoreError> for CommitError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// For those to whom any clash is a conflict.
impl From<CommitError> for StoreError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Clash(_) => Self::Conflict,
            CommitError::Store(error) => error,
        }
    }
}

impl Commit {
    /// Also runs that statement.
    pub fn run(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.statements.push(Statement {
            sql,
            params: params.into(),
            otherwise: None,
        });
    }

    /// What it was decided on has changed since: it is not written, and decided anew.
    pub fn overtaken(&mut self) {
        self.must(
            "UPDATE contacts SET version = version WHERE 1 = 0",
            [],
            Clash::Version,
        );
    }

    /// Also runs that statement, which must touch exactly one row.
    pub fn must(&mut self, sql: &'static str, params: impl Into<Vec<Value>>, otherwise: Clash) {
        self.statements.push(Statement {
            sql,
            params: params.into(),
            otherwise: Some(otherwise),
        });
    }
}
