//! Pages that many ask for at once.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt as _;

/// So many requests in a second, of which most are answered as one before them.
const RUSH: u32 = 30;

#[tokio::test]
async fn a_rush_sees_what_each_alone_would_have_seen() {
    let app = crate::testing::app();
    let router = crate::router(app);
    let get = async |path: &str, cookie: &str, reads: &str| {
        let request = Request::get(path)
            .header("cookie", cookie)
            .header("accept-language", reads);
        let request = request.body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let kind = response.headers()[header::CONTENT_TYPE].clone();
        assert_eq!(kind, "text/html; charset=utf-8");
        assert!(response.headers().contains_key("content-security-policy"));
        axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap()
    };
    let language = "harborline-language=en";
    let alone = get("/en/guides", language, "en").await;
    let in_chinese = get("/zh/guides", language, "en").await;
    let at_a_kiosk = get("/en/guides", "harborline-language=en; harborline-kiosk=yes", "en").await;
    assert_ne!(alone, in_chinese);
    for _ in 0..RUSH {
        assert_eq!(get("/en/guides", language, "en").await, alone);
        assert_eq!(get("/zh/guides", language, "en").await, in_chinese);
        let kiosk = get("/en/guides", "harborline-language=en; harborline-kiosk=yes", "en").await;
        assert_eq!(kiosk, at_a_kiosk);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_once_is_nobody_elses() {
    let app = crate::testing::app();
    let router = crate::router(app);
    let mut seen = BTreeSet::new();
    for n in 1..=RUSH {
        let request = Request::get("/en/places/clinic").header("cookie", "harborline-language=en");
        let request = request.body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let page = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let page = String::from_utf8(page.into()).unwrap();
        let (_, word) = page.split_once("name=\"once\" value=\"").unwrap();
        assert!(
            seen.insert(word.split('"').next().unwrap().to_owned()),
            "request {n}"
        );
    }
}
