//! What is said in a contact: it stands in its stream.

use domain::Lang;
use domain::contacts::{Contact, ContactEvent, Conversation, Event, SEE_WHISPERS, Spoken};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::Actor;

use crate::journal::{Stored, stored};
use crate::streams::stream_of;
use crate::value::params;
use crate::{Store, StoreError};

/// The most events that are read at once.
const EVENTS_MAX: usize = 4_000;

impl Store {
    /// What was said in a contact after that event, as far as the actor hears it. The caller has loaded the contact, and so
    /// seen that it may be seen.
    ///
    /// # Errors
    /// As reading has.
    pub async fn conversation(
        &self,
        contact: &Contact,
        after: u64,
        actor: &Actor,
    ) -> Result<Conversation, StoreError> {
        let read = self.read().await?;
        let rows: Vec<Stored> = read
            .rows(
                concat!(stored!(), "WHERE stream = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"),
                &params![stream_of::<Contact>(contact.reference), after, EVENTS_MAX],
            )
            .await?;
        drop(read);
        let events = events(&rows)?;
        let mut said = Conversation::of(&events, contact.permits(actor, SEE_WHISPERS));
        said.seq = said.seq.max(after);
        Ok(said)
    }

    /// The words of one event of a contact, and whether somebody corrected their translation into that language.
    pub(super) async fn spoken(
        &self,
        contact: Reference,
        message: u64,
        into: Lang,
    ) -> Result<Option<Spoken>, StoreError> {
        let read = self.read().await?;
        let stream = stream_of::<Contact>(contact);
        let rows: Vec<Stored> = read
            .rows(
                concat!(
                    stored!(),
                    "WHERE stream = ?1 AND (seq = ?2 OR kind = 'corrected') ORDER BY seq"
                ),
                &params![stream, message],
            )
            .await?;
        drop(read);
        let mut language = None;
        let mut corrected = false;
        for event in events(&rows)? {
            match event.event {
                ContactEvent::Opened {
                    language: said_in, ..
                }
                | ContactEvent::Said {
                    language: said_in, ..
                } if event.seq == message && event.body.is_some() => {
                    language = Some(said_in);
                }
                ContactEvent::Corrected {
                    message: of,
                    language: to,
                } => corrected |= of == message && to == into,
                _ => {}
            }
        }
        Ok(language.map(|language| Spoken { language, corrected }))
    }
}

fn events(rows: &[Stored]) -> Result<Vec<Event>, StoreError> {
    let events: Option<Vec<Event>> = rows.iter().map(Stored::event).collect();
    events.ok_or(StoreError::Corrupt { what: "an event" })
}
