//! A chat as it happens: a socket for the page of a visitor, and one for the desk with all its conversations.
//!
//! A socket carries nothing that a form does not: what is said goes by the same command, which knows what was sent twice, and
//! is acknowledged when it is on disk. What is delivered is read from rows, after the last event that this socket has looked
//! at; the bus only says where to look. So any node serves any socket, and one that comes back with that number loses nothing
//! and gets nothing twice. Who types and how far somebody has read is told, not kept.

mod frames;
mod hub;
mod staff;
#[cfg(test)]
mod tests;
mod visitor;
mod wire;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::contacts::{Contact, Conversation};
use domain::journaled::Refusal;
use domain::roles::Actor;
use serde::Deserialize;
use store::{CommandError, Store, StoreError};
use tokio::time::Instant;

pub(super) use staff::listen as of_desk;
pub(super) use visitor::listen as of_visitor;

use crate::kit::error::Error;
use crate::kit::form::{Fields, FormState};
use crate::kit::page::Page;

/// A database that does not answer is asked again so often.
const AGAIN: Duration = Duration::from_secs(1);
/// A beat is written so often at most.
const BEATS: Duration = Duration::from_secs(10);
/// That somebody types is told so often at most.
const TYPES: Duration = Duration::from_secs(3);
/// And how far they have read.
const READS: Duration = Duration::from_secs(2);

/// From where a socket goes on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// What is new of a conversation after that event: lines, and earlier ones that were translated since.
async fn news(
    store: &Store,
    contact: &Contact,
    after: u64,
    actor: &Actor,
) -> Result<Conversation, StoreError> {
    let said = store.conversation(contact, after, actor).await?;
    let numbers: BTreeSet<u64> = said.translated.iter().map(|(number, _)| *number).collect();
    let Some(first) = numbers.first() else {
        return Ok(said);
    };
    let mut all = store
        .conversation(contact, first.saturating_sub(1), actor)
        .await?;
    all.lines
        .retain(|line| line.id > after || numbers.contains(&line.id));
    Ok(all)
}

/// Why something was not said, in the reader's language, and whether it may be sent again as it is.
fn problem(page: &Page, error: CommandError<Contact>) -> (String, bool) {
    if let CommandError::Refused(Refusal::Invalid(problems)) = error {
        let general = Error::Invalid(Vec::new()).text(page);
        let state = FormState::new(Fields::default(), problems);
        return (state.error(page, "text").unwrap_or(general), false);
    }
    let error = Error::from(error);
    let again = matches!(
        error,
        Error::Unavailable | Error::Full | Error::Unknown { .. } | Error::Conflict | Error::Internal(_)
    );
    (error.text(page), again)
}

/// Not more often than that.
#[derive(Debug, Default)]
struct Seldom(Option<Instant>);

impl Seldom {
    fn may(&mut self, pause: Duration) -> bool {
        let now = Instant::now();
        let may = self.0.is_none_or(|at| now.duration_since(at) >= pause);
        if may {
            self.0 = Some(now);
        }
        may
    }
}

/// What somebody does in a conversation without saying anything, gathered before it is told.
#[derive(Debug)]
struct Asides {
    typed: Seldom,
    /// The next mark is told then at the earliest.
    from: Instant,
    /// Read up to there, and told so.
    told: u64,
    read: u64,
}

impl Default for Asides {
    fn default() -> Self {
        Self {
            typed: Seldom::default(),
            from: Instant::now(),
            told: 0,
            read: 0,
        }
    }
}

impl Asides {
    /// Whether that they type is news.
    fn types(&mut self) -> bool {
        self.typed.may(TYPES)
    }

    fn reads(&mut self, upto: u64) {
        self.read = self.read.max(upto);
    }

    /// When there is a mark to be told.
    fn due(&self) -> Option<Instant> {
        (self.read > self.told).then_some(self.from)
    }

    /// The mark, if it is time to tell it.
    fn take(&mut self) -> Option<u64> {
        let now = Instant::now();
        self.due().filter(|due| *due <= now)?;
        self.from = now + READS;
        self.told = self.read;
        Some(self.read)
    }
}
