//! Warnings before a partner must be renewed: each is a task, there as long as its day stands.

use domain::city::City;
use domain::deadlines::Limit;
use domain::partners::{Command, Partner, State, notice_begins};
use domain::receipts::Reference;

use crate::streams::stream_of;
use crate::tasks::{Reminder, Task};

/// The tasks that warn of a renewal.
#[derive(Debug)]
pub struct Renewal;

impl Reminder for Renewal {
    type Command = Command;

    const KIND: &'static str = "partner-renewal";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        let (reference, _) = task.name.split_once('/')?;
        Some((Reference::parse(reference).ok()?, Command::Warn))
    }

    /// The warning that a partner waits for. It is there already, but for one that was carried out before its time because
    /// the pack gives less notice than it did: that is asked for anew.
    fn again(partner: &Partner, city: &City) -> Option<Task> {
        let stands = partner.state == State::Active && partner.warned_for != partner.until;
        let until = partner.until.filter(|_| stands)?;
        let kind = city.partners.kind(&partner.kind);
        // One of a kind that the pack has no more is warned of on the day itself, if the pack has it again by then.
        let notice = kind.map_or(Limit::Days(0), |kind| kind.notice);
        let day = notice_begins(until, notice, &city.calendar);
        let due_at = day.to_zoned(city.timezone.clone()).ok()?.timestamp();
        let name = format!("{}/{until}", partner.reference);
        let about = stream_of::<Partner>(partner.reference);
        Some(Task::new(Self::KIND, name, about, due_at))
    }
}
