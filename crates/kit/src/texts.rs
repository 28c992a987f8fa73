//! The interface's own texts, in Fluent: `locales/<language>/<noun>.ftl`. What a city says stands in its pack instead.
//!
//! Those of some languages are compiled in where the nouns are, and given to this room as [`Files`]. A pack may have a folder `locales/` of the same shape: what it says there goes
//! before what is compiled in, and it may bring a language of its own. Which languages are offered, the pack says. Those
//! compiled in have every text with the same variables. One that a pack brings may lack some: they are shown in the pack's
//! source language, or in English where that lacks them, too, and a page says of each in which language it is
//! ([`crate::fallback`]).
//!
//! To add a text: its key in every language's file of that noun. A test finds what is missing, and what a template
//! names that no file has.

mod gaps;
mod keys;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::Lang;
use domain::city::InterfaceLanguage;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use self::gaps::Gap;
use self::keys::Keys;
use crate::fallback;
use crate::names;
use crate::writing::{Unwritten, Writing};

/// Fluent files that are compiled in: language, file name, text.
pub type Files = &'static [(&'static str, &'static str, &'static str)];

/// What stands where a text is missing: seen in no page sample.
pub const MISSING: &str = "⟦";

/// All texts of the interface, and how each of its languages is written. A clone is the same ones: reading them takes long.
#[derive(Clone)]
pub struct Texts {
    languages: Arc<HashMap<Lang, Interface>>,
    gaps: Arc<[Gap]>,
    /// Where what a language lacks is found, in this order; empty while none lacks anything.
    instead: Arc<[Words]>,
}

struct Interface {
    words: Words,
    /// It has every text.
    whole: bool,
    writing: Writing,
}

/// The texts of a language.
struct Words {
    tag: String,
    bundle: FluentBundle<FluentResource>,
}

/// What keeps a language from being offered. The words are for those who write packs and Fluent files.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{lang}: there is no folder locales/{lang} with the texts of the interface")]
    NoTexts { lang: Lang },
    #[error("{lang}: {why}")]
    Unwritten { lang: Lang, why: Unwritten },
    #[error("{file} cannot be read: {source}")]
    Unreadable {
        file: String,
        #[source]
        source: io::Error,
    },
    #[error("{file}: {what}")]
    Syntax { file: String, what: String },
    #[error("{file}: \"{key}\" is there twice")]
    Twice { file: String, key: String },
    #[error("{file}: no text of the interface is called \"{key}\"")]
    Unknown { file: String, key: String },
    #[error("{file}: \"{key}\" has the variables {has:?}, not {wants:?}")]
    Variables {
        file: String,
        key: String,
        has: BTreeSet<String>,
        wants: BTreeSet<String>,
    },
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.languages.keys()).finish()
    }
}

/// A Fluent file.
struct Source {
    /// As people find it.
    file: String,
    text: String,
}

fn embedded(files: Files, lang: Lang) -> impl Iterator<Item = Source> {
    let files = files.iter().filter(move |(of, ..)| *of == lang.as_str());
    files.map(move |(_, file, text)| Source {
        file: format!("locales/{lang}/{file}"),
        text: (*text).to_owned(),
    })
}

/// The files of a folder of the pack in the order of their names; none when there is no such folder.
fn of_pack(folder: &Path, faults: &mut Vec<Fault>) -> Vec<Source> {
    let mut sources = Vec::new();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == "ftl") {
            let file = path.display().to_string();
            // What is no file, a pipe or a device, may never come to an end.
            let is_file = fs::metadata(&path).is_ok_and(|found| found.is_file());
            let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "it is no file");
            let text = if is_file {
                fs::read_to_string(&path)
            } else {
                Err(no_file())
            };
            match text {
                Ok(text) => sources.push(Source { file, text }),
                Err(source) => faults.push(Fault::Unreadable { file, source }),
            }
        }
    }
    sources.sort_by(|a, b| a.file.cmp(&b.file));
    sources
}

impl Texts {
    /// The texts of the languages that a city offers: those compiled in (`files`), and over them those of `locales`, the folder of
    /// its pack, where there is one. What one of them lacks is shown in `source`, the city's own language, or in English.
    ///
    /// # Errors
    /// Everything that keeps one of these languages from being offered.
    pub fn read(
        files: Files,
        offered: &[InterfaceLanguage],
        source: Lang,
        locales: Option<&Path>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let wanted = wanted(files);
        let own = |lang: Lang, faults: &mut Vec<Fault>| {
            locales.map_or_else(Vec::new, |folder| of_pack(&folder.join(lang.as_str()), faults))
        };
        let tag = |lang: Lang| {
            let offered = offered.iter().find(|language| language.code == lang);
            offered.map_or_else(|| names::tag(lang).unwrap_or("und"), |language| &language.tag)
        };
        let mut languages = HashMap::new();
        let mut lacking = Vec::new();
        for InterfaceLanguage { code: lang, tag, .. } in offered {
            let sources = own(*lang, &mut faults);
            let read = interface(files, *lang, tag, &sources, &wanted, &mut faults);
            if let Some((interface, lacks)) = read {
                if !lacks.is_empty() {
                    lacking.push((*lang, lacks));
                }
                languages.insert(*lang, interface);
            }
        }
        let mut instead = Vec::new();
        if !lacking.is_empty() {
            for lang in [Some(source), Some(Lang::EN).filter(|en| *en != source)]
                .into_iter()
                .flatten()
            {
                // Whatever is wrong with it has been told, where it is offered.
                let sources = own(lang, &mut Vec::new());
                instead.extend(words(files, lang, tag(lang), &sources, &wanted, &mut Vec::new()));
            }
        }
        let gaps = lacking
            .iter()
            .flat_map(|(lang, lacks)| gaps::of(files, *lang, lacks, &instead));
        let gaps = gaps.collect();
        if faults.is_empty() {
            Ok(Self {
                languages: Arc::new(languages),
                gaps,
                instead: instead.into(),
            })
        } else {
            Err(faults)
        }
    }

    /// What is shown in another language than its reader's, because theirs lacks it.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.words_of(lang, key)
            .is_some_and(|(words, _)| words.bundle.has_message(key))
    }

    /// Whether the language has it itself, and no other is shown in its place.
    pub fn has_own(&self, lang: Lang, key: &str) -> bool {
        self.words_of(lang, key)
            .is_some_and(|(words, own)| own && words.bundle.has_message(key))
    }

    /// A text; its variables are given with [`Text::with`].
    pub fn get(&self, lang: Lang, key: impl Into<String>) -> Text<'_> {
        let key = key.into();
        let words = self.words_of(lang, &key);
        Text {
            bundle: words.map(|(words, _)| &words.bundle),
            other: words.and_then(|(words, own)| (!own).then_some(words.tag.as_str())),
            marked: false,
            key,
            args: FluentArgs::new(),
        }
    }

    /// The words that a text in that language is taken from, and whether they are that language's own.
    fn words_of(&self, lang: Lang, key: &str) -> Option<(&Words, bool)> {
        let interface = self.languages.get(&lang)?;
        let own = Some((&interface.words, true));
        if interface.whole || interface.words.bundle.has_message(key) {
            return own;
        }
        let other = self.instead.iter().find(|words| words.bundle.has_message(key));
        other.map(|words| (words, false)).or(own)
    }

    /// How a language of the interface is written; `None` for any other.
    pub fn writing(&self, lang: Lang) -> Option<&Writing> {
        self.languages.get(&lang).map(|interface| &interface.writing)
    }
}

/// Every text that a language must have: those of the languages compiled in, which a test holds to be the same ones.
fn wanted(files: Files) -> Keys {
    let mut wanted = Keys::new();
    for (_, _, text) in files {
        // What cannot be parsed is told where its language is read.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(read, _)| read);
        for (key, variables) in keys::of(resource.entries()) {
            wanted
                .entry(key.to_owned())
                .or_default()
                .extend(variables.into_iter().flatten());
        }
    }
    wanted
}

/// One language, and the keys that it lacks.
fn interface(
    files: Files,
    lang: Lang,
    tag: &str,
    own: &[Source],
    wanted: &Keys,
    faults: &mut Vec<Fault>,
) -> Option<(Interface, Vec<String>)> {
    let words = words(files, lang, tag, own, wanted, faults)?;
    let bundle = &words.bundle;
    let missing = |key: &&String| !bundle.has_message(key);
    let lacks: Vec<String> = wanted.keys().filter(missing).cloned().collect();
    let country = |code: &str| {
        let pattern = bundle.get_message(&format!("country-{code}"))?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    };
    match Writing::new(lang, tag, country) {
        Ok(writing) => {
            let whole = lacks.is_empty();
            let interface = Interface {
                words,
                whole,
                writing,
            };
            Some((interface, lacks))
        }
        Err(why) => {
            faults.push(Fault::Unwritten { lang, why });
            None
        }
    }
}

/// The texts of one language: its files compiled in, and over them those of the pack.
fn words(
    files: Files,
    lang: Lang,
    tag: &str,
    own: &[Source],
    wanted: &Keys,
    faults: &mut Vec<Fault>,
) -> Option<Words> {
    let compiled: Vec<Source> = embedded(files, lang).collect();
    if compiled.is_empty() && own.is_empty() {
        faults.push(Fault::NoTexts { lang });
        return None;
    }
    let Ok(id) = tag.parse() else {
        let why = Unwritten::NotATag;
        faults.push(Fault::Unwritten { lang, why });
        return None;
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for sources in [&compiled[..], own] {
        let mut seen = BTreeSet::new();
        for source in sources {
            let resource = match FluentResource::try_new(source.text.clone()) {
                Ok(resource) => resource,
                Err((_, errors)) => {
                    let what = errors
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join("; ");
                    faults.push(Fault::Syntax {
                        file: source.file.clone(),
                        what,
                    });
                    continue;
                }
            };
            faults.extend(faults_of(source, &resource, wanted, &mut seen));
            bundle.add_resource_overriding(resource);
        }
    }
    Some(Words {
        tag: tag.to_owned(),
        bundle,
    })
}

/// What is wrong with the texts of a file. `seen` are the keys of the files before it.
fn faults_of(
    source: &Source,
    resource: &FluentResource,
    wanted: &Keys,
    seen: &mut BTreeSet<String>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (key, variables) in keys::of(resource.entries()) {
        let (file, key) = (source.file.clone(), key.to_owned());
        if !seen.insert(key.clone()) {
            faults.push(Fault::Twice { file, key });
            continue;
        }
        match (wanted.get(&key), variables.unwrap_or_default()) {
            (None, _) => faults.push(Fault::Unknown { file, key }),
            // A plural language may choose by a variable that another only shows, so sets are compared.
            (Some(wants), has) if *wants != has => faults.push(Fault::Variables {
                file,
                key,
                has,
                wants: wants.clone(),
            }),
            _ => {}
        }
    }
    faults
}

/// A text and the values of its variables. It is written where it is shown.
pub struct Text<'a> {
    bundle: Option<&'a FluentBundle<FluentResource>>,
    /// The tag of the language it is in, where that is not the one it was asked for in.
    other: Option<&'a str>,
    /// Where it is in another language, it is written with what says so.
    marked: bool,
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

    /// On a page, a text in another language than the page's says in which ([`fallback`]).
    #[must_use]
    pub fn marked(mut self) -> Self {
        self.marked = true;
        self
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = self
            .bundle
            .and_then(|b| Some((b, b.get_message(&self.key)?.value()?)));
        let Some((bundle, pattern)) = pattern else {
            return write!(f, "{MISSING}{}⟧", self.key);
        };
        let other = self.other.filter(|_| self.marked);
        if let Some(tag) = other {
            write!(f, "{}{tag}{}", fallback::OPENS, fallback::BEGINS)?;
        }
        bundle.write_pattern(f, pattern, Some(&self.args), &mut Vec::new())?;
        if other.is_some() {
            write!(f, "{}", fallback::ENDS)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::FILES;

    fn offered(code: &str, tag: &str) -> InterfaceLanguage {
        InterfaceLanguage {
            code: Lang::parse(code).unwrap(),
            tag: tag.to_owned(),
            name: code.to_owned(),
        }
    }

    fn told(read: Result<Texts, Vec<Fault>>) -> Vec<String> {
        read.unwrap_err().iter().map(ToString::to_string).collect()
    }

    /// A folder `locales/` of a pack.
    struct Locales(tempfile::TempDir);

    impl Locales {
        fn of(files: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Self(folder)
        }

        fn read(&self, languages: &[InterfaceLanguage]) -> Result<Texts, Vec<Fault>> {
            Texts::read(FILES, languages, Lang::EN, Some(self.0.path()))
        }
    }

    #[test]
    fn a_language_without_texts_is_refused_and_not_shown_in_another() {
        assert_eq!(
            told(Texts::read(
                FILES,
                &[offered("en", "en-GB"), offered("de", "de")],
                Lang::EN,
                None
            )),
            ["de: there is no folder locales/de with the texts of the interface"]
        );
    }

    #[test]
    fn a_language_that_lacks_a_text_has_it_from_the_citys_own_and_from_english() {
        let german = "page-home = Startseite\npage-back = Zurück\n";
        let locales = Locales::of(&[("de/page.ftl", german), ("pt/page.ftl", "page-skip = Saltar\n")]);
        let offered = [offered("de", "de"), offered("pt", "pt-PT")];
        let [de, pt] = ["de", "pt"].map(|code| Lang::parse(code).unwrap());
        let texts = Texts::read(FILES, &offered, pt, Some(locales.0.path())).unwrap();
        let shown = |lang, key: &str| texts.get(lang, key).to_string();
        assert_eq!(shown(de, "page-home"), "Startseite");
        assert_eq!(shown(de, "page-skip"), "Saltar");
        assert_eq!(shown(de, "page-print"), "Print");
        assert!(texts.has(de, "page-print") && !texts.has(de, "page-prin"));
        assert!(texts.has_own(de, "page-home") && !texts.has_own(de, "page-print"));
        let marked = |key: &str| texts.get(de, key).marked().to_string();
        assert_eq!(fallback::html(&marked("page-home")), "Startseite");
        assert_eq!(
            fallback::html(&marked("page-skip")),
            "<bdi lang=\"pt-PT\" dir=\"ltr\">Saltar</bdi>"
        );
        assert_eq!(
            fallback::html(&marked("page-print")),
            "<bdi lang=\"en\" dir=\"ltr\">Print</bdi>"
        );
        // English has plural forms of its own.
        let one = texts.get(de, "deadlines-limit-days").with("n", 1).to_string();
        assert_eq!(one, "1 day");
    }

    #[test]
    fn what_a_language_lacks_is_told_file_by_file() {
        let locales = Locales::of(&[("de/page.ftl", "page-home = Startseite\npage-back = Zurück\n")]);
        let texts = locales
            .read(&[offered("de", "de"), offered("en", "en-GB")])
            .unwrap();
        let told: Vec<String> = texts.gaps().iter().map(ToString::to_string).collect();
        let of = |file: &str| {
            let begins = format!("locales/de/{file}: ");
            told.iter().find(|line| line.starts_with(&begins)).unwrap()
        };
        assert!(
            of("page.ftl").contains("its readers get en-GB: ") && of("page.ftl").contains(", page-print, ")
        );
        assert!(!of("page.ftl").contains("page-home,"), "{}", of("page.ftl"));
        assert!(of("guides.ftl").contains("nothing of it"), "{}", of("guides.ftl"));
        let english = [offered("en", "en-GB")];
        assert!(locales.read(&english).unwrap().gaps().is_empty());
    }

    #[test]
    fn what_a_pack_says_of_the_interface_goes_before_what_is_compiled_in() {
        let locales = Locales::of(&[("en/own.ftl", "page-home = Start\n")]);
        let texts = locales.read(&[offered("en", "en-GB")]).unwrap();
        assert_eq!(texts.get(Lang::EN, "page-home").to_string(), "Start");
        assert_eq!(texts.get(Lang::EN, "page-back").to_string(), "Back");
    }

    #[test]
    fn a_file_of_the_pack_that_is_wrong_is_named_with_what_is_wrong() {
        let en = [offered("en", "en-GB")];
        let wrong = |text: &str| told(Locales::of(&[("en/own.ftl", text)]).read(&en)).swap_remove(0);
        assert!(wrong("page-home =\n").contains("en/own.ftl: "));
        assert!(wrong("page-hom = x\n").ends_with("no text of the interface is called \"page-hom\""));
        assert!(wrong("page-site = { $town }\n").ends_with("has the variables {\"town\"}, not {\"city\"}"));
        assert!(wrong("page-home = a\npage-home = b\n").ends_with("\"page-home\" is there twice"));
        let tag = Texts::read(FILES, &[offered("en", "no tag")], Lang::EN, None);
        assert_eq!(told(tag), ["en: this is not the tag of a language (BCP 47)"]);
    }

    #[test]
    fn a_text_that_is_missing_shows_as_missing() {
        let texts = Texts::read(FILES, &[offered("en", "en-GB")], Lang::EN, None).unwrap();
        assert_eq!(texts.get(Lang::RU, "page-home").to_string(), "⟦page-home⟧");
        assert_eq!(texts.get(Lang::EN, "no-such-text").to_string(), "⟦no-such-text⟧");
    }
}
