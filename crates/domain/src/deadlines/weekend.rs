//! The days of the week that a city does not work.

use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer};

/// The days of the week that a city does not work: Saturday and Sunday, where it does not say otherwise. At least one of the
/// seven is worked, so that every limit ends.
///
/// ```
/// use domain::deadlines::Weekend;
/// use jiff::civil::Weekday;
/// let weekend = Weekend::of([Weekday::Friday, Weekday::Saturday]).unwrap();
/// assert!(weekend.has(Weekday::Friday) && !weekend.has(Weekday::Sunday));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekend {
    /// From Monday on.
    off: [bool; 7],
}

/// No weekend: every day of the week would be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a week in which no day is worked")]
pub struct NoWorkingDay;

/// The names of the days of the week in a pack, from Monday on.
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl Weekend {
    /// # Errors
    /// [`NoWorkingDay`] when these are all seven.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Result<Self, NoWorkingDay> {
        let mut off = [false; 7];
        for day in days {
            off[place_of(day)] = true;
        }
        if off.contains(&false) {
            Ok(Self { off })
        } else {
            Err(NoWorkingDay)
        }
    }

    pub fn has(&self, day: Weekday) -> bool {
        self.off[place_of(day)]
    }

    /// The days of the week that are worked, from Monday on.
    pub fn working(&self) -> impl Iterator<Item = Weekday> + '_ {
        Weekday::Monday
            .cycle_forward()
            .take(7)
            .filter(|day| !self.has(*day))
    }
}

/// From 0, which is Monday.
fn place_of(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

impl Default for Weekend {
    fn default() -> Self {
        let mut off = [false; 7];
        for day in [Weekday::Saturday, Weekday::Sunday] {
            off[place_of(day)] = true;
        }
        Self { off }
    }
}

impl<'de> Deserialize<'de> for Weekend {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let day = |name: String| {
            let place = WEEKDAYS.iter().position(|known| *known == name);
            let day = place.and_then(|place| Weekday::Monday.cycle_forward().nth(place));
            day.ok_or_else(|| {
                serde::de::Error::custom(format!("`{name}` is no day of the week: {}", WEEKDAYS.join(", ")))
            })
        };
        let days: Vec<Weekday> = Vec::deserialize(d)?
            .into_iter()
            .map(day)
            .collect::<Result<_, _>>()?;
        Self::of(days).map_err(serde::de::Error::custom)
    }
}
