//! What was said in a contact, as a reader sees it: it stands in the events alone.

use jiff::Timestamp;

use super::{ContactEvent, Event, Kind, Shared};
use crate::Lang;
use crate::cases::{TranslatedBy, Translation, Why};
use crate::roles::{Actor, StaffId};

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Visitor,
    Staff(StaffId),
    /// The platform.
    System,
}

impl By {
    fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Resident { .. } => Self::Visitor,
            Actor::Staff { id, .. } => Self::Staff(*id),
            Actor::System { .. } => Self::System,
        }
    }
}

/// What a line of a conversation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    Words,
    /// For staff alone.
    Whisper,
    Shared(Shared),
    File {
        media_type: String,
        size: u64,
    },
    Answered,
    Joined,
    Left(StaffId),
    /// An officer goes on with it.
    HandedOver(StaffId),
    /// They were called and did not answer.
    NotReached,
    Ended(Why),
}

/// A line of a conversation. An erased one has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number of its event.
    pub id: u64,
    pub at: Timestamp,
    pub by: By,
    pub says: Says,
    /// Of its text; that of the visitor where it has none.
    pub language: Option<Lang>,
    pub text: Option<String>,
    pub translations: Vec<Translation>,
}

impl Line {
    pub fn translation(&self, lang: Lang) -> Option<&Translation> {
        self.translations.iter().find(|one| one.language == lang)
    }
}

/// A stretch of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    pub lines: Vec<Line>,
    /// Translations of lines before the stretch, by the number of each.
    pub translated: Vec<(u64, Translation)>,
    /// Whom to call back, if that stands in the stretch.
    pub number: Option<String>,
    /// Number of the last event that was read, seen or not.
    pub seq: u64,
}

impl Conversation {
    /// What those events say, in their order; what staff say to one another only to who may hear it.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>, sees_whispers: bool) -> Self {
        let mut read = Self::default();
        for event in events {
            read.hear(event, sees_whispers);
        }
        read
    }

    fn hear(&mut self, event: &Event, sees_whispers: bool) {
        self.seq = event.seq;
        let text = event.body.as_ref().and_then(|body| body.text.clone());
        if let Some(number) = event.body.as_ref().and_then(|body| body.number.clone()) {
            self.number = Some(number);
        }
        let (says, language) = match &event.event {
            // Neither begins with words, unless somebody wrote some.
            ContactEvent::Opened { channel, .. } if *channel != Kind::Chat && text.is_none() => return,
            ContactEvent::Opened { language, .. } | ContactEvent::Said { language, .. } => {
                (Says::Words, Some(*language))
            }
            ContactEvent::Whispered { language } if sees_whispers => (Says::Whisper, Some(*language)),
            ContactEvent::Shared(shared) => (Says::Shared(shared.clone()), None),
            ContactEvent::Attached { media_type, size, .. } => {
                let media_type = media_type.clone();
                (
                    Says::File {
                        media_type,
                        size: *size,
                    },
                    None,
                )
            }
            ContactEvent::Answered { .. } => (Says::Answered, None),
            ContactEvent::Joined { .. } => (Says::Joined, None),
            ContactEvent::Left { staff } => (Says::Left(*staff), None),
            ContactEvent::HandedOver { staff } => (Says::HandedOver(*staff), None),
            ContactEvent::NotReached { .. } => (Says::NotReached, None),
            // Why somebody broke it off is for staff.
            ContactEvent::Ended { why } => {
                self.line(event, Says::Ended(*why), None, text.filter(|_| sees_whispers));
                return;
            }
            ContactEvent::Translated {
                message,
                language,
                by,
                doubts,
            } => {
                self.translate(
                    *message,
                    Translation {
                        language: *language,
                        at: event.at,
                        text,
                        by: by.clone(),
                        checked: !by.is_engine(),
                        corrected: false,
                        doubts: doubts.clone(),
                    },
                );
                return;
            }
            ContactEvent::Corrected { message, language } => {
                if let Some(staff) = event.actor.staff() {
                    self.translate(
                        *message,
                        Translation {
                            language: *language,
                            at: event.at,
                            text,
                            by: TranslatedBy::Person { staff },
                            checked: true,
                            corrected: true,
                            doubts: std::collections::BTreeSet::new(),
                        },
                    );
                }
                return;
            }
            ContactEvent::Whispered { .. }
            | ContactEvent::Rung { .. }
            | ContactEvent::WrappedUp { .. }
            | ContactEvent::Rated { .. }
            | ContactEvent::Recorded { .. }
            | ContactEvent::Listened { .. }
            | ContactEvent::RecordingErased { .. }
            | ContactEvent::Moved { .. }
            | ContactEvent::Erased => return,
        };
        self.line(event, says, language, text);
    }

    fn line(&mut self, event: &Event, says: Says, language: Option<Lang>, text: Option<String>) {
        self.lines.push(Line {
            id: event.seq,
            at: event.at,
            by: By::of(&event.actor),
            says,
            language,
            text,
            translations: Vec::new(),
        });
    }

    fn translate(&mut self, message: u64, translation: Translation) {
        match self.lines.iter_mut().find(|line| line.id == message) {
            Some(line) => {
                line.translations
                    .retain(|one| one.language != translation.language);
                line.translations.push(translation);
            }
            None => self.translated.push((message, translation)),
        }
    }
}
