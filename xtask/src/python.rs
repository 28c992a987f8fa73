//! A Python of the repository's own, below `target`, and the mail server that tests run with it.

use std::path::PathBuf;

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

/// Its `python`, with the packages of `xtask/mail`; installed when they are not there.
pub fn with_mail_server() -> anyhow::Result<PathBuf> {
    let python = python()?;
    if output(shell::program(&python).args(["-c", "import aiosmtpd"])).is_err() {
        let mut install = shell::program(&python);
        install.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary=:all:",
        ]);
        install.args(["--requirement", "xtask/mail/requirements.txt"]);
        run(&mut install).context("aiosmtpd cannot be fetched from PyPI: is there a network?")?;
    }
    Ok(python)
}
