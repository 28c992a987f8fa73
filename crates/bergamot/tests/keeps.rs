//! What a translation keeps, with the real students of `cargo xtask weights`: the examples of people's reports, and a grid of
//! numbers.

use std::sync::LazyLock;

use bergamot::{Options, Translation, Translator};

mod weights;
use weights::weights;

static TO_PORTUGUESE: LazyLock<Translator> =
    LazyLock::new(|| Translator::load(&weights("en-pt")).unwrap().between("en", "pt"));
static TO_ENGLISH: LazyLock<Translator> =
    LazyLock::new(|| Translator::load(&weights("pt-en")).unwrap().between("pt", "en"));

fn portuguese(text: &str) -> Translation {
    TO_PORTUGUESE.translate(text, &Options::default()).unwrap()
}

fn english(text: &str) -> Translation {
    TO_ENGLISH.translate(text, &Options::default()).unwrap()
}

/// As English and Portuguese write them.
const NUMBERS: [(&str, &str); 15] = [
    ("7", "7"),
    ("42", "42"),
    ("999", "999"),
    ("2022", "2022"),
    ("12345", "12345"),
    ("1,000", "1.000"),
    ("1,250", "1.250"),
    ("10,500", "10.500"),
    ("2,200,112", "2.200.112"),
    ("0.75", "0,75"),
    ("3.5", "3,5"),
    ("1,999.99", "1.999,99"),
    ("1,234,567.89", "1.234.567,89"),
    ("12.5%", "12,5%"),
    ("$1,234.50", "$1.234,50"),
];

const SENTENCES: [(&str, &str); 8] = [
    ("I paid {} for the room.", "Paguei {} pelo quarto."),
    ("The number of people is {}.", "O número de pessoas é {}."),
    ("It costs {}.", "Custa {}."),
    (
        "We need {} more before Monday.",
        "Precisamos de mais {} antes de segunda-feira.",
    ),
    (
        "Between May and June {} was reported.",
        "Entre maio e junho foram registrados {}.",
    ),
    (
        "Please send {} to the office.",
        "Por favor, envie {} ao escritório.",
    ),
    ("She said that {} is too much.", "Ela disse que {} é demais."),
    ("{} is what the shop asks.", "{} é o que a loja pede."),
];

/// Every number of a text, with the signs that belong to it.
fn numbers(text: &str) -> Vec<&str> {
    let of_it = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '%' | '$');
    let parts = text.split(|letter: char| !of_it(letter));
    let numbers = parts.filter(|part| part.contains(|letter: char| letter.is_ascii_digit()));
    numbers
        .map(|number| number.trim_end_matches(['.', ',']))
        .collect()
}

#[test]
fn every_number_of_the_grid_comes_out_as_its_value_in_the_targets_writing() {
    let mut wrong = Vec::new();
    for (in_english, in_portuguese) in SENTENCES {
        for (en, pt) in NUMBERS {
            let said = portuguese(&in_english.replace("{}", en)).text;
            if numbers(&said) != [pt] {
                wrong.push(format!("{en}: {said}"));
            }
            let said = english(&in_portuguese.replace("{}", pt)).text;
            if numbers(&said) != [en] {
                wrong.push(format!("{pt}: {said}"));
            }
        }
    }
    println!(
        "{} of {} wrong or foreign",
        wrong.len(),
        2 * SENTENCES.len() * NUMBERS.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What must be in the translation of a text; the others of these kinds must not.
fn assert_keeps(translate: fn(&str) -> Translation, cases: &[(&str, &[&str])]) {
    for (text, kept) in cases {
        let said = translate(text);
        let mut rest = said.text.as_str();
        for part in *kept {
            let Some(at) = rest.find(part) else {
                panic!("{part} is not in its place: {text}\n{}", said.text);
            };
            rest = &rest[at + part.len()..];
        }
        assert_eq!(said.doubts, [], "{text}\n{}", said.text);
    }
}

#[test]
fn dates_times_and_amounts_come_out_with_their_value() {
    assert_keeps(
        portuguese,
        &[
            ("The meeting is on 03/10/2022.", &["03/10/2022"]),
            ("The meeting is on 03.10.2022.", &["03.10.2022"]),
            ("The meeting is on 03-10-2022.", &["03-10-2022"]),
            ("The meeting is on 2022-10-03.", &["2022-10-03"]),
            ("The meeting is on October 3, 2022.", &["3 de outubro de 2022"]),
            ("The shop opens at 3 p.m. every day.", &["15h"]),
            (
                "The shop opens at 9:30 a.m. and closes at 9:30 p.m.",
                &["9", "21"],
            ),
            ("It costs 300元 a month.", &["300元"]),
            ("It costs ¥3,000 a month.", &["¥3.000"]),
            ("I paid 100€ and 50£ for it.", &["100€", "50£"]),
            ("I paid 2,200,112 yuan.", &["2.200.112 yuan"]),
            ("The temperature is -5.5 °C today.", &["-5,5"]),
            ("It is 12.5 km from here.", &["12,5"]),
            ("Add 2¾ cups of flour.", &["2¾"]),
            ("The area is 10² km² or more.", &["10²", "km²"]),
            ("It grew by 12.5% in 2021.", &["12,5%", "2021"]),
            ("I live on the 21st floor.", &["21º andar"]),
            ("From 10-15 people come each day.", &["10", "15"]),
        ],
    );
    assert_keeps(
        english,
        &[
            ("A reunião é em 03/10/2022.", &["03/10/2022"]),
            ("A reunião é em 3 de outubro de 2022.", &["October 3, 2022"]),
            ("A loja abre às 15h e fecha às 21h30.", &["3 p.m.", "9:30 p.m."]),
            ("Custa 300元 por mês.", &["300元"]),
            ("Custa ¥3.000 por mês.", &["¥3,000"]),
            ("Paguei 100€ e 50£ por isso.", &["100€", "50£"]),
            ("Paguei 1.999,99 dólares pelo quarto.", &["1,999.99 dollars"]),
            ("Custa R$ 1.250,50 por mês.", &["R$ 1,250.50"]),
            ("Adicione 2¾ xícaras de farinha.", &["2¾"]),
            ("Moro no 21º andar.", &["21st floor"]),
            ("A área é 5 km² ou mais.", &["5 km²"]),
        ],
    );
}

#[test]
fn names_in_other_scripts_and_signs_come_through_in_their_place() {
    assert_eq!(
        portuguese("My name is 王伟 and I live in 环翠区").text,
        "Meu nome é 王伟 e moro em 环翠区"
    );
    assert_keeps(
        portuguese,
        &[
            ("Please ask Иван Петров about the room.", &["Иван Петров"]),
            ("I live at 世昌大道300号, near the sea.", &["世昌大道300号"]),
            ("I am happy 😊 to be here today", &["😊", "hoje"]),
            ("✔ Copy of the passport", &["✔ "]),
            ("I like this city ❤️", &[" ❤️"]),
            ("Send it to 김민수 before Friday.", &["김민수"]),
        ],
    );
    assert_keeps(
        english,
        &[
            (
                "Meu nome é 王伟 e moro em 环翠区.",
                &["My name is 王伟", "in 环翠区"],
            ),
            ("✔ Cópia do passaporte", &["✔ "]),
        ],
    );
}

#[test]
fn handles_placeholders_paths_and_hosts_come_through() {
    assert_keeps(
        portuguese,
        &[
            ("Please write to @weihai_help about it.", &["@weihai_help"]),
            ("Your case is {{case_id}} and it is open.", &["{{case_id}}"]),
            ("Hello ${user}, your case is closed.", &["${user}"]),
            ("There are %d people in the queue.", &["%d"]),
            ("The file is in C:\\Users\\… on my computer.", &["C:\\Users\\…"]),
            ("The password is Sunny#Day-77 for the room.", &["Sunny#Day-77"]),
            ("Go to www.weihai.gov.cn for the form.", &["www.weihai.gov.cn"]),
            (
                "Write to mailto:help@weihai.cn today.",
                &["mailto:help@weihai.cn"],
            ),
            ("I called +86 631 519 0000 twice.", &["+86 631 519 0000"]),
        ],
    );
    assert_keeps(
        english,
        &[
            ("Escreva para @weihai_help sobre isso.", &["@weihai_help"]),
            ("Seu caso é {{case_id}} e está aberto.", &["{{case_id}}"]),
            (
                "O arquivo está em C:\\Users\\ana no computador.",
                &["C:\\Users\\ana"],
            ),
            ("A senha é Sunny#Day-77 para o quarto.", &["Sunny#Day-77"]),
        ],
    );
}

#[test]
fn capitals_are_translated_and_given_back() {
    assert_eq!(
        portuguese("PLEASE HELP ME, I LOST MY PASSPORT AT THE STATION.").text,
        portuguese("Please help me, I lost my passport at the station.")
            .text
            .to_uppercase()
    );
    let mixed = portuguese("Please help me NOW, I lost my PASSPORT.");
    assert!(mixed.text.contains("PASSAPORTE"), "{}", mixed.text);
    let found = portuguese("I LOST MY CARD AT www.weihai.gov.cn ON 3 MAY.").text;
    assert!(
        found.contains("www.weihai.gov.cn") && found.contains("MAIO"),
        "{found}"
    );
    let found = english("MEU NOME É 王伟 E PERDI MEU CARTÃO EM www.weihai.gov.cn.").text;
    assert!(
        found.contains("王伟") && found.contains("www.weihai.gov.cn"),
        "{found}"
    );
    assert!(
        found.starts_with("MY NAME IS") && found.contains("CARD"),
        "{found}"
    );
    assert_eq!(english("PERDI MEU PASSAPORTE.").text, "I LOST MY PASSPORT.");
}

#[test]
fn a_few_words_are_not_made_a_text() {
    for (text, expected) in [("Hello", "Olá"), ("Hi", "Oi"), ("Passport", "Passaporte")] {
        let said = portuguese(text);
        assert_eq!((said.text.as_str(), &said.doubts[..]), (expected, &[][..]));
    }
    let visa = english("Visto");
    assert_eq!(visa.text.split_whitespace().count(), 1, "{}", visa.text);
}
