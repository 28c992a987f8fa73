//! SQL outside `crates/store`: a text that begins as a statement does and goes on as one.

use super::Found;
use super::rust::quoted;
use super::tree::Tree;

/// How a statement begins, and a word that must come later in it.
const STATEMENTS: [(&str, &str); 11] = [
    ("SELECT", "FROM"),
    ("INSERT INTO", ""),
    ("INSERT OR", "INTO"),
    ("UPDATE", "SET"),
    ("DELETE FROM", ""),
    ("CREATE", "TABLE INDEX VIEW TRIGGER DATABASE"),
    ("ALTER TABLE", ""),
    ("DROP", "TABLE INDEX VIEW TRIGGER DATABASE"),
    ("TRUNCATE", ""),
    ("PRAGMA", ""),
    ("WITH", "SELECT"),
];

pub fn check(tree: &Tree) -> Found {
    let files = tree.sources().filter(|file| file.krate() != Some("store"));
    Found::faults(files.flat_map(|file| {
        let statements = quoted(&file.text)
            .into_iter()
            .filter(|quoted| is_statement(quoted.text));
        statements.map(|at| format!("{}:{}: {}", file.path, at.line, start(at.text)))
    }))
}

/// As much of a text as names it.
pub fn start(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

/// Words in capitals, as statements are written here; or all small, if it is hardly English.
fn is_statement(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let small = words
        .first()
        .is_some_and(|word| word.chars().all(|c| c.is_ascii_lowercase()));
    let upper = text.trim_start().to_ascii_uppercase();
    STATEMENTS.iter().any(|(begins, goes_on)| {
        let Some(rest) = upper
            .strip_prefix(begins)
            .filter(|rest| rest.starts_with(char::is_whitespace))
        else {
            return false;
        };
        let wanted = |word: &str| {
            rest.split(|c: char| !c.is_alphanumeric())
                .any(|said| said == word)
        };
        let goes_on = goes_on.is_empty() || goes_on.split(' ').any(wanted);
        let written = if small {
            text.contains(['*', '=', '$', '?', '('])
        } else {
            text.trim_start().starts_with(begins)
        };
        goes_on && written
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_outside_store_alone() {
        let text = "fn f() {\n    read(\"SELECT id FROM cases\");\n}\n#[cfg(test)]\nmod tests { const A: &str = \"DROP TABLE a\"; }";
        let tree = Tree::made_of(&[
            ("crates/store/src/read.rs", text),
            ("crates/web/src/app.rs", text),
            ("crates/web/tests/all.rs", text),
        ]);
        assert_eq!(
            check(&tree).faults,
            ["crates/web/src/app.rs:2: SELECT id FROM cases"]
        );
    }

    #[test]
    fn a_statement_is_not_taken_for_a_sentence() {
        for text in [
            "\n   SELECT COUNT(*)\n FROM t",
            "UPDATE t SET a = 1",
            "insert into t (a) values (1)",
            "PRAGMA user_version",
            "WITH a AS (SELECT 1) SELECT 2",
            "CREATE UNIQUE INDEX i ON t (a)",
        ] {
            assert!(is_statement(text), "{text}");
        }
        for text in [
            "Select a unit from the list.",
            "select one from these",
            "SELECTED FROM",
            "update",
            "with a table",
            "",
            "CREATE",
        ] {
            assert!(!is_statement(text), "{text}");
        }
    }
}
