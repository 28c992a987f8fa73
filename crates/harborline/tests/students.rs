//! The binary with models beside it: nobody waits for a person to read what a student can translate.

mod served;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use served::Served;

const TEXT: &str =
    "Perdi o meu passaporte ontem à noite e não sei o que fazer agora. O meu voo AB123 é às 9:30.";
const PASSWORD: &str = "a password only for tests";

fn weights(pair: &str) -> PathBuf {
    let folder = std::env::var_os("BERGAMOT_WEIGHTS").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/../weights")),
        PathBuf::from,
    );
    let folder = folder.join(pair);
    assert!(
        folder.is_dir(),
        "there are no weights in {}: `cargo xtask weights` fetches them",
        folder.display()
    );
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Runs a command of the binary in that data folder, with some input.
fn run(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_harborline"));
    command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    process.wait_with_output().unwrap()
}

/// A city whose hotline reads English first, with someone who works there.
fn city() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let pack = data.path().join("pack");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai"),
        &pack,
    );
    let units = pack.join("units/units.toml");
    let text = std::fs::read_to_string(&units).unwrap();
    let read_by_all = r#"languages = ["zh", "en", "ko", "ja", "ru"]"#;
    assert!(text.contains(read_by_all));
    std::fs::write(
        units,
        text.replacen(read_by_all, r#"languages = ["en", "zh"]"#, 1),
    )
    .unwrap();
    let configuration = format!("city = \"{}\"\n", pack.display());
    std::fs::write(data.path().join("harborline.toml"), configuration).unwrap();
    let add = [
        "user",
        "add",
        "--login",
        "agent",
        "--role",
        "agent",
        "--unit",
        "hotline-centre",
        "--name",
        "Agent",
        "--password-stdin",
    ];
    let added = run(data.path(), &add, PASSWORD);
    assert!(
        added.status.success(),
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    data
}

fn add_models(data: &Path) {
    for pair in ["en-pt", "pt-en"] {
        let from = weights(pair);
        let added = run(
            data,
            &["models", "add", pair, "--from", from.to_str().unwrap()],
            "",
        );
        assert!(
            added.status.success(),
            "{}",
            String::from_utf8_lossy(&added.stderr)
        );
    }
}

/// Does something at the desk.
async fn desk(city: &Served, token: &str, path: &str, body: Value) -> Value {
    let done = city
        .client
        .post(format!("{}/api/v1/desk/cases/{path}", city.address))
        .bearer_auth(token)
        .json(&body)
        .send()
        .await
        .unwrap();
    let status = done.status();
    let body: Value = done.json().await.unwrap();
    assert!(status.is_success(), "{body}");
    body
}

async fn sign_in(city: &Served) -> String {
    let session = city
        .client
        .post(format!("{}/api/v1/session", city.address))
        .json(&json!({"login": "agent", "password": PASSWORD}))
        .send()
        .await
        .unwrap();
    let session: Value = session.json().await.unwrap();
    session["token"].as_str().unwrap().to_owned()
}

/// Looks again until the first message, read in English, was translated by that.
async fn translated_by(city: &Served, receipt: &Value, by: &str) -> Value {
    for _ in 0..200 {
        let message = city.first_message_in("en", receipt).await;
        if message["translated_by"]["is"] == by {
            return message;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not translated by the {by}");
}

/// Words that no student has learnt, and some it has.
const SLANG: &str =
    "Tá osso arranjar o bagulho da repartição, a moça encheu linguiça. Perdi o meu passaporte.";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_student_is_unsure_of_a_person_corrects_and_the_memory_keeps() {
    let data = city();
    add_models(data.path());
    let city = Served::on(data);
    let receipt = city.open(SLANG).await;
    let message = translated_by(&city, &receipt, "engine").await;
    assert_eq!(message["translated_by"]["doubts"], json!(["low-confidence"]));
    let token = sign_in(&city).await;
    let right = "It is hard to get the paper from the office; the clerk kept talking.";
    let reference = receipt["reference"].as_str().unwrap();
    let correction = json!({"message": message["id"], "language": "en", "text": right});
    desk(&city, &token, &format!("{reference}/translate"), correction).await;
    let message = translated_by(&city, &receipt, "person").await;
    assert_eq!(message["text"], right);
    let by = &message["translated_by"];
    assert_eq!((&by["corrected"], &by["doubts"]), (&json!(true), &Value::Null));

    // The next who writes the same is understood at once.
    let again = city.open(&format!(" {}  ", SLANG.to_uppercase())).await;
    let message = translated_by(&city, &again, "memory").await;
    assert_eq!(message["text"], right);
    assert_eq!(message["translated_by"]["checked"], json!(true));

    let (store, _) = city.kept().await;
    assert_eq!(store.remembered_after(None, 10).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_in_portuguese_is_read_in_english_and_answered_in_portuguese() {
    let data = city();
    add_models(data.path());
    let city = Served::on(data);
    let receipt = city.open(TEXT).await;
    let message = city.first_message_in("en", &receipt).await;
    let text = message["text"].as_str().unwrap();
    assert!(
        text.contains("passport") && text.contains("AB123") && text.contains("9:30"),
        "{text}"
    );
    assert_eq!(message["original"]["text"], TEXT);
    let by = &message["translated_by"];
    assert_eq!((&by["is"], &by["checked"]), (&json!("engine"), &json!(false)));
    assert!(
        by["engine"].as_str().unwrap().starts_with("bergamot pt-en"),
        "{by}"
    );

    let token = sign_in(&city).await;
    let token = token.as_str();
    let reference = receipt["reference"].as_str().unwrap();
    desk(&city, token, &format!("{reference}/accept"), json!({})).await;
    let answer = "Please come to the police station with a photo. The office is open until 17:00.";
    desk(
        &city,
        token,
        &format!("{reference}/resolve"),
        json!({"text": answer, "language": "en"}),
    )
    .await;
    let message = city.message_in("pt", &receipt, 1).await;
    let text = message["text"].as_str().unwrap();
    assert!(text.contains("foto") && text.contains("17"), "{text}");
    assert_eq!(message["original"]["text"], answer);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_models_the_same_case_waits_for_a_person() {
    let city = Served::on(city());
    let receipt = city.open(TEXT).await;
    let message = city.first_message("en", &receipt).await;
    assert_eq!(
        (&message["language"], &message["text"]),
        (&json!("pt"), &json!(TEXT))
    );
    let (store, _) = city.kept().await;
    let wants = store.wants_for_engines(None, 10).await.unwrap().rows;
    let [want] = &wants[..] else { panic!("{wants:?}") };
    assert_eq!((want.from.as_str(), want.to.as_str()), ("pt", "en"));
}

#[test]
fn lines_on_a_pipe_are_translated_one_for_one() {
    let data = tempfile::tempdir().unwrap();
    add_models(data.path());
    let translated = run(
        data.path(),
        &["translate", "--from", "en", "--to", "pt"],
        "Where is the hospital?\n\n12345\nThe shop is closed today.\n",
    );
    assert!(translated.status.success());
    let said = String::from_utf8(translated.stdout).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((lines.len(), lines[1], lines[2]), (4, "", "12345"), "{said}");
    assert!(
        lines[0].contains("hospital") && !lines[0].contains("Where"),
        "{said}"
    );
    assert!(lines[3].contains("loja"), "{said}");
    let missing = run(
        data.path(),
        &["translate", "--from", "ko", "--to", "zh"],
        "안녕하세요\n",
    );
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(
        !missing.status.success() && said.contains("harborline models add ko-zh"),
        "{said}"
    );
}
