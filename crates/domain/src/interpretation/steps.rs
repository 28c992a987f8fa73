//! How a job and its case follow each other.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Job, JobEvent, Kind, NewEvent, QUARTER_MINUTES, State};
use crate::cases::{Case, InterpreterStep};
use crate::city::City;

/// When on the day before those whom a job concerns are told of it, by the city's clocks.
const REMINDED_AT: Time = Time::constant(9, 0, 0, 0);

impl Job {
    /// What becomes of it when its case loses its words, or goes to another unit. What is over stays where it was.
    pub fn follow(&self, case: &Case) -> Vec<NewEvent> {
        let event = if case.erased {
            (!self.erased).then_some(JobEvent::Erased)
        } else {
            let moves = case.unit != self.unit && !self.state.is_over();
            moves.then(|| JobEvent::Moved {
                unit: case.unit.clone(),
            })
        };
        let new = event.map(|event| NewEvent { event, body: None });
        new.into_iter().collect()
    }

    /// What its case hears of something that happens to a job. `before` is the job as it was; none when it is asked for.
    pub fn step_of(before: Option<&Self>, event: &JobEvent) -> Option<InterpreterStep> {
        let had_somebody = before.is_some_and(|before| before.state == State::Accepted);
        Some(match event {
            JobEvent::Opened {
                of: Kind::Appointment,
                ..
            } => InterpreterStep::Asked,
            JobEvent::Accepted { .. } => InterpreterStep::Found,
            JobEvent::GivenBack { .. } => InterpreterStep::Sought,
            JobEvent::Substituted { .. } if had_somebody => InterpreterStep::Sought,
            JobEvent::Cancelled { .. } => InterpreterStep::Cancelled,
            JobEvent::Reminded => InterpreterStep::Near,
            JobEvent::Lapsed => InterpreterStep::NotFound,
            _ => return None,
        })
    }

    /// Until when whoever it is offered to answers: within the hours that the city gives them, and before half of what is left until it
    /// begins is over, so that somebody else can still be asked. They have a quarter of an hour at least.
    pub fn answer_by(&self, city: &City) -> Option<Timestamp> {
        let hours = city.interpretation.offer_lasts;
        let offered = self
            .offered_at
            .filter(|_| self.state == State::Offered && hours > 0)?;
        let given = SignedDuration::from_hours(i64::from(hours));
        let half = self.starts_at.duration_since(offered) / 2;
        let least = SignedDuration::from_mins(i64::from(QUARTER_MINUTES));
        offered.checked_add(given.min(half).max(least)).ok()
    }

    /// When nobody can take it on any more, if nobody has.
    pub fn lapses_at(&self) -> Option<Timestamp> {
        matches!(self.state, State::Asked | State::Offered).then_some(self.ends_at)
    }

    /// When those whom it concerns are to be told that it is near: on the day before. Of what was taken on later than that,
    /// nobody is.
    pub fn reminder_at(&self, city: &City) -> Option<Timestamp> {
        let waits = self.state == State::Accepted && !self.reminded;
        let accepted = self.acceptance.filter(|_| waits)?;
        let day = city.day(self.starts_at).checked_sub(1.day()).ok()?;
        let at = day
            .to_datetime(REMINDED_AT)
            .to_zoned(city.timezone.clone())
            .ok()?;
        Some(at.timestamp()).filter(|at| accepted.at < *at)
    }
}
