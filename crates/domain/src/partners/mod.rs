//! Partners: sister cities, ambassadors, programmes, bases, associations; whom the city works with, in one register.
//!
//! `proposed → agreed → active → ended`. A partner is what folding its events gives; `decide.rs` says which events a
//! command makes, `apply.rs` what they make of the partner, `permissions.rs` who may. Its kinds are the city's
//! (`kinds.rs`). What the public may read is [`Public`], made in one place; a table of partners is read by [`import()`].

mod allowed;
mod apply;
mod assigned;
mod check;
mod command;
mod decide;
mod entry;
mod event;
mod import;
mod inputs;
pub(crate) mod kinds;
mod permissions;
mod public;
mod renewal;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use crate::since::{NotASince, Precision, Since};
pub use allowed::{allowed, sees_contacts, sees_notes};
pub use assigned::{is_country, is_language};
pub use check::Terms;
pub use command::{Command, CommandKind};
pub use decide::Known;
pub use entry::{Entry, Open};
pub use event::{Body, Event, EventKind, NewEvent, PartnerEvent};
pub use import::{BadCell, COLUMNS, Duplicate, Existing, Imported, Proposal, Row, import, status_of};
pub use kinds::{Kind, Partners};
pub use permissions::{NOUN, OPEN, PERMISSIONS, SEE, SEE_CONTACTS, SEE_JOURNAL, SEE_NOTES};
pub use public::{Public, PublicDocument};
pub use renewal::{notice_begins, renewal_is_near, warning_is_due};

use crate::files::tidy_name;
use crate::inputs::Input;
use crate::journaled::{Context, Journaled, Refusal, codes};
use crate::receipts::Reference;
use crate::roles::{self, Action, Actor, StaffId};
use crate::{Lang, UnitCode, said_in};

/// Contacts a partner may have.
pub const CONTACTS_MAX: usize = 50;
/// Documents a partner may have.
pub const DOCUMENTS_MAX: usize = 100;
/// Notes a partner may have.
pub const NOTES_MAX: usize = 500;

codes! {
    /// Where a partner stands.
    State {
        Proposed = "proposed",
        /// Decided, and not in force yet.
        Agreed = "agreed",
        Active = "active",
        Ended = "ended",
    }
}

codes! {
    /// What was decided about a partner.
    DecisionKind {
        Agreed = "agreed",
        Renewed = "renewed",
        Ended = "ended",
    }
}

/// A decision about a partner: by whom, on which day, and who wrote it down here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number of the event that recorded it.
    pub id: u64,
    pub kind: DecisionKind,
    pub on: Date,
    /// The end that a renewal gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<StaffId>,
    /// In words: a body, a meeting, an office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Someone at the partner. They stay on the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// In which they are written and spoken to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
}

/// A [`Person`] and the number of the event that added them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: u64,
    #[serde(flatten)]
    pub person: Person,
}

/// An agreement, a letter, a programme. Its bytes are in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Number of the event that added it.
    pub id: u64,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The name of its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The day it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// The public may read it when it may read of the partner.
    pub public: bool,
}

impl Document {
    /// The name of its file as it may be shown, whenever it came; `None` when it was erased.
    pub fn shown_name(&self) -> Option<String> {
        Some(tidy_name(self.name.as_deref()?, &self.media_type))
    }
}

/// Another record that a partner has to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "noun", content = "reference", rename_all = "kebab-case")]
pub enum Link {
    Partners(Reference),
    Cases(Reference),
}

impl Link {
    pub fn reference(self) -> Reference {
        match self {
            Self::Partners(reference) | Self::Cases(reference) => reference,
        }
    }
}

/// Only for staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Number of the event that wrote it.
    pub id: u64,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffId>,
    pub text: String,
}

/// One partner: the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    pub reference: Reference,
    /// Sequence number of its last event.
    pub version: u64,
    /// Code of one of the city's kinds.
    pub kind: String,
    pub state: State,
    /// What the public sees of it, once it is active.
    pub public: bool,
    /// What is said of it was checked. Where it was not, every page says so.
    pub confirmed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Lang, String>,
    /// What the public reads.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub summaries: BTreeMap<Lang, String>,
    /// ISO 3166 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// When it must be renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Its unit was warned that this day comes near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_for: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Lang>,
    /// Of the regulation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<u16>,
    /// Who is responsible for it here.
    pub unit: UnitCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
}

impl Partner {
    /// What the edit form shows: everything that an edit replaces.
    pub fn entry(&self) -> Entry {
        Entry {
            kind: self.kind.clone(),
            names: self.names.clone(),
            summaries: self.summaries.clone(),
            country: self.country.clone(),
            since: self.since,
            until: self.until,
            languages: self.languages.clone(),
            articles: self.articles.clone(),
            unit: Some(self.unit.clone()),
            website: self.website.clone(),
            source: self.source.clone(),
        }
    }

    /// Its name for someone who reads `lang`, and the language that name is in; none when it was erased.
    pub fn name(&self, lang: Lang) -> Option<(Lang, &str)> {
        said_in(&self.names, lang)
    }

    pub fn contact(&self, id: u64) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    pub fn document(&self, id: u64) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The decision that stands.
    pub fn decision(&self) -> Option<&Decision> {
        self.decisions.last()
    }

    /// As that actor may see it: without contacts or notes that are not for them.
    #[must_use]
    pub fn seen_by(&self, actor: &Actor) -> Self {
        let mut seen = self.clone();
        if !sees_contacts(self, actor) {
            seen.contacts.clear();
        }
        if !sees_notes(self, actor) {
            seen.notes.clear();
        }
        seen
    }
}

impl Journaled for Partner {
    const NOUN: &'static str = NOUN;
    const PERMISSIONS: &'static [roles::Row] = PERMISSIONS;
    const PREFIX: &'static str = "partner";

    type Key = Reference;
    type Open = Open;
    type Command = Command;
    type Event = PartnerEvent;
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

    fn open(open: &Open, _: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::open(open, ctx)
    }

    fn decide(&self, command: &Command, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        decide::decide(self, command, known, ctx)
    }

    fn begin(key: Reference, event: &Event) -> Option<Self> {
        Self::proposed(key, event)
    }

    fn apply(&mut self, event: &Event) {
        self.applied(event);
    }

    /// Its unit's.
    fn is_own(&self, actor: &Actor, _: Action) -> bool {
        actor.is_of(&self.unit)
    }
}
