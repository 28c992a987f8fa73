//! `cargo xtask bench hotline`: what finding an agent for everybody who waits costs beside what it may cost.
//!
//! `crates/domain/examples/hotline.rs` measures and prints JSON; this prints the table.

use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

use crate::shell::{self, output, run as run_command};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rounds of matching in each situation; medians are shown.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
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
        "--release",
        "--package",
        "domain",
        "--example",
        "hotline",
    ]))?;
    let mut bench = shell::program(shell::target().join("release/examples/hotline"));
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
    Ok(if rounds.iter().any(|(_, ms)| *ms > MOST_MS) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
