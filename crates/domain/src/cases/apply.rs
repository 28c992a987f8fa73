//! Folding events into a case.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    AskedExtension, Attachment, Body, Booking, Case, ContactStep, Event, LegalHold, Message, MessageKind,
    Rating, Speaker, State, Step, TranslatedBy, Translation, What, WrongUnit,
};
use crate::notices::Notices;
use crate::receipts::Reference;

impl Case {
    pub(super) fn opened(reference: Reference, event: &Event) -> Option<Self> {
        let What::Opened {
            service,
            language,
            channel,
            unit,
            topic,
            district,
            urgent,
            danger,
            fields,
            ..
        } = &event.event.what
        else {
            return None;
        };
        let mut fields: BTreeMap<String, String> = fields.clone();
        let body = event.body.clone().unwrap_or_default();
        let notices = body
            .contact
            .email
            .is_some()
            .then(|| Notices::left(event.seq, event.at));
        fields.extend(body.fields);
        let mut case = Self {
            reference,
            version: event.seq,
            service: service.clone(),
            state: State::Received,
            resumes_as: None,
            stage: None,
            unit: unit.clone(),
            involved: Vec::new(),
            holder: None,
            language: *language,
            channel: *channel,
            topic: topic.clone(),
            district: district.clone(),
            urgent: *urgent,
            danger: *danger,
            opened_at: event.at,
            changed_at: event.at,
            fields,
            field_translations: BTreeMap::new(),
            contact: body.contact,
            notices,
            messages: Vec::new(),
            clocks: event.event.clocks.clone().unwrap_or_default(),
            wrong_units: Vec::new(),
            escalated: false,
            asked_extension: None,
            answered_at: None,
            ratings: Vec::new(),
            rated: false,
            reopened: 0,
            bookings: Vec::new(),
            attachments: Vec::new(),
            links: Vec::new(),
            contacts: Vec::new(),
            answered_in: None,
            merged_into: None,
            erased: false,
            legal_hold: None,
            steps: Vec::new(),
        };
        case.step(event);
        case.say(event, Speaker::Resident, MessageKind::Description);
        Some(case)
    }

    /// The next event of this case.
    #[expect(clippy::too_many_lines, reason = "one arm an event, each a line or two")]
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        if let Some(clocks) = &event.event.clocks {
            self.clocks.clone_from(clocks);
        }
        self.step(event);
        if let Some(message) = event.event.delivers {
            self.deliver(message, event.at);
        }
        let speaker = Speaker::of(&event.actor);
        let text = event.body.as_ref().and_then(|body| body.text.clone());
        match &event.event.what {
            // Of interpreters, its jobs know the rest.
            What::Opened { .. } | What::Interpreter { .. } => {}
            What::Triaged {
                topic,
                district,
                urgent,
                language,
            } => {
                self.topic.clone_from(topic);
                self.district.clone_from(district);
                self.urgent = *urgent;
                self.language = *language;
            }
            What::Routed { unit } => {
                self.unit = unit.clone();
                self.holder = None;
                self.escalated = false;
                self.state = State::Received;
            }
            What::Returned {
                unit,
                suggested,
                to,
                escalated,
            } => {
                self.wrong_units.push(WrongUnit {
                    unit: unit.clone(),
                    at: event.at,
                    suggested: suggested.clone(),
                });
                self.unit = to.clone();
                self.holder = None;
                self.escalated = *escalated;
                self.state = State::Returned;
                self.note(event, speaker);
            }
            What::Accepted { stage } => {
                self.stage.clone_from(stage);
                self.state = State::Accepted;
                self.holder = self.holder.or(event.actor.staff());
            }
            What::Declined => {
                self.state = State::Declined;
                self.answered_at = Some(event.at);
                self.say(event, speaker, MessageKind::Decline);
            }
            What::Assigned { staff } => self.holder = *staff,
            What::Written { says, translate_by } => {
                self.say(event, speaker, *says);
                if let Some(message) = self.messages.last_mut() {
                    message.translate_by = Some(*translate_by);
                }
            }
            What::Withdrawn { message } => self.messages.retain(|one| one.id != *message),
            What::Noted => self.say(event, speaker, MessageKind::Note),
            What::Replied => self.say(event, speaker, MessageKind::Reply),
            What::Asked => {
                self.wait(State::WaitingResident);
                self.say(event, speaker, MessageKind::Question);
            }
            What::QuestionAnswered => {
                self.go_on();
                // An agent may take the answer down for a caller; the words are the resident's.
                self.say(event, Speaker::Resident, MessageKind::QuestionAnswer);
            }
            What::Suspended { waits_for } => {
                self.wait(State::from(*waits_for));
                self.note(event, speaker);
            }
            What::Resumed => self.go_on(),
            What::ExtensionAsked { clock, by } => {
                self.asked_extension = Some(AskedExtension {
                    clock: *clock,
                    by: *by,
                    at: event.at,
                    asked_by: event.actor.staff(),
                    reason: text,
                });
            }
            What::Extended { .. } | What::ExtensionRefused { .. } => {
                self.asked_extension = None;
                self.note(event, speaker);
            }
            What::StageEntered { stage } => {
                self.stage = Some(stage.clone());
                if matches!(self.state, State::Accepted | State::Reopened) {
                    self.state = State::InProgress;
                }
            }
            What::UnitInvolved { unit } => {
                self.involved.push(unit.clone());
                self.note(event, speaker);
            }
            What::Referred => {
                self.wait(State::WaitingPartner);
                self.note(event, speaker);
            }
            What::Booked { starts_at } => {
                self.bookings.push(Booking {
                    at: event.at,
                    starts_at: *starts_at,
                    what: text,
                });
            }
            What::Resolved => {
                self.state = State::Answered;
                self.resumes_as = None;
                self.answered_at = Some(event.at);
                self.answered_in = None;
                self.rated = false;
                self.say(event, speaker, MessageKind::Answer);
            }
            What::Rated { solved, satisfied } => {
                self.rated = true;
                self.ratings.push(Rating {
                    at: event.at,
                    solved: *solved,
                    satisfied: *satisfied,
                    by_staff: event.actor.staff().is_some(),
                    comment: text,
                });
            }
            What::Reopened => {
                self.state = State::Reopened;
                self.reopened = self.reopened.saturating_add(1);
                self.answered_at = None;
                self.answered_in = None;
                // An agent may reopen it for a caller; the words are the resident's.
                let says = if event.actor.is_resident() {
                    Speaker::Resident
                } else {
                    speaker
                };
                self.say(event, says, MessageKind::Reopening);
            }
            What::Merged { into } => {
                self.state = State::Merged;
                self.merged_into = Some(*into);
            }
            What::Linked { to } => self.links.push(*to),
            What::Closed => self.state = State::Closed,
            What::Erased => {
                // Nobody can work on a case without words, or rate an answer.
                if !self.state.is_over() {
                    self.state = State::Closed;
                    self.resumes_as = None;
                }
                self.erase();
            }
            What::LegallyHeld => {
                self.legal_hold = Some(LegalHold {
                    at: event.at,
                    by: event.actor.staff(),
                });
                self.note(event, speaker);
            }
            What::LegallyReleased => {
                self.legal_hold = None;
                self.note(event, speaker);
            }
            What::Attached { media_type, size, .. } => self.attachments.push(Attachment {
                id: event.seq,
                at: event.at,
                from: speaker,
                name: text,
                media_type: media_type.clone(),
                size: *size,
            }),
            What::Translated {
                message,
                field,
                language,
                by,
                checked,
                doubts,
            } => {
                let translations = match field {
                    Some(field) => Some(self.field_translations.entry(field.clone()).or_default()),
                    None => self
                        .messages
                        .iter_mut()
                        .find(|m| m.id == *message)
                        .map(|m| &mut m.translations),
                };
                if let Some(translations) = translations {
                    let by_person = matches!(by, TranslatedBy::Person { .. });
                    let before = translations.iter().find(|t| t.language == *language);
                    let translation = Translation {
                        language: *language,
                        at: event.at,
                        text,
                        by: by.clone(),
                        checked: *checked,
                        // Once corrected, it stays so, however often a person writes it anew.
                        corrected: by_person
                            && before.is_some_and(|before| before.by.is_engine() || before.corrected),
                        doubts: doubts.clone(),
                    };
                    translations.retain(|t| t.language != *language);
                    translations.push(translation);
                }
            }
            What::Notices(step) => self.noticed(event, *step),
            What::Contact {
                contact,
                step,
                answers,
            } => self.contacted(event, *contact, step, *answers),
        }
    }

    fn contacted(&mut self, event: &Event, contact: Reference, step: &ContactStep, answers: bool) {
        match step {
            ContactStep::Began | ContactStep::Called | ContactStep::CallBackAsked => {
                self.contacts.push(contact);
            }
            ContactStep::WrappedUp { topic, .. } if self.topic.is_none() => self.topic.clone_from(topic),
            _ => {}
        }
        if answers {
            self.state = State::Answered;
            self.resumes_as = None;
            self.answered_at = Some(event.at);
            self.answered_in = Some(contact);
            self.rated = false;
        }
        // It is about what was said there; the answer that a unit wrote later is asked about by itself. Most say it before the
        // agent has said what came of it.
        let rated = match step {
            ContactStep::WrappedUp { rated, .. } => rated.filter(|_| answers),
            ContactStep::Rated { solved, satisfied } => Some((*solved, *satisfied)),
            _ => None,
        };
        if let Some((solved, satisfied)) = rated
            && self.answered_in == Some(contact)
            && !self.rated
        {
            self.rated = true;
            self.ratings.push(Rating {
                at: event.at,
                solved,
                satisfied,
                by_staff: false,
                comment: None,
            });
        }
    }

    fn step(&mut self, event: &Event) {
        let (unit, stage) = match &event.event.what {
            What::Opened { unit, .. }
            | What::Routed { unit }
            | What::Returned { unit, .. }
            | What::UnitInvolved { unit } => (Some(unit.clone()), None),
            What::Accepted { stage } => (Some(self.unit.clone()), stage.clone()),
            What::StageEntered { stage } => (None, Some(stage.clone())),
            _ => (None, None),
        };
        // Whoever translated it, its writer said it.
        let delivered = event.event.delivers.and_then(|message| self.message(message));
        let by = delivered.map_or_else(|| Speaker::of(&event.actor), |message| message.from.clone());
        self.steps.push(Step {
            at: event.at,
            kind: match &event.event.what {
                What::Contact { step, .. } => step.code().to_owned(),
                What::Interpreter { step, .. } => step.code().to_owned(),
                what => what.kind().code().to_owned(),
            },
            by,
            unit,
            stage,
            public: event.event.what.is_public(),
        });
    }

    /// It reaches the resident: last of what was said, since all the rest was said before.
    fn deliver(&mut self, message: u64, at: Timestamp) {
        if let Some(place) = self.messages.iter().position(|one| one.id == message) {
            let mut message = self.messages.remove(place);
            message.translate_by = None;
            message.at = at;
            self.messages.push(message);
        }
    }

    fn say(&mut self, event: &Event, from: Speaker, kind: MessageKind) {
        let text = event.body.as_ref().and_then(|body| body.text.clone());
        // Its words were written before; what this event says is why they go out untranslated.
        let kind = if event.event.delivers.is_some() {
            MessageKind::Note
        } else {
            kind
        };
        if text.is_none() && Self::is_optional(kind) {
            return;
        }
        let language = event.event.language.unwrap_or(self.language);
        // The number of its event, so that it stays the same when the words of others are erased.
        let id = event.seq;
        self.messages.push(Message {
            id,
            at: event.at,
            from,
            kind,
            language,
            text,
            translations: Vec::new(),
            translate_by: None,
        });
    }

    /// Messages that are there only with their words: a case may be opened, and most steps taken, without any.
    fn is_optional(kind: MessageKind) -> bool {
        matches!(kind, MessageKind::Description | MessageKind::Note)
    }

    /// Keeps the reason of a step among the notes, when one was given.
    fn note(&mut self, event: &Event, from: Speaker) {
        self.say(event, from, MessageKind::Note);
    }

    fn wait(&mut self, state: State) {
        self.resumes_as = Some(match self.resumes_as {
            Some(before) if self.state.waits_for().is_some() => before,
            _ => self.state,
        });
        self.state = state;
    }

    fn go_on(&mut self) {
        self.state = self.resumes_as.take().unwrap_or(State::InProgress);
    }

    fn erase(&mut self) {
        self.erased = true;
        self.fields.clear();
        self.field_translations.clear();
        self.contact = super::Contact::default();
        self.notices = None;
        // Leaves what folding the events without their bodies gives.
        self.messages
            .retain(|message| !Self::is_optional(message.kind) && !message.is_waiting());
        for message in &mut self.messages {
            message.text = None;
            message.translations.clear();
        }
        for rating in &mut self.ratings {
            rating.comment = None;
        }
        self.attachments.clear();
        for booking in &mut self.bookings {
            booking.what = None;
        }
        self.asked_extension = None;
    }

    /// When it was last rated.
    pub fn rated_at(&self) -> Option<Timestamp> {
        self.ratings.last().map(|rating| rating.at)
    }
}

impl Body {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
