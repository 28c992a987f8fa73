use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use domain::receipts::Reference;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

/// How long changes are gathered before they are taken up together.
const GATHER: Duration = Duration::from_millis(250);
/// So many cases are with the translators at once: one that an engine keeps waiting holds up no other.
const AT_ONCE: usize = 8;
/// So many changes wait to be taken up; the round over everything finds the others.
const HEARD_MOST: usize = 10_000;
/// How long a text that nobody could translate is left alone; twice as long each time, up to the longest.
const AGAIN: Duration = Duration::from_mins(1);
const AGAIN_LONGEST: Duration = Duration::from_hours(1);

/// Cases or chats that wait for the translators, and those that are with them.
#[derive(Default)]
pub struct Waiting {
    /// Heard of, not long enough ago: more may be happening to them.
    gathered: BTreeSet<Reference>,
    /// When they are taken up.
    take_up_at: Option<Instant>,
    /// Heard of. They come before those a round found: somebody may be looking at them.
    heard: BTreeSet<Reference>,
    found: BTreeSet<Reference>,
    /// Where the next round goes on.
    cursor: Option<String>,
    under_way: JoinSet<anyhow::Result<bool>>,
    /// The case of each task.
    cases: HashMap<Id, Reference>,
    /// What nobody could translate: when rounds take it up again, and how long it was left alone before that.
    left: HashMap<Reference, (Instant, Duration)>,
    /// Of the last that failed.
    failure: Option<anyhow::Error>,
}

impl Waiting {
    /// Something happened to that case.
    pub fn hear(&mut self, reference: Reference) {
        if self.gathered.len() + self.heard.len() < HEARD_MOST {
            self.gathered.insert(reference);
            self.take_up_at.get_or_insert_with(|| Instant::now() + GATHER);
        }
    }

    /// What the last round found is with the translators.
    pub fn is_idle(&self) -> bool {
        self.found.is_empty()
    }

    /// Where rounds look on.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// A round found these, and the next looks on from there.
    pub fn find(&mut self, references: impl Iterator<Item = Reference>, next: Option<String>) {
        self.cursor = next;
        let now = Instant::now();
        self.left.retain(|_, (at, _)| *at + AGAIN_LONGEST > now);
        let left = &self.left;
        let due = |reference: &Reference| left.get(reference).is_none_or(|(at, _)| *at <= now);
        self.found = references.filter(due).collect();
    }

    /// Waits until what was gathered is to be taken up, or the translators are done with a case.
    pub async fn stirs(&mut self) {
        let gathered = self.take_up_at;
        tokio::select! {
            () = tokio::time::sleep_until(gathered.unwrap_or_else(Instant::now)), if gathered.is_some() => {
                self.take_up_at = None;
                self.heard.append(&mut self.gathered);
            }
            Some(ended) = self.under_way.join_next_with_id() => {
                let failure = self.ended(ended).err();
                self.failure = failure.or(self.failure.take());
            }
            else => std::future::pending().await,
        }
    }

    /// Why the translators could not see a case, if it was not said yet.
    pub fn failure(&mut self) -> anyhow::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Gives the translators as many as they may have. None is with them twice.
    pub fn start<F>(&mut self, translate: impl Fn(Reference) -> F)
    where
        F: Future<Output = anyhow::Result<bool>> + Send + 'static,
    {
        while self.under_way.len() < AT_ONCE {
            let idle = |reference: &&Reference| !self.cases.values().any(|busy| busy == *reference);
            let Some(next) = self.heard.iter().chain(&self.found).find(idle).copied() else {
                return;
            };
            self.heard.remove(&next);
            self.found.remove(&next);
            let task = self.under_way.spawn(translate(next));
            self.cases.insert(task.id(), next);
        }
    }

    fn ended(&mut self, ended: Result<(Id, anyhow::Result<bool>), JoinError>) -> anyhow::Result<()> {
        let (id, done) = match ended {
            Ok((id, done)) => (id, done),
            Err(error) => (error.id(), Err(anyhow::anyhow!("a translation broke off"))),
        };
        let Some(reference) = self.cases.remove(&id) else {
            return Ok(());
        };
        match done {
            Ok(false) => {
                self.left.remove(&reference);
                Ok(())
            }
            left => {
                let longer = self.left.get(&reference).map(|(_, pause)| *pause * 2);
                let pause = longer.unwrap_or(AGAIN).min(AGAIN_LONGEST);
                self.left.insert(reference, (Instant::now() + pause, pause));
                left.map(|_| ())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(n: u8) -> Reference {
        Reference::from_random([n; 7])
    }

    /// The translators have seen a case; something was left untranslated, or nothing.
    async fn seen(waiting: &mut Waiting, case: Reference, left: bool) {
        let task = waiting.under_way.spawn(async move { Ok(left) });
        waiting.cases.insert(task.id(), case);
        let ended = waiting.under_way.join_next_with_id().await;
        waiting.ended(ended.expect("a task")).expect("it went well");
    }

    fn finds(waiting: &mut Waiting, case: Reference) -> bool {
        waiting.find([case].into_iter(), None);
        waiting.found.contains(&case)
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_can_translate_is_left_alone_for_longer_each_time() {
        let mut waiting = Waiting::default();
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            assert!(finds(&mut waiting, reference(1)));
            seen(&mut waiting, reference(1), true).await;
            assert!(!finds(&mut waiting, reference(1)));
            assert!(finds(&mut waiting, reference(2)), "others are not left alone");
            tokio::time::advance(Duration::from_mins(minutes)).await;
        }
        seen(&mut waiting, reference(1), false).await;
        assert!(waiting.left.is_empty(), "a case that is read is forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn what_no_round_finds_any_more_is_forgotten() {
        let mut waiting = Waiting::default();
        seen(&mut waiting, reference(1), true).await;
        tokio::time::advance(Duration::from_hours(2)).await;
        waiting.find(std::iter::empty(), None);
        assert!(waiting.left.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_heard_again_and_again_is_taken_up_once_and_soon() {
        let mut waiting = Waiting::default();
        let begun = Instant::now();
        for _ in 0..3 {
            waiting.hear(reference(1));
            let stirs = tokio::time::timeout(GATHER / 5, waiting.stirs()).await;
            assert!(stirs.is_err(), "more may be happening to it");
        }
        waiting.stirs().await;
        assert!(begun.elapsed() <= GATHER * 2);
        waiting.start(|_| async { Ok(false) });
        assert_eq!(waiting.under_way.len(), 1);
        assert!(waiting.heard.is_empty() && waiting.gathered.is_empty());
    }

    #[tokio::test]
    async fn a_translation_that_breaks_off_frees_its_place() {
        let mut waiting = Waiting::default();
        let task = waiting.under_way.spawn(async { panic!("on purpose") });
        waiting.cases.insert(task.id(), reference(1));
        let ended = waiting.under_way.join_next_with_id().await.expect("a task");
        assert!(waiting.ended(ended).is_err());
        assert!(waiting.cases.is_empty() && waiting.under_way.is_empty());
        assert!(
            !finds(&mut waiting, reference(1)),
            "it is not tried again at once"
        );
    }

    #[tokio::test]
    async fn that_one_broke_off_is_said_once() {
        let mut waiting = Waiting::default();
        waiting.find([reference(1)].into_iter(), None);
        waiting.start(|_| async { panic!("on purpose") });
        waiting.stirs().await;
        assert!(waiting.failure().is_err());
        assert!(waiting.failure().is_ok());
    }
}
