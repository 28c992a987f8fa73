//! Names of countries and regions, by ISO 3166 code.

use domain::Lang;

type Named = &'static [(&'static str, &'static str)];

/// From the Unicode CLDR, in the order of each language.
static COUNTRIES: &[(&str, Named)] = include!(concat!(env!("OUT_DIR"), "/countries.rs"));

/// Code and name of each, in the order that readers of that language look them up in.
pub(crate) fn all(lang: Lang) -> Named {
    let of = |wanted: &str| COUNTRIES.iter().find(|(lang, _)| *lang == wanted);
    of(lang.as_str())
        .or_else(|| of("en"))
        .map_or(&[], |(_, named)| named)
}

pub(crate) fn name(lang: Lang, code: &str) -> Option<&'static str> {
    let found = all(lang).iter().find(|(known, _)| *known == code);
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_named_in_every_language() {
        assert_eq!(name(Lang::KO, "KR"), Some("대한민국"));
        assert_eq!(name(Lang::RU, "CN"), Some("Китай"));
        assert_eq!(name(Lang::EN, "ZZ"), None);
        for lang in [Lang::ZH, Lang::EN, Lang::KO, Lang::JA, Lang::RU] {
            assert!(all(lang).len() > 230, "{lang}: {}", all(lang).len());
        }
    }
}
