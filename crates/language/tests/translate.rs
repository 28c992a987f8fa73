//! The order of translators, and what happens when none can.

mod small;

use std::time::Duration;

use domain::Lang;
use futures::future::BoxFuture;
use language::translate::{Engine, Request, Translated, Translator, Translators, Unavailable};

/// An engine that answers as it is told.
struct Told(&'static str, Option<Result<&'static str, Unavailable>>);

impl Translator for Told {
    fn name(&self) -> &str {
        self.0
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        true
    }

    fn translate<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        Box::pin(async move {
            let Some(answer) = self.1.clone() else {
                return std::future::pending().await;
            };
            answer.map(|text| Translated {
                text: text.to_owned(),
                engine: Engine {
                    name: self.0.to_owned(),
                    model: "told".to_owned(),
                    version: "1".to_owned(),
                },
                confidence: Some(0.5),
                ..Translated::default()
            })
        })
    }
}

const SECOND: Duration = Duration::from_secs(1);

fn from_pack() -> Translators {
    let thanks: &[(Lang, &str)] = &[
        (Lang::ZH, "谢谢。\n我们会答复您。"),
        (Lang::EN, "Thank you.\nWe will answer."),
    ];
    Translators::new(&small::city(&[Lang::ZH, Lang::EN], &[("thanks", thanks)], &[]))
}

fn request(text: &str, from: Lang, to: Lang) -> Request {
    let text = text.to_owned();
    Request { text, from, to }
}

#[tokio::test]
async fn a_canned_reply_is_given_as_people_wrote_it() {
    let request = request("  Thank you.\r\nWe will answer.\r\n", Lang::EN, Lang::ZH);
    let translated = from_pack().translate(&request).await.unwrap();
    assert_eq!(translated.text, "谢谢。\n我们会答复您。");
    assert!(translated.is_checked());
    assert_eq!(
        (translated.engine.name.as_str(), translated.engine.model.as_str()),
        ("pack", "seaside")
    );
}

#[tokio::test]
async fn a_reply_that_was_changed_is_another_text() {
    for text in [
        "Thank you.",
        "Thank you. We will answer soon.",
        "thank you. we will answer.",
    ] {
        let request = request(text, Lang::EN, Lang::ZH);
        assert_eq!(
            from_pack().translate(&request).await,
            Err(Unavailable::Nobody),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_language_the_pack_lacks_is_nobodys() {
    let request = request("谢谢。 我们会答复您。", Lang::ZH, Lang::KO);
    assert_eq!(from_pack().translate(&request).await, Err(Unavailable::Nobody));
}

#[tokio::test]
async fn without_any_translator_the_answer_comes_at_once() {
    let request = request("hello", Lang::EN, Lang::KO);
    assert_eq!(
        Translators::default().translate(&request).await,
        Err(Unavailable::Nobody)
    );
}

#[tokio::test]
async fn what_needs_no_translation_is_nobodys_work() {
    let translators = from_pack().then(Told("a", Some(Ok("x"))), SECOND);
    let same = request("hello", Lang::EN, Lang::EN);
    assert_eq!(translators.translate(&same).await, Err(Unavailable::SameLanguage));
    let empty = request(" \n", Lang::EN, Lang::KO);
    assert_eq!(translators.translate(&empty).await, Err(Unavailable::Empty));
}

#[tokio::test(start_paused = true)]
async fn the_first_engine_that_can_is_taken_and_none_is_waited_for_too_long() {
    let pair = Unavailable::Pair {
        from: Lang::EN,
        to: Lang::KO,
    };
    let translators = from_pack()
        .then(Told("other pair", Some(Err(pair))), SECOND)
        .then(
            Told("broken", Some(Err(Unavailable::Failed("gone".to_owned())))),
            SECOND,
        )
        .then(Told("hangs", None), SECOND)
        .then(Told("empty", Some(Ok(" "))), SECOND)
        .then(Told("good", Some(Ok("안녕하세요"))), SECOND)
        .then(Told("better", Some(Ok("안녕"))), SECOND);
    let begun = tokio::time::Instant::now();
    let translated = translators
        .translate(&request("hello", Lang::EN, Lang::KO))
        .await
        .unwrap();
    assert_eq!(translated.engine.name, "good");
    assert!(!translated.is_checked());
    assert!(begun.elapsed() < 2 * SECOND);
    assert_eq!(translators.names().next(), Some("pack"));
    assert_eq!(translators.names().count(), 7);
}

#[tokio::test(start_paused = true)]
async fn engines_that_all_fail_leave_it_to_people() {
    let translators = from_pack()
        .then(Told("hangs", None), SECOND)
        .then(Told("hangs too", None), SECOND);
    let answer = translators.translate(&request("hello", Lang::EN, Lang::KO)).await;
    assert_eq!(answer, Err(Unavailable::Nobody));
}
