//! Words that mean something only letter for letter: links, addresses, references, handles, placeholders, paths.

/// Marks that end a sentence or a clause rather than a link.
pub(crate) const AFTER: [char; 14] = [
    '.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '”', '’', '»', '>',
];
pub(crate) const BEFORE: [char; 9] = ['(', '[', '"', '\'', '“', '‘', '«', '<', '¿'];

/// What a bare host or a file ends in; any two words may have a full stop between them.
const ENDINGS: [&str; 56] = [
    "com", "org", "net", "edu", "gov", "info", "io", "app", "dev", "biz", "cn", "hk", "tw", "jp", "kr", "ru",
    "uk", "eu", "de", "fr", "es", "pt", "br", "us", "ca", "au", "in", "me", "tv", "pdf", "doc", "docx",
    "xls", "xlsx", "ppt", "pptx", "txt", "csv", "jpg", "jpeg", "png", "gif", "heic", "mp3", "mp4", "mov",
    "zip", "rar", "html", "htm", "php", "exe", "apk", "json", "xml", "ofd",
];

/// Whether a word, without the marks around it, is kept letter for letter.
pub(crate) fn is_exact(word: &str) -> bool {
    is_link(word)
        || is_address(word)
        || is_reference(word)
        || is_handle(word)
        || is_placeholder(word)
        || is_path(word)
        || is_named_with_dots(word)
        || is_joined(word)
}

/// Whether a link, an address or a number may hold that letter.
pub(crate) fn may_be_part(letter: char) -> bool {
    letter.is_ascii_graphic() || matches!(letter, '“' | '”' | '‘' | '’' | '«' | '»' | '¿')
}

fn is_link(word: &str) -> bool {
    let after = |prefix: &str, least: usize| {
        word.get(..prefix.len())
            .filter(|begins| begins.eq_ignore_ascii_case(prefix))
            .is_some_and(|_| word.len() > prefix.len() + least)
    };
    after("http://", 3)
        || after("https://", 3)
        || after("www.", 3)
        || after("ftp://", 3)
        || after("mailto:", 2)
        || after("tel:", 2)
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty()
            && !host.contains('@')
            && host.split('.').count() > 1
            && host.split('.').all(|part| !part.is_empty())
    })
}

/// Digits and capital letters, maybe with hyphens or slashes between: `ME54-V8KV`, `CZ3902`, `2021-17/B`.
fn is_reference(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let all = |byte: u8| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/' | b'_' | b'#')
    };
    digits > 0 && capitals > 0 && digits + capitals >= 3 && word.bytes().all(all)
}

/// `@weihai_help`, `#Sunny`.
fn is_handle(word: &str) -> bool {
    word.strip_prefix(['@', '#']).is_some_and(|name| {
        name.starts_with(|letter: char| letter.is_ascii_alphanumeric())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    })
}

/// What a program fills in: `{{case_id}}`, `${user}`, `%d`, `%1$s`, `%(name)s`.
fn is_placeholder(word: &str) -> bool {
    let braces = word.find('{').is_some_and(|at| word[at..].contains('}'));
    let printed = word.strip_prefix('%').is_some_and(|rest| {
        let named = rest
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map(|(_, kind)| kind);
        let kind = named
            .unwrap_or(rest)
            .trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '$'));
        matches!(kind, "d" | "s" | "i" | "f" | "u" | "x")
    });
    braces || printed
}

/// `C:\Users\ana`, `/var/log`, `~/notes`.
fn is_path(word: &str) -> bool {
    let named = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '.');
    word.contains('\\')
        || ["/", "~/", "./", "../"]
            .iter()
            .any(|begin| word.strip_prefix(begin).is_some_and(named))
}

/// `weihai.gov.cn/help`, `form.pdf`.
fn is_named_with_dots(word: &str) -> bool {
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    let fits = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let ending = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(fits)
        && ENDINGS.contains(&ending)
        && host.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Letters or digits with a sign between that joins no words of a language: `Sunny#Day-77`, `case_id`, `10^6`, `a=b`.
fn is_joined(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.windows(3).any(|part| {
        part[0].is_ascii_alphanumeric()
            && matches!(part[1], b'#' | b'_' | b'^' | b'=' | b'|' | b'~' | b'*' | b'+')
            && part[2].is_ascii_alphanumeric()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_of_a_language_is_exact() {
        for word in [
            "https://example.org/a?b=1",
            "WWW.weihai.gov.cn",
            "mailto:a@b.cn",
            "tel:110",
            "ana.b@example.com",
            "ME54-V8KV",
            "CZ3902",
            "@weihai_help",
            "#Sunny",
            "{{case_id}}",
            "${user}",
            "{name}",
            "%d",
            "%1$s",
            "%(name)s",
            "C:\\Users\\ana",
            "C:\\Users\\",
            "/var/log",
            "~/notes.txt",
            "weihai.gov.cn",
            "weihai.gov.cn/help",
            "form.pdf",
            "Sunny#Day-77",
            "case_id",
            "10^6",
        ] {
            assert!(is_exact(word), "{word}");
        }
        for word in [
            "NASA",
            "and/or",
            "n/a",
            "help.Please",
            "U.S.A",
            "e.g",
            "R$50",
            "US$1",
            "50%",
            "%",
            "#",
            "@",
            "5+",
            "C++",
            "he/she",
            "-",
            "...",
            "km/h",
            "3.5",
        ] {
            assert!(!is_exact(word), "{word}");
        }
    }
}
