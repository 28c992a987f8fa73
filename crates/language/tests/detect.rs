//! Detection against sentences whose language is known.

use std::fs;
use std::path::Path;

use domain::Lang;
use language::detect::Detector;

fn lang(text: &str) -> Option<Lang> {
    Detector::new().detect(text).map(|detected| detected.lang)
}

#[test]
fn the_language_of_at_least_97_in_100_sentences_is_right() {
    let detector = Detector::new();
    let (mut all, mut right, mut wrong) = (0, 0, Vec::new());
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let expected = Lang::parse(path.file_stem().unwrap().to_str().unwrap()).unwrap();
        for sentence in fs::read_to_string(&path).unwrap().lines() {
            let detected = detector.detect(sentence).map(|detected| detected.lang);
            all += 1;
            if detected == Some(expected) {
                right += 1;
            } else {
                wrong.push((expected, detected, sentence.to_owned()));
            }
        }
    }
    assert_eq!(all, 18 * 20);
    assert!(right * 100 >= all * 97, "{right} of {all}: {wrong:#?}");
}

#[test]
fn a_text_without_letters_is_in_no_language() {
    for text in [
        "",
        " \n\t",
        "👍🎉",
        "2026-02-13",
        "0631 12345",
        "!?",
        "¥ 1,200.00",
    ] {
        assert_eq!(lang(text), None, "{text}");
    }
}

#[test]
fn a_mixture_of_scripts_is_in_no_language() {
    for text in [
        "Hello 你好 привет",
        "visa 비자 виза",
        "I want to ask something about it 我想问一个关于签证的问题",
    ] {
        assert_eq!(lang(text), None, "{text}");
    }
}

#[test]
fn names_in_latin_letters_do_not_hide_the_language() {
    assert_eq!(lang("我的 Samsung Galaxy 手机坏了，店家不给退款"), Some(Lang::ZH));
    assert_eq!(
        lang("Starbucks에서 결제했는데 영수증을 못 받았어요"),
        Some(Lang::KO)
    );
    assert_eq!(lang("WeChat Payで払えません"), Some(Lang::JA));
    assert_eq!(
        lang("Купил телефон Huawei, продавец не возвращает деньги"),
        Some(Lang::RU)
    );
}

#[test]
fn japanese_with_few_kana_is_not_chinese_and_chinese_with_one_is_not_japanese() {
    assert_eq!(lang("東京都庁へ行く"), Some(Lang::JA));
    assert_eq!(lang("我在优の良品买了零食，吃完以后肚子不舒服"), Some(Lang::ZH));
}

#[test]
fn a_word_that_is_one_in_many_languages_is_not_guessed() {
    for text in ["ok", "hotel", "visa", "test"] {
        assert_eq!(lang(text), None, "{text}");
    }
}

#[test]
fn a_script_of_none_of_the_languages_is_not_guessed() {
    assert_eq!(lang("Καλημέρα σας, έχω μια ερώτηση"), None);
}

#[test]
fn a_very_long_text_takes_no_longer_than_its_beginning() {
    let text = "The shop does not give me my money back. ".repeat(100_000);
    assert_eq!(lang(&text), Some(Lang::EN));
}

#[test]
fn every_detector_gives_the_same_answer() {
    for text in [
        "Ich habe meinen Ausweis verloren",
        "Я потерял паспорт",
        "Le magasin est fermé, que dois-je faire ?",
    ] {
        let first = Detector::new().detect(text);
        assert!(first.is_some(), "{text}");
        for _ in 0..20 {
            assert_eq!(Detector::new().detect(text), first, "{text}");
        }
    }
}

#[test]
fn warming_up_changes_no_answer() {
    let detector = Detector::new();
    let before = detector.detect("Ich habe meinen Ausweis verloren");
    detector.warm_up();
    assert_eq!(detector.detect("Ich habe meinen Ausweis verloren"), before);
    assert_eq!(before.map(|detected| detected.lang), Lang::parse("de").ok());
}
