//! A server on loopback that gives files, in whole and in part, and behaves as it is told.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use futures::{StreamExt as _, stream};

/// What it does when asked for a file.
#[derive(Debug, Clone, Copy)]
pub enum Does {
    Serves,
    /// Serves, and ends the connection after so many bytes of the answer.
    CutsAfter(usize),
    /// Serves so many bytes of the answer, and then nothing more.
    StallsAfter(usize),
    Says(StatusCode),
    /// Never answers.
    Hangs,
    /// Begins to answer and sends a byte now and then.
    Drips,
    /// Says no size and never ends.
    Floods,
    /// Serves without saying a size.
    ServesUnsized,
    /// Gives the rest of the file even when it has become another one.
    MixesParts,
}

#[derive(Debug, Clone)]
struct Held {
    bytes: Bytes,
    tag: String,
    /// What it does with one request after the other; the last one stays.
    does: VecDeque<Does>,
    headers: Vec<(&'static str, String)>,
}

/// What it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub range: Option<String>,
    pub if_range: Option<String>,
}

#[derive(Debug, Default)]
struct Inner {
    files: HashMap<String, Held>,
    asked: Vec<Asked>,
}

#[derive(Debug, Clone)]
pub struct Fake {
    pub address: String,
    inner: Arc<Mutex<Inner>>,
}

impl Fake {
    pub async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            inner: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    /// Holds a file from now on; its tag is that of what is in it.
    pub fn hold(&self, path: &str, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
        let held = Held {
            tag: format!("\"{}-{sum}\"", bytes.len()),
            bytes,
            does: [Does::Serves].into(),
            headers: Vec::new(),
        };
        self.inner.lock().unwrap().files.insert(path.to_owned(), held);
    }

    /// What it does when asked for a file that it holds.
    pub fn does(&self, path: &str, does: impl IntoIterator<Item = Does>) {
        let mut inner = self.inner.lock().unwrap();
        inner.files.get_mut(path).expect("it holds it").does = does.into_iter().collect();
    }

    pub fn says_with(&self, path: &str, header: &'static str, value: String) {
        let mut inner = self.inner.lock().unwrap();
        inner
            .files
            .get_mut(path)
            .expect("it holds it")
            .headers
            .push((header, value));
    }

    /// What it was asked for a file, in order.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        let inner = self.inner.lock().unwrap();
        inner
            .asked
            .iter()
            .filter(|asked| asked.path == path)
            .cloned()
            .collect()
    }
}

async fn answer(State(fake): State<Fake>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let text = |name| Some(headers.get(name)?.to_str().unwrap().to_owned());
    let asked = Asked {
        path: uri.path().to_owned(),
        range: text(header::RANGE),
        if_range: text(header::IF_RANGE),
    };
    let (held, does) = {
        let mut inner = fake.inner.lock().unwrap();
        inner.asked.push(asked.clone());
        let Some(held) = inner.files.get_mut(&asked.path) else {
            return status(StatusCode::NOT_FOUND);
        };
        let does = if held.does.len() > 1 {
            held.does.pop_front().unwrap()
        } else {
            held.does[0]
        };
        (held.clone(), does)
    };
    let whole = || part(&held, &asked, false);
    match does {
        Does::Serves => whole(),
        Does::MixesParts => part(&held, &asked, true),
        Does::Says(code) => status(code),
        Does::Hangs => std::future::pending().await,
        Does::ServesUnsized => body(stream::iter([Ok(held.bytes.clone())])),
        Does::Floods => body(stream::repeat_with(|| Ok(Bytes::from(vec![0; 1 << 16])))),
        Does::Drips => body(
            stream::repeat_with(|| Ok(Bytes::from_static(b"."))).then(|drop| async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                drop
            }),
        ),
        Does::CutsAfter(bytes) => {
            begin(whole(), bytes, || async {
                // What was written is to be on its way first.
                tokio::time::sleep(Duration::from_millis(50)).await;
                Err(io::Error::other("cut"))
            })
            .await
        }
        Does::StallsAfter(bytes) => begin(whole(), bytes, std::future::pending).await,
    }
}

/// An answer of which so many bytes come, and then something else.
async fn begin<E>(answer: Response<Body>, bytes: usize, end: impl FnOnce() -> E) -> Response<Body>
where
    E: Future<Output = io::Result<Bytes>> + Send + 'static,
{
    let (parts, full) = answer.into_parts();
    let full = axum::body::to_bytes(full, usize::MAX).await.unwrap();
    let first = Ok(full.slice(..bytes.min(full.len())));
    let body = stream::iter([first]).chain(stream::once(end()));
    Response::from_parts(parts, Body::from_stream(body))
}

fn part(held: &Held, asked: &Asked, mixes: bool) -> Response<Body> {
    let length = held.bytes.len();
    let same = mixes || asked.if_range.as_ref().is_none_or(|tag| *tag == held.tag);
    let start = asked.range.as_ref().filter(|_| same).map(|range| {
        let start = range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap();
        start.parse::<usize>().unwrap()
    });
    let mut response = Response::builder().header(header::ETAG, &held.tag);
    for (name, value) in &held.headers {
        response = response.header(*name, value);
    }
    let (response, bytes) = match start {
        Some(start) if start >= length => return status(StatusCode::RANGE_NOT_SATISFIABLE),
        Some(start) => (
            response.status(StatusCode::PARTIAL_CONTENT).header(
                header::CONTENT_RANGE,
                format!("bytes {start}-{}/{length}", length - 1),
            ),
            held.bytes.slice(start..),
        ),
        None => (response, held.bytes.clone()),
    };
    let response = response.header(header::CONTENT_LENGTH, bytes.len());
    response.body(Body::from(bytes)).unwrap()
}

fn status(code: StatusCode) -> Response<Body> {
    Response::builder().status(code).body(Body::empty()).unwrap()
}

fn body(of: impl stream::Stream<Item = Result<Bytes, Infallible>> + Send + 'static) -> Response<Body> {
    Response::new(Body::from_stream(of))
}
