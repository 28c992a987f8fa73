//! The memories of all directions, and the one shared by those who look into it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::Lang;
use futures::future::BoxFuture;

use super::{Match, Memory, Segment};
use crate::translate::{Engine, Origin, Request, Translated, Translator, Unavailable};

/// Sentences of one text that are looked up; more nobody wants to compare.
pub const SENTENCES: usize = 40;

/// What scores less costs a translator more time to put right than to write anew; the usual advice is 0.6 to 0.75.
pub const LEAST_HELP: f64 = 0.6;

/// A memory for each direction. An id names one segment in all of them.
#[derive(Debug, Default)]
pub struct Memories {
    /// By languages, from and to.
    directions: HashMap<(Lang, Lang), Memory>,
}

impl Memories {
    /// Adds a segment, or replaces the one of the same id, which it gives back, also when that stood in another
    /// direction.
    pub fn add(&mut self, from: Lang, to: Lang, segment: Segment) -> Option<Segment> {
        let replaced = self.remove(segment.id);
        self.directions.entry((from, to)).or_default().add(segment);
        replaced
    }

    /// Takes a segment out of whichever direction it stands in.
    pub fn remove(&mut self, id: u64) -> Option<Segment> {
        let removed = self.directions.values_mut().find_map(|memory| memory.remove(id));
        self.directions.retain(|_, memory| !memory.is_empty());
        removed
    }

    /// The segments from one language to another, if there are any.
    pub fn memory(&self, from: Lang, to: Lang) -> Option<&Memory> {
        self.directions.get(&(from, to))
    }

    /// Segments of all directions together.
    pub fn len(&self) -> usize {
        self.directions.values().map(Memory::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.directions.is_empty()
    }
}

/// The memories of a house, shared: a clone looks into the same ones.
///
/// As a [`Translator`] it answers only with what was translated before as the very text.
/// Looking into it takes well below a millisecond and waits for nothing but another's adding, so it may be called from
/// async code.
///
/// ```
/// use std::time::Duration;
/// use domain::Lang;
/// use language::memory::{Memories, MemoryTranslator, Segment};
/// use language::translate::{Request, Translators};
///
/// let memory = MemoryTranslator::new(Memories::default());
/// let translators = Translators::default().then(memory.clone(), Duration::from_secs(1));
///
/// // Later, a person corrects a translation.
/// memory.add(Lang::EN, Lang::ZH, Segment { id: 7, source: "See you.".into(), target: "再见。".into() });
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let request = Request { text: "See you.".into(), from: Lang::EN, to: Lang::ZH };
/// let translated = translators.translate(&request).await.unwrap();
/// assert_eq!((translated.text.as_str(), translated.is_checked()), ("再见。", true));
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryTranslator {
    memories: Arc<RwLock<Memories>>,
}

impl MemoryTranslator {
    pub fn new(memories: Memories) -> Self {
        let memories = Arc::new(RwLock::new(memories));
        Self { memories }
    }

    /// As [`Memories::add`].
    pub fn add(&self, from: Lang, to: Lang, segment: Segment) -> Option<Segment> {
        self.write().add(from, to, segment)
    }

    /// As [`Memories::remove`].
    pub fn remove(&self, id: u64) -> Option<Segment> {
        self.write().remove(id)
    }

    /// As [`Memory::look_up`], in the memory from one language to another.
    pub fn look_up(&self, from: Lang, to: Lang, text: &str, at_most: usize) -> Vec<Match> {
        let memories = self.read();
        let memory = memories.memory(from, to);
        memory.map_or_else(Vec::new, |memory| memory.look_up(text, at_most))
    }

    /// What may help to translate a text: segments like the whole or one of its first [`SENTENCES`] sentences, best
    /// first, none twice, none that scores less than [`LEAST_HELP`].
    pub fn suggest(&self, from: Lang, to: Lang, text: &str, at_most: usize) -> Vec<Match> {
        let memories = self.read();
        let Some(memory) = memories.memory(from, to) else {
            return Vec::new();
        };
        let mut found = memory.look_up(text, at_most);
        let sentences = bergamot::sentences(text);
        if sentences.len() > 1 {
            for sentence in sentences.into_iter().take(SENTENCES) {
                found.extend(memory.look_up(&text[sentence], at_most));
            }
        }
        found.retain(|one| one.score >= LEAST_HELP);
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut seen = HashSet::new();
        found.retain(|one| seen.insert((one.segment.source.clone(), one.segment.target.clone())));
        found.truncate(at_most);
        found
    }

    /// Segments of all directions together.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    pub fn is_empty(&self) -> bool {
        self.read().is_empty()
    }

    fn read(&self) -> RwLockReadGuard<'_, Memories> {
        self.memories.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Memories> {
        self.memories.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Translator for MemoryTranslator {
    #[expect(
        clippy::unnecessary_literal_bound,
        reason = "the trait lets engines name themselves at run time"
    )]
    fn name(&self) -> &str {
        "memory"
    }

    fn is_here(&self) -> bool {
        true
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        false
    }

    fn translate<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Translated, Unavailable>> {
        let (from, to) = (request.from, request.to);
        let memories = self.read();
        let memory = memories.memory(from, to);
        let answer = memory
            .and_then(|memory| memory.exact(&request.text))
            .map(|segment| Translated {
                text: segment.target.clone(),
                engine: Engine {
                    name: "memory".to_owned(),
                    model: format!("{from}-{to}"),
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                },
                confidence: Some(1.0),
                origin: Origin::Memory,
                ..Translated::default()
            });
        Box::pin(std::future::ready(answer.ok_or(Unavailable::Pair { from, to })))
    }
}
