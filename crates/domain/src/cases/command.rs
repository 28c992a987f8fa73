use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Channel, Contact};
use crate::deadlines::{ClockKind, Limit};
use crate::files::File;
use crate::inputs::Input;
use crate::journaled::{self, kinds};
use crate::notices;
use crate::roles::StaffId;
use crate::services::PausedBy;
use crate::{Lang, UnitCode};

/// What a new case is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub service: String,
    /// The resident's language, and that of `text`.
    pub language: Lang,
    /// The language was found by reading the text, not said by the resident.
    pub detected: bool,
    pub channel: Channel,
    pub text: String,
    #[serde(default)]
    pub topic: Option<String>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    #[serde(default)]
    pub contact: Contact,
    /// District or zone.
    #[serde(default)]
    pub place: Option<String>,
}

/// Who or what made a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum TranslatedBy {
    Person {
        staff: StaffId,
    },
    /// A text the city pack holds in both languages.
    Pack,
    /// What a person wrote when the same words were translated before.
    Memory,
    Engine {
        name: String,
        model: String,
        version: String,
    },
}

impl TranslatedBy {
    pub fn is_engine(&self) -> bool {
        matches!(self, Self::Engine { .. })
    }
}

/// Why an engine's translation should not be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// The engine itself is unsure of it: a person checks it.
    LowConfidence,
    /// Terms of the city's glossary did not come back as it says.
    Terms,
}

impl Doubt {
    pub const ALL: [Self; 2] = [Self::LowConfidence, Self::Terms];

    pub fn code(self) -> &'static str {
        match self {
            Self::LowConfidence => "low-confidence",
            Self::Terms => "terms",
        }
    }
}

/// What the platform says of a translation that no person enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub by: TranslatedBy,
    /// None of what the pack or the memory holds.
    pub doubts: BTreeSet<Doubt>,
}

impl From<TranslatedBy> for Made {
    fn from(by: TranslatedBy) -> Self {
        Self {
            by,
            doubts: BTreeSet::new(),
        }
    }
}

/// A translation to be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translated {
    pub message: u64,
    /// Code of the question of the form, when an answer to it is translated: `message` is the first then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    pub language: Lang,
    pub text: String,
}

/// Files a case may have.
pub const FILES_MAX: usize = 20;

/// Something to be done with a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum Command {
    /// Say what a case is about before it goes to a unit.
    Triage {
        #[serde(default)]
        topic: Option<String>,
        #[serde(default)]
        district: Option<UnitCode>,
        #[serde(default)]
        urgent: Option<bool>,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Send it to a unit.
    Route {
        unit: UnitCode,
        #[serde(default)]
        reason: String,
    },
    /// Send it back: it is not this unit's.
    Return {
        reason: String,
        #[serde(default)]
        suggested: Option<UnitCode>,
    },
    Accept,
    /// Refuse it, with the reason the resident reads.
    Decline {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Give it to someone of the unit; `None` gives it back to all.
    Assign {
        #[serde(default)]
        staff: Option<StaffId>,
    },
    Note {
        text: String,
    },
    /// Write to the other side. By the resident: to the unit; by staff: to the resident.
    Reply {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Ask the resident; the case waits for the answer.
    Ask {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    AnswerQuestion {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// Send what waits to be translated at once, in the language it was written in.
    Send {
        message: u64,
        reason: String,
    },
    /// Take back what waits to be translated.
    Withdraw {
        message: u64,
    },
    /// Wait for an appraisal or a partner.
    Suspend {
        waits_for: PausedBy,
        reason: String,
    },
    /// Go on, though what it waited for may not have come.
    Resume,
    /// Add to a limit. An officer asks for it, a supervisor grants it.
    Extend {
        clock: ClockKind,
        by: Limit,
        reason: String,
    },
    /// Grant or refuse an extension that was asked for.
    DecideExtension {
        grant: bool,
        #[serde(default)]
        reason: String,
    },
    /// Enter a stage.
    Advance {
        stage: String,
    },
    /// Let another unit see it and write to it.
    Involve {
        unit: UnitCode,
        #[serde(default)]
        reason: String,
    },
    /// Hand it to a partner outside the city's units, and wait.
    Refer {
        partner: String,
        reason: String,
    },
    Book {
        starts_at: Timestamp,
        what: String,
    },
    /// Give the answer.
    Resolve {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    Rate {
        solved: bool,
        satisfied: bool,
        #[serde(default)]
        comment: String,
    },
    Reopen {
        text: String,
        #[serde(default)]
        language: Option<Lang>,
    },
    /// It is the same as another case, which goes on.
    Merge {
        into: String,
    },
    Link {
        to: String,
    },
    Close {
        #[serde(default)]
        reason: String,
    },
    /// Erase all words in it.
    Erase {
        reason: String,
    },
    /// Nobody erases its words while it stands: a court or an inquiry may ask for them.
    LegalHold {
        reason: String,
    },
    LegalRelease {
        reason: String,
    },
    /// Add a file. Its bytes go to the store beside the command.
    Attach(File),
    /// Enter a translation of a message, or correct one.
    Translate {
        #[serde(flatten)]
        translated: Translated,
        /// Only the platform itself says what made it; a person is always the one who enters it.
        #[serde(skip)]
        made: Option<Made>,
    },
    /// Leave an address for mails about the case, confirm it, stop them.
    Notices(notices::Change),
}

kinds! {
    /// A command without its words: what a permission is about.
    CommandKind of Command {
        Triage = "triage",
        Route = "route",
        Return = "return",
        Accept = "accept",
        Decline = "decline",
        Assign = "assign",
        Note = "note",
        Reply = "reply",
        Ask = "ask",
        AnswerQuestion = "answer-question",
        Send = "send",
        Withdraw = "withdraw",
        Suspend = "suspend",
        Resume = "resume",
        Extend = "extend",
        DecideExtension = "decide-extension",
        Advance = "advance",
        Involve = "involve",
        Refer = "refer",
        Book = "book",
        Resolve = "resolve",
        Rate = "rate",
        Reopen = "reopen",
        Merge = "merge",
        Link = "link",
        Close = "close",
        Erase = "erase",
        LegalHold = "legal-hold",
        LegalRelease = "legal-release",
        Attach = "attach",
        Translate = "translate",
        Notices = "notices",
    }
}

impl journaled::Command for Command {
    type Of = super::Case;
    type Kind = CommandKind;

    fn kind(&self) -> CommandKind {
        self.kind()
    }

    fn inputs(kind: CommandKind) -> &'static [Input] {
        kind.inputs()
    }
}
