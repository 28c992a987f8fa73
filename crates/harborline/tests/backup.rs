//! A backup is whole or not there, has the keys that its database needs, and is put back whole or not at all.

mod served;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use served::{Served, on_postgres};

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harborline"));
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(arguments)
        .arg("--data")
        .arg(data);
    command
}

fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|said| String::from_utf8_lossy(said).into_owned())
        .concat()
}

fn succeeds(data: &Path, arguments: &[&str]) -> String {
    let ended = run(data, arguments);
    assert!(ended.status.success(), "{arguments:?}: {}", said(&ended));
    said(&ended)
}

fn fails(data: &Path, arguments: &[&str], why: &str) {
    let ended = run(data, arguments);
    assert!(!ended.status.success(), "{arguments:?}");
    assert!(said(&ended).contains(why), "{arguments:?}: {}", said(&ended));
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A passphrase in a file of its own.
fn passphrase(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join(text);
    std::fs::write(&file, format!("{text} and more of it\n")).unwrap();
    file
}

#[tokio::test]
async fn a_city_lives_on_its_backup() {
    let served = Served::with("");
    let receipt = served.open("Perdi o meu passaporte ontem à noite").await;
    let data = served.ended();
    let folder = tempfile::tempdir().unwrap();
    let (copy, keys) = (
        folder.path().join("copy.db"),
        folder.path().join("copy.db.keys.age"),
    );
    let right = passphrase(folder.path(), "a quiet harbour");
    let wrong = passphrase(folder.path(), "a noisy harbour");

    let told = succeeds(data.path(), &["backup", text(&folder.path().join("named.db"))]);
    assert!(told.contains("secret as well, elsewhere"), "{told}");
    succeeds(
        data.path(),
        &["backup", text(&copy), "--passphrase-file", text(&right)],
    );
    let sealed = std::fs::read(&keys).unwrap();
    let secret = std::fs::read(data.path().join("secret")).unwrap();
    assert!(!sealed.windows(secret.len()).any(|found| found == secret));

    // With the wrong passphrase, without a word about the keys, or beside another secret, nothing is put back.
    let other = tempfile::tempdir().unwrap();
    let database = other.path().join("harborline.db");
    fails(other.path(), &["restore", text(&copy)], "there are keys in");
    let wrongly = ["restore", text(&copy), "--passphrase-file", text(&wrong)];
    fails(other.path(), &wrongly, "another passphrase");
    let rightly = ["restore", text(&copy), "--passphrase-file", text(&right)];
    std::fs::write(other.path().join("secret"), [8; 32]).unwrap();
    fails(other.path(), &rightly, "another");
    fails(
        other.path(),
        &["restore", text(&copy), "--without-keys"],
        "another `secret`",
    );
    assert!(!database.exists());
    std::fs::remove_file(other.path().join("secret")).unwrap();

    succeeds(other.path(), &rightly);
    assert_eq!(std::fs::read(other.path().join("secret")).unwrap(), secret);
    succeeds(other.path(), &["verify"]);
    let served = Served::on(other);
    assert_eq!(served.messages("pt", &receipt).await.len(), 1);
}

#[tokio::test]
async fn a_server_keeps_the_secret_that_it_began_with() {
    let served = Served::with("");
    served.open("Perdi o meu passaporte ontem à noite").await;
    let data = served.ended();
    let file = data.path().join("secret");
    let kept = std::fs::read(&file).unwrap();
    let doctor = || said(&run(data.path(), &["doctor"]));
    assert!(
        doctor().contains("ok   secret: the one that the database is served with"),
        "{}",
        doctor()
    );

    let folder = tempfile::tempdir().unwrap();
    let right = passphrase(folder.path(), "a quiet harbour");
    let backup = |name: &str| {
        let copy = folder.path().join(name);
        let ended = run(
            data.path(),
            &["backup", text(&copy), "--passphrase-file", text(&right)],
        );
        let left = copy.exists() || folder.path().join(format!("{name}.keys.age")).exists();
        (ended.status.success(), left)
    };
    std::fs::write(&file, [8; 32]).unwrap();
    fails(
        data.path(),
        &["serve", "--listen", "127.0.0.1:0"],
        "another `secret`",
    );
    assert!(doctor().contains("MEND secret"), "{}", doctor());
    assert_eq!(backup("other.db"), (false, false));
    fails(data.path(), &["drill"], "MEND backup");

    std::fs::remove_file(&file).unwrap();
    fails(
        data.path(),
        &["serve", "--listen", "127.0.0.1:0"],
        "secret is missing",
    );
    assert!(doctor().contains("MEND secret") && !file.exists());
    assert_eq!(backup("none.db"), (false, false));

    std::fs::write(&file, kept).unwrap();
    assert!(
        doctor().contains("MEND secret: others than its owner"),
        "{}",
        doctor()
    );
    assert_eq!(backup("right.db"), (true, true));
}

#[tokio::test]
async fn a_drill_puts_a_backup_back_and_leaves_nothing() {
    let served = Served::with("");
    served.open("Perdi o meu passaporte ontem à noite").await;
    // While it is served, too.
    let at = served.folder().to_owned();
    let told = succeeds(&at, &["drill"]);
    for step in ["backup", "keys: secret", "restore", "verify: "] {
        assert!(told.contains(&format!("ok   {step}")), "{told}");
    }
    assert!(!at.join("drill").exists());

    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let right = passphrase(folder.path(), "a quiet harbour");
    succeeds(&at, &["backup", text(&copy), "--passphrase-file", text(&right)]);
    let from = ["drill", "--from", text(&copy), "--passphrase-file", text(&right)];
    succeeds(&at, &from);
    let changed = Connection::open(&copy).unwrap();
    changed
        .execute("UPDATE events SET kind = 'noted' WHERE seq = 1", [])
        .unwrap();
    drop(changed);
    fails(&at, &from, "1 chain");
    assert!(!at.join("drill").exists());
}

/// Much to copy, so that it takes a while.
fn filled(data: &Path) {
    succeeds(data, &["migrate"]);
    let database = Connection::open(data.join("harborline.db")).unwrap();
    for id in 0..60 {
        database
            .execute(
                "INSERT INTO files (stream, id, bytes) VALUES ('case/NONE', ?1, randomblob(2000000))",
                [id],
            )
            .unwrap();
    }
}

/// Kills what that command does as soon as `part` is there and grows.
fn killed(data: &Path, arguments: &[&str], part: &Path) {
    let mut process = command(data, arguments).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !std::fs::metadata(part).is_ok_and(|part| part.len() > 0) {
        assert!(begun.elapsed() < Duration::from_mins(1));
        assert!(process.try_wait().unwrap().is_none(), "it had ended by then");
        std::thread::sleep(Duration::from_millis(1));
    }
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn what_is_killed_leaves_nothing_under_its_name() {
    let data = tempfile::tempdir().unwrap();
    filled(data.path());
    let folder = tempfile::tempdir().unwrap();
    let (copy, part) = (folder.path().join("copy.db"), folder.path().join("copy.db.part"));
    killed(data.path(), &["backup", text(&copy)], &part);
    assert!(!copy.exists() && part.exists());
    succeeds(data.path(), &["backup", text(&copy)]);
    assert!(copy.exists() && !part.exists());

    let other = tempfile::tempdir().unwrap();
    let database = other.path().join("harborline.db");
    killed(
        other.path(),
        &["restore", text(&copy)],
        &other.path().join("harborline.db.part"),
    );
    assert!(!database.exists());
    // It would begin a city that knows nobody.
    fails(other.path(), &["migrate"], "harborline.db.part is left");
    assert!(said(&run(other.path(), &["doctor"])).contains("MEND restore"));
    succeeds(other.path(), &["restore", text(&copy)]);
    let whole = Connection::open(&database).unwrap();
    let files: i64 = whole
        .query_row("SELECT COUNT(*) FROM files", [], |row| row.get(0))
        .unwrap();
    assert_eq!(files, 60);
}

#[tokio::test]
async fn a_drill_on_postgresql_leaves_nothing_there() {
    on_postgres(async |url| {
        let configuration = format!("database = \"{url}\"\n");
        let served = Served::with(&configuration);
        served.open("Perdi o meu passaporte ontem à noite").await;
        let at = served.folder().to_owned();
        let told = succeeds(&at, &["drill"]);
        for step in ["backup", "keys: secret", "restore", "verify: "] {
            assert!(told.contains(&format!("ok   {step}")), "{told}");
        }
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("city.dump");
        let right = passphrase(folder.path(), "a quiet harbour");
        let sealed = [
            "backup",
            text(&copy),
            "--keys-only",
            "--passphrase-file",
            text(&right),
        ];
        succeeds(&at, &sealed);
        let dumped = Command::new("pg_dump")
            .args(["--format=custom", "--file", text(&copy), &url])
            .status();
        assert!(dumped.unwrap().success());
        let from = ["drill", "--from", text(&copy), "--passphrase-file", text(&right)];
        succeeds(&at, &from);

        // The keys of another city.
        std::fs::remove_file(folder.path().join("city.dump.keys.age")).unwrap();
        let other = Served::with("");
        succeeds(other.folder(), &sealed);
        fails(&at, &from, "MEND verify: it was served with another `secret`");
        assert!(!at.join("drill").exists());
        let (client, line) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(line);
        let left = client.query_one(
            "SELECT COUNT(*) FROM pg_database WHERE datname LIKE 'harborline_drill%'",
            &[],
        );
        assert_eq!(left.await.unwrap().get::<_, i64>(0), 0);
    })
    .await;
}
