//! Two languages, in the direction a model translates.

use std::fmt;
use std::str::FromStr;

use domain::Lang;

/// From one language to another, as in `en-pt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    pub from: Lang,
    pub to: Lang,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no pair of two languages; write it as en-pt")]
pub struct NotAPair(String);

impl Pair {
    /// Of two tags as registries write them. None for a language in a script or of a region that has models of its own
    /// beside the plain one (`zh-Hant`, `pt-BR`): they would pass for it. `zh-Hans` is the plain `zh`.
    pub fn of_tags(from: &str, to: &str) -> Option<Self> {
        let plain = |tag: &str| {
            let lang = Lang::parse(tag).ok()?;
            let rest = tag.trim().split_at_checked(lang.as_str().len())?.1;
            let hans = ["-hans", "_hans"].contains(&rest.to_ascii_lowercase().as_str());
            (rest.is_empty() || lang == Lang::ZH && hans).then_some(lang)
        };
        let (from, to) = (plain(from)?, plain(to)?);
        (from != to).then_some(Self { from, to })
    }

    /// Of the two codes as they stand together in a file's name: `enpt`, `zhHansen`. One of them must be `en`, as in all
    /// that Mozilla trains: `tiny` is neither Tigrinya nor Chichewa.
    pub fn of_joined(tag: &str) -> Option<Self> {
        let tag = tag.replace("Hans", "");
        let letters = tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_lowercase());
        let pair = letters.then(|| Self::of_tags(&tag[..2], &tag[2..])).flatten()?;
        [pair.from, pair.to].contains(&Lang::EN).then_some(pair)
    }
}

impl FromStr for Pair {
    type Err = NotAPair;

    fn from_str(text: &str) -> Result<Self, NotAPair> {
        text.split_once('-')
            .and_then(|(from, to)| Self::of_tags(from, to))
            .ok_or_else(|| NotAPair(text.to_owned()))
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_chinese_does_not_pass_for_chinese() {
        let zh = Pair::of_tags("en", "zh").unwrap();
        assert_eq!(Pair::of_tags("en", "zh-Hans"), Some(zh));
        assert_eq!(Pair::of_joined("enzhHans"), Some(zh));
        assert_eq!(Pair::of_tags("en", "zh-Hant"), None);
        assert_eq!(Pair::of_tags("en", "zh_hant"), None);
        assert_eq!(Pair::of_joined("enzhHant"), None);
        assert_eq!(Pair::of_joined("tiny"), None);
    }

    #[test]
    fn a_pair_is_two_different_languages() {
        assert_eq!("en-pt".parse::<Pair>().unwrap().to_string(), "en-pt");
        for wrong in ["en", "en-en", "en-", "../..", "en-pt/x", "en-pt-br", "e-n", ""] {
            assert!(wrong.parse::<Pair>().is_err(), "{wrong}");
        }
    }
}
