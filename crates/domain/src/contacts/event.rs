use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Contact, Device, Kind, Part, Shared};
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
}

impl Body {
    pub(super) fn text(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self { text: Some(text) })
    }
}

/// A change of a contact, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum ContactEvent {
    /// With the visitor's first words.
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
        Said = "said",
        Whispered = "whispered",
        Shared = "shared",
        Attached = "attached",
        Translated = "translated",
        Corrected = "corrected",
        Ended = "ended",
        WrappedUp = "wrapped-up",
        Rated = "rated",
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
            _ => None,
        }
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Contact>;

/// A recorded event.
pub type Event = journaled::Event<Contact>;
