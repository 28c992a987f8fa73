//! What somebody sends who means no good, before all nouns.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures::StreamExt as _;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::kit::app::{App, Options};
use crate::kit::upload::spool::Waits;
use crate::kit::upload::{Scanner, Unscanned};
use crate::testing::{PASSWORD, Seen, Visitor, peopled, settle};

const CASES: &str = "/api/v1/cases";

fn complaint() -> Value {
    json!({
        "service": "complaint", "language": "en", "text": "Where do I begin?",
        "fields": {"shop": "The corner shop", "bought": "in-shop"},
    })
}

#[tokio::test]
async fn what_is_not_known_is_not_repeated() {
    let anyone = Visitor::anyone(&crate::testing::app());
    let nonsense = || "\u{1}<b>nonsense".repeat(20_000);
    let mut named = complaint();
    named[nonsense()] = json!(1);
    let mut answered = complaint();
    answered["fields"] = json!({(nonsense()): "a"});
    let mut many = complaint();
    let fields = (0..40_000).map(|n| (format!("nonsense-{n}"), json!("a")));
    many["fields"] = Value::Object(fields.collect());
    let mut valued = complaint();
    valued["language"] = json!(nonsense());
    let mut kind = complaint();
    kind["text"] = json!({(nonsense()): nonsense()});
    for body in [named, answered, many, valued, kind] {
        let body = body.to_string();
        assert!(body.len() > 100_000);
        let seen = anyone.send("POST", CASES, "application/json", body).await;
        assert!(seen.status.is_client_error(), "{}", seen.status);
        assert!(
            seen.text.len() < 3_000,
            "{} bytes: {:.3000}",
            seen.text.len(),
            seen.text
        );
    }
    // What could be a slip is.
    let mut slip = complaint();
    slip["fields"] = json!({"colour": "red"});
    let seen = anyone.json(CASES, &slip).await;
    assert!(seen.text.contains("colour"), "{}", seen.text);
}

#[tokio::test]
async fn two_hosts_are_refused() {
    let router = crate::router(crate::testing::app());
    for path in ["/en", "/api/v1/services", "/desk"] {
        let request = Request::get(path)
            .header(header::HOST, "a.example")
            .header(header::HOST, "b.example");
        let answer = router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn no_link_is_of_the_host_that_a_request_names() {
    let router = crate::router(crate::testing::app());
    for path in [
        "/en",
        "/en/services",
        "/sitemap.xml",
        "/robots.txt",
        "/api/v1/guides",
        "/ko/press.atom",
    ] {
        let request = Request::get(path).header(header::HOST, "evil.example");
        let answer = router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("evil.example"), "{path}");
    }
}

#[tokio::test]
async fn under_tls_all_below_the_name_is_so() {
    let app = crate::testing::app_with(Options {
        secure_cookies: true,
        ..Options::default()
    });
    let request = Request::get("/en").body(Body::empty()).unwrap();
    let answer = crate::router(app).oneshot(request).await.unwrap();
    let told = &answer.headers()[header::STRICT_TRANSPORT_SECURITY];
    assert_eq!(told, "max-age=31536000; includeSubDomains");
}

/// A case of anybody's, opened by the API; its reference, and its visitor.
async fn opened(app: &App) -> (String, Visitor) {
    let anyone = Visitor::anyone(app);
    let receipt = anyone.json(CASES, &complaint()).await;
    assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.text);
    let receipt = receipt.json();
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    let holder = Visitor {
        token: format!("Receipt {}", text("access_code")),
        ..anyone
    };
    (text("reference"), holder)
}

/// Adds a file of that name and content.
async fn adds(holder: &Visitor, reference: &str, name: &str, content: &[u8]) -> Seen {
    let head = format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), content, b"\r\n--b--\r\n"].concat();
    let path = format!("{CASES}/{reference}/attachments");
    holder
        .send("POST", &path, "multipart/form-data; boundary=b", body)
        .await
}

const PAPER: &[u8] = b"%PDF-1.4 paper";

#[tokio::test]
async fn a_file_is_neither_what_it_is_called_nor_what_it_begins_like() {
    let app = crate::testing::app();
    let (reference, holder) = opened(&app).await;
    let page = b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>";
    let refused = adds(&holder, &reference, "photo.png", page).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["errors"][0]["problem"], "not-a-file-type");
    let added = adds(&holder, &reference, "paper\u{202E}fdp.exe", PAPER).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    assert_eq!(added.json()["attachments"][0]["name"], "paperfdp.exe.pdf");
}

#[tokio::test]
async fn with_a_full_disk_words_are_taken_and_files_are_not() {
    let app = crate::testing::app_with(Options {
        uploads: Waits {
            keep_free: u64::MAX,
            ..Waits::default()
        },
        ..Options::default()
    });
    let (reference, holder) = opened(&app).await;
    // What is as short as a word waits for no disk.
    let large = [PAPER, &b"x".repeat(100_000)].concat();
    let refused = adds(&holder, &reference, "paper.pdf", &large).await;
    assert_eq!(
        refused.status,
        StatusCode::INSUFFICIENT_STORAGE,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("no-room"), "{}", refused.text);
}

/// Says that a file is harmful, or nothing.
#[derive(Debug)]
struct Says(Result<bool, Unscanned>, AtomicUsize);

impl Scanner for Says {
    fn scan<'a>(&'a self, _: &'a [u8]) -> BoxFuture<'a, Result<bool, Unscanned>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { self.0 })
    }
}

#[tokio::test]
async fn a_file_in_which_something_was_found_is_refused_and_one_nobody_looked_at_waits() {
    for (says, status) in [
        (Ok(true), StatusCode::UNPROCESSABLE_ENTITY),
        (Err(Unscanned), StatusCode::SERVICE_UNAVAILABLE),
        (Ok(false), StatusCode::CREATED),
    ] {
        let scanner = Arc::new(Says(says, AtomicUsize::new(0)));
        let app = crate::testing::app_with(Options {
            scanner: Some(Arc::clone(&scanner) as Arc<dyn Scanner>),
            ..Options::default()
        });
        let (reference, holder) = opened(&app).await;
        let answer = adds(&holder, &reference, "paper.pdf", PAPER).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_eq!(scanner.1.load(Ordering::Relaxed), 1);
        if says == Ok(true) {
            assert_eq!(answer.json()["errors"][0]["problem"], "harmful-file");
        }
    }
}

#[tokio::test]
async fn one_record_is_not_filled_up() {
    let app = crate::testing::app();
    let (reference, holder) = opened(&app).await;
    let large = [PAPER, &vec![b'x'; 10 * 1024 * 1024 - 100]].concat();
    let mut taken = 0;
    let refused = loop {
        let answer = adds(&holder, &reference, "paper.pdf", &large).await;
        if answer.status != StatusCode::CREATED {
            break answer;
        }
        taken += 1;
        assert!(taken < 30, "it never ends");
    };
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{}", refused.text);
    assert_eq!(taken, 10);
    // Another case still takes files.
    let (another, its) = opened(&app).await;
    let answer = adds(&its, &another, "paper.pdf", PAPER).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
}

#[tokio::test]
async fn what_has_no_boundary_is_counted_while_it_waits_for_one() {
    let router = crate::router(crate::testing::app());
    let posts = |pieces: usize, ends: bool| {
        let piece = |_| Ok::<_, std::convert::Infallible>(vec![b'x'; 1024 * 1024]);
        let pieces = futures::stream::iter((0..pieces).map(piece));
        let body = if ends {
            Body::from_stream(pieces)
        } else {
            Body::from_stream(pieces.chain(futures::stream::pending()))
        };
        Request::post("/en/services/complaint/apply")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(body)
            .unwrap()
    };
    let held = tokio::spawn(router.clone().oneshot(posts(31, false)));
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let refused = router.oneshot(posts(4, true)).await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    held.abort();
}

async fn signs_in(visitor: &Visitor, login: &str, password: &str) -> Seen {
    let form = format!("login={login}&password={}", password.replace(' ', "+"));
    visitor.form("/desk/sign-in", &form).await
}

#[tokio::test]
async fn who_guesses_at_receipts_and_passwords_keeps_no_staff_out() {
    let app = peopled().await;
    let anyone = Visitor::anyone(&app);
    let signed_in = signs_in(&anyone, "officer", PASSWORD).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{}", signed_in.text);
    // Somebody at the same address guesses at receipts, and at passwords of many, and of this one.
    let (reference, _) = opened(&app).await;
    let guesses = Visitor {
        token: "Receipt aaaa-aaaa-aaaa".to_owned(),
        ..anyone.clone()
    };
    // As many as it takes: on a slow machine some more are let through meanwhile.
    let mut kept = (false, false);
    for _ in 0..100 {
        let answer = guesses.get(&format!("{CASES}/{reference}")).await;
        kept.0 |= answer.status == StatusCode::TOO_MANY_REQUESTS;
        if kept.0 {
            break;
        }
    }
    for n in 0..300 {
        let answer = signs_in(&anyone, &format!("nobody-{n}"), "a wrong one").await;
        kept.1 |= answer.status == StatusCode::TOO_MANY_REQUESTS;
        if kept.1 {
            break;
        }
    }
    assert_eq!(kept, (true, true));
    // From here the officer was signed in before, and is let in.
    let again = signs_in(&anyone, "officer", PASSWORD).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
}

#[tokio::test]
async fn a_device_that_is_known_waits_for_nobodys_wrong_passwords() {
    let app = crate::testing::app();
    settle(&app).await;
    let form = |login: &str, password: &str| {
        let form = format!("login={login}&password={}", password.replace(' ', "+"));
        Request::post("/desk/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap()
    };
    let router = crate::router(app);
    let first = router.clone().oneshot(form("agent", PASSWORD)).await.unwrap();
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let cookies = first.headers().get_all(header::SET_COOKIE).iter();
    let device = cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.contains("device="));
    let device = device.unwrap().split(';').next().unwrap().to_owned();
    let tries = async |password: &str, cookie: Option<&str>| {
        let mut request = form("agent", password);
        if let Some(cookie) = cookie {
            request
                .headers_mut()
                .insert(header::COOKIE, cookie.parse().unwrap());
        }
        router.clone().oneshot(request).await.unwrap()
    };
    let mut last = None;
    for _ in 0..8 {
        last = Some(tries("a wrong one", None).await);
    }
    let last = last.unwrap();
    assert_eq!(last.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers().contains_key(header::RETRY_AFTER));
    assert_eq!(
        tries(PASSWORD, None).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        tries(PASSWORD, Some(&device)).await.status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn all_that_the_api_answers_is_in_its_description() {
    let app = crate::testing::app_with(Options {
        unlimited: true,
        ..Options::default()
    });
    settle(&app).await;
    let anyone = Visitor::anyone(&app);
    let administrator = Visitor::signed_in(&app, "administrator").await;
    let officer = Visitor::signed_in(&app, "officer").await;
    let (reference, holder) = opened(&app).await;
    let described = anyone.get("/api/v1/openapi.json").await.json();
    let router = crate::router(app);
    let mut undescribed = Vec::new();
    let mut count = 0;
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            let bodies = [
                ("", ""),
                ("application/json", ""),
                ("application/json", "{}"),
                ("application/json", "{\"version\": \"x\", \"nonsense\": 1}"),
                ("application/json", "[1]"),
                ("text/plain", "words"),
                ("multipart/form-data; boundary=b", "--b\r\nx"),
                ("multipart/form-data; boundary=b", "--b--\r\n"),
            ];
            let named = path.replace("{reference}", &reference);
            let unknown = path.replace("{reference}", "WH-0000-0000");
            for path in [&named, &unknown].map(|path| path.replace(['{', '}'], "")) {
                for visitor in [&anyone, &administrator, &officer, &holder] {
                    for (kind, body) in bodies {
                        let method = method.to_uppercase();
                        // Their sessions are still needed.
                        if method == "DELETE" && path == "/api/v1/session" && !visitor.token.is_empty() {
                            continue;
                        }
                        let request = Request::builder()
                            .method(method.as_str())
                            .uri(&path)
                            .header(header::CONTENT_TYPE, kind)
                            .header(header::AUTHORIZATION, &visitor.token)
                            .body(Body::from(body))
                            .unwrap();
                        let answer = router.clone().oneshot(request).await.unwrap();
                        count += 1;
                        let status = answer.status().as_u16().to_string();
                        if !answers.contains_key(&status) {
                            undescribed.push(format!("{method} {path} {kind} {body}: {status}"));
                        }
                    }
                }
            }
        }
    }
    assert!(count > 1_000, "{count}");
    assert!(
        undescribed.is_empty(),
        "{} of {count}: {undescribed:#?}",
        undescribed.len()
    );
}
