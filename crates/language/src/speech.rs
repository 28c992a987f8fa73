//! What was said, as text: engines that listen, in their order.
//!
//! Nothing waits for them but whoever asked. [`Transcribers::transcribe`] answers within its engines' time limits, and
//! [`Unavailable`] is an answer like another: a call goes on without its text.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::Lang;
use futures::future::BoxFuture;

use crate::translate::Engine;

/// The most bytes of one recording; servers that speak `OpenAI`'s call take no more.
pub const MOST_BYTES: usize = 25 * 1024 * 1024;

/// Recorded speech, in a form that engines read. Its bytes are in no `Debug` output.
#[derive(Clone, PartialEq, Eq)]
pub struct Sound {
    bytes: Bytes,
    form: Form,
}

/// The forms of sound that browsers record and engines read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Wav,
    Flac,
    Mp3,
    Ogg,
    WebM,
    M4a,
}

impl Form {
    /// Of a file's name; engines go by it.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::Mp3 => "mp3",
            Self::Ogg => "ogg",
            Self::WebM => "webm",
            Self::M4a => "m4a",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Flac => "audio/flac",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::WebM => "audio/webm",
            Self::M4a => "audio/mp4",
        }
    }

    /// So few bytes make a second of speech, as tightly as the form is ever packed: a telephone's samples, and what the
    /// thriftiest coders of speech make of them.
    fn least_bytes_a_second(self) -> usize {
        match self {
            Self::Wav => 8_000,
            Self::Flac => 2_000,
            Self::Mp3 => 1_000,
            Self::Ogg | Self::WebM | Self::M4a => 500,
        }
    }
}

impl Sound {
    /// # Errors
    /// When the bytes are none, too many, or no sound of a [`Form`], as they begin.
    pub fn new(bytes: impl Into<Bytes>) -> Result<Self, NoSound> {
        let bytes = bytes.into();
        if bytes.is_empty() {
            return Err(NoSound::Empty);
        }
        if bytes.len() > MOST_BYTES {
            return Err(NoSound::TooLarge);
        }
        let form = match infer::get(&bytes).map(|found| found.mime_type()) {
            Some("audio/x-wav") => Form::Wav,
            Some("audio/x-flac") => Form::Flac,
            Some("audio/mpeg") => Form::Mp3,
            Some("audio/ogg" | "audio/opus") => Form::Ogg,
            // A browser's recording without pictures has the same beginning as one with them.
            Some("video/webm") => Form::WebM,
            Some("audio/m4a" | "video/mp4") => Form::M4a,
            _ => return Err(NoSound::UnknownForm),
        };
        Ok(Self { bytes, form })
    }

    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// It lasts no longer than this, however it is packed.
    pub fn lasts_at_most(&self) -> Duration {
        let seconds = self.bytes.len().div_ceil(self.form.least_bytes_a_second());
        Duration::from_secs(seconds as u64)
    }
}

impl std::fmt::Debug for Sound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sound")
            .field("form", &self.form)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Why bytes are no [`Sound`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSound {
    #[error("there is nothing in it")]
    Empty,
    #[error("it is longer than {} MB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("it is no WAV, FLAC, MP3, Ogg, WebM or M4A")]
    UnknownForm,
}

/// What to listen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub sound: Sound,
    /// The language that is spoken, where it is known. Without it the engine tells.
    pub language: Option<Lang>,
}

/// What was heard, and what heard it.
#[derive(Clone, Default, PartialEq)]
pub struct Transcribed {
    /// Empty when nothing was said.
    pub text: String,
    /// The language it was said in: the one that was asked for, or as the engine says.
    pub language: Option<Lang>,
    /// From 0 to 1, where the engine says so.
    pub confidence: Option<f64>,
    pub engine: Engine,
}

/// Without what was said.
impl std::fmt::Debug for Transcribed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transcribed")
            .field("language", &self.language)
            .field("confidence", &self.confidence)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

/// Why there is no text. It never holds anything of what was said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    #[error("it is not for speech in {0}")]
    Language(Lang),
    #[error("not heard out within {0:?}")]
    Late(Duration),
    #[error("the engine failed: {0}")]
    Failed(String),
    #[error("it failed too often, and is left alone for a while")]
    Resting,
    /// Every one was asked.
    #[error("no engine can")]
    Nobody,
}

/// Something that can write down what is said.
///
/// ```
/// use std::time::Duration;
/// use domain::Lang;
/// use futures::future::BoxFuture;
/// use language::speech::{Request, Sound, Speech, Transcribed, Transcribers, Unavailable};
///
/// /// Hears the same in everything.
/// struct Shell;
///
/// impl Speech for Shell {
///     fn name(&self) -> &str {
///         "shell"
///     }
///     fn hears(&self, _: Lang) -> bool {
///         true
///     }
///     fn transcribe<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Transcribed, Unavailable>> {
///         Box::pin(async { Ok(Transcribed { text: "the sea".into(), ..Transcribed::default() }) })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let transcribers = Transcribers::default().then(Shell, Duration::from_secs(2));
/// let sound = Sound::new(&b"RIFF\x04\0\0\0WAVEfmt "[..]).unwrap();
/// let request = Request { sound, language: None };
/// assert_eq!(transcribers.transcribe(&request).await.unwrap().text, "the sea");
/// # });
/// ```
pub trait Speech: Send + Sync {
    /// For logs and for the page that says what listens.
    fn name(&self) -> &str;

    /// Whether it knows a language at all.
    fn hears(&self, language: Lang) -> bool;

    /// Whether what it hears stays on this machine.
    fn is_here(&self) -> bool {
        false
    }

    /// What was said, or why there is nothing. It may be dropped at any point: the time it is given has run out.
    fn transcribe<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Transcribed, Unavailable>>;
}

/// The engines of a house that listen, in the order they are asked.
#[derive(Clone, Default)]
pub struct Transcribers {
    order: Vec<(Arc<dyn Speech>, Duration)>,
}

impl std::fmt::Debug for Transcribers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.order.iter().map(|(speech, _)| speech.name()))
            .finish()
    }
}

impl Transcribers {
    /// One more, asked when those before it cannot, and given `limit` to answer.
    #[must_use]
    pub fn then(mut self, speech: impl Speech + 'static, limit: Duration) -> Self {
        self.order.push((Arc::new(speech), limit));
        self
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Whether anyone knows a language at all.
    pub fn hear(&self, language: Lang) -> bool {
        self.order.iter().any(|(speech, _)| speech.hears(language))
    }

    /// What the first of them heard who can. That nothing was said is an answer, too, and no other is asked.
    ///
    /// # Errors
    /// [`Unavailable::Nobody`] when none can.
    pub async fn transcribe(&self, request: &Request) -> Result<Transcribed, Unavailable> {
        for (speech, limit) in &self.order {
            if request.language.is_some_and(|language| !speech.hears(language)) {
                continue;
            }
            let answer = tokio::time::timeout(*limit, speech.transcribe(request)).await;
            match answer.unwrap_or(Err(Unavailable::Late(*limit))) {
                Ok(transcribed) => return Ok(transcribed),
                Err(Unavailable::Language(_) | Unavailable::Resting | Unavailable::Nobody) => {}
                Err(why) => tracing::warn!(speech = speech.name(), %why, "did not transcribe"),
            }
        }
        Err(Unavailable::Nobody)
    }
}
