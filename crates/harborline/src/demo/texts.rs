//! The made-up texts of a demo: rows of the pack's `demo` folder.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Context as _;
use domain::{Lang, ServiceCode};
use serde::Deserialize;

/// What a resident might write, in one language, with a translation for the unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Absent: for any service.
    #[serde(default)]
    pub service: Option<ServiceCode>,
    pub text: String,
    /// What an interpreter made of it in the city's language; absent in that language itself.
    #[serde(default)]
    pub translation: Option<String>,
}

/// The texts of residents who write one language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resident {
    /// A last sentence with a `{time}` in it. With it a text is one that nobody has translated before.
    #[serde(default)]
    pub closing: Option<String>,
    #[serde(default, rename = "description")]
    pub descriptions: Vec<Written>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<Written>,
    #[serde(default, rename = "reopening")]
    pub reopenings: Vec<Written>,
    #[serde(default, rename = "comment")]
    pub comments: Vec<Written>,
}

/// What a unit might write: a row of translations, keyed by language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    #[serde(default)]
    pub service: Option<ServiceCode>,
    pub text: BTreeMap<Lang, String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Units {
    #[serde(rename = "question")]
    pub questions: Vec<Phrase>,
    #[serde(rename = "reply")]
    pub replies: Vec<Phrase>,
    #[serde(rename = "resolution")]
    pub resolutions: Vec<Phrase>,
    #[serde(rename = "decline")]
    pub declines: Vec<Phrase>,
    #[serde(rename = "note")]
    pub notes: Vec<Phrase>,
    #[serde(rename = "return")]
    pub returns: Vec<Phrase>,
    #[serde(rename = "suspension")]
    pub suspensions: Vec<Phrase>,
    #[serde(rename = "extension")]
    pub extensions: Vec<Phrase>,
    #[serde(rename = "partner")]
    pub partners: Vec<Phrase>,
    #[serde(rename = "appointment")]
    pub appointments: Vec<Phrase>,
    /// How demo staff are called, by role.
    pub staff: BTreeMap<String, String>,
    /// Answers to text questions of the forms, by `service.field`, then by `field`, then `any`.
    pub answers: BTreeMap<String, Vec<String>>,
    /// What those of them that are in other languages are in that of the city.
    pub translated_answers: BTreeMap<String, String>,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Texts {
    pub residents: BTreeMap<Lang, Resident>,
    pub units: Units,
    /// Translations of every text above, by text and language.
    translations: HashMap<(String, Lang), String>,
}

impl Texts {
    /// Reads `demo/units.toml` and `demo/residents/<language>.toml` of a pack.
    ///
    /// # Errors
    /// When a file is missing or wrong.
    pub fn read(pack: &Path, source: Lang) -> anyhow::Result<Self> {
        let read = |file: &Path| {
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
        };
        let folder = pack.join("demo");
        let file = folder.join("units.toml");
        let units: Units =
            toml::from_str(&read(&file)?).with_context(|| format!("{} is wrong", file.display()))?;
        let mut residents = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join("residents")).context("the pack has no demo/residents")? {
            let file = entry?.path();
            let name = file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            let lang = Lang::parse(name).with_context(|| format!("{} is no language", file.display()))?;
            let texts: Resident =
                toml::from_str(&read(&file)?).with_context(|| format!("{} is wrong", file.display()))?;
            residents.insert(lang, texts);
        }
        let mut texts = Self {
            residents,
            units,
            translations: HashMap::new(),
        };
        texts.index(source);
        Ok(texts)
    }

    fn index(&mut self, source: Lang) {
        let units = &self.units;
        let phrases = [
            &units.questions,
            &units.replies,
            &units.resolutions,
            &units.declines,
        ];
        for phrase in phrases.into_iter().flatten() {
            let Some(original) = phrase.text.get(&source) else {
                continue;
            };
            for (lang, text) in &phrase.text {
                self.translations.insert((original.clone(), *lang), text.clone());
            }
        }
        for (original, text) in &units.translated_answers {
            self.translations.insert((original.clone(), source), text.clone());
        }
        for resident in self.residents.values() {
            let written = [&resident.descriptions, &resident.answers, &resident.reopenings];
            for written in written.into_iter().flatten() {
                if let Some(translation) = &written.translation {
                    self.translations
                        .insert((written.text.clone(), source), translation.clone());
                }
            }
        }
    }

    /// The translation of one of these texts.
    pub fn translation(&self, text: &str, lang: Lang) -> Option<&str> {
        self.translations
            .get(&(text.to_owned(), lang))
            .map(String::as_str)
    }
}
