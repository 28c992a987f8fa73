//! A copy of the database, and back.
//!
//! Neither opens a database otherwise than to read it: what an older version wrote can be copied before it is migrated.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use crate::dialect::Dialect;
use crate::keys::{Mark, fit};
use crate::sqlite::{BESIDE, PART, beside, connect, had, hide, is_free};
use crate::{Location, Store, StoreError};

fn io(error: &std::io::Error) -> StoreError {
    tracing::error!(kind = ?error.kind(), "a backup failed");
    match error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::FileExists,
        _ => StoreError::Io,
    }
}

/// A file on the way to its name: it stands beside it under one of its own until it is whole and on disk.
struct Part {
    path: PathBuf,
    file: fs::File,
}

impl Part {
    /// Takes over what a process left that was killed.
    fn of(to: &Path) -> Result<Self, StoreError> {
        let path = beside(to, PART);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        // Its owner alone may read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| io(&error))?;
        let under_way = || StoreError::UnderWay { file: path.clone() };
        file.try_lock().map_err(|_| under_way())?;
        // Whoever held it may have ended, and it has its name by now.
        if !is_same(&file, &path) {
            return Err(under_way());
        }
        file.set_len(0).map_err(|error| io(&error))?;
        let part = Self { path, file };
        part.clear();
        Ok(part)
    }

    /// Removes what SQLite kept beside it.
    fn clear(&self) {
        for ending in BESIDE {
            // They may not be there; then there is nothing to clean up.
            let _ = fs::remove_file(beside(&self.path, ending));
        }
    }

    /// Gives it its name, unless something has that by now; returns when that is on disk.
    fn place(self, to: &Path) -> Result<(), StoreError> {
        let place = || {
            self.file.sync_all()?;
            rename_new(&self.path, to)?;
            fs::File::open(folder_of(to))?.sync_all()
        };
        place().map_err(|error| io(&error))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.clear();
        if is_same(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether that is still the file's name.
fn is_same(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |found: fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(file), Ok(path)) => number(file) == number(path),
        _ => false,
    }
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Unlike renaming alone, this puts nothing in the place of a file that someone has made meanwhile.
fn rename_new(from: &Path, to: &Path) -> std::io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems cannot; they have a second name for a file instead.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        renamed => Ok(renamed?),
    }
}

impl Store {
    /// Copies a database into a new file while it is in use. With marks, only if those are of the keys that it is served with.
    /// Nothing has the file's name before it is whole and on disk.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`]; [`StoreError::FileExists`], [`StoreError::Leftover`], [`StoreError::UnderWay`];
    /// [`StoreError::NotADatabase`] when the copy turns out not to be whole; [`StoreError::OtherKey`];
    /// [`StoreError::NotForPostgres`], which has a tool of its own.
    pub async fn backup(location: &Location, to: &Path, marks: Option<&[Mark]>) -> Result<(), StoreError> {
        let Location::Sqlite(from) = location else {
            return Err(StoreError::NotForPostgres { tool: "pg_dump" });
        };
        let (from, to) = (from.clone(), to.to_owned());
        let marks = marks.map(<[Mark]>::to_vec);
        let copy = move || copy(&from, &to, marks.as_deref());
        tokio::task::spawn_blocking(copy)
            .await
            .map_err(|_| StoreError::Unavailable)?
    }

    /// Puts a backup where no database is yet. With marks, only if those are of the keys that it was served with.
    ///
    /// # Errors
    /// [`StoreError::FileExists`] when there is a database, [`StoreError::Leftover`] when there is a part of one;
    /// [`StoreError::NotADatabase`], [`StoreError::NotWhole`] or [`StoreError::OtherVersion`] when the backup is not one that
    /// this program can open; [`StoreError::OtherKey`]; [`StoreError::NotForPostgres`].
    pub async fn restore(location: &Location, from: &Path, marks: Option<&[Mark]>) -> Result<(), StoreError> {
        let Location::Sqlite(to) = location else {
            return Err(StoreError::NotForPostgres { tool: "pg_restore" });
        };
        let (from, to) = (from.to_owned(), to.clone());
        let marks = marks.map(<[Mark]>::to_vec);
        let restore = move || put_back(&from, &to, marks.as_deref());
        tokio::task::spawn_blocking(restore)
            .await
            .map_err(|_| StoreError::Unavailable)?
    }
}

fn copy(from: &Path, to: &Path, marks: Option<&[Mark]>) -> Result<(), StoreError> {
    if !from.exists() {
        return Err(StoreError::NoDatabase);
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(StoreError::FileExists);
    }
    is_free(to)?;
    let mut source = connect(from, "")?;
    had(&mut source)?;
    let part = Part::of(to)?;
    let target = part.path.to_str().ok_or(StoreError::Io)?;
    source
        .execute("VACUUM INTO ?1", [target])
        .map_err(|error| hide(&error))?;
    drop(source);
    check(&part.path, marks, Versions::Any)?;
    is_free(&part.path)?;
    part.place(to)
}

fn put_back(from: &Path, to: &Path, marks: Option<&[Mark]>) -> Result<(), StoreError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(StoreError::FileExists);
    }
    // What is no file has no end, or none that it comes to.
    if !fs::metadata(from).is_ok_and(|found| found.is_file()) {
        return Err(StoreError::Io);
    }
    is_free(to)?;
    for ending in ["-wal", "-journal"] {
        let file = beside(from, ending);
        if fs::metadata(&file).is_ok_and(|unsaved| unsaved.len() > 0) {
            return Err(StoreError::NotWhole { file });
        }
    }
    fs::create_dir_all(folder_of(to)).map_err(|error| io(&error))?;
    let mut part = Part::of(to)?;
    let mut backup = fs::File::open(from).map_err(|error| io(&error))?;
    std::io::copy(&mut backup, &mut part.file).map_err(|error| io(&error))?;
    part.file.sync_all().map_err(|error| io(&error))?;
    check(&part.path, marks, Versions::UpToThis)?;
    is_free(&part.path)?;
    part.place(to)
}

#[derive(Clone, Copy, PartialEq)]
enum Versions {
    Any,
    UpToThis,
}

/// Whether a file is a whole database of this program, and those are its keys.
fn check(path: &Path, marks: Option<&[Mark]>, versions: Versions) -> Result<(), StoreError> {
    let whole = || {
        let mut connection = connect(path, "")?;
        let had = had(&mut connection)?;
        let says: String = connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|error| hide(&error))?;
        if had.is_empty() || says != "ok" {
            return Err(StoreError::NotADatabase);
        }
        if versions == Versions::UpToThis {
            Dialect::Sqlite.knows(&had)?;
        }
        marks.map_or(Ok(()), |marks| fit(&connection, marks))
    };
    whole().map_err(|error| match error {
        StoreError::NoDatabase | StoreError::Corrupt { .. } | StoreError::Refused => StoreError::NotADatabase,
        error => error,
    })
}
