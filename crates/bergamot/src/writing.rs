//! How a language writes numbers, and what a number means that is written so.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale;

/// The marks that a language writes in its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The first part of its tag: `pt`; `und` when it is not known.
    pub lang: String,
    decimal: char,
    group: char,
}

/// A number as a value, with what its writing says of how it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// Without zeros before them.
    whole: String,
    /// As many as were written.
    fraction: String,
    grouped: bool,
    /// Tens that a word after it multiplies by: six of `million`.
    pub scale: u8,
}

/// Marks that part the digits of a number in some language.
pub(crate) fn parts_digits(letter: char) -> bool {
    matches!(letter, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}')
}

impl Writing {
    pub fn of(lang: &str) -> Self {
        let sample = |locale: Locale| {
            let formatter = DecimalFormatter::try_new(
                locale.into(),
                icu_decimal::options::DecimalFormatterOptions::default(),
            );
            let number: Decimal = "1234567.8".parse().ok()?;
            Some(formatter.ok()?.format(&number).to_string())
        };
        let locale = lang.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let marks: Vec<char> = sample(locale)
            .iter()
            .flat_map(|sample| sample.chars())
            .filter(|letter| !letter.is_numeric())
            .collect();
        let (group, decimal) = match marks[..] {
            [group, .., decimal] => (group, decimal),
            _ => (',', '.'),
        };
        let lang = lang
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        Self { lang, decimal, group }
    }

    /// The number that digits with marks between them mean, and whether they are written as this language does. `None` when
    /// they are none: `1.2.3`, `0631`.
    pub fn read(&self, text: &str) -> Option<(Number, bool)> {
        let marks: Vec<char> = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
        let parts: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
        let groups = |parts: &[&str]| {
            let [first, rest @ ..] = parts else { return false };
            !first.starts_with('0')
                && (1..=3).contains(&first.len())
                && rest.iter().all(|part| part.len() == 3)
        };
        let (last, before) = parts.split_last()?;
        let mark = marks.last().copied();
        let is_group =
            |mark: char| mark == self.group || (mark.is_whitespace() && self.group.is_whitespace());
        let same = |marks: &[char]| marks.windows(2).all(|pair| pair[0] == pair[1]);
        let (whole, fraction, as_here) = match (mark, marks.len()) {
            (None, _) => (&parts[..], "", true),
            // One mark may be either: this language decides where groups of three allow both.
            (Some(mark), 1) if groups(&parts) && (is_group(mark) || mark != self.decimal) => {
                (&parts[..], "", is_group(mark))
            }
            (Some(mark @ ('.' | ',')), 1) => (before, *last, mark == self.decimal),
            (Some(mark), _) if same(&marks) && groups(&parts) => (&parts[..], "", is_group(mark)),
            (Some(mark @ ('.' | ',')), 2..)
                if same(&marks[..marks.len() - 1]) && marks[0] != mark && groups(before) =>
            {
                (before, *last, mark == self.decimal && is_group(marks[0]))
            }
            _ => return None,
        };
        let digits = whole.concat();
        let zeros = digits.len() > 1 && digits.starts_with('0');
        let number = Number {
            grouped: whole.len() > 1,
            whole: digits,
            fraction: fraction.to_owned(),
            scale: 0,
        };
        (!zeros).then_some((number, as_here))
    }

    /// A number as this language writes it.
    pub fn write(&self, number: &Number) -> String {
        let mut written = String::new();
        for (at, digit) in number.whole.chars().enumerate() {
            if number.grouped && at > 0 && (number.whole.len() - at).is_multiple_of(3) {
                written.push(self.group);
            }
            written.push(digit);
        }
        if !number.fraction.is_empty() {
            written.push(self.decimal);
            written += &number.fraction;
        }
        written
    }
}

impl Number {
    pub fn of(value: u32) -> Self {
        Self {
            whole: value.to_string(),
            fraction: String::new(),
            grouped: false,
            scale: 0,
        }
    }

    /// So many tens of it.
    pub fn scaled(self, scale: u8) -> Self {
        Self { scale, ..self }
    }

    /// Whether they are one value, however they are written.
    pub fn same(&self, other: &Self) -> bool {
        self.plain() == other.plain()
    }

    /// Its digits before and after the mark, with nothing that says nothing.
    fn plain(&self) -> (String, String) {
        let mut digits = self.whole.clone() + &self.fraction;
        let mut whole = self.whole.len() + usize::from(self.scale);
        while digits.len() < whole {
            digits.push('0');
        }
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let zeros = zeros.min(whole);
        whole -= zeros;
        let (whole, fraction) = digits[zeros..].split_at(whole);
        (whole.to_owned(), fraction.trim_end_matches('0').to_owned())
    }

    /// A whole number that is not large.
    pub fn small(&self) -> Option<u32> {
        let (whole, fraction) = self.plain();
        fraction.is_empty().then(|| whole.parse().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_its_language_writes_it_and_written_as_another_does() {
        let (en, pt, ru) = (Writing::of("en"), Writing::of("pt"), Writing::of("ru"));
        for (from, text, to, expected) in [
            (&en, "2,200,112", &pt, "2.200.112"),
            (&pt, "2.200.112", &en, "2,200,112"),
            (&pt, "1.999,99", &en, "1,999.99"),
            // Only one reading has groups of three.
            (&en, "1.999,99", &pt, "1.999,99"),
            (&en, "1,250", &pt, "1.250"),
            (&en, "1.250", &pt, "1,250"),
            (&en, "1999.99", &pt, "1999,99"),
            (&pt, "3.5", &en, "3.5"),
            (&en, "1,234,567.890", &pt, "1.234.567,890"),
            (&en, "12345", &pt, "12345"),
            (&en, "10,500", &ru, "10\u{a0}500"),
            (&ru, "10\u{202f}500,5", &en, "10,500.5"),
            (&en, "0.75", &pt, "0,75"),
        ] {
            assert_eq!(to.write(&from.read(text).unwrap().0), expected, "{text}");
        }
        for text in ["1.2.3", "0631", "1,999,99", "12.34.567", "1,99.5"] {
            assert_eq!(en.read(text), None, "{text}");
        }
        assert!(!pt.read("1,999.99").unwrap().1 && pt.read("2.200,112").unwrap().1);
    }

    #[test]
    fn values_are_compared_and_not_their_writing() {
        let read = |lang: &str, text: &str| Writing::of(lang).read(text).unwrap().0;
        assert!(read("en", "2,200,112").same(&read("pt", "2200112")));
        assert!(read("en", "1.50").same(&read("pt", "1,5")));
        assert!(!read("en", "2,200,112").same(&read("pt", "2.200,112")));
        let million = Number {
            scale: 6,
            ..read("en", "2.5")
        };
        assert!(million.same(&read("pt", "2.500.000")));
        assert!(read("en", "0").same(&read("pt", "0,0")) && read("en", "0.5").same(&read("pt", "0,50")));
    }
}
