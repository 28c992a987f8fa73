//! Amounts, times and plain numbers: their digits and what belongs to them, read where they stand in a text.

use std::ops::Range;

use crate::clock;
use crate::measure::{self, Measure, Money, after_blank};
use crate::split::needs_no_blank;
use crate::writing::{Number, Writing, parts_digits};

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub value: Value,
    pub measure: Measure,
    /// Bytes of its digits and the marks between them; all that is read along is around it.
    pub core: Range<usize>,
    /// Whether it is written as the text's language does.
    pub as_here: bool,
    negative: bool,
    /// A word follows.
    before_word: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(Number),
    /// Minutes of the day.
    Clock(u16),
}

/// What digits turn out to be.
#[derive(Debug)]
pub(crate) enum Digits {
    /// A date, a telephone number, a version: bytes to be kept letter for letter.
    Exact(Range<usize>),
    Quantity(Range<usize>, Box<Quantity>),
}

/// What parts the digits of numbers, dates and times.
fn parts(letter: char) -> bool {
    parts_digits(letter) || matches!(letter, ':' | '/' | '-')
}

/// Reads what stands around a digit, the first of its number. `from` is where what was read before ends.
pub(crate) fn read(text: &str, from: usize, at: usize, writing: &Writing) -> Digits {
    let mut core = at..core_end(text, at);
    if is_in_word(text, &core, writing) {
        return Digits::Exact(word_around(text, from, &core));
    }
    let digits = &text[core.clone()];
    if let Some(clock) = clock::clock(text, from, &core, writing) {
        let quantity = Quantity {
            value: Value::Clock(clock.minutes),
            measure: Measure::Plain,
            core,
            as_here: clock.as_here,
            negative: false,
            before_word: false,
        };
        return Digits::Quantity(clock.range, Box::new(quantity));
    }
    // A range is two numbers.
    if let Some((one, other)) = digits.split_once('-') {
        let plain = |part: &str| {
            part.len() < 5
                && !(part.len() > 1 && part.starts_with('0'))
                && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let amount = |part: &str| part.contains([',', '.']) && writing.read(part).is_some();
        if !(plain(one) || amount(one)) || !(plain(other) || amount(other)) {
            return Digits::Exact(telephone(text, from, &core));
        }
        core.end = at + one.len();
    }
    let Some((number, as_here)) = writing.read(&text[core.clone()]) else {
        return Digits::Exact(telephone(text, from, &core));
    };
    if text[..core.start].ends_with('+') && text[core.end..].starts_with([' ', '-', '(']) {
        return Digits::Exact(telephone(text, from, &core));
    }
    if is_version(text, &core) {
        return Digits::Exact(core);
    }
    let (range, quantity) = amount(text, from, core, number, as_here, writing);
    Digits::Quantity(range, Box::new(quantity))
}

/// Where the digits that begin there end, with the marks that part them.
pub(crate) fn core_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut letters = text[at..].chars().peekable();
    while let Some(letter) = letters.next() {
        let blank = letter.is_whitespace();
        let next = letters.peek().is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit()
            || (parts(letter) && next && (!blank || groups_follow(&text[end + letter.len_utf8()..])))
        {
            end += letter.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Exactly three digits.
fn groups_follow(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 3
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphabetic()
        && !needs_no_blank(letter)
        && !matches!(letter, '\u{AC00}'..='\u{D7A3}' | 'º' | 'ª')
}

/// Whether letters stand right beside a number that are no unit or the like: `v2`, `802.11n`, `2²`.
fn is_in_word(text: &str, core: &Range<usize>, writing: &Writing) -> bool {
    let before = text[..core.start].chars().next_back();
    let rest = &text[core.end..];
    let Some(after) = rest.chars().next() else {
        return before.is_some_and(is_of_word) && Money::before(&text[..core.start]).is_none();
    };
    let is_known = || {
        measure::unit(rest).is_some()
            || measure::ordinal(rest, &writing.lang).is_some()
            || Money::after(rest).is_some()
            || measure::scale(rest).is_some()
            || clock::half(rest).is_some()
            || clock::hours(rest).is_some()
            || is_decade(rest)
    };
    let raised = after.is_numeric() && !after.is_ascii_digit();
    raised
        || (before.is_some_and(is_of_word) && Money::before(&text[..core.start]).is_none())
        || (is_of_word(after) && !is_known())
}

/// A degree sign that is typed for the mark of an ordinal: `1° de maio`.
fn is_ordinal_sign(rest: &str, unit: &str, writing: &Writing) -> bool {
    unit == "°" && writing.lang == "pt" && rest.starts_with("° de ")
}

/// The end of `1990s`.
fn is_decade(rest: &str) -> bool {
    rest.strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(is_of_word))
}

/// With the letters, digits and hyphens around it.
fn word_around(text: &str, from: usize, core: &Range<usize>) -> Range<usize> {
    let joined =
        |letter: &char| (letter.is_alphanumeric() && !needs_no_blank(*letter)) || matches!(letter, '-' | '_');
    let before: usize = text[from..core.start]
        .chars()
        .rev()
        .take_while(joined)
        .map(char::len_utf8)
        .sum();
    let after: usize = text[core.end..]
        .chars()
        .take_while(joined)
        .map(char::len_utf8)
        .sum();
    core.start - before..core.end + after
}

/// With the digits, blanks and signs around it that a telephone number has.
fn telephone(text: &str, from: usize, core: &Range<usize>) -> Range<usize> {
    let begins_with_plus = text[from..core.start].ends_with('+');
    let start = core.start - usize::from(begins_with_plus);
    let of_it = |letter: &char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '(' | ')');
    let is_telephone = begins_with_plus
        || (text[core.clone()].starts_with('0') && !text[core.clone()].contains(['/', '.', ':']));
    if !is_telephone {
        return core.clone();
    }
    let more: String = text[core.end..].chars().take_while(of_it).collect();
    let end = core.end
        + more
            .trim_end_matches(|letter: char| !letter.is_ascii_digit())
            .len();
    start..end
}

/// Whether a number with a mark is that of a version or a section, which no language writes otherwise.
fn is_version(text: &str, core: &Range<usize>) -> bool {
    const WORDS: [&str; 20] = [
        "version",
        "versão",
        "v.",
        "section",
        "seção",
        "secção",
        "article",
        "artigo",
        "chapter",
        "capítulo",
        "item",
        "android",
        "windows",
        "ios",
        "macos",
        "office",
        "python",
        "bluetooth",
        "usb",
        "html",
    ];
    let word = text[..core.start]
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    text[core.clone()].contains('.')
        && !text[core.clone()].contains(',')
        && WORDS.contains(&word.to_lowercase().as_str())
}

/// A number with its sign and what it counts.
fn amount(
    text: &str,
    from: usize,
    core: Range<usize>,
    mut number: Number,
    as_here: bool,
    writing: &Writing,
) -> (Range<usize>, Quantity) {
    let mut range = core.clone();
    let mut measure = Measure::Plain;
    let mut as_here = as_here;
    if let Some((money, start)) = Money::before(&text[from..core.start]) {
        measure = Measure::Money(money);
        range.start = from + start;
    }
    let negative = text[from..range.start]
        .strip_suffix(['-', '−', '–'])
        .is_some_and(|before| {
            before.is_empty() && from == 0
                || before.ends_with(|letter: char| letter.is_whitespace() || letter == '(')
        });
    if negative {
        range.start = text[..range.start]
            .char_indices()
            .next_back()
            .map_or(0, |(at, _)| at);
    }
    let mut rest = &text[core.end..];
    if let Some((zeros, length)) = measure::scale(after_blank(rest)) {
        number.scale = zeros;
        rest = &after_blank(rest)[length..];
    }
    let here = after_blank(rest);
    let linked = ["de ", "of "]
        .iter()
        .find_map(|word| here.strip_prefix(word))
        .filter(|_| number.scale > 0)
        .unwrap_or(here);
    let end = |rest: &str, length: usize| text.len() - rest.len() + length;
    if measure == Measure::Plain {
        if let Some(length) = measure::percent(here) {
            measure = Measure::Percent;
            range.end = end(here, length);
        } else if let Some((money, length)) = Money::after(linked) {
            measure = Measure::Money(money);
            range.end = end(linked, length);
        } else if let Some(unit) =
            measure::unit(here).filter(|unit| !is_decade(rest) && !is_ordinal_sign(here, unit, writing))
        {
            measure = Measure::Unit(unit.to_owned());
            range.end = end(here, unit.len());
        } else if let Some((length, known)) = measure::ordinal(rest, &writing.lang) {
            measure = Measure::Ordinal;
            as_here &= known;
            range.end = end(rest, length);
        } else if here.starts_with(['月', '월']) {
            measure = Measure::Month;
            range.end = end(here, '月'.len_utf8());
        }
    }
    let before_word = after_blank(&text[range.end..])
        .trim_start_matches('-')
        .starts_with(char::is_alphabetic);
    let quantity = Quantity {
        value: Value::Number(number),
        measure,
        core,
        as_here,
        negative,
        before_word,
    };
    (range, quantity)
}

/// What stands around digits that are no number as they are written.
pub(crate) fn around(text: &str, core: &Range<usize>, writing: &Writing) -> Quantity {
    amount(text, 0, core.clone(), Number::of(0), false, writing).1
}

impl Quantity {
    /// Whether a translation has the same.
    pub fn same(&self, translated: &Self) -> bool {
        match (&self.value, &translated.value) {
            (Value::Number(one), Value::Number(other)) => {
                one.same(other)
                    && self.negative == translated.negative
                    && self.measure.same(&translated.measure, translated.before_word)
            }
            (Value::Clock(one), Value::Clock(other)) => one == other || (*one == 0 && *other == 24 * 60),
            (Value::Clock(minutes), Value::Number(hours)) | (Value::Number(hours), Value::Clock(minutes)) => {
                // `as 3` of a text that said the half of the day elsewhere.
                let whole = minutes % 60 == 0
                    && matches!(
                        (&self.measure, &translated.measure),
                        (Measure::Plain, Measure::Plain)
                    );
                whole
                    && hours
                        .small()
                        .is_some_and(|hours| hours * 60 == u32::from(*minutes))
            }
        }
    }

    /// Whether a number that is missing may be meant by a number of the same digits, whatever marks part them.
    pub fn same_digits(text: &str, translated: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        digits(text) == digits(translated)
    }

    /// Whether both count the same.
    pub fn counts_as(&self, translated: &Self) -> bool {
        self.measure.same(&translated.measure, translated.before_word)
    }

    pub fn scale(&self) -> u8 {
        match &self.value {
            Value::Number(number) => number.scale,
            Value::Clock(_) => 0,
        }
    }

    pub fn is_plain(&self) -> bool {
        matches!(self.measure, Measure::Plain | Measure::Ordinal)
    }

    pub fn is_ordinal(&self) -> bool {
        self.measure == Measure::Ordinal
    }

    pub fn is_month(&self) -> bool {
        self.measure == Measure::Month
    }

    pub fn is_money(&self) -> bool {
        matches!(self.measure, Measure::Money(_))
    }

    /// The same further on, or further back, in a text.
    #[must_use]
    pub fn moved(mut self, from: usize, to: usize) -> Self {
        self.core = self.core.start + to - from..self.core.end + to - from;
        self
    }

    /// A number that counts nothing with a sign, and its text, which begins at `start`.
    pub fn plain(number: u32, start: usize) -> (String, Self) {
        let text = number.to_string();
        let plain = Self {
            value: Value::Number(Number::of(number)),
            measure: Measure::Plain,
            core: start..start + text.len(),
            as_here: true,
            negative: false,
            before_word: false,
        };
        (text, plain)
    }

    /// As a number that a student surely reads, of the same kind, which begins at `start` in another text.
    pub fn simple(&self, text: &str, range: &Range<usize>, number: u32, start: usize) -> (String, Self) {
        let before = &text[range.start..self.core.start];
        let (core, after, value) = match &self.value {
            Value::Clock(_) => {
                let (hour, minute) = (1 + number % 9, 10 + number % 50);
                (
                    format!("{hour}:{minute}"),
                    "",
                    Value::Clock((60 * hour + minute) as u16),
                )
            }
            Value::Number(was) => {
                let value = Number::of(number).scaled(was.scale);
                let after = match &text[self.core.end..range.end] {
                    "st" | "nd" | "rd" => "th",
                    after => after,
                };
                (number.to_string(), after, Value::Number(value))
            }
        };
        let before = if matches!(value, Value::Clock(_)) {
            ""
        } else {
            before
        };
        let core_start = start + before.len();
        let simple = Self {
            value,
            core: core_start..core_start + core.len(),
            ..self.clone()
        };
        (format!("{before}{core}{after}"), simple)
    }

    /// Of `text`, where it stands at `range`, in the writing of another language.
    pub fn written(&self, text: &str, range: &Range<usize>, to: &Writing) -> String {
        let whole = &text[range.clone()];
        let number = match &self.value {
            Value::Clock(minutes) => return clock::written(*minutes, whole, &to.lang),
            Value::Number(number) => number,
        };
        let after = &text[self.core.end..range.end];
        let before = &text[range.start..self.core.start];
        let core = to.write(number);
        match &self.measure {
            Measure::Ordinal => {
                let mark = number.small().map_or("", |number| ordinal(number, after, to));
                format!("{before}{core}{mark}")
            }
            Measure::Money(money) if after.trim_start().starts_with(char::is_lowercase) => {
                // Its name, as a million of something has it after another word.
                let middle = after.split_whitespace().count() > 1;
                if middle {
                    format!("{before}{core}{after}")
                } else {
                    format!("{before}{core} {}", money.name(&to.lang))
                }
            }
            _ => format!("{before}{core}{after}"),
        }
    }
}

/// An ordinal's mark in another language; what is feminine stays so.
pub(crate) fn ordinal(number: u32, mark: &str, to: &Writing) -> &'static str {
    measure::ordinal_mark(number, &to.lang, mark.ends_with(['ª', 'a']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, lang: &str) -> (String, Option<Quantity>) {
        let start = text.find(|letter: char| letter.is_ascii_digit()).unwrap();
        match read(text, 0, start, &Writing::of(lang)) {
            Digits::Exact(range) => (text[range].to_owned(), None),
            Digits::Quantity(range, quantity) => (text[range].to_owned(), Some(*quantity)),
        }
    }

    #[test]
    fn a_number_is_read_with_what_belongs_to_it() {
        for (lang, text, expected) in [
            ("en", "it costs 300元 a month", "300元"),
            ("en", "it costs US$ 11 million now", "US$ 11"),
            ("en", "it costs 11 million dollars now", "11 million dollars"),
            ("pt", "custa 11 milhões de dólares", "11 milhões de dólares"),
            ("pt", "custa R$ 1.250,50 hoje", "R$ 1.250,50"),
            ("en", "it is -5.5 °C now", "-5.5 °C"),
            ("en", "by 12.5% in May", "12.5%"),
            ("en", "by 12 per cent", "12 per cent"),
            ("en", "on the 21st floor", "21st"),
            ("pt", "no 21.º andar", "21.º"),
            ("en", "at 3 p.m. and", "3 p.m."),
            ("en", "at 3 p.m.", "3 p.m"),
            ("pt", "às 21h30 de hoje", "21h30"),
            ("pt", "às 3h da tarde", "3h da tarde"),
            ("pt", "às 11 horas de hoje", "11 horas"),
            ("pt", "por 11 horas hoje", "11"),
            ("zh", "下午3点30分来", "下午3点30分"),
            ("en", "the 1990s were", "1990"),
            ("en", "10-15 people", "10"),
            ("en", "a 28-year-old", "28"),
            ("zh", "10月3日", "10月"),
        ] {
            let (found, quantity) = at(text, lang);
            assert!(quantity.is_some() && found == expected, "{text}: {found}");
        }
    }

    #[test]
    fn dates_telephones_versions_and_digits_within_words_are_exact() {
        for (text, expected) in [
            ("on 03/10/2022 it", "03/10/2022"),
            ("on 03.10.2022.", "03.10.2022"),
            ("on 2022-10-03,", "2022-10-03"),
            ("call +49 (0)631 12345 now", "+49 (0)631 12345"),
            ("call 0631-5190000.", "0631-5190000"),
            ("call 0631 519 0000 now", "0631 519 0000"),
            ("on Windows 8.1 it", "8.1"),
            ("in version 2.0", "2.0"),
            ("the user123x is", "user123x"),
            ("over 802.11n now", "802.11n"),
            ("for 12345-6789 it", "12345-6789"),
            ("1/2 a cup", "1/2"),
        ] {
            assert_eq!(at(text, "en"), (expected.to_owned(), None), "{text}");
        }
    }

    #[test]
    fn a_time_is_written_with_its_half_of_the_day() {
        let written = |text: &str, from: &str, to: &str| {
            let quantity = at(text, from).1.unwrap();
            quantity.written(text, &(0..text.len()), &Writing::of(to))
        };
        for (en, pt) in [
            ("3 p.m.", "15h"),
            ("9:30 p.m.", "21h30"),
            ("12 a.m.", "0h"),
            ("12:15 p.m.", "12h15"),
            ("8:05 a.m.", "8h05"),
        ] {
            assert_eq!(written(en, "en", "pt"), pt);
            let again = at(&format!("às {pt}"), "pt").1.unwrap();
            assert_eq!(again.written(pt, &(0..pt.len()), &Writing::of("en")), en);
        }
        assert_eq!(written("9:30", "en", "pt"), "9:30");
        assert_eq!(written("下午3点", "zh", "ko"), "15:00");
    }
}
