//! One round: who can still take something, as offers go out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Agent, AgentState, Agreed, How, Offered, Part, Policy, Waiting, What};
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

    /// At work, if busy: sooner or later they can take something.
    fn is_there(&self) -> bool {
        !matches!(self.agent.state, AgentState::Offline | AgentState::Break)
            && !self.agent.agreed.is_elsewhere()
    }

    /// Rostered to be rung for that language now.
    fn is_on_duty(&self, language: Lang) -> bool {
        matches!(&self.agent.agreed, Agreed::Duty(languages) if languages.contains(&language))
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

    fn is_open(&self) -> bool {
        self.has_room() || self.holds_nothing()
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
    /// Seats that can take something still, whatever it is.
    open: Vec<usize>,
    /// Of each language that is waited for, the seats that speak it well enough.
    speakers: BTreeMap<Lang, Vec<(usize, Level)>>,
    /// Of each topic that is waited for, which seats answer about it.
    topics: BTreeMap<&'a str, Vec<bool>>,
}

impl<'a> Round<'a> {
    pub fn new(agents: &'a [Agent], waiting: &'a [Waiting], policy: &'a Policy, now: Timestamp) -> Self {
        let seats: Vec<Seat> = agents.iter().map(Seat::of).filter(Seat::is_there).collect();
        let ringing = seats.iter().flat_map(|seat| &seat.agent.offered);
        let mut rung: Vec<Lang> = ringing.filter_map(|ringing| ringing.interpreter).collect();
        rung.sort_unstable();
        let mut speakers = BTreeMap::new();
        for language in waiting.iter().map(|waiting| &waiting.language).chain(&rung) {
            speakers.entry(*language).or_insert_with(|| {
                let seats = seats.iter().enumerate();
                let speakers =
                    seats.filter_map(|(at, seat)| Some((at, level(seat.agent, *language, policy)?)));
                speakers.collect()
            });
        }
        let mut topics = BTreeMap::new();
        for topic in waiting.iter().filter_map(|waiting| waiting.topic.as_deref()) {
            topics.entry(topic).or_insert_with(|| {
                let answers = |seat: &Seat| seat.agent.topics.is_empty() || seat.agent.topics.contains(topic);
                seats.iter().map(answers).collect()
            });
        }
        let mut round = Self {
            policy,
            now,
            open: (0..seats.len()).filter(|at| seats[*at].is_open()).collect(),
            seats,
            speakers,
            topics,
        };
        for language in rung {
            // None is left when an interpreter went after the offer was made.
            if let Some(interpreter) = round.interpreter(language) {
                round.give(interpreter, What::Interpreter);
            }
        }
        round
    }

    /// The best that can be done for the next in order.
    pub fn offer(&mut self, waiting: &Waiting) -> Option<Offered> {
        if let Some((seat, how)) = self.find(waiting) {
            if how == How::WithInterpreter
                && let Some(interpreter) = self.interpreter(waiting.language)
            {
                self.give(interpreter, What::Interpreter);
            }
            self.give(seat, waiting.what);
            let staff = self.seats[seat].agent.staff;
            return Some(Offered::Agent { staff, how });
        }
        if waiting.what != What::Chat
            && let Some(kept) = self.kept_for(waiting)
        {
            self.seats[kept].kept = true;
            self.close(kept);
        }
        let visits = matches!(waiting.what, What::Chat | What::Call);
        let is_time = self.waited(waiting) >= self.policy.call_back_after;
        (visits && is_time && !waiting.call_back_offered).then_some(Offered::CallBack)
    }

    fn give(&mut self, at: usize, what: What) {
        let seat = &mut self.seats[at];
        seat.held += 1;
        seat.whole |= what != What::Chat;
        self.close(at);
    }

    /// Takes a seat that can take nothing more from those that are open.
    fn close(&mut self, at: usize) {
        if !self.seats[at].is_open()
            && let Some(open) = self.open.iter().position(|open| *open == at)
        {
            self.open.remove(open);
        }
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
        if self.open.is_empty() {
            return None;
        }
        let first = self.best(waiting, &|seat| !has_declined(seat, waiting));
        if first.is_some() || !self.asks_again(waiting) {
            return first;
        }
        self.best(waiting, &|seat| has_declined(seat, waiting))
    }

    fn best(&self, waiting: &Waiting, may: &dyn Fn(&Seat) -> bool) -> Option<(usize, How)> {
        let suits = self.suits(waiting);
        let able = |at: usize| {
            let seat = &self.seats[at];
            seat.can_take(waiting.what) && suits(at) && may(seat)
        };
        let anybody = || {
            let able = self.open.iter().copied().filter(|at| able(*at));
            able.min_by_key(|at| self.seats[*at].place())
        };
        self.ways(waiting).find_map(|way| match way {
            Way::Speaker => {
                let best = if waiting.what == What::Interpreter {
                    self.interpreter_who(waiting.language, able)
                } else {
                    let able = self.speakers(waiting.language).iter().filter(|(at, _)| able(*at));
                    able.min_by_key(|(at, level)| (Reverse(*level), self.seats[*at].place()))
                };
                best.map(|(at, level)| (*at, How::Speaker(*level)))
            }
            Way::Interpreter => {
                self.interpreter(waiting.language)?;
                anybody().map(|at| (at, How::WithInterpreter))
            }
            Way::Machine => anybody().map(|at| (at, How::WithMachine)),
        })
    }

    /// Whether a seat answers such a thing, now or at another time.
    fn suits<'r>(&'r self, waiting: &Waiting) -> impl Fn(usize) -> bool + use<'r, 'a> {
        let part = if waiting.what == What::Interpreter {
            Part::Interpreter
        } else {
            Part::Agent
        };
        let topics = waiting.topic.as_deref().and_then(|topic| self.topics.get(topic));
        move |at| self.seats[at].agent.part == part && topics.is_none_or(|answers| answers[at])
    }

    fn speakers(&self, language: Lang) -> &[(usize, Level)] {
        self.speakers.get(&language).map_or(&[], Vec::as_slice)
    }

    /// The interpreter who is rung next for that language.
    fn interpreter(&self, language: Lang) -> Option<usize> {
        let free =
            |at: usize| self.seats[at].agent.part == Part::Interpreter && self.seats[at].holds_nothing();
        self.interpreter_who(language, free).map(|(at, _)| *at)
    }

    /// The first of the speakers of a language who may be asked: who is on duty for it before all others.
    fn interpreter_who(&self, language: Lang, may: impl Fn(usize) -> bool) -> Option<&(usize, Level)> {
        let able = self.speakers(language).iter().filter(|(at, _)| may(*at));
        able.min_by_key(|(at, level)| {
            let seat = &self.seats[*at];
            (!seat.is_on_duty(language), Reverse(*level), seat.place())
        })
    }

    /// Whoever declined is asked again: nobody else who is at work could take it by a way that is open, now or when they
    /// are free.
    fn asks_again(&self, waiting: &Waiting) -> bool {
        if waiting.declined_by.is_empty() {
            return false;
        }
        let suits = self.suits(waiting);
        let is_other = |at: usize| suits(at) && !has_declined(&self.seats[at], waiting);
        let speakers = self.speakers(waiting.language);
        let interpreted = |at: usize| self.seats[at].agent.part == Part::Interpreter;
        let could = self.ways(waiting).any(|way| match way {
            Way::Speaker => speakers.iter().any(|(at, _)| is_other(*at)),
            Way::Interpreter => {
                speakers.iter().any(|(at, _)| interpreted(*at)) && (0..self.seats.len()).any(is_other)
            }
            Way::Machine => (0..self.seats.len()).any(is_other),
        });
        !could
    }

    /// Of those who could take this call, if they held nothing, the one who holds fewest.
    fn kept_for(&self, waiting: &Waiting) -> Option<usize> {
        let again = self.asks_again(waiting);
        let suits = self.suits(waiting);
        let could = |at: &usize| {
            let seat = &self.seats[*at];
            seat.can_be_kept() && suits(*at) && has_declined(seat, waiting) == again
        };
        let interpreted = self.ways(waiting).any(|way| matches!(way, Way::Interpreter))
            && self.interpreter(waiting.language).is_some();
        let place = |at: &usize| self.seats[*at].place();
        if interpreted {
            self.open.iter().copied().filter(could).min_by_key(place)
        } else {
            let speakers = self.speakers(waiting.language).iter().map(|(at, _)| *at);
            speakers.filter(could).min_by_key(place)
        }
    }
}

fn has_declined(seat: &Seat, waiting: &Waiting) -> bool {
    waiting.declined_by.contains(&seat.agent.staff)
}

/// How well an agent speaks a language, if well enough.
fn level(agent: &Agent, language: Lang, policy: &Policy) -> Option<Level> {
    let levels = agent.languages.iter().filter(|(spoken, _)| *spoken == language);
    let best = levels.map(|(_, level)| *level).max()?;
    (best >= policy.least_level).then_some(best)
}
