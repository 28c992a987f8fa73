use std::process::ExitCode;
use std::sync::Arc;

use super::{clock, open_store, read_city};
use crate::config::Config;
use crate::engines;
use crate::workers::Workers;

/// Runs the workers until the process is told to end.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    super::serve::log_to_stderr(&config);
    let city = Arc::new(read_city(&config.city)?);
    let translators = engines::translators(&config, &city)?;
    let store = open_store(&config).await?;
    store.adopt(&city).await?;
    Workers::new(store, city, clock(&config), translators)
        .run(super::serve::told_to_end())
        .await;
    Ok(ExitCode::SUCCESS)
}
