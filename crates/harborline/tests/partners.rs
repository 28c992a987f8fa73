//! The command that enters partners from a table.

use std::path::Path;
use std::process::{Command, Output};

const COLUMNS: &str = "kind,name_zh,name_en,country,since,status";

fn harborline(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(args)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the binary runs")
}

fn import(data: &Path, rows: &str, more: &[&str]) -> (bool, String, String) {
    let file = data.join("table.csv");
    std::fs::write(&file, format!("{COLUMNS}\n{rows}")).unwrap();
    let file = file.to_str().unwrap();
    let done = harborline(data, &[&["partners", "import", file], more].concat());
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.success(), said(&done.stdout), said(&done.stderr))
}

#[test]
fn a_table_is_looked_through_first_and_entered_once() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    let row = "sister-city,样例市,Sampleton,South Korea,1993,in-force\n";
    // On a mistyped path there is nothing, and nothing is made.
    assert!(!import(data, row, &[]).0);
    assert!(!data.join("harborline.db").exists());
    assert!(harborline(data, &["migrate"]).status.success());

    let (well, listed, said) = import(data, "sister-town,甲,,Atlantis,93,\n", &[]);
    assert!(!well && listed.is_empty());
    for bad in [
        "table.csv:2: kind: not-an-option",
        "table.csv:2: country: not-an-option",
        "table.csv:2: since: not-a-date",
    ] {
        assert!(said.contains(bad), "{bad}: {said}");
    }
    let (well, listed, said) = import(data, row, &["--dry-run"]);
    assert!(
        well && listed.is_empty() && said.contains("1 would be entered"),
        "{said}"
    );
    let (well, listed, _) = import(data, row, &[]);
    assert!(well && listed.contains("\tSampleton"), "{listed}");
    let (well, listed, said) = import(data, row, &[]);
    assert!(
        well && listed.is_empty() && said.contains("table.csv:2: left out"),
        "{said}"
    );
    let verified = harborline(data, &["verify"]);
    assert!(verified.status.success() && verified.stdout.is_empty());
}

#[test]
fn a_demo_has_the_register_of_its_pack_and_made_up_partners_at_every_stage() {
    let made = ["2026-02-13", "2026-11-20"].map(|until| {
        let data = tempfile::tempdir().unwrap();
        let year = ["demo", "--seed-only", "--cases", "5", "--until", until];
        assert!(harborline(data.path(), &year).status.success(), "{until}");
        let verified = harborline(data.path(), &["verify"]);
        assert!(verified.status.success() && verified.stdout.is_empty());
        let city = rusqlite::Connection::open(data.path().join("harborline.db")).unwrap();
        let count = |of: &str| -> u32 {
            let sql = format!("SELECT COUNT(*) FROM {of}");
            city.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        for state in ["proposed", "agreed", "active", "ended"] {
            assert!(
                count(&format!("partners WHERE state = '{state}'")) > 0,
                "{until}: {state}"
            );
        }
        assert!(count("partners WHERE confirmed = 0") > 5, "{until}");
        assert!(count("tasks WHERE kind = 'partner-renewal'") > 1, "{until}");
        count("partners")
    });
    // None is entered before it began.
    assert!(made[0] <= made[1]);
}
