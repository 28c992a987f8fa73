//! Commands that only look change nothing, and make nothing where nothing is.

use std::path::Path;
use std::process::{Command, Output};

fn run(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap()
}

/// The commands that look, each with what it is given.
fn looking() -> [Vec<&'static str>; 5] {
    [
        vec!["verify"],
        vec!["doctor"],
        vec!["user", "list"],
        vec!["tasks", "list"],
        vec!["work"],
    ]
}

#[test]
fn a_mistyped_path_is_not_made_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("mistyped"), folder.path().join("backup.db"));
    let copies = [vec!["backup", backup.to_str().unwrap()], vec!["drill"]];
    for arguments in looking().into_iter().chain(copies) {
        let ended = run(&data, &arguments);
        assert!(!ended.status.success(), "{arguments:?}");
        let said = [ended.stdout, ended.stderr].map(|said| String::from_utf8(said).unwrap());
        assert!(said.concat().contains("there is no database there"), "{said:?}");
        assert!(!data.exists() && !backup.exists(), "{arguments:?}");
    }
}

#[test]
fn an_older_database_stays_one_until_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert!(run(data, &["migrate"]).status.success());
    let database = rusqlite::Connection::open(data.join("harborline.db")).unwrap();
    let had = "SELECT MAX(version) FROM refinery_schema_history";
    let newest: i64 = database.query_row(had, [], |row| row.get(0)).unwrap();
    database
        .execute("DELETE FROM refinery_schema_history WHERE version = ?1", [newest])
        .unwrap();
    for arguments in looking() {
        let ended = run(data, &arguments);
        assert!(!ended.status.success(), "{arguments:?}");
        let said = [ended.stdout, ended.stderr].map(|said| String::from_utf8(said).unwrap());
        assert!(said.concat().contains("`harborline migrate`"), "{said:?}");
        let now: i64 = database.query_row(had, [], |row| row.get(0)).unwrap();
        assert_eq!(now, newest - 1, "{arguments:?}");
    }
}
