//! A course: staff learn a language or protocol in it, or show what they learnt elsewhere (article 13).
//!
//! `planned → running → closed`, and back when a closed one goes on. What staff reach is a level of a language, with a date
//! and usually an expiry; `levels.rs` says what levels tell routing, a unit and the public, `sheet.rs` how they come in and
//! go out as rows of a file. Names of staff stand in [`people`](crate::people): here they are numbers.

mod allowed;
mod apply;
mod command;
mod decide;
mod event;
mod inputs;
mod levels;
mod permissions;
pub mod sheet;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use allowed::allowed;
pub use command::{Command, CommandKind, Open};
pub use decide::Known;
pub use event::{Body, CourseEvent, Event, EventKind, NewEvent};
pub use inputs::{SEATS_MAX, SESSIONS_MAX, TITLE_MAX};
pub use levels::{
    Counted, Level, Reached, Trained, VALID_MONTHS, WARN_DAYS, Withdrawn, expiring, levels_of, read_day,
    speaks, table, to_warn, trained,
};
pub use permissions::{NOUN, OPEN, PERMISSIONS, SEE, SEE_JOURNAL, SEE_LEVELS};

use crate::inputs::Input;
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::receipts::Reference;
use crate::roles::{Action, Actor, Reach, Row, StaffId};
use crate::{Lang, UnitCode};

codes! {
    /// What a course is about.
    Kind {
        Language = "language",
        Protocol = "protocol",
        /// Levels reached elsewhere: a certificate, a native speaker.
        Recognition = "recognition",
    }
}

impl Kind {
    /// It teaches or attests a language.
    pub fn is_of_a_language(self) -> bool {
        self != Self::Protocol
    }

    pub fn has_sessions(self) -> bool {
        self != Self::Recognition
    }
}

codes! {
    /// Where a course stands.
    State {
        Planned = "planned",
        /// From the first attendance or level.
        Running = "running",
        Closed = "closed",
    }
}

codes! {
    /// Whether someone was there.
    How {
        Attended = "attended",
        Excused = "excused",
        Absent = "absent",
    }
}

/// One meeting of a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Within its course, from 1.
    pub number: u32,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// Whether someone was at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Its number.
    pub session: u32,
    pub staff: StaffId,
    pub how: How,
}

/// What someone noted about a course. An erased note has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Number of the event that said it.
    pub id: u64,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One course: the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    pub kind: Kind,
    pub state: State,
    /// Empty when its words were erased.
    pub titles: BTreeMap<Lang, String>,
    /// The one it teaches or attests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// Who runs it.
    pub unit: UnitCode,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    /// Who is to take it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolled: Vec<StaffId>,
    /// In the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<Session>,
    /// By session, then staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendance: Vec<Attendance>,
    /// By staff, then language: of each the one that was entered last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Reached>,
    /// Levels that were taken back and not reached anew, by staff, then language: a file that held them brings none back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

impl Course {
    pub fn session(&self, number: u32) -> Option<&Session> {
        self.sessions.iter().find(|session| session.number == number)
    }

    /// Whether they were there; `None` when nobody has said.
    pub fn attendance_of(&self, staff: StaffId, session: u32) -> Option<How> {
        let same = |entry: &&Attendance| entry.staff == staff && entry.session == session;
        self.attendance.iter().find(same).map(|entry| entry.how)
    }

    /// How many were there.
    pub fn attended(&self, session: u32) -> usize {
        let there = |entry: &&Attendance| entry.session == session && entry.how == How::Attended;
        self.attendance.iter().filter(there).count()
    }

    /// The level of it that someone has reached in a language.
    pub fn level_of(&self, staff: StaffId, language: Lang) -> Option<&Reached> {
        self.levels
            .iter()
            .find(|level| level.staff == staff && level.language == language)
    }

    /// When the level that they had of it in a language was taken back.
    pub fn withdrawn_at(&self, staff: StaffId, language: Lang) -> Option<Timestamp> {
        let same = |one: &&Withdrawn| one.staff == staff && one.language == language;
        self.withdrawn.iter().find(same).map(|one| one.at)
    }

    /// Whether anything shows that a session took place: an excuse does not, it comes ahead.
    pub fn was_held(&self, session: u32) -> bool {
        let there = |entry: &Attendance| entry.session == session && entry.how != How::Excused;
        self.attendance.iter().any(there)
    }

    /// Everyone on its lists, each once.
    pub fn people(&self) -> Vec<StaffId> {
        let mut people = self.enrolled.clone();
        people.extend(self.attendance.iter().map(|entry| entry.staff));
        people.extend(self.levels.iter().map(|level| level.staff));
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Whether that actor sees everyone in it. Who only took part in another unit's sees themselves.
    pub fn shows_all_to(&self, actor: &Actor) -> bool {
        match Self::reach(actor, SEE) {
            Reach::All => true,
            Reach::Own => self.is_run_by(actor),
            Reach::No => false,
        }
    }

    /// As far as that actor may see it.
    #[must_use]
    pub fn seen_by(&self, actor: &Actor) -> Self {
        let mut seen = self.clone();
        if !self.permits(actor, SEE_JOURNAL) {
            seen.notes.clear();
        }
        if !self.shows_all_to(actor) {
            let own = |staff: StaffId| actor.staff() == Some(staff);
            seen.enrolled.retain(|staff| own(*staff));
            seen.attendance.retain(|entry| own(entry.staff));
            seen.levels.retain(|level| own(level.staff));
            seen.withdrawn.retain(|one| own(one.staff));
        }
        seen
    }

    /// They are on its lists.
    pub fn took_part(&self, staff: StaffId) -> bool {
        self.enrolled.contains(&staff)
            || self.attendance.iter().any(|entry| entry.staff == staff)
            || self.levels.iter().any(|level| level.staff == staff)
    }

    fn is_run_by(&self, actor: &Actor) -> bool {
        actor.is_of(&self.unit)
    }
}

impl Journaled for Course {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "training";

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = CourseEvent;
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

    fn open(open: &Open, _: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::open(open, ctx)
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

    /// Their unit runs it; to be seen, also those in which they took part.
    fn is_own(&self, actor: &Actor, action: Action) -> bool {
        let took_part = || actor.staff().is_some_and(|staff| self.took_part(staff));
        self.is_run_by(actor) || action == Self::see() && took_part()
    }
}
