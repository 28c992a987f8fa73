//! The tables: made, brought up to date, or looked at.

use std::time::Duration;

use tokio_postgres::Client;

use super::servers::Found;
use super::{Patience, hide};
use crate::dialect::{self, Dialect};
use crate::{StoreError, Tables};

/// How long bringing them up to date may take, however many rows there are.
const MIGRATION: Duration = Duration::from_hours(1);
const GOODBYE: Duration = Duration::from_secs(1);

pub(super) async fn prepare(found: Found, tables: Tables, patience: Patience) -> Result<(), StoreError> {
    let mut client = found.client;
    let mut line = tokio::spawn(found.line);
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
    drop(client);
    // It says goodbye, if anybody hears it.
    if tokio::time::timeout(GOODBYE, &mut line).await.is_err() {
        line.abort();
    }
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
