//! A text as what can be looked for in it: words where words are parted, letters where they are not.

use std::ops::Range;

use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// A word, or one letter of a script that parts no words or joins particles to them.
#[derive(Debug, Clone)]
pub struct Token {
    pub range: Range<usize>,
    /// In lower case, full width as half width, without accents and vowel signs that writers leave out.
    pub form: String,
    pub is_letter: bool,
    /// Nothing but blanks and hyphens lie between it and the token before.
    pub joined: bool,
}

pub fn tokens(text: &str) -> Vec<Token> {
    let composing = ComposingNormalizer::new_nfkc();
    let decomposing = DecomposingNormalizer::new_nfkd();
    let categories = CodePointMapData::<GeneralCategory>::new();
    let is_mark = |c: char| GeneralCategoryGroup::Mark.contains(categories.get(c));
    let mut tokens: Vec<Token> = Vec::new();
    let (mut joined, mut open) = (false, false);
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        if is_letter(c) {
            let form = composing.normalize(c.encode_utf8(&mut [0; 4])).to_lowercase();
            tokens.push(Token {
                range,
                form,
                is_letter: true,
                joined,
            });
            (joined, open) = (true, false);
        } else if c.is_alphanumeric() || is_mark(c) {
            let form = decomposing.normalize(c.encode_utf8(&mut [0; 4])).to_lowercase();
            let form = form.chars().filter(|c| !is_mark(*c) || is_vowel_of_a_word(*c));
            match tokens.last_mut().filter(|_| open) {
                Some(word) => {
                    word.range.end = range.end;
                    word.form.extend(form);
                }
                None => tokens.push(Token {
                    range,
                    form: form.collect(),
                    is_letter: false,
                    joined,
                }),
            }
            (joined, open) = (true, true);
        } else {
            joined &= c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '\'' | '’' | '·');
            open = false;
        }
    }
    for word in tokens.iter_mut().filter(|token| !token.is_letter) {
        bare(&mut word.form);
    }
    tokens.retain(|token| !token.form.is_empty());
    tokens
}

/// Letters of scripts that part no words, or join particles to them.
fn is_letter(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{e7f}' | '\u{1100}'..='\u{11ff}' | '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}')
}

/// Vowel signs of Devanagari, without which a word is another.
fn is_vowel_of_a_word(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{955}'..='\u{957}')
}

/// Takes the article and what is written together with it off an Arabic word, and writes its letters one way, as
/// those who type do not.
fn bare(word: &mut String) {
    if !word
        .chars()
        .next()
        .is_some_and(|c| ('\u{600}'..='\u{6ff}').contains(&c))
    {
        return;
    }
    let one_way = |c| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        'ؤ' => 'و',
        other => other,
    };
    *word = word.chars().map(one_way).collect();
    for joined in ["وال", "بال", "فال", "كال", "ال", "لل"] {
        if let Some(rest) = word.strip_prefix(joined).filter(|rest| rest.chars().count() > 2) {
            *word = rest.to_owned();
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.form).collect()
    }

    #[test]
    fn what_is_typed_differently_is_one_form() {
        assert_eq!(forms("Ｒéfund, Déjà"), ["refund", "deja"]);
        assert_eq!(forms("退款 ok"), ["退", "款", "ok"]);
        assert_eq!(forms("환불을"), ["환", "불", "을"]);
        assert_eq!(forms("الشُّرطة والمحكمة"), forms("شرطه محكمه"));
        assert_eq!(forms("Ёлка"), forms("елка"));
        assert_eq!(forms("स्कूल"), ["स्कूल"]);
    }

    #[test]
    fn a_comma_parts_and_a_hyphen_joins() {
        let joined = |text: &str| tokens(text).iter().map(|token| token.joined).collect::<Vec<_>>();
        assert_eq!(joined("e-mail address, home"), [false, true, true, false]);
    }
}
