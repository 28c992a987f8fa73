use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use domain::Lang;
use domain::journaled::Context;
use domain::partners::Duplicate;
use domain::roles::Actor;
use web::SystemEntropy;
use web::partners::import::{dry_run, enter};

use super::{clock, open_as_is, read_city, read_texts};
use crate::config::Config;

/// Enter partners from a table.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    change: Change,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Enter partners from a CSV file; its first line names the columns. With a bad cell nothing is entered.
    Import {
        file: PathBuf,
        /// Say what would be entered and which cells are bad, and enter nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Entered before the next line of progress.
const BATCH: usize = 200;

pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    let Change::Import { file, dry_run: dry } = &args.change;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let city = read_city(&config.city)?;
    let texts = read_texts(&city, &config.city)?;
    let store = open_as_is(&config).await?;
    let actor = Actor::System {
        worker: "import".to_owned(),
    };
    let ctx = Context {
        now: clock(&config).now(),
        actor: &actor,
        city: &city,
    };
    let imported = dry_run(&store, &texts, &ctx, &bytes)
        .await
        .with_context(|| file.display().to_string())?;
    for bad in &imported.bad {
        let problem = bad.problem.code();
        let (column, value) = (&bad.column, &bad.value);
        eprintln!("{}:{}: {column}: {problem}: {value:?}", file.display(), bad.line);
    }
    for duplicate in &imported.duplicates {
        match duplicate {
            Duplicate::OfLine { line, other } => {
                eprintln!("{}:{line}: left out, the same as line {other}", file.display());
            }
            Duplicate::OfPartner { line, other } => {
                eprintln!("{}:{line}: left out, there is {other}", file.display());
            }
        }
    }
    if !imported.bad.is_empty() {
        eprintln!("{} bad cells; nothing was entered", imported.bad.len());
        return Ok(ExitCode::FAILURE);
    }
    let all = imported.proposals.len();
    if *dry {
        eprintln!("{all} would be entered");
        return Ok(ExitCode::SUCCESS);
    }
    let mut entered = 0;
    for proposals in imported.proposals.chunks(BATCH) {
        let references = enter(&store, &ctx, &SystemEntropy, proposals).await?;
        for (proposal, reference) in proposals.iter().zip(references) {
            let name = domain::said_in(&proposal.open.entry.names, Lang::EN);
            println!("{reference}\t{}", name.map_or("", |(_, name)| name));
        }
        entered += proposals.len();
        eprintln!("entered {entered} of {all}");
    }
    Ok(ExitCode::SUCCESS)
}
