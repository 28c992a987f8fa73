//! Calls in the browser: those that ring are rows alone, and begin as contacts when somebody answers; and what the browsers in
//! a call tell one another, which goes when it ends.

use domain::Lang;
use domain::cases::{self, Case};
use domain::contacts::matching::WaitingId;
use domain::contacts::{CommandKind, Contact, Device, Kind, Known, Open, State};
use domain::journaled::{Context, Event, Journaled, New, Refusal, numbered};
use domain::receipts::Reference;
use domain::roles::{Reach, StaffId};
use jiff::Timestamp;

use super::consent;
use super::queue::{Waits, told, waiting};
use crate::bus::Changed;
use crate::commit::{Clash, Commit, CommitError};
use crate::kept::Within;
use crate::records::{OpenError, Receipt, Seal, kept};
use crate::value::params;
use crate::{Store, StoreError};

/// More than these no call needs, however often its line breaks.
const SIGNALS_MAX: u64 = 5_000;
/// The most that are read at once.
const BATCH: usize = 200;
/// How often a number is taken when others write at the same time.
const TRIES: u8 = 12;

/// Somebody in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    Caller,
    Staff(StaffId),
}

impl Peer {
    /// As it is kept: the caller is 0.
    pub fn number(self) -> i64 {
        match self {
            Self::Caller => 0,
            Self::Staff(staff) => staff.0,
        }
    }

    pub fn of(number: i64) -> Self {
        match number {
            0 => Self::Caller,
            staff => Self::Staff(StaffId(staff)),
        }
    }

    /// Whether they are in that call now.
    pub fn is_in(self, contact: &Contact) -> bool {
        contact.state == State::Talking
            && match self {
                Self::Caller => true,
                Self::Staff(staff) => contact.present().any(|party| party.staff == staff),
            }
    }
}

/// What one browser told another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    pub seq: u64,
    pub from: Peer,
    pub data: String,
}

/// Why a signal was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignalError {
    /// One of the two is not in the call.
    NotThere,
    TooMany,
    Store(StoreError),
}

impl From<StoreError> for SignalError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A call that is about to ring.
#[derive(Debug, Clone, Copy)]
pub struct Rings<'a> {
    pub id: WaitingId,
    /// Of the contact that it becomes.
    pub contact: Reference,
    /// Of the case that it becomes.
    pub receipt: &'a Receipt,
    pub language: Lang,
}

/// A call that somebody answers, as it rang.
pub(super) struct Answers {
    pub contact: Reference,
    pub case: Reference,
    pub code_hash: [u8; 32],
    pub language: Lang,
    pub topic: Option<String>,
    pub urgent: bool,
    pub since: Timestamp,
    /// Of its row in the queue, where it still rings.
    pub version: Option<u64>,
    /// As in [`Open`].
    pub telephone: Option<String>,
}

/// The agent who answers.
fn may_answer(ctx: &Context<'_>) -> Result<StaffId, OpenError> {
    let reach = Contact::reach(ctx.actor, CommandKind::Answer.action());
    let staff = ctx.actor.staff().filter(|_| reach == Reach::All);
    staff.ok_or(OpenError::Refused(Refusal::NotAllowed))
}

/// The stream by which the bus tells that somebody in a call has told something.
pub fn line(contact: Reference) -> String {
    format!("hotline/{contact}")
}

/// Keeps what a call will open when somebody answers.
pub(super) fn keep_call(commit: &mut Commit, rings: &Rings<'_>) {
    commit.run(
        "INSERT INTO hotline_calls (contact, case_reference, code_hash) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO NOTHING",
        params![
            rings.contact,
            rings.receipt.reference,
            rings.receipt.code_hash.to_vec()
        ],
    );
}

impl Store {
    /// A call rings from now on. Told twice, it rings once.
    ///
    /// # Errors
    /// As writing has.
    pub async fn ring(&self, rings: &Rings<'_>, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        keep_call(&mut commit, rings);
        commit.run(
            "INSERT INTO hotline_waiting (id, version, kind, language, urgent, contact, since, again, beat_at, \
             declined_by) VALUES (?1, 1, 'call', ?2, 0, ?3, ?4, 0, ?4, '') ON CONFLICT DO NOTHING",
            params![rings.id.0, rings.language.as_str(), rings.contact, now],
        );
        commit.changed.push(told());
        Ok(self.commit(commit).await?)
    }

    /// How somebody waits whose contact that is or will be; `None` when they do not wait any more.
    ///
    /// # Errors
    /// As reading has.
    pub async fn waits(&self, contact: Reference) -> Result<Option<Waits>, StoreError> {
        let read = self.read().await?;
        read.first(
            concat!(
                waiting!(),
                "WHERE contact = ?1 AND until IS NULL AND kind <> 'interpreter'"
            ),
            &params![contact],
        )
        .await
    }

    /// Whoever called gives up before somebody answered. False: it does not ring any more, or it waits for another agent,
    /// and whoever hangs up ends the contact.
    ///
    /// # Errors
    /// As writing has.
    pub async fn hang_up(&self, contact: Reference, now: Timestamp) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE hotline_waiting SET until = ?2, outcome = 'visitor-left', offered_to = NULL, version = version + 1 \
             WHERE contact = ?1 AND kind = 'call' AND until IS NULL \
             AND NOT EXISTS (SELECT 1 FROM contacts WHERE reference = ?1)",
            params![contact, now],
            Clash::Version,
        );
        commit.run("DELETE FROM hotline_calls WHERE contact = ?1", params![contact]);
        commit.changed.push(told());
        match self.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Clash(_)) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// A member of staff answers a call: its case and its contact begin in one unit of work, and it rings no more. `None`:
    /// no such call rings.
    ///
    /// # Errors
    /// As [`Store::open_held`] has; [`OpenError::KeyTaken`] when somebody else was faster.
    pub async fn answer_call(
        &self,
        ctx: &Context<'_>,
        contact: Reference,
    ) -> Result<Option<(Case, Contact)>, OpenError> {
        // One of the exchange is answered on the telephone that rings, and nowhere else: the line is there.
        let Some(waits) = self.waits(contact).await?.filter(|waits| waits.in_turn.is_none()) else {
            // Who may not answer is told so, whether or not it rings.
            return may_answer(ctx).map(|_| None);
        };
        let read = self.read().await?;
        let holds: Option<(String, Vec<u8>)> = read
            .first(
                "SELECT case_reference, code_hash FROM hotline_calls WHERE contact = ?1",
                &params![contact],
            )
            .await?;
        drop(read);
        let Some((reference, hash)) = holds else {
            return may_answer(ctx).map(|_| None);
        };
        let corrupt = StoreError::Corrupt { what: "a call" };
        let answers = Answers {
            contact,
            case: Reference::parse(&reference).map_err(|_| corrupt.clone())?,
            code_hash: hash.try_into().map_err(|_| corrupt)?,
            language: waits.language,
            topic: waits.topic,
            urgent: waits.urgent,
            since: waits.since,
            version: Some(waits.version),
            telephone: None,
        };
        self.answered(ctx, answers).await.map(Some)
    }

    /// Case and contact of a call begin with its answer, in one unit of work with the end of its ringing.
    pub(super) async fn answered(
        &self,
        ctx: &Context<'_>,
        answers: Answers,
    ) -> Result<(Case, Contact), OpenError> {
        let now = kept(ctx.now);
        let ctx = &Context { now, ..*ctx };
        let staff = may_answer(ctx)?;
        let Answers {
            contact, case: key, ..
        } = answers;
        let opens = cases::Open {
            service: cases::HOTLINE.to_owned(),
            language: answers.language,
            detected: false,
            channel: Kind::Call.channel(),
            text: String::new(),
            topic: answers.topic.clone(),
            fields: std::collections::BTreeMap::new(),
            contact: cases::Contact::default(),
            place: None,
        };
        let mut new = Case::open(&opens, &cases::Known::default(), ctx).map_err(OpenError::Refused)?;
        let unit = folded::<Case>(key, &new, ctx)?.unit;
        let known = Known {
            case: None,
            staff: self.staff_by_id(staff).await?,
            spoken: None,
        };
        let open = Open {
            case: key,
            unit,
            kind: Kind::Call,
            language: answers.language,
            topic: answers.topic,
            urgent: answers.urgent,
            device: Device { id: 0, n: 0 },
            text: String::new(),
            call_back: None,
            rang_at: Some(answers.since),
            telephone: answers.telephone,
        };
        let answered = Contact::open(&open, &known, ctx).map_err(OpenError::Refused)?;
        let opened: Contact = folded(contact, &answered, ctx)?;
        for step in answered.iter().filter_map(|event| opened.step_of(&event.event)) {
            let case: Case = folded(key, &new, ctx)?;
            new.extend(case.follow(contact, &step, ctx));
        }

        let mut commit = Commit::default();
        if let Some(version) = answers.version {
            commit.must(
                "UPDATE hotline_waiting SET until = ?2, outcome = 'answered', offered_to = NULL, version = version + 1 \
                 WHERE contact = ?1 AND version = ?3 AND until IS NULL",
                params![contact, now, version],
                Clash::Version,
            );
        } else {
            // It was written off, and had been answered all the same.
            commit.run(
                "UPDATE hotline_waiting SET until = ?2, outcome = 'answered', version = version + 1 \
                 WHERE contact = ?1 AND kind = 'call' AND outcome = 'visitor-left'",
                params![contact, now],
            );
        }
        commit.run("DELETE FROM hotline_calls WHERE contact = ?1", params![contact]);
        let seal = Seal::Receipt(answers.code_hash);
        let case = self.begin::<Case>(&mut commit, ctx, key, &seal, &new).await?;
        let begun = self
            .begin::<Contact>(&mut commit, ctx, contact, &Seal::Nothing, &answered)
            .await?;
        commit.changed.push(told());
        match self.commit(commit).await {
            Ok(()) => Ok((case, begun)),
            Err(CommitError::Clash(_)) => Err(OpenError::KeyTaken),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }

    /// What a call has become, when somebody has answered it. For who holds the receipt of that case.
    ///
    /// # Errors
    /// As reading has.
    pub async fn called(&self, contact: Reference, case: Reference) -> Result<Option<Contact>, StoreError> {
        let found = self.within::<Contact>(contact, &Within::All).await?;
        Ok(found.filter(|contact| contact.case == case))
    }

    /// Keeps what one browser in a call tells another, and tells that there is something.
    ///
    /// # Errors
    /// A [`SignalError`] that says why not.
    pub async fn signal(
        &self,
        contact: &Contact,
        (from, to): (Peer, Peer),
        data: &str,
        now: Timestamp,
    ) -> Result<(), SignalError> {
        if from == to || !from.is_in(contact) || !to.is_in(contact) {
            return Err(SignalError::NotThere);
        }
        for _ in 0..TRIES {
            let seq = self.last_signal(contact.reference).await? + 1;
            if seq > SIGNALS_MAX {
                return Err(SignalError::TooMany);
            }
            let mut commit = Commit::default();
            // Not in one that ended meanwhile: nobody would take it away again.
            consent::hold(contact.reference, &mut commit);
            commit.must(
                "INSERT INTO hotline_signals (contact, seq, sender, receiver, data, at) \
                 SELECT c.reference, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), CAST(?5 AS TEXT), \
                 CAST(?6 AS BIGINT) FROM contacts c WHERE c.reference = ?1 AND c.state = 'talking' \
                 ON CONFLICT DO NOTHING",
                params![contact.reference, seq, from.number(), to.number(), data, now],
                Clash::Taken,
            );
            commit.changed.push(Changed {
                stream: line(contact.reference),
                seq,
                kind: "signal".to_owned(),
            });
            match self.commit(commit).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Number of the last signal of a call; 0 when there is none.
    ///
    /// # Errors
    /// As reading has.
    pub async fn last_signal(&self, contact: Reference) -> Result<u64, StoreError> {
        let read = self.read().await?;
        let last: Option<(u64,)> = read
            .first(
                "SELECT COALESCE(MAX(seq), 0) FROM hotline_signals WHERE contact = ?1",
                &params![contact],
            )
            .await?;
        Ok(last.map_or(0, |(last,)| last))
    }

    /// What was told to somebody in a call after that number, in its order.
    ///
    /// # Errors
    /// As reading has.
    pub async fn signals(&self, contact: Reference, to: Peer, after: u64) -> Result<Vec<Signal>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(u64, i64, String)> = read
            .rows(
                "SELECT seq, sender, data FROM hotline_signals WHERE contact = ?1 AND receiver = ?2 AND seq > ?3 \
                 ORDER BY seq LIMIT ?4",
                &params![contact, to.number(), after, BATCH],
            )
            .await?;
        let signals = rows.into_iter().map(|(seq, from, data)| Signal {
            seq,
            from: Peer::of(from),
            data,
        });
        Ok(signals.collect())
    }
}

/// What those events make of a record that is not written yet.
fn folded<N: Journaled>(key: N::Key, new: &[New<N>], ctx: &Context<'_>) -> Result<N, StoreError> {
    let events: Vec<Event<N>> = numbered(new, 0, ctx.now, ctx.actor).collect();
    N::fold(key, &events).ok_or(StoreError::Refused)
}
