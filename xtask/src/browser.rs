//! The browser tests and pictures in `e2e/`, run by Node's own test runner against the real binary.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use crate::shell::{self, root, run};
use crate::tools::{self, CHROMIUM, Tool};

/// Puts the packages of `e2e/package-lock.json` in place, if they are not there already.
fn install() -> anyhow::Result<()> {
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

/// Builds the binary that the tests drive.
fn binary() -> anyhow::Result<PathBuf> {
    run(shell::cargo().args(["build", "--package", "harborline"]))?;
    Ok(shell::target().join("debug/harborline"))
}

/// Node in `e2e/`, told where the binary, the browser and, if any, the database server are.
fn node(postgres: Option<&str>) -> anyhow::Result<Command> {
    install()?;
    let mut node = shell::program("node");
    node.current_dir(root().join("e2e"));
    node.env("E2E_BINARY", binary()?).env("E2E_CHROMIUM", CHROMIUM);
    match postgres {
        Some(url) => node.env("E2E_POSTGRES", url),
        None => node.env_remove("E2E_POSTGRES"),
    };
    Ok(node)
}

/// All browser tests, on PostgreSQL when a URL is given, else on SQLite.
pub fn tests(postgres: Option<&str>) -> anyhow::Result<()> {
    // Named one by one: a folder is not taken by every version of Node 20.
    let mut specs: Vec<PathBuf> = fs::read_dir(root().join("e2e/tests"))
        .context("e2e/tests")?
        .map(|entry| Ok(PathBuf::from("tests").join(entry?.file_name())))
        .collect::<anyhow::Result<_>>()?;
    specs.retain(|spec| spec.to_string_lossy().ends_with(".test.mjs"));
    specs.sort();
    run(node(postgres)?
        .args(["--test", "--test-reporter=spec"])
        .args(specs))
}

/// `cargo xtask screenshots`.
pub fn screenshots() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Node, Tool::Chromium, Tool::Fonts])?;
    run(node(None)?
        .arg("screenshots.mjs")
        .arg(root().join("docs/screens")))?;
    Ok(ExitCode::SUCCESS)
}
