use std::time::Duration;

use super::{A_MINUTE, Duty, Node, Wake};

/// Forgets sessions that have ended.
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
        Ok(self.0.store.forget_sessions(self.0.clock.now()).await?)
    }
}
