//! `cargo xtask speech`: a made-up voice speaks, Whisper listens behind `OpenAI`'s call, and `harborline transcribe` says
//! what it heard.
//!
//! It stands outside `cargo xtask test`: what it needs from PyPI weighs half a gigabyte. Where that cannot be fetched, all of
//! it is skipped, and counted so.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::python;
use crate::shell::{self, OnEnd, output, run as run_command};
use crate::tools::{self, Tool};

/// What is said.
const TEXTS: [&str; 3] = [
    "パスポートをなくしました。どこへ行けばいいですか。",
    "子供が熱を出しました。日本語が通じる病院はありますか。",
    "在留許可の更新に必要な書類を教えてください。",
];
/// So many of the letters may be heard wrong, of all.
const WRONG: f64 = 0.2;

#[derive(Deserialize)]
struct Heard {
    text: String,
    language: Option<String>,
    confidence: Option<f64>,
}

pub fn run() -> anyhow::Result<ExitCode> {
    tools::ensure(&[Tool::Python])?;
    let python = match python::with_speech() {
        Ok(python) => python,
        Err(why) => {
            println!("{why:#}\n0 passed, {} skipped", TEXTS.len() * 2);
            return Ok(ExitCode::SUCCESS);
        }
    };
    run_command(shell::cargo().args(["build", "--quiet", "--package", "harborline"]))?;
    let folder = shell::target().join("speech");
    fs::create_dir_all(&folder)?;
    let (server, _end) = listening(&python, &folder)?;
    let config = folder.join("harborline.toml");
    let entry = format!("[[speech]]\nurl = \"{server}/v1\"\nmodel = \"whisper-base\"\nlimit = 60\n");
    fs::write(&config, entry)?;
    let (mut wrong, mut all) = (0, 0);
    for text in TEXTS {
        let wav = folder.join("said.wav");
        let mut say = shell::program(&python);
        say.env("KOKORO_JA_CACHE", folder.join("voice"));
        output(say.arg("xtask/speech/say.py").arg(text).arg(&wav))?;
        for language in [Some("ja"), None] {
            let mut transcribe = shell::program(shell::target().join("debug/harborline"));
            transcribe
                .arg("--config")
                .arg(&config)
                .arg("transcribe")
                .arg(&wav);
            transcribe.args(language.map(|language| format!("--language={language}")));
            let begun = Instant::now();
            let heard: Heard = serde_json::from_str(&output(&mut transcribe)?)?;
            let took = begun.elapsed();
            let misheard = strsim::levenshtein(text, &heard.text);
            println!(
                "said  {text}\nheard {} ({}, {:.2}, {} wrong of {}, {:.1} s)",
                heard.text,
                heard.language.as_deref().unwrap_or("?"),
                heard.confidence.unwrap_or_default(),
                misheard,
                text.chars().count(),
                took.as_secs_f64(),
            );
            ensure!(heard.language.as_deref() == Some("ja"), "it was Japanese");
            ensure!(heard.confidence.is_some(), "the engine says how sure it is");
            wrong += misheard;
            all += text.chars().count();
        }
    }
    let share = f64::from(u32::try_from(wrong)?) / f64::from(u32::try_from(all)?);
    println!("{:.1} % of the letters were misheard", share * 100.0);
    ensure!(share <= WRONG, "that is too much");
    println!("{} passed, 0 skipped", TEXTS.len() * 2);
    Ok(ExitCode::SUCCESS)
}

/// The address of a server that listens until the end.
fn listening(python: &Path, folder: &Path) -> anyhow::Result<(String, OnEnd)> {
    let mut listen = shell::program(python);
    listen.arg("xtask/speech/listen.py").arg(folder.join("whisper"));
    let mut server = listen.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let said = server.stdout.take().context("its output is piped")?;
    let end = OnEnd::new(move || {
        let _ = server.kill();
        let _ = server.wait();
    });
    let ready = BufReader::new(said).lines().next().transpose()?;
    let ready = ready.context("the server ended before it was ready")?;
    let address = ready.strip_prefix("ready ").context("the server is not ready")?;
    Ok((address.to_owned(), end))
}
