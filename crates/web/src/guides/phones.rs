//! Phone numbers in a line of a guide, so that a thumb can call them.

use std::collections::BTreeSet;

use domain::city::City;

/// So many digits are no year, no price and no number of days: in the line that says whom to call they are called.
const LONG: usize = 5;

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub is_phone: bool,
}

/// The numbers that the city itself names.
pub fn of_city(city: &City) -> BTreeSet<String> {
    let units = city.units.iter().filter_map(|unit| unit.phone.clone());
    let emergencies = city
        .services
        .iter()
        .filter_map(|service| service.emergency.as_ref());
    let calls = emergencies.flat_map(|emergency| emergency.call.iter().cloned());
    let own = std::iter::once(city.phone.clone());
    own.chain(units).chain(calls).collect()
}

/// The pieces of a line, its phone numbers apart: those that are known and, where it is one of `calls`, all long ones.
pub fn pieces(line: &str, known: &BTreeSet<String>, calls: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = line;
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit() || c == '+') {
        let is_inner = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | ',' | '.' | ':');
        let end = rest[begin..]
            .find(|c| !is_inner(c))
            .map_or(rest.len(), |end| begin + end);
        // What stands between two words is of neither.
        let written = rest[begin..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let end = begin + written.len().max(1);
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let is_number = written
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+'));
        let is_day = written.parse::<jiff::civil::Date>().is_ok();
        let is_phone = known.contains(written) || calls && is_number && digits >= LONG && !is_day;
        push(&mut pieces, &rest[..begin], false);
        push(&mut pieces, &rest[begin..end], is_phone);
        rest = &rest[end..];
    }
    push(&mut pieces, rest, false);
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &str, is_phone: bool) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if !is_phone && !last.is_phone => last.text.push_str(text),
        _ => pieces.push(Piece {
            text: text.to_owned(),
            is_phone,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_told_from_other_numbers() {
        let known = BTreeSet::from(["110".to_owned()]);
        let phones = |line: &str, calls| {
            let pieces = pieces(line, &known, calls);
            let joined: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(joined, line);
            let phones = pieces.into_iter().filter(|piece| piece.is_phone);
            phones.map(|piece| piece.text).collect::<Vec<_>>()
        };
        for (line, expected) in [
            ("危险时拨打110，其他问12345。", &["110", "12345"][..]),
            (
                "Call 0631-12345, or +86-631-12345.",
                &["0631-12345", "+86-631-12345"],
            ),
            ("110", &["110"]),
            ("1100 of them, within 24 hours, 2,000 yuan, 26,000 yuan", &[]),
            ("from 2026-12-31, 10:00-18:30", &[]),
            ("+ or - and 3.5", &[]),
        ] {
            assert_eq!(phones(line, true), expected, "{line}");
        }
        assert_eq!(phones("20000元，拨打110", false), ["110"]);
    }
}
