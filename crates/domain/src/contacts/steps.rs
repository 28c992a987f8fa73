//! What the case of a contact hears of it.

use super::{Contact, ContactEvent, Kind};
use crate::cases::ContactStep;

impl Contact {
    /// What that event is to its case; `None`: nothing.
    pub fn step_of(event: &ContactEvent) -> Option<ContactStep> {
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
            },
            ContactEvent::Rated { solved, satisfied } => ContactStep::Rated {
                solved: *solved,
                satisfied: *satisfied,
            },
            _ => return None,
        })
    }
}
