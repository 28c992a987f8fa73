//! Laws and other texts that bind people here, and their translations (article 9).
//!
//! The texts are the pack's ([`Law`]): what each is, and which translations the city owes of it, by when. The translation of
//! one law into one language is a record with a journal ([`Translation`]): `draft → reviewed → published`, and back. Nobody
//! reviews what they wrote themselves. What the public reads is the last publication, while another draft is being made; how
//! late it is, [`Standing`] says.

mod allowed;
mod apply;
mod command;
mod decide;
mod event;
mod inputs;
mod law;
mod permissions;
mod standing;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use allowed::allowed;
pub use command::{Command, CommandKind, Open};
pub use decide::Known;
pub use event::{Body, Event, EventKind, NewEvent, TranslationEvent};
pub use inputs::{TEXT_MAX, TITLE_MAX};
pub use law::{Kind, Law, Owed, Scope};
pub use permissions::{NOUN, OPEN, PERMISSIONS, SEE};
pub use standing::{Days, Progress, Standing, Stands};

use crate::inputs::Input;
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::receipts::Reference;
use crate::roles::{Action, Actor, Row, StaffId};
use crate::{Lang, LawCode, UnitCode};

codes! {
    /// Where a translation stands.
    State {
        Draft = "draft",
        /// Another person than who wrote it has read it against the original.
        Reviewed = "reviewed",
        Published = "published",
        /// Nothing of it is public any more.
        Withdrawn = "withdrawn",
    }
}

/// A title and a text, in the language of the translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub title: String,
    pub text: String,
}

/// That somebody has read it against the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    /// Theirs. It is all that the public hears of who it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    pub at: Timestamp,
}

/// That somebody has sent a draft back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    pub at: Timestamp,
    /// Gone when it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the public reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The day that counts: the official publication may have been earlier than its entry here.
    pub on: Date,
    pub at: Timestamp,
    /// Of the official publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub words: Words,
    /// The first day on which a translation of the same version was public: words that are mended later are not late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_on: Option<Date>,
    /// See [`Translation::source_day`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_day: Option<Date>,
    /// The same day of the version whose translation was public before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

impl Publication {
    /// What [`Standing`] needs to know of it.
    pub fn days(&self) -> Days {
        Days {
            on: self.on,
            first_on: self.first_on,
            source_day: self.source_day,
            replaces: self.replaces,
        }
    }
}

/// The translation of one law into one language: the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    pub law: LawCode,
    pub language: Lang,
    /// Who owed it when it was taken up.
    pub unit: UnitCode,
    pub state: State,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    /// The day of the version of the law that it is made from, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_day: Option<Date>,
    /// As they stand at the desk; gone when they were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// Everyone who wrote at it, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafters: Vec<StaffId>,
    /// Of the words as they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// It waits to be revised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_back: Option<SentBack>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

/// A translation as anyone may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    pub reference: Reference,
    pub law: LawCode,
    pub language: Lang,
    pub publication: Publication,
}

impl Public {
    /// `None` while nothing of it is public.
    pub fn of(translation: Translation) -> Option<Self> {
        Some(Self {
            reference: translation.reference,
            law: translation.law,
            language: translation.language,
            publication: translation.publication?,
        })
    }
}

impl Translation {
    /// What [`Standing`] needs to know of it.
    pub fn progress(&self) -> Progress {
        Progress {
            state: self.state,
            published: self.publication.as_ref().map(Publication::days),
        }
    }

    /// Whether they wrote at it.
    pub fn is_by(&self, actor: &Actor) -> bool {
        actor.staff().is_some_and(|staff| self.drafters.contains(&staff))
    }
}

impl Journaled for Translation {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [Row] = PERMISSIONS;
    const PREFIX: &'static str = "legal";

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = TranslationEvent;
    type Body = Body;
    type Known = Known;

    const OPEN_INPUTS: &'static [Input] = inputs::OPEN;

    fn key(&self) -> Reference {
        self.reference
    }

    fn version(&self) -> u64 {
        self.version
    }

    fn changed_at(&self) -> Timestamp {
        self.changed_at
    }

    fn open(open: &Open, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::open(open, *known, ctx)
    }

    fn decide(&self, command: &Command, _: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::decide(self, command, ctx)
    }

    fn begin(key: Reference, event: &Event) -> Option<Self> {
        Self::opened(key, event)
    }

    fn apply(&mut self, event: &Event) {
        self.applied(event);
    }

    /// Their unit owes it.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        actor.is_of(&self.unit)
    }
}
