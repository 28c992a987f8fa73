//! Text for readers in Rust: letters of the readers' scripts, or an English sentence, in `web`, `kit` and `domain`.
//!
//! Samples are what tests render, and speak the languages that residents do; they are not read. What only a developer or
//! a log sees is let through by what it is given to, and attributes are not read at all: there the API describes itself,
//! in English.

use super::Found;
use super::rust::{Quoted, quoted};
use super::sql::start;
use super::tree::Tree;

const CRATES: [&str; 3] = ["domain", "kit", "web"];

/// The API's own description, which is in English as its codes are.
const DESCRIBES_THE_API: [&str; 1] = ["crates/kit/src/api.rs"];

/// What people type is recognised there; nobody reads it.
const READS_WHAT_IS_TYPED: [&str; 1] = ["crates/domain/src/typed.rs"];

/// What is given to these, no reader of a page sees.
const FOR_DEVELOPERS: [&str; 20] = [
    "expect",
    "panic!",
    "unreachable!",
    "todo!",
    "assert!",
    "assert_eq!",
    "assert_ne!",
    "debug_assert!",
    "debug_assert_eq!",
    "trace!",
    "debug!",
    "info!",
    "warn!",
    "error!",
    "span!",
    "info_span!",
    "debug_span!",
    "event!",
    "concat!",
    "include_str!",
];

pub fn check(tree: &Tree) -> Found {
    let files = tree
        .sources()
        .filter(|file| file.krate().is_some_and(|krate| CRATES.contains(&krate)))
        .filter(|file| !["sample", "samples"].contains(&file.stem()))
        .filter(|file| !READS_WHAT_IS_TYPED.contains(&file.path.as_str()));
    Found::faults(files.flat_map(|file| {
        let describes = DESCRIBES_THE_API.contains(&file.path.as_str());
        let texts = quoted(&file.text)
            .into_iter()
            .filter(move |quoted| is_for_readers(quoted, describes));
        texts.map(|at| format!("{}:{}: {}", file.path, at.line, start(at.text)))
    }))
}

fn is_for_readers(quoted: &Quoted<'_>, describes: bool) -> bool {
    let for_developers = quoted
        .given_to
        .iter()
        .any(|name| FOR_DEVELOPERS.contains(&name.as_str()));
    !for_developers && (has_readers_script(quoted.text) || (!describes && is_sentence(quoted.text)))
}

/// Han, kana, Hangul or Cyrillic.
fn has_readers_script(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{0400}'..='\u{052F}' | '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
    })
}

/// Two words or more, the first with a capital letter, closed as a sentence is.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.ends_with(['.', '?', '!']) && words >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        check(&Tree::made_of(&[("crates/web/src/page.rs", text)])).faults
    }

    #[test]
    fn a_sentence_and_a_foreign_letter_are_for_readers() {
        assert_eq!(
            found("fn f() { say(\"Nothing was saved.\") }"),
            ["crates/web/src/page.rs:1: Nothing was saved."]
        );
        for text in ["你好", "ら", "안", "Ж"] {
            assert_eq!(found(&format!("const A: &str = \"x{text}\";")).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_a_developer_reads_is_not() {
        let lines = "/// Nothing was saved.\n#[doc = \"Nothing was saved.\"]\nfn f() { x.expect(\"It is there.\"); \
            tracing::warn!(a, \"Mail was lost.\"); id(\"case-title\"); id(\"Accept-Language\"); id(\"Retry.\"); }";
        assert_eq!(found(lines), [""; 0]);
        let elsewhere = Tree::made_of(&[(
            "crates/store/src/read.rs",
            "const A: &str = \"Nothing was saved.\";",
        )]);
        assert_eq!(check(&elsewhere), Found::default());
        let sample = Tree::made_of(&[("crates/web/src/desk/samples.rs", "const A: &str = \"你好\";")]);
        assert_eq!(check(&sample), Found::default());
    }

    #[test]
    fn the_api_describes_itself_in_english_only() {
        let said = |text| {
            check(&Tree::made_of(&[(DESCRIBES_THE_API[0], text)]))
                .faults
                .len()
        };
        assert_eq!(said("const A: &str = \"Opens a case.\";"), 0);
        assert_eq!(said("const A: &str = \"你好\";"), 1);
    }
}
