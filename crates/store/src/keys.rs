//! Which keys a database is served with. They are kept outside of it; here is only a mark of each, by which the right one is
//! known from any other, and nothing more.

use rusqlite::Connection;

use crate::commit::{Commit, CommitError};
use crate::sqlite::hide;
use crate::value::params;
use crate::{Store, StoreError};

/// A key's name, and what tells it from others: a keyed hash of nothing, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub key: String,
    pub mark: String,
}

const SETTING: &str = "key/";

/// Whether the keys that a database is served with are among those.
pub(crate) fn fit(database: &Connection, marks: &[Mark]) -> Result<(), StoreError> {
    let read = || {
        let mut rows = database.prepare("SELECT name, value FROM settings WHERE name LIKE 'key/%'")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<Vec<(String, String)>, _>>()
    };
    for (name, value) in read().map_err(|error| hide(&error))? {
        let key = name.strip_prefix(SETTING).unwrap_or_default();
        if !marks.iter().any(|mark| mark.key == key && mark.mark == value) {
            return Err(StoreError::OtherKey { key: key.to_owned() });
        }
    }
    Ok(())
}

impl Store {
    /// The mark of the key of that name that this database is served with, if it is known.
    ///
    /// # Errors
    /// As reading has.
    pub async fn mark_of(&self, key: &str) -> Result<Option<Mark>, StoreError> {
        let read = self.read().await?;
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let row: Option<(String,)> = read.first(sql, &params![format!("{SETTING}{key}")]).await?;
        Ok(row.map(|(mark,)| Mark {
            key: key.to_owned(),
            mark,
        }))
    }

    /// Says that the database is served with that key from now on, unless it is served with another of that name.
    ///
    /// # Errors
    /// [`StoreError::OtherKey`]; otherwise as writing has.
    pub async fn serve_with(&self, mark: &Mark) -> Result<(), StoreError> {
        // Asked first, so that a start writes nothing once it is known.
        if self.mark_of(&mark.key).await?.is_none() {
            let mut commit = Commit::default();
            commit.run(
                "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                params![format!("{SETTING}{}", mark.key), mark.mark.as_str()],
            );
            self.commit(commit).await.map_err(|error| match error {
                CommitError::Store(error) => error,
                CommitError::Clash(_) => StoreError::Conflict,
            })?;
        }
        match self.mark_of(&mark.key).await? {
            Some(known) if known == *mark => Ok(()),
            _ => Err(StoreError::OtherKey {
                key: mark.key.clone(),
            }),
        }
    }
}
