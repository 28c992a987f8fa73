//! Detection against sentences whose language is known.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use domain::Lang;
use icu_normalizer::DecomposingNormalizer;
use language::detect::{Detector, Reading};
use proptest::prelude::*;
use proptest::sample;

fn lang(text: &str) -> Option<Lang> {
    Detector::new().detect(text).map(|detected| detected.lang)
}

/// The lines of the files in a folder of `tests/data`, with the language each file is named after.
fn lines_of(folder: &str) -> Vec<(Lang, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder);
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            let lang = Lang::parse(path.file_stem().unwrap().to_str().unwrap()).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            lines.extend(text.lines().map(|line| (lang, line.to_owned())));
        }
    }
    lines
}

/// At least 995 in 1,000 are found out right.
fn assert_known(lines: &[(Lang, String)]) {
    let detector = Detector::new();
    let wrong: Vec<_> = lines
        .iter()
        .map(|(expected, line)| (expected, detector.detect(line), line))
        .filter(|(expected, detected, _)| detected.map(|found| found.lang) != Some(**expected))
        .collect();
    assert!(
        wrong.len() * 200 <= lines.len(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        lines.len()
    );
}

#[test]
fn the_language_of_a_sentence_is_known() {
    let lines = lines_of("");
    assert_eq!(lines.len(), 18 * 20);
    assert_known(&lines);
}

#[test]
fn the_language_of_what_people_write_is_known() {
    let lines = lines_of("people");
    for lang in Detector::languages() {
        let of_it = lines.iter().filter(|(of, _)| *of == lang).count();
        assert!(of_it >= 15, "{lang}: {of_it}");
    }
    assert_known(&lines);
}

#[test]
fn at_most_one_in_a_hundred_texts_in_other_languages_is_taken_for_one_that_is_read() {
    let lines = lines_of("others");
    let languages: HashSet<Lang> = lines.iter().map(|(lang, _)| *lang).collect();
    assert!(languages.len() >= 40 && lines.len() >= 1_000);
    assert!(Detector::languages().all(|lang| !languages.contains(&lang)));
    let detector = Detector::new();
    let taken: Vec<_> = lines
        .iter()
        .filter_map(|(lang, line)| Some((lang, detector.detect(line)?, line)))
        .filter(|(_, detected, _)| detected.confidence > 0.5)
        .collect();
    assert!(
        taken.len() * 100 <= lines.len(),
        "{} of {}: {taken:#?}",
        taken.len(),
        lines.len()
    );
}

#[test]
fn what_people_write_in_other_languages_is_said_to_be_in_another() {
    let detector = Detector::new();
    for (text, script) in [
        (
            "Сәлеметсіз бе, төлқұжатымды жоғалтып алдым, не істеуім керек?",
            "Cyrl",
        ),
        ("Сайн байна уу, би паспортоо хаясан, юу хийх вэ?", "Cyrl"),
        ("Добар дан, изгубио сам пасош, шта да радим?", "Cyrl"),
        (
            "Здравейте, изгубих си паспорта в едно такси, какво да правя?",
            "Cyrl",
        ),
        ("Добры дзень, я згубіў пашпарт, што мне рабіць?", "Cyrl"),
        ("Здраво, го изгубив пасошот во такси, што да правам?", "Cyrl"),
        (
            "السلام علیکم، میرا پاسپورٹ ٹیکسی میں رہ گیا ہے، میں کیا کروں؟",
            "Arab",
        ),
        ("नमस्ते, मेरो राहदानी हरायो, अब म के गर्नु पर्छ?", "Deva"),
        ("नमस्कार, माझा पासपोर्ट हरवला आहे, मी काय करू?", "Deva"),
        (
            "Hallo, ik ben mijn paspoort kwijtgeraakt in een taxi, wat moet ik doen?",
            "Latn",
        ),
        (
            "Hej, jag har tappat mitt pass i en taxi, vad ska jag göra?",
            "Latn",
        ),
        (
            "Hej, jeg har mistet mit pas i en taxa, hvad skal jeg gøre?",
            "Latn",
        ),
        (
            "Dzień dobry, zgubiłem paszport w taksówce, co mam zrobić?",
            "Latn",
        ),
        (
            "Bună ziua, mi-am pierdut pașaportul în taxi, ce trebuie să fac?",
            "Latn",
        ),
        (
            "Bon dia, he perdut el passaport en un taxi, què he de fer?",
            "Latn",
        ),
        (
            "Magandang umaga, nawala po ang pasaporte ko sa taksi, ano ang gagawin ko?",
            "Latn",
        ),
        (
            "Habari, nimepoteza pasipoti yangu kwenye teksi, nifanye nini?",
            "Latn",
        ),
        ("Salam, pasportumu taksidə itirmişəm, nə etməliyəm?", "Latn"),
        (
            "Assalomu alaykum, pasportimni taksida yoʻqotib qoʻydim, nima qilishim kerak?",
            "Latn",
        ),
        ("Καλημέρα, έχασα το διαβατήριό μου σε ένα ταξί", "Grek"),
        ("שלום, איבדתי את הדרכון שלי במונית", "Hebr"),
        ("გამარჯობა, ტაქსიში პასპორტი დავკარგე", "Geor"),
        ("হ্যালো, আমার পাসপোর্ট হারিয়ে গেছে", "Beng"),
    ] {
        assert_eq!(detector.read(text), Reading::Other { script }, "{text}");
    }
}

#[test]
fn a_foreign_name_or_brand_does_not_decide() {
    for (text, expected) in [
        ("我买的是アサヒ啤酒，瓶子是破的", "zh"),
        ("我买的是アサヒ啤酒", "zh"),
        ("我叫Александр Сергеевич Пушкин，想延长签证", "zh"),
        ("帮김민수问一下护照的事", "zh"),
        ("三星 김민수 씨에게 전화해 주세요", "ko"),
        ("王さんはWeChatで払えません", "ja"),
        ("Меня зовут 王伟, я живу в 环翠区", "ru"),
        ("My friend Nguyễn Thị Hồng Nhung lost her bag", "en"),
        ("Ich wohne bei Familie Świętochłowski in der Altstadt", "de"),
    ] {
        assert_eq!(
            lang(text).map(|lang| lang.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn forms_of_characters_tell_chinese_from_japanese() {
    for (text, expected) in [
        ("労働契約書", Some("ja")),
        ("発行手数料", Some("ja")),
        ("経営管理", Some("ja")),
        ("请问签证", Some("zh")),
        ("我要退款", Some("zh")),
        ("這張發票開錯了", Some("zh")),
        ("退款", Some("zh")),
        // Traditional Chinese or Japanese.
        ("日本語", None),
        ("确认労働", None),
    ] {
        let found = lang(text).map(|lang| lang.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }
}

#[test]
fn links_addresses_handles_and_codes_are_no_letters() {
    for (text, expected) in [
        (
            "주문이 안 열려요 https://shop.example.com/orders/view?id=99812&from=mail",
            "ko",
        ),
        (
            "打不开 https://www.example.com/a/very/long/path/to/something",
            "zh",
        ),
        ("写信到 someone.with.a.long.name@subdomain.example.com", "zh"),
        ("@weihai_help @city_service 谢谢", "zh"),
        ("Спасибо! ORDER-2026-WEIHAI-000412 REF/AB/77", "ru"),
    ] {
        assert_eq!(
            lang(text).map(|lang| lang.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
    for text in [
        "https://www.weihai.gov.cn/col/index.html",
        "someone@example.com",
        "#refund @shop WH-2026-0001",
    ] {
        assert_eq!(Detector::new().read(text), Reading::Unclear, "{text}");
    }
}

fn a_message() -> impl Strategy<Value = String> {
    let lines = lines_of("people").into_iter().map(|(_, line)| line);
    sample::select(lines.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_link_or_a_handle_at_its_end_changes_nothing(
        text in a_message(),
        added in "https://[a-z]{2,9}\\.[a-z]{2,4}/[a-zA-Z0-9/?=&._-]{0,30}|@[a-z_]{3,15}|[a-z.]{1,9}[a-z]@[a-z]{2,9}\\.com",
    ) {
        let detector = Detector::new();
        prop_assert_eq!(detector.read(&text), detector.read(&format!("{text} {added}")));
    }

    #[test]
    fn however_its_accents_are_written_a_text_has_one_language(text in a_message()) {
        let detector = Detector::new();
        let apart = DecomposingNormalizer::new_nfd().normalize(&text).into_owned();
        prop_assert_eq!(detector.read(&text), detector.read(&apart));
    }

    #[test]
    fn any_text_is_read(text in "\\PC*|(?s).{0,200}") {
        Detector::new().read(&text);
    }
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

/// What goes on is never taken for a change, and at most one text in a hundred that changes the language for what goes on.
#[test]
fn what_is_written_after_something_else_is_known_as_well() {
    let detector = Detector::new();
    let lines: Vec<_> = lines_of("").into_iter().chain(lines_of("people")).collect();
    let wrong = |before: Option<Lang>| {
        let tried = lines
            .iter()
            .map(|(lang, line)| (*lang, before.unwrap_or(*lang), line));
        let wrong = tried.filter(|(lang, before, line)| {
            let after = detector.detect_after(line, *before);
            after.map_or(*before, |found| found.lang) != *lang
        });
        wrong.map(|(_, _, line)| line.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(wrong(None), Vec::<&str>::new());
    for before in ["en", "es", "ru", "fa"] {
        let wrong = wrong(Lang::parse(before).ok());
        assert!(wrong.len() * 100 <= lines.len(), "after {before}: {wrong:#?}");
    }
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
