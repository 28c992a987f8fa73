//! Commands as shells use them: read no further, and given what is no file.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const HARBORLINE: &str = env!("CARGO_BIN_EXE_harborline");

fn city() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/sample-bay")
}

/// What it says within so long.
fn says(command: &mut Command) -> Output {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("it hangs: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn what_nobody_reads_any_more_ends_in_silence() {
    let data = tempfile::tempdir().unwrap();
    for command in [
        "doctor",
        "models list",
        "check cities/sample-bay",
        "verify",
        "tasks list",
    ] {
        let script = format!("\"$0\" {command} --data \"$1\" 2>\"$1/said\" | true; cat \"$1/said\"");
        // Twice as often as not, the pipe is closed before the first line is printed.
        for _ in 0..5 {
            let mut shell = Command::new("sh");
            shell
                .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
                .args(["-c", &script, HARBORLINE])
                .arg(data.path());
            let said = says(&mut shell);
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            assert!(!said.contains("panicked"), "{command}: {said}");
        }
    }
}

/// A pack in which one of its files is a pipe that nobody writes to.
#[test]
fn a_pipe_in_a_pack_is_named_and_not_waited_for() {
    for (place, of) in [
        ("city.toml", "toml"),
        ("guides/extra.md", "md"),
        ("locales/ar/extra.ftl", "ftl"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("pack");
        assert!(
            Command::new("cp")
                .arg("-r")
                .args([&city(), &pack])
                .status()
                .unwrap()
                .success()
        );
        let pipe = pack.join(place);
        std::fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        let _ = std::fs::remove_file(&pipe);
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let said = says(Command::new(HARBORLINE).arg("check").arg(&pack));
        let out = String::from_utf8_lossy(&said.stdout).into_owned();
        let name = pipe.file_name().unwrap().to_str().unwrap();
        if of != "md" {
            assert!(!said.status.success(), "{place}: {out}");
            assert!(
                out.contains(name) && out.contains("it is no file"),
                "{place}: {out}"
            );
        }
    }
}
