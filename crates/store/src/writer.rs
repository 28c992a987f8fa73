//! The one thread that writes to SQLite.
//!
//! It takes all units of work that wait, runs each in its savepoint within one transaction, and answers after that is
//! on disk: the wait for the disk is shared by all of them, and one that fails takes nobody along.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use crate::StoreError;
use crate::bus::{Bus, Heard};
use crate::commit::{Clash, Commit, CommitError, Statement};
use crate::dialect;
use crate::sqlite::{bind, hide};

/// The most units of work in one transaction.
const TOGETHER: usize = 256;
/// The most that wait; who comes then waits outside.
const WAITING: usize = 4096;

pub(crate) const BUSY: Duration = Duration::from_secs(10);

type Outcome = Result<(), CommitError>;

struct Job {
    commit: Commit,
    answer: oneshot::Sender<Outcome>,
}

/// The way to the thread that writes. It ends when the last of these is gone.
#[derive(Debug, Clone)]
pub(crate) struct Writer(mpsc::Sender<Job>);

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Writer {
    pub fn start(connection: Connection, bus: Bus) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel(WAITING);
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write(&connection, waiting, &bus))
            .map_err(|_| StoreError::Unavailable)?;
        Ok(Self(jobs))
    }

    /// Returns when the unit of work is on disk, or is not written at all, or when the thread is gone that could tell.
    pub async fn commit(&self, commit: Commit) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        let sent = self.0.send(Job { commit, answer }).await;
        sent.map_err(|_| StoreError::Unavailable)?;
        outcome.await.map_err(|_| StoreError::Unknown)?
    }
}

fn write(connection: &Connection, mut waiting: mpsc::Receiver<Job>, bus: &Bus) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    // What the process before this one could not purge may still be there.
    let mut purge = true;
    while waiting.blocking_recv_many(&mut jobs, TOGETHER) > 0 {
        gather(&mut waiting, &mut jobs);
        let outcomes = match together(connection, &jobs) {
            Ok(outcomes) => outcomes,
            Err(error) => vec![Err(CommitError::Store(error)); jobs.len()],
        };
        for (job, outcome) in jobs.drain(..).zip(outcomes) {
            if outcome.is_ok() {
                purge |= job.commit.purge;
                job.commit
                    .changed
                    .into_iter()
                    .for_each(|changed| bus.tell(Heard::Changed(changed)));
            }
            // Who asked may have gone; it is written all the same.
            let _ = job.answer.send(outcome);
        }
        // Someone who reads for long may be in the way; then it is tried again after the next transaction.
        purge = purge && !purged(connection);
    }
}

/// Lets those run who are about to come, as long as any do. Nobody waits when nobody comes.
fn gather(waiting: &mut mpsc::Receiver<Job>, jobs: &mut Vec<Job>) {
    let mut before = 0;
    while before < jobs.len() && jobs.len() < TOGETHER {
        before = jobs.len();
        std::thread::yield_now();
        while let Ok(job) = waiting.try_recv() {
            jobs.push(job);
        }
    }
}

/// One transaction. An error means that nothing of it was written, or, if it is [`StoreError::Unknown`], that it may be.
///
/// Nearly always all units fit, and then they need no savepoints: the engine copies each page aside that a savepoint
/// touches first. When one does not fit, the transaction is rolled back and run again with a savepoint for each.
fn together(connection: &Connection, jobs: &[Job]) -> Result<Vec<Outcome>, StoreError> {
    if jobs.len() > 1 && all_fit(connection, jobs)? {
        return Ok(vec![Ok(()); jobs.len()]);
    }
    run(connection, "BEGIN IMMEDIATE")?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        let outcome = in_savepoint(connection, &job.commit);
        if connection.is_autocommit() {
            // The engine gave up the transaction, with all that was in it (a full disk does that).
            return Err(match outcome {
                Err(CommitError::Store(error)) => error,
                _ => StoreError::Io,
            });
        }
        outcomes.push(outcome);
    }
    commit(connection)?;
    Ok(outcomes)
}

/// Whether all units were written in one transaction; if not, nothing was.
fn all_fit(connection: &Connection, jobs: &[Job]) -> Result<bool, StoreError> {
    run(connection, "BEGIN IMMEDIATE")?;
    let mut statements = jobs.iter().flat_map(|job| &job.commit.statements);
    if statements
        .try_for_each(|statement| change(connection, statement))
        .is_err()
    {
        if !connection.is_autocommit() {
            run(connection, "ROLLBACK")?;
        }
        return Ok(false);
    }
    commit(connection)?;
    Ok(true)
}

fn commit(connection: &Connection) -> Result<(), StoreError> {
    let committed = execute(connection, "COMMIT");
    if committed.is_err() && !connection.is_autocommit() {
        run(connection, "ROLLBACK")?;
    }
    committed.map_err(|error| match (error.sqlite_error_code(), hide(&error)) {
        // The log may hold all of it already: whoever opens the file after a crash finds it there.
        (Some(ErrorCode::SystemIoFailure), _) => StoreError::Unknown,
        (_, error) => error,
    })
}

fn in_savepoint(connection: &Connection, commit: &Commit) -> Outcome {
    run(connection, "SAVEPOINT unit")?;
    let outcome = commit
        .statements
        .iter()
        .try_for_each(|statement| change(connection, statement));
    if outcome.is_err() && !connection.is_autocommit() {
        run(connection, "ROLLBACK TO unit")?;
    }
    if !connection.is_autocommit() {
        run(connection, "RELEASE unit")?;
    }
    outcome
}

fn change(connection: &Connection, statement: &Statement) -> Outcome {
    let done = connection.prepare_cached(statement.sql).and_then(|mut prepared| {
        bind(&mut prepared, &statement.params)?;
        prepared.raw_execute()
    });
    match (done, statement.otherwise) {
        (Ok(rows), Some(clash)) if rows != 1 => Err(CommitError::Clash(clash)),
        (Ok(_), _) => Ok(()),
        (Err(error), _) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(CommitError::Clash(statement.otherwise.unwrap_or(Clash::Version)))
        }
        (Err(error), _) => Err(CommitError::Store(hide(&error))),
    }
}

fn execute(connection: &Connection, sql: &'static str) -> rusqlite::Result<()> {
    let mut prepared = connection.prepare_cached(sql)?;
    prepared.raw_execute().map(drop)
}

fn run(connection: &Connection, sql: &'static str) -> Result<(), StoreError> {
    execute(connection, sql).map_err(|error| hide(&error))
}

/// Empties the log of what was erased from the file. Whether it could.
fn purged(connection: &Connection) -> bool {
    let soon = connection.busy_timeout(Duration::from_millis(100));
    let busy = connection.query_row(dialect::SQLITE_PURGE, [], |row| row.get::<_, i64>(0));
    soon.and_then(|()| connection.busy_timeout(BUSY)).is_ok() && busy.is_ok_and(|busy| busy == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As on a disk without room: the engine may add no page to the file, and says so in the same words.
    #[tokio::test]
    async fn a_full_disk_is_called_that_and_takes_up_again_when_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.db");
        let write = |pages: u32| {
            let connection = Connection::open(&file).unwrap();
            connection.execute_batch(dialect::SQLITE_WRITER).unwrap();
            let begun = "CREATE TABLE IF NOT EXISTS words (text TEXT NOT NULL)";
            connection.execute_batch(begun).unwrap();
            connection.pragma_update(None, "max_page_count", pages).unwrap();
            Writer::start(connection, Bus::new()).unwrap()
        };
        let much = |times: usize| {
            let mut commit = Commit::default();
            let text = "word".repeat(times);
            commit.run(
                "INSERT INTO words (text) VALUES (?1)",
                crate::value::params![text],
            );
            commit
        };
        let full = Err(CommitError::Store(StoreError::Full));
        let writer = write(10);
        assert_eq!(writer.commit(much(100_000)).await, full);
        // Together with others, too, and none of it is there.
        let (one, other) = futures::join!(writer.commit(much(100_000)), writer.commit(much(100_000)));
        assert_eq!((one, other), (full.clone(), full));
        assert_eq!(writer.commit(much(1)).await, Ok(()));
        drop(writer);
        assert_eq!(write(10_000).commit(much(100_000)).await, Ok(()));
        let connection = Connection::open(&file).unwrap();
        let kept: i64 = connection
            .query_row("SELECT COUNT(*) FROM words", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 2);
    }

    #[tokio::test]
    async fn what_a_thread_took_and_did_not_answer_may_be_written() {
        let (jobs, mut waiting) = mpsc::channel(1);
        let writer = Writer(jobs);
        let gone = async { drop(waiting.recv().await) };
        let (outcome, ()) = futures::join!(writer.commit(Commit::default()), gone);
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Unknown)));
        drop(waiting);
        let outcome = writer.commit(Commit::default()).await;
        assert_eq!(outcome, Err(CommitError::Store(StoreError::Unavailable)));
    }
}
