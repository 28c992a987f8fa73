use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Waiting;
use crate::journaled::codes;
use crate::training::Level;

codes! {
    /// How those count for the level who gave up after [`Policy::abandoned_short`].
    Abandoned {
        /// As not answered in time.
        Against = "against",
        /// Not at all: the level is that of those who were answered.
        LeftOut = "left-out",
    }
}

/// How a city's hotline answers. Times are written as `"15s"`, `"2m"` or `"1h"`.
///
/// ```
/// use domain::contacts::matching::Policy;
/// # fn main() -> Result<(), toml::de::Error> {
/// let policy: Policy = toml::from_str("answer_within = \"10s\"")?;
/// assert_eq!(policy.answer_within.as_secs(), 10);
/// assert_eq!(policy.level, 0.95);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Whoever speaks a language at least so well answers in it.
    pub least_level: Level,
    /// From then on an agent who does not speak the language, with an interpreter.
    pub interpreter_after: SignedDuration,
    /// From then on a chat with an agent who does not speak the language, with the machine's translation.
    pub machine_after: SignedDuration,
    /// From then on a call-back is offered as well.
    pub call_back_after: SignedDuration,
    /// Whoever was called back and not reached is called again after so long.
    pub call_back_again: SignedDuration,
    /// And so often at most.
    pub call_back_tries: u8,
    /// An offer that nobody takes in this time goes on to the next.
    pub offer_lasts: SignedDuration,
    /// An agent who is not heard of for so long is gone, and what they held waits again. Browsers let a page in the background
    /// speak once a minute.
    pub vanished_after: SignedDuration,
    /// A visitor who is not heard of for so long is offered to nobody until they come back.
    pub visitor_away_after: SignedDuration,
    /// And after so long they have left.
    pub visitor_left_after: SignedDuration,
    /// An urgent one goes ahead of whoever has waited up to so much longer.
    pub urgent_ahead: SignedDuration,
    /// At one agent, for whom nothing else is said.
    pub chats_at_once: u8,
    /// To be answered within this time: 15 s by GB/T 33358, the standard for government hotlines.
    pub answer_within: SignedDuration,
    /// The share of contacts that is to be answered within that time, up to 1: 95 % by the same standard.
    pub level: f64,
    /// Who gives up before that counts neither for nor against the level.
    pub abandoned_short: SignedDuration,
    pub abandoned: Abandoned,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            least_level: Level::Basic,
            interpreter_after: SignedDuration::from_secs(20),
            machine_after: SignedDuration::from_secs(40),
            call_back_after: SignedDuration::from_mins(2),
            call_back_again: SignedDuration::from_hours(1),
            call_back_tries: 3,
            offer_lasts: SignedDuration::from_secs(20),
            vanished_after: SignedDuration::from_secs(90),
            visitor_away_after: SignedDuration::from_mins(2),
            visitor_left_after: SignedDuration::from_mins(10),
            urgent_ahead: SignedDuration::from_hours(1),
            chats_at_once: 3,
            answer_within: SignedDuration::from_secs(15),
            level: 0.95,
            abandoned_short: SignedDuration::from_secs(5),
            abandoned: Abandoned::Against,
        }
    }
}

/// A policy by which nobody could answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Wrong {
    pub field: &'static str,
    pub why: &'static str,
}

/// No time of a policy is longer: a slip.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

impl Policy {
    /// The first field that cannot be as it is.
    pub fn check(&self) -> Result<(), Wrong> {
        let times = [
            ("interpreter_after", self.interpreter_after),
            ("machine_after", self.machine_after),
            ("call_back_after", self.call_back_after),
            ("call_back_again", self.call_back_again),
            ("offer_lasts", self.offer_lasts),
            ("vanished_after", self.vanished_after),
            ("visitor_away_after", self.visitor_away_after),
            ("visitor_left_after", self.visitor_left_after),
            ("urgent_ahead", self.urgent_ahead),
            ("answer_within", self.answer_within),
            ("abandoned_short", self.abandoned_short),
        ];
        for (field, time) in times {
            if !(SignedDuration::ZERO..=LONGEST).contains(&time) {
                let why = "between nothing and a day";
                return Err(Wrong { field, why });
            }
        }
        for (field, time) in [
            ("offer_lasts", self.offer_lasts),
            ("vanished_after", self.vanished_after),
            ("visitor_away_after", self.visitor_away_after),
            ("visitor_left_after", self.visitor_left_after),
        ] {
            if time.is_zero() {
                let why = "more than nothing, or no offer could be taken";
                return Err(Wrong { field, why });
            }
        }
        if self.chats_at_once == 0 {
            let (field, why) = ("chats_at_once", "one at least");
            return Err(Wrong { field, why });
        }
        if self.call_back_tries == 0 {
            let (field, why) = ("call_back_tries", "one at least");
            return Err(Wrong { field, why });
        }
        if !(self.level > 0.0 && self.level <= 1.0) {
            let (field, why) = ("level", "above 0 and up to 1");
            return Err(Wrong { field, why });
        }
        Ok(())
    }

    /// An offer made then goes on to the next.
    pub fn has_lapsed(&self, offered_at: Timestamp, now: Timestamp) -> bool {
        now.duration_since(offered_at) >= self.offer_lasts
    }

    /// An agent last heard of then is gone.
    pub fn has_vanished(&self, beat_at: Timestamp, now: Timestamp) -> bool {
        now.duration_since(beat_at) >= self.vanished_after
    }

    /// Since when someone waits, as the order sees it.
    pub(super) fn counts_from(&self, waiting: &Waiting) -> Timestamp {
        let ahead = if waiting.urgent {
            self.urgent_ahead
        } else {
            SignedDuration::ZERO
        };
        waiting.since.saturating_sub(ahead).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_named_by_its_field() {
        let wrong = |text: &str| {
            let policy: Policy = toml::from_str(text).expect("it reads");
            policy.check().map_err(|wrong| wrong.field)
        };
        assert_eq!(wrong(""), Ok(()));
        assert_eq!(wrong("level = 1.0\nurgent_ahead = \"0s\""), Ok(()));
        for (text, field) in [
            ("answer_within = \"-1s\"", "answer_within"),
            ("machine_after = \"25h\"", "machine_after"),
            ("offer_lasts = \"0s\"", "offer_lasts"),
            ("vanished_after = \"0s\"", "vanished_after"),
            ("chats_at_once = 0", "chats_at_once"),
            ("call_back_tries = 0", "call_back_tries"),
            ("call_back_again = \"25h\"", "call_back_again"),
            ("level = 0.0", "level"),
            ("level = 1.01", "level"),
            ("level = nan", "level"),
        ] {
            assert_eq!(wrong(text), Err(field), "{text}");
        }
        assert!(toml::from_str::<Policy>("answer_in = \"15s\"").is_err());
        assert!(toml::from_str::<Policy>("answer_within = \"soon\"").is_err());
        assert!(toml::from_str::<Policy>("abandoned = \"for\"").is_err());
    }

    #[test]
    fn an_offer_lapses_and_an_agent_vanishes_when_their_time_is_over() {
        let policy = Policy::default();
        let then = Timestamp::UNIX_EPOCH;
        let at = |seconds: i64| Timestamp::from_second(seconds).expect("a time");
        assert!(!policy.has_lapsed(then, at(19)));
        assert!(policy.has_lapsed(then, at(20)));
        assert!(!policy.has_vanished(then, at(89)));
        assert!(policy.has_vanished(then, at(90)));
    }
}
