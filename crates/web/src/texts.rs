//! The interface's own texts, in Fluent: `locales/<language>/<noun>.ftl`. What a city says stands in its pack instead.
//!
//! To add a text: its key in every language's file of that noun. A test finds what is missing, and what a template
//! names that no file has.

use std::collections::HashMap;
use std::fmt;

use domain::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// Language, file name, text.
static FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// What stands where a text is missing: seen in no page sample.
pub const MISSING: &str = "⟦";

/// All texts of the interface.
pub struct Texts {
    bundles: HashMap<Lang, FluentBundle<FluentResource>>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.bundles.keys()).finish()
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Texts {
    /// Those that are compiled in.
    ///
    /// # Panics
    /// When a Fluent file is broken; a test reads them all.
    pub fn embedded() -> Self {
        let mut bundles = HashMap::new();
        for (lang, file, text) in FILES {
            let lang = Lang::parse(lang).expect("a folder of locales/ is a language");
            let bundle = bundles.entry(lang).or_insert_with(|| {
                let id = lang
                    .as_str()
                    .parse()
                    .expect("a language is a language identifier");
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                bundle.set_use_isolating(false);
                bundle
            });
            let resource = FluentResource::try_new((*text).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("locales/{lang}/{file}: {errors:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("locales/{lang}/{file}: {errors:?}"));
        }
        Self { bundles }
    }

    pub fn has_language(&self, lang: Lang) -> bool {
        self.bundles.contains_key(&lang)
    }

    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundles
            .get(&lang)
            .is_some_and(|bundle| bundle.has_message(key))
    }

    /// A text; its variables are given with [`Text::with`].
    pub fn get(&self, lang: Lang, key: impl Into<String>) -> Text<'_> {
        Text {
            texts: self,
            lang,
            key: key.into(),
            args: FluentArgs::new(),
        }
    }
}

/// A text and the values of its variables. It is written where it is shown.
pub struct Text<'a> {
    texts: &'a Texts,
    lang: Lang,
    key: String,
    args: FluentArgs<'a>,
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)
    }
}

impl<'a> Text<'a> {
    /// Gives a variable its value. Numbers choose plural forms; anything else is put in as it is shown.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<FluentValue<'a>>) -> Self {
        self.args.set(name, value.into());
        self
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = self
            .texts
            .bundles
            .get(&self.lang)
            .or_else(|| self.texts.bundles.get(&Lang::EN));
        let pattern = bundle.and_then(|b| Some((b, b.get_message(&self.key)?.value()?)));
        let Some((bundle, pattern)) = pattern else {
            return write!(f, "{MISSING}{}⟧", self.key);
        };
        bundle.write_pattern(f, pattern, Some(&self.args), &mut Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use fluent_syntax::ast;

    use super::*;

    /// Key → variables, of one language.
    fn keys(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        for (_, file, text) in FILES.iter().filter(|(l, ..)| *l == lang) {
            let resource = fluent_syntax::parser::parse(*text)
                .unwrap_or_else(|(_, errors)| panic!("locales/{lang}/{file}: {errors:?}"));
            for entry in resource.body {
                if let ast::Entry::Message(message) = entry {
                    let pattern = message
                        .value
                        .unwrap_or_else(|| panic!("{} has no text", message.id.name));
                    let mut variables = BTreeSet::new();
                    in_pattern(&pattern, &mut variables);
                    let before = keys.insert(message.id.name.to_owned(), variables);
                    assert!(before.is_none(), "{lang}: {} stands twice", message.id.name);
                }
            }
        }
        keys
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

    #[test]
    fn every_language_has_the_same_texts_with_the_same_variables() {
        let source = keys("en");
        assert!(!source.is_empty());
        for lang in ["zh", "ko", "ja", "ru"] {
            let theirs = keys(lang);
            let missing: Vec<_> = source.keys().filter(|k| !theirs.contains_key(*k)).collect();
            let extra: Vec<_> = theirs.keys().filter(|k| !source.contains_key(*k)).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{lang} lacks {missing:?}, has {extra:?} too many"
            );
            for (key, variables) in &source {
                // A plural language may choose by a variable that another only shows, so sets are compared.
                assert_eq!(&theirs[key], variables, "{lang}: variables of {key}");
            }
        }
    }

    /// What stands between `opening` and the next `"` or `)`, for every `opening`.
    fn after<'t>(text: &'t str, opening: &'t str) -> impl Iterator<Item = &'t str> {
        text.split(opening)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn templates_and_pages_name_only_texts_that_are_there() {
        let keys = keys("en");
        let mut files = Vec::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        gather(&root.join("templates"), &mut files);
        gather(&root.join("src"), &mut files);
        let mut wrong = Vec::new();
        for (name, text) in &files {
            for key in after(text, ".t(\"") {
                if !keys.contains_key(key) {
                    wrong.push(format!("{name}: {key}"));
                }
            }
            for prefix in after(text, ".tc(\"") {
                if !keys.keys().any(|key| key.starts_with(&format!("{prefix}-"))) {
                    wrong.push(format!("{name}: {prefix}-…"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    fn gather(folder: &Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                gather(&path, files);
            } else if !path.ends_with("texts.rs") {
                files.push((
                    path.display().to_string(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }

    #[test]
    fn every_code_the_domain_has_a_text_for_is_there() {
        let texts = Texts::embedded();
        let mut codes: Vec<String> = Vec::new();
        codes.extend(domain::cases::State::ALL.map(|s| format!("case-state-{}", s.code())));
        codes.extend(domain::cases::State::ALL.map(|s| format!("case-status-{}", s.code())));
        codes.extend(
            domain::cases::CommandKind::ALL
                .iter()
                .map(|c| format!("case-command-{}", c.code())),
        );
        codes.extend(domain::cases::Doubt::ALL.map(|d| format!("desk-case-doubt-{}", d.code())));
        codes.extend(domain::people::Role::ALL.map(|r| format!("people-role-{}", r.code())));
        for kind in ["first-reply", "acceptance", "resolution", "stage", "return"] {
            codes.push(format!("deadlines-clock-{kind}"));
        }
        for key in codes {
            assert!(texts.has(Lang::EN, &key), "{key}");
        }
    }
}
