//! What goes on by itself: translators are asked for what waits, answered cases that nobody rates are closed, old keys
//! and sessions are forgotten.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::Lang;
use domain::cases::{Case, Command, Translated, TranslatedBy};
use domain::city::City;
use domain::people::Actor;
use domain::receipts::Reference;
use language::translate::{Request, Translators};
use store::{CommandError, Heard, Store};
use web::Clock;

/// How often the workers look at everything.
const EVERY: Duration = Duration::from_mins(1);
/// How long changes are gathered before they are taken up together.
const GATHER: Duration = Duration::from_millis(250);
/// Cases or messages taken up at a time in a round over everything.
const BATCH: usize = 200;
/// Idempotency keys are good for that long.
const KEYS_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(48);
/// What a unit says to the resident. Only these can be texts of the pack, the one translator there is.
const SAID: [&str; 4] = ["replied", "asked", "resolved", "declined"];

/// All workers of a node.
pub struct Workers {
    store: Store,
    city: Arc<City>,
    clock: Arc<dyn Clock>,
    translators: Translators,
}

impl Workers {
    pub fn new(store: Store, city: Arc<City>, clock: Arc<dyn Clock>) -> Self {
        let translators = Translators::new(&city);
        Self {
            store,
            city,
            clock,
            translators,
        }
    }

    /// Works until `end` does. A failure is logged, and tried again later.
    pub async fn run(self, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        let mut heard = self.store.bus().subscribe();
        let mut all = tokio::time::interval(EVERY);
        let mut gathered = BTreeSet::new();
        let gather = tokio::time::sleep(GATHER);
        tokio::pin!(gather);
        loop {
            let done = tokio::select! {
                () = &mut end => return,
                _ = all.tick() => self.round().await,
                () = &mut gather, if !gathered.is_empty() => self.translate_cases(std::mem::take(&mut gathered)).await,
                news = heard.next() => {
                    if let Some(Heard::Changed(changed)) = &news
                        && SAID.contains(&changed.kind.as_str())
                        && let Some(reference) = changed.case()
                    {
                        if gathered.is_empty() {
                            gather.as_mut().reset(tokio::time::Instant::now() + GATHER);
                        }
                        gathered.insert(reference);
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
        }
    }

    async fn round(&self) -> anyhow::Result<()> {
        let wants = self.store.wants_for_engines(BATCH).await?;
        self.translate_cases(wants.into_iter().map(|want| want.reference).collect())
            .await?;
        self.close().await?;
        let now = self.clock.now();
        self.store.forget_before(now.checked_sub(KEYS_KEPT)?).await?;
        Ok(())
    }

    /// Asks the translators for what somebody cannot read yet. What none of them has stays for people.
    async fn translate_cases(&self, references: BTreeSet<Reference>) -> anyhow::Result<()> {
        let worker = Actor::System {
            worker: "translation".to_owned(),
        };
        for reference in references {
            let Some(case) = self.store.case(reference, &worker).await? else {
                continue;
            };
            let languages = self
                .city
                .unit(case.unit.as_str())
                .map_or(&[][..], |unit| &unit.languages);
            for (message, to) in case.missing_translations(languages) {
                if let Some(command) = self.translation(&case, message, to).await {
                    self.carry_out("translation", reference, command).await?;
                }
            }
        }
        Ok(())
    }

    async fn translation(&self, case: &Case, message: u64, to: Lang) -> Option<Command> {
        let original = case.message(message)?;
        let request = Request {
            text: original.text.clone()?,
            from: original.language,
            to,
        };
        let made = self.translators.translate(&request).await.ok()?;
        let by = if made.checked {
            TranslatedBy::Pack
        } else {
            let language::translate::Engine { name, model, version } = made.engine;
            TranslatedBy::Engine { name, model, version }
        };
        let translated = Translated {
            message,
            language: to,
            text: made.text,
        };
        Some(Command::Translate {
            translated,
            by: Some(by),
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
            let Some(case) = self.store.case(reference, &worker).await? else {
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
            .carry_out(&self.city, self.clock.now(), &actor, reference, None, &command)
            .await
        {
            // Someone was faster, or it is no longer wanted.
            Ok(_) | Err(CommandError::Refused(_) | CommandError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
