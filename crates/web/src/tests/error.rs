//! What a reader is told when something fails.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::Lang;
use store::StoreError;
use tower::ServiceExt as _;

use crate::kit::error::Error;
use crate::kit::page::{Nav, Page};

/// A router within has compressed the line that axum refused with; that line is not what is sent.
#[tokio::test]
async fn an_error_page_is_not_called_compressed() {
    let request = Request::get("/en/follow/WH-0000-0000/files/no-number").header("accept-encoding", "gzip");
    let response = crate::router(crate::testing::app())
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(response.headers().get(header::CONTENT_ENCODING), None);
    let body = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    let page = String::from_utf8(body.to_vec()).unwrap();
    assert!(page.contains("We could not read the request"), "{page}");
}

#[test]
fn what_may_be_saved_is_not_called_unsaved() {
    let error = Error::from(StoreError::Unknown);
    let app = crate::testing::app();
    for lang in ["zh", "en", "ko", "ja", "ru"] {
        let lang = Lang::parse(lang).unwrap();
        let page = Page::new(&app, lang, "", Nav::None);
        let (unsaved, once, again) = (
            Error::Unavailable.text(&page),
            error.text(&page),
            error.clone().with_key().text(&page),
        );
        assert!(once != again && unsaved != once && unsaved != again, "{lang}");
    }
}

#[test]
fn every_code_has_a_title_and_a_text() {
    let app = crate::testing::app();
    for code in Error::CODES {
        for part in ["title", "text"] {
            assert!(
                app.texts().has(Lang::EN, &format!("error-{code}-{part}")),
                "{code} {part}"
            );
        }
    }
}
