//! Asks the translators for what is said in chats and somebody there does not read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Lang;
use domain::contacts::{By, Command, Contact, EventKind, Line, Says, State, Translated};
use domain::receipts::Reference;
use language::translate::{Request, Translators};
use store::Changed;
use store::contacts::Filter;

use super::translating::made_by;
use super::translating::waiting::Waiting;
use super::{A_MINUTE, Duty, Node, Wake, settled, system};

/// What brings words to somebody who may not read them: all that was said by then.
const BROUGHT: [EventKind; 3] = [EventKind::Opened, EventKind::Answered, EventKind::Joined];
/// Chats read at once in a round over everything.
const BATCH: usize = 200;

pub struct Chatting {
    desk: Arc<Desk>,
    waiting: Waiting,
}

/// What a chat is taken to.
struct Desk {
    node: Node,
    translators: Translators,
    /// From which event on a chat is looked at, where that is not its first.
    from: Mutex<HashMap<Reference, u64>>,
}

impl Chatting {
    pub fn new(node: Node, translators: Translators) -> Self {
        Self {
            desk: Arc::new(Desk {
                node,
                translators,
                from: Mutex::default(),
            }),
            waiting: Waiting::default(),
        }
    }

    /// Finds every chat that goes on.
    async fn look(&mut self) -> anyhow::Result<()> {
        if !self.waiting.is_idle() {
            return Ok(());
        }
        let live = Filter {
            states: vec![State::Waiting, State::Talking],
            ..Filter::default()
        };
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let store = &self.desk.node.store;
            let worker = system(Self::NAME);
            let page = store.contacts(&worker, &live, cursor.as_deref(), BATCH).await?;
            found.extend(page.rows.into_iter().map(|contact| contact.reference));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        self.waiting.find(found.into_iter(), None);
        Ok(())
    }
}

impl Desk {
    /// Something happened to that chat. What was said before it was looked at then.
    fn hear(&self, reference: Reference, kind: EventKind, seq: u64) {
        let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = if kind == EventKind::Said { seq } else { 0 };
        from.entry(reference)
            .and_modify(|known| *known = seq.min(*known))
            .or_insert(seq);
    }

    /// Asks the translators for what somebody there does not read; whether anything is left untranslated is the answer.
    async fn translate(&self, reference: Reference) -> anyhow::Result<bool> {
        let from = {
            let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
            from.remove(&reference).unwrap_or(0)
        };
        let Node { store, city, .. } = &self.node;
        let worker = system(Chatting::NAME);
        let Some(contact) = store.get::<Contact>(reference, &worker).await? else {
            return Ok(false);
        };
        let said = store
            .conversation(&contact, from.saturating_sub(1), &worker)
            .await?;
        let mut left = false;
        for line in said.lines.iter().filter(|line| line.says == Says::Words) {
            let Some(language) = line.language else {
                continue;
            };
            let wanted = contact.wanted(language, line.by == By::Visitor, city).into_iter();
            for to in wanted.filter(|to| line.translation(*to).is_none()) {
                match self.translation(line, (language, to)).await {
                    Some(command) => {
                        settled(self.node.carry_out(Chatting::NAME, reference, &command).await)?;
                    }
                    None => left = true,
                }
            }
        }
        Ok(left)
    }

    /// What none of the translators has stays in its original.
    async fn translation(&self, line: &Line, (from, to): (Lang, Lang)) -> Option<Command> {
        let request = Request {
            text: line.text.clone()?,
            from,
            to,
        };
        let made = self.translators.translate(&request).await.ok()?;
        Some(Command::Translate {
            translated: Translated {
                message: line.id,
                language: to,
                text: made.text.clone(),
            },
            made: Some(made_by(made)),
        })
    }
}

impl Duty for Chatting {
    const NAME: &'static str = "chat-translation";
    const EVERY: Option<Duration> = Some(A_MINUTE);
    const HEARS: bool = true;

    fn wants(&self, changed: &Changed) -> bool {
        changed
            .happened::<Contact>()
            .is_some_and(|(_, kind)| kind == EventKind::Said || BROUGHT.contains(&kind))
    }

    async fn more(&mut self) {
        self.waiting.stirs().await;
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        let looked = match wake {
            Wake::All => self.look().await,
            Wake::Changed(changed) => {
                if let Some((reference, kind)) = changed.happened::<Contact>() {
                    self.desk.hear(reference, kind, changed.seq);
                    self.waiting.hear(reference);
                }
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
