//! How wide letters are, roughly, and what fits on a line. Fonts are the reader's; widths are those of a wide one, `DejaVu
//! Sans`, so that what fits by them fits in most.

/// How wide a letter is, in its size. Those of Chinese, Japanese and Korean fill a square.
fn width_of(c: char) -> f64 {
    match c {
        c if is_wide(c) => 1.0,
        // Marks that stand over or under the letter before.
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0.0,
        '\u{1F000}'..='\u{1FAFF}' => 1.35,
        'i' | 'l' | 'j' | '.' | ',' | '\'' | '|' | ' ' | ':' | ';' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' | '[' | ']' => 0.42,
        'M' | 'W' | 'm' | '%' | '@' | '…' | '—' | 'Ж' | 'Ш' | 'Щ' | 'Ю' | 'ш' | 'щ' | 'ж' | 'ю' => {
            1.0
        }
        'w' | 'O' | 'Q' | 'G' | 'D' | 'H' | 'N' | 'U' | '+' | '−' => 0.84,
        c if c.is_uppercase() => 0.7,
        _ => 0.64,
    }
}

/// Letters that fill a square.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Letters between any two of which a line may end. Korean fills squares, too, but has spaces between words.
fn is_apart(c: char) -> bool {
    is_wide(c) && !matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// How wide a text is, in its size.
pub fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

/// How wide the widest part of a text is that no line ends in.
pub fn widest_word(text: &str) -> f64 {
    let words = text.split(|c: char| c.is_whitespace() || c == '-' || c == '/' || is_apart(c));
    words.map(width).fold(0.0, f64::max)
        + if text.contains(['-', '/']) {
            width_of('-')
        } else {
            0.0
        }
}

/// How wide lines must be for a text to stand on so many of them, with no word broken.
pub fn least_room(text: &str, lines: usize) -> f64 {
    let mut room = widest_word(text).max(width(text) / lines as f64);
    while wrap(text, room, lines)
        .last()
        .is_some_and(|last| last.ends_with('…'))
        && room < width(text)
    {
        room *= 1.04;
    }
    // Sums of widths differ in their last digits.
    room + 0.01
}

/// On how many lines a text stands best where there may be several: on as few as are not too wide.
pub fn best_lines(text: &str, most: usize, wide: f64) -> usize {
    let fits = |lines: &usize| least_room(text, *lines) <= wide;
    (1..=most).find(fits).unwrap_or(most)
}

/// A text on at most so many lines, the last with an ellipsis where there is more. Lines end between words and, in
/// Chinese and Japanese, between letters; a word that is longer than a line is broken.
pub fn wrap(text: &str, fits: f64, lines: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if wrapped.len() + 1 == lines || width(rest) <= fits {
            wrapped.push(cut(rest, fits));
            break;
        }
        let (line, more) = first_line(rest, fits);
        wrapped.push(line);
        rest = more.trim_start();
    }
    wrapped
}

/// What stands on the first line of a text that needs more than one, and what is left.
fn first_line(text: &str, fits: f64) -> (String, &str) {
    let (mut room, mut before) = (fits, None::<char>);
    // Where a line may end, and where it must.
    let (mut may, mut must) = (None, text.len());
    for (at, c) in text.char_indices() {
        let opens = before.is_some_and(|before| is_apart(before) || before == '-' || before == '/');
        if at > 0 && (c.is_whitespace() || (opens || is_apart(c)) && !closes(c)) {
            may = Some(at);
        }
        room -= width_of(c);
        if room < 0.0 && at > 0 {
            must = at;
            break;
        }
        before = Some(c);
    }
    if let Some(end) = may {
        return (text[..end].trim_end().to_owned(), &text[end..]);
    }
    // Scripts with an alphabet have hyphens; those that write words together have not.
    let (line, rest) = text.split_at(must);
    let hyphen = |c: char| c.is_alphabetic() && c < '\u{590}';
    match line.char_indices().next_back() {
        Some((last, c)) if last > 0 && hyphen(c) && rest.starts_with(hyphen) => {
            let (line, rest) = text.split_at(last);
            (format!("{line}-"), rest)
        }
        _ => (line.to_owned(), rest),
    }
}

/// Marks that no line begins with.
fn closes(c: char) -> bool {
    "，。、；：？！）》」』】〉”’…,.;:?!)]".contains(c)
}

/// As much of a text as fits on a line, with an ellipsis.
fn cut(text: &str, fits: f64) -> String {
    if width(text) <= fits {
        return text.to_owned();
    }
    let mut left = fits - width_of('…');
    let mut short: String = text
        .chars()
        .take_while(|c| {
            left -= width_of(*c);
            left >= 0.0
        })
        .collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_between_chinese_letters() {
        assert_eq!(
            wrap("Economic and Financial (Sus)", 14.0, 3),
            ["Economic and Financial", "(Sus)"]
        );
        assert_eq!(wrap("威海火炬，高技术", 4.0, 3), ["威海火", "炬，高技", "术"]);
        assert_eq!(wrap("대한민국 경상북도", 5.0, 2), ["대한민국", "경상북도"]);
        assert_eq!(wrap("서울 경상북도", 5.0, 2), ["서울", "경상북도"]);
    }

    #[test]
    fn there_is_a_least_room_for_a_text() {
        for text in [
            "Economic and Financial (Sus)",
            "公共安全与社会治安，综合治理",
            "A",
            "대한민국 경상북도",
        ] {
            for lines in 1..4 {
                let room = least_room(text, lines);
                let wrapped = wrap(text, room, lines);
                assert!(
                    wrapped.iter().all(|line| !line.ends_with(['…', '-'])),
                    "{wrapped:?}"
                );
                assert!(
                    room <= width(text) + 0.1 && room >= width(text) / lines as f64,
                    "{text} {room}"
                );
            }
        }
        assert!(least_room("", 2) < 0.1);
    }

    #[test]
    fn what_is_too_long_is_broken_or_cut() {
        assert_eq!(wrap("Entrepreneurship", 6.0, 3), ["Entrepren-", "eurship"]);
        assert_eq!(wrap("公共安全与社会治安", 4.0, 2), ["公共安全", "与社会…"]);
        assert_eq!(wrap("A B", 0.0, 1), ["…"]);
        assert_eq!(wrap("A B", 0.0, 9), ["A", "B"]);
        assert!(wrap(" \t", 5.0, 2).is_empty());
    }

    #[test]
    fn no_line_is_wider_than_there_is_room_and_no_letter_is_lost() {
        let text = "United Kingdom of Great Britain and Northern Ireland 威海 Российская Федерация";
        for fits in [3.0, 5.5, 8.0, 13.0, 40.0] {
            let lines = wrap(text, fits, 99);
            assert!(lines.iter().all(|line| width(line) <= fits), "{lines:?}");
            let letters = |text: &str| {
                text.chars()
                    .filter(|c| !c.is_whitespace() && *c != '-')
                    .collect::<String>()
            };
            assert_eq!(letters(&lines.concat()), letters(text));
        }
    }
}
