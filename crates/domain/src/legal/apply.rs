//! Folding events into a translation.

use super::{Event, Publication, Review, SentBack, State, Translation, TranslationEvent, Words};
use crate::receipts::Reference;

impl Translation {
    pub(super) fn opened(reference: Reference, event: &Event) -> Option<Self> {
        let TranslationEvent::Opened {
            law,
            language,
            unit,
            source_day,
        } = &event.event
        else {
            return None;
        };
        let mut opened = Self {
            reference,
            version: event.seq,
            law: law.clone(),
            language: *language,
            unit: unit.clone(),
            state: State::Draft,
            opened_at: event.at,
            changed_at: event.at,
            source_day: *source_day,
            words: None,
            drafters: Vec::new(),
            review: None,
            sent_back: None,
            publication: None,
            erased: false,
        };
        opened.write(event);
        Some(opened)
    }

    /// The next event of this translation.
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        match &event.event {
            TranslationEvent::Opened { .. } => {}
            TranslationEvent::Revised { source_day } => {
                self.source_day = *source_day;
                self.state = State::Draft;
                self.review = None;
                self.sent_back = None;
                self.write(event);
            }
            TranslationEvent::Reviewed => {
                self.state = State::Reviewed;
                self.review = Some(Review {
                    by: event.actor.staff(),
                    unit: event.actor.unit().cloned(),
                    at: event.at,
                });
            }
            TranslationEvent::SentBack => {
                self.state = State::Draft;
                self.review = None;
                self.sent_back = Some(SentBack {
                    by: event.actor.staff(),
                    at: event.at,
                    reason: event.body.as_ref().and_then(|body| body.reason.clone()),
                });
            }
            TranslationEvent::Published { on, url } => {
                self.state = State::Published;
                let before = self.publication.take();
                let same = before.as_ref().filter(|old| old.source_day == self.source_day);
                let first_on = same.and_then(|old| old.first_on);
                let replaces = match same {
                    Some(old) => old.replaces,
                    None => before.as_ref().and_then(|old| old.source_day),
                };
                self.publication = Some(Publication {
                    on: *on,
                    first_on: Some(first_on.map_or(*on, |first| first.min(*on))),
                    replaces,
                    at: event.at,
                    url: url.clone(),
                    // Gone only from a record whose words were all erased, which the last event of its journal says.
                    words: self.words.clone().unwrap_or_else(|| Words {
                        title: String::new(),
                        text: String::new(),
                    }),
                    source_day: self.source_day,
                    review: self.review.clone(),
                });
            }
            TranslationEvent::Withdrawn => {
                self.state = State::Withdrawn;
                self.publication = None;
                self.review = None;
                self.sent_back = None;
            }
            TranslationEvent::Erased => {
                self.erased = true;
                self.words = None;
                self.sent_back = None;
            }
        }
    }

    fn write(&mut self, event: &Event) {
        self.words = event.body.as_ref().and_then(|body| body.words.clone());
        if let Some(staff) = event.actor.staff()
            && let Err(at) = self.drafters.binary_search(&staff)
        {
            self.drafters.insert(at, staff);
        }
    }
}
