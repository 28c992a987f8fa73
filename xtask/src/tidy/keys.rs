//! Fluent: every text is there in every language, with the same variables, and once in each.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::Found;
use super::tree::Tree;

const LOCALES: &str = "crates/web/locales/";

#[derive(Debug)]
struct Text<'t> {
    path: &'t str,
    line: usize,
    variables: BTreeSet<String>,
}

/// Key → text, of one language.
type Language<'t> = BTreeMap<String, Text<'t>>;

pub fn check(tree: &Tree) -> Found {
    let mut found = Found::default();
    let mut languages: BTreeMap<&str, Language<'_>> = BTreeMap::new();
    for file in tree.files().filter(|file| file.is("ftl")) {
        let Some((language, _)) = file
            .path
            .strip_prefix(LOCALES)
            .and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        let texts = languages.entry(language).or_default();
        take(&file.path, &file.text, texts, &mut found.faults);
    }
    compare(&languages, &mut found.faults);
    found
}

/// Takes in a file's texts.
fn take<'t>(path: &'t str, text: &'t str, texts: &mut Language<'t>, faults: &mut Vec<String>) {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                faults.push(format!(
                    "{path}:{}: {}",
                    line_of(text, error.pos.start),
                    error.kind
                ));
            }
            resource
        }
    };
    for entry in resource.body {
        let (mark, id, value, attributes) = match entry {
            Entry::Message(message) => ("", message.id, message.value, message.attributes),
            Entry::Term(term) => ("-", term.id, Some(term.value), term.attributes),
            _ => continue,
        };
        // The parser gives slices of the file, so a name knows its place.
        let line = line_of(text, id.name.as_ptr().addr() - text.as_ptr().addr());
        let key = format!("{mark}{}", id.name);
        let of_attributes = attributes
            .iter()
            .map(|of| (format!("{key}.{}", of.id.name), &of.value));
        for (key, pattern) in value
            .iter()
            .map(|value| (key.clone(), value))
            .chain(of_attributes)
        {
            let mut variables = BTreeSet::new();
            in_pattern(pattern, &mut variables);
            let new = Text {
                path,
                line,
                variables,
            };
            if let Some(first) = texts.get(&key) {
                faults.push(format!(
                    "{path}:{line}: {key} stands already in {}:{}",
                    first.path, first.line
                ));
            } else {
                texts.insert(key, new);
            }
        }
    }
}

fn compare(languages: &BTreeMap<&str, Language<'_>>, faults: &mut Vec<String>) {
    let keys: BTreeSet<&String> = languages.values().flat_map(BTreeMap::keys).collect();
    for key in keys {
        let mut there = languages.values().filter_map(|texts| texts.get(key));
        let Some(first) = there.next() else { continue };
        let lacking = languages.iter().filter(|(_, texts)| !texts.contains_key(key));
        let lacking: Vec<&str> = lacking.map(|(language, _)| *language).collect();
        if !lacking.is_empty() {
            faults.push(format!(
                "{}:{}: {key} is not there in {}",
                first.path,
                first.line,
                lacking.join(", ")
            ));
        }
        for other in there.filter(|other| other.variables != first.variables) {
            faults.push(format!(
                "{}:{}: {key} has {}, but {} in {}",
                other.path,
                other.line,
                listed(&other.variables),
                listed(&first.variables),
                first.path,
            ));
        }
    }
}

fn listed(variables: &BTreeSet<String>) -> String {
    if variables.is_empty() {
        return "no variable".to_owned();
    }
    variables
        .iter()
        .map(|name| format!("${name}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or(text).matches('\n').count()
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                in_inline(argument, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::made_of(files)).faults
    }

    #[test]
    fn languages_with_the_same_texts_are_tidy() {
        let en = "days = { $n ->\n    [one] { $n } day\n   *[other] { $n } days\n}\n";
        let faults = faults(&[
            ("crates/web/locales/en/dates.ftl", en),
            ("crates/web/locales/zh/dates.ftl", "days = { NUMBER($n) } 天\n"),
            ("cities/weihai/other.ftl", "only-here = 1"),
        ]);
        assert_eq!(faults, [""; 0]);
    }

    #[test]
    fn a_text_that_is_missing_or_has_another_variable_is_found() {
        let faults = faults(&[
            (
                "crates/web/locales/en/a.ftl",
                "# A comment\nwho = { $name }\nwhat = It\n    .hint = A hint\n",
            ),
            (
                "crates/web/locales/ko/a.ftl",
                "who = { $who }\nwhat = 그것\n    .hint = 도움말\n",
            ),
            ("crates/web/locales/zh/a.ftl", "who = 谁\nwhat = 它\n"),
        ]);
        assert_eq!(
            faults,
            [
                "crates/web/locales/en/a.ftl:3: what.hint is not there in zh",
                "crates/web/locales/ko/a.ftl:1: who has $who, but $name in crates/web/locales/en/a.ftl",
                "crates/web/locales/zh/a.ftl:1: who has no variable, but $name in crates/web/locales/en/a.ftl",
            ]
        );
    }

    #[test]
    fn a_key_stands_once_in_a_language_and_a_file_can_be_read() {
        let faults = faults(&[
            ("crates/web/locales/en/a.ftl", "one = 1\n"),
            ("crates/web/locales/en/b.ftl", "two = 2\none = 1\nthree = { \n"),
        ]);
        assert!(
            faults[0].starts_with("crates/web/locales/en/b.ftl:4: "),
            "{faults:?}"
        );
        assert_eq!(
            faults[1],
            "crates/web/locales/en/b.ftl:2: one stands already in crates/web/locales/en/a.ftl:1"
        );
    }
}
