//! Addresses that are another writing of one.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt as _;

#[tokio::test]
async fn another_writing_is_answered_308_whatever_the_method() {
    let app = crate::testing::app();
    for (method, asked, one) in [
        ("GET", "/zh_CN/services/?x=1", "/zh/services?x=1"),
        ("HEAD", "/desk/", "/desk"),
        ("POST", "/EN/follow/", "/en/follow"),
    ] {
        let request = Request::builder().method(method).uri(asked);
        let request = request.body(Body::from("reference=K7M2-4QXD")).unwrap();
        let response = crate::router(app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{asked}");
        assert_eq!(response.headers()["location"], one);
    }
}
