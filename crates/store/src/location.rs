//! Where a database is.

use std::fmt;
use std::path::PathBuf;

use crate::StoreError;

/// Where a database is: a file (SQLite) or a server (PostgreSQL).
///
/// ```
/// use store::Location;
/// assert_eq!(Location::parse("sqlite:data/city.db"), Location::parse("data/city.db"));
/// assert!(Location::parse("mysql://localhost").is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, a path, or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::NotALocation`].
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = match text.strip_prefix("sqlite:") {
            Some(path) => path.strip_prefix("//").unwrap_or(path),
            None if text.contains("://") => return Err(StoreError::NotALocation),
            None => text,
        };
        if path.is_empty() || path.contains('\0') || path == ":memory:" {
            return Err(StoreError::NotALocation);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// Whether what is said to the database may be overheard or answered by others: it is on another machine, and its
    /// address does not ask for TLS.
    ///
    /// # Errors
    /// [`StoreError::NotALocation`] when the address of a server cannot be read.
    pub fn is_exposed(&self) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(_) => Ok(false),
            Self::Postgres(url) => crate::postgres::exposed(url),
        }
    }
}

/// Without the password that the address of a server may hold.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}
