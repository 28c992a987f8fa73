//! Terms in texts.

mod small;

use domain::Lang;
use language::glossary::Glossary;

const TERMS: &[(&str, &[(Lang, &str)])] = &[
    (
        "visa",
        &[
            (Lang::ZH, "签证"),
            (Lang::EN, "visa"),
            (Lang::KO, "비자"),
            (Lang::RU, "виза"),
        ],
    ),
    (
        "residence-permit",
        &[
            (Lang::ZH, "居留许可"),
            (Lang::EN, "residence permit"),
            (Lang::KO, "거류허가"),
            (Lang::RU, "вид на жительство"),
        ],
    ),
    ("permit", &[(Lang::ZH, "许可"), (Lang::EN, "permit")]),
    ("tide", &[(Lang::ZH, "潮汐")]),
    ("hotline", &[(Lang::ZH, "12345热线"), (Lang::EN, "12345 hotline")]),
];

fn found(text: &str, from: Lang, to: Lang) -> Vec<String> {
    let glossary = Glossary::new(&small::city(&[], &[], TERMS));
    let found = glossary.find(text, from, to);
    found
        .iter()
        .map(|f| format!("{} = {}", &text[f.range.clone()], f.translation))
        .collect()
}

#[test]
fn the_longest_term_is_found_and_none_within_it() {
    assert_eq!(
        found("Is a Residence Permit a permit?", Lang::EN, Lang::ZH),
        ["Residence Permit = 居留许可", "permit = 许可"]
    );
    assert_eq!(
        found("我的居留许可", Lang::ZH, Lang::EN),
        ["居留许可 = residence permit"]
    );
}

#[test]
fn words_are_whole_where_they_are_parted() {
    assert_eq!(found("It is advisable; permitted.", Lang::EN, Lang::ZH), [""; 0]);
    assert_eq!(found("residence. Permit", Lang::EN, Lang::ZH), ["Permit = 许可"]);
    assert_eq!(
        found("residence\n  permit", Lang::EN, Lang::ZH),
        ["residence\n  permit = 居留许可"]
    );
}

#[test]
fn words_are_found_anywhere_where_they_are_not_parted() {
    assert_eq!(found("请问签证怎么办", Lang::ZH, Lang::KO), ["签证 = 비자"]);
    assert_eq!(found("비자를 연장하려면", Lang::KO, Lang::EN), ["비자 = visa"]);
    assert_eq!(
        found("请拨打12345热线。", Lang::ZH, Lang::EN),
        ["12345热线 = 12345 hotline"]
    );
}

#[test]
fn words_are_found_in_their_other_forms() {
    assert_eq!(
        found(
            "Я приехал с визой, потом получу вида на жительства",
            Lang::RU,
            Lang::ZH
        ),
        ["визой = 签证", "вида на жительства = 居留许可"]
    );
    assert_eq!(found("Both visas' dates", Lang::EN, Lang::KO), ["visas' = 비자"]);
    assert_eq!(found("Мы видим визит", Lang::RU, Lang::ZH), [""; 0]);
}

#[test]
fn a_term_without_the_other_language_is_not_found() {
    assert_eq!(found("潮汐", Lang::ZH, Lang::EN), [""; 0]);
    assert_eq!(found("visa", Lang::EN, Lang::EN), [""; 0]);
    assert_eq!(found("visa", Lang::EN, Lang::JA), [""; 0]);
}

#[test]
fn a_translation_that_lacks_a_term_is_told() {
    let glossary = Glossary::new(&small::city(&[], &[], TERMS));
    let missing = |zh: &str, en: &str| -> Vec<String> {
        let missing = glossary.missing_terms((zh, Lang::ZH), (en, Lang::EN));
        missing.iter().map(|m| m.translation.to_owned()).collect()
    };
    let original = "请带上签证和居留许可。没有签证不能办理。";
    assert_eq!(
        missing(original, "Bring your visa and residence permit."),
        [""; 0]
    );
    assert_eq!(
        missing(original, "Bring your visas and your papers."),
        ["residence permit"]
    );
    assert_eq!(missing(original, ""), ["visa", "residence permit"]);
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "",
        "'",
        "’s",
        "\u{0}",
        "--",
        "İİİ",
        "签",
        "s",
        "ies",
        "м",
        "🙂visa🙂",
    ] {
        for lang in [Lang::EN, Lang::RU, Lang::ZH, Lang::KO] {
            found(text, lang, Lang::ZH);
        }
    }
    assert_eq!(found("🙂visa🙂", Lang::EN, Lang::ZH), ["visa = 签证"]);
}
