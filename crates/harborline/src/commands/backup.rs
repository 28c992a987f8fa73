use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use store::{Location, Store};

use super::open_as_is;
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// File to be written; it must not be there yet.
    file: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// File that `backup` wrote. Nothing may serve the data folder meanwhile.
    file: PathBuf,
}

pub async fn backup(config: Config, args: &BackupArgs) -> anyhow::Result<ExitCode> {
    open_as_is(&config).await?.backup(&args.file).await?;
    let secret = config.data.join("secret");
    eprintln!(
        "wrote {}; keep {} beside it, or no receipt opens its case",
        args.file.display(),
        secret.display()
    );
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(config: Config, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    if config.database.is_none() {
        config.prepare_data()?;
    }
    let location = Location::parse(&config.location())?;
    Store::restore(&location, &args.file)
        .await
        .with_context(|| format!("nothing was restored to {location:?}"))?;
    eprintln!("restored; `harborline verify` proves it whole");
    let secret = config.data.join("secret");
    if !secret.exists() {
        eprintln!(
            "put the `secret` of the backup back, too, as {}",
            secret.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}
