//! A copy of the database, and back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sqlite::{connect, hide};
use crate::{Driver, Location, Store, StoreError};

fn io(error: &std::io::Error) -> StoreError {
    tracing::error!(kind = ?error.kind(), "a backup failed");
    match error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::FileExists,
        _ => StoreError::Io,
    }
}

/// A new file that only its owner may read.
fn new_file(path: &Path) -> Result<fs::File, StoreError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| io(&error))
}

impl Store {
    /// Copies the database into a new file while it is in use.
    ///
    /// # Errors
    /// [`StoreError::FileExists`]; [`StoreError::NotForPostgres`], which has a tool of its own.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let Driver::Sqlite(sqlite) = &self.0.driver else {
            return Err(StoreError::NotForPostgres { tool: "pg_dump" });
        };
        let (from, to) = (sqlite.path().to_owned(), to.to_owned());
        let copy = move || {
            let file = new_file(&to)?;
            let target = to.to_str().ok_or(StoreError::Io)?;
            let connection = connect(&from, "")?;
            connection
                .execute("VACUUM INTO ?1", [target])
                .map_err(|error| hide(&error))?;
            file.sync_all().map_err(|error| io(&error))
        };
        tokio::task::spawn_blocking(copy)
            .await
            .map_err(|_| StoreError::Unavailable)?
    }

    /// Puts a backup where no database is yet.
    ///
    /// # Errors
    /// [`StoreError::FileExists`] when there is a database; [`StoreError::NotADatabase`] when the backup is not whole;
    /// [`StoreError::NotForPostgres`].
    pub async fn restore(location: &Location, from: &Path) -> Result<(), StoreError> {
        let Location::Sqlite(to) = location else {
            return Err(StoreError::NotForPostgres { tool: "pg_restore" });
        };
        let (from, to) = (from.to_owned(), to.clone());
        let restore = move || put_back(&from, &to);
        tokio::task::spawn_blocking(restore)
            .await
            .map_err(|_| StoreError::Unavailable)?
    }
}

fn put_back(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::FileExists);
    }
    if !from.exists() {
        return Err(StoreError::Io);
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    // Beside its place first, so that what is there is never half a database.
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let put = || {
        let mut copy = new_file(&part)?;
        let mut backup = fs::File::open(from).map_err(|error| io(&error))?;
        std::io::copy(&mut backup, &mut copy).map_err(|error| io(&error))?;
        copy.sync_all().map_err(|error| io(&error))?;
        check(&part)?;
        fs::rename(&part, to).map_err(|error| io(&error))
    };
    let done = put();
    if done.is_err() {
        // It may not be there; then there is nothing to clean up.
        let _ = fs::remove_file(&part);
    }
    done
}

/// Whether a file is a whole database of this program.
fn check(path: &Path) -> Result<(), StoreError> {
    let whole = || {
        let connection = connect(path, "")?;
        let ask = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
        let whole = ask("PRAGMA integrity_check").map_err(|error| hide(&error))?;
        ask("SELECT name FROM sqlite_master WHERE name = 'events'").map_err(|error| hide(&error))?;
        Ok::<_, StoreError>(whole == "ok")
    };
    match whole() {
        Ok(true) => Ok(()),
        _ => Err(StoreError::NotADatabase),
    }
}
