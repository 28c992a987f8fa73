//! The journal: events, each chained to the one before it in its stream.
//!
//! `hash = SHA-256(previous hash | stream | seq | id | at | actor | kind | facts | digest of the body)`, every part
//! with its length before it, and `digest of the body = SHA-256(salt | body)`. What is hashed are the stored bytes.
//! A body and its salt can be erased: the digest stays, so the chain still verifies, and says nothing of the words.

use domain::journaled::{Coded as _, Event, Happening as _, Journaled, New};
use domain::roles::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::commit::{Clash, Commit};
use crate::value::{FromRow, Row, params};
use crate::{Changed, Store, StoreError};

pub(crate) type Hash = [u8; 32];

/// Where a stream ends: the number and the hash of its last event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub seq: u64,
    pub hash: Hash,
}

impl Head {
    /// Of a stream that has no event yet.
    pub const NONE: Self = Self {
        seq: 0,
        hash: [0; 32],
    };
}

/// An event about to be recorded.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub at: Timestamp,
    pub actor: &'a Actor,
    pub kind: &'static str,
    pub facts: String,
    pub body: Option<String>,
}

/// An event as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub stream: String,
    pub seq: u64,
    pub id: String,
    pub at: i64,
    pub actor: String,
    pub kind: String,
    pub facts: String,
    pub body: Option<String>,
    pub salt: Option<Vec<u8>>,
    pub body_digest: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

/// The columns of [`Stored`], in its order.
macro_rules! stored {
    () => {
        "SELECT stream, seq, id, at, actor, kind, facts, body, salt, body_digest, hash FROM events "
    };
}
pub(crate) use stored;

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            stream: row.get(0)?,
            seq: row.get(1)?,
            id: row.get(2)?,
            at: row.get(3)?,
            actor: row.get(4)?,
            kind: row.get(5)?,
            facts: row.get(6)?,
            body: row.get(7)?,
            salt: row.get(8)?,
            body_digest: row.get(9)?,
            hash: row.get(10)?,
        })
    }
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

pub(crate) fn body_digest(salt: &[u8], body: &str) -> Hash {
    Sha256::new()
        .chain_update(salt)
        .chain_update(body)
        .finalize()
        .into()
}

impl Stored {
    /// The hash this event must have after that one.
    pub fn chained(&self, previous: &Hash) -> Hash {
        let mut sha = Sha256::new().chain_update(previous);
        let mut part = |bytes: &[u8]| {
            sha.update((bytes.len() as u64).to_le_bytes());
            sha.update(bytes);
        };
        part(self.stream.as_bytes());
        part(&self.seq.to_le_bytes());
        part(self.id.as_bytes());
        part(&self.at.to_le_bytes());
        part(self.actor.as_bytes());
        part(self.kind.as_bytes());
        part(self.facts.as_bytes());
        // An event without a body is told from one with an empty digest by the length.
        part(self.body_digest.as_deref().unwrap_or_default());
        sha.finalize().into()
    }

    pub fn at(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.at).ok()
    }

    /// What happened; `None` when it cannot be read.
    pub fn event<N: Journaled>(&self) -> Option<Event<N>> {
        let event: N::Event = serde_json::from_str(&self.facts).ok()?;
        let body = match &self.body {
            Some(body) => Some(serde_json::from_str(body).ok()?),
            None => None,
        };
        Some(Event {
            seq: self.seq,
            at: self.at()?,
            actor: serde_json::from_str(&self.actor).ok()?,
            event: event.named(&self.kind)?,
            body,
        })
    }

    /// The hash of the access code, which the event that opens a record holds: who changes it in the row is found out.
    pub fn receipt(&self) -> Option<Vec<u8>> {
        let facts: Sealed = serde_json::from_str(&self.facts).ok()?;
        let hex = facts.receipt.as_bytes().chunks(2);
        hex.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect()
    }
}

#[derive(Deserialize)]
struct Sealed {
    receipt: String,
}

/// What the journal keeps of an event.
#[derive(Serialize)]
struct Facts<'a, E> {
    #[serde(flatten)]
    event: &'a E,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .map(|n| char::from(DIGITS[usize::from(n)]))
        .collect()
}

/// The events as they are recorded; the facts of the first of a record hold the hash of its access code, if it has one.
pub(crate) fn entries<'a, N: Journaled>(
    new: &[New<N>],
    at: Timestamp,
    actor: &'a Actor,
    receipt: Option<&Hash>,
) -> Result<Vec<Entry<'a>>, StoreError> {
    let entry = |(index, new): (usize, &New<N>)| {
        Ok(Entry {
            at,
            actor,
            kind: new.event.kind().code(),
            facts: json(&Facts {
                event: &new.event,
                receipt: receipt.filter(|_| index == 0).map(|hash| hex(hash)),
            })?,
            body: new.body.as_ref().map(json).transpose()?,
        })
    };
    new.iter().enumerate().map(entry).collect()
}

pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Refused)
}

impl Store {
    /// Adds events to a stream that ends at `head`; gives where it ends then.
    pub(crate) fn append(
        &self,
        commit: &mut Commit,
        stream: &str,
        head: Head,
        entries: Vec<Entry<'_>>,
    ) -> Result<Head, StoreError> {
        let mut events = Vec::with_capacity(entries.len());
        let mut last = head;
        for entry in entries {
            let salt: Option<[u8; 16]> = entry.body.as_ref().map(|_| self.random());
            let digest = entry
                .body
                .as_ref()
                .zip(salt)
                .map(|(body, salt)| body_digest(&salt, body));
            let mut event = Stored {
                stream: stream.to_owned(),
                seq: last.seq + 1,
                id: hex(&self.random::<16>()),
                at: entry.at.as_microsecond(),
                actor: json(entry.actor)?,
                kind: entry.kind.to_owned(),
                facts: entry.facts,
                body: entry.body,
                salt: salt.map(Vec::from),
                body_digest: digest.map(Vec::from),
                hash: Vec::new(),
            };
            let hash = event.chained(&last.hash);
            event.hash = hash.to_vec();
            last = Head { seq: event.seq, hash };
            commit.changed.push(Changed {
                stream: stream.to_owned(),
                seq: event.seq,
                kind: event.kind.clone(),
            });
            events.push(event);
        }
        // Whoever comes second stops here: there is an event of that number.
        let clash = if head == Head::NONE {
            Clash::StreamTaken
        } else {
            Clash::Version
        };
        for event in events {
            commit.must(
                "INSERT INTO events (stream, seq, id, at, actor, kind, facts, body, salt, body_digest, hash) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
                params![
                    event.stream,
                    event.seq,
                    event.id,
                    event.at,
                    event.actor,
                    event.kind,
                    event.facts,
                    event.body,
                    event.salt,
                    event.body_digest,
                    event.hash
                ],
                clash,
            );
        }
        Ok(last)
    }
}

/// What happened to a record meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub seq: u64,
    pub at: Timestamp,
    pub actor: Actor,
    pub kind: String,
}

impl Store {
    pub(crate) async fn stored_events(&self, stream: &str) -> Result<Vec<Stored>, StoreError> {
        let read = self.read().await?;
        read.rows(
            concat!(stored!(), "WHERE stream = ?1 ORDER BY seq"),
            &params![stream],
        )
        .await
    }

    /// What happened to a stream after that event.
    pub(crate) async fn since(&self, stream: &str, seen: u64) -> Result<Vec<Happened>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(u64, Timestamp, String, String)> = read
            .rows(
                "SELECT seq, at, actor, kind FROM events WHERE stream = ?1 AND seq > ?2 ORDER BY seq",
                &params![stream, seen],
            )
            .await?;
        let happened = rows.into_iter().map(|(seq, at, actor, kind)| {
            let actor = serde_json::from_str(&actor).map_err(|_| StoreError::Corrupt { what: "an event" })?;
            Ok(Happened { seq, at, actor, kind })
        });
        happened.collect()
    }
}
