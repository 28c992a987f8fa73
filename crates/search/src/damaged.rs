//! What an index on disk can be beside whole.

use std::fmt;

use tantivy::TantivyError;

/// An index on disk that cannot be read, though it could be opened: build it anew.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the index cannot be read: {0}")]
pub struct Damaged(String);

impl Damaged {
    pub(crate) fn of(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

impl From<TantivyError> for Damaged {
    fn from(error: TantivyError) -> Self {
        Self::of(error)
    }
}

impl From<std::io::Error> for Damaged {
    fn from(error: std::io::Error) -> Self {
        Self::of(error)
    }
}
