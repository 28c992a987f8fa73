//! Translation engines, behind the same [`Translator`] as all others: the models of this machine ([`local`]), and on other
//! machines [`libretranslate`] and [`openai`]. Those that write down what is said are in [`speech`].
//!
//! Whatever its server does, an engine answers within its limit, in bounded memory, and says nothing that was not
//! checked to be possible ([`answer`]); what fails again and again is left alone ([`breaker`], [`guard`]). Nothing here logs a text,
//! an address or a secret.
//!
//! To add an API: a module with its questions and answers, a variant of [`Kind`] and of [`Api`].

mod answer;
mod breaker;
pub mod guard;
mod libretranslate;
pub mod line;
pub mod local;
mod openai;
pub mod speech;
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
use tokio::time::Instant;

use self::guard::{Denied, Guard};
use self::libretranslate::LibreTranslate;
use self::line::{Failure, Line};
use self::openai::OpenAi;
use crate::config::{Config, Entry, Kind};

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
    guard: Guard,
    detector: Arc<Detector>,
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote")
            .field("kind", &self.kind)
            .field("guard", &self.guard)
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
            guard: Guard::new(entry.kind.name(), entry.limit),
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
        let asking = async |deadline| match self.ask(request, deadline).await {
            Ok(given) => Ok(Some(given)),
            Err(NotGiven::Pair) => Ok(None),
            Err(NotGiven::Failed(failure)) => Err(failure),
        };
        match self.guard.ask(asking).await {
            Ok(Some(Given { text, engine })) => Ok(Translated {
                text,
                engine,
                ..Translated::default()
            }),
            Ok(None) => Err(no_pair),
            Err(Denied::Late(limit)) => Err(Unavailable::Late(limit)),
            Err(Denied::Resting) => Err(Unavailable::Resting),
            Err(Denied::Failed(failure)) => Err(Unavailable::Failed(failure.to_string())),
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
