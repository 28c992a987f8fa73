//! What this machine can do at best, measured beside what Harborline does on it: `cargo xtask bench` runs this.
//!
//! The limits are two bare servers; they and Harborline are driven over HTTP by the same load, in turns.

mod attack;
mod chats;
mod compare;
mod hello;
mod insert;
mod load;
mod memory;
mod pages;
mod server;
mod sockets;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a bare handler that answers with a little JSON.
    Hello,
    /// Serve a bare handler that makes one durable insert, grouped with those that wait.
    Insert {
        /// The database's file.
        file: PathBuf,
    },
    /// Serve a bare socket that makes one durable insert of each message, grouped with those that wait.
    Sockets {
        /// The database's file.
        file: PathBuf,
    },
    /// Measure the hotline's chats beside that.
    Chats(chats::Args),
    /// Measure Harborline beside both.
    Compare(compare::Args),
    /// Measure public pages, and a start with many guides.
    Pages(pages::Args),
    /// Measure how long others wait while one address attacks.
    Attack(attack::Args),
    /// Attack, for that.
    Attacker(attack::AttackerArgs),
    /// Measure how fast memory is read.
    Memory(memory::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match Cli::parse().command {
            Command::Hello => hello::serve().await.map(|()| ExitCode::SUCCESS),
            Command::Insert { file } => insert::serve(&file).await.map(|()| ExitCode::SUCCESS),
            Command::Sockets { file } => sockets::serve(&file).await.map(|()| ExitCode::SUCCESS),
            Command::Chats(args) => chats::run(&args).await,
            Command::Compare(args) => compare::run(&args).await,
            Command::Pages(args) => pages::run(&args).await.map(|()| ExitCode::SUCCESS),
            Command::Attack(args) => attack::run(&args).await,
            Command::Attacker(args) => attack::attack(&args).await.map(|()| ExitCode::SUCCESS),
            Command::Memory(args) => memory::run(&args).map(|()| ExitCode::SUCCESS),
        }
    })
}
