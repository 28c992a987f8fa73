use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Absent, Kind, Setting};
use crate::Lang;
use crate::inputs::Input;
use crate::journaled::{self, kinds};
use crate::receipts::Reference;
use crate::roles::StaffId;

/// What a job is opened with: an appointment is asked for, a duty put on the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub kind: Kind,
    /// Of an appointment.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// One of an appointment; of a duty all that are to be served.
    pub languages: Vec<Lang>,
    /// The city's source language, where nobody says another.
    #[serde(default)]
    pub into: Option<Lang>,
    /// It begins and ends on a quarter of an hour.
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Minutes. What the city reckons with, where nobody says how many; a duty has none.
    #[serde(default)]
    pub travel_before: Option<u16>,
    #[serde(default)]
    pub travel_after: Option<u16>,
    /// One of the city's places.
    #[serde(default)]
    pub place_code: String,
    /// Where it is, in words.
    #[serde(default)]
    pub place: String,
    /// Whom to meet and how to reach them, what it is about.
    #[serde(default)]
    pub details: String,
    /// The case that it belongs to.
    #[serde(default)]
    pub case: Option<Reference>,
    /// Who is on duty.
    #[serde(default)]
    pub staff: Option<StaffId>,
}

/// Something to be done with a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    Offer {
        staff: StaffId,
    },
    /// Take it on, and promise to keep silent about it.
    Accept {
        /// Version of the promise that was read.
        #[serde(deserialize_with = "version")]
        confidentiality: u32,
        /// They make it.
        #[serde(default)]
        promised: bool,
    },
    Decline {
        #[serde(default)]
        reason: String,
    },
    /// Who took it on cannot come.
    GiveBack {
        reason: String,
    },
    /// Offer it to somebody else instead.
    Substitute {
        staff: StaffId,
        #[serde(default)]
        reason: String,
    },
    /// Say how long it took, or correct that.
    Report {
        began_at: Timestamp,
        ended_at: Timestamp,
    },
    /// Somebody did not come.
    NoShow {
        who: Absent,
    },
    Cancel {
        #[serde(default)]
        reason: String,
    },
    /// Tell those whom it concerns that it is near: the platform does so by itself.
    Remind,
    /// Whoever it is offered to has not answered in time: the platform takes it back from them.
    TakeBack,
    /// Nobody took it on: the platform says so when its end has come.
    Lapse,
    /// Erase its words.
    Erase {
        reason: String,
    },
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Accept = "accept",
        Decline = "decline",
        Offer = "offer",
        Substitute = "substitute",
        Report = "report",
        NoShow = "no-show",
        GiveBack = "give-back",
        Cancel = "cancel",
        Remind = "remind",
        TakeBack = "take-back",
        Lapse = "lapse",
        Erase = "erase",
    }
}

impl Command {
    /// Whom it names: the shell looks them up before it asks.
    pub fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Offer { staff } | Self::Substitute { staff, .. } => Some(*staff),
            _ => None,
        }
    }
}

/// A form says it as a text.
fn version<'de, D: serde::Deserializer<'de>>(said: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Number(u32),
        Text(String),
    }
    match Said::deserialize(said)? {
        Said::Number(number) => Ok(number),
        Said::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

impl journaled::Command for Command {
    type Of = super::Job;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
