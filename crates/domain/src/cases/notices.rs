//! Mails about a case: what is worth one, and where the address stands.

use super::{Body, Case, CaseEvent, Contact, Event, EventKind, InterpreterStep, NewEvent, Speaker, What};
use crate::journaled::{Context, Refusal};
use crate::notices::{self, Change, Stands, Step};

/// What the city does that whoever brought the case wants to hear of: it says something, asks, decides, or moves a day.
const NEWS: [EventKind; 13] = [
    EventKind::Accepted,
    EventKind::Declined,
    EventKind::Replied,
    EventKind::Asked,
    EventKind::Suspended,
    EventKind::Resumed,
    EventKind::Extended,
    EventKind::Referred,
    EventKind::Booked,
    EventKind::Resolved,
    EventKind::Reopened,
    EventKind::Merged,
    EventKind::Closed,
];

impl Case {
    /// The address that mails about it go to, once somebody has confirmed it.
    pub fn confirmed_address(&self) -> Option<&str> {
        self.address_that(Stands::Confirmed)
    }

    /// The address that somebody has yet to confirm.
    pub fn waiting_address(&self) -> Option<&str> {
        self.address_that(Stands::Waiting)
    }

    fn address_that(&self, stands: Stands) -> Option<&str> {
        self.notices.as_ref().filter(|notices| notices.stands == stands)?;
        self.contact.email.as_deref()
    }

    /// Number of the last event that a mail should tell of and none has yet.
    pub fn untold(&self) -> Option<u64> {
        self.confirmed_address()?;
        let told = self.notices.as_ref()?.told;
        let is_news = |step: &super::Step| {
            let kind = EventKind::parse(&step.kind).is_some_and(|kind| NEWS.contains(&kind));
            let interpreter = InterpreterStep::parse(&step.kind).is_some_and(InterpreterStep::is_news);
            step.by != Speaker::Resident && (kind || interpreter)
        };
        // Each event is a step.
        let steps = self.steps.iter().zip(1u64..);
        let untold = steps.filter(|(step, seq)| *seq > told && is_news(step));
        untold.last().map(|(_, seq)| seq)
    }

    pub(super) fn notice(&self, change: &Change, ctx: &Context<'_>) -> Result<Vec<NewEvent>, Refusal> {
        let body = match change {
            Change::Leave { email, pages } => Some(Contact {
                email: Some(notices::address(email).map_err(|problem| problem.of("email"))?),
                pages: *pages,
                ..Contact::default()
            }),
            _ => None,
        };
        let same = body.as_ref().is_some_and(|left| left.email == self.contact.email);
        let step = notices::decide(self.notices.as_ref(), change, same, ctx.actor, ctx.now)?;
        let event = |step| NewEvent {
            event: CaseEvent {
                what: What::Notices(step),
                language: None,
                delivers: None,
                clocks: None,
            },
            body: body.map(|contact| Body {
                contact,
                ..Body::default()
            }),
        };
        Ok(step.map(event).into_iter().collect())
    }

    pub(super) fn noticed(&mut self, event: &Event, step: Step) {
        if step == Step::Left {
            // Its words are erased: so is what stood of it.
            let Some(body) = &event.body else { return };
            self.contact.email.clone_from(&body.contact.email);
            self.contact.pages = body.contact.pages;
        }
        notices::apply(&mut self.notices, event.seq, event.at, step);
    }
}
