//! `cargo xtask fuzz`: feeds hostile files and texts to the translator, one target after the other.
//!
//! cargo-fuzz and a nightly compiler are needed; nothing is installed here, since neither is needed for anything else.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

use crate::shell::{program, root, run, succeeds};

/// In the order in which they run: files of a model, a whole one, texts.
const TARGETS: [&str; 7] = [
    "model",
    "vocabulary",
    "shortlist",
    "config",
    "bundle",
    "text",
    "html",
];

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How long each target runs.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
    /// What is fed: all, when none is named.
    #[arg(value_name = "TARGET", value_parser = TARGETS)]
    targets: Vec<String>,
}

/// A cargo command of the nightly compiler, in the crate that is fuzzed.
fn nightly(folder: &str) -> Command {
    let mut command = program("cargo");
    // What runs this sets its own compiler, and its own folder for what is built.
    for name in ["CARGO", "RUSTC", "RUSTDOC", "CARGO_TARGET_DIR"] {
        command.env_remove(name);
    }
    command
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .current_dir(root().join(folder));
    command
}

pub fn run_targets(args: &Args) -> anyhow::Result<ExitCode> {
    if !succeeds(
        program("rustc")
            .env("RUSTUP_TOOLCHAIN", "nightly")
            .arg("--version"),
    ) {
        bail!(
            "there is no nightly compiler: `rustup toolchain install nightly --profile minimal` installs it"
        );
    }
    if !succeeds(program("cargo").args(["fuzz", "--version"])) {
        bail!("there is no cargo-fuzz: `cargo install cargo-fuzz` installs it");
    }
    let targets: Vec<&str> = if args.targets.is_empty() {
        TARGETS.to_vec()
    } else {
        args.targets.iter().map(String::as_str).collect()
    };
    run(nightly("crates/bergamot/fuzz").args(["run", "--quiet", "--bin", "seeds"]))
        .context("the corpora cannot be written")?;
    let mut found = Vec::new();
    for target in targets {
        let mut command = nightly("crates/bergamot");
        command.args(["fuzz", "run", target, "--"]);
        // A single allocation beyond half a gigabyte, or twenty seconds for one input, is a finding, too. The targets
        // themselves hold what they do against the size of its input.
        command.args(["-timeout=20", "-rss_limit_mb=2048", "-malloc_limit_mb=512"]);
        command.args([
            "-print_final_stats=1",
            &format!("-max_total_time={}", args.seconds),
        ]);
        if run(&mut command).is_err() {
            found.push(target);
        }
    }
    if found.is_empty() {
        println!("Nothing was found.");
        return Ok(ExitCode::SUCCESS);
    }
    let artifacts: PathBuf = root().join("crates/bergamot/fuzz/artifacts");
    println!(
        "Found by: {}; what did it is in {}",
        found.join(", "),
        artifacts.display()
    );
    Ok(ExitCode::FAILURE)
}
