//! What every engine on another machine is held to: one limit for waiting and asking together, few questions at once, and
//! rest for one that fails again and again.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::breaker::Breaker;
use super::line::Failure;

/// So many questions are with one engine at once.
const AT_ONCE: usize = 4;

#[derive(Debug)]
pub struct Guard {
    limit: Duration,
    slots: Semaphore,
    breaker: Breaker,
}

/// Why an engine gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Within its limit, which it says.
    Late(Duration),
    Resting,
    Failed(Failure),
}

impl Guard {
    /// `name` is for the log.
    pub fn new(name: &str, limit: Duration) -> Self {
        Self {
            limit,
            slots: Semaphore::new(AT_ONCE),
            breaker: Breaker::new(name),
        }
    }

    /// Asks, with the deadline, once there is a slot.
    pub async fn ask<T>(&self, asking: impl AsyncFnOnce(Instant) -> Result<T, Failure>) -> Result<T, Denied> {
        // Nobody waits for a slot behind calls that will come to nothing.
        if !self.breaker.lets_through() {
            return Err(Denied::Resting);
        }
        let deadline = Instant::now() + self.limit;
        let slot = tokio::time::timeout_at(deadline, self.slots.acquire()).await;
        let Ok(Ok(_slot)) = slot else {
            return Err(Denied::Late(self.limit));
        };
        let Some(pass) = self.breaker.enter() else {
            return Err(Denied::Resting);
        };
        match asking(deadline).await {
            Ok(answer) => {
                pass.went_well();
                Ok(answer)
            }
            Err(failure) => {
                if is_about_the_question(failure) {
                    pass.went_well();
                }
                Err(match failure {
                    Failure::Late => Denied::Late(self.limit),
                    other => Denied::Failed(other),
                })
            }
        }
    }
}

/// Whether a server that is well refused this one question: too long, in a language it does not like.
fn is_about_the_question(failure: Failure) -> bool {
    let statuses = [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    matches!(failure, Failure::Status(status) if statuses.contains(&status))
}
