//! Work that must happen though the process dies: due at a time, claimed by one node at a time, tried again with growing
//! pauses, and visible when it was given up.
//!
//! A task is named by what it is for, so that asking for it twice is asking once. It may be carried out twice (a node that
//! is slow loses its claim), so what it does must be safe to repeat: commands that change nothing the second time are.

use domain::city::City;
use domain::journaled::{Command, Journaled};
use jiff::{SignedDuration, Timestamp};

use crate::Noun;
use crate::commit::{Clash, Commit, CommitError};
use crate::lists::{
    By::{Number, Text},
    Key, Order, Page, Query,
};
use crate::streams::key_of;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// How long who claims a task has it alone.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// After the first failure; twice as long after each further one, up to the longest.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);
const PAUSE_LONGEST: SignedDuration = SignedDuration::from_hours(6);
/// After so many tries it is given up: about a day after the first.
const TRIES: u64 = 12;

/// Work to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is to be done: the name of the duty that does it.
    pub kind: String,
    /// Tells it from others of its kind.
    pub name: String,
    /// The stream it is about.
    pub about: String,
    /// When it is due; of a claimed one, when the claim ends.
    pub due_at: Timestamp,
    /// How often it was begun.
    pub tries: u64,
    /// Why the last try failed: a code.
    pub why: String,
}

impl Task {
    pub fn new(
        kind: impl Into<String>,
        name: impl Into<String>,
        about: impl Into<String>,
        due_at: Timestamp,
    ) -> Self {
        Self {
            kind: kind.into(),
            name: name.into(),
            about: about.into(),
            due_at,
            tries: 0,
            why: String::new(),
        }
    }

    /// The record it is about, if it is one of that noun.
    pub fn of<N: Journaled>(&self) -> Option<N::Key> {
        key_of::<N>(&self.about)
    }

    /// It was begun as often as it may be, and nobody came back to say what became of it: whoever begins it ends, too.
    /// Who claims it only says that it failed.
    pub fn is_worn_out(&self) -> bool {
        self.tries > TRIES
    }

    fn pause(&self) -> SignedDuration {
        let doublings = u32::try_from(self.tries.saturating_sub(1))
            .unwrap_or(u32::MAX)
            .min(20);
        (PAUSE * 2i32.pow(doublings)).min(PAUSE_LONGEST)
    }
}

/// Tasks of a kind that ask for a command on a record: a warning, an end.
pub trait Reminder {
    type Command: Command<Of: Noun>;
    /// The kind of these tasks.
    const KIND: &'static str;

    /// The command that a task of this kind asks for, and on which record.
    fn asked(task: &Task) -> Option<Asked<Self::Command>>;

    /// The task that the record asks for, if it may be put off to another day.
    fn again(_record: &<Self::Command as Command>::Of, _city: &City) -> Option<Task> {
        None
    }
}

/// Asks for what a change makes due some day, and takes back what nobody waits for any more.
pub(crate) fn plan<R: Reminder>(
    before: Option<&<R::Command as Command>::Of>,
    after: &<R::Command as Command>::Of,
    city: &City,
    commit: &mut Commit,
) {
    let was = before.and_then(|before| R::again(before, city));
    let is = R::again(after, city);
    if was == is {
        return;
    }
    if let Some(was) = was {
        commit.no_task(R::KIND, &was.name);
    }
    if let Some(is) = is {
        commit.task(is);
    }
}

/// A record and what is to be done with it.
pub type Asked<C> = (<<C as Command>::Of as Journaled>::Key, C);

impl FromRow for Task {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: row.get(0)?,
            name: row.get(1)?,
            about: row.get(2)?,
            due_at: row.get(3)?,
            tries: row.get(4)?,
            why: row.get(5)?,
        })
    }
}

const COLUMNS: &str = "t.kind, t.name, t.about, t.due_at, t.tries, t.why";

impl Commit {
    /// Also asks for that to be done, unless it is asked for already.
    pub(crate) fn task(&mut self, task: Task) {
        self.run(
            "INSERT INTO tasks (kind, name, about, due_at, tries, gave_up, why) VALUES (?1, ?2, ?3, ?4, 0, 0, '') \
             ON CONFLICT DO NOTHING",
            params![task.kind, task.name, task.about, task.due_at],
        );
    }

    /// Also lets that no longer be done.
    pub(crate) fn no_task(&mut self, kind: &str, name: &str) {
        self.run(
            "DELETE FROM tasks WHERE kind = ?1 AND name = ?2",
            params![kind, name],
        );
    }
}

impl Store {
    /// Asks for that to be done, unless it is asked for already.
    ///
    /// # Errors
    /// As writing has.
    pub async fn ask_for(&self, task: Task) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.task(task);
        Ok(self.commit(commit).await?)
    }

    /// Tasks of a kind that are due, which nobody else gets before their claim ends. The longest due first.
    ///
    /// # Errors
    /// As reading and writing have.
    pub async fn claim(&self, now: Timestamp, kind: &str, limit: usize) -> Result<Vec<Task>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM tasks t WHERE t.gave_up = 0 AND t.kind = ?1 AND t.due_at <= ?2 \
             ORDER BY t.due_at LIMIT ?3"
        );
        let due: Vec<Task> = self.read().await?.rows(&sql, &params![kind, now, limit]).await?;
        let mut claimed = Vec::with_capacity(due.len());
        for task in due {
            let until = now + CLAIM;
            let mut commit = Commit::default();
            commit.must(
                "UPDATE tasks SET due_at = ?4, tries = tries + 1 \
                 WHERE kind = ?1 AND name = ?2 AND due_at = ?3 AND tries = ?5 AND gave_up = 0",
                params![
                    task.kind.as_str(),
                    task.name.as_str(),
                    task.due_at,
                    until,
                    task.tries
                ],
                Clash::Version,
            );
            match self.commit(commit).await {
                Ok(()) => claimed.push(Task {
                    due_at: until,
                    tries: task.tries + 1,
                    ..task
                }),
                // Another node was faster.
                Err(CommitError::Clash(_)) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        Ok(claimed)
    }

    /// That is done. A claim that was lost meanwhile changes nothing.
    ///
    /// # Errors
    /// As writing has.
    pub async fn done(&self, task: &Task) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "DELETE FROM tasks WHERE kind = ?1 AND name = ?2 AND tries = ?3",
            params![task.kind.as_str(), task.name.as_str(), task.tries],
        );
        Ok(self.commit(commit).await?)
    }

    /// It is not time for that yet: it is due then, as if nobody had begun it. A claim that was lost meanwhile changes nothing.
    ///
    /// # Errors
    /// As writing has.
    pub async fn put_off(&self, task: &Task, due_at: Timestamp) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        commit.run(
            "UPDATE tasks SET due_at = ?4, tries = 0, why = '' WHERE kind = ?1 AND name = ?2 AND tries = ?3",
            params![task.kind.as_str(), task.name.as_str(), task.tries, due_at],
        );
        Ok(self.commit(commit).await?)
    }

    /// That could not be done, and why, as a code: it is due again after a pause, or given up. Whether it was given up.
    ///
    /// # Errors
    /// As writing has.
    pub async fn failed(&self, now: Timestamp, task: &Task, why: &str) -> Result<bool, StoreError> {
        let gave_up = task.tries >= TRIES;
        let mut commit = Commit::default();
        commit.run(
            "UPDATE tasks SET due_at = ?4, gave_up = ?5, why = ?6 WHERE kind = ?1 AND name = ?2 AND tries = ?3",
            params![
                task.kind.as_str(),
                task.name.as_str(),
                task.tries,
                now + task.pause(),
                gave_up,
                why
            ],
        );
        self.commit(commit).await?;
        Ok(gave_up)
    }

    /// What was given up, the last first.
    ///
    /// # Errors
    /// As reading has.
    pub async fn given_up(&self, cursor: Option<&str>, limit: usize) -> Result<Page<Task>, StoreError> {
        let order = Order {
            code: "given-up",
            keys: &[Number("t.due_at"), Text("t.kind"), Text("t.name")],
            upwards: false,
        };
        let keys = |task: &Task| -> Vec<Key> {
            vec![
                task.due_at.as_microsecond().into(),
                task.kind.clone().into(),
                task.name.clone().into(),
            ]
        };
        let mut query = Query::default();
        query.and("t.gave_up = 1");
        let read = self.read().await?;
        query
            .page(&read, (COLUMNS, "tasks t"), &order, cursor, limit, keys)
            .await
    }

    /// Takes up again what was given up. Whether there was such a task.
    ///
    /// # Errors
    /// As writing has.
    pub async fn try_again(&self, now: Timestamp, kind: &str, name: &str) -> Result<bool, StoreError> {
        let mut commit = Commit::default();
        commit.must(
            "UPDATE tasks SET gave_up = 0, tries = 0, due_at = ?3, why = '' \
             WHERE kind = ?1 AND name = ?2 AND gave_up = 1",
            params![kind, name, now],
            Clash::Version,
        );
        match self.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Clash(_)) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}
