//! Two processes on one PostgreSQL under two hundred chats, one of which is killed: whoever chatted there is back at the other in
//! a few seconds, and nothing that was said is lost or doubled. Needs `HARBORLINE_TEST_POSTGRES`.

mod served;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use reqwest::header::{LOCATION, SET_COOKIE};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

const VISITORS: usize = 200;
/// What each of them says, one after the other.
const SAYS: u32 = 6;
/// After so many of those the node is killed.
const BEFORE: u32 = 3;
/// A visitor is back within this time.
const BACK: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(90);

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// One process; dropped, it is killed.
struct Node {
    process: Child,
    address: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Node {
    fn start(data: &Path, database: &str) -> Self {
        let mut process = served::harborline(data)
            .args(["--database", database])
            .env("RUST_LOG", "warn")
            .stderr(File::create(data.join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = lines.find_map(|line| line.unwrap().strip_prefix("ready http://").map(str::to_owned));
        Self {
            process,
            address: ready.expect("it serves"),
        }
    }
}

/// Where visitors go: first to one node, and to the other when it is gone.
#[derive(Clone)]
struct Ways(Arc<[String; 2]>);

/// Somebody who chats.
struct Visitor {
    number: usize,
    client: reqwest::Client,
    ways: Ways,
    at: usize,
    path: String,
    cookie: String,
    /// The last event that was looked at, and the lines by their numbers.
    seq: u64,
    lines: BTreeMap<u64, String>,
    /// The longest time without a socket.
    away: Duration,
}

impl Visitor {
    async fn begin((round, number): (u32, usize), client: reqwest::Client, ways: Ways) -> Self {
        let at = number % 2;
        let to = format!("http://{}/en/chat", ways.0[at]);
        let form = [
            ("text", format!("says {number}-0.")),
            ("once", format!("once-{round}-{number}")),
        ];
        let answer = client.post(to).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 303, "a chat begins");
        let header = |name| answer.headers()[name].to_str().unwrap().to_owned();
        let (path, cookie) = (header(LOCATION), header(SET_COOKIE));
        Self {
            number,
            client,
            ways,
            at,
            path,
            cookie: cookie.split(';').next().unwrap().to_owned(),
            seq: 0,
            lines: BTreeMap::new(),
            away: Duration::ZERO,
        }
    }

    /// At whichever node is there.
    async fn connect(&mut self) -> Socket {
        let gone = Instant::now();
        loop {
            let node = &self.ways.0[self.at];
            let mut request = format!("ws://{node}{}/live?after={}", self.path, self.seq)
                .into_client_request()
                .unwrap();
            request
                .headers_mut()
                .insert("cookie", self.cookie.parse().unwrap());
            if let Ok(Ok((socket, _))) =
                timeout(Duration::from_secs(2), tokio_tungstenite::connect_async(request)).await
            {
                self.away = self.away.max(gone.elapsed());
                return socket;
            }
            self.at = 1 - self.at;
            sleep(Duration::from_millis(100)).await;
        }
    }

    fn hears(&mut self, frame: &Value) {
        for line in frame["lines"].as_array().into_iter().flatten() {
            let html = line["html"].as_str().unwrap().to_owned();
            self.lines.insert(line["id"].as_u64().unwrap(), html);
        }
        self.seq = self.seq.max(frame["seq"].as_u64().unwrap_or(0));
    }

    /// Says it until it is acknowledged, on whatever socket.
    async fn say(&mut self, socket: &mut Socket, n: u32) {
        let says = json!({"kind": "say", "id": 77, "n": n, "text": format!("says {}-{n}.", self.number)});
        'sent: loop {
            if socket.send(Message::Text(says.to_string().into())).await.is_ok() {
                loop {
                    let frame: Value = match timeout(Duration::from_secs(10), socket.next()).await {
                        Ok(Some(Ok(Message::Text(text)))) => serde_json::from_str(&text).unwrap(),
                        Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) | Err(_) => break,
                        Ok(Some(Ok(_))) => continue,
                    };
                    self.hears(&frame);
                    if frame["kind"] == "acknowledged" && frame["n"] == n {
                        return;
                    }
                    if frame["kind"] == "refused" {
                        assert_eq!(frame["again"], true, "{frame}");
                        sleep(Duration::from_millis(300)).await;
                        continue 'sent;
                    }
                }
            }
            *socket = self.connect().await;
        }
    }

    /// Hears what is still on its way, up to those words.
    async fn hears_out(&mut self, socket: &mut Socket, last: &str) {
        while !self.lines.values().any(|html| html.contains(last)) {
            match timeout(Duration::from_secs(10), socket.next()).await {
                Ok(Some(Ok(Message::Text(text)))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    self.hears(&frame);
                }
                Ok(Some(Ok(_))) => {}
                _ => *socket = self.connect().await,
            }
        }
    }

    /// All that was said, as a page that is opened anew shows it.
    async fn reads(&self) -> Vec<String> {
        let node = &self.ways.0[self.at];
        let page = self.client.get(format!("http://{node}{}", self.path));
        let page = page.header("cookie", &self.cookie).send().await.unwrap();
        said(&page.text().await.unwrap())
    }
}

/// `says 12-3` as they come.
fn said(html: &str) -> Vec<String> {
    let parts = html.split("says ").skip(1);
    parts
        .filter_map(|part| Some(part.split_once('.')?.0.to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_node_loses_no_word_and_nobody_for_long() {
    killed(1).await;
}

/// Takes some minutes; `cargo test -p harborline --test nodes -- --ignored`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the same ten times"]
async fn nor_does_one_that_is_killed_ten_times() {
    killed(10).await;
}

async fn killed(times: u32) {
    served::on_postgres(async move |url| {
        for round in 0..times {
            once(&url, round).await;
        }
    })
    .await;
}

async fn once(url: &str, round: u32) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for data in [&here, &there] {
        // All nodes have one secret.
        std::fs::write(data.path().join("secret"), [7; 32]).unwrap();
    }
    let doomed = Node::start(here.path(), url);
    let stays = Node::start(there.path(), url);
    let ways = Ways(Arc::new([doomed.address.clone(), stays.address.clone()]));
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let ready = Arc::new(Barrier::new(VISITORS + 1));
    let few = Arc::new(tokio::sync::Semaphore::new(16));
    let mut chats = tokio::task::JoinSet::new();
    for number in 0..VISITORS {
        let (client, ways, ready, few) = (client.clone(), ways.clone(), ready.clone(), few.clone());
        chats.spawn(async move {
            let begins = few.acquire().await.unwrap();
            let mut visitor = Visitor::begin((round, number), client, ways).await;
            let mut socket = visitor.connect().await;
            drop(begins);
            for n in 1..=BEFORE {
                visitor.say(&mut socket, n).await;
            }
            ready.wait().await;
            // What is said in this moment is on its way when the node goes.
            visitor.away = Duration::ZERO;
            for n in BEFORE + 1..=SAYS {
                visitor.say(&mut socket, n).await;
            }
            let last = format!("says {number}-{SAYS}.");
            visitor.hears_out(&mut socket, &last).await;
            visitor
        });
    }
    timeout(PATIENCE, ready.wait()).await.expect("all chat");
    drop(doomed);
    let visitors = timeout(PATIENCE, chats.join_all()).await.expect("all go on");
    let away = visitors.iter().map(|visitor| visitor.away).max().unwrap();
    eprintln!("the longest way back took {away:?}");
    for visitor in &visitors {
        let expected: Vec<String> = (0..=SAYS).map(|n| format!("{}-{n}", visitor.number)).collect();
        assert_eq!(visitor.reads().await, expected);
        let heard: Vec<String> = visitor.lines.values().flat_map(|html| said(html)).collect();
        assert_eq!(heard, expected);
    }
    assert!(away <= BACK, "{away:?}");
    let verified = Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(["verify", "--database", url, "--data"])
        .arg(there.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    drop(stays);
}
