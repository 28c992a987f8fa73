use std::process::ExitCode;
use std::sync::Arc;

use super::{clock, open_as_is, read_city};
use crate::config::Config;
use crate::engines;
use crate::memory::Keeper;
use crate::workers::Workers;

/// Runs the workers until the process is told to end. They help those who serve, and make no database of their own: on a
/// mistyped path they would wait there for ever.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    super::serve::log_to_stderr(&config);
    let city = Arc::new(read_city(&config.city)?);
    let store = open_as_is(&config).await?;
    store.adopt(&city).await?;
    let keeper = Keeper::new(store.clone(), &city);
    let translators = engines::translators(&config, &city, keeper.memory())?;
    let keeping = tokio::spawn(keeper.run(super::serve::told_to_end()));
    let workers = Workers::new(store, city, clock(&config), translators);
    super::serve::drained(async {
        workers.run(super::serve::told_to_end()).await;
        Ok(keeping.await?)
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
