//! Who is offered whom: [`offers`] looks at the agents and at those who wait, and says which agent rings for whom.
//!
//! It decides from what it is given and keeps nothing, so that any node may run a round at any time; who claims an offer
//! first has it. The rules, in the order in which they bind:
//!
//! 1. **In order.** Whoever comes first takes the best agent, then the next. Urgent ones come first, then who has waited
//!    longest. An urgent one goes ahead of those who have waited up to [`Policy::urgent_ahead`] longer, of no others:
//!    else a run of urgent ones would keep somebody waiting for good.
//! 2. **In their language.** A speaker before everybody else, the better level first; after
//!    [`Policy::interpreter_after`] any agent for whom a ready interpreter of the language can be rung; for a chat, after
//!    [`Policy::machine_after`], any agent with the machine's translation. Among equals whoever holds least, then whoever has been idle
//!    longest, then the lowest number. Of interpreters those on duty for the language come before all others.
//! 3. **Within capacity.** A chat goes to who holds fewer than they can, offers counted; a call, a call-back and the ring
//!    for an interpreter to who holds nothing. Whoever is at an appointment gets nothing, though their page says that they are
//!    ready.
//! 4. **Not the same again.** Whoever declined, or let an offer pass, is asked again when nobody else who is there could
//!    take it.
//! 5. **A call is not overtaken by chats.** A call that finds nobody keeps one agent free of further chats from those
//!    behind it, so that someone comes to hold nothing.
//!
//! **No one starves**: as long as agents who could take someone become free again and again, whoever has `n` ahead of them is
//! offered at the latest when `n + 1` such agents have been offered somebody. Each of those goes to the first in order
//! whom that agent can take, which is one of the `n` or this one; and nobody comes in ahead for ever, by the first rule.

mod policy;
mod round;
mod telephone;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use policy::{Abandoned, Policy, Wrong};
pub use telephone::rung_in_turn;

use crate::Lang;
use crate::journaled::codes;
use crate::roles::StaffId;
use crate::training::Level;

/// Someone who waits, by the number of their place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WaitingId(pub u64);

codes! {
    /// What an agent does just now. Why they are on a break is said where they are listed.
    AgentState {
        Offline = "offline",
        Ready = "ready",
        /// An offer rings, and nothing else is held.
        Offered = "offered",
        Talking = "talking",
        WrappingUp = "wrapping-up",
        Break = "break",
    }
}

codes! {
    /// What someone does at the hotline.
    Part {
        Agent = "agent",
        /// Comes into the conversations of others, and is offered none of their own.
        Interpreter = "interpreter",
    }
}

codes! {
    /// What is waited for.
    What {
        Chat = "chat",
        Call = "call",
        /// An agent calls at the time that was agreed, which is `since`.
        CallBack = "call-back",
        /// An interpreter comes into a conversation that goes on.
        Interpreter = "interpreter",
    }
}

/// An offer that rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ringing {
    pub waiting: WaitingId,
    pub what: What,
    /// Language of the interpreter who will be rung when it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<Lang>,
}

/// Someone who answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub staff: StaffId,
    pub part: Part,
    /// What they speak; for an interpreter, what they interpret.
    pub languages: Vec<(Lang, Level)>,
    /// What they answer about; empty: everything.
    pub topics: BTreeSet<String>,
    pub state: AgentState,
    /// In this state.
    pub since: Timestamp,
    /// Chats at once.
    pub capacity: u8,
    /// Chats they hold.
    pub chats: u8,
    /// They hold a call, whatever their state.
    pub on_a_call: bool,
    /// What rings at them.
    pub offered: Vec<Ringing>,
    /// What they have agreed to do at this time.
    pub agreed: Agreed,
}

/// What somebody's time is given to just now, by the interpreters' bookings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Agreed {
    #[default]
    Nothing,
    /// An appointment that they accepted, with the way to it and back.
    Appointment,
    /// A duty on the roster, for these languages.
    Duty(Vec<Lang>),
}

impl Agreed {
    /// They are not here, whatever their page says.
    pub fn is_elsewhere(&self) -> bool {
        *self == Self::Appointment
    }
}

/// Someone who waits and is offered to nobody just now: while an offer rings its waiting is not in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Waiting {
    pub id: WaitingId,
    pub what: What,
    pub language: Lang,
    pub urgent: bool,
    /// `None`: anybody may answer.
    pub topic: Option<String>,
    /// Waits from then on; in the future for a call-back that is not due.
    pub since: Timestamp,
    /// Who declined, or let an offer pass.
    pub declined_by: Vec<StaffId>,
    /// Asked for an interpreter, who is then not waited for.
    pub wants_interpreter: bool,
    /// An engine translates their language and back.
    pub machine: bool,
    /// A call-back was offered already.
    pub call_back_offered: bool,
}

/// How an agent and someone who waits understand each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Speaker(Level),
    /// An interpreter of the language is rung when the agent accepts.
    WithInterpreter,
    WithMachine,
}

/// To whom an offer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offered {
    Agent {
        staff: StaffId,
        how: How,
    },
    /// The visitor is asked whether they would rather be called back. They go on waiting.
    CallBack,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Offer {
    pub waiting: WaitingId,
    pub to: Offered,
}

/// The offers to make at that time, in the order of those who wait. All of them can be made together; the same input,
/// in whatever order, gives the same ones.
pub fn offers(agents: &[Agent], waiting: &[Waiting], policy: &Policy, now: Timestamp) -> Vec<Offer> {
    let mut round = round::Round::new(agents, waiting, policy, now);
    order(waiting, policy, now)
        .into_iter()
        .filter_map(|waiting| {
            let to = round.offer(waiting)?;
            Some(Offer {
                waiting: waiting.id,
                to,
            })
        })
        .collect()
}

/// Those who wait at that time, in the order in which they come.
pub fn order<'w>(waiting: &'w [Waiting], policy: &Policy, now: Timestamp) -> Vec<&'w Waiting> {
    let mut order: Vec<&Waiting> = waiting
        .iter()
        .filter(|waiting| waiting.what != What::CallBack || waiting.since <= now)
        .collect();
    // Who asks for an interpreter talks to somebody who cannot go on.
    order.sort_by_cached_key(|waiting| {
        (
            waiting.what != What::Interpreter,
            policy.counts_from(waiting),
            waiting.id,
        )
    });
    order
}
