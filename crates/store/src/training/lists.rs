//! Lists of courses: filtered by what the actor may see in the query.

use domain::journaled::Journaled as _;
use domain::roles::{Actor, StaffId};
use domain::training::{Course, Kind, State};
use domain::{Lang, UnitCode};
use jiff::Timestamp;

use crate::kept::Within;
use crate::lists::{
    By::{self, Number, Text},
    Key, Order, Page, Query, by_code,
};
use crate::{Store, StoreError};

/// Which courses a list holds. The default holds all that the actor may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseFilter {
    /// Any of these; none: all.
    pub states: Vec<State>,
    pub kind: Option<Kind>,
    pub language: Option<Lang>,
    pub unit: Option<UnitCode>,
    /// Only those in which they took part.
    pub staff: Option<StaffId>,
    /// Words, all of which a course must hold.
    pub q: String,
    pub sort: CourseSort,
}

/// The order of a list of courses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CourseSort {
    /// Opened last first.
    #[default]
    Newest,
    /// Whose next session is soonest first; those without one come last.
    Next { now: Timestamp },
}

impl CourseSort {
    pub fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Next { .. } => "next",
        }
    }

    pub fn parse(code: &str, now: Timestamp) -> Option<Self> {
        [Self::Newest, Self::Next { now }]
            .into_iter()
            .find(|sort| sort.code() == code)
    }

    fn order(self) -> Order {
        let (keys, upwards): (&[By], bool) = match self {
            Self::Newest => (&[Number("r.opened_at"), Text("r.reference")], false),
            // The largest number, when there is none.
            Self::Next { .. } => (
                &[
                    Number("COALESCE(n.starts_at, 9223372036854775807)"),
                    Number("r.opened_at"),
                    Text("r.reference"),
                ],
                true,
            ),
        };
        Order {
            code: self.code(),
            keys,
            upwards,
        }
    }

    /// The rows in which the keys stand.
    fn from(self, query: &mut Query) -> String {
        match self {
            Self::Newest => "courses r".to_owned(),
            Self::Next { now } => {
                let now = query.bind(now);
                format!(
                    "courses r LEFT JOIN (SELECT s.reference, MIN(s.starts_at) AS starts_at \
                     FROM training_sessions s WHERE s.starts_at >= {now} GROUP BY s.reference) n \
                     ON n.reference = r.reference"
                )
            }
        }
    }

    /// Where a course stands in it.
    fn keys(self, course: &Course) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        if let Self::Next { now } = self {
            keys.push(micros_next(course, now).into());
        }
        keys.push(course.opened_at.as_microsecond().into());
        keys.push(course.reference.to_string().into());
        keys
    }
}

/// When its next session starts, as rows have it.
fn micros_next(course: &Course, now: Timestamp) -> i64 {
    let held = course.sessions.iter().filter(|session| !session.cancelled);
    let starts = held.map(|session| session.starts_at.as_microsecond());
    starts
        .filter(|start| *start >= now.as_microsecond())
        .min()
        .unwrap_or(i64::MAX)
}

impl CourseFilter {
    /// The query of it for that actor; `None` when they may see nothing.
    fn query(&self, actor: &Actor) -> Option<Query> {
        let within = match Within::of::<Course>(actor, Course::see()) {
            // In what they took part is theirs to read, whatever they are here.
            _ if self.staff.is_some() && self.staff == actor.staff() => Within::All,
            within => within,
        };
        let mut query = Query::within::<Course>(&within)?;
        if let Some(StaffId(staff)) = self.staff {
            let staff = query.bind(staff);
            query.and(&format!(
                "(r.reference IN (SELECT a.reference FROM training_attendance a WHERE a.staff = {staff}) \
                 OR r.reference IN (SELECT l.reference FROM training_levels l WHERE l.staff = {staff}))"
            ));
        }
        query.any_of("r.state", self.states.iter().map(|state| state.code()));
        query.any_of("r.kind", self.kind.iter().map(|kind| kind.code()));
        query.any_of("r.language", self.language.iter().map(Lang::as_str));
        query.any_of("r.unit", self.unit.iter().map(UnitCode::as_str));
        let holds = |_: &mut Query, place: &str| format!("r.words LIKE {place} ESCAPE '!'");
        query.search(&self.q, holds, |found| format!("({found})"));
        Some(query)
    }
}

impl Store {
    /// How many courses are in each state, of those that the actor may see and the filter keeps but for their state.
    ///
    /// # Errors
    /// As reading has.
    pub async fn courses_by_state(
        &self,
        actor: &Actor,
        filter: &CourseFilter,
    ) -> Result<Vec<(State, u64)>, StoreError> {
        let any = CourseFilter {
            states: Vec::new(),
            ..filter.clone()
        };
        let Some(query) = any.query(actor) else {
            return Ok(Vec::new());
        };
        let read = self.read().await?;
        Ok(by_code(&query.counted(&read, "courses r", "r.state").await?))
    }

    /// A page of the courses that the actor may see and the filter keeps.
    ///
    /// # Errors
    /// As reading has.
    pub async fn courses(
        &self,
        actor: &Actor,
        filter: &CourseFilter,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Course>, StoreError> {
        let Some(mut query) = filter.query(actor) else {
            return Ok(Page::default());
        };
        let sort = filter.sort;
        let from = sort.from(&mut query);
        let keys = |course: &Course| sort.keys(course);
        let read = self.read().await?;
        query
            .records(&read, &from, &sort.order(), cursor, limit, keys)
            .await
    }
}
