//! Lines to the one server of several that takes writes.
//!
//! The driver tries several hosts by itself, but waits for one that accepts a line and then says nothing, as a stopped
//! machine does, for as long as for all of them. Here each has its time, and the one that was right last is asked first.
//! And while an answer is late it is looked whether another one has taken its place: lines to it may never break.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Error, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Patience;
use super::address::Address;
use crate::StoreError;

pub(super) type Line = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// How long a server may take to greet once the line to it is made.
const GREETING: Duration = Duration::from_secs(2);

/// The servers of an address.
pub(super) struct Servers {
    each: Vec<Config>,
    tls: MakeRustlsConnect,
    patience: Patience,
    /// Which was right last.
    last: watch::Sender<usize>,
    /// Why each is not, as the log has it: what goes on is not said for each who asks.
    said: Mutex<Vec<&'static str>>,
    /// Held by who looks for another one.
    looks: tokio::sync::Mutex<()>,
}

/// A line to the right one.
pub(super) struct Found {
    pub client: Client,
    pub line: Line,
    /// Which it is.
    pub server: usize,
}

impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Servers({})", self.each.len())
    }
}

impl Servers {
    pub fn of(address: Address, patience: Patience) -> Result<Self, StoreError> {
        Ok(Self {
            tls: address.tls()?,
            said: Mutex::new(vec![""; address.servers.len()]),
            each: address.servers,
            patience,
            last: watch::Sender::new(0),
            looks: tokio::sync::Mutex::new(()),
        })
    }

    /// Which is the right one, as far as is known.
    pub fn right(&self) -> usize {
        *self.last.borrow()
    }

    /// Ends when another server than that is the right one.
    pub async fn left(&self, server: usize) {
        // It is there as long as this is.
        let _ = self.last.subscribe().wait_for(|last| *last != server).await;
    }

    /// As [`Servers::left`], for who waits for an answer of that server: while it is late, it is looked for another one.
    pub async fn left_when_late(&self, server: usize) {
        if self.each.len() == 1 {
            return std::future::pending().await;
        }
        // In a place of its own: it is part of every statement that waits.
        let looks = Box::pin(async {
            loop {
                tokio::time::sleep(self.patience.late).await;
                if let Ok(_one) = self.looks.try_lock() {
                    // What is found is not kept: whoever asks next makes a line of their own.
                    let _ = self.connect().await;
                }
            }
        });
        tokio::select! {
            () = self.left(server) => {}
            () = looks => {}
        }
    }

    /// How long it may take to find the right one.
    pub fn time(&self) -> Duration {
        self.each.iter().map(|server| self.greeting(server)).sum()
    }

    fn greeting(&self, server: &Config) -> Duration {
        let reached = server.get_connect_timeout().copied().unwrap_or_default();
        self.patience.answer.min(reached + GREETING)
    }

    /// A line to the first that is right, beginning with the one that was last.
    pub async fn connect(&self) -> Result<Found, StoreError> {
        let (count, last) = (self.each.len(), self.right());
        let mut failed = StoreError::Unavailable;
        for at in (last..count).chain(0..last) {
            let server = &self.each[at];
            let greeted = tokio::time::timeout(self.greeting(server), server.connect(self.tls.clone()));
            let (error, why) = match greeted.await {
                Ok(Ok((client, line))) => {
                    let moved = self
                        .last
                        .send_if_modified(|last| std::mem::replace(last, at) != at);
                    self.is_news(at, "");
                    if moved {
                        tracing::warn!(
                            server = at + 1,
                            of = count,
                            "another PostgreSQL takes the writes now"
                        );
                    }
                    return Ok(Found {
                        client,
                        line,
                        server: at,
                    });
                }
                Ok(Err(error)) => why(&error),
                Err(_) => (StoreError::Unavailable, "it does not greet"),
            };
            if self.is_news(at, why) {
                tracing::warn!(server = at + 1, of = count, why, "no line to this PostgreSQL");
            }
            failed = error;
        }
        Err(failed)
    }

    fn is_news(&self, server: usize, why: &'static str) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut said[server], why) != why
    }
}

/// Why a server is not one to write to, without its words.
fn why(error: &Error) -> (StoreError, &'static str) {
    if let Some(code) = error.code().map(SqlState::code) {
        return match code {
            "3D000" => (StoreError::NoDatabase, "it has no such database"),
            "57P03" => (StoreError::Unavailable, "it does not serve yet"),
            code if code.starts_with("28") => (StoreError::Unavailable, "it does not let this user in"),
            code if code.starts_with("53") => {
                (StoreError::Unavailable, "it has no room for another connection")
            }
            _ => (StoreError::Unavailable, "it refuses"),
        };
    }
    let source = error
        .source()
        .and_then(|source| source.downcast_ref::<io::Error>());
    let tls = source.and_then(|source| source.get_ref()?.downcast_ref::<rustls::Error>());
    if tls.is_some() {
        return (StoreError::NotTrusted, "its certificate is not trusted");
    }
    match source.map(io::Error::kind) {
        Some(io::ErrorKind::PermissionDenied) => (StoreError::Unavailable, "it takes no writes"),
        Some(_) => (StoreError::Unavailable, "it is not reached"),
        // Of all that can go wrong there, only the driver's own words tell this.
        None if error
            .source()
            .is_some_and(|source| source.to_string() == "server does not support TLS") =>
        {
            (StoreError::NoTls, "it speaks no TLS")
        }
        None => (StoreError::Unavailable, "the two do not agree on how to begin"),
    }
}
