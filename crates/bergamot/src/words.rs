//! Numbers and months in words, as English and Portuguese have them: what need not come out in digits.

/// Of each small number its words in English and Portuguese; the first ten with their ordinals.
const SMALL: [(u32, &str, &str); 33] = [
    (0, "zero", "zero"),
    (1, "one first once", "um uma primeiro primeira"),
    (2, "two second twice", "dois duas segundo segunda"),
    (3, "three third", "três terceiro terceira"),
    (4, "four fourth", "quatro quarto quarta"),
    (5, "five fifth", "cinco quinto quinta"),
    (6, "six sixth", "seis sexto sexta"),
    (7, "seven seventh", "sete sétimo sétima"),
    (8, "eight eighth", "oito oitavo oitava"),
    (9, "nine ninth", "nove nono nona"),
    (10, "ten tenth", "dez décimo décima"),
    (11, "eleven eleventh", "onze"),
    (12, "twelve twelfth dozen noon midday", "doze dúzia meio-dia"),
    (13, "thirteen thirteenth", "treze"),
    (14, "fourteen fourteenth", "quatorze catorze"),
    (15, "fifteen fifteenth", "quinze"),
    (16, "sixteen sixteenth", "dezesseis dezasseis"),
    (17, "seventeen seventeenth", "dezessete dezassete"),
    (18, "eighteen eighteenth", "dezoito"),
    (19, "nineteen nineteenth", "dezenove dezanove"),
    (20, "twenty twentieth", "vinte vigésimo vigésima"),
    (24, "twenty-four", "vinte-e-quatro"),
    (30, "thirty", "trinta"),
    (40, "forty", "quarenta"),
    (50, "fifty", "cinquenta"),
    (60, "sixty", "sessenta"),
    (70, "seventy", "setenta"),
    (80, "eighty", "oitenta"),
    (90, "ninety", "noventa"),
    (100, "hundred hundreds", "cem cento centenas"),
    (1_000, "thousand thousands", "mil milhares"),
    (1_000_000, "million millions", "milhão milhões"),
    (1_000_000_000, "billion billions", "bilhão bilhões"),
];

/// January first.
const MONTHS: [(&str, [&str; 12]); 3] = [
    (
        "en",
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
    ),
    (
        "pt",
        [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "ru",
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
    ),
];

/// Whether numbers in words are known of a language.
pub(crate) fn knows(lang: &str) -> bool {
    matches!(lang, "en" | "pt")
}

/// Whether a text of that language has a number in words, or in Roman numerals as centuries are.
pub(crate) fn says(text: &str, lang: &str, number: u32) -> bool {
    let Some((_, english, portuguese)) = SMALL.iter().find(|(value, ..)| *value == number) else {
        return has_roman(text, number);
    };
    let known = match lang {
        "en" => english,
        "pt" => portuguese,
        _ => return false,
    };
    let mut words = words(text);
    words.any(|word| known.split(' ').any(|known| known == word)) || has_roman(text, number)
}

/// Whether a text of that language has any number in words.
pub(crate) fn says_any(text: &str, lang: &str) -> bool {
    SMALL.iter().any(|(number, ..)| says(text, lang, *number))
}

/// The months, from 1, whose names are in a text of that language.
pub(crate) fn months(text: &str, lang: &str) -> Vec<usize> {
    let names = MONTHS.iter().find(|(of, _)| *of == lang).map(|(_, names)| names);
    let found = words(text).filter_map(|word| {
        let short = word.trim_end_matches('.').to_owned();
        names?
            .iter()
            .position(|name| *name == word || (lang == "en" && short.len() == 3 && name.starts_with(&short)))
    });
    found.map(|at| at + 1).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !(letter.is_alphabetic() || letter == '-'))
        .flat_map(|word| std::iter::once(word).chain(word.split('-').filter(move |_| word.contains('-'))))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn has_roman(text: &str, number: u32) -> bool {
    let roman = roman(number);
    !roman.is_empty()
        && text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == roman)
}

/// In Roman numerals, up to forty: what is counted so are centuries, kings and chapters.
fn roman(number: u32) -> String {
    if !(1..=40).contains(&number) {
        return String::new();
    }
    let mut left = number;
    let mut written = String::new();
    for (value, sign) in [(40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while left >= value {
            written += sign;
            left -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_in_words_and_in_roman_numerals() {
        assert!(says("as cinco pessoas", "pt", 5) && !says("as cinco pessoas", "pt", 6));
        assert!(says("século XV", "pt", 15) && says("no XXI andar", "pt", 21));
        assert!(says("Twenty-first", "en", 20) && says_any("a few thousand", "en"));
        assert!(!says("o primeiro", "ru", 1) && !says("any", "en", 999));
    }

    #[test]
    fn months_are_known_by_their_names() {
        assert_eq!(months("From 3 October to Nov. 5", "en"), [10, 11]);
        assert_eq!(months("3 de março", "pt"), [3]);
        assert_eq!(months("3 марта", "ru"), [3]);
        assert_eq!(months("three marches", "en"), Vec::<usize>::new());
    }
}
