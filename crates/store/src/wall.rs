//! The supervisor's wall: what is late or about to be, what units disagree about, and what the rates are counted from.

use std::collections::BTreeMap;

use domain::UnitCode;
use domain::cases::{Case, SEE_WALL};
use domain::rates::Tally;
use domain::roles::Actor;
use jiff::Timestamp;

use crate::cases::{DueFilter, Filter};
use crate::kept::Within;
use crate::lists::Page;
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// A stretch of time: from a moment, up to but without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// What a supervisor sees at once. Each list begins with what is most pressing and says how long it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wall {
    pub late: Page<Case>,
    pub soon: Page<Case>,
    pub escalated: Page<Case>,
    pub extensions: Page<Case>,
    /// Open and urgent.
    pub urgent: u64,
}

struct Counted {
    unit: String,
    tally: Tally,
}

impl FromRow for Counted {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let tally = Tally {
            due: row.get(1)?,
            responded_in_time: row.get(2)?,
            follow_ups: row.get(3)?,
            solved: row.get(4)?,
            satisfied: row.get(5)?,
            unrated: row.get(6)?,
            merged: row.get(7)?,
            declined: row.get(8)?,
        };
        Ok(Self {
            unit: row.get(0)?,
            tally,
        })
    }
}

// A case's response counts at the moment it was given or was due, whichever came first; its rating when it was given;
// an answer that nobody rated when it was given; what is left out when it was left out.
const TALLIES: &str = "
    SELECT unit,
        COUNT(CASE WHEN excluded IS NULL AND counted_at >= ?1 AND counted_at < ?2 THEN 1 END),
        COUNT(CASE WHEN excluded IS NULL AND counted_at >= ?1 AND counted_at < ?2
            AND responded_at < response_due_at THEN 1 END),
        COUNT(CASE WHEN excluded IS NULL AND rated_at >= ?1 AND rated_at < ?2 THEN 1 END),
        COUNT(CASE WHEN excluded IS NULL AND rated_at >= ?1 AND rated_at < ?2 AND solved = 1 THEN 1 END),
        COUNT(CASE WHEN excluded IS NULL AND rated_at >= ?1 AND rated_at < ?2 AND satisfied = 1 THEN 1 END),
        COUNT(CASE WHEN excluded IS NULL AND rated_at IS NULL AND answered_at >= ?1 AND answered_at < ?2
            THEN 1 END),
        COUNT(CASE WHEN excluded = 'merged' AND excluded_at >= ?1 AND excluded_at < ?2 THEN 1 END),
        COUNT(CASE WHEN excluded = 'declined' AND excluded_at >= ?1 AND excluded_at < ?2 THEN 1 END)
    FROM (
        SELECT unit, excluded, excluded_at, response_due_at, responded_at, answered_at, rated_at, solved, satisfied,
            CASE WHEN responded_at < response_due_at THEN responded_at ELSE response_due_at END AS counted_at
        FROM cases
    ) AS counted
    GROUP BY unit";

impl Store {
    /// The wall at `now`, with what is due until `soon`; each list at most `limit` long.
    ///
    /// Its lists hold what the actor may see: a planner's are empty, and the counts are all they get.
    ///
    /// # Errors
    /// As reading has.
    pub async fn wall(
        &self,
        actor: &Actor,
        now: Timestamp,
        soon: Timestamp,
        limit: usize,
    ) -> Result<Wall, StoreError> {
        if Within::of::<Case>(actor, SEE_WALL) != Within::All {
            return Ok(Wall::default());
        }
        let late = Filter {
            due: DueFilter::Late { now },
            ..Filter::default()
        };
        let soon = Filter {
            due: DueFilter::Soon { now, until: soon },
            ..Filter::default()
        };
        let escalated = Filter {
            escalated: true,
            ..Filter::default()
        };
        let extensions = Filter {
            asks_extension: true,
            ..Filter::default()
        };
        let open = domain::cases::State::ALL
            .iter()
            .copied()
            .filter(|state| !state.is_over() && *state != domain::cases::State::Answered);
        let urgent = Filter {
            urgent: true,
            states: open.collect(),
            ..Filter::default()
        };
        Ok(Wall {
            late: self.queue(actor, &late, None, limit).await?,
            soon: self.queue(actor, &soon, None, limit).await?,
            escalated: self.queue(actor, &escalated, None, limit).await?,
            extensions: self.queue(actor, &extensions, None, limit).await?,
            urgent: self.count(actor, &urgent).await?,
        })
    }

    /// What the three rates of a period are made of, by the unit that handles the cases now. The period ends no later
    /// than now: a response that is due within it counts as due.
    ///
    /// # Errors
    /// As reading has.
    pub async fn tallies(
        &self,
        actor: &Actor,
        period: Period,
    ) -> Result<BTreeMap<UnitCode, Tally>, StoreError> {
        if Within::of::<Case>(actor, SEE_WALL) != Within::All {
            return Ok(BTreeMap::new());
        }
        let counted = self.counted(period).await?.into_iter();
        Ok(counted.map(|row| (UnitCode::new(row.unit), row.tally)).collect())
    }

    /// What the three rates of a period are made of, over all units. Numbers for everybody.
    ///
    /// # Errors
    /// As reading has.
    pub async fn tally(&self, period: Period) -> Result<Tally, StoreError> {
        let mut all = Tally::default();
        for row in self.counted(period).await? {
            all += row.tally;
        }
        Ok(all)
    }

    /// It looks at every case.
    async fn counted(&self, period: Period) -> Result<Vec<Counted>, StoreError> {
        let read = self.read().await?;
        let between = params![period.from, period.to].into();
        read.long_rows(TALLIES.to_owned(), between).await
    }
}
