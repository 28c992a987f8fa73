//! What a command makes of a job.

use jiff::{SignedDuration, Timestamp};

use super::allowed::{fits, permitted};
use super::wanted::Wanted;
use super::{
    Absent, Body, Command, CommandKind, Job, JobEvent, Known, NOUN, NewEvent, State, allowed, minutes_between,
};
use crate::journaled::{Context, Refusal};
use crate::problems::{self, Problem, REASON_MAX};
use crate::roles::StaffId;
use crate::training::Level;

/// How much earlier than it was booked a job may have begun, and how much later it may have ended.
const EARLIER: SignedDuration = SignedDuration::from_hours(2);
const LATER: SignedDuration = SignedDuration::from_hours(6);

/// The events that a command makes of a job. None at all when it changes nothing.
pub(super) fn decide(
    job: &Job,
    command: &Command,
    known: &Known,
    ctx: &Context<'_>,
) -> Result<Vec<NewEvent>, Refusal> {
    let kind = command.kind();
    if !permitted(kind, job, ctx.actor) {
        return Err(Refusal::NotAllowed);
    }
    if !fits(kind, job) {
        let allowed = allowed(job, ctx.actor, ctx.city);
        return Err(Refusal::WrongState {
            noun: NOUN,
            state: job.state.code(),
            allowed: allowed.into_iter().map(CommandKind::code).collect(),
        });
    }
    let ctx = &ctx.not_before(job.changed_at);
    let decision = Decision { job, known, ctx };
    let made = decision.make(command)?;
    Ok(made.into_iter().collect())
}

struct Decision<'a> {
    job: &'a Job,
    known: &'a Known,
    ctx: &'a Context<'a>,
}

fn optional_reason(text: &str) -> Result<Body, Refusal> {
    let text = problems::optional_text(text, REASON_MAX).map_err(|problem| problem.of("reason"))?;
    Ok(Body::reason(text))
}

fn reason(text: &str) -> Result<Body, Refusal> {
    let text = problems::text(text, REASON_MAX).map_err(|problem| problem.of("reason"))?;
    Ok(Body::reason(text))
}

impl Decision<'_> {
    fn make(&self, command: &Command) -> Result<Option<NewEvent>, Refusal> {
        let (job, now) = (self.job, self.ctx.now);
        let policy = &self.ctx.city.interpretation;
        let (event, body) = match command {
            // Better late than nobody: until its end somebody may be sent, and come.
            Command::Offer { staff } => {
                self.before(job.ends_at)?;
                let staff = self.can_take(*staff)?;
                (JobEvent::Offered { staff }, Body::default())
            }
            Command::Accept {
                confidentiality,
                promised,
            } => {
                self.before(job.ends_at)?;
                if !promised {
                    return Err(Problem::Required.of("promised").into());
                }
                // Who read another text has not promised what is asked now.
                if *confidentiality != policy.confidentiality {
                    return Err(Problem::NotAnOption.of("confidentiality").into());
                }
                let confidentiality = *confidentiality;
                (JobEvent::Accepted { confidentiality }, Body::default())
            }
            Command::Decline { reason } => {
                let staff = self.interpreter()?;
                (JobEvent::Declined { staff }, optional_reason(reason)?)
            }
            Command::GiveBack { reason: why } => {
                self.before(job.starts_at)?;
                let (staff, notice) = (self.interpreter()?, minutes_between(now, job.starts_at));
                (JobEvent::GivenBack { staff, notice }, reason(why)?)
            }
            Command::Substitute { staff, reason } => {
                self.before(job.ends_at)?;
                let from = self.interpreter()?;
                if from == *staff {
                    return Err(Problem::NotAnOption.of("staff").into());
                }
                let staff = self.can_take(*staff)?;
                (JobEvent::Substituted { from, staff }, optional_reason(reason)?)
            }
            Command::Report { began_at, ended_at } => return self.report(*began_at, *ended_at),
            Command::NoShow { who } => {
                if now < job.starts_at {
                    return Err(Problem::NotYet.of("who").into());
                }
                let own_absence = *who == Absent::Interpreter && job.is_of(self.ctx.actor);
                if own_absence {
                    return Err(Problem::Oneself.of("who").into());
                }
                let paid = *who == Absent::Client && policy.pays_short_notice;
                (JobEvent::NotShownUp { who: *who, paid }, Body::default())
            }
            Command::Cancel { reason } => {
                // What was worked of a duty that has begun is reported.
                self.before(job.starts_at)?;
                let notice = minutes_between(now, job.starts_at);
                // It costs nobody anything before somebody has taken it on.
                let short = job.state == State::Accepted && notice < u32::from(policy.short_notice) * 60;
                let paid = short && policy.pays_short_notice;
                let event = JobEvent::Cancelled { notice, short, paid };
                (event, optional_reason(reason)?)
            }
            Command::Remind => {
                self.before(job.starts_at)?;
                (JobEvent::Reminded, Body::default())
            }
            // A task may come before its time, and after an answer and another offer.
            Command::TakeBack if job.answer_by(self.ctx.city).is_none_or(|by| now < by) => return Ok(None),
            Command::TakeBack => {
                let staff = self.interpreter()?;
                (JobEvent::Unanswered { staff }, Body::default())
            }
            // And this one.
            Command::Lapse if now < job.ends_at => return Ok(None),
            Command::Lapse => (JobEvent::Lapsed, Body::default()),
            Command::Erase { reason: why } => {
                // Asked for so that nobody erases by a slip; not kept, since it may name the person.
                reason(why)?;
                (JobEvent::Erased, Body::default())
            }
        };
        Ok(Some(self.event(event, body)))
    }

    fn event(&self, event: JobEvent, body: Body) -> NewEvent {
        let worded = !body.is_empty() && !self.job.erased;
        NewEvent {
            event,
            body: worded.then_some(body),
        }
    }

    fn before(&self, last: Timestamp) -> Result<(), Refusal> {
        if self.ctx.now < last {
            Ok(())
        } else {
            Err(Refusal::TooLate { since: last })
        }
    }

    /// There is one in every state in which this is asked.
    fn interpreter(&self) -> Result<StaffId, Refusal> {
        self.job
            .interpreter
            .ok_or_else(|| Problem::UnknownStaff.of("staff").into())
    }

    fn can_take(&self, staff: StaffId) -> Result<StaffId, Refusal> {
        let job = self.job;
        let level = job
            .setting
            .and_then(|setting| self.ctx.city.interpretation.level(setting));
        let wanted = Wanted {
            languages: &job.languages,
            into: job.into,
            // The pack may have dropped the setting since.
            level: level.unwrap_or(Level::Working),
            quarters: job.quarters(),
            starts_at: job.starts_at,
            job: Some(job.reference),
        };
        match wanted.of(staff, self.known, self.ctx) {
            Ok(staff) => Ok(staff.id),
            Err(problem) => Err(problem.of("staff").into()),
        }
    }

    fn report(&self, began_at: Timestamp, ended_at: Timestamp) -> Result<Option<NewEvent>, Refusal> {
        let job = self.job;
        let mut wrong = Vec::new();
        if ended_at <= began_at {
            wrong.push(Problem::NotAfterStart.of("ended_at"));
        }
        if ended_at > self.ctx.now {
            wrong.push(Problem::NotYet.of("ended_at"));
        }
        // What lies far from what was booked is a slip, or another job.
        let (first, last) = job.can_be_worked();
        if began_at < first || began_at >= job.ends_at {
            wrong.push(Problem::FarFromBooked.of("began_at"));
        }
        if ended_at > last || (ended_at <= job.starts_at && began_at < ended_at) {
            wrong.push(Problem::FarFromBooked.of("ended_at"));
        }
        let overlaps = |other: &super::Worked| other.began_at < ended_at && began_at < other.ended_at;
        if self.known.worked.iter().any(overlaps) {
            wrong.push(Problem::Booked.of("began_at"));
        }
        if !wrong.is_empty() {
            return Err(Refusal::Invalid(wrong));
        }
        let same = |worked: super::Worked| (worked.began_at, worked.ended_at) == (began_at, ended_at);
        if job.worked.is_some_and(same) {
            return Ok(None);
        }
        let event = JobEvent::HoursReported { began_at, ended_at };
        Ok(Some(self.event(event, Body::default())))
    }
}

impl Job {
    /// From when to when hours may be reported of it.
    pub fn can_be_worked(&self) -> (Timestamp, Timestamp) {
        let first = self.starts_at.checked_sub(EARLIER);
        let last = self.ends_at.checked_add(LATER);
        (first.unwrap_or(self.starts_at), last.unwrap_or(self.ends_at))
    }
}
