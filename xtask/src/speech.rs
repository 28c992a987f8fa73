//! `cargo xtask speech`: a made-up voice speaks, Whisper listens behind `OpenAI`'s call, and `harborline transcribe` says
//! what it heard. The tests themselves are `crates/harborline/tests/whisper.rs`.

use std::process::ExitCode;

use crate::python;
use crate::shell::{cargo, run as run_command};
use crate::tools::{self, Tool};

pub fn run() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Python])?;
    carry_out()?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests with Whisper. Without it they are skipped, and counted so: `ignored`, in cargo's words.
pub fn carry_out() -> anyhow::Result<()> {
    let mut test = cargo();
    test.args([
        "test",
        "--workspace",
        "--test",
        "whisper",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]);
    if let Some(python) = is_there() {
        test.env("HARBORLINE_TEST_PYTHON", python)
            .arg("--include-ignored");
    }
    run_command(&mut test)
}

/// A Python with Whisper and the voice; `None`, and a word about it, where they cannot be had.
pub fn is_there() -> Option<std::path::PathBuf> {
    match python::with_speech() {
        Ok(python) => Some(python),
        Err(why) => {
            println!("{why}\nWhat wants Whisper is skipped.");
            None
        }
    }
}
