//! One run: what happens next, until nothing does.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use jiff::{SignedDuration, Timestamp};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::{Place, Played, Runs, Scenario, Stream, Times};
use crate::contacts::matching::{
    Agent, AgentState, Agreed, How, Offered, Part, Waiting, WaitingId, What, offers,
};
use crate::roles::StaffId;

/// Microseconds since the beginning.
type Moment = i64;

/// What happens. Of what happens at the same moment, what was planned first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happens {
    /// Agents come and go.
    Slot(usize),
    /// A contact of this stream comes.
    Comes(usize),
    GivesUp(usize),
    Ends(usize),
    /// It is time for another way to answer somebody.
    Look,
}

struct Contact {
    stream: usize,
    came: Moment,
    handling: Moment,
    /// Places of those who talk with them.
    with: Vec<usize>,
}

struct Run<'a> {
    scenario: &'a Scenario<'a>,
    /// From then on contacts and time count.
    counts_from: Moment,
    end: Moment,
    random: Vec<ChaCha8Rng>,
    agents: Vec<Agent>,
    /// Since when each holds something; what they hold goes on without a gap.
    busy_since: Vec<Moment>,
    contacts: Vec<Contact>,
    queue: Vec<Waiting>,
    planned: BinaryHeap<Reverse<(Moment, usize, Happens)>>,
    /// Things planned so far.
    number: usize,
    played: Played,
}

pub(super) fn play(scenario: &Scenario, runs: Runs, number: u32) -> Played {
    let slots = scenario.streams.first().map_or(0, |stream| stream.calls.len());
    let slot = micros(scenario.slot.as_secs_f64());
    let at = |slots: usize| slot * i64::try_from(slots).unwrap_or(i64::MAX / slot.max(1));
    let random = |stream: usize| {
        let mut random = ChaCha8Rng::seed_from_u64(runs.seed);
        random.set_stream((u64::from(number) << 32) + stream as u64);
        random
    };
    let mut run = Run {
        scenario,
        counts_from: at(runs.warm_up),
        end: at(slots),
        random: (0..scenario.streams.len()).map(random).collect(),
        agents: (1..)
            .zip(&scenario.places)
            .map(|(staff, place)| agent(staff, place))
            .collect(),
        busy_since: vec![0; scenario.places.len()],
        contacts: Vec::new(),
        queue: Vec::new(),
        planned: BinaryHeap::new(),
        number: 0,
        played: Played::default(),
    };
    for number in 0..slots {
        run.plan(at(number), Happens::Slot(number));
    }
    for stream in 0..scenario.streams.len() {
        run.next_of(stream, 0);
    }
    while let Some(Reverse((now, _, happens))) = run.planned.pop() {
        run.happens(now, happens);
    }
    run.nobody_came();
    run.played
}

fn agent(staff: i64, place: &Place) -> Agent {
    Agent {
        staff: StaffId(staff),
        part: place.part,
        languages: place.languages.clone(),
        topics: BTreeSet::new(),
        state: AgentState::Offline,
        since: Timestamp::UNIX_EPOCH,
        capacity: place.chats_at_once,
        chats: 0,
        on_a_call: false,
        offered: Vec::new(),
        agreed: Agreed::Nothing,
    }
}

impl Run<'_> {
    fn plan(&mut self, at: Moment, happens: Happens) {
        self.planned.push(Reverse((at, self.number, happens)));
        self.number += 1;
    }

    fn happens(&mut self, now: Moment, happens: Happens) {
        match happens {
            Happens::Slot(slot) => self.turn(now, slot),
            Happens::Comes(stream) => self.comes(now, stream),
            Happens::GivesUp(contact) => self.gives_up(now, contact),
            Happens::Ends(contact) => self.ends(now, contact),
            Happens::Look => {}
        }
        self.answer(now);
    }

    /// Plans the next contact of a stream. A gap that reaches into the next slot is drawn anew from there at its own rate:
    /// an exponential gap has no memory.
    fn next_of(&mut self, stream: usize, after: Moment) {
        let slot = micros(self.scenario.slot.as_secs_f64());
        let mut from = after;
        while from < self.end {
            let number = usize::try_from(from / slot).unwrap_or(usize::MAX);
            let next_slot = (from / slot + 1) * slot;
            let calls = self.scenario.streams[stream].calls[number];
            if calls > 0.0 {
                let mean = self.scenario.slot.as_secs_f64() / calls;
                let comes = from.saturating_add(micros(exponential(&mut self.random[stream], mean)));
                if comes < next_slot {
                    self.plan(comes, Happens::Comes(stream));
                    return;
                }
            }
            from = next_slot;
        }
    }

    fn comes(&mut self, now: Moment, stream: usize) {
        let Stream {
            language,
            what,
            machine,
            ref handling,
            ref patience,
            ..
        } = self.scenario.streams[stream];
        let random = &mut self.random[stream];
        let handling = drawn(random, handling);
        let patience = patience.as_ref().map(|patience| drawn(random, patience));
        self.next_of(stream, now);
        let contact = self.contacts.len();
        self.contacts.push(Contact {
            stream,
            came: now,
            handling,
            with: Vec::new(),
        });
        self.queue.push(Waiting {
            id: chat_or_call(contact),
            what,
            language,
            urgent: false,
            topic: None,
            since: timestamp(now),
            declined_by: Vec::new(),
            wants_interpreter: false,
            machine,
            call_back_offered: false,
        });
        if let Some(patience) = patience {
            self.plan(now.saturating_add(patience), Happens::GivesUp(contact));
        }
        if self.agents.iter().any(|agent| agent.part == Part::Interpreter) {
            let after = micros(self.scenario.policy.interpreter_after.as_secs_f64());
            self.plan(now + after, Happens::Look);
        }
        if machine && what == What::Chat {
            let after = micros(self.scenario.policy.machine_after.as_secs_f64());
            self.plan(now + after, Happens::Look);
        }
    }

    fn gives_up(&mut self, now: Moment, contact: usize) {
        let waits = self
            .queue
            .iter()
            .position(|waiting| waiting.id == chat_or_call(contact));
        if let Some(waits) = waits {
            self.queue.remove(waits);
            self.gave_up(contact, now);
        }
    }

    fn gave_up(&mut self, contact: usize, now: Moment) {
        let Contact { stream, came, .. } = self.contacts[contact];
        if came >= self.counts_from {
            let language = self.scenario.streams[stream].language;
            let tally = self.played.languages.entry(language).or_default();
            tally.abandoned(SignedDuration::from_micros(now - came), self.scenario.policy);
        }
    }

    /// Whoever waits still when nothing more happens is answered by nobody.
    fn nobody_came(&mut self) {
        for waiting in std::mem::take(&mut self.queue) {
            if waiting.what != What::Interpreter {
                let contact = usize::try_from(waiting.id.0 / 2).unwrap_or(usize::MAX);
                self.gave_up(contact, self.end.max(self.contacts[contact].came));
            }
        }
    }

    fn ends(&mut self, now: Moment, contact: usize) {
        self.queue.retain(|waiting| waiting.id != ring(contact));
        let what = self.scenario.streams[self.contacts[contact].stream].what;
        for place in std::mem::take(&mut self.contacts[contact].with) {
            let agent = &mut self.agents[place];
            if what == What::Chat && agent.part == Part::Agent {
                agent.chats -= 1;
            } else {
                agent.on_a_call = false;
            }
            if holds_nothing(agent) {
                let goes = agent.state == AgentState::WrappingUp;
                agent.state = if goes {
                    AgentState::Offline
                } else {
                    AgentState::Ready
                };
                agent.since = timestamp(now);
                self.was_busy(place, now);
            }
        }
    }

    fn was_busy(&mut self, place: usize, until: Moment) {
        if self.scenario.places[place].part == Part::Agent {
            let (from, until) = (self.busy_since[place].max(self.counts_from), until.min(self.end));
            self.played.busy += seconds((until - from).max(0));
        }
    }

    /// Agents whose time begins come, those whose time is over go when they hold nothing.
    fn turn(&mut self, now: Moment, slot: usize) {
        let counts = now >= self.counts_from;
        for (agent, place) in self.agents.iter_mut().zip(&self.scenario.places) {
            let there = place.slots.contains(&slot);
            if there && counts && place.part == Part::Agent {
                self.played.there += self.scenario.slot.as_secs_f64();
            }
            let state = match (there, holds_nothing(agent)) {
                (true, true) => AgentState::Ready,
                (true, false) => AgentState::Talking,
                (false, true) => AgentState::Offline,
                (false, false) => AgentState::WrappingUp,
            };
            if agent.state != state {
                agent.state = state;
                agent.since = timestamp(now);
            }
        }
    }

    /// Makes the offers of this moment, all of which are taken.
    fn answer(&mut self, now: Moment) {
        loop {
            let can_take = |agent: &Agent| {
                matches!(agent.state, AgentState::Ready)
                    || agent.state == AgentState::Talking && !agent.on_a_call && agent.chats < agent.capacity
            };
            if self.queue.is_empty() || !self.agents.iter().any(can_take) {
                return;
            }
            let mut rings = false;
            for offer in offers(&self.agents, &self.queue, self.scenario.policy, timestamp(now)) {
                let Some(waits) = self.queue.iter().position(|waiting| waiting.id == offer.waiting) else {
                    continue;
                };
                let Offered::Agent { staff, how } = offer.to else {
                    self.queue[waits].call_back_offered = true;
                    continue;
                };
                let waiting = self.queue.remove(waits);
                let place = usize::try_from(staff.0 - 1).unwrap_or(usize::MAX);
                self.takes(now, place, &waiting);
                if how == How::WithInterpreter {
                    rings = true;
                    self.queue.push(Waiting {
                        id: WaitingId(waiting.id.0 + 1),
                        what: What::Interpreter,
                        since: timestamp(now),
                        ..waiting
                    });
                }
            }
            if !rings {
                return;
            }
        }
    }

    fn takes(&mut self, now: Moment, place: usize, waiting: &Waiting) {
        let contact = usize::try_from(waiting.id.0 / 2).unwrap_or(usize::MAX);
        let agent = &mut self.agents[place];
        if holds_nothing(agent) {
            self.busy_since[place] = now;
        }
        if waiting.what == What::Chat {
            agent.chats += 1;
        } else {
            agent.on_a_call = true;
        }
        agent.state = AgentState::Talking;
        agent.since = timestamp(now);
        self.contacts[contact].with.push(place);
        if waiting.what == What::Interpreter {
            return;
        }
        let Contact {
            stream,
            came,
            handling,
            ..
        } = self.contacts[contact];
        if came >= self.counts_from {
            let language = self.scenario.streams[stream].language;
            let tally = self.played.languages.entry(language).or_default();
            tally.answered(SignedDuration::from_micros(now - came), self.scenario.policy);
        }
        self.plan(now.saturating_add(handling), Happens::Ends(contact));
    }
}

fn chat_or_call(contact: usize) -> WaitingId {
    WaitingId(2 * contact as u64)
}

/// The ring for an interpreter into a contact.
fn ring(contact: usize) -> WaitingId {
    WaitingId(2 * contact as u64 + 1)
}

fn holds_nothing(agent: &Agent) -> bool {
    agent.chats == 0 && !agent.on_a_call
}

fn drawn(random: &mut ChaCha8Rng, times: &Times) -> Moment {
    match times {
        Times::Exponential(mean) => micros(exponential(random, mean.as_secs_f64())),
        Times::Given(times) => {
            let at = (u128::from(random.next_u64()) * times.len() as u128) >> 64;
            let time = usize::try_from(at).ok().and_then(|at| times.get(at));
            time.map_or(0, |time| micros(time.as_secs_f64()))
        }
    }
}

fn exponential(random: &mut ChaCha8Rng, mean: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    let uniform = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    -mean * (-uniform).ln_1p()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "what is beyond becomes the largest"
)]
fn micros(seconds: f64) -> Moment {
    (seconds * 1e6).round() as Moment
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a run is shorter than 2^53 microseconds, which are 285 years"
)]
fn seconds(micros: Moment) -> f64 {
    micros as f64 / 1e6
}

/// The earliest and latest times there are, for what lies beyond.
fn timestamp(moment: Moment) -> Timestamp {
    Timestamp::from_microsecond(moment).unwrap_or(Timestamp::MAX)
}
