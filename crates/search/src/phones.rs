//! Telephone numbers, found by their digits however somebody typed them.
//!
//! A number is 7 to 15 digits with blanks, hyphens, points or brackets between them. The same line is written within its
//! city, within its country and from abroad; what stays is the *national* number: without `+` or `00` and the calling code of
//! a country (their lengths are those of ITU's list), and without the digit that one dials first at home (0, and 8 before the
//! ten digits of a Russian number). Who types no `+` may mean several numbers, and each is looked for. A text keeps the last
//! seven and eight digits, too: what one dials within the city.

use crate::fold::Folded;

/// Fewer digits are a short number or an amount, more are no telephone.
const FEWEST: usize = 7;
const MOST: usize = 15;
/// With so many digits it may be whole, and what follows another one.
const WHOLE: usize = 10;
/// Without `+`, a number with a calling code has at least so many digits.
const WITH_CODE: usize = 11;

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    digits: String,
    from_abroad: bool,
    /// How many characters it takes.
    pub length: usize,
}

impl Phone {
    /// The number that begins here.
    pub fn at(text: &[Folded]) -> Option<Self> {
        let first = text.first()?.is;
        if !(first.is_ascii_digit() || first == '+' || first == '(') {
            return None;
        }
        let mut digits = String::new();
        let mut length = 0;
        let mut at = 0;
        // How many characters part it from the last digit, and how many digits stand together.
        let (mut between, mut together) = (0, 0);
        let mut blank = false;
        while let Some(c) = text.get(at).map(|folded| folded.is) {
            if c.is_ascii_digit() {
                if between > 0 {
                    let whole = together >= FEWEST || digits.len() >= WHOLE;
                    if blank && whole && begins_another(&text[at..]) {
                        break;
                    }
                    (between, together, blank) = (0, 0, false);
                }
                digits.push(c);
                at += 1;
                length = at;
                together += 1;
            } else if matches!(c, ' ' | '\u{A0}' | '-' | '.' | '(' | ')') || (c == '+' && at == 0) {
                between += 1;
                blank |= matches!(c, ' ' | '\u{A0}');
                at += 1;
                if between > 3 {
                    break;
                }
            } else if c.is_alphanumeric() && between == 0 {
                return None;
            } else {
                break;
            }
            if digits.len() > MOST {
                return None;
            }
        }
        if digits.len() < FEWEST {
            return None;
        }
        let from_abroad = first == '+' || digits.starts_with("00");
        Some(Self {
            digits,
            from_abroad,
            length,
        })
    }

    /// What somebody who types this may look for.
    pub fn asked(&self) -> Vec<String> {
        let digits = self.digits.as_str();
        let mut numbers = Vec::new();
        let mut add = |number: &str| {
            let number = number.trim_start_matches('0');
            if number.len() >= FEWEST - 1 && !numbers.iter().any(|known| known == number) {
                numbers.push(number.to_owned());
            }
        };
        if self.from_abroad {
            add(without_code(digits.trim_start_matches('0')));
        } else {
            add(digits);
            if digits.len() == 11 && digits.starts_with('8') {
                add(&digits[1..]);
            }
            if digits.len() >= WITH_CODE && !digits.starts_with('0') {
                add(without_code(digits));
            }
        }
        // What is nobody's number is found as it stands.
        if numbers.is_empty() {
            numbers.push(digits.to_owned());
        }
        numbers
    }

    /// Without what stands between them.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether it can hardly be anything else, a day for one.
    pub fn is_sure(&self) -> bool {
        self.digits.len() >= WHOLE
    }

    /// What a text with this number is found by.
    pub fn kept(&self) -> Vec<String> {
        let mut numbers = self.asked();
        for last in [7, 8] {
            if self.digits.len() > last {
                let local = self.digits[self.digits.len() - last..].to_owned();
                if !numbers.contains(&local) {
                    numbers.push(local);
                }
            }
        }
        numbers
    }
}

/// Whether a whole number of its own begins after a blank.
fn begins_another(text: &[Folded]) -> bool {
    let mut digits = 0;
    for folded in text {
        match folded.is {
            c if c.is_ascii_digit() => digits += 1,
            '-' => {}
            _ => break,
        }
    }
    digits >= FEWEST
}

fn without_code(digits: &str) -> &str {
    let two = digits.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0_u8);
    let code = match two {
        10..=19 | 70..=79 => 1,
        20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98 => {
            2
        }
        _ => 3,
    };
    digits.get(code..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn phone(typed: &str) -> Option<Phone> {
        Phone::at(&fold(typed))
    }

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        for (one, other) in [
            ("138-0011-2233", "008613800112233"),
            ("138 0011 2233", "+86 138 0011 2233"),
            ("138.0011.2233", "8613800112233"),
            ("+7 912 345-67-89", "89123456789"),
            ("+7 (912) 345 67 89", "8 (912) 345-67-89"),
            ("0631-5190110", "+86 631 519 0110"),
            ("(0631) 519-0110", "0086-631-5190110"),
            ("02-123-4567", "+82 2 123 4567"),
            ("010-1234-5678", "+82 10 1234 5678"),
            ("03-1234-5678", "+81-3-1234-5678"),
        ] {
            for (kept, asked) in [(one, other), (other, one)] {
                let kept = phone(kept).expect("it is a number").kept();
                let asked = phone(asked).expect("it is a number").asked();
                assert!(
                    asked.iter().any(|number| kept.contains(number)),
                    "{one} {other}: {kept:?} {asked:?}"
                );
            }
        }
    }

    #[test]
    fn what_is_nobodys_number_is_found_as_it_stands() {
        for digits in ["0 002000000", "0000000", "+0000000", "+86 00000"] {
            let number = phone(digits).expect("digits enough");
            let (asked, kept) = (number.asked(), number.kept());
            assert!(
                !asked.is_empty() && asked.iter().all(|asked| kept.contains(asked)),
                "{digits}"
            );
        }
    }

    #[test]
    fn the_number_within_the_city_finds_the_whole_one_and_another_mobile_does_not() {
        let kept = phone("0631-5190110").expect("a number").kept();
        assert_eq!(phone("519 0110").expect("a number").asked(), ["5190110"]);
        assert!(kept.contains(&"5190110".to_owned()));
        let other = phone("139-0011-2233").expect("a number").asked();
        let kept = phone("138-0011-2233").expect("a number").kept();
        assert!(!other.iter().any(|number| kept.contains(number)));
    }

    #[test]
    fn two_numbers_beside_each_other_are_two() {
        let two = fold("0631-5190110 0631-5190111");
        assert_eq!(Phone::at(&two).expect("a number").length, 12);
        let local = fold("5190110 5190111");
        assert_eq!(Phone::at(&local).expect("a number").length, 7);
    }

    #[test]
    fn what_is_short_or_endless_or_part_of_a_word_is_no_number() {
        for typed in [
            "12345",
            "2026",
            "+",
            "(",
            "1234567890123456",
            "1234567abc",
            "",
            "12 34",
        ] {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }
}
