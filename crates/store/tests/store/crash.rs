//! A command that returned success is on disk, whatever becomes of the process then.

use domain::cases::Case;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::Reference;
use store::{Location, Mark, Receipt, Store, StoreError};

use crate::both::{House, random};
use crate::sample;

const CHILD: &str = "STORE_TEST_OPENS_CASES_IN";

/// The child: opens cases until it is killed, and names each once it is told that it is open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opens_cases_until_killed() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let store = Store::open(&Location::Sqlite(path.into()), random())
        .await
        .unwrap();
    let city = sample::city();
    store.adopt(&city).await.unwrap();
    let open = |n: u16| {
        let (store, city) = (store.clone(), city.clone());
        async move {
            let [high, low] = n.to_be_bytes();
            let reference = Reference::from_random([high, low / 31, low, 4, 5, 6, 7]);
            let receipt = Receipt {
                reference,
                code_hash: [low; 32],
            };
            let open = sample::open("Written before the end");
            let opened = store
                .open_held::<Case>(
                    &Context {
                        now: sample::start(),
                        actor: &Actor::ANYONE,
                        city: &city,
                    },
                    &open,
                    &receipt,
                    None,
                )
                .await;
            opened.map(|_| reference)
        }
    };
    for round in 0..4_000u16 {
        let opened = futures::future::join_all((0..8).map(|n| open(round * 8 + n))).await;
        let mut out = std::io::stdout().lock();
        let mut failed = false;
        for opened in opened {
            match &opened {
                Ok(reference) => writeln!(out, "opened {reference}").unwrap(),
                Err(error) => writeln!(out, "failed {error:?}").unwrap(),
            }
            failed |= opened.is_err();
        }
        out.flush().unwrap();
        if failed {
            break;
        }
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_killed_process() {
    if std::env::var(CHILD).is_ok() {
        return;
    }
    let house = House::sqlite().await;
    let Location::Sqlite(path) = &house.location else {
        unreachable!()
    };
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["crash::opens_cases_until_killed", "--exact", "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut opened = Vec::new();
    let mut killed = false;
    // What it said before it died counts, also what is read after.
    while let Some(Ok(line)) = lines.next() {
        if let Some((_, reference)) = line.split_once("opened ") {
            opened.push(Reference::parse(reference).unwrap());
        }
        if opened.len() >= 200 && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed, "it ended by itself after {}", opened.len());
    for reference in opened {
        assert!(
            house
                .store
                .get::<Case>(reference, &sample::agent())
                .await
                .unwrap()
                .is_some(),
            "{reference}"
        );
    }
    house.is_clean().await;
}

/// A disk that fails while it commits: the log may hold everything or not, and nobody can tell which.
#[cfg(unix)]
#[tokio::test]
async fn what_failed_on_its_way_to_the_disk_is_not_called_unwritten() {
    if std::env::var(CHILD).is_ok() {
        return;
    }
    let house = House::sqlite().await;
    let Location::Sqlite(path) = &house.location else {
        unreachable!()
    };
    // No file may grow beyond some megabytes.
    let limited = "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\"";
    let ended = Process::new("sh")
        .args(["-c", limited])
        .arg(std::env::current_exe().unwrap())
        .args(["crash::opens_cases_until_killed", "--exact", "--nocapture"])
        .env(CHILD, path)
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    let failed: Vec<&str> = said.lines().filter(|line| line.starts_with("failed")).collect();
    assert!(!failed.is_empty(), "{said}");
    assert!(
        failed.iter().all(|line| *line == "failed Store(Unknown)"),
        "{failed:?}"
    );
    for (_, reference) in said.lines().filter_map(|line| line.split_once("opened ")) {
        let reference = Reference::parse(reference).unwrap();
        let found = house
            .store
            .get::<Case>(reference, &sample::agent())
            .await
            .unwrap();
        assert!(found.is_some(), "{reference}");
    }
    house.is_clean().await;
}

/// A second process, such as the command line, may write to the same file.
#[tokio::test]
async fn two_stores_on_one_file_do_not_undo_each_other() {
    let house = House::sqlite().await;
    let other = Store::open(&house.location, random()).await.unwrap();
    let case = house.case(1).await;
    let note = |n: usize| domain::cases::Command::Note {
        text: format!("note {n}"),
    };
    let agent = sample::agent();
    let (now, city) = (house.now(), &house.city);
    let work = (0..40).map(|n| {
        let store = if n % 2 == 0 {
            house.store.clone()
        } else {
            other.clone()
        };
        let (agent, note) = (&agent, note(n));
        async move {
            store
                .carry_out(
                    &Context {
                        now,
                        actor: agent,
                        city,
                    },
                    case.reference,
                    None,
                    &note,
                )
                .await
        }
    });
    for done in futures::future::join_all(work.collect::<Vec<_>>()).await {
        done.unwrap();
    }
    let after = house
        .store
        .get::<Case>(case.reference, &agent)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(after.version, 41);
    house.is_clean().await;
}

#[tokio::test]
async fn a_backup_is_put_back_whole_or_not_at_all() {
    let house = House::sqlite().await;
    let case = house.answered(1).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    Store::backup(&house.location, &backup, None).await.unwrap();
    assert_eq!(
        Store::backup(&house.location, &backup, None).await,
        Err(StoreError::FileExists)
    );

    let place = Location::Sqlite(folder.path().join("new").join("city.db"));
    Store::restore(&place, &backup, None).await.unwrap();
    let restored = Store::open(&place, random()).await.unwrap();
    assert_eq!(
        restored
            .get::<Case>(case.reference, &sample::agent())
            .await
            .unwrap(),
        Some(case)
    );
    assert!(restored.verify(&house.city, |_| {}).await.unwrap().is_clean());
    assert_eq!(
        Store::restore(&place, &backup, None).await,
        Err(StoreError::FileExists)
    );

    let broken = folder.path().join("broken.db");
    let mut bytes = std::fs::read(&backup).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&broken, bytes).unwrap();
    let elsewhere = folder.path().join("elsewhere.db");
    let restored = Store::restore(&Location::Sqlite(elsewhere.clone()), &broken, None).await;
    assert_eq!(restored, Err(StoreError::NotADatabase));
    assert!(!elsewhere.exists());
    let nothing = Store::restore(&Location::Sqlite(elsewhere), &folder.path().join("none"), None).await;
    assert_eq!(nothing, Err(StoreError::Io));
}

/// SQLite would play what is left into the database that is put there: neither the old one nor the new.
#[tokio::test]
async fn nothing_is_put_back_beside_what_is_left_of_another_database() {
    let house = House::sqlite().await;
    let case = house.answered(1).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    Store::backup(&house.location, &backup, None).await.unwrap();
    house.answered(2).await;
    let Location::Sqlite(live) = &house.location else {
        unreachable!()
    };
    let beside = |path: &Path, ending: &str| PathBuf::from(format!("{}{ending}", path.display()));

    let place = folder.path().join("city.db");
    let wal = beside(&place, "-wal");
    std::fs::copy(beside(live, "-wal"), &wal).unwrap();
    let to = Location::Sqlite(place.clone());
    let restored = Store::restore(&to, &backup, None).await;
    assert_eq!(restored, Err(StoreError::Leftover { file: wal.clone() }));
    assert!(!place.exists());

    std::fs::remove_file(&wal).unwrap();
    Store::restore(&to, &backup, None).await.unwrap();
    let restored = Store::open(&to, random()).await.unwrap();
    assert!(restored.verify(&house.city, |_| {}).await.unwrap().is_clean());
    let found = restored
        .get::<Case>(case.reference, &sample::agent())
        .await
        .unwrap();
    assert_eq!(found, Some(case));
    let only: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(only.is_empty(), "{only:?}");

    // A backup beside such a file would be damaged in the same way.
    let second = folder.path().join("second.db");
    let shm = beside(&second, "-shm");
    std::fs::write(&shm, "of another").unwrap();
    let copied = Store::backup(&house.location, &second, None).await;
    assert_eq!(copied, Err(StoreError::Leftover { file: shm }));
}

#[tokio::test]
async fn a_database_whose_last_changes_stand_beside_it_is_no_backup() {
    let house = House::sqlite().await;
    house.answered(1).await;
    let Location::Sqlite(live) = &house.location else {
        unreachable!()
    };
    let folder = tempfile::tempdir().unwrap();
    let place = Location::Sqlite(folder.path().join("city.db"));
    let file = PathBuf::from(format!("{}-wal", live.display()));
    let restored = Store::restore(&place, live, None).await;
    assert_eq!(restored, Err(StoreError::NotWhole { file }));
}

/// What has a table of the same name is no database of this program.
#[tokio::test]
async fn a_database_of_another_program_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (other, place) = (folder.path().join("other.db"), folder.path().join("city.db"));
    let made = rusqlite::Connection::open(&other).unwrap();
    made.execute_batch("CREATE TABLE events (stream TEXT, seq INTEGER)")
        .unwrap();
    drop(made);
    let to = Location::Sqlite(place.clone());
    assert_eq!(
        Store::restore(&to, &other, None).await,
        Err(StoreError::NotADatabase)
    );
    assert_eq!(
        Store::backup(&Location::Sqlite(other), &folder.path().join("copy.db"), None).await,
        Err(StoreError::NoDatabase)
    );

    // Nor one of a version that is not known here.
    let house = House::sqlite().await;
    let newer = folder.path().join("newer.db");
    Store::backup(&house.location, &newer, None).await.unwrap();
    let made = rusqlite::Connection::open(&newer).unwrap();
    made.execute_batch(
        "INSERT INTO refinery_schema_history SELECT 9999, 'of_tomorrow', applied_on, checksum FROM refinery_schema_history LIMIT 1",
    )
    .unwrap();
    drop(made);
    assert_eq!(
        Store::restore(&to, &newer, None).await,
        Err(StoreError::OtherVersion)
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// A whole city would begin anew beside what is left of the last one.
#[tokio::test]
async fn no_database_begins_beside_what_is_left_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("city.db");
    for ending in ["-wal", "-journal", ".part"] {
        let file = PathBuf::from(format!("{}{ending}", place.display()));
        std::fs::write(&file, "of another").unwrap();
        let opened = Store::open(&Location::Sqlite(place.clone()), random()).await;
        assert_eq!(opened.unwrap_err(), StoreError::Leftover { file: file.clone() });
        assert!(!place.exists() && std::fs::read(&file).unwrap() == b"of another");
        std::fs::remove_file(&file).unwrap();
    }
}

#[tokio::test]
async fn a_copy_that_was_killed_is_taken_over_and_one_under_way_is_not() {
    let house = House::sqlite().await;
    house.answered(1).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let part = PathBuf::from(format!("{}.part", copy.display()));
    std::fs::write(&part, "half a database").unwrap();
    let held = std::fs::File::open(&part).unwrap();
    held.lock().unwrap();
    let copied = Store::backup(&house.location, &copy, None).await;
    assert_eq!(copied, Err(StoreError::UnderWay { file: part.clone() }));
    assert_eq!(std::fs::read(&part).unwrap(), b"half a database");
    drop(held);
    Store::backup(&house.location, &copy, None).await.unwrap();
    assert!(copy.exists() && !part.exists());
}

#[tokio::test]
async fn a_copy_goes_with_the_keys_that_it_is_served_with() {
    let house = House::sqlite().await;
    let mark = |mark: &str| Mark {
        key: "secret".to_owned(),
        mark: mark.to_owned(),
    };
    house.store.serve_with(&mark("7")).await.unwrap();
    house.store.serve_with(&mark("7")).await.unwrap();
    let other = StoreError::OtherKey {
        key: "secret".to_owned(),
    };
    assert_eq!(house.store.serve_with(&mark("8")).await, Err(other.clone()));
    let folder = tempfile::tempdir().unwrap();
    let (copy, to) = (
        folder.path().join("copy.db"),
        Location::Sqlite(folder.path().join("city.db")),
    );
    for marks in [vec![], vec![mark("8")]] {
        assert_eq!(
            Store::backup(&house.location, &copy, Some(&marks)).await,
            Err(other.clone())
        );
        assert!(!copy.exists());
    }
    Store::backup(&house.location, &copy, Some(&[mark("7")]))
        .await
        .unwrap();
    assert_eq!(Store::restore(&to, &copy, Some(&[mark("8")])).await, Err(other));
    Store::restore(&to, &copy, Some(&[mark("7")])).await.unwrap();
}
