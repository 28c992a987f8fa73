//! What is said to a resident, and in which language: it reaches them when they can read it.

use super::allowed::sees_notes;
use super::decide::Decision;
use super::{Made, Message, MessageKind, NewEvent, Translated, TranslatedBy, What};
use crate::Lang;
use crate::deadlines::ClockKind;
use crate::journaled::Refusal;
use crate::problems::{self, MESSAGE_MAX, Problem};
use crate::roles::Actor;
use crate::services::PausedBy;

impl Decision<'_> {
    /// What is said to the resident. When it is not in their language, it waits to be translated: until then nothing was
    /// asked or answered, and no clock stands or stops for it.
    pub(super) fn say(&mut self, says: MessageKind, text: String, language: Option<Lang>) -> Vec<NewEvent> {
        let reads = self.ctx.actor.is_resident() || self.language(language) == self.case.language;
        let what = if reads {
            self.said(says)
        } else {
            let limit = &self.ctx.city.limits.translate;
            What::Written {
                says,
                translate_by: self.clocks.due_at(limit),
            }
        };
        self.event(what, text, language)
    }

    /// What comes of words of that kind when they reach the other side.
    fn said(&mut self, says: MessageKind) -> What {
        match says {
            MessageKind::Question => {
                self.clocks.stop_kind(ClockKind::FirstReply);
                self.clocks.pause(PausedBy::Resident);
                What::Asked
            }
            MessageKind::Answer => {
                self.clocks.stop(|_| true);
                What::Resolved
            }
            MessageKind::Decline => {
                self.clocks.stop(|_| true);
                What::Declined
            }
            _ => {
                if !self.ctx.actor.is_resident() {
                    self.clocks.stop_kind(ClockKind::FirstReply);
                }
                What::Replied
            }
        }
    }

    /// What waited goes to the resident.
    pub(super) fn deliver(&mut self, message: &Message, reason: String) -> Vec<NewEvent> {
        let what = self.said(message.kind);
        let mut events = self.event(what, reason, None);
        for new in &mut events {
            new.event.delivers = Some(message.id);
        }
        events
    }

    /// One that waits to be translated.
    pub(super) fn waiting(&self, message: u64) -> Result<&Message, Refusal> {
        let waiting = self
            .case
            .waiting_of(self.ctx.actor)
            .find(|waiting| waiting.id == message);
        waiting.ok_or_else(|| Problem::UnknownMessage.of("message").into())
    }

    pub(super) fn translate(
        mut self,
        translated: &Translated,
        made: Option<&Made>,
    ) -> Result<Vec<NewEvent>, Refusal> {
        // A note is there only for those who may read it.
        let readable = |message: &&Message| message.kind.is_public() || sees_notes(self.case, self.ctx.actor);
        let field = translated.field.as_deref().filter(|field| !field.is_empty());
        let original = self.case.words(translated.message, field, self.service);
        let Some(original) = original.filter(|original| readable(&original)) else {
            let what = if field.is_some() { "field" } else { "message" };
            return Err(Problem::UnknownMessage.of(what).into());
        };
        if original.language == translated.language || original.text.is_none() {
            return Err(Problem::NotAnOption.of("language").into());
        }
        let text = problems::text(&translated.text, 4 * MESSAGE_MAX).map_err(|problem| problem.of("text"))?;
        let language = translated.language;
        let before = original.translation(language);
        let (by, checked) = match (self.ctx.actor, made) {
            // Who leaves an engine's words as they are has checked them.
            (Actor::Staff { id, .. }, _) => match before {
                Some(before) if before.by.is_engine() && before.text.as_ref() == Some(&text) => {
                    (before.by.clone(), true)
                }
                _ => (TranslatedBy::Person { staff: *id }, true),
            },
            (_, Some(made)) => (made.by.clone(), !made.by.is_engine()),
            (_, None) => return Err(Refusal::NotAllowed),
        };
        // What a person has written or checked, only a person replaces.
        if self.ctx.actor.staff().is_none() && before.is_some_and(|before| before.checked) {
            return Ok(Vec::new());
        }
        let doubts = made.filter(|_| !checked).map(|made| made.doubts.clone());
        let what = What::Translated {
            message: translated.message,
            field: field.map(str::to_owned),
            language,
            by,
            checked,
            doubts: doubts.unwrap_or_default(),
        };
        let delivers = original.is_waiting() && language == self.case.language;
        let mut events = self.event(what, text, Some(language));
        if delivers {
            events.extend(self.deliver(&original, String::new()));
        }
        Ok(events)
    }
}
