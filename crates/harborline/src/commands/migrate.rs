use std::process::ExitCode;

use super::{open_store, read_city};
use crate::config::Config;

/// Opening brings the tables up to date; adopting makes the rows fit this version and this pack.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let city = read_city(&config.city)?;
    open_store(&config).await?.adopt(&city).await?;
    eprintln!("the database is up to date");
    Ok(ExitCode::SUCCESS)
}
