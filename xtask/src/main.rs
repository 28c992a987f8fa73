//! Development commands: `cargo xtask test | tidy | bench | lighthouse | fuzz | postgres | weights | speech | telephony | screenshots`.
//!
//! To add a command: a variant of [`Command`] and a module of the same name.

mod bench;
mod bench_attack;
mod bench_composite;
mod bench_guide;
mod bench_hotline;
mod bench_translate;
mod browser;
mod fuzz;
mod lighthouse;
mod postgres;
mod postgres_command;
mod python;
mod shell;
mod speech;
mod telephony;
mod test;
mod tidy;
mod tools;
mod weights;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development commands of Harborline.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what the tests need, then format, house rules, lints, unit, check of the city pack, browser tests on both
    /// engines.
    Test(test::Args),
    /// Check the rules of the house: arrows, SQL, HTML, texts, long files, what a noun costs.
    Tidy,
    /// Measure the real binary beside limits measured in the same run.
    Bench(bench::Args),
    /// Ask Lighthouse about the public pages that are used most.
    Lighthouse(lighthouse::Args),
    /// Feed hostile model files, texts and HTML to the translator.
    Fuzz(fuzz::Args),
    /// Start a PostgreSQL of its own, print its URL, and keep it until ctrl-c.
    Postgres,
    /// Fetch the students that the translator is tested with, and print where they are.
    Weights,
    /// Have Whisper listen to a made-up voice, and `harborline transcribe` say what it heard.
    Speech,
    /// Have SIPp call through RustPBX to an agent, and look for the contacts that come of it.
    Telephony,
    /// Take the pictures in docs/screens from the real pages.
    Screenshots,
}

fn main() -> ExitCode {
    let done = shell::stop_on_interrupt().and_then(|()| match Cli::parse().command {
        Command::Test(args) => Ok(test::run(&args)),
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Lighthouse(args) => lighthouse::run(&args),
        Command::Fuzz(args) => fuzz::run_targets(&args),
        Command::Postgres => postgres_command::run(),
        Command::Weights => tools::ensure(&[tools::Tool::Python])
            .and_then(|()| weights::weights())
            .map(|folder| {
                println!("{}", folder.display());
                ExitCode::SUCCESS
            }),
        Command::Speech => speech::run(),
        Command::Telephony => telephony::run(),
        Command::Screenshots => browser::screenshots(),
    });
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
