use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::contacts::matching::{Abandoned, Policy};
use crate::rates::Share;

/// Contacts counted as the wall counts them. Whoever gives up within [`Policy::abandoned_short`] counts neither for nor
/// against the level; whoever gives up later counts as [`Policy::abandoned`] says.
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
    /// Abandoned who do not count for the level; among the abandoned.
    pub left_out: u64,
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
        let is_short = waited < policy.abandoned_short;
        self.abandoned_short += u64::from(is_short);
        self.left_out += u64::from(is_short || policy.abandoned == Abandoned::LeftOut);
    }

    /// Those answered in time, of those who count.
    pub fn counted(&self) -> Share {
        Share {
            count: self.in_time,
            of: self.all() - self.left_out,
        }
    }

    /// Those who gave up, of all but those who did so at once.
    pub fn lost(&self) -> Share {
        Share {
            count: self.abandoned - self.abandoned_short,
            of: self.all() - self.abandoned_short,
        }
    }

    /// Share answered in time.
    pub fn level(&self) -> Option<f64> {
        share(self.counted())
    }

    /// Share that gave up, however early.
    pub fn abandonment(&self) -> Option<f64> {
        share(Share {
            count: self.abandoned,
            of: self.all(),
        })
    }

    /// Share that was not answered at once.
    pub fn waiting_probability(&self) -> Option<f64> {
        share(Share {
            count: self.all() - self.at_once,
            of: self.all(),
        })
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
        self.left_out += other.left_out;
        self.waited += other.waited;
    }
}

fn share(share: Share) -> Option<f64> {
    (share.of > 0).then(|| count(share.count) / count(share.of))
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
        assert_eq!(tally.lost(), Share { count: 2, of: 6 });
        assert_eq!(tally.waiting_probability(), Some(6.0 / 7.0));
        assert_eq!(tally.speed_of_answer(), Some(15.0));
        let mut twice = tally;
        twice += tally;
        assert_eq!((twice.all(), twice.level()), (14, tally.level()));
    }
    #[test]
    fn a_city_may_leave_all_who_gave_up_out_of_the_level() {
        let policy = Policy {
            abandoned: Abandoned::LeftOut,
            ..Policy::default()
        };
        let mut tally = Tally::default();
        tally.answered(SignedDuration::from_secs(3), &policy);
        for seconds in [1, 90] {
            tally.abandoned(SignedDuration::from_secs(seconds), &policy);
        }
        assert_eq!(tally.counted(), Share { count: 1, of: 1 });
        assert_eq!(tally.lost(), Share { count: 1, of: 2 });
    }
}
