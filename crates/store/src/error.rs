//! What can go wrong in the store, without a driver's words: those may hold values of rows.

use std::path::PathBuf;

/// The store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or is busy for longer than is waited for.
    #[error("the database cannot be reached")]
    Unavailable,
    /// It was handed to the database to be saved, and no answer came: it may be there, or come yet, or not.
    #[error("it is not known whether it was saved: the database's answer was lost")]
    Unknown,
    /// Something stored cannot be read. `harborline verify` says where.
    #[error("{what} in the database cannot be read; run verify")]
    Corrupt { what: &'static str },
    /// Someone else was faster, again and again.
    #[error("someone else changed it at the same time")]
    Conflict,
    /// The disk has no room for it. Nothing was saved.
    #[error("the database's disk is full")]
    Full,
    /// The disk or the file system failed.
    #[error("the database's files cannot be read or written")]
    Io,
    /// There is no database of this program where one was to be opened as it is.
    #[error(
        "there is no database there; is the address right? `harborline migrate` begins one in a SQLite file or an empty PostgreSQL database"
    )]
    NoDatabase,
    /// The database was to be opened as it is, and has the tables of an older version.
    #[error("the database has the tables of an older version; `harborline migrate` brings it up to date")]
    OlderVersion,
    /// The database belongs to a newer version, or its migrations differ from these.
    #[error("the database was made by another version of this program")]
    OtherVersion,
    /// The address of a database is not one.
    #[error("not a database: write sqlite:PATH, a path, or postgres://…")]
    NotALocation,
    /// A file that should hold certificates does not.
    #[error("{} cannot be read, or holds no certificates", file.display())]
    NoAuthority { file: PathBuf },
    /// The server speaks no TLS, and is on another machine.
    #[error(
        "the database's server speaks no TLS, so that others can listen; where the line to it is private, say sslmode=disable in its address"
    )]
    NoTls,
    /// The server has no certificate that is trusted, and of its name.
    #[error(
        "the certificate of the database's server is not trusted, or not of that name; sslrootcert=FILE in its address says whose are"
    )]
    NotTrusted,
    /// A file is there already, and is not overwritten.
    #[error("there is a file of that name already, which is not overwritten; move it away first")]
    FileExists,
    /// A part of a database that is gone lies where another is to be put: SQLite would take the two for one.
    #[error("{} is left of a database or a copy that is not there any more; move it away and try again", file.display())]
    Leftover { file: PathBuf },
    /// A copy is being written there by another process.
    #[error("{} is being written by another process", file.display())]
    UnderWay { file: PathBuf },
    /// A key that is kept outside of the database is not the one that it is served with.
    #[error("the database is served with another `{key}` than this one")]
    OtherKey { key: String },
    /// What is to be put back is not a backup but a database, whose last changes stand in a file beside it.
    #[error("{} holds changes that are not in the file beside it; put back what `harborline backup` wrote", file.display())]
    NotWhole { file: PathBuf },
    /// A file is not a whole database of this program.
    #[error("the file is not a whole database of this program")]
    NotADatabase,
    /// Asked of an engine that has tools of its own for it.
    #[error("not for PostgreSQL: use {tool}")]
    NotForPostgres { tool: &'static str },
    /// A statement and the database do not fit: a mistake in this program.
    #[error("the database refused a statement")]
    Refused,
}
