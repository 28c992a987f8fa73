//! Calls from the telephone network. They wait as rows, like those of browsers, but it is the exchange that rings their agents, one
//! after the other, as it was told when the call came; a row follows where it is by the clock.

use domain::cases::Case;
use domain::contacts::Contact;
use domain::contacts::matching::{self, Policy, WaitingId, What};
use domain::journaled::Context;
use domain::roles::{Staff, StaffId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::calls::{Answers, Rings, keep_call};
use super::queue::{Queue, told};
use crate::commit::{Clash, Commit, CommitError};
use crate::records::{OpenError, kept};
use crate::value::params;
use crate::{Store, StoreError};

/// Whom an exchange rings, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub staff: Vec<Staff>,
    /// Of the presence of the first, as they were looked at.
    pub version: u64,
}

/// What became of a call that an exchange asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rang {
    Rings,
    /// It is known already, and rings or is over.
    Known,
    /// Something else has come to the first of them meanwhile: look again.
    Taken,
}

/// As it is stored: numbers between blanks, in their order.
fn written(in_turn: &[StaffId]) -> String {
    let all: Vec<String> = in_turn.iter().map(|staff| staff.0.to_string()).collect();
    all.join(" ")
}

impl Store {
    /// Whom an exchange rings for a call that comes now, at most so many; `None`: nobody. It only looks.
    ///
    /// # Errors
    /// As reading has.
    pub async fn rung_in_turn(
        &self,
        (policy, today, now): (&Policy, Date, Timestamp),
        language: domain::Lang,
        most: usize,
    ) -> Result<Option<Turn>, StoreError> {
        let queue = self.hotline_queue(policy, today, now).await?;
        let agents = queue.seats(policy);
        let waiting: Vec<matching::Waiting> = queue
            .waiting
            .iter()
            .filter(|waits| waits.is_free(policy, now))
            .map(|waits| waits.as_matched(|_| false))
            .collect();
        let call = matching::Waiting {
            id: WaitingId(u64::MAX),
            what: What::Call,
            language,
            urgent: false,
            topic: None,
            since: now,
            declined_by: Vec::new(),
            wants_interpreter: false,
            machine: false,
            call_back_offered: true,
        };
        let mut staff = Vec::new();
        for id in matching::rung_in_turn(&agents, &waiting, &call, policy, now, most) {
            staff.extend(self.staff_by_id(id).await?);
        }
        let first = staff.first().and_then(|first| {
            let mut agents = queue.agents.iter();
            agents.find(|agent| agent.presence.staff == first.id)
        });
        let version = first.map(|agent| agent.presence.version);
        Ok(version.map(|version| Turn { staff, version }))
    }

    /// A call rings at the first of them from now on, at each for so long. `version`: as in [`Turn`].
    ///
    /// # Errors
    /// As writing has.
    pub async fn ring_in_turn(
        &self,
        rings: &Rings<'_>,
        (in_turn, version): (&[StaffId], u64),
        each: SignedDuration,
        now: Timestamp,
    ) -> Result<Rang, StoreError> {
        let mut commit = Commit::default();
        let turns = i32::try_from(in_turn.len()).unwrap_or(i32::MAX);
        // Nothing is heard of who calls until somebody answers or they give up.
        let there_until = now.saturating_add(each * turns).unwrap_or(now);
        commit.must(
            "INSERT INTO hotline_waiting (id, version, kind, language, urgent, contact, since, again, beat_at, \
             declined_by, in_turn, offered_to, offered_at) VALUES (?1, 1, 'call', ?2, 0, ?3, ?4, 0, ?5, '', ?6, ?7, ?4) \
             ON CONFLICT DO NOTHING",
            params![
                rings.id.0,
                rings.language.as_str(),
                rings.contact,
                now,
                there_until,
                written(in_turn),
                in_turn.first().map(|staff| staff.0)
            ],
            Clash::Taken,
        );
        keep_call(&mut commit, rings);
        // Neither a round nor another call that has not seen it makes them an offer.
        commit.must(
            "UPDATE hotline_agents SET version = version + 1 WHERE staff = ?1 AND version = ?2",
            params![in_turn.first().map(|staff| staff.0), version],
            Clash::Version,
        );
        commit.changed.push(told());
        match self.commit(commit).await {
            Ok(()) => Ok(Rang::Rings),
            Err(CommitError::Clash(Clash::Taken)) => Ok(Rang::Known),
            Err(CommitError::Clash(_)) => Ok(Rang::Taken),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// A call came and nobody could take it: it counts among those who came.
    ///
    /// # Errors
    /// As writing has.
    pub async fn turned_away(&self, rings: &Rings<'_>, now: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "INSERT INTO hotline_waiting (id, version, kind, language, urgent, contact, since, again, beat_at, \
             declined_by, in_turn, until, outcome) VALUES (?1, 1, 'call', ?2, 0, ?3, ?4, 0, ?4, '', '', ?4, 'nobody-free') \
             ON CONFLICT DO NOTHING",
            params![rings.id.0, rings.language.as_str(), rings.contact, now],
        );
        Ok(self.commit(commit).await?)
    }

    /// A member of staff has answered a call of the exchange, whether or not it is known here that it rang. `since` is when it
    /// came where that is not known, `number` is whose call it is.
    ///
    /// # Errors
    /// As [`Store::open_held`] has; [`OpenError::KeyTaken`] when it was answered already.
    pub async fn answer_by_telephone(
        &self,
        ctx: &Context<'_>,
        rings: &Rings<'_>,
        since: Timestamp,
        number: &str,
    ) -> Result<(Case, Contact), OpenError> {
        let waits = self.waits(rings.contact).await?;
        let waits = waits.as_ref();
        let answers = Answers {
            contact: rings.contact,
            case: rings.receipt.reference,
            code_hash: rings.receipt.code_hash,
            language: waits.map_or(rings.language, |waits| waits.language),
            topic: None,
            urgent: false,
            since: waits.map_or(kept(since), |waits| waits.since),
            version: waits.map(|waits| waits.version),
            telephone: Some(number.to_owned()),
        };
        self.answered(ctx, answers).await
    }
}

impl Queue {
    /// Who is rung next of those that the exchange was told for a call that rings at nobody now.
    pub(super) fn next_in_turn(&self) -> Vec<(usize, usize)> {
        let calls = self.waiting.iter().enumerate();
        let calls = calls.filter(|(_, waits)| waits.offered.is_none());
        calls
            .filter_map(|(at, waits)| {
                let mut turn = waits.in_turn.iter().flatten();
                let next = turn.find(|staff| !waits.declined_by.contains(staff))?;
                let agent = self
                    .agents
                    .iter()
                    .position(|agent| agent.presence.staff == *next)?;
                Some((at, agent))
            })
            .collect()
    }
}
