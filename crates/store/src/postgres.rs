//! The PostgreSQL driver: connects, binds, runs, maps, and hears other nodes.
//!
//! A line to a server can fall silent without breaking: then nothing tells that no answer will come, and the server's
//! own limits do not reach this far. So every question has its time here, too, and a connection on which one was not
//! answered as it should be is thrown away. What an address says is read in `address`; `servers` makes lines, `pool` keeps
//! them.

mod address;
mod listener;
mod pool;
mod servers;
mod tables;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bytes::BytesMut;
use deadpool::managed::{Object, Pool, PoolError};
use deadpool_postgres::ClientWrapper;
use futures::future::join_all;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::bus::Bus;
use crate::commit::{Clash, Commit, CommitError, Statement};
use crate::dialect::{self, postgres_placeholders};
use crate::value::{FromRow, Row, Sql, Value, params};
use crate::{StoreError, Tables};
use address::Address;
use pool::{Connected, Maker};
use servers::Servers;

/// How often a unit of work is run again after the server stopped it for another's sake.
const TRIES: usize = 5;
/// How long a commit that was not answered in time keeps its place among those that may write.
const IN_DOUBT: Duration = Duration::from_mins(5);

/// How long is waited for what may never come.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// For an answer. Longer than the server takes before it gives a statement up: then an answer comes as long as there
    /// is a line to send it on.
    answer: Duration,
    /// For an answer, before it is looked whether another server has taken the place of this one.
    late: Duration,
    /// For an answer to a question that may be long.
    long_answer: Duration,
    /// For changes of other nodes, before the line that tells of them is asked whether it is there.
    news: Duration,
}

const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(25),
    late: Duration::from_secs(2),
    long_answer: Duration::from_mins(11),
    news: Duration::from_secs(15),
};

#[derive(Debug)]
pub(crate) struct Postgres {
    pool: Pool<Maker>,
    writers: Arc<Semaphore>,
    patience: Patience,
    listener: JoinHandle<()>,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// Whether what is said to the servers of an address may be overheard or answered by others.
pub(crate) fn exposed(url: &str) -> Result<bool, StoreError> {
    Ok(Address::parse(url)?.exposed())
}

impl Postgres {
    pub async fn open(url: &str, tables: Tables, bus: Bus) -> Result<Self, StoreError> {
        Self::open_with(url, tables, bus, PATIENCE).await
    }

    async fn open_with(url: &str, tables: Tables, bus: Bus, patience: Patience) -> Result<Self, StoreError> {
        let servers = Arc::new(Servers::of(Address::parse(url)?, patience)?);
        tables::prepare(servers.connect().await?, tables, patience).await?;
        let time = Duration::from_secs(10).min(patience.answer);
        let pool = pool::pool(&servers, time)?;
        let first = servers.connect().await?;
        Ok(Self {
            listener: tokio::spawn(listener::listen(servers, first, bus, patience)),
            pool,
            writers: Arc::new(Semaphore::new(pool::WRITERS)),
            patience,
        })
    }

    pub async fn client(&self) -> Result<Client, StoreError> {
        let connection = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Timeout(step) => {
                tracing::error!(?step, "no connection to PostgreSQL in time");
                StoreError::Unavailable
            }
            _ => StoreError::Unavailable,
        })?;
        Ok(Client {
            connection: Some(connection),
            answer: self.patience.answer,
            open: AtomicUsize::new(0),
            commits: AtomicBool::new(false),
            place: None,
        })
    }

    /// A connection for long questions. Nobody gets it afterwards.
    pub async fn client_for_long(&self) -> Result<Client, StoreError> {
        let mut client = self.client().await?;
        client.open.fetch_add(1, Ordering::Relaxed);
        client.run(dialect::POSTGRES_LONG).await?;
        client.answer = self.patience.long_answer;
        Ok(client)
    }

    pub async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(&commit).await {
                Err(CommitError::Store(StoreError::Conflict)) if tries < TRIES => {}
                outcome => return outcome,
            }
        }
    }

    async fn attempt(&self, commit: &Commit) -> Result<(), CommitError> {
        let notices = commit.changed.iter().map(|changed| Statement {
            sql: dialect::POSTGRES_NOTIFY,
            params: params![
                dialect::POSTGRES_CHANNEL,
                // A struct of two texts and a number always has a JSON.
                serde_json::to_string(changed).unwrap_or_default()
            ]
            .into(),
            otherwise: None,
        });
        let statements: Vec<Statement> = commit.statements.iter().cloned().chain(notices).collect();
        let place = self.may_write().await?;
        let mut client = self.client().await?;
        client.place = Some(place);
        client.write(&statements).await
    }

    /// A place among those that write.
    async fn may_write(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        let time = self.pool.timeouts().wait.unwrap_or(self.patience.answer);
        let place = Arc::clone(&self.writers).acquire_owned();
        if let Ok(Ok(place)) = tokio::time::timeout(time, place).await {
            return Ok(place);
        }
        tracing::error!("PostgreSQL keeps commits waiting; no more are begun");
        Err(StoreError::Unavailable)
    }
}

/// Keeps the place of a commit that was not answered, until it is, or its line breaks, or another server takes the
/// writes. A server that waits for a standby does so for each that is thrown away, too, and takes no more connections
/// when they are too many: not even for those who read.
async fn in_doubt(connected: Connected, place: OwnedSemaphorePermit) {
    tokio::select! {
        // Comes after the answer that is owed.
        _ = connected.client.batch_execute("") => {}
        () = connected.servers.left(connected.server) => {}
        () = tokio::time::sleep(IN_DOUBT) => {}
    }
    drop(place);
}

/// A connection of the pool, for one piece of work.
///
/// It goes back when all that was asked on it was answered. If not, because the line is silent or broken, or because who
/// asked did not wait for the answer, it is thrown away.
#[derive(Debug)]
pub(crate) struct Client {
    connection: Option<Object<Maker>>,
    answer: Duration,
    /// Questions without an answer.
    open: AtomicUsize,
    /// One of them is a commit.
    commits: AtomicBool,
    /// Its place among those that write.
    place: Option<OwnedSemaphorePermit>,
}

impl Drop for Client {
    fn drop(&mut self) {
        if *self.open.get_mut() == 0 {
            return;
        }
        let connected = self.connection.take().map(Object::take);
        // Also when whoever asked did not wait for it.
        if let (true, Some(connected), Some(place)) = (*self.commits.get_mut(), connected, self.place.take())
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(in_doubt(connected, place));
        }
    }
}

/// Whether it is the server's word: what it refuses says nothing against the connection.
fn answered<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(
        answer,
        Ok(_) | Err(StoreError::Conflict | StoreError::Refused | StoreError::Full)
    )
}

impl Client {
    fn connected(&self) -> &Connected {
        self.connection.as_ref().expect("only dropping takes it")
    }

    fn connection(&self) -> &ClientWrapper {
        &self.connected().client
    }

    async fn in_time<T>(&self, answer: impl Future<Output = T>) -> Result<T, StoreError> {
        let connected = self.connected();
        let answered = tokio::select! {
            biased;
            answered = tokio::time::timeout(self.answer, answer) => answered.ok(),
            () = connected.servers.left_when_late(connected.server) => None,
        };
        answered.ok_or_else(|| {
            tracing::error!("PostgreSQL did not answer in time; the connection is thrown away");
            // A silent line rarely comes alone: the others that nobody uses go, too.
            if let Some(pool) = self.connection.as_ref().and_then(Object::pool) {
                pool.retain(|_, _| false);
            }
            StoreError::Unavailable
        })
    }

    async fn ask<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, StoreError> {
        self.open.fetch_add(1, Ordering::Relaxed);
        let answer = self.in_time(answer).await?.map_err(|error| hide(&error));
        if answered(&answer) {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
        answer
    }

    pub async fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.ask(self.connection().batch_execute(sql)).await
    }

    pub async fn rows<T: FromRow>(&self, sql: Sql<'_>, params: &[Value]) -> Result<Vec<T>, StoreError> {
        let text = postgres_placeholders(sql.text());
        let prepared = match sql {
            Sql::Fixed(_) => self.ask(self.connection().prepare_cached(&text)).await?,
            // There are too many of these to keep each prepared for ever.
            Sql::Assembled(_) => self.ask(self.connection().prepare(&text)).await?,
        };
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        let rows = self.ask(self.connection().query(&prepared, &params)).await?;
        rows.iter().map(|row| T::from_row(&Row::Postgres(row))).collect()
    }

    /// One transaction. Its statements are sent without waiting for one another.
    async fn write(&self, statements: &[Statement]) -> Result<(), CommitError> {
        let connection = self.connection();
        let mut prepared = Vec::with_capacity(statements.len());
        for statement in statements {
            let sql = postgres_placeholders(statement.sql);
            prepared.push(self.ask(connection.prepare_cached(&sql)).await?);
        }
        // Nobody else may find the transaction: until it has ended, there is a question open.
        self.open.fetch_add(1, Ordering::Relaxed);
        self.run("BEGIN").await?;
        let running = prepared
            .iter()
            .zip(statements)
            .map(|(prepared, statement)| connection.execute_raw(prepared, statement.params.iter()));
        let done = self.in_time(join_all(running)).await?;
        let fit = all_fit(done, statements);
        let warned = &self.connected().warned;
        warned.store(false, Ordering::Relaxed);
        self.commits.store(fit.is_ok(), Ordering::Relaxed);
        let ended = self.run(if fit.is_ok() { "COMMIT" } else { "ROLLBACK" }).await;
        // A server that takes no writes any more answers, and is of no use.
        let useless = fit == Err(CommitError::Store(StoreError::Unavailable));
        if answered(&ended) && !useless {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
        fit?;
        if ended.is_ok() && warned.load(Ordering::Relaxed) {
            // Somebody ended its wait for the standby: a loss of this server takes it along.
            tracing::error!("PostgreSQL wrote something on one machine that should be on two");
            return Err(StoreError::Unknown.into());
        }
        match ended {
            // It may have been carried out before the line broke, or be on its way still.
            ended if !answered(&ended) => Err(StoreError::Unknown.into()),
            ended => Ok(ended?),
        }
    }
}

/// In order: after one that failed, the server refuses the rest, and only the first says why.
fn all_fit(
    done: Vec<Result<u64, tokio_postgres::Error>>,
    statements: &[Statement],
) -> Result<(), CommitError> {
    for (done, statement) in done.into_iter().zip(statements) {
        match (done, statement.otherwise) {
            (Ok(rows), Some(clash)) if rows != 1 => return Err(CommitError::Clash(clash)),
            (Ok(_), _) => {}
            (Err(error), otherwise) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                return Err(CommitError::Clash(otherwise.unwrap_or(Clash::Version)));
            }
            // It waited for another with the same key, of which nobody knows yet what becomes.
            (Err(error), Some(Clash::KeyUsed)) if error.code() == Some(&SqlState::QUERY_CANCELED) => {
                return Err(CommitError::Store(StoreError::Unknown));
            }
            (Err(error), _) => return Err(CommitError::Store(hide(&error))),
        }
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Self::Int(n) => n.to_sql_checked(ty, out),
            Self::Real(n) => n.to_sql_checked(ty, out),
            Self::Text(text) => text.as_ref().to_sql_checked(ty, out),
            Self::Blob(bytes) => bytes.as_slice().to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// What failed, without the server's words: they may hold values of rows.
pub(crate) fn hide(error: &tokio_postgres::Error) -> StoreError {
    let code = error.code().map(SqlState::code);
    match code {
        Some(code) if code.starts_with("40") => return StoreError::Conflict,
        _ => tracing::error!(code, closed = error.is_closed(), "PostgreSQL failed"),
    }
    match code {
        Some("53100") => return StoreError::Full,
        // It has become one that takes no writes.
        Some("25006") => return StoreError::Unavailable,
        _ => {}
    }
    match code.and_then(|code| code.get(..2)) {
        // Not the server's word: the line broke.
        None | Some("08" | "28" | "53" | "57") => StoreError::Unavailable,
        Some("3D") => StoreError::NoDatabase,
        Some("58") => StoreError::Io,
        Some("XX") => StoreError::Corrupt { what: "something" },
        Some(_) => StoreError::Refused,
    }
}
