//! Reading: one connection, alike for both engines.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::postgres::Client;
use crate::sqlite::{self, Sqlite};
use crate::value::{FromRow, Sql, Value};
use crate::{StoreError, dialect};

/// A connection to read with.
pub(crate) enum Reader {
    Sqlite(Arc<Sqlite>),
    Postgres(Box<Client>),
    /// What was there when it began to read, whatever is written meanwhile. A connection of its own.
    SqliteSnapshot(Mutex<Connection>),
    PostgresSnapshot(Box<Client>),
}

impl Reader {
    /// A short read. On SQLite it runs in place.
    pub async fn rows<T: FromRow>(
        &self,
        sql: impl Into<Sql<'_>>,
        params: &[Value],
    ) -> Result<Vec<T>, StoreError> {
        let sql = sql.into();
        match self {
            Self::Sqlite(sqlite) => sqlite.rows(sql.text(), params),
            Self::Postgres(client) | Self::PostgresSnapshot(client) => client.rows(sql, params).await,
            Self::SqliteSnapshot(connection) => {
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                sqlite::rows(&connection, sql.text(), params)
            }
        }
    }

    /// Reads from here on what is there now. Only a snapshot reads anything else.
    pub async fn renew(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
            Self::SqliteSnapshot(connection) => {
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                let end = if connection.is_autocommit() { "" } else { "COMMIT;" };
                let begin = format!("{end}{}", dialect::SQLITE_SNAPSHOT);
                connection
                    .execute_batch(&begin)
                    .map_err(|error| sqlite::hide(&error))
            }
            Self::PostgresSnapshot(client) => {
                // To end what has not begun is a warning there.
                let begin = format!("COMMIT;{}", dialect::POSTGRES_SNAPSHOT);
                client.run(&begin).await
            }
        }
    }

    /// The first row of a short read.
    pub async fn first<T: FromRow>(
        &self,
        sql: impl Into<Sql<'_>>,
        params: &[Value],
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// A read that may look at much. On SQLite it runs on a thread of its own.
    pub async fn long_rows<T: FromRow + Send + 'static>(
        &self,
        sql: String,
        params: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => {
                let sqlite = Arc::clone(sqlite);
                let read = tokio::task::spawn_blocking(move || sqlite.rows(&sql, &params));
                read.await.map_err(|_| StoreError::Unavailable)?
            }
            _ => self.rows(Sql::Assembled(&sql), &params).await,
        }
    }
}
