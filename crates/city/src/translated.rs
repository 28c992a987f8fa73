//! `translated.toml`: of each translation that a person has confirmed, digests of the source text and of the translation
//! as they were then, and who that was, if the city names them.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

use domain::Lang;
use domain::city::Checker;

use crate::document::{Document, Files};
use crate::finding::{Finding, What};
use crate::texts::{Folders, Text};

/// Its name, at the root of the pack.
pub const NAME: &str = "translated.toml";

/// Place → key → digests.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// Digests by language: that of the source text, a blank, that of the translation. After another blank, who confirmed it;
/// nobody is named where that was the project.
#[derive(Debug, Default)]
pub struct Translated {
    rows: BTreeMap<Lang, Rows>,
}

/// What is known of a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A person has confirmed this translation of this source text.
    Confirmed(Checker),
    Unconfirmed,
    /// The source text was another then.
    SourceChanged,
    /// The translation was another then.
    TranslationChanged,
}

/// A translation that [`confirm`](crate::confirm) took, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Begins with the pack's folder as it was given.
    pub file: PathBuf,
    pub line: usize,
    pub key: String,
}

impl fmt::Display for Confirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: confirmed \"{}\"",
            self.file.display(),
            self.line,
            self.key
        )
    }
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

    /// Translations that nobody has confirmed as they and their source text now stand.
    pub fn check(&self, texts: &Folders, findings: &mut Vec<Finding>) {
        let Some(source_language) = texts.source else {
            return;
        };
        for lang in texts.translations() {
            for (place, source, translation) in texts.pairs(lang) {
                for (key, text, translated) in source.translated_in(translation) {
                    let (file, line) = (source.name.clone(), text.lines.start);
                    let withheld = texts.needs_a_check(place, key);
                    let key = key.to_owned();
                    let what = match self.standing(lang, place, &key, text, translated) {
                        Standing::Confirmed(_) => continue,
                        Standing::Unconfirmed => What::UnconfirmedTranslation {
                            key,
                            source_language,
                            file,
                            line,
                            withheld,
                        },
                        Standing::SourceChanged => What::StaleTranslation {
                            key,
                            source_language,
                            file,
                            line,
                            withheld,
                        },
                        Standing::TranslationChanged => What::ChangedTranslation {
                            key,
                            source_language,
                            file,
                            line,
                            withheld,
                        },
                    };
                    findings.push(Finding::new(&translation.file, translated.lines.start, what));
                }
            }
        }
    }

    pub fn standing(
        &self,
        lang: Lang,
        place: &str,
        key: &str,
        source: &Text,
        translation: &Text,
    ) -> Standing {
        // A row with one digest is of a time when only the source was kept: it does not say what was confirmed.
        let confirmed = self
            .row(lang, place, key)
            .and_then(|digests| digests.split_once(' '));
        let Some((was_source, rest)) = confirmed else {
            return Standing::Unconfirmed;
        };
        let (was_translation, by) = rest.split_once(' ').unwrap_or((rest, ""));
        if was_translation != translation.digest() {
            Standing::TranslationChanged
        } else if was_source != source.digest() {
            Standing::SourceChanged
        } else {
            Standing::Confirmed(Checker::named(by))
        }
    }

    fn row(&self, lang: Lang, place: &str, key: &str) -> Option<&str> {
        Some(self.rows.get(&lang)?.get(place)?.get(key)?.as_str())
    }

    /// Takes translations as they and their source text now stand, those into `language` or into all there are, and of
    /// these `only` what it names or, if it names nothing, everything, as confirmed by `by`. Forgets those that are gone.
    /// Gives what is new.
    ///
    /// What somebody of the city has confirmed as it stands stays theirs when the project confirms it, too.
    pub fn confirm(
        &mut self,
        texts: &Folders,
        language: Option<Lang>,
        only: &[String],
        by: &Checker,
    ) -> Vec<Confirmed> {
        let mut new = Vec::new();
        let mut rows: BTreeMap<Lang, Rows> = BTreeMap::new();
        for lang in texts.translations() {
            let chosen = language.is_none_or(|only| only == lang);
            for (place, source, translation) in texts.pairs(lang) {
                for (key, text, translated) in source.translated_in(translation) {
                    let before = self.row(lang, place, key);
                    let named = only.is_empty() || only.iter().any(|o| names(o, place, key));
                    let stays = || {
                        let standing = self.standing(lang, place, key, text, translated);
                        *by == Checker::Project && matches!(standing, Standing::Confirmed(_))
                    };
                    let row = if chosen && named && !stays() {
                        Some(row(text, translated, by))
                    } else {
                        before.map(ToOwned::to_owned)
                    };
                    let Some(row) = row else { continue };
                    if before != Some(row.as_str()) {
                        new.push(Confirmed {
                            file: translation.file.clone(),
                            line: translated.lines.start,
                            key: key.to_owned(),
                        });
                    }
                    let place = rows.entry(lang).or_default().entry(place.to_owned());
                    place.or_default().insert(key.to_owned(), row);
                }
            }
        }
        self.rows = rows;
        new
    }

    /// Writes the file anew beside the old one and puts it in its place, so that there is always a whole one.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let mut text = String::from(
            "# Written by `harborline check <pack> --confirm <language>`: of each translation that a person has confirmed,\n\
             # digests of the source text and of the translation, and the reviewer whom the city names, if one did. When a\n\
             # digest differs, it is to be looked at again.\n",
        );
        for (lang, places) in &self.rows {
            for (place, rows) in places {
                let _ = write!(text, "\n[{lang}.\"{place}\"]\n");
                for (key, row) in rows {
                    let _ = writeln!(text, "{} = {}", quoted(key), quoted(row));
                }
            }
        }
        let new = folder.join(format!(".{NAME}.new"));
        fs::write(&new, text)?;
        fs::rename(new, folder.join(NAME))
    }
}

fn row(source: &Text, translation: &Text, by: &Checker) -> String {
    let digests = format!("{} {}", source.digest(), translation.digest());
    match by {
        Checker::Project => digests,
        Checker::Reviewer(name) => format!("{digests} {name}"),
    }
}

/// Whether `name` means a text: place and key, or these up to a slash or dot (`pages/help` means `pages/help.title` and
/// `pages/help.body`).
pub fn names(name: &str, place: &str, key: &str) -> bool {
    let text = format!("{place}/{key}");
    let rest = text.strip_prefix(name.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}

/// In quotes: the dots of a key are its own.
fn quoted(key: &str) -> String {
    toml::Value::from(key).to_string()
}
