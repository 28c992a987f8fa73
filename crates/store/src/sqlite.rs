//! The SQLite driver: opens the file, binds, runs, maps.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use refinery::Migration;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql, ffi};

use crate::StoreError;
use crate::bus::Bus;
use crate::dialect::{self, Dialect};
use crate::value::{FromRow, Row, Value};
use crate::writer::{BUSY, Writer};

/// Statements kept prepared on each connection.
const PREPARED: usize = 128;

#[derive(Debug)]
pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Vec<Mutex<Connection>>,
    pub writer: Writer,
}

/// What SQLite keeps beside a database, and takes for a part of whatever has that name.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];
/// A database on the way to its place.
pub(crate) const PART: &str = ".part";

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Nothing of another database may lie where one is put.
pub(crate) fn is_free(path: &Path) -> Result<(), StoreError> {
    let left = BESIDE.iter().map(|ending| beside(path, ending));
    match left.into_iter().find(|file| file.exists()) {
        Some(file) => Err(StoreError::Leftover { file }),
        None => Ok(()),
    }
}

/// No database begins where one was lost, or is being put back.
fn may_begin(path: &Path) -> Result<(), StoreError> {
    let part = beside(path, PART);
    let left = match is_free(path) {
        Ok(()) if part.exists() => Err(StoreError::Leftover { file: part }),
        found => found,
    };
    // Asked last: who began it meanwhile had the file before anything beside it.
    if path.exists() { Ok(()) } else { left }
}

/// The migrations that a database has had: how one of this program is told from any other.
pub(crate) fn had(looks: &mut Connection) -> Result<Vec<Migration>, StoreError> {
    let history = looks.query_row(dialect::SQLITE_HISTORY, [], |row| row.get::<_, i64>(0));
    match history {
        Ok(0) => return Err(StoreError::NoDatabase),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            return Err(StoreError::NotADatabase);
        }
        history => history.map(drop).map_err(|error| hide(&error))?,
    }
    let had = Dialect::Sqlite.migrations()?.get_applied_migrations(looks);
    had.map_err(|error| other_version(&error))
}

impl Sqlite {
    pub fn open(path: &Path, bus: Bus) -> Result<Self, StoreError> {
        may_begin(path)?;
        create(path).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "the database file cannot be made");
            StoreError::Io
        })?;
        let mut writer = connect(path, dialect::SQLITE_WRITER)?;
        Dialect::Sqlite
            .migrations()?
            .run(&mut writer)
            .map_err(|error| other_version(&error))?;
        Self::start(path, writer, bus)
    }

    /// Makes no file, and no table in it.
    pub fn open_as_is(path: &Path, bus: Bus) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::NoDatabase);
        }
        // Looks before it writes: what is not ours stays as it is.
        let mut looks = connect(path, "")?;
        Dialect::Sqlite.fits(&had(&mut looks)?)?;
        Self::start(path, connect(path, dialect::SQLITE_WRITER)?, bus)
    }

    fn start(path: &Path, writer: Connection, bus: Bus) -> Result<Self, StoreError> {
        let cores = std::thread::available_parallelism().map_or(4, usize::from);
        let readers = (0..cores.max(2) * 2)
            .map(|_| connect(path, dialect::SQLITE_READER).map(Mutex::new))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            readers,
            writer: Writer::start(writer, bus)?,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs in place, on the task that asks: a short read takes less time than handing it to another thread.
    pub fn rows<T: FromRow>(&self, sql: &str, params: &[Value]) -> Result<Vec<T>, StoreError> {
        rows(&self.reader(), sql, params)
    }

    /// A connection that nobody uses: each thread begins to look at another one.
    fn reader(&self) -> MutexGuard<'_, Connection> {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local!(static FIRST: Cell<usize> = Cell::new(THREADS.fetch_add(1, Ordering::Relaxed)));
        let count = self.readers.len();
        let first = FIRST.get() % count;
        (0..count)
            .find_map(|more| self.readers[(first + more) % count].try_lock().ok())
            // A reader that panicked left nothing half done: it only read.
            .unwrap_or_else(|| self.readers[first].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub(crate) fn rows<T: FromRow>(
    connection: &Connection,
    sql: &str,
    params: &[Value],
) -> Result<Vec<T>, StoreError> {
    let mut prepared = connection.prepare_cached(sql).map_err(|error| hide(&error))?;
    bind(&mut prepared, params).map_err(|error| hide(&error))?;
    let mut rows = prepared.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(|error| hide(&error))? {
        found.push(T::from_row(&Row::Sqlite(row))?);
    }
    Ok(found)
}

pub(crate) fn connect(path: &Path, settings: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        connection.execute_batch(settings)?;
        Ok(connection)
    };
    open().map_err(|error| hide(&error))
}

/// The file and its folder; the file for its owner alone, since it holds what people told the city.
fn create(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::ValueRef;
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(n) => ValueRef::Real(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn bind(prepared: &mut Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    params
        .iter()
        .zip(1..)
        .try_for_each(|(value, at)| prepared.raw_bind_parameter(at, value))
}

/// What failed, without the driver's words.
pub(crate) fn hide(error: &rusqlite::Error) -> StoreError {
    let code = error.sqlite_error_code();
    tracing::error!(?code, "SQLite failed");
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Unavailable
        }
        Some(ErrorCode::DiskFull) => StoreError::Full,
        // The file in which readers and the writer share what they know could not grow.
        _ if error.sqlite_error().map(|error| error.extended_code) == Some(ffi::SQLITE_IOERR_SHMSIZE) => {
            StoreError::Full
        }
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied,
        ) => StoreError::Io,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { what: "something" }
        }
        _ => StoreError::Refused,
    }
}

pub(crate) fn other_version(error: &refinery::Error) -> StoreError {
    use refinery::error::Kind;
    match error.kind() {
        Kind::DivergentVersion(..) | Kind::MissingVersion(_) => StoreError::OtherVersion,
        kind => {
            tracing::error!(migration = %matches!(kind, Kind::Connection(..)), "migrating failed");
            StoreError::Unavailable
        }
    }
}
