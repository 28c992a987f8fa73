//! The language a page is shown in: what was chosen, then what is remembered, then what the browser asks for.

use domain::Lang;
use domain::city::City;

/// A header is read as far as this many bytes and this many languages; browsers send a tenth of it.
const MOST_BYTES: usize = 2048;
const MOST_RANGES: usize = 32;

/// The best of the `offered` languages for an `Accept-Language` header (RFC 9110, 12.5.4); `None` when it asks for
/// none of them. Where it likes two equally, the one it names first wins. What is not understood is passed over.
///
/// ```
/// use domain::Lang;
/// use language::negotiate::negotiate;
///
/// let offered = [Lang::ZH, Lang::EN, Lang::KO];
/// assert_eq!(negotiate("fr, ko-KR;q=0.8, en;q=0.5", &offered), Some(Lang::KO));
/// assert_eq!(negotiate("fr-CH, de;q=0.9", &offered), None);
/// assert_eq!(negotiate("en;q=0, *;q=0.1", &offered), Some(Lang::ZH));
/// ```
pub fn negotiate(accept_language: &str, offered: &[Lang]) -> Option<Lang> {
    let mut end = accept_language.len().min(MOST_BYTES);
    while !accept_language.is_char_boundary(end) {
        end -= 1;
    }
    let ranges: Vec<(&str, u16)> = accept_language[..end]
        .split(',')
        .take(MOST_RANGES)
        .filter_map(range)
        .collect();
    let mut best: Option<(Lang, u16)> = None;
    let refused = |lang: Lang| {
        ranges
            .iter()
            .any(|(tag, q)| *q == 0 && Lang::parse(tag) == Ok(lang))
    };
    for (tag, quality) in ranges.iter().filter(|(_, quality)| *quality > 0) {
        let wanted = if *tag == "*" {
            let named = |lang: Lang| ranges.iter().any(|(other, _)| Lang::parse(other) == Ok(lang));
            offered.iter().copied().find(|lang| !named(*lang))
        } else {
            let lang = Lang::parse(tag).ok();
            lang.filter(|lang| offered.contains(lang) && !refused(*lang))
        };
        if let Some(lang) = wanted
            && best.is_none_or(|(_, so_far)| *quality > so_far)
        {
            best = Some((lang, *quality));
        }
    }
    best.map(|(lang, _)| lang)
}

/// A language range and its quality in thousandths.
fn range(text: &str) -> Option<(&str, u16)> {
    let mut parts = text.split(';');
    let tag = parts.next()?.trim();
    if tag.is_empty() {
        return None;
    }
    let mut quality = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = thousandths(value.trim())?;
        }
    }
    Some((tag, quality))
}

/// `0.5` → 500: `0` or `1`, at most three digits after the point, nothing above 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// The interface language for somebody: the one they chose on this page, or chose before, or their browser asks for.
/// Whoever asks for none that the city offers gets English if there is any, else the city's own.
///
/// ```no_run
/// # fn page(city: &domain::city::City) {
/// let lang = language::negotiate::pick(None, None, Some("ko-KR,ko;q=0.9"), city);
/// assert_eq!(lang, domain::Lang::KO);
/// # }
/// ```
pub fn pick(
    explicit: Option<Lang>,
    remembered: Option<Lang>,
    accept_language: Option<&str>,
    city: &City,
) -> Lang {
    let offered: Vec<Lang> = city.languages.iter().map(|language| language.code).collect();
    [explicit, remembered]
        .into_iter()
        .flatten()
        .find(|lang| offered.contains(lang))
        .or_else(|| negotiate(accept_language?, &offered))
        .unwrap_or_else(|| city.interface_language(Lang::EN))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: [Lang; 5] = [Lang::ZH, Lang::EN, Lang::KO, Lang::JA, Lang::RU];

    #[test]
    fn the_highest_quality_wins_and_then_the_first() {
        assert_eq!(
            negotiate("en;q=0.5, ru;q=0.7, ja;q=0.6", &OFFERED),
            Some(Lang::RU)
        );
        assert_eq!(negotiate("ja, ko, en", &OFFERED), Some(Lang::JA));
        assert_eq!(negotiate("zh-Hant-TW;q=0.9,en;q=0.901", &OFFERED), Some(Lang::EN));
        assert_eq!(negotiate("EN-us ; Q=0.3", &OFFERED), Some(Lang::EN));
    }

    #[test]
    fn a_star_stands_for_what_is_not_named() {
        assert_eq!(negotiate("*", &OFFERED), Some(Lang::ZH));
        assert_eq!(negotiate("zh;q=0, *", &OFFERED), Some(Lang::EN));
        assert_eq!(negotiate("fr, *;q=0.1, ko;q=0.05", &OFFERED), Some(Lang::ZH));
    }

    #[test]
    fn nothing_is_refused() {
        assert_eq!(negotiate("ko;q=0", &OFFERED), None);
        assert_eq!(negotiate("ko, ko;q=0", &OFFERED), None);
    }

    #[test]
    fn garbage_is_passed_over() {
        for garbage in [
            "",
            ",,,",
            ";q=1",
            "q=1",
            "ko;q=2",
            "ko;q=-1",
            "ko;q=NaN",
            "ko;q=0.1234",
            "한국어",
            "ko;q",
            "\u{0}",
        ] {
            assert_eq!(negotiate(garbage, &OFFERED), None, "{garbage}");
        }
        assert_eq!(negotiate("x;q=9, \u{0}, ru", &OFFERED), Some(Lang::RU));
    }

    #[test]
    fn a_huge_header_is_read_only_so_far() {
        let huge = "xx,".repeat(10_000_000);
        assert_eq!(negotiate(&(huge + "ko"), &OFFERED), None);
        assert_eq!(
            negotiate(&("ko,".to_owned() + &"한".repeat(1_000_000)), &OFFERED),
            Some(Lang::KO)
        );
    }
}
