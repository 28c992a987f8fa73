//! One place that does its worst: more connections than the process may have files, which say nothing, and uploads that never end.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// As many descriptors as most systems give a process.
const DESCRIPTORS: u32 = 1_024;
const CONNECTIONS: usize = 1_200;
const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 66);
const SOMEBODY: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 5);

struct City {
    process: Child,
    address: SocketAddr,
    _data: tempfile::TempDir,
}

impl City {
    /// With so few descriptors.
    fn serves() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut process = Command::new("sh")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
            .args(["-c", &format!("ulimit -n {DESCRIPTORS} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_harborline"))
            .args(["serve", "--listen", "127.0.0.1:0", "--keep-free", "1", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| line.unwrap().strip_prefix("ready http://").map(str::to_owned));
        Self {
            process,
            address: address.expect("it serves").parse().unwrap(),
            _data: data,
        }
    }

    async fn from(&self, address: Ipv4Addr) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(IpAddr::V4(address), 0))?;
        socket.connect(self.address).await
    }

    /// The first line of the answer to somebody who asks for a page.
    async fn asks(&self) -> String {
        let asked = async {
            let mut stream = self.from(SOMEBODY).await?;
            let request = b"GET /en HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n";
            stream.write_all(request).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            std::io::Result::Ok(answer)
        };
        let answer = tokio::time::timeout(Duration::from_secs(10), asked).await;
        let answer = answer.expect("it is answered").unwrap_or_default();
        String::from_utf8_lossy(&answer)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

impl Drop for City {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_thousand_descriptors_twelve_hundred_connections_that_do_nothing_keep_nobody_out() {
    // Each of them is a file here, too.
    if rlimit::increase_nofile_limit(4_096).unwrap_or_default() < 2_000 {
        writeln!(
            std::io::stderr(),
            "too few descriptors to attack with: not tested"
        )
        .unwrap();
        return;
    }
    let city = City::serves();
    for (kind, words) in [
        ("silent", String::new()),
        ("half a head", "GET /en HTTP/1.1\r\nhost: a.ex".to_owned()),
        (
            "idle",
            "GET /favicon.ico HTTP/1.1\r\nhost: a.example\r\n\r\n".to_owned(),
        ),
        (
            "half a body",
            "POST /en/services HTTP/1.1\r\nhost: a.example\r\ncontent-length: 1000\r\n\r\nhalf".to_owned(),
        ),
    ] {
        let mut held = Vec::new();
        for _ in 0..CONNECTIONS {
            // Some are closed while they say it: that is their affair.
            if let Ok(mut stream) = city.from(ATTACKER).await {
                let _ = stream.write_all(words.as_bytes()).await;
                held.push(stream);
            }
        }
        assert!(held.len() > 1_000, "{kind}: only {} were opened", held.len());
        for probe in 0..12 {
            let asked = Instant::now();
            let line = city.asks().await;
            assert!(
                line.starts_with("HTTP/1.1 200"),
                "{kind}, probe {probe}: {line:?}"
            );
            assert!(asked.elapsed() < Duration::from_secs(5), "{kind}, probe {probe}");
        }
    }
}

impl City {
    /// Memory that it holds, in megabytes.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let kb: u64 = line.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
        kb / 1024
    }

    /// As [`City::resident`], once what is read at the start has been.
    async fn settled(&self) -> u64 {
        let (mut last, mut same) = (self.resident(), 0);
        while same < 6 {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = self.resident();
            same = if now.abs_diff(last) < 2 { same + 1 } else { 0 };
            last = now;
        }
        last
    }
}

/// As large as an upload may be.
const UPLOAD: usize = 10 * 1024 * 1024;

/// Sends an upload but for its last byte; what it is answered before that, if anything.
async fn uploads(mut stream: TcpStream) -> (TcpStream, Vec<u8>) {
    let begins = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 ";
    let head = format!(
        "POST /en/services/enquiry/apply HTTP/1.1\r\nhost: a.example\r\ncontent-length: {UPLOAD}\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n{begins}"
    );
    let mut left = UPLOAD - begins.len() - 1;
    let mut sent = stream.write_all(head.as_bytes()).await;
    let piece = vec![b'x'; 64 * 1024];
    while sent.is_ok() && left > 0 {
        let length = left.min(piece.len());
        sent = stream.write_all(&piece[..length]).await;
        left -= length;
    }
    let mut answer = vec![0; 32];
    let soon = Duration::from_millis(300);
    let read = tokio::time::timeout(soon, stream.read(&mut answer)).await;
    answer.truncate(read.map_or(0, Result::unwrap_or_default));
    (stream, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_that_lack_their_last_byte_take_no_memory_and_one_address_brings_so_much() {
    let city = City::serves();
    // What a first request makes is no matter of this.
    assert!(city.asks().await.starts_with("HTTP/1.1 200"));
    let before = city.settled().await;
    let mut held = Vec::new();
    for n in 0..20 {
        let from = Ipv4Addr::new(127, 0, 2, n + 1);
        let (stream, answer) = uploads(city.from(from).await.unwrap()).await;
        assert!(answer.is_empty(), "{:?}", String::from_utf8_lossy(&answer));
        held.push(stream);
    }
    let grown = city.resident().saturating_sub(before);
    assert!(grown < 64, "20 uploads of 10 MB took {grown} MB of memory");
    assert!(city.asks().await.starts_with("HTTP/1.1 200"));
    drop(held);
    // 256 megabytes, and no more.
    let mut taken = 0;
    let refused = loop {
        let (_, answer) = uploads(city.from(ATTACKER).await.unwrap()).await;
        if !answer.is_empty() {
            break answer;
        }
        taken += 1;
        assert!(taken < 40, "it never ends");
    };
    assert!(
        refused.starts_with(b"HTTP/1.1 429"),
        "{:?}",
        String::from_utf8_lossy(&refused)
    );
    assert!((20..=26).contains(&taken), "{taken}");
}
