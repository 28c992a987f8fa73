//! Names of countries and regions, by ISO 3166 code, of languages, and of scripts, by ISO 15924 code, from the Unicode
//! CLDR.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io::Read as _;

use domain::Lang;
use flate2::read::GzDecoder;

/// Letters of a script's code; that of a country is shorter.
const SCRIPT: usize = 4;

/// A language that the CLDR is good in.
struct Known {
    code: &'static str,
    /// What those who speak it call it.
    itself: &'static str,
    /// Compressed lines of code and name: `KR`, `ko` and `Cyrl`.
    names: &'static [u8],
}

static KNOWN: &[Known] = include!(concat!(env!("OUT_DIR"), "/names.rs"));

fn known(lang: Lang) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.code == lang.as_str())
}

/// A language by its own name, as lists of languages have it.
pub fn itself(lang: Lang) -> Option<&'static str> {
    known(lang).map(|known| known.itself)
}

/// The tag of a language that there is; what people state may be any letters.
pub fn tag(lang: Lang) -> Option<&'static str> {
    known(lang).map(|known| known.code)
}

/// What one language calls countries, other languages and scripts.
#[derive(Debug)]
pub struct Names {
    /// Code and name, in the order that readers look them up in.
    countries: Vec<(String, String)>,
    languages: HashMap<Lang, String>,
    scripts: HashMap<String, String>,
}

impl Names {
    /// `None` for a language that the CLDR does not know well enough. `own` goes before it.
    pub fn read(lang: Lang, own: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let mut lines = String::new();
        GzDecoder::new(known(lang)?.names)
            .read_to_string(&mut lines)
            .ok()?;
        let mut names = Self {
            countries: Vec::new(),
            languages: HashMap::new(),
            scripts: HashMap::new(),
        };
        for (code, name) in lines.lines().filter_map(|line| line.split_once('\t')) {
            if !code.starts_with(|c: char| c.is_ascii_uppercase()) {
                names.languages.insert(Lang::parse(code).ok()?, name.to_owned());
            } else if code.len() == SCRIPT {
                names.scripts.insert(code.to_owned(), name.to_owned());
            } else {
                let name = own(code).unwrap_or_else(|| name.to_owned());
                names.countries.push((code.to_owned(), name));
            }
        }
        Some(names)
    }

    #[must_use]
    pub fn sorted(mut self, compare: impl Fn(&str, &str) -> Ordering) -> Self {
        self.countries.sort_by(|(_, a), (_, b)| compare(a, b));
        self
    }

    pub fn countries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.countries
            .iter()
            .map(|(code, name)| (code.as_str(), name.as_str()))
    }

    /// A country's name, by its code in any case.
    pub fn country(&self, code: &str) -> Option<&str> {
        self.countries()
            .find(|(known, _)| known.eq_ignore_ascii_case(code))
            .map(|(_, name)| name)
    }

    pub fn language(&self, lang: Lang) -> Option<&str> {
        self.languages.get(&lang).map(String::as_str)
    }

    pub fn script(&self, code: &str) -> Option<&str> {
        self.scripts.get(code).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_languages_are_named_in_every_language_there_is() {
        for known in KNOWN {
            let lang = Lang::parse(known.code).unwrap();
            let names = Names::read(lang, |_| None).unwrap();
            let (countries, languages) = (names.countries.len(), names.languages.len());
            assert!(
                countries > 230 && languages > 100,
                "{lang}: {countries}, {languages}"
            );
            assert!(!known.itself.is_empty(), "{lang}");
        }
    }

    #[test]
    fn every_language_that_can_be_detected_has_a_name() {
        for lang in language::detect::Detector::languages() {
            assert!(itself(lang).is_some(), "{lang}");
        }
    }

    #[test]
    fn a_country_is_found_by_its_code_and_no_other() {
        let of = |lang| Names::read(lang, |_| None).unwrap();
        assert_eq!(of(Lang::KO).country("kr"), Some("대한민국"));
        assert_eq!(of(Lang::RU).country("CN"), Some("Китай"));
        assert_eq!(of(Lang::EN).country("ZZ"), None);
        assert_eq!(of(Lang::RU).language(Lang::ZH), Some("китайский"));
        assert_eq!(itself(Lang::parse("es").unwrap()), Some("Español"));
    }

    #[test]
    fn scripts_are_named_in_the_languages_of_the_desk() {
        for lang in [Lang::ZH, Lang::EN, Lang::KO, Lang::JA, Lang::RU] {
            let names = Names::read(lang, |_| None).unwrap();
            for code in ["Latn", "Cyrl", "Arab", "Deva", "Grek", "Hebr", "Geor"] {
                assert!(names.script(code).is_some(), "{lang}: {code}");
            }
        }
        let of = |lang| Names::read(lang, |_| None).unwrap();
        assert_eq!(of(Lang::RU).script("Cyrl"), Some("кириллица"));
        assert_eq!(of(Lang::KO).script("Cyrl"), Some("키릴 문자"));
    }
}
