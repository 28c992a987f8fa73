//! Chinese or Japanese: both write Chinese characters, each in forms the other does not know. The standards of their
//! encodings say whose a form is.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS};

/// Confidence in a text that has nothing of its own of either language, in a Chinese city.
const NEITHER: f64 = 0.6;

/// From this part of the evidence on it is Japanese, and up to this one Chinese.
const JAPANESE: f64 = 0.6;
const CHINESE: f64 = 0.4;

/// The words that Chinese sentences are made with.
const CHINESE_WORDS: &str = "我你您他她它们們的了吗嗎呢吧是没沒很请請想给給让讓跟被这這那么麼怎哪";

/// Of them those that Japanese writes seldom, though it knows them.
const SELDOM_JAPANESE: &str = "我他她你是了的";

/// The block of the characters in use.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// Standards a character is in.
const COMMON_JAPANESE: u8 = 1;
const JAPANESE_AT_ALL: u8 = 2;
const SIMPLIFIED: u8 = 4;
const TRADITIONAL: u8 = 8;

/// Which standards each character from [`FIRST`] to [`LAST`] is in: JIS X 0208 (its first level, the common ones),
/// GB 2312 and Big5.
static STANDARDS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut standards = vec![0; (LAST - FIRST + 1) as usize];
    let mut mark = |encoding: &'static Encoding, lead: u8, trail: u8, standard: u8| {
        let bytes = [lead, trail];
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        let character = decoded.and_then(|text| text.chars().next());
        if let Some(at) = character.and_then(place) {
            standards[at] |= standard;
        }
    };
    for lead in 0x81..=0xfe_u8 {
        for trail in 0x40..=0xfe_u8 {
            match (lead, trail) {
                (0x88..=0x97, _) | (0x98, ..=0x72) => {
                    mark(SHIFT_JIS, lead, trail, COMMON_JAPANESE | JAPANESE_AT_ALL);
                }
                (0x98..=0xea, _) => mark(SHIFT_JIS, lead, trail, JAPANESE_AT_ALL),
                _ => {}
            }
            if (0xb0..=0xf7).contains(&lead) && trail >= 0xa1 {
                mark(GBK, lead, trail, SIMPLIFIED);
            }
            if (0xa4..=0xf9).contains(&lead) {
                mark(BIG5, lead, trail, TRADITIONAL);
            }
        }
    }
    standards
});

fn place(c: char) -> Option<usize> {
    let code = u32::from(c);
    (FIRST..=LAST).contains(&code).then(|| (code - FIRST) as usize)
}

/// What a text in Chinese characters and kana has of either language.
#[derive(Debug, Default)]
struct Seen {
    hiragana: f64,
    katakana: f64,
    characters: f64,
    /// Forms that only Chinese has, seldom used Japanese ones at half.
    chinese: f64,
    /// Forms that only Japanese has.
    japanese: f64,
    /// Forms that simplified Chinese lacks, and traditional Chinese and Japanese share.
    not_simplified: f64,
}

impl Seen {
    fn of(words: &[&str]) -> Self {
        let mut seen = Self::default();
        for c in words.iter().flat_map(|word| word.chars()) {
            match c {
                '\u{3041}'..='\u{309f}' => seen.hiragana += 1.0,
                '\u{30a1}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => seen.katakana += 1.0,
                _ => seen.add(c),
            }
        }
        seen
    }

    fn add(&mut self, c: char) {
        let Some(standards) = place(c).map(|at| STANDARDS[at]) else {
            return;
        };
        self.characters += 1.0;
        let is = |standard: u8| standards & standard != 0;
        let chinese = is(SIMPLIFIED) || is(TRADITIONAL);
        if chinese && !is(JAPANESE_AT_ALL) {
            self.chinese += 2.0;
        } else if SELDOM_JAPANESE.contains(c) {
            self.chinese += 1.0;
        } else if chinese && !is(COMMON_JAPANESE) {
            self.chinese += 0.5;
        } else if is(COMMON_JAPANESE) && !chinese {
            self.japanese += 2.0;
        } else if !is(SIMPLIFIED) {
            self.not_simplified += 1.0;
        }
    }
}

/// Whether the words make a Chinese or a Japanese sentence.
pub(super) fn has_sentence(words: &[&str]) -> bool {
    let letters = || words.iter().flat_map(|word| word.chars());
    let particle = |c: char| matches!(c, '\u{3041}'..='\u{309f}') || CHINESE_WORDS.contains(c);
    letters().count() > 3 && letters().any(particle)
}

/// The code of the language, and how sure that is.
pub(super) fn language(words: &[&str]) -> Option<(&'static str, f64)> {
    let seen = Seen::of(words);
    // Particles and endings are in hiragana; a name in katakana makes no sentence.
    let japanese = seen.japanese + seen.hiragana;
    let japanese = if seen.chinese < 1.0 {
        japanese + seen.katakana
    } else {
        japanese
    };
    let all = japanese + seen.chinese;
    if all == 0.0 {
        return (seen.not_simplified == 0.0 && seen.characters > 1.0).then_some(("zh", NEITHER));
    }
    let share = japanese / all;
    if share >= JAPANESE {
        Some(("ja", share))
    } else if share <= CHINESE {
        Some(("zh", 1.0 - share))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_language_alone_exclude_the_other() {
        let seen = |text: &str| Seen::of(&[text]);
        for text in ["这", "们", "说", "说", "買吗", "嗎", "說"] {
            let seen = seen(text);
            assert!(seen.chinese >= 2.0 && seen.japanese == 0.0, "{text}: {seen:?}");
        }
        for text in ["発", "経", "労", "働", "駅", "円", "図", "気", "帰", "変"] {
            let seen = seen(text);
            assert!(seen.japanese >= 2.0 && seen.chinese == 0.0, "{text}: {seen:?}");
        }
        for text in ["退", "款", "北", "京", "学", "国"] {
            let seen = seen(text);
            assert!(
                seen.japanese + seen.chinese + seen.not_simplified == 0.0,
                "{text}: {seen:?}"
            );
        }
    }

    #[test]
    fn a_sentence_has_particles_and_a_name_has_none() {
        assert!(has_sentence(&["我想延长签证"]));
        assert!(has_sentence(&["で払えません"]));
        assert!(!has_sentence(&["北京大学第三医院"]));
        assert!(!has_sentence(&["你好"]));
    }
}
