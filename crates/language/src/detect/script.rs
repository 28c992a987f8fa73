//! The scripts a text is written in, and which one its sentences are in: a name or a brand in another does not count.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, NamedEnumeratedProperty as _, Script};

use super::east;

/// The part of a text that its script must have, else it is a mixture.
const MOST: f64 = 0.55;

/// What the letters of a script without a sentence are worth, where another has one.
const NAMES: f64 = 0.25;

/// This many words make a sentence in a script where words are parted.
const SENTENCE: usize = 3;

/// The letters of Chinese and Japanese are read as one script: kana and Chinese characters stand in one word.
const EAST: [Script; 3] = [Script::Han, Script::Hiragana, Script::Katakana];

/// The syllables that words of a Korean sentence end in: particles and the endings of verbs.
const KOREAN_ENDINGS: &str = "요다까죠네은는을를이가에서로도만의와과고데지해면니야게라께";

/// The words of a text that are in the script of its sentences.
#[derive(Debug)]
pub(super) struct Written<'a> {
    /// [`Script::Han`] for Chinese and Japanese alike.
    pub script: Script,
    pub words: Vec<&'a str>,
    /// How much of the text they are.
    pub share: f64,
}

/// The four-letter code of a script, as ISO 15924 has it.
pub(super) fn code(script: Script) -> &'static str {
    script.short_name()
}

/// What is written in one script.
struct Part<'a> {
    script: Script,
    words: Vec<&'a str>,
    weight: f64,
}

/// The words of a text in the script its sentences are in. `None` without letters and in a mixture.
pub(super) fn written(text: &str) -> Option<Written<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (script, word) in words(text) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let weight = weight(script) * f64::from(u32::try_from(letters).unwrap_or(u32::MAX));
        match parts.iter_mut().find(|part| part.script == script) {
            Some(part) => {
                part.words.push(word);
                part.weight += weight;
            }
            None => parts.push(Part {
                script,
                words: vec![word],
                weight,
            }),
        }
    }
    if parts.len() > 1 && parts.iter().any(Part::has_sentence) {
        for name in parts.iter_mut().filter(|part| !part.has_sentence()) {
            name.weight *= NAMES;
        }
    }
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    let most = parts.into_iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    let share = most.weight / all;
    (share >= MOST).then_some(Written {
        script: most.script,
        words: most.words,
        share,
    })
}

/// How much of a text one letter is, in letters of an alphabet: one that stands for a syllable counts twice.
fn weight(script: Script) -> f64 {
    if matches!(script, Script::Han | Script::Hangul) {
        2.0
    } else {
        1.0
    }
}

impl Part<'_> {
    /// Whether this is running text and not a name or two.
    fn has_sentence(&self) -> bool {
        match self.script {
            Script::Han => east::has_sentence(&self.words),
            Script::Hangul => {
                self.words.len() > 1
                    && self.words.iter().any(|word| {
                        let syllables = word.chars().count();
                        syllables > 1 && word.ends_with(|c| KOREAN_ENDINGS.contains(c))
                    })
            }
            Script::Latin | Script::Cyrillic => {
                let begun_small = |word: &&&str| !word.starts_with(char::is_uppercase);
                let small = self.words.iter().filter(begun_small).count();
                let shouted =
                    small == 0 && self.words.len() > SENTENCE && self.words.iter().all(all_capitals);
                small >= SENTENCE || shouted
            }
            Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar => {
                self.words.iter().map(|word| word.chars().count()).sum::<usize>() > 4 * SENTENCE
            }
            _ => self.words.len() >= SENTENCE,
        }
    }
}

fn all_capitals(word: &&str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

/// What a character is to the word before it.
enum Kind {
    Letter(Script),
    /// A mark or a sign of every script, which goes with the letter before.
    Belongs,
    /// Within a word, not at its end.
    Joins,
    Parts,
}

impl Kind {
    fn of(c: char) -> Self {
        if matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{200c}' | '\u{200d}') {
            return Self::Joins;
        }
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        let is_mark = GeneralCategoryGroup::Mark.contains(category);
        if !is_mark && !GeneralCategoryGroup::Letter.contains(category) {
            return Self::Parts;
        }
        match CodePointMapData::<Script>::new().get(c) {
            Script::Common | Script::Inherited => Self::Belongs,
            script if EAST.contains(&script) => Self::Letter(Script::Han),
            script => Self::Letter(script),
        }
    }
}

/// The words of a text with their scripts. A word ends where its script does.
fn words(text: &str) -> Vec<(Script, &str)> {
    let mut words = Vec::new();
    let mut open: Option<(Script, usize, usize)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        open = match (Kind::of(c), open) {
            (Kind::Letter(script), Some((of, begin, _))) if of == script => Some((script, begin, end)),
            (Kind::Belongs, Some((script, begin, _))) => Some((script, begin, end)),
            (Kind::Joins, open) => open,
            (kind, before) => {
                words.extend(before.map(|(script, begin, end)| (script, &text[begin..end])));
                match kind {
                    Kind::Letter(script) => Some((script, at, end)),
                    _ => None,
                }
            }
        };
    }
    words.extend(open.map(|(script, begin, end)| (script, &text[begin..end])));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_ends_where_its_script_does_and_keeps_what_joins_it() {
        let of = |text| words(text).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(
            of("l'été, WeChat Payで払う"),
            ["l'été", "WeChat", "Pay", "で払う"]
        );
        assert_eq!(
            of("می\u{200c}خواهم 'quoted' スーパー"),
            ["می\u{200c}خواهم", "quoted", "スーパー"]
        );
        assert_eq!(of("कृपया मदद"), ["कृपया", "मदद"]);
    }

    #[test]
    fn names_of_another_script_weigh_little_beside_a_sentence() {
        let script = |text| written(text).map(|written| code(written.script));
        assert_eq!(script("我叫Александр Сергеевич Пушкин，想延长签证"), Some("Hani"));
        assert_eq!(
            script("How do I get 外国人永久居留身份证 and 工作许可通知 here"),
            Some("Latn")
        );
        assert_eq!(
            script("환불해 주세요 Samsung Galaxy Ultra Watch Classic"),
            Some("Hang")
        );
        assert_eq!(script("Hello 你好 привет"), None);
        assert_eq!(script("გამარჯობა, მჭირდება დახმარება"), Some("Geor"));
    }
}
