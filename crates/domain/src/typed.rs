//! What people type where a form is expected (a number, a day, an address), read as they meant it. Where it can mean two
//! things, both are named, so that whoever typed it can say which.

use std::borrow::Cow;
use std::str::FromStr as _;

use email_address::EmailAddress;
use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::CodePointSetData;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use jiff::civil::{Date, Time};
use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, Region};

use crate::problems::Problem;

/// The digits from nought to nine that NFKC leaves in their own script begin at these.
const NOUGHTS: [char; 9] = ['٠', '۰', '०', '০', '๐', '໐', '០', '၀', '᠐'];

/// A text as all ways of typing it look alike: full width as half width (NFKC), digits of any script as ours, every dash as
/// `-`, every blank as one, and nothing that nobody sees (joiners, marks of direction and order).
pub fn one_form(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_graphic() || b == b' ';
    if text.bytes().all(plain) && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let categories = CodePointMapData::<GeneralCategory>::new();
    let composed = ComposingNormalizer::new_nfkc().normalize(text);
    let mut out = String::with_capacity(composed.len());
    for c in composed.chars() {
        let category = categories.get(c);
        if c.is_whitespace() || category == GeneralCategory::Control {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if category == GeneralCategory::DashPunctuation || c == '\u{2212}' {
            out.push('-');
        } else if ignorable.contains(c) || GeneralCategoryGroup::Other.contains(category) {
            // Nobody sees it, nor meant it.
        } else {
            out.push(digit(c).unwrap_or(c));
        }
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

fn digit(c: char) -> Option<char> {
    let of = |nought: &char| u32::from(c).checked_sub(u32::from(*nought)).filter(|n| *n < 10);
    let value = NOUGHTS.iter().find_map(of)?;
    char::from_digit(value, 10)
}

/// Without what copying out of a sentence, a link or a mail adds.
fn copied(text: &str) -> &str {
    let text = text.trim_start_matches(['<', '(', '"', '“', '「', '《', '〈', '#', ' ']);
    text.trim_end_matches([
        '>', ')', '"', '”', '」', '》', '〉', '.', '。', ',', ';', ':', '、', '!', '#', ' ',
    ])
}

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    pub decimal: char,
    /// Between groups of three. A blank of any kind is a blank.
    pub group: char,
}

/// Marks and words of the city's money, which an amount may have with it. Another money is another amount.
const MONEY: [&str; 16] = [
    "人民币",
    "人民幣",
    "元",
    "圆",
    "圓",
    "块钱",
    "块",
    "¥",
    "rmb",
    "cny",
    "yuan",
    "юаней",
    "юаня",
    "юань",
    "위안",
    "인민폐",
];
/// What stands for so many noughts.
const NOUGHTS_OF: [(char, usize); 8] = [
    ('百', 2),
    ('千', 3),
    ('천', 3),
    ('万', 4),
    ('萬', 4),
    ('만', 4),
    ('亿', 8),
    ('억', 8),
];
/// The most digits before the point.
const DIGITS_MAX: usize = 12;

/// A number with at most so many places, as it is kept: `1250.50`. Grouping needs groups of three. Where grouping and a
/// decimal mark look alike (`1,500`), how the reader's language groups decides; `1.500` on an English page is asked about.
///
/// # Errors
/// [`Problem::NotANumber`]; [`Problem::TwoReadings`] with both.
pub fn number(entered: &str, places: usize, writing: Option<Writing>) -> Result<String, Problem> {
    let text = one_form(entered).to_lowercase();
    let mut text = copied(&text);
    // At either end, once each.
    for word in MONEY {
        text = text.strip_prefix(word).unwrap_or(text).trim_start();
        text = text.strip_suffix(word).unwrap_or(text).trim_end();
    }
    let (text, noughts) = match text.chars().last() {
        Some(last) => match NOUGHTS_OF.iter().find(|(of, _)| *of == last) {
            Some((_, noughts)) => (&text[..text.len() - last.len_utf8()], *noughts),
            None => (text, 0),
        },
        None => return Err(Problem::NotANumber),
    };
    let read = Reading::all(text.trim_end(), writing);
    let mut values: Vec<String> = Vec::new();
    for value in read
        .readings
        .iter()
        .filter_map(|reading| reading.value(noughts, places))
    {
        if !values.iter().any(|other| same(other, &value)) {
            values.push(value);
        }
    }
    match values.len() {
        0 => Err(Problem::NotANumber),
        1 => Ok(values.swap_remove(0)),
        _ if read.grouped_by_language => Ok(values.swap_remove(0)),
        _ => Err(Problem::TwoReadings { readings: values }),
    }
}

fn same(one: &str, other: &str) -> bool {
    let plain = |value: &str| {
        let value = value.to_owned();
        if value.contains('.') {
            value.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            value
        }
    };
    plain(one) == plain(other)
}

/// What typed digits can mean.
struct Readings {
    readings: Vec<Reading>,
    /// The first groups as the language does.
    grouped_by_language: bool,
}

/// Digits before and after the point.
struct Reading {
    whole: String,
    part: String,
}

impl Reading {
    fn all(text: &str, writing: Option<Writing>) -> Readings {
        let mut marks = Vec::new();
        let mut parts = vec![String::new()];
        for c in text.chars() {
            if let (true, Some(part)) = (c.is_ascii_digit(), parts.last_mut()) {
                part.push(c);
            } else if matches!(c, '.' | ',' | ' ' | '\'' | '’' | '_') {
                marks.push(if c == '’' { '\'' } else { c });
                parts.push(String::new());
            } else {
                marks.clear();
                parts.clear();
                break;
            }
        }
        let mut readings = Vec::new();
        let mut grouped_by_language = false;
        if let Some((last, before)) = parts.split_last() {
            let alike = |marks: &[char]| marks.windows(2).all(|pair| pair[0] == pair[1]);
            if alike(&marks) && (marks.is_empty() || grouped(&parts)) {
                readings.push(Self {
                    whole: parts.concat(),
                    part: String::new(),
                });
                grouped_by_language = marks
                    .first()
                    .is_some_and(|mark| writing.is_some_and(|writing| writing.group == *mark));
            }
            let decimal = marks.last().filter(|mark| matches!(mark, '.' | ','));
            if let Some((decimal, groups)) = decimal.zip(marks.len().checked_sub(1)) {
                let groups = &marks[..groups];
                let sound = groups.is_empty() || grouped(before);
                if sound && alike(groups) && !groups.contains(decimal) {
                    readings.push(Self {
                        whole: before.concat(),
                        part: last.clone(),
                    });
                }
            }
        }
        Readings {
            readings,
            grouped_by_language,
        }
    }

    /// As it is kept, if it has no more places than it may.
    fn value(&self, noughts: usize, places: usize) -> Option<String> {
        let written = self.part.len();
        let mut digits = format!("{}{}", self.whole, self.part);
        if digits.is_empty() || (self.part.is_empty() && self.whole.is_empty()) {
            return None;
        }
        // Moves the point to the right.
        let moved = noughts.min(written);
        digits.push_str(&"0".repeat(noughts - moved));
        let mut kept = written - moved;
        while kept > places && digits.ends_with('0') {
            digits.pop();
            kept -= 1;
        }
        if kept > places {
            return None;
        }
        let (whole, part) = digits.split_at(digits.len() - kept);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        if whole.len() > DIGITS_MAX {
            return None;
        }
        Some(if part.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{part}")
        })
    }
}

/// Groups of three, the first of one to three.
fn grouped(parts: &[String]) -> bool {
    let Some((first, others)) = parts.split_first() else {
        return false;
    };
    (1..=3).contains(&first.len()) && !first.starts_with('0') && others.iter().all(|part| part.len() == 3)
}

/// A day: the year first (`2026-03-05`, `2026/3/5`, `2026年3月5日`), or last with the day before the month where it says so
/// (dots, or a day that is no month).
///
/// # Errors
/// [`Problem::NotADate`]; [`Problem::TwoReadings`] of `03/05/2026`.
pub fn day(entered: &str) -> Result<Date, Problem> {
    let text = one_form(entered);
    let (numbers, has_dots) = numbers_of_a_day(&text).ok_or(Problem::NotADate)?;
    let [one, two, three] = numbers[..] else {
        return Err(Problem::NotADate);
    };
    let date = |year: &str, month: &str, day: &str| -> Option<Date> {
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        Date::new(year, month, day).ok()
    };
    if one.len() == 4 {
        return date(one, two, three).ok_or(Problem::NotADate);
    }
    if three.len() != 4 {
        return Err(Problem::NotADate);
    }
    let day_first = date(three, two, one);
    let month_first = date(three, one, two).filter(|_| !has_dots);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Err(Problem::TwoReadings {
            readings: vec![one.to_string(), other.to_string()],
        }),
        (Some(date), _) | (None, Some(date)) => Ok(date),
        (None, None) => Err(Problem::NotADate),
    }
}

/// Words for the halves of a day, before or after its hour; the second half last.
const HALVES: [(&str, bool); 14] = [
    ("a.m.", false),
    ("am", false),
    ("上午", false),
    ("早上", false),
    ("午前", false),
    ("오전", false),
    ("утра", false),
    ("p.m.", true),
    ("pm", true),
    ("下午", true),
    ("晚上", true),
    ("午後", true),
    ("오후", true),
    ("вечера", true),
];

/// A time of day, to the minute: `9:00`, `09.30`, `0930`, `9`, `9时30分`, `9시`, `2:30 pm`, `下午2点半`.
///
/// # Errors
/// [`Problem::NotATime`].
pub fn time(entered: &str) -> Result<Time, Problem> {
    let text = one_form(entered).to_lowercase();
    let mut text = text.as_str();
    let mut second_half = None;
    for (word, second) in HALVES {
        let without = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(without) = without {
            (text, second_half) = (without.trim(), Some(second));
            break;
        }
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let mut numbers: Vec<&str> = text.split(|c| !is_digit(c)).filter(|n| !n.is_empty()).collect();
    let marks: String = text.chars().filter(|c| !is_digit(*c) && *c != ' ').collect();
    let known = [
        "", ":", ".", "-", "h", "点", "點", "时", "時", "시", "点分", "點分", "时分", "時分", "시분", "点半",
        "時半", "시반",
    ];
    if !known.contains(&marks.as_str()) || !text.starts_with(is_digit) {
        return Err(Problem::NotATime);
    }
    if let [both] = numbers[..]
        && both.len() == 4
    {
        numbers = vec![&both[..2], &both[2..]];
    }
    if marks.ends_with(['半', '반']) {
        numbers.push("30");
    }
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2);
    let (hour, minute) = match numbers[..] {
        [hour] => (number(hour), Some(0)),
        [hour, minute] if minute.len() == 2 => (number(hour), number(minute)),
        _ => (None, None),
    };
    let (Some(hour), Some(minute)) = (hour, minute) else {
        return Err(Problem::NotATime);
    };
    let hour = match second_half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return Err(Problem::NotATime),
        Some(second) => hour % 12 + if second { 12 } else { 0 },
    };
    Time::new(hour, minute, 0, 0).map_err(|_| Problem::NotATime)
}

/// The numbers of a day, and whether dots part them; none when something else stands there, or marks that are not alike.
pub(crate) fn numbers_of_a_day(text: &str) -> Option<(Vec<&str>, bool)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let numbers: Vec<&str> = text
        .split(|c| !is_digit(c))
        .filter(|number| !number.is_empty())
        .collect();
    let mut between: Vec<&str> = text.split(is_digit).filter(|mark| !mark.is_empty()).collect();
    let begins = text.starts_with(is_digit);
    let end = if text.ends_with(is_digit) {
        ""
    } else {
        between.pop()?
    };
    // Blanks around a mark say nothing; alone they are one.
    let marks: Vec<&str> = between
        .iter()
        .map(|mark| mark.trim())
        .map(|mark| if mark.is_empty() { " " } else { mark })
        .collect();
    let alike = |one: &&str| marks.iter().all(|mark| mark == one);
    let plain = [" ", "-", "/", ".", ","].iter().any(alike);
    // Where the year has its word, the others have theirs.
    let named = [["年", "月", "日号號"], ["년", "월", "일"]]
        .iter()
        .any(|words| words.starts_with(&marks) && end.trim().starts_with(|c| words[marks.len()].contains(c)));
    let ends = end.chars().all(|c| " .年月日号號년월일г".contains(c));
    (begins && (plain || named) && ends).then(|| (numbers, marks.first() == Some(&".")))
}

/// A whole number of a year, a month or a day, with what may be written after it.
pub fn part_of_a_day(entered: &str) -> String {
    let text = one_form(entered);
    let text = text.trim_end_matches(['年', '月', '日', '号', '號', '년', '월', '일', '.', ' ', 'г']);
    text.to_owned()
}

/// A mail address as it may be kept (RFC 5321; RFC 6531 with other scripts), with a host that has a name (IDNA).
///
/// # Errors
/// [`Problem::NotAnEmail`].
pub fn email(entered: &str) -> Result<String, Problem> {
    let text = one_form(entered);
    let text = copied(&text);
    let text = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => copied(&text[7..]),
        _ => text,
    };
    let address = EmailAddress::from_str(text).map_err(|_| Problem::NotAnEmail)?;
    // Nor one with a display name.
    if address.as_str().len() > 254 || !address.display_part().is_empty() {
        return Err(Problem::NotAnEmail);
    }
    let host = idna::domain_to_ascii_strict(address.domain()).map_err(|_| Problem::NotAnEmail)?;
    if !host.contains('.') || host.ends_with('.') {
        return Err(Problem::NotAnEmail);
    }
    let (host, _) = idna::domain_to_unicode(&host);
    Ok(format!("{}@{host}", address.local_part()))
}

/// Words before an extension, longest first; in a number's one form.
const EXTENSIONS: [&str; 14] = [
    "extension",
    "внутр.",
    "внутр",
    "доб.",
    "доб",
    "内线",
    "内線",
    "分机",
    "分機",
    "내선",
    "轉",
    "转",
    "ext.",
    "ext",
];

/// A phone number and its extension as they may be kept: `+866315231122;ext=802` (RFC 3966). Where no country is said, it is
/// that one (ISO 3166), the city's; a number that is none there, as a short one, is kept as its digits.
///
/// # Errors
/// [`Problem::NotAPhone`].
pub fn phone(entered: &str, country: &str) -> Result<String, Problem> {
    let country = Region::from_str(country).ok();
    let text = one_form(entered).to_lowercase();
    let text = copied(&text);
    let text = text.strip_prefix("tel:").unwrap_or(text).trim();
    let (number, extension) = parted(text);
    let allowed = |c: char| c.is_ascii_digit() || "+-. ()/".contains(c);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let sound = number.chars().all(allowed) && (3..=17).contains(&digits.len());
    if !sound || number.rfind('+').is_some_and(|at| at > 0) || extension.len() > 7 {
        return Err(Problem::NotAPhone);
    }
    let known = PhoneNumber::parse(number, country)
        .ok()
        .filter(PhoneNumber::is_valid);
    // `0631-5231122-802` is a number of a house and one within it.
    let within = || {
        let (number, extension) = number.rsplit_once('-').filter(|_| extension.is_empty())?;
        let short = (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
        let known = PhoneNumber::parse(number, country).ok()?;
        (short && known.is_valid()).then(|| (known, extension.to_owned()))
    };
    let (number, extension) = match known.map(|known| (known, extension.clone())).or_else(within) {
        Some((known, extension)) => (known.format_as(PhoneNumberFormat::E164).into_owned(), extension),
        None if digits.len() > 15 => return Err(Problem::NotAPhone),
        None if number.starts_with('+') => (format!("+{digits}"), extension),
        None => (digits, extension),
    };
    Ok(if extension.is_empty() {
        number
    } else {
        format!("{number};ext={extension}")
    })
}

/// A number, and the digits after a word for an extension.
fn parted(text: &str) -> (&str, String) {
    let at = EXTENSIONS
        .iter()
        .filter_map(|word| Some((text.find(word)?, *word)))
        .chain(text.find(";ext=").map(|at| (at, ";ext=")))
        .chain(text.find('x').map(|at| (at, "x")))
        .chain(text.find('#').map(|at| (at, "#")))
        .min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())));
    if let Some((at, word)) = at {
        let extension = text[at + word.len()..].trim_matches([' ', '.', ':', '-']);
        if !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_digit()) {
            let number = text[..at].trim_end_matches([' ', ',', ';', '-', '(']);
            return (number, extension.to_owned());
        }
    }
    (text, String::new())
}

/// A phone number that was kept, as it is read: grouped as its country does, and its extension apart.
pub fn phone_parts(kept: &str) -> (String, Option<&str>) {
    let (number, extension) = match kept.split_once(";ext=") {
        Some((number, extension)) => (number, Some(extension)),
        None => (kept, None),
    };
    let known = number
        .starts_with('+')
        .then(|| PhoneNumber::from_str(number).ok())
        .flatten()
        .filter(PhoneNumber::is_valid);
    let number = known.map_or_else(
        || number.to_owned(),
        |known| known.format_as(PhoneNumberFormat::International).into_owned(),
    );
    (number, extension)
}

#[cfg(test)]
mod tests;
