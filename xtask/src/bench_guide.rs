//! `cargo xtask bench guide`: what finding a text, printing a leaflet and showing a page cost beside what they may cost, in
//! one run.
//!
//! `crates/search/examples/bench.rs` makes the texts up from sentences that the tests have and searches them,
//! `crates/typesetting/examples/leaflet.rs` sets the leaflet of an airport, `limits pages` asks the real binary for public pages; each prints JSON, and this prints the
//! table.

use std::fmt;
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

use crate::shell::{self, output, run as run_command};
use crate::tools::{self, Tool};

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

/// The leaflet that is set, and so often.
const TEMPLATE: &str = "crates/web/templates/arrivals/leaflet.typ";
const LEAFLET: &str = "crates/typesetting/examples/leaflet.json";
const ROUNDS: &str = "40";

#[derive(Debug, Deserialize)]
struct Leaflet {
    /// Reading the machine's fonts, which a server does ahead of the first one.
    fonts_ms: f64,
    /// The first one after that.
    first_ms: f64,
    p50_ms: f64,
    worst_ms: f64,
    bytes: u32,
    pages: u32,
    is_accessible: bool,
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
    let leaflet = leaflet()?;
    let shown = pages()?;
    let limits: Vec<Limit> = limits(&found, &leaflet)
        .into_iter()
        .chain(shown.limits())
        .collect();
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
    println!(
        "A leaflet of {} pages and {:.0} KB{}: half of them take {:.0} ms; reading the fonts takes {:.0} ms, once, and the first \
         leaflet on them {:.0} ms.",
        leaflet.pages,
        f64::from(leaflet.bytes) / 1000.0,
        if leaflet.is_accessible { ", PDF/UA-1" } else { "" },
        leaflet.p50_ms,
        leaflet.fonts_ms,
        leaflet.first_ms
    );
    println!("\n| page | KB with all it loads | a second | half within | 99 of 100 |\n|---|--:|--:|--:|--:|");
    for page in &shown.pages {
        println!(
            "| {} | {} | {:.0} | {:.1} ms | {:.1} ms |",
            page.path, page.kb, page.per_second, page.median_ms, page.p99_ms
        );
    }
    Ok(if limits.iter().any(Limit::is_missed) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Pages of each kind.
const PAGES: [&str; 10] = [
    "/en",
    "/zh/guides",
    "/ko/guides/residence-registration",
    "/en/services/consumer-complaint",
    "/ru/places",
    "/en/transport",
    "/zh/laws",
    "/en/health",
    "/ja/arrivals/airport",
    "/en/regulation",
];

#[derive(Debug, Deserialize)]
struct Shown {
    pages: Vec<PageShown>,
    /// From the start to ready, with 2,000 guides.
    start_s: f64,
    /// From ready to the leaflet that is asked for at once.
    leaflet_s: f64,
}

#[derive(Debug, Deserialize)]
struct PageShown {
    path: String,
    kb: u32,
    per_second: f64,
    median_ms: f64,
    p99_ms: f64,
}

/// Asks the real binary for pages, each in turn.
fn pages() -> anyhow::Result<Shown> {
    tools::ensure(&[Tool::Node])?;
    run_command(shell::cargo().args([
        "build",
        "--release",
        "--package",
        "harborline",
        "--package",
        "limits",
    ]))?;
    let release = shell::target().join("release");
    let mut bench = shell::program(release.join("limits"));
    bench
        .arg("pages")
        .arg("--harborline")
        .arg(release.join("harborline"));
    bench.arg("--city").arg(shell::root().join("cities/weihai"));
    bench.arg("--folder").arg(shell::target());
    bench.args(["--leaflet", "/ja/arrivals/airport/a4.pdf"]);
    bench.args(PAGES);
    serde_json::from_str(&output(&mut bench)?).context("the measurement of the pages gave no figures")
}

impl Shown {
    fn limits(&self) -> [Limit; 5] {
        let most = |of: fn(&PageShown) -> f64| self.pages.iter().map(of).fold(0.0, f64::max);
        let least = self
            .pages
            .iter()
            .map(|page| page.per_second)
            .fold(f64::INFINITY, f64::min);
        let limit = |what, found, bound, unit| Limit {
            what,
            found,
            bound,
            unit,
        };
        [
            limit(
                "the heaviest page with all it loads",
                most(|page| f64::from(page.kb)),
                Bound::AtMost(120.0),
                "KB",
            ),
            limit(
                "the slowest page, half of 32 at once",
                most(|page| page.median_ms),
                Bound::AtMost(5.0),
                "ms",
            ),
            limit("the slowest page", least, Bound::AtLeast(5000.0), "/s"),
            limit("a start with 2,000 guides", self.start_s, Bound::AtMost(1.0), "s"),
            limit(
                "the first leaflet after a start",
                self.leaflet_s,
                Bound::AtMost(0.5),
                "s",
            ),
        ]
    }
}

/// Sets a leaflet, the first one on fonts that nobody has read.
fn leaflet() -> anyhow::Result<Leaflet> {
    tools::ensure(&[Tool::Fonts, Tool::MoreFonts, Tool::Emoji])?;
    run_command(shell::cargo().args([
        "build",
        "--release",
        "--package",
        "typesetting",
        "--example",
        "leaflet",
    ]))?;
    let mut bench = shell::program(shell::target().join("release/examples/leaflet"));
    bench.args([TEMPLATE, LEAFLET].map(|path| shell::root().join(path)));
    bench.arg(ROUNDS);
    serde_json::from_str(&output(&mut bench)?).context("the measurement of the leaflet gave no figures")
}

fn limits(found: &Measured, leaflet: &Leaflet) -> [Limit; 6] {
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
        limit(
            "a leaflet, the longest",
            leaflet.worst_ms,
            Bound::AtMost(500.0),
            "ms",
        ),
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
