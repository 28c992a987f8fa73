//! Rounds of matching, and what becomes of those who are not heard of any more.

use std::collections::BTreeSet;

use domain::Lang;
use domain::contacts::matching::{self, AgentState, Offered, Policy, Ringing, What};
use domain::contacts::{At, Contact, State};
use domain::receipts::Reference;
use domain::roles::{Role, StaffId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::place::{self, stop_ringing};
use super::presence;
use super::queue::{Agent, Presence, Queue, ROUND_MAX, Waits, agents, rings_at, told, waiting};
use crate::commit::{Clash, Commit, CommitError};
use crate::records::parse;
use crate::value::params;
use crate::{Store, StoreError};

/// One who calls has the page open, and it is heard of every few seconds.
const CALLER_AWAY_AFTER: SignedDuration = SignedDuration::from_secs(30);

/// What rings at a member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub contact: Reference,
    pub staff: StaffId,
}

impl Agent {
    /// What they do just now, with that much ringing at them.
    pub(super) fn state(&self, ringing: bool) -> AgentState {
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
pub(super) fn claimed(outcome: Result<(), CommitError>) -> Result<bool, StoreError> {
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
        for waits in queue.waiting.iter_mut().chain(&mut queue.asked) {
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
        let mut made = self.offer_in_turn(&mut queue, now).await?;
        let agents = queue.seats(policy);
        let waiting: Vec<matching::Waiting> = queue
            .waiting
            .iter()
            .chain(&queue.asked)
            .filter(|waits| waits.is_free(policy, now))
            .map(|waits| waits.as_matched(&machine))
            .collect();
        for offer in matching::offers(&agents, &waiting, policy, now) {
            let mut all = queue.waiting.iter().chain(&queue.asked);
            let waits = all.find(|waits| waits.id == offer.waiting);
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

    /// A call of the exchange rings at the next whom it was told, whoever else has come free meanwhile.
    async fn offer_in_turn(&self, queue: &mut Queue, now: Timestamp) -> Result<Vec<Offer>, StoreError> {
        let mut made = Vec::new();
        for (waits, agent) in queue.next_in_turn() {
            let (waits, agent) = (&mut queue.waiting[waits], &mut queue.agents[agent]);
            if let Some(contact) = waits.contact
                && self.claim_offer(waits, &agent.presence, now).await?
            {
                let staff = agent.presence.staff;
                waits.offered = Some((staff, now));
                waits.version += 1;
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
        commit.changed.push(rings_at(agent.staff));
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

    /// Contacts that a member of staff held who was not heard of for so long, also those that are to be wrapped up: for the
    /// duty that puts them back. Who it was is offline from then on. Whoever talks on a telephone goes on: it is the exchange
    /// that says when that is over.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn vanished(&self, policy: &Policy, now: Timestamp) -> Result<Vec<Offer>, StoreError> {
        let before = now
            .saturating_sub(policy.vanished_after)
            .unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let quiet: Vec<Presence> = read
            .rows(
                concat!(agents!(), "WHERE beat_at <= ?1 ORDER BY staff"),
                &params![before],
            )
            .await?;
        let all: Vec<(String, i64)> = read
            .rows(
                "SELECT c.folded, p.staff FROM contact_people p JOIN contacts c ON c.reference = p.reference \
                 JOIN hotline_agents a ON a.staff = p.staff \
                 WHERE p.here = 1 AND p.part = 'agent' AND c.state IN ('talking', 'wrapping-up') AND a.beat_at <= ?1 \
                 ORDER BY p.staff, p.reference",
                &params![before],
            )
            .await?;
        drop(read);
        let mut held = Vec::with_capacity(all.len());
        for (folded, staff) in all {
            let contact: Contact = parse(&folded)?;
            if !contact.by_telephone || contact.state != State::Talking {
                held.push((contact.reference, staff));
            }
        }
        let mut given_back = Vec::new();
        for presence in quiet {
            let own = held.iter().filter(|(_, staff)| *staff == presence.staff.0);
            let own: Vec<Reference> = own.map(|(contact, _)| *contact).collect();
            // Most who are offline went home in order.
            let is_over = presence.at == At::Offline && own.is_empty();
            if !is_over && self.is_gone(&presence, before, now).await? {
                let staff = presence.staff;
                given_back.extend(own.into_iter().map(|contact| Offer { contact, staff }));
            }
        }
        Ok(given_back)
    }

    /// Writes that a member of staff is gone. False: they were heard of meanwhile.
    async fn is_gone(&self, quiet: &Presence, before: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        stop_ringing(quiet.staff, &mut commit);
        commit.must(
            "UPDATE hotline_agents SET version = version + 1, state = 'offline', reason = NULL, since = ?4 \
             WHERE staff = ?1 AND version = ?2 AND beat_at <= ?3",
            params![quiet.staff.0, quiet.version, before, now],
            Clash::Version,
        );
        // They were there until they were last heard of.
        let until = quiet.beat_at;
        presence::now_at(&mut commit, (quiet.staff, At::Offline, None), until, until);
        commit.changed.push(told());
        claimed(self.commit(commit).await)
    }

    /// A contact that waits has its place in the queue, and no other: what was lost is put right. And what was left beside calls
    /// goes.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn mend_queue(&self, now: Timestamp) -> Result<(), StoreError> {
        self.sweep_calls(now).await?;
        let read = self.read().await?;
        let missing: Vec<(String,)> = read
            .rows(
                "SELECT c.folded FROM contacts c WHERE c.state = 'waiting' AND NOT EXISTS \
                 (SELECT 1 FROM hotline_waiting w WHERE w.contact = c.reference AND w.kind = c.kind AND w.until IS NULL) \
                 LIMIT ?1",
                &params![ROUND_MAX],
            )
            .await?;
        let stray: Option<(i64,)> = read
            .first(
                "SELECT w.id FROM hotline_waiting w JOIN contacts c ON c.reference = w.contact AND c.kind = w.kind \
                 WHERE w.until IS NULL AND c.state <> 'waiting' LIMIT 1",
                &[],
            )
            .await?;
        drop(read);
        if missing.is_empty() && stray.is_none() {
            return Ok(());
        }
        let mut commit = Commit::default();
        for (folded,) in missing {
            place::wait(&parse(&folded)?, now, &mut commit);
        }
        commit.run(
            "UPDATE hotline_waiting SET until = ?1, outcome = 'lost', offered_to = NULL, version = version + 1 \
             WHERE until IS NULL AND EXISTS (SELECT 1 FROM contacts c WHERE c.reference = hotline_waiting.contact \
             AND c.kind = hotline_waiting.kind AND c.state <> 'waiting')",
            params![now],
        );
        commit.changed.push(told());
        Ok(self.commit(commit).await?)
    }

    /// Contacts that wait and whose visitor was not heard of for so long that they have left. Who said nothing and went is
    /// written off here, and so is a call that nobody has answered. Of one who called by telephone nothing is ever heard, and it
    /// is the exchange that says when they have gone.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn left_waiting(&self, policy: &Policy, now: Timestamp) -> Result<Vec<Reference>, StoreError> {
        let before = now
            .saturating_sub(policy.visitor_left_after)
            .unwrap_or(Timestamp::MIN);
        let read = self.read().await?;
        let silent: Option<(i64,)> = read
            .first(
                "SELECT id FROM hotline_waiting w WHERE until IS NULL AND beat_at <= ?1 AND (contact IS NULL OR \
                 kind = 'call' AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.reference = w.contact)) LIMIT 1",
                &params![before],
            )
            .await?;
        let all: Vec<(String,)> = read
            .rows(
                "SELECT c.folded FROM hotline_waiting w JOIN contacts c ON c.reference = w.contact \
                 WHERE w.until IS NULL AND w.kind NOT IN ('interpreter', 'call-back') AND w.beat_at <= ?1 \
                 ORDER BY w.since LIMIT ?2",
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
                "UPDATE hotline_waiting SET until = ?2, outcome = 'visitor-left', version = version + 1 \
                 WHERE until IS NULL AND kind = 'call' AND beat_at <= ?1 \
                 AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.reference = hotline_waiting.contact)",
                params![before, now],
            );
            // Of one that was heard of meanwhile it is still needed, to answer it.
            commit.run(
                "DELETE FROM hotline_calls WHERE NOT EXISTS (SELECT 1 FROM hotline_waiting w \
                 WHERE w.contact = hotline_calls.contact AND w.until IS NULL)",
                [],
            );
            self.commit(commit).await?;
        }
        let mut left = Vec::with_capacity(all.len());
        for (folded,) in all {
            let contact: Contact = parse(&folded)?;
            if !contact.by_telephone {
                left.push(contact.reference);
            }
        }
        Ok(left)
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
    pub(super) fn is_there(&self, policy: &Policy, now: Timestamp) -> bool {
        let away = now.duration_since(self.beat_at);
        match self.what {
            What::Chat | What::Interpreter => away < policy.visitor_away_after,
            What::Call => away < CALLER_AWAY_AFTER,
            What::CallBack => true,
        }
    }

    /// They are there, and nobody is asked to take them just now.
    pub(super) fn is_free(&self, policy: &Policy, now: Timestamp) -> bool {
        self.offered.is_none() && self.in_turn.is_none() && self.is_there(policy, now)
    }

    pub(super) fn as_matched(&self, machine: impl Fn(Lang) -> bool) -> matching::Waiting {
        matching::Waiting {
            id: self.id,
            what: self.what,
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
    /// Those who are there, as they are matched.
    pub(super) fn seats(&self, policy: &Policy) -> Vec<matching::Agent> {
        self.agents.iter().map(|agent| self.seat(agent, policy)).collect()
    }

    pub(super) fn seat(&self, agent: &Agent, policy: &Policy) -> matching::Agent {
        let offered: Vec<Ringing> = self
            .ringing(agent.presence.staff)
            .map(|waits| Ringing {
                waiting: waits.id,
                what: waits.what,
                // Whoever takes somebody whom they do not understand has one rung.
                interpreter: (waits.what != What::Interpreter
                    && !agent.languages.contains_key(&waits.language))
                .then_some(waits.language),
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
            agreed: agent.agreed.clone(),
        }
    }
}
