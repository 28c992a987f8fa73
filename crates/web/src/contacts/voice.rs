//! What a visitor sees of a call or a call-back that has begun: when, how it stands, and what they thought of it.

use askama::Template;
use domain::cases::Case;
use domain::contacts::{CommandKind, Contact, Kind, State as Stands, allowed};
use domain::roles::Actor;

use super::call_back::Times;
use super::chat::one_of;
use super::recording::{Named, of_caller};
use super::view::wait;
use crate::kit::error::Error;
use crate::kit::form::FormState;
use crate::kit::page::Page;

/// Another contact of the same case.
#[derive(Debug)]
pub(super) struct Earlier {
    pub href: String,
    pub text: String,
}

#[derive(Template)]
#[template(path = "contacts/voice.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub(super) struct Voice {
    pub page: Page,
    pub reference: String,
    pub action: String,
    pub is_call: bool,
    pub is_live: bool,
    pub told: String,
    pub state_code: &'static str,
    pub times: Option<Times>,
    pub facts: Vec<(String, String)>,
    pub recordings: Vec<Named>,
    pub earlier: Vec<Earlier>,
    pub may_end: bool,
    pub may_rate: bool,
    pub rated: bool,
    pub state: FormState,
    pub refused: Option<String>,
    pub call: String,
    pub receipt: String,
}

impl Voice {
    pub async fn of(
        page: Page,
        case: &Case,
        contact: &Contact,
        state: FormState,
        refused: Option<String>,
    ) -> Result<Self, Error> {
        let all = page.app.store().contacts_of(case).await?;
        let voice = Self::with(page, contact, &all, state, refused);
        // What is sent from a page goes to the last one.
        let is_last = case.contacts.last() == Some(&contact.reference);
        Ok(Self {
            may_rate: voice.may_rate && is_last,
            ..voice
        })
    }

    pub fn with(
        page: Page,
        contact: &Contact,
        all: &[Contact],
        state: FormState,
        refused: Option<String>,
    ) -> Self {
        let kind = contact.kind.code();
        let fact = |key: &str, value: String| (page.tc("contacts-fact", key).to_string(), value);
        let mut facts = vec![fact("language", page.language_name(contact.language))];
        if contact.kind == Kind::Call {
            facts.push(fact("begun", page.moment(contact.opened_at)));
            if let Some(ended) = contact.ended_at {
                let lasted = ended.duration_since(contact.opened_at).as_secs();
                facts.push(fact("lasted", wait(&page, lasted)));
            }
        } else if contact.tries > 0 {
            facts.push(fact("tries", page.writing().number(u64::from(contact.tries))));
        }
        let action = page.url(&format!("/chat/{}", contact.case));
        let others = (1..)
            .zip(all)
            .filter(|(_, other)| other.reference != contact.reference);
        let earlier = others.map(|(n, other)| Earlier {
            href: format!("{action}?n={n}"),
            text: one_of(&page, other),
        });
        // One that nobody reached says so; else how it stands.
        let stands = match (contact.state, contact.why) {
            (Stands::WrappingUp | Stands::Ended, Some(domain::cases::Why::NotReached)) => "not-reached",
            (Stands::Waiting, _) if contact.tries > 0 => "again",
            (state, _) => state.code(),
        };
        let may = allowed(contact, &Actor::holder(contact.case), page.city());
        let title = page.tc("contacts-kind", kind).to_string();
        Self {
            reference: contact.case.to_string(),
            is_call: contact.kind == Kind::Call,
            is_live: contact.state.is_live(),
            told: page.tc(&format!("contacts-{kind}-stands"), stands).to_string(),
            state_code: contact.state.code(),
            times: contact.due(page.app.now()).map(|window| Times::of(&page, window)),
            facts,
            recordings: of_caller(&page, contact),
            earlier: earlier.collect(),
            may_end: may.contains(&CommandKind::End),
            may_rate: may.contains(&CommandKind::Rate),
            rated: contact.rating.is_some(),
            state,
            refused,
            call: page.url("/call"),
            receipt: page.url(&format!("/receipt/{}", contact.case)),
            action,
            page: page.titled(title),
        }
    }
}
