//! What happens to a case in its contacts with the hotline: a case follows them.

use serde::{Deserialize, Serialize};

use super::allowed::fits;
use super::clocks::Clocks;
use super::{Case, CaseEvent, CommandKind, NewEvent, State, What};
use crate::UnitCode;
use crate::deadlines::ClockKind;
use crate::journaled::{Context, codes};
use crate::receipts::Reference;

/// The service of a case that a contact opens.
pub const HOTLINE: &str = "hotline";

codes! {
    /// Why a contact ended.
    Why {
        /// Everything was said.
        Done = "done",
        /// Nothing came from the visitor any more.
        Silent = "silent",
        /// The visitor insulted somebody.
        Insult = "insult",
        VisitorLeft = "visitor-left",
        /// No agent, until the hotline closed.
        NobodyCame = "nobody-came",
        /// They were called as often as they are, and never answered.
        NotReached = "not-reached",
    }
}

codes! {
    /// What came of a contact.
    Outcome {
        Answered = "answered",
        /// To the unit whose matter it is.
        PassedOn = "passed-on",
        /// The hotline goes on with its case.
        FollowUp = "follow-up",
        /// Nothing was asked.
        NoMatter = "no-matter",
    }
}

/// What an agent may say of the end of a contact.
pub const WHYS: [&str; 3] = [Why::Done.code(), Why::Silent.code(), Why::Insult.code()];
pub const OUTCOMES: [&str; 4] = [
    Outcome::Answered.code(),
    Outcome::PassedOn.code(),
    Outcome::FollowUp.code(),
    Outcome::NoMatter.code(),
];

/// What happened to a contact, as far as its case follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum ContactStep {
    /// A chat.
    Began,
    /// A call, which an agent has answered.
    Called,
    CallBackAsked,
    /// They were called back and did not answer.
    NotReached,
    /// By an agent.
    Answered,
    Ended {
        why: Why,
    },
    WrappedUp {
        outcome: Outcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// To which it is passed on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitCode>,
        /// Whether it was solved and whether they were satisfied, where the visitor had said so by then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rated: Option<(bool, bool)>,
    },
    Rated {
        solved: bool,
        satisfied: bool,
    },
}

impl ContactStep {
    /// Every code there is, for the texts of the timeline.
    pub const CODES: [&'static str; 11] = [
        "contact-began",
        "contact-called",
        "contact-call-back",
        "contact-not-reached",
        "contact-answered",
        "contact-ended",
        "contact-wrapped-up-answered",
        "contact-wrapped-up-passed-on",
        "contact-wrapped-up-follow-up",
        "contact-wrapped-up-no-matter",
        "contact-rated",
    ];

    /// What the timeline calls it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Began => "contact-began",
            Self::Called => "contact-called",
            Self::CallBackAsked => "contact-call-back",
            Self::NotReached => "contact-not-reached",
            Self::Answered => "contact-answered",
            Self::Ended { .. } => "contact-ended",
            Self::WrappedUp { outcome, .. } => match outcome {
                Outcome::Answered => "contact-wrapped-up-answered",
                Outcome::PassedOn => "contact-wrapped-up-passed-on",
                Outcome::FollowUp => "contact-wrapped-up-follow-up",
                Outcome::NoMatter => "contact-wrapped-up-no-matter",
            },
            Self::Rated { .. } => "contact-rated",
        }
    }
}

impl Case {
    /// Whether the hotline handles it, so that what is said there can settle it.
    fn is_with_hotline(&self, ctx: &Context<'_>) -> bool {
        self.unit == ctx.city.hotline_unit && self.waiting().next().is_none()
    }

    /// Whether who answers at the hotline can pass it on to a unit.
    pub fn goes_from_hotline(&self, ctx: &Context<'_>) -> bool {
        self.is_with_hotline(ctx) && fits(CommandKind::Route, self)
    }

    /// Whether that is the answer to it.
    pub(super) fn is_answer(&self, step: &ContactStep, ctx: &Context<'_>) -> bool {
        let answers = matches!(
            step,
            ContactStep::WrappedUp {
                outcome: Outcome::Answered,
                ..
            }
        );
        answers && self.is_with_hotline(ctx) && !self.state.is_over() && self.state != State::Answered
    }

    /// Whether there is nothing in it for anybody to do: it was opened by the contact, and nothing was asked.
    fn is_empty_after(&self, step: &ContactStep, ctx: &Context<'_>) -> bool {
        let no_matter = matches!(
            step,
            ContactStep::WrappedUp {
                outcome: Outcome::NoMatter,
                ..
            }
        );
        let opened_by_it = self.service == *HOTLINE && self.state == State::Received;
        no_matter && opened_by_it && self.is_with_hotline(ctx)
    }

    /// The events that a step of one of its contacts makes of it.
    pub fn follow(&self, contact: Reference, step: &ContactStep, ctx: &Context<'_>) -> Vec<NewEvent> {
        if self.erased {
            return Vec::new();
        }
        let ctx = &ctx.not_before(self.changed_at);
        let Some(service) = ctx.city.service(self.service.as_str()) else {
            // The pack has it no more, and no clock of it runs on; what happened is written all the same.
            let what = What::Contact {
                contact,
                step: step.clone(),
                answers: false,
            };
            return vec![NewEvent {
                event: CaseEvent {
                    what,
                    language: None,
                    delivers: None,
                    clocks: None,
                },
                body: None,
            }];
        };
        let mut clocks = Clocks::new(self.clocks.clone(), service, ctx);
        let answers = self.is_answer(step, ctx);
        let closes = self.is_empty_after(step, ctx);
        if answers || closes {
            clocks.stop(|_| true);
        } else if *step == ContactStep::Answered {
            clocks.stop_kind(ClockKind::FirstReply);
        }
        let mut events = vec![event(
            What::Contact {
                contact,
                step: step.clone(),
                answers,
            },
            &mut clocks,
        )];
        if closes {
            events.push(event(What::Closed, &mut clocks));
        }
        if let ContactStep::WrappedUp { unit: Some(unit), .. } = step
            && *unit != self.unit
            && self.goes_from_hotline(ctx)
        {
            clocks.stop_kind(ClockKind::Return);
            if *unit != ctx.city.hotline_unit {
                clocks.start_return();
            }
            events.push(event(What::Routed { unit: unit.clone() }, &mut clocks));
        }
        events
    }
}

fn event(what: What, clocks: &mut Clocks<'_>) -> NewEvent {
    NewEvent {
        event: CaseEvent {
            what,
            language: None,
            delivers: None,
            clocks: clocks.changed(),
        },
        body: None,
    }
}
