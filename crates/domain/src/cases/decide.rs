//! What a command makes of a case.

use super::allowed::{fits, may_resolve, permitted};
use super::clocks::Clocks;
use super::{
    Body, Case, CaseEvent, Command, CommandKind, Message, MessageKind, NOUN, NewEvent, State, What, allowed,
    next_stages,
};
use crate::deadlines::ClockKind;
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, MESSAGE_MAX, Problem, REASON_MAX};
use crate::receipts::Reference;
use crate::roles::{Reach, Staff};
use crate::services::{PausedBy, Service};
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

pub(super) struct Decision<'a> {
    pub(super) case: &'a Case,
    known: &'a Known,
    pub(super) ctx: &'a Context<'a>,
    pub(super) service: &'a Service,
    pub(super) clocks: Clocks<'a>,
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
    pub(super) fn language(&self, stated: Option<Lang>) -> Lang {
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

    pub(super) fn event(&mut self, what: What, text: String, language: Option<Lang>) -> Vec<NewEvent> {
        let body = Body::text(text);
        let language = body.is_some().then(|| self.language(language));
        vec![NewEvent {
            event: CaseEvent {
                what,
                language,
                delivers: None,
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
                self.say(MessageKind::Decline, text, *language)
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
                self.say(MessageKind::Reply, text, *language)
            }
            Command::Ask { text, language } => {
                let text = message(text)?;
                self.say(MessageKind::Question, text, *language)
            }
            Command::AnswerQuestion { text, language } => {
                let text = message(text)?;
                self.clocks.resume();
                // The words are the resident's, also when an agent takes them down.
                let language = language.unwrap_or(self.case.language);
                self.event(What::QuestionAnswered, text, Some(language))
            }
            Command::Send { message, reason: why } => {
                let message = self.waiting(*message)?.clone();
                let why = reason(why)?;
                self.deliver(&message, why)
            }
            Command::Withdraw { message } => {
                let message = self.waiting(*message)?.id;
                self.event(What::Withdrawn { message }, none, None)
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
                self.say(MessageKind::Answer, text, *language)
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
                self.clocks.end();
                self.event(What::Erased, none, None)
            }
            Command::LegalHold { reason: why } => {
                let why = reason(why)?;
                self.event(What::LegallyHeld, why, None)
            }
            Command::LegalRelease { reason: why } => {
                let why = reason(why)?;
                self.event(What::LegallyReleased, why, None)
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

    fn triage(mut self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
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
        let language = language.unwrap_or(case.language);
        let what = What::Triaged {
            topic: topic.or(case.topic.as_ref()).cloned(),
            district: district.or(case.district.as_ref()).cloned(),
            urgent: urgent.unwrap_or(case.urgent),
            language,
        };
        let mut events = self.event(what, String::new(), None);
        // What waited for another language may stand in this one.
        let reads =
            |message: &&Message| message.language == language || message.translation(language).is_some();
        for message in case.waiting().filter(reads) {
            events.extend(self.deliver(message, String::new()));
        }
        Ok(events)
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
            let city = self.ctx.city;
            let ended = self.case.answered_at.zip(self.case.reopen_until(city));
            if let Some((since, last_day)) = ended
                && city.day(self.ctx.now) > last_day
            {
                return Err(Refusal::TooLate { since });
            }
        }
        let text = message(text)?;
        self.clocks.start(ClockKind::Resolution, None);
        if self.service.clock(ClockKind::Resolution, None).is_none() {
            self.clocks.start(ClockKind::Acceptance, None);
        }
        Ok(self.event(What::Reopened, text, *language))
    }
}
