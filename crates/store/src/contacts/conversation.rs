//! What is said in a contact: it stands in its stream.

use domain::Lang;
use domain::contacts::{Contact, ContactEvent, Conversation, EVENTS_MAX, Event, SEE_WHISPERS, Spoken};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::Actor;

use crate::journal::{Stored, stored};
use crate::streams::stream_of;
use crate::value::params;
use crate::{Store, StoreError};

/// The most events that are read at once: all that the rules let there be, with what ends a contact.
const READ_MAX: u64 = EVENTS_MAX + 100;

impl Store {
    /// What was said in a contact after that event, the last of it, as far as the actor hears it. The caller has loaded the contact, and so
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
                concat!(stored!(), "WHERE stream = ?1 AND seq > ?2 ORDER BY seq"),
                &params![
                    stream_of::<Contact>(contact.reference),
                    after.max(contact.version.saturating_sub(READ_MAX))
                ],
            )
            .await?;
        drop(read);
        let events = events(&rows)?;
        let mut said = Conversation::of(&events, contact.permits(actor, SEE_WHISPERS));
        said.seq = said.seq.max(after);
        Ok(said)
    }

    /// The words of one event of a contact, and whether they are translated into that language, or somebody corrected it.
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
                    "WHERE stream = ?1 AND (seq = ?2 OR kind IN ('translated', 'corrected')) ORDER BY seq"
                ),
                &params![stream, message],
            )
            .await?;
        drop(read);
        let mut language = None;
        let (mut translated, mut corrected) = (false, false);
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
                ContactEvent::Translated {
                    message: of,
                    language: to,
                    ..
                } => translated |= of == message && to == into,
                _ => {}
            }
        }
        Ok(language.map(|language| Spoken {
            language,
            translated,
            corrected,
        }))
    }
}

fn events(rows: &[Stored]) -> Result<Vec<Event>, StoreError> {
    let events: Option<Vec<Event>> = rows.iter().map(Stored::event).collect();
    events.ok_or(StoreError::Corrupt { what: "an event" })
}
