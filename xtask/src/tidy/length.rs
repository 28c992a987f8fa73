//! Long files. Tests do not count, neither as files nor as what stands behind `#[cfg(test)]`.

use super::Found;
use super::rust::tokens;
use super::tree::{File, Tree};

/// Past this a file wants a second look.
const LOOK: usize = 500;
/// Past this it is two files.
const MAX: usize = 700;

pub fn check(tree: &Tree) -> Found {
    let mut files: Vec<(usize, &str)> = tree
        .files()
        .filter(|file| ["rs", "ts", "mjs", "html"].iter().any(|ending| file.is(ending)) && !file.is_test())
        .map(|file| (lines(file), file.path.as_str()))
        .filter(|(lines, _)| *lines > LOOK)
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    let (faults, notes): (Vec<_>, Vec<_>) = files.into_iter().partition(|(lines, _)| *lines > MAX);
    let shown = |files: Vec<(usize, &str)>| {
        files
            .into_iter()
            .map(|(lines, path)| format!("{lines:>4} {path}"))
            .collect()
    };
    Found {
        faults: shown(faults),
        notes: shown(notes),
    }
}

fn lines(file: &File) -> usize {
    let lines = file.text.lines().count();
    // Only a long one is worth the reading.
    if lines <= LOOK || !file.is("rs") {
        return lines;
    }
    lines - tokens(&file.text).1.min(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_past_700_lines_fails_and_past_500_is_shown() {
        let of = |lines: usize| "fn f() {}\n".repeat(lines);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", of(300));
        let tree = Tree::made_of(&[
            ("crates/web/src/a.rs", &of(500)),
            ("crates/web/src/b.rs", &of(501)),
            ("crates/web/src/c.rs", &of(701)),
            ("crates/web/src/d.rs", &(of(500) + &tests)),
            ("crates/web/tests/e.rs", &of(900)),
        ]);
        let found = check(&tree);
        assert_eq!(found.faults, [" 701 crates/web/src/c.rs"]);
        assert_eq!(found.notes, [" 501 crates/web/src/b.rs"]);
    }
}
