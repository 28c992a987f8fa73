//! Everything in which the two engines differ. If a second place knows which engine it talks to, it belongs here.

use refinery::{Migration, Runner};

use crate::StoreError;

/// The migrations, in the order of their numbers: all that stand in `migrations/`, each written once. `{key}` is a text that sorts by its bytes, `{blob}` a string of bytes, and `{narrow}`
/// says of a table that its rows are little more than their key.
///
/// One is only ever added, never changed. It first expands; what it replaces goes in a later one.
const MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// SQLite compares texts by their bytes; PostgreSQL must be told to, or cursors would page otherwise there.
    pub fn types(self, sql: &str) -> String {
        let (key, blob, narrow) = match self {
            Self::Sqlite => ("TEXT", "BLOB", " WITHOUT ROWID"),
            Self::Postgres => ("TEXT COLLATE \"C\"", "BYTEA", ""),
        };
        sql.replace("{key}", key)
            .replace("{blob}", blob)
            .replace("{narrow}", narrow)
    }

    pub fn migrations(self) -> Result<Runner, StoreError> {
        let migrations: Result<Vec<_>, _> = MIGRATIONS
            .iter()
            .map(|(name, sql)| Migration::unapplied(name, &self.types(sql)))
            .collect();
        Ok(Runner::new(&migrations.map_err(|_| StoreError::Refused)?))
    }

    /// Whether a database that has had those migrations is one of this version, or of one before it.
    pub fn knows(self, had: &[Migration]) -> Result<(), StoreError> {
        let runner = self.migrations()?;
        let ours = runner.get_migrations();
        let knows = had.iter().all(|migration| ours.contains(migration));
        if knows {
            Ok(())
        } else {
            Err(StoreError::OtherVersion)
        }
    }

    /// Whether a database that has had those migrations is one of this version.
    pub fn fits(self, had: &[Migration]) -> Result<(), StoreError> {
        self.knows(had)?;
        if had.len() < self.migrations()?.get_migrations().len() {
            return Err(StoreError::OlderVersion);
        }
        Ok(())
    }
}

/// How many tables there are that say which migrations a database has had: none where it is not this program's.
pub(crate) const SQLITE_HISTORY: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE name = 'refinery_schema_history'";
pub(crate) const POSTGRES_HISTORY: &str = "SELECT COUNT(to_regclass('refinery_schema_history'))";

/// For each connection that writes.
///
/// `FULL`: a commit that was answered is on disk. `secure_delete`: erased words leave the file, too.
pub(crate) const SQLITE_WRITER: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 134217728;
";

/// For each connection that reads.
pub(crate) const SQLITE_READER: &str = "
    PRAGMA query_only = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
";

/// After an erasure: moves everything into the file and empties the log, which still holds the words.
pub(crate) const SQLITE_PURGE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// After an erasure: frees the rows that nobody can see any more, and takes anew the samples of values that the planner keeps. What
/// another node frees already is left to it.
pub(crate) const POSTGRES_SWEEP: &str = "VACUUM (SKIP_LOCKED, ANALYZE)";

/// Begins to read what is there at one moment.
pub(crate) const SQLITE_SNAPSHOT: &str = "BEGIN";
pub(crate) const POSTGRES_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(crate) const POSTGRES_SESSION: &str = "SET synchronous_commit TO on; SET statement_timeout TO '20s'; \
     SET idle_in_transaction_session_timeout TO '60s'";
/// For one that reads everything.
pub(crate) const POSTGRES_LONG: &str = "SET statement_timeout TO '10min'";

/// So that two nodes that start at once do not migrate at once. The numbers are ours alone.
pub(crate) const POSTGRES_MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(4919, 2021)";
pub(crate) const POSTGRES_MIGRATION_UNLOCK: &str = "SELECT pg_advisory_unlock(4919, 2021)";

pub(crate) const POSTGRES_CHANNEL: &str = "harborline";
pub(crate) const POSTGRES_LISTEN: &str = "LISTEN harborline";
pub(crate) const POSTGRES_NOTIFY: &str = "SELECT pg_notify(?1, ?2)";

/// Statements are written with `?1`; PostgreSQL wants `$1`. No statement has a question mark otherwise.
pub(crate) fn postgres_placeholders(sql: &str) -> String {
    sql.replace('?', "$")
}
