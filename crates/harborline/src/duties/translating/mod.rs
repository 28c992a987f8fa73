//! Asks the translators for what somebody cannot read yet.

pub(super) mod waiting;

use std::sync::Arc;
use std::time::Duration;

use domain::cases::{Case, Command, Doubt, EventKind, Made, Message, Translated, TranslatedBy, Wanted};
use domain::receipts::Reference;
use language::translate::{Origin, Request, Translators};
use store::Changed;

use self::waiting::Waiting;
use super::{A_MINUTE, Duty, Node, Wake, settled, system};

/// Messages taken up in a round over everything.
const BATCH: usize = 200;
/// What a unit says to a resident of another language: without engines, only this can be translated, as a text of the pack.
const SAID: EventKind = EventKind::Written;
/// What a resident writes, and what brings a case to people of another language.
const BROUGHT: [EventKind; 6] = [
    EventKind::Opened,
    EventKind::QuestionAnswered,
    EventKind::Reopened,
    EventKind::Triaged,
    EventKind::Routed,
    EventKind::Returned,
];

pub struct Translating {
    desk: Arc<Desk>,
    waiting: Waiting,
}

/// What a case is taken to.
struct Desk {
    node: Node,
    translators: Translators,
    /// There are others than the pack and the memory.
    engines: bool,
}

impl Translating {
    pub fn new(node: Node, translators: Translators) -> Self {
        // The first two are the pack and the memory.
        let engines = translators.names().count() > 2;
        Self {
            desk: Arc::new(Desk {
                node,
                translators,
                engines,
            }),
            waiting: Waiting::default(),
        }
    }

    /// Finds what waits. What the last round found comes first.
    async fn look(&mut self) -> anyhow::Result<()> {
        if self.waiting.is_idle() {
            let cursor = self.waiting.cursor();
            let page = self.desk.node.store.wants_for_engines(cursor, BATCH).await?;
            let found = page.rows.into_iter().map(|want| want.reference);
            self.waiting.find(found, page.next);
        }
        Ok(())
    }
}

impl Duty for Translating {
    const NAME: &'static str = "translation";
    const EVERY: Option<Duration> = Some(A_MINUTE);
    const HEARS: bool = true;

    /// When it may have brought something to translate.
    fn wants(&self, changed: &Changed) -> bool {
        changed
            .happened::<Case>()
            .is_some_and(|(_, kind)| kind == SAID || (self.desk.engines && BROUGHT.contains(&kind)))
    }

    async fn more(&mut self) {
        self.waiting.stirs().await;
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        let looked = match wake {
            Wake::All => self.look().await,
            Wake::Changed(changed) => {
                changed
                    .of::<Case>()
                    .into_iter()
                    .for_each(|case| self.waiting.hear(case));
                Ok(())
            }
            Wake::More => self.waiting.failure(),
        };
        let desk = &self.desk;
        self.waiting.start(|reference| {
            let desk = Arc::clone(desk);
            async move { desk.translate(reference).await }
        });
        looked
    }
}

impl Desk {
    /// Asks the translators for what somebody cannot read yet. What none of them has stays for people; whether
    /// anything does is the answer.
    async fn translate(&self, reference: Reference) -> anyhow::Result<bool> {
        let Node { store, city, .. } = &self.node;
        let worker = system(Translating::NAME);
        let Some(case) = store.get::<Case>(reference, &worker).await? else {
            return Ok(false);
        };
        let Some(service) = city.service(case.service.as_str()) else {
            return Ok(false);
        };
        let mut left = false;
        let wanted = case.wanted_translations(city).into_iter();
        // What an engine was unsure of, it would be again: people check it.
        for wanted in wanted.filter(|wanted| !wanted.doubtful) {
            let original = case.words(wanted.message, wanted.field.as_deref(), service);
            let made = match &original {
                Some(original) => self.translation(original, &wanted).await,
                None => continue,
            };
            match made {
                Some(command) => settled(self.node.carry_out(Translating::NAME, reference, &command).await)?,
                None => left = true,
            }
        }
        Ok(left)
    }

    async fn translation(&self, original: &Message, wanted: &Wanted) -> Option<Command> {
        let request = Request {
            text: original.text.clone()?,
            from: original.language,
            to: wanted.to,
        };
        let made = self.translators.translate(&request).await.ok()?;
        let translated = Translated {
            message: wanted.message,
            field: wanted.field.clone(),
            language: wanted.to,
            text: made.text.clone(),
        };
        Some(Command::Translate {
            translated,
            made: Some(made_by(made)),
        })
    }
}

/// What is kept of a translation besides its text.
pub(super) fn made_by(made: language::translate::Translated) -> Made {
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
