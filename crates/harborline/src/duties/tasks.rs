//! Carries out tasks: what was asked for at a time of its own.
//!
//! To add a kind: its line in [`KINDS`]. What it does is safe to repeat: a node that is slow loses its claim.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::cases::{Case, EventKind};
use domain::journaled::Refusal;
use futures::future::{BoxFuture, FutureExt as _, join_all};
use jiff::Timestamp;
use store::{Changed, CommandError, Reminder, StoreError, Task};

use super::{Duty, Node, Wake, notices};
use crate::mail::NotSent;

/// So many of a kind are carried out at once. What waits for an answer from elsewhere holds up no other kind for longer
/// than [`LIMIT`].
const AT_ONCE: usize = 8;
/// The time that each is given: well within its claim, or another node would take it up, too.
const LIMIT: Duration = Duration::from_mins(1);

/// What is carried out.
pub const KINDS: &[Kind] = &[
    Kind::of::<store::partners::Renewal>(),
    Kind::of::<store::training::Expiry>(),
    Kind::of::<store::interpretation::Near>(),
    Kind::of::<store::interpretation::Answer>(),
    Kind::of::<store::interpretation::Lapse>(),
    Kind::of::<store::contacts::RecordingEnd>(),
    Kind {
        name: store::notices::CONFIRMATION,
        carry_out: |node, task| notices::ask(node, task).boxed(),
    },
    Kind {
        name: store::notices::NOTICE,
        carry_out: |node, task| notices::tell(node, task).boxed(),
    },
];

/// A kind of tasks, and what carries one out.
pub struct Kind {
    pub name: &'static str,
    pub carry_out: for<'a> fn(&'a Node, &'a Task) -> BoxFuture<'a, Result<Carried, Failure>>,
}

impl Kind {
    const fn of<R: Reminder + 'static>() -> Self {
        Self {
            name: R::KIND,
            carry_out: |node, task| command::<R>(node, task).boxed(),
        }
    }
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Out,
    /// It was not time yet.
    NotBefore(Timestamp),
}

/// Why a task was not carried out. Its code is kept with the task.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It does not say what to do.
    #[error("unreadable")]
    Unreadable,
    /// The permission table does not let this worker do it.
    #[error("not-allowed")]
    NotAllowed,
    /// It took longer than [`LIMIT`].
    #[error("late")]
    Late,
    /// It panicked.
    #[error("broke-off")]
    BrokeOff,
    /// Nobody who had it came back to say what became of it.
    #[error("lost")]
    Lost,
    #[error(transparent)]
    NotSent(NotSent),
    #[error("{}", code(.0))]
    Store(#[from] StoreError),
}

fn code(error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable => "database-unavailable",
        StoreError::Full => "disk-full",
        StoreError::Unknown => "outcome-unknown",
        StoreError::Conflict => "conflict",
        StoreError::Corrupt { .. } => "corrupt",
        _ => "database",
    }
}

/// Gives the command that a task asks for, as the worker of its kind. What is no longer wanted is done; what the record
/// asks for again, and later, is put off.
async fn command<R: Reminder>(node: &Node, task: &Task) -> Result<Carried, Failure> {
    let (key, command) = R::asked(task).ok_or(Failure::Unreadable)?;
    let record = match node.carry_out(&task.kind, key, &command).await {
        Ok(record) => record,
        Err(CommandError::Refused(Refusal::NotAllowed)) => return Err(Failure::NotAllowed),
        Err(CommandError::Refused(_) | CommandError::NotFound) => return Ok(Carried::Out),
        Err(CommandError::Stale { .. } | CommandError::OtherRequest) => {
            return Err(StoreError::Conflict.into());
        }
        Err(CommandError::Store(error)) => return Err(error.into()),
    };
    let later = R::again(&record, &node.city)
        .filter(|again| again.name == task.name && again.due_at > node.clock.now());
    Ok(later.map_or(Carried::Out, |again| Carried::NotBefore(again.due_at)))
}

pub struct Tasks {
    node: Node,
    kinds: &'static [Kind],
    /// The last round found some: there may be others.
    more: bool,
}

impl Tasks {
    pub fn new(node: Node, kinds: &'static [Kind]) -> Self {
        Self {
            node,
            kinds,
            more: false,
        }
    }

    /// Carries out some of a kind. Whether there were any.
    async fn some_of(&self, kind: &Kind) -> Result<bool, StoreError> {
        let store = &self.node.store;
        let claimed = store.claim(self.node.clock.now(), kind.name, AT_ONCE).await?;
        let settled = join_all(claimed.iter().map(|task| self.settle(kind, task))).await;
        settled.into_iter().collect::<Result<(), _>>()?;
        Ok(!claimed.is_empty())
    }

    async fn settle(&self, kind: &Kind, task: &Task) -> Result<(), StoreError> {
        let store = &self.node.store;
        let why = match self.carried_out(kind, task).await {
            Ok(Carried::Out) => return store.done(task).await,
            Ok(Carried::NotBefore(due_at)) => return store.put_off(task, due_at).await,
            Err(why) => why,
        };
        let gave_up = store
            .failed(self.node.clock.now(), task, &why.to_string())
            .await?;
        if gave_up {
            tracing::error!(kind = task.kind, name = task.name, "a task was given up");
        }
        Ok(())
    }

    async fn carried_out(&self, kind: &Kind, task: &Task) -> Result<Carried, Failure> {
        if task.is_worn_out() {
            return Err(Failure::Lost);
        }
        let work = AssertUnwindSafe((kind.carry_out)(&self.node, task)).catch_unwind();
        let ended = tokio::time::timeout(LIMIT, work).await;
        ended.map_err(|_| Failure::Late)?.map_err(|_| Failure::BrokeOff)?
    }
}

impl Duty for Tasks {
    const NAME: &'static str = "tasks";
    const EVERY: Option<Duration> = Some(Duration::from_secs(15));
    const HEARS: bool = true;

    /// Who has just left an address looks for the mail that asks about it.
    fn wants(&self, changed: &Changed) -> bool {
        let happened = changed.happened::<Case>();
        matches!(happened, Some((_, EventKind::Opened | EventKind::Notices)))
    }

    async fn more(&mut self) {
        if !self.more {
            std::future::pending::<()>().await;
        }
    }

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        self.more = false;
        let found = join_all(self.kinds.iter().map(|kind| self.some_of(kind))).await;
        for found in found {
            self.more |= found?;
        }
        Ok(())
    }
}
