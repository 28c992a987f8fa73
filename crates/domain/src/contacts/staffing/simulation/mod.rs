//! The hotline played contact by contact, with the real [`offers`](crate::contacts::matching::offers).
//!
//! Contacts of each language come at random (Poisson) at a rate of their own in each slot; each takes a time and waits with a
//! patience that are drawn when it comes, so that the same seed gives the same contacts whoever answers them, and two rosters
//! are compared on the same day. An agent accepts what they are offered at once; with an interpreter, who is
//! rung then. Who is talking when their time is over ends the conversation and goes. A call-back that is offered is not taken. What was begun
//! before the end of the last slot is played to its end.
//!
//! Independent runs give each figure its confidence interval.

mod run;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::SignedDuration;

use super::tally::Tally;
use super::{Wrong, not_too_long, positive};
use crate::Lang;
use crate::contacts::matching::{Part, Policy, What};
use crate::training::Level;

/// How long something takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Times {
    /// Exponential, of this mean.
    Exponential(SignedDuration),
    /// One of these, each as likely: measured ones.
    Given(Vec<SignedDuration>),
}

impl Times {
    /// In seconds.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Exponential(mean) => mean.as_secs_f64(),
            Self::Given(times) => {
                let all: f64 = times.iter().map(SignedDuration::as_secs_f64).sum();
                all / count(times.len())
            }
        }
    }

    fn check(&self, field: &'static str) -> Result<(), Wrong> {
        match self {
            Self::Exponential(mean) => positive(field, *mean).map(|_| ()),
            Self::Given(times) if times.is_empty() => {
                let why = "has no times to draw from";
                Err(Wrong { field, why })
            }
            Self::Given(times) => times
                .iter()
                .try_for_each(|time| not_too_long(field, *time).map(|_| ())),
        }
    }
}

/// Contacts in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Stream {
    pub language: Lang,
    /// [`What::Chat`] or [`What::Call`].
    pub what: What,
    /// An engine translates the language and back.
    pub machine: bool,
    /// How many come in each slot, on average.
    pub calls: Vec<f64>,
    pub handling: Times,
    /// Whoever waits longer gives up; `None`: nobody does.
    pub patience: Option<Times>,
}

impl Stream {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let wrong = |field, why| Err(Wrong { field, why });
        if !self.calls.iter().all(|calls| calls.is_finite() && *calls >= 0.0) {
            return wrong("calls", "must be 0 or more");
        }
        if self.calls.iter().sum::<f64>() > MOST {
            return wrong("calls", "must be ten millions at most");
        }
        if !matches!(self.what, What::Chat | What::Call) {
            return wrong("what", "must be chat or call");
        }
        self.handling.check("handling")?;
        self.patience
            .iter()
            .try_for_each(|patience| patience.check("patience"))
    }
}

/// Someone on the roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub part: Part,
    pub languages: Vec<(Lang, Level)>,
    pub chats_at_once: u8,
    /// The slots in which they are there.
    pub slots: Range<usize>,
}

/// What is played.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario<'a> {
    /// Length of one: half an hour, say.
    pub slot: SignedDuration,
    /// All of as many slots.
    pub streams: Vec<Stream>,
    pub places: Vec<Place>,
    pub policy: &'a Policy,
}

/// How often, and from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// The same seed gives the same figures.
    pub seed: u64,
    /// Two at least, or there is no interval.
    pub runs: u32,
    /// Slots at the beginning that do not count: a hotline does not begin empty.
    pub warm_up: usize,
}

/// A figure, and how far off it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    /// The true figure lies within `mean ± half` in 95 of 100 simulations.
    pub half: f64,
}

/// How contacts fared; `None` where no run had any.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Over all runs.
    pub contacts: u64,
    pub level: Option<Estimate>,
    pub abandonment: Option<Estimate>,
    pub waiting_probability: Option<Estimate>,
    /// Mean wait of those who were answered, in seconds.
    pub speed_of_answer: Option<Estimate>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub all: Measured,
    pub languages: BTreeMap<Lang, Measured>,
    /// Share of their time that agents talk; `None` if none was there.
    pub occupancy: Option<Estimate>,
}

/// One run.
#[derive(Debug, Clone, Default, PartialEq)]
struct Played {
    languages: BTreeMap<Lang, Tally>,
    /// Agent-seconds.
    busy: f64,
    there: f64,
}

/// Plays a scenario.
pub fn simulate(scenario: &Scenario, runs: Runs) -> Result<Outcome, Wrong> {
    check(scenario, runs)?;
    let played: Vec<Played> = (0..runs.runs)
        .map(|number| run::play(scenario, runs, number))
        .collect();
    let all: Vec<Tally> = played
        .iter()
        .map(|played| {
            let mut all = Tally::default();
            played.languages.values().for_each(|tally| all += *tally);
            all
        })
        .collect();
    let languages = scenario.streams.iter().map(|stream| {
        let of = |played: &Played| {
            played
                .languages
                .get(&stream.language)
                .copied()
                .unwrap_or_default()
        };
        (
            stream.language,
            measured(&played.iter().map(of).collect::<Vec<_>>()),
        )
    });
    let occupied = |played: &Played| (played.there > 0.0).then(|| played.busy / played.there);
    Ok(Outcome {
        all: measured(&all),
        languages: languages.collect(),
        occupancy: Estimate::of(played.iter().filter_map(occupied)),
    })
}

fn measured(runs: &[Tally]) -> Measured {
    let estimate = |figure: fn(&Tally) -> Option<f64>| Estimate::of(runs.iter().filter_map(figure));
    Measured {
        contacts: runs.iter().map(Tally::all).sum(),
        level: estimate(Tally::level),
        abandonment: estimate(Tally::abandonment),
        waiting_probability: estimate(Tally::waiting_probability),
        speed_of_answer: estimate(Tally::speed_of_answer),
    }
}

/// More contacts in one run than are played: a slip.
const MOST: f64 = 1e7;

fn check(scenario: &Scenario, runs: Runs) -> Result<(), Wrong> {
    let wrong = |field, why| Err(Wrong { field, why });
    if positive("slot", scenario.slot)? < 1.0 {
        return wrong("slot", "must be a second at least");
    }
    if runs.runs < 2 {
        return wrong("runs", "must be two at least");
    }
    let Some(first) = scenario.streams.first() else {
        return wrong("streams", "must be one at least");
    };
    if runs.warm_up >= first.calls.len() {
        return wrong("warm_up", "must leave a slot that counts");
    }
    for stream in &scenario.streams {
        if stream.calls.len() != first.calls.len() {
            return wrong("calls", "must be of as many slots in each language");
        }
        stream.check()?;
    }
    Ok(())
}

impl Estimate {
    /// By Student's t, from independent figures; `None` from less than two.
    pub fn of(figures: impl Iterator<Item = f64>) -> Option<Self> {
        let figures: Vec<f64> = figures.collect();
        let freedom = figures.len().checked_sub(2)? + 1;
        let n = count(figures.len());
        let mean = figures.iter().sum::<f64>() / n;
        let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
        let deviation = (squares / count(freedom)).sqrt();
        Some(Self {
            mean,
            half: student(freedom) * deviation / n.sqrt(),
        })
    }
}

/// Student's t of so many degrees of freedom, 2.5 % on either side.
fn student(freedom: usize) -> f64 {
    const FEW: [f64; 10] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    ];
    if let Some(t) = FEW.get(freedom - 1) {
        return *t;
    }
    // The first terms of the expansion about the normal one: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions
    // (1964), 26.7.5.
    let (z, v) = (1.959_964_f64, count(freedom));
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    z + first / v + second / v.powi(2) + third / v.powi(3)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of runs and of times, far below 2^53"
)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_as_wide_as_students_table_says() {
        for (freedom, t) in [
            (1, 12.706),
            (10, 2.228),
            (11, 2.201),
            (20, 2.086),
            (60, 2.000),
            (10_000, 1.960),
        ] {
            assert!(
                (student(freedom) - t).abs() < 1e-3,
                "{freedom}: {}",
                student(freedom)
            );
        }
        let estimate = Estimate::of([1.0, 2.0, 3.0].into_iter()).expect("three figures");
        assert!(
            (estimate.mean - 2.0).abs() < 1e-12 && (estimate.half - 4.303 / 3.0_f64.sqrt()).abs() < 1e-12
        );
        assert_eq!(Estimate::of(std::iter::once(1.0)), None);
    }
}
