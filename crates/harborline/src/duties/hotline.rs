//! Keeps the hotline going: offers those who wait to those who are free, and looks after what nobody holds any more.

use std::time::Duration;

use domain::Lang;
use domain::cases::Why;
use domain::contacts::matching::What;
use domain::contacts::{Command, Contact};
use domain::journaled::Context;
use language::translate::Translators;
use store::{Changed, contacts};

use super::{Duty, Node, Wake, settled, system};

/// What rang too long is offered to the next, and machines come in, by the second.
const A_SECOND: Duration = Duration::from_secs(1);

pub struct Hotline {
    node: Node,
    translators: Translators,
}

impl Hotline {
    pub fn new(node: Node, translators: Translators) -> Self {
        Self { node, translators }
    }

    /// Whether an engine translates a language for who answers here, and back.
    pub(super) fn translates(&self, language: Lang) -> bool {
        let source = self.node.city.source_language;
        self.translators.has(language, source) && self.translators.has(source, language)
    }

    /// Whoever is gone holds nothing and waits for nobody.
    async fn look_after(&self) -> anyhow::Result<()> {
        let Node {
            store, city, clock, ..
        } = &self.node;
        let now = clock.now();
        store.mend_queue(now).await?;
        store.rest_call_backs(now).await?;
        for held in store.vanished(&city.hotline.policy, now).await? {
            let back = Command::PutBack { staff: held.staff };
            settled(self.node.carry_out(Self::NAME, held.contact, &back).await)?;
        }
        for contact in store.left_waiting(&city.hotline.policy, now).await? {
            let left = Command::End {
                why: Why::VisitorLeft,
                reason: String::new(),
            };
            settled::<Contact>(self.node.carry_out(Self::NAME, contact, &left).await)?;
        }
        for contact in store.recordings_over(now).await? {
            let actor = system(Self::NAME);
            let ctx = Context {
                now,
                actor: &actor,
                city,
            };
            // Whatever is wrong with one keeps nobody waiting.
            if let Err(error) = store.keep_recording(&ctx, contact).await {
                tracing::error!(%contact, %error, "a recording is not kept yet");
            }
        }
        self.close().await
    }

    /// When the hotline closes, who came in time is not kept waiting: it goes on with their case. Who comes later knows that
    /// nobody answers, and may write all the same. Whoever is to be called back waits for no opening hours: their turn comes
    /// again.
    async fn close(&self) -> anyhow::Result<()> {
        let Node {
            store, city, clock, ..
        } = &self.node;
        let now = clock.now();
        let hotline = &city.hotline;
        if hotline.hours.is_none() || hotline.is_open(now, city) {
            return Ok(());
        }
        let queue = store.hotline_queue(&hotline.policy, city.day(now), now).await?;
        let in_time = queue
            .waiting
            .iter()
            .filter(|waits| waits.what != What::CallBack && hotline.is_open(waits.since, city));
        for contact in in_time.filter_map(|waits| waits.contact) {
            let nobody = Command::End {
                why: Why::NobodyCame,
                reason: String::new(),
            };
            settled::<Contact>(self.node.carry_out(Self::NAME, contact, &nobody).await)?;
        }
        Ok(())
    }
}

impl Duty for Hotline {
    const NAME: &'static str = "hotline";
    const EVERY: Option<Duration> = Some(A_SECOND);
    const HEARS: bool = true;

    fn wants(&self, changed: &Changed) -> bool {
        changed.stream == contacts::QUEUE
    }

    async fn round(&mut self, wake: Wake) -> anyhow::Result<()> {
        if wake == Wake::All {
            self.look_after().await?;
        }
        let Node {
            store, city, clock, ..
        } = &self.node;
        let (now, policy) = (clock.now(), &city.hotline.policy);
        let machine = |language| self.translates(language);
        store.offer_round(policy, city.day(now), machine, now).await?;
        Ok(())
    }
}
