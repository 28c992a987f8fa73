//! A server on loopback that looks like an engine and behaves as it is told.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Method, Request, Response, StatusCode, header};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

/// What it does with a question.
#[derive(Debug, Clone)]
pub enum Does {
    /// Answers in the form of the API, with this text.
    Says(&'static str),
    /// The same, after a while.
    SaysAfter(Duration, &'static str),
    Answers(StatusCode, Vec<(header::HeaderName, String)>, Vec<u8>),
    /// Never answers.
    Hangs,
    /// Begins an answer and goes on with a blank now and then.
    Drips,
    /// Never ends its answer.
    Floods,
    /// Ends the connection in the middle of the answer.
    BreaksOff,
}

/// What it was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub authorization: Option<String>,
    /// Null, unless it came as JSON.
    pub body: Value,
    pub bytes: Bytes,
}

#[derive(Default)]
struct Inner {
    /// What it does with one question after the other; the last one stays.
    does: VecDeque<Does>,
    /// What it does when asked for its languages; without it, it tells them.
    languages: Option<Does>,
    asked: Vec<Asked>,
    now: usize,
    most: usize,
}

#[derive(Clone)]
pub struct Fake {
    pub address: String,
    inner: Arc<Mutex<Inner>>,
}

impl Fake {
    pub async fn that(does: impl IntoIterator<Item = Does>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            inner: Arc::default(),
        };
        fake.now(does);
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    /// From now on it does something else.
    pub fn now(&self, does: impl IntoIterator<Item = Does>) {
        self.inner.lock().unwrap().does = does.into_iter().collect();
    }

    /// Asked for its languages, it does this.
    pub fn with_languages(self, does: Does) -> Self {
        self.inner.lock().unwrap().languages = Some(does);
        self
    }

    fn for_languages(&self, asked: Asked) -> Option<Does> {
        let mut inner = self.inner.lock().unwrap();
        inner.asked.push(asked);
        inner.languages.clone()
    }

    fn for_text(&self, asked: Asked) -> Does {
        let mut inner = self.inner.lock().unwrap();
        inner.asked.push(asked);
        inner.now += 1;
        inner.most = inner.most.max(inner.now);
        if inner.does.len() > 1 {
            inner.does.pop_front().unwrap()
        } else {
            inner.does[0].clone()
        }
    }

    /// All questions but those for languages.
    pub fn asked(&self) -> Vec<Asked> {
        let inner = self.inner.lock().unwrap();
        let texts = inner.asked.iter().filter(|asked| asked.method == Method::POST);
        texts.cloned().collect()
    }

    pub fn asked_for_languages(&self) -> usize {
        let inner = self.inner.lock().unwrap();
        inner
            .asked
            .iter()
            .filter(|asked| asked.path == "/languages")
            .count()
    }

    /// The most questions it had before it at once.
    pub fn most_at_once(&self) -> usize {
        self.inner.lock().unwrap().most
    }
}

async fn answer(State(fake): State<Fake>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let path = head.uri.path().to_owned();
    let authorization = head.headers.get(header::AUTHORIZATION);
    let asked = Asked {
        method: head.method.clone(),
        path: path.clone(),
        authorization: authorization.map(|value| value.to_str().unwrap().to_owned()),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        bytes: body,
    };
    if head.method == Method::GET {
        return match fake.for_languages(asked) {
            Some(does) => act(does, &path).await,
            None => of_json(&json!([
                {"code": "en", "name": "English", "targets": ["de", "en", "pt", "zh-Hans"]},
                {"code": "pt", "name": "Portuguese", "targets": ["en", "zh-Hant", "zh-Hans"]},
                {"code": "zh-Hans", "name": "Chinese", "targets": ["en", "pt", "ko"]},
            ])),
        };
    }
    let does = fake.for_text(asked);
    let answer = act(does, &path).await;
    fake.inner.lock().unwrap().now -= 1;
    answer
}

fn of_json(value: &Value) -> Response<Body> {
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(value.to_string()))
        .unwrap()
}

/// What a translation, or what was heard, looks like behind this path.
pub fn shaped(path: &str, text: &str) -> Value {
    match path {
        "/translate" => json!({"translatedText": text}),
        "/v1/chat/completions" => json!({
            "id": "1", "object": "chat.completion", "model": "qwen2.5-7b-instruct-q8",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"total_tokens": 10},
        }),
        "/v1/audio/transcriptions" => json!({
            "task": "transcribe", "language": "japanese", "duration": 3.4, "text": text,
            "segments": [{"id": 0, "start": 0.0, "end": 3.4, "text": text, "avg_logprob": -0.25, "no_speech_prob": 0.01}],
        }),
        other => panic!("nobody asks {other}"),
    }
}

async fn act(does: Does, path: &str) -> Response<Body> {
    match does {
        Does::Says(text) => of_json(&shaped(path, text)),
        Does::SaysAfter(pause, text) => {
            tokio::time::sleep(pause).await;
            of_json(&shaped(path, text))
        }
        Does::Answers(status, headers, body) => {
            let mut answer = Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(name, value);
            }
            answer.body(Body::from(body)).unwrap()
        }
        Does::Hangs => std::future::pending().await,
        Does::Drips => {
            let drops = stream::iter(0..).then(|_| async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok::<_, Infallible>(Bytes::from_static(b" "))
            });
            Response::new(Body::from_stream(drops))
        }
        Does::Floods => {
            let flood = stream::iter(0..).map(|_| Ok::<_, Infallible>(Bytes::from(vec![b' '; 16 * 1024])));
            Response::new(Body::from_stream(flood))
        }
        Does::BreaksOff => {
            let begun = stream::iter([
                Ok(Bytes::from_static(b"{\"translatedText\": \"")),
                Err(std::io::Error::other("gone")),
            ]);
            Response::new(Body::from_stream(begun))
        }
    }
}
