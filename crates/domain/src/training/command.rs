use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{How, Kind, Level};
use crate::inputs::Input;
use crate::journaled::{self, kinds};
use crate::roles::StaffId;
use crate::{Lang, UnitCode};

/// What a new course is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub kind: Kind,
    /// In one language at least.
    pub titles: BTreeMap<Lang, String>,
    /// The one it teaches or attests.
    #[serde(default)]
    pub language: Option<Lang>,
    /// Who runs it.
    pub unit: UnitCode,
}

/// Something to be done with a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Put right what it was opened with; what is not given stays.
    Edit {
        /// All of them, when any is given.
        #[serde(default)]
        titles: BTreeMap<Lang, String>,
        #[serde(default)]
        language: Option<Lang>,
        #[serde(default)]
        unit: Option<UnitCode>,
    },
    /// Add a session. One that was held already may be entered too.
    Schedule {
        starts_at: Timestamp,
        ends_at: Timestamp,
        #[serde(default)]
        place: String,
        #[serde(default)]
        seats: Option<u32>,
    },
    CancelSession {
        session: u32,
        #[serde(default)]
        reason: String,
    },
    /// Say whether someone was there, or correct it.
    Attend { session: u32, staff: StaffId, how: How },
    /// Enter a level. It takes the place of the one that they had of this course in that language.
    Reach {
        staff: StaffId,
        /// The course's own where it has one.
        #[serde(default)]
        language: Option<Lang>,
        level: Level,
        reached_on: Date,
        /// The last day on which it counts. When none is given, see [`super::VALID_MONTHS`].
        #[serde(default)]
        expires_on: Option<Date>,
    },
    WithdrawLevel {
        staff: StaffId,
        /// The course's own when none is given.
        #[serde(default)]
        language: Option<Lang>,
        reason: String,
    },
    Close {
        #[serde(default)]
        reason: String,
    },
    Reopen {
        #[serde(default)]
        reason: String,
    },
    Note {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Say that a level is about to expire. Only the platform itself does.
    Warn { staff: StaffId, language: Lang },
    /// Erase all words in it. Levels stay.
    Erase { reason: String },
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Edit = "edit",
        Schedule = "schedule",
        CancelSession = "cancel-session",
        Attend = "attend",
        Reach = "reach",
        WithdrawLevel = "withdraw-level",
        Close = "close",
        Reopen = "reopen",
        Note = "note",
        Warn = "warn",
        Erase = "erase",
    }
}

impl Command {
    /// Who it names: whom the shell looks up before it asks.
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Attend { staff, .. }
            | Self::Reach { staff, .. }
            | Self::WithdrawLevel { staff, .. }
            | Self::Warn { staff, .. } => Some(*staff),
            _ => None,
        }
    }
}

impl journaled::Command for Command {
    type Of = super::Course;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
