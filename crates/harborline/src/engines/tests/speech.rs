//! Engines that listen, before servers that are right, slow, broken, and liars.

use std::fmt::Write as _;
use std::time::Instant;

use axum::http::{StatusCode, header};
use futures::future::join_all;
use language::speech::{NoSound, Request, Sound, Speech as _, Transcribed, Transcribers, Unavailable};
use serde_json::json;

use super::super::speech::{Remote, remote, transcribers};
use super::fake::{Does, Fake, shaped};
use super::silence::logged;
use super::*;
use crate::config::SpeechEntry;

const SAID: &str = "パスポートをなくしました。どこへ行けばいいですか。";
const PATH: &str = "/v1/audio/transcriptions";

/// Two seconds, as a telephone samples them.
fn sound() -> Sound {
    let mut wav = b"RIFF\0\0\0\0WAVEfmt hush".to_vec();
    wav.resize(16_000, 0);
    Sound::new(wav).unwrap()
}

fn in_japanese() -> Request {
    Request {
        sound: sound(),
        language: Some(Lang::JA),
    }
}

fn listening(server: &str) -> SpeechEntry {
    SpeechEntry {
        url: format!("{server}/v1/").parse().unwrap(),
        model: "whisper-base".to_owned(),
        key_file: None,
        limit: LIMIT,
        languages: Vec::new(),
    }
}

fn ear(fake: &Fake) -> Remote {
    remote(0, &listening(&fake.address)).unwrap()
}

async fn heard(ear: &Remote) -> Result<Transcribed, Unavailable> {
    ear.transcribe(&in_japanese()).await
}

fn answers(body: impl Into<Vec<u8>>) -> Does {
    Does::Answers(StatusCode::OK, Vec::new(), body.into())
}

fn status(code: u16) -> Does {
    Does::Answers(StatusCode::from_u16(code).unwrap(), Vec::new(), b"{}".to_vec())
}

fn failed(why: &str) -> Result<Transcribed, Unavailable> {
    Err(Unavailable::Failed(why.to_owned()))
}

#[tokio::test]
async fn it_is_asked_in_parts_with_its_key_and_says_what_it_heard() {
    let data = tempfile::tempdir().unwrap();
    let key_file = data.path().join("key");
    std::fs::write(&key_file, "the-key\n").unwrap();
    let fake = Fake::that([Does::Says(SAID)]).await;
    let ear = remote(
        0,
        &SpeechEntry {
            key_file: Some(key_file),
            ..listening(&fake.address)
        },
    )
    .unwrap();
    let transcribed = heard(&ear).await.unwrap();
    assert_eq!(transcribed.text, SAID);
    assert_eq!(transcribed.language, Some(Lang::JA));
    assert!((transcribed.confidence.unwrap() - 0.7788).abs() < 0.001);
    assert_eq!(transcribed.engine.name, "openai");
    assert_eq!(transcribed.engine.model, "whisper-base");
    let asked = &fake.asked()[0];
    assert_eq!(asked.path, PATH);
    assert_eq!(asked.authorization.as_deref(), Some("Bearer the-key"));
    let parts = String::from_utf8_lossy(&asked.bytes);
    for part in [
        "name=\"file\"; filename=\"speech.wav\"\r\nContent-Type: audio/wav\r\n",
        "name=\"model\"\r\n\r\nwhisper-base\r\n",
        "name=\"response_format\"\r\n\r\nverbose_json\r\n",
        "name=\"language\"\r\n\r\nja\r\n",
    ] {
        assert!(parts.contains(part), "{part} is not in {parts}");
    }
    let whole = sound();
    assert!(
        asked
            .bytes
            .windows(whole.bytes().len())
            .any(|part| part == whole.bytes())
    );
}

#[tokio::test]
async fn without_a_language_the_engine_tells_it_by_name_or_code() {
    for (said, language) in [
        ("japanese", Some(Lang::JA)),
        ("Japanese", Some(Lang::JA)),
        ("ja", Some(Lang::JA)),
        ("chinese", None),
        ("a language", None),
    ] {
        let body = json!({"text": "はい", "language": said});
        let fake = Fake::that([answers(body.to_string())]).await;
        let request = Request {
            sound: sound(),
            language: None,
        };
        let heard = ear(&fake).transcribe(&request).await.unwrap();
        let expected = if said == "chinese" {
            Some(Lang::ZH)
        } else {
            language
        };
        assert_eq!(heard.language, expected, "{said}");
        assert!(!String::from_utf8_lossy(&fake.asked()[0].bytes).contains("name=\"language\""));
    }
}

#[tokio::test]
async fn a_model_that_tells_the_text_alone_is_asked_for_that_and_from_then_on_at_once() {
    let alone = answers(json!({"text": SAID}).to_string());
    let fake = Fake::that([status(400), alone]).await;
    let ear = ear(&fake);
    for _ in 0..2 {
        let heard = heard(&ear).await.unwrap();
        assert_eq!((heard.text.as_str(), heard.confidence), (SAID, None));
    }
    let asked = fake.asked();
    let formats: Vec<bool> = asked
        .iter()
        .map(|asked| String::from_utf8_lossy(&asked.bytes).contains("verbose_json"))
        .collect();
    assert_eq!(formats, [true, false, false]);
}

#[tokio::test]
async fn silence_is_an_answer_and_no_other_engine_is_asked() {
    let fake = Fake::that([Does::Says("")]).await;
    let other = Fake::that([Does::Says(SAID)]).await;
    let both = Transcribers::default()
        .then(ear(&fake), LIMIT)
        .then(ear(&other), LIMIT);
    let heard = both.transcribe(&in_japanese()).await.unwrap();
    assert_eq!(heard.text, "");
    assert_eq!(other.asked().len(), 0);
}

#[tokio::test]
async fn the_next_one_is_asked_when_the_first_fails_or_is_for_other_languages() {
    let broken = Fake::that([status(403)]).await;
    let korean = Fake::that([Does::Says(SAID)]).await;
    let well = Fake::that([Does::Says(SAID)]).await;
    let all = Transcribers::default()
        .then(ear(&broken), LIMIT)
        .then(
            remote(
                1,
                &SpeechEntry {
                    languages: vec![Lang::KO],
                    ..listening(&korean.address)
                },
            )
            .unwrap(),
            LIMIT,
        )
        .then(ear(&well), LIMIT);
    assert_eq!(all.transcribe(&in_japanese()).await.unwrap().text, SAID);
    assert_eq!((broken.asked().len(), korean.asked().len()), (1, 0));
}

#[tokio::test]
async fn slow_and_silent_engines_are_late_and_no_later() {
    for does in [
        Does::Hangs,
        Does::Drips,
        Does::SaysAfter(Duration::from_secs(30), SAID),
    ] {
        let fake = Fake::that([does]).await;
        let ear = remote(
            0,
            &SpeechEntry {
                limit: Duration::from_secs(1),
                ..listening(&fake.address)
            },
        )
        .unwrap();
        let begun = Instant::now();
        assert_eq!(heard(&ear).await, Err(Unavailable::Late(Duration::from_secs(1))));
        assert!(begun.elapsed() < Duration::from_millis(1_500));
    }
}

#[tokio::test]
async fn nobody_there_is_a_failure_in_time() {
    let ear = remote(0, &listening("http://127.0.0.1:1")).unwrap();
    assert_eq!(heard(&ear).await, failed("it cannot be reached"));
}

#[tokio::test]
async fn broken_answers_are_failures() {
    for (does, why) in [
        (status(401), "it answered with status 401"),
        (status(404), "it answered with status 404"),
        (status(500), "it answered with status 500"),
        (Does::Floods, "its answer is too long"),
        (
            answers("<html><body>sign in</body></html>"),
            "its answer has another form",
        ),
        (answers(SAID), "its answer has another form"),
        (answers("{\"text\": 42}"), "its answer has another form"),
        (
            answers(b"{\"text\": \"\xe3\"}".to_vec()),
            "its answer has another form",
        ),
        (answers("[".repeat(100_000)), "its answer has another form"),
    ] {
        let fake = Fake::that([does]).await;
        assert_eq!(heard(&ear(&fake)).await, failed(why));
    }
    // Where it broke off depends on how much had come.
    let fake = Fake::that([Does::BreaksOff]).await;
    assert!(matches!(heard(&ear(&fake)).await, Err(Unavailable::Failed(_))));
}

#[tokio::test]
async fn lies_are_failures() {
    let other = json!({"text": "여권을 잃어버렸어요.", "language": "korean"});
    let long = shaped(PATH, &SAID.repeat(40));
    for (body, why) in [
        (
            shaped(PATH, "<!DOCTYPE html><html>x</html>"),
            "its answer is a web page",
        ),
        (other, "it heard another language"),
        (
            shaped(
                PATH,
                "I lost my passport on the bus last night and do not know what to do.",
            ),
            "its answer is in another language",
        ),
        (long, "its answer is too long for the sound"),
    ] {
        let fake = Fake::that([answers(body.to_string())]).await;
        assert_eq!(heard(&ear(&fake)).await, failed(why));
    }
}

#[tokio::test]
async fn what_the_engine_itself_does_not_believe_was_not_said() {
    let segment = |text: &str, no_speech: f64, ratio: f64| json!({"text": text, "avg_logprob": -0.5, "no_speech_prob": no_speech, "compression_ratio": ratio});
    let thanks = segment("ご視聴ありがとうございました", 0.68, 0.9);
    let circles = segment(&"すみません".repeat(80), 0.1, 24.0);
    for (segments, text, doubt) in [
        (vec![thanks.clone()], "", None),
        (vec![circles.clone()], "", None),
        (
            vec![
                segment("はい。", 0.1, 0.8),
                thanks,
                segment("ええ。", 0.6, 2.4),
                circles,
            ],
            "はい。ええ。",
            Some(()),
        ),
    ] {
        let whole: String = segments.iter().map(|one| one["text"].as_str().unwrap()).collect();
        let body = json!({"text": whole, "language": "ja", "segments": segments});
        let fake = Fake::that([answers(body.to_string())]).await;
        let heard = heard(&ear(&fake)).await.unwrap();
        assert_eq!((heard.text.as_str(), heard.confidence.map(|_| ())), (text, doubt));
    }
}

#[tokio::test]
async fn what_no_text_holds_is_left_out() {
    let fake = Fake::that([answers(json!({"text": " はい\u{0}\u{7}\nええ "}).to_string())]).await;
    assert_eq!(heard(&ear(&fake)).await.unwrap().text, "はい\nええ");
}

#[tokio::test]
async fn no_sound_follows_a_redirect() {
    let other = Fake::that([Does::Says(SAID)]).await;
    let redirect = Does::Answers(
        StatusCode::TEMPORARY_REDIRECT,
        vec![(header::LOCATION, format!("{}{PATH}", other.address))],
        Vec::new(),
    );
    let fake = Fake::that([redirect]).await;
    assert_eq!(heard(&ear(&fake)).await, failed("it answered with status 307"));
    assert_eq!(other.asked().len(), 0);
}

#[tokio::test]
async fn a_server_that_was_busy_is_asked_once_more_with_the_whole_sound() {
    let fake = Fake::that([status(503), Does::Says(SAID)]).await;
    assert_eq!(heard(&ear(&fake)).await.unwrap().text, SAID);
    let asked = fake.asked();
    assert_eq!(asked.len(), 2);
    // What parts them differs.
    assert_eq!(asked[0].bytes.len(), asked[1].bytes.len());
}

#[tokio::test]
async fn one_that_fails_again_and_again_is_left_alone() {
    let fake = Fake::that([status(403)]).await;
    let ear = ear(&fake);
    for _ in 0..5 {
        assert_eq!(heard(&ear).await, failed("it answered with status 403"));
    }
    fake.now([Does::Says(SAID)]);
    let begun = Instant::now();
    assert_eq!(heard(&ear).await, Err(Unavailable::Resting));
    assert!(begun.elapsed() < Duration::from_millis(50));
    assert_eq!(fake.asked().len(), 5);
}

#[tokio::test]
async fn a_server_hears_four_at_once() {
    let fake = Fake::that([Does::SaysAfter(Duration::from_millis(100), SAID)]).await;
    let ear = ear(&fake);
    let answers = join_all((0..12).map(|_| heard(&ear))).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(fake.most_at_once(), 4);
}

#[tokio::test]
async fn whether_it_is_well_a_moment_of_silence_tells() {
    let fake = Fake::that([Does::Says("")]).await;
    assert!(ear(&fake).tried().await.unwrap() < LIMIT);
    // A header of 44 bytes, and 3,200 samples of two.
    let parts = String::from_utf8_lossy(&fake.asked()[0].bytes).into_owned();
    assert!(parts.contains("RIFF") && parts.len() > 6_444);
    let fake = Fake::that([status(401)]).await;
    assert_eq!(
        ear(&fake).tried().await,
        Err(Unavailable::Failed("it answered with status 401".to_owned()))
    );
}

#[test]
fn what_is_no_sound_is_refused() {
    assert_eq!(Sound::new(Vec::new()), Err(NoSound::Empty));
    assert_eq!(
        Sound::new(b"%PDF-1.7 and so on".to_vec()),
        Err(NoSound::UnknownForm)
    );
    assert_eq!(Sound::new(b"<html></html>".to_vec()), Err(NoSound::UnknownForm));
    let mut large = b"RIFF\0\0\0\0WAVE".to_vec();
    large.resize(25 * 1024 * 1024 + 1, 0);
    assert_eq!(Sound::new(large), Err(NoSound::TooLarge));
    for (begin, extension) in [
        (&b"RIFF\0\0\0\0WAVE"[..], "wav"),
        (b"fLaC\0\0\0\0", "flac"),
        (b"ID3\x03\0\0\0\0", "mp3"),
        (b"OggS\0\x02\0\0", "ogg"),
        (b"\0\0\0\x20ftypM4A \0\0", "m4a"),
        (b"\0\0\0\x20ftypisom\0\0", "m4a"),
    ] {
        assert_eq!(Sound::new(begin).unwrap().form().extension(), extension);
    }
    let mut webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm".to_vec();
    webm.resize(300, 0);
    assert_eq!(Sound::new(webm).unwrap().form().extension(), "webm");
}

#[tokio::test]
async fn neither_sounds_nor_words_nor_secrets_are_logged() {
    const KEY: &str = "hush-hush-0123456789";
    let data = tempfile::tempdir().unwrap();
    let key_file = data.path().join("key");
    std::fs::write(&key_file, KEY).unwrap();
    let mut shown = String::new();
    let log = logged(async {
        for does in [
            Does::Says(SAID),
            Does::Hangs,
            Does::BreaksOff,
            answers(shaped(PATH, &SAID.repeat(40)).to_string()),
            Does::Answers(StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), SAID.into()),
            answers(format!("{{\"{SAID}\": \"{KEY}\"}}")),
        ] {
            // What a thread decided just before there were two is decided again.
            tracing::callsite::rebuild_interest_cache();
            let fake = Fake::that([does]).await;
            let entry = SpeechEntry {
                key_file: Some(key_file.clone()),
                limit: Duration::from_millis(300),
                ..listening(&fake.address)
            };
            let ear = remote(0, &entry).unwrap();
            let answer = heard(&ear).await;
            write!(shown, "{entry:?} {ear:?} {:?} {answer:?}", in_japanese()).unwrap();
            let transcribers = Transcribers::default().then(ear, LIMIT);
            for _ in 0..5 {
                // What is said is in the log.
                let _ = transcribers.transcribe(&in_japanese()).await;
            }
        }
    })
    .await;
    assert!(log.contains("did not transcribe"), "the log is read: {log}");
    assert!(log.contains("left alone"), "{log}");
    for secret in [KEY, "パスポート", "fmt hush"] {
        assert!(!log.contains(secret), "{secret} is in the log");
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

#[test]
fn a_wrong_entry_is_refused_and_its_field_named() {
    let whole = "url = \"http://127.0.0.1:8000/v1\"\nmodel = \"whisper-base\"\n";
    let config = super::entries::load(&format!(
        "[[speech]]\n{whole}languages = [\"ja\", \"ko\"]\nlimit = 4\n"
    ));
    let config = config.unwrap();
    assert_eq!(config.speech[0].languages, [Lang::JA, Lang::KO]);
    assert_eq!(config.speech[0].limit, Duration::from_secs(4));
    let all = transcribers(&config).unwrap();
    assert!(all.hear(Lang::KO) && !all.hear(Lang::RU));
    for (file, field) in [
        ("url = \"http://127.0.0.1:8000/v1\"", "model"),
        ("url = \"http://127.0.0.1:8000/v1\"\nmodel = \" \"", "model"),
        ("model = \"whisper-base\"", "url"),
        ("model = \"whisper-base\"\nurl = \"http://me:hush@ear/\"", "url"),
        (&format!("{whole}limit = 0"), "limit"),
        (&format!("{whole}languages = [\"japanese\"]"), "languages"),
        (&format!("{whole}key = \"hush\""), "key"),
    ] {
        let error = super::entries::load(&format!("[[speech]]\n{file}\n")).expect_err(file);
        let error = format!("{error:#}");
        assert!(
            error.contains("speech") && error.contains(field),
            "{file}: {error}"
        );
        assert!(!error.contains("hush"), "{error}");
    }
    let entry = SpeechEntry {
        key_file: Some("nowhere".into()),
        ..listening("http://127.0.0.1:1")
    };
    let error = format!("{:#}", remote(1, &entry).unwrap_err());
    assert!(
        error.contains("speech.1") && error.contains("key_file"),
        "{error}"
    );
}
