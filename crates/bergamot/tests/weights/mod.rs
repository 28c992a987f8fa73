//! Real students.

use std::path::PathBuf;

/// The weights that `cargo xtask weights` fetches.
pub fn weights(pair: &str) -> PathBuf {
    let folder = std::env::var_os("BERGAMOT_WEIGHTS").map_or_else(beside_this_test, PathBuf::from);
    let folder = folder.join(pair);
    assert!(
        folder.is_dir(),
        "there are no weights in {}: `cargo xtask weights` fetches them",
        folder.display()
    );
    folder
}

/// Those in the folder into which this test was built, wherever that is.
fn beside_this_test() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let mut folders = test.ancestors().map(|folder| folder.join("weights"));
    folders
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from("target/weights"))
}
