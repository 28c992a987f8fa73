use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Translation, Words};
use crate::journaled::{self, Happening, kinds};
use crate::{Lang, LawCode, UnitCode};

/// Words that someone wrote: the part of an event that can be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Body {
    pub(super) fn words(words: Words) -> Self {
        Self {
            words: Some(words),
            reason: None,
        }
    }

    pub(super) fn reason(reason: String) -> Self {
        Self {
            words: None,
            reason: Some(reason),
        }
    }
}

/// A change of a translation, without anyone's words. As JSON it is what the journal keeps as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "facts", rename_all = "kebab-case")]
pub enum TranslationEvent {
    Opened {
        law: LawCode,
        language: Lang,
        unit: UnitCode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source_day: Option<Date>,
    },
    Revised {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source_day: Option<Date>,
    },
    Reviewed,
    SentBack,
    Published {
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    Withdrawn,
    Erased,
}

kinds! {
    /// What an event is called in the journal.
    EventKind of TranslationEvent {
        Opened = "opened",
        Revised = "revised",
        Reviewed = "reviewed",
        SentBack = "sent-back",
        Published = "published",
        Withdrawn = "withdrawn",
        Erased = "erased",
    }
}

impl Happening for TranslationEvent {
    type Kind = EventKind;

    fn kind(&self) -> EventKind {
        self.kind()
    }

    fn erases(&self) -> bool {
        *self == Self::Erased
    }
}

/// An event that a command made and nothing has recorded yet.
pub type NewEvent = journaled::New<Translation>;

/// A recorded event.
pub type Event = journaled::Event<Translation>;
