use std::time::Duration;

use domain::cases::{Case, Command};
use jiff::ToSpan as _;

use super::{A_MINUTE, Duty, Node, Wake, settled, system};

/// Cases taken up in one round, of each service.
const BATCH: usize = 200;

/// Erases the words of cases that have been over for as long as their service keeps them. A legal hold stops it.
pub struct Retention(Node);

impl Retention {
    pub fn new(node: Node) -> Self {
        Self(node)
    }
}

impl Duty for Retention {
    const NAME: &'static str = "retention";
    const EVERY: Option<Duration> = Some(A_MINUTE);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        let Node {
            store, city, clock, ..
        } = &self.0;
        let today = city.day(clock.now());
        // Why is asked of people, and kept of nobody.
        let erase = Command::Erase {
            reason: Self::NAME.to_owned(),
        };
        let mut failed = None;
        for service in &city.services {
            let Some(years) = service.keep_years else {
                continue;
            };
            let day = today.checked_sub(i64::from(years.get()).years())?;
            let before = day.to_zoned(city.timezone.clone())?.timestamp();
            for reference in store.over_before(&service.code, before, BATCH).await? {
                // The row may be older than the case.
                let case = store.get::<Case>(reference, &system(Self::NAME)).await?;
                let over = case.and_then(|case| case.over_since());
                if over.is_none_or(|over| over >= before) {
                    continue;
                }
                // One that cannot be erased keeps no other here.
                if let Err(error) = settled(self.0.carry_out(Self::NAME, reference, &erase).await) {
                    tracing::error!(%reference, "its words are not erased: {error}");
                    failed = Some(error);
                }
            }
        }
        match failed {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }
}
