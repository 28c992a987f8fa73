//! What a language of a pack lacks.

use std::collections::BTreeMap;
use std::fmt;

use domain::Lang;

use super::{Files, Words, keys};

/// So many are named; the file itself, in another language, has them all.
const NAMED: usize = 10;

/// The texts of one file that a language lacks. The words are for those who write packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub lang: Lang,
    /// As the file is called in the languages that come with Harborline.
    pub file: &'static str,
    pub keys: Vec<String>,
    /// How many texts the file has.
    pub of: usize,
    /// The languages in which they are shown, by their tags.
    pub instead: Vec<String>,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lang, file, of, .. } = self;
        let (lacks, instead) = (self.keys.len(), self.instead.join(", "));
        write!(f, "locales/{lang}/{file}: note: ")?;
        if lacks == *of {
            return write!(f, "nothing of it is there; its readers get {instead}");
        }
        let named = self.keys.iter().take(NAMED).map(String::as_str);
        let named: Vec<&str> = named.collect();
        write!(
            f,
            "{lacks} of {of} texts are missing; its readers get {instead}: {}",
            named.join(", ")
        )?;
        match lacks.saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// The gaps of a language that lacks these keys, file by file.
pub(super) fn of(files: Files, lang: Lang, lacks: &[String], instead: &[Words]) -> Vec<Gap> {
    let mut gaps: BTreeMap<&'static str, Gap> = BTreeMap::new();
    for (_, file, text) in files.iter().filter(|(of, ..)| *of == Lang::EN.as_str()) {
        // What cannot be parsed is told where its language is read.
        let Ok(resource) = fluent_bundle::FluentResource::try_new((*text).to_owned()) else {
            continue;
        };
        let all: Vec<&str> = keys::of(resource.entries()).map(|(key, _)| key).collect();
        let missing = all.iter().filter(|key| lacks.iter().any(|lack| lack == *key));
        for key in missing {
            let gap = gaps.entry(file).or_insert_with(|| Gap {
                lang,
                file,
                keys: Vec::new(),
                of: all.len(),
                instead: Vec::new(),
            });
            gap.keys.push((*key).to_owned());
            let other = instead.iter().find(|words| words.bundle.has_message(key));
            if let Some(words) = other.filter(|words| !gap.instead.contains(&words.tag)) {
                gap.instead.push(words.tag.clone());
            }
        }
    }
    gaps.into_values().collect()
}
