//! What the case of a contact hears of it.

use super::{Contact, ContactEvent, Kind};
use crate::cases::{self, Case, ContactStep, What};

impl Contact {
    /// What that event of it is to its case, with what was known of it by then; `None`: nothing.
    pub fn step_of(&self, event: &ContactEvent) -> Option<ContactStep> {
        Some(match event {
            ContactEvent::Opened { channel, .. } => match channel {
                Kind::Chat => ContactStep::Began,
                Kind::Call => ContactStep::Called,
                Kind::CallBack => ContactStep::CallBackAsked,
            },
            ContactEvent::NotReached { .. } => ContactStep::NotReached,
            ContactEvent::Answered { .. } => ContactStep::Answered,
            ContactEvent::Ended { why } => ContactStep::Ended { why: *why },
            ContactEvent::WrappedUp { outcome, topic, unit } => ContactStep::WrappedUp {
                outcome: *outcome,
                topic: topic.clone(),
                unit: unit.clone(),
                rated: self.rating.map(|rating| (rating.solved, rating.satisfied)),
            },
            ContactEvent::Rated { solved, satisfied } => ContactStep::Rated {
                solved: *solved,
                satisfied: *satisfied,
            },
            _ => return None,
        })
    }

    /// Whether the case, which may have changed meanwhile, still takes that step as the rules of this contact counted on it.
    pub fn is_followed_by(&self, case: &Case, step: &ContactStep, new: &[cases::NewEvent]) -> bool {
        match step {
            ContactStep::Began | ContactStep::Called | ContactStep::CallBackAsked => {
                !case.erased && case.unit == self.unit
            }
            ContactStep::WrappedUp { unit: Some(to), .. } => {
                let goes =
                    |new: &cases::NewEvent| matches!(&new.event.what, What::Routed { unit } if unit == to);
                new.iter().any(goes)
            }
            _ => true,
        }
    }
}
