//! Calling somebody back at a time they chose: when, how often it is tried, and when it is tried again.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

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
/// With less of its time left, it is not tried again on that day.
const SHORTEST: SignedDuration = SignedDuration::from_mins(15);
/// So many days are looked through for one on which the hotline answers.
const DAYS: usize = 14;

/// When somebody wants to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Timestamp,
    pub until: Timestamp,
    /// How far their clock is before that of Greenwich, in minutes: `480` in China.
    pub offset: i16,
}

impl Window {
    /// The same time a day later. Their offset stays, so that an hour of theirs is that hour again.
    fn a_day_later(self) -> Self {
        Self {
            from: later(self.from, A_DAY),
            until: later(self.until, A_DAY),
            ..self
        }
    }

    /// That time while it is not over, else the same hours of the first day on which they are not over.
    #[must_use]
    pub fn ahead(self, now: Timestamp) -> Self {
        let mut next = self;
        while next.until <= now && next.until < Timestamp::MAX {
            next = next.a_day_later();
        }
        next
    }

    /// What is left of it once the hotline answers; `None` when it does not answer in that time.
    fn answered(self, city: &City) -> Option<Self> {
        let from = match opening(city, self.from)? {
            Opening::Open { .. } => self.from,
            Opening::Closed { opens } => opens?.to_zoned(city.timezone.clone()).ok()?.timestamp(),
            Opening::Unknown => return None,
        };
        (from < self.until).then_some(Self { from, ..self })
    }

    /// When it is tried again after nobody answered: after the pause of the policy while the time lasts, else at the same
    /// hours of a later day, and either way not before somebody is at the hotline. Where nobody ever is in those hours, or
    /// nobody can say, it is the hours alone that count.
    fn again(self, city: &City, now: Timestamp) -> Self {
        let pause = later(now, city.hotline.policy.call_back_again);
        let first = self.ahead(later(pause, SHORTEST));
        let rest = |day: Self| Self {
            from: day.from.max(pause),
            ..day
        };
        std::iter::successors(Some(first), |day| Some(day.a_day_later()))
            .take(DAYS)
            .find_map(|day| rest(day).answered(city))
            .unwrap_or_else(|| rest(first))
    }

    /// The time of the next attempt, after so many that reached nobody; `None` when it was tried often enough.
    pub(super) fn after(self, tries: u8, city: &City, now: Timestamp) -> Option<Self> {
        (tries < city.hotline.policy.call_back_tries).then(|| self.again(city, now))
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
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

/// How the hotline stands at that time; `None` where there is none.
fn opening(city: &City, at: Timestamp) -> Option<Opening> {
    let here = at.to_zoned(city.timezone.clone()).datetime();
    let hours = city.hotline.hours.as_ref();
    hours.map(|hours| hours.at(here, &city.calendar))
}

/// Whether somebody is at the hotline at that time.
fn answers(city: &City, at: Timestamp) -> bool {
    matches!(opening(city, at), Some(Opening::Open { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn answering(hours: &str) -> City {
        let mut city = City::bare(&[Lang::EN]);
        city.hotline.hours = Some(hours.parse().unwrap());
        city
    }

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
        let city = answering("24/7");
        let asked = window("2026-10-12T13:00:00Z", "2026-10-12T15:00:00Z");
        let next = |tries, now: &str| asked.after(tries, &city, at(now));
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
        // In the last minutes perhaps nobody is free.
        assert_eq!(
            next(1, "2026-10-12T13:50:00Z"),
            Some(window("2026-10-13T13:00:00Z", "2026-10-13T15:00:00Z"))
        );
    }

    #[test]
    fn it_is_tried_again_when_somebody_is_at_the_hotline() {
        // 12 October 2026 is a Monday.
        let city = answering("Mo-Fr 08:00-18:00");
        let again = |asked: Window, now: &str| asked.after(1, &city, at(now));
        let evening = window("2026-10-12T16:30:00Z", "2026-10-12T19:00:00Z");
        assert_eq!(
            again(evening, "2026-10-12T16:40:00Z"),
            Some(window("2026-10-12T17:40:00Z", "2026-10-12T19:00:00Z"))
        );
        // An hour later nobody is there any more.
        assert_eq!(
            again(evening, "2026-10-12T17:10:00Z"),
            Some(window("2026-10-13T16:30:00Z", "2026-10-13T19:00:00Z"))
        );
        let friday = window("2026-10-16T16:30:00Z", "2026-10-16T19:00:00Z");
        assert_eq!(
            again(friday, "2026-10-16T17:10:00Z"),
            Some(window("2026-10-19T16:30:00Z", "2026-10-19T19:00:00Z"))
        );
        // What begins before the hotline answers begins with it.
        let morning = window("2026-10-12T07:00:00Z", "2026-10-12T09:00:00Z");
        assert_eq!(
            again(morning, "2026-10-12T08:05:00Z"),
            Some(window("2026-10-13T08:00:00Z", "2026-10-13T09:00:00Z"))
        );
        // Nobody is ever there at that time, since the hours have changed.
        let night = window("2026-10-12T20:00:00Z", "2026-10-12T22:00:00Z");
        assert_eq!(
            again(night, "2026-10-12T21:10:00Z"),
            Some(window("2026-10-13T20:00:00Z", "2026-10-13T22:00:00Z"))
        );
    }

    #[test]
    fn a_time_that_has_passed_comes_again_at_its_hours() {
        let asked = window("2026-10-12T13:00:00Z", "2026-10-12T15:00:00Z");
        let next = window("2026-10-13T13:00:00Z", "2026-10-13T15:00:00Z");
        for (now, ahead) in [
            ("2026-10-10T09:00:00Z", asked),
            ("2026-10-12T14:59:59Z", asked),
            ("2026-10-12T15:00:00Z", next),
            ("2026-10-13T14:00:00Z", next),
        ] {
            assert_eq!(asked.ahead(at(now)), ahead, "{now}");
        }
    }
}
