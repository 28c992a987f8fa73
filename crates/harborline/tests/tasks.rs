//! Tasks that were given up, as whoever runs the city sees them.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use jiff::{Timestamp, ToSpan as _};
use store::{Location, Store, Task};

fn run(data: &Path, arguments: &[&str]) -> (bool, String) {
    let ended: Output = Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = [ended.stdout, ended.stderr].map(|said| String::from_utf8(said).unwrap());
    (ended.status.success(), said.concat())
}

async fn open(data: &Path) -> Store {
    let location = Location::Sqlite(data.join("harborline.db"));
    let random = Arc::new(|bytes: &mut [u8]| bytes.fill(7));
    Store::open(&location, random).await.unwrap()
}

/// A task that failed until it was given up.
async fn give_up(store: &Store, name: &str) {
    let mut now: Timestamp = "2026-03-02T01:00:00Z".parse().unwrap();
    let task = Task::new("mail", name, "case/1111-1111", now);
    store.ask_for(task).await.unwrap();
    loop {
        let claimed = store.claim(now, "mail", 1).await.unwrap().remove(0);
        if store.failed(now, &claimed, "late").await.unwrap() {
            return;
        }
        now += 6.hours();
    }
}

#[tokio::test]
async fn what_was_given_up_is_named_and_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let store = open(data).await;
    assert!(run(data, &["doctor"]).1.contains("ok   tasks: none was given up"));
    for name in ["a", "b"] {
        give_up(&store, name).await;
    }
    let (well, said) = run(data, &["doctor"]);
    assert!(!well, "{said}");
    assert!(said.contains("MEND tasks: 2 given up: mail "), "{said}");
    assert!(
        said.contains("mail a (late)") && said.contains("`harborline tasks retry"),
        "{said}"
    );

    let (well, said) = run(data, &["tasks", "list"]);
    assert!(well, "{said}");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines.contains(&"mail\ta\tcase/1111-1111\t12\tlate"), "{said}");

    assert!(run(data, &["tasks", "retry", "mail", "a"]).0);
    let (well, said) = run(data, &["tasks", "retry", "mail", "a"]);
    assert!(!well && said.contains("`harborline tasks list`"), "{said}");
    let left = store.given_up(None, 10).await.unwrap();
    assert_eq!(left.rows[0].name, "b");
    assert_eq!(left.total, 1);
    let later = "2099-01-01T00:00:00Z".parse().unwrap();
    let again = store.claim(later, "mail", 10).await.unwrap();
    assert_eq!((again[0].name.as_str(), again[0].tries), ("a", 1));
}
