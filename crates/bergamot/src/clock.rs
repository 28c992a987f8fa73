//! Times of day, as people of several languages write them: `3 p.m.`, `15h30`, `下午3点`.

use std::ops::Range;

use crate::measure::after_blank;
use crate::writing::Writing;

/// A time of day as it stands in a text.
#[derive(Debug)]
pub(crate) struct Clock {
    pub range: Range<usize>,
    /// Of the day.
    pub minutes: u16,
    /// Whether it is written as the text's language does.
    pub as_here: bool,
}

/// Which half of the day a text begins with, as its first hour, and how long that is.
pub(crate) fn half(text: &str) -> Option<(u16, usize)> {
    const HALVES: [(&str, u16); 12] = [
        ("a.m.", 0),
        ("p.m.", 12),
        ("a. m.", 0),
        ("p. m.", 12),
        ("a.m", 0),
        ("p.m", 12),
        ("am", 0),
        ("pm", 12),
        ("da manhã", 0),
        ("da tarde", 12),
        ("da noite", 12),
        ("da madrugada", 0),
    ];
    let begins = |word: &str| {
        let here = text
            .get(..word.len())
            .filter(|here| here.to_lowercase() == word)?;
        (!text[here.len()..].starts_with(char::is_alphanumeric)).then_some(here.len())
    };
    HALVES
        .iter()
        .find_map(|(word, hours)| Some((*hours, begins(word)?)))
}

/// The hour sign that a text begins with, and minutes after it: `h30`.
pub(crate) fn hours(text: &str) -> Option<(u16, usize)> {
    let rest = text.strip_prefix('h')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = match digits {
        0 => 0,
        2 => rest[..2].parse().ok()?,
        _ => return None,
    };
    let more = rest[digits..].strip_prefix("min").filter(|_| digits > 0);
    let left = more.unwrap_or(&rest[digits..]);
    (!left.starts_with(char::is_alphanumeric)).then(|| (minutes, text.len() - left.len()))
}

/// Whether a text ends with a word that a Portuguese time stands after.
fn is_said_when(text: &str) -> bool {
    const BEFORE: [&str; 8] = ["às", "as", "à", "das", "até", "ate", "pelas", "desde"];
    let word = text
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    BEFORE.contains(&word.to_lowercase().as_str())
}

/// How long the word for hours is that a text begins with.
fn hours_in_words(text: &str) -> Option<usize> {
    let here = after_blank(text);
    let word = ["horas", "hora"]
        .iter()
        .find_map(|word| here.strip_prefix(word))?;
    (here.len() < text.len() && !word.starts_with(char::is_alphanumeric)).then(|| text.len() - word.len())
}

/// A time of day, if digits are one. `from` is where what was read before ends.
pub(crate) fn clock(text: &str, from: usize, core: &Range<usize>, writing: &Writing) -> Option<Clock> {
    let digits = &text[core.clone()];
    let rest = &text[core.end..];
    let whole = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 2);
    let mut end = core.end;
    let mut start = core.start;
    let mut as_here = true;
    let mut is_clock = false;
    let (mut hour, mut minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) => (
            whole(hour)?,
            whole(minute.split(':').next()?).filter(|_| minute.len() >= 2)?,
        ),
        None => (whole(digits)?, 0),
    };
    if digits.contains(':') {
        // A score, a ratio, or a version.
        if hour > 24 || minute > 59 || digits.contains(['.', ',', '/', '-']) {
            return None;
        }
        is_clock = true;
    } else if let Some((minutes, length)) = hours(rest).filter(|_| !digits.contains('.')) {
        // Without minutes hours are a duration, if not after a word that says when.
        is_clock = rest[..length].len() > 1 || (hour < 24 && is_said_when(&text[from..start]));
        if is_clock {
            minute = minutes;
            end += length;
            as_here = writing.lang != "en";
        }
    }
    if let Some(length) =
        hours_in_words(&text[end..]).filter(|_| is_clock || is_said_when(&text[from..start]))
    {
        end += length;
        is_clock = true;
    }
    if let Some((first, length)) = half(after_blank(&text[end..])) {
        let offset = after_blank(&text[end..]).len();
        let mut length = length;
        let suffix = &after_blank(&text[end..])[..length];
        let after = &text[text.len() - offset + length..];
        // The full stop is the sentence's, too.
        let ends = after.trim_start();
        let sentence_ends =
            ends.is_empty() || (ends.len() < after.len() && ends.starts_with(char::is_uppercase));
        if suffix.ends_with('.') && sentence_ends {
            length -= 1;
        }
        let english = suffix.ends_with(['m', 'M', '.']);
        as_here = english == (writing.lang == "en" || writing.lang == "und") && hour <= 12;
        hour = if hour <= 12 { hour % 12 + first } else { hour };
        end = text.len() - offset + length;
        is_clock = true;
    } else if let Some((minutes, length)) = eastern(rest).filter(|_| !digits.contains([':', '.'])) {
        minute = minutes;
        end += length;
        is_clock = true;
    }
    if let Some((first, length)) = eastern_half(&text[from..start]).filter(|_| is_clock) {
        hour = if hour < 12 { hour + first } else { hour };
        start -= length;
    }
    if !is_clock || hour > 24 || minute > 59 {
        return None;
    }
    Some(Clock {
        range: start..end,
        minutes: hour * 60 + minute,
        as_here,
    })
}

/// `点30分` and its like in Chinese, Japanese and Korean, with its minutes.
fn eastern(text: &str) -> Option<(u16, usize)> {
    let rest = text.strip_prefix(['点', '點', '时', '時', '시'])?;
    if rest.starts_with(['間', '间', '간']) {
        return None;
    }
    let rest = rest.strip_prefix('半').map_or((0, rest), |rest| (30, rest));
    let here = after_blank(rest.1);
    let digits = here.bytes().take_while(u8::is_ascii_digit).count();
    let minutes = here[digits..].strip_prefix(['分', '분']);
    match (minutes, here[..digits].parse().ok()) {
        (Some(left), Some(minutes)) => Some((minutes, text.len() - left.len())),
        _ => Some((rest.0, text.len() - rest.1.len())),
    }
}

fn eastern_half(text: &str) -> Option<(u16, usize)> {
    const HALVES: [(&str, u16); 9] = [
        ("上午", 0),
        ("下午", 12),
        ("早上", 0),
        ("晚上", 12),
        ("午前", 0),
        ("午後", 12),
        ("오전", 0),
        ("오후", 12),
        ("凌晨", 0),
    ];
    let before = text.strip_suffix(' ').unwrap_or(text);
    let here = HALVES.iter().find(|(word, _)| before.ends_with(word))?;
    Some((here.1, text.len() - before.len() + here.0.len()))
}

/// A time of day in another language's writing.
pub(crate) fn written(minutes: u16, as_it_was: &str, lang: &str) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60);
    let was_plain = as_it_was
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    match lang {
        _ if was_plain => as_it_was.to_owned(),
        "en" => {
            let (half, hour) = (if hour % 24 < 12 { "a.m." } else { "p.m." }, (hour + 11) % 12 + 1);
            if minute == 0 {
                format!("{hour} {half}")
            } else {
                format!("{hour}:{minute:02} {half}")
            }
        }
        "pt" if minute == 0 => format!("{hour}h"),
        "pt" => format!("{hour}h{minute:02}"),
        _ => format!("{hour}:{minute:02}"),
    }
}
