//! The versions of models: `1.0`, `2.1`, `3.0a2`.

use std::cmp::Ordering;
use std::fmt;

/// A version that can be compared: numbers between dots, then perhaps a suffix that says that it is not released
/// (`a` alpha, `b` beta, with a number).
#[derive(Debug, Clone)]
pub struct Version {
    text: String,
    numbers: Vec<u64>,
    /// Compared as text and number: `a10` comes after `a2`.
    suffix: Option<(String, u64)>,
}

impl Version {
    /// None when it does not begin with a number, or has letters that no version has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let known = |b: u8| b.is_ascii_alphanumeric() || b".-_+".contains(&b);
        if text.len() > 32 || !text.bytes().all(known) {
            return None;
        }
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (numbers, suffix) = text.split_at(end);
        let mut numbers = numbers
            .trim_end_matches('.')
            .split('.')
            .map(str::parse)
            .collect::<Result<Vec<u64>, _>>()
            .ok()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        let suffix = (!suffix.is_empty()).then(|| {
            let word = suffix.trim_end_matches(|c: char| c.is_ascii_digit());
            (word.to_owned(), suffix[word.len()..].parse().unwrap_or(0))
        });
        Some(Self {
            text: text.to_owned(),
            numbers,
            suffix,
        })
    }

    /// Whether it has no suffix.
    pub fn is_release(&self) -> bool {
        self.suffix.is_none()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_suffix = || match (&self.suffix, &other.suffix) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(one), Some(two)) => one.cmp(two),
        };
        self.numbers.cmp(&other.numbers).then_with(by_suffix)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_numbers_and_a_release_comes_after_its_betas() {
        let ordered = [
            "0.9", "1.0a1", "1.0a2", "1.0a10", "1.0b1", "1.0", "1.2", "1.10", "2.0a1", "2", "3.0.1",
        ];
        let versions: Vec<_> = ordered.map(|text| Version::parse(text).unwrap()).into();
        assert!(versions.is_sorted_by(|one, two| one < two));
        assert_eq!(Version::parse("2"), Version::parse("2.0"));
    }

    #[test]
    fn what_is_no_version_is_none() {
        for wrong in [
            "",
            "a1",
            ".5",
            "1..2",
            "1.0\u{1b}[31m",
            "99999999999999999999",
            "1.0 ../..",
        ] {
            assert!(Version::parse(wrong).is_none(), "{wrong}");
        }
    }
}
