//! Asks the translators for what is said in chats and somebody there does not read.

use std::time::Duration;

use domain::contacts::{By, Command, Contact, EventKind, Line, Says, State, Translated};
use domain::receipts::Reference;
use language::translate::{Request, Translators};
use store::Changed;
use store::contacts::Filter;

use super::translating::made_by;
use super::{A_MINUTE, Duty, Node, Wake, settled, system};

/// What brings words to somebody who may not read them.
const BROUGHT: [EventKind; 4] = [
    EventKind::Opened,
    EventKind::Said,
    EventKind::Answered,
    EventKind::Joined,
];
/// Chats looked at in a round over everything.
const BATCH: usize = 200;

pub struct Chatting {
    node: Node,
    translators: Translators,
}

impl Chatting {
    pub fn new(node: Node, translators: Translators) -> Self {
        Self { node, translators }
    }

    async fn translate(&self, reference: Reference) -> anyhow::Result<()> {
        let Node { store, city, .. } = &self.node;
        let worker = system(Self::NAME);
        let Some(contact) = store.get::<Contact>(reference, &worker).await? else {
            return Ok(());
        };
        let said = store.conversation(&contact, 0, &worker).await?;
        for line in said.lines.iter().filter(|line| line.says == Says::Words) {
            let Some(command) = self.translation(&contact, line, city).await else {
                continue;
            };
            settled(self.node.carry_out(Self::NAME, reference, &command).await)?;
        }
        Ok(())
    }

    /// What none of the translators has stays in its original.
    async fn translation(
        &self,
        contact: &Contact,
        line: &Line,
        city: &domain::city::City,
    ) -> Option<Command> {
        let from = line.language?;
        let to = contact.wanted(from, line.by == By::Visitor, city)?;
        if line.translation(to).is_some() {
            return None;
        }
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
            .is_some_and(|(_, kind)| BROUGHT.contains(&kind))
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        if let Wake::Changed(changed) = &wake
            && let Some(reference) = changed.of::<Contact>()
        {
            return self.translate(reference).await;
        }
        let live = Filter {
            states: vec![State::Waiting, State::Talking],
            ..Filter::default()
        };
        let page = self
            .node
            .store
            .contacts(&system(Self::NAME), &live, None, BATCH)
            .await?;
        for contact in page.rows {
            self.translate(contact.reference).await?;
        }
        Ok(())
    }
}
