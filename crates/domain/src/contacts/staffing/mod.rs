//! How many agents a hotline needs, so that so many are answered in time.
//!
//! [`erlang`] has the formulas, for one queue and agents who are all alike; [`simulation`] plays contacts in many languages
//! with agents who speak some of them and are found by the rules of [`matching`](super::matching); [`plan`](mod@plan) starts from
//! the one and trims by the other, half-hour by half-hour. `docs/staffing.md` has what is assumed, and where from.

pub mod day;
pub mod erlang;
pub mod forecast;
pub mod plan;
pub mod shifts;
pub mod simulation;
mod tally;

use jiff::SignedDuration;

pub use tally::Tally;

/// What comes in, and how long each takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// Contacts that come in an interval, on average.
    pub calls: f64,
    pub interval: SignedDuration,
    /// From the answer to the end of the wrap-up, on average.
    pub handling: SignedDuration,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    pub answer_within: SignedDuration,
    /// Share of all contacts that is to be answered within that time.
    pub level: f64,
    /// Share of their time that agents talk or wrap up, at most.
    pub occupancy: f64,
    /// Share of the paid time in which an agent does not answer: breaks, training, leave.
    pub shrinkage: f64,
}

/// How a queue does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// Share of all contacts that is answered in time.
    pub level: f64,
    /// Share that is not answered at once.
    pub waiting_probability: f64,
    /// Share that gives up.
    pub abandonment: f64,
    /// Mean wait of all, in seconds, of those who give up until then. With nobody who gives up, the average speed of answer;
    /// infinite where more comes in than can be answered.
    pub wait: f64,
    /// Share of their time in which agents are busy.
    pub occupancy: f64,
}

/// How many are needed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// At their places at once.
    pub agents: u32,
    /// On the roster, so that so many are at their places.
    pub positions: u32,
    pub service: Service,
}

/// A number that nothing can be worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Wrong {
    pub field: &'static str,
    pub why: &'static str,
}

/// The longest time of any kind: a slip.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

fn positive(field: &'static str, time: SignedDuration) -> Result<f64, Wrong> {
    if !time.is_positive() {
        let why = "must be more than nothing";
        return Err(Wrong { field, why });
    }
    not_too_long(field, time)
}

fn not_too_long(field: &'static str, time: SignedDuration) -> Result<f64, Wrong> {
    if time.is_negative() {
        let why = "must not be less than nothing";
        return Err(Wrong { field, why });
    }
    if time > LONGEST {
        let why = "must be a day at most";
        return Err(Wrong { field, why });
    }
    Ok(time.as_secs_f64())
}
