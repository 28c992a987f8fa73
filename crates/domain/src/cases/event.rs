use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Case, Channel, Contact, ContactStep, Doubt, InterpreterStep, MessageKind, TranslatedBy};
use crate::deadlines::{Clock, ClockKind, Limit};
use crate::journaled::{self, Happening, kinds};
use crate::notices;
use crate::receipts::Reference;
use crate::roles::StaffId;
use crate::services::PausedBy;
use crate::{Lang, ServiceCode, UnitCode};

/// Words a person wrote, and what names or reaches them: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Answers to the form's personal questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
}

impl Body {
    pub fn text(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.is_empty()).then(|| Self {
            text: Some(text),
            ..Self::default()
        })
    }
}

/// A change of a case, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEvent {
    #[serde(flatten)]
    pub what: What,
    /// Language of the words in its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// Number of the message that goes to the resident with it: its words were written before, and waited to be translated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivers: Option<u64>,
    /// All clocks as they stand after it, when it touched one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocks: Option<Vec<Clock>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum What {
    Opened {
        service: ServiceCode,
        language: Lang,
        detected: bool,
        channel: Channel,
        unit: UnitCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<UnitCode>,
        urgent: bool,
        /// They said that they are not safe.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        danger: bool,
        /// Answers to the form's questions that are not personal.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: BTreeMap<String, String>,
    },
    Triaged {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<UnitCode>,
        urgent: bool,
        language: Lang,
    },
    Routed {
        unit: UnitCode,
    },
    Returned {
        unit: UnitCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggested: Option<UnitCode>,
        to: UnitCode,
        escalated: bool,
    },
    Accepted {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
    },
    Declined,
    Assigned {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff: Option<StaffId>,
    },
    Noted,
    Replied,
    Asked,
    /// Words for a resident who does not read their language: they wait to be translated, and nothing is asked or answered
    /// until they are.
    Written {
        says: MessageKind,
        /// When they should be translated.
        translate_by: Timestamp,
    },
    /// They are taken back before they went out.
    Withdrawn {
        message: u64,
    },
    QuestionAnswered,
    Suspended {
        waits_for: PausedBy,
    },
    Resumed,
    ExtensionAsked {
        clock: ClockKind,
        by: Limit,
    },
    Extended {
        clock: ClockKind,
        by: Limit,
    },
    ExtensionRefused {
        clock: ClockKind,
    },
    StageEntered {
        stage: String,
    },
    UnitInvolved {
        unit: UnitCode,
    },
    Referred,
    Booked {
        starts_at: Timestamp,
    },
    Resolved,
    Rated {
        solved: bool,
        satisfied: bool,
    },
    Reopened,
    Merged {
        into: Reference,
    },
    Linked {
        to: Reference,
    },
    Closed,
    Erased,
    LegallyHeld,
    LegallyReleased,
    Attached {
        media_type: String,
        size: u64,
        digest: String,
    },
    Translated {
        message: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        field: Option<String>,
        language: Lang,
        by: TranslatedBy,
        checked: bool,
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        doubts: BTreeSet<Doubt>,
    },
    /// An address that is left stands in the body, with the rest of the contact.
    Notices(notices::Step),
    /// Something happened to one of its contacts with the hotline.
    Contact {
        contact: Reference,
        #[serde(flatten)]
        step: ContactStep,
        /// It is the answer to the case.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        answers: bool,
    },
    /// Something happened to a job of an interpreter who was asked for in it.
    Interpreter {
        job: Reference,
        step: InterpreterStep,
    },
}

kinds! {
    /// What an event is called in the journal.
    EventKind of What {
        Opened = "opened",
        Triaged = "triaged",
        Routed = "routed",
        Returned = "returned",
        Accepted = "accepted",
        Declined = "declined",
        Assigned = "assigned",
        Noted = "noted",
        Replied = "replied",
        Asked = "asked",
        Written = "written",
        Withdrawn = "withdrawn",
        QuestionAnswered = "question-answered",
        Suspended = "suspended",
        Resumed = "resumed",
        ExtensionAsked = "extension-asked",
        Extended = "extended",
        ExtensionRefused = "extension-refused",
        StageEntered = "stage-entered",
        UnitInvolved = "unit-involved",
        Referred = "referred",
        Booked = "booked",
        Resolved = "resolved",
        Rated = "rated",
        Reopened = "reopened",
        Merged = "merged",
        Linked = "linked",
        Closed = "closed",
        Erased = "erased",
        LegallyHeld = "legally-held",
        LegallyReleased = "legally-released",
        Attached = "attached",
        Translated = "translated",
        Notices = "notices",
        Contact = "contact",
        Interpreter = "interpreter",
    }
}

impl What {
    /// Whether the resident's timeline shows it.
    pub fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::Triaged { .. }
                | Self::Assigned { .. }
                | Self::Noted
                | Self::Written { .. }
                | Self::Withdrawn { .. }
                | Self::ExtensionAsked { .. }
                | Self::ExtensionRefused { .. }
                | Self::Linked { .. }
                | Self::LegallyHeld
                | Self::LegallyReleased
                | Self::Translated { .. }
                | Self::Notices(_)
        )
    }
}

impl Happening for CaseEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.what.kind()
    }

    fn erases(&self) -> bool {
        self.what == What::Erased
    }

    fn file(&self) -> Option<&str> {
        match &self.what {
            What::Attached { digest, .. } => Some(digest),
            _ => None,
        }
    }

    fn file_mut(&mut self) -> Option<&mut String> {
        match &mut self.what {
            What::Attached { digest, .. } => Some(digest),
            _ => None,
        }
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Case>;

/// A recorded event.
pub type Event = journaled::Event<Case>;
