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

/// What SQLite keeps beside a database, and takes for a part of whatever has that name.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Nothing of another database may lie where one is put.
fn is_free(path: &Path) -> Result<(), StoreError> {
    let left = BESIDE.iter().map(|ending| beside(path, ending));
    match left.into_iter().find(|file| file.exists()) {
        Some(file) => Err(StoreError::Leftover { file }),
        None => Ok(()),
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
    /// [`StoreError::FileExists`], [`StoreError::Leftover`]; [`StoreError::NotForPostgres`], which has a tool of its own.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let Driver::Sqlite(sqlite) = &self.0.driver else {
            return Err(StoreError::NotForPostgres { tool: "pg_dump" });
        };
        let (from, to) = (sqlite.path().to_owned(), to.to_owned());
        let copy = move || {
            is_free(&to)?;
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
    /// [`StoreError::FileExists`] when there is a database, [`StoreError::Leftover`] when there is a part of one;
    /// [`StoreError::NotADatabase`] or [`StoreError::NotWhole`] when the backup is not whole;
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
    is_free(to)?;
    let unsaved = beside(from, "-wal");
    if fs::metadata(&unsaved).is_ok_and(|wal| wal.len() > 0) {
        return Err(StoreError::NotWhole { file: unsaved });
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    // Beside its place first, so that what is there is never half a database.
    let part = beside(to, ".part");
    if part.exists() {
        return Err(StoreError::Leftover { file: part });
    }
    is_free(&part)?;
    let put = || {
        let mut copy = new_file(&part)?;
        let mut backup = fs::File::open(from).map_err(|error| io(&error))?;
        std::io::copy(&mut backup, &mut copy).map_err(|error| io(&error))?;
        copy.sync_all().map_err(|error| io(&error))?;
        check(&part)?;
        is_free(&part)?;
        // Unlike renaming, this puts nothing in the place of a database that someone has made meanwhile.
        fs::hard_link(&part, to).map_err(|error| io(&error))
    };
    let done = put();
    // They may not be there; then there is nothing to clean up.
    let _ = fs::remove_file(&part);
    for ending in BESIDE {
        let _ = fs::remove_file(beside(&part, ending));
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
