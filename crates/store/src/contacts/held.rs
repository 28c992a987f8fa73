//! How often the hotline was asked in a chat and how soon it answered: counts, for everybody. A call has waited before its record
//! begins, and a call-back is not to be answered at once.

use domain::Lang;
use jiff::{SignedDuration, Timestamp};

use super::queue::lang;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// Conversations in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub language: Lang,
    /// Those that an agent answered, or that are over. Who waits just now is neither.
    pub begun: u64,
    pub answered: u64,
    /// Of those that were answered, those within the time asked for.
    pub soon: u64,
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            language: lang(&row.get::<String>(0)?)?,
            begun: row.get(1)?,
            answered: row.get(2)?,
            soon: row.get(3)?,
        })
    }
}

impl Store {
    /// How many chats have begun since that time, by the visitors' languages, and how many of them an agent answered
    /// at all and within `soon`.
    ///
    /// # Errors
    /// As reading has.
    pub async fn conversations_held(
        &self,
        since: Timestamp,
        soon: SignedDuration,
    ) -> Result<Vec<Held>, StoreError> {
        let read = self.read().await?;
        let soon = i64::try_from(soon.as_micros()).unwrap_or(i64::MAX);
        read.rows(
            "SELECT language, COUNT(*), COUNT(answered_at), \
             COUNT(CASE WHEN answered_at - opened_at <= ?2 THEN 1 END) FROM contacts \
             WHERE opened_at >= ?1 AND kind = 'chat' AND (answered_at IS NOT NULL OR ended_at IS NOT NULL) \
             GROUP BY language ORDER BY language",
            &params![since, soon],
        )
        .await
    }
}
