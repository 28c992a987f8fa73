//! One socket: what comes in is read within limits, what goes out is sent within a time, and it is closed with a reason.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use futures::SinkExt as _;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::StoreError;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::AGAIN;
use super::frames::Tells;
use super::hub::{Ear, News};
use crate::kit::error::Error;
use crate::kit::security;

/// The longest frame, in bytes: the longest text there may be, in a script of four bytes a letter.
const FRAME_MAX: usize = 20_000;
/// Beyond this nothing is read at all.
const MESSAGE_MAX: usize = 64 * 1024;
/// Of a connection that is open and silent most of the time.
const BUFFER: usize = 2 * 1024;
/// So much is gathered before it is sent, while there is more to tell.
const GATHERED: usize = 4 * 1024;
/// So many frames at once, and then so many a second.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(40).expect("not zero");
const A_SECOND: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// How often a socket is asked whether it is still there, and whoever holds it whether they still may.
const LOOKS_EVERY: Duration = Duration::from_secs(20);
/// One that says nothing for so long has gone.
const IDLE: Duration = Duration::from_secs(55);
/// A frame that is not taken in this time is taken by nobody.
const SENDS: Duration = Duration::from_secs(10);
/// How long a reason for closing may take on its way.
const CLOSES: Duration = Duration::from_secs(1);

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closes {
    /// The other end has gone, or the line is broken.
    Gone,
    /// What came is no frame.
    Garbage,
    TooLarge,
    Flood,
    /// It named a conversation that is another's.
    NotTheirs,
    /// Whoever held it is not signed in any more, or not as before.
    SessionEnded,
    Idle,
    /// It asks for more than one socket may.
    TooMuch,
}

impl Closes {
    /// Code and reason that the other end is told: 4000 and more are an application's own.
    pub fn said(self) -> Option<(u16, &'static str)> {
        Some(match self {
            Self::Gone => return None,
            Self::Garbage => (4400, "garbage"),
            Self::SessionEnded => (4401, "session-ended"),
            Self::NotTheirs => (4403, "not-yours"),
            Self::Idle => (4408, "idle"),
            Self::TooLarge => (4413, "too-large"),
            Self::Flood => (4429, "flood"),
            Self::TooMuch => (4430, "too-much"),
        })
    }
}

/// What a socket wakes for.
#[derive(Debug)]
pub(super) enum Happens<T> {
    Asked(T),
    Heard(News),
    /// The moment that was waited for has come.
    Due,
    /// Time to look whether all is as it was.
    Look,
}

/// With our limits, and only for pages of this site: a socket takes the cookies along wherever it is opened from.
///
/// # Errors
/// [`Error::CrossSite`].
pub(super) fn admitted(upgrade: WebSocketUpgrade, headers: &HeaderMap) -> Result<WebSocketUpgrade, Error> {
    if !security::comes_from_here(headers) {
        return Err(Error::CrossSite);
    }
    Ok(upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(GATHERED)
        .max_write_buffer_size(1024 * 1024)
        .max_frame_size(MESSAGE_MAX)
        .max_message_size(MESSAGE_MAX))
}

async fn sent(sending: impl Future<Output = Result<(), axum::Error>>) -> Result<(), Closes> {
    match tokio::time::timeout(SENDS, sending).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Closes::Gone),
    }
}

pub(super) struct Wire {
    socket: WebSocket,
    bucket: DefaultDirectRateLimiter,
    heard_at: Instant,
    looks: Interval,
    /// Something was told that is not sent yet.
    gathers: bool,
}

impl Wire {
    pub fn new(socket: WebSocket) -> Self {
        let mut looks = tokio::time::interval_at(Instant::now() + LOOKS_EVERY, LOOKS_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            socket,
            bucket: RateLimiter::direct(Quota::per_second(A_SECOND).allow_burst(AT_ONCE)),
            heard_at: Instant::now(),
            looks,
            gathers: false,
        }
    }

    /// What happens next; `due` is a moment to be woken at.
    pub async fn next<T: DeserializeOwned>(
        &mut self,
        ear: &Ear,
        due: Option<Instant>,
    ) -> Result<Happens<T>, Closes> {
        loop {
            if self.gathers && !ear.has_news() {
                self.gathers = false;
                sent(self.socket.flush()).await?;
            }
            let at_due = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                message = self.socket.recv() => {
                    let message = match message {
                        None => return Err(Closes::Gone),
                        // Too large, not UTF-8 or no frame at all; or the line broke, and nobody is told.
                        Some(Err(_)) => return Err(Closes::Garbage),
                        Some(Ok(message)) => message,
                    };
                    if let Some(asked) = self.read(&message)? {
                        return Ok(Happens::Asked(asked));
                    }
                }
                news = ear.next() => return Ok(Happens::Heard(news)),
                () = at_due => return Ok(Happens::Due),
                _ = self.looks.tick() => {
                    if self.heard_at.elapsed() > IDLE {
                        return Err(Closes::Idle);
                    }
                    self.send(Message::Ping(Vec::new().into())).await?;
                    return Ok(Happens::Look);
                }
            }
        }
    }

    /// Something was heard of the other end lately, if only that it is there: a browser answers a ping by itself, however little
    /// it lets the scripts of a hidden page do.
    pub fn is_there(&self) -> bool {
        self.heard_at.elapsed() < LOOKS_EVERY + Duration::from_secs(5)
    }

    fn read<T: DeserializeOwned>(&mut self, message: &Message) -> Result<Option<T>, Closes> {
        self.heard_at = Instant::now();
        if self.bucket.check().is_err() {
            return Err(Closes::Flood);
        }
        match message {
            Message::Text(text) if text.len() > FRAME_MAX => Err(Closes::TooLarge),
            Message::Text(text) => serde_json::from_str(text).map(Some).map_err(|_| Closes::Garbage),
            Message::Binary(_) => Err(Closes::Garbage),
            Message::Ping(_) | Message::Pong(_) => Ok(None),
            Message::Close(_) => Err(Closes::Gone),
        }
    }

    pub async fn tell(&mut self, frame: &impl Serialize) -> Result<(), Closes> {
        // A frame is made of texts and numbers, which JSON has.
        let text = serde_json::to_string(frame).map_err(|_| Closes::Gone)?;
        self.send(Message::Text(text.into())).await
    }

    /// Shows what is new. A database that does not answer is asked again, and the page says so meanwhile.
    pub async fn show(
        &mut self,
        looked: Result<Vec<Tells>, StoreError>,
        again_at: &mut Option<Instant>,
    ) -> Result<(), Closes> {
        let Ok(frames) = looked else {
            if again_at.is_none() {
                self.tell(&Tells::Away {}).await?;
            }
            *again_at = Some(Instant::now() + AGAIN);
            return Ok(());
        };
        if again_at.take().is_some() {
            self.tell(&Tells::Back {}).await?;
        }
        for frame in &frames {
            self.tell(frame).await?;
        }
        Ok(())
    }

    /// It goes out before anything is waited for.
    async fn send(&mut self, message: Message) -> Result<(), Closes> {
        self.gathers = true;
        sent(self.socket.feed(message)).await
    }

    /// Says why, if anybody is there to hear it.
    pub async fn close(mut self, why: Closes) {
        let Some((code, reason)) = why.said() else {
            return;
        };
        tracing::info!(reason, "a socket of the hotline is closed");
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        let said = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                // What is still on its way here would else take the reason's place.
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever does not listen is not waited for.
        let _ = tokio::time::timeout(CLOSES, said).await;
    }
}
