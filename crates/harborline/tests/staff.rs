//! The command that counts agents.

use std::process::{Command, Output};

use serde_json::Value;

/// The case that is known, with flags more or other ones.
fn staff(more: &[&str]) -> Output {
    let mut given = vec![
        "--calls=100",
        "--interval=30m",
        "--handling=3m",
        "--answer-in=20s",
        "--level=0.8",
        "--occupancy=0.85",
        "--shrinkage=0.3",
    ];
    let name = |flag: &str| flag.split('=').next().unwrap_or_default().to_owned();
    given.retain(|flag| more.iter().all(|other| name(other) != name(flag)));
    Command::new(env!("CARGO_BIN_EXE_harborline"))
        .arg("staff")
        .args(given)
        .args(more)
        .output()
        .expect("the binary runs")
}

fn answer(more: &[&str]) -> Value {
    let done = staff(more);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("one JSON object")
}

fn rounded(answer: &Value, key: &str) -> String {
    format!("{:.4}", answer[key].as_f64().expect("a number"))
}

#[test]
fn the_known_case_takes_14_agents_and_20_positions() {
    let answer = answer(&[]);
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    assert_eq!(
        (&answer["agents"], &answer["positions"]),
        (&14.into(), &20.into())
    );
    assert_eq!(rounded(&answer, "service_level"), "0.8884");
    assert_eq!(rounded(&answer, "waiting_probability"), "0.1741");
    assert_eq!(rounded(&answer, "occupancy"), "0.7143");
}

#[test]
fn with_a_patience_it_says_how_many_give_up() {
    let given = answer(&["--patience=2m", "--agents=11"]);
    assert_eq!(rounded(&given, "abandonment"), "0.0942");
    assert_eq!(given["positions"], 16);
    let needed = answer(&["--patience=2m"]);
    assert_eq!(needed["agents"], 12);
}

#[test]
fn what_is_wrong_is_named_by_its_flag() {
    for (flag, name) in [
        ("--calls=0", "--calls"),
        ("--calls=many", "--calls"),
        ("--interval=0s", "--interval"),
        ("--handling=0m", "--handling"),
        ("--handling=quick", "--handling"),
        ("--answer-in=-1s", "--answer-in"),
        ("--level=1.2", "--level"),
        ("--occupancy=0", "--occupancy"),
        ("--shrinkage=1", "--shrinkage"),
        ("--patience=0s", "--patience"),
        ("--agents=0", "--agents"),
    ] {
        let done = staff(&[flag]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && done.stdout.is_empty(), "{flag}");
        assert!(said.contains(name), "{flag}: {said}");
    }
}

#[test]
fn the_document_shows_what_the_command_says() {
    let document = include_str!("../../../docs/staffing.md");
    let (_, shown) = document.split_once("```json\n").expect("an answer is shown");
    let (shown, _) = shown.split_once('\n').expect("on one line");
    let shown: Value = serde_json::from_str(shown).expect("JSON");
    let said = answer(&[]);
    let keys = |answer: &Value| {
        answer
            .as_object()
            .map(|answer| answer.keys().cloned().collect::<Vec<_>>())
    };
    assert_eq!(keys(&shown), keys(&said));
    for (key, value) in said.as_object().expect("an object") {
        let numbers = (value.as_f64(), shown[key].as_f64());
        let (Some(said), Some(shown)) = numbers else {
            panic!("{key} is no number: {numbers:?}");
        };
        assert!((said - shown).abs() < 1e-12, "{key}: {said}, not {shown}");
    }
}
