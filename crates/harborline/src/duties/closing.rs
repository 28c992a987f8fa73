use std::time::Duration;

use domain::cases::{Case, Command};
use jiff::SignedDuration;

use super::{A_MINUTE, Duty, Node, Wake, settled, system};

/// Cases taken up in one round.
const BATCH: usize = 200;

/// Closes what was answered long enough ago and nobody rates.
pub struct Closing(Node);

impl Closing {
    pub fn new(node: Node) -> Self {
        Self(node)
    }
}

impl Duty for Closing {
    const NAME: &'static str = "closing";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        let Node {
            store, city, clock, ..
        } = &self.0;
        let now = clock.now();
        let limit = city.limits.close.limit;
        // No answer given later than this can be over its limit; the calendar says of each of the others.
        let before = now.checked_sub(SignedDuration::from_hours(24 * i64::from(limit.count())))?;
        for reference in store.answered_before(before, BATCH).await? {
            let Some(case) = store.get::<Case>(reference, &system(Self::NAME)).await? else {
                continue;
            };
            let answered = case.answered_at.unwrap_or(now);
            let last = city.calendar.due(city.day(answered), limit, &[]).on;
            if city.day(now) > last {
                let close = Command::Close {
                    reason: String::new(),
                };
                settled(self.0.carry_out(Self::NAME, reference, &close).await)?;
            }
        }
        Ok(())
    }
}
