use std::process::ExitCode;

use clap::Subcommand;

use super::{clock, open_as_is};
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    change: Change,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Tasks that were given up, the last first: kind, name, what they are about, how often they were tried, and why the last
    /// try failed.
    List,
    /// Take up again what was given up, once what kept it from being done is mended.
    Retry { kind: String, name: String },
}

/// Read at a time.
const BATCH: usize = 100;

pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    let store = open_as_is(&config).await?;
    match &args.change {
        Change::List => {
            let mut cursor = None;
            loop {
                let page = store.given_up(cursor.as_deref(), BATCH).await?;
                for task in page.rows {
                    println!(
                        "{}\t{}\t{}\t{}\t{}",
                        task.kind, task.name, task.about, task.tries, task.why
                    );
                }
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
        }
        Change::Retry { kind, name } => {
            anyhow::ensure!(
                store.try_again(clock(&config).now(), kind, name).await?,
                "no task `{kind}` `{name}` was given up; `harborline tasks list` names those that were"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}
