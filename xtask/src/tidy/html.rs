//! HTML made outside `crates/web` and `crates/kit`: a tag of HTML in a text.

use super::Found;
use super::rust::quoted;
use super::sql::start;
use super::tree::{File, Tree};

const MADE_IN: [&str; 2] = ["kit", "web"];

/// What stands alone and has markup as its matter: the charts of an index are SVG, and a translator moves tags.
const EXEMPT: [&str; 2] = ["crates/bergamot/src/markup/", "crates/composite/src/chart/"];

/// Only these: `<file>` in a help text is no tag. `<code>` is left out, for what is written so here is a placeholder.
const TAGS: [&str; 51] = [
    "a", "abbr", "article", "aside", "b", "body", "br", "button", "dd", "details", "div", "dl", "dt", "em",
    "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "i", "img",
    "input", "label", "li", "link", "main", "nav", "ol", "option", "p", "path", "pre", "rect", "script",
    "section", "select", "span", "strong", "style", "summary", "svg", "table", "td", "tr", "ul",
];

pub fn check(tree: &Tree) -> Found {
    let exempt = |file: &&File| {
        file.krate().is_some_and(|krate| MADE_IN.contains(&krate))
            || EXEMPT.iter().any(|folder| file.path.starts_with(folder))
    };
    let files = tree.sources().filter(|file| !exempt(file));
    Found::faults(files.flat_map(|file| {
        let made = quoted(&file.text)
            .into_iter()
            .filter(|quoted| has_tag(quoted.text));
        made.map(|at| format!("{}:{}: {}", file.path, at.line, start(at.text)))
    }))
}

fn has_tag(text: &str) -> bool {
    text.split('<').skip(1).any(|after| {
        let after = after.strip_prefix('/').unwrap_or(after);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(after.len());
        let (name, rest) = after.split_at(end);
        TAGS.contains(&name) && rest.starts_with(['>', ' ', '/', '\\', '\n'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_outside_web_and_its_kit_alone() {
        let text = "fn f() { write!(w, \"<p>{}</p>\", x); }";
        let tree = Tree::made_of(&[
            ("crates/composite/src/chart/svg.rs", text),
            ("crates/composite/src/table.rs", text),
            ("crates/kit/src/page.rs", text),
            ("crates/web/src/cases/page.rs", text),
        ]);
        assert_eq!(
            check(&tree).faults,
            ["crates/composite/src/table.rs:1: <p>{}</p>"]
        );
    }

    #[test]
    fn a_placeholder_is_no_tag() {
        assert!(has_tag("<a href=''>") && has_tag("x</td>") && has_tag("<br/>"));
        assert!(
            !has_tag("models add <pair>") && !has_tag("a < b") && !has_tag("Vec<p") && !has_tag("<paths>")
        );
    }
}
