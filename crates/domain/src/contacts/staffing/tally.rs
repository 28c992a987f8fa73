use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::contacts::matching::Policy;

/// Contacts counted as the wall counts them. Whoever gives up within [`Policy::abandoned_short`] counts neither for nor
/// against the level; whoever gives up later counts against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub answered: u64,
    /// Answered within [`Policy::answer_within`].
    pub in_time: u64,
    /// Answered without any wait.
    pub at_once: u64,
    pub abandoned: u64,
    /// Abandoned so early that they do not count; among the abandoned.
    pub abandoned_short: u64,
    /// Seconds that all who were answered had waited.
    pub waited: f64,
}

impl Tally {
    pub fn answered(&mut self, waited: SignedDuration, policy: &Policy) {
        self.answered += 1;
        self.in_time += u64::from(waited <= policy.answer_within);
        self.at_once += u64::from(!waited.is_positive());
        self.waited += waited.as_secs_f64();
    }

    pub fn abandoned(&mut self, waited: SignedDuration, policy: &Policy) {
        self.abandoned += 1;
        self.abandoned_short += u64::from(waited < policy.abandoned_short);
    }

    /// Share answered in time.
    pub fn level(&self) -> Option<f64> {
        share(self.in_time, self.all() - self.abandoned_short)
    }

    /// Share that gave up, however early.
    pub fn abandonment(&self) -> Option<f64> {
        share(self.abandoned, self.all())
    }

    /// Share that was not answered at once.
    pub fn waiting_probability(&self) -> Option<f64> {
        share(self.all() - self.at_once, self.all())
    }

    /// Mean wait of those who were answered, in seconds.
    pub fn speed_of_answer(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.waited / count(self.answered))
    }

    pub fn all(&self) -> u64 {
        self.answered + self.abandoned
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.at_once += other.at_once;
        self.abandoned += other.abandoned;
        self.abandoned_short += other.abandoned_short;
        self.waited += other.waited;
    }
}

fn share(of: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| count(of) / count(all))
}

#[expect(clippy::cast_precision_loss, reason = "no hotline counts 2^53 contacts")]
fn count(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gives_up_at_once_counts_neither_for_nor_against_the_level() {
        let policy = Policy::default();
        let mut tally = Tally::default();
        assert_eq!(
            (tally.level(), tally.abandonment(), tally.speed_of_answer()),
            (None, None, None)
        );
        for seconds in [0, 15, 16, 29] {
            tally.answered(SignedDuration::from_secs(seconds), &policy);
        }
        for seconds in [4, 5, 60] {
            tally.abandoned(SignedDuration::from_secs(seconds), &policy);
        }
        assert_eq!(tally.level(), Some(2.0 / 6.0));
        assert_eq!(tally.abandonment(), Some(3.0 / 7.0));
        assert_eq!(tally.waiting_probability(), Some(6.0 / 7.0));
        assert_eq!(tally.speed_of_answer(), Some(15.0));
        let mut twice = tally;
        twice += tally;
        assert_eq!((twice.all(), twice.level()), (14, tally.level()));
    }
}
