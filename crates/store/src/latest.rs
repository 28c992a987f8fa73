//! A record as it was read or written, to go on from.

use domain::journaled::{Event, Journaled};

use crate::journal::Head;
use crate::value::Value;

/// A record with what the next event builds on.
pub(crate) struct Loaded<N> {
    pub record: N,
    pub seal: Value,
    pub head: Head,
}

/// A record as it was when it was last written, to go on from: whoever writes to the same one again and again reads it anew only
/// when somebody else has written to it meanwhile.
pub struct Latest<N>(pub(crate) Loaded<N>);

impl<N> Latest<N> {
    pub fn record(&self) -> &N {
        &self.0.record
    }
}

impl<N> std::fmt::Debug for Latest<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A record has words of people.
        f.debug_tuple("Latest").field(&self.0.head.seq).finish()
    }
}

/// What came of a command.
pub struct Done<N: Journaled> {
    /// The record after it.
    pub latest: Box<Latest<N>>,
    /// What it added.
    pub events: Vec<Event<N>>,
}

impl<N: Journaled> std::fmt::Debug for Done<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Done").field(&self.latest).finish()
    }
}

impl<N: Journaled> Done<N> {
    pub(crate) fn into_record(self) -> N {
        self.latest.0.record
    }

    pub(crate) fn of(after: Loaded<N>, events: Vec<Event<N>>) -> Self {
        Self {
            latest: Box::new(Latest(after)),
            events,
        }
    }
}
