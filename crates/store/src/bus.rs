//! Tells who listens, on this node and on others, that something changed.
//!
//! It says *that* and *where*, never *what*: a listener reads the rows. So nothing personal travels on it, and a
//! message that is lost costs a refresh, not a fact.

use domain::contacts::SEE_WALL;
use domain::journaled::{Coded, Happening, Journaled};
use domain::permissions;
use domain::roles::{Actor, Reach};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::{Store, StoreError};

/// A stream has a new event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub stream: String,
    pub seq: u64,
    pub kind: String,
}

impl Changed {
    /// The record it happened to, if it is one of that noun.
    pub fn of<N: Journaled>(&self) -> Option<N::Key> {
        crate::streams::key_of::<N>(&self.stream)
    }

    /// The record of that noun, and what happened to it.
    pub fn happened<N: Journaled>(&self) -> Option<(N::Key, Kind<N>)> {
        Some((self.of::<N>()?, Coded::parse(&self.kind)?))
    }
}

impl Store {
    /// Whether the actor may see what changed, whatever noun it is of.
    ///
    /// # Errors
    /// As reading has.
    pub async fn may_hear(&self, changed: &Changed, actor: &Actor) -> Result<bool, StoreError> {
        // That somebody came or went at the hotline is no record, and names nobody.
        if changed.stream == crate::contacts::QUEUE {
            return Ok(permissions::reach(actor, SEE_WALL) != Reach::No);
        }
        let Some((prefix, key)) = changed.stream.split_once('/') else {
            return Ok(false);
        };
        match self.kinds().iter().find(|kind| kind.prefix() == prefix) {
            Some(kind) => kind.sees(self, key, actor).await,
            None => Ok(false),
        }
    }
}

type Kind<N> = <<N as Journaled>::Event as Happening>::Kind;

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Changed(Changed),
    /// Some changes were not heard (the listener was slow, or the line to the database broke): look at everything.
    Missed,
}

/// Where changes are announced.
#[derive(Debug, Clone)]
pub struct Bus(broadcast::Sender<Heard>);

impl Bus {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(1024))
    }

    /// Hears every change from now on.
    pub fn subscribe(&self) -> Subscription {
        Subscription(self.0.subscribe())
    }

    pub(crate) fn tell(&self, heard: Heard) {
        // Nobody listening is no mistake.
        let _ = self.0.send(heard);
    }
}

/// A listener's place on the bus.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Heard>);

impl Subscription {
    /// The next change; `None` when the store is closed.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.0.recv().await {
            Ok(heard) => Some(heard),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Heard::Missed),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
