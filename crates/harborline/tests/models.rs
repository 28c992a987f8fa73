//! `harborline models` from outside, before a registry on loopback.

#[path = "../src/models/tests/made.rs"]
#[expect(dead_code, reason = "shared with the tests inside")]
mod made;
#[path = "../src/models/tests/server.rs"]
#[expect(dead_code, reason = "shared with the tests inside")]
mod server;

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use made::{attachment, en_pt, left_below};
use serde_json::{Value, json};
use server::{Does, Fake};
use tempfile::tempdir;

const MODEL: &str = "model.enpt.intgemm.alphas.bin";

fn models(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harborline"));
    command
        .arg("models")
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null());
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    command
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What it says on standard output, where it succeeds.
fn says(data: &Path, args: &[&str]) -> String {
    let output = models(data, args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", complained(&output));
    said(&output)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_added_listed_checked_mended_and_removed() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    let data = data.path();
    assert_eq!(says(data, &["check"]), "");
    let offered = says(data, &["list", "--from", &registry]);
    assert!(offered.starts_with("no model is installed"), "{offered}");
    let line = offered
        .lines()
        .last()
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>();
    assert_eq!(
        [line[0], line[1], line[4], line[5]],
        ["en-pt", "1.0", "tiny", "released"]
    );
    let folder = data.join("models/en-pt");
    assert_eq!(
        says(data, &["add", "en-pt", "--from", &registry]),
        format!("en-pt 1.0 {}\n", folder.display())
    );
    let listed: Value = serde_json::from_str(&says(data, &["list", "--json"])).unwrap();
    let size: u64 = ["config.yml", MODEL, "vocab.enpt.spm", "lex.50.50.enpt.s2t.bin"]
        .map(|name| fs::metadata(folder.join(name)).unwrap().len())
        .iter()
        .sum();
    let whole = json!({"pair": "en-pt", "name": "en-pt tiny", "version": "1.0", "size": size, "whole": true, "damage": []});
    assert_eq!(listed, json!({"installed": [whole]}));
    assert_eq!(says(data, &["check"]), "");

    let file = fs::File::options().write(true).open(folder.join(MODEL)).unwrap();
    file.write_all_at(b"#!", 123_456).unwrap();
    let checked = models(data, &["check"]).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(said(&checked), format!("en-pt {MODEL} changed\n"));
    assert!(says(data, &["list"]).contains("damaged"));
    says(data, &["add", "en-pt", "--from", &registry]);
    assert_eq!(says(data, &["check"]), "");

    assert_eq!(says(data, &["remove", "en-pt"]), "");
    assert!(left_below(&data.join("models")).is_empty());
    let again = models(data, &["remove", "en-pt"]).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(complained(&again).contains("no model en-pt"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_was_killed_goes_on() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, _) = en_pt(&fake);
    let path = attachment(MODEL);
    fake.does(&path, [Does::StallsAfter(70_000)]);
    let add = ["add", "en-pt", "--from", &registry];
    let mut first = models(data.path(), &add).stderr(Stdio::null()).spawn().unwrap();
    let part = data.path().join(format!("models/.partial/en-pt/{MODEL}.part"));
    let begun = std::time::Instant::now();
    while fs::metadata(&part).map_or(0, |part| part.len()) < 70_000 {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing comes");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(!data.path().join("models/en-pt").exists());
    fake.does(&path, [Does::Serves]);
    let second = models(data.path(), &add).output().unwrap();
    assert!(second.status.success(), "{}", complained(&second));
    assert!(complained(&second).contains(&format!("{MODEL}: goes on at 70.0 kB of ")));
    let ranges: Vec<_> = fake.asked(&path).into_iter().map(|asked| asked.range).collect();
    assert_eq!(ranges, [None, Some("bytes=70000-".to_owned())]);
    assert_eq!(says(data.path(), &["check"]), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_is_an_error_with_the_next_step() {
    let (fake, data) = (Fake::new().await, tempdir().unwrap());
    let (registry, files) = en_pt(&fake);
    let mut wrong = made::zst(&files[0].2);
    wrong[1000] ^= 1;
    fake.hold(&attachment(MODEL), wrong);
    let add = ["add", "en-pt", "--from", &registry];
    let output = models(data.path(), &add).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let complaint = complained(&output);
    assert!(
        complaint.contains("SHA-256") && complaint.contains("try again later"),
        "{complaint}"
    );
    assert!(said(&output).is_empty());
    let left = left_below(&data.path().join("models"));
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxy_of_the_environment_is_used() {
    let (proxy, data) = (Fake::new().await, tempdir().unwrap());
    en_pt(&proxy);
    // A name that nobody has (RFC 6761): only the proxy can answer for it.
    let registry = format!("http://models.invalid{}", made::RECORDS);
    let output = models(data.path(), &["add", "en-pt", "--from", &registry])
        .env("http_proxy", &proxy.address)
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", complained(&output));
    assert_eq!(says(data.path(), &["check"]), "");
}

#[test]
fn a_slip_on_the_command_line_says_how_it_is_written() {
    let data = tempdir().unwrap();
    for (args, hint) in [
        (&["add", "enpt"][..], "write it as en-pt"),
        (&["add", "en-en"], "write it as en-pt"),
        (&["remove", "../en"], "write it as en-pt"),
        (
            &["add", "en-pt", "--from", "/no/such/folder"],
            "there is no folder",
        ),
        (&["add", "en-pt", "--from", "http://"], "empty host"),
    ] {
        let output = models(data.path(), args).output().unwrap();
        assert!(
            !output.status.success() && complained(&output).contains(hint),
            "{output:?}"
        );
    }
}
