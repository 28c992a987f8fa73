//! Levels that staff have reached, and what they tell: who speaks a language, what a unit can do, how many are trained.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::Course;
use crate::Lang;
use crate::journaled::codes;
use crate::problems::Problem;
use crate::roles::StaffId;
use crate::typed;

codes! {
    /// How well someone speaks a language. Each holds what stands before it.
    Level {
        Basic = "basic",
        Working = "working",
        Native = "native",
    }
}

/// How long a level counts when whoever enters it names no end, native ones aside. Two years: a language that is not used
/// fades, and the results of common tests (TOPIK's, for one) are taken no longer.
pub const VALID_MONTHS: i32 = 24;

/// How many days before a level expires its unit is warned: time enough to find a place in a course.
pub const WARN_DAYS: i32 = 60;

/// A level that someone reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reached {
    pub staff: StaffId,
    pub language: Lang,
    pub level: Level,
    pub reached_on: Date,
    /// The last day on which it counts; `None`: it counts for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Someone was told that it is about to expire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warned: bool,
}

/// A level that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub staff: StaffId,
    pub language: Lang,
    pub at: Timestamp,
}

/// The first and the last day that may be entered. What lies outside is a slip.
const DAYS: (Date, Date) = (date(1900, 1, 1), date(2200, 12, 31));

/// A day that may be entered.
pub(super) fn checked_day(day: Date) -> Result<Date, Problem> {
    let (first, last) = DAYS;
    if first <= day && day <= last {
        Ok(day)
    } else {
        Err(Problem::NotADate)
    }
}

/// A day as people and spreadsheets write it, where that can be read in one way only: the year first, or the day first with
/// dots. `5/1/2026` is January to some and May to others.
pub fn read_day(cell: &str) -> Option<Date> {
    typed::day(cell).ok().filter(|day| checked_day(*day).is_ok())
}

impl Reached {
    pub fn counts_on(&self, day: Date) -> bool {
        self.reached_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }
}

/// The last day on which a level counts, by what was entered.
pub(super) fn checked_expiry(
    level: Level,
    reached_on: Date,
    given: Option<Date>,
) -> Result<Option<Date>, Problem> {
    match given {
        Some(given) if given <= reached_on => Err(Problem::NotAfterStart),
        Some(given) => checked_day(given).map(Some),
        None if level == Level::Native => Ok(None),
        None => Ok(Some(reached_on.saturating_add(Span::new().months(VALID_MONTHS)))),
    }
}

/// Levels that still count and expire within so many days, the next first.
pub fn expiring(course: &Course, today: Date, within_days: i32) -> Vec<Reached> {
    let last = today.saturating_add(Span::new().days(within_days));
    let soon = |level: &&Reached| level.counts_on(today) && level.expires_on.is_some_and(|on| on <= last);
    let mut found: Vec<Reached> = course.levels.iter().filter(soon).copied().collect();
    found.sort_by_key(|level| level.expires_on);
    found
}

/// Levels that a warning is due for.
pub fn to_warn(course: &Course, today: Date) -> Vec<Reached> {
    let mut due = expiring(course, today, WARN_DAYS);
    due.retain(|level| !level.warned);
    due
}

/// All that someone has reached in these courses: by language, the highest first.
pub fn levels_of<'a>(staff: StaffId, courses: impl IntoIterator<Item = &'a Course>) -> Vec<Reached> {
    let mut levels: Vec<Reached> = courses
        .into_iter()
        .flat_map(|course| &course.levels)
        .filter(|level| level.staff == staff)
        .copied()
        .collect();
    levels.sort_by(|a, b| {
        let order = |level: &Reached| (level.language, std::cmp::Reverse(level.level));
        order(a).cmp(&order(b)).then(b.reached_on.cmp(&a.reached_on))
    });
    levels
}

/// Whether someone with these levels speaks that language at least so well today: what routing asks.
pub fn speaks(levels: &[Reached], language: Lang, at_least: Level, today: Date) -> bool {
    levels
        .iter()
        .any(|level| level.language == language && level.level >= at_least && level.counts_on(today))
}

/// How many have reached each level of a language. Who has a higher one has the lower ones too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub basic: usize,
    pub working: usize,
    pub native: usize,
}

impl Counted {
    pub fn at_least(&self, level: Level) -> usize {
        match level {
            Level::Basic => self.basic,
            Level::Working => self.working,
            Level::Native => self.native,
        }
    }

    fn count(&mut self, best: Level) {
        self.basic += 1;
        self.working += usize::from(best >= Level::Working);
        self.native += usize::from(best >= Level::Native);
    }
}

/// The best level that counts today, of each language and each who has one.
fn best<'a>(levels: impl IntoIterator<Item = &'a Reached>, today: Date) -> BTreeMap<(Lang, StaffId), Level> {
    let mut best = BTreeMap::new();
    for level in levels.into_iter().filter(|level| level.counts_on(today)) {
        let highest = best.entry((level.language, level.staff)).or_insert(level.level);
        *highest = level.level.max(*highest);
    }
    best
}

/// A unit's table: how many of these people have each level of each language today.
pub fn table<'a>(
    members: &BTreeSet<StaffId>,
    levels: impl IntoIterator<Item = &'a Reached>,
    today: Date,
) -> BTreeMap<Lang, Counted> {
    let mut table: BTreeMap<Lang, Counted> = BTreeMap::new();
    let levels = levels.into_iter().filter(|level| members.contains(&level.staff));
    for ((language, _), level) in best(levels, today) {
        table.entry(language).or_default().count(level);
    }
    table
}

/// How many members of staff hold a level today: the numbers that the regulation's page shows of article 13.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trained {
    /// Each once, whatever they speak.
    pub staff: usize,
    pub by_language: BTreeMap<Lang, usize>,
}

/// Of the levels of those who work here.
pub fn trained<'a>(levels: impl IntoIterator<Item = &'a Reached>, today: Date) -> Trained {
    let best = best(levels, today);
    let staff: BTreeSet<StaffId> = best.keys().map(|(_, staff)| *staff).collect();
    let mut by_language = BTreeMap::new();
    for (language, _) in best.keys() {
        *by_language.entry(*language).or_insert(0) += 1;
    }
    Trained {
        staff: staff.len(),
        by_language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(staff: i64, language: Lang, level: Level, on: &str, until: Option<&str>) -> Reached {
        Reached {
            staff: StaffId(staff),
            language,
            level,
            reached_on: on.parse().unwrap(),
            expires_on: until.map(|until| until.parse().unwrap()),
            warned: false,
        }
    }

    fn some() -> Vec<Reached> {
        vec![
            reached(1, Lang::RU, Level::Native, "2020-01-01", None),
            reached(1, Lang::RU, Level::Basic, "2025-01-01", None),
            reached(2, Lang::RU, Level::Working, "2024-03-01", Some("2026-03-01")),
            reached(2, Lang::KO, Level::Basic, "2025-03-01", Some("2027-03-01")),
            reached(3, Lang::RU, Level::Basic, "2025-06-01", Some("2027-06-01")),
        ]
    }

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn an_expired_level_does_not_count() {
        let levels = &some()[2..3];
        let speaks = |at_least, on| speaks(levels, Lang::RU, at_least, day(on));
        assert!(speaks(Level::Basic, "2026-03-01") && speaks(Level::Working, "2026-03-01"));
        assert!(!speaks(Level::Native, "2026-03-01"));
        assert!(!speaks(Level::Working, "2026-03-02"), "its last day is over");
        assert!(!speaks(Level::Working, "2024-02-29"), "it was not reached yet");
        assert!(!super::speaks(levels, Lang::KO, Level::Basic, day("2026-03-01")));
    }

    #[test]
    fn who_has_a_higher_level_counts_at_the_lower_ones_and_once() {
        let everyone = BTreeSet::from([1, 2, 3].map(StaffId));
        let russian = |members: &BTreeSet<StaffId>, on| {
            let counted = table(members, &some(), day(on))[&Lang::RU];
            Level::ALL
                .iter()
                .map(|level| counted.at_least(*level))
                .collect::<Vec<_>>()
        };
        assert_eq!(russian(&everyone, "2026-02-01"), [3, 2, 1]);
        assert_eq!(russian(&everyone, "2026-04-01"), [2, 1, 1]);
        assert_eq!(russian(&BTreeSet::from([StaffId(3)]), "2026-04-01"), [1, 0, 0]);
        assert!(table(&BTreeSet::new(), &some(), day("2026-02-01")).is_empty());
    }

    #[test]
    fn staff_trained_are_counted_by_language_and_each_once_in_all() {
        let counted = trained(&some(), day("2026-02-01"));
        assert_eq!(counted.staff, 3);
        assert_eq!(
            counted.by_language,
            BTreeMap::from([(Lang::RU, 3), (Lang::KO, 1)])
        );
        assert_eq!(trained(&some(), day("2030-01-01")).staff, 1);
    }

    #[test]
    fn a_level_without_a_date_counts_for_two_years_and_a_native_one_for_good() {
        let on = day("2024-02-29");
        let expiry = |level, given| checked_expiry(level, on, given);
        assert_eq!(expiry(Level::Working, None), Ok(Some(day("2026-02-28"))));
        assert_eq!(expiry(Level::Native, None), Ok(None));
        let given = Some(day("2025-01-01"));
        assert_eq!(expiry(Level::Native, given), Ok(given));
        assert_eq!(expiry(Level::Basic, Some(on)), Err(Problem::NotAfterStart));
        let slip = Some(day("9999-12-31"));
        assert_eq!(expiry(Level::Basic, slip), Err(Problem::NotADate));
    }

    #[test]
    fn a_day_is_read_where_it_can_be_read_in_one_way() {
        for (cell, read) in [
            ("2026-01-05", Some("2026-01-05")),
            ("2026-1-5", Some("2026-01-05")),
            ("2026/1/5", Some("2026-01-05")),
            ("2026.1.5", Some("2026-01-05")),
            ("2026. 1. 5.", Some("2026-01-05")),
            ("5.1.2026", Some("2026-01-05")),
            ("05.01.2026", Some("2026-01-05")),
            ("2026年1月5日", Some("2026-01-05")),
            ("2026년 1월 5일", Some("2026-01-05")),
            ("２０２６／１／５", Some("2026-01-05")),
            ("5/1/2026", None),
            ("5-1-2026", None),
            ("5.1.26", None),
            ("2026-1.5", None),
            ("2026-02-30", None),
            ("2026-01", None),
            ("-009999-01-01", None),
            ("1899-12-31", None),
            ("2201-01-01", None),
            ("", None),
        ] {
            assert_eq!(read_day(cell), read.map(day), "{cell}");
        }
    }
}
