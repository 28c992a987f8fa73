//! What a command makes of a course.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::allowed::{fits, permitted};
use super::inputs::PLACE_MAX;
use super::levels::{checked_expiry, to_warn};
use super::{
    Body, Command, CommandKind, Course, CourseEvent, How, NOUN, NewEvent, OPEN, Open, Reached, SEATS_MAX,
    TITLE_MAX, allowed,
};
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use crate::roles::{Action, Actor, Reach, Staff, StaffId};
use crate::{Lang, UnitCode};

/// What is known of elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Who a command names.
    pub colleague: Option<Staff>,
}

/// The events that open a course.
pub(super) fn open(open: &Open, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
    if Course::reach(ctx.actor, OPEN) == Reach::No {
        return Err(Refusal::NotAllowed);
    }
    let mut wrong = Vec::new();
    let titles = kept_titles(&open.titles).unwrap_or_else(|more| {
        wrong.extend(more);
        BTreeMap::new()
    });
    if titles.is_empty() && wrong.is_empty() {
        wrong.push(Problem::Required.of("titles"));
    }
    if open.kind.is_of_a_language() && open.language.is_none() {
        wrong.push(Problem::Required.of("language"));
    }
    wrong.extend(may_run(&open.unit, OPEN, ctx).err());
    if !wrong.is_empty() {
        return Err(Refusal::Invalid(wrong));
    }
    Ok(vec![NewEvent {
        event: CourseEvent::Opened {
            kind: open.kind,
            language: open.language,
            unit: open.unit.clone(),
        },
        body: Some(Body::titles(titles)),
    }])
}

/// Titles as they are kept: none is empty. A field of a form that was left blank gives none.
fn kept_titles(titles: &BTreeMap<Lang, String>) -> Result<BTreeMap<Lang, String>, Vec<FieldProblem>> {
    let (mut kept, mut wrong) = (BTreeMap::new(), Vec::new());
    for (lang, title) in titles {
        match problems::optional_text(title, TITLE_MAX) {
            Ok(title) if title.is_empty() => {}
            Ok(title) => {
                kept.insert(*lang, title);
            }
            Err(problem) => wrong.push(problem.of(format!("titles.{lang}"))),
        }
    }
    if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
}

/// Whether a course of that unit is one that the actor may take that action on.
fn may_run(unit: &UnitCode, action: Action, ctx: &Context<'_>) -> Result<(), FieldProblem> {
    let problem = if ctx.city.unit(unit.as_str()).is_none() {
        Problem::UnknownUnit
    } else if Course::reach(ctx.actor, action) == Reach::Own && ctx.actor.unit() != Some(unit) {
        Problem::NotAnOption
    } else {
        return Ok(());
    };
    Err(problem.of("unit"))
}

/// Nobody who runs only their own unit's courses says of themselves what they have reached: another has to see it.
pub(super) fn is_of_oneself(staff: StaffId, actor: &Actor) -> bool {
    Course::reach(actor, CommandKind::Reach.action()) == Reach::Own && actor.staff() == Some(staff)
}

/// The events that a command makes of a course. None at all when it changes nothing.
pub(super) fn decide(
    course: &Course,
    command: &Command,
    known: &Known,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, course, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    if !fits(kind, course) {
        return Err(Refusal::WrongState {
            noun: NOUN,
            state: course.state.code(),
            allowed: allowed(course, ctx.actor, ctx.city)
                .into_iter()
                .map(CommandKind::code)
                .collect(),
        });
    }
    let ctx = &ctx.not_before(course.changed_at);
    let today = ctx.city.day(ctx.now);
    let decision = Decision {
        course,
        known,
        ctx,
        today,
    };
    Ok(decision.make(command)?.map_or_else(Vec::new, |made| vec![made]))
}

struct Decision<'a> {
    course: &'a Course,
    known: &'a Known,
    ctx: &'a Context<'a>,
    /// In the city.
    today: Date,
}

/// A reason that may be empty.
fn optional_reason(text: &str) -> Result<Body, Refusal> {
    let text = problems::optional_text(text, REASON_MAX).map_err(|problem| problem.of("reason"))?;
    Ok(Body::text(text))
}

fn reason(text: &str) -> Result<Body, Refusal> {
    let text = problems::text(text, REASON_MAX).map_err(|problem| problem.of("reason"))?;
    Ok(Body::text(text))
}

impl Decision<'_> {
    /// No words come after those that were erased.
    fn event(&self, event: CourseEvent, body: Body) -> NewEvent {
        let worded = !body.is_empty() && !self.course.erased;
        NewEvent {
            event,
            body: worded.then_some(body),
        }
    }

    fn make(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let (event, body) = match command {
            Command::Edit { .. } => return self.edit(command),
            Command::Schedule { .. } => return self.schedule(command),
            Command::CancelSession { session, reason } => {
                let body = optional_reason(reason)?;
                self.check_cancelling(*session)?;
                (CourseEvent::SessionCancelled { session: *session }, body)
            }
            Command::Attend { session, staff, how } => {
                self.check_attendance(*session, *how)?;
                self.check_colleague(*staff)?;
                if self.course.attendance_of(*staff, *session) == Some(*how) {
                    return Ok(None);
                }
                let event = CourseEvent::AttendanceTaken {
                    session: *session,
                    staff: *staff,
                    how: *how,
                };
                (event, Body::default())
            }
            Command::Reach { .. } => return self.reach(command),
            Command::WithdrawLevel {
                staff,
                language,
                reason: why,
            } => {
                let body = reason(why)?;
                let Some(language) = language.or(self.course.language) else {
                    return Err(Problem::Required.of("language").into());
                };
                if self.course.level_of(*staff, language).is_none() {
                    return Err(Problem::NotAnOption.of("staff").into());
                }
                let staff = *staff;
                (CourseEvent::LevelWithdrawn { staff, language }, body)
            }
            Command::Close { reason } => (CourseEvent::Closed, optional_reason(reason)?),
            Command::Reopen { reason } => (CourseEvent::Reopened, optional_reason(reason)?),
            Command::Note { text, language } => {
                let text = problems::text(text, MESSAGE_MAX).map_err(|problem| problem.of("text"))?;
                let language = language.unwrap_or(self.ctx.city.source_language);
                (CourseEvent::Noted { language }, Body::text(text))
            }
            Command::Warn { staff, language } => return Ok(self.warn(*staff, *language)),
            Command::Erase { reason: why } => {
                // Asked for so that nobody erases by a slip; not kept, since it may name the person.
                reason(why)?;
                (CourseEvent::Erased, Body::default())
            }
        };
        Ok(Some(self.event(event, body)))
    }

    fn check_colleague(&self, staff: StaffId) -> Result<(), Refusal> {
        let works_here = |known: &Staff| known.id == staff && known.active;
        if self.known.colleague.as_ref().is_some_and(works_here) {
            Ok(())
        } else {
            Err(Problem::UnknownStaff.of("staff").into())
        }
    }

    fn edit(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let Command::Edit {
            titles,
            language,
            unit,
        } = command
        else {
            return Ok(None);
        };
        let course = self.course;
        let titles = kept_titles(titles).map_err(Refusal::Invalid)?;
        let unit = unit.as_ref().filter(|unit| !unit.as_str().is_empty());
        if let Some(unit) = unit {
            may_run(unit, CommandKind::Edit.action(), self.ctx)?;
        }
        let unit = unit.unwrap_or(&course.unit);
        let language = language.or(course.language);
        let same_titles = titles.is_empty() || titles == course.titles;
        if same_titles && *unit == course.unit && language == course.language {
            return Ok(None);
        }
        let event = CourseEvent::Edited {
            language,
            unit: unit.clone(),
        };
        Ok(Some(self.event(event, Body::titles(titles))))
    }

    fn schedule(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let Command::Schedule {
            starts_at,
            ends_at,
            place,
            seats,
        } = command
        else {
            return Ok(None);
        };
        let mut wrong = Vec::new();
        if ends_at <= starts_at {
            wrong.push(Problem::NotAfterStart.of("ends_at"));
        }
        let place = problems::optional_text(place, PLACE_MAX).unwrap_or_else(|problem| {
            wrong.push(problem.of("place"));
            String::new()
        });
        match seats {
            Some(0) => wrong.push(Problem::NotANumber.of("seats")),
            Some(seats) if *seats > SEATS_MAX => {
                let max = u64::from(SEATS_MAX);
                wrong.push(Problem::TooLarge { max }.of("seats"));
            }
            _ => {}
        }
        if !wrong.is_empty() {
            return Err(Refusal::Invalid(wrong));
        }
        let last = self.course.sessions.last().map_or(0, |session| session.number);
        let event = CourseEvent::SessionScheduled {
            session: last + 1,
            starts_at: *starts_at,
            ends_at: *ends_at,
            seats: *seats,
        };
        Ok(Some(self.event(event, Body::place(place))))
    }

    /// A session that goes on: not called off, and nobody was there yet.
    fn check_cancelling(&self, number: u32) -> Result<(), Refusal> {
        let goes_on = self
            .course
            .session(number)
            .is_some_and(|session| !session.cancelled);
        if goes_on && self.course.attended(number) == 0 {
            Ok(())
        } else {
            Err(Problem::NotAnOption.of("session").into())
        }
    }

    /// Who cannot come says so ahead; who came or did not is known on the day.
    fn check_attendance(&self, number: u32, how: How) -> Result<(), Refusal> {
        let Some(session) = self.course.session(number).filter(|session| !session.cancelled) else {
            return Err(Problem::NotAnOption.of("session").into());
        };
        if how != How::Excused && self.ctx.city.day(session.starts_at) > self.today {
            return Err(Problem::InTheFuture.of("session").into());
        }
        Ok(())
    }

    fn reach(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let Command::Reach {
            staff,
            language,
            level,
            reached_on,
            expires_on,
        } = command
        else {
            return Ok(None);
        };
        let (staff, level, reached_on) = (*staff, *level, *reached_on);
        let language = match (self.course.language, *language) {
            (Some(own), Some(other)) if own != other => {
                return Err(Problem::NotAnOption.of("language").into());
            }
            (own, given) => own.or(given).ok_or_else(|| Problem::Required.of("language"))?,
        };
        self.check_colleague(staff)?;
        if is_of_oneself(staff, self.ctx.actor) {
            return Err(Problem::Oneself.of("staff").into());
        }
        if reached_on > self.today {
            return Err(Problem::InTheFuture.of("reached_on").into());
        }
        let expires_on =
            checked_expiry(level, reached_on, *expires_on).map_err(|problem| problem.of("expires_on"))?;
        let before = self.course.level_of(staff, language).copied();
        // Of the same level nobody is warned twice.
        let reached = Reached {
            staff,
            language,
            level,
            reached_on,
            expires_on,
            warned: before.is_some_and(|before| before.warned),
        };
        if before == Some(reached) {
            return Ok(None);
        }
        let event = CourseEvent::LevelReached {
            staff,
            language,
            level,
            reached_on,
            expires_on,
        };
        Ok(Some(self.event(event, Body::default())))
    }

    /// Once of each level, when its time comes.
    fn warn(&self, staff: StaffId, language: Lang) -> Option<NewEvent> {
        let due = to_warn(self.course, self.today)
            .into_iter()
            .find(|level| level.staff == staff && level.language == language)?;
        let event = CourseEvent::ExpiryWarned {
            staff,
            language,
            expires_on: due.expires_on?,
        };
        Some(self.event(event, Body::default()))
    }
}
