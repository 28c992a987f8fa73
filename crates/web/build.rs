//! Builds the assets in `ui/` into `OUT_DIR`, where `src/built.rs` embeds them, and lists the files of `locales/`.
//!
//! The packages are installed in `OUT_DIR` too, so that nothing appears in the source tree, and only when the lock
//! file has changed.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
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
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    assets(&out);
    locales(&out);
}

fn assets(out: &Path) {
    let ui = Path::new("ui");
    let work = out.join("ui");
    let mut digest = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed=ui/{source}");
        hash(&ui.join(source), &mut digest);
    }
    // A change in `locales/` alone builds no assets.
    let built = out.join("assets.built-from");
    let digest = digest.finish().to_string();
    if fs::read_to_string(&built).is_ok_and(|before| before == digest) {
        return;
    }
    for source in SOURCES {
        let to = work.join(source);
        let _ = fs::remove_dir_all(&to);
        copy(&ui.join(source), &to);
    }
    let lock = fs::read(ui.join("package-lock.json")).expect("ui/package-lock.json is there");
    let installed = work.join("node_modules/.installed-from");
    if fs::read(&installed).ok().as_ref() != Some(&lock) {
        run(Command::new("npm")
            .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&work));
        fs::write(&installed, &lock).expect("OUT_DIR can be written");
    }
    run(Command::new("node").arg("build.mjs").arg(out).current_dir(&work));
    fs::write(&built, digest).expect("OUT_DIR can be written");
}

/// Writes `locales.rs`: language, file name and text of every Fluent file.
fn locales(out: &Path) {
    println!("cargo::rerun-if-changed=locales");
    let root = fs::canonicalize("locales").expect("locales/ is there");
    let mut rows = String::from("&[\n");
    for language in sorted(&root) {
        for file in sorted(&language) {
            // As string literals: `{:?}` of a str quotes and escapes as Rust does.
            let literal = |path: &Path| format!("{:?}", path.to_str().expect("paths here are UTF-8"));
            let named = |path: &Path| literal(Path::new(path.file_name().expect("it has a name")));
            writeln!(
                rows,
                "    ({}, {}, include_str!({})),",
                named(&language),
                named(&file),
                literal(&file)
            )
            .expect("a String can be written");
        }
    }
    rows.push_str("]\n");
    fs::write(out.join("locales.rs"), rows).expect("OUT_DIR can be written");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{} cannot be read: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn hash(path: &Path, digest: &mut DefaultHasher) {
    if path.is_dir() {
        for inner in sorted(path) {
            hash(&inner, digest);
        }
    } else {
        path.hash(digest);
        fs::read(path)
            .unwrap_or_else(|e| panic!("{} cannot be read: {e}", path.display()))
            .hash(digest);
    }
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
