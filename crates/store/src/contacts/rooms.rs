//! Calls that go through a media server: a row for each, until its room there is closed. Which room it is, and how each is let in,
//! follows from the contact, so that nothing of it is kept.

use domain::contacts::Contact;
use domain::receipts::Reference;
use jiff::Timestamp;

use super::calls::{Peer, SignalError};
use super::consent;
use crate::commit::{Clash, Commit, CommitError};
use crate::value::params;
use crate::{Store, StoreError};

/// More often nobody in one call needs to be let in, however often lines break.
const OFFERS_MAX: u64 = 500;
/// The most that are closed at once.
const BATCH: usize = 100;

impl Store {
    /// Somebody in a call asks to be let into its room at the media server. Kept before the room is made, so that whatever
    /// becomes of this process, it is closed.
    ///
    /// # Errors
    /// A [`SignalError`] that says why not.
    pub async fn open_room(&self, contact: &Contact, me: Peer, now: Timestamp) -> Result<(), SignalError> {
        if !me.is_in(contact) {
            return Err(SignalError::NotThere);
        }
        let mut commit = Commit::default();
        // Not of one that ended meanwhile.
        consent::hold(contact.reference, &mut commit);
        commit.must(
            "INSERT INTO hotline_rooms (contact, offers, at) SELECT c.reference, 1, CAST(?2 AS BIGINT) FROM contacts c \
             WHERE c.reference = ?1 AND c.state = 'talking' \
             ON CONFLICT (contact) DO UPDATE SET offers = hotline_rooms.offers + 1 WHERE hotline_rooms.offers < ?3",
            params![contact.reference, now, OFFERS_MAX],
            Clash::Taken,
        );
        match self.commit(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Clash(_)) => Err(SignalError::TooMany),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }

    /// Calls that are over, or gone, whose rooms are not closed yet.
    ///
    /// # Errors
    /// As reading has.
    pub async fn rooms_left(&self) -> Result<Vec<Reference>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(String,)> = read
            .rows(
                "SELECT r.contact FROM hotline_rooms r WHERE NOT EXISTS (SELECT 1 FROM contacts c \
                 WHERE c.reference = r.contact AND c.state IN ('waiting', 'talking')) ORDER BY r.at LIMIT ?1",
                &params![BATCH],
            )
            .await?;
        let corrupt = |_| StoreError::Corrupt { what: "a room" };
        rows.iter()
            .map(|(contact,)| Reference::parse(contact).map_err(corrupt))
            .collect()
    }

    /// The room of that call is closed.
    ///
    /// # Errors
    /// As writing has.
    pub async fn room_closed(&self, contact: Reference) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM hotline_rooms WHERE contact = ?1", params![contact]);
        Ok(self.commit(commit).await?)
    }
}
