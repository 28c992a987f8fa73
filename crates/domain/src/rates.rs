//! The three rates by which a hotline is judged: responded in time, solved, satisfied.
//!
//! Source: the regulation of Beijing on handling complaints at once (2021), art. 32, whose three rates the assessment
//! of Chinese hotlines follows. Solved and satisfied are separate questions, each over valid follow-ups. What is left
//! out is counted and shown.

use serde::{Deserialize, Serialize};

use crate::cases::{Case, State};

/// Why a case does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// The same as another case, which counts.
    Merged,
    /// Not a matter the city may decide.
    Declined,
}

impl Exclusion {
    pub const ALL: [Self; 2] = [Self::Merged, Self::Declined];

    pub fn code(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Declined => "declined",
        }
    }

    /// Why that case does not count, if it does not.
    pub fn of(case: &Case) -> Option<Self> {
        match case.state {
            State::Merged => Some(Self::Merged),
            State::Declined => Some(Self::Declined),
            _ => None,
        }
    }
}

/// Counted cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Cases whose first response was due or given.
    pub due: u64,
    pub responded_in_time: u64,
    /// Cases the resident was asked about and answered.
    pub follow_ups: u64,
    pub solved: u64,
    pub satisfied: u64,
    /// Answered, but nobody rated them.
    pub unrated: u64,
    pub merged: u64,
    pub declined: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.due += other.due;
        self.responded_in_time += other.responded_in_time;
        self.follow_ups += other.follow_ups;
        self.solved += other.solved;
        self.satisfied += other.satisfied;
        self.unrated += other.unrated;
        self.merged += other.merged;
        self.declined += other.declined;
    }
}

/// A share with its denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    pub count: u64,
    pub of: u64,
}

impl Share {
    /// In tenths of a percent, rounded half up; `None` over nothing.
    pub fn per_mille(self) -> Option<u64> {
        (self.of > 0).then(|| (self.count * 2_000 + self.of) / (2 * self.of))
    }
}

/// The three rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rates {
    pub responded: Share,
    pub solved: Share,
    pub satisfied: Share,
}

impl Tally {
    pub fn rates(self) -> Rates {
        Rates {
            responded: Share {
                count: self.responded_in_time,
                of: self.due,
            },
            solved: Share {
                count: self.solved,
                of: self.follow_ups,
            },
            satisfied: Share {
                count: self.satisfied,
                of: self.follow_ups,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_over_nothing_is_no_rate() {
        assert_eq!(Tally::default().rates().solved.per_mille(), None);
        assert_eq!(Share { count: 2, of: 3 }.per_mille(), Some(667));
        assert_eq!(Share { count: 3, of: 3 }.per_mille(), Some(1000));
    }
}
