//! What a command makes of a course.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::allowed::{fits, permitted};
use super::inputs::PLACE_MAX;
use super::levels::{checked_day, checked_expiry, to_warn};
use super::{
    Body, Command, CommandKind, Course, CourseEvent, How, Level, NOUN, NewEvent, OPEN, Open, Reached,
    SEATS_MAX, Session, TITLE_MAX, allowed,
};
use crate::journaled::{Context, Journaled as _, Refusal};
use crate::problems::{self, FieldProblem, MESSAGE_MAX, Problem, REASON_MAX};
use crate::roles::{Action, Actor, Reach, Staff, StaffId};
use crate::{Lang, UnitCode};

/// What is known of elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Those whom a command names, as far as there are any.
    pub colleagues: Vec<Staff>,
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
    match command {
        Command::Enrol { staff } => decision.enrol(staff),
        Command::Unenrol { staff } => decision.unenrol(staff),
        Command::TakeAttendance {
            session,
            attended,
            others,
        } => decision.take_attendance(*session, attended, others),
        Command::ReachSeveral { .. } => decision.reach_several(command),
        _ => Ok(decision.make(command)?.into_iter().collect()),
    }
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
            Command::MoveSession { .. } => return self.move_session(command),
            Command::CancelSession { session, reason } => {
                let body = optional_reason(reason)?;
                self.check_cancelling(*session)?;
                (CourseEvent::SessionCancelled { session: *session }, body)
            }
            Command::Attend { session, staff, how } => {
                self.check_attendance(*session, *how)?;
                self.check_colleague(*staff, "staff")?;
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
            Command::Reach {
                staff,
                language,
                level,
                reached_on,
                expires_on,
            } => {
                let terms = self.terms(*language, *reached_on)?;
                return self.reach((*staff, "staff"), *level, terms, *expires_on);
            }
            Command::WithdrawLevel {
                staff,
                language,
                reason: why,
            } => {
                let body = reason(why)?;
                let staff = *staff;
                let theirs = self.course.levels.iter().filter(|level| level.staff == staff);
                let theirs: Vec<Lang> = theirs.map(|level| level.language).collect();
                let language = match (language, &theirs[..]) {
                    (Some(language), _) => *language,
                    // Whatever the course is of by now.
                    (None, [only]) => *only,
                    (None, _) => self
                        .course
                        .language
                        .ok_or_else(|| Problem::Required.of("language"))?,
                };
                if !theirs.contains(&language) {
                    return Err(Problem::NotAnOption.of("staff").into());
                }
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
            // Each makes as many events as it names people.
            Command::Enrol { .. }
            | Command::Unenrol { .. }
            | Command::TakeAttendance { .. }
            | Command::ReachSeveral { .. } => return Ok(None),
            Command::Erase { reason: why } => {
                // Asked for so that nobody erases by a slip; not kept, since it may name the person.
                reason(why)?;
                (CourseEvent::Erased, Body::default())
            }
        };
        Ok(Some(self.event(event, body)))
    }

    fn check_colleague(&self, staff: StaffId, field: &str) -> Result<(), Refusal> {
        let works_here = |known: &Staff| known.id == staff && known.active;
        if self.known.colleagues.iter().any(works_here) {
            Ok(())
        } else {
            Err(Problem::UnknownStaff.of(field).into())
        }
    }

    fn enrol(&self, staff: &[StaffId]) -> Result<Vec<NewEvent>, Refusal> {
        if staff.is_empty() {
            return Err(Problem::Required.of("staff").into());
        }
        let mut added = Vec::new();
        for &staff in staff {
            self.check_colleague(staff, "staff")?;
            if !self.course.enrolled.contains(&staff) && !added.contains(&staff) {
                added.push(staff);
            }
        }
        let ahead = self.course.sessions.iter();
        let ahead = ahead.filter(|session| !session.cancelled && !self.course.was_held(session.number));
        let seats = ahead.filter_map(|session| session.seats).min();
        let enrolled = self.course.enrolled.len() + added.len();
        if let Some(max) = seats
            .map(u64::from)
            .filter(|max| enrolled as u64 > *max && !added.is_empty())
        {
            return Err(Problem::TooLarge { max }.of("staff").into());
        }
        let event = |staff| self.event(CourseEvent::Enrolled { staff }, Body::default());
        Ok(added.into_iter().map(event).collect())
    }

    fn unenrol(&self, staff: &[StaffId]) -> Result<Vec<NewEvent>, Refusal> {
        let enrolled = &self.course.enrolled;
        if staff.is_empty() || !staff.iter().all(|staff| enrolled.contains(staff)) {
            return Err(Problem::NotAnOption.of("staff").into());
        }
        let taken_off = enrolled.iter().filter(|one| staff.contains(one));
        let event = |staff: &StaffId| self.event(CourseEvent::Unenrolled { staff: *staff }, Body::default());
        Ok(taken_off.map(event).collect())
    }

    fn take_attendance(
        &self,
        session: u32,
        attended: &[StaffId],
        others: &[StaffId],
    ) -> Result<Vec<NewEvent>, Refusal> {
        self.check_attendance(session, How::Attended)?;
        let before = |staff| self.course.attendance_of(staff, session);
        let mut entries = BTreeMap::new();
        for (field, named) in [("attended", attended), ("others", others)] {
            for &staff in named {
                // Who was entered before may have left since.
                if before(staff).is_none() {
                    self.check_colleague(staff, field)?;
                }
                entries.insert(staff, How::Attended);
            }
        }
        for staff in self.course.people() {
            let listed = self.course.enrolled.contains(&staff) || before(staff) == Some(How::Attended);
            if listed && before(staff) != Some(How::Excused) {
                entries.entry(staff).or_insert(How::Absent);
            }
        }
        if entries.is_empty() {
            return Err(Problem::Required.of("attended").into());
        }
        let new = entries
            .into_iter()
            .filter(|(staff, how)| before(*staff) != Some(*how));
        let event = |(staff, how)| {
            let event = CourseEvent::AttendanceTaken { session, staff, how };
            self.event(event, Body::default())
        };
        Ok(new.map(event).collect())
    }

    fn reach_several(&self, command: &Command) -> Result<Vec<NewEvent>, Refusal> {
        let Command::ReachSeveral {
            basic,
            working,
            native,
            language,
            reached_on,
            expires_on,
        } = command
        else {
            return Ok(Vec::new());
        };
        let terms = self.terms(*language, *reached_on)?;
        let named = [
            ("basic", basic, Level::Basic),
            ("working", working, Level::Working),
            ("native", native, Level::Native),
        ];
        let (mut made, mut seen) = (Vec::new(), Vec::new());
        for (field, staff, level) in named {
            for &staff in staff {
                // One has one level.
                if seen.contains(&staff) {
                    return Err(Problem::NotAnOption.of(field).into());
                }
                seen.push(staff);
                made.extend(self.reach((staff, field), level, terms, *expires_on)?);
            }
        }
        if seen.is_empty() {
            return Err(Problem::Required.of("basic").into());
        }
        Ok(made)
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
        // Levels of another language would hang on it, and nobody could take them back.
        let fits = |level: &Reached| Some(level.language) == language || language.is_none();
        if language != course.language && !course.levels.iter().all(fits) {
            return Err(Problem::NotAnOption.of("language").into());
        }
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
        let place = self.check_session((*starts_at, *ends_at), place, *seats)?;
        let last = self.course.sessions.last().map_or(0, |session| session.number);
        let event = CourseEvent::SessionScheduled {
            session: last + 1,
            starts_at: *starts_at,
            ends_at: *ends_at,
            seats: *seats,
        };
        Ok(Some(self.event(event, Body::place(place))))
    }

    /// The place of a session, if it may take place so.
    fn check_session(
        &self,
        (starts_at, ends_at): (Timestamp, Timestamp),
        place: &str,
        seats: Option<u32>,
    ) -> Result<String, Refusal> {
        let mut wrong = Vec::new();
        if ends_at <= starts_at {
            wrong.push(Problem::NotAfterStart.of("ends_at"));
        }
        for (field, at) in [("starts_at", starts_at), ("ends_at", ends_at)] {
            let checked = checked_day(self.ctx.city.day(at));
            wrong.extend(checked.err().map(|problem| problem.of(field)));
        }
        let place = problems::optional_text(place, PLACE_MAX).unwrap_or_else(|problem| {
            wrong.push(problem.of("place"));
            String::new()
        });
        match seats {
            Some(0) => wrong.push(Problem::NotANumber.of("seats")),
            Some(seats) if seats > SEATS_MAX => {
                let max = u64::from(SEATS_MAX);
                wrong.push(Problem::TooLarge { max }.of("seats"));
            }
            _ => {}
        }
        if wrong.is_empty() {
            Ok(place)
        } else {
            Err(Refusal::Invalid(wrong))
        }
    }

    fn move_session(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let Command::MoveSession {
            session,
            starts_at,
            ends_at,
            place,
            seats,
        } = command
        else {
            return Ok(None);
        };
        let Some(before) = self.course.session(*session) else {
            return Err(Problem::NotAnOption.of("session").into());
        };
        if self.course.was_held(*session) {
            return Err(Problem::NotAnOption.of("session").into());
        }
        let place = self.check_session((*starts_at, *ends_at), place, *seats)?;
        let body = Body::place(place);
        let after = Session {
            number: *session,
            starts_at: *starts_at,
            ends_at: *ends_at,
            place: body.place.clone(),
            seats: *seats,
            cancelled: false,
        };
        if after == *before {
            return Ok(None);
        }
        let event = CourseEvent::SessionMoved {
            session: *session,
            starts_at: *starts_at,
            ends_at: *ends_at,
            seats: *seats,
        };
        Ok(Some(self.event(event, body)))
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

    /// The language in which a level is entered, and since when it counts.
    fn terms(&self, language: Option<Lang>, reached_on: Date) -> Result<(Lang, Date), Refusal> {
        let language = match (self.course.language, language) {
            (Some(own), Some(other)) if own != other => {
                return Err(Problem::NotAnOption.of("language").into());
            }
            (own, given) => own.or(given).ok_or_else(|| Problem::Required.of("language"))?,
        };
        if reached_on > self.today {
            return Err(Problem::InTheFuture.of("reached_on").into());
        }
        let reached_on = checked_day(reached_on).map_err(|problem| problem.of("reached_on"))?;
        Ok((language, reached_on))
    }

    /// `field` is the one that named them.
    fn reach(
        &self,
        (staff, field): (StaffId, &str),
        level: Level,
        (language, reached_on): (Lang, Date),
        expires_on: Option<Date>,
    ) -> Result<Option<NewEvent>, Refusal> {
        self.check_colleague(staff, field)?;
        if is_of_oneself(staff, self.ctx.actor) {
            return Err(Problem::Oneself.of(field).into());
        }
        let expires_on =
            checked_expiry(level, reached_on, expires_on).map_err(|problem| problem.of("expires_on"))?;
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
