//! What was said in a case, in which language, and what of it somebody cannot read yet.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Case, CommandKind, Doubt, State, TranslatedBy};
use crate::city::City;
use crate::journaled::Journaled as _;
use crate::lang::of_few_words;
use crate::roles::{Actor, Reach, StaffId};
use crate::services::{Field, Service};
use crate::{Lang, UnitCode};

/// Number of the event that opens a case.
const FIRST: u64 = 1;

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Speaker {
    Resident,
    Unit { unit: UnitCode, staff: Option<StaffId> },
    System,
}

impl Speaker {
    pub(crate) fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Resident { .. } => Self::Resident,
            Actor::Staff { id, unit, .. } => Self::Unit {
                unit: unit.clone(),
                staff: Some(*id),
            },
            Actor::System { .. } => Self::System,
        }
    }
}

/// What a message is in its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// What the case was opened with.
    Description,
    Reply,
    /// The unit asks the resident.
    Question,
    /// The resident's answer to a question.
    QuestionAnswer,
    /// The unit's answer to the case.
    Answer,
    /// Why a case is declined.
    Decline,
    /// Why it is reopened.
    Reopening,
    /// Only for staff.
    Note,
}

impl MessageKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Reply => "reply",
            Self::Question => "question",
            Self::QuestionAnswer => "question-answer",
            Self::Answer => "answer",
            Self::Decline => "decline",
            Self::Reopening => "reopening",
            Self::Note => "note",
        }
    }

    pub fn is_public(self) -> bool {
        self != Self::Note
    }
}

/// A message with its original and its translations. An erased one has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Number of the event that said it.
    pub id: u64,
    pub at: Timestamp,
    pub from: Speaker,
    pub kind: MessageKind,
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// It goes to the resident when it is translated into their language, which is due by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translate_by: Option<Timestamp>,
}

impl Message {
    /// It is written, but the resident could not read it yet and has not got it.
    pub fn is_waiting(&self) -> bool {
        self.translate_by.is_some()
    }

    /// Whether the resident has it.
    pub fn reaches_resident(&self) -> bool {
        self.kind.is_public() && !self.is_waiting()
    }

    pub fn translation(&self, lang: Lang) -> Option<&Translation> {
        self.translations.iter().rev().find(|t| t.language == lang)
    }
}

/// One translation of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub language: Lang,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub by: TranslatedBy,
    /// A person has checked it.
    pub checked: bool,
    /// A person put it in the place of an engine's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// Of an engine's, while nobody has checked it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub doubts: BTreeSet<Doubt>,
}

impl Translation {
    /// A person should look at it before anybody relies on it.
    pub fn is_doubtful(&self) -> bool {
        self.doubts.contains(&Doubt::LowConfidence)
    }
}

/// A translation that someone needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Number of the message.
    pub message: u64,
    /// Code of the question of the form, when it is the answer to one.
    pub field: Option<String>,
    pub to: Lang,
    /// An engine has made one that a person should check.
    pub doubtful: bool,
    /// The resident waits for it: when it is due.
    pub translate_by: Option<Timestamp>,
}

impl Case {
    /// Of what waits, what this actor may send or take back: all of it, or, of a unit that is only involved, its own replies.
    pub fn waiting_of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Message> {
        let all = actor.unit().is_none_or(|unit| *unit == self.unit)
            || Self::reach(actor, CommandKind::Send.action()) == Reach::All;
        self.waiting().filter(move |message| {
            let own = matches!(&message.from, Speaker::Unit { unit, .. } if Some(unit) == actor.unit());
            all || (own && message.kind == MessageKind::Reply)
        })
    }

    /// What was written to the resident, and waits to be translated.
    pub fn waiting(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| message.is_waiting())
    }

    pub fn message(&self, id: u64) -> Option<&Message> {
        self.messages.iter().find(|m| m.id == id)
    }

    /// The question the resident has not answered yet.
    pub fn open_question(&self) -> Option<&Message> {
        (self.state == State::WaitingResident)
            .then(|| {
                self.messages
                    .iter()
                    .rev()
                    .find(|m| m.kind == MessageKind::Question)
            })
            .flatten()
    }

    /// A message, or an answer to a question of the form as if it were one: what can be translated.
    pub fn words(&self, message: u64, field: Option<&str>, service: &Service) -> Option<Message> {
        match field {
            None => self.message(message).cloned(),
            Some(field) => self
                .answer_as_message(service.field(field)?)
                .filter(|one| one.id == message),
        }
    }

    /// Answers in the resident's own words, with the code of the question of each.
    pub fn worded_answers<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = (&'a str, Message)> {
        let fields = service.fields.iter();
        fields.filter_map(|field| Some((field.code.as_str(), self.answer_as_message(field)?)))
    }

    fn answer_as_message(&self, field: &Field) -> Option<Message> {
        let text = self.fields.get(&field.code).filter(|_| field.is_worded())?;
        let own = self.message(FIRST).map_or(self.language, |first| first.language);
        Some(Message {
            id: FIRST,
            at: self.opened_at,
            from: Speaker::Resident,
            kind: MessageKind::Description,
            language: of_few_words(text, own)?,
            text: Some(text.clone()),
            translations: self
                .field_translations
                .get(&field.code)
                .cloned()
                .unwrap_or_default(),
            translate_by: None,
        })
    }

    /// Languages that those who must read something do not have it in, or not reliably: the resident's for what the
    /// city wrote, the unit's first for what the resident wrote when the unit does not read the original.
    pub fn wanted_translations(&self, city: &City) -> Vec<Wanted> {
        if self.erased || self.state == State::Merged {
            return Vec::new();
        }
        let unit_languages = city.read_by(&self.unit);
        let wanted = |message: &Message, field: Option<&str>| {
            if message.text.is_none() || !message.kind.is_public() {
                return None;
            }
            let to = match message.from {
                Speaker::Resident if unit_languages.contains(&message.language) => None,
                Speaker::Resident => unit_languages.first().copied(),
                _ => Some(self.language),
            };
            let to = to.filter(|to| *to != message.language)?;
            let doubtful = message.translation(to).map(Translation::is_doubtful);
            (doubtful != Some(false)).then(|| Wanted {
                message: message.id,
                field: field.map(str::to_owned),
                to,
                doubtful: doubtful.is_some(),
                translate_by: message.translate_by,
            })
        };
        let mut all: Vec<Wanted> = self
            .messages
            .iter()
            .filter_map(|message| wanted(message, None))
            .collect();
        if let Some(service) = city.service(self.service.as_str()) {
            let answers = self.worded_answers(service);
            all.extend(answers.filter_map(|(field, answer)| wanted(&answer, Some(field))));
        }
        all
    }
}
