//! The transcription call of `OpenAI`, which many servers copy (`vLLM`, `speaches`, `whisper.cpp`'s and
//! `faster-whisper`'s): `POST /audio/transcriptions`, a form in parts.
//! Source: <https://platform.openai.com/docs/api-reference/audio/createTranscription>.
//!
//! What is heard passes through and is kept nowhere: neither sound nor text is logged, or stands in an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use domain::Lang;
use futures::future::BoxFuture;
use language::detect::Detector;
use language::speech::{Request, Sound, Speech, Transcribed, Transcribers, Unavailable};
use language::translate::Engine;
use reqwest::multipart::{Form, Part};
use reqwest::{Body, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::time::Instant;

use super::answer::{TOLD_APART, in_language, markup, weight};
use super::guard::{Denied, Guard};
use super::line::{Failure, Line, ask_made};
use super::openai::named;
use super::{Kind, SLACK};
use crate::config::{Config, SpeechEntry};

/// Nobody says more in a second, in letters weighed by [`weight`]; and what is left to short sounds.
const LETTERS_A_SECOND: usize = 30;
const MORE: usize = 60;
/// From here on a segment is not believed: the thresholds at which Whisper doubts itself.
const NO_SPEECH: f64 = 0.6;
const IN_CIRCLES: f64 = 2.4;
/// A text of so many letters tells its language. A shorter one may be a name, or a word that two languages write alike.
const TELLING: usize = 36;

/// All engines of this configuration that listen, in the order they are asked.
///
/// # Errors
/// As [`remote`].
pub fn transcribers(config: &Config) -> anyhow::Result<Transcribers> {
    let mut transcribers = Transcribers::default();
    for (at, entry) in config.speech.iter().enumerate() {
        if !entry.is_private() {
            tracing::warn!(
                speech = at,
                "is asked without TLS: whoever listens on the way hears what people say"
            );
        }
        transcribers = transcribers.then(remote(at, entry)?, entry.limit + SLACK);
    }
    Ok(transcribers)
}

/// The engine of one entry.
///
/// # Errors
/// When it cannot be used; the error names the entry and its field.
pub fn remote(at: usize, entry: &SpeechEntry) -> anyhow::Result<Remote> {
    Remote::new(entry).with_context(|| format!("the configuration cannot be used: speech.{at}"))
}

/// An engine on another machine.
pub struct Remote {
    line: Line,
    key: Option<SecretString>,
    model: String,
    languages: Vec<Lang>,
    guard: Guard,
    detector: Arc<Detector>,
    /// It has refused to tell more than the text, and is asked for no more.
    tells_text_alone: AtomicBool,
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote")
            .field("model", &self.model)
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}

/// In the form `json` there is the text alone.
#[derive(Deserialize)]
struct Answer {
    text: String,
    /// `japanese`, as `OpenAI` says, or `ja`, as others do.
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    segments: Option<Vec<Segment>>,
}

impl Answer {
    /// What of it can be kept: without what the engine does not believe itself, and without what is in no text.
    fn believed(mut self) -> Self {
        let mut segments = self.segments.unwrap_or_default();
        let all = segments.len();
        segments.retain(|segment| !segment.is_made_up());
        if segments.len() < all {
            self.text = segments.iter().map(|segment| segment.text.as_str()).collect();
        }
        let text = self.text.trim().chars();
        Self {
            text: text.filter(|c| *c == '\n' || !c.is_control()).collect(),
            segments: Some(segments),
            ..self
        }
    }
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default)]
    text: String,
    /// The mean of the logarithms of what its tokens were thought likely.
    #[serde(default)]
    avg_logprob: Option<f64>,
    /// How likely nobody spoke.
    #[serde(default)]
    no_speech_prob: Option<f64>,
    /// How much shorter its text gets when it is packed: the more, the more often it says the same.
    #[serde(default)]
    compression_ratio: Option<f64>,
}

impl Segment {
    /// Whether the engine itself doubts that it was said: Whisper hears thanks and excuses in silence.
    fn is_made_up(&self) -> bool {
        self.no_speech_prob.is_some_and(|p| p > NO_SPEECH)
            || self.compression_ratio.is_some_and(|ratio| ratio > IN_CIRCLES)
    }
}

impl Remote {
    fn new(entry: &SpeechEntry) -> anyhow::Result<Self> {
        Ok(Self {
            line: Line::new(&entry.url, entry.limit).context("url")?,
            key: entry.key()?,
            model: entry.model.trim().to_owned(),
            languages: entry.languages.clone(),
            guard: Guard::new(Kind::OpenAi.name(), entry.limit),
            detector: Arc::new(Detector::new()),
            tells_text_alone: AtomicBool::new(false),
        })
    }

    /// Has it listen to a moment of silence: how long that took. What it hears in it does not matter.
    ///
    /// # Errors
    /// When it gives no answer of the right form.
    pub async fn tried(&self) -> Result<Duration, Unavailable> {
        let begun = Instant::now();
        let request = Request {
            sound: silence(),
            language: None,
        };
        let asking = async |deadline| self.answer(&request, deadline).await.map(|_| begun.elapsed());
        self.guard.ask(asking).await.map_err(unavailable)
    }

    async fn heard(&self, request: &Request) -> Result<Transcribed, Unavailable> {
        if let Some(language) = request.language.filter(|language| !self.hears(*language)) {
            return Err(Unavailable::Language(language));
        }
        let asking = async |deadline| {
            let answer = self.answer(request, deadline).await?;
            let language = answer.language.as_deref().and_then(spoken);
            check(&self.detector, request, language, &answer.text)?;
            Ok(Transcribed {
                confidence: confidence(answer.segments.as_deref().unwrap_or_default()),
                text: answer.text,
                language: request.language.or(language),
                engine: Engine {
                    name: self.name().to_owned(),
                    model: self.model.clone(),
                    // Its answers do not say.
                    version: "unknown".to_owned(),
                },
            })
        };
        self.guard.ask(asking).await.map_err(unavailable)
    }

    async fn answer(&self, request: &Request, deadline: Instant) -> Result<Answer, Failure> {
        let alone = self.tells_text_alone.load(Ordering::Relaxed);
        match self.asked(request, alone, deadline).await {
            Err(Failure::Status(StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY)) if !alone => {
                let answer = self.asked(request, true, deadline).await?;
                self.tells_text_alone.store(true, Ordering::Relaxed);
                Ok(answer)
            }
            other => other,
        }
    }

    async fn asked(&self, request: &Request, alone: bool, deadline: Instant) -> Result<Answer, Failure> {
        let make = || {
            let post = self.line.post("audio/transcriptions");
            let post = post.multipart(self.question(request, alone));
            match &self.key {
                Some(key) => post.bearer_auth(key.expose_secret()),
                None => post,
            }
        };
        let answer = ask_made(make, deadline).await?;
        let answer: Answer =
            serde_json::from_slice(&answer).map_err(|_| Failure::Wrong("its answer has another form"))?;
        Ok(answer.believed())
    }

    fn question(&self, request: &Request, alone: bool) -> Form {
        let sound = &request.sound;
        let length = sound.bytes().len() as u64;
        // The name that people gave the file is nobody's business.
        let part = Part::stream_with_length(Body::from(sound.bytes().clone()), length)
            .file_name(format!("speech.{}", sound.form().extension()))
            .mime_str(sound.form().media_type())
            .expect("these are media types");
        let form = Form::new()
            .part("file", part)
            .text("model", self.model.clone())
            // No temperature: some take one for a ban on trying again when the model goes round in circles.
            .text("response_format", if alone { "json" } else { "verbose_json" });
        match request.language {
            Some(language) => form.text("language", language.to_string()),
            None => form,
        }
    }
}

impl Speech for Remote {
    fn name(&self) -> &str {
        Kind::OpenAi.name()
    }

    fn hears(&self, language: Lang) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    fn transcribe<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Transcribed, Unavailable>> {
        Box::pin(self.heard(request))
    }
}

fn unavailable(denied: Denied) -> Unavailable {
    match denied {
        Denied::Late(limit) => Unavailable::Late(limit),
        Denied::Resting => Unavailable::Resting,
        Denied::Failed(failure) => Unavailable::Failed(failure.to_string()),
    }
}

/// Whether this can have been said. That nothing was said can be.
fn check(detector: &Detector, request: &Request, language: Option<Lang>, text: &str) -> Result<(), Failure> {
    let seconds = usize::try_from(request.sound.lasts_at_most().as_secs()).unwrap_or(usize::MAX);
    let most = seconds.saturating_mul(LETTERS_A_SECOND).saturating_add(MORE);
    let other = |lang| !in_language(detector, text, lang);
    let wrong = if markup(text) {
        "its answer is a web page"
    } else if weight(text) > most {
        "its answer is too long for the sound"
    } else if request.language.is_some() && language.is_some() && request.language != language {
        "it heard another language"
    } else if weight(text) >= TELLING && request.language.or(language).is_some_and(other) {
        "its answer is in another language"
    } else {
        return Ok(());
    };
    Err(Failure::Wrong(wrong))
}

/// The language that an engine names, by its code or in English.
fn spoken(name: &str) -> Option<Lang> {
    let name = name.trim().to_lowercase();
    let by_name = TOLD_APART.iter().find_map(|code| {
        let lang = Lang::parse(code).ok()?;
        let named = named(lang).to_lowercase();
        (named.split(' ').next_back() == Some(&name)).then_some(lang)
    });
    by_name.or_else(|| Lang::parse(&name).ok())
}

/// How likely a token was on average, each segment counting by its length.
fn confidence(segments: &[Segment]) -> Option<f64> {
    let (mut sum, mut letters) = (0.0, 0.0);
    for segment in segments {
        let length = f64::from(u32::try_from(segment.text.chars().count()).unwrap_or(u32::MAX));
        sum += length * segment.avg_logprob?;
        letters += length;
    }
    let mean = sum / letters;
    mean.is_finite().then(|| mean.exp().min(1.0))
}

/// A fifth of a second of it, as 16-bit samples at 16 kHz. Of a longer silence Whisper makes sentences.
fn silence() -> Sound {
    const RATE: u32 = 16_000;
    const DATA: u32 = RATE / 5 * 2;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(DATA + 36).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    wav.extend_from_slice(&[1, 0, 1, 0]);
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * 2).to_le_bytes());
    // Two bytes a sample, sixteen bits.
    wav.extend_from_slice(&[2, 0, 16, 0]);
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&DATA.to_le_bytes());
    wav.resize(44 + DATA as usize, 0);
    Sound::new(wav).expect("it begins as a WAV does")
}
