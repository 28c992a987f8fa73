//! Real students.

use std::path::PathBuf;

/// The weights that `cargo xtask weights` fetches.
pub fn weights(pair: &str) -> PathBuf {
    let folder = std::env::var_os("BERGAMOT_WEIGHTS").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/weights")),
        PathBuf::from,
    );
    let folder = folder.join(pair);
    assert!(
        folder.is_dir(),
        "there are no weights in {}: `cargo xtask weights` fetches them",
        folder.display()
    );
    folder
}
