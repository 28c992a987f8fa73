//! A circuit breaker: an engine that fails again and again is left alone for a while.
//!
//! Of those in the registry, `failsafe` reads the system's clock and so would have tests sleep, and `tower` has none.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// So many failures in a row open it.
const FAILURES: u32 = 5;
/// How long it stays open at first; each trial that fails doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
        pause: Duration,
    },
    /// One call is on its way to see whether the engine is well again; all others wait for what it finds.
    HalfOpen {
        pause: Duration,
    },
}

/// Closed while calls go well, open after [`FAILURES`] in a row, half-open for one trial after a pause that grows.
#[derive(Debug)]
pub struct Breaker {
    /// For the log.
    name: String,
    state: Mutex<State>,
}

impl Breaker {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            state: Mutex::new(State::Closed { failures: 0 }),
        }
    }

    /// Whether a call would be let through now.
    pub fn lets_through(&self) -> bool {
        match *self.state() {
            State::Closed { .. } => true,
            State::Open { until, .. } => Instant::now() >= until,
            State::HalfOpen { .. } => false,
        }
    }

    /// Leave for one call, if there is.
    pub fn enter(&self) -> Option<Pass<'_>> {
        let mut state = self.state();
        let trial = match *state {
            State::Closed { .. } => false,
            State::Open { until, pause } if Instant::now() >= until => {
                *state = State::HalfOpen { pause };
                true
            }
            State::Open { .. } | State::HalfOpen { .. } => return None,
        };
        Some(Pass {
            breaker: self,
            trial,
            well: false,
        })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn went(&self, well: bool, trial: bool) {
        let mut state = self.state();
        let before = *state;
        *state = match before {
            _ if well => State::Closed { failures: 0 },
            State::Closed { failures } if failures + 1 < FAILURES => State::Closed {
                failures: failures + 1,
            },
            State::Closed { .. } => open(FIRST_PAUSE),
            State::HalfOpen { pause } if trial => open((pause * 2).min(LONGEST_PAUSE)),
            // A call from before it opened ends badly: that is known.
            State::Open { .. } | State::HalfOpen { .. } => before,
        };
        match (before, *state) {
            (State::Closed { .. } | State::HalfOpen { .. }, State::Open { pause, .. }) => {
                tracing::warn!(engine = self.name, ?pause, "an engine fails, and is left alone");
            }
            (State::Open { .. } | State::HalfOpen { .. }, State::Closed { .. }) => {
                tracing::info!(engine = self.name, "an engine is well again");
            }
            _ => {}
        }
    }
}

fn open(pause: Duration) -> State {
    let until = Instant::now() + pause;
    State::Open { until, pause }
}

/// Leave for one call. Dropped without a word, the call has failed: whoever waited for it gave up.
#[derive(Debug)]
pub struct Pass<'b> {
    breaker: &'b Breaker,
    trial: bool,
    well: bool,
}

impl Pass<'_> {
    /// The engine answered as it should.
    pub fn went_well(mut self) {
        self.well = true;
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.breaker.went(self.well, self.trial);
    }
}
