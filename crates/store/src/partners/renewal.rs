//! Warnings before a partner must be renewed: each is a task, there as long as its day stands.

use domain::city::City;
use domain::deadlines::Limit;
use domain::partners::{Command, Partner, State, notice_begins};
use domain::receipts::Reference;

use crate::commit::Commit;
use crate::streams::stream_of;
use crate::tasks::Task;

/// The kind of the tasks that warn of a renewal.
pub const RENEWAL: &str = "partner-renewal";

/// What such a task asks for: a command on that partner.
pub fn renewal_warning(task: &Task) -> Option<(Reference, Command)> {
    if task.kind != RENEWAL {
        return None;
    }
    let (reference, _) = task.name.split_once('/')?;
    Some((Reference::parse(reference).ok()?, Command::Warn))
}

/// Asks for the warning that a change makes due some day, and takes back one whose day it moved or took away.
pub(super) fn plan(before: Option<&Partner>, after: &Partner, city: &City, commit: &mut Commit) {
    let was = before.and_then(|before| renewal_task(before, city));
    let is = renewal_task(after, city);
    if was == is {
        return;
    }
    if let Some(was) = was {
        commit.no_task(RENEWAL, &was.name);
    }
    if let Some(is) = is {
        commit.task(is);
    }
}

/// The warning that a partner waits for. It is there already, but for one that was carried out before its time because the
/// pack gives less notice than it did: that is asked for anew.
pub fn renewal_task(partner: &Partner, city: &City) -> Option<Task> {
    let stands = partner.state == State::Active && partner.warned_for != partner.until;
    let until = partner.until.filter(|_| stands)?;
    let kind = city.partners.kind(&partner.kind);
    // One of a kind that the pack has no more is warned of on the day itself, if the pack has it again by then.
    let notice = kind.map_or(Limit::Days(0), |kind| kind.notice);
    let day = notice_begins(until, notice, &city.calendar);
    let due_at = day.to_zoned(city.timezone.clone()).ok()?.timestamp();
    let name = format!("{}/{until}", partner.reference);
    let about = stream_of::<Partner>(partner.reference);
    Some(Task::new(RENEWAL, name, about, due_at))
}
