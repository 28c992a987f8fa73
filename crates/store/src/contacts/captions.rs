//! Captions of a call: who agreed to them, as rows; and what was heard, on its way to those who are in it.
//!
//! Nothing is heard that not everybody in the call agreed to: whoever wants something heard needs an [`Agreed`], which only rows
//! give. A caption is handed on by a statement that looks at those rows once more, so that whoever comes or takes it back
//! meanwhile is in time.

use domain::contacts::{Contact, Kind, State};
use domain::receipts::Reference;
use jiff::{SignedDuration, Timestamp};

use super::calls::{Peer, line};
use crate::bus::Changed;
use crate::commit::{Clash, Commit, CommitError};
use crate::value::params;
use crate::{Store, StoreError};

/// After so long a page that has not asked for a caption has no use for it any more.
const STAYS: SignedDuration = SignedDuration::from_secs(30);
/// The most that are read at once.
const BATCH: usize = 50;
/// How often a number is taken when others write at the same time.
const TRIES: u8 = 4;

/// Who is in a call, and who of them agreed to captions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    contact: Reference,
    present: Vec<Peer>,
    agreed: Vec<Peer>,
}

impl Consent {
    pub fn has(&self, peer: Peer) -> bool {
        self.agreed.contains(&peer)
    }

    /// How many of those in the call agreed.
    pub fn count(&self) -> usize {
        self.agreed.len()
    }

    /// `None`: somebody in the call has not agreed, or nobody is in it.
    pub fn all(&self) -> Option<Agreed> {
        let all = !self.present.is_empty() && self.present.iter().all(|peer| self.has(*peer));
        all.then_some(Agreed(self.contact))
    }
}

/// Everybody in that call had agreed when the rows were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed(Reference);

impl Agreed {
    pub fn contact(&self) -> Reference {
        self.0
    }
}

/// What was heard of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Later ones have a higher one.
    pub seq: u64,
    pub speaker: Peer,
    /// As it was handed on.
    pub data: String,
}

fn told(contact: Reference) -> Changed {
    Changed {
        stream: line(contact),
        seq: 0,
        kind: "captions".to_owned(),
    }
}

/// What is kept beside a call waits for whoever comes, goes or ends it, and they wait for it. So it sees what they wrote, or they
/// take it away. First in its unit of work.
pub(super) fn hold(contact: Reference, commit: &mut Commit) {
    commit.run(
        "UPDATE contacts SET version = version WHERE reference = ?1 AND state = 'talking'",
        params![contact],
    );
}

/// Whoever has left has not agreed any more; and what was said before somebody came or went is not for whoever is there now.
pub(super) fn follow(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    if after.kind != Kind::Call {
        return;
    }
    let is_over = after.state != State::Talking;
    let was_talking = before.is_some_and(|before| before.state == State::Talking);
    let there = |contact: &Contact| -> Vec<i64> { contact.present().map(|party| party.staff.0).collect() };
    let (had, has) = (before.map(there).unwrap_or_default(), there(after));
    // Over it may have been already: what was left behind goes all the same.
    if !is_over && was_talking && had == has {
        return;
    }
    commit.run(
        "DELETE FROM hotline_captions WHERE contact = ?1",
        params![after.reference],
    );
    if is_over {
        commit.run(
            "DELETE FROM hotline_agreed WHERE contact = ?1",
            params![after.reference],
        );
    } else {
        for staff in had.iter().filter(|staff| !has.contains(staff)) {
            commit.run(
                "DELETE FROM hotline_agreed WHERE contact = ?1 AND peer = ?2",
                params![after.reference, *staff],
            );
        }
    }
}

impl Store {
    /// Somebody in a call agrees to captions, or takes it back. Whoever is not in it changes nothing.
    ///
    /// # Errors
    /// As writing has.
    pub async fn agree_to_captions(
        &self,
        contact: &Contact,
        me: Peer,
        agrees: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        hold(contact.reference, &mut commit);
        if agrees {
            commit.run(
                "INSERT INTO hotline_agreed (contact, peer, at) \
                 SELECT c.reference, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT) FROM contacts c \
                 WHERE c.reference = ?1 AND c.kind = 'call' AND c.state = 'talking' AND (?2 = 0 OR EXISTS \
                 (SELECT 1 FROM contact_people p WHERE p.reference = c.reference AND p.staff = ?2 AND p.here = 1)) \
                 ON CONFLICT DO NOTHING",
                params![contact.reference, me.number(), now],
            );
        } else {
            commit.run(
                "DELETE FROM hotline_captions WHERE contact = ?1",
                params![contact.reference],
            );
            commit.run(
                "DELETE FROM hotline_agreed WHERE contact = ?1 AND peer = ?2",
                params![contact.reference, me.number()],
            );
        }
        commit.changed.push(told(contact.reference));
        Ok(self.commit(commit).await?)
    }

    /// Who is in that call, as the contact says, and who of them agreed to captions.
    ///
    /// # Errors
    /// As reading has.
    pub async fn consent_to_captions(&self, contact: &Contact) -> Result<Consent, StoreError> {
        let mut consent = Consent {
            contact: contact.reference,
            present: Vec::new(),
            agreed: Vec::new(),
        };
        if contact.kind != Kind::Call || contact.state != State::Talking {
            return Ok(consent);
        }
        let read = self.read().await?;
        let rows: Vec<(i64,)> = read
            .rows(
                "SELECT peer FROM hotline_agreed WHERE contact = ?1 ORDER BY peer",
                &params![contact.reference],
            )
            .await?;
        let staff = contact.present().map(|party| Peer::Staff(party.staff));
        consent.present = std::iter::once(Peer::Caller).chain(staff).collect();
        let agreed = rows.into_iter().map(|(peer,)| Peer::of(peer));
        consent.agreed = agreed.filter(|peer| consent.present.contains(peer)).collect();
        Ok(consent)
    }

    /// Hands on what was heard of somebody, and tells that there is something. False: not everybody in the call agrees to it any
    /// more, and nothing was kept of it.
    ///
    /// # Errors
    /// As writing has.
    pub async fn caption(
        &self,
        agreed: &Agreed,
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
                "INSERT INTO hotline_captions (contact, seq, speaker, data, at) \
                 SELECT c.reference, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS TEXT), CAST(?5 AS BIGINT) \
                 FROM contacts c WHERE c.reference = ?1 AND c.state = 'talking' \
                 AND EXISTS (SELECT 1 FROM hotline_agreed a WHERE a.contact = c.reference AND a.peer = 0) \
                 AND NOT EXISTS (SELECT 1 FROM contact_people p WHERE p.reference = c.reference AND p.here = 1 \
                 AND NOT EXISTS (SELECT 1 FROM hotline_agreed a WHERE a.contact = p.reference AND a.peer = p.staff)) \
                 ON CONFLICT DO NOTHING",
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
                 UNION ALL SELECT a.peer FROM hotline_agreed a WHERE NOT EXISTS \
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
            "DELETE FROM hotline_agreed WHERE NOT EXISTS (SELECT 1 FROM contacts c \
             WHERE c.reference = hotline_agreed.contact AND c.state = 'talking')",
            [],
        );
        Ok(self.commit(commit).await?)
    }

    /// What was heard in a call after that number, in its order, while everybody in it agrees.
    ///
    /// # Errors
    /// As reading has.
    pub async fn captions(&self, agreed: &Agreed, after: u64) -> Result<Vec<Caption>, StoreError> {
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
