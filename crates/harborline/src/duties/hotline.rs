//! Keeps the hotline going: offers those who wait to those who are free, and looks after what nobody holds any more.

use std::time::Duration;

use domain::cases::Why;
use domain::contacts::{Command, Contact};
use language::translate::Translators;
use store::{Changed, contacts};

use super::{Duty, Node, Wake, settled};

/// What rang too long is offered to the next, and machines come in, by the second.
const A_SECOND: Duration = Duration::from_secs(1);

pub struct Hotline {
    node: Node,
    /// There are engines besides the pack and the memory.
    machine: bool,
}

impl Hotline {
    pub fn new(node: Node, translators: &Translators) -> Self {
        Self {
            node,
            machine: translators.names().count() > 2,
        }
    }

    /// Whoever is gone holds nothing and waits for nobody.
    async fn look_after(&self) -> anyhow::Result<()> {
        let Node {
            store, city, clock, ..
        } = &self.node;
        let now = clock.now();
        for held in store.vanished(&city.hotline.policy, now).await? {
            let back = Command::PutBack { staff: held.staff };
            settled(self.node.carry_out(Self::NAME, held.contact, &back).await)?;
        }
        for contact in store.left_waiting(now).await? {
            let left = Command::End {
                why: Why::VisitorLeft,
                reason: String::new(),
            };
            settled::<Contact>(self.node.carry_out(Self::NAME, contact, &left).await)?;
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
        let machine = |_| self.machine;
        store.offer_round(policy, city.day(now), machine, now).await?;
        Ok(())
    }
}
