//! The binary: command line, configuration, duties, wiring. Nothing here decides anything about a case.
//!
//! To add a command: a variant of [`Command`] and a module of the same name in `commands/`. To add what goes on by itself:
//! a duty in `duties/`, or a kind of tasks in `duties/tasks.rs`.

mod clamav;
mod clock;
mod commands;
mod config;
mod connections;
mod demo;
mod duties;
mod engines;
mod index;
mod janus;
mod keys;
mod mail;
mod models;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Settings;

/// Requests are short and made of many small pieces; measured, this one serves a fifth more of them than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A city's platform for the people who come to it from abroad.
#[derive(Debug, Parser)]
#[command(name = "harborline", version, about, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages, the desk and the API.
    Serve(commands::serve::Args),
    /// Serve a data folder of its own with a made-up year in it, and print logins.
    Demo(commands::demo::Args),
    /// Run the workers alone, beside nodes that serve with --no-workers.
    Work,
    /// Bring the database to this version's tables.
    Migrate,
    /// Check a city pack: what is missing, stale or wrong, with file and line.
    Check(commands::check::Args),
    /// Replay the journal, compare it with the tables, name the first broken link of each stream.
    Verify,
    /// Add, list and change staff.
    User(commands::user::Args),
    Partners(commands::partners::Args),
    /// Write a copy of the database to a file (SQLite), and its keys.
    Backup(commands::backup::BackupArgs),
    /// Put a copy back (SQLite), and its keys.
    Restore(commands::backup::RestoreArgs),
    /// Try whether a backup would be enough: put one back elsewhere, with its keys, and verify it there.
    Drill(commands::drill::Args),
    /// List tasks that were given up, and take one up again.
    Tasks(commands::tasks::Args),
    /// Say what this machine and configuration lack.
    Doctor,
    /// When a limit ends, in the city's working days.
    Due(commands::due::Args),
    Staff(commands::staff::Args),
    /// Tell the language of each line on standard input.
    Detect,
    /// Translate each line on standard input with the models of this machine.
    Translate(commands::translate::Args),
    /// Write down what is said in a recording, by the engines of the configuration; JSON on standard output.
    Transcribe(commands::transcribe::Args),
    /// Add, check and remove the models that texts are translated with on this machine.
    Models(commands::models::Args),
    /// Build a composite indicator from tables, and write every stage of it.
    Index(Box<commands::index::Args>),
}

fn main() -> ExitCode {
    end_with_the_reader();
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("harborline: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// As shells have it: 128 and the number of SIGPIPE.
const NOBODY_READS: i32 = 141;

/// What is printed for `head`, which reads no further, ends in silence: printing to a pipe that nobody reads panics.
fn end_with_the_reader() {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to std") && said.contains("Broken pipe") {
            std::process::exit(NOBODY_READS);
        }
        otherwise(panic);
    }));
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let settings = &cli.settings;
    match &cli.command {
        Command::Check(args) => commands::check::run(args),
        Command::Due(args) => commands::due::run(&settings.load()?.city, args),
        Command::Staff(args) => commands::staff::run(args),
        Command::Detect => commands::detect::run(),
        Command::Serve(args) => in_runtime(commands::serve::run(settings.load()?, args)),
        Command::Demo(args) => in_runtime(commands::demo::run(settings, args)),
        Command::Work => in_runtime(commands::work::run(settings.load()?)),
        Command::Migrate => in_runtime(commands::migrate::run(settings.load()?)),
        Command::Verify => in_runtime(commands::verify::run(settings.load()?)),
        Command::User(args) => in_runtime(commands::user::run(settings.load()?, args)),
        Command::Partners(args) => in_runtime(commands::partners::run(settings.load()?, args)),
        Command::Backup(args) => in_runtime(commands::backup::backup(settings.load()?, args)),
        Command::Restore(args) => in_runtime(commands::backup::restore(settings.load()?, args)),
        Command::Drill(args) => in_runtime(commands::drill::run(settings.load()?, args)),
        Command::Tasks(args) => in_runtime(commands::tasks::run(settings.load()?, args)),
        Command::Translate(args) => commands::translate::run(&settings.load()?, args),
        Command::Transcribe(args) => in_runtime(commands::transcribe::run(settings.load()?, args)),
        Command::Models(args) => in_runtime(commands::models::run(settings.load()?, args)),
        Command::Index(args) => in_runtime(commands::index::run(args)),
        Command::Doctor => in_runtime(commands::doctor::run(settings.load()?)),
    }
}

fn in_runtime(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(work);
    // A thread that looks up a name, or reads for a page nobody waits for any more, holds nothing open.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    ended
}
