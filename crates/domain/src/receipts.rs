//! The receipt: a short reference with a check character, and an access code. Together they open a case.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::typed::one_form;

/// 31 characters that are not taken for one another: no I, L, O, U, and no 0.
///
/// Their number is prime, so that a weighted sum finds every single wrong character and every swap of two.
pub const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";

const REFERENCE_LEN: usize = 8;
const ACCESS_CODE_LEN: usize = 12;

/// The short name of a case: seven characters and a check character, shown as `XXXX-XXXX`.
///
/// ```
/// use domain::receipts::Reference;
/// let reference = Reference::from_random([0, 1, 2, 3, 4, 5, 6]);
/// assert_eq!(Reference::parse(&reference.to_string().to_lowercase()).unwrap(), reference);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; REFERENCE_LEN]);

/// Not a reference: wrong length, wrong characters or a wrong check character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reference")]
pub struct NotAReference;

/// Position of a typed character in the alphabet; what looks alike is taken for what was meant.
fn value(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'U' => 'V',
        c => c,
    };
    let at = ALPHABET.iter().position(|&a| char::from(a) == c)?;
    u8::try_from(at).ok()
}

/// Weighted sum modulo 31 with weights 1, 2, …: finds every single substitution and every transposition,
/// since 31 is prime and no two weights are alike modulo 31.
fn check(values: &[u8]) -> u8 {
    let sum: u32 = values
        .iter()
        .zip(1u32..)
        .map(|(&v, weight)| u32::from(v) * weight)
        .sum();
    u8::try_from(sum % 31).expect("less than 31")
}

/// What separates typed characters, or comes with them when they are copied.
fn stands_between(c: char) -> bool {
    " -.。,#:<>\"()".contains(c)
}

impl Reference {
    /// A reference from seven random bytes (each is taken modulo 31).
    pub fn from_random(random: [u8; 7]) -> Self {
        let mut values = [0u8; REFERENCE_LEN];
        for (to, from) in values.iter_mut().zip(random) {
            *to = from % 31;
        }
        values[7] = check(&values[..7]);
        Self(values.map(|v| ALPHABET[usize::from(v)]))
    }

    /// Reads a reference as people type it: any case, with or without dashes and blanks.
    ///
    /// # Errors
    /// [`NotAReference`], also when only the check character is wrong.
    pub fn parse(text: &str) -> Result<Self, NotAReference> {
        let mut values = [0u8; REFERENCE_LEN];
        let mut count = 0;
        for c in one_form(text).chars().filter(|c| !stands_between(*c)) {
            if count == REFERENCE_LEN {
                return Err(NotAReference);
            }
            values[count] = value(c).ok_or(NotAReference)?;
            count += 1;
        }
        if count != REFERENCE_LEN || check(&values[..7]) != values[7] {
            return Err(NotAReference);
        }
        Ok(Self(values.map(|v| ALPHABET[usize::from(v)])))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = std::str::from_utf8(&self.0).expect("the alphabet is ASCII");
        write!(f, "{}-{}", &text[..4], &text[4..])
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// The secret half of a receipt: twelve characters (59 bits), shown as `XXXX-XXXX-XXXX`.
///
/// It is shown once and kept only as a keyed hash. It has no `Display` and its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCode([u8; ACCESS_CODE_LEN]);

impl AccessCode {
    /// A code from twelve random bytes.
    pub fn from_random(random: [u8; ACCESS_CODE_LEN]) -> Self {
        Self(random.map(|b| ALPHABET[usize::from(b % 31)]))
    }

    /// Reads a code as people type it; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut code = [0u8; ACCESS_CODE_LEN];
        let mut count = 0;
        for c in one_form(text).chars().filter(|c| !stands_between(*c)) {
            *code.get_mut(count)? = ALPHABET[usize::from(value(c)?)];
            count += 1;
        }
        (count == ACCESS_CODE_LEN).then_some(Self(code))
    }

    /// The code as it is shown to the person it belongs to.
    pub fn reveal(&self) -> String {
        let text = std::str::from_utf8(&self.0).expect("the alphabet is ASCII");
        format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }

    /// What is hashed.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_character_and_every_swap_is_found() {
        let good = Reference::from_random([3, 14, 15, 9, 26, 5, 30])
            .to_string()
            .replace('-', "");
        for at in 0..8 {
            for &other in ALPHABET {
                let mut wrong = good.clone().into_bytes();
                if wrong[at] == other {
                    continue;
                }
                wrong[at] = other;
                assert!(Reference::parse(std::str::from_utf8(&wrong).unwrap()).is_err());
            }
            for to in at + 1..7 {
                let mut swapped = good.clone().into_bytes();
                swapped.swap(at, to);
                if swapped != good.as_bytes() {
                    assert!(Reference::parse(std::str::from_utf8(&swapped).unwrap()).is_err());
                }
            }
        }
    }

    #[test]
    fn what_looks_alike_is_read_as_meant() {
        let code = AccessCode::from_random([0; 12]);
        assert_eq!(code.reveal(), "1111-1111-1111");
        assert_eq!(AccessCode::parse("illi 1111-LLLL"), Some(code.clone()));
        for typed in [
            "１１１１－１１１１－１１１１",
            "1111\u{2011}1111\u{2011}1111",
            "\u{202a}1111 1111 1111\u{202c}",
            "\u{feff}1111\u{200b}11111111",
            "1111\u{a0}1111\u{a0}1111。",
            "<1111-1111-1111>,",
            "# 1111.1111.1111.",
        ] {
            assert_eq!(AccessCode::parse(typed), Some(code.clone()), "{typed:?}");
        }
        assert_eq!(AccessCode::parse("1111"), None);
        assert_eq!(AccessCode::parse("1111-1111-1111-1"), None);
    }
}
