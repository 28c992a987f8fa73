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
use crate::results::{COUNTS, HAPPENED, tally};
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

struct OfUnit {
    unit: String,
    tally: Tally,
}

impl FromRow for OfUnit {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            unit: row.get(0)?,
            tally: tally(row, 1)?,
        })
    }
}

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
        let sql = format!(
            "SELECT unit, {COUNTS} FROM ({HAPPENED}) AS counted WHERE happened >= ?1 AND happened < ?2 GROUP BY unit"
        );
        // It looks at every case.
        let read = self.read().await?;
        let counted: Vec<OfUnit> = read
            .long_rows(sql, params![period.from, period.to].into())
            .await?;
        let counted = counted.into_iter();
        Ok(counted.map(|row| (UnitCode::new(row.unit), row.tally)).collect())
    }
}
