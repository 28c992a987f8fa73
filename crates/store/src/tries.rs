//! Trying again when others change the same thing at the same time.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use futures::future::FutureExt as _;
use tokio::sync::{Mutex, MutexGuard};

use crate::{Store, StoreError};

/// How often it is tried in all.
const TRIES: u32 = 16;
/// The longest pause after the first try in turn; twice as long after each further one, up to the longest of all.
const PAUSE: Duration = Duration::from_millis(1);
const PAUSE_LONGEST: Duration = Duration::from_millis(256);
/// Things that share a turn wait for each other though they need not: it should be seldom.
const TURNS: usize = 64;

/// Where those of one process line up who try to change the same thing again.
pub(crate) struct Turns([Mutex<()>; TURNS]);

impl Turns {
    pub fn new() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }

    fn of(&self, what: &str) -> &Mutex<()> {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        &self.0[usize::try_from(hasher.finish() % TURNS as u64).unwrap_or(0)]
    }
}

/// What is left of the tries of one unit of work.
///
/// Of all who try at the same moment one gets through: if the others tried again together, the last of many would run out
/// of tries. So those of one process go on one after another, and with other processes only one of them competes, after
/// pauses of different lengths.
pub(crate) struct Tries<'a> {
    store: &'a Store,
    turn: Result<MutexGuard<'a, ()>, &'a Mutex<()>>,
    made: u32,
}

impl<'a> Tries<'a> {
    /// To change that stream, or whatever else has a name of its own.
    pub fn of(store: &'a Store, what: &str) -> Self {
        Self {
            store,
            turn: Err(store.turns().of(what)),
            made: 0,
        }
    }

    /// Waits until it may be tried again. Nobody holds a connection meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was tried often enough.
    pub async fn again(&mut self) -> Result<(), StoreError> {
        // Boxed, or whoever gets through at once would carry the room for it, too.
        self.waits().boxed().await
    }

    async fn waits(&mut self) -> Result<(), StoreError> {
        self.made += 1;
        if self.made >= TRIES {
            return Err(StoreError::Conflict);
        }
        if let Err(turns) = self.turn {
            self.turn = Ok(turns.lock().await);
        } else {
            let random = u64::from_le_bytes(self.store.random());
            tokio::time::sleep(pause(self.made - 1, random)).await;
        }
        Ok(())
    }
}

/// Anything up to what so many tries in turn allow.
fn pause(made: u32, random: u64) -> Duration {
    let most = (PAUSE * 2u32.saturating_pow(made - 1)).min(PAUSE_LONGEST);
    let micros = u64::try_from(most.as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(random % (micros + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_differ_and_the_longest_grows_to_a_limit() {
        let longest = |made| {
            let random = (0..2_000_000).step_by(997);
            random.map(|random| pause(made, random)).max()
        };
        assert!(longest(1) <= Some(PAUSE));
        assert!(longest(5) > Some(PAUSE * 8) && longest(5) <= Some(PAUSE * 16));
        assert!(longest(TRIES) <= Some(PAUSE_LONGEST));
        assert_ne!(pause(9, 1), pause(9, 2));
    }
}
