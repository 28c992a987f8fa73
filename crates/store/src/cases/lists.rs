//! Lists of cases: filtered by what the actor may see in the query.

use domain::cases::{Case, SEE, SEE_NOTES, State};
use domain::roles::Actor;
use domain::{Lang, ServiceCode, UnitCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::rows::{calm, micros_due};
use crate::kept::Within;
use crate::lists::{
    By::{self, Number, Text},
    Key, Order, Page, Query, by_code,
};
use crate::{Store, StoreError};

/// Which cases a list holds. The default holds all that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box that a person ticks")]
pub struct Filter {
    /// Any of these; none: all.
    pub states: Vec<State>,
    pub unit: Option<UnitCode>,
    /// The resident's language, any of these; none: all.
    pub languages: Vec<Lang>,
    pub service: Option<ServiceCode>,
    pub due: DueFilter,
    /// Only those the actor has taken.
    pub mine: bool,
    /// Only those on the supervisor's desk: escalated, or returned twice and not settled.
    pub escalated: bool,
    /// Only those for which an extension was asked and not decided.
    pub asks_extension: bool,
    pub urgent: bool,
    /// Only those of people who said that they are not safe, while that stands.
    pub danger: bool,
    /// Words, all of which a case must hold.
    pub q: String,
    pub sort: Sort,
}

/// How cases stand to their limits. A standing clock is neither late nor soon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DueFilter {
    #[default]
    Any,
    /// Over at `now`.
    Late { now: Timestamp },
    /// Not over at `now`, but at `until`, and half of the time is gone.
    Soon { now: Timestamp, until: Timestamp },
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Who is in danger first, other urgent ones next, then what is due next; what is not due at all comes last.
    #[default]
    Due,
    /// Opened last first.
    Newest,
    /// Changed last first.
    Changed,
}

impl Sort {
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Newest => "newest",
            Self::Changed => "changed",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Due, Self::Newest, Self::Changed]
            .into_iter()
            .find(|sort| sort.code() == code)
    }

    fn order(self) -> Order {
        let (keys, upwards): (&[By], bool) = match self {
            Self::Due => (
                &[
                    Number("r.calm"),
                    Number("r.due_at"),
                    Number("r.opened_at"),
                    Text("r.reference"),
                ],
                true,
            ),
            Self::Newest => (&[Number("r.opened_at"), Text("r.reference")], false),
            Self::Changed => (&[Number("r.changed_at"), Text("r.reference")], false),
        };
        Order {
            code: self.code(),
            keys,
            upwards,
        }
    }

    /// Where a case stands in it.
    fn keys(self, case: &Case) -> Vec<Key> {
        let numbers = match self {
            Self::Due => vec![calm(case), micros_due(case), case.opened_at.as_microsecond()],
            Self::Newest => vec![case.opened_at.as_microsecond()],
            Self::Changed => vec![case.changed_at.as_microsecond()],
        };
        let numbers = numbers.into_iter().map(Key::from);
        numbers.chain([case.reference.to_string().into()]).collect()
    }
}

impl Filter {
    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::within::<Case>(&Within::of::<Case>(actor, SEE))?;
        query.any_of("r.state", self.states.iter().map(|state| state.code()));
        query.any_of("r.language", self.languages.iter().map(Lang::as_str));
        if let Some(unit) = &self.unit {
            query.equal("r.unit", unit.as_str());
        }
        if let Some(service) = &self.service {
            query.equal("r.service", service.as_str());
        }
        match self.due {
            DueFilter::Any => {}
            DueFilter::Late { now } => {
                let now = query.bind(now);
                query.and(&format!("r.paused = 0 AND r.due_at <= {now}"));
            }
            DueFilter::Soon { now, until } => {
                let (now, until) = (query.bind(now), query.bind(until));
                query.and(&format!(
                    "r.paused = 0 AND r.due_at > {now} AND r.due_at <= {until} AND {now} - r.due_from >= r.due_at - {now}"
                ));
            }
        }
        if self.mine {
            query.equal("r.holder", actor.staff()?.0);
        }
        if self.escalated {
            query.and("(r.escalated = 1 OR (r.returned >= 2 AND r.state IN ('received', 'returned')))");
        }
        if self.asks_extension {
            query.and("r.asks_extension = 1");
        }
        if self.urgent {
            query.and("r.calm <= 0");
        }
        if self.danger {
            query.and("r.calm < 0");
        }
        self.search(actor, &mut query);
        Some(query)
    }

    /// Every word must be in the case; notes are looked through only for those who may read them.
    fn search(&self, actor: &Actor, query: &mut Query) {
        let notes = Within::of::<Case>(actor, SEE_NOTES) != Within::Nothing;
        let holds = |_: &mut Query, place: &str| {
            let words = format!("s.words LIKE {place} ESCAPE '!'");
            if notes {
                format!("{words} OR s.notes LIKE {place} ESCAPE '!'")
            } else {
                words
            }
        };
        query.search(&self.q, holds, |found| {
            format!("r.reference IN (SELECT s.reference FROM case_search s WHERE {found})")
        });
    }
}

impl Store {
    /// A page of the cases that the actor may see and the filter keeps.
    ///
    /// # Errors
    /// As reading has.
    pub async fn queue(
        &self,
        actor: &Actor,
        filter: &Filter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Case>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let read = self.read().await?;
        let sort = filter.sort;
        let keys = |case: &Case| sort.keys(case);
        query
            .records(&read, "cases r", &sort.order(), cursor, limit, keys)
            .await
    }

    /// How many cases are in each state, of those the actor may see (and of that unit, if one is named).
    ///
    /// # Errors
    /// As reading has.
    pub async fn counts_by_state(
        &self,
        actor: &Actor,
        unit: Option<&UnitCode>,
    ) -> Result<Vec<(State, u64)>, StoreError> {
        let Some(mut query) = Query::within::<Case>(&Within::of::<Case>(actor, SEE)) else {
            return Ok(Vec::new());
        };
        if let Some(unit) = unit {
            query.equal("r.unit", unit.as_str());
        }
        let read = self.read().await?;
        Ok(by_code(&query.counted(&read, "cases r", "r.state").await?))
    }

    /// How many cases a list holds.
    pub(crate) async fn count(&self, actor: &Actor, filter: &Filter) -> Result<u64, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(0);
        };
        query.count(&self.read().await?, "cases r").await
    }
}
