//! Translators in their order: what people have written first, then engines, and when none can, people.
//!
//! Nothing waits for a translation. [`Translators::translate`] answers within its engines' time limits, and
//! [`Unavailable`] is an answer like another: the text shows in its original and stands on the translation desk.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::Lang;
use domain::city::City;
use futures::future::BoxFuture;

use crate::glossary::Glossary;
use crate::terms;

/// A text to translate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub text: String,
    pub from: Lang,
    pub to: Lang,
}

/// A translation, and who or what made it. An engine fills in what it knows, and takes the rest from the default.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Translated {
    pub text: String,
    pub engine: Engine,
    /// From 0 to 1, where the engine says so.
    pub confidence: Option<f64>,
    pub origin: Origin,
    /// Terms of the city's glossary, in the language of the original, that came back otherwise than it says. Filled in
    /// by [`Translators`] for what no person has checked; see [`terms`](crate::terms).
    pub wrong_terms: Vec<String>,
}

/// Where a translation comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// Made now, and checked by nobody.
    #[default]
    Engine,
    /// The city's pack has it in both languages.
    Pack,
    /// A person has translated the same text before.
    Memory,
}

impl Translated {
    /// A person has written or checked it.
    pub fn is_checked(&self) -> bool {
        self.origin != Origin::Engine
    }
}

/// What made a translation; kept with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Engine {
    pub name: String,
    pub model: String,
    pub version: String,
}

/// Why there is no translation. It never holds the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    #[error("the text is in that language already")]
    SameLanguage,
    #[error("there is nothing to translate")]
    Empty,
    #[error("no translation from {from} to {to}")]
    Pair { from: Lang, to: Lang },
    #[error("not translated within {0:?}")]
    Late(Duration),
    #[error("the engine failed: {0}")]
    Failed(String),
    #[error("it failed too often, and is left alone for a while")]
    Resting,
    /// Every one was asked; people do it.
    #[error("no translator can")]
    Nobody,
}

/// Something that can translate.
///
/// ```
/// use std::time::Duration;
/// use domain::Lang;
/// use futures::future::BoxFuture;
/// use language::translate::{Engine, Request, Translated, Translator, Translators, Unavailable};
///
/// /// Whispers.
/// struct Lowering;
///
/// impl Translator for Lowering {
///     fn name(&self) -> &str {
///         "lowering"
///     }
///     fn has(&self, _: Lang, _: Lang) -> bool {
///         true
///     }
///     fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
///         Box::pin(async move {
///             let engine = Engine { name: "lowering".into(), model: "whisper".into(), version: "1".into() };
///             Ok(Translated { text: request.text.to_lowercase(), engine, ..Translated::default() })
///         })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let translators = Translators::default().then(Lowering, Duration::from_secs(2));
/// let request = Request { text: "HELLO".into(), from: Lang::EN, to: Lang::KO };
/// assert_eq!(translators.translate(&request).await.unwrap().text, "hello");
/// # });
/// ```
pub trait Translator: Send + Sync {
    /// For logs and for the page that says who translates.
    fn name(&self) -> &str;

    /// Whether it translates from one language to another at all. One that only holds single texts does not.
    fn has(&self, from: Lang, to: Lang) -> bool;

    /// Whether a text that it translates stays on this machine.
    fn is_here(&self) -> bool {
        false
    }

    /// The translation, or why there is none. It may be dropped at any point: the time it is given has run out.
    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>>;
}

/// The translators of a house, in the order they are asked.
#[derive(Clone, Default)]
pub struct Translators {
    order: Vec<(Arc<dyn Translator>, Duration)>,
    glossary: Arc<Glossary>,
}

impl std::fmt::Debug for Translators {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Looking into a table takes no time worth a limit, but every translator has one.
pub const MEMORY_LIMIT: Duration = Duration::from_secs(1);

impl Translators {
    /// Only what the city's pack has in both languages; engines come after it with [`Translators::then`]. What those
    /// give is checked against the city's glossary.
    pub fn new(city: &City) -> Self {
        let glossary = Arc::new(Glossary::new(city));
        let none = Self {
            glossary,
            ..Self::default()
        };
        none.then(PackMemory::new(city), MEMORY_LIMIT)
    }

    /// One more, asked when those before it cannot, and given `limit` to answer.
    #[must_use]
    pub fn then(mut self, translator: impl Translator + 'static, limit: Duration) -> Self {
        self.order.push((Arc::new(translator), limit));
        self
    }

    /// Those of them to whom a text may be given that must not leave this machine.
    #[must_use]
    pub fn here(&self) -> Self {
        let order = self.order.iter().filter(|(translator, _)| translator.is_here());
        Self {
            order: order.cloned().collect(),
            glossary: Arc::clone(&self.glossary),
        }
    }

    /// The glossary that translations are held to.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// Their names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|(translator, _)| translator.name())
    }

    /// Whether anyone translates from one language to another at all.
    pub fn has(&self, from: Lang, to: Lang) -> bool {
        self.order.iter().any(|(translator, _)| translator.has(from, to))
    }

    /// The first translation that anyone has.
    ///
    /// # Errors
    /// [`Unavailable::SameLanguage`] and [`Unavailable::Empty`] when there is nothing to do,
    /// [`Unavailable::Nobody`] when nobody can: then people do it.
    pub async fn translate(&self, request: &Request) -> Result<Translated, Unavailable> {
        if request.from == request.to {
            return Err(Unavailable::SameLanguage);
        }
        if request.text.trim().is_empty() {
            return Err(Unavailable::Empty);
        }
        for (translator, limit) in &self.order {
            let answer = tokio::time::timeout(*limit, translator.translate(request)).await;
            match answer.unwrap_or(Err(Unavailable::Late(*limit))) {
                Ok(mut translated) if !translated.text.trim().is_empty() => {
                    if !translated.is_checked() {
                        translated.wrong_terms = terms::wrong(&self.glossary, request, &translated.text);
                    }
                    return Ok(translated);
                }
                Ok(_) => tracing::warn!(translator = translator.name(), "gave an empty translation"),
                Err(Unavailable::Pair { .. } | Unavailable::Resting | Unavailable::Nobody) => {}
                Err(why) => tracing::warn!(translator = translator.name(), %why, "did not translate"),
            }
        }
        Err(Unavailable::Nobody)
    }
}

/// The canned replies of a city's pack: an officer who sends one word for word has it in every language that people
/// wrote it in.
#[derive(Debug, Default)]
pub struct PackMemory {
    city: String,
    /// Of each language, the position of a reply by its text.
    known: HashMap<Lang, HashMap<String, usize>>,
    replies: Vec<HashMap<Lang, String>>,
}

impl PackMemory {
    pub fn new(city: &City) -> Self {
        let mut memory = Self {
            city: city.code.clone(),
            ..Self::default()
        };
        for reply in &city.replies {
            let row = city.texts.row("replies", &format!("{}.text", reply.code));
            memory.add(
                row.into_iter()
                    .flatten()
                    .map(|(lang, text)| (*lang, text.clone()))
                    .collect(),
            );
        }
        memory
    }

    fn add(&mut self, texts: HashMap<Lang, String>) {
        let at = self.replies.len();
        for (lang, text) in &texts {
            self.known
                .entry(*lang)
                .or_default()
                .entry(plain(text))
                .or_insert(at);
        }
        self.replies.push(texts);
    }

    fn look_up(&self, request: &Request) -> Option<&str> {
        let at = *self.known.get(&request.from)?.get(&plain(&request.text))?;
        self.replies.get(at)?.get(&request.to).map(String::as_str)
    }
}

/// A text as it is compared: forms send other line ends than files have, and blanks get lost.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Translator for PackMemory {
    #[expect(
        clippy::unnecessary_literal_bound,
        reason = "the trait lets engines name themselves at run time"
    )]
    fn name(&self) -> &str {
        "pack"
    }

    fn is_here(&self) -> bool {
        true
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        false
    }

    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        let answer = self.look_up(request).map(|text| Translated {
            text: text.to_owned(),
            engine: Engine {
                name: "pack".to_owned(),
                model: self.city.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            confidence: Some(1.0),
            origin: Origin::Pack,
            wrong_terms: Vec::new(),
        });
        let (from, to) = (request.from, request.to);
        Box::pin(std::future::ready(answer.ok_or(Unavailable::Pair { from, to })))
    }
}
