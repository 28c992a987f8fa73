use std::time::Duration;

use jiff::SignedDuration;

use super::{A_MINUTE, Duty, Node, Wake};

/// Mails that went out count against an address for a day.
const MAILS_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Forgets sessions that have ended, how many mails went where, and what erasures left.
pub struct Forgetting(Node);

impl Forgetting {
    pub fn new(node: Node) -> Self {
        Self(node)
    }
}

impl Duty for Forgetting {
    const NAME: &'static str = "forgetting";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        self.0.store.forget_sessions(self.0.clock.now()).await?;
        let before = self.0.clock.now().checked_sub(MAILS_KEPT)?;
        self.0.store.forget_mails_before(before).await?;
        self.0.store.sweep(self.0.clock.now()).await?;
        Ok(())
    }
}
