//! `cargo xtask bench guide`: what finding a text costs beside what it may cost, in one run.
//!
//! `crates/search/examples/bench.rs` makes the texts up from sentences that the tests have, searches them and prints JSON;
//! this prints the table.

use std::fmt;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

use crate::shell::{self, output, run as run_command};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Texts to search, in five languages.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1000..))]
    texts: u32,
    /// Seconds that two threads search for.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
}

/// Sentences of each language.
const SENTENCES: &str = "crates/language/tests/data";

#[derive(Debug, Deserialize)]
struct Measured {
    texts: u32,
    text_mb: f64,
    build_mb_s: f64,
    /// Of the text.
    disk: f64,
    open_s: f64,
    p50_ms: f64,
    p99_ms: f64,
    worst_ms: f64,
    suggest_p99_ms: f64,
    per_second: f64,
    /// The share of the questions that find something.
    found: f64,
}

/// A figure and what it may be: at most, or at least.
struct Limit {
    what: &'static str,
    found: f64,
    bound: Bound,
    unit: &'static str,
}

enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// Fails when a figure is beyond its limit, after the table is printed.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    run_command(shell::cargo().args(["build", "--release", "--package", "search", "--example", "bench"]))?;
    let mut bench = shell::program(shell::target().join("release/examples/bench"));
    bench.arg(shell::root().join(SENTENCES));
    // Not in /tmp, which may be memory: what is measured is on a disk.
    bench.arg(shell::target());
    bench.args([args.texts.to_string(), args.seconds.to_string()]);
    let json = output(&mut bench)?;
    let found: Measured = serde_json::from_str(&json).context("the measurement gave no figures")?;
    let limits = limits(&found);
    println!("\n| figure | found | may be | |\n|---|--:|--:|---|");
    for limit in &limits {
        println!("{limit}");
    }
    println!(
        "\n{} texts of {:.1} MB, opened in {:.2} s. Half of the searches take {:.2} ms, the longest {:.1} ms; of a hundred \
         questions {:.0} find something.",
        found.texts,
        found.text_mb,
        found.open_s,
        found.p50_ms,
        found.worst_ms,
        found.found * 100.0
    );
    Ok(if limits.iter().any(Limit::is_missed) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn limits(found: &Measured) -> [Limit; 5] {
    let limit = |what, found, bound, unit| Limit {
        what,
        found,
        bound,
        unit,
    };
    [
        limit("a search, 99 of 100", found.p99_ms, Bound::AtMost(15.0), "ms"),
        limit(
            "a suggestion, 99 of 100",
            found.suggest_p99_ms,
            Bound::AtMost(15.0),
            "ms",
        ),
        limit(
            "searches on two threads",
            found.per_second,
            Bound::AtLeast(1000.0),
            "/s",
        ),
        limit(
            "text built into an index",
            found.build_mb_s,
            Bound::AtLeast(10.0),
            "MB/s",
        ),
        limit("the index on disk, in texts", found.disk, Bound::AtMost(1.5), "×"),
    ]
}

impl Limit {
    fn is_missed(&self) -> bool {
        match self.bound {
            Bound::AtMost(most) => self.found > most,
            Bound::AtLeast(least) => self.found < least,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            found,
            bound,
            unit,
        } = self;
        let (sign, bound) = match bound {
            Bound::AtMost(most) => ("≤", most),
            Bound::AtLeast(least) => ("≥", least),
        };
        let said = if self.is_missed() { "missed" } else { "kept" };
        let digits = if *found < 10.0 { 2 } else { 1 };
        write!(
            f,
            "| {what} | {found:.digits$} {unit} | {sign} {bound} {unit} | {said} |"
        )
    }
}
