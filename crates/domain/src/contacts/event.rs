use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Contact, Device, Kind, Part, Shared, Taken, Window};
use crate::cases::{Doubt, Outcome, TranslatedBy, Why};
use crate::journaled::{self, Happening, kinds};
use crate::receipts::Reference;
use crate::roles::StaffId;
use crate::{Lang, UnitCode};

/// Words that someone wrote: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whom to call back, or who calls by telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Body {
    pub(super) fn text(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self {
            text: Some(text),
            number: None,
        })
    }
}

/// A change of a contact, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum ContactEvent {
    /// With the visitor's first words; a call by whoever answers it.
    Opened {
        case: Reference,
        channel: Kind,
        /// The visitor's, and that of the words.
        language: Lang,
        unit: UnitCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        urgent: bool,
        device: Device,
        /// When they want to be called. The number stands in the body.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        window: Option<Window>,
        /// Since when the call rang.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rang_at: Option<Timestamp>,
        /// The call comes from the telephone network. The number stands in the body.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_telephone: bool,
    },
    /// An agent has taken it.
    Answered {
        languages: Vec<Lang>,
    },
    /// Somebody is asked in.
    Rung {
        staff: StaffId,
    },
    Joined {
        part: Part,
        languages: Vec<Lang>,
    },
    /// When its last agent leaves, it waits again.
    Left {
        staff: StaffId,
    },
    /// To an officer, who is its agent from then on.
    HandedOver {
        staff: StaffId,
    },
    /// Nobody answered the telephone. It waits for the next attempt; without one it was tried often enough.
    NotReached {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<Window>,
    },
    Said {
        device: Device,
        language: Lang,
    },
    /// For staff alone.
    Whispered {
        language: Lang,
    },
    Shared(Shared),
    Attached {
        media_type: String,
        size: u64,
        digest: String,
    },
    Translated {
        message: u64,
        language: Lang,
        by: TranslatedBy,
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        doubts: BTreeSet<Doubt>,
    },
    /// Somebody has put their words in the place of a translation.
    Corrected {
        message: u64,
        language: Lang,
    },
    Ended {
        why: Why,
    },
    WrappedUp {
        outcome: Outcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// To which it was passed on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitCode>,
    },
    Rated {
        solved: bool,
        satisfied: bool,
    },
    /// Everybody in it had agreed. The sound is a file of this number, sealed.
    Recorded {
        #[serde(flatten)]
        taken: Taken,
        /// The last day on which it is kept.
        kept_until: Date,
    },
    /// Somebody has had the sound of that recording.
    Listened {
        recording: u64,
    },
    /// Its time was over.
    RecordingErased {
        recording: u64,
    },
    /// Its case has gone to another unit.
    Moved {
        unit: UnitCode,
    },
    /// With the words of its case.
    Erased,
}

kinds! {
    /// What an event is called in the journal.
    EventKind of ContactEvent {
        Opened = "opened",
        Answered = "answered",
        Rung = "rung",
        Joined = "joined",
        Left = "left",
        HandedOver = "handed-over",
        NotReached = "not-reached",
        Said = "said",
        Whispered = "whispered",
        Shared = "shared",
        Attached = "attached",
        Translated = "translated",
        Corrected = "corrected",
        Ended = "ended",
        WrappedUp = "wrapped-up",
        Rated = "rated",
        Recorded = "recorded",
        Listened = "listened",
        RecordingErased = "recording-erased",
        Moved = "moved",
        Erased = "erased",
    }
}

impl Happening for ContactEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.kind()
    }

    fn erases(&self) -> bool {
        *self == Self::Erased
    }

    fn file(&self) -> Option<&str> {
        match self {
            Self::Attached { digest, .. } => Some(digest),
            Self::Recorded { taken, .. } => Some(&taken.digest),
            _ => None,
        }
    }

    fn file_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Attached { digest, .. } => Some(digest),
            Self::Recorded { taken, .. } => Some(&mut taken.digest),
            _ => None,
        }
    }

    fn drops_file(&self) -> Option<u64> {
        match self {
            Self::RecordingErased { recording } => Some(*recording),
            _ => None,
        }
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Contact>;

/// A recorded event.
pub type Event = journaled::Event<Contact>;
