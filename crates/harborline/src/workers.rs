//! What goes on by itself: translators are asked for what waits, answered cases that nobody rates are closed, old keys
//! and sessions are forgotten.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::Lang;
use domain::cases::{Case, Command, Doubt, Made, Translated, TranslatedBy};
use domain::city::City;
use domain::journaled::Context;
use domain::people::Actor;
use domain::receipts::Reference;
use language::translate::{Origin, Request, Translators};
use store::{Changed, CommandError, Heard, Store};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use web::Clock;

/// How often the workers look at everything.
const EVERY: Duration = Duration::from_mins(1);
/// How long changes are gathered before they are taken up together.
const GATHER: Duration = Duration::from_millis(250);
/// Cases or messages taken up at a time in a round over everything.
const BATCH: usize = 200;
/// Idempotency keys are good for that long.
const KEYS_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(48);
/// What a unit says to the resident: without engines, only these can be translated, as texts of the pack.
const SAID: [&str; 4] = ["replied", "asked", "resolved", "declined"];
/// What a resident writes, and what brings a case to people of another language.
const BROUGHT: [&str; 6] = [
    "opened",
    "question-answered",
    "reopened",
    "triaged",
    "routed",
    "returned",
];
/// So many cases are with the translators at once: one that an engine keeps waiting holds up no other.
const AT_ONCE: usize = 8;
/// So many changes wait to be taken up; the round over everything finds the others.
const HEARD_MOST: usize = 10_000;
/// How long a text that nobody could translate is left alone; twice as long each time, up to the longest.
const AGAIN: Duration = Duration::from_mins(1);
const AGAIN_LONGEST: Duration = Duration::from_hours(1);

/// All workers of a node.
pub struct Workers {
    store: Store,
    city: Arc<City>,
    clock: Arc<dyn Clock>,
    translators: Translators,
    /// There are others than the pack and the memory.
    engines: bool,
}

impl Workers {
    pub fn new(store: Store, city: Arc<City>, clock: Arc<dyn Clock>, translators: Translators) -> Self {
        // The first two are the pack and the memory.
        let engines = translators.names().count() > 2;
        Self {
            store,
            city,
            clock,
            translators,
            engines,
        }
    }

    /// Works until `end` does. A failure is logged, and tried again later.
    pub async fn run(self, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        let workers = Arc::new(self);
        let mut heard = workers.store.bus().subscribe();
        let mut all = tokio::time::interval(EVERY);
        let mut waiting = Waiting::default();
        let gather = tokio::time::sleep(GATHER);
        tokio::pin!(gather);
        loop {
            let done = tokio::select! {
                () = &mut end => return,
                _ = all.tick() => workers.round(&mut waiting).await,
                () = &mut gather, if !waiting.gathered.is_empty() => {
                    waiting.take_up();
                    Ok(())
                }
                Some(ended) = waiting.under_way.join_next_with_id() => waiting.ended(ended),
                news = heard.next() => {
                    if let Some(Heard::Changed(changed)) = &news
                        && let Some(reference) = workers.is_wanted(changed)
                        && waiting.has_room()
                    {
                        if waiting.gathered.is_empty() {
                            gather.as_mut().reset(Instant::now() + GATHER);
                        }
                        waiting.gathered.insert(reference);
                    }
                    if news.is_none() {
                        return;
                    }
                    Ok(())
                }
            };
            if let Err(error) = done {
                tracing::warn!(%error, "the workers could not do their round");
            }
            waiting.start(&workers);
        }
    }

    /// The case, when the change may have brought something to translate.
    fn is_wanted(&self, changed: &Changed) -> Option<Reference> {
        let kind = changed.kind.as_str();
        let wanted = SAID.contains(&kind) || (self.engines && BROUGHT.contains(&kind));
        changed.of::<Case>().filter(|_| wanted)
    }

    async fn round(&self, waiting: &mut Waiting) -> anyhow::Result<()> {
        // What the last round found comes first.
        if waiting.found.is_empty() {
            let page = self
                .store
                .wants_for_engines(waiting.cursor.as_deref(), BATCH)
                .await?;
            waiting.find(page.rows.into_iter().map(|want| want.reference));
            waiting.cursor = page.next;
        }
        self.close().await?;
        let now = self.clock.now();
        self.store.forget_before(now.checked_sub(KEYS_KEPT)?).await?;
        Ok(())
    }

    /// Asks the translators for what somebody cannot read yet. What none of them has stays for people; whether
    /// anything does is the answer.
    async fn translate_case(&self, reference: Reference) -> anyhow::Result<bool> {
        let Some(case) = self.store.get::<Case>(reference, &translation()).await? else {
            return Ok(false);
        };
        let languages = self.city.read_by(&case.unit);
        let mut left = false;
        let wanted = case.wanted_translations(languages).into_iter();
        // What an engine was unsure of, it would be again: people check it.
        for wanted in wanted.filter(|wanted| !wanted.doubtful) {
            match self.translation(&case, wanted.message, wanted.to).await {
                Some(command) => self.carry_out("translation", reference, command).await?,
                None => left = true,
            }
        }
        Ok(left)
    }

    async fn translation(&self, case: &Case, message: u64, to: Lang) -> Option<Command> {
        let original = case.message(message)?;
        let request = Request {
            text: original.text.clone()?,
            from: original.language,
            to,
        };
        let made = self.translators.translate(&request).await.ok()?;
        let translated = Translated {
            message,
            language: to,
            text: made.text.clone(),
        };
        Some(Command::Translate {
            translated,
            made: Some(made_by(made)),
        })
    }

    /// Closes what was answered long enough ago.
    async fn close(&self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let limit = self.city.limits.close.limit;
        // No answer given later than this can be over its limit; the calendar says of each of the others.
        let before = now.checked_sub(jiff::SignedDuration::from_hours(24 * i64::from(limit.count())))?;
        for reference in self.store.answered_before(before, BATCH).await? {
            let worker = Actor::System {
                worker: "closing".to_owned(),
            };
            let Some(case) = self.store.get::<Case>(reference, &worker).await? else {
                continue;
            };
            let answered = case.answered_at.unwrap_or(now);
            let last = self.city.calendar.due(self.city.day(answered), limit, &[]).on;
            if self.city.day(now) > last {
                self.carry_out(
                    "closing",
                    reference,
                    Command::Close {
                        reason: String::new(),
                    },
                )
                .await?;
            }
        }
        Ok(())
    }

    async fn carry_out(&self, worker: &str, reference: Reference, command: Command) -> anyhow::Result<()> {
        let actor = Actor::System {
            worker: worker.to_owned(),
        };
        match self
            .store
            .carry_out(
                &Context {
                    now: self.clock.now(),
                    actor: &actor,
                    city: &self.city,
                },
                reference,
                None,
                &command,
            )
            .await
        {
            // Someone was faster, or it is no longer wanted.
            Ok(_) | Err(CommandError::Refused(_) | CommandError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What is kept of a translation besides its text.
fn made_by(made: language::translate::Translated) -> Made {
    let language::translate::Engine { name, model, version } = made.engine;
    let by = match made.origin {
        Origin::Pack => return TranslatedBy::Pack.into(),
        Origin::Memory => return TranslatedBy::Memory.into(),
        Origin::Engine => TranslatedBy::Engine { name, model, version },
    };
    let unsure = made
        .confidence
        .is_some_and(|confidence| confidence < language::neural::LOW);
    let low = unsure.then_some(Doubt::LowConfidence);
    let terms = (!made.wrong_terms.is_empty()).then_some(Doubt::Terms);
    Made {
        by,
        doubts: low.into_iter().chain(terms).collect(),
    }
}

/// Who asks the translators.
fn translation() -> Actor {
    Actor::System {
        worker: "translation".to_owned(),
    }
}

/// Cases that wait for the translators, and those that are with them.
#[derive(Default)]
struct Waiting {
    /// Heard of, not long enough ago: more may be happening to them.
    gathered: BTreeSet<Reference>,
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
}

impl Waiting {
    fn has_room(&self) -> bool {
        self.gathered.len() + self.heard.len() < HEARD_MOST
    }

    fn take_up(&mut self) {
        self.heard.append(&mut self.gathered);
    }

    /// A round found these.
    fn find(&mut self, references: impl Iterator<Item = Reference>) {
        let now = Instant::now();
        self.left.retain(|_, (at, _)| *at + AGAIN_LONGEST > now);
        let left = &self.left;
        let due = |reference: &Reference| left.get(reference).is_none_or(|(at, _)| *at <= now);
        self.found = references.filter(due).collect();
    }

    /// Gives the translators as many as they may have. None is with them twice.
    fn start(&mut self, workers: &Arc<Workers>) {
        while self.under_way.len() < AT_ONCE {
            let idle = |reference: &&Reference| !self.cases.values().any(|busy| busy == *reference);
            let Some(next) = self.heard.iter().chain(&self.found).find(idle).copied() else {
                return;
            };
            self.heard.remove(&next);
            self.found.remove(&next);
            let workers = Arc::clone(workers);
            let task = self
                .under_way
                .spawn(async move { workers.translate_case(next).await });
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
        waiting.find([case].into_iter());
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
        waiting.find(std::iter::empty());
        assert!(waiting.left.is_empty());
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
}
