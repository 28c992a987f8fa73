//! What a command makes of a case.

use std::collections::BTreeMap;

use super::allowed::{fits, may_resolve, permitted, sees_notes};
use super::clocks::Clocks;
use super::{
    Body, Case, CaseEvent, Command, CommandKind, Contact, Made, Message, NOUN, NewEvent, OPEN, Open, State,
    Translated, TranslatedBy, What, allowed, next_stages,
};
use crate::deadlines::ClockKind;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use crate::receipts::Reference;
use crate::roles::{Actor, Reach, Staff};
use crate::services::{PausedBy, Place, Service};
use crate::typed;
use crate::{Lang, UnitCode};

/// What is known of elsewhere: of what a command names, as far as the actor may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The other case that it is merged into or linked to.
    pub target: Option<Target>,
    /// Who it is given to.
    pub colleague: Option<Staff>,
}

/// Another case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub reference: Reference,
    /// It was not merged into a further one, nor erased.
    pub goes_on: bool,
}

impl From<&Case> for Target {
    fn from(case: &Case) -> Self {
        Self {
            reference: case.reference,
            goes_on: case.state != State::Merged && !case.erased,
        }
    }
}

/// The events that open a case.
///
/// # Errors
/// [`Refusal::Invalid`] names every field that is wrong.
pub(super) fn open(open: &Open, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    if Case::reach(ctx.actor, OPEN) == Reach::No {
        return Err(Refusal::NotAllowed);
    }
    let Some(service) = ctx.city.service(&open.service) else {
        return Err(Problem::UnknownService.of("service").into());
    };
    let mut wrong = Vec::new();
    let mut note = |result: Result<String, Problem>, field: &str| {
        result
            .map_err(|problem| wrong.push(problem.of(field)))
            .unwrap_or_default()
    };
    let text = if service.text {
        note(problems::text(&open.text, MESSAGE_MAX), "text")
    } else {
        note(problems::optional_text(&open.text, MESSAGE_MAX), "text")
    };
    let topic = open
        .topic
        .as_deref()
        .map(str::trim)
        .filter(|topic| !topic.is_empty());
    if topic.is_some_and(|topic| !service.topics.iter().any(|known| known.code == topic)) {
        wrong.push(Problem::NotAnOption.of("topic"));
    }
    let place = open
        .place
        .as_deref()
        .map(str::trim)
        .filter(|place| !place.is_empty());
    let district = place.and_then(|place| ctx.city.districts().find(|unit| unit.code == *place));
    match (service.place, place, district) {
        (Place::Required, None, _) => wrong.push(Problem::Required.of("place")),
        (_, Some(_), None) => wrong.push(Problem::NotAnOption.of("place")),
        _ => {}
    }
    let contact = check_contact(&open.contact, service, &ctx.city.country, &mut wrong);
    let fields = match service.check_fields(&open.fields, ctx.city.day(ctx.now), &ctx.city.country) {
        Ok(fields) => fields,
        Err(more) => {
            wrong.extend(
                more.into_iter()
                    .map(|p| p.problem.of(format!("fields.{}", p.field))),
            );
            BTreeMap::new()
        }
    };
    if !wrong.is_empty() {
        return Err(Refusal::Invalid(wrong));
    }
    let district = district.map(|unit| unit.code.clone());
    let unit = service.route(topic, district.as_ref(), open.language);
    let mut clocks = Clocks::new(Vec::new(), service, ctx);
    clocks.start(ClockKind::FirstReply, None);
    clocks.start(ClockKind::Acceptance, None);
    if unit != ctx.city.hotline_unit {
        clocks.start_return();
    }
    let personal = |code: &String| {
        service
            .field(code)
            .is_none_or(crate::services::Field::is_personal)
    };
    let (personal, facts): (BTreeMap<_, _>, BTreeMap<_, _>) =
        fields.into_iter().partition(|(code, _)| personal(code));
    let body = Body {
        text: (!text.is_empty()).then_some(text),
        fields: personal,
        contact,
    };
    let what = What::Opened {
        service: service.code.clone(),
        language: open.language,
        detected: open.detected,
        channel: open.channel,
        unit,
        topic: topic.map(str::to_owned),
        district,
        urgent: service.urgent,
        fields: facts,
    };
    let event = CaseEvent {
        what,
        language: Some(open.language),
        clocks: clocks.changed(),
    };
    Ok(vec![NewEvent {
        event,
        body: (!body.is_empty()).then_some(body),
    }])
}

fn check_contact(
    given: &Contact,
    service: &Service,
    country: &str,
    wrong: &mut Vec<FieldProblem>,
) -> Contact {
    let mut check = |part: &Option<String>, field: &str, rule: &dyn Fn(&str) -> Result<String, Problem>| {
        let part = part.as_deref().map(str::trim).filter(|part| !part.is_empty())?;
        rule(part).map_err(|problem| wrong.push(problem.of(field))).ok()
    };
    let email = check(&given.email, "contact.email", &typed::email);
    let contact = Contact {
        name: check(&given.name, "contact.name", &|name| problems::text(name, 200)),
        phone: check(&given.phone, "contact.phone", &|phone| {
            typed::phone(phone, country)
        }),
        pages: given.pages.filter(|_| email.is_some()),
        email,
    };
    let given_wrong = wrong.iter().any(|problem| problem.field.starts_with("contact."));
    if !service.anonymous && contact.email.is_none() && contact.phone.is_none() && !given_wrong {
        wrong.push(Problem::Required.of("contact.email"));
    }
    contact
}

/// The events that a command makes of a case. None at all when it changes nothing.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub(super) fn decide(
    case: &Case,
    command: &Command,
    known: &Known,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, case, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    let wrong_state = || Refusal::WrongState {
        noun: NOUN,
        state: case.state.code(),
        allowed: allowed(case, ctx.actor, ctx.city)
            .into_iter()
            .map(CommandKind::code)
            .collect(),
    };
    if !fits(kind, case) {
        return Err(wrong_state());
    }
    let Some(service) = ctx.city.service(case.service.as_str()) else {
        return Err(Problem::UnknownService.of("service").into());
    };
    let ctx = &ctx.not_before(case.changed_at);
    Decision {
        case,
        known,
        ctx,
        service,
        clocks: Clocks::new(case.clocks.clone(), service, ctx),
    }
    .make(command, &wrong_state)
}

struct Decision<'a> {
    case: &'a Case,
    known: &'a Known,
    ctx: &'a Context<'a>,
    service: &'a Service,
    clocks: Clocks<'a>,
}

/// A reason, comment or the like: may be empty.
fn optional(text: &str, field: &str) -> Result<String, Refusal> {
    problems::optional_text(text, REASON_MAX).map_err(|problem| problem.of(field).into())
}

fn reason(text: &str) -> Result<String, Refusal> {
    problems::text(text, REASON_MAX).map_err(|problem| problem.of("reason").into())
}

fn message(text: &str) -> Result<String, Refusal> {
    problems::text(text, MESSAGE_MAX).map_err(|problem| problem.of("text").into())
}

impl Decision<'_> {
    /// The language someone writes in, unless they say another: the resident's own, or the city's.
    fn language(&self, stated: Option<Lang>) -> Lang {
        let own = if self.ctx.actor.is_resident() {
            self.case.language
        } else {
            self.ctx.city.source_language
        };
        stated.unwrap_or(own)
    }

    fn known_unit(&self, unit: &UnitCode, field: &str) -> Result<(), Refusal> {
        match self.ctx.city.unit(unit.as_str()) {
            Some(_) => Ok(()),
            None => Err(Problem::UnknownUnit.of(field).into()),
        }
    }

    fn known_reference(&self, text: &str, field: &str) -> Result<Reference, Refusal> {
        let reference =
            Reference::parse(text).map_err(|_| Refusal::from(Problem::UnknownReference.of(field)))?;
        if reference == self.case.reference {
            return Err(Problem::SameCase.of(field).into());
        }
        // A case may be merged into one that goes on, and linked to any that the actor may see.
        let fits = |target: &Target| target.reference == reference && (target.goes_on || field == "to");
        if self.known.target.as_ref().is_some_and(fits) {
            Ok(reference)
        } else {
            Err(Problem::UnknownReference.of(field).into())
        }
    }

    fn event(self, what: What, text: String, language: Option<Lang>) -> Vec<NewEvent> {
        let body = Body::text(text);
        let language = body.is_some().then(|| self.language(language));
        vec![NewEvent {
            event: CaseEvent {
                what,
                language,
                clocks: self.clocks.changed(),
            },
            body,
        }]
    }

    #[expect(clippy::too_many_lines, reason = "one arm a command, each a few lines")]
    fn make(
        mut self,
        command: &Command,
        wrong_state: &dyn Fn() -> Refusal,
    ) -> Result<Vec<NewEvent>, Refusal> {
        let none = String::new();
        let resident = self.ctx.actor.is_resident();
        Ok(match command {
            Command::Triage { .. } => return self.triage(command),
            Command::Route { unit, reason } => {
                self.known_unit(unit, "unit")?;
                let reason = optional(reason, "reason")?;
                self.clocks.stop_kind(ClockKind::Return);
                if *unit != self.ctx.city.hotline_unit {
                    self.clocks.start_return();
                }
                self.event(What::Routed { unit: unit.clone() }, reason, None)
            }
            Command::Return { .. } => return self.wrong_unit(command),
            Command::Accept => {
                self.clocks
                    .stop(|c| matches!(c.kind, ClockKind::Acceptance | ClockKind::Return));
                // A reopened case has its new limit already; taking it up late does not start that again.
                if !self.clocks.runs(ClockKind::Resolution) {
                    self.clocks.start(ClockKind::Resolution, None);
                }
                let stage = self.service.stages.first().map(|stage| stage.code.clone());
                self.clocks.start(ClockKind::Stage, stage.as_deref());
                self.event(What::Accepted { stage }, none, None)
            }
            Command::Decline { text, language } => {
                let text = message(text)?;
                self.clocks.stop(|_| true);
                self.event(What::Declined, text, *language)
            }
            Command::Assign { staff } => {
                let fits =
                    |given: &Staff| Some(given.id) == *staff && given.active && given.unit == self.case.unit;
                if staff.is_some() && !self.known.colleague.as_ref().is_some_and(fits) {
                    return Err(Problem::NotAnOption.of("staff").into());
                }
                self.event(What::Assigned { staff: *staff }, none, None)
            }
            Command::Note { text } => {
                let text = message(text)?;
                self.event(What::Noted, text, None)
            }
            Command::Reply { text, language } => {
                let text = message(text)?;
                if !resident {
                    self.clocks.stop_kind(ClockKind::FirstReply);
                }
                self.event(What::Replied, text, *language)
            }
            Command::Ask { text, language } => {
                let text = message(text)?;
                self.clocks.stop_kind(ClockKind::FirstReply);
                self.clocks.pause(PausedBy::Resident);
                self.event(What::Asked, text, *language)
            }
            Command::AnswerQuestion { text, language } => {
                let text = message(text)?;
                self.clocks.resume();
                // The words are the resident's, also when an agent takes them down.
                let language = language.unwrap_or(self.case.language);
                self.event(What::QuestionAnswered, text, Some(language))
            }
            Command::Suspend {
                waits_for,
                reason: why,
            } => {
                if *waits_for == PausedBy::Resident {
                    return Err(Problem::NotAnOption.of("waits_for").into());
                }
                let why = reason(why)?;
                self.clocks.pause(*waits_for);
                self.event(
                    What::Suspended {
                        waits_for: *waits_for,
                    },
                    why,
                    None,
                )
            }
            Command::Resume => {
                self.clocks.resume();
                self.event(What::Resumed, none, None)
            }
            Command::Extend { .. } | Command::DecideExtension { .. } => return self.extension(command),
            Command::Advance { stage } => {
                let next: Vec<String> = next_stages(self.case, self.ctx.city).map(str::to_owned).collect();
                if !next.contains(stage) {
                    return Err(Problem::UnknownStage { next }.of("stage").into());
                }
                self.clocks.stop_kind(ClockKind::Stage);
                self.clocks.start(ClockKind::Stage, Some(stage));
                self.event(What::StageEntered { stage: stage.clone() }, none, None)
            }
            Command::Involve { unit, reason } => {
                self.known_unit(unit, "unit")?;
                if self.case.unit == *unit || self.case.involved.contains(unit) {
                    return Ok(Vec::new());
                }
                let reason = optional(reason, "reason")?;
                self.event(What::UnitInvolved { unit: unit.clone() }, reason, None)
            }
            Command::Refer { partner, reason: why } => {
                let partner = problems::text(partner, 200).map_err(|problem| problem.of("partner"))?;
                let why = reason(why)?;
                self.clocks.pause(PausedBy::Partner);
                self.event(What::Referred, format!("{partner}: {why}"), None)
            }
            Command::Book { starts_at, what } => {
                let what = problems::text(what, REASON_MAX).map_err(|problem| problem.of("what"))?;
                self.event(
                    What::Booked {
                        starts_at: *starts_at,
                    },
                    what,
                    None,
                )
            }
            Command::Resolve { text, language } => {
                if !may_resolve(self.case, self.ctx.city) {
                    return Err(wrong_state());
                }
                let text = message(text)?;
                self.clocks.stop(|_| true);
                self.event(What::Resolved, text, *language)
            }
            Command::Rate {
                solved,
                satisfied,
                comment,
            } => {
                let comment = optional(comment, "comment")?;
                let language = Some(self.case.language);
                self.event(
                    What::Rated {
                        solved: *solved,
                        satisfied: *satisfied,
                    },
                    comment,
                    language,
                )
            }
            Command::Reopen { .. } => return self.reopen(command),
            Command::Merge { into } => {
                let into = self.known_reference(into, "into")?;
                self.clocks.stop(|_| true);
                self.event(What::Merged { into }, none, None)
            }
            Command::Link { to } => {
                let to = self.known_reference(to, "to")?;
                if self.case.links.contains(&to) {
                    return Ok(Vec::new());
                }
                self.event(What::Linked { to }, none, None)
            }
            Command::Close { reason } => {
                let reason = optional(reason, "reason")?;
                self.event(What::Closed, reason, None)
            }
            Command::Erase { reason: why } => {
                // Asked for so that nobody erases by a slip; not kept, since it may name the person.
                reason(why)?;
                self.event(What::Erased, none, None)
            }
            Command::Attach(file) => {
                let name = problems::text(&file.name, 200).map_err(|problem| problem.of("file"))?;
                let file = file.checked().map_err(|problem| problem.of("file"))?;
                self.event(
                    What::Attached {
                        media_type: file.media_type.clone(),
                        size: file.size,
                        digest: file.digest.clone(),
                    },
                    name,
                    None,
                )
            }
            Command::Translate { translated, made } => return self.translate(translated, made.as_ref()),
            Command::Notices(change) => return self.case.notice(change, self.ctx),
        })
    }

    fn triage(self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let Command::Triage {
            topic,
            district,
            urgent,
            language,
        } = command
        else {
            return Ok(Vec::new());
        };
        let case = self.case;
        let topic = topic.as_ref().filter(|topic| !topic.is_empty());
        if topic.is_some_and(|topic| !self.service.topics.iter().any(|known| known.code == *topic)) {
            return Err(Problem::NotAnOption.of("topic").into());
        }
        let district = district.as_ref().filter(|district| !district.as_str().is_empty());
        if district.is_some_and(|district| !self.ctx.city.districts().any(|unit| unit.code == *district)) {
            return Err(Problem::NotAnOption.of("district").into());
        }
        let what = What::Triaged {
            topic: topic.or(case.topic.as_ref()).cloned(),
            district: district.or(case.district.as_ref()).cloned(),
            urgent: urgent.unwrap_or(case.urgent),
            language: language.unwrap_or(case.language),
        };
        Ok(self.event(what, String::new(), None))
    }

    /// A unit says the case is not its own. The second time the supervisor settles whose it is.
    fn wrong_unit(mut self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let Command::Return {
            reason: why,
            suggested,
        } = command
        else {
            return Ok(Vec::new());
        };
        let why = reason(why)?;
        let suggested = suggested.as_ref().filter(|unit| !unit.as_str().is_empty());
        if let Some(unit) = suggested {
            self.known_unit(unit, "suggested")?;
        }
        let limit = self
            .case
            .clocks
            .iter()
            .find(|c| c.kind == ClockKind::Return && c.is_running());
        if let Some(clock) = limit.filter(|clock| !clock.in_time(self.ctx.now)) {
            return Err(Refusal::TooLate { since: clock.due_at });
        }
        self.clocks.stop_kind(ClockKind::Return);
        let what = What::Returned {
            unit: self.case.unit.clone(),
            suggested: suggested.cloned(),
            to: self.ctx.city.hotline_unit.clone(),
            escalated: !self.case.wrong_units.is_empty(),
        };
        Ok(self.event(what, why, None))
    }

    /// Asked for by the unit, granted or refused by a supervisor.
    fn extension(mut self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let stage = |kind| {
            if kind == ClockKind::Stage {
                self.case.stage.clone()
            } else {
                None
            }
        };
        match command {
            Command::Extend {
                clock,
                by,
                reason: why,
            } => {
                let why = reason(why)?;
                let decides =
                    Case::reach(self.ctx.actor, CommandKind::DecideExtension.action()) == Reach::All;
                let stage = stage(*clock);
                self.clocks
                    .extend(*clock, stage.as_deref(), *by)
                    .map_err(|problem| problem.of("by"))?;
                if decides {
                    return Ok(self.event(
                        What::Extended {
                            clock: *clock,
                            by: *by,
                        },
                        why,
                        None,
                    ));
                }
                // Only asked for: the clocks stay as they are.
                self.clocks = Clocks::new(self.case.clocks.clone(), self.service, self.ctx);
                Ok(self.event(
                    What::ExtensionAsked {
                        clock: *clock,
                        by: *by,
                    },
                    why,
                    None,
                ))
            }
            Command::DecideExtension { grant, reason } => {
                let Some(asked) = &self.case.asked_extension else {
                    return Ok(Vec::new());
                };
                let reason = optional(reason, "reason")?;
                if !grant {
                    return Ok(self.event(What::ExtensionRefused { clock: asked.clock }, reason, None));
                }
                let stage = stage(asked.clock);
                self.clocks
                    .extend(asked.clock, stage.as_deref(), asked.by)
                    .map_err(|problem| problem.of("by"))?;
                Ok(self.event(
                    What::Extended {
                        clock: asked.clock,
                        by: asked.by,
                    },
                    reason,
                    None,
                ))
            }
            _ => Ok(Vec::new()),
        }
    }

    fn reopen(mut self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let Command::Reopen { text, language } = command else {
            return Ok(Vec::new());
        };
        let rule = &self.ctx.city.limits.reopen;
        if self.ctx.actor.is_resident() {
            if self.case.reopened >= rule.times {
                return Err(Refusal::OftenEnough {
                    noun: NOUN,
                    what: "reopened",
                    times: rule.times,
                });
            }
            let ended = self.case.answered_at.unwrap_or(self.case.changed_at);
            let city = self.ctx.city;
            let last_day = city.calendar.due(city.day(ended), rule.limit, &[]).on;
            if city.day(self.ctx.now) > last_day {
                return Err(Refusal::TooLate { since: ended });
            }
        }
        let text = message(text)?;
        self.clocks.start(ClockKind::Resolution, None);
        if self.service.clock(ClockKind::Resolution, None).is_none() {
            self.clocks.start(ClockKind::Acceptance, None);
        }
        Ok(self.event(What::Reopened, text, *language))
    }

    fn translate(self, translated: &Translated, made: Option<&Made>) -> Result<Vec<NewEvent>, Refusal> {
        // A note is there only for those who may read it.
        let readable = |message: &&Message| message.kind.is_public() || sees_notes(self.case, self.ctx.actor);
        let Some(original) = self.case.message(translated.message).filter(readable) else {
            return Err(Problem::UnknownMessage.of("message").into());
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
            language,
            by,
            checked,
            doubts: doubts.unwrap_or_default(),
        };
        Ok(self.event(what, text, Some(language)))
    }
}
