//! What a city pack says of its hotline.

use jiff::Timestamp;
use serde::Deserialize;

use super::matching::{Policy, Wrong};
use super::staffing::Target;
use super::staffing::shifts::Hours;
use crate::city::City;
use crate::places::{self, Opening};

/// A hotline that answers here. Its number stands with the city, its topics with its service.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotline {
    /// When the chat is answered. `None`: there is none.
    #[serde(default)]
    pub hours: Option<places::Hours>,
    /// Whom a telephone exchange rings at other hours, as it is dialled. `None`: nobody.
    #[serde(default)]
    pub after_hours: Option<String>,
    /// Codes of why an agent is on a break.
    #[serde(default)]
    pub breaks: Vec<String>,
    #[serde(default)]
    pub policy: Policy,
    #[serde(default)]
    pub staffing: Staffing,
    /// So many days a recording of a call is kept. `None`: no call is recorded here, and nobody is asked.
    #[serde(default)]
    pub recording_kept_days: Option<u16>,
}

/// By what a city works out how many agents it needs, besides its [`Policy`].
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Staffing {
    /// So many weeks before tell how many will come.
    pub weeks: u8,
    /// Share of their time that agents may be busy.
    pub occupancy: f64,
    /// Share of the paid time in which they do not answer: breaks, training, leave.
    pub shrinkage: f64,
    pub shift_hours: u8,
    /// At most.
    pub week_hours: u8,
}

impl Default for Staffing {
    fn default() -> Self {
        Self {
            weeks: 8,
            occupancy: 0.85,
            shrinkage: 0.3,
            shift_hours: 8,
            week_hours: 40,
        }
    }
}

impl Staffing {
    /// What is to be reached, with the policy.
    pub fn target(&self, policy: &Policy) -> Target {
        Target {
            answer_within: policy.answer_within,
            // Everybody in time would take endlessly many.
            level: policy.level.min(0.999),
            occupancy: self.occupancy,
            shrinkage: self.shrinkage,
        }
    }

    pub fn hours(&self) -> Hours {
        Hours {
            shift: self.shift_hours,
            week: self.week_hours,
        }
    }

    /// The first field that cannot be as it is.
    pub fn check(&self) -> Result<(), Wrong> {
        let wrong = |field, why| Err(Wrong { field, why });
        if !(1..=52).contains(&self.weeks) {
            return wrong("weeks", "from 1 to 52");
        }
        if !(self.occupancy > 0.0 && self.occupancy <= 1.0) {
            return wrong("occupancy", "above 0 and up to 1");
        }
        if !(0.0..1.0).contains(&self.shrinkage) {
            return wrong("shrinkage", "from 0 to below 1");
        }
        if !(1..=12).contains(&self.shift_hours) {
            return wrong("shift_hours", "from 1 to 12");
        }
        if !(self.shift_hours..=84).contains(&self.week_hours) {
            return wrong("week_hours", "from a shift to 84");
        }
        Ok(())
    }
}

/// The longest that a recording may be kept, in days: what it is needed for later stands in its case.
const RECORDING_DAYS_MAX: u16 = 730;

impl Hotline {
    /// Whether recordings are kept for a time that can be.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check_recording(&self) -> Result<(), Wrong> {
        match self.recording_kept_days {
            Some(days) if !(1..=RECORDING_DAYS_MAX).contains(&days) => Err(Wrong {
                field: "recording_kept_days",
                why: "from 1 to 730",
            }),
            _ => Ok(()),
        }
    }

    /// Whether the chat is answered at that time.
    pub fn is_open(&self, at: Timestamp, city: &City) -> bool {
        let here = at.to_zoned(city.timezone.clone()).datetime();
        let hours = self.hours.as_ref();
        hours.is_some_and(|hours| matches!(hours.at(here, &city.calendar), Opening::Open { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_kept_for_a_day_at_least_and_two_years_at_most() {
        let wrong = |text: &str| {
            let hotline: Hotline = toml::from_str(text).expect("it reads");
            hotline.check_recording().is_err()
        };
        for text in ["", "recording_kept_days = 1", "recording_kept_days = 730"] {
            assert!(!wrong(text), "{text}");
        }
        for text in ["recording_kept_days = 0", "recording_kept_days = 731"] {
            assert!(wrong(text), "{text}");
        }
    }

    #[test]
    fn what_nobody_can_be_rostered_by_is_named() {
        let wrong = |text: &str| {
            let staffing: Staffing = toml::from_str(text).expect("it reads");
            staffing.check().map_err(|wrong| wrong.field)
        };
        assert_eq!(wrong(""), Ok(()));
        for (text, field) in [
            ("weeks = 0", "weeks"),
            ("occupancy = 0.0", "occupancy"),
            ("shrinkage = 1.0", "shrinkage"),
            ("shift_hours = 13", "shift_hours"),
            ("week_hours = 7", "week_hours"),
        ] {
            assert_eq!(wrong(text), Err(field), "{text}");
        }
    }
}
