//! How the translation of a law stands on a day, and how late it is by the city's working days.

use jiff::civil::Date;

use super::{Law, State};
use crate::city::City;
use crate::deadlines::Due;
use crate::journaled::codes;

codes! {
    /// Where a translation stands that may not have been begun.
    Stands {
        /// Nobody has taken it up.
        Owed = "owed",
        Draft = "draft",
        Reviewed = "reviewed",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

impl From<State> for Stands {
    fn from(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Reviewed => Self::Reviewed,
            State::Published => Self::Published,
            State::Withdrawn => Self::Withdrawn,
        }
    }
}

/// How far a translation has come that somebody has taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub state: State,
    pub published: Option<Days>,
}

/// The days of a publication, as [`Publication`](super::Publication) has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub on: Date,
    pub first_on: Option<Date>,
    pub source_day: Option<Date>,
    pub replaces: Option<Date>,
}

/// How the translation of a law into a language stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub at_desk: Stands,
    pub published_on: Option<Date>,
    /// The last day of the limit; `None` when nobody owes it.
    pub due: Option<Due>,
    /// Working days after that day, up to its first publication or, while it is owed, to today.
    pub late: u32,
    /// It is published, and made from an earlier version: the day of that one.
    pub of_earlier: Option<Date>,
}

impl Standing {
    /// On that day. A duty is no older than the regulation that it is from; that to translate anew begins with an amendment.
    pub fn of(law: &Law, progress: Option<Progress>, city: &City, today: Date) -> Self {
        let published = progress.and_then(|progress| progress.published);
        let source_day = published.and_then(|days| days.source_day);
        let of_earlier = source_day.filter(|_| law.amended_since(source_day).is_some());
        // Who translated an earlier version had that long from the amendment, also once they have.
        let had = published.and_then(|days| days.replaces).or(source_day);
        let begins = law.amended_since(had).or_else(|| law.known_since());
        let due = law.translation.as_ref().zip(begins).map(|(owed, begins)| {
            let from = begins.max(city.regulation.in_force);
            city.calendar.due(from, owed.limit, &[])
        });
        let done = published.filter(|_| of_earlier.is_none());
        let until = done.map_or(today, |days| days.first_on.unwrap_or(days.on));
        Self {
            at_desk: progress.map_or(Stands::Owed, |progress| progress.state.into()),
            published_on: published.map(|days| days.on),
            due,
            late: due.map_or(0, |due| city.calendar.working_days(due.on, until)),
            of_earlier,
        }
    }

    /// As the public reads it: what is published is, whatever is being written at the desk.
    pub fn shown(&self) -> Stands {
        match (self.published_on, self.at_desk) {
            (Some(_), _) => Stands::Published,
            (None, at_desk) => at_desk,
        }
    }

    /// Whether somebody still has to see to it.
    pub fn is_owed(&self) -> bool {
        self.due.is_some() && (self.published_on.is_none() || self.of_earlier.is_some())
    }

    /// Whether it is owed, and its limit is over.
    pub fn is_overdue(&self) -> bool {
        self.is_owed() && self.late > 0
    }
}
