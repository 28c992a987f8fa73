//! Lists the names of countries, languages and scripts for `src/names.rs`.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=names.mjs");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    match Command::new("node").arg("names.mjs").arg(out).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "listing names failed:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => {
            panic!("listing names needs Node.js 20 or later on the PATH; node did not start: {error}")
        }
    }
}
