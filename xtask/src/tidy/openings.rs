//! Files that are long and do not say what they are for.

use super::Found;
use super::tree::Tree;

/// A shorter one is read as quickly as its opening.
const SHORT: usize = 100;

pub fn check(tree: &Tree) -> Found {
    let files = tree
        .files()
        .filter(|file| file.is("rs") && !file.text.starts_with("//!"));
    let lines = files.map(|file| (file.text.lines().count(), &file.path));
    Found::notes(
        lines
            .filter(|(lines, _)| *lines >= SHORT)
            .map(|(lines, path)| format!("{lines:>4} {path}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_without_an_opening_is_shown() {
        let long = "fn f() {}\n".repeat(100);
        let tree = Tree::made_of(&[
            ("a.rs", &long),
            ("b.rs", &format!("//! What it is for.\n{long}")),
            ("c.rs", "fn f() {}\n"),
        ]);
        assert_eq!(check(&tree), Found::notes([" 100 a.rs".to_owned()]));
    }
}
