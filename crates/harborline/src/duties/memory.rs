use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::Lang;
use domain::cases::{Case, EventKind};
use domain::city::City;
use domain::receipts::Reference;
use language::memory::{MemoryTranslator, Segment, pairs};
use store::{Changed, Remembered, Store, StoreError};

use super::{Duty, Wake};

/// Cases read at a time.
const BATCH: usize = 50;
/// What may change what the memory has of a case.
const CHANGES: [EventKind; 2] = [EventKind::Translated, EventKind::Erased];

/// The translation memory of a process: filled from the store, and kept up with it by the bus.
pub struct Memory {
    store: Store,
    translator: MemoryTranslator,
    /// The segments of each case.
    ids: HashMap<Reference, Vec<u64>>,
    /// Later ones are higher: among equals they come first.
    next: u64,
}

impl Memory {
    /// With what the city's pack has: replies that people have written in several languages.
    pub fn new(store: Store, city: &City) -> Self {
        let mut new = Self {
            store,
            translator: MemoryTranslator::default(),
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
                    new.add(*from, *to, source, target);
                }
            }
        }
        new
    }

    /// For those who look into it.
    pub fn translator(&self) -> MemoryTranslator {
        self.translator.clone()
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
            self.translator.remove(id);
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
        self.translator.add(from, to, segment);
    }
}

impl Duty for Memory {
    const NAME: &'static str = "memory";
    const EVERY: Option<Duration> = None;
    const HEARS: bool = true;

    fn wants(&self, changed: &Changed) -> bool {
        changed
            .happened::<Case>()
            .is_some_and(|(_, kind)| CHANGES.contains(&kind))
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        match wake {
            Wake::Changed(changed) => {
                if let Some(case) = changed.of::<Case>() {
                    self.renew(case).await?;
                }
            }
            Wake::All | Wake::More => self.fill().await?,
        }
        Ok(())
    }
}
