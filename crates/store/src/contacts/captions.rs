//! Captions of a call: what was heard, on its way to those who are in it.
//!
//! Nothing is heard that not everybody in the call agreed to: whoever wants something heard needs an [`Agreed`], which only rows
//! give. A caption is handed on by a statement that looks at those rows once more, so that whoever comes or takes it back
//! meanwhile is in time.

use domain::contacts::Contact;
use jiff::{SignedDuration, Timestamp};

use super::calls::Peer;
use super::consent::{self, Agreed, Captions, all_agree, hold, told};
use crate::commit::{Clash, Commit, CommitError};
use crate::value::params;
use crate::{Store, StoreError};

/// After so long a page that has not asked for a caption has no use for it any more.
const STAYS: SignedDuration = SignedDuration::from_secs(30);
/// The most that are read at once.
const BATCH: usize = 50;
/// How often a number is taken when others write at the same time.
const TRIES: u8 = 4;

/// What was heard of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Later ones have a higher one.
    pub seq: u64,
    pub speaker: Peer,
    /// As it was handed on.
    pub data: String,
}

/// What was said before somebody came or went is not for whoever is there now.
pub(super) fn follow(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    if consent::is_otherwise(before, after) {
        commit.run(
            "DELETE FROM hotline_captions WHERE contact = ?1",
            params![after.reference],
        );
    }
}

impl Store {
    /// Hands on what was heard of somebody, and tells that there is something. False: not everybody in the call agrees to it any
    /// more, and nothing was kept of it.
    ///
    /// # Errors
    /// As writing has.
    pub async fn caption(
        &self,
        agreed: &Agreed<Captions>,
        speaker: Peer,
        data: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let contact = agreed.contact();
        for _ in 0..TRIES {
            let read = self.read().await?;
            let last: Option<(u64,)> = read
                .first(
                    "SELECT COALESCE(MAX(seq), 0) FROM hotline_captions WHERE contact = ?1",
                    &params![contact],
                )
                .await?;
            drop(read);
            // By the clock, since the last may be gone: a page that has seen it must see the next.
            let clock = u64::try_from(now.as_microsecond()).unwrap_or(0);
            let seq = clock.max(last.map_or(0, |(last,)| last) + 1);
            let mut commit = Commit::default();
            hold(contact, &mut commit);
            commit.run(
                "DELETE FROM hotline_captions WHERE contact = ?1 AND at < ?2",
                params![contact, now - STAYS],
            );
            commit.must(
                concat!(
                    "INSERT INTO hotline_captions (contact, seq, speaker, data, at) \
                     SELECT c.reference, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS TEXT), \
                     CAST(?5 AS BIGINT) FROM contacts c WHERE c.reference = ?1 AND c.state = 'talking' AND ",
                    all_agree!("'captions'"),
                    " ON CONFLICT DO NOTHING"
                ),
                params![contact, seq, speaker.number(), data, now],
                Clash::Taken,
            );
            commit.changed.push(told(contact));
            match self.commit(commit).await {
                Ok(()) => return Ok(true),
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Ok(false)
    }

    /// What nobody asks for any more goes: captions after a while, and whatever is left beside a call that is over.
    pub(super) async fn sweep_calls(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = now.saturating_sub(STAYS).unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let stray: Option<(i64,)> = read
            .first(
                "SELECT s.seq FROM hotline_signals s WHERE NOT EXISTS \
                 (SELECT 1 FROM contacts c WHERE c.reference = s.contact AND c.state IN ('waiting', 'talking')) \
                 UNION ALL SELECT h.seq FROM hotline_captions h WHERE h.at < ?1 OR NOT EXISTS \
                 (SELECT 1 FROM contacts c WHERE c.reference = h.contact AND c.state = 'talking') \
                 UNION ALL SELECT a.peer FROM hotline_consents a WHERE NOT EXISTS \
                 (SELECT 1 FROM contacts c WHERE c.reference = a.contact AND c.state = 'talking') LIMIT 1",
                &params![before],
            )
            .await?;
        drop(read);
        if stray.is_none() {
            return Ok(());
        }
        // In the order in which they go when a call ends.
        let mut commit = Commit::default();
        // One that waits for another agent goes on with its numbers.
        commit.run(
            "DELETE FROM hotline_signals WHERE NOT EXISTS (SELECT 1 FROM contacts c \
             WHERE c.reference = hotline_signals.contact AND c.state IN ('waiting', 'talking'))",
            [],
        );
        commit.run(
            "DELETE FROM hotline_captions WHERE at < ?1 OR NOT EXISTS (SELECT 1 FROM contacts c \
             WHERE c.reference = hotline_captions.contact AND c.state = 'talking')",
            params![before],
        );
        commit.run(
            "DELETE FROM hotline_consents WHERE NOT EXISTS (SELECT 1 FROM contacts c \
             WHERE c.reference = hotline_consents.contact AND c.state = 'talking')",
            [],
        );
        Ok(self.commit(commit).await?)
    }

    /// What was heard in a call after that number, in its order, while everybody in it agrees.
    ///
    /// # Errors
    /// As reading has.
    pub async fn captions(&self, agreed: &Agreed<Captions>, after: u64) -> Result<Vec<Caption>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(u64, i64, String)> = read
            .rows(
                "SELECT seq, speaker, data FROM hotline_captions WHERE contact = ?1 AND seq > ?2 \
                 ORDER BY seq LIMIT ?3",
                &params![agreed.contact(), after, BATCH],
            )
            .await?;
        let captions = rows.into_iter().map(|(seq, speaker, data)| Caption {
            seq,
            speaker: Peer::of(speaker),
            data,
        });
        Ok(captions.collect())
    }
}
