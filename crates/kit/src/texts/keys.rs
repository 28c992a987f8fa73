//! What Fluent files hold: keys, and the variables of each text.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;

/// Key → names of its variables.
pub(super) type Keys = BTreeMap<String, BTreeSet<String>>;

/// The texts of one file, in its order. `None` for the variables of one that has no text.
pub(super) fn of<'a>(
    entries: impl Iterator<Item = &'a ast::Entry<&'a str>>,
) -> impl Iterator<Item = (&'a str, Option<BTreeSet<String>>)> {
    entries.filter_map(|entry| match entry {
        ast::Entry::Message(message) => Some((message.id.name, message.value.as_ref().map(variables))),
        _ => None,
    })
}

fn variables(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern(pattern: &ast::Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, found: &mut BTreeSet<String>) {
    let inline = match expression {
        ast::Expression::Select { selector, variants } => {
            for variant in variants {
                in_pattern(&variant.value, found);
            }
            selector
        }
        ast::Expression::Inline(inline) => inline,
    };
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}
