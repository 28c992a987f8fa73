//! A pack as those who edit it see it: the texts of each folder in all languages beside each other, how each translation
//! stands, and what is wrong. A file can be read as if it said something else, so that a change is seen before it is
//! made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::Lang;
use domain::city::Checker;
use jiff::civil::Date;

use crate::Looked;
use crate::document::Files;
use crate::finding::Finding;
use crate::texts::{Folders, Text};
use crate::translated::{self, Translated};

/// All texts of a pack.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    /// In the order of their names.
    pub sheets: Vec<Sheet>,
    /// What is wrong elsewhere.
    pub findings: Vec<Finding>,
}

/// The texts of a folder.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name, `guides/visas`; those at the root of the pack are `city`.
    pub place: String,
    pub source: Lang,
    /// Each language of the pack, the source first.
    pub columns: Vec<Column>,
    /// What is wrong with the files beside the texts.
    pub findings: Vec<Finding>,
}

/// The texts of a folder in one language.
#[derive(Debug, Clone)]
pub struct Column {
    pub lang: Lang,
    /// Relative to the pack's folder, with `/`; whether it is there or not.
    pub file: String,
    /// All that stands in it.
    pub text: Option<String>,
    /// In the order of the source's file, what is lacking here included; none, if the file cannot be understood.
    pub cells: Vec<Cell>,
    pub findings: Vec<Finding>,
}

/// One text in one language.
#[derive(Debug, Clone)]
pub struct Cell {
    pub key: String,
    pub text: String,
    pub standing: Standing,
    /// Until a person has checked it, readers get the source text instead.
    pub is_relied_upon: bool,
}

/// How a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is no translation.
    Source,
    /// A person has confirmed this translation of this source text.
    Confirmed(Checker),
    /// The translation was another when a person confirmed it.
    TranslationChanged,
    /// The source text was another then.
    SourceChanged,
    Unconfirmed,
    /// There is none.
    Missing,
}

impl Standing {
    /// Their [`code`](Self::code)s, from the best to the worst.
    pub const CODES: [&str; 7] = [
        "source",
        "city",
        "project",
        "translation-changed",
        "source-changed",
        "unconfirmed",
        "missing",
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Confirmed(Checker::Reviewer(_)) => "city",
            Self::Confirmed(Checker::Project) => "project",
            Self::TranslationChanged => "translation-changed",
            Self::SourceChanged => "source-changed",
            Self::Unconfirmed => "unconfirmed",
            Self::Missing => "missing",
        }
    }

    /// The higher the worse.
    fn rank(&self) -> u8 {
        match self {
            Self::Source => 0,
            Self::Confirmed(Checker::Reviewer(_)) => 1,
            Self::Confirmed(Checker::Project) => 2,
            Self::TranslationChanged => 3,
            Self::SourceChanged => 4,
            Self::Unconfirmed => 5,
            Self::Missing => 6,
        }
    }

    /// Whether somebody has to look at it.
    pub fn waits(&self) -> bool {
        !matches!(self, Self::Source | Self::Confirmed(_))
    }
}

impl From<translated::Standing> for Standing {
    fn from(standing: translated::Standing) -> Self {
        match standing {
            translated::Standing::Confirmed(by) => Self::Confirmed(by),
            translated::Standing::TranslationChanged => Self::TranslationChanged,
            translated::Standing::SourceChanged => Self::SourceChanged,
            translated::Standing::Unconfirmed => Self::Unconfirmed,
        }
    }
}

/// A file that says something else than it does.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// As [`Column::file`] gives it.
    pub file: &'a str,
    pub text: &'a str,
}

/// The texts of a pack as they stand now, or as they would with that change; what holds until a day has expired when that
/// is before `today`. Nothing is written.
///
/// ```
/// let weihai = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities/weihai");
/// let today = jiff::civil::date(2026, 11, 28);
/// let now = city::sheets(std::path::Path::new(weihai), today, None);
/// let visas = now.sheets.iter().find(|sheet| sheet.place == "guides/visas").unwrap();
/// assert_eq!(visas.columns[0].file, "guides/visas/zh.md");
/// assert_eq!(visas.columns[0].standing(), city::Standing::Source);
/// ```
pub fn sheets(folder: &Path, today: Date, change: Option<Change<'_>>) -> Sheets {
    let mut files = Files::load(folder);
    if let Some(Change { file, text }) = change {
        files.change(file, text);
    }
    let Looked {
        texts,
        translated,
        findings,
        ..
    } = Looked::at(&files, Some(today));
    let mut sheets = Vec::new();
    if let Some(source) = texts.source {
        for place in texts.places() {
            sheets.push(Sheet::of(&files, &texts, &translated, source, place));
        }
    }
    let mut of_file: BTreeMap<PathBuf, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        of_file.entry(finding.file.clone()).or_default().push(finding);
    }
    for sheet in &mut sheets {
        sheet.take(folder, &mut of_file);
    }
    let findings = of_file.into_values().flatten().collect();
    Sheets { sheets, findings }
}

impl Sheet {
    fn of(files: &Files, texts: &Folders, translated: &Translated, source: Lang, place: &str) -> Self {
        let languages = std::iter::once(source).chain(texts.translations());
        let column = |lang| {
            let file = texts.file_of(place, lang)?;
            Some(Column {
                lang,
                text: files.text(&file, &mut Vec::new()).map(ToOwned::to_owned),
                cells: cells(texts, translated, place, lang),
                findings: Vec::new(),
                file,
            })
        };
        Self {
            place: place.to_owned(),
            source,
            columns: languages.filter_map(column).collect(),
            findings: Vec::new(),
        }
    }

    /// Takes what is wrong with its files out of all that is.
    fn take(&mut self, folder: &Path, of_file: &mut BTreeMap<PathBuf, Vec<Finding>>) {
        for column in &mut self.columns {
            let file = folder.join(&column.file);
            column.findings = of_file.remove(&file).unwrap_or_default();
        }
        let own = folder.join(&self.place);
        let beside = of_file.range(own.clone()..).map(|(file, _)| file);
        let beside = beside.take_while(|file| file.starts_with(&own));
        let beside: Vec<PathBuf> = beside
            .filter(|file| file.parent() == Some(&own))
            .cloned()
            .collect();
        self.findings = beside
            .iter()
            .filter_map(|file| of_file.remove(file))
            .flatten()
            .collect();
    }

    /// What it is called in its source language: its title or name, or the name of its folder.
    pub fn title(&self) -> &str {
        let cells = self.columns.first().map_or(&[][..], |column| &column.cells);
        let named = ["title", "name"]
            .iter()
            .find_map(|key| cells.iter().find(|cell| cell.key == *key));
        named.map_or(&self.place, |cell| &cell.text)
    }
}

impl Column {
    /// How it stands as a whole: as the worst of its texts does.
    pub fn standing(&self) -> Standing {
        let each = self.cells.iter().map(|cell| &cell.standing);
        each.max_by_key(|standing| standing.rank())
            .cloned()
            .unwrap_or(Standing::Missing)
    }
}

fn cells(texts: &Folders, translated: &Translated, place: &str, lang: Lang) -> Vec<Cell> {
    let Some(source) = texts.source_of(place) else {
        return Vec::new();
    };
    let mut rows: Vec<(&String, &Text)> = source.rows.iter().collect();
    rows.sort_by_key(|(_, text)| text.lines.start);
    if texts.source == Some(lang) {
        let cell = |(key, text): (&String, &Text)| Cell {
            key: key.clone(),
            text: text.text.clone(),
            standing: Standing::Source,
            is_relied_upon: false,
        };
        return rows.into_iter().map(cell).collect();
    }
    let Some(translation) = texts.translation_of(place, lang) else {
        return Vec::new();
    };
    let cell = |(key, text): (&String, &Text)| {
        let here = translation.rows.get(key).filter(|here| !here.text.is_empty());
        let standing = here.map(|here| translated.standing(lang, place, key, text, here));
        Cell {
            key: key.clone(),
            text: here.map_or_else(String::new, |here| here.text.clone()),
            standing: standing.map_or(Standing::Missing, Standing::from),
            is_relied_upon: texts.needs_a_check(place, key),
        }
    };
    rows.into_iter().map(cell).collect()
}
