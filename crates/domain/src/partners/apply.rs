//! Folding events into a partner.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::event::{Body, Facts};
use super::{Contact, Decision, DecisionKind, Document, Event, Note, Partner, PartnerEvent, State};
use crate::receipts::Reference;

impl Partner {
    pub(super) fn proposed(reference: Reference, event: &Event) -> Option<Self> {
        let PartnerEvent::Proposed {
            facts,
            public,
            confirmed_on,
        } = &event.event
        else {
            return None;
        };
        let mut partner = Self {
            reference,
            version: event.seq,
            kind: String::new(),
            state: State::Proposed,
            public: *public,
            confirmed: confirmed_on.is_some(),
            confirmed_on: *confirmed_on,
            names: BTreeMap::new(),
            summaries: BTreeMap::new(),
            country: None,
            since: None,
            until: None,
            warned_for: None,
            languages: Vec::new(),
            articles: Vec::new(),
            unit: facts.unit.clone(),
            website: None,
            source: None,
            decisions: Vec::new(),
            contacts: Vec::new(),
            documents: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            opened_at: event.at,
            changed_at: event.at,
            erased: false,
        };
        partner.say(facts, event.body.as_ref());
        Some(partner)
    }

    /// The next event of this partner.
    pub(super) fn applied(&mut self, event: &Event) {
        self.version = event.seq;
        self.changed_at = event.at;
        let body = event.body.clone().unwrap_or_default();
        match &event.event {
            PartnerEvent::Proposed { .. } => {}
            PartnerEvent::Edited(facts) => self.edited(facts, event.body.as_ref()),
            PartnerEvent::Agreed { on } => {
                self.state = State::Agreed;
                self.decided(event, DecisionKind::Agreed, *on, None);
            }
            PartnerEvent::Activated { since, until } => {
                self.state = State::Active;
                self.since = *since;
                self.until = *until;
            }
            PartnerEvent::Ended { on } => {
                self.state = State::Ended;
                self.decided(event, DecisionKind::Ended, *on, None);
            }
            PartnerEvent::Renewed { until, on } => {
                self.until = Some(*until);
                self.decided(event, DecisionKind::Renewed, *on, Some(*until));
            }
            PartnerEvent::ContactAdded => {
                let id = event.seq;
                self.contacts
                    .extend(body.contact.map(|person| Contact { id, person }));
            }
            PartnerEvent::ContactChanged { contact } => {
                let known = self.contacts.iter_mut().find(|known| known.id == *contact);
                if let (Some(known), Some(person)) = (known, body.contact) {
                    known.person = person;
                }
            }
            PartnerEvent::ContactRemoved { contact } => self.contacts.retain(|known| known.id != *contact),
            PartnerEvent::Attached {
                date,
                public,
                media_type,
                size,
                ..
            } => self.documents.push(Document {
                id: event.seq,
                at: event.at,
                title: body.text,
                name: body.file,
                date: *date,
                media_type: media_type.clone(),
                size: *size,
                public: *public,
            }),
            PartnerEvent::DocumentRemoved { document } => {
                self.documents.retain(|known| known.id != *document);
            }
            PartnerEvent::DocumentPublished { document } => self.show_document(*document, true),
            PartnerEvent::DocumentWithdrawn { document } => self.show_document(*document, false),
            PartnerEvent::Linked { to } => self.links.push(*to),
            PartnerEvent::Unlinked { from } => self.links.retain(|link| link != from),
            PartnerEvent::Noted => self.notes.extend(body.text.map(|text| Note {
                id: event.seq,
                at: event.at,
                by: event.actor.staff(),
                text,
            })),
            PartnerEvent::Published => self.public = true,
            PartnerEvent::Withdrawn => self.public = false,
            PartnerEvent::Confirmed { on } => {
                self.confirmed = true;
                self.confirmed_on = Some(*on);
                self.source = body.source.or(self.source.take());
            }
            PartnerEvent::Warned { until } => self.warned_for = Some(*until),
            PartnerEvent::Erased => self.erase(),
        }
    }

    /// Whether that is what is said of it.
    pub(super) fn says(&self, facts: &Facts, body: &Body) -> bool {
        let mut other = self.clone();
        other.say(facts, Some(body));
        other == *self
    }

    /// What was checked is not what is said of it now, whoever is responsible for it.
    fn edited(&mut self, facts: &Facts, body: Option<&Body>) {
        let mut checked = self.entry();
        self.say(facts, body);
        checked.unit = Some(self.unit.clone());
        if checked != self.entry() {
            self.confirmed = false;
            self.confirmed_on = None;
        }
    }

    fn show_document(&mut self, id: u64, public: bool) {
        let known = self.documents.iter_mut().find(|known| known.id == id);
        if let Some(known) = known {
            known.public = public;
        }
    }

    fn say(&mut self, facts: &Facts, body: Option<&Body>) {
        let Facts {
            kind,
            country,
            since,
            until,
            languages,
            articles,
            unit,
        } = facts.clone();
        self.kind = kind;
        self.country = country;
        self.since = since;
        self.until = until;
        self.languages = languages;
        self.articles = articles;
        self.unit = unit;
        let Body {
            names,
            summaries,
            website,
            source,
            ..
        } = body.cloned().unwrap_or_default();
        self.names = names;
        self.summaries = summaries;
        self.website = website;
        self.source = source;
    }

    fn decided(&mut self, event: &Event, kind: DecisionKind, on: Date, until: Option<Date>) {
        let body = event.body.clone().unwrap_or_default();
        self.decisions.push(Decision {
            id: event.seq,
            kind,
            on,
            until,
            recorded_by: event.actor.staff(),
            decided_by: body.decided_by,
            reason: body.text,
        });
    }

    /// Leaves what folding the events without their bodies gives.
    fn erase(&mut self) {
        self.erased = true;
        // A proposal without a name is none.
        self.state = State::Ended;
        self.public = false;
        // Without words nobody can tell what was checked.
        self.confirmed = false;
        self.confirmed_on = None;
        self.names.clear();
        self.summaries.clear();
        self.website = None;
        self.source = None;
        self.contacts.clear();
        self.documents.clear();
        self.notes.clear();
        for decision in &mut self.decisions {
            decision.decided_by = None;
            decision.reason = None;
        }
    }
}
