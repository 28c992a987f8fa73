//! Who in a call agreed to what: rows, one for each of them and each purpose. What needs everybody's consent asks for an [`Agreed`]
//! of its purpose, which only these rows give; and the statement that writes looks at them once more.

use std::marker::PhantomData;

use domain::contacts::{Contact, Kind, State};
use domain::receipts::Reference;
use jiff::Timestamp;

use super::calls::{Peer, line};
use super::recording;
use crate::bus::Changed;
use crate::commit::Commit;
use crate::value::params;
use crate::{Store, StoreError};

/// What somebody agrees to.
pub trait Purpose: std::fmt::Debug + Send + Sync + 'static {
    const CODE: &'static str;
    /// Whoever takes it back ends it for all, who are asked anew before it begins again.
    const IS_ASKED_ANEW: bool;
}

/// What is said is written down for those in the call, and kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Captions;

impl Purpose for Captions {
    const CODE: &'static str = "captions";
    const IS_ASKED_ANEW: bool = false;
}

/// The sound of the call is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded;

impl Purpose for Recorded {
    const CODE: &'static str = "recording";
    const IS_ASKED_ANEW: bool = true;
}

/// Who is in a call, and who of them agreed to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent<P> {
    contact: Reference,
    present: Vec<Peer>,
    agreed: Vec<Peer>,
    /// When the last of them did.
    since: Option<Timestamp>,
    to: PhantomData<P>,
}

impl<P: Purpose> Consent<P> {
    pub fn has(&self, peer: Peer) -> bool {
        self.agreed.contains(&peer)
    }

    /// How many of those in the call agreed.
    pub fn count(&self) -> usize {
        self.agreed.len()
    }

    /// Tells what they agreed to now from what they agreed to before somebody took it back, or came: when the last of them did, in
    /// microseconds.
    pub fn since(&self) -> i64 {
        self.since.map_or(0, Timestamp::as_microsecond)
    }

    /// `None`: somebody in the call has not agreed, or nobody is in it.
    pub fn all(&self) -> Option<Agreed<P>> {
        let all = !self.present.is_empty() && self.present.iter().all(|peer| self.has(*peer));
        all.then_some(Agreed(self.contact, PhantomData))
    }
}

/// Everybody in that call had agreed to that when the rows were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed<P>(Reference, PhantomData<P>);

impl<P> Agreed<P> {
    pub fn contact(&self) -> Reference {
        self.0
    }
}

/// The condition that everybody in the call `c` has agreed to the purpose of that parameter.
macro_rules! all_agree {
    ($purpose:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM hotline_consents a WHERE a.contact = c.reference AND a.purpose = ",
            $purpose,
            " AND a.peer = 0) AND NOT EXISTS (SELECT 1 FROM contact_people p WHERE p.reference = c.reference \
             AND p.here = 1 AND NOT EXISTS (SELECT 1 FROM hotline_consents a WHERE a.contact = p.reference \
             AND a.purpose = ",
            $purpose,
            " AND a.peer = p.staff))"
        )
    };
}
pub(super) use all_agree;

/// What is kept beside a call waits for whoever comes, goes or ends it, and they wait for it. So it sees what they wrote, or they
/// take it away. First in its unit of work.
pub(super) fn hold(contact: Reference, commit: &mut Commit) {
    commit.run(
        "UPDATE contacts SET version = version WHERE reference = ?1 AND state = 'talking'",
        params![contact],
    );
}

/// Something of what they agreed to is otherwise.
pub(super) fn told(contact: Reference) -> Changed {
    Changed {
        stream: line(contact),
        seq: 0,
        kind: "consent".to_owned(),
    }
}

/// Whether somebody came or went, or it is over. Over it may have been already: what was left behind goes all the same.
pub(super) fn is_otherwise(before: Option<&Contact>, after: &Contact) -> bool {
    let was_talking = before.is_some_and(|before| before.state == State::Talking);
    let had = before.map(there).unwrap_or_default();
    after.kind == Kind::Call && (after.state != State::Talking || !was_talking || had != there(after))
}

fn there(contact: &Contact) -> Vec<i64> {
    contact.present().map(|party| party.staff.0).collect()
}

/// Whoever has left has not agreed any more.
pub(super) fn follow(before: Option<&Contact>, after: &Contact, commit: &mut Commit) {
    if !is_otherwise(before, after) {
        return;
    }
    if after.state != State::Talking {
        commit.run(
            "DELETE FROM hotline_consents WHERE contact = ?1",
            params![after.reference],
        );
        return;
    }
    let (had, has) = (before.map(there).unwrap_or_default(), there(after));
    for staff in had.iter().filter(|staff| !has.contains(staff)) {
        commit.run(
            "DELETE FROM hotline_consents WHERE contact = ?1 AND peer = ?2",
            params![after.reference, *staff],
        );
    }
}

fn take_back<P: Purpose>(contact: Reference, me: Peer, commit: &mut Commit) {
    if P::CODE == Captions::CODE {
        commit.run(
            "DELETE FROM hotline_captions WHERE contact = ?1",
            params![contact],
        );
    }
    if P::IS_ASKED_ANEW {
        recording::close(contact, commit);
        commit.run(
            "DELETE FROM hotline_consents WHERE contact = ?1 AND purpose = ?2",
            params![contact, P::CODE],
        );
    } else {
        commit.run(
            "DELETE FROM hotline_consents WHERE contact = ?1 AND purpose = ?2 AND peer = ?3",
            params![contact, P::CODE, me.number()],
        );
    }
}

impl Store {
    /// Somebody in a call agrees to that, or takes it back. Whoever is not in it changes nothing.
    ///
    /// # Errors
    /// As writing has.
    pub async fn agree<P: Purpose>(
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
                "INSERT INTO hotline_consents (contact, purpose, peer, at) \
                 SELECT c.reference, CAST(?4 AS TEXT), CAST(?2 AS BIGINT), CAST(?3 AS BIGINT) FROM contacts c \
                 WHERE c.reference = ?1 AND c.kind = 'call' AND c.state = 'talking' AND (?2 = 0 OR EXISTS \
                 (SELECT 1 FROM contact_people p WHERE p.reference = c.reference AND p.staff = ?2 AND p.here = 1)) \
                 ON CONFLICT DO NOTHING",
                params![contact.reference, me.number(), now, P::CODE],
            );
        } else {
            take_back::<P>(contact.reference, me, &mut commit);
        }
        commit.changed.push(told(contact.reference));
        Ok(self.commit(commit).await?)
    }

    /// Who is in that call, as the contact says, and who of them agreed to that.
    ///
    /// # Errors
    /// As reading has.
    pub async fn consent<P: Purpose>(&self, contact: &Contact) -> Result<Consent<P>, StoreError> {
        let mut consent = Consent {
            contact: contact.reference,
            present: Vec::new(),
            agreed: Vec::new(),
            since: None,
            to: PhantomData,
        };
        if contact.kind != Kind::Call || contact.state != State::Talking {
            return Ok(consent);
        }
        let read = self.read().await?;
        let rows: Vec<(i64, Timestamp)> = read
            .rows(
                "SELECT peer, at FROM hotline_consents WHERE contact = ?1 AND purpose = ?2 ORDER BY peer",
                &params![contact.reference, P::CODE],
            )
            .await?;
        let staff = contact.present().map(|party| Peer::Staff(party.staff));
        consent.present = std::iter::once(Peer::Caller).chain(staff).collect();
        let rows = rows.into_iter().map(|(peer, at)| (Peer::of(peer), at));
        let (agreed, at): (Vec<_>, Vec<_>) = rows.filter(|(peer, _)| consent.present.contains(peer)).unzip();
        (consent.agreed, consent.since) = (agreed, at.into_iter().max());
        Ok(consent)
    }
}
