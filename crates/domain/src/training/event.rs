use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Course, How, Kind, Level};
use crate::journaled::{self, Happening, kinds};
use crate::roles::StaffId;
use crate::{Lang, UnitCode};

/// Words that someone wrote: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// A note, or a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Body {
    pub(super) fn titles(titles: BTreeMap<Lang, String>) -> Self {
        Self {
            titles,
            ..Self::default()
        }
    }

    pub(super) fn place(place: String) -> Self {
        Self {
            place: (!place.is_empty()).then_some(place),
            ..Self::default()
        }
    }

    pub(super) fn text(text: String) -> Self {
        Self {
            text: (!text.is_empty()).then_some(text),
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change of a course, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum CourseEvent {
    Opened {
        kind: Kind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Lang>,
        unit: UnitCode,
    },
    Edited {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Lang>,
        unit: UnitCode,
    },
    SessionScheduled {
        session: u32,
        starts_at: Timestamp,
        ends_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seats: Option<u32>,
    },
    /// It takes place at another time or place, also when it had been called off.
    SessionMoved {
        session: u32,
        starts_at: Timestamp,
        ends_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seats: Option<u32>,
    },
    SessionCancelled {
        session: u32,
    },
    Enrolled {
        staff: StaffId,
    },
    Unenrolled {
        staff: StaffId,
    },
    AttendanceTaken {
        session: u32,
        staff: StaffId,
        how: How,
    },
    LevelReached {
        staff: StaffId,
        language: Lang,
        level: Level,
        reached_on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_on: Option<Date>,
    },
    LevelWithdrawn {
        staff: StaffId,
        language: Lang,
    },
    Closed,
    Reopened,
    Noted {
        /// Of the words in its body.
        language: Lang,
    },
    ExpiryWarned {
        staff: StaffId,
        language: Lang,
        expires_on: Date,
    },
    Erased,
}

kinds! {
    /// What an event is called in the journal.
    EventKind of CourseEvent {
        Opened = "opened",
        Edited = "edited",
        SessionScheduled = "session-scheduled",
        SessionMoved = "session-moved",
        SessionCancelled = "session-cancelled",
        Enrolled = "enrolled",
        Unenrolled = "unenrolled",
        AttendanceTaken = "attendance-taken",
        LevelReached = "level-reached",
        LevelWithdrawn = "level-withdrawn",
        Closed = "closed",
        Reopened = "reopened",
        Noted = "noted",
        ExpiryWarned = "expiry-warned",
        Erased = "erased",
    }
}

impl CourseEvent {
    /// Of whom it tells.
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Enrolled { staff }
            | Self::Unenrolled { staff }
            | Self::AttendanceTaken { staff, .. }
            | Self::LevelReached { staff, .. }
            | Self::LevelWithdrawn { staff, .. }
            | Self::ExpiryWarned { staff, .. } => Some(*staff),
            _ => None,
        }
    }
}

impl Happening for CourseEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.kind()
    }

    fn erases(&self) -> bool {
        *self == Self::Erased
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Course>;

/// A recorded event.
pub type Event = journaled::Event<Course>;
