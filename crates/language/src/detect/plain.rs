//! The words of a text alone: what is written in no language is taken out before anyone looks at its letters.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use regex::Regex;

/// A text is looked at as far as this many characters: more would cost time and tell nothing new.
const ENOUGH: usize = 2_000;

/// What joins and parts letters within words of Persian and Hindi.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Links, addresses, handles and tags, placeholders, paths, hosts, codes and numbers. Letters of another script go with
/// a link only where they begin after a mark of an address: Chinese is written on behind one without a space.
static NO_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let hosts =
        "com|cn|net|org|io|kr|jp|ru|ua|edu|gov|info|me|app|dev|tv|vn|th|tr|de|fr|it|es|pt|br|uk|eu|us|ir|in";
    let parts = [
        r"(?i:[a-z][a-z0-9+.\-]*://|www\.|mailto:|tel:)(?:[/=?&#][\p{L}\p{M}&&[^A-Za-z]]+|[!-~])*",
        r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*",
        r"[@#](?:[A-Za-z0-9_.\-]+|[\p{L}\p{M}\p{N}_]+)",
        r"\{\{?[^{}\n]*\}\}?|\$\{[^}\n]*\}|%[a-z]\b|<[^<>\n]*>|&[a-z]+;",
        r"[A-Za-z]:\\\S*|(?:/[A-Za-z0-9_.\-]+){2,}",
        &format!(r"\b(?:[A-Za-z0-9\-]+\.)+(?i:{hosts})\b(?:[/:][!-~]*)?"),
        r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+",
        r"(?:[A-Za-z]+[\-./:#]?)*[0-9][A-Za-z0-9\-./:#]*",
    ];
    Regex::new(&parts.join("|")).expect("a pattern written here is one")
});

/// What stands in quotation marks: another's words.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    let pairs =
        "“[^“”\n]*”|«[^«»\n]*»|„[^„“”\n]*[“”]|\"[^\"\n]*\"|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》";
    Regex::new(pairs).expect("a pattern written here is one")
});

/// The words of a text in one form (NFKC), without what is written in no language, and without what is quoted in it
/// unless little else is left.
pub(super) fn words(text: &str) -> String {
    let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
    let ignored = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let seen: String = text[..end]
        .chars()
        .filter(|c| JOINERS.contains(c) || !ignored.contains(*c))
        .collect();
    let one_form = ComposingNormalizer::new_nfkc().normalize(&seen);
    let plain = NO_WORDS.replace_all(&one_form, " ");
    let own = QUOTED.replace_all(&plain, " ");
    let of = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    if matches!(own, Cow::Borrowed(_)) || of(&own) * 3 < of(&plain) {
        plain.into_owned()
    } else {
        own.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        words(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn links_addresses_handles_and_codes_are_no_words() {
        for (text, expected) in [
            (
                "주문이 안 열려요 https://shop.example.com/o/12?x=a#b",
                "주문이 안 열려요",
            ),
            ("请看https://x.cn/abc谢谢", "请看 谢谢"),
            ("Смотрите www.example.ru/помощь там", "Смотрите там"),
            ("write to ivan.petrov@mail.ru please", "write to please"),
            ("mailto:a@b.cn 谢谢", "谢谢"),
            ("@weihai_help 帮帮我 #退款", "帮帮我"),
            ("@help帮我", "帮我"),
            ("{{case_id}} ${user} %d <b>ok</b>", "ok"),
            (r"open C:\Users\Ann\a.txt now", "open now"),
            ("see /etc/hosts now", "see now"),
            ("taobao.com 上买的", "上买的"),
            ("WH-2026-AB12 没收到", "没收到"),
            ("номер case_id и 12.05.2026, 300 юаней", "номер и , юаней"),
            ("ＷＨ－２０２６ ありがとう", "ありがとう"),
            ("I paid.The shop is closed", "I paid.The shop is closed"),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_anothers_word_unless_it_is_all() {
        assert_eq!(left("店员说「申し訳ございません」，我听不懂"), "店员说 ,我听不懂");
        assert_eq!(left("«Где мой заказ?» — он"), "«Где мой заказ?» — он");
        assert_eq!(left("the 6\" pipe is broken"), "the \" pipe is broken");
    }

    #[test]
    fn invisible_characters_are_no_part_of_a_word() {
        assert_eq!(left("re\u{200b}fund\u{feff}"), "refund");
        assert_eq!(left("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
