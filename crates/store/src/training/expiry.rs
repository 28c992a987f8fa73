//! Warnings before a level expires: each is a task, there as long as its level is.

use std::collections::BTreeMap;

use domain::Lang;
use domain::city::City;
use domain::receipts::Reference;
use domain::roles::StaffId;
use domain::training::{Command, Course, Reached, WARN_DAYS};
use jiff::{Timestamp, ToSpan as _};

use crate::commit::Commit;
use crate::streams::stream_of;
use crate::tasks::{Reminder, Task};

/// The tasks that warn of an expiry.
#[derive(Debug)]
pub struct Expiry;

impl Reminder for Expiry {
    type Command = Command;

    const KIND: &'static str = "training-expiry";

    fn asked(task: &Task) -> Option<(Reference, Command)> {
        let mut parts = task.name.split('/');
        let reference = Reference::parse(parts.next()?).ok()?;
        let staff = StaffId(parts.next()?.parse().ok()?);
        let language = Lang::parse(parts.next()?).ok()?;
        Some((reference, Command::Warn { staff, language }))
    }
}

/// Asks for the warnings that a change makes due some day, and takes back those whose level it took away or replaced.
pub(super) fn plan(before: Option<&Course>, after: &Course, city: &City, commit: &mut Commit) {
    let was = before.map_or_else(BTreeMap::new, |before| warnings(before, city));
    let is = warnings(after, city);
    for name in was.keys().filter(|name| !is.contains_key(*name)) {
        commit.no_task(Expiry::KIND, name);
    }
    let about = stream_of::<Course>(after.reference);
    for (name, due_at) in is.into_iter().filter(|(name, _)| !was.contains_key(name)) {
        commit.task(Task::new(Expiry::KIND, name, about.as_str(), due_at));
    }
}

/// The warnings that a course waits for, by the names of their tasks, with the time of each. Of what had expired before
/// it was entered nobody is warned.
fn warnings(course: &Course, city: &City) -> BTreeMap<String, Timestamp> {
    let today = city.day(course.changed_at);
    let waits = |level: &Reached| {
        let last = level.expires_on.filter(|last| !level.warned && today <= *last)?;
        let name = format!("{}/{}/{}/{last}", course.reference, level.staff.0, level.language);
        // The first moment of the day on which `to_warn` finds it.
        let day = last.saturating_sub(WARN_DAYS.days());
        let due_at = day.to_zoned(city.timezone.clone()).ok()?.timestamp();
        Some((name, due_at))
    };
    course.levels.iter().filter_map(waits).collect()
}
