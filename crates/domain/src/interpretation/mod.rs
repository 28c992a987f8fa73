//! An interpreter's job: an appointment somebody asks an interpreter for, or a duty on the roster (article 8).
//!
//! `asked → offered → accepted → done`, and back to `asked` when somebody declines, does not answer or gives it back; a duty is `rostered` and
//! then done. Nobody has two at once: a job takes quarters of an hour of whoever it is offered to ([`Job::quarters`]), with its
//! travel, and the store gives each quarter once. What a city has decided about all this is its [`Policy`].

mod allowed;
mod apply;
mod command;
mod decide;
mod event;
mod inputs;
mod open;
mod permissions;
mod policy;
mod roster;
mod steps;
mod wanted;

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use allowed::allowed;
pub use command::{Command, CommandKind, Open};
pub use event::{Body, Event, EventKind, JobEvent, NewEvent};
pub use inputs::TRAVEL_MAX;
pub use open::LENGTH_MAX_MINUTES;
pub use permissions::{NOUN, OPEN, PERMISSIONS, ROSTER, SEE, SEE_HOURS, SEE_JOURNAL};
pub use policy::{Demand, Policy};
pub use roster::copied;
pub use wanted::{Colleague, Known, Served, Taken};

use crate::inputs::Input;
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::receipts::Reference;
use crate::roles::{Action, Actor, Reach, Role, Row, StaffId};
use crate::{Lang, UnitCode};

codes! {
    Kind {
        /// At a place and time, for somebody.
        Appointment = "appointment",
        /// A shift, for whoever calls.
        Duty = "duty",
    }
}

codes! {
    /// What sort of place it is at.
    Setting {
        Hospital = "hospital",
        Court = "court",
        School = "school",
        Police = "police",
        Office = "office",
        Other = "other",
    }
}

codes! {
    /// Where a job stands.
    State {
        /// Nobody has it yet, or not any more.
        Asked = "asked",
        Offered = "offered",
        Accepted = "accepted",
        /// A duty that goes on, or will.
        Rostered = "rostered",
        Done = "done",
        NoShow = "no-show",
        Cancelled = "cancelled",
        /// Nobody took it on before its end.
        NotFound = "not-found",
    }
}

impl State {
    /// Nothing will happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::NoShow | Self::Cancelled | Self::NotFound)
    }

    /// Whoever it is given to can take nothing else at that time.
    pub fn holds_time(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted | Self::Rostered)
    }
}

codes! {
    /// Who did not come.
    Absent {
        /// Those whom it was for.
        Client = "client",
        Interpreter = "interpreter",
    }
}

codes! {
    /// Who cancelled.
    By {
        Resident = "resident",
        Staff = "staff",
    }
}

/// Jobs begin and end on these, in the city's time as in any other; travel is a multiple of it.
pub const QUARTER_MINUTES: u16 = 15;

/// Seconds.
const QUARTER: i64 = QUARTER_MINUTES as i64 * 60;

/// That somebody took it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    pub at: Timestamp,
    /// Version of the promise that they accepted with it.
    pub confidentiality: u32,
}

/// That it was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    pub at: Timestamp,
    pub by: By,
    /// Minutes before the beginning.
    pub notice: u32,
    /// Less than the city asks for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub short: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// When it really was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    pub began_at: Timestamp,
    pub ended_at: Timestamp,
}

/// What of a job counts as work, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub staff: StaffId,
    /// When it began, or should have.
    pub at: Timestamp,
    pub worked: u32,
    /// Not worked, but kept free and counted all the same.
    pub waited: u32,
}

/// One job: the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    pub kind: Kind,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Setting>,
    /// One of an appointment, one or more of a duty, in order.
    pub languages: Vec<Lang>,
    pub into: Lang,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Minutes.
    #[serde(default)]
    pub travel_before: u16,
    #[serde(default)]
    pub travel_after: u16,
    /// One of the city's places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Reference>,
    /// That of the case; of a duty, of whoever is on it.
    pub unit: UnitCode,
    /// Nobody, when a resident asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<StaffId>,
    /// To whom it is offered, or who has it or had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<StaffId>,
    /// When it was offered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
    /// Those who said no or gave it back, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declined: Vec<StaffId>,
    /// Those to whom it was offered and who did not answer in time, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<StaffId>,
    /// How often somebody was put in the place of another.
    #[serde(default)]
    pub substitutions: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<Cancellation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked: Option<Worked>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Absent>,
    /// It was not worked, and counts all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paid: bool,
    /// Those whom it concerns were told that it is near, since it was taken on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// The quarters of an hour since 1970 that a time touches.
pub fn quarters(from: Timestamp, until: Timestamp) -> Range<i64> {
    let (from, until) = (from.as_second(), until.as_second());
    from.div_euclid(QUARTER)..(until + QUARTER - 1).div_euclid(QUARTER)
}

/// The quarter of an hour since 1970 in which a moment lies.
pub fn quarter_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(QUARTER)
}

fn minutes(minutes: u16) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}

/// From the first to the second; none when it is not after it.
fn minutes_between(from: Timestamp, until: Timestamp) -> u32 {
    u32::try_from(until.duration_since(from).as_mins()).unwrap_or(0)
}

impl Job {
    /// From when to when it takes the interpreter's time: travel is part of it.
    pub fn busy(&self) -> (Timestamp, Timestamp) {
        let from = self.starts_at.checked_sub(minutes(self.travel_before));
        let until = self.ends_at.checked_add(minutes(self.travel_after));
        (from.unwrap_or(self.starts_at), until.unwrap_or(self.ends_at))
    }

    /// The quarters of an hour since 1970 that it takes of its interpreter's time.
    pub fn quarters(&self) -> Range<i64> {
        let (from, until) = self.busy();
        quarters(from, until)
    }

    /// Whether it is given to that actor.
    pub fn is_of(&self, actor: &Actor) -> bool {
        actor.staff().is_some_and(|staff| self.interpreter == Some(staff))
    }

    /// Whether that actor holds its case, works where it belongs, or asked for it: officers of a unit that a case involves do,
    /// too.
    fn is_asked_by(&self, actor: &Actor) -> bool {
        let asked = self.asked_by.is_some() && self.asked_by == actor.staff();
        self.case.is_some_and(|case| actor.holds(case)) || actor.is_of(&self.unit) || asked
    }

    /// What of it counts as work.
    pub fn counted(&self) -> Option<Counted> {
        let staff = self.interpreter?;
        let counted = |at, worked, waited| Counted {
            staff,
            at,
            worked,
            waited,
        };
        match (self.state, self.worked) {
            (State::Done, Some(Worked { began_at, ended_at })) => {
                Some(counted(began_at, minutes_between(began_at, ended_at), 0))
            }
            (State::NoShow | State::Cancelled, _) if self.paid => {
                let waited = minutes_between(self.starts_at, self.ends_at);
                Some(counted(self.starts_at, 0, waited))
            }
            _ => None,
        }
    }

    /// Whether that actor reads its words. Who is asked to interpret does once they have promised to keep silent.
    pub fn shows_words_to(&self, actor: &Actor) -> bool {
        let promised = self.is_of(actor) && (self.acceptance.is_some() || self.kind == Kind::Duty);
        let interprets = actor.role() == Some(Role::Interpreter);
        match Self::reach(actor, SEE) {
            Reach::All => true,
            Reach::Own => promised || self.is_asked_by(actor) && !interprets,
            Reach::No => false,
        }
    }

    /// As far as that actor may see it.
    #[must_use]
    pub fn seen_by(&self, actor: &Actor) -> Self {
        let mut seen = self.clone();
        if !self.shows_words_to(actor) {
            seen.place = None;
            seen.details = None;
            if let Some(cancellation) = &mut seen.cancellation {
                cancellation.reason = None;
            }
        }
        // Who else said no, or nothing, is nobody's business but theirs who look for somebody.
        if Self::reach(actor, CommandKind::Offer.action()) == Reach::No {
            seen.declined.clear();
            seen.unanswered.clear();
        }
        let sees_hours = match Self::reach(actor, SEE_HOURS) {
            Reach::All => true,
            // One's own, and nobody else's of the unit.
            Reach::Own => self.is_of(actor),
            Reach::No => false,
        };
        if !sees_hours {
            seen.worked = None;
            seen.paid = false;
        }
        seen
    }
}

impl Journaled for Job {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "interpretation";

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = JobEvent;
    type Body = Body;
    type Known = Known;

    const OPEN_INPUTS: &'static [Input] = inputs::OPEN;

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
        open::open(open, known, ctx)
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

    /// They hold its case, work where it belongs, asked for it, or interpret.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        self.is_asked_by(actor) || self.is_of(actor)
    }
}
