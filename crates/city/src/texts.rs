//! The text files of a pack: a folder's texts, one file per language, either keys alone or a page.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::Lang;
use domain::city::Texts;
use sha2::{Digest, Sha256};

use crate::document::{Document, Files};
use crate::finding::{Finding, What};
use crate::pack::Pack;
use crate::translated::{Standing, Translated, names};

/// All texts of a pack, with the lines they stand on. The folder's name is what `domain` calls the place; the files
/// at the root are the place `city`.
#[derive(Debug)]
pub struct Folders {
    pub source: Option<Lang>,
    /// In the order of the picker.
    pub languages: Vec<Lang>,
    places: BTreeMap<String, Place>,
}

/// The texts of one folder.
#[derive(Debug)]
struct Place {
    files: BTreeMap<Lang, TextFile>,
    rules: Rules,
}

/// How the texts of a folder are written and published.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Which of its texts, by their key, are published only after a person has checked their translation.
    ///
    /// What a reader relies on, or takes for the city's word, is left out of the city until someone has confirmed it as
    /// it stands, and shows in the source language. What only names things (units, needs, stages, labels and options of
    /// a form) stays: a form half in another language helps nobody, and nobody acts on a name alone.
    pub needs_a_check: fn(&str) -> bool,
    /// Whether one text that waits to be checked keeps back the others of its language.
    pub whole: bool,
    /// Whether each language is a page (`zh.md`) with a longer text after the keys, and may be lacking.
    pub pages: bool,
}

impl Rules {
    /// Its texts name things.
    pub const NAMES: Self = Self {
        needs_a_check: |_| false,
        whole: false,
        pages: false,
    };
    /// Each of its texts is relied upon.
    pub const CHECKED: Self = Self {
        needs_a_check: |_| true,
        ..Self::NAMES
    };
}

/// One language's file of a folder.
#[derive(Debug)]
pub struct TextFile {
    pub file: std::path::PathBuf,
    /// Relative to the pack's folder.
    pub name: String,
    pub rows: BTreeMap<String, Text>,
}

/// One text.
#[derive(Debug)]
pub struct Text {
    /// First and last line.
    pub lines: Range<usize>,
    pub text: String,
}

impl Text {
    /// What `translated.toml` remembers of a text: 32 bits of its SHA-256 are enough to see that it changed.
    pub fn digest(&self) -> String {
        let hash = Sha256::digest(self.text.as_bytes());
        format!("{:08x}", u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }
}

impl Folders {
    pub fn load(files: &Files, pack: &Pack, findings: &mut Vec<Finding>) -> Self {
        let Some(city) = pack.city.is() else {
            return Self {
                source: None,
                languages: Vec::new(),
                places: BTreeMap::new(),
            };
        };
        let languages: Vec<Lang> = city.languages.iter().map(|l| l.code).collect();
        let mut places = BTreeMap::new();
        for folder in pack.folders() {
            let rules = folder.rules();
            for name in folder.places() {
                let mut read = BTreeMap::new();
                let mut lacks = Vec::new();
                for lang in &languages {
                    let file = file_name(&name, *lang, rules);
                    let document = if !rules.pages {
                        Document::parse(files, &file, findings)
                    } else if *lang == city.source_language || files.has(&file) {
                        Document::parse_page(files, &file, findings)
                    } else {
                        lacks.push(*lang);
                        None
                    };
                    if let Some(document) = document {
                        read.insert(*lang, TextFile::of(document, findings));
                    }
                }
                if !lacks.is_empty() {
                    let what = What::NotIn {
                        languages: lacks,
                        source_language: city.source_language,
                    };
                    let file = files.folder.join(file_name(&name, city.source_language, rules));
                    findings.push(Finding::new(file, 1, what));
                }
                places.insert(name, Place { files: read, rules });
            }
        }
        Self {
            source: Some(city.source_language),
            languages,
            places,
        }
    }

    /// The languages that are translations.
    pub fn translations(&self) -> impl Iterator<Item = Lang> {
        self.languages.iter().copied().filter(|l| Some(*l) != self.source)
    }

    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The name of a folder's file in that language, whether it is there or not.
    pub fn file_of(&self, place: &str, lang: Lang) -> Option<String> {
        Some(file_name(place, lang, self.places.get(place)?.rules))
    }

    /// A folder's file in the source language.
    pub fn source_of(&self, place: &str) -> Option<&TextFile> {
        self.places.get(place)?.files.get(&self.source?)
    }

    /// A folder's file in another.
    pub fn translation_of(&self, place: &str, lang: Lang) -> Option<&TextFile> {
        self.places.get(place)?.files.get(&lang)
    }

    /// Each folder's file in the source language beside its translation.
    pub fn pairs(&self, lang: Lang) -> impl Iterator<Item = (&str, &TextFile, &TextFile)> {
        self.places.iter().filter_map(move |(name, place)| {
            let source = place.files.get(&self.source?)?;
            Some((name.as_str(), source, place.files.get(&lang)?))
        })
    }

    /// Whether the translation of that text is published only after a person has checked it.
    pub fn needs_a_check(&self, place: &str, key: &str) -> bool {
        self.places
            .get(place)
            .is_some_and(|place| (place.rules.needs_a_check)(key))
    }

    /// Whether anything of that name is translated into `language`, or into any.
    pub fn has_translation(&self, language: Option<Lang>, name: &str) -> bool {
        self.translations()
            .filter(|lang| language.is_none_or(|only| only == *lang))
            .flat_map(|lang| self.pairs(lang))
            .any(|(place, source, translation)| {
                source
                    .translated_in(translation)
                    .any(|(key, ..)| names(name, place, key))
            })
    }

    /// The names of the files that texts are read from.
    pub fn file_names(&self) -> impl Iterator<Item = String> {
        self.places.iter().flat_map(|(name, place)| {
            let languages = self.languages.iter();
            languages.map(|lang| file_name(name, *lang, place.rules))
        })
    }

    /// What translations lack, and what they have too much.
    pub fn check_translations(&self, findings: &mut Vec<Finding>) {
        let Some(source_language) = self.source else {
            return;
        };
        for lang in self.translations() {
            for (_, source, translation) in self.pairs(lang) {
                let missing = |key: &String| translation.rows.get(key).is_none_or(|t| t.text.is_empty());
                for (key, text) in source.rows.iter().filter(|(key, _)| missing(key)) {
                    let what = What::MissingTranslation {
                        key: key.clone(),
                        source_language,
                        file: source.name.clone(),
                        line: text.lines.start,
                    };
                    findings.push(Finding::new(
                        &translation.file,
                        translation.line_after(source, text),
                        what,
                    ));
                }
                for (key, text) in &translation.rows {
                    if !source.rows.contains_key(key) {
                        let key = key.clone();
                        let what = What::NothingToTranslate { key, source_language };
                        findings.push(Finding::new(&translation.file, text.lines.start, what));
                    }
                }
            }
        }
    }

    /// What may be published, and who checked it: all texts but those translations that need a check and have none, which
    /// are not there, and what they keep back.
    pub fn to_domain(&self, translated: &Translated) -> Texts {
        let mut texts = Texts::default();
        for (place, Place { files, rules }) in &self.places {
            let source = self.source_of(place);
            for (lang, file) in files {
                let mut checked = BTreeMap::new();
                for (key, text) in &file.rows {
                    let source = source.and_then(|source| source.rows.get(key));
                    if let Some(source) = source.filter(|_| Some(*lang) != self.source)
                        && let Standing::Confirmed(by) = translated.standing(*lang, place, key, source, text)
                    {
                        checked.insert(key, by);
                    }
                }
                let waits = |key: &String| {
                    Some(*lang) != self.source && (rules.needs_a_check)(key) && !checked.contains_key(key)
                };
                if rules.whole && file.rows.keys().any(waits) {
                    continue;
                }
                for (key, text) in file.rows.iter().filter(|(key, _)| !waits(key)) {
                    texts.insert(place, key, *lang, text.text.clone());
                }
                for (key, by) in &checked {
                    texts.note_checked(place, key, *lang, by.clone());
                }
            }
        }
        texts
    }
}

impl TextFile {
    fn of(document: Document, findings: &mut Vec<Finding>) -> Self {
        let rows = document
            .texts(findings)
            .into_iter()
            .map(|(key, lines, text)| (key, Text { lines, text }))
            .collect();
        Self {
            file: document.file,
            name: document.name,
            rows,
        }
    }

    /// Key, text here and text there of what is not empty there.
    pub fn translated_in<'a>(
        &'a self,
        translation: &'a Self,
    ) -> impl Iterator<Item = (&'a str, &'a Text, &'a Text)> {
        self.rows.iter().filter_map(|(key, text)| {
            let translated = translation.rows.get(key).filter(|t| !t.text.is_empty())?;
            Some((key.as_str(), text, translated))
        })
    }

    /// The line here that a text belongs on: that of the text itself or, if it is not here, the last line of the one
    /// that comes before it in the source.
    fn line_after(&self, source: &TextFile, text: &Text) -> usize {
        source
            .rows
            .iter()
            .filter(|(_, other)| other.lines.start <= text.lines.start)
            .filter_map(|(key, other)| Some((other.lines.start, self.rows.get(key)?.lines.end)))
            .max_by_key(|(in_source, _)| *in_source)
            .map_or(1, |(_, here)| here)
    }
}

fn file_name(place: &str, lang: Lang, rules: Rules) -> String {
    let ending = if rules.pages { "md" } else { "toml" };
    match place {
        "city" => format!("{lang}.{ending}"),
        place => format!("{place}/{lang}.{ending}"),
    }
}
