//! The PostgreSQL driver: connects, binds, runs, maps, and hears other nodes.

use std::error::Error;
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

#[derive(Debug)]
pub(crate) struct Postgres {
    pool: Pool,
    listener: JoinHandle<()>,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Postgres {
    pub async fn open(url: &str, tables: Tables, bus: Bus) -> Result<Self, StoreError> {
        let mut config: tokio_postgres::Config = url.parse().map_err(|_| StoreError::NotALocation)?;
        config.application_name("harborline");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        match tables {
            Tables::Migrated => migrate(&config).await?,
            Tables::AsTheyAre => look(&config).await?,
        }
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let wait = Some(Duration::from_secs(10));
        let pool = Pool::builder(Manager::from_config(config.clone(), NoTls, recycling))
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait,
                create: wait,
                recycle: wait,
            })
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(dialect::POSTGRES_SESSION)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .map_err(|_| StoreError::Unavailable)?;
        let first = connect(&config).await?;
        Ok(Self {
            pool,
            listener: tokio::spawn(listen(config, first, bus)),
        })
    }

    pub async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => hide(&error),
            _ => StoreError::Unavailable,
        })
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

    /// One transaction. Its statements are sent without waiting for one another.
    async fn attempt(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut client = self.client().await?;
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
        let mut prepared = Vec::with_capacity(statements.len());
        for statement in &statements {
            let sql = postgres_placeholders(statement.sql);
            prepared.push(client.prepare_cached(&sql).await.map_err(|error| hide(&error))?);
        }
        let transaction = client.transaction().await.map_err(|error| hide(&error))?;
        let running = prepared
            .iter()
            .zip(&statements)
            .map(|(prepared, statement)| transaction.execute_raw(prepared, statement.params.iter()));
        // In order: after one that failed, the server refuses the rest, and only the first says why.
        for (done, statement) in join_all(running).await.into_iter().zip(&statements) {
            match (done, statement.otherwise) {
                (Ok(rows), Some(clash)) if rows != 1 => return Err(CommitError::Clash(clash)),
                (Ok(_), _) => {}
                (Err(error), otherwise) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
                    return Err(CommitError::Clash(otherwise.unwrap_or(Clash::Version)));
                }
                (Err(error), _) => return Err(CommitError::Store(hide(&error))),
            }
        }
        transaction
            .commit()
            .await
            .map_err(|error| CommitError::Store(hide(&error)))
    }
}

pub(crate) async fn rows<T: FromRow>(
    client: &ClientWrapper,
    sql: Sql<'_>,
    params: &[Value],
) -> Result<Vec<T>, StoreError> {
    let text = postgres_placeholders(sql.text());
    let prepared = match sql {
        Sql::Fixed(_) => client.prepare_cached(&text).await,
        // There are too many of these to keep each prepared for ever.
        Sql::Assembled(_) => client.prepare(&text).await,
    };
    let prepared = prepared.map_err(|error| hide(&error))?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
    let rows = client
        .query(&prepared, &params)
        .await
        .map_err(|error| hide(&error))?;
    rows.iter().map(|row| T::from_row(&Row::Postgres(row))).collect()
}

async fn migrate(config: &tokio_postgres::Config) -> Result<(), StoreError> {
    let (mut client, connection) = config.connect(NoTls).await.map_err(|error| hide(&error))?;
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
async fn look(config: &tokio_postgres::Config) -> Result<(), StoreError> {
    let (mut client, connection) = connect(config).await?;
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

async fn connect(config: &tokio_postgres::Config) -> Result<(tokio_postgres::Client, Line), StoreError> {
    config.connect(NoTls).await.map_err(|error| hide(&error))
}

/// Hears what any node wrote, this one included, and comes back when the line breaks.
async fn listen(config: tokio_postgres::Config, first: (tokio_postgres::Client, Line), bus: Bus) {
    let mut line = Some(first);
    let mut pause = Duration::from_millis(100);
    loop {
        let connected = match line.take() {
            Some(line) => Ok(line),
            None => connect(&config).await,
        };
        if let Ok((client, connection)) = connected {
            hear(&client, connection, &bus, &mut pause).await;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// Until the line breaks.
async fn hear(client: &tokio_postgres::Client, mut connection: Line, bus: &Bus, pause: &mut Duration) {
    let messages = async {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            if let AsyncMessage::Notification(notice) = message
                && let Ok(changed) = serde_json::from_str::<Changed>(notice.payload())
            {
                bus.tell(Heard::Changed(changed));
            }
        }
    };
    let ask = async {
        if client.batch_execute(dialect::POSTGRES_LISTEN).await.is_ok() {
            *pause = Duration::from_millis(100);
            // What happened before is not told again.
            bus.tell(Heard::Missed);
        }
    };
    futures::join!(messages, ask);
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
