//! What people type where a form is expected (a number, a day, an address), read as they meant it. Where it can mean two
//! things, both are named, so that whoever typed it can say which.

use std::borrow::Cow;
use std::str::FromStr as _;

use email_address::EmailAddress;
use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::CodePointSetData;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use jiff::civil::Date;
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
    let mut numbers: Vec<&str> = Vec::new();
    let marks: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    for part in text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
    {
        numbers.push(part);
    }
    let between = |c: char| " -/.,年月日년월일г号號".contains(c);
    let [one, two, three] = numbers[..] else {
        return Err(Problem::NotADate);
    };
    if !marks.chars().all(between) {
        return Err(Problem::NotADate);
    }
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
    let month_first = date(three, one, two).filter(|_| !marks.contains('.'));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Err(Problem::TwoReadings {
            readings: vec![one.to_string(), other.to_string()],
        }),
        (Some(date), _) | (None, Some(date)) => Ok(date),
        (None, None) => Err(Problem::NotADate),
    }
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
/// the city's; a number that is none there, as a short one, is kept as its digits.
///
/// # Errors
/// [`Problem::NotAPhone`].
pub fn phone(entered: &str) -> Result<String, Problem> {
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
    let known = PhoneNumber::parse(number, Some(Region::CN))
        .ok()
        .filter(PhoneNumber::is_valid);
    // `0631-5231122-802` is a number of a house and one within it.
    let within = || {
        let (number, extension) = number.rsplit_once('-').filter(|_| extension.is_empty())?;
        let short = (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
        let known = PhoneNumber::parse(number, Some(Region::CN)).ok()?;
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
mod tests {
    use super::*;

    const ENGLISH: Writing = Writing {
        decimal: '.',
        group: ',',
    };
    const RUSSIAN: Writing = Writing {
        decimal: ',',
        group: ' ',
    };

    fn two(one: &str, other: &str) -> Result<String, Problem> {
        let readings = vec![one.to_owned(), other.to_owned()];
        Err(Problem::TwoReadings { readings })
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands beside errors")]
    fn kept(value: &str) -> Result<String, Problem> {
        Ok(value.to_owned())
    }

    #[test]
    fn an_amount_is_read_as_it_was_meant() {
        let none = || Err(Problem::NotANumber);
        for (entered, english, russian) in [
            ("1250,50", kept("1250.50"), kept("1250.50")),
            ("1,5", kept("1.5"), kept("1.5")),
            ("1.5", kept("1.5"), kept("1.5")),
            ("1,500", kept("1500"), two("1500", "1.50")),
            ("1.500", two("1500", "1.50"), two("1500", "1.50")),
            ("1 500", kept("1500"), kept("1500")),
            ("1\u{a0}500,00", kept("1500.00"), kept("1500.00")),
            ("1\u{202f}250\u{202f}000", kept("1250000"), kept("1250000")),
            ("1,250,000", kept("1250000"), kept("1250000")),
            ("1,250,000.5", kept("1250000.5"), kept("1250000.5")),
            ("1.250.000,50", kept("1250000.50"), kept("1250000.50")),
            ("1'250.50", kept("1250.50"), kept("1250.50")),
            ("12,34,567", none(), none()),
            ("1,25,000", none(), none()),
            ("1,250.50,3", none(), none()),
            ("0,500", kept("0.50"), kept("0.50")),
            ("１２５０．５０", kept("1250.50"), kept("1250.50")),
            ("１，５００", kept("1500"), two("1500", "1.50")),
            ("¥1,250.5", kept("1250.5"), kept("1250.5")),
            ("￥300", kept("300"), kept("300")),
            ("300元", kept("300"), kept("300")),
            ("300 RMB", kept("300"), kept("300")),
            ("RMB 300.", kept("300"), kept("300")),
            ("300 юаней", kept("300"), kept("300")),
            ("300위안", kept("300"), kept("300")),
            ("1.5万", kept("15000"), kept("15000")),
            ("3만 위안", kept("30000"), kept("30000")),
            ("1.23456万", kept("12345.6"), kept("12345.6")),
            ("\u{202a}1250\u{202c}", kept("1250"), kept("1250")),
            ("\u{feff}12\u{200b}50", kept("1250"), kept("1250")),
            ("٣٥٠", kept("350"), kept("350")),
            ("007", kept("7"), kept("7")),
            ("0", kept("0"), kept("0")),
            (".5", kept("0.5"), kept("0.5")),
            ("5.", kept("5"), kept("5")),
            ("1.234", kept("1234"), kept("1234")),
            ("-5", none(), none()),
            ("300€", none(), none()),
            ("$20", none(), none()),
            ("12.345678", none(), none()),
            ("abc", none(), none()),
            ("", none(), none()),
            ("1234567890123", none(), none()),
        ] {
            assert_eq!(number(entered, 2, Some(ENGLISH)), english, "{entered} in English");
            assert_eq!(number(entered, 2, Some(RUSSIAN)), russian, "{entered} in Russian");
        }
        // A program says no language.
        assert_eq!(number("1,500", 2, None), two("1500", "1.50"));
        assert_eq!(number("1250.50", 2, None), kept("1250.50"));
        // A count has no places.
        assert_eq!(number("1.500", 0, Some(ENGLISH)), kept("1500"));
        assert_eq!(number("1.5", 0, Some(ENGLISH)), none());
        assert_eq!(number("3.0", 0, Some(ENGLISH)), kept("3"));
    }

    #[test]
    fn a_day_is_read_as_it_was_meant() {
        for (entered, expected) in [
            ("2026-03-05", Ok("2026-03-05")),
            ("２０２６ / ３ / ５", Ok("2026-03-05")),
            ("2026年3月5日", Ok("2026-03-05")),
            ("2026년 3월 5일", Ok("2026-03-05")),
            ("2026. 3. 5.", Ok("2026-03-05")),
            ("05.03.2026", Ok("2026-03-05")),
            ("5.3.2026 г.", Ok("2026-03-05")),
            ("25/03/2026", Ok("2026-03-25")),
            ("03/25/2026", Ok("2026-03-25")),
            ("05/05/2026", Ok("2026-05-05")),
            ("05/03/2026", Err(&["2026-03-05", "2026-05-03"][..])),
            ("2026-02-30", Err(&[])),
            ("26-03-05", Err(&[])),
            ("March 5, 2026", Err(&[])),
            ("2026", Err(&[])),
            ("", Err(&[])),
        ] {
            let expected = match expected {
                Ok(day) => Ok(day.parse().unwrap()),
                Err([]) => Err(Problem::NotADate),
                Err(readings) => Err(Problem::TwoReadings {
                    readings: readings.iter().map(ToString::to_string).collect(),
                }),
            };
            assert_eq!(day(entered), expected, "{entered}");
        }
        assert_eq!(part_of_a_day("２０２６年"), "2026");
        assert_eq!(part_of_a_day(" 3월 "), "3");
    }

    #[test]
    fn a_mail_address_is_checked_as_mail_servers_do() {
        for (entered, expected) in [
            ("someone@example.org", Some("someone@example.org")),
            ("mailto:Some.One@Example.ORG", Some("Some.One@example.org")),
            ("<someone@example.org>", Some("someone@example.org")),
            ("someone@example.org。", Some("someone@example.org")),
            ("ｓｏｍｅｏｎｅ＠example.org", Some("someone@example.org")),
            ("\u{200b}someone@example.org\u{202c}", Some("someone@example.org")),
            ("some+one@example.co.kr", Some("some+one@example.co.kr")),
            ("王伟@例子.中国", Some("王伟@例子.中国")),
            ("кто@пример.рф", Some("кто@пример.рф")),
            ("a@xn--fsqu00a.xn--0zwm56d", Some("a@例子.测试")),
            ("someone@example", None),
            ("some one@example.org", None),
            ("someone@@example.org", None),
            (".someone@example.org", None),
            ("some..one@example.org", None),
            ("someone@-example.org", None),
            ("someone@exa_mple.org", None),
            ("someone@example..org", None),
            ("Some One <someone@example.org>", None),
            ("@example.org", None),
            ("someone", None),
        ] {
            assert_eq!(email(entered).ok().as_deref(), expected, "{entered}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        assert_eq!(email(&long), Err(Problem::NotAnEmail));
    }

    #[test]
    fn a_phone_number_keeps_what_carries_meaning() {
        for (entered, expected) in [
            ("+49 (0)631 123456", Some("+49631123456")),
            ("0049 631 123456", Some("+49631123456")),
            ("13800138000", Some("+8613800138000")),
            ("１３８－００１３－８０００", Some("+8613800138000")),
            ("+86\u{a0}138\u{2011}0013\u{2011}8000", Some("+8613800138000")),
            ("tel:+86-631-5896000", Some("+866315896000")),
            ("0631-5231122-802", Some("+866315231122;ext=802")),
            ("0631-5231122转8", Some("+866315231122;ext=8")),
            ("0631-5231122 分机 802", Some("+866315231122;ext=802")),
            ("+86 138 0013 8000 ext. 8", Some("+8613800138000;ext=8")),
            ("+82-2-1234-5678 내선 8", Some("+82212345678;ext=8")),
            ("+7 (495) 123-45-67 доб. 8", Some("+74951234567;ext=8")),
            ("+81 3-1234-5678 内線 12", Some("+81312345678;ext=12")),
            ("+1 202 555 0143 x99", Some("+12025550143;ext=99")),
            ("12345", Some("12345")),
            ("110", Some("110")),
            ("8 (912) 345-67-89", Some("89123456789")),
            ("+8613800138000;ext=8", Some("+8613800138000;ext=8")),
            ("12", None),
            ("call me", None),
            ("138 0013 8000 or 139 0013 9000", None),
            ("86+138", None),
            ("", None),
        ] {
            assert_eq!(phone(entered).ok().as_deref(), expected, "{entered}");
            if let Some(kept) = expected {
                assert_eq!(phone(kept).as_deref(), Ok(kept), "what is kept reads as itself");
            }
        }
        let read = phone_parts("+866315231122;ext=802");
        assert_eq!(read, ("+86 631 523 1122".to_owned(), Some("802")));
        assert_eq!(phone_parts("12345"), ("12345".to_owned(), None));
    }
}
