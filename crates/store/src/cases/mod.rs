//! Cases: opened, changed by commands, found by receipt and by those who may see them.

mod lists;
mod rows;

use domain::UnitCode;
use domain::cases::{self, Case, Command, Context, Event, File, NewEvent, Open, Refusal, State, What};
use domain::city::City;
use domain::people::{self, Action, Actor, Reach};
use domain::problems::Problem;
use domain::receipts::Reference;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub(crate) use lists::Query;
pub use lists::{DueFilter, Filter, Page, Sort};
pub(crate) use rows::{COLUMNS, MemoryRow, Rows, WantRow, micros_due, normalise};

use crate::commit::{Clash, Commit, CommitError};
use crate::journal::{Entry, Hash, Head, case_facts, case_stream, hex, json};
use crate::value::params;
use crate::{Store, StoreError};

/// How often a command is decided anew when others change the case at the same time.
const TRIES: usize = 16;

/// What a resident keeps of a case, as the city keeps it: the access code only as a keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    pub reference: Reference,
    pub code_hash: [u8; 32],
}

/// A key by which a request that is sent twice opens one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Of the key and whatever it belongs to.
    pub key_hash: [u8; 32],
    /// Of the whole request: the same key with another request is a mistake of the sender.
    pub request_digest: [u8; 32],
}

/// A case that was opened, now or by the same request before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub case: Case,
    pub replayed: bool,
}

/// Why a case was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the rules refuse it")]
    Refused(Refusal),
    /// The idempotency key was used for another request.
    #[error("the key was used for another request")]
    OtherRequest,
    /// There is a case of that reference; try with another.
    #[error("the reference is taken")]
    ReferenceTaken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    #[error("the rules refuse it")]
    Refused(Refusal),
    /// Someone changed the case since the actor looked at it.
    #[error("the case has changed")]
    Stale {
        current: Box<Case>,
        since: Vec<Happened>,
    },
    /// There is no such case, or none that the actor may see.
    #[error("there is no such case")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What happened to a case meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub seq: u64,
    pub at: Timestamp,
    pub actor: Actor,
    pub kind: String,
}

/// Which cases an actor reaches, as a query asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Within {
    Nothing,
    /// Cases that the unit handles or is involved in.
    Unit(UnitCode),
    All,
}

/// Which cases the actor may see, or otherwise act on, on lists. A resident has no lists: the receipt opens a case.
pub(crate) fn reach_of(actor: &Actor, action: Action) -> Within {
    match (people::reach(actor, action), actor) {
        (Reach::All, _) => Within::All,
        (Reach::Own, Actor::Staff { unit, .. }) => Within::Unit(unit.clone()),
        (Reach::Own | Reach::No, _) => Within::Nothing,
    }
}

/// A case with what the next event builds on.
struct Loaded {
    case: Case,
    receipt: Hash,
    head: Head,
}

/// Times are kept to the microsecond; deciding with anything finer would not fold to the same case again.
fn kept(now: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

pub(crate) fn parse_case(folded: &str) -> Result<Case, StoreError> {
    serde_json::from_str(folded).map_err(|_| StoreError::Corrupt { what: "a case" })
}

fn entries<'a>(
    new: &[NewEvent],
    at: Timestamp,
    actor: &'a Actor,
    receipt: Option<&Hash>,
) -> Result<Vec<Entry<'a>>, StoreError> {
    let entry = |new: &NewEvent| {
        Ok(Entry {
            at,
            actor,
            kind: new.event.what.kind(),
            facts: case_facts(
                &new.event,
                receipt.filter(|_| matches!(new.event.what, What::Opened { .. })),
            )?,
            body: new.body.as_ref().map(json).transpose()?,
        })
    };
    new.iter().map(entry).collect()
}

fn events<'a>(
    new: &'a [NewEvent],
    after: u64,
    at: Timestamp,
    actor: &'a Actor,
) -> impl Iterator<Item = Event> + 'a {
    new.iter().zip(after + 1..).map(move |(new, seq)| Event {
        seq,
        at,
        actor: actor.clone(),
        event: new.event.clone(),
        body: new.body.clone(),
    })
}

impl Store {
    /// Opens a case under a receipt.
    ///
    /// # Errors
    /// [`OpenError::ReferenceTaken`] asks for another receipt; [`OpenError::OtherRequest`] when the key is known from
    /// a request that was not this one.
    pub async fn open_case(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        open: &Open,
        receipt: &Receipt,
        idempotency: Option<&IdempotencyKey>,
    ) -> Result<Opened, OpenError> {
        let now = kept(now);
        let new = cases::open(open, &Context { now, actor, city }).map_err(OpenError::Refused)?;
        let folded: Vec<Event> = events(&new, 0, now, actor).collect();
        let case = Case::fold(receipt.reference, &folded).ok_or(StoreError::Refused)?;

        let mut commit = Commit::default();
        if let Some(key) = idempotency {
            commit.must(
                "INSERT INTO idempotency (key_hash, request_digest, reference, created_at) \
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![key.key_hash, key.request_digest, receipt.reference, now],
                Clash::KeyUsed,
            );
        }
        let stream = case_stream(receipt.reference);
        let entries = entries(&new, now, actor, Some(&receipt.code_hash))?;
        self.append(&mut commit, &stream, Head::NONE, entries)?;
        Rows::of(&case, &receipt.code_hash, city)?.insert(&mut commit);
        match (self.commit(commit).await, idempotency) {
            (Ok(()), _) => Ok(Opened {
                case,
                replayed: false,
            }),
            (Err(CommitError::Clash(Clash::KeyUsed)), Some(key)) => self.replay(key).await,
            (Err(CommitError::Clash(_)), _) => Err(OpenError::ReferenceTaken),
            (Err(CommitError::Store(error)), _) => Err(error.into()),
        }
    }

    /// The case that the same request opened before.
    async fn replay(&self, key: &IdempotencyKey) -> Result<Opened, OpenError> {
        let read = self.read().await?;
        let first: Option<(Vec<u8>, String)> = read
            .first(
                "SELECT i.request_digest, c.folded FROM idempotency i JOIN cases c ON c.reference = i.reference \
                 WHERE i.key_hash = ?1",
                &params![key.key_hash],
            )
            .await?;
        // It was there a moment ago, and only forgetting old keys removes it.
        let (digest, folded) = first.ok_or(StoreError::Conflict)?;
        if digest != key.request_digest {
            return Err(OpenError::OtherRequest);
        }
        Ok(Opened {
            case: parse_case(&folded)?,
            replayed: true,
        })
    }

    /// Carries out a command on a case: loads it, lets the rules decide, writes what they decided.
    ///
    /// With `expected`, only if the case is at that version. For a resident the caller has checked the receipt.
    ///
    /// # Errors
    /// [`CommandError::Stale`] when the case is not at the expected version, with what happened since.
    pub async fn carry_out(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        reference: Reference,
        expected: Option<u64>,
        command: &Command,
    ) -> Result<Case, CommandError> {
        self.act(city, now, actor, reference, expected, command, None)
            .await
    }

    /// Adds a file to a case, as [`Store::carry_out`] carries out a command; its bytes go into the same unit of work.
    ///
    /// # Errors
    /// As [`Store::carry_out`].
    pub async fn attach(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        reference: Reference,
        file: &File,
        bytes: &[u8],
    ) -> Result<Case, CommandError> {
        self.act(
            city,
            now,
            actor,
            reference,
            None,
            &Command::Attach(file.clone()),
            Some(bytes),
        )
        .await
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what the two above share, each of another type"
    )]
    async fn act(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        reference: Reference,
        expected: Option<u64>,
        command: &Command,
        bytes: Option<&[u8]>,
    ) -> Result<Case, CommandError> {
        let bytes = match (command, bytes) {
            (Command::Attach(_), None) => {
                return Err(CommandError::Refused(Problem::Required.of("file").into()));
            }
            (Command::Attach(file), Some(bytes)) => Some(whole(file, bytes)?),
            _ => None,
        };
        for _ in 0..TRIES {
            let loaded = self.load(reference).await?.ok_or(CommandError::NotFound)?;
            if *actor != Actor::Resident && !sees(actor, &loaded.case) {
                return Err(CommandError::NotFound);
            }
            if let Some(expected) = expected.filter(|expected| *expected != loaded.case.version) {
                let since = self.since(reference, expected).await?;
                return Err(CommandError::Stale {
                    current: Box::new(loaded.case),
                    since,
                });
            }
            // A clock that was set back does not make time run backwards within a case.
            let now = kept(now).max(loaded.case.changed_at);
            let context = Context { now, actor, city };
            let new = cases::decide(&loaded.case, command, &context).map_err(CommandError::Refused)?;
            if new.is_empty() {
                return Ok(loaded.case);
            }
            self.check_targets(actor, &loaded.case, &new).await?;
            let (mut commit, case) = self.change(city, now, actor, &loaded, &new).await?;
            if let Some(bytes) = bytes {
                commit.run(
                    "INSERT INTO attachments (reference, id, bytes) VALUES (?1, ?2, ?3)",
                    params![reference, case.version, bytes.to_vec()],
                );
            }
            match self.commit(commit).await {
                Ok(()) => return Ok(case),
                // Someone was faster: look again, and decide again.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// The unit of work that adds those events to a case, and the case after it.
    async fn change(
        &self,
        city: &City,
        now: Timestamp,
        actor: &Actor,
        loaded: &Loaded,
        new: &[NewEvent],
    ) -> Result<(Commit, Case), StoreError> {
        let reference = loaded.case.reference;
        let stream = case_stream(reference);
        let added = events(new, loaded.case.version, now, actor);
        let mut commit = Commit::default();
        self.append(&mut commit, &stream, loaded.head, entries(new, now, actor, None)?)?;
        let case = if new.iter().any(|new| new.event.what == What::Erased) {
            commit.purge = true;
            commit.run(
                "UPDATE events SET body = NULL, salt = NULL WHERE stream = ?1",
                params![stream.as_str()],
            );
            commit.run("DELETE FROM attachments WHERE reference = ?1", params![reference]);
            // The digest of a request could be guessed at with the words.
            commit.run("DELETE FROM idempotency WHERE reference = ?1", params![reference]);
            self.without_words(reference, &stream, added).await?
        } else {
            let mut case = loaded.case.clone();
            added.for_each(|event| case.apply(&event));
            case
        };
        let before = Rows::of(&loaded.case, &loaded.receipt, city)?;
        Rows::of(&case, &loaded.receipt, city)?.update(&before, &mut commit);
        Ok((commit, case))
    }

    /// The case that its events make without any words: what the journal will fold to once they are erased.
    async fn without_words(
        &self,
        reference: Reference,
        stream: &str,
        added: impl Iterator<Item = Event>,
    ) -> Result<Case, StoreError> {
        let unreadable = StoreError::Corrupt { what: "an event" };
        let stored = self.stored_events(stream).await?;
        let events: Option<Vec<Event>> = stored.iter().map(crate::journal::Stored::case_event).collect();
        let wordless = events.ok_or(unreadable.clone())?.into_iter().chain(added);
        let wordless: Vec<Event> = wordless.map(|event| Event { body: None, ..event }).collect();
        Case::fold(reference, &wordless).ok_or(unreadable)
    }

    /// A case is merged into, or linked to, one that the actor may see; merged only into one that goes on. It is given to
    /// someone who works in its unit.
    async fn check_targets(&self, actor: &Actor, case: &Case, new: &[NewEvent]) -> Result<(), CommandError> {
        for new in new {
            let (target, field) = match new.event.what {
                What::Merged { into } => (into, "into"),
                What::Linked { to } => (to, "to"),
                What::Assigned { staff: Some(id) } => {
                    let given = self.staff_by_id(id).await?;
                    if given.is_none_or(|staff| !staff.active || staff.unit != case.unit) {
                        return Err(CommandError::Refused(Problem::NotAnOption.of("staff").into()));
                    }
                    continue;
                }
                _ => continue,
            };
            let found = self.case_within(target, reach_of(actor, Action::SeeCase)).await?;
            let goes_on = |target: &Case| target.state != State::Merged && !target.erased;
            if !found.is_some_and(|target| field == "to" || goes_on(&target)) {
                return Err(CommandError::Refused(Problem::UnknownReference.of(field).into()));
            }
        }
        Ok(())
    }

    async fn since(&self, reference: Reference, seen: u64) -> Result<Vec<Happened>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(u64, Timestamp, String, String)> = read
            .rows(
                "SELECT seq, at, actor, kind FROM events WHERE stream = ?1 AND seq > ?2 ORDER BY seq",
                &params![case_stream(reference), seen],
            )
            .await?;
        let happened = rows.into_iter().map(|(seq, at, actor, kind)| {
            let actor = serde_json::from_str(&actor).map_err(|_| StoreError::Corrupt { what: "an event" })?;
            Ok(Happened { seq, at, actor, kind })
        });
        happened.collect()
    }

    async fn load(&self, reference: Reference) -> Result<Option<Loaded>, StoreError> {
        let read = self.read().await?;
        let row: Option<(String, Hash, u64, Hash)> = read
            .first(
                "SELECT c.folded, c.receipt_hash, e.seq, e.hash FROM cases c \
                 JOIN events e ON e.stream = ?2 AND e.seq = c.version WHERE c.reference = ?1",
                &params![reference, case_stream(reference)],
            )
            .await?;
        let Some((folded, receipt, seq, hash)) = row else {
            return Ok(None);
        };
        let case = parse_case(&folded)?;
        if case.version != seq || case.reference != reference {
            return Err(StoreError::Corrupt { what: "a case" });
        }
        Ok(Some(Loaded {
            case,
            receipt,
            head: Head { seq, hash },
        }))
    }

    /// The case that a receipt opens. A wrong code and an unknown reference get the same answer for the same work.
    ///
    /// # Errors
    /// As reading has.
    pub async fn case_by_receipt(
        &self,
        reference: Reference,
        code_hash: &[u8; 32],
    ) -> Result<Option<Case>, StoreError> {
        let read = self.read().await?;
        let row: Option<(Hash, String)> = read
            .first(
                "SELECT receipt_hash, folded FROM cases WHERE reference = ?1",
                &params![reference],
            )
            .await?;
        let (known, folded) = match row {
            Some((hash, folded)) => (hash, Some(folded)),
            // Never equal, but compared all the same.
            None => (code_hash.map(|byte| !byte), None),
        };
        let opens = bool::from(known.ct_eq(code_hash));
        folded
            .filter(|_| opens)
            .map(|folded| parse_case(&folded))
            .transpose()
    }

    /// A case, if it is there and the actor may see it.
    ///
    /// # Errors
    /// As reading has.
    pub async fn case(&self, reference: Reference, actor: &Actor) -> Result<Option<Case>, StoreError> {
        self.case_within(reference, reach_of(actor, Action::SeeCase))
            .await
    }

    pub(crate) async fn case_within(
        &self,
        reference: Reference,
        within: Within,
    ) -> Result<Option<Case>, StoreError> {
        let read = self.read().await?;
        let row: Option<(String,)> = match within {
            Within::Nothing => None,
            Within::All => {
                read.first(
                    "SELECT folded FROM cases WHERE reference = ?1",
                    &params![reference],
                )
                .await?
            }
            Within::Unit(unit) => {
                read.first(
                    "SELECT folded FROM cases WHERE reference = ?1 AND (unit = ?2 OR reference IN \
                     (SELECT reference FROM case_units WHERE reference = ?1 AND unit = ?2))",
                    &params![reference, unit.as_str()],
                )
                .await?
            }
        };
        row.map(|(folded,)| parse_case(&folded)).transpose()
    }

    /// The bytes of a file of a case. The caller has loaded the case, and so seen that it may be seen.
    ///
    /// # Errors
    /// As reading has.
    pub async fn attachment(&self, case: &Case, id: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let read = self.read().await?;
        let sql = "SELECT bytes FROM attachments WHERE reference = ?1 AND id = ?2";
        let row: Option<(Vec<u8>,)> = read.first(sql, &params![case.reference, id]).await?;
        Ok(row.map(|(bytes,)| bytes))
    }

    /// Cases answered before that time that nobody closed: for the worker that does. Longest ago first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn answered_before(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<Reference>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(Reference,)> = read
            .rows(
                "SELECT reference FROM cases WHERE state = 'answered' AND answered_at < ?1 \
                 ORDER BY answered_at, reference LIMIT ?2",
                &params![before, limit],
            )
            .await?;
        Ok(rows.into_iter().map(|(reference,)| reference).collect())
    }

    /// Forgets idempotency keys used, and sessions that ended, before that time.
    ///
    /// # Errors
    /// As writing has.
    pub async fn forget_before(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run("DELETE FROM idempotency WHERE created_at < ?1", params![before]);
        commit.run("DELETE FROM sessions WHERE expires_at < ?1", params![before]);
        Ok(self.commit(commit).await?)
    }
}

/// The bytes, if they are those that the file says.
fn whole<'a>(file: &File, bytes: &'a [u8]) -> Result<&'a [u8], CommandError> {
    let digest = hex(&Sha256::digest(bytes));
    if file.size == bytes.len() as u64 && file.digest == digest {
        Ok(bytes)
    } else {
        Err(CommandError::Refused(Problem::NotAFileType.of("file").into()))
    }
}

fn sees(actor: &Actor, case: &Case) -> bool {
    match reach_of(actor, Action::SeeCase) {
        Within::All => true,
        Within::Unit(_) => cases::is_own(case, actor),
        Within::Nothing => false,
    }
}
