//! Who can take a job: somebody who speaks its language well enough on that day, and is free.

use std::ops::Range;

use jiff::Timestamp;

use super::{CommandKind, Job, Worked, quarters};
use crate::cases::{self, Case};
use crate::journaled::{Context, Journaled as _};
use crate::problems::Problem;
use crate::receipts::Reference;
use crate::roles::{Reach, Staff, StaffId};
use crate::training::{Level, Reached};
use crate::{Lang, UnitCode};

/// Somebody who may be asked to interpret, as far as there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub staff: Staff,
    /// All that they have reached, also what no longer counts.
    pub levels: Vec<Reached>,
    /// What holds their time.
    pub taken: Vec<Taken>,
}

/// A job that holds somebody's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub job: Reference,
    /// With its travel.
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A case that a job is to belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    pub reference: Reference,
    pub unit: UnitCode,
    pub state: cases::State,
    pub erased: bool,
    /// Its jobs that have not happened yet.
    pub jobs: Vec<Job>,
}

impl Served {
    pub fn of(case: &Case, jobs: Vec<Job>) -> Self {
        Self {
            reference: case.reference,
            unit: case.unit.clone(),
            state: case.state,
            erased: case.erased,
            jobs: jobs.into_iter().filter(|job| !job.state.is_over()).collect(),
        }
    }

    /// Whether somebody may still be asked for in it: what is said then goes with its words.
    pub(super) fn goes_on(&self) -> bool {
        !self.erased && !self.state.is_over()
    }
}

/// What is known of elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Whom the command names.
    pub colleague: Option<Colleague>,
    /// The case that it names, if the actor may see it.
    pub case: Option<Served>,
    /// What whoever has the job worked besides about that time.
    pub worked: Vec<Worked>,
}

/// What somebody is wanted for.
pub(super) struct Wanted<'a> {
    pub languages: &'a [Lang],
    pub into: Lang,
    pub level: Level,
    pub quarters: Range<i64>,
    pub starts_at: Timestamp,
    /// What is to be given to them, if it is there already: their own time does not stand in its way.
    pub job: Option<Reference>,
}

impl Wanted<'_> {
    /// Them, if they can take it.
    pub fn of<'k>(&self, staff: StaffId, known: &'k Known, ctx: &Context<'_>) -> Result<&'k Staff, Problem> {
        let colleague = known.colleague.as_ref();
        let colleague = colleague.filter(|known| known.staff.id == staff && known.staff.active);
        let colleague = colleague.ok_or(Problem::UnknownStaff)?;
        let takes = Job::reach(&(&colleague.staff).into(), CommandKind::Accept.action());
        if takes == Reach::No {
            return Err(Problem::UnknownStaff);
        }
        let source = ctx.city.source_language;
        let spoken = |language: &Lang| *language == source || self.is_spoken_by(colleague, *language, ctx);
        if !self.languages.iter().chain([&self.into]).all(spoken) {
            return Err(Problem::NotSpoken);
        }
        let stands_in_the_way = |taken: &Taken| {
            let there = quarters(taken.from, taken.until);
            Some(taken.job) != self.job && there.start < self.quarters.end && self.quarters.start < there.end
        };
        if colleague.taken.iter().any(stands_in_the_way) {
            return Err(Problem::Booked);
        }
        Ok(&colleague.staff)
    }

    /// By a level that counts on that day. Of a language in which nobody has tested them, their own word is taken for
    /// working knowledge of it.
    fn is_spoken_by(&self, colleague: &Colleague, language: Lang, ctx: &Context<'_>) -> bool {
        let day = ctx.city.day(self.starts_at);
        let mut levels = colleague.levels.iter().filter(|one| one.language == language);
        let reaches = |one: &Reached| one.counts_on(day) && one.level >= self.level;
        if levels.clone().next().is_some() {
            levels.any(reaches)
        } else {
            self.level <= Level::Working && colleague.staff.languages.contains(&language)
        }
    }
}
