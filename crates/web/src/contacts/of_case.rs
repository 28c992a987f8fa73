//! The contacts of a case, as its page at the desk shows them: when, who, in which languages, and what came of it.

use domain::cases::Case;
use domain::contacts::{Contact, Party, SEE};
use domain::journaled::Journaled as _;
use store::StoreError;

use super::HOTLINE;
use super::view::wait;
use crate::kit::desk::{Desk, Names};

/// One of them.
#[derive(Debug)]
pub(crate) struct OfCase {
    pub href: String,
    /// How, and in the visitor's language.
    pub title: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
}

impl OfCase {
    pub(super) fn of(desk: &Desk, contact: &Contact, names: &Names) -> Self {
        let fact = |key: &str, value: String| (desk.tc("contacts-fact", key).to_string(), value);
        let mut facts = vec![fact("begun", desk.brief(contact.opened_at))];
        let since = contact.waits_since();
        if let Some(answered) = contact.answered_at.filter(|answered| *answered >= since) {
            facts.push(fact(
                "waited",
                wait(desk, answered.duration_since(since).as_secs()),
            ));
        }
        let who = |party: &Party| {
            let part = desk.tc("contacts-part", party.part.code());
            let languages: Vec<String> = party
                .languages
                .iter()
                .map(|lang| desk.language_name(*lang))
                .collect();
            format!("{} ({part}: {})", names.get(party.staff), languages.join(", "))
        };
        let people: Vec<String> = contact.people.iter().map(who).collect();
        if !people.is_empty() {
            facts.push(fact("people", people.join(" · ")));
        }
        if contact.tries > 0 {
            facts.push(fact("tries", desk.count(u64::from(contact.tries))));
        }
        if let Some(ended) = contact.ended_at {
            let why = contact
                .why
                .map(|why| desk.tc("contacts-why", why.code()).to_string());
            let at = std::iter::once(desk.brief(ended)).chain(why).collect::<Vec<_>>();
            facts.push(fact("ended", at.join(" · ")));
        }
        if let Some(outcome) = contact.outcome {
            facts.push(fact(
                "outcome",
                desk.tc("contacts-outcome", outcome.code()).to_string(),
            ));
        }
        let kind = desk.tc("contacts-kind", contact.kind.code());
        Self {
            href: format!("{}/{}", HOTLINE.href, contact.reference),
            title: format!("{kind} · {}", desk.language_name(contact.language)),
            facts,
        }
    }
}

/// Those that whoever is signed in may see, the first first.
pub(crate) async fn of_case(desk: &Desk, case: &Case, names: &Names) -> Result<Vec<OfCase>, StoreError> {
    let contacts = desk.app.store().contacts_of(case).await?;
    let seen = contacts
        .iter()
        .filter(|contact| contact.permits(&desk.actor, SEE));
    Ok(seen.map(|contact| OfCase::of(desk, contact, names)).collect())
}
