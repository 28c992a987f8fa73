//! Lists of cases: filtered by what the actor may see in the query, paged by keys instead of offsets.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::cases::{Case, State};
use domain::people::{Action, Actor};
use domain::receipts::Reference;
use domain::{Lang, ServiceCode, UnitCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Within, micros_due, parse_case, reach_of};
use crate::cases::rows::normalise;
use crate::value::Value;
use crate::{Store, StoreError};

/// The most words of a search that are looked for, and the most characters of it that are read.
const WORDS: usize = 8;
const SEARCH_MAX: usize = 200;
/// The most cases on a page.
const PAGE_MAX: usize = 200;

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
    /// Not over at `now`, but at `until`.
    Soon { now: Timestamp, until: Timestamp },
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Urgent ones first, then what is due next; what is not due at all comes last.
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

    /// The columns, the last of which tells any two cases apart; and whether they sort upwards.
    fn keys(self) -> (&'static [&'static str], bool) {
        match self {
            Self::Due => (&["c.calm", "c.due_at", "c.opened_at", "c.reference"], true),
            Self::Newest => (&["c.opened_at", "c.reference"], false),
            Self::Changed => (&["c.changed_at", "c.reference"], false),
        }
    }

    fn of(self, case: &Case) -> Vec<i64> {
        match self {
            Self::Due => {
                vec![
                    i64::from(!case.urgent),
                    micros_due(case),
                    case.opened_at.as_microsecond(),
                ]
            }
            Self::Newest => vec![case.opened_at.as_microsecond()],
            Self::Changed => vec![case.changed_at.as_microsecond()],
        }
    }
}

/// Some cases of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub cases: Vec<Case>,
    /// Cursors to the pages after and before, where there are any.
    pub next: Option<String>,
    pub previous: Option<String>,
    /// How many cases the whole list holds.
    pub total: u64,
}

/// A place in a list. Opaque to whoever carries it; one that cannot be read is the beginning.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    sort: Sort,
    back: bool,
    keys: Vec<i64>,
    reference: Reference,
}

impl Cursor {
    fn at(case: &Case, sort: Sort, back: bool) -> String {
        let cursor = Self {
            sort,
            back,
            keys: sort.of(case),
            reference: case.reference,
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
    }

    fn read(text: &str, sort: Sort) -> Option<Self> {
        let cursor: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        (cursor.sort == sort && cursor.keys.len() + 1 == sort.keys().0.len()).then_some(cursor)
    }
}

/// A statement being assembled: conditions and their parameters. Values are always bound, never written into it.
#[derive(Debug, Default)]
pub(crate) struct Query {
    conditions: String,
    pub params: Vec<Value>,
}

impl Query {
    /// Binds a value; gives its placeholder.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }

    pub fn and(&mut self, condition: &str) {
        self.conditions.push_str(if self.conditions.is_empty() {
            " WHERE "
        } else {
            " AND "
        });
        self.conditions.push_str(condition);
    }

    fn equal(&mut self, column: &str, value: impl Into<Value>) {
        let place = self.bind(value);
        self.and(&format!("{column} = {place}"));
    }

    pub fn any_of<V: Into<Value>>(&mut self, column: &str, values: impl Iterator<Item = V>) {
        let places: Vec<String> = values.map(|value| self.bind(value)).collect();
        if !places.is_empty() {
            self.and(&format!("{column} IN ({})", places.join(", ")));
        }
    }

    /// Only cases that the actor reaches; false when there are none.
    pub fn within(&mut self, within: &Within) -> bool {
        match within {
            Within::Nothing => return false,
            Within::All => {}
            Within::Unit(unit) => {
                let place = self.bind(unit.as_str());
                self.and(&format!(
                    "(c.unit = {place} OR c.reference IN (SELECT u.reference FROM case_units u WHERE u.unit = {place}))"
                ));
            }
        }
        true
    }

    pub fn conditions(&self) -> &str {
        &self.conditions
    }
}

/// A pattern that finds a word anywhere.
fn anywhere(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl Filter {
    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::default();
        if !query.within(&reach_of(actor, Action::SeeCase)) {
            return None;
        }
        query.any_of("c.state", self.states.iter().map(|state| state.code()));
        query.any_of("c.language", self.languages.iter().map(Lang::as_str));
        if let Some(unit) = &self.unit {
            query.equal("c.unit", unit.as_str());
        }
        if let Some(service) = &self.service {
            query.equal("c.service", service.as_str());
        }
        match self.due {
            DueFilter::Any => {}
            DueFilter::Late { now } => {
                let now = query.bind(now);
                query.and(&format!("c.paused = 0 AND c.due_at <= {now}"));
            }
            DueFilter::Soon { now, until } => {
                let (now, until) = (query.bind(now), query.bind(until));
                query.and(&format!(
                    "c.paused = 0 AND c.due_at > {now} AND c.due_at <= {until}"
                ));
            }
        }
        if self.mine {
            query.equal("c.holder", actor.staff()?.0);
        }
        if self.escalated {
            query.and("(c.escalated = 1 OR (c.returned >= 2 AND c.state IN ('received', 'returned')))");
        }
        if self.asks_extension {
            query.and("c.asks_extension = 1");
        }
        if self.urgent {
            query.and("c.calm = 0");
        }
        self.search(actor, &mut query);
        Some(query)
    }

    /// Every word must be in the case; notes are looked through only for those who may read them.
    fn search(&self, actor: &Actor, query: &mut Query) {
        let asked: String = self.q.chars().take(SEARCH_MAX).collect();
        let notes = reach_of(actor, Action::SeeNotes) != Within::Nothing;
        let asked = normalise(&asked);
        let words: Vec<&str> = asked
            .split(' ')
            .filter(|word| !word.is_empty())
            .take(WORDS)
            .collect();
        if words.is_empty() {
            return;
        }
        let mut found = String::new();
        for word in words {
            let place = query.bind(anywhere(word));
            let and = if found.is_empty() { "" } else { " AND " };
            let notes = if notes {
                format!(" OR s.notes LIKE {place} ESCAPE '!'")
            } else {
                String::new()
            };
            // Writing to a string does not fail.
            let _ = write!(found, "{and}(s.words LIKE {place} ESCAPE '!'{notes})");
        }
        let mut found = format!("c.reference IN (SELECT s.reference FROM case_search s WHERE {found})");
        // A reference may be typed in many ways, of which the words of the case hold one.
        if let Ok(reference) = Reference::parse(&self.q) {
            let place = query.bind(reference);
            found = format!("(c.reference = {place} OR {found})");
        }
        query.and(&found);
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
    ) -> Result<Page, StoreError> {
        let Some(mut query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let limit = limit.clamp(1, PAGE_MAX);
        let counting = format!("SELECT COUNT(*) FROM cases c{}", query.conditions());
        let counted = query.params.clone();

        let (keys, upwards) = filter.sort.keys();
        let cursor = cursor.and_then(|text| Cursor::read(text, filter.sort));
        let back = cursor.as_ref().is_some_and(|cursor| cursor.back);
        let up = upwards != back;
        if let Some(cursor) = &cursor {
            let mut places: Vec<String> = cursor.keys.iter().map(|key| query.bind(*key)).collect();
            places.push(query.bind(cursor.reference));
            let than = if up { ">" } else { "<" };
            query.and(&format!("({}) {than} ({})", keys.join(", "), places.join(", ")));
        }
        let direction = if up { " ASC" } else { " DESC" };
        let order: Vec<String> = keys.iter().map(|key| format!("{key}{direction}")).collect();
        let one_more = query.bind(limit + 1);
        let reading = format!(
            "SELECT c.folded FROM cases c{} ORDER BY {} LIMIT {one_more}",
            query.conditions(),
            order.join(", ")
        );

        let read = self.read().await?;
        let (total, rows): (Vec<(u64,)>, Vec<(String,)>) = if filter.q.is_empty() {
            (
                read.rows(&counting, &counted).await?,
                read.rows(&reading, &query.params).await?,
            )
        } else {
            // A search looks at the words of every case.
            (
                read.long_rows(counting, counted).await?,
                read.long_rows(reading, query.params).await?,
            )
        };
        let more = rows.len() > limit;
        let mut cases: Vec<Case> = rows
            .iter()
            .take(limit)
            .map(|(folded,)| parse_case(folded))
            .collect::<Result<_, _>>()?;
        if back {
            cases.reverse();
        }
        let (after, before) = if back {
            (true, more)
        } else {
            (more, cursor.is_some())
        };
        let sort = filter.sort;
        Ok(Page {
            next: cases
                .last()
                .filter(|_| after)
                .map(|case| Cursor::at(case, sort, false)),
            previous: cases
                .first()
                .filter(|_| before)
                .map(|case| Cursor::at(case, sort, true)),
            cases,
            total: total.first().map_or(0, |(count,)| *count),
        })
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
        let mut query = Query::default();
        if !query.within(&reach_of(actor, Action::SeeCase)) {
            return Ok(Vec::new());
        }
        if let Some(unit) = unit {
            query.equal("c.unit", unit.as_str());
        }
        let sql = format!(
            "SELECT c.state, COUNT(*) FROM cases c{} GROUP BY c.state",
            query.conditions()
        );
        let rows: Vec<(String, u64)> = self.read().await?.rows(&sql, &query.params).await?;
        let count = |state: State| {
            rows.iter()
                .find(|(code, _)| code == state.code())
                .map_or(0, |row| row.1)
        };
        Ok(State::ALL.map(|state| (state, count(state))).to_vec())
    }

    /// How many cases a list holds.
    pub(crate) async fn count(&self, actor: &Actor, filter: &Filter) -> Result<u64, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(0);
        };
        let sql = format!("SELECT COUNT(*) FROM cases c{}", query.conditions());
        let counted: Option<(u64,)> = self.read().await?.first(&sql, &query.params).await?;
        Ok(counted.map_or(0, |(count,)| count))
    }
}
