//! `cargo xtask telephony`: a made-up caller (SIPp) calls the hotline through a real telephone exchange (RustPBX), another
//! picks up for an agent, or the agent does in a page of the desk (Chromium), and the contact is looked for there.
//!
//! It stands outside `cargo xtask test`: the exchange takes a quarter of an hour to build, on two cores.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::browser;
use crate::shell::{self, run as run_command};
use crate::tools::{self, CHROMIUM, Tool};

const VERSION: &str = "0.5.0";

pub fn run() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node, Tool::Sipp, Tool::Chromium])?;
    let exchange = exchange()?;
    browser::install()?;
    let binary = browser::binary()?;
    let folder = shell::target().join("telephony");
    for (play, beside) in [("calls", ""), ("page", "page")] {
        let mut calls = shell::program("node");
        calls
            .arg(format!("xtask/telephony/{play}.mjs"))
            .args([&binary, &exchange, &folder.join(beside)])
            .env("E2E_BINARY", &binary)
            .env("E2E_CHROMIUM", CHROMIUM);
        run_command(&mut calls)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// RustPBX, built once. Nobody waits for what it computes here, so it is not made fast, which would take longer.
fn exchange() -> anyhow::Result<PathBuf> {
    let root = shell::target().join("tools");
    let program = root.join("bin/rustpbx");
    if !program.exists() {
        tools::ensure(&[Tool::Cmake, Tool::Clang, Tool::Opus])?;
        let mut install = shell::cargo();
        install
            .args([
                "install",
                "rustpbx",
                "--version",
                VERSION,
                "--locked",
                "--no-default-features",
                "--root",
            ])
            .arg(&root)
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run_command(&mut install)?;
    }
    Ok(program)
}
