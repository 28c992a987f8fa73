//! What is said on pages of texts that nobody has checked.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt as _;

async fn get(path: &str, read: &str) -> String {
    let request = Request::get(path).header("accept-language", read);
    let response = crate::router(crate::testing::app())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(body.into()).unwrap()
}

#[tokio::test]
async fn a_guide_nobody_checked_shows_the_original_its_language_and_a_sentence() {
    let page = get("/ru/help", "ru").await;
    assert!(page.contains("<html lang=\"ru\""));
    assert!(
        page.contains(
            "<div class=\"hl-text\" lang=\"zh-Hans\" dir=\"ltr\"><p dir=\"auto\">help.body（原文）"
        )
    );
    assert!(page.contains(
        "<h1 class=\"govuk-heading-xl\"><span lang=\"zh-Hans\" dir=\"ltr\">help.title（原文）</span></h1>"
    ));
    assert!(page.contains(
        "Перевод этого текста на русский язык ещё никто не проверил, поэтому показан оригинал (китайский)."
    ));
    assert!(!page.contains("in English"));
    for checked in ["en", "zh"] {
        let page = get(&format!("/{checked}/help"), checked).await;
        assert!(!page.contains("role=\"note\""), "{checked}");
        assert!(page.contains("<div class=\"hl-text\"><p"), "{checked}");
    }
}

#[tokio::test]
async fn every_page_with_a_text_nobody_checked_says_so_once_in_the_readers_language() {
    for path in ["help", "regulation", "regulation/8", "services/complaint"] {
        for (lang, words) in [
            ("ko", "아직 담당자의 확인을 거치지 않아"),
            ("ja", "確認が"),
            ("ru", "ещё никто не проверил"),
        ] {
            let page = get(&format!("/{lang}/{path}"), lang).await;
            assert_eq!(page.matches(words).count(), 1, "{lang}/{path}");
            assert!(page.contains(" lang=\"zh-Hans\" dir=\"ltr\">"), "{lang}/{path}");
        }
        let page = get(&format!("/en/{path}"), "en").await;
        assert!(!page.contains("have not been checked"), "{path}");
    }
}

#[tokio::test]
async fn the_api_says_in_which_language_a_source_of_law_is() {
    for (read, text, language) in [
        ("ko", "law.source（原文）", "zh"),
        ("en", "law.source in English", "en"),
    ] {
        let services: serde_json::Value = serde_json::from_str(&get("/api/v1/services", read).await).unwrap();
        let clock = &services[0]["clocks"][0];
        assert_eq!(clock["source"], text);
        assert_eq!(clock["source_language"], language);
    }
}
