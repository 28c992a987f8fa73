//! The language of a text that somebody wrote.
//!
//! First the script. A text in Hangul is Korean, with kana Japanese, in Chinese characters alone Chinese, in Thai
//! letters Thai, in Devanagari Hindi: among the languages the city's guests write, these scripts have one language
//! each, so looking at the letters is exact and costs nothing, where a model would have to be loaded and might err.
//! Only the Latin, Cyrillic and Arabic scripts are shared, and there `lingua` decides among the languages of that script.

use std::sync::OnceLock;

use domain::Lang;
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

/// The languages that their script tells.
const BY_SCRIPT: [&str; 5] = ["zh", "ko", "ja", "th", "hi"];

/// A text is looked at as far as this many letters: more would cost time and tell nothing new.
const ENOUGH_LETTERS: usize = 400;

/// The part of a text that its script must have, else it is a mixture.
const MOST: f64 = 0.55;

/// The part of kana from which on Chinese characters with kana are Japanese. Japanese has far more; a Chinese shop
/// name with a `の` in it has less.
const KANA: f64 = 0.08;

/// Below this `lingua` is guessing.
const SURE: f64 = 0.4;

/// The language of a text, and how sure that is: from 0 to 1, in thousandths, so that a text has the same answer in
/// every run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    pub lang: Lang,
    pub confidence: f64,
}

/// Detects languages. Making one is cheap: models are loaded when a text first needs them.
///
/// ```
/// use domain::Lang;
/// use language::detect::Detector;
///
/// let detector = Detector::new();
/// let lang = |text| detector.detect(text).map(|detected| detected.lang);
/// assert_eq!(lang("외국인등록증을 잃어버렸어요"), Some(Lang::KO));
/// assert_eq!(lang("在留カードをなくしました"), Some(Lang::JA));
/// assert_eq!(lang("我的居留许可丢了"), Some(Lang::ZH));
/// assert_eq!(lang("Я потерял вид на жительство и не знаю, куда обратиться"), Some(Lang::RU));
/// assert_eq!(lang("12345 👍"), None);
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
        let modelled = LATIN.into_iter().chain(CYRILLIC).chain(ARABIC);
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
    }

    /// The language of a text; `None` for one without letters, in a mixture of scripts, in a script of none of the
    /// languages, or too short to tell.
    pub fn detect(&self, text: &str) -> Option<Detected> {
        let (script, share) = script_of(text)?;
        let exact = |lang: &str| {
            let lang = Lang::parse(lang).ok()?;
            Some(Detected {
                lang,
                confidence: thousandths(share),
            })
        };
        match script {
            Script::Hangul => exact("ko"),
            Script::Japanese => exact("ja"),
            Script::Han | Script::Kana => exact("zh"),
            Script::Thai => exact("th"),
            Script::Devanagari => exact("hi"),
            Script::Latin => ask(&self.latin, &LATIN, text),
            Script::Cyrillic => ask(&self.cyrillic, &CYRILLIC, text),
            Script::Arabic => ask(&self.arabic, &ARABIC, text),
            Script::Other => None,
        }
    }
}

fn ask(model: &OnceLock<LanguageDetector>, languages: &[Language], text: &str) -> Option<Detected> {
    let model = model.get_or_init(|| LanguageDetectorBuilder::from_languages(languages).build());
    let end = text
        .char_indices()
        .nth(ENOUGH_LETTERS)
        .map_or(text.len(), |(at, _)| at);
    // `lingua` adds its probabilities in the order of a hash map, so the last digits differ from run to run.
    let (language, confidence) = model
        .compute_language_confidence_values(&text[..end])
        .into_iter()
        .map(|(language, confidence)| (language, thousandths(confidence)))
        .max_by(|(a, sure), (b, surer)| sure.total_cmp(surer).then_with(|| b.cmp(a)))?;
    let code: IsoCode639_1 = language.iso_code_639_1();
    let lang = Lang::parse(&code.to_string()).ok()?;
    (confidence >= SURE).then_some(Detected { lang, confidence })
}

fn thousandths(confidence: f64) -> f64 {
    (confidence * 1_000.0).round() / 1_000.0
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Thai,
    Hangul,
    Han,
    Kana,
    /// Kana, with or without Chinese characters.
    Japanese,
    Other,
}

/// The scripts that are counted, at their positions in the count.
const COUNTED: [Script; 9] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Arabic,
    Script::Devanagari,
    Script::Thai,
    Script::Hangul,
    Script::Han,
    Script::Kana,
    Script::Other,
];

impl Script {
    /// The script of a letter; `None` for what is no letter or belongs to every script.
    fn of(c: char) -> Option<Self> {
        Some(match c {
            // Prolonged sound mark, middle dot: used in every East Asian text.
            'ー' | '・' => return None,
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => Self::Kana,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            '々'
            | '〆'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3134f}' => Self::Han,
            _ if !c.is_alphabetic() => return None,
            'A'..='Z'
            | 'a'..='z'
            | '\u{aa}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{ff21}'..='\u{ff5a}' => Self::Latin,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            '\u{900}'..='\u{97f}' => Self::Devanagari,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            _ => Self::Other,
        })
    }

    /// How much of a text one of its letters is, in letters of an alphabet: one that stands for a syllable counts
    /// twice, so that `我的 Samsung 手机坏了` is Chinese.
    fn weight(self) -> f64 {
        match self {
            Self::Han | Self::Hangul | Self::Kana => 2.0,
            _ => 1.0,
        }
    }
}

/// The script most of a text is in, and how much of it.
fn script_of(text: &str) -> Option<(Script, f64)> {
    let mut counts = [0.0; COUNTED.len()];
    for script in text.chars().filter_map(Script::of).take(ENOUGH_LETTERS) {
        if let Some(at) = COUNTED.iter().position(|s| *s == script) {
            counts[at] += script.weight();
        }
    }
    let count = |script: Script| {
        COUNTED
            .iter()
            .position(|s| *s == script)
            .map_or(0.0, |at| counts[at])
    };
    let all: f64 = counts.iter().sum();
    if all == 0.0 {
        return None;
    }
    let (han, kana) = (count(Script::Han), count(Script::Kana));
    if kana > (han + kana) * KANA {
        let share = (han + kana) / all;
        return (share >= MOST).then_some((Script::Japanese, share));
    }
    let (at, most) = counts
        .iter()
        .copied()
        .enumerate()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (most / all >= MOST).then_some((COUNTED[at], most / all))
}
