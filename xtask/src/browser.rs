//! The browser tests and pictures in `e2e/`, run by Node's own test runner against the real binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use tempfile::TempDir;

use crate::python::with_packages;
use crate::shell::{self, root, run};
use crate::speech;
use crate::tools::{self, CHROMIUM, CHROMIUM_SHELL, Tool};
use crate::weights::weights;

/// Puts the packages of `e2e/package-lock.json` in place, if they are not there already.
pub fn install() -> anyhow::Result<()> {
    let folder = root().join("e2e");
    let lock = fs::read(folder.join("package-lock.json")).context("e2e/package-lock.json")?;
    let installed = folder.join("node_modules/.harborline-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    run(shell::program("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    fs::write(&installed, &lock)?;
    Ok(())
}

/// Builds the binary that is driven, and says where it is: as the tests in Rust have it built beside one of themselves. Built
/// alone it has other features of its dependencies, and cargo would compile all of them a second time.
pub fn binary() -> anyhow::Result<PathBuf> {
    run(shell::cargo().args(["test", "--workspace", "--no-run", "--test", "secret"]))?;
    Ok(built())
}

/// Where the binary is when something else has built it.
pub fn built() -> PathBuf {
    shell::target().join("debug/harborline")
}

/// Node in `e2e/`, told where the binary and the browser are.
fn node(binary: &Path) -> Command {
    let mut node = shell::program("node");
    node.current_dir(root().join("e2e"));
    node.env("E2E_BINARY", binary).env("E2E_CHROMIUM", CHROMIUM);
    node.env("E2E_CHROMIUM_SHELL", CHROMIUM_SHELL);
    node.env_remove("E2E_POSTGRES").env_remove("E2E_SHARED");
    node
}

/// What all runs of the browser tests share.
#[derive(Debug)]
pub struct Suites {
    binary: PathBuf,
    weights: PathBuf,
    python: PathBuf,
    specs: Vec<PathBuf>,
    /// What the suites of a run make once for all of them: an index, people, and what axe found sound.
    shared: TempDir,
}

impl Suites {
    /// Puts in place what they need beside that binary.
    pub fn of(binary: PathBuf) -> anyhow::Result<Self> {
        install()?;
        // Named one by one: a folder is not taken by every version of Node 20.
        let mut specs: Vec<PathBuf> = fs::read_dir(root().join("e2e/tests"))
            .context("e2e/tests")?
            .map(|entry| Ok(PathBuf::from("tests").join(entry?.file_name())))
            .collect::<anyhow::Result<_>>()?;
        specs.retain(|spec| spec.to_string_lossy().ends_with(".test.mjs"));
        specs.sort();
        // Those that want it look for it themselves.
        speech::is_there();
        Ok(Self {
            binary,
            weights: weights()?,
            python: with_packages()?,
            specs,
            shared: tempfile::Builder::new()
                .prefix("harborline-e2e-shared-")
                .tempdir()?,
        })
    }

    /// Runs all of them: on PostgreSQL when a URL is given, else on SQLite.
    pub fn command(&self, postgres: Option<&str>) -> Command {
        let mut node = node(&self.binary);
        node.env("BERGAMOT_WEIGHTS", &self.weights);
        node.env("E2E_PYTHON", &self.python);
        node.env("E2E_SPEECH", shell::target().join("speech"));
        node.env("E2E_SHARED", self.shared.path());
        if let Some(url) = postgres {
            node.env("E2E_POSTGRES", url);
        }
        node.args(["--test", "--test-reporter=spec"]).args(&self.specs);
        node
    }
}

/// `cargo xtask screenshots`.
pub fn screenshots() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node, Tool::ChromiumShell, Tool::Fonts])?;
    install()?;
    run(node(&binary()?)
        .arg("screenshots.mjs")
        .arg(root().join("docs/screens")))?;
    Ok(ExitCode::SUCCESS)
}
