//! The binary, serving on loopback.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::{Location, Store};

pub fn harborline(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harborline"));
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--rate-limit",
            "off",
            "--data",
        ])
        .arg(data)
        .stdout(Stdio::piped());
    command
}

/// A city that serves, until it is dropped.
pub struct Served {
    process: Child,
    pub address: String,
    pub client: reqwest::Client,
    data: tempfile::TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    pub fn with(configuration: &str) -> Self {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("harborline.toml"), configuration).unwrap();
        Self::on(data)
    }

    /// With what is in that data folder.
    pub fn on(data: tempfile::TempDir) -> Self {
        let mut process = harborline(data.path())
            .env("RUST_LOG", "trace")
            .stderr(File::create(data.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| line.unwrap().strip_prefix("ready ").map(str::to_owned));
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            process,
            address: address.expect("it serves"),
            client: reqwest::Client::new(),
            data,
        }
    }

    pub async fn open(&self, text: &str) -> Value {
        let opened = self
            .client
            .post(format!("{}/api/v1/cases", self.address))
            .json(&json!({"service": "enquiry", "language": "pt", "text": text}))
            .send()
            .await
            .unwrap();
        assert_eq!(opened.status(), 201);
        opened.json().await.unwrap()
    }

    /// The messages, as someone who reads that language sees them.
    pub async fn messages(&self, language: &str, receipt: &Value) -> Vec<Value> {
        let reference = receipt["reference"].as_str().unwrap();
        let case = self
            .client
            .get(format!("{}/api/v1/cases/{reference}", self.address))
            .header("accept-language", language)
            .header(
                "authorization",
                format!("Receipt {}", receipt["access_code"].as_str().unwrap()),
            )
            .send()
            .await
            .unwrap();
        let case: Value = case.json().await.unwrap();
        case["messages"].as_array().unwrap().clone()
    }

    pub async fn first_message(&self, language: &str, receipt: &Value) -> Value {
        self.messages(language, receipt).await[0].clone()
    }

    /// The first message, once it is there in that language.
    pub async fn first_message_in(&self, language: &str, receipt: &Value) -> Value {
        self.message_in(language, receipt, 0).await
    }

    pub async fn message_in(&self, language: &str, receipt: &Value, at: usize) -> Value {
        let begun = Instant::now();
        loop {
            let messages = self.messages(language, receipt).await;
            if let Some(message) = messages.get(at).filter(|message| message["language"] == language) {
                return message.clone();
            }
            assert!(begun.elapsed() < Duration::from_secs(8), "{messages:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn folder(&self) -> &Path {
        self.data.path()
    }

    /// Asks it to end, and waits until it has.
    pub fn told_to_end(mut self) -> std::process::ExitStatus {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.process.wait().unwrap()
    }

    /// Ends it; its data folder.
    pub fn ended(mut self) -> tempfile::TempDir {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::mem::replace(&mut self.data, tempfile::tempdir().unwrap())
    }

    /// Ends it, and opens what it kept; with what it logged.
    pub async fn kept(mut self) -> (Store, String) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let log = std::fs::read_to_string(self.data.path().join("log")).unwrap();
        let file = Location::Sqlite(self.data.path().join("harborline.db"));
        let store = Store::open(&file, Arc::new(|bytes: &mut [u8]| bytes.fill(7))).await;
        (store.unwrap(), log)
    }
}

/// Runs a test with a new database on the PostgreSQL of `HARBORLINE_TEST_POSTGRES`, if there is one.
pub async fn on_postgres(test: impl AsyncFnOnce(String)) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let Ok(server) = std::env::var("HARBORLINE_TEST_POSTGRES") else {
        eprintln!("HARBORLINE_TEST_POSTGRES is not set: only SQLite was tested");
        return;
    };
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("served_{}_{count}", std::process::id());
    let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(line);
    client
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let mut url = reqwest::Url::parse(&server).unwrap();
    url.set_path(&name);
    test(url.into()).await;
    client
        .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .unwrap();
}
