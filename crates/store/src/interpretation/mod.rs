//! Interpreters' jobs: their tables, who is looked up for their rules, and what is read of them.
//!
//! That nobody has two jobs at once is the key of `interpretation_quarters`: whoever comes second is decided about anew, and
//! then refused by the rules.

mod due;
mod feeds;
mod lists;
mod rows;

use std::ops::Range;

use domain::cases::Case;
use domain::city::City;
use domain::interpretation::{
    Colleague, Command, Job, Known, LENGTH_MAX_MINUTES, Served, Taken, Worked, quarters,
};
use domain::journaled::{Context, Journaled as _};
use domain::receipts::Reference;
use domain::roles::{Actor, StaffId};
use futures::future::{BoxFuture, FutureExt as _};
use jiff::SignedDuration;

pub use due::{Answer, Lapse, Near};
pub use lists::{Hours, JobFilter, JobSort};

use crate::commit::Commit;
use crate::kept::table::Table;
use crate::kept::{Asked, Change, Kept, Within};
use crate::value::{Value, params};
use crate::{Store, StoreError, tasks};

/// Hours of another job that began longer before, or begins longer after, cannot touch: the longest job, and what its hours may
/// be longer than it.
const NEAREST: SignedDuration = SignedDuration::from_hours(LENGTH_MAX_MINUTES as i64 / 60 + 8);

impl Kept for Job {
    const SHAPE: u32 = 2;
    const OWN: &'static str = "r.unit = {unit} OR r.staff = {staff} OR r.asked_by = {staff}";

    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, actor: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let Asked::Open(open) = asked else {
            return Ok(Known::default());
        };
        let colleague = match open.staff {
            Some(staff) => {
                store
                    .interpreter(staff, quarters(open.starts_at, open.ends_at))
                    .await?
            }
            None => None,
        };
        let case = match open.case {
            Some(case) => store.served(case, actor).await?,
            None => None,
        };
        Ok(Known {
            colleague,
            case,
            worked: Vec::new(),
        })
    }

    async fn known_of(
        store: &Store,
        _: &Actor,
        key: Reference,
        command: &Command,
    ) -> Result<Known, StoreError> {
        let mut known = Known::default();
        let reports = matches!(command, Command::Report { .. });
        if command.staff().is_none() && !reports {
            return Ok(known);
        }
        let job: Option<Self> = store.within(key, &Within::All).await?;
        if let Some(job) = job {
            if let Some(staff) = command.staff() {
                known.colleague = store.interpreter(staff, job.quarters()).await?;
            }
            if let (true, Some(staff)) = (reports, job.interpreter) {
                known.worked = store.worked_about(&job, staff).await?;
            }
        }
        Ok(known)
    }

    fn beside(before: Option<&Self>, after: &Self, city: &City, commit: &mut Commit) {
        tasks::plan::<Near>(before, after, city, commit);
        tasks::plan::<Answer>(before, after, city, commit);
        tasks::plan::<Lapse>(before, after, city, commit);
    }

    /// Its case follows it.
    fn along<'a>(
        store: &'a Store,
        change: &'a Change<'a, Self>,
        commit: &'a mut Commit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut steps = change
            .new
            .iter()
            .filter_map(|new| Self::step_of(change.before, &new.event));
        let job = change.after;
        let Some((step, case)) = steps.next().zip(job.case) else {
            return std::future::ready(Ok(())).boxed();
        };
        async move {
            let decide = |case: &Case, _: &Context<'_>| case.interpreted(job.reference, step);
            store.follow(commit, change.ctx, case, decide).await
        }
        .boxed()
    }
}

/// The jobs of a case follow it to another unit, and lose what interpreters were told with its words.
pub(crate) async fn after_case(
    store: &Store,
    change: &Change<'_, Case>,
    commit: &mut Commit,
) -> Result<(), StoreError> {
    let case = change.after;
    let moves = change
        .before
        .is_some_and(|before| before.unit != case.unit || before.erased != case.erased);
    if !moves {
        return Ok(());
    }
    for job in store.jobs_of_case(case.reference).await? {
        let decide = |job: &Job, _: &Context<'_>| job.follow(case);
        store.follow(commit, change.ctx, job.reference, decide).await?;
    }
    Ok(())
}

impl Store {
    /// Somebody, with what takes their time in these quarters of an hour.
    async fn interpreter(&self, id: StaffId, quarters: Range<i64>) -> Result<Option<Colleague>, StoreError> {
        let Some(staff) = self.staff_by_id(id).await? else {
            return Ok(None);
        };
        let levels = self.levels_reached(id).await?;
        let read = self.read().await?;
        let jobs: Vec<lists::Whole> = read
            .rows(
                "SELECT folded FROM interpretation_jobs WHERE reference IN \
                 (SELECT q.reference FROM interpretation_quarters q \
                 WHERE q.staff = ?1 AND q.quarter >= ?2 AND q.quarter < ?3) ORDER BY starts_at, reference",
                &params![id.0, quarters.start, quarters.end],
            )
            .await?;
        let taken = |lists::Whole(job): &lists::Whole| {
            let (from, until) = job.busy();
            Taken {
                job: job.reference,
                from,
                until,
            }
        };
        Ok(Some(Colleague {
            staff,
            levels,
            taken: jobs.iter().map(taken).collect(),
        }))
    }

    /// When else they worked about the time of that job: as near as hours of two jobs can come to one another.
    async fn worked_about(&self, job: &Job, staff: StaffId) -> Result<Vec<Worked>, StoreError> {
        let (from, until) = job.can_be_worked();
        let read = self.read().await?;
        let jobs: Vec<lists::Whole> = read
            .rows(
                "SELECT folded FROM interpretation_jobs \
                 WHERE staff = ?1 AND state = 'done' AND starts_at > ?2 AND starts_at < ?3 AND reference <> ?4",
                &params![
                    staff.0,
                    from.saturating_sub(NEAREST).unwrap_or(from),
                    until.saturating_add(NEAREST).unwrap_or(until),
                    job.reference
                ],
            )
            .await?;
        Ok(jobs
            .into_iter()
            .filter_map(|lists::Whole(job)| job.worked)
            .collect())
    }

    /// The case, if the actor may see it.
    async fn served(&self, reference: Reference, actor: &Actor) -> Result<Option<Served>, StoreError> {
        let case: Option<Case> = self.within(reference, &Within::All).await?;
        let Some(case) = case.filter(|case| case.permits(actor, Case::see())) else {
            return Ok(None);
        };
        let jobs = self.jobs_of_case(reference).await?;
        Ok(Some(Served::of(&case, jobs)))
    }

    /// The jobs of a case, the first first. The caller has seen that the case may be seen.
    ///
    /// # Errors
    /// As reading has.
    pub async fn jobs_of_case(&self, case: Reference) -> Result<Vec<Job>, StoreError> {
        let jobs: Vec<lists::Whole> = self
            .read()
            .await?
            .rows(
                "SELECT folded FROM interpretation_jobs WHERE case_reference = ?1 ORDER BY starts_at, reference",
                &params![case],
            )
            .await?;
        Ok(jobs.into_iter().map(|lists::Whole(job)| job).collect())
    }
}
