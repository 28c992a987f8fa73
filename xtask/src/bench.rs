//! `cargo xtask bench`: builds, starts PostgreSQL, and lets `xtask/limits` measure.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::postgres::Postgres;
use crate::shell::{self, run as run_command};
use crate::tools::{self, Tool};
use crate::{bench_attack, bench_composite, bench_guide, bench_hotline, bench_translate};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    of: Option<Of>,
    /// Rounds; each measures every limit and figure once, and medians are shown.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Seconds that each measurement takes, after the warm-up.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Profile to build with.
    #[arg(long, default_value = "release")]
    profile: String,
    /// Leave PostgreSQL out.
    #[arg(long)]
    no_postgres: bool,
}

/// What else can be measured.
#[derive(Debug, clap::Subcommand)]
enum Of {
    /// The translator beside two others on the same weights.
    Translate(bench_translate::Args),
    /// Building an index, and its uncertainty.
    Composite(bench_composite::Args),
    /// Searching 100,000 texts in five languages, printing a leaflet, and public pages.
    Guide(bench_guide::Args),
    /// How long others wait while one address does its worst.
    Attack(bench_attack::Args),
    /// Finding an agent for everybody who waits, and planning a day.
    Hotline(bench_hotline::Args),
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.of {
        Some(Of::Translate(args)) => return bench_translate::run(args),
        Some(Of::Composite(args)) => return bench_composite::run(args),
        Some(Of::Guide(args)) => return bench_guide::run(args),
        Some(Of::Attack(args)) => return bench_attack::run(args),
        Some(Of::Hotline(args)) => return bench_hotline::run(args),
        None => {}
    }
    let wanted: &[Tool] = if args.no_postgres {
        &[Tool::Node]
    } else {
        &[Tool::Node, Tool::Postgres]
    };
    tools::ensure(wanted)?;
    let build = [
        "build",
        "--package",
        "harborline",
        "--package",
        "limits",
        "--profile",
        &args.profile,
    ];
    run_command(shell::cargo().args(build))?;
    let folder = if args.profile == "dev" {
        "debug"
    } else {
        &args.profile
    };
    let folder = shell::target().join(folder);
    let postgres = if args.no_postgres {
        None
    } else {
        Some(Postgres::start()?)
    };
    let mut limits = shell::program(folder.join("limits"));
    limits
        .arg("compare")
        .arg("--harborline")
        .arg(folder.join("harborline"));
    limits.args([
        "--rounds",
        &args.rounds.to_string(),
        "--seconds",
        &args.seconds.to_string(),
    ]);
    // Not in /tmp, which may be memory: what is measured is on a disk.
    limits.arg("--folder").arg(shell::target());
    if let Some(postgres) = &postgres {
        limits.args(["--postgres", &postgres.url()]);
    }
    let status = limits.status().context("the measurement cannot be started")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
