use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

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
    /// Put right when and where a session takes place that was not held yet. One that was called off goes on again.
    MoveSession {
        session: u32,
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
    /// Put people on the list of those who are to take it.
    Enrol {
        #[serde(deserialize_with = "several")]
        staff: Vec<StaffId>,
    },
    /// Take them off it.
    Unenrol {
        #[serde(deserialize_with = "several")]
        staff: Vec<StaffId>,
    },
    /// Who was at a session, of everyone on its list, and others who came. Of its list who is not named was absent, unless
    /// excused.
    TakeAttendance {
        session: u32,
        #[serde(default, deserialize_with = "several")]
        attended: Vec<StaffId>,
        #[serde(default, deserialize_with = "several")]
        others: Vec<StaffId>,
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
    /// Enter the levels that several people reached on the same day, as [`Command::Reach`] does of one.
    ReachSeveral {
        #[serde(default, deserialize_with = "several")]
        basic: Vec<StaffId>,
        #[serde(default, deserialize_with = "several")]
        working: Vec<StaffId>,
        #[serde(default, deserialize_with = "several")]
        native: Vec<StaffId>,
        #[serde(default)]
        language: Option<Lang>,
        reached_on: Date,
        #[serde(default)]
        expires_on: Option<Date>,
    },
    WithdrawLevel {
        staff: StaffId,
        /// The only one they have of it, or the course's own, when none is given.
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
        MoveSession = "move-session",
        CancelSession = "cancel-session",
        Enrol = "enrol",
        Unenrol = "unenrol",
        TakeAttendance = "take-attendance",
        Attend = "attend",
        ReachSeveral = "reach-several",
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
    pub fn staff(&self) -> Vec<StaffId> {
        match self {
            Self::Enrol { staff } | Self::Unenrol { staff } => staff.clone(),
            Self::TakeAttendance { attended, others, .. } => [&attended[..], others].concat(),
            Self::ReachSeveral {
                basic,
                working,
                native,
                ..
            } => [&basic[..], working, native].concat(),
            Self::Attend { staff, .. }
            | Self::Reach { staff, .. }
            | Self::WithdrawLevel { staff, .. }
            | Self::Warn { staff, .. } => vec![*staff],
            _ => Vec::new(),
        }
    }
}

/// Numbers of members of staff. A form says them as texts.
fn several<'de, D: Deserializer<'de>>(said: D) -> Result<Vec<StaffId>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Number(i64),
        Text(String),
    }
    let number = |said| match said {
        Said::Number(number) => Ok(StaffId(number)),
        Said::Text(text) => text.parse().map(StaffId).map_err(D::Error::custom),
    };
    let said = Vec::<Said>::deserialize(said)?;
    said.into_iter().map(number).collect()
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
