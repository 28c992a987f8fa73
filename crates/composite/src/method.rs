//! How methods are written: a name and its numbers, as in `minmax:0:100`. The same in a recipe, on the command line and in
//! a report.

use std::fmt;

/// What cannot be read as a method.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{written}\" is no {of}: {why}")]
pub struct NotAMethod {
    pub of: &'static str,
    pub written: String,
    pub why: String,
}

/// A name and what stands after its colons.
pub(crate) struct Written<'w> {
    of: &'static str,
    whole: &'w str,
    pub name: &'w str,
    arguments: Vec<&'w str>,
}

impl<'w> Written<'w> {
    pub fn new(of: &'static str, whole: &'w str) -> Self {
        let mut parts = whole.trim().split(':').map(str::trim);
        Self {
            of,
            whole,
            name: parts.next().unwrap_or_default(),
            arguments: parts.collect(),
        }
    }

    pub fn wrong(&self, why: impl Into<String>) -> NotAMethod {
        NotAMethod {
            of: self.of,
            written: self.whole.to_owned(),
            why: why.into(),
        }
    }

    /// Its numbers, `defaults` where none are given; as many as there are defaults, or none.
    pub fn numbers<const N: usize>(&self, defaults: [f64; N]) -> Result<[f64; N], NotAMethod> {
        if self.arguments.is_empty() {
            return Ok(defaults);
        }
        if self.arguments.len() != N {
            return Err(self.wrong(match N {
                0 => "it takes no number".to_owned(),
                1 => "it takes one number".to_owned(),
                n => format!("it takes {n} numbers"),
            }));
        }
        let mut numbers = defaults;
        for (number, written) in numbers.iter_mut().zip(&self.arguments) {
            let read: f64 = written
                .parse()
                .map_err(|_| self.wrong(format!("\"{written}\" is no number")))?;
            if !read.is_finite() {
                return Err(self.wrong(format!("\"{written}\" is no number to calculate with")));
            }
            *number = read;
        }
        Ok(numbers)
    }

    /// Its one word, if it has one.
    pub fn word(&self) -> Result<Option<&'w str>, NotAMethod> {
        match self.arguments[..] {
            [] => Ok(None),
            [word] => Ok(Some(word)),
            _ => Err(self.wrong("it takes one word")),
        }
    }
}

/// Writes a name and numbers.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, name: &str, numbers: &[f64]) -> fmt::Result {
    f.write_str(name)?;
    numbers.iter().try_for_each(|number| write!(f, ":{number}"))
}

/// Serde as the text that [`Display`](fmt::Display) writes and [`FromStr`](std::str::FromStr) reads.
macro_rules! as_text {
    ($($method:ty),+) => {$(
        impl serde::Serialize for $method {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $method {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}
pub(crate) use as_text;
