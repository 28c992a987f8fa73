//! The binary from outside: a small made-up year, proved whole, and proved changed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

fn harborline(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .env_remove("HARBORLINE_TEST_POSTGRES")
        .env_remove("HARBORLINE_TEST_PYTHON")
        .args(args)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the binary runs")
}

fn a_year(data: &Path) -> Connection {
    let made = harborline(
        data,
        &["demo", "--until", "2026-11-20", "--cases", "150", "--seed-only"],
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Connection::open(data.join("harborline.db")).expect("there is a database")
}

#[test]
fn the_same_year_is_the_same_to_the_last_hash_and_verify_is_silent() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let events = |data: &Path| {
        let year = a_year(data);
        let mut rows = year
            .prepare("SELECT stream, seq, hash FROM events ORDER BY stream, seq")
            .unwrap();
        let events = rows.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, Vec<u8>>(2)?,
            ))
        });
        events.unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    let first = events(one.path());
    assert!(first.len() > 150);
    assert_eq!(first, events(two.path()));
    let proved = harborline(one.path(), &["verify"]);
    assert!(proved.status.success());
    assert!(
        proved.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&proved.stdout)
    );
}

#[test]
fn verify_names_stream_and_sequence_of_one_changed_byte() {
    let data = tempfile::tempdir().unwrap();
    let year = a_year(data.path());
    let stream: String = year
        .query_row(
            "SELECT stream FROM events WHERE seq = 3 AND body IS NOT NULL LIMIT 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let changed = year
        .execute(
            "UPDATE events SET body = substr(body, 1, 12) || '#' || substr(body, 14) WHERE stream = ?1 AND seq = 3",
            [&stream],
        )
        .unwrap();
    assert_eq!(changed, 1);
    let found = harborline(data.path(), &["verify"]);
    assert!(!found.status.success());
    assert_eq!(
        String::from_utf8_lossy(&found.stdout),
        format!("{stream} 3 body\n")
    );
}

#[test]
fn a_demo_is_not_served_as_a_city() {
    let data = tempfile::tempdir().unwrap();
    drop(a_year(data.path()));
    let served = harborline(data.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!served.status.success());
    assert!(
        String::from_utf8_lossy(&served.stderr).contains("demo"),
        "it says why"
    );
}

/// A program that is running, until it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn visitors_who_chat_with_a_demo_say_that_they_are_made_up() {
    let data = tempfile::tempdir().unwrap();
    let year = a_year(data.path());
    let before: i64 = year
        .query_row("SELECT COUNT(*) FROM contacts", [], |row| row.get(0))
        .unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(["demo", "--visitors", "3", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let _demo = Running(demo);
    assert!(lines.any(|line| line.unwrap().starts_with("ready ")));
    let begun = Instant::now();
    let said = loop {
        let said: Option<String> = year
            .query_row(
                "SELECT e.body FROM contacts c JOIN events e ON e.stream = 'contact/' || c.reference AND e.seq = 1 \
                 WHERE c.state = 'waiting' ORDER BY c.opened_at DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .ok();
        match said {
            Some(said) => break said,
            None => assert!(begun.elapsed() < Duration::from_mins(1), "nobody comes"),
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    let marks = ["虚构内容", "made up", "꾸며 낸", "架空の内容", "вымышлено"];
    assert!(marks.iter().any(|mark| said.contains(mark)), "{said}");
    let now: i64 = year
        .query_row("SELECT COUNT(*) FROM contacts", [], |row| row.get(0))
        .unwrap();
    assert!(now > before);
}

#[test]
fn due_and_detect_answer_as_scripts_expect() {
    let data = tempfile::tempdir().unwrap();
    let due = harborline(
        data.path(),
        &["due", "--from", "2026-02-13", "--limit", "5 working days"],
    );
    let answer: serde_json::Value = serde_json::from_slice(&due.stdout).unwrap();
    assert_eq!(answer["due"], "2026-02-27");
    let paused = [
        "due",
        "--from",
        "2026-02-13",
        "--limit",
        "5 working days",
        "--pause",
        "2026-02-20..2026-02-25",
    ];
    let answer: serde_json::Value = serde_json::from_slice(&harborline(data.path(), &paused).stdout).unwrap();
    assert_eq!(answer["due"], "2026-03-02");
    let nonsense = harborline(data.path(), &["due", "--from", "2026-02-13", "--limit", "soon"]);
    assert!(!nonsense.status.success() && nonsense.stdout.is_empty());
}
