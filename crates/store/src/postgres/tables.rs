//! The tables: made, brought up to date, or looked at.

use std::time::Duration;

use tokio_postgres::Client;

use super::servers::Line;
use super::{Patience, hide};
use crate::dialect::{self, Dialect};
use crate::{StoreError, Tables};

/// How long bringing them up to date may take, however many rows there are.
const MIGRATION: Duration = Duration::from_hours(1);

pub(super) async fn prepare(
    (mut client, connection): (Client, Line),
    tables: Tables,
    patience: Patience,
) -> Result<(), StoreError> {
    let line = tokio::spawn(connection);
    let prepared = async {
        match tables {
            Tables::Migrated => migrate(&mut client).await,
            Tables::AsTheyAre => look(&mut client).await,
        }
    };
    let time = match tables {
        Tables::Migrated => MIGRATION,
        Tables::AsTheyAre => patience.answer,
    };
    let prepared = tokio::time::timeout(time, prepared).await;
    line.abort();
    prepared.unwrap_or_else(|_| {
        tracing::error!("PostgreSQL did not answer in time about its tables");
        Err(StoreError::Unavailable)
    })
}

async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    let lock =
        async |client: &Client, sql: &str| client.batch_execute(sql).await.map_err(|error| hide(&error));
    lock(client, dialect::POSTGRES_MIGRATION_LOCK).await?;
    let done = Dialect::Postgres.migrations()?.run_async(client).await;
    lock(client, dialect::POSTGRES_MIGRATION_UNLOCK).await?;
    done.map(drop)
        .map_err(|error| crate::sqlite::other_version(&error))
}

/// Whether there are the tables of this version.
async fn look(client: &mut Client) -> Result<(), StoreError> {
    let history = client.query_one(dialect::POSTGRES_HISTORY, &[]).await;
    if history.map_err(|error| hide(&error))?.get::<_, i64>(0) == 0 {
        return Err(StoreError::NoDatabase);
    }
    let runner = Dialect::Postgres.migrations()?;
    let had = runner.get_applied_migrations_async(client).await;
    Dialect::Postgres.fits(&had.map_err(|error| crate::sqlite::other_version(&error))?)
}
