//! Interpreters' jobs: their tables, who is looked up for their rules, and what is read of them.
//!
//! That nobody has two jobs at once is the key of `interpretation_quarters`: whoever comes second is decided about anew, and
//! then refused by the rules.

mod feeds;
mod lists;
mod rows;

use domain::cases::Case;
use domain::interpretation::{Colleague, Job, Known, Served, Taken};
use domain::journaled::{Context, Journaled as _};
use domain::receipts::Reference;
use domain::roles::{Actor, StaffId};

pub use lists::{Hours, JobFilter, JobSort};

use crate::commit::Commit;
use crate::kept::table::Table;
use crate::kept::{Asked, Change, Kept, Within};
use crate::value::{Value, params};
use crate::{Store, StoreError};

impl Kept for Job {
    const OWN: &'static str = "r.unit = {unit} OR r.staff = {staff}";

    fn tables() -> &'static [Table<Self>] {
        &rows::TABLES
    }

    fn key_value(key: Reference) -> Value {
        key.into()
    }

    async fn known(store: &Store, actor: &Actor, asked: Asked<'_, Self>) -> Result<Known, StoreError> {
        let (staff, case) = match asked {
            Asked::Open(open) => (open.staff, open.case),
            Asked::Command(command) => (command.staff(), None),
        };
        let colleague = match staff {
            Some(staff) => store.interpreter(staff).await?,
            None => None,
        };
        let case = match case {
            Some(case) => store.served(case, actor).await?,
            None => None,
        };
        Ok(Known { colleague, case })
    }
}

/// What interpreters were told of a case leaves with its words.
pub(crate) async fn after_case(
    store: &Store,
    change: &Change<'_, Case>,
    commit: &mut Commit,
) -> Result<(), StoreError> {
    let case = change.after;
    if !case.erased || change.before.is_none_or(|before| before.erased) {
        return Ok(());
    }
    for job in store.jobs_of_case(case.reference).await? {
        let decide = |job: &Job, _: &Context<'_>| job.follow(case);
        store.follow(commit, change.ctx, job.reference, decide).await?;
    }
    Ok(())
}

impl Store {
    async fn interpreter(&self, id: StaffId) -> Result<Option<Colleague>, StoreError> {
        let Some(staff) = self.staff_by_id(id).await? else {
            return Ok(None);
        };
        let levels = self.levels_reached(id).await?;
        let mut query = lists::holding_time();
        query.equal("r.staff", id.0);
        let sql = format!(
            "SELECT r.folded FROM interpretation_jobs r{} ORDER BY r.starts_at",
            query.conditions()
        );
        let jobs: Vec<lists::Whole> = query.rows(&self.read().await?, sql).await?;
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

    /// The case, if the actor may see it.
    async fn served(&self, reference: Reference, actor: &Actor) -> Result<Option<Served>, StoreError> {
        let case: Option<Case> = self.within(reference, &Within::All).await?;
        let case = case.filter(|case| case.permits(actor, Case::see()));
        Ok(case.map(|case| Served {
            reference: case.reference,
            unit: case.unit,
        }))
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
