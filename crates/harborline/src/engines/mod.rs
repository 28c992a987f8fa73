//! Translation engines, behind the same [`Translator`] as all others: the models of this machine ([`local`]), and on other
//! machines [`libretranslate`] and [`openai`].
//!
//! Whatever its server does, an engine answers within its limit, in bounded memory, and says nothing that was not
//! checked to be possible ([`answer`]); what fails again and again is left alone ([`breaker`]). Nothing here logs a text,
//! an address or a secret.
//!
//! To add an API: a module with its questions and answers, a variant of [`Kind`] and of [`Api`].

mod answer;
mod breaker;
mod libretranslate;
mod line;
pub mod local;
mod openai;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use domain::Lang;
use domain::city::City;
use futures::future::BoxFuture;
use language::detect::Detector;
use language::glossary::Glossary;
use language::memory::MemoryTranslator;
use language::translate::{Engine, MEMORY_LIMIT, Request, Translated, Translator, Translators, Unavailable};
use reqwest::StatusCode;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use self::breaker::Breaker;
use self::libretranslate::LibreTranslate;
use self::line::{Failure, Line};
use self::openai::OpenAi;
use crate::config::{Config, Entry, Kind};

/// So many questions are with one engine at once.
const AT_ONCE: usize = 4;
/// An engine keeps its limit itself, and says then what went wrong; whoever asks it waits this much longer.
const SLACK: Duration = Duration::from_millis(500);

/// All translators of this configuration, in the order they are asked.
///
/// # Errors
/// As [`remote`], and when the folder of models cannot be read.
pub fn translators(config: &Config, city: &City, memory: MemoryTranslator) -> anyhow::Result<Translators> {
    let mut translators = Translators::new(city).then(memory, MEMORY_LIMIT);
    let neural = local::neural(&config.data, Arc::new(Glossary::new(city)))?;
    if !neural.is_empty() {
        translators = translators.then(neural, local::LIMIT + SLACK);
    }
    for (engine, limit) in remote(config, city)? {
        translators = translators.then(engine, limit);
    }
    Ok(translators)
}

/// The engines on other machines that are configured, each with the time it is given.
///
/// # Errors
/// When an entry cannot be used; the error names the entry and its field.
pub fn remote(config: &Config, city: &City) -> anyhow::Result<Vec<(Remote, Duration)>> {
    if config.engine.is_empty() {
        return Ok(Vec::new());
    }
    let glossary = Arc::new(Glossary::new(city));
    let detector = Arc::new(Detector::new());
    let engines = config.engine.iter().enumerate().map(|(at, entry)| {
        let engine = Remote::new(entry, &glossary, &detector)
            .with_context(|| format!("the configuration cannot be used: engine.{at}"))?;
        if !entry.is_private() {
            let engine = entry.kind.name();
            tracing::warn!(
                engine,
                "is asked without TLS: whoever listens on the way reads what people write"
            );
        }
        Ok((engine, entry.limit + SLACK))
    });
    engines.collect()
}

/// An engine on another machine.
pub struct Remote {
    kind: Kind,
    api: Api,
    pairs: Vec<(Lang, Lang)>,
    limit: Duration,
    slots: Semaphore,
    breaker: Breaker,
    detector: Arc<Detector>,
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote")
            .field("kind", &self.kind)
            .field("limit", &self.limit)
            .field("breaker", &self.breaker)
            .finish_non_exhaustive()
    }
}

enum Api {
    LibreTranslate(LibreTranslate),
    OpenAi(OpenAi),
}

/// What an API gave, not yet checked.
struct Given {
    text: String,
    engine: Engine,
}

/// Why an API gave nothing.
enum NotGiven {
    /// It has not got the pair.
    Pair,
    Failed(Failure),
}

impl From<Failure> for NotGiven {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Remote {
    fn new(entry: &Entry, glossary: &Arc<Glossary>, detector: &Arc<Detector>) -> anyhow::Result<Self> {
        let line = Line::new(&entry.url, entry.limit).context("url")?;
        let key = entry.key()?;
        let api = match entry.kind {
            Kind::LibreTranslate => {
                anyhow::ensure!(
                    entry.model.is_none(),
                    "model: only engines of kind openai have one"
                );
                Api::LibreTranslate(LibreTranslate::new(line, key))
            }
            Kind::OpenAi => Api::OpenAi(OpenAi::new(line, key, entry.model()?, Arc::clone(glossary))),
        };
        Ok(Self {
            kind: entry.kind,
            api,
            pairs: entry.pairs.clone(),
            limit: entry.limit,
            slots: Semaphore::new(AT_ONCE),
            breaker: Breaker::new(entry.kind.name()),
            detector: Arc::clone(detector),
        })
    }

    /// Whether it is known, without a call, that this is not for it.
    fn lacks(&self, from: Lang, to: Lang) -> bool {
        let listed = self.pairs.is_empty() || self.pairs.contains(&(from, to));
        !listed || matches!(&self.api, Api::LibreTranslate(api) if api.lacks(from, to))
    }

    async fn answer(&self, request: &Request) -> Result<Translated, Unavailable> {
        let no_pair = Unavailable::Pair {
            from: request.from,
            to: request.to,
        };
        if self.lacks(request.from, request.to) {
            return Err(no_pair);
        }
        // Nobody waits for a slot behind calls that will come to nothing.
        if !self.breaker.lets_through() {
            return Err(Unavailable::Resting);
        }
        let deadline = Instant::now() + self.limit;
        let slot = tokio::time::timeout_at(deadline, self.slots.acquire()).await;
        let Ok(Ok(_slot)) = slot else {
            return Err(Unavailable::Late(self.limit));
        };
        let Some(pass) = self.breaker.enter() else {
            return Err(Unavailable::Resting);
        };
        match self.ask(request, deadline).await {
            Ok(Given { text, engine }) => {
                pass.went_well();
                Ok(Translated {
                    text,
                    engine,
                    ..Translated::default()
                })
            }
            Err(NotGiven::Pair) => {
                pass.went_well();
                Err(no_pair)
            }
            Err(NotGiven::Failed(failure)) => {
                if is_about_the_text(failure) {
                    pass.went_well();
                }
                Err(match failure {
                    Failure::Late => Unavailable::Late(self.limit),
                    other => Unavailable::Failed(other.to_string()),
                })
            }
        }
    }

    async fn ask(&self, request: &Request, deadline: Instant) -> Result<Given, NotGiven> {
        let given = match &self.api {
            Api::LibreTranslate(api) => api.translate(request, deadline).await?,
            Api::OpenAi(api) => api.translate(request, deadline).await?,
        };
        answer::check(&self.detector, request, &given.text)?;
        Ok(given)
    }
}

/// Whether a server that is well refused this one text: too long, in a language it does not like.
fn is_about_the_text(failure: Failure) -> bool {
    let statuses = [
        StatusCode::BAD_REQUEST,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    matches!(failure, Failure::Status(status) if statuses.contains(&status))
}

impl Translator for Remote {
    fn name(&self) -> &str {
        self.kind.name()
    }

    fn has(&self, from: Lang, to: Lang) -> bool {
        !self.lacks(from, to)
    }

    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        Box::pin(self.answer(request))
    }
}
