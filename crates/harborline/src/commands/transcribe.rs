use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use domain::Lang;
use language::speech::{MOST_BYTES, Request, Sound};
use serde_json::json;
use tokio::io::AsyncReadExt as _;

use super::serve::log_to_stderr;
use crate::config::Config;
use crate::engines::speech::transcribers;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Language that is spoken [default: the engine tells].
    #[arg(long, value_name = "LANG")]
    language: Option<Lang>,
    /// A recording: WAV, FLAC, MP3, Ogg, M4A or webm.
    file: PathBuf,
}

/// Prints `{"text", "language", "confidence", "engine": {"name", "model", "version"}}`.
pub async fn run(config: Config, args: &Args) -> anyhow::Result<ExitCode> {
    log_to_stderr(&config);
    let transcribers = transcribers(&config)?;
    anyhow::ensure!(
        !transcribers.is_empty(),
        "no engine listens; name one in harborline.toml:\n[[speech]]\nurl = \"http://127.0.0.1:8000/v1\"\nmodel = \"whisper-base\""
    );
    if let Some(language) = args.language {
        anyhow::ensure!(
            transcribers.hear(language),
            "no engine of the configuration hears {language}"
        );
    }
    let sound = sound(args)
        .await
        .with_context(|| args.file.display().to_string())?;
    let request = Request {
        sound,
        language: args.language,
    };
    let heard = transcribers.transcribe(&request).await?;
    let engine = &heard.engine;
    println!(
        "{}",
        json!({
            "text": heard.text,
            "language": heard.language,
            "confidence": heard.confidence,
            "engine": {"name": engine.name, "model": engine.model, "version": engine.version},
        })
    );
    Ok(ExitCode::SUCCESS)
}

async fn sound(args: &Args) -> anyhow::Result<Sound> {
    let file = tokio::fs::File::open(&args.file).await?;
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    file.take(most).read_to_end(&mut bytes).await?;
    Ok(Sound::new(bytes)?)
}
