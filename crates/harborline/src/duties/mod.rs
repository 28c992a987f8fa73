//! What goes on by itself. A duty says its name, what wakes it, and what it does in one round; [`Duties`] runs all of them
//! side by side until the process is told to end.
//!
//! To add a duty: a type that is a [`Duty`] in a module here, and its line in [`Duties::with_workers`]. What must be done at
//! a time of its own, though the process dies, is no duty but a task: its line stands in [`tasks`].

mod chatting;
mod closing;
mod finding;
mod forgetting;
mod hotline;
mod memory;
mod missed_calls;
mod notices;
mod retention;
mod rooms;
mod tasks;
#[cfg(test)]
mod tests;
mod translating;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::city::City;
use domain::journaled::{Command, Context, Journaled};
use domain::roles::Actor;
use futures::future::{BoxFuture, FutureExt as _};
use language::translate::Translators;
use store::{Bus, Changed, CommandError, Heard, Noun, Store, Subscription};
use tokio::task::JoinSet;
use tokio::time::Instant;
use web::Clock;

use crate::config::Missed;

pub use self::memory::Memory;
pub use self::notices::Mail;

/// How often a duty looks at everything, if nothing else is better for it.
const A_MINUTE: Duration = Duration::from_mins(1);
/// After a failure everything is looked at no later than this.
const AGAIN: Duration = Duration::from_secs(30);

/// Something that goes on by itself.
trait Duty: Send + 'static {
    /// In logs; whose commands are journaled is known there by this name, so it never changes.
    const NAME: &'static str;
    /// How often it looks at everything. Without it, only at the start and after something went wrong.
    const EVERY: Option<Duration>;
    /// It wants to hear of changes.
    const HEARS: bool = false;

    /// Whether that change is worth a round.
    fn wants(&self, _changed: &Changed) -> bool {
        false
    }

    /// Waits until there is more to do of which only the duty knows: something it has begun has ended. It is dropped when
    /// something else comes first.
    fn more(&mut self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }

    /// One round. It is dropped when the process is told to end, so it does nothing that must not be left half done.
    fn round(&mut self, wake: Wake) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// Why there is a round.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wake {
    /// It is time to look at everything, or it is not known what was changed.
    All,
    Changed(Changed),
    /// See [`Duty::more`].
    More,
}

/// What the duties of a process work with.
#[derive(Debug, Clone)]
pub struct Node {
    pub store: Store,
    pub city: Arc<City>,
    pub clock: Arc<dyn Clock>,
    /// Without it no mail is sent.
    pub mail: Option<Arc<Mail>>,
}

impl Node {
    /// Carries out a command as that worker.
    async fn carry_out<C>(
        &self,
        worker: &str,
        key: <C::Of as Journaled>::Key,
        command: &C,
    ) -> Result<C::Of, CommandError<C::Of>>
    where
        C: Command<Of: Noun>,
    {
        let actor = system(worker);
        let ctx = Context {
            now: self.clock.now(),
            actor: &actor,
            city: &self.city,
        };
        self.store.carry_out(&ctx, key, None, command).await
    }
}

/// What the rules refuse of it is no failure: someone was faster, or it is no longer wanted.
fn settled<N: Journaled>(done: Result<N, CommandError<N>>) -> Result<(), CommandError<N>> {
    match done {
        Ok(_) | Err(CommandError::Refused(_) | CommandError::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The duty of that name, as the journal and the permission table know it.
fn system(worker: &str) -> Actor {
    Actor::System {
        worker: worker.to_owned(),
    }
}

/// The duties of a process.
pub struct Duties {
    bus: Bus,
    each: Vec<BoxFuture<'static, ()>>,
}

impl Duties {
    /// What every process does that shows translations.
    pub fn of(store: &Store, memory: Memory) -> Self {
        Self::none(store.bus().clone()).and(memory)
    }

    /// Also what one process at least must do for a city.
    #[must_use]
    pub fn with_workers(self, node: &Node, translators: Translators) -> Self {
        self.and(hotline::Hotline::new(node.clone(), translators.clone()))
            .and(chatting::Chatting::new(node.clone(), translators.clone()))
            .and(translating::Translating::new(node.clone(), translators))
            .and(closing::Closing::new(node.clone()))
            .and(forgetting::Forgetting::new(node.clone()))
            .and(retention::Retention::new(node.clone()))
            .and(tasks::Tasks::new(node.clone(), tasks::KINDS))
    }

    /// Also what a process does that answers searches, in a folder of its own.
    #[must_use]
    pub fn finding(self, app: web::App, folder: std::path::PathBuf) -> Self {
        self.and(finding::Finding::new(app, folder))
    }

    /// Also what one process at least does where calls come from an exchange: what that did not get to tell is read there.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn with_missed_calls(self, app: web::App, missed: &Missed) -> anyhow::Result<Self> {
        Ok(self.and(missed_calls::MissedCalls::new(app, missed)?))
    }

    /// Also what one process at least does where calls go over a media server.
    #[must_use]
    pub fn with_rooms(self, app: web::App) -> Self {
        self.and(rooms::Rooms::new(app))
    }

    fn none(bus: Bus) -> Self {
        Self {
            bus,
            each: Vec::new(),
        }
    }

    fn and<D: Duty>(mut self, duty: D) -> Self {
        // From now on: what changes before the first round is not missed.
        let heard = D::HEARS.then(|| self.bus.subscribe());
        self.each.push(attended(duty, heard).boxed());
        self
    }

    /// Runs them side by side until `end` does.
    pub async fn run(self, end: impl Future<Output = ()>) {
        let mut running: JoinSet<()> = self.each.into_iter().collect();
        tokio::select! {
            () = end => {}
            () = async { while running.join_next().await.is_some() {} } => {}
        }
        running.shutdown().await;
    }
}

/// Goes on until the store is closed. A failure is logged, and ends nothing.
async fn attended<D: Duty>(mut duty: D, mut heard: Option<Subscription>) {
    let mut all_at = Some(Instant::now());
    loop {
        let wake = tokio::select! {
            () = until(all_at) => Wake::All,
            () = duty.more() => Wake::More,
            news = next(&mut heard) => match news {
                Some(Heard::Missed) => Wake::All,
                Some(Heard::Changed(changed)) if duty.wants(&changed) => Wake::Changed(changed),
                Some(Heard::Changed(_)) => continue,
                None => return,
            },
        };
        if wake == Wake::All {
            all_at = D::EVERY.map(|every| Instant::now() + every);
        }
        let went_well = match AssertUnwindSafe(duty.round(wake)).catch_unwind().await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(duty = D::NAME, %error, "a round failed");
                false
            }
            Err(_) => {
                tracing::error!(duty = D::NAME, "a round broke off");
                false
            }
        };
        if !went_well {
            let again = Instant::now() + AGAIN;
            all_at = Some(all_at.map_or(again, |at| at.min(again)));
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

async fn next(heard: &mut Option<Subscription>) -> Option<Heard> {
    match heard {
        Some(heard) => heard.next().await,
        None => std::future::pending().await,
    }
}
