//! `cargo xtask postgres`.

use std::process::ExitCode;

use crate::postgres::Postgres;
use crate::tools::{self, Tool};

pub fn run() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Postgres])?;
    let postgres = Postgres::start()?;
    println!("{}", postgres.url());
    eprintln!("PostgreSQL runs until ctrl-c. Store and web tests use it with:");
    eprintln!(
        "  HARBORLINE_TEST_POSTGRES={} cargo test --workspace",
        postgres.url()
    );
    loop {
        std::thread::park();
    }
}
