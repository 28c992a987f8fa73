//! The translation memory of a process: filled from the store, kept up with it by the bus.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::Lang;
use domain::cases::Case;
use domain::city::City;
use domain::receipts::Reference;
use language::memory::{MemoryTranslator, Segment, pairs};
use store::{Heard, Remembered, Store, StoreError, Subscription};

/// Cases read at a time.
const BATCH: usize = 50;
/// What may change what the memory has of a case.
const CHANGES: [&str; 2] = ["translated", "erased"];
/// After a failure it is filled anew.
const AGAIN: Duration = Duration::from_secs(30);

/// Fills a memory and keeps it up.
pub struct Keeper {
    store: Store,
    memory: MemoryTranslator,
    /// The segments of each case.
    ids: HashMap<Reference, Vec<u64>>,
    /// Later ones are higher: among equals they come first.
    next: u64,
}

impl Keeper {
    /// With what the city's pack has: replies that people have written in several languages.
    pub fn new(store: Store, city: &City) -> Self {
        let mut keeper = Self {
            store,
            memory: MemoryTranslator::default(),
            ids: HashMap::new(),
            next: 0,
        };
        for reply in &city.replies {
            let row = city.texts.row("replies", &format!("{}.text", reply.code));
            let texts: Vec<(Lang, &str)> = row
                .into_iter()
                .flatten()
                .map(|(lang, text)| (*lang, text.trim()))
                .collect();
            for (from, source) in &texts {
                for (to, target) in texts.iter().filter(|(to, _)| to != from) {
                    keeper.add(*from, *to, source, target);
                }
            }
        }
        keeper
    }

    /// For those who look into it.
    pub fn memory(&self) -> MemoryTranslator {
        self.memory.clone()
    }

    /// Fills it, and keeps it up until `end` does.
    pub async fn run(mut self, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        let mut heard = self.store.bus().subscribe();
        tokio::select! {
            () = &mut end => {}
            () = async { while self.keep_up(&mut heard).await.is_some() {} } => {}
        }
    }

    /// Fills it and keeps it up as long as that goes well; `None` when the store is closed.
    async fn keep_up(&mut self, heard: &mut Subscription) -> Option<()> {
        let mut done = self.fill().await;
        while done.is_ok() {
            done = match heard.next().await? {
                Heard::Missed => self.fill().await,
                Heard::Changed(changed) => match changed.of::<Case>() {
                    Some(case) if CHANGES.contains(&changed.kind.as_str()) => self.renew(case).await,
                    _ => Ok(()),
                },
            };
        }
        tracing::warn!("the translation memory could not be read");
        tokio::time::sleep(AGAIN).await;
        Some(())
    }

    async fn fill(&mut self) -> Result<(), StoreError> {
        let mut gone: HashSet<Reference> = self.ids.keys().copied().collect();
        let mut after = None;
        loop {
            let page = self.store.remembered_after(after, BATCH).await?;
            let Some(last) = page.last().map(|one| one.reference) else {
                break;
            };
            after = Some(last);
            for case in page.chunk_by(|a, b| a.reference == b.reference) {
                let reference = case[0].reference;
                gone.remove(&reference);
                self.replace(reference, case);
            }
            // Others have work, too.
            tokio::task::yield_now().await;
        }
        for reference in gone {
            self.replace(reference, &[]);
        }
        Ok(())
    }

    async fn renew(&mut self, reference: Reference) -> Result<(), StoreError> {
        let now = self.store.remembered_of(reference).await?;
        self.replace(reference, &now);
        Ok(())
    }

    /// Puts what the memory has of a case in the place of what it had.
    fn replace(&mut self, reference: Reference, now: &[Remembered]) {
        for id in self.ids.remove(&reference).unwrap_or_default() {
            self.memory.remove(id);
        }
        let first = self.next;
        for one in now {
            for (source, target) in pairs(&one.source, &one.target) {
                self.add(one.from, one.to, source, target);
            }
        }
        if self.next > first {
            self.ids.insert(reference, (first..self.next).collect());
        }
    }

    fn add(&mut self, from: Lang, to: Lang, source: &str, target: &str) {
        let segment = Segment {
            id: self.next,
            source: source.to_owned(),
            target: target.to_owned(),
        };
        self.next += 1;
        self.memory.add(from, to, segment);
    }
}
