//! What each noun costs outside its own folders: lines of Rust, templates and scripts that name it there.
//!
//! Its own is every path with a folder or a file stem that is the noun, `V2__partners.sql` and its like included. The
//! count is a measure, not a verdict: an English word that is a noun, too, counts as well.

use std::collections::BTreeSet;

use super::Found;
use super::tree::{File, Tree};

/// Nouns whose type is not named as they are.
const TYPES: [(&str, &str); 6] = [
    ("assessment", "Assessment"),
    ("enrolment", "Enrolment"),
    ("people", "Staff"),
    ("council", "Council"),
    ("training", "Training"),
    ("honours", "Honour"),
];

/// Nouns that DESIGN names; each is counted once `domain` has it.
const NOUNS: [&str; 14] = [
    "assessment",
    "cases",
    "contacts",
    "council",
    "disputes",
    "enrolment",
    "events",
    "honours",
    "indicators",
    "interpretation",
    "partners",
    "people",
    "plan",
    "training",
];

/// Folders of `domain` that are the house's, not a noun's.
const HOUSE: [&str; 2] = ["journaled", "permissions"];

pub fn check(tree: &Tree) -> Found {
    let nouns = nouns(tree);
    let files: Vec<&File> = tree
        .files()
        .filter(|file| ["rs", "html", "ts"].iter().any(|end| file.is(end)))
        // Which names nouns to count them.
        .filter(|file| !file.path.starts_with("xtask/"))
        .collect();
    let mut notes = Vec::new();
    for noun in nouns {
        let kind = type_of(noun);
        let outside = files.iter().filter(|file| !owns(noun, file));
        let mut named: Vec<(usize, &str)> = outside
            .map(|file| {
                (
                    file.text.lines().filter(|line| names(line, noun, &kind)).count(),
                    file.path.as_str(),
                )
            })
            .filter(|(lines, _)| *lines > 0)
            .collect();
        named.sort_by(|a, b| b.cmp(a));
        let lines: usize = named.iter().map(|(lines, _)| lines).sum();
        let most = named
            .first()
            .map_or(String::new(), |(lines, path)| format!("most: {lines} in {path}"));
        let row = format!("{noun:<16}{lines:>5} lines in {:>3} files   {most}", named.len());
        notes.push(row.trim_end().to_owned());
    }
    Found::notes(notes)
}

/// Those of DESIGN that are there, and every other folder of `domain`.
fn nouns(tree: &Tree) -> BTreeSet<&str> {
    let below = tree
        .files()
        .filter_map(|file| file.path.strip_prefix("crates/domain/src/"));
    below
        .filter_map(|path| match path.split_once('/') {
            Some((folder, _)) => (!HOUSE.contains(&folder)).then_some(folder),
            None => path.strip_suffix(".rs").filter(|stem| NOUNS.contains(stem)),
        })
        .collect()
}

/// The name of its type: the noun in the singular, with a capital letter.
fn type_of(noun: &str) -> String {
    if let Some((_, kind)) = TYPES.iter().find(|(of, _)| *of == noun) {
        return (*kind).to_owned();
    }
    let singular = noun.strip_suffix('s').unwrap_or(noun);
    let mut letters = singular.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn owns(noun: &str, file: &File) -> bool {
    let folders = file.path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let stem = file.stem();
    folders.split('/').any(|folder| folder == noun)
        || stem == noun
        || stem.rsplit_once("__").is_some_and(|(_, of)| of == noun)
}

/// Whether a line has the noun as a word or a part of a word, or its type, alone or as the beginning of another.
fn names(line: &str, noun: &str, kind: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric()).any(|word| {
        word == noun
            || word
                .strip_prefix(kind)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_outside_a_nouns_own_folders_are_counted() {
        let tree = Tree::made_of(&[
            ("crates/domain/src/journaled/mod.rs", "trait Journaled {}"),
            ("crates/domain/src/lang.rs", ""),
            ("crates/domain/src/partners/mod.rs", "struct Partner;"),
            (
                "crates/store/src/lib.rs",
                "mod partners;\nuse partners::{Partner, PartnerPage};\nmod other;\n",
            ),
            ("crates/store/src/partners.rs", "use domain::partners::Partner;"),
            (
                "crates/web/templates/desk.html",
                "<a href=\"/desk/partners\">\n<p>Partnership</p>\n",
            ),
        ]);
        assert_eq!(
            check(&tree).notes,
            ["partners            3 lines in   2 files   most: 2 in crates/store/src/lib.rs"]
        );
    }

    #[test]
    fn a_nouns_own_are_its_folders_and_files() {
        let own = |path: &str| {
            owns(
                "partners",
                &File {
                    path: path.to_owned(),
                    text: String::new(),
                },
            )
        };
        assert!(own("crates/web/src/partners/desk.rs") && own("crates/store/tests/store/partners.rs"));
        assert!(own("crates/store/migrations/V7__partners.sql") && own("crates/web/locales/en/partners.ftl"));
        assert!(!own("crates/web/src/partners_list.rs") && !own("crates/web/src/desk.rs"));
    }

    #[test]
    fn a_type_is_the_noun_in_the_singular_unless_it_is_listed() {
        assert_eq!(
            [type_of("cases"), type_of("plan"), type_of("people")],
            ["Case", "Plan", "Staff"]
        );
    }
}
