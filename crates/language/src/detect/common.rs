//! The small words that sentences are made of, those that the languages beside it do not share: a short text often has
//! little else to go by.

use lingua::Language;

/// What small words add to a language's chance, if every word were one: `e` to this.
const FOR: f64 = 6.0;

/// More of them tell nothing more.
const ENOUGH: f64 = 0.5;

/// What is left to a language in whose sentences small words are never missing, when there is none.
const NONE: f64 = 0.1;

const WORDS: [(Language, &str); 14] = [
    (
        Language::English,
        "the how what where when why who i my your this that these with have from not do does did can could would \
         should please you they we and for his her been will",
    ),
    (
        Language::French,
        "le je vous nous est pas pour avec dans mon ma mes une où comment cette sont très ne au aux il elle",
    ),
    (
        Language::German,
        "das ich nicht und ist eine mein meine wie kann für auf bitte wir haben wurde auch nach wo",
    ),
    (
        Language::Spanish,
        "los las el y cómo qué está muy pero dónde tengo quiero puedo hay usted mi me hasta desde cuando",
    ),
    (
        Language::Portuguese,
        "não um uma em minha com você isso são muito pelo nossa quais mas na no",
    ),
    (
        Language::Italian,
        "il gli di che è sono mio mia della dei nel nella dove questo ho anche più",
    ),
    (
        Language::Indonesian,
        "saya tidak yang dengan untuk sudah belum bisa bagaimana tolong dari mau anda ini itu akan atau juga adalah \
         gak nggak udah kirim selalu lewat",
    ),
    (
        Language::Turkish,
        "ve için değil nasıl ile benim çok ben olarak daha kadar lütfen yok gibi",
    ),
    (
        Language::Vietnamese,
        "tôi không của được có cho này nào bị ở và các một là với",
    ),
    (
        Language::Russian,
        "я мне что это меня мой моя моей можно если чтобы уже очень только есть нет пожалуйста его был она они",
    ),
    (
        Language::Ukrainian,
        "що мені де це мене мій моя можна якщо щоб вже дуже тільки є немає будь ласка його її був вона вони та від до \
         ви ще другий",
    ),
    (
        Language::Arabic,
        "في على هل أن إلى هذا هذه التي الذي كيف لا عن مع تم كان",
    ),
    (
        Language::Persian,
        "را از که این است من برای چه می شود کنم هم یک تا در به با",
    ),
    (
        Language::Hindi,
        "है हैं हूँ हूं का की में को से और ने नहीं पर था थी थे मैं मुझे मेरा मेरी यह क्या कहाँ कैसे गया गई गए रहा रही रहे बहुत",
    ),
];

/// What a language's chance is multiplied by, for its small words.
pub(super) fn favour(language: Language, words: &[&str]) -> f64 {
    let share = share(language, words);
    if share == 0.0 && language == Language::Hindi {
        return NONE;
    }
    (FOR * share.min(ENOUGH)).exp()
}

fn share(language: Language, words: &[&str]) -> f64 {
    let known = WORDS.iter().find(|(of, _)| *of == language);
    let small = |word: &str| known.is_some_and(|(_, all)| all.split(' ').any(|one| one == word));
    let count = words.iter().filter(|word| small(&word.to_lowercase())).count();
    let of = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    of(count) / of(words.len().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_speaks_for_the_language_its_small_words_are_of() {
        for (text, language, beside) in [
            ("how do I extend my visa", Language::English, Language::German),
            (
                "не проходить вже другий день",
                Language::Ukrainian,
                Language::Russian,
            ),
            ("Não recebi uma resposta", Language::Portuguese, Language::Spanish),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert!(favour(language, &words) > favour(beside, &words), "{text}");
        }
    }

    #[test]
    fn devanagari_without_a_small_word_of_hindi_is_hardly_hindi() {
        assert!(favour(Language::Hindi, &["मेरो", "राहदानी", "हरायो"]) < 1.0);
        assert!(favour(Language::Hindi, &["पासपोर्ट", "खो", "गया", "है"]) > 1.0);
    }
}
