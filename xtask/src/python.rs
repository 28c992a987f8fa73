//! A Python of the repository's own, below `target`.

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
