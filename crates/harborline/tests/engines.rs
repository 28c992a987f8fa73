//! The binary with engines beside it: what residents write is there at once, and in the unit's language when an engine
//! answers.

mod served;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path as At, State};
use axum::response::Json;
use axum::routing::{get, post};
use domain::Lang;
use domain::cases::{Case, TranslatedBy};
use domain::people::Actor;
use domain::receipts::Reference;
use serde_json::{Value, json};
use served::{Served, harborline};

const TEXT: &str = "Perdi o meu passaporte ontem à noite no autocarro e não sei o que fazer agora.";
const CHINESE: &str = "我昨晚在公交车上丢了护照，现在不知道该怎么办。";
/// Whoever writes this waits for ever.
const STUCK: &str = "O meu telefone avariou e a loja recusa-se a devolver o dinheiro que paguei.";
const KEY: &str = "hush-hush-0123456789";

/// Questions that an engine has got.
type Asked = Arc<AtomicUsize>;

/// Answers as both APIs do, in Chinese; hangs on [`STUCK`], or always.
async fn engine(hangs: bool) -> (String, Asked) {
    async fn translate(
        State((hangs, count)): State<(bool, Asked)>,
        At(path): At<String>,
        Json(asked): Json<Value>,
    ) -> Json<Value> {
        count.fetch_add(1, Ordering::Relaxed);
        if hangs || asked.to_string().contains(STUCK) {
            return std::future::pending().await;
        }
        Json(match path.as_str() {
            "translate" => {
                assert_eq!((&asked["source"], &asked["target"]), (&json!("pt"), &json!("zh")));
                json!({"translatedText": CHINESE})
            }
            _ => {
                json!({"model": "m-1", "choices": [{"message": {"content": CHINESE}, "finish_reason": "stop"}]})
            }
        })
    }
    let asked = Asked::default();
    let languages = json!([{"code": "pt", "targets": ["zh"]}, {"code": "zh", "targets": ["pt"]}]);
    let router = Router::new()
        .route("/languages", get(|| async { Json(languages) }))
        .route("/{*path}", post(translate))
        .with_state((hangs, asked.clone()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

async fn has_asked(asked: &Asked, times: usize) {
    let begun = Instant::now();
    while asked.load(Ordering::Relaxed) < times {
        assert!(begun.elapsed() < Duration::from_secs(8), "the worker asks");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn configured(kind: &str, url: &str, more: &str) -> String {
    format!("[[engine]]\nkind = \"{kind}\"\nurl = \"{url}\"\nlimit = 60\n{more}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_in_portuguese_is_read_in_chinese_a_moment_later() {
    let (server, _) = engine(false).await;
    for (kind, base, more, named) in [
        ("libretranslate", "", "", ("libretranslate", "pt-zh", "unknown")),
        ("openai", "/v1", "model = \"m\"", ("openai", "m", "m-1")),
    ] {
        let key = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(key.path(), KEY).unwrap();
        let more = format!("{more}\nkey_file = \"{}\"", key.path().display());
        let city = Served::with(&configured(kind, &format!("{server}{base}"), &more));
        let receipt = city.open(TEXT).await;
        let message = city.first_message_in("zh", &receipt).await;
        assert_eq!(message["text"], CHINESE);
        assert_eq!(message["original"]["text"], TEXT);
        assert_eq!(
            message["translated_by"],
            json!({"is": "engine", "engine": format!("{} {} {}", named.0, named.1, named.2), "checked": false})
        );

        let (store, log) = city.kept().await;
        let worker = Actor::System {
            worker: "translation".to_owned(),
        };
        let reference = Reference::parse(receipt["reference"].as_str().unwrap()).unwrap();
        let case = store.get::<Case>(reference, &worker).await.unwrap().unwrap();
        let translation = case.messages[0].translation(Lang::ZH).unwrap();
        assert_eq!(
            translation.by,
            TranslatedBy::Engine {
                name: named.0.to_owned(),
                model: named.1.to_owned(),
                version: named.2.to_owned()
            }
        );
        assert_eq!(store.wants_for_engines(None, 10).await.unwrap().rows, []);
        assert!(log.contains("TRACE"), "the log is read");
        for secret in [KEY, "passaporte", "护照"] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_engine_that_hangs_a_case_is_there_at_once_and_on_the_translation_desk() {
    let (server, asked) = engine(true).await;
    let city = Served::with(&configured("libretranslate", &server, ""));
    let begun = Instant::now();
    let receipt = city.open(TEXT).await;
    let message = city.first_message("zh", &receipt).await;
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(
        (&message["language"], &message["text"]),
        (&json!("pt"), &json!(TEXT))
    );
    has_asked(&asked, 1).await;
    assert_eq!(city.first_message("zh", &receipt).await["language"], "pt");
    let (store, _) = city.kept().await;
    let wants = store.wants_for_engines(None, 10).await.unwrap().rows;
    let [want] = &wants[..] else { panic!("{wants:?}") };
    assert_eq!(want.reference.to_string(), receipt["reference"].as_str().unwrap());
    assert_eq!((want.from.as_str(), want.to), ("pt", Lang::ZH));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_the_engine_hangs_on_holds_up_no_other_case() {
    let (server, asked) = engine(false).await;
    let city = Served::with(&configured("libretranslate", &server, ""));
    for _ in 0..3 {
        city.open(STUCK).await;
    }
    has_asked(&asked, 3).await;
    let receipt = city.open(TEXT).await;
    assert_eq!(city.first_message_in("zh", &receipt).await["text"], CHINESE);
    let (store, _) = city.kept().await;
    assert_eq!(store.wants_for_engines(None, 10).await.unwrap().rows.len(), 3);
}

#[test]
fn a_wrong_entry_keeps_it_from_starting() {
    for (entry, field) in [
        (
            "kind = \"libretranslate\"\nurl = \"http://me:hush@127.0.0.1:5000\"",
            "url",
        ),
        ("kind = \"openai\"\nurl = \"http://127.0.0.1:5000/v1\"", "model"),
        (
            "kind = \"libretranslate\"\nurl = \"http://127.0.0.1:5000\"\nkey_file = \"nowhere\"",
            "key_file",
        ),
    ] {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(
            data.path().join("harborline.toml"),
            format!("[[engine]]\n{entry}\n"),
        )
        .unwrap();
        let ended = harborline(data.path()).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success() && ended.stdout.is_empty(), "{said}");
        assert!(said.contains("engine") && said.contains(field), "{said}");
        assert!(!said.contains("hush"), "{said}");
    }
}
