//! `cargo xtask lighthouse`: what Lighthouse says of the public pages that are used most, on the slow phone and the slow
//! network that it makes up.
//!
//! It is pinned in `xtask/lighthouse` and put into `target/lighthouse`, apart from the browser tests, which it outweighs ten
//! times.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;
use serde::Deserialize;

use crate::shell::{self, OnEnd, output, run as run_command};
use crate::tools::{self, CHROMIUM, Tool};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How often each page is looked at; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// The binary whose demo is looked at; without it, one is built in release.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

/// The five that are used most: the first page, a service, what there is to read, one of it, and where to go.
const PAGES: [&str; 5] = [
    "/en",
    "/ko/services/consumer-complaint",
    "/zh/guides",
    "/ru/guides/residence-registration",
    "/ja/places",
];

const ACCESSIBILITY_MIN: u32 = 100;
const PERFORMANCE_MIN: u32 = 95;

/// What a page needs of the demo is there with few cases.
const CASES: &str = "100";

/// What Lighthouse found out about a page, as far as it is read here.
#[derive(Debug, Deserialize)]
struct Found {
    categories: BTreeMap<String, Category>,
    audits: BTreeMap<String, Audit>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Category {
    /// From 0 to 1; none when a part of it could not be looked at.
    score: Option<f64>,
    audit_refs: Vec<Weighed>,
}

#[derive(Debug, Deserialize)]
struct Weighed {
    id: String,
    weight: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Audit {
    title: String,
    score: Option<f64>,
    numeric_value: Option<f64>,
}

/// Fails when a page is less accessible or slower than it may be, after the table is printed.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node, Tool::Chromium, Tool::Fonts])?;
    let lighthouse = install()?;
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => release()?,
    };
    let folder = tempfile::Builder::new()
        .prefix("lighthouse-")
        .tempdir_in(shell::target())?;
    let demo = Demo::start(&binary, folder.path())?;
    let mut lines = Vec::new();
    let mut wanting = Vec::new();
    for page in PAGES {
        println!("{page}");
        let rounds = (0..args.rounds).map(|_| look(&lighthouse, &demo.url, page, folder.path()));
        let mut rounds = rounds.collect::<anyhow::Result<Vec<_>>>()?;
        rounds.sort_by_key(|found| found.score("performance"));
        let least = rounds.iter().map(|found| found.score("accessibility")).min();
        let median = &rounds[rounds.len() / 2];
        lines.push(median.line(page));
        if least < Some(ACCESSIBILITY_MIN) {
            let lacks = rounds.iter().flat_map(|found| found.lacks("accessibility"));
            wanting.extend(lacks.map(|lack| format!("{page}: {lack}")));
        }
        if median.score("performance") < PERFORMANCE_MIN {
            let lacks = median.lacks("performance").into_iter();
            wanting.extend(lacks.map(|lack| format!("{page}: {lack}")));
        }
    }
    println!(
        "\n| page | accessibility | performance | first paint | largest paint | blocked | moved | KB |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|"
    );
    for line in lines {
        println!("{line}");
    }
    wanting.dedup();
    for what in &wanting {
        println!("✗ {what}");
    }
    Ok(if wanting.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Puts Lighthouse in place, if it is not there already, and says where its program is.
fn install() -> anyhow::Result<PathBuf> {
    let pinned = shell::root().join("xtask/lighthouse");
    let folder = shell::target().join("lighthouse");
    let lock = fs::read(pinned.join("package-lock.json")).context("xtask/lighthouse/package-lock.json")?;
    let installed = folder.join("node_modules/.harborline-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(folder.join("node_modules/.bin/lighthouse"));
    }
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(pinned.join(file), folder.join(file))?;
    }
    run_command(shell::program("npm").arg("ci").current_dir(&folder))?;
    fs::write(&installed, &lock)?;
    Ok(folder.join("node_modules/.bin/lighthouse"))
}

fn release() -> anyhow::Result<PathBuf> {
    run_command(shell::cargo().args(["build", "--release", "--package", "harborline"]))?;
    Ok(shell::target().join("release/harborline"))
}

/// The binary, serving a demo in that folder until this is dropped.
#[derive(Debug)]
struct Demo {
    url: String,
    _end: OnEnd,
}

impl Demo {
    fn start(binary: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut demo = shell::program(binary);
        demo.args(["demo", "--city", "cities/weihai", "--listen", "127.0.0.1:0"]);
        demo.args(["--cases", CASES, "--data"]).arg(folder.join("data"));
        demo.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = demo.spawn().context("the demo cannot be started")?;
        let stdout = child.stdout.take().context("standard output is piped")?;
        let child = Mutex::new(child);
        let end = OnEnd::new(move || {
            let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = child.kill();
            let _ = child.wait();
        });
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let url = lines.find_map(|line| Some(line.strip_prefix("ready ")?.trim_end_matches('/').to_owned()));
        let url = url.context("the demo ended before it was ready")?;
        // Read to the end, so that it never waits for room in the pipe.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { url, _end: end })
    }
}

/// Looks at a page once.
fn look(lighthouse: &Path, url: &str, page: &str, folder: &Path) -> anyhow::Result<Found> {
    let report = folder.join("report.json");
    let mut command = Command::new(lighthouse);
    command.env("CHROME_PATH", CHROMIUM);
    command.arg(format!("{url}{page}"));
    command.args(["--quiet", "--no-enable-error-reporting", "--output=json"]);
    command.args([
        "--only-categories=performance,accessibility",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]);
    command.arg("--output-path").arg(&report);
    output(&mut command)?;
    serde_json::from_str(&fs::read_to_string(&report)?)
        .with_context(|| format!("what Lighthouse says of {page}"))
}

impl Found {
    /// From 0 to 100, rounded as Lighthouse shows it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a score is from 0 to 1"
    )]
    fn score(&self, category: &str) -> u32 {
        let score = self.categories.get(category).and_then(|category| category.score);
        (score.unwrap_or(0.0) * 100.0).round() as u32
    }

    fn number(&self, audit: &str) -> f64 {
        let audit = self.audits.get(audit);
        audit.and_then(|audit| audit.numeric_value).unwrap_or(f64::NAN)
    }

    /// What counts in a category and is not as it should be.
    fn lacks(&self, category: &str) -> Vec<String> {
        let weighed = self.categories.get(category).map(|category| &category.audit_refs);
        let weighed = weighed.into_iter().flatten().filter(|of| of.weight > 0.0);
        let audits = weighed.filter_map(|of| Some((&of.id, self.audits.get(&of.id)?)));
        let lacking = audits.filter(|(_, audit)| audit.score.is_some_and(|score| score < 0.9));
        lacking
            .map(|(id, audit)| format!("{category}: {} ({id})", audit.title))
            .collect()
    }

    fn line(&self, page: &str) -> String {
        format!(
            "| {page} | {} | {} | {:.1} s | {:.1} s | {:.0} ms | {:.3} | {:.0} |",
            self.score("accessibility"),
            self.score("performance"),
            self.number("first-contentful-paint") / 1000.0,
            self.number("largest-contentful-paint") / 1000.0,
            self.number("total-blocking-time"),
            self.number("cumulative-layout-shift"),
            self.number("total-byte-weight") / 1024.0
        )
    }
}
