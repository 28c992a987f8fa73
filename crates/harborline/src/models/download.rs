//! Fetches a file from a server, within limits, and goes on where an earlier try stopped.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use axum::body::Bytes;
use reqwest::header::{self, HeaderMap};
use reqwest::{Response, StatusCode, Url};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout, timeout_at};

use super::offer::Stated;
use super::progress::Progress;
use super::record::Sha256;

/// How long, how often and how much.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until the next bytes come.
    pub silence: Duration,
    /// For a file, with all tries and pauses.
    pub whole: Duration,
    /// The same for a page of a registry.
    pub listing: Duration,
    /// So many tries in a row that bring nothing end it.
    pub tries: u32,
    /// After the first failure; after each further one twice as long, and never longer than `silence`.
    pub pause: Duration,
    /// The longest page of a registry, in bytes.
    pub page: u64,
    /// The longest file where no size is stated, and the largest size that may be stated, in bytes.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            whole: Duration::from_hours(1),
            listing: Duration::from_mins(2),
            tries: 5,
            pause: Duration::from_secs(1),
            page: 16 << 20,
            file: 512 << 20,
        }
    }
}

/// Why something was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("the server cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    #[error("the server said nothing for {0:?}")]
    Silent(Duration),
    #[error("it was not there after {0:?}")]
    Late(Duration),
    #[error("the connection broke off")]
    Cut(#[source] reqwest::Error),
    #[error("the server answered with status {}", .0.as_u16())]
    Status(StatusCode),
    #[error("the server sent another part than was asked for")]
    OtherPart,
    #[error("the server gives {is} bytes, and {stated} are stated")]
    Size { is: u64, stated: u64 },
    #[error("it has more than {0} bytes")]
    TooLong(u64),
    #[error("it cannot be written")]
    File(#[from] std::io::Error),
}

impl Failure {
    /// Whether another try may go better.
    fn passes(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Silent(_) | Self::Cut(_) | Self::OtherPart => true,
            Self::Status(status) => {
                let passing = [
                    StatusCode::REQUEST_TIMEOUT,
                    StatusCode::TOO_MANY_REQUESTS,
                    StatusCode::RANGE_NOT_SATISFIABLE,
                ];
                status.is_server_error() || passing.contains(status)
            }
            Self::Late(_) | Self::Size { .. } | Self::TooLong(_) | Self::File(_) => false,
        }
    }

    /// Whether what has come cannot be of what is wanted.
    fn spoils(&self) -> bool {
        matches!(self, Self::Size { .. } | Self::TooLong(_))
    }

    /// What to do about it.
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::File(_) => {
                "make room and see that the data folder can be written to; what has come is kept"
            }
            Self::Size { .. } | Self::TooLong(_) | Self::Status(_) if !self.passes() => {
                "the registry and its files do not fit together just now: try again later, or take another with --from"
            }
            _ => {
                "what has come is kept: run the same command again and it goes on; without a network, --from FOLDER takes \
                 the model from a folder"
            }
        }
    }
}

/// Fetches from servers, through the proxy that the environment names.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    pub limits: Limits,
}

/// What is known of a file that is there in part; it lies beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Begun {
    url: String,
    /// What was stated for it.
    sha256: Option<Sha256>,
    /// By which the server knows whether it still has the same: an entity tag or a date.
    validator: Option<String>,
}

impl Client {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(limits: Limits) -> anyhow::Result<Self> {
        // Whoever comes second finds the same one there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .user_agent(concat!("harborline/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::custom(follow))
                .retry(reqwest::retry::never())
                .connect_timeout(limits.connect)
                // Sizes, parts and hashes are those of the file as it lies there.
                .no_gzip()
        };
        let http = builder()
            .build()
            // A machine without certificates may well have a registry beside it.
            .or_else(|_| builder().tls_certs_only([]).build())
            .context("TLS cannot be set up")?;
        Ok(Self { http, limits })
    }

    /// Reads a page of a registry whole, and says where the next one is.
    ///
    /// # Errors
    /// As [`Failure`] says, after all tries.
    pub async fn page(&self, url: &Url) -> Result<(Vec<u8>, Option<Url>), Failure> {
        let mut patience = Patience::of(&self.limits, self.limits.listing);
        loop {
            match patience.hold(self.page_once(url)).await {
                Ok(page) => return Ok(page),
                Err(failure) => patience.breathe(failure).await?,
            }
        }
    }

    async fn page_once(&self, url: &Url) -> Result<(Vec<u8>, Option<Url>), Failure> {
        let mut response = self.send(self.http.get(url.clone())).await?;
        if response.status() != StatusCode::OK {
            return Err(Failure::Status(response.status()));
        }
        let next = response
            .headers()
            .get("next-page")
            .and_then(|next| next.to_str().ok());
        let next = next.and_then(|next| url.join(next).ok());
        // Pages lie side by side.
        let next = next.filter(|next| next.origin() == url.origin());
        let mut page = Vec::new();
        while let Some(bytes) = self.chunk(&mut response).await? {
            if (page.len() + bytes.len()) as u64 > self.limits.page {
                return Err(Failure::TooLong(self.limits.page));
            }
            page.extend_from_slice(&bytes);
        }
        Ok((page, next))
    }

    /// Fetches a file to `part`, whole, and says how it came. What is there of it from before is kept, if it is of the
    /// same.
    ///
    /// It is not checked: its size is as stated, or within the limit, and no more.
    ///
    /// # Errors
    /// As [`Failure`] says, after all tries. What came until then stays, unless it cannot be right.
    pub async fn fetch(
        &self,
        url: &Url,
        stated: Stated,
        part: &Path,
        progress: &mut Progress,
    ) -> Result<Came, Failure> {
        let longest = stated.size.unwrap_or(self.limits.file);
        if longest > self.limits.file {
            return Err(Failure::TooLong(self.limits.file));
        }
        let mut partial = Partial::open(part, url, stated)?;
        if stated.size.is_some_and(|size| size == partial.length) {
            return Ok(partial.came);
        }
        let mut patience = Patience::of(&self.limits, self.limits.whole);
        loop {
            let before = partial.length;
            let trying = self.fetch_once(url, stated.size, longest, &mut partial, progress);
            let failure = match patience.hold(trying).await {
                Ok(()) => {
                    partial.file.sync_all()?;
                    return Ok(partial.came);
                }
                Err(failure) => failure,
            };
            if failure.spoils() {
                partial.restart(None)?;
            }
            if partial.length > before {
                patience.renew();
            }
            patience.breathe(failure).await?;
        }
    }

    async fn fetch_once(
        &self,
        url: &Url,
        stated: Option<u64>,
        longest: u64,
        partial: &mut Partial,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let mut request = self
            .http
            .get(url.clone())
            .header(header::ACCEPT_ENCODING, "identity");
        if partial.length > 0 {
            request = request.header(header::RANGE, format!("bytes={}-", partial.length));
            if let Some(validator) = &partial.begun.validator {
                request = request.header(header::IF_RANGE, validator);
            }
        }
        let mut response = self.send(request).await?;
        match response.status() {
            StatusCode::PARTIAL_CONTENT if partial.length > 0 => {
                if !continues(response.headers(), partial.length) {
                    partial.restart(None)?;
                    return Err(Failure::OtherPart);
                }
                partial.came = Came::InParts;
            }
            StatusCode::OK => partial.restart(validator(response.headers()))?,
            status => {
                if status == StatusCode::RANGE_NOT_SATISFIABLE {
                    partial.restart(None)?;
                }
                return Err(Failure::Status(status));
            }
        }
        if let Some(rest) = response.content_length() {
            let is = partial.length.saturating_add(rest);
            if let Some(stated) = stated.filter(|stated| *stated != is) {
                return Err(Failure::Size { is, stated });
            }
            if is > longest {
                return Err(Failure::TooLong(longest));
            }
        }
        progress.at(partial.length);
        while let Some(bytes) = self.chunk(&mut response).await? {
            if partial.length + bytes.len() as u64 > longest {
                return Err(Failure::TooLong(longest));
            }
            partial.write(&bytes)?;
            progress.at(partial.length);
        }
        match stated.filter(|stated| *stated != partial.length) {
            Some(stated) => Err(Failure::Size {
                is: partial.length,
                stated,
            }),
            None => Ok(()),
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Response, Failure> {
        match timeout(self.limits.silence, request.send()).await {
            Ok(sent) => sent.map_err(|error| Failure::Unreachable(error.without_url())),
            Err(_) => Err(Failure::Silent(self.limits.silence)),
        }
    }

    async fn chunk(&self, response: &mut Response) -> Result<Option<Bytes>, Failure> {
        match timeout(self.limits.silence, response.chunk()).await {
            Ok(chunk) => chunk.map_err(|error| Failure::Cut(error.without_url())),
            Err(_) => Err(Failure::Silent(self.limits.silence)),
        }
    }
}

/// Whether a file came in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    AtOnce,
    /// From several, which the server held to be of the same file.
    InParts,
}

/// How long and how often something is still tried.
struct Patience {
    limits: Limits,
    whole: Duration,
    deadline: Instant,
    failed: u32,
}

impl Patience {
    fn of(limits: &Limits, whole: Duration) -> Self {
        Self {
            limits: *limits,
            whole,
            deadline: Instant::now() + whole,
            failed: 0,
        }
    }

    /// Until the deadline, and no longer.
    async fn hold<T>(&self, trying: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let tried = timeout_at(self.deadline, trying).await;
        tried.unwrap_or(Err(Failure::Late(self.whole)))
    }

    /// Something came.
    fn renew(&mut self) {
        self.failed = 0;
    }

    /// Waits before another try; gives the failure back when there is to be none.
    async fn breathe(&mut self, failure: Failure) -> Result<(), Failure> {
        self.failed += 1;
        if !failure.passes() || self.failed >= self.limits.tries {
            return Err(failure);
        }
        let pause = self.limits.pause.saturating_mul(1 << (self.failed - 1).min(16));
        // Not all at the same moment, where many failed at the same moment.
        let pause = pause
            .min(self.limits.silence)
            .mul_f64(0.75 + fastrand::f64() / 2.0);
        if Instant::now() + pause >= self.deadline {
            return Err(Failure::Late(self.whole));
        }
        tokio::time::sleep(pause).await;
        Ok(())
    }
}

/// Follows a few redirects, and none from a protected line to an open one.
fn follow(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let protected = attempt
        .previous()
        .last()
        .is_some_and(|url| url.scheme() == "https");
    if attempt.previous().len() > 5 || protected && attempt.url().scheme() != "https" {
        attempt.stop()
    } else {
        attempt.follow()
    }
}

/// By which the server can be asked for the rest of the same file: a strong entity tag, or else a date (RFC 9110, 13.1.5).
fn validator(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok();
    let tag = text(header::ETAG).filter(|tag| !tag.starts_with("W/"));
    tag.or_else(|| text(header::LAST_MODIFIED)).map(str::to_owned)
}

/// Whether it is the part from `offset` on.
fn continues(headers: &HeaderMap, offset: u64) -> bool {
    headers
        .get(header::CONTENT_RANGE)
        .and_then(|range| range.to_str().ok()?.strip_prefix("bytes ")?.split_once('-'))
        .is_some_and(|(start, _)| start.trim().parse() == Ok(offset))
}

/// A file that is there in part.
struct Partial {
    path: PathBuf,
    file: File,
    /// In bytes.
    length: u64,
    begun: Begun,
    came: Came,
}

impl Partial {
    /// Opens what is there of a file; empty, unless it is certain to be of the same: by its hash, or by a validator.
    fn open(path: &Path, url: &Url, stated: Stated) -> Result<Self, Failure> {
        let beside = beside(path);
        let earlier = fs::read(&beside).ok();
        let earlier = earlier.and_then(|json| serde_json::from_slice::<Begun>(&json).ok());
        let same = earlier.filter(|begun| {
            let certain = stated.sha256.is_some() || begun.validator.is_some();
            certain && begun.url == url.as_str() && begun.sha256 == stated.sha256
        });
        let keep = same.is_some();
        let begun = same.unwrap_or_else(|| Begun {
            url: url.to_string(),
            sha256: stated.sha256,
            validator: None,
        });
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let mut length = file.metadata()?.len();
        if !keep || stated.size.is_some_and(|size| length > size) {
            file.set_len(0)?;
            length = 0;
        }
        let partial = Self {
            path: path.to_owned(),
            file,
            length,
            begun,
            came: if length > 0 { Came::InParts } else { Came::AtOnce },
        };
        partial.note()?;
        Ok(partial)
    }

    fn note(&self) -> Result<(), Failure> {
        let json = serde_json::to_vec(&self.begun).map_err(std::io::Error::from)?;
        Ok(fs::write(beside(&self.path), json)?)
    }

    fn restart(&mut self, validator: Option<String>) -> Result<(), Failure> {
        self.file.set_len(0)?;
        self.length = 0;
        self.came = Came::AtOnce;
        self.begun.validator = validator;
        self.note()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }
}

/// Throws away what is there of a file.
pub fn discard(part: &Path) -> std::io::Result<()> {
    fs::remove_file(part)?;
    fs::remove_file(beside(part))
}

/// Where it is noted what a part is of.
fn beside(part: &Path) -> PathBuf {
    let mut name = part.as_os_str().to_owned();
    name.push(".json");
    name.into()
}
