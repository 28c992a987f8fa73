//! What streams are called: `case/ABCD-EFGH`.

use domain::journaled::{Journaled, Key as _};

/// The name of a record's stream.
pub(crate) fn stream_of<N: Journaled>(key: N::Key) -> String {
    format!("{}/{key}", N::PREFIX)
}

/// The record whose stream that is. Only as it is written: no other spelling of its key.
pub(crate) fn key_of<N: Journaled>(stream: &str) -> Option<N::Key> {
    let key = stream.strip_prefix(N::PREFIX)?.strip_prefix('/')?;
    N::Key::parse_exact(key)
}
