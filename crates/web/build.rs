//! Builds the assets in `ui/` into `OUT_DIR`, where `src/assets.rs` embeds them.
//!
//! The packages are installed in `OUT_DIR` too, so that nothing appears in the source tree, and only when the lock
//! file has changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const SOURCES: [&str; 8] = [
    "package.json",
    "package-lock.json",
    ".npmrc",
    "build.mjs",
    "tsconfig.json",
    "images",
    "sass",
    "ts",
];

fn main() {
    let ui = Path::new("ui");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let work = out.join("ui");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=ui/{source}");
        let (from, to) = (ui.join(source), work.join(source));
        let _ = fs::remove_dir_all(&to);
        copy(&from, &to);
    }
    let lock = fs::read(ui.join("package-lock.json")).expect("ui/package-lock.json is there");
    let installed = work.join("node_modules/.installed-from");
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        run(Command::new("npm")
            .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&work));
        fs::write(&installed, &lock).expect("OUT_DIR can be written");
    }
    run(Command::new("node").arg("build.mjs").arg(&out).current_dir(&work));
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("OUT_DIR can be written");
        for entry in fs::read_dir(from).expect("ui/ can be read").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a file is in a folder")).expect("OUT_DIR can be written");
        fs::copy(from, to).unwrap_or_else(|e| panic!("{} cannot be copied: {e}", from.display()));
    }
}

fn run(command: &mut Command) {
    let shown = format!("{command:?}");
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "building the web assets failed: {shown}\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!(
            "building the web assets needs Node.js 20 or later with npm on the PATH; {shown} did not start: {error}"
        ),
    }
}
