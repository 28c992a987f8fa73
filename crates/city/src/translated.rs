//! `translated.toml`: of each translation, a digest of the source text it was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use domain::Lang;

use crate::document::{Document, Files};
use crate::finding::{Finding, What};
use crate::texts::Folders;

/// Its name, at the root of the pack.
pub const NAME: &str = "translated.toml";

/// Language → place → key → digest.
#[derive(Debug, Default)]
pub struct Translated {
    rows: BTreeMap<Lang, BTreeMap<String, BTreeMap<String, String>>>,
}

impl Translated {
    /// A pack without the file has confirmed nothing yet.
    pub fn load(files: &Files, findings: &mut Vec<Finding>) -> Self {
        let rows = files
            .has(NAME)
            .then(|| Document::parse(files, NAME, findings)?.shape(findings));
        Self {
            rows: rows.flatten().unwrap_or_default(),
        }
    }

    /// Translations whose source text has changed since, or that nobody has confirmed yet.
    pub fn check(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        let Some(source_language) = texts.source else {
            return;
        };
        for lang in texts.translations() {
            for (place, source, translation) in texts.pairs(lang) {
                for (key, text) in &source.rows {
                    let Some(translated) = translation.rows.get(key).filter(|t| !t.text.is_empty()) else {
                        continue;
                    };
                    let confirmed = self.digest(lang, place, key);
                    if confirmed == Some(text.digest().as_str()) {
                        continue;
                    }
                    let (key, file, line) = (key.clone(), source.name.clone(), text.lines.start);
                    let what = if confirmed.is_some() {
                        What::StaleTranslation {
                            key,
                            source_language,
                            file,
                            line,
                        }
                    } else {
                        What::UnconfirmedTranslation {
                            key,
                            source_language,
                            file,
                            line,
                        }
                    };
                    findings.push(Finding::new(&translation.file, translated.lines.start, what));
                }
            }
        }
    }

    fn digest(&self, lang: Lang, place: &str, key: &str) -> Option<&str> {
        Some(self.rows.get(&lang)?.get(place)?.get(key)?.as_str())
    }

    /// Takes all translations into `language`, or all there are, as made from the source text as it is now, and
    /// forgets those that are gone. Gives the number that is new.
    pub fn confirm(&mut self, texts: &Folders, language: Option<Lang>) -> usize {
        let mut new = 0;
        self.rows
            .retain(|lang, _| texts.translations().any(|l| l == *lang));
        for lang in texts
            .translations()
            .filter(|l| language.is_none_or(|only| only == *l))
        {
            let mut rows: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
            for (place, source, translation) in texts.pairs(lang) {
                for (key, text) in &source.rows {
                    if translation.rows.get(key).is_none_or(|t| t.text.is_empty()) {
                        continue;
                    }
                    let digest = text.digest();
                    new += usize::from(self.digest(lang, place, key) != Some(digest.as_str()));
                    rows.entry(place.to_owned())
                        .or_default()
                        .insert(key.clone(), digest);
                }
            }
            self.rows.insert(lang, rows);
        }
        new
    }

    /// Writes the file anew beside the old one and puts it in its place, so that there is always a whole one.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let mut text = String::from(
            "# Written by `harborline check <pack> --confirm <language>`: of each translation, a digest of the source\n\
             # text it was made from. When they differ, the translation is stale.\n",
        );
        for (lang, places) in &self.rows {
            for (place, rows) in places {
                let _ = write!(text, "\n[{lang}.\"{place}\"]\n");
                for (key, digest) in rows {
                    let _ = writeln!(text, "{} = \"{digest}\"", quoted(key));
                }
            }
        }
        let new = folder.join(format!(".{NAME}.new"));
        fs::write(&new, text)?;
        fs::rename(new, folder.join(NAME))
    }
}

/// A key in quotes: its dots are its own.
fn quoted(key: &str) -> String {
    toml::Value::from(key).to_string()
}
