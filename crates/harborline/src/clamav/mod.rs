//! ClamAV, which says whether a file would harm who opens it: its daemon's INSTREAM, over the socket that it listens on.
//! Source: clamd(8), "COMMANDS". Nothing of a file is logged, nor what was found in it.

#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::Semaphore;
use web::{Scanner, Unscanned};

/// Bytes that are sent at once.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read.
const ANSWER_MAX: u64 = 1024;
/// How long one file may take. Ten megabytes take a second; more while its signatures are read anew.
const LIMIT: Duration = Duration::from_mins(1);
/// So many at once: it has ten threads unless it is told otherwise.
const AT_ONCE: usize = 8;

/// Where it listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    File(PathBuf),
    /// On this machine or an inner network: what goes there is not sealed.
    Address(SocketAddr),
}

impl std::str::FromStr for Place {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text
            .parse()
            .map_or_else(|_| Self::File(text.into()), Self::Address))
    }
}

#[derive(Debug)]
pub struct ClamAv {
    place: Place,
    at_once: Semaphore,
    limit: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("it cannot be reached or breaks off: {0}")]
    Line(#[from] io::Error),
    #[error("it did not answer in time")]
    Late,
    #[error("it refuses: {0}")]
    Refused(String),
}

/// Both kinds of sockets.
trait Line: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl ClamAv {
    pub fn new(place: Place) -> Self {
        Self {
            place,
            at_once: Semaphore::new(AT_ONCE),
            limit: LIMIT,
        }
    }

    async fn line(&self) -> io::Result<Box<dyn Line>> {
        Ok(match &self.place {
            Place::File(file) => Box::new(UnixStream::connect(file).await?),
            Place::Address(address) => Box::new(TcpStream::connect(address).await?),
        })
    }

    /// What it answers to a command with that after it.
    async fn ask(&self, command: &str, bytes: Option<&[u8]>) -> Result<String, Failure> {
        let asked = async {
            let mut line = self.line().await?;
            let sent = send(&mut line, command, bytes).await;
            // What it has to say of a file that is too long for it comes before it closes.
            let mut answer = Vec::new();
            let read = BufReader::new(line)
                .take(ANSWER_MAX)
                .read_until(0, &mut answer)
                .await;
            if answer.is_empty() {
                sent.and(read)?;
            }
            let answer = String::from_utf8_lossy(&answer);
            Ok(answer.trim_end_matches('\0').trim().to_owned())
        };
        let answer = tokio::time::timeout(self.limit, asked).await;
        answer.unwrap_or(Err(Failure::Late))
    }

    /// # Errors
    /// When it does not answer as it does when all is well.
    pub async fn tried(&self) -> Result<(), Failure> {
        match self.ask("PING", None).await? {
            answer if answer == "PONG" => Ok(()),
            other => Err(Failure::Refused(other)),
        }
    }

    async fn look(&self, bytes: &[u8]) -> Result<bool, Failure> {
        let answer = self.ask("INSTREAM", Some(bytes)).await?;
        if answer == "stream: OK" {
            return Ok(false);
        }
        let found = answer.strip_prefix("stream: ");
        match found.and_then(|found| found.strip_suffix(" FOUND")) {
            Some(_) => Ok(true),
            None => Err(Failure::Refused(answer)),
        }
    }
}

async fn send(line: &mut Box<dyn Line>, command: &str, bytes: Option<&[u8]>) -> io::Result<usize> {
    line.write_all(format!("z{command}\0").as_bytes()).await?;
    if let Some(bytes) = bytes {
        for piece in bytes.chunks(PIECE) {
            let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
            line.write_all(&length.to_be_bytes()).await?;
            line.write_all(piece).await?;
        }
        line.write_all(&[0; 4]).await?;
    }
    line.flush().await?;
    Ok(0)
}

impl Scanner for ClamAv {
    fn scan<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<bool, Unscanned>> {
        Box::pin(async {
            // Waiting for a turn is waiting for it, too.
            let looked = match tokio::time::timeout(self.limit, self.at_once.acquire()).await {
                Ok(_turn) => self.look(bytes).await,
                Err(_) => Err(Failure::Late),
            };
            if let Err(error) = &looked {
                tracing::warn!(%error, "ClamAV does not say what a file is");
            }
            looked.map_err(|_| Unscanned)
        })
    }
}
