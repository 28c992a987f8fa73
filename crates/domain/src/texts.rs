//! The texts of a pack, and who has checked them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::Lang;

/// Texts: rows keyed by place (the folder in the pack), key and language.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    rows: HashMap<String, HashMap<String, BTreeMap<Lang, String>>>,
    /// Who checked a translation, under the same keys; nothing of those that nobody has.
    checked: HashMap<String, HashMap<String, BTreeMap<Lang, Checker>>>,
}

/// Who has checked a translation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checker {
    /// Somebody of the project, who is not its writer. The city has not confirmed it.
    Project,
    /// Somebody the city names.
    Reviewer(Arc<str>),
}

impl Checker {
    /// What stands for the project where a reviewer would be named.
    pub const PROJECT: &str = "project";

    pub fn named(name: &str) -> Self {
        match name.trim() {
            "" | Self::PROJECT => Self::Project,
            name => Self::Reviewer(name.into()),
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Project => Self::PROJECT,
            Self::Reviewer(name) => name,
        }
    }
}

impl Texts {
    pub fn insert(&mut self, place: &str, key: &str, lang: Lang, text: String) {
        self.rows
            .entry(place.to_owned())
            .or_default()
            .entry(key.to_owned())
            .or_default()
            .insert(lang, text);
    }

    /// All languages of one text.
    pub fn row(&self, place: &str, key: &str) -> Option<&BTreeMap<Lang, String>> {
        self.rows.get(place)?.get(key)
    }

    /// The text in that language, if there is one.
    pub fn get(&self, place: &str, key: &str, lang: Lang) -> Option<&str> {
        self.row(place, key)?.get(&lang).map(String::as_str)
    }

    /// Notes who has checked a translation.
    pub fn note_checked(&mut self, place: &str, key: &str, lang: Lang, by: Checker) {
        self.checked
            .entry(place.to_owned())
            .or_default()
            .entry(key.to_owned())
            .or_default()
            .insert(lang, by);
    }

    /// Who has checked the translation into that language, if anybody has.
    pub fn checked_by(&self, place: &str, key: &str, lang: Lang) -> Option<&Checker> {
        self.checked.get(place)?.get(key)?.get(&lang)
    }

    /// Every key of a place.
    pub fn keys(&self, place: &str) -> impl Iterator<Item = &str> {
        self.rows
            .get(place)
            .into_iter()
            .flat_map(HashMap::keys)
            .map(String::as_str)
    }
}
