//! Contacts with the hotline: a chat from its first word, a call from the moment it is answered, a call-back from when it is asked
//! for, each to the wrap-up.
//!
//! `waiting → talking → wrapping-up → ended`; back to waiting when the agent is gone, or when nobody was reached. A contact
//! belongs to a case from its beginning, and the case follows what happens to it ([`Contact::step_of`]). What is said stands in the bodies of its events alone:
//! the record knows who takes part, how much was said and what came of it, and [`Line`]s are read from the stream.

mod allowed;
mod apply;
mod call_back;
mod command;
mod decide;
mod event;
pub mod figures;
mod hotline;
mod inputs;
mod line;
pub mod matching;
mod permissions;
mod recording;
pub mod staffing;
mod steps;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use allowed::{EVENTS_MAX, allowed};
pub use call_back::{CallBack, Window};
pub use command::{Command, CommandKind, Open, Shared, Sharing, Translated};
pub use decide::{Known, Spoken};
pub use event::{Body, ContactEvent, Event, EventKind, NewEvent};
pub use hotline::{Hotline, Staffing};
pub use line::{By, Conversation, Line, Says};
pub use permissions::{
    BE_THERE, NOUN, OPEN, PERMISSIONS, SEE, SEE_JOURNAL, SEE_STAFFING, SEE_WALL, SEE_WHISPERS,
};
pub use recording::{PART, PARTS_MAX, RECORDINGS_MAX, Recording, SIZE_MAX, Taken};

use crate::cases::{Channel, Outcome, Why};
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::receipts::Reference;
use crate::roles::{Action, Actor, Role, Row, StaffId};
use crate::{Lang, UnitCode};

codes! {
    /// How somebody reached the hotline.
    Kind {
        Chat = "chat",
        /// In the browser, or by telephone.
        Call = "call",
        /// The hotline calls at a time that was agreed.
        CallBack = "call-back",
    }
}

impl Kind {
    /// That of the case it opens.
    pub fn channel(self) -> Channel {
        match self {
            Self::Chat => Channel::Chat,
            Self::Call | Self::CallBack => Channel::Call,
        }
    }
}

codes! {
    /// Where a contact stands.
    State {
        /// For an agent.
        Waiting = "waiting",
        Talking = "talking",
        /// The conversation is over; the agent says what came of it.
        WrappingUp = "wrapping-up",
        Ended = "ended",
    }
}

impl State {
    /// Whether something may still be said.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Talking)
    }
}

codes! {
    /// Where a member of staff says that they are. What they do there follows from what they hold.
    At {
        Offline = "offline",
        Ready = "ready",
        Break = "break",
    }
}

codes! {
    /// As what a member of staff takes part.
    Part {
        Agent = "agent",
        Interpreter = "interpreter",
        /// Of the unit whose matter it is.
        Officer = "officer",
    }
}

impl Part {
    /// `None`: that role takes no part in conversations.
    pub fn of(role: Role) -> Option<Self> {
        match role {
            Role::Agent => Some(Self::Agent),
            Role::Interpreter => Some(Self::Interpreter),
            Role::Officer | Role::Mediator => Some(Self::Officer),
            _ => None,
        }
    }
}

/// So many in a call hear each other from browser to browser, who calls among them.
pub const MESH_MAX: usize = 3;

/// A member of staff who takes part, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub staff: StaffId,
    pub part: Part,
    /// Languages they read and write: they decide what is translated.
    pub languages: Vec<Lang>,
    pub joined_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
}

/// A tab or a program that says something: it numbers what it says, so that nothing is said twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub id: u32,
    /// Of what it said last.
    pub n: u32,
}

/// So many of the numbers below the highest are remembered of a device.
const WINDOW: u32 = u64::BITS;

/// What one device of one speaker has said: the numbers, and no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// `None`: the visitor. Devices of others may have the same number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    pub id: u32,
    /// The highest number.
    pub n: u32,
    /// Which of the numbers right below it were said: a bit for each, the nearest the lowest.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub below: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_zero(below: &u64) -> bool {
    *below == 0
}

impl Heard {
    /// Whether it has said that number; `None`: it is too far back to tell.
    fn has(&self, n: u32) -> Option<bool> {
        match self.n.checked_sub(n) {
            None => Some(false),
            Some(0) => Some(true),
            Some(back) => (back <= WINDOW).then(|| self.below >> (back - 1) & 1 == 1),
        }
    }

    fn hear(&mut self, n: u32) {
        if let Some(ahead) = n.checked_sub(self.n).filter(|ahead| *ahead > 0) {
            let moved = self.below.checked_shl(ahead).unwrap_or(0);
            // The one that was the highest so far.
            let last = 1u64.checked_shl(ahead - 1).unwrap_or(0);
            self.below = moved | last;
            self.n = n;
        } else if let Some(back) = self.n.checked_sub(n).filter(|back| (1..=WINDOW).contains(back)) {
            self.below |= 1 << (back - 1);
        }
    }
}

/// How often something was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub visitor: u32,
    pub staff: u32,
    pub files: u16,
}

/// What the visitor said of it. Solved and satisfied are separate questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    pub at: Timestamp,
    pub solved: bool,
    pub satisfied: bool,
}

/// One contact: the fold of its events, without a word of what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Contact {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    /// Whose it is: who holds the receipt of the case holds its contacts, too.
    pub case: Reference,
    pub kind: Kind,
    pub state: State,
    /// The visitor's.
    pub language: Lang,
    /// That of the case.
    pub unit: UnitCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    pub urgent: bool,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    /// When something was last said or shared.
    pub said_at: Timestamp,
    /// Since when a call rang before it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rang_at: Option<Timestamp>,
    /// It came from the telephone network: who calls has no page here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_telephone: bool,
    /// When they want to be called, or to be called again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// How often they were called and not reached.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tries: u8,
    /// It had an agent before, and waits for another.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// By the first agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Party>,
    /// Who was asked in and has not come yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rung: Vec<StaffId>,
    /// Those that said something last, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Heard>,
    pub count: Count,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// What was recorded of it, the first first; also those whose sound is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<Recording>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(tries: &u8) -> bool {
    *tries == 0
}

impl Contact {
    /// Since when it waits, as those see it who wait with it: a call-back from when it is due.
    pub fn waits_since(&self) -> Timestamp {
        let due = self.window.map(|window| window.from);
        due.or(self.rang_at).unwrap_or(self.opened_at)
    }

    /// When somebody is called back: at the time that was agreed or, when it has passed and they wait still, at the same hours
    /// of the next day.
    pub fn due(&self, now: Timestamp) -> Option<Window> {
        let window = self.window?;
        Some(if self.state == State::Waiting {
            window.ahead(now)
        } else {
            window
        })
    }

    /// Who takes part now, besides the visitor.
    pub fn present(&self) -> impl Iterator<Item = &Party> {
        self.people.iter().filter(|party| party.left_at.is_none())
    }

    /// How many browsers are in its call now, that of who calls among them; 0: nobody talks in one.
    pub fn in_call(&self) -> usize {
        let talks = self.kind == Kind::Call && self.state == State::Talking && !self.by_telephone;
        if talks { 1 + self.present().count() } else { 0 }
    }

    pub fn is_present(&self, actor: &Actor) -> bool {
        self.present().any(|party| Some(party.staff) == actor.staff())
    }

    /// Whether they take part as its agent, and so end it and say what came of it.
    pub fn is_agent(&self, actor: &Actor) -> bool {
        let mut present = self.present();
        present.any(|party| party.part == Part::Agent && Some(party.staff) == actor.staff())
    }

    /// Whether they were its agent at any time.
    fn was_agent(&self, staff: StaffId) -> bool {
        let mut people = self.people.iter();
        people.any(|party| party.staff == staff && party.part == Part::Agent)
    }

    /// Whether they took part at any time.
    fn took_part(&self, staff: StaffId) -> bool {
        self.people.iter().any(|party| party.staff == staff)
    }

    /// Whether that device of theirs has said this already; `None`: it is too long ago to tell.
    fn has_said(&self, actor: &Actor, device: Device) -> Option<bool> {
        let by = actor.staff();
        let mut devices = self.devices.iter();
        let known = devices.find(|known| known.by == by && known.id == device.id);
        known.map_or(Some(false), |known| known.has(device.n))
    }

    /// Whether what that device of theirs says is there already.
    pub fn heard(&self, actor: &Actor, device: Device) -> bool {
        self.has_said(actor, device) == Some(true)
    }

    /// Into which languages somebody here needs words that were said in that one, each once: the visitor's first.
    ///
    /// Whoever interprets needs none. Before an agent is there, the unit reads what the visitor says.
    pub fn wanted(&self, said_in: Lang, by_visitor: bool, city: &crate::city::City) -> Vec<Lang> {
        let mut wanted = Vec::new();
        let mut want = |reads: &[Lang]| {
            let first = reads.first().copied().unwrap_or(city.source_language);
            if !reads.contains(&said_in) && !wanted.contains(&first) {
                wanted.push(first);
            }
        };
        if !by_visitor {
            want(&[self.language]);
        }
        let mut readers = self
            .present()
            .filter(|party| party.part != Part::Interpreter)
            .peekable();
        if by_visitor && readers.peek().is_none() {
            want(city.read_by(&self.unit));
        }
        readers.for_each(|party| want(&party.languages));
        wanted
    }

    /// Whether somebody reads that language here: the visitor, who takes part or did, or the unit.
    pub fn is_read(&self, language: Lang, city: &crate::city::City) -> bool {
        let mut people = self.people.iter();
        language == self.language
            || city.read_by(&self.unit).contains(&language)
            || people.any(|party| party.languages.contains(&language))
    }
}

impl Journaled for Contact {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "contact";
    /// What is said meanwhile is no reason to ask again.
    const ASIDE: &'static [EventKind] = &[
        EventKind::Rung,
        EventKind::Joined,
        EventKind::Left,
        EventKind::Said,
        EventKind::Whispered,
        EventKind::Shared,
        EventKind::Attached,
        EventKind::Translated,
        EventKind::Corrected,
        EventKind::Listened,
    ];

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = ContactEvent;
    type Body = Body;
    type Known = Known;

    fn key(&self) -> Reference {
        self.reference
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    fn open(open: &Open, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::open(open, known, ctx)
    }

    fn decide(&self, command: &Command, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::decide(self, command, known, ctx)
    }

    fn begin(key: Reference, event: &Event) -> Option<Self> {
        Self::opened(key, event)
    }

    fn apply(&mut self, event: &Event) {
        self.applied(event);
    }

    /// A visitor's by the receipt of its case; staff's who take part, took part or were asked in, and the officers' of its
    /// unit.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        let takes_part = actor
            .staff()
            .is_some_and(|staff| self.took_part(staff) || self.rung.contains(&staff));
        let of_unit = actor.role() != Some(Role::Interpreter) && actor.is_of(&self.unit);
        actor.holds(self.case) || takes_part || of_unit
    }
}
