//! What is bound to a statement and what comes back, alike for both engines.

use std::borrow::Cow;
use std::fmt;

use domain::receipts::Reference;
use jiff::Timestamp;

use crate::StoreError;

/// A value of a row or of a parameter. Its `Debug` hides what it holds: rows hold people's words.
#[derive(Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'static, str>),
    Blob(Vec<u8>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int(…)",
            Self::Real(_) => "Real(…)",
            Self::Text(_) => "Text(…)",
            Self::Blob(_) => "Blob(…)",
        })
    }
}

/// PostgreSQL keeps no NUL character in a text, so neither engine is given one.
fn without_nul(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Int(i64::from(b))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(without_nul(text)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

/// Microseconds since the epoch.
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl From<Reference> for Value {
    fn from(reference: Reference) -> Self {
        Self::Text(Cow::Owned(reference.to_string()))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement, in the order of `?1`, `?2`, ….
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::value::Value::from($value)),*] };
}
pub(crate) use params;

/// A statement: fixed ones are kept prepared, assembled ones only where that costs nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sql<'a> {
    Fixed(&'a str),
    Assembled(&'a str),
}

impl Sql<'_> {
    pub fn text(&self) -> &str {
        match self {
            Self::Fixed(text) | Self::Assembled(text) => text,
        }
    }
}

impl From<&'static str> for Sql<'static> {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

impl<'a> From<&'a String> for Sql<'a> {
    fn from(text: &'a String) -> Self {
        Self::Assembled(text)
    }
}

/// A row as the driver has it.
#[derive(Clone, Copy)]
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    pub fn get<T: Column>(&self, at: usize) -> Result<T, StoreError> {
        T::column(self, at)
    }
}

fn unreadable() -> StoreError {
    StoreError::Corrupt { what: "a column" }
}

/// What a column is read as.
pub(crate) trait Column: Sized {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError>;
}

macro_rules! column {
    ($($type:ty),+) => {$(
        impl Column for $type {
            fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => row.get(at).map_err(|_| unreadable()),
                    Row::Postgres(row) => row.try_get(at).map_err(|_| unreadable()),
                }
            }
        }
        impl Column for Option<$type> {
            fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
                match row {
                    Row::Sqlite(row) => row.get(at).map_err(|_| unreadable()),
                    Row::Postgres(row) => row.try_get(at).map_err(|_| unreadable()),
                }
            }
        }
    )+};
}
column!(i64, String, Vec<u8>);

impl Column for bool {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        Ok(i64::column(row, at)? != 0)
    }
}

impl Column for u64 {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        Self::try_from(i64::column(row, at)?).map_err(|_| unreadable())
    }
}

impl Column for Timestamp {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        Self::from_microsecond(i64::column(row, at)?).map_err(|_| unreadable())
    }
}

impl Column for Option<Timestamp> {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        let at = Option::<i64>::column(row, at)?.map(Timestamp::from_microsecond);
        at.transpose().map_err(|_| unreadable())
    }
}

impl Column for Reference {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        Self::parse(&String::column(row, at)?).map_err(|_| unreadable())
    }
}

impl<const N: usize> Column for [u8; N] {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        Self::try_from(Vec::column(row, at)?).map_err(|_| unreadable())
    }
}

/// Whatever is there, also what should not be: `verify` reads rows that someone may have spoilt.
impl Column for Value {
    fn column(row: &Row<'_>, at: usize) -> Result<Self, StoreError> {
        match row {
            Row::Sqlite(row) => {
                use rusqlite::types::ValueRef;
                Ok(match row.get_ref(at).map_err(|_| unreadable())? {
                    ValueRef::Null => Self::Null,
                    ValueRef::Integer(n) => Self::Int(n),
                    ValueRef::Real(n) => Self::Real(n),
                    ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                        Ok(text) => Self::Text(Cow::Owned(text.to_owned())),
                        Err(_) => Self::Blob(bytes.to_vec()),
                    },
                    ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
                })
            }
            Row::Postgres(row) => {
                use tokio_postgres::types::Type;
                let of = row.columns().get(at).ok_or_else(unreadable)?.type_();
                let value = if *of == Type::INT8 {
                    row.try_get::<_, Option<i64>>(at).map(Self::from)
                } else if *of == Type::BYTEA {
                    row.try_get::<_, Option<Vec<u8>>>(at).map(Self::from)
                } else if *of == Type::FLOAT8 {
                    row.try_get::<_, Option<f64>>(at)
                        .map(|n| n.map_or(Self::Null, Self::Real))
                } else {
                    row.try_get::<_, Option<String>>(at).map(Self::from)
                };
                value.map_err(|_| unreadable())
            }
        }
    }
}

/// What a row is read as.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

macro_rules! from_row {
    ($($name:ident $at:tt),+) => {
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
                Ok(($(row.get::<$name>($at)?,)+))
            }
        }
    };
}
from_row!(A 0);
from_row!(A 0, B 1);
from_row!(A 0, B 1, C 2);
from_row!(A 0, B 1, C 2, D 3);
from_row!(A 0, B 1, C 2, D 3, E 4);
from_row!(A 0, B 1, C 2, D 3, E 4, F 5);
from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// A whole row of whatever is there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Values(pub Vec<Value>);

impl FromRow for Values {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let columns = match row {
            Row::Sqlite(row) => row.as_ref().column_count(),
            Row::Postgres(row) => row.len(),
        };
        (0..columns)
            .map(|at| row.get(at))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}
