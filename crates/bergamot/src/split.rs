//! Sentences of a text.
//!
//! Boundaries are those of Unicode Standard Annex 29, which knows the full stops of Chinese and Japanese; one after an
//! abbreviation or an initial is none.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

static ABBREVIATIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("abbreviations.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Sentences in order, without the blanks around them. What lies between them is white space.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut sentences = Vec::new();
    let mut add = |range: Range<usize>| {
        let sentence = &text[range.clone()];
        let start = range.start + (sentence.len() - sentence.trim_start().len());
        let sentence = sentence.trim();
        if !sentence.is_empty() {
            sentences.push(start..start + sentence.len());
        }
    };
    let mut line_start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let mut start = 0;
        for end in segmenter.segment_str(line).skip(1) {
            if end < line.len() && goes_on(&line[start..end]) {
                continue;
            }
            add(line_start + start..line_start + end);
            start = end;
        }
        add(line_start + start..line_start + line.len());
        line_start += line.len();
    }
    sentences
}

/// Whether that letter is of a script that writes no blanks between words and sentences.
pub(crate) fn needs_no_blank(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}')
}

/// Whether a text that looks like a whole sentence only ends in an abbreviation.
fn goes_on(sentence: &str) -> bool {
    let Some(before) = sentence.trim_end().strip_suffix('.') else {
        return false;
    };
    let word = before
        .rsplit(|letter: char| {
            letter.is_whitespace() || matches!(letter, '(' | '[' | '"' | '«' | '“' | '‘' | '/')
        })
        .next()
        .unwrap_or_default();
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_uppercase());
    // "I" is a word, too; but a sentence that ends with it is rarer than a name that begins with it.
    initial || (word.len() <= 16 && ABBREVIATIONS.contains(word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_text_is_cut_where_its_sentences_end() {
        assert_eq!(
            split("I paid twice. The shop says no!  What now?\n\nPlease help"),
            ["I paid twice.", "The shop says no!", "What now?", "Please help"]
        );
        assert_eq!(split("  \n \t"), Vec::<&str>::new());
        assert_eq!(split("one"), ["one"]);
    }

    #[test]
    fn chinese_japanese_and_korean_need_no_blanks() {
        assert_eq!(
            split("店家不退款。我有发票！怎么办？谢谢"),
            ["店家不退款。", "我有发票！", "怎么办？", "谢谢"]
        );
        assert_eq!(
            split("返金してくれません。どうすればいいですか。"),
            ["返金してくれません。", "どうすればいいですか。"]
        );
        assert_eq!(
            split("환불이 안 됩니다. 어떻게 하나요?"),
            ["환불이 안 됩니다.", "어떻게 하나요?"]
        );
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(
            split("I met Mr. Kim and Dr. J. Smith. They agreed."),
            ["I met Mr. Kim and Dr. J. Smith.", "They agreed."]
        );
        assert_eq!(
            split("Живу на ул. Ленина, д. 5. Отопления нет."),
            ["Живу на ул. Ленина, д. 5.", "Отопления нет."]
        );
        assert_eq!(
            split("A Sra. Silva mora na Av. Brasil. Ela pagou."),
            ["A Sra. Silva mora na Av. Brasil.", "Ela pagou."]
        );
        assert_eq!(
            split("It costs 3.50 yuan. Is that right?"),
            ["It costs 3.50 yuan.", "Is that right?"]
        );
    }
}
