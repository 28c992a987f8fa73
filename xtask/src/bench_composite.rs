//! `cargo xtask bench composite`: what building an index costs beside what it may cost, in one run.
//!
//! `crates/composite/examples/bench.rs` measures and prints JSON; this prints the table. Where R and COINr are installed,
//! COINr rebuilds the same index in the same run; else a figure is printed with its source.

use std::fmt;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

use crate::shell::{self, output, run as run_command};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rounds; each measures every figure once, and medians are shown.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
}

/// Where ASEM's tables are.
const ASEM: &str = "crates/composite/tests/data/asem";

/// What a rebuild takes COINr, and where the figure is from.
const COINR: (f64, &str) = (
    140.0,
    "COINr 1.1 on R, as this library was asked for; not measured in this run, as R or COINr is not installed",
);

#[derive(Debug, Deserialize)]
struct Found {
    rebuild_us: f64,
    replications: u32,
    one_thread_s: f64,
    two_threads_s: f64,
    memory: Memory,
    by_units: Vec<Large>,
    by_indicators: Vec<Large>,
}

/// Of the whole process, while the large table is built.
#[derive(Debug, Deserialize)]
struct Memory {
    table_bytes: f64,
    peak_bytes: f64,
}

#[derive(Debug, Deserialize)]
struct Large {
    units: u32,
    indicators: u32,
    ms: f64,
}

/// A figure and what it may be at most.
struct Limit {
    what: String,
    found: f64,
    most: f64,
    unit: &'static str,
}

/// Fails when a figure is above its limit, after the table is printed.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    run_command(shell::cargo().args([
        "build",
        "--release",
        "--package",
        "composite",
        "--example",
        "bench",
    ]))?;
    let mut bench = shell::program(shell::target().join("release/examples/bench"));
    let json = output(bench.arg(shell::root().join(ASEM)).arg(args.rounds.to_string()))?;
    let found: Found = serde_json::from_str(&json).context("the measurement gave no figures")?;
    let limits = limits(&found)?;
    println!("\n| figure | found | at most | |\n|---|--:|--:|---|");
    for limit in &limits {
        println!("{limit}");
    }
    let (coinr_ms, source) = coinr().map_or(COINR, |ms| (ms, "COINr, measured in this run"));
    println!(
        "\nA rebuild takes COINr {coinr_ms:.0} ms ({source}): {:.0} times as long. Replications on one thread: {:.3} s.",
        coinr_ms * 1e3 / found.rebuild_us,
        found.one_thread_s
    );
    println!("\n| units | indicators | build | a value |\n|--:|--:|--:|--:|");
    for large in found.by_units.iter().chain(&found.by_indicators) {
        println!("{large}");
    }
    println!("\nThe medians of {} rounds.", args.rounds);
    Ok(if limits.iter().any(Limit::is_exceeded) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn limits(found: &Found) -> anyhow::Result<[Limit; 4]> {
    let large = found.by_units.iter().find(|large| large.units == 5000);
    let large = large.context("5,000 units were not measured")?;
    let limit = |what: String, found, most, unit| Limit {
        what,
        found,
        most,
        unit,
    };
    Ok([
        limit(
            "ASEM rebuilt from raw, one thread".to_owned(),
            found.rebuild_us,
            150.0,
            "µs",
        ),
        limit(
            format!("{} replications on ASEM, two threads", found.replications),
            found.two_threads_s,
            1.0,
            "s",
        ),
        limit(
            format!(
                "{} units × {} indicators × 4 levels",
                large.units, large.indicators
            ),
            large.ms,
            100.0,
            "ms",
        ),
        limit(
            "memory of the process then, in tables".to_owned(),
            found.memory.peak_bytes / found.memory.table_bytes,
            6.0,
            "×",
        ),
    ])
}

/// Milliseconds of a rebuild by COINr, if it is installed.
fn coinr() -> Option<f64> {
    let script = "suppressMessages(library(COINr)); coin <- build_example_coin(quietly = TRUE); \
                  took <- system.time(for (i in 1:20) Regen(coin, quietly = TRUE)); \
                  cat(took[['elapsed']] / 20 * 1000)";
    let printed = output(shell::program("Rscript").args(["-e", script])).ok()?;
    printed.trim().parse().ok()
}

impl Limit {
    fn is_exceeded(&self) -> bool {
        self.found > self.most
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            found,
            most,
            unit,
        } = self;
        let said = if self.is_exceeded() { "too much" } else { "kept" };
        let digits = if *found < 10.0 { 3 } else { 1 };
        write!(f, "| {what} | {found:.digits$} {unit} | {most} {unit} | {said} |")
    }
}

impl fmt::Display for Large {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = f64::from(self.units) * f64::from(self.indicators);
        write!(
            f,
            "| {} | {} | {:.1} ms | {:.1} ns |",
            self.units,
            self.indicators,
            self.ms,
            self.ms * 1e6 / values
        )
    }
}
