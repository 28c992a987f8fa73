//! `cargo xtask bench hotline`: what finding an agent for everybody who waits costs beside what it may cost, and the chats.
//!
//! `crates/domain/examples/hotline.rs` measures and prints JSON; this prints the table. The chats `xtask/limits` measures.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

use crate::postgres::Postgres;
use crate::shell::{self, output, run as run_command};
use crate::tools::{self, Tool};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rounds of matching in each situation; medians are shown.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Chats that are open at once.
    #[arg(long, default_value_t = 5_000)]
    chats: u32,
    /// Messages a second, all chats together.
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// Seconds that each measurement of chats takes.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Profile to build with.
    #[arg(long, default_value = "release")]
    profile: String,
    /// Leave PostgreSQL out, and with it what goes from one node to another.
    #[arg(long)]
    no_postgres: bool,
}

/// Milliseconds of a round of matching, at most.
const MOST_MS: f64 = 2.0;

#[derive(Debug, Deserialize)]
struct Found {
    waiting: u32,
    agents: u32,
    all_ready_ms: f64,
    all_full_ms: f64,
    calls_while_all_chat_ms: f64,
    all_declined_ms: f64,
    plan_s: f64,
}

/// Fails when a round takes longer than it may, after the table is printed.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    run_command(shell::cargo().args([
        "build",
        "--profile",
        &args.profile,
        "--package",
        "domain",
        "--example",
        "hotline",
    ]))?;
    let folder = built(&args.profile);
    let mut bench = shell::program(folder.join("examples/hotline"));
    let json = output(bench.arg(args.rounds.to_string()))?;
    let found: Found = serde_json::from_str(&json).context("the measurement gave no figures")?;
    let rounds = [
        ("all agents ready", found.all_ready_ms),
        ("all agents full", found.all_full_ms),
        ("calls only, while all agents chat", found.calls_while_all_chat_ms),
        ("everybody declined by three", found.all_declined_ms),
    ];
    println!(
        "\n| {} waiting × {} agents | found | at most | |\n|---|--:|--:|---|",
        found.waiting, found.agents
    );
    for (what, ms) in rounds {
        let said = if ms > MOST_MS { "too much" } else { "kept" };
        println!("| {what} | {ms:.3} ms | {MOST_MS} ms | {said} |");
    }
    println!(
        "\nA plan of 24 half-hours in five languages takes {:.1} s, on one thread.",
        found.plan_s
    );
    let chats_kept = chats(args, &folder)?;
    Ok(if !chats_kept || rounds.iter().any(|(_, ms)| *ms > MOST_MS) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn built(profile: &str) -> PathBuf {
    shell::target().join(if profile == "dev" { "debug" } else { profile })
}

/// Whether the chats keep their limits.
fn chats(args: &Args, folder: &Path) -> anyhow::Result<bool> {
    let build = [
        "build",
        "--package",
        "harborline",
        "--package",
        "limits",
        "--profile",
    ];
    run_command(shell::cargo().args(build).arg(&args.profile))?;
    let postgres = if args.no_postgres {
        None
    } else {
        tools::ensure(&[Tool::Postgres])?;
        Some(Postgres::start()?)
    };
    let mut limits = shell::program(folder.join("limits"));
    limits
        .arg("chats")
        .arg("--harborline")
        .arg(folder.join("harborline"));
    // Not in /tmp, which may be memory: what is measured is on a disk.
    limits.arg("--folder").arg(shell::target());
    for (name, value) in [
        ("--chats", u64::from(args.chats)),
        ("--rate", u64::from(args.rate)),
        ("--seconds", args.seconds),
    ] {
        limits.args([name, &value.to_string()]);
    }
    if let Some(postgres) = &postgres {
        limits.args(["--postgres", &postgres.url()]);
    }
    let status = limits.status().context("the measurement cannot be started")?;
    Ok(status.success())
}
