//! What was done with a record, event by event. In templates: `desk/steps.html`.

use domain::journaled::{Coded as _, Event, Happening as _};

use super::Worked;
use crate::desk::{Desk, Fault, Names};

/// A line of a record's history.
#[derive(Debug)]
pub struct Step {
    pub number: u64,
    pub text: String,
    /// What it changed.
    pub details: Vec<String>,
    pub who: String,
    pub at: String,
    pub machine: String,
}

impl Desk {
    /// Every event of a record, the last first; none when its journal is not theirs to see.
    pub async fn history<N: Worked<View>, View>(
        &self,
        record: &N,
        names: &Names,
    ) -> Result<Vec<Step>, Fault> {
        let journal = self
            .app
            .store()
            .journal_of::<N>(record.key(), &self.actor)
            .await?;
        let events: Vec<Event<N>> = journal
            .unwrap_or_default()
            .into_iter()
            .map(|recorded| recorded.event)
            .collect();
        Ok(self.steps(record, names, &events))
    }

    /// Those events in words, the last first.
    pub fn steps<N: Worked<View>, View>(&self, record: &N, names: &Names, events: &[Event<N>]) -> Vec<Step> {
        let mut before: Option<N> = None;
        let mut steps = Vec::with_capacity(events.len());
        for event in events {
            let after = match &before {
                Some(before) => {
                    let mut after = before.clone();
                    after.apply(event);
                    Some(after)
                }
                None => N::begin(record.key(), event),
            };
            let details = after
                .as_ref()
                .map(|after| record.told((self, names), event, before.as_ref(), after));
            steps.push(Step {
                number: event.seq,
                text: self.said(N::NOUN, "event", event.event.kind().code()),
                details: details.unwrap_or_default(),
                who: names.actor(self, &event.actor),
                at: self.brief(event.at),
                machine: self.machine_time(event.at),
            });
            before = after;
        }
        steps.reverse();
        steps
    }
}
