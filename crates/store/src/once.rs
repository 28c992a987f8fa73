//! Requests that may be sent twice and are carried out once.

use jiff::Timestamp;

use crate::commit::{Clash, Commit};
use crate::value::params;
use crate::{Store, StoreError};

/// A key by which a request that is sent twice opens one record, or is carried out once. It is known for as long as the
/// words of the record are: a form may come back to a tab after weeks. It says nothing of anybody: both are keyed hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Of the key and whatever it belongs to.
    pub key_hash: [u8; 32],
    /// Of the whole request: the same key with another request is a mistake of the sender.
    pub request_digest: [u8; 32],
}

impl IdempotencyKey {
    /// In the unit of work of what the request asks for.
    pub(crate) fn use_up(&self, commit: &mut Commit, stream: &str, now: Timestamp) {
        commit.must(
            "INSERT INTO idempotency (key_hash, request_digest, stream, created_at) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![self.key_hash, self.request_digest, stream, now],
            Clash::KeyUsed,
        );
    }
}

impl Store {
    /// The request that came with that key before, and what it was about.
    pub(crate) async fn first_with(
        &self,
        key: &IdempotencyKey,
    ) -> Result<Option<(Vec<u8>, String)>, StoreError> {
        let read = self.read().await?;
        read.first(
            "SELECT request_digest, stream FROM idempotency WHERE key_hash = ?1",
            &params![key.key_hash],
        )
        .await
    }

    /// Whether the same request was carried out before; `None` when the key is known from another.
    pub(crate) async fn was_done(
        &self,
        once: &IdempotencyKey,
        stream: &str,
    ) -> Result<Option<bool>, StoreError> {
        Ok(match self.first_with(once).await? {
            None => Some(false),
            Some((digest, about)) if digest == once.request_digest && about == stream => Some(true),
            Some(_) => None,
        })
    }
}
