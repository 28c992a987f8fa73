//! The load: a fixed number of connections that are kept open, each sending its next request when the last is answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

pub const CONNECTIONS: u64 = 32;
const WARM_UP: Duration = Duration::from_secs(2);

/// The n-th request of a load, whole.
pub type Requests = Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

/// What a load found.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub per_second: f64,
    /// Half of the requests, and 99 of 100, took no longer.
    pub median: Duration,
    pub p99: Duration,
}

/// Sends requests for so long, after a warm-up. Every one must be answered with `status`. The numbers of the requests
/// begin at `first`.
pub async fn measure(
    address: SocketAddr,
    requests: &Requests,
    status: u16,
    first: u64,
    time: Duration,
) -> anyhow::Result<Measured> {
    let from = Instant::now() + WARM_UP;
    let until = from + time;
    let mut connections = JoinSet::new();
    for n in 0..CONNECTIONS {
        let requests = requests.clone();
        connections.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut took = Vec::new();
            let mut next = first + n;
            loop {
                let request = requests(next);
                next += CONNECTIONS;
                let sent = Instant::now();
                if sent >= until {
                    return anyhow::Ok(took);
                }
                let answer = connection.ask(&request).await?;
                if answer.status != status {
                    bail!(
                        "answered with {}: {}",
                        answer.status,
                        String::from_utf8_lossy(answer.body)
                    );
                }
                let answered = Instant::now();
                if answered >= from && answered < until {
                    took.push(answered - sent);
                }
            }
        });
    }
    let mut took = Vec::new();
    while let Some(connection) = connections.join_next().await {
        took.extend(connection??);
    }
    took.sort_unstable();
    let at = |hundredths: usize| {
        took.get(took.len() * hundredths / 100)
            .copied()
            .unwrap_or_default()
    };
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 requests")]
    let per_second = took.len() as f64 / time.as_secs_f64();
    Ok(Measured {
        per_second,
        median: at(50),
        p99: at(99),
    })
}

/// A connection that is kept open.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Where the last answer ends in the buffer.
    used: usize,
}

#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    pub head: &'a [u8],
    pub body: &'a [u8],
}

impl Connection {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(16 * 1024),
            used: 0,
        })
    }

    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.buffer.drain(..self.used);
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read().await?;
        };
        let (status, length) = head_of(&self.buffer[..head])?;
        let length = match length {
            Length::Said(length) => length,
            Length::Chunks => loop {
                if let Some(length) = unchunk(&mut self.buffer, head)? {
                    break length;
                }
                self.read().await?;
            },
        };
        self.used = head + length;
        while self.buffer.len() < self.used {
            self.read().await?;
        }
        Ok(Answer {
            status,
            head: &self.buffer[..head],
            body: &self.buffer[head..self.used],
        })
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed in the middle of an answer");
        }
        Ok(())
    }
}

/// How long a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Said(usize),
    /// Each of its chunks says so.
    Chunks,
}

/// Status and length of the body.
fn head_of(head: &[u8]) -> anyhow::Result<(u16, Length)> {
    let head = std::str::from_utf8(head).context("the head is not text")?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .context("no status")?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Some(Ok(Length::Chunks));
        }
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().map(Length::Said))
    });
    Ok((
        status.parse()?,
        length.context("the answer does not say how long it is")??,
    ))
}

/// Makes one of the chunks after `head` once the last of them is there, and gives its length.
fn unchunk(buffer: &mut Vec<u8>, head: usize) -> anyhow::Result<Option<usize>> {
    let mut at = head;
    let mut body = Vec::new();
    loop {
        let Some(line) = buffer[at..].windows(2).position(|two| two == b"\r\n") else {
            return Ok(None);
        };
        let size = std::str::from_utf8(&buffer[at..at + line])?;
        let size = usize::from_str_radix(size.trim(), 16).context("a chunk says no size")?;
        let begins = at + line + 2;
        let ends = begins + size + 2;
        if buffer.len() < ends {
            return Ok(None);
        }
        body.extend_from_slice(&buffer[begins..begins + size]);
        at = ends;
        if size == 0 {
            let length = body.len();
            buffer.splice(head..at, body);
            return Ok(Some(length));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_gives_status_and_length() {
        let head = b"HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n";
        assert_eq!(head_of(head).unwrap(), (201, Length::Said(17)));
        let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        assert_eq!(head_of(chunked).unwrap(), (200, Length::Chunks));
        assert!(head_of(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
    #[test]
    fn chunks_become_one_once_the_last_is_there() {
        let whole = b"HEAD3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nnext";
        for ends in 4..whole.len() - 4 {
            let mut part = whole[..ends].to_vec();
            assert_eq!(unchunk(&mut part, 4).unwrap(), None, "{ends}");
        }
        let mut buffer = whole.to_vec();
        assert_eq!(unchunk(&mut buffer, 4).unwrap(), Some(13));
        assert_eq!(buffer, b"HEADabc0123456789next");
    }
}
