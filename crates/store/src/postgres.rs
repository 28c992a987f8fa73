//! The PostgreSQL driver: connects, binds, runs, maps, and hears other nodes.
//!
//! A line to a server can fall silent without breaking: then nothing tells that no answer will come, and the server's
//! own limits do not reach this far. So every question has its time here, too, and a connection on which one was not
//! answered as it should be is thrown away.

#[cfg(test)]
mod tests;

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::BytesMut;
use deadpool_postgres::{
    ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod,
    Runtime, Timeouts,
};
use futures::future::{join_all, poll_fn};
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{AsyncMessage, NoTls};

use crate::bus::{Bus, Changed, Heard};
use crate::commit::{Clash, Commit, CommitError, Statement};
use crate::dialect::{self, Dialect, postgres_placeholders};
use crate::value::{FromRow, Row, Sql, Value, params};
use crate::{StoreError, Tables};

const CONNECTIONS: usize = 16;
/// How often a unit of work is run again after the server stopped it for another's sake.
const TRIES: usize = 5;
/// How long the network may keep a sent byte unconfirmed, or a quiet line unproven, where the address does not say.
const UNCONFIRMED: Duration = Duration::from_secs(20);

/// How long is waited for what may never come.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// For an answer. Longer than the server takes before it gives a statement up: then an answer comes as long as there
    /// is a line to send it on.
    answer: Duration,
    /// For an answer to a question that may be long.
    long_answer: Duration,
    /// For changes of other nodes, before the line that tells of them is asked whether it is there.
    news: Duration,
}

const PATIENCE: Patience = Patience {
    answer: Duration::from_secs(25),
    long_answer: Duration::from_mins(11),
    news: Duration::from_secs(15),
};

#[derive(Debug)]
pub(crate) struct Postgres {
    pool: Pool,
    patience: Patience,
    listener: JoinHandle<()>,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Postgres {
    pub async fn open(url: &str, tables: Tables, bus: Bus) -> Result<Self, StoreError> {
        Self::open_with(url, tables, bus, PATIENCE).await
    }

    async fn open_with(url: &str, tables: Tables, bus: Bus, patience: Patience) -> Result<Self, StoreError> {
        let config = config_of(url)?;
        let first = connect(&config, patience).await?;
        match tables {
            Tables::Migrated => migrate(first).await?,
            Tables::AsTheyAre => look(first).await?,
        }
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let time = Duration::from_secs(10).min(patience.answer);
        let wait = Some(time);
        let pool = Pool::builder(Manager::from_config(config.clone(), NoTls, recycling))
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait,
                create: wait,
                recycle: wait,
            })
            .post_create(Hook::async_fn(move |client, _| {
                Box::pin(async move {
                    let set = client.batch_execute(dialect::POSTGRES_SESSION);
                    match tokio::time::timeout(time, set).await {
                        Ok(set) => set.map_err(HookError::Backend),
                        Err(_) => Err(HookError::message("no answer")),
                    }
                })
            }))
            .build()
            .map_err(|_| StoreError::Unavailable)?;
        let first = connect(&config, patience).await?;
        Ok(Self {
            pool,
            patience,
            listener: tokio::spawn(listen(config, first, bus, patience)),
        })
    }

    pub async fn client(&self) -> Result<Client, StoreError> {
        let connection = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => hide(&error),
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
        self.client().await?.write(&statements).await
    }
}

/// A connection of the pool, for one piece of work.
///
/// It goes back when all that was asked on it was answered. If not, because the line is silent or broken, or because who
/// asked did not wait for the answer, it is thrown away.
#[derive(Debug)]
pub(crate) struct Client {
    connection: Option<Object>,
    answer: Duration,
    /// Questions without an answer.
    open: AtomicUsize,
}

impl Drop for Client {
    fn drop(&mut self) {
        if *self.open.get_mut() > 0 {
            drop(self.connection.take().map(Object::take));
        }
    }
}

impl Client {
    fn connection(&self) -> &ClientWrapper {
        self.connection.as_ref().expect("only dropping takes it")
    }

    async fn in_time<T>(&self, answer: impl Future<Output = T>) -> Result<T, StoreError> {
        tokio::time::timeout(self.answer, answer).await.map_err(|_| {
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
        // What the server refuses in its own words says nothing against the connection.
        if matches!(answer, Ok(_) | Err(StoreError::Conflict | StoreError::Refused)) {
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
        let ended = self.run(if fit.is_ok() { "COMMIT" } else { "ROLLBACK" }).await;
        let answered = matches!(ended, Ok(()) | Err(StoreError::Conflict | StoreError::Refused));
        if answered {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
        fit?;
        match ended {
            // It may have been carried out before the line broke, or be on its way still.
            Err(_) if !answered => Err(StoreError::Unknown.into()),
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
            (Err(error), _) => return Err(CommitError::Store(hide(&error))),
        }
    }
    Ok(())
}

/// What the address says holds; the rest is set so that a line is not trusted for ever.
fn config_of(url: &str) -> Result<tokio_postgres::Config, StoreError> {
    let mut config: tokio_postgres::Config = url.parse().map_err(|_| StoreError::NotALocation)?;
    config.application_name("harborline");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNCONFIRMED);
    }
    if config.get_keepalives_idle() == tokio_postgres::Config::new().get_keepalives_idle() {
        config.keepalives_idle(UNCONFIRMED);
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(Duration::from_secs(5));
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(4);
    }
    Ok(config)
}

async fn migrate((mut client, connection): (tokio_postgres::Client, Line)) -> Result<(), StoreError> {
    let line = tokio::spawn(connection);
    let lock = async |client: &tokio_postgres::Client, sql: &str| {
        client.batch_execute(sql).await.map_err(|error| hide(&error))
    };
    lock(&client, dialect::POSTGRES_MIGRATION_LOCK).await?;
    let done = Dialect::Postgres.migrations()?.run_async(&mut client).await;
    lock(&client, dialect::POSTGRES_MIGRATION_UNLOCK).await?;
    drop(client);
    let _ = line.await;
    done.map(drop)
        .map_err(|error| crate::sqlite::other_version(&error))
}

/// Whether there are the tables of this version.
async fn look((mut client, connection): (tokio_postgres::Client, Line)) -> Result<(), StoreError> {
    let line = tokio::spawn(connection);
    let history = client.query_one(dialect::POSTGRES_HISTORY, &[]).await;
    if history.map_err(|error| hide(&error))?.get::<_, i64>(0) == 0 {
        return Err(StoreError::NoDatabase);
    }
    let runner = Dialect::Postgres.migrations()?;
    let had = runner.get_applied_migrations_async(&mut client).await;
    drop(client);
    let _ = line.await;
    Dialect::Postgres.fits(&had.map_err(|error| crate::sqlite::other_version(&error))?)
}

type Line = tokio_postgres::Connection<tokio_postgres::Socket, tokio_postgres::tls::NoTlsStream>;

async fn connect(
    config: &tokio_postgres::Config,
    patience: Patience,
) -> Result<(tokio_postgres::Client, Line), StoreError> {
    match tokio::time::timeout(patience.answer, config.connect(NoTls)).await {
        Ok(connected) => connected.map_err(|error| hide(&error)),
        Err(_) => Err(StoreError::Unavailable),
    }
}

/// Hears what any node wrote, this one included, and comes back when the line breaks.
async fn listen(
    config: tokio_postgres::Config,
    first: (tokio_postgres::Client, Line),
    bus: Bus,
    patience: Patience,
) {
    let mut line = Some(first);
    let mut pause = Duration::from_millis(100);
    loop {
        let connected = match line.take() {
            Some(line) => Ok(line),
            None => connect(&config, patience).await,
        };
        if let Ok((client, connection)) = connected {
            hear(&client, connection, &bus, patience, &mut pause).await;
            tracing::warn!("the line on which PostgreSQL tells of changes was lost; it is made anew");
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// Until the line breaks or falls silent.
async fn hear(
    client: &tokio_postgres::Client,
    mut connection: Line,
    bus: &Bus,
    patience: Patience,
    pause: &mut Duration,
) {
    let messages = async {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            if let AsyncMessage::Notification(notice) = message
                && let Ok(changed) = serde_json::from_str::<Changed>(notice.payload())
            {
                bus.tell(Heard::Changed(changed));
            }
        }
    };
    let asked = async |question: &str| {
        let answer = tokio::time::timeout(patience.answer, client.batch_execute(question));
        matches!(answer.await, Ok(Ok(())))
    };
    let ask = async {
        if asked(dialect::POSTGRES_LISTEN).await {
            *pause = Duration::from_millis(100);
            // What happened before is not told again.
            bus.tell(Heard::Missed);
            // No news may be a city that sleeps, or a line that is gone.
            loop {
                tokio::time::sleep(patience.news).await;
                if !asked("").await {
                    break;
                }
            }
        }
    };
    tokio::select! {
        () = messages => {}
        () = ask => {}
    }
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
    match code.and_then(|code| code.get(..2)) {
        // Not the server's word: the line broke.
        None | Some("08" | "28" | "53" | "57") => StoreError::Unavailable,
        Some("3D") => StoreError::NoDatabase,
        Some("58") => StoreError::Io,
        Some("XX") => StoreError::Corrupt { what: "something" },
        Some(_) => StoreError::Refused,
    }
}
