//! Lists the migrations, so that a new one is a file and nothing else.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=migrations");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("migrations");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        let number: u32 = name
            .strip_prefix('V')
            .and_then(|name| name.split("__").next())
            .and_then(|number| number.parse().ok())
            .ok_or_else(|| format!("{name} is no V<number>__<what>.sql"))?;
        found.push((number, name.to_owned(), path.display().to_string()));
    }
    found.sort();
    let lines: Vec<String> = found
        .iter()
        .map(|(_, name, path)| format!("({name:?}, include_str!({path:?})),"))
        .collect();
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("migrations.rs"),
        format!("&[\n{}\n]", lines.join("\n")),
    )?;
    Ok(())
}
