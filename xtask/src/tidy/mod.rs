//! `cargo xtask tidy`: the rules of the house that a text can tell.
//!
//! A rule is a file here and a line in [`RULES`]. It reads the [`Tree`], names every place that breaks it, which fails,
//! and prints what only a person can judge. What needs the types is a test of its crate instead: that every event kind
//! has a text, for one.

mod arrows;
mod circles;
mod html;
mod keys;
mod length;
mod nouns;
mod openings;
mod rust;
mod sql;
mod texts;
mod tree;
mod wording;

use std::process::ExitCode;

use anyhow::bail;

use crate::shell::root;
use tree::Tree;

/// What a rule has found.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    /// Places that break it: each fails.
    faults: Vec<String>,
    /// What a person may want to look at.
    notes: Vec<String>,
}

impl Found {
    fn faults(faults: impl IntoIterator<Item = String>) -> Self {
        Self {
            faults: faults.into_iter().collect(),
            notes: Vec::new(),
        }
    }

    fn notes(notes: impl IntoIterator<Item = String>) -> Self {
        Self {
            faults: Vec::new(),
            notes: notes.into_iter().collect(),
        }
    }
}

#[derive(Debug)]
struct Rule {
    /// What must hold, or what is shown.
    says: &'static str,
    check: fn(&Tree) -> Found,
}

const RULES: [Rule; 10] = [
    Rule {
        says: "arrows between crates point as DESIGN draws them",
        check: arrows::check,
    },
    Rule {
        says: "SQL stands in store only",
        check: sql::check,
    },
    Rule {
        says: "HTML is made in web and its kit only",
        check: html::check,
    },
    Rule {
        says: "no text for readers stands in Rust",
        check: texts::check,
    },
    Rule {
        says: "every text is there in every language, with the same variables",
        check: keys::check,
    },
    Rule {
        says: "texts have the words and the marks that an office of that language writes",
        check: wording::check,
    },
    Rule {
        says: "no file is longer than 700 lines, tests aside; past 500 it wants a second look",
        check: length::check,
    },
    Rule {
        says: "modules of a crate lie one above the other",
        check: circles::check,
    },
    Rule {
        says: "a long file opens with what it is for",
        check: openings::check,
    },
    Rule {
        says: "what each noun costs outside its own folders",
        check: nouns::check,
    },
];

/// `cargo xtask tidy`.
pub fn run() -> anyhow::Result<ExitCode> {
    carry_out()?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what every rule finds, and fails when one is broken.
pub fn carry_out() -> anyhow::Result<()> {
    let tree = Tree::read(root())?;
    let mut broken = 0;
    for rule in &RULES {
        let found = (rule.check)(&tree);
        broken += usize::from(!found.faults.is_empty());
        print!("{}", shown(rule.says, &found));
    }
    match broken {
        0 => Ok(()),
        1 => bail!("one rule is broken"),
        _ => bail!("{broken} rules are broken"),
    }
}

fn shown(says: &str, found: &Found) -> String {
    let mark = match (found.faults.is_empty(), found.notes.is_empty()) {
        (false, _) => '✗',
        (true, false) => '·',
        (true, true) => '✓',
    };
    let faults = found.faults.iter().map(|fault| format!("    ✗ {fault}\n"));
    let notes = found.notes.iter().map(|note| format!("      {note}\n"));
    faults
        .chain(notes)
        .fold(format!("{mark} {says}\n"), |shown, line| shown + &line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_seen_before_what_is_only_worth_a_look() {
        let mut found = Found::notes(["b.rs: 501".to_owned()]);
        assert_eq!(shown("short", &found), "· short\n      b.rs: 501\n");
        found.faults.push("a.rs: 701".to_owned());
        assert_eq!(
            shown("short", &found),
            "✗ short\n    ✗ a.rs: 701\n      b.rs: 501\n"
        );
        assert_eq!(shown("short", &Found::default()), "✓ short\n");
    }
}
