//! Nothing that people wrote, and no secret, gets into a log, an error or a `Debug` output.

use std::fmt::Write as _;
use std::io;
use std::sync::Mutex;

use axum::http::StatusCode;
use language::translate::Translators;
use tracing_subscriber::fmt::MakeWriter;

use super::fake::Does;
use super::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What is logged while something is done, on this thread.
pub async fn logged(doing: impl Future<Output = ()>) -> String {
    // While there is one subscriber only, whichever thread comes by a line first decides for all whether it is logged, and
    // other tests' threads have none. Of two, both are asked.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_max_level(tracing::Level::TRACE)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    doing.await;
    let log = log.0.lock().unwrap().clone();
    String::from_utf8(log).unwrap()
}

const KEY: &str = "hush-hush-0123456789";

#[tokio::test]
async fn neither_texts_nor_secrets_are_logged() {
    let data = tempfile::tempdir().unwrap();
    let key_file = data.path().join("key");
    std::fs::write(&key_file, KEY).unwrap();
    let mut shown = String::new();
    let log = logged(async {
        for kind in BOTH {
            for does in [
                Does::Says(LOST_ZH),
                Does::Says(LOST),
                Does::Hangs,
                Does::BreaksOff,
                Does::Answers(StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), LOST.into()),
                Does::Answers(
                    StatusCode::OK,
                    Vec::new(),
                    format!("{{\"{LOST}\": \"{KEY}\"}}").into(),
                ),
            ] {
                // What a thread decided just before there were two is decided again.
                tracing::callsite::rebuild_interest_cache();
                let fake = Fake::that([does]).await;
                let entry = Entry {
                    key_file: Some(key_file.clone()),
                    limit: Duration::from_millis(300),
                    ..entry(kind, &fake.address)
                };
                let engine = made(&entry);
                write!(shown, "{entry:?} {engine:?}").unwrap();
                let answer = translated(&engine).await;
                if let Err(why) = answer {
                    write!(shown, "{why} {why:?}").unwrap();
                }
                let translators = Translators::default().then(engine, LIMIT);
                for _ in 0..5 {
                    // What is said is in the log.
                    let _ = translators.translate(&lost()).await;
                }
            }
        }
    })
    .await;
    assert!(log.contains("did not translate"), "the log is read: {log}");
    assert!(log.contains("left alone"), "{log}");
    for secret in [KEY, "passaporte", "护照", "Perdi"] {
        assert!(!log.contains(secret), "{secret} is in the log");
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}
