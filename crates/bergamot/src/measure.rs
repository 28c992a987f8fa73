//! What stands beside a number and belongs to it: a currency, a unit, a percent sign, the mark of an ordinal.

use std::sync::LazyLock;

use crate::split::needs_no_blank;

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Nothing that is written with a sign.
    Plain,
    Percent,
    /// The currencies that it may be: `¥` is two.
    Money(Money),
    /// Its symbol.
    Unit(String),
    Ordinal,
    /// The month of that number, where months have no names.
    Month,
}

/// A set of the table's currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Money(u32);

struct Currency {
    code: &'static str,
    names: Vec<&'static str>,
    /// What it is called in a language.
    written: Vec<(&'static str, &'static str)>,
}

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| {
    let lines = include_str!("money.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let currency = |line: &'static str| {
        let (names, written) = line.split_once('|')?;
        let mut names = names.split_whitespace();
        let code = names.next()?;
        Some(Currency {
            code,
            names: names.collect(),
            written: written
                .split_whitespace()
                .filter_map(|one| one.split_once('='))
                .collect(),
        })
    };
    lines.filter_map(currency).collect()
});

/// Units by their symbols. Longer ones come before those that they begin with.
const UNITS: [&str; 51] = [
    "km/h", "km / h", "km²", "km2", "km", "kWh", "kW", "kg", "kHz", "kB", "KB", "cm²", "cm2", "cm³", "cm3",
    "cm", "mm", "mg", "ml", "mL", "min", "m/s", "m²", "m2", "m³", "m3", "m", "ha", "GHz", "GB", "g", "MHz",
    "MB", "MW", "TB", "Hz", "h", "s", "l", "L", "t", "V", "W", "A", "°C", "°F", "°", "px", "dB", "℃", "㎡",
];

/// Words that multiply the number before them, and the zeros that they add.
const SCALES: [(&str, u8); 37] = [
    ("thousand", 3),
    ("million", 6),
    ("millions", 6),
    ("billion", 9),
    ("billions", 9),
    ("trillion", 12),
    ("mil milhões", 9),
    ("mil", 3),
    ("milhão", 6),
    ("milhões", 6),
    ("bilhão", 9),
    ("bilhões", 9),
    ("bilião", 12),
    ("biliões", 12),
    ("trilhão", 12),
    ("trilhões", 12),
    ("тыс", 3),
    ("тысяча", 3),
    ("тысячи", 3),
    ("тысяч", 3),
    ("млн", 6),
    ("миллион", 6),
    ("миллиона", 6),
    ("миллионов", 6),
    ("млрд", 9),
    ("миллиард", 9),
    ("миллиарда", 9),
    ("миллиардов", 9),
    ("万", 4),
    ("萬", 4),
    ("億", 8),
    ("亿", 8),
    ("千", 3),
    ("百", 2),
    ("만", 4),
    ("억", 8),
    ("천", 3),
];

/// How many bytes of `text` are that word, which ends there. Words of scripts that write no blanks, and Korean ones, are followed
/// by others.
fn begins_with_word(text: &str, word: &str) -> Option<usize> {
    let mut left = text.chars();
    let same = word.chars().all(|wanted| {
        left.next()
            .is_some_and(|letter| letter == wanted || letter.to_lowercase().eq(wanted.to_lowercase()))
    });
    let goes_on = |letter: char| letter.is_alphabetic() && !needs_no_blank(letter) && !is_hangul(letter);
    let (rest, last) = (left.clone().next(), word.chars().next_back());
    let ends = !(last.is_some_and(char::is_alphabetic) && rest.is_some_and(goes_on));
    (same && ends).then(|| text.len() - left.as_str().len())
}

fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{AC00}'..='\u{D7A3}')
}

/// Without one blank before it.
pub(crate) fn after_blank(text: &str) -> &str {
    text.strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(text)
}

impl Money {
    /// The currency that stands right before a number, and where it begins.
    pub fn before(text: &str) -> Option<(Self, usize)> {
        let trimmed = text.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(text);
        let mut found: Option<(Self, usize)> = None;
        for (at, currency) in CURRENCIES.iter().enumerate() {
            for name in currency.names.iter().chain([&currency.code]) {
                let is_sign =
                    !name.chars().any(char::is_lowercase) && name.is_ascii() || name.chars().count() == 1;
                let Some(before) = trimmed.strip_suffix(name).filter(|_| is_sign) else {
                    continue;
                };
                if before.ends_with(|letter: char| letter.is_alphanumeric() && !needs_no_blank(letter)) {
                    continue;
                }
                found = match found {
                    Some((known, start)) if start == before.len() => Some((Self(known.0 | 1 << at), start)),
                    Some((known, start)) if start < before.len() => Some((known, start)),
                    _ => Some((Self(1 << at), before.len())),
                };
            }
        }
        found
    }

    /// The currency that a text begins with, and its length.
    pub fn after(text: &str) -> Option<(Self, usize)> {
        let mut found: Option<(Self, usize)> = None;
        for (at, currency) in CURRENCIES.iter().enumerate() {
            for name in currency.names.iter().chain([&currency.code]) {
                let Some(length) = begins_with_word(text, name) else {
                    continue;
                };
                found = match found {
                    Some((known, most)) if most == length => Some((Self(known.0 | 1 << at), most)),
                    Some((known, most)) if most > length => Some((known, most)),
                    _ => Some((Self(1 << at), length)),
                };
            }
        }
        found
    }

    /// Whether both may be one currency.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Its name in a language, or its code.
    pub fn name(self, lang: &str) -> &'static str {
        let currency = &CURRENCIES[self.0.trailing_zeros() as usize % CURRENCIES.len()];
        let named = currency.written.iter().find(|(of, _)| *of == lang);
        named.map_or(currency.code, |(_, name)| *name)
    }
}

/// The word that multiplies what is before it, with its length.
pub(crate) fn scale(text: &str) -> Option<(u8, usize)> {
    let here = SCALES
        .iter()
        .filter_map(|(word, zeros)| Some((*zeros, begins_with_word(text, word)?)));
    here.max_by_key(|(_, length)| *length)
}

/// The percent sign that a text begins with, or its words.
pub(crate) fn percent(text: &str) -> Option<usize> {
    ["%", "％", "percent", "per cent", "por cento"]
        .iter()
        .find_map(|word| begins_with_word(text, word))
}

/// The unit that a text begins with; nothing of a word goes on after it.
pub(crate) fn unit(text: &str) -> Option<&'static str> {
    let ends = |unit: &&&str| {
        let rest = text[unit.len()..].chars().next();
        !rest.is_some_and(|letter| (letter.is_alphanumeric() && !needs_no_blank(letter)) || letter == '\'')
    };
    UNITS
        .iter()
        .filter(|unit| text.starts_with(**unit))
        .find(ends)
        .copied()
}

/// The mark of an ordinal that a text begins with, as a language writes it; whether it does.
pub(crate) fn ordinal(text: &str, lang: &str) -> Option<(usize, bool)> {
    let marks: &[(&str, bool)] = match lang {
        "en" => &[("st", true), ("nd", true), ("rd", true), ("th", true)],
        "pt" | "es" | "it" => &[
            (".º", true),
            (".ª", true),
            ("º", true),
            ("ª", true),
            ("°", false),
            ("o", false),
            ("a", false),
        ],
        _ => &[],
    };
    marks
        .iter()
        .find_map(|(mark, as_here)| Some((begins_with_word(text, mark)?, *as_here)))
}

/// An ordinal's mark for a number.
pub(crate) fn ordinal_mark(number: u32, lang: &str, feminine: bool) -> &'static str {
    match (lang, number % 10, number % 100) {
        ("en", 1, not) if not != 11 => "st",
        ("en", 2, not) if not != 12 => "nd",
        ("en", 3, not) if not != 13 => "rd",
        ("en", ..) => "th",
        ("pt" | "es" | "it", ..) if feminine => "ª",
        ("pt" | "es" | "it", ..) => "º",
        ("de" | "pl" | "cs", ..) => ".",
        _ => "",
    }
}

impl Measure {
    /// Whether a translation's measure is that of its source. A word may stand for a unit, and a date's ordinal is none in most
    /// languages.
    pub fn same(&self, translated: &Self, word_follows: bool) -> bool {
        match (self, translated) {
            (Self::Money(one), Self::Money(other)) => one.meets(*other),
            (Self::Unit(one), Self::Unit(other)) => {
                one.to_lowercase() == other.to_lowercase().replace(' ', "")
            }
            (Self::Unit(_), Self::Plain) => word_follows,
            (Self::Ordinal | Self::Plain | Self::Month, Self::Ordinal | Self::Plain | Self::Month)
            | (Self::Percent, Self::Percent)
            | (Self::Plain, Self::Unit(_)) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_known_by_its_sign_code_and_name() {
        let after = |text: &str| Money::after(text).map(|(money, length)| (money.name("en"), length));
        assert_eq!(after("元 a month"), Some(("yuan", 3)));
        assert_eq!(after("dólares."), Some(("dollars", 8)));
        assert_eq!(after("원을"), Some(("won", 3)));
        assert_eq!(after("EUR"), Some(("euros", 3)));
        assert_eq!(after("wonderful days"), None);
        let before = |text: &str| Money::before(text).map(|(money, start)| (money.name("en"), start));
        assert_eq!(before("of US$"), Some(("dollars", 3)));
        assert_eq!(before("de R$ "), Some(("reais", 3)));
        assert_eq!(before("is £"), Some(("pounds", 3)));
        assert_eq!(before("is RMB "), Some(("yuan", 3)));
        assert_eq!(before("the Euro "), None);
        let (yen, yuan) = (Money::after("円").unwrap().0, Money::after("元").unwrap().0);
        let sign = Money::before("¥").unwrap().0;
        assert!(sign.meets(yen) && sign.meets(yuan) && !yen.meets(yuan));
    }

    #[test]
    fn units_scales_and_ordinals_are_words_of_their_own() {
        assert_eq!(unit("km²."), Some("km²"));
        assert_eq!(unit("kg "), Some("kg"));
        assert_eq!(unit("men"), None);
        assert_eq!(scale("milhões de euros"), Some((6, "milhões".len())));
        assert_eq!(scale("miles"), None);
        assert_eq!(ordinal("o andar", "pt"), Some((1, false)));
        assert_eq!(ordinal("os", "pt"), None);
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 21, 113].map(|n| ordinal_mark(n, "en", false)),
            ["st", "nd", "rd", "th", "th", "th", "st", "th"]
        );
    }
}
