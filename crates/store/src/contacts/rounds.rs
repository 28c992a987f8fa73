//! Rounds of matching, and what becomes of those who are not heard of any more.

use std::collections::BTreeSet;

use domain::Lang;
use domain::contacts::matching::{self, AgentState, Offered, Policy, Ringing, What};
use domain::contacts::{At, Kind};
use domain::receipts::Reference;
use domain::roles::{Role, StaffId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::queue::{Agent, Presence, Queue, ROUND_MAX, Waits, agents, told, waiting};
use crate::commit::{Clash, Commit, CommitError};
use crate::value::params;
use crate::{Store, StoreError};

/// A visitor who was not heard of for so long is offered to nobody until they come back.
const AWAY_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// One who calls has the page open, and it is heard of every few seconds.
const CALLER_AWAY_AFTER: SignedDuration = SignedDuration::from_secs(30);
/// And after so long they have left.
const LEFT_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// What rings at a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub contact: Reference,
    pub staff: StaffId,
}

impl Agent {
    /// What they do just now, with that much ringing at them.
    fn state(&self, ringing: bool) -> AgentState {
        match self.presence.at {
            At::Offline => AgentState::Offline,
            At::Break => AgentState::Break,
            At::Ready if self.chats > 0 || self.on_a_call => AgentState::Talking,
            At::Ready if self.wraps_up => AgentState::WrappingUp,
            At::Ready if ringing => AgentState::Offered,
            At::Ready => AgentState::Ready,
        }
    }
}

/// For what is no conflict: whoever was faster was as good.
fn claimed(outcome: Result<(), CommitError>) -> Result<bool, StoreError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(CommitError::Clash(_)) => Ok(false),
        Err(CommitError::Store(error)) => Err(error),
    }
}

impl Store {
    /// One round of matching: what rang too long goes on, and who is free is offered who waits. Any number of nodes may
    /// run one at the same time: an offer is made by who claims both rows first. Gives the offers that this one made.
    ///
    /// `machine` says whether an engine translates a language and back.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn offer_round(
        &self,
        policy: &Policy,
        today: Date,
        machine: impl Fn(Lang) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Offer>, StoreError> {
        let mut queue = self.hotline_queue(policy, today, now).await?;
        for waits in &mut queue.waiting {
            let lapsed = waits.offered.filter(|(staff, at)| {
                policy.has_lapsed(*at, now)
                    || !queue.agents.iter().any(|agent| agent.presence.staff == *staff)
            });
            if let Some((staff, _)) = lapsed
                && self.take_back(waits, staff).await?
            {
                waits.offered = None;
                waits.declined_by.push(staff);
                waits.version += 1;
            }
        }
        let agents: Vec<matching::Agent> = queue
            .agents
            .iter()
            .map(|agent| queue.seat(agent, policy))
            .collect();
        let waiting: Vec<matching::Waiting> = queue
            .waiting
            .iter()
            .filter(|waits| waits.offered.is_none() && waits.is_there(now))
            .map(|waits| waits.as_matched(&machine))
            .collect();
        let mut made = Vec::new();
        for offer in matching::offers(&agents, &waiting, policy, now) {
            let waits = queue.waiting.iter().find(|waits| waits.id == offer.waiting);
            let Offered::Agent { staff, .. } = offer.to else {
                if let Some(waits) = waits {
                    self.offer_call_back(waits, now).await?;
                }
                continue;
            };
            let agent = queue
                .agents
                .iter_mut()
                .find(|agent| agent.presence.staff == staff);
            if let (Some(waits), Some(agent)) = (waits, agent)
                && let Some(contact) = waits.contact
                && self.claim_offer(waits, &agent.presence, now).await?
            {
                agent.presence.version += 1;
                made.push(Offer { contact, staff });
            }
        }
        Ok(made)
    }

    /// They are asked whether they would rather be called back, and go on waiting.
    async fn offer_call_back(&self, waits: &Waits, now: Timestamp) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE hotline_waiting SET call_back_at = ?3, version = version + 1 \
             WHERE id = ?1 AND version = ?2 AND until IS NULL",
            params![waits.id.0, waits.version, now],
            Clash::Version,
        );
        commit.changed.push(told());
        claimed(self.commit(commit).await)
    }

    /// Makes an offer, unless somebody was faster with either side.
    async fn claim_offer(&self, waits: &Waits, agent: &Presence, now: Timestamp) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE hotline_waiting SET offered_to = ?3, offered_at = ?4, version = version + 1 \
             WHERE id = ?1 AND version = ?2 AND until IS NULL",
            params![waits.id.0, waits.version, agent.staff.0, now],
            Clash::Version,
        );
        commit.must(
            "UPDATE hotline_agents SET version = version + 1 WHERE staff = ?1 AND version = ?2 AND state = 'ready'",
            params![agent.staff.0, agent.version],
            Clash::Version,
        );
        commit.changed.push(told());
        claimed(self.commit(commit).await)
    }

    /// An offer that was not taken goes on to others.
    async fn take_back(&self, waits: &Waits, staff: StaffId) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE hotline_waiting SET offered_to = NULL, offered_at = NULL, declined_by = ?3, version = version + 1 \
             WHERE id = ?1 AND version = ?2 AND until IS NULL",
            params![waits.id.0, waits.version, with(&waits.declined_by, staff)],
            Clash::Version,
        );
        commit.changed.push(told());
        claimed(self.commit(commit).await)
    }

    /// A member of staff does not take what rings at them. False: it does not ring there any more.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn decline_offer(&self, contact: Reference, staff: StaffId) -> Result<bool, StoreError> {
        let read = self.read().await?;
        let waits: Option<Waits> = read
            .first(
                concat!(
                    waiting!(),
                    "WHERE contact = ?1 AND offered_to = ?2 AND until IS NULL"
                ),
                &params![contact, staff.0],
            )
            .await?;
        drop(read);
        match waits {
            Some(waits) => self.take_back(&waits, staff).await,
            None => Ok(false),
        }
    }

    /// Contacts that a member of staff held who was not heard of since that time: for the duty that puts them back. Who it
    /// was is offline from then on.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn vanished(&self, policy: &Policy, now: Timestamp) -> Result<Vec<Offer>, StoreError> {
        let before = now
            .saturating_sub(policy.vanished_after)
            .unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let gone: Vec<Presence> = read
            .rows(
                concat!(
                    agents!(),
                    "WHERE state <> 'offline' AND beat_at <= ?1 ORDER BY staff"
                ),
                &params![before],
            )
            .await?;
        let held: Vec<(Reference, i64)> = read
            .rows(
                "SELECT p.reference, p.staff FROM contact_people p JOIN contacts c ON c.reference = p.reference \
                 JOIN hotline_agents a ON a.staff = p.staff \
                 WHERE p.here = 1 AND p.part = 'agent' AND c.state = 'talking' AND a.beat_at <= ?1 \
                 ORDER BY p.staff, p.reference",
                &params![before],
            )
            .await?;
        drop(read);
        for presence in gone {
            self.be_at(presence.staff, At::Offline, None, now).await?;
        }
        let held = held.into_iter();
        Ok(held
            .map(|(contact, staff)| Offer {
                contact,
                staff: StaffId(staff),
            })
            .collect())
    }

    /// Contacts that wait and whose visitor was not heard of for ten minutes: they have left. Who said nothing and went is
    /// written off here, and so is a call that nobody has answered.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn left_waiting(&self, now: Timestamp) -> Result<Vec<Reference>, StoreError> {
        let before = now.saturating_sub(LEFT_AFTER).unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let silent: Option<(i64,)> = read
            .first(
                "SELECT id FROM hotline_waiting w WHERE until IS NULL AND beat_at <= ?1 AND (contact IS NULL OR \
                 kind = 'call' AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.reference = w.contact)) LIMIT 1",
                &params![before],
            )
            .await?;
        let left: Vec<(Reference,)> = read
            .rows(
                "SELECT contact FROM hotline_waiting w WHERE until IS NULL AND kind <> 'call-back' AND beat_at <= ?1 \
                 AND EXISTS (SELECT 1 FROM contacts c WHERE c.reference = w.contact) ORDER BY since LIMIT ?2",
                &params![before, ROUND_MAX],
            )
            .await?;
        drop(read);
        if silent.is_some() {
            let mut commit = Commit::default();
            commit.run(
                "UPDATE hotline_waiting SET until = ?2, outcome = 'silent' \
                 WHERE until IS NULL AND contact IS NULL AND beat_at <= ?1",
                params![before, now],
            );
            commit.run(
                "DELETE FROM hotline_calls WHERE contact IN (SELECT w.contact FROM hotline_waiting w \
                 WHERE w.kind = 'call' AND w.until IS NULL AND w.beat_at <= ?1)",
                params![before],
            );
            commit.run(
                "UPDATE hotline_waiting SET until = ?2, outcome = 'visitor-left', version = version + 1 \
                 WHERE until IS NULL AND kind = 'call' AND beat_at <= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.reference = hotline_waiting.contact)",
                params![before, now],
            );
            self.commit(commit).await?;
        }
        Ok(left.into_iter().map(|(contact,)| contact).collect())
    }
}

/// As it is stored: numbers between blanks, each once.
fn with(declined: &[StaffId], staff: StaffId) -> String {
    let all: BTreeSet<i64> = declined.iter().chain([&staff]).map(|one| one.0).collect();
    let all: Vec<String> = all.iter().map(i64::to_string).collect();
    all.join(" ")
}

impl Waits {
    /// Whoever wants to be called back is somewhere else.
    fn is_there(&self, now: Timestamp) -> bool {
        let away = now.duration_since(self.beat_at);
        match self.kind {
            Kind::Chat => away < AWAY_AFTER,
            Kind::Call => away < CALLER_AWAY_AFTER,
            Kind::CallBack => true,
        }
    }

    fn what(&self) -> What {
        match self.kind {
            Kind::Chat => What::Chat,
            Kind::Call => What::Call,
            Kind::CallBack => What::CallBack,
        }
    }

    fn as_matched(&self, machine: impl Fn(Lang) -> bool) -> matching::Waiting {
        matching::Waiting {
            id: self.id,
            what: self.what(),
            language: self.language,
            urgent: self.urgent,
            topic: self.topic.clone(),
            since: self.since,
            declined_by: self.declined_by.clone(),
            wants_interpreter: false,
            machine: machine(self.language),
            call_back_offered: self.call_back_offered,
        }
    }
}

impl Queue {
    fn seat(&self, agent: &Agent, policy: &Policy) -> matching::Agent {
        let offered: Vec<Ringing> = self
            .ringing(agent.presence.staff)
            .map(|waits| Ringing {
                waiting: waits.id,
                what: waits.what(),
                interpreter: None,
            })
            .collect();
        matching::Agent {
            staff: agent.presence.staff,
            part: if agent.role == Role::Agent {
                matching::Part::Agent
            } else {
                matching::Part::Interpreter
            },
            languages: agent
                .languages
                .iter()
                .map(|(lang, level)| (*lang, *level))
                .collect(),
            topics: BTreeSet::new(),
            state: agent.state(!offered.is_empty()),
            since: agent.presence.since,
            capacity: policy.chats_at_once,
            chats: agent.chats,
            on_a_call: agent.on_a_call,
            offered,
        }
    }
}
