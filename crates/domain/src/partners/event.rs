use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Link, Partner, Person, Since};
use crate::journaled::{self, Happening, kinds};
use crate::{Lang, UnitCode};

/// Words that someone wrote, and what names or reaches people: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub summaries: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Person>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// A note, a reason, the title of a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The name of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// What is said of a partner, without words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Lang>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<u16>,
    pub unit: UnitCode,
}

/// A change of a partner, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum PartnerEvent {
    Proposed {
        #[serde(flatten)]
        facts: Facts,
        public: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_on: Option<Date>,
    },
    Edited(Facts),
    Agreed {
        on: Date,
    },
    /// What is known of its time, after it.
    Activated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Since>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    Ended {
        on: Date,
    },
    Renewed {
        until: Date,
        on: Date,
    },
    ContactAdded,
    /// Everything that is known of them, after it.
    ContactChanged {
        contact: u64,
    },
    ContactRemoved {
        contact: u64,
    },
    Attached {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<Date>,
        public: bool,
        media_type: String,
        size: u64,
        digest: String,
    },
    DocumentRemoved {
        document: u64,
    },
    DocumentPublished {
        document: u64,
    },
    DocumentWithdrawn {
        document: u64,
    },
    Linked {
        to: Link,
    },
    Unlinked {
        from: Link,
    },
    Noted,
    Published,
    Withdrawn,
    Confirmed {
        on: Date,
    },
    /// Its unit was told that it must be renewed until that day.
    Warned {
        until: Date,
    },
    Erased,
}

kinds! {
    /// What an event is called in the journal.
    EventKind of PartnerEvent {
        Proposed = "proposed",
        Edited = "edited",
        Agreed = "agreed",
        Activated = "activated",
        Ended = "ended",
        Renewed = "renewed",
        ContactAdded = "contact-added",
        ContactChanged = "contact-changed",
        ContactRemoved = "contact-removed",
        Attached = "attached",
        DocumentRemoved = "document-removed",
        DocumentPublished = "document-published",
        DocumentWithdrawn = "document-withdrawn",
        Linked = "linked",
        Unlinked = "unlinked",
        Noted = "noted",
        Published = "published",
        Withdrawn = "withdrawn",
        Confirmed = "confirmed",
        Warned = "warned",
        Erased = "erased",
    }
}

impl Happening for PartnerEvent {
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

    fn file_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Attached { digest, .. } => Some(digest),
            _ => None,
        }
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Partner>;

/// A recorded event.
pub type Event = journaled::Event<Partner>;
