//! Circles between the top modules of a crate, by what they name of each other: `crate::…` and `super::…`.
//!
//! They are shown. A crate that has lost its circles goes into [`STRICT`], where a new one fails.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use super::rust::{Kind, Token, closed, tokens};
use super::tree::Tree;

/// Crates in which a circle fails.
const STRICT: &[&str] = &[];

/// Module → what it names → the first place where it does.
type Arrows = BTreeMap<String, BTreeMap<String, String>>;

pub fn check(tree: &Tree) -> Found {
    let mut found = Found::default();
    let crates: BTreeSet<&str> = tree.sources().filter_map(|file| file.krate()).collect();
    for krate in crates {
        let into = if STRICT.contains(&krate) {
            &mut found.faults
        } else {
            &mut found.notes
        };
        let arrows = arrows(tree, krate);
        for circle in circles(&arrows) {
            into.push(format!("{krate}: {}", circle.join(" ⇄ ")));
            // The arrows of the smallest ones are few enough to read.
            if circle.len() == 2 {
                let [a, b] = [&circle[0], &circle[1]];
                into.push(format!(
                    "    {a} → {b} at {}, {b} → {a} at {}",
                    arrows[a][b], arrows[b][a]
                ));
            }
        }
    }
    found
}

fn arrows(tree: &Tree, krate: &str) -> Arrows {
    let files: Vec<(Vec<&str>, &str, Vec<Token<'_>>)> = tree
        .sources()
        .filter_map(|file| {
            let (of, below) = file.within_crate()?;
            (of == krate).then(|| (module(below), file.path.as_str(), tokens(&file.text).0))
        })
        .collect();
    let modules: BTreeSet<&str> = files
        .iter()
        .filter_map(|(module, ..)| module.first().copied())
        .collect();
    // What the root takes from a module and passes on is that module's.
    let mut passed_on: BTreeMap<String, String> = BTreeMap::new();
    for (_, _, tokens) in files.iter().filter(|(module, ..)| module.is_empty()) {
        for (path, _) in paths(tokens) {
            let path: Vec<String> = path
                .into_iter()
                .filter(|part| part != "self" && part != "crate")
                .collect();
            if let [first, .., last] = &path[..]
                && modules.contains(first.as_str())
            {
                passed_on.insert(last.clone(), first.clone());
            }
        }
    }
    let mut arrows = Arrows::new();
    for (module, file, tokens) in &files {
        let Some(from) = module.first() else { continue };
        for (path, line) in paths(tokens) {
            let Some(named) = below_root(module, &path) else {
                continue;
            };
            let to = if modules.contains(named) {
                named
            } else {
                passed_on.get(named).map_or("", String::as_str)
            };
            if !to.is_empty() && to != *from {
                let places = arrows.entry((*from).to_owned()).or_default();
                places
                    .entry(to.to_owned())
                    .or_insert_with(|| format!("{file}:{line}"));
            }
        }
    }
    arrows
}

/// The path of the module that a file is; empty for the root.
fn module(below_src: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = below_src.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}

/// The first part of a path as the root of the crate sees it.
fn below_root<'p>(module: &[&'p str], path: &'p [String]) -> Option<&'p str> {
    let (first, rest) = path.split_first()?;
    if first == "crate" {
        return rest.first().map(String::as_str);
    }
    let supers = path.iter().take_while(|part| *part == "super").count();
    if supers == 0 || supers > module.len() {
        return None;
    }
    let above = &module[..module.len() - supers];
    above
        .first()
        .copied()
        .or_else(|| path.get(supers).map(String::as_str))
}

/// Every path of two parts or more, those in braces spelled out, and its line.
fn paths(tokens: &[Token<'_>]) -> Vec<(Vec<String>, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let begins = tokens[at].kind == Kind::Word && tokens.get(at + 1).is_some_and(|token| token.is(":"));
        if begins {
            at = path(tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one path, begun with what stands before it; gives where it ends.
fn path(
    tokens: &[Token<'_>],
    mut at: usize,
    before: &[String],
    found: &mut Vec<(Vec<String>, usize)>,
) -> usize {
    let is = |at: usize, sign: &str| tokens.get(at).is_some_and(|token: &Token<'_>| token.is(sign));
    let mut parts = before.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        if token.kind == Kind::Word {
            parts.push(token.text.to_owned());
            at += 1;
        } else if token.is("{") && at > 0 && is(at - 1, ":") {
            let end = closed(tokens, at);
            at += 1;
            while at < end - 1 {
                at = path(&tokens[..end - 1], at, &parts, found).max(at + 1);
            }
            return end;
        } else {
            break;
        }
        if is(at, ":") && is(at + 1, ":") {
            at += 2;
        } else {
            break;
        }
    }
    if parts.len() > 1 {
        found.push((parts, line));
    }
    at
}

/// Modules that reach each other, each set once.
fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|from| (from, reached(arrows, from))).collect();
    let mut circles: Vec<Vec<String>> = Vec::new();
    for (from, to) in &reached {
        let back = |other: &&String| reached.get(other).is_some_and(|theirs| theirs.contains(from));
        let circle: Vec<String> = to.iter().copied().filter(back).cloned().collect();
        if circle.len() > 1 && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reached<'a>(arrows: &'a Arrows, from: &'a String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(module) = next.pop() {
        for to in arrows.get(module).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(to) {
                next.push(to);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_that_name_each_other_are_a_circle() {
        let tree = Tree::made_of(&[
            ("crates/store/src/bus.rs", "use crate::{error::E, journal};"),
            ("crates/store/src/error.rs", ""),
            ("crates/store/src/journal/mod.rs", "mod deep;"),
            (
                "crates/store/src/journal/deep.rs",
                "fn f() { super::super::bus::say() }",
            ),
            (
                "crates/store/src/lib.rs",
                "mod bus; mod journal; pub use error::E;",
            ),
        ]);
        assert_eq!(
            check(&tree).notes,
            [
                "store: bus ⇄ journal",
                "    bus → journal at crates/store/src/bus.rs:1, journal → bus at crates/store/src/journal/deep.rs:1",
            ]
        );
    }

    #[test]
    fn what_the_root_passes_on_belongs_to_its_module() {
        let tree = Tree::made_of(&[
            ("crates/domain/src/cases.rs", "use crate::Lang;"),
            ("crates/domain/src/lang.rs", "fn f(case: crate::cases::Case) {}"),
            ("crates/domain/src/lib.rs", "pub use lang::{Lang, NotALanguage};"),
        ]);
        assert_eq!(check(&tree).notes[0], "domain: cases ⇄ lang");
    }

    #[test]
    fn naming_what_lies_below_is_no_circle_and_tests_do_not_count() {
        let tree = Tree::made_of(&[
            (
                "crates/web/src/app.rs",
                "use crate::page; #[cfg(test)] mod tests { use crate::app; }",
            ),
            (
                "crates/web/src/page.rs",
                "#[cfg(test)] mod tests { use crate::app::App; }",
            ),
            (
                "crates/web/src/page/deep.rs",
                "use super::Page; use crate::page::other;",
            ),
        ]);
        assert_eq!(check(&tree), Found::default());
    }
}
