//! A small made-up year that the program wrote before its house was rebuilt (commit ab81db9), on both engines: it is taken
//! over, every hash stays what it was, and old receipts open their cases.
//!
//! Made with `harborline demo --until 2026-11-20 --cases 60 --seed-only`, a case opened by the API with an
//! `Idempotency-Key` and a file, and a case erased.

mod served;

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

use domain::cases::{Body, CaseEvent};
use flate2::read::GzDecoder;
use rusqlite::Connection;
use serde_json::json;
use served::{Served, on_postgres};

const SQLITE: &[u8] = include_bytes!("old/year.db.gz");
const POSTGRES: &[u8] = include_bytes!("old/year.sql.gz");
/// A demo's secret is known to all: with it the receipts open.
const SECRET: &[u8; 32] = b"harborline demo: nothing is real";
/// Reference and access code: of three cases of the year, and of the one that came by the API.
const RECEIPTS: [(&str, &str); 4] = [
    ("F3JR-6BR5", "4SHM-H3JT-786A"),
    ("35YM-2QB9", "HE6D-5MEB-PP8Y"),
    ("4JFD-QD8J", "FK1S-7A9Q-53G7"),
    ("N3AM-NV59", "G32F-D8FG-HMVD"),
];

fn harborline(data: &Path, database: Option<&str>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harborline"));
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .env_remove("HARBORLINE_TEST_POSTGRES")
        .args(args)
        .arg("--data")
        .arg(data);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.output().expect("the binary runs")
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed)
        .read_to_end(&mut bytes)
        .expect("it is whole");
    bytes
}

fn succeeds(data: &Path, database: Option<&str>, args: &[&str]) {
    let done = harborline(data, database, args);
    assert!(
        done.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    if args == ["verify"] {
        assert_eq!(String::from_utf8_lossy(&done.stdout), "");
    }
}

type Hashed = (String, i64, Vec<u8>);

fn hashes(year: &Connection) -> Vec<Hashed> {
    let sql = "SELECT stream, seq, hash FROM events ORDER BY stream, seq";
    let mut rows = year.prepare(sql).unwrap();
    let events = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    events.unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn on_sqlite_it_is_taken_over_and_every_hash_stays() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("harborline.db");
    std::fs::write(&file, unpacked(SQLITE)).unwrap();
    let before = hashes(&Connection::open(&file).unwrap());
    assert!(before.len() > 700);
    // A copy is made before it is migrated, and lives when it is put back.
    let (copy, elsewhere) = (data.path().join("copy.db"), tempfile::tempdir().unwrap());
    let newest = || -> i64 {
        let sql = "SELECT MAX(version) FROM refinery_schema_history";
        let year = Connection::open(&file).unwrap();
        year.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let had = newest();
    succeeds(data.path(), None, &["backup", copy.to_str().unwrap()]);
    succeeds(data.path(), None, &["drill"]);
    assert_eq!(newest(), had);
    succeeds(elsewhere.path(), None, &["restore", copy.to_str().unwrap()]);
    for command in [["migrate"], ["verify"]] {
        succeeds(data.path(), None, &command);
        succeeds(elsewhere.path(), None, &command);
    }
    let put_back = Connection::open(elsewhere.path().join("harborline.db")).unwrap();
    assert_eq!(hashes(&put_back), before);
    assert_eq!(hashes(&Connection::open(&file).unwrap()), before);
    let data = receipts_open(data).await;
    succeeds(data.path(), None, &["verify"]);
}

/// What one of its events says is written today as it was then, letter for letter: or else its hash would be another.
#[test]
fn what_is_recorded_today_has_the_hashes_of_then() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("harborline.db");
    std::fs::write(&file, unpacked(SQLITE)).unwrap();
    let year = Connection::open(&file).unwrap();
    let sql = "SELECT facts, body FROM events WHERE stream LIKE 'case/%' ORDER BY stream, seq";
    let mut rows = year.prepare(sql).unwrap();
    let events = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let events: Vec<(String, Option<String>)> = events.unwrap().map(Result::unwrap).collect();
    assert!(events.len() > 700);
    for (facts, body) in events {
        let event: CaseEvent = serde_json::from_str(&facts).unwrap();
        // The first of a case holds the hash of its access code as well.
        let (said, _) = facts
            .split_once(",\"receipt\":")
            .unwrap_or((facts.trim_end_matches('}'), ""));
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(written.trim_end_matches('}'), said.trim_end_matches('}'));
        if let Some(body) = body {
            let read: Body = serde_json::from_str(&body).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), body);
        }
    }
}

/// Serves it, and opens each case by its receipt.
async fn receipts_open(data: tempfile::TempDir) -> tempfile::TempDir {
    std::fs::write(data.path().join("secret"), SECRET).unwrap();
    let served = Served::on(data);
    for (reference, access_code) in RECEIPTS {
        let receipt = json!({"reference": reference, "access_code": access_code});
        assert!(!served.messages("en", &receipt).await.is_empty(), "{reference}");
        let page = served.client.get(format!("{}/en/follow", served.address));
        assert!(page.send().await.unwrap().status().is_success());
    }
    served.ended()
}

#[tokio::test]
async fn on_postgresql_it_is_taken_over_and_every_hash_stays() {
    on_postgres(async |url| {
        let connect = async || {
            let (client, line) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
                .await
                .unwrap();
            tokio::spawn(line);
            client
        };
        let dump = String::from_utf8(unpacked(POSTGRES)).unwrap();
        connect().await.batch_execute(&dump).await.unwrap();
        // The dump leaves its own session without a search path.
        let client = connect().await;
        let hashes = async || {
            let sql = "SELECT stream, seq, hash FROM events ORDER BY stream, seq";
            let rows = client.query(sql, &[]).await.unwrap();
            let rows = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2)));
            rows.collect::<Vec<Hashed>>()
        };
        let before = hashes().await;
        assert!(before.len() > 700);
        let data = tempfile::tempdir().unwrap();
        for command in [["migrate"], ["verify"]] {
            succeeds(data.path(), Some(&url), &command);
        }
        assert_eq!(hashes().await, before);
        std::fs::write(
            data.path().join("harborline.toml"),
            format!("database = \"{url}\"\n"),
        )
        .unwrap();
        let data = receipts_open(data).await;
        succeeds(data.path(), Some(&url), &["verify"]);
    })
    .await;
}
