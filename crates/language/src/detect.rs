//! The language of a text that somebody wrote.
//!
//! Links, handles and codes are taken out first: they are in no language. Then the script decides who is asked. Korean
//! and Thai have a script of their own, and whether Chinese characters are Chinese or Japanese their forms and the kana
//! say, exactly and at no cost. The Latin, Cyrillic, Arabic and Devanagari scripts are shared, with each other's
//! languages and with many that nobody here reads. There two readers must agree: `lingua`, which is good at telling the
//! city's languages apart and takes any other for one of them, and fastText's `lid.176`, which knows the others. Letters
//! that a language is not written with speak against it, the small words of its sentences for it. Who is unsure says so:
//! a text taken for a language it is not in is worse than one whose language is asked for.

mod common;
mod east;
mod letters;
mod model;
mod plain;
mod script;

use std::sync::OnceLock;

use domain::Lang;
use icu_properties::props::Script;
use lingua::{IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder};

/// The languages that share a script.
const LATIN: [Language; 9] = [
    Language::English,
    Language::French,
    Language::German,
    Language::Indonesian,
    Language::Italian,
    Language::Portuguese,
    Language::Spanish,
    Language::Turkish,
    Language::Vietnamese,
];
const CYRILLIC: [Language; 2] = [Language::Russian, Language::Ukrainian];
const ARABIC: [Language; 2] = [Language::Arabic, Language::Persian];
const DEVANAGARI: [Language; 1] = [Language::Hindi];

/// The languages that their script tells.
const BY_SCRIPT: [&str; 4] = ["zh", "ko", "ja", "th"];

/// Names that `lid.176` has for languages which cannot be told from one of the city's in a sentence.
const TWINS: [(Language, &str); 2] = [(Language::Indonesian, "ms"), (Language::Arabic, "arz")];

/// A text is looked at as far as this many letters: more would cost time and tell nothing new.
const ENOUGH_LETTERS: usize = 400;

/// Below this a language is guessed.
const SURE: f64 = 0.5;

/// From here on `lid.176` needs no second opinion.
const SURE_ALONE: f64 = 0.97;

/// What `lid.176` must give the language of what was written before, and no other more, if a text that follows is to be taken as
/// going on in it: it need not be told from each of the others then, which is what costs time.
const GOES_ON: f64 = 0.2;

/// What each reader leaves to a language it does not see, so that one alone excludes none.
const LEFT_BY_LID: f64 = 0.003;
const LEFT_BY_LINGUA: f64 = 0.001;

/// From here on a text is in a language nobody here reads, and not only unclear.
const SURELY_OTHER: f64 = 0.5;

/// This many letters are no mere name.
const MORE_THAN_A_NAME: usize = 12;

/// The part of the words that must be left, and how many, when names are left out.
const WORDS_LEFT: f64 = 0.4;
const FEWEST_LEFT: usize = 3;

/// The language of a text, and how sure that is: from 0 to 1, in thousandths, so that a text has the same answer in
/// every run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    pub lang: Lang,
    pub confidence: f64,
}

/// What can be said of a text's language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    Known(Detected),
    /// One that is not among the city's, in a script named as ISO 15924 does (`Cyrl`).
    Other {
        script: &'static str,
    },
    /// Too little to tell, or a mixture.
    Unclear,
}

impl Reading {
    fn known(self) -> Option<Detected> {
        match self {
            Self::Known(detected) => Some(detected),
            Self::Other { .. } | Self::Unclear => None,
        }
    }
}

/// Detects languages. Making one is cheap: models are loaded when a text first needs them.
///
/// ```
/// use domain::Lang;
/// use language::detect::{Detector, Reading};
///
/// let detector = Detector::new();
/// let lang = |text| detector.detect(text).map(|detected| detected.lang);
/// assert_eq!(lang("외국인등록증을 잃어버렸어요 https://example.com/a1"), Some(Lang::KO));
/// assert_eq!(lang("在留カードをなくしました"), Some(Lang::JA));
/// assert_eq!(lang("我的居留许可丢了"), Some(Lang::ZH));
/// assert_eq!(lang("Я потерял вид на жительство и не знаю, куда обратиться"), Some(Lang::RU));
/// assert_eq!(lang("12345 👍"), None);
/// assert_eq!(detector.read("Мен құжатымды жоғалтып алдым"), Reading::Other { script: "Cyrl" });
/// ```
#[derive(Default)]
pub struct Detector {
    latin: OnceLock<LanguageDetector>,
    cyrillic: OnceLock<LanguageDetector>,
    arabic: OnceLock<LanguageDetector>,
}

impl std::fmt::Debug for Detector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detector").finish_non_exhaustive()
    }
}

impl Detector {
    pub fn new() -> Self {
        Self::default()
    }

    /// Every language that is told from the others.
    pub fn languages() -> impl Iterator<Item = Lang> {
        let modelled = LATIN.into_iter().chain(CYRILLIC).chain(ARABIC).chain(DEVANAGARI);
        let modelled = modelled.map(|language| language.iso_code_639_1().to_string());
        BY_SCRIPT
            .into_iter()
            .map(str::to_owned)
            .chain(modelled)
            .filter_map(|code| Lang::parse(&code).ok())
    }

    /// Loads every model, so that the first text need not wait for it. Meant for a thread in the background.
    pub fn warm_up(&self) {
        for languages in [&LATIN[..], &CYRILLIC, &ARABIC] {
            LanguageDetectorBuilder::from_languages(languages)
                .with_preloaded_language_models()
                .build();
        }
        self.read("Guten Tag");
        self.read("你好");
    }

    /// The language of a text; `None` for one without letters, in a mixture of scripts, in none of the languages, or
    /// too short to tell.
    pub fn detect(&self, text: &str) -> Option<Detected> {
        self.read(text).known()
    }

    /// As [`Detector::detect`], for a text that follows others in a language: as in a chat, where people seldom change it.
    /// A text that may well go on in it is read by the quick one of the two readers alone.
    pub fn detect_after(&self, text: &str, before: Lang) -> Option<Detected> {
        self.weighed(text, Some(before)).known()
    }

    /// As [`Detector::detect`], and whether what is not one of the languages is another or only unclear.
    pub fn read(&self, text: &str) -> Reading {
        self.weighed(text, None)
    }

    fn weighed(&self, text: &str, before: Option<Lang>) -> Reading {
        let plain = plain::words(text);
        let Some(script::Written {
            script,
            mut words,
            share,
        }) = script::written(&plain)
        else {
            return Reading::Unclear;
        };
        let mut left = ENOUGH_LETTERS;
        words.retain(|word| {
            let enough = left > 0;
            left = left.saturating_sub(word.chars().count());
            enough
        });
        let exact = |code: &str, confidence: f64| known(code, confidence * share);
        match script {
            Script::Hangul => exact("ko", 1.0),
            Script::Thai => exact("th", 1.0),
            Script::Han => east::language(&words).map_or(Reading::Unclear, |(code, sure)| exact(code, sure)),
            Script::Latin => weigh(&words, script, (&LATIN, Some(&self.latin)), before),
            Script::Cyrillic => weigh(&words, script, (&CYRILLIC, Some(&self.cyrillic)), before),
            Script::Arabic => weigh(&words, script, (&ARABIC, Some(&self.arabic)), before),
            Script::Devanagari => weigh(&words, script, (&DEVANAGARI, None), before),
            _ => other(&words, script),
        }
    }
}

/// What both readers and the letters say of words in a script that some languages share.
fn weigh(
    words: &[&str],
    script: Script,
    (languages, lingua): (&[Language], Option<&OnceLock<LanguageDetector>>),
    before: Option<Lang>,
) -> Reading {
    let own = without_names(words);
    // A name or two change nothing; many do.
    let read = if own.len() * 3 > words.len() * 2 {
        words
    } else {
        &own
    };
    let likely = model::lid().likely(&read.join(" ").to_lowercase());
    let by_lid = |language: Language| {
        let code = language.iso_code_639_1().to_string();
        let is_twin = |label: &str| TWINS.iter().any(|(of, twin)| *of == language && *twin == label);
        let named = likely
            .iter()
            .filter(|(label, _)| *label == code || is_twin(label));
        named.map(|(_, chance)| chance).sum::<f64>()
    };
    let by_lid: Vec<f64> = languages.iter().map(|language| by_lid(*language)).collect();
    let others = (1.0 - by_lid.iter().sum::<f64>()).max(0.0);

    let chances = languages.iter().zip(&by_lid).map(|(language, chance)| {
        (chance + LEFT_BY_LID) * letters::doubt(*language, &own) * common::favour(*language, words)
    });
    let mut chances: Vec<f64> = chances.collect();
    let most = likely.iter().map(|(_, chance)| *chance).fold(0.0, f64::max);
    let goes_on = |(language, chance): (&Language, &f64)| {
        let code = language.iso_code_639_1().to_string();
        *chance >= most.max(GOES_ON) && before.is_some_and(|before| before.as_str() == code)
    };
    if let Some(lingua) = lingua
        && by_lid.iter().all(|chance| *chance < SURE_ALONE)
        && !languages.iter().zip(&by_lid).any(goes_on)
    {
        let lingua = lingua.get_or_init(|| LanguageDetectorBuilder::from_languages(languages).build());
        for (language, sure) in lingua.compute_language_confidence_values(own.join(" ")) {
            if let Some(at) = languages.iter().position(|of| *of == language) {
                chances[at] *= sure.max(LEFT_BY_LINGUA);
            }
        }
    }

    let all = chances.iter().sum::<f64>() + others;
    let most = languages
        .iter()
        .zip(&chances)
        .max_by(|(_, a), (_, b)| a.total_cmp(b));
    match most {
        Some((language, chance)) if chance / all >= SURE => {
            let code: IsoCode639_1 = language.iso_code_639_1();
            known(&code.to_string(), chance / all)
        }
        _ if others / all >= SURELY_OTHER => other(words, script),
        _ => Reading::Unclear,
    }
}

/// The words that are not names, as far as capitals tell and enough are left: `lingua` takes a text with a Vietnamese
/// name in it for Vietnamese.
fn without_names<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let small = |word: &&&str| !word.starts_with(char::is_uppercase);
    let own: Vec<&str> = words.iter().filter(small).copied().collect();
    let count = |words: &[&str]| f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX));
    if own.len() >= FEWEST_LEFT && count(&own) >= WORDS_LEFT * count(words) {
        own
    } else {
        words.to_vec()
    }
}

fn known(code: &str, confidence: f64) -> Reading {
    Lang::parse(code).map_or(Reading::Unclear, |lang| {
        Reading::Known(Detected {
            lang,
            confidence: thousandths(confidence),
        })
    })
}

fn other(words: &[&str], script: Script) -> Reading {
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    if letters < MORE_THAN_A_NAME {
        return Reading::Unclear;
    }
    Reading::Other {
        script: script::code(script),
    }
}

fn thousandths(confidence: f64) -> f64 {
    (confidence * 1_000.0).round() / 1_000.0
}
