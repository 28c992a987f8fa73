//! Addresses at which interpreters read their jobs as a calendar. Whoever knows the secret of one reads it: it is kept as a
//! keyed hash, and its owner can have another, or none.

use domain::roles::{Staff, StaffId};
use jiff::Timestamp;

use crate::commit::Commit;
use crate::value::params;
use crate::{Store, StoreError};

impl Store {
    /// Gives them a calendar's address, in the place of the one they had.
    ///
    /// # Errors
    /// As writing has.
    pub async fn renew_calendar(
        &self,
        now: Timestamp,
        staff: StaffId,
        token_hash: &[u8; 32],
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO interpretation_feeds (staff, token_hash, made_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT (staff) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at",
            params![staff.0, *token_hash, now],
        );
        Ok(self.commit(commit).await?)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// As writing has.
    pub async fn revoke_calendar(&self, staff: StaffId) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "DELETE FROM interpretation_feeds WHERE staff = ?1",
            params![staff.0],
        );
        Ok(self.commit(commit).await?)
    }

    /// Since when they have one.
    ///
    /// # Errors
    /// As reading has.
    pub async fn calendar_since(&self, staff: StaffId) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT made_at FROM interpretation_feeds WHERE staff = ?1";
        let found: Option<(Timestamp,)> = self.read().await?.first(sql, &params![staff.0]).await?;
        Ok(found.map(|(made_at,)| made_at))
    }

    /// Whose calendar that is, if they still work here.
    ///
    /// # Errors
    /// As reading has.
    pub async fn calendar_of(&self, token_hash: &[u8; 32]) -> Result<Option<Staff>, StoreError> {
        let sql = "SELECT staff FROM interpretation_feeds WHERE token_hash = ?1";
        let found: Option<(i64,)> = self.read().await?.first(sql, &params![*token_hash]).await?;
        let staff = match found {
            Some((staff,)) => self.staff_by_id(StaffId(staff)).await?,
            None => None,
        };
        Ok(staff.filter(|staff| staff.active))
    }
}
