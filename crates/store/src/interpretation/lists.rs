//! Lists of interpreters' jobs: filtered by what the actor may see in the query; and hours worked.

use domain::interpretation::{EventKind, Job, Kind, LENGTH_MAX_MINUTES, SEE_HOURS, Setting, State};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::{Actor, StaffId};
use domain::{Lang, UnitCode};
use jiff::{SignedDuration, Timestamp};

use crate::kept::Within;
use crate::lists::{
    By::{self, Number, Text},
    Key, Order, Page, Query, by_code,
};
use crate::records::parse;
use crate::value::{FromRow, Row};
use crate::{Store, StoreError};

/// Which jobs a list holds. The default holds all that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Any of these; none: all.
    pub states: Vec<State>,
    pub kind: Option<Kind>,
    pub setting: Option<Setting>,
    pub language: Option<Lang>,
    pub unit: Option<UnitCode>,
    /// Only what is or was theirs.
    pub staff: Option<StaffId>,
    pub case: Option<Reference>,
    /// Only what is given to somebody who does not work here any more, and has yet to happen.
    pub gone: bool,
    /// Only what somebody was offered who did not answer in time.
    pub unanswered: bool,
    /// Only what begins from then on.
    pub from: Option<Timestamp>,
    /// Only what begins before.
    pub until: Option<Timestamp>,
    /// Words, all of which a job must hold.
    pub q: String,
    pub sort: JobSort,
}

/// The order of a list of jobs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum JobSort {
    /// What begins first comes first.
    #[default]
    Start,
    /// What begins last comes first.
    Latest,
    /// Asked for last first.
    Newest,
}

impl JobSort {
    pub const ALL: [Self; 3] = [Self::Start, Self::Latest, Self::Newest];

    pub fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Latest => "latest",
            Self::Newest => "newest",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    fn order(self) -> Order {
        let keys: &[By] = match self {
            Self::Start | Self::Latest => &[Number("r.starts_at"), Text("r.reference")],
            Self::Newest => &[Number("r.opened_at"), Text("r.reference")],
        };
        Order {
            code: self.code(),
            keys,
            upwards: self == Self::Start,
        }
    }

    /// Where a job stands in it.
    fn keys(self, job: &Job) -> Vec<Key> {
        let at = match self {
            Self::Start | Self::Latest => job.starts_at,
            Self::Newest => job.opened_at,
        };
        vec![at.as_microsecond().into(), job.reference.to_string().into()]
    }
}

/// Hours that somebody worked, in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    pub staff: StaffId,
    pub jobs: u64,
    pub worked: u64,
    /// Not worked, but counted all the same.
    pub waited: u64,
}

impl FromRow for Hours {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            staff: StaffId(row.get(0)?),
            jobs: row.get(1)?,
            worked: row.get(2)?,
            waited: row.get(3)?,
        })
    }
}

/// A job as its row holds it.
pub(super) struct Whole(pub Job);

impl FromRow for Whole {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        parse(&row.get::<String>(0)?).map(Self)
    }
}

impl JobFilter {
    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::within::<Job>(&Within::of::<Job>(actor, Job::see()))?;
        query.any_of("r.state", self.states.iter().map(|state| state.code()));
        query.any_of("r.kind", self.kind.iter().map(|kind| kind.code()));
        query.any_of("r.setting", self.setting.iter().map(|setting| setting.code()));
        query.any_of("r.unit", self.unit.iter().map(UnitCode::as_str));
        query.any_of("r.staff", self.staff.iter().map(|staff| staff.0));
        query.any_of("r.case_reference", self.case.into_iter());
        if let Some(language) = self.language {
            let language = query.bind(language.as_str());
            query.and(&format!(
                "r.reference IN (SELECT l.reference FROM interpretation_languages l WHERE l.language = {language})"
            ));
        }
        if self.gone {
            let held = State::ALL.iter().filter(|state| state.holds_time());
            query.any_of("r.state", held.map(|state| state.code()));
            query.and("r.staff IN (SELECT s.id FROM staff s WHERE s.active = 0)");
        }
        if self.unanswered {
            let stream = query.bind(format!("{}/", Job::PREFIX));
            let kind = query.bind(EventKind::Unanswered.code());
            query.and(&format!(
                "EXISTS (SELECT 1 FROM events e WHERE e.stream = {stream} || r.reference AND e.kind = {kind})"
            ));
        }
        if let Some(from) = self.from {
            let from = query.bind(from);
            query.and(&format!("r.starts_at >= {from}"));
        }
        if let Some(until) = self.until {
            let until = query.bind(until);
            query.and(&format!("r.starts_at < {until}"));
        }
        let holds = |_: &mut Query, place: &str| format!("r.words LIKE {place} ESCAPE '!'");
        query.search(&self.q, holds, |found| format!("({found})"));
        Some(query)
    }
}

impl Store {
    /// How many jobs are in each state, of those that the actor may see and the filter keeps but for their state.
    ///
    /// # Errors
    /// As reading has.
    pub async fn jobs_by_state(
        &self,
        actor: &Actor,
        filter: &JobFilter,
    ) -> Result<Vec<(State, u64)>, StoreError> {
        let any = JobFilter {
            states: Vec::new(),
            ..filter.clone()
        };
        let Some(query) = any.query(actor) else {
            return Ok(Vec::new());
        };
        let read = self.read().await?;
        Ok(by_code(
            &query.counted(&read, "interpretation_jobs r", "r.state").await?,
        ))
    }

    /// A page of the jobs that the actor may see and the filter keeps, as far as they may read them.
    ///
    /// # Errors
    /// As reading has.
    pub async fn jobs(
        &self,
        actor: &Actor,
        filter: &JobFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Job>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let sort = filter.sort;
        let read = self.read().await?;
        let page = query
            .records(
                &read,
                "interpretation_jobs r",
                &sort.order(),
                cursor,
                limit,
                |job| sort.keys(job),
            )
            .await?;
        Ok(page.map(|job: Job| job.seen_by(actor)))
    }

    /// All that somebody has or is offered at some time between two, of those that the actor may see, the first first: a week is
    /// read whole. With `staff`, only theirs.
    ///
    /// # Errors
    /// As reading has.
    pub async fn roster(
        &self,
        actor: &Actor,
        (from, until): (Timestamp, Timestamp),
        staff: Option<StaffId>,
    ) -> Result<Vec<Job>, StoreError> {
        let longest = SignedDuration::from_mins(i64::from(LENGTH_MAX_MINUTES));
        let filter = JobFilter {
            // One that began before may still go on.
            from: Some(from.saturating_sub(longest).unwrap_or(from)),
            until: Some(until),
            staff,
            ..JobFilter::default()
        };
        let Some(mut query) = filter.query(actor) else {
            return Ok(Vec::new());
        };
        query.and("r.staff IS NOT NULL");
        let from = query.bind(from);
        query.and(&format!("r.ends_at > {from}"));
        let sql = format!(
            "SELECT r.folded FROM interpretation_jobs r{} ORDER BY r.starts_at, r.reference",
            query.conditions()
        );
        let jobs: Vec<Whole> = query.rows(&self.read().await?, sql).await?;
        Ok(jobs.into_iter().map(|Whole(job)| job.seen_by(actor)).collect())
    }

    /// What counts as work of what began in a time, by who worked, of those whose hours the actor may see.
    ///
    /// # Errors
    /// As reading has.
    pub async fn interpreting_hours(
        &self,
        actor: &Actor,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Hours>, StoreError> {
        let mut query = Query::default();
        match Within::of::<Job>(actor, SEE_HOURS) {
            Within::Nothing => return Ok(Vec::new()),
            Within::All => {}
            // One's own, and nobody else's of the unit.
            Within::Own { staff, .. } => query.equal("r.staff", staff),
        }
        let from = query.bind(from);
        query.and(&format!("r.counted_at >= {from}"));
        let until = query.bind(until);
        query.and(&format!("r.counted_at < {until}"));
        let sql = format!(
            "SELECT r.staff, COUNT(*), CAST(SUM(r.worked) AS BIGINT), CAST(SUM(r.waited) AS BIGINT) \
             FROM interpretation_jobs r{} GROUP BY r.staff ORDER BY r.staff",
            query.conditions()
        );
        query.rows(&self.read().await?, sql).await
    }

    /// How many appointments of a time were kept, by language. Numbers only: anyone may know.
    ///
    /// # Errors
    /// As reading has.
    pub async fn appointments_kept(
        &self,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<(Lang, u64)>, StoreError> {
        let mut query = Query::default();
        query.equal("r.kind", Kind::Appointment.code());
        query.equal("r.state", State::Done.code());
        let from = query.bind(from);
        query.and(&format!("r.counted_at >= {from}"));
        let until = query.bind(until);
        query.and(&format!("r.counted_at < {until}"));
        let joined = "interpretation_jobs r JOIN interpretation_languages l ON l.reference = r.reference";
        let read = self.read().await?;
        let counted = query.counted(&read, joined, "l.language").await?;
        let language = |(code, count): (String, u64)| match Lang::parse(&code) {
            Ok(language) => Ok((language, count)),
            Err(_) => Err(StoreError::Corrupt { what: "a language" }),
        };
        counted.into_iter().map(language).collect()
    }
}
