//! Levels that staff have reached: a person's record, a unit's table, who speaks a language, and how many do.

use std::collections::BTreeMap;

use domain::receipts::Reference;
use domain::roles::{Actor, StaffId};
use domain::training::{Course, Level, Reached, SEE_LEVELS, Trained};
use domain::{Lang, UnitCode};
use jiff::civil::Date;

use super::rows::{height, last_day};
use crate::kept::Within;
use crate::lists::{By::Text, Key, Order, Page, Query};
use crate::value::{FromRow, Row, params};
use crate::{Store, StoreError};

/// Which levels a list holds. The default holds all that the actor may see, of those who work here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelFilter {
    /// Only theirs, also when they have left.
    pub staff: Option<StaffId>,
    /// Only those of its people.
    pub unit: Option<UnitCode>,
    pub language: Option<Lang>,
    pub at_least: Option<Level>,
    /// Only what counts on that day: of everyone in each language one, the best.
    pub valid_on: Option<Date>,
    /// Only what expires before that day; the first comes first then.
    pub expiring_before: Option<Date>,
}

/// A level, who has it, and the course in which they reached it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLevel {
    pub course: Reference,
    /// Of the course. None when its words were erased.
    pub titles: BTreeMap<Lang, String>,
    pub login: String,
    /// Where they work.
    pub unit: UnitCode,
    pub reached: Reached,
}

const COLUMNS: &str = "l.reference, r.titles, s.login, s.unit, l.staff, l.language, l.level, l.reached_on, l.expires_on, \
     l.warned";
const FROM: &str =
    "training_levels l JOIN courses r ON r.reference = l.reference JOIN staff s ON s.id = l.staff";

/// Levels that count on the day `?1`, of those who work here.
macro_rules! counted {
    () => {
        " FROM training_levels l JOIN staff s ON s.id = l.staff \
         WHERE s.active = 1 AND l.reached_on <= ?1 AND l.expires_on >= ?1"
    };
}

fn lang(code: &str) -> Result<Lang, StoreError> {
    Lang::parse(code).map_err(|_| StoreError::Corrupt { what: "a language" })
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt { what: "a day" })
}

/// A level whose columns begin at that one.
fn reached(row: &Row<'_>, first: usize) -> Result<Reached, StoreError> {
    let level = Level::parse(&row.get::<String>(first + 2)?);
    let expires_on = date(&row.get::<String>(first + 4)?)?;
    Ok(Reached {
        staff: StaffId(row.get(first)?),
        language: lang(&row.get::<String>(first + 1)?)?,
        level: level.ok_or(StoreError::Corrupt { what: "a level" })?,
        reached_on: date(&row.get::<String>(first + 3)?)?,
        expires_on: (expires_on != Date::MAX).then_some(expires_on),
        warned: row.get(first + 5)?,
    })
}

/// A level without who has it where.
struct LevelRow(Reached);

impl FromRow for LevelRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        reached(row, 0).map(Self)
    }
}

impl FromRow for HeldLevel {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let titles = serde_json::from_str(&row.get::<String>(1)?);
        Ok(Self {
            course: row.get(0)?,
            titles: titles.map_err(|_| StoreError::Corrupt { what: "a title" })?,
            login: row.get(2)?,
            unit: UnitCode::new(row.get::<String>(3)?),
            reached: reached(row, 4)?,
        })
    }
}

/// Person by person.
const BY_PERSON: Order = Order {
    code: "person",
    keys: &[
        Text("s.login"),
        Text("l.language"),
        Text("l.reached_on"),
        Text("l.reference"),
    ],
    upwards: true,
};
/// What expires next first.
const BY_EXPIRY: Order = Order {
    code: "expiry",
    keys: &[
        Text("l.expires_on"),
        Text("s.login"),
        Text("l.language"),
        Text("l.reference"),
    ],
    upwards: true,
};

impl LevelFilter {
    fn order(&self) -> &'static Order {
        if self.expiring_before.is_some() {
            &BY_EXPIRY
        } else {
            &BY_PERSON
        }
    }

    /// Where a level stands in it.
    fn keys(&self, held: &HeldLevel) -> Vec<Key> {
        let HeldLevel { login, reached, .. } = held;
        let language = reached.language.to_string();
        let reference = held.course.to_string();
        let keys = if self.expiring_before.is_some() {
            [last_day(reached.expires_on), login.clone(), language, reference]
        } else {
            [login.clone(), language, reached.reached_on.to_string(), reference]
        };
        keys.map(Key::from).into()
    }

    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let mut query = Query::default();
        match Within::of::<Course>(actor, SEE_LEVELS) {
            // What they have reached themselves is theirs to read, whatever they are here.
            _ if self.staff.is_some() && self.staff == actor.staff() => {}
            Within::Nothing => return None,
            Within::All => {}
            Within::Own { unit, .. } => query.equal("s.unit", unit),
        }
        match self.staff {
            Some(staff) => query.equal("l.staff", staff.0),
            None => query.and("s.active = 1"),
        }
        query.any_of("s.unit", self.unit.iter().map(UnitCode::as_str));
        query.any_of("l.language", self.language.iter().map(Lang::as_str));
        if let Some(level) = self.at_least {
            let height = query.bind(height(level));
            query.and(&format!("l.height >= {height}"));
        }
        if let Some(day) = self.valid_on {
            let day = query.bind(day.to_string());
            query.and(&format!("l.reached_on <= {day} AND l.expires_on >= {day}"));
            query.and(&format!(
                "NOT EXISTS (SELECT 1 FROM training_levels b WHERE b.staff = l.staff AND b.language = l.language \
                 AND b.reached_on <= {day} AND b.expires_on >= {day} \
                 AND (b.height, b.expires_on, b.reference) > (l.height, l.expires_on, l.reference))"
            ));
        }
        if let Some(day) = self.expiring_before {
            let day = query.bind(day.to_string());
            query.and(&format!("l.expires_on < {day}"));
        }
        Some(query)
    }
}

impl Store {
    /// A page of the levels that the actor may see and the filter keeps.
    ///
    /// # Errors
    /// As reading has.
    pub async fn levels(
        &self,
        actor: &Actor,
        filter: &LevelFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<HeldLevel>, StoreError> {
        let Some(query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let keys = |held: &HeldLevel| filter.keys(held);
        let read = self.read().await?;
        query
            .page(&read, (COLUMNS, FROM), filter.order(), cursor, limit, keys)
            .await
    }

    /// All that somebody has reached, also what no longer counts. For the platform itself: it asks nobody's permission.
    pub(crate) async fn levels_reached(&self, staff: StaffId) -> Result<Vec<Reached>, StoreError> {
        let sql = "SELECT l.staff, l.language, l.level, l.reached_on, l.expires_on, l.warned \
             FROM training_levels l WHERE l.staff = ?1 ORDER BY l.language, l.reference";
        let read = self.read().await?;
        let rows: Vec<LevelRow> = read.rows(sql, &params![staff.0]).await?;
        Ok(rows.into_iter().map(|LevelRow(reached)| reached).collect())
    }

    /// Who of those who work here speaks that language at least so well on that day: where they work, and the best level
    /// they have of it. The best come first. For the platform itself: it asks nobody's permission.
    ///
    /// # Errors
    /// As reading has.
    pub async fn speakers(
        &self,
        language: Lang,
        at_least: Level,
        on: Date,
    ) -> Result<Vec<(StaffId, UnitCode, Level)>, StoreError> {
        let read = self.read().await?;
        let rows: Vec<(i64, String, i64)> = read
            .rows(
                "SELECT l.staff, s.unit, MAX(l.height) FROM training_levels l JOIN staff s ON s.id = l.staff \
                 WHERE s.active = 1 AND l.language = ?1 AND l.height >= ?2 \
                 AND l.reached_on <= ?3 AND l.expires_on >= ?3 GROUP BY l.staff, s.unit ORDER BY 3 DESC, 1",
                &params![language.as_str(), height(at_least), on.to_string()],
            )
            .await?;
        let speaker = |(staff, unit, best): (i64, String, i64)| {
            let level = Level::ALL.iter().copied().find(|level| height(*level) == best);
            let level = level.ok_or(StoreError::Corrupt { what: "a level" })?;
            Ok((StaffId(staff), UnitCode::new(unit), level))
        };
        rows.into_iter().map(speaker).collect()
    }

    /// How many of those who work here hold a level on that day, and of which language. Numbers only: anyone may know.
    ///
    /// # Errors
    /// As reading has.
    pub async fn trained(&self, on: Date) -> Result<Trained, StoreError> {
        let on = params![on.to_string()];
        let read = self.read().await?;
        let staff: Option<(u64,)> = read
            .first(concat!("SELECT COUNT(DISTINCT l.staff)", counted!()), &on)
            .await?;
        let by_language: Vec<(String, u64)> = read
            .rows(
                concat!(
                    "SELECT l.language, COUNT(DISTINCT l.staff)",
                    counted!(),
                    " GROUP BY l.language"
                ),
                &on,
            )
            .await?;
        let count = |counted: u64| usize::try_from(counted).unwrap_or(usize::MAX);
        let by_language = by_language
            .into_iter()
            .map(|(language, counted)| Ok((lang(&language)?, count(counted))));
        Ok(Trained {
            staff: staff.map_or(0, |(counted,)| count(counted)),
            by_language: by_language.collect::<Result<_, StoreError>>()?,
        })
    }
}
