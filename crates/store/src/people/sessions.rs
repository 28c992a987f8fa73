//! Sessions of staff: who holds a token, known here by its hash.

use domain::people::{Staff, StaffId};
use jiff::Timestamp;

use super::{Known, known};
use crate::commit::{Clash, Commit};
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// Someone's time at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub staff: Staff,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_seen_at: Timestamp,
}

struct SessionRow(Session);

impl FromRow for SessionRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let staff = Known::from_row(row)?.staff;
        let (created_at, expires_at, last_seen_at) = (row.get(8)?, row.get(9)?, row.get(10)?);
        Ok(Self(Session {
            staff,
            created_at,
            expires_at,
            last_seen_at,
        }))
    }
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// As writing has.
    pub async fn create_session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
        staff: StaffId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "INSERT INTO sessions (token_hash, staff, created_at, expires_at, last_seen_at) \
             VALUES (?1, ?2, ?3, ?4, ?3)",
            params![*token_hash, staff.0, now, expires_at],
            Clash::Version,
        );
        Ok(self.commit(commit).await?)
    }

    /// The session of that token, if it has not ended and its owner still works here.
    ///
    /// # Errors
    /// As reading has.
    pub async fn session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let sql = concat!(
            known!(),
            ", t.created_at, t.expires_at, t.last_seen_at FROM sessions t JOIN staff s ON s.id = t.staff \
             WHERE t.token_hash = ?1 AND t.expires_at > ?2 AND s.active = 1"
        );
        let found: Option<SessionRow> = self.read().await?.first(sql, &params![*token_hash, now]).await?;
        Ok(found.map(|SessionRow(session)| session))
    }

    /// Notes that a session is used, and lets it last longer.
    ///
    /// # Errors
    /// As writing has.
    pub async fn extend_session(
        &self,
        now: Timestamp,
        token_hash: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "UPDATE sessions SET last_seen_at = ?2, expires_at = ?3 WHERE token_hash = ?1 AND expires_at > ?2",
            params![*token_hash, now, expires_at],
        );
        Ok(self.commit(commit).await?)
    }

    /// Forgets the sessions that have ended.
    ///
    /// # Errors
    /// As writing has.
    pub async fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM sessions WHERE expires_at <= ?1", params![now]);
        Ok(self.commit(commit).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As writing has.
    pub async fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM sessions WHERE token_hash = ?1", params![*token_hash]);
        Ok(self.commit(commit).await?)
    }
}
