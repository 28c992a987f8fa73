//! Whole texts with the real students of `cargo xtask weights`.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use bergamot::{Error, Kernel, Options, Route, Translator};

mod weights;
use weights::weights;

fn load(pair: &str) -> Arc<Translator> {
    let (from, to) = pair.split_once('-').unwrap();
    Arc::new(Translator::load(&weights(pair)).unwrap().between(from, to))
}

static TO_PORTUGUESE: LazyLock<Arc<Translator>> = LazyLock::new(|| load("en-pt"));
static TO_ENGLISH: LazyLock<Arc<Translator>> = LazyLock::new(|| load("pt-en"));

fn translated(text: &str) -> String {
    TO_PORTUGUESE.translate(text, &Options::default()).unwrap().text
}

#[test]
fn lines_blanks_links_and_numbers_stay() {
    let text = "Please write to ana.b@example.com about case ME54-V8KV.\n\n  - It was at 9:30. See https://example.org/a?b=1!\n";
    let found = translated(text);
    for kept in ["ana.b@example.com", "ME54-V8KV", "https://example.org/a?b=1"] {
        assert!(found.contains(kept), "{found}");
    }
    assert_eq!(found.matches('\n').count(), 3, "{found}");
    assert!(found.contains("\n\n  ") && found.ends_with('\n'), "{found}");
    assert!(found.contains("9:30") || found.contains("9h30"), "{found}");
}

#[test]
fn what_cannot_be_translated_stays_as_it_is() {
    let endless = "x".repeat(5_000);
    for text in [
        "",
        " \n\t ",
        "👍👍🏽 🎉",
        "12345 678",
        "你好，世界。我丢了护照。",
        "안녕하세요",
        "\u{1}\u{2}\u{7f}",
        "\u{202e}\u{200b}\u{feff}",
        endless.as_str(),
    ] {
        let translation = TO_PORTUGUESE.translate(text, &Options::default()).unwrap();
        assert_eq!(translation.text, text);
        assert_eq!(translation.log_probability(), None, "{text}");
    }
}

#[test]
fn strange_texts_end_in_bounded_time() {
    let options = Options {
        limit: Some(Duration::from_secs(20)),
        ..Options::default()
    };
    for text in [
        "The \u{0}\u{1} shop 商店 магазин \u{fffd} closed 👍 early.".to_owned(),
        "a ".repeat(2_000),
        "no no no no ".repeat(200),
        "!?.,;: ".repeat(500),
        "Word".repeat(200),
        "\u{301}".repeat(1_000),
        "ﷺ".repeat(100),
    ] {
        let begun = Instant::now();
        let found = TO_PORTUGUESE.translate(&text, &options);
        assert!(begun.elapsed() < Duration::from_secs(21), "{text:.40}");
        if let Ok(found) = found {
            assert!(found.text.len() < 20 * text.len() + 100, "{text:.40}");
        }
    }
}

#[test]
fn the_time_limit_is_kept() {
    let long = "The shop does not give me my money back, and I do not know what to do. ".repeat(1_500);
    assert!(long.len() > 100_000);
    let limit = Duration::from_millis(200);
    let options = Options {
        limit: Some(limit),
        ..Options::default()
    };
    let begun = Instant::now();
    let ended = TO_PORTUGUESE.translate(&long, &options);
    assert!(matches!(ended, Err(Error::Late(late)) if late == limit));
    // It looks at the clock with every word; reading so long a text takes a moment before.
    assert!(
        begun.elapsed() < limit + Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_long_sentence_is_cut_where_it_can_be() {
    let clauses = [
        "On Monday I bought a telephone in a shop near the harbour",
        "on Tuesday the telephone did not work any more",
        "on Wednesday I went back to the shop with the receipt",
        "the man in the shop said that he could not help me",
        "on Thursday I wrote a letter to the company in the capital",
        "the company answered that the shop must give me my money back",
        "on Friday I went to the shop again and showed the letter",
        "the shop was closed because the owner was in the hospital",
        "on Saturday I asked my neighbour who works as a lawyer",
        "the lawyer said that I should ask the city for help",
        "on Sunday I could not sleep and my child was ill",
        "so today I am writing to you with all my documents",
        "and I hope that you can tell me where I must go",
    ];
    let found = translated(&format!("{}.", clauses.join(", ")));
    for word in [
        "segunda-feira",
        "quarta-feira",
        "quinta-feira",
        "hospital",
        "domingo",
        "documentos",
    ] {
        assert!(found.contains(word), "{word}: {found}");
    }
    assert!(!found.contains("  ") && found.ends_with('.'), "{found}");
}

#[test]
fn a_route_goes_over_another_language() {
    let there_and_back = Route::new(vec![TO_PORTUGUESE.clone(), TO_ENGLISH.clone()]).unwrap();
    let text = "I lost my passport at 9:30. Where is the police station?";
    let found = there_and_back.translate(text, &Options::default()).unwrap();
    assert!(
        found.text.contains("passport") && found.text.contains("police"),
        "{}",
        found.text
    );
    let passport = text.find("passport").unwrap();
    let place = found.target_of(passport..passport + 8).unwrap();
    assert_eq!(found.text[place].trim(), "passport");
    assert!(
        found
            .log_probability()
            .is_some_and(|mean| (-0.5..0.0).contains(&mean))
    );
}

#[test]
fn every_kernel_and_a_beam_of_one_say_the_same_and_a_wider_one_is_no_less_sure() {
    let text = "The residence permit expires in May, and the office is closed. What should I do?";
    let expected = translated(text);
    for kernel in Kernel::available() {
        let translator = Arc::into_inner(load("en-pt")).unwrap().with_kernel(kernel);
        let found = translator.translate(text, &Options::default()).unwrap();
        assert_eq!(found.text, expected, "{}", kernel.name());
    }
    let beam = Options {
        beam: Some(4),
        ..Options::default()
    };
    let wide = TO_PORTUGUESE.translate(text, &beam).unwrap();
    let narrow = TO_PORTUGUESE.translate(text, &Options::default()).unwrap();
    assert!(wide.log_probability().unwrap() >= narrow.log_probability().unwrap() - 0.02);
}

#[test]
fn threads_share_one_model() {
    let texts = [
        "Good morning, how are you?",
        "The bus is late.",
        "Where can I pay?",
        "My child is ill.",
    ];
    let alone: Vec<String> = texts.iter().map(|text| translated(text)).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let together = TO_PORTUGUESE.translate_all(&texts, &Options::default()).unwrap();
                let together: Vec<String> = together.into_iter().map(|found| found.text).collect();
                assert_eq!(together, alone);
            });
        }
    });
}

#[test]
fn html_keeps_its_tags_around_the_words_that_they_were_around() {
    let html = |html: &str| {
        TO_PORTUGUESE
            .translate_html(html, &Options::default())
            .unwrap()
            .html
    };
    assert_eq!(
        html(
            "<p>I bought a <b>red car</b> on <a href=\"/monday\">Monday</a>.</p>\n<ul><li>Where is the <i>police</i>?</li></ul>"
        ),
        "<p>Eu comprei um <b>carro vermelho</b> na <a href=\"/monday\">segunda-feira</a>.</p>\n<ul><li>Onde está a <i>polícia</i>?</li></ul>"
    );
    let code = html(
        "Write <code>ls -l</code> and send it to <a href='mailto:a@b.pt'>ana.b@example.com</a>, or see https://example.org/?a=1&amp;b=2.",
    );
    assert!(code.contains("<code>ls -l</code>"), "{code}");
    assert!(
        code.contains("<a href='mailto:a@b.pt'>ana.b@example.com</a>"),
        "{code}"
    );
    assert!(code.contains("https://example.org/?a=1&amp;b=2"), "{code}");
    let route = Route::new(vec![TO_PORTUGUESE.clone(), TO_ENGLISH.clone()]).unwrap();
    let back = route
        .translate_html(
            "My <b>passport</b> is lost.<br>Please help <i>me</i>.",
            &Options::default(),
        )
        .unwrap();
    assert!(
        back.html.contains("<b>passport</b>") && back.html.contains("<br>"),
        "{}",
        back.html
    );
    assert!(back.log_probability.is_some_and(|mean| mean < 0.0));
    assert!(matches!(
        TO_PORTUGUESE.translate_html("<b>The shop", &Options::default()),
        Err(Error::Html {
            line: 1,
            column: 1,
            ..
        })
    ));
}

#[test]
fn html_with_thousands_of_tags_ends_in_bounded_time() {
    let limit = Duration::from_secs(1);
    let options = Options {
        limit: Some(limit),
        ..Options::default()
    };
    for html in [
        "<b>a</b>".repeat(12_000),
        "<i>".repeat(200) + &"the shop <b>is</b> <code>12</code> ".repeat(2_000) + &"</i>".repeat(200),
        "<p>".repeat(30_000),
        "1<b>2</b>".repeat(10_000),
        "&lt;".repeat(20_000),
        ("<i>x</i><b>a</b>".repeat(400) + " ").repeat(60),
        "a<b>b</b> ".repeat(8_000),
        format!(
            "{}a{}",
            "<code>1</code>".repeat(5_000),
            "<code>a</code>".repeat(1_000)
        ),
    ] {
        let begun = Instant::now();
        let _ = TO_PORTUGUESE.translate_html(&html, &options);
        assert!(
            begun.elapsed() < limit + Duration::from_secs(3),
            "{:?} for {html:.40}",
            begun.elapsed()
        );
    }
}
