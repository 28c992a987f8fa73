//! Janus, the media server for calls with more than three, by its HTTP API and its plugin `AudioBridge`, which mixes.
//! Sources: <https://janus.conf.meetecho.com/docs/rest.html>, <https://janus.conf.meetecho.com/docs/audiobridge.html>; its
//! numbers of errors: `apierror.h` and `plugins/janus_audiobridge.c` of 1.1.2, the one of Debian, whose answers the tests have.
//!
//! Whoever makes a session may choose its number, so that none is kept here: every node knows it. What a browser offers and what it
//! is answered are in no log.

#[cfg(test)]
mod tests;

use std::time::Duration;

use anyhow::Context as _;
use futures::future::BoxFuture;
use reqwest::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;
use web::{Mixer, Room, Unmixed};

use crate::config::Media;
use crate::engines::guard::{Denied, Guard};
use crate::engines::line::{Failure, Line, ask};

const PLUGIN: &str = "janus.plugin.audiobridge";
/// So long everything may take until a browser has its answer. Janus itself takes some tenths of a second.
const LIMIT: Duration = Duration::from_secs(8);
/// What is said only in passing.
const ASIDE: Duration = Duration::from_secs(3);
/// Samples a second of what is mixed: as browsers send it, since less costs as much.
const RATE: u32 = 48_000;
/// The most that is read at once of what it has to tell a session.
const EVENTS: &str = "20";
/// Between questions to one that has nothing to tell and does not wait.
const BREATH: Duration = Duration::from_millis(50);
/// By this the answer to a request is known among them.
const JOIN: &str = "join";

const NO_SUCH_SESSION: u32 = 458;
const OTHER_SECRET: u32 = 403;
const NO_SUCH_PLUGIN: u32 = 460;
/// What a browser has offered is none, says Janus or the plugin.
const OFFER_IS_WRONG: [u32; 3] = [464, 465, 493];
const NO_SUCH_ROOM: u32 = 485;
const ROOM_EXISTS: u32 = 486;

/// A Janus.
pub struct Janus {
    line: Line,
    secret: SecretString,
    /// As a question for events has it in its address.
    query: SecretString,
    guard: Guard,
}

impl std::fmt::Debug for Janus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Janus")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}

/// Whatever it says: an answer, or an event of a session.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    /// `success`, `ack`, `error`, `event`, `trickle`, …
    janus: String,
    transaction: String,
    data: Made,
    error: Option<Wrong>,
    plugindata: Option<Plugin>,
    jsep: Option<Jsep>,
    candidate: Option<Candidate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Made {
    id: u64,
}

#[derive(Debug, Deserialize)]
struct Wrong {
    code: u32,
}

#[derive(Debug, Deserialize)]
struct Plugin {
    data: Bridge,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Bridge {
    error_code: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Jsep {
    #[serde(rename = "type")]
    kind: String,
    sdp: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Candidate {
    candidate: String,
    completed: bool,
}

impl Said {
    fn read(answer: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice(answer).map_err(|_| Failure::Wrong("its answer has another form"))
    }

    /// The number of the error, of Janus or of the plugin.
    fn wrong(&self) -> Option<u32> {
        let plugin = self.plugindata.as_ref().and_then(|plugin| plugin.data.error_code);
        self.error.as_ref().map(|wrong| wrong.code).or(plugin)
    }

    /// Itself, unless it is an error.
    fn well(self) -> Result<Self, Failure> {
        match self.wrong() {
            None => Ok(self),
            // It is the browser's, and says nothing of how the server is.
            Some(code) if OFFER_IS_WRONG.contains(&code) => Err(Failure::Status(StatusCode::BAD_REQUEST)),
            Some(OTHER_SECRET) => Err(Failure::Wrong("it takes another secret")),
            Some(NO_SUCH_PLUGIN) => Err(Failure::Wrong("it has no AudioBridge")),
            Some(_) => Err(Failure::Wrong("it refused")),
        }
    }

    /// Itself, also when it is that error.
    fn well_or(self, code: u32) -> Result<Self, Failure> {
        if self.wrong() == Some(code) {
            return Ok(self);
        }
        self.well()
    }
}

/// What a room is made of. Nobody finds it in a list, and nothing of it is recorded.
fn made(room: &Room) -> Value {
    json!({
        "request": "create",
        "room": room.number,
        "secret": room.secret,
        "pin": room.pin,
        "permanent": false,
        "is_private": true,
        "record": false,
        "sampling_rate": RATE,
    })
}

impl Janus {
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(media: &Media) -> anyhow::Result<Self> {
        Self::within(media, LIMIT)
    }

    fn within(media: &Media, limit: Duration) -> anyhow::Result<Self> {
        let mut query = media.url.clone();
        query
            .query_pairs_mut()
            .append_pair("maxev", EVENTS)
            .append_pair("apisecret", media.secret.expose_secret());
        Ok(Self {
            line: Line::new(&media.url, limit).context("media: janus_url")?,
            secret: media.secret.clone(),
            query: query.query().unwrap_or_default().into(),
            guard: Guard::new("janus", limit),
        })
    }

    /// Whether it answers, knows the secret and mixes: how long that took.
    ///
    /// # Errors
    /// Why not.
    pub async fn tried(&self) -> Result<Duration, Failure> {
        let begun = Instant::now();
        let deadline = begun + LIMIT;
        let session = self
            .post("", json!({ "janus": "create" }), deadline)
            .await?
            .well()?
            .data
            .id;
        let attached = self.attach(session, deadline).await;
        self.destroy(session, deadline).await?;
        attached.map(|_| begun.elapsed())
    }

    /// Says something, below the address of its API; gives what it answers at once.
    async fn post(&self, path: &str, mut what: Value, deadline: Instant) -> Result<Said, Failure> {
        what["apisecret"] = self.secret.expose_secret().into();
        if what["transaction"].is_null() {
            what["transaction"] = "harborline".into();
        }
        let answer = ask(self.line.post(path).json(&what), deadline).await?;
        Said::read(&answer)
    }

    async fn attach(&self, session: u64, deadline: Instant) -> Result<u64, Failure> {
        let attach = json!({ "janus": "attach", "plugin": PLUGIN });
        let attached = self.post(&session.to_string(), attach, deadline).await?;
        Ok(attached.well()?.data.id)
    }

    async fn destroy(&self, session: u64, deadline: Instant) -> Result<(), Failure> {
        let destroy = json!({ "janus": "destroy" });
        let said = self.post(&session.to_string(), destroy, deadline).await?;
        said.well_or(NO_SUCH_SESSION).map(drop)
    }

    async fn joined(
        &self,
        room: &Room,
        session: u64,
        offer: &str,
        deadline: Instant,
    ) -> Result<String, Failure> {
        // That of a page which was loaded anew may be there still.
        self.destroy(session, deadline).await?;
        let create = json!({ "janus": "create", "id": session });
        self.post("", create, deadline).await?.well()?;
        let handle = self.attach(session, deadline).await?;
        let at = format!("{session}/{handle}");
        let create = json!({ "janus": "message", "body": made(room) });
        self.post(&at, create, deadline).await?.well_or(ROOM_EXISTS)?;
        let join = json!({
            "janus": "message",
            "transaction": JOIN,
            "body": { "request": "join", "room": room.number, "pin": room.pin },
            "jsep": { "type": "offer", "sdp": offer },
        });
        self.post(&at, join, deadline).await?.well()?;
        self.answer(session, deadline).await
    }

    /// What it answers an offer: with its ways in it, or after it if it is set up so (`full_trickle`).
    async fn answer(&self, session: u64, deadline: Instant) -> Result<String, Failure> {
        let mut answer: Option<String> = None;
        let (mut ways, mut all) = (String::new(), false);
        loop {
            if let Some(answer) = &answer
                && (all || answer.contains("a=candidate:"))
            {
                return Ok(format!("{answer}{ways}"));
            }
            let path = format!("{session}?{}", self.query.expose_secret());
            let events = ask(self.line.get(&path), deadline).await?;
            let events: Vec<Said> = serde_json::from_slice(&events)
                .map_err(|_| Failure::Wrong("its events have another form"))?;
            if events.is_empty() {
                // It waits itself when it has nothing to tell.
                tokio::time::sleep(BREATH).await;
            }
            for event in events {
                if let Some(way) = &event.candidate {
                    all |= way.completed;
                    if way.candidate.starts_with("candidate:") {
                        ways += &["a=", &way.candidate, "\r\n"].concat();
                    }
                }
                if event.janus == "timeout" || event.janus == "hangup" {
                    return Err(Failure::Wrong("it gave up"));
                }
                if event.transaction != JOIN {
                    continue;
                }
                let jsep = event.well()?.jsep.filter(|jsep| jsep.kind == "answer");
                answer = answer.or(jsep.map(|jsep| jsep.sdp));
            }
        }
    }

    async fn closed(&self, room: &Room, deadline: Instant) -> Result<(), Failure> {
        let create = json!({ "janus": "create" });
        let session = self.post("", create, deadline).await?.well()?.data.id;
        let handle = self.attach(session, deadline).await?;
        let destroy = json!({ "request": "destroy", "room": room.number, "secret": room.secret });
        let message = json!({ "janus": "message", "body": destroy });
        let said = self
            .post(&format!("{session}/{handle}"), message, deadline)
            .await?;
        said.well_or(NO_SUCH_ROOM)?;
        self.destroy(session, deadline).await
    }

    /// Says something of a session in passing. A server that is away has no session, and nobody waits for it.
    fn aside(&self, session: u64, what: &'static str) {
        let said = json!({
            "janus": what,
            "transaction": "harborline",
            "apisecret": self.secret.expose_secret(),
        });
        let request = self.line.post(&session.to_string()).json(&said);
        tokio::spawn(async move {
            let _ = ask(request, Instant::now() + ASIDE).await;
        });
    }
}

fn unmixed(denied: Denied) -> Unmixed {
    match denied {
        Denied::Late(limit) => tracing::warn!(seconds = limit.as_secs(), "the media server is too slow"),
        // It was said before.
        Denied::Resting => {}
        Denied::Failed(why) => tracing::warn!(%why, "the media server mixes nothing"),
    }
    Unmixed
}

impl Mixer for Janus {
    fn join<'a>(
        &'a self,
        room: &'a Room,
        session: u64,
        offer: &'a str,
    ) -> BoxFuture<'a, Result<String, Unmixed>> {
        let asking = async move |deadline| self.joined(room, session, offer, deadline).await;
        Box::pin(async move { self.guard.ask(asking).await.map_err(unmixed) })
    }

    fn stays(&self, session: u64) {
        self.aside(session, "keepalive");
    }

    fn leaves(&self, session: u64) {
        self.aside(session, "destroy");
    }

    fn close<'a>(&'a self, room: &'a Room) -> BoxFuture<'a, Result<(), Unmixed>> {
        let asking = async move |deadline| self.closed(room, deadline).await;
        Box::pin(async move { self.guard.ask(asking).await.map_err(unmixed) })
    }
}
