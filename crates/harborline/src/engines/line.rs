//! The line to an engine: one request and its answer, within limits of time and size, whatever the server does.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header};
use tokio::time::Instant;

/// The longest answer that is read, unpacked.
const LONGEST: usize = 256 * 1024;
/// The longest a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);
/// Before a second try, in milliseconds: not all at the same moment, where many failed at the same moment.
const BREATH: std::ops::Range<u64> = 200..600;

/// Why there is no answer. It never holds an address or anything that was sent or came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("it cannot be reached")]
    Unreachable,
    #[error("its answer broke off")]
    Cut,
    #[error("it answered with status {}", .0.as_u16())]
    Status(StatusCode),
    #[error("its answer is too long")]
    TooLong,
    #[error("it did not answer in time")]
    Late,
    /// The answer is not one: what is wrong with it.
    #[error("{0}")]
    Wrong(&'static str),
}

/// When to try once more.
enum Again {
    Never,
    Soon,
    After(Duration),
}

/// A client for one engine. Follows no redirect: who was not named in the configuration gets nothing that
/// people wrote or said.
#[derive(Debug, Clone)]
pub struct Line {
    client: Client,
    /// Without a slash at its end.
    base: String,
}

impl Line {
    /// # Errors
    /// When this machine has no certificates to trust and the address is https.
    pub fn new(base: &Url, limit: Duration) -> anyhow::Result<Self> {
        // Whoever comes second finds the same one there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("harborline/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT.min(limit))
            .gzip(true);
        if base.scheme() != "https" {
            // A machine without certificates may well have an engine beside it.
            builder = builder.tls_certs_only([]);
        }
        Ok(Self {
            client: builder
                .build()
                .context("TLS cannot be set up; does this machine have CA certificates?")?,
            base: base.as_str().trim_end_matches('/').to_owned(),
        })
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}/{path}", self.base))
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}/{path}", self.base))
    }
}

/// The answer to a request, after two tries at most.
///
/// # Errors
/// As [`Failure`] says; [`Failure::Late`] at the deadline, never after it.
pub async fn ask(request: RequestBuilder, deadline: Instant) -> Result<Vec<u8>, Failure> {
    let second = request.try_clone();
    asked(request, || second, deadline).await
}

/// As [`ask`], for a request that cannot be cloned: what is in parts is made anew.
///
/// # Errors
/// As [`ask`].
pub async fn ask_made(make: impl Fn() -> RequestBuilder, deadline: Instant) -> Result<Vec<u8>, Failure> {
    asked(make(), || Some(make()), deadline).await
}

async fn asked(
    request: RequestBuilder,
    second: impl FnOnce() -> Option<RequestBuilder>,
    deadline: Instant,
) -> Result<Vec<u8>, Failure> {
    let asking = async {
        let (failure, again) = match once(request).await {
            Ok(answer) => return Ok(answer),
            Err(failed) => failed,
        };
        let pause = match again {
            Again::Never => return Err(failure),
            Again::Soon => Duration::from_millis(fastrand::u64(BREATH)),
            Again::After(pause) => pause,
        };
        if Instant::now() + pause >= deadline {
            return Err(failure);
        }
        match second() {
            Some(second) => {
                tokio::time::sleep(pause).await;
                once(second).await.map_err(|(failure, _)| failure)
            }
            None => Err(failure),
        }
    };
    tokio::time::timeout_at(deadline, asking)
        .await
        .unwrap_or(Err(Failure::Late))
}

async fn once(request: RequestBuilder) -> Result<Vec<u8>, (Failure, Again)> {
    let mut response = request
        .send()
        .await
        .map_err(|_| (Failure::Unreachable, Again::Soon))?;
    let status = response.status();
    if status != StatusCode::OK {
        return Err((Failure::Status(status), again(&response)));
    }
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| (Failure::Cut, Again::Soon))? {
        if answer.len() + chunk.len() > LONGEST {
            return Err((Failure::TooLong, Again::Never));
        }
        answer.extend_from_slice(&chunk);
    }
    Ok(answer)
}

/// When it makes sense to ask once more: as the server says, in seconds. One that names a date does not mean soon.
fn again(response: &Response) -> Again {
    let status = response.status();
    if !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS {
        return Again::Never;
    }
    match response
        .headers()
        .get(header::RETRY_AFTER)
        .map(|value| value.to_str())
    {
        None => Again::Soon,
        Some(value) => value
            .ok()
            .and_then(|value| value.trim().parse().ok())
            .map_or(Again::Never, |seconds| Again::After(Duration::from_secs(seconds))),
    }
}
