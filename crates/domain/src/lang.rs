use std::collections::BTreeMap;
use std::fmt;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language, by its primary subtag (BCP 47): two or three lower-case ASCII letters.
///
/// Checked once, where it comes in. `zh-Hans-CN`, `zh_CN` and `ZH` all are `zh`: Harborline tells languages apart,
/// not regions.
///
/// ```
/// use domain::Lang;
/// assert_eq!(Lang::parse("zh-Hans").unwrap(), Lang::ZH);
/// assert!(Lang::parse("klingon").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

/// The text does not begin with a language subtag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language tag")]
pub struct NotALanguage;

impl Lang {
    pub const ZH: Self = Self(*b"zh\0");
    pub const EN: Self = Self(*b"en\0");
    pub const KO: Self = Self(*b"ko\0");
    pub const JA: Self = Self(*b"ja\0");
    pub const RU: Self = Self(*b"ru\0");

    /// The language a BCP 47 tag begins with.
    ///
    /// # Errors
    /// [`NotALanguage`] when the part before the first `-` or `_` is not two or three ASCII letters.
    pub fn parse(tag: &str) -> Result<Self, NotALanguage> {
        let subtag = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if !(2..=3).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(NotALanguage);
        }
        let mut letters = [0; 3];
        for (to, from) in letters.iter_mut().zip(subtag.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Ok(Self(letters))
    }

    /// The subtag, as in addresses and file names.
    pub fn as_str(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).expect("only ASCII letters get in")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Lang {
    type Err = NotALanguage;
    fn from_str(tag: &str) -> Result<Self, NotALanguage> {
        Self::parse(tag)
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// What was said in `lang`, or else in English, or in whatever language there is; and the language it is in.
pub fn said_in(texts: &BTreeMap<Lang, String>, lang: Lang) -> Option<(Lang, &str)> {
    [lang, Lang::EN]
        .iter()
        .find_map(|lang| texts.get_key_value(lang))
        .or_else(|| texts.first_key_value())
        .map(|(lang, text)| (*lang, text.as_str()))
}

/// Scripts, with the languages among those the city's guests write that are written in each, the likeliest first. All others
/// are written in Latin letters.
const WRITTEN_IN: [(Script, &[&str]); 8] = [
    (Script::Hiragana, &["ja"]),
    (Script::Katakana, &["ja"]),
    (Script::Han, &["zh", "ja"]),
    (Script::Hangul, &["ko"]),
    (Script::Cyrillic, &["ru", "uk"]),
    (Script::Arabic, &["ar", "fa"]),
    (Script::Thai, &["th"]),
    (Script::Devanagari, &["hi"]),
];

/// The language of a few words of someone who writes `own`: a shop, an address. So few tell no more than their script, and
/// that decides only when none of them is in their writer's. `None` when there are no letters.
pub fn of_few_words(text: &str, own: Lang) -> Option<Lang> {
    let scripts = CodePointMapData::<Script>::new();
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let mut counts: BTreeMap<Script, usize> = BTreeMap::new();
    for script in letters.map(|letter| scripts.get(letter)) {
        // A letter that stands for a syllable is as much as two.
        let weight = if matches!(script, Script::Han | Script::Hangul) {
            2
        } else {
            1
        };
        *counts.entry(script).or_default() += weight;
    }
    let own_code = own.as_str();
    let of_own = |script: &Script| {
        let known = WRITTEN_IN.iter().find(|(known, _)| known == script);
        known.is_some_and(|(_, languages)| languages.contains(&own_code))
    };
    if counts.keys().any(of_own) {
        return Some(own);
    }
    let kana = [Script::Hiragana, Script::Katakana];
    let kana = kana.into_iter().find(|script| counts.contains_key(script));
    let script = kana.or_else(|| Some(*counts.iter().max_by_key(|(_, count)| **count)?.0))?;
    match WRITTEN_IN.iter().find(|(known, _)| *known == script) {
        Some((_, languages)) => languages.first().and_then(|code| Lang::parse(code).ok()),
        None if WRITTEN_IN
            .iter()
            .any(|(_, languages)| languages.contains(&own_code)) =>
        {
            Some(Lang::EN)
        }
        None => Some(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_are_in_their_writers_language_unless_their_script_is_anothers() {
        for (text, own, language) in [
            ("Морской магазин", "ru", "ru"),
            ("Морской магазин", "ko", "ru"),
            ("威海卫大厦", "ko", "zh"),
            ("威海衛大廈", "ja", "ja"),
            ("アサヒビール", "zh", "ja"),
            ("Lotte Mart 환취점", "ko", "ko"),
            ("Lotte Mart", "ko", "en"),
            ("Boutique du port", "fr", "fr"),
            ("Демо Shop", "uk", "uk"),
        ] {
            let own = Lang::parse(own).expect("a language");
            let found = of_few_words(text, own).map(|lang| lang.to_string());
            assert_eq!(found.as_deref(), Some(language), "{text}");
        }
        assert_eq!(of_few_words("00001258 – 3/2", Lang::KO), None);
    }
}
