//! Calling somebody back at a time they chose: when, how often it is tried, and when it is tried again.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::matching::Policy;
use crate::city::City;
use crate::places::Opening;
use crate::problems::{FieldProblem, Problem};
use crate::typed;

/// Nobody plans further ahead.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The longest time in which somebody waits for a call.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// The furthest clocks of the world are from Greenwich, in minutes.
const OFFSET_MAX: i16 = 14 * 60;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// When somebody wants to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Timestamp,
    pub until: Timestamp,
    /// How far their clock is before that of Greenwich, in minutes: `480` in China.
    pub offset: i16,
}

impl Window {
    /// When it is tried again after nobody answered: after that pause while the time lasts, else at the same time a day
    /// later. Their offset stays, so that an hour of theirs is that hour again.
    fn again(self, policy: &Policy, now: Timestamp) -> Self {
        let pause = now
            .saturating_add(policy.call_back_again)
            .unwrap_or(Timestamp::MAX);
        if pause < self.until {
            return Self { from: pause, ..self };
        }
        let later = |at: Timestamp| at.saturating_add(A_DAY).unwrap_or(Timestamp::MAX);
        let mut next = self;
        loop {
            next = Self {
                from: later(next.from),
                until: later(next.until),
                ..next
            };
            if next.until > pause || next.until == Timestamp::MAX {
                break;
            }
        }
        Self {
            from: next.from.max(pause),
            ..next
        }
    }

    /// The time of the next attempt, after so many that reached nobody; `None` when it was tried often enough.
    pub(super) fn after(self, tries: u8, policy: &Policy, now: Timestamp) -> Option<Self> {
        (tries < policy.call_back_tries).then(|| self.again(policy, now))
    }
}

/// Whom to call, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBack {
    /// As it was typed.
    pub number: String,
    pub window: Window,
}

impl CallBack {
    /// The number as it is kept, and the time.
    ///
    /// # Errors
    /// Each field that is wrong: `number`, `from`, `until`, `offset`.
    pub(super) fn checked(&self, city: &City, now: Timestamp) -> Result<(String, Window), Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let window = self.window;
        let number = if self.number.trim().is_empty() {
            Err(Problem::Required)
        } else {
            typed::phone(&self.number, &city.country)
        };
        let number = number.map_err(|problem| wrong.push(problem.of("number")));
        if !(-OFFSET_MAX..=OFFSET_MAX).contains(&window.offset) {
            wrong.push(Problem::NotAnOption.of("offset"));
        }
        let lasts = window.until.duration_since(window.from);
        if lasts <= SignedDuration::ZERO || lasts > LONGEST {
            wrong.push(Problem::NotAfterStart.of("until"));
        } else if window.until <= now {
            wrong.push(Problem::InThePast.of("from"));
        } else if window.from.duration_since(now) > AHEAD_MAX {
            wrong.push(Problem::TooFarAhead.of("from"));
        } else if !answers(city, window.from.max(now)) && !answers(city, window.until) {
            wrong.push(Problem::NotAnOption.of("from"));
        }
        match number {
            Ok(number) if wrong.is_empty() => Ok((number, window)),
            _ => Err(wrong),
        }
    }
}

/// Whether somebody is at the hotline at that time.
fn answers(city: &City, at: Timestamp) -> bool {
    let here = at.to_zoned(city.timezone.clone()).datetime();
    let hours = city.hotline.hours.as_ref();
    hours.is_some_and(|hours| matches!(hours.at(here, &city.calendar), Opening::Open { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn window(from: &str, until: &str) -> Window {
        Window {
            from: at(from),
            until: at(until),
            offset: -300,
        }
    }

    #[test]
    fn whom_nobody_reached_is_called_after_a_pause_or_at_the_same_hour_of_the_next_day() {
        let policy = Policy::default();
        let asked = window("2026-10-12T13:00:00Z", "2026-10-12T15:00:00Z");
        let next = |tries, now: &str| asked.after(tries, &policy, at(now));
        assert_eq!(
            next(1, "2026-10-12T13:10:00Z"),
            Some(window("2026-10-12T14:10:00Z", "2026-10-12T15:00:00Z"))
        );
        assert_eq!(
            next(1, "2026-10-12T14:30:00Z"),
            Some(window("2026-10-13T13:00:00Z", "2026-10-13T15:00:00Z"))
        );
        // However late it was tried, the next time is ahead.
        assert_eq!(
            next(2, "2026-10-15T14:30:00Z"),
            Some(window("2026-10-16T13:00:00Z", "2026-10-16T15:00:00Z"))
        );
        assert_eq!(next(3, "2026-10-12T13:10:00Z"), None, "three times are enough");
    }
}
