//! `cargo xtask telephony`: a made-up caller (SIPp) calls the hotline through a real telephone exchange (RustPBX), another
//! picks up for an agent, and the contact is looked for at the desk.
//!
//! It stands outside `cargo xtask test`: the exchange takes a quarter of an hour to build, on two cores.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::shell::{self, run as run_command};
use crate::tools::{self, Tool};

const VERSION: &str = "0.5.0";

pub fn run() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node, Tool::Sipp])?;
    let exchange = exchange()?;
    run_command(shell::cargo().args(["build", "--quiet", "--package", "harborline"]))?;
    let mut calls = shell::program("node");
    calls
        .arg("xtask/telephony/calls.mjs")
        .arg(shell::target().join("debug/harborline"))
        .arg(exchange)
        .arg(shell::target().join("telephony"));
    run_command(&mut calls)?;
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
