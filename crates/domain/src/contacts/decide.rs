//! What a command makes of a contact.

use super::allowed::{fits, permitted};
use super::recording::kept_until;
use super::{
    Body, Command, CommandKind, Contact, ContactEvent, Device, Kind, NOUN, NewEvent, OPEN, Open, Part,
    Shared, Sharing, Taken, Translated, Window, allowed,
};
use crate::Lang;
use crate::cases::{Case, HOTLINE, Made, Outcome, TranslatedBy, Why};
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, MESSAGE_MAX, Problem, REASON_MAX};
use crate::roles::{Actor, Reach, Role, Staff, StaffId};

/// Characters of a caller's number, or of what an exchange calls them by.
const NUMBER_MAX: usize = 64;

/// What is known of elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Whose contact it is or will be; `None` where nothing depends on it, or it begins with the contact.
    pub case: Option<Box<Case>>,
    /// Who acts, or is asked in.
    pub staff: Option<Staff>,
    /// What is translated.
    pub spoken: Option<Spoken>,
}

impl Known {
    /// The languages of who acts.
    fn of_actor(&self, ctx: &Context<'_>) -> Result<Vec<Lang>, Refusal> {
        let acts = self.staff.as_ref();
        let acts = acts.filter(|staff| Some(staff.id) == ctx.actor.staff() && staff.active);
        acts.map(|staff| staff.languages.clone())
            .ok_or(Refusal::NotAllowed)
    }
}

/// Words that were said in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    pub language: Lang,
    /// There is a translation into the language that is asked for.
    pub translated: bool,
    /// Somebody has put their words in the place of a translation into the language that is asked for.
    pub corrected: bool,
}

/// The events that open a contact.
pub(super) fn open(open: &Open, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    // Words that are said about it now nothing would erase.
    if known.case.as_ref().is_some_and(|case| case.erased) {
        return Err(Refusal::NotAllowed);
    }
    if open.kind == Kind::Call {
        return answered(open, known, ctx);
    }
    // Whoever opens one for a case must hold it.
    if Contact::reach(ctx.actor, OPEN) == Reach::No
        || (ctx.actor.is_resident() && !ctx.actor.holds(open.case))
    {
        return Err(Refusal::NotAllowed);
    }
    let topic = topic(open.topic.as_ref(), ctx)?;
    if open.kind == Kind::Chat {
        let body = Body::text(said(&open.text)?);
        return Ok(vec![NewEvent {
            event: opened(open, known, topic, None),
            body,
        }]);
    }
    // Nobody has to say in writing what they will say on the telephone.
    let text = problems::optional_text(&open.text, MESSAGE_MAX).map_err(|problem| vec![problem.of("text")]);
    let asked = match &open.call_back {
        Some(asked) => asked.checked(ctx.city, ctx.now),
        None => Err(vec![Problem::Required.of("number")]),
    };
    let (text, (number, window)) = match (text, asked) {
        (Ok(text), Ok(asked)) => (text, asked),
        (text, asked) => {
            let wrong = [text.err(), asked.err()];
            return Err(Refusal::Invalid(wrong.into_iter().flatten().flatten().collect()));
        }
    };
    Ok(vec![NewEvent {
        event: opened(open, known, topic, Some(window)),
        body: Some(Body {
            text: (!text.is_empty()).then_some(text),
            number: Some(number),
        }),
    }])
}

fn opened(open: &Open, known: &Known, topic: Option<String>, window: Option<Window>) -> ContactEvent {
    ContactEvent::Opened {
        case: open.case,
        channel: open.kind,
        language: open.language,
        unit: known.case.as_ref().map_or(&open.unit, |case| &case.unit).clone(),
        topic,
        urgent: open.urgent,
        device: open.device,
        window,
        rang_at: open.rang_at,
        by_telephone: open.telephone.is_some(),
    }
}

/// A call begins with its answer: until then it rang, and nothing was said.
fn answered(open: &Open, known: &Known, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    if ctx.actor.staff().is_none() || Contact::reach(ctx.actor, CommandKind::Answer.action()) != Reach::All {
        return Err(Refusal::NotAllowed);
    }
    let topic = topic(open.topic.as_ref(), ctx)?;
    let languages = known.of_actor(ctx)?;
    let number = open.telephone.as_deref().unwrap_or_default();
    let number = problems::optional_text(number, NUMBER_MAX).map_err(|problem| problem.of("number"))?;
    let body = (!number.is_empty()).then_some(Body {
        text: None,
        number: Some(number),
    });
    let mut events = vec![NewEvent {
        event: opened(open, known, topic, None),
        body,
    }];
    events.extend(one(ContactEvent::Answered { languages }));
    Ok(events)
}

fn said(text: &str) -> Result<String, Refusal> {
    problems::text(text, MESSAGE_MAX).map_err(|problem| problem.of("text").into())
}

/// One of those of the hotline's service.
fn topic(entered: Option<&String>, ctx: &Context<'_>) -> Result<Option<String>, Refusal> {
    let Some(topic) = entered.filter(|topic| !topic.is_empty()) else {
        return Ok(None);
    };
    let service = ctx.city.service(HOTLINE);
    let known = service.is_some_and(|service| service.topics.iter().any(|known| known.code == *topic));
    if known {
        Ok(Some(topic.clone()))
    } else {
        Err(Problem::NotAnOption.of("topic").into())
    }
}

/// The events that a command makes of a contact. None at all when it changes nothing.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub(super) fn decide(
    contact: &Contact,
    command: &Command,
    known: &Known,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, contact, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    // What was said already may be sent again, whatever happened since.
    if let Command::Say { device, .. } = command {
        match contact.has_said(ctx.actor, *device) {
            Some(false) => {}
            Some(true) => return Ok(Vec::new()),
            None => return Err(Problem::NotAnOption.of("n").into()),
        }
    }
    if !fits(kind, contact) {
        let allowed = allowed(contact, ctx.actor, ctx.city);
        return Err(Refusal::WrongState {
            noun: NOUN,
            state: contact.state.code(),
            allowed: allowed.into_iter().map(CommandKind::code).collect(),
        });
    }
    Decision { contact, known, ctx }.make(command)
}

struct Decision<'a> {
    contact: &'a Contact,
    known: &'a Known,
    ctx: &'a Context<'a>,
}

fn one(event: ContactEvent) -> Vec<NewEvent> {
    with(event, String::new())
}

fn with(event: ContactEvent, words: String) -> Vec<NewEvent> {
    vec![NewEvent {
        event,
        body: Body::text(words),
    }]
}

impl Decision<'_> {
    fn make(self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        Ok(match command {
            Command::Answer => one(ContactEvent::Answered {
                languages: self.known.of_actor(self.ctx)?,
            }),
            Command::Ring { staff } => return self.ring(*staff),
            Command::Join => {
                let part = self.ctx.actor.role().and_then(Part::of);
                one(ContactEvent::Joined {
                    part: part.ok_or(Refusal::NotAllowed)?,
                    languages: self.known.of_actor(self.ctx)?,
                })
            }
            Command::Leave => one(ContactEvent::Left {
                staff: self.ctx.actor.staff().ok_or(Refusal::NotAllowed)?,
            }),
            Command::HandOver { staff } => return self.hand_over(*staff),
            Command::NotReached => self.not_reached(),
            Command::PutBack { staff } => {
                if !self.contact.present().any(|party| party.staff == *staff) {
                    return Ok(Vec::new());
                }
                one(ContactEvent::Left { staff: *staff })
            }
            Command::Say {
                device,
                text,
                language,
            } => {
                let text = said(text)?;
                with(self.say(*device, *language), text)
            }
            Command::Whisper { text } => {
                let language = self.ctx.city.source_language;
                with(ContactEvent::Whispered { language }, said(text)?)
            }
            Command::Share(shared) => one(ContactEvent::Shared(self.shared(shared)?)),
            Command::Attach(file) => {
                let name = problems::text(&file.name, 200).map_err(|problem| problem.of("file"))?;
                let file = file.checked().map_err(|problem| problem.of("file"))?;
                with(
                    ContactEvent::Attached {
                        media_type: file.media_type.clone(),
                        size: file.size,
                        digest: file.digest.clone(),
                    },
                    name,
                )
            }
            Command::Translate { translated, made } => return self.translate(translated, made.as_ref()),
            Command::End { why, reason } => return self.end(*why, reason),
            Command::WrapUp { .. } => return self.wrap_up(command),
            Command::Rate { solved, satisfied } => one(ContactEvent::Rated {
                solved: *solved,
                satisfied: *satisfied,
            }),
            Command::KeepRecording { taken } => return self.keep_recording(taken.as_ref()),
            Command::Listen { recording } => return self.listen(*recording),
            Command::ForgetRecording { recording } => self.forget_recording(*recording),
        })
    }

    /// How long it is kept is said to whoever is recorded, and so does not change with the pack.
    fn keep_recording(&self, taken: Option<&Taken>) -> Result<Vec<NewEvent>, Refusal> {
        let city = self.ctx.city;
        let taken = taken.filter(|_| self.contact.may_be_recorded(city));
        let taken = taken.ok_or(Refusal::NotAllowed)?.clone();
        // Another node may have been as fast.
        let mut kept = self.contact.recordings.iter();
        if kept.any(|known| known.take == taken.take && known.from == taken.from) {
            return Ok(Vec::new());
        }
        let kept_until = kept_until(taken.until, city).ok_or(Refusal::NotAllowed)?;
        Ok(one(ContactEvent::Recorded { taken, kept_until }))
    }

    fn listen(&self, id: u64) -> Result<Vec<NewEvent>, Refusal> {
        let Some(recording) = self.contact.recording(id) else {
            return Err(Problem::NotAnOption.of("recording").into());
        };
        if recording.is_heard_by(self.ctx.actor, self.ctx.now) {
            return Ok(Vec::new());
        }
        Ok(one(ContactEvent::Listened { recording: id }))
    }

    /// Not before its time, whoever asks.
    fn forget_recording(&self, id: u64) -> Vec<NewEvent> {
        let recording = self.contact.recording(id);
        let goes_at = recording.and_then(|recording| recording.goes_at(self.ctx.city));
        if goes_at.is_some_and(|at| at <= self.ctx.now) {
            one(ContactEvent::RecordingErased { recording: id })
        } else {
            Vec::new()
        }
    }

    fn hand_over(&self, staff: StaffId) -> Result<Vec<NewEvent>, Refusal> {
        let mut present = self.contact.present();
        if present.any(|party| party.staff == staff && party.part == Part::Officer) {
            Ok(one(ContactEvent::HandedOver { staff }))
        } else {
            Err(Problem::NotAnOption.of("staff").into())
        }
    }

    fn not_reached(&self) -> Vec<NewEvent> {
        let tries = self.contact.tries.saturating_add(1);
        let window = self.contact.window;
        let again = window.and_then(|window| window.after(tries, self.ctx.city, self.ctx.now));
        let mut events = one(ContactEvent::NotReached { again });
        if again.is_none() {
            events.extend(one(ContactEvent::Ended { why: Why::NotReached }));
        }
        events
    }

    fn ring(&self, staff: StaffId) -> Result<Vec<NewEvent>, Refusal> {
        let comes = |known: &Staff| {
            let part = Part::of(known.role);
            known.id == staff && known.active && matches!(part, Some(Part::Interpreter | Part::Officer))
        };
        if !self.known.staff.as_ref().is_some_and(comes) {
            return Err(Problem::NotAnOption.of("staff").into());
        }
        let is_here = self.contact.present().any(|party| party.staff == staff);
        if is_here || self.contact.rung.contains(&staff) {
            return Ok(Vec::new());
        }
        Ok(one(ContactEvent::Rung { staff }))
    }

    /// The visitor writes in their own language unless they say another, staff in that of the city.
    fn say(&self, device: Device, stated: Option<Lang>) -> ContactEvent {
        let own = if self.ctx.actor.is_resident() {
            self.contact.language
        } else {
            self.ctx.city.source_language
        };
        ContactEvent::Said {
            device,
            language: stated.unwrap_or(own),
        }
    }

    fn shared(&self, shared: &Shared) -> Result<Shared, Refusal> {
        let city = self.ctx.city;
        let known = match shared.what {
            Sharing::Guide => city.guide(&shared.code).is_some(),
            Sharing::Place => city.places.place(&shared.code).is_some(),
        };
        if known {
            Ok(shared.clone())
        } else {
            Err(Problem::NotAnOption.of("code").into())
        }
    }

    fn translate(&self, translated: &Translated, made: Option<&Made>) -> Result<Vec<NewEvent>, Refusal> {
        let Some(spoken) = self.known.spoken else {
            return Err(Problem::UnknownMessage.of("message").into());
        };
        let language = translated.language;
        if spoken.language == language || !self.contact.is_read(language, self.ctx.city) {
            return Err(Problem::NotAnOption.of("language").into());
        }
        let text = problems::text(&translated.text, 4 * MESSAGE_MAX).map_err(|problem| problem.of("text"))?;
        let message = translated.message;
        let event = match (self.ctx.actor, made) {
            (Actor::Staff { .. }, _) => ContactEvent::Corrected { message, language },
            // What a person has written only a person replaces; and another node may have been asked, too.
            (_, Some(_)) if spoken.corrected || spoken.translated => return Ok(Vec::new()),
            (_, Some(made)) => ContactEvent::Translated {
                message,
                language,
                by: made.by.clone(),
                doubts: match made.by {
                    TranslatedBy::Engine { .. } => made.doubts.clone(),
                    _ => std::collections::BTreeSet::new(),
                },
            },
            (_, None) => return Err(Refusal::NotAllowed),
        };
        Ok(with(event, text))
    }

    /// A visitor can only leave; what the agent says why, the platform does not say of itself.
    fn end(&self, why: Why, reason: &str) -> Result<Vec<NewEvent>, Refusal> {
        let fits = match self.ctx.actor.role() {
            Some(Role::Resident) => why == Why::VisitorLeft,
            Some(_) => matches!(why, Why::Done | Why::Silent | Why::Insult),
            None => matches!(why, Why::VisitorLeft | Why::Silent | Why::NobodyCame),
        };
        if !fits {
            return Err(Problem::NotAnOption.of("why").into());
        }
        // Whoever breaks off a conversation says what for.
        let reason = if why == Why::Insult {
            problems::text(reason, REASON_MAX)
        } else {
            problems::optional_text(reason, REASON_MAX)
        };
        let reason = reason.map_err(|problem| problem.of("reason"))?;
        Ok(with(ContactEvent::Ended { why }, reason))
    }

    fn wrap_up(&self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let Command::WrapUp {
            outcome,
            topic: entered,
            unit,
            note,
        } = command
        else {
            return Ok(Vec::new());
        };
        let note = problems::optional_text(note, REASON_MAX).map_err(|problem| problem.of("note"))?;
        let topic = topic(entered.as_ref(), self.ctx)?;
        let unit = unit.as_ref().filter(|unit| !unit.as_str().is_empty());
        let unit = match (outcome, unit) {
            (Outcome::PassedOn, None) => return Err(Problem::Required.of("unit").into()),
            (Outcome::PassedOn, Some(unit)) if self.ctx.city.unit(unit.as_str()).is_none() => {
                return Err(Problem::UnknownUnit.of("unit").into());
            }
            (Outcome::PassedOn, Some(unit)) => Some(unit.clone()),
            _ => None,
        };
        if let Some(unit) = &unit {
            let case = self.known.case.as_deref();
            if !case.is_some_and(|case| case.goes_from_hotline(self.ctx)) {
                return Err(Problem::NotWithHotline.of("outcome").into());
            }
            if *unit == self.contact.unit {
                return Err(Problem::NotAnOption.of("unit").into());
            }
        }
        let mut events = with(
            ContactEvent::WrappedUp {
                outcome: *outcome,
                topic,
                unit: unit.clone(),
            },
            note,
        );
        // It goes with its case, in the same unit of work.
        events.extend(
            unit.into_iter()
                .flat_map(|unit| one(ContactEvent::Moved { unit })),
        );
        Ok(events)
    }
}

impl Contact {
    /// What becomes of it when its case goes to another unit, or loses its words.
    pub fn follow(&self, case: &Case) -> Vec<NewEvent> {
        if case.erased && !self.erased {
            return one(ContactEvent::Erased);
        }
        if case.unit != self.unit && !self.erased {
            return one(ContactEvent::Moved {
                unit: case.unit.clone(),
            });
        }
        Vec::new()
    }
}
