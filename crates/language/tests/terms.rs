//! Whether the city's terms came back.

mod small;

use std::time::Duration;

use domain::Lang;
use futures::future::BoxFuture;
use language::glossary::Glossary;
use language::terms;
use language::translate::{Origin, Request, Translated, Translator, Translators, Unavailable};

const TERMS: &[(&str, &[(Lang, &str)])] = &[
    (
        "residence-permit",
        &[
            (Lang::ZH, "居留许可"),
            (Lang::EN, "residence permit"),
            (Lang::KO, "거류허가"),
            (Lang::JA, "居留許可"),
            (Lang::RU, "вид на жительство"),
        ],
    ),
    (
        "working-day",
        &[
            (Lang::ZH, "工作日"),
            (Lang::EN, "working day"),
            (Lang::KO, "근무일"),
            (Lang::JA, "営業日"),
            (Lang::RU, "рабочий день"),
        ],
    ),
    (
        "acceptance",
        &[
            (Lang::ZH, "受理"),
            (Lang::EN, "acceptance"),
            (Lang::RU, "принятие"),
        ],
    ),
    (
        "invoice",
        &[
            (Lang::ZH, "发票"),
            (Lang::EN, "invoice (fapiao)"),
            (Lang::JA, "領収書（発票）"),
            (Lang::KO, "영수증(파피아오)"),
        ],
    ),
    (
        "received",
        &[(Lang::ZH, "已受理"), (Lang::EN, "received"), (Lang::KO, "접수됨")],
    ),
];

fn request(text: &str, from: Lang, to: Lang) -> Request {
    let text = text.to_owned();
    Request { text, from, to }
}

fn wrong(original: (&str, Lang), translation: (&str, Lang)) -> Vec<String> {
    let glossary = Glossary::new(&small::city(&[], &[], TERMS));
    terms::wrong(
        &glossary,
        &request(original.0, original.1, translation.1),
        translation.0,
    )
}

const ORIGINAL: (&str, Lang) = ("居留许可需要五个工作日。居留许可请自取。", Lang::ZH);

#[test]
fn terms_that_came_back_are_not_named() {
    for translation in [
        ("The residence permit takes five working days.", Lang::EN),
        ("The Residence Permit's five working-days", Lang::EN),
        ("거류허가를 받으려면 근무일 5일이 걸립니다.", Lang::KO),
        ("거류 허가는 근무일 기준 5일입니다.", Lang::KO),
        ("居留許可には5営業日かかります。", Lang::JA),
        ("Для вида на жительство нужно пять рабочих дней.", Lang::RU),
        ("С видом на жительство: рабочими днями", Lang::RU),
    ] {
        assert_eq!(wrong(ORIGINAL, translation), [""; 0], "{}", translation.0);
    }
}

#[test]
fn a_term_that_came_back_otherwise_is_named_once_as_the_source_has_it() {
    for translation in [
        ("The stay licence takes five working days.", Lang::EN),
        ("체류증은 근무일 5일이 걸립니다.", Lang::KO),
        ("滞在許可証には5営業日かかります。", Lang::JA),
        ("Разрешение на проживание: пять рабочих дней.", Lang::RU),
        ("Жительство на виду: пять рабочих дней.", Lang::RU),
    ] {
        assert_eq!(wrong(ORIGINAL, translation), ["居留许可"], "{}", translation.0);
    }
    assert_eq!(wrong(ORIGINAL, ("", Lang::EN)), ["居留许可", "工作日"]);
}

#[test]
fn a_korean_verb_may_bend_but_not_become_another() {
    let original = ("您的来信已受理。", Lang::ZH);
    assert_eq!(
        wrong(original, ("귀하의 민원이 접수되었습니다.", Lang::KO)),
        [""; 0]
    );
    assert_eq!(
        wrong(original, ("귀하의 민원을 접수했습니다.", Lang::KO)),
        [""; 0]
    );
    assert_eq!(
        wrong(original, ("귀하의 민원을 읽었습니다.", Lang::KO)),
        ["已受理"]
    );
}

#[test]
fn a_noun_may_become_a_verb() {
    for (translation, named) in [
        (("Your case was accepted.", Lang::EN), &[""; 0][..]),
        (("Your case was accompanied.", Lang::EN), &["受理"]),
        (("Ваша заявка принята.", Lang::RU), &[]),
        (("Ваша заявка приятна.", Lang::RU), &["受理"]),
    ] {
        assert_eq!(
            wrong(("办件的受理", Lang::ZH), translation),
            named,
            "{}",
            translation.0
        );
    }
}

#[test]
fn what_stands_in_brackets_need_not_come_back() {
    let original = ("请带发票。", Lang::ZH);
    for translation in [
        ("Bring the invoices.", Lang::EN),
        ("Bring the invoice (fapiao).", Lang::EN),
        ("領収書をお持ちください。", Lang::JA),
        ("영수증을 가져오세요.", Lang::KO),
    ] {
        assert_eq!(wrong(original, translation), [""; 0], "{}", translation.0);
    }
    assert_eq!(wrong(original, ("Bring the fapiao.", Lang::EN)), ["发票"]);
}

#[test]
fn a_text_without_terms_has_none_that_are_wrong() {
    assert_eq!(wrong(("你好", Lang::ZH), ("Hello", Lang::EN)), [""; 0]);
    assert_eq!(
        wrong(("Olá", Lang::parse("pt").unwrap()), ("你好", Lang::ZH)),
        [""; 0]
    );
}

/// Gives always the same answer.
struct Fixed(&'static str, Origin);

impl Translator for Fixed {
    fn name(&self) -> &'static str {
        "fixed"
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        true
    }

    fn translate<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        Box::pin(async move {
            Ok(Translated {
                text: self.0.to_owned(),
                origin: self.1,
                ..Translated::default()
            })
        })
    }
}

#[tokio::test]
async fn every_engine_is_checked_alike_and_no_person() {
    let city = small::city(&[], &[], TERMS);
    let request = request("我的居留许可", Lang::ZH, Lang::EN);
    for (answer, origin, named) in [
        ("my stay licence", Origin::Engine, &["居留许可"][..]),
        ("my residence permit", Origin::Engine, &[]),
        ("my stay licence", Origin::Memory, &[]),
    ] {
        let translators = Translators::new(&city).then(Fixed(answer, origin), Duration::from_secs(1));
        let translated = translators.translate(&request).await.unwrap();
        assert_eq!(translated.wrong_terms, named, "{answer}");
        assert_eq!(translated.text, answer);
    }
}
