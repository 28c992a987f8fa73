use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CallBack, Device, Kind, Taken};
use crate::cases::{Made, Outcome, Why};
use crate::files::File;
use crate::inputs::Input;
use crate::journaled::{self, codes, kinds};
use crate::receipts::Reference;
use crate::roles::StaffId;
use crate::{Lang, UnitCode};

/// What a contact is opened with: the visitor's first words, whom to call back, or a call that somebody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Whose it is. The visitor holds its receipt.
    pub case: Reference,
    /// Of the case.
    pub unit: UnitCode,
    pub kind: Kind,
    /// The visitor's, and that of `text`.
    pub language: Lang,
    #[serde(default)]
    pub topic: Option<String>,
    pub urgent: bool,
    pub device: Device,
    /// A call has none.
    pub text: String,
    /// Of a call-back.
    #[serde(default)]
    pub call_back: Option<CallBack>,
    /// Of a call: since when it rang.
    #[serde(default)]
    pub rang_at: Option<Timestamp>,
    /// Of a call from the telephone network: the number of who calls, empty where it is withheld.
    #[serde(default)]
    pub telephone: Option<String>,
}

codes! {
    /// What can be shown in a conversation.
    Sharing {
        Guide = "guide",
        Place = "place",
    }
}

/// Something of the city's pages that is shown in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    pub what: Sharing,
    pub code: String,
}

/// A translation to be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translated {
    /// Number of the event that said it.
    pub message: u64,
    pub language: Lang,
    pub text: String,
}

/// Something to be done with a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Take it.
    Answer,
    /// Ask an interpreter or an officer in.
    Ring {
        staff: StaffId,
    },
    Join,
    /// When its last agent leaves, it waits for another.
    Leave,
    /// Give it to an officer who takes part: they are its agent from then on, and who gives it leaves.
    HandOver {
        staff: StaffId,
    },
    /// Whoever was called did not answer: once more, later, or this was the last time.
    NotReached,
    /// Take out of it somebody whom nobody has heard of for a while.
    PutBack {
        staff: StaffId,
    },
    Say {
        #[serde(flatten)]
        device: Device,
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Say something to the other staff.
    Whisper {
        text: String,
    },
    Share(Shared),
    /// Add a file. Its bytes go to the store beside the command.
    Attach(File),
    /// Enter a translation, or put one's words in the place of one.
    Translate {
        #[serde(flatten)]
        translated: Translated,
        /// Only the platform itself says what made it; a person is always the one who enters it.
        #[serde(skip)]
        made: Option<Made>,
    },
    End {
        why: Why,
        #[serde(default)]
        reason: String,
    },
    /// Say what came of it.
    WrapUp {
        outcome: Outcome,
        #[serde(default)]
        topic: Option<String>,
        /// To which it is passed on.
        #[serde(default)]
        unit: Option<UnitCode>,
        #[serde(default)]
        note: String,
    },
    Rate {
        solved: bool,
        satisfied: bool,
    },
    /// Keep what was recorded. Its sound goes to the store beside the command.
    KeepRecording {
        /// Only the platform itself says what it was put together from.
        #[serde(skip)]
        taken: Option<Taken>,
    },
    /// Have its sound: it is written down who did.
    Listen {
        recording: u64,
    },
    /// Its time is over.
    ForgetRecording {
        recording: u64,
    },
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Answer = "answer",
        Ring = "ring",
        Join = "join",
        Leave = "leave",
        HandOver = "hand-over",
        NotReached = "not-reached",
        PutBack = "put-back",
        Say = "say",
        Whisper = "whisper",
        Share = "share",
        Attach = "attach",
        Translate = "translate",
        End = "end",
        WrapUp = "wrap-up",
        Rate = "rate",
        KeepRecording = "keep-recording",
        Listen = "listen",
        ForgetRecording = "forget-recording",
    }
}

impl journaled::Command for Command {
    type Of = super::Contact;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
