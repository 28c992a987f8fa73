//! One round: who can still take something, as offers go out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Agent, AgentState, How, Offered, Part, Policy, Waiting, What};
use crate::Lang;
use crate::training::Level;

/// An agent and what this round has given them.
struct Seat<'a> {
    agent: &'a Agent,
    /// Chats, and offers that ring, those of this round among them.
    held: usize,
    /// A call, or what else nothing can be held beside, rings or is held.
    whole: bool,
    /// Kept free of further chats, for a call that waits.
    kept: bool,
}

impl<'a> Seat<'a> {
    fn of(agent: &'a Agent) -> Self {
        Self {
            agent,
            held: usize::from(agent.chats) + agent.offered.len(),
            whole: agent.on_a_call || agent.offered.iter().any(|ringing| ringing.what != What::Chat),
            kept: false,
        }
    }

    fn give(&mut self, what: What) {
        self.held += 1;
        self.whole |= what != What::Chat;
    }

    /// At work, if busy: sooner or later they can take something.
    fn is_there(&self) -> bool {
        !matches!(self.agent.state, AgentState::Offline | AgentState::Break)
    }

    fn holds_nothing(&self) -> bool {
        self.agent.state == AgentState::Ready && self.held == 0 && !self.whole
    }

    fn has_room(&self) -> bool {
        use AgentState::{Offered, Ready, Talking};
        matches!(self.agent.state, Ready | Offered | Talking)
            && !self.whole
            && !self.kept
            && self.held < usize::from(self.agent.capacity)
    }

    /// Could come to hold nothing, if no further chat were given to them.
    fn can_be_kept(&self) -> bool {
        self.has_room() && self.held > 0
    }

    fn can_take(&self, what: What) -> bool {
        if what == What::Chat {
            self.has_room()
        } else {
            self.holds_nothing()
        }
    }

    /// Before others, among those who speak as well.
    fn place(&self) -> impl Ord + use<> {
        (self.held, self.agent.since, self.agent.staff)
    }
}

/// A way to be understood that is open at this time.
#[derive(Clone, Copy)]
enum Way {
    Speaker,
    Interpreter,
    Machine,
}

pub(super) struct Round<'a> {
    policy: &'a Policy,
    now: Timestamp,
    seats: Vec<Seat<'a>>,
    /// Of each language that is waited for, how well each seat speaks it, if well enough.
    levels: BTreeMap<Lang, Vec<Option<Level>>>,
    /// Of each topic that is waited for, which seats answer about it.
    topics: BTreeMap<&'a str, Vec<bool>>,
}

impl<'a> Round<'a> {
    pub fn new(agents: &'a [Agent], waiting: &'a [Waiting], policy: &'a Policy, now: Timestamp) -> Self {
        let seats: Vec<Seat> = agents.iter().map(Seat::of).filter(Seat::is_there).collect();
        let rung = || {
            let ringing = seats.iter().flat_map(|seat| &seat.agent.offered);
            ringing.filter_map(|ringing| ringing.interpreter)
        };
        let mut levels = BTreeMap::new();
        for language in waiting.iter().map(|waiting| waiting.language).chain(rung()) {
            levels.entry(language).or_insert_with(|| {
                let levels = seats.iter().map(|seat| level(seat.agent, language, policy));
                levels.collect()
            });
        }
        let mut topics = BTreeMap::new();
        for topic in waiting.iter().filter_map(|waiting| waiting.topic.as_deref()) {
            topics.entry(topic).or_insert_with(|| {
                let answers = |seat: &Seat| seat.agent.topics.is_empty() || seat.agent.topics.contains(topic);
                seats.iter().map(answers).collect()
            });
        }
        let mut rung: Vec<Lang> = rung().collect();
        rung.sort_unstable();
        let mut round = Self {
            policy,
            now,
            seats,
            levels,
            topics,
        };
        for language in rung {
            // None is left when an interpreter went after the offer was made.
            if let Some(interpreter) = round.interpreter(language) {
                round.seats[interpreter].give(What::Interpreter);
            }
        }
        round
    }

    /// The best that can be done for the next in order.
    pub fn offer(&mut self, waiting: &Waiting) -> Option<Offered> {
        let found = self.find(waiting);
        if let Some((seat, how)) = found {
            if how == How::WithInterpreter
                && let Some(interpreter) = self.interpreter(waiting.language)
            {
                self.seats[interpreter].give(What::Interpreter);
            }
            self.seats[seat].give(waiting.what);
            let staff = self.seats[seat].agent.staff;
            return Some(Offered::Agent { staff, how });
        }
        if waiting.what != What::Chat {
            self.keep_one(waiting);
        }
        let visits = matches!(waiting.what, What::Chat | What::Call);
        let is_time = self.waited(waiting) >= self.policy.call_back_after;
        (visits && is_time && !waiting.call_back_offered).then_some(Offered::CallBack)
    }

    fn waited(&self, waiting: &Waiting) -> SignedDuration {
        self.now.duration_since(waiting.since)
    }

    fn ways(&self, waiting: &Waiting) -> impl Iterator<Item = Way> + use<> {
        let waited = self.waited(waiting);
        let with_agent = waiting.what != What::Interpreter;
        let interpreter =
            with_agent && (waiting.wants_interpreter || waited >= self.policy.interpreter_after);
        let machine = waiting.what == What::Chat && waiting.machine && waited >= self.policy.machine_after;
        [
            Some(Way::Speaker),
            interpreter.then_some(Way::Interpreter),
            machine.then_some(Way::Machine),
        ]
        .into_iter()
        .flatten()
    }

    /// Who takes it, and how.
    fn find(&self, waiting: &Waiting) -> Option<(usize, How)> {
        let again = |seat: &Seat| waiting.declined_by.contains(&seat.agent.staff);
        let first = self.best(waiting, |seat| !again(seat));
        if first.is_some() || waiting.declined_by.is_empty() || self.others_could(waiting) {
            return first;
        }
        self.best(waiting, again)
    }

    fn best(&self, waiting: &Waiting, may: impl Fn(&Seat) -> bool) -> Option<(usize, How)> {
        self.ways(waiting).find_map(|way| {
            let able = || {
                self.suited(waiting)
                    .filter(|(_, seat)| seat.can_take(waiting.what) && may(seat))
            };
            match way {
                Way::Speaker => {
                    let levels = self.levels.get(&waiting.language)?;
                    let speakers = able().filter_map(|(at, seat)| Some((levels[at]?, at, seat)));
                    speakers
                        .min_by_key(|(level, _, seat)| (Reverse(*level), seat.place()))
                        .map(|(level, at, _)| (at, How::Speaker(level)))
                }
                Way::Interpreter => {
                    self.interpreter(waiting.language)?;
                    let first = able().min_by_key(|(_, seat)| seat.place());
                    first.map(|(at, _)| (at, How::WithInterpreter))
                }
                Way::Machine => {
                    let first = able().min_by_key(|(_, seat)| seat.place());
                    first.map(|(at, _)| (at, How::WithMachine))
                }
            }
        })
    }

    /// Those who answer about it, whether they can now or not.
    fn suited<'r>(&'r self, waiting: &Waiting) -> impl Iterator<Item = (usize, &'r Seat<'a>)> + use<'r, 'a> {
        let part = if waiting.what == What::Interpreter {
            Part::Interpreter
        } else {
            Part::Agent
        };
        let topics = waiting.topic.as_deref().and_then(|topic| self.topics.get(topic));
        self.seats
            .iter()
            .enumerate()
            .filter(move |(at, seat)| seat.agent.part == part && topics.is_none_or(|answers| answers[*at]))
    }

    /// The interpreter who is rung next for that language.
    fn interpreter(&self, language: Lang) -> Option<usize> {
        let levels = self.levels.get(&language)?;
        let seats = self.seats.iter().enumerate();
        let interpreters =
            seats.filter(|(_, seat)| seat.agent.part == Part::Interpreter && seat.holds_nothing());
        interpreters
            .filter_map(|(at, seat)| Some((levels[at]?, at, seat)))
            .min_by_key(|(level, _, seat)| (Reverse(*level), seat.place()))
            .map(|(_, at, _)| at)
    }

    /// Someone who is at work and did not decline could take it, by a way that is open, now or when they are free.
    fn others_could(&self, waiting: &Waiting) -> bool {
        let others: Vec<usize> = self
            .suited(waiting)
            .filter(|(_, seat)| !waiting.declined_by.contains(&seat.agent.staff))
            .map(|(at, _)| at)
            .collect();
        let interpreters = || {
            let seats = self.seats.iter().enumerate();
            seats.filter(|(_, seat)| seat.agent.part == Part::Interpreter)
        };
        !others.is_empty()
            && self.ways(waiting).any(|way| match way {
                Way::Speaker => others.iter().any(|at| self.speaks(*at, waiting.language)),
                Way::Interpreter => interpreters().any(|(at, _)| self.speaks(at, waiting.language)),
                Way::Machine => true,
            })
    }

    fn speaks(&self, at: usize, language: Lang) -> bool {
        let levels = self.levels.get(&language);
        levels.is_some_and(|levels| levels[at].is_some())
    }

    /// Gives no more chats to the one of those who could take this call that holds fewest.
    fn keep_one(&mut self, waiting: &Waiting) {
        let interpreted = self.ways(waiting).any(|way| matches!(way, Way::Interpreter))
            && self.interpreter(waiting.language).is_some();
        let fewest = |may: &dyn Fn(&Seat) -> bool| {
            self.suited(waiting)
                .filter(|(at, seat)| {
                    seat.can_be_kept() && may(seat) && (interpreted || self.speaks(*at, waiting.language))
                })
                .min_by_key(|(_, seat)| seat.place())
                .map(|(at, _)| at)
        };
        let again = |seat: &Seat| waiting.declined_by.contains(&seat.agent.staff);
        let kept = if waiting.declined_by.is_empty() || self.others_could(waiting) {
            fewest(&|seat| !again(seat))
        } else {
            fewest(&again)
        };
        if let Some(kept) = kept {
            self.seats[kept].kept = true;
        }
    }
}

/// How well an agent speaks a language, if well enough.
fn level(agent: &Agent, language: Lang, policy: &Policy) -> Option<Level> {
    let levels = agent.languages.iter().filter(|(spoken, _)| *spoken == language);
    let best = levels.map(|(_, level)| *level).max()?;
    (best >= policy.least_level).then_some(best)
}
