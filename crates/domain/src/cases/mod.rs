//! A case: someone's question, complaint or application, from the first word to the last.
//!
//! `received → accepted → in progress ⇄ waiting → answered → closed`, with declined, returned, reopened and merged.
//! A case is what folding its events gives; `decide.rs` says which events a command makes, `apply.rs` what they make of
//! the case, `permissions.rs` who may.

mod allowed;
mod apply;
mod clocks;
mod command;
mod contacts;
mod decide;
mod event;
mod inputs;
mod interpreters;
mod messages;
mod notices;
mod open;
mod permissions;
mod saying;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use allowed::{allowed, next_stages, sees_notes};
pub use command::{Command, CommandKind, Doubt, FILES_MAX, Made, Open, Translated, TranslatedBy};
pub use contacts::{ContactStep, HOTLINE, OUTCOMES, Outcome, WHYS, Why};
pub use decide::{Known, Target};
pub use event::{Body, CaseEvent, Event, EventKind, NewEvent, What};
pub use inputs::WAITS_FOR;
pub use interpreters::InterpreterStep;
pub use messages::{Message, MessageKind, Speaker, Translation, Wanted};
pub use permissions::{NOUN, OPEN, PERMISSIONS, SEE, SEE_JOURNAL, SEE_NOTES, SEE_TRANSLATIONS, SEE_WALL};

use crate::city::City;
use crate::deadlines::{Clock, ClockKind, Limit};
use crate::files::tidy_name;
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::notices::Notices;
use crate::receipts::Reference;
use crate::roles::{Action, Actor, Row, StaffId};
use crate::services::PausedBy;
use crate::{Lang, ServiceCode, UnitCode};

codes! {
    /// Where a case stands.
    State {
        Received = "received",
        /// Sent back by a unit it did not belong to.
        Returned = "returned",
        Accepted = "accepted",
        InProgress = "in-progress",
        WaitingResident = "waiting-resident",
        WaitingAppraisal = "waiting-appraisal",
        WaitingPartner = "waiting-partner",
        Answered = "answered",
        Closed = "closed",
        Declined = "declined",
        Reopened = "reopened",
        Merged = "merged",
    }
}

impl State {
    /// Nobody has to do anything more, unless it is reopened.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Declined | Self::Merged)
    }

    pub fn waits_for(self) -> Option<PausedBy> {
        match self {
            Self::WaitingResident => Some(PausedBy::Resident),
            Self::WaitingAppraisal => Some(PausedBy::Appraisal),
            Self::WaitingPartner => Some(PausedBy::Partner),
            _ => None,
        }
    }
}

impl From<PausedBy> for State {
    fn from(waits_for: PausedBy) -> Self {
        match waits_for {
            PausedBy::Resident => Self::WaitingResident,
            PausedBy::Appraisal => Self::WaitingAppraisal,
            PausedBy::Partner => Self::WaitingPartner,
        }
    }
}

/// How a case came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Web,
    Api,
    Phone,
    Counter,
    /// With the hotline, in the browser.
    Chat,
    Call,
}

impl Channel {
    pub const ALL: [Self; 6] = [
        Self::Web,
        Self::Api,
        Self::Phone,
        Self::Counter,
        Self::Chat,
        Self::Call,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Phone => "phone",
            Self::Counter => "counter",
            Self::Chat => "chat",
            Self::Call => "call",
        }
    }
}

/// How to reach someone, if they wish. Each part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The language of the pages on which the mail address was left: for who writes in a language that mails are not in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Lang>,
}

impl Contact {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A unit that was asked to send a case back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongUnit {
    pub unit: UnitCode,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<UnitCode>,
}

/// An extension someone asked for and nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedExtension {
    pub clock: ClockKind,
    pub by: Limit,
    pub at: Timestamp,
    pub asked_by: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the resident said of the answer. Solved and satisfied are separate questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    pub at: Timestamp,
    pub solved: bool,
    pub satisfied: bool,
    /// Asked by the hotline instead of given on the page.
    pub by_staff: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    pub at: Timestamp,
    pub starts_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// A file of a case. Its bytes are in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Number of the event that added it.
    pub id: u64,
    pub at: Timestamp,
    pub from: Speaker,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

impl Attachment {
    /// Its name as it may be shown, whenever it came; `None` when it was erased.
    pub fn shown_name(&self) -> Option<String> {
        Some(tidy_name(self.name.as_deref()?, &self.media_type))
    }
}

/// While it stands nobody erases the words of the case. Why is kept among the notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHold {
    pub at: Timestamp,
    pub by: Option<StaffId>,
}

/// A step of a case's history, as the timeline shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub at: Timestamp,
    /// Kind of the event.
    pub kind: String,
    pub by: Speaker,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The resident sees it too.
    pub public: bool,
}

/// One case: the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Case {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    pub service: ServiceCode,
    pub state: State,
    /// Where it goes on when what it waits for is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes_as: Option<State>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    pub unit: UnitCode,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub involved: Vec<UnitCode>,
    /// Who in the unit has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<StaffId>,
    /// The resident's language.
    pub language: Lang,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<UnitCode>,
    pub urgent: bool,
    /// They said that they are not safe.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub danger: bool,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Translations of answers in the resident's own words, by the code of the question.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub field_translations: BTreeMap<String, Vec<Translation>>,
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<Notices>,
    pub messages: Vec<Message>,
    pub clocks: Vec<Clock>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong_units: Vec<WrongUnit>,
    /// On the supervisor's desk: units disagree about whose it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub escalated: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_extension: Option<AskedExtension>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
    /// The answer that stands is rated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rated: bool,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reopened: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Booking>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Reference>,
    /// With the hotline, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Reference>,
    /// The one in which the answer that stands was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_in: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Reference>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_hold: Option<LegalHold>,
    pub steps: Vec<Step>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(n: &u16) -> bool {
    *n == 0
}

impl Case {
    /// Since when it is over.
    pub fn over_since(&self) -> Option<Timestamp> {
        let ends = [EventKind::Closed, EventKind::Declined, EventKind::Merged].map(EventKind::code);
        let end = self
            .steps
            .iter()
            .rev()
            .find(|step| ends.contains(&step.kind.as_str()));
        end.filter(|_| self.state.is_over()).map(|step| step.at)
    }

    /// Clocks that show the city's promise: all but the return clock.
    fn promises(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(|clock| clock.kind != ClockKind::Return)
    }

    /// The clock that is due next; one that is held only when no other runs.
    pub fn next_due(&self) -> Option<&Clock> {
        let running = self
            .promises()
            .filter(|c| c.is_running() && !c.is_held())
            .min_by_key(|c| c.due_at);
        running.or_else(|| {
            self.promises()
                .filter(|c| c.is_running())
                .min_by_key(|c| c.due_at)
        })
    }

    /// The clock by which "responded in time" is counted: first reply if the service has one, else acceptance.
    pub fn response_clock(&self) -> Option<&Clock> {
        let first = |kind| self.clocks.iter().find(|c| c.kind == kind);
        first(ClockKind::FirstReply).or_else(|| first(ClockKind::Acceptance))
    }

    /// The last day on which its resident may reopen it, once it was answered or declined.
    pub fn reopen_until(&self, city: &City) -> Option<Date> {
        let ended = self.answered_at?;
        Some(
            city.calendar
                .due(city.day(ended), city.limits.reopen.limit, &[])
                .on,
        )
    }

    /// Whether somebody may be in danger still: it stands before all others, until it is answered or found not to be
    /// urgent.
    pub fn in_danger(&self) -> bool {
        self.danger && self.urgent && !self.state.is_over() && self.state != State::Answered
    }
}

impl Journaled for Case {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "case";
    const BY_RECEIPT: bool = true;
    const ASIDE: &'static [EventKind] = &[EventKind::Notices, EventKind::Interpreter];

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = CaseEvent;
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

    fn open(open: &Open, _: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        open::open(open, ctx)
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

    /// A resident's by the receipt, a unit's when it handles the case or is involved in it.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        let mut units = std::iter::once(&self.unit).chain(&self.involved);
        actor.holds(self.reference) || units.any(|unit| actor.is_of(unit))
    }
}
