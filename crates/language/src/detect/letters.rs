//! The letters languages are written with: one that a language does not have speaks against it, also where its words
//! look alike.

use lingua::Language;

/// What a word with a strange letter takes from a language's chance, if every word had one: `e` to the minus of this.
const AGAINST: f64 = 12.0;

/// Letters beyond `a` to `z`, those of common foreign words among them.
const LATIN: [(Language, &str); 9] = [
    (Language::English, "àâäáçéèêëïíñöôóüœæ"),
    (Language::French, "àâäçéèêëîïñôöœùûüÿæ"),
    (Language::German, "äöüßàáçéè"),
    (Language::Indonesian, "éèê"),
    (Language::Italian, "àèéêìíîòóùúç"),
    (Language::Portuguese, "àáâãçéêèíñóôõòúü"),
    (Language::Spanish, "áçéíñóúü"),
    (Language::Turkish, "çğıöşüâîû"),
    (
        Language::Vietnamese,
        "àáâãăđèéêìíĩòóôõơùúũưýạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    ),
];

/// Letters from `a` to `z` that stand in foreign words only.
const NOT_TURKISH: &str = "qwx";

const RUSSIAN: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const UKRAINIAN: &str = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";

/// Letters of Arabic, and those Persian adds.
const ARABIC: &str = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱ";
const PERSIAN: &str = "پچژگکیۀ";

/// Letters of Devanagari that Hindi does not use.
const NOT_HINDI: &str = "ळऴऱऩॲ";

/// What a language's chance is multiplied by, since some words have letters it is not written with.
pub(super) fn doubt(language: Language, words: &[&str]) -> f64 {
    let strange = words.iter().filter(|word| has_strange(language, word)).count();
    let of = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (-AGAINST * of(strange) / of(words.len().max(1))).exp()
}

fn has_strange(language: Language, word: &str) -> bool {
    word.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .any(|c| c.is_alphabetic() && !has(language, c))
}

/// Whether a language is written with a letter, given in lower case.
fn has(language: Language, letter: char) -> bool {
    match language {
        Language::Russian => RUSSIAN.contains(letter),
        Language::Ukrainian => UKRAINIAN.contains(letter),
        Language::Arabic => ARABIC.contains(letter) || is_sign(letter),
        Language::Persian => ARABIC.contains(letter) || PERSIAN.contains(letter) || is_sign(letter),
        Language::Hindi => !NOT_HINDI.contains(letter),
        Language::Turkish if NOT_TURKISH.contains(letter) => false,
        _ if letter.is_ascii_lowercase() => true,
        _ => LATIN
            .iter()
            .any(|(of, letters)| *of == language && letters.contains(letter)),
    }
}

/// Vowels and other signs of Arabic, which count as letters.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_languages_are_strange() {
        for (language, text) in [
            (Language::Russian, "әғқңөұүһіјљњћђџўѓќѕ"),
            (Language::Ukrainian, "әғқңөұүһјљњћђџўыэёъ"),
            (Language::Persian, "ٹڈڑےںہھټډړښځڅۆێ"),
            (Language::Arabic, "پچژگکیٹڈ"),
            (Language::Turkish, "əñqwxäý"),
            (Language::English, "łąęčšžőűåøþðşțə"),
            (Language::German, "åøłőč"),
            (Language::Hindi, "ळ"),
        ] {
            for letter in text.chars() {
                assert!(has_strange(language, &letter.to_string()), "{language}: {letter}");
            }
        }
    }

    #[test]
    fn a_languages_own_letters_are_not() {
        for (language, text) in [
            (Language::Russian, "Подъезд Её Чьё Этаж"),
            (Language::Ukrainian, "Її Ґанок Щастя Євген"),
            (Language::Persian, "گذرنامهٔ پیچیده ژاپن مسئول"),
            (Language::Arabic, "الإقامةُ مؤجّلة"),
            (Language::Turkish, "İstanbul Çığlık Şöför Âlem"),
            (Language::Vietnamese, "Đường Nguyễn Huệ ở đâu Ạ"),
            (Language::German, "Straße Übergröße"),
            (Language::Hindi, "ज़रूरत हूँ"),
        ] {
            for word in text.split(' ') {
                assert!(!has_strange(language, word), "{language}: {word}");
            }
        }
    }

    #[test]
    fn one_name_in_a_sentence_costs_a_little_and_every_word_all() {
        let doubt = |text: &str| doubt(Language::Russian, &text.split(' ').collect::<Vec<_>>());
        assert!((doubt("я хочу продлить визу") - 1.0).abs() < f64::EPSILON);
        assert!(doubt("меня зовут Өмірбек и я хочу продлить свою рабочую визу в этом городе") > 0.3);
        assert!(doubt("мен құжатымды жоғалтып алдым") < 0.01);
    }
}
