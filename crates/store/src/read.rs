//! Reading: one connection, alike for both engines.

use std::sync::Arc;

use deadpool_postgres::Object;

use crate::sqlite::Sqlite;
use crate::value::{FromRow, Sql, Value};
use crate::{StoreError, postgres};

/// A connection to read with.
pub(crate) enum Reader {
    Sqlite(Arc<Sqlite>),
    Postgres(Box<Object>),
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
            Self::Postgres(client) => postgres::rows(client, sql, params).await,
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
            Self::Postgres(client) => postgres::rows(client, Sql::Assembled(&sql), &params).await,
        }
    }
}
