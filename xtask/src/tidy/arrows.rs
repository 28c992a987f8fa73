//! Arrows between crates. They may pass over a floor, and never point up or sideways; so there is no circle.

use std::collections::BTreeSet;

use toml::Table;

use super::Found;
use super::tree::Tree;

/// The arrows that DESIGN draws.
const DRAWN: &[(&str, &[&str])] = &[
    ("harborline", &["web", "composite"]),
    ("web", &["kit", "city"]),
    (
        "kit",
        &["store", "language", "search", "encodings", "typesetting"],
    ),
    ("store", &["domain"]),
    ("city", &["domain"]),
    ("language", &["domain", "bergamot"]),
    // It stands alone, though it is drawn on this floor.
    ("search", &[]),
    ("domain", &[]),
    ("bergamot", &[]),
    ("composite", &["encodings"]),
    ("encodings", &[]),
    ("typesetting", &[]),
];

pub fn check(tree: &Tree) -> Found {
    let mut found = Found::default();
    let manifests: Vec<(&str, &str)> = tree
        .files()
        .filter_map(|file| {
            let krate = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!krate.contains('/')).then_some((krate, file.text.as_str()))
        })
        .collect();
    let crates: BTreeSet<&str> = manifests.iter().map(|(krate, _)| *krate).collect();
    for (krate, manifest) in &manifests {
        if !DRAWN.iter().any(|(from, _)| from == krate) {
            found
                .faults
                .push(format!("crates/{krate}: DESIGN draws no arrow from or to it"));
            continue;
        }
        let manifest: Table = match manifest.parse() {
            Ok(manifest) => manifest,
            Err(error) => {
                found.faults.push(format!("crates/{krate}/Cargo.toml: {error}"));
                continue;
            }
        };
        for on in dependencies(&manifest) {
            if crates.contains(on.as_str()) && !reaches(krate, &on) {
                found
                    .faults
                    .push(format!("crates/{krate}/Cargo.toml: {krate} → {on} is not drawn"));
            }
        }
    }
    found
}

/// What it is built with, tests aside.
fn dependencies(manifest: &Table) -> BTreeSet<String> {
    let mut on = BTreeSet::new();
    let targets = manifest.get("target").and_then(|targets| targets.as_table());
    let targets = targets
        .into_iter()
        .flat_map(Table::values)
        .filter_map(|target| target.as_table());
    for place in std::iter::once(manifest).chain(targets) {
        for kind in ["dependencies", "build-dependencies"] {
            for (name, given) in place.get(kind).and_then(|on| on.as_table()).into_iter().flatten() {
                let package = given.get("package").and_then(|package| package.as_str());
                on.insert(package.unwrap_or(name).to_owned());
            }
        }
    }
    on
}

fn reaches(from: &str, to: &str) -> bool {
    let on = DRAWN
        .iter()
        .find(|(krate, _)| *krate == from)
        .map_or(&[][..], |(_, on)| on);
    on.iter().any(|next| *next == to || reaches(next, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_points_down_and_may_pass_over_a_floor() {
        let tree = Tree::made_of(&[
            ("crates/domain/Cargo.toml", "[dependencies]\njiff = '1'"),
            (
                "crates/store/Cargo.toml",
                "[dependencies]\ndomain.workspace = true",
            ),
            (
                "crates/harborline/Cargo.toml",
                "[dependencies]\ndomain = {}\nstore = {}",
            ),
        ]);
        assert_eq!(check(&tree), Found::default());
    }

    #[test]
    fn an_arrow_up_or_sideways_and_a_crate_that_is_not_drawn_are_found() {
        let tree = Tree::made_of(&[
            (
                "crates/city/Cargo.toml",
                "[dev-dependencies]\nweb = {}\n[dependencies]\ns = { package = 'store' }",
            ),
            (
                "crates/domain/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\nstore = {}",
            ),
            ("crates/store/Cargo.toml", ""),
            ("crates/utils/Cargo.toml", ""),
            ("crates/web/Cargo.toml", ""),
        ]);
        assert_eq!(
            check(&tree).faults,
            [
                "crates/city/Cargo.toml: city → store is not drawn",
                "crates/domain/Cargo.toml: domain → store is not drawn",
                "crates/utils: DESIGN draws no arrow from or to it",
            ]
        );
    }

    #[test]
    fn what_is_drawn_has_no_circle() {
        assert!(DRAWN.iter().all(|(krate, _)| !reaches(krate, krate)));
    }
}
