//! The only room that knows SQL: keeps cases, their journal, people and sessions, on SQLite or PostgreSQL.
//!
//! Two engines, one code path. [`Store`] is concrete; a driver (`sqlite`, `postgres`) only binds, runs and maps, and
//! what really differs stands in `dialect`. A change is a [`commit::Commit`]: a unit of work as data, written whole or
//! not at all, and answered only after it is on disk. A record is its journal; its rows are what folding gives, written in
//! the same transaction, and [`Store::verify`] proves it. What is done with records of any noun is written once, in
//! `records`, `verify` and `lists`; a noun says in `kept::Kept` what its tables are and who sees which rows.
//!
//! It must not decide anything: rules live in `domain`. It must not let a driver's error or a row's words out: callers
//! see [`StoreError`]. It does not ask for the time, and takes randomness from whoever opens it.
//!
//! To add a noun: a migration in `migrations/` (portable SQL; add, never change), a folder of that noun with its tables,
//! and its line in [`kinds::KINDS`]. If two engines seem to need two statements, look for a third that serves both;
//! `dialect` is the last resort.

mod backup;
mod bus;
pub mod cases;
mod commands;
mod commit;
pub mod contacts;
mod dialect;
mod erasing;
mod error;
pub mod interpretation;
mod journal;
mod kept;
mod keys;
mod kinds;
mod latest;
pub mod legal;
mod lists;
mod location;
mod memory;
pub mod notices;
mod once;
pub mod partners;
pub mod people;
mod postgres;
mod read;
mod records;
mod results;
pub mod security;
mod sqlite;
mod streams;
mod tasks;
#[cfg(test)]
mod tests;
pub mod training;
mod translations;
mod tries;
mod value;
mod verify;
mod wall;
mod writer;

use std::fmt;
use std::sync::{Arc, Mutex};

pub use bus::{Bus, Changed, Heard, Subscription};
pub use commands::CommandError;
pub use error::StoreError;
pub use journal::Happened;
pub use kept::Noun;
pub use keys::Mark;
pub use latest::{Done, Latest};
pub use lists::Page;
pub use location::Location;
pub use memory::Remembered;
pub use once::IdempotencyKey;
pub use records::{OpenError, Opened, Receipt};
pub use results::Counted;
pub use tasks::{Reminder, Task};
pub use translations::Want;
pub use verify::{Broken, Fault, Progress, Report};
pub use wall::{Period, Wall};

use domain::receipts::Reference;

use commit::{Commit, CommitError};
use postgres::Postgres;
use read::Reader;
use sqlite::Sqlite;
use tries::Turns;

/// Fills bytes with randomness. Given by whoever opens the store, so that tests and the demo are deterministic.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The city's memory. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    driver: Driver,
    bus: Bus,
    random: Random,
    kinds: &'static [&'static dyn kinds::Kind],
    turns: Turns,
}

enum Driver {
    Sqlite(Arc<Sqlite>),
    Postgres(Postgres),
}

/// What opening does to the tables.
#[derive(Debug, Clone, Copy)]
enum Tables {
    Migrated,
    AsTheyAre,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.driver {
            Driver::Sqlite(_) => "Store(SQLite)",
            Driver::Postgres(_) => "Store(PostgreSQL)",
        })
    }
}

impl Store {
    /// Opens a database, makes it when it is not there, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreError::OtherVersion`] when a newer version has used it; [`StoreError::Unavailable`] or
    /// [`StoreError::Io`] when it cannot be reached.
    pub async fn open(location: &Location, random: Random) -> Result<Self, StoreError> {
        Self::open_with(location, random, Tables::Migrated).await
    }

    /// Opens a database that is there, as it is: for those who came to look, and must not change what they look at.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] when there is none, or none of this program; [`StoreError::OlderVersion`] when it waits
    /// for its migration; otherwise as [`Store::open`].
    pub async fn open_as_is(location: &Location, random: Random) -> Result<Self, StoreError> {
        Self::open_with(location, random, Tables::AsTheyAre).await
    }

    async fn open_with(location: &Location, random: Random, tables: Tables) -> Result<Self, StoreError> {
        let bus = Bus::new();
        let driver = match location {
            Location::Sqlite(path) => {
                let (path, bus) = (path.clone(), bus.clone());
                let open = tokio::task::spawn_blocking(move || match tables {
                    Tables::Migrated => Sqlite::open(&path, bus),
                    Tables::AsTheyAre => Sqlite::open_as_is(&path, bus),
                });
                Driver::Sqlite(Arc::new(open.await.map_err(|_| StoreError::Unavailable)??))
            }
            Location::Postgres(url) => Driver::Postgres(Postgres::open(url, tables, bus.clone()).await?),
        };
        Ok(Self(Arc::new(Inner {
            driver,
            bus,
            random,
            kinds: kinds::KINDS,
            turns: Turns::new(),
        })))
    }

    /// Where changes are announced.
    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// As reading has.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let read = self.read().await?;
        read.first::<(i64,)>("SELECT COUNT(*) FROM settings", &[])
            .await
            .map(drop)
    }

    /// Whether anyone holds a receipt: then the secret it was made with must not change.
    ///
    /// # Errors
    /// As reading has.
    pub async fn holds_receipts(&self) -> Result<bool, StoreError> {
        let read = self.read().await?;
        let one: Option<(Reference,)> = read.first("SELECT reference FROM cases LIMIT 1", &[]).await?;
        Ok(one.is_some())
    }

    pub(crate) async fn read(&self) -> Result<Reader, StoreError> {
        Ok(match &self.0.driver {
            Driver::Sqlite(sqlite) => Reader::Sqlite(Arc::clone(sqlite)),
            Driver::Postgres(postgres) => Reader::Postgres(Box::new(postgres.client().await?)),
        })
    }

    /// A connection that reads what is there at one moment.
    pub(crate) async fn snapshot(&self) -> Result<Reader, StoreError> {
        let reader = match &self.0.driver {
            Driver::Sqlite(sqlite) => {
                let connection = sqlite::connect(sqlite.path(), dialect::SQLITE_READER)?;
                Reader::SqliteSnapshot(Mutex::new(connection))
            }
            Driver::Postgres(postgres) => {
                // Nobody gets it afterwards, and finds a transaction left open in it.
                Reader::PostgresSnapshot(Box::new(postgres.client_for_long().await?))
            }
        };
        reader.renew().await?;
        Ok(reader)
    }

    /// Returns when it is on disk, or is not written at all, or, as [`StoreError::Unknown`] says, when no one can tell.
    pub(crate) async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        match &self.0.driver {
            Driver::Sqlite(sqlite) => sqlite.writer.commit(commit).await,
            // Boxed, or whoever writes to SQLite would carry the room for it, too.
            Driver::Postgres(postgres) => Box::pin(postgres.commit(commit)).await,
        }
    }

    pub(crate) fn kinds(&self) -> &'static [&'static dyn kinds::Kind] {
        self.0.kinds
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0.random)(&mut bytes);
        bytes
    }
}
