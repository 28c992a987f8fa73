//! A primary that is lost under load, and its synchronous standby, which takes its place: nothing that was acknowledged is
//! lost, nothing is there twice, and both nodes of the city serve again in ten seconds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::{Cluster, programs};
use crate::served::harborline;

/// How many post at once.
const PEOPLE: usize = 16;
/// How long before and after a loss.
const LOAD: Duration = Duration::from_secs(3);
const BACK: Duration = Duration::from_secs(10);
/// Until everybody knows what became of theirs.
const SETTLED: Duration = Duration::from_mins(1);

/// One process of the city; dropped, it is killed.
struct Node {
    process: Child,
    address: String,
    data: tempfile::TempDir,
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Node {
    fn start(database: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        // All nodes have one secret.
        std::fs::write(data.path().join("secret"), [7; 32]).unwrap();
        let mut process = harborline(data.path())
            .args(["--database", database])
            .env("RUST_LOG", "warn")
            .stderr(File::create(data.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = lines.find_map(|line| line.unwrap().strip_prefix("ready ").map(str::to_owned));
        Self {
            process,
            address: ready.expect("it serves"),
            data,
        }
    }
}

/// What became of what was posted.
#[derive(Default)]
struct Seen {
    ends: AtomicBool,
    /// The receipt of each key.
    acknowledged: Mutex<BTreeMap<String, String>>,
    refused: AtomicUsize,
    unknown: AtomicUsize,
    /// When that node first acknowledged what was posted after the loss.
    back: [Mutex<Option<Instant>>; 2],
    lost: Mutex<Option<Instant>>,
}

impl Seen {
    fn acknowledges(&self, key: &str, receipt: String, node: usize, asked: Instant) {
        let before = self.acknowledged.lock().unwrap().insert(key.to_owned(), receipt);
        assert_eq!(before, None);
        let lost = *self.lost.lock().unwrap();
        if lost.is_some_and(|lost| asked > lost) {
            self.back[node].lock().unwrap().get_or_insert_with(Instant::now);
        }
    }
}

/// Posts case after case, each until somebody says that it is kept.
async fn post(addresses: Arc<[String; 2]>, seen: Arc<Seen>, person: String) {
    let client = reqwest::Client::new();
    for n in 0.. {
        if seen.ends.load(Ordering::SeqCst) {
            return;
        }
        let key = format!("{person}-{n}");
        for node in (n % 2..).map(|at| at % 2) {
            let asked = Instant::now();
            let sent = client
                .post(format!("{}/api/v1/cases", addresses[node]))
                .header("idempotency-key", &key)
                .json(&json!({"service": "enquiry", "language": "en", "text": format!("This is {key}.")}));
            let sent = sent.send().await.unwrap();
            let (status, again) = (sent.status().as_u16(), sent.headers().contains_key("retry-after"));
            let body: Value = sent.json().await.unwrap();
            match status {
                201 => {
                    let receipt = body["reference"].as_str().unwrap().to_owned();
                    seen.acknowledges(&key, receipt, node, asked);
                    break;
                }
                503 => {
                    assert!(again, "it says when to ask again");
                    seen.refused.fetch_add(1, Ordering::SeqCst)
                }
                504 => seen.unknown.fetch_add(1, Ordering::SeqCst),
                _ => panic!("{status} {body}"),
            };
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// All receipts that the city has given, in order.
async fn receipts(primary: &Cluster) -> Vec<String> {
    let rows = primary
        .client()
        .await
        .query("SELECT reference FROM cases", &[])
        .await;
    let mut receipts: Vec<String> = rows.unwrap().iter().map(|row| row.get(0)).collect();
    receipts.sort();
    receipts
}

/// Loses the primary of the two while people post, and gives the receipts they were given.
async fn lose(
    pair: &mut [Cluster; 2],
    how: fn(&mut Cluster),
    addresses: &Arc<[String; 2]>,
    round: usize,
) -> Vec<String> {
    let [primary, standby] = pair;
    primary.set("synchronous_standby_names = '*'\n").await;
    primary
        .reaches(
            "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'",
            1,
        )
        .await;
    let seen = Arc::new(Seen::default());
    let mut people = tokio::task::JoinSet::new();
    for person in 0..PEOPLE {
        people.spawn(post(addresses.clone(), seen.clone(), format!("{round}-{person}")));
    }
    tokio::time::sleep(LOAD).await;
    let lost = Instant::now();
    how(primary);
    *seen.lost.lock().unwrap() = Some(lost);
    let before = seen.acknowledged.lock().unwrap().len();
    standby.promote();
    let promoted = lost.elapsed();
    tokio::time::sleep(LOAD).await;
    while seen.back.iter().any(|back| back.lock().unwrap().is_none()) && lost.elapsed() < BACK * 2 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    seen.ends.store(true, Ordering::SeqCst);
    let settled = tokio::time::timeout(SETTLED, people.join_all()).await;
    settled.expect("everybody learns what became of theirs");
    let back = seen.back.each_ref().map(|back| *back.lock().unwrap());
    let back = back.map(|back| back.expect("both nodes are back").duration_since(lost));
    let mut acknowledged: Vec<String> = seen.acknowledged.lock().unwrap().values().cloned().collect();
    eprintln!(
        "loss {round}: {} acknowledged, {before} of them before; {} answers unknown, {} refused; promoted after {promoted:?}, \
         back after {back:?}",
        acknowledged.len(),
        seen.unknown.load(Ordering::SeqCst),
        seen.refused.load(Ordering::SeqCst),
    );
    assert!(before > 0, "some were kept before");
    assert!(back.iter().all(|back| *back <= BACK), "{back:?}");
    acknowledged.sort();
    acknowledged
}

async fn loses(times: usize, how: fn(&mut Cluster)) {
    let Some(programs) = programs() else { return };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let primary = Cluster::start(&programs, "");
    let standby = Cluster::following(&primary);
    let mut pair = [primary, standby];
    let database = format!(
        "postgres://harborline@{},{}/postgres",
        pair[0].host(),
        pair[1].host()
    );
    let nodes = [Node::start(&database), Node::start(&database)];
    let addresses = Arc::new(nodes.each_ref().map(|node| node.address.clone()));
    let mut given = Vec::new();
    for round in 1..=times {
        given.extend(lose(&mut pair, how, &addresses, round).await);
        pair.reverse();
        given.sort();
        // All that was acknowledged, and nothing else: no request was carried out twice.
        assert_eq!(receipts(&pair[0]).await, given);
        if round < times {
            let [primary, lost] = &mut pair;
            lost.follow(primary);
        }
    }
    is_clean(&database, nodes[0].data.path());
    eprintln!(
        "{times} losses: {} cases acknowledged, none lost, none doubled",
        given.len()
    );
}

fn is_clean(database: &str, data: &Path) {
    let verified = Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(["verify", "--database", database, "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&verified.stderr);
    assert!(verified.status.success(), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_primary_takes_nothing_along_that_was_acknowledged() {
    loses(1, Cluster::kill).await;
}

/// Takes some minutes; `cargo test -p harborline --test servers -- --ignored --nocapture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the same ten times"]
async fn nor_do_ten_of_them() {
    loses(10, Cluster::kill).await;
}

/// As above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the same with machines that hang"]
async fn nor_does_one_that_hangs() {
    loses(3, Cluster::freeze).await;
}
