//! `cargo xtask bench attack`: how long others wait while one address does its worst. `xtask/limits` measures.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::shell::{self, run as run_command};
use crate::tools::{self, Tool};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rounds; medians are shown.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Seconds that each measurement takes.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Profile to build with.
    #[arg(long, default_value = "release")]
    profile: String,
}

/// Fails when somebody waits longer than they may, after the table is printed.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node])?;
    let build = [
        "build",
        "--package",
        "harborline",
        "--package",
        "limits",
        "--profile",
    ];
    run_command(shell::cargo().args(build).arg(&args.profile))?;
    let profile = if args.profile == "dev" {
        "debug"
    } else {
        &args.profile
    };
    let folder = shell::target().join(profile);
    let mut limits = shell::program(folder.join("limits"));
    limits
        .arg("attack")
        .arg("--harborline")
        .arg(folder.join("harborline"));
    // Not in /tmp, which may be memory: what is measured is on a disk.
    limits.arg("--folder").arg(shell::target());
    limits.args(["--rounds", &args.rounds.to_string()]);
    limits.args(["--seconds", &args.seconds.to_string()]);
    let status = limits.status().context("the measurement cannot be started")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
