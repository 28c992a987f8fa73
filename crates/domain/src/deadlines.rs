//! The city's time: working days, limits, clocks and cards.
//!
//! Counting follows Order 121 of the State Administration for Market Regulation, art. 45, and the Civil Procedure
//! Law: the first day is not counted, and a last day on a day off moves to the next working day.

mod weekend;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::BasisCode;
pub use weekend::{NoWorkingDay, Weekend};

/// A time limit as statutes give it.
///
/// ```
/// use domain::deadlines::Limit;
/// assert_eq!("7 working days".parse(), Ok(Limit::WorkingDays(7)));
/// assert_eq!("60 days".parse(), Ok(Limit::Days(60)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    WorkingDays(u16),
    Days(u16),
    Hours(u16),
}

/// Not a limit: neither `N working days`, `N days` nor `N hours`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a limit; write \"5 working days\", \"60 days\" or \"24 hours\"")]
pub struct NotALimit;

impl Limit {
    /// Both together; `None` when they are counted in different units.
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::WorkingDays(a), Self::WorkingDays(b)) => Self::WorkingDays(a.saturating_add(b)),
            (Self::Days(a), Self::Days(b)) => Self::Days(a.saturating_add(b)),
            (Self::Hours(a), Self::Hours(b)) => Self::Hours(a.saturating_add(b)),
            _ => return None,
        })
    }

    pub fn count(self) -> u16 {
        match self {
            Self::WorkingDays(n) | Self::Days(n) | Self::Hours(n) => n,
        }
    }

    /// The code of its unit, the last part of the key of its text.
    pub fn unit(self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "working-days",
            Self::Days(_) => "days",
            Self::Hours(_) => "hours",
        }
    }
}

impl std::str::FromStr for Limit {
    type Err = NotALimit;

    fn from_str(text: &str) -> Result<Self, NotALimit> {
        let mut words = text.split_whitespace();
        let count: u16 = words.next().and_then(|n| n.parse().ok()).ok_or(NotALimit)?;
        let unit: Vec<&str> = words.collect();
        match unit.as_slice() {
            ["working", "day" | "days"] => Ok(Self::WorkingDays(count)),
            ["day" | "days"] => Ok(Self::Days(count)),
            ["hour" | "hours"] => Ok(Self::Hours(count)),
            _ => Err(NotALimit),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.count() == 1 { "" } else { "s" };
        match self {
            Self::WorkingDays(n) => write!(f, "{n} working day{s}"),
            Self::Days(n) => write!(f, "{n} day{s}"),
            Self::Hours(n) => write!(f, "{n} hour{s}"),
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A time in which a clock stands: from a moment, to a moment unless it still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// Days in which a clock stands. Like a limit, a pause does not count its first day: it covers the days after
/// `from`, up to and with `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PausedDays {
    pub from: Date,
    pub to: Date,
}

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub on: Date,
    /// It was counted over a year whose holidays are not announced yet.
    pub provisional: bool,
}

/// What is known of one year's public holidays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarYear {
    /// Not announced yet: a best guess.
    pub provisional: bool,
    pub source: String,
    /// Days off, with the code of the holiday.
    pub holidays: BTreeMap<Date, String>,
    /// Weekend days that are worked, with the code of the holiday they make up for.
    pub workdays: BTreeMap<Date, String>,
}

/// The city's working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
    weekend: Weekend,
}

impl Calendar {
    pub fn new(years: BTreeMap<i16, CalendarYear>) -> Self {
        let weekend = Weekend::default();
        Self { years, weekend }
    }

    /// The same years in a city with that weekend.
    #[must_use]
    pub fn with_weekend(self, weekend: Weekend) -> Self {
        Self { weekend, ..self }
    }

    pub fn years(&self) -> &BTreeMap<i16, CalendarYear> {
        &self.years
    }

    pub fn weekend(&self) -> Weekend {
        self.weekend
    }

    /// Whether the city works on that day. A year it does not know has only weekends off.
    pub fn is_working(&self, day: Date) -> bool {
        match self.years.get(&day.year()) {
            Some(year) if year.workdays.contains_key(&day) => true,
            Some(year) if year.holidays.contains_key(&day) => false,
            _ => !self.weekend.has(day.weekday()),
        }
    }

    /// Whether the days of that year may still change: it is provisional or not known at all.
    pub fn is_provisional(&self, year: i16) -> bool {
        self.years.get(&year).is_none_or(|y| y.provisional)
    }

    /// Working days after `from`, up to and with `to`; 0 when `to` is not after `from`.
    ///
    /// It takes as long as the public holidays within are many, not as the days: what is years late is asked for, too.
    pub fn working_days(&self, from: Date, to: Date) -> u32 {
        let days = from.until(to).map_or(0, |span| span.get_days());
        let Some(days) = u32::try_from(days).ok().filter(|days| *days > 0) else {
            return 0;
        };
        let is_weekend = |day: Date| self.weekend.has(day.weekday());
        let worked_of = |days: u32| {
            let days = std::iter::successors(Some(next(from)), |day| Some(next(*day))).take(days as usize);
            days.map(|day| u32::from(!is_weekend(day))).sum::<u32>()
        };
        let mut count = days / 7 * worked_of(7) + worked_of(days % 7);
        for (number, year) in self.years.range(from.year()..=to.year()) {
            let within = |day: &&Date| from < **day && **day <= to && day.year() == *number;
            let worked = year.workdays.keys().filter(within);
            let off = year.holidays.keys().filter(within);
            let off = off.filter(|day| !is_weekend(**day) && !year.workdays.contains_key(day));
            count += worked.filter(|day| is_weekend(**day)).map(|_| 1).sum::<u32>();
            count -= off.map(|_| 1).sum::<u32>();
        }
        count
    }

    /// That day if it is worked, else the next that is.
    pub fn roll(&self, mut day: Date) -> Date {
        while !self.is_working(day) && day < Date::MAX {
            day = next(day);
        }
        day
    }

    /// The next working day after `day`.
    pub fn next_working(&self, day: Date) -> Date {
        self.roll(next(day))
    }

    /// The last day of a limit that began on `from`.
    ///
    /// The first day is not counted; days in a pause are not counted; a last day on a day off, or in a pause, moves to
    /// the next working day that is in none. A limit in hours ends on the day those hours end if they begin at midnight; clocks reckon it
    /// to the hour instead.
    pub fn due(&self, from: Date, limit: Limit, pauses: &[PausedDays]) -> Due {
        let stands = |day: Date| pauses.iter().any(|p| p.from < day && day <= p.to);
        let mut day = from;
        let mut left = match limit {
            Limit::WorkingDays(n) | Limit::Days(n) => n,
            Limit::Hours(n) => n.div_ceil(24),
        };
        let counts = |day: Date| match limit {
            Limit::WorkingDays(_) => self.is_working(day),
            Limit::Days(_) | Limit::Hours(_) => true,
        };
        while left > 0 && day < Date::MAX {
            day = next(day);
            if counts(day) && !stands(day) {
                left -= 1;
            }
        }
        if !matches!(limit, Limit::Hours(_)) {
            while (!self.is_working(day) || stands(day)) && day < Date::MAX {
                day = next(day);
            }
        }
        let on = day;
        let provisional = (from.year()..=on.year()).any(|year| self.is_provisional(year));
        Due { on, provisional }
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    FirstReply,
    Acceptance,
    Resolution,
    Stage,
    /// The time in which a unit may say that a case is not its own.
    Return,
}

impl ClockKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstReply => "first-reply",
            Self::Acceptance => "acceptance",
            Self::Resolution => "resolution",
            Self::Stage => "stage",
            Self::Return => "return",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [
            Self::FirstReply,
            Self::Acceptance,
            Self::Resolution,
            Self::Stage,
            Self::Return,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// A running, standing or stopped clock of a case.
///
/// It keeps the due time that was worked out when it last changed, so that a case reads the same after the calendar
/// was corrected, and its journal still folds to the same row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub kind: ClockKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    pub limit: Limit,
    pub basis: BasisCode,
    pub started_at: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What was added to the limit in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_by: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// The first moment that is too late.
    pub due_at: Timestamp,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Card {
    /// More than one working day is left, or more than half of its time.
    Clear,
    /// One working day is left, or it is due today; and half of its time is gone, so that what has just come in is not yet
    /// pressing.
    Yellow,
    /// It is over.
    Red,
}

impl Card {
    pub fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

impl Clock {
    pub fn is_running(&self) -> bool {
        self.stopped_at.is_none()
    }

    pub fn is_paused(&self) -> bool {
        self.is_running() && self.pauses.last().is_some_and(|p| p.to.is_none())
    }

    /// It stands, and was in time when it began to. What was late before is late though it stands: nobody is waited for who
    /// made it so.
    pub fn is_held(&self) -> bool {
        self.is_paused() && self.pauses.last().is_some_and(|pause| pause.from < self.due_at)
    }

    /// The last day on which it is still in time, in the city.
    pub fn due_on(&self, zone: &TimeZone) -> Date {
        let last = self.due_at.checked_sub(1.nanosecond()).unwrap_or(Timestamp::MIN);
        last.to_zoned(zone.clone()).date()
    }

    /// Stopped in time, or not stopped and not over yet at `now`.
    pub fn in_time(&self, now: Timestamp) -> bool {
        self.stopped_at.unwrap_or(now) < self.due_at
    }

    /// Half of the time from its start until it is due has passed.
    fn is_half_gone(&self, now: Timestamp) -> bool {
        now.duration_since(self.started_at) >= self.due_at.duration_since(now)
    }

    /// Its card at `now`. A stopped or held clock shows none, unless it is over.
    pub fn card(&self, now: Timestamp, calendar: &Calendar, zone: &TimeZone) -> Card {
        if !self.is_running() {
            return if self.in_time(now) { Card::Clear } else { Card::Red };
        }
        if self.is_held() {
            return Card::Clear;
        }
        if now >= self.due_at {
            return Card::Red;
        }
        let today = now.to_zoned(zone.clone()).date();
        if self.is_half_gone(now) && calendar.working_days(today, self.due_on(zone)) <= 1 {
            Card::Yellow
        } else {
            Card::Clear
        }
    }

    /// Works out [`Clock::due_at`] anew. A pause that still stands counts as if it ended at `now`.
    pub fn reckon(&mut self, now: Timestamp, calendar: &Calendar, zone: &TimeZone) {
        let limit = self
            .extended_by
            .and_then(|more| self.limit.plus(more))
            .unwrap_or(self.limit);
        let ended = |pause: &Pause| pause.to.unwrap_or(now).max(pause.from);
        if let Limit::Hours(hours) = limit {
            let mut due = self.started_at + i64::from(hours).hours();
            // What was over before stays so.
            for pause in &self.pauses {
                if pause.from < due {
                    due += ended(pause).duration_since(pause.from);
                }
            }
            self.due_at = due;
            self.provisional = false;
            return;
        }
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let pauses: Vec<PausedDays> = self
            .pauses
            .iter()
            .map(|p| PausedDays {
                from: day(p.from),
                to: day(ended(p)),
            })
            .collect();
        let due = calendar.due(day(self.started_at), limit, &pauses);
        self.due_at = next(due.on)
            .to_zoned(zone.clone())
            .map_or(Timestamp::MAX, |z| z.timestamp());
        self.provisional = due.provisional;
    }

    /// The clock as it reads at `now`: a standing one as if it went on then.
    #[must_use]
    pub fn at(&self, now: Timestamp, calendar: &Calendar, zone: &TimeZone) -> Self {
        let mut clock = self.clone();
        if clock.is_paused() {
            clock.reckon(now, calendar, zone);
        }
        clock
    }

    /// Stands from `now` on, if it runs.
    pub fn pause(&mut self, now: Timestamp) {
        if self.is_running() && !self.is_paused() {
            self.pauses.push(Pause { from: now, to: None });
        }
    }

    /// Runs on from `now`, if it stood.
    pub fn resume(&mut self, now: Timestamp) {
        if let Some(pause) = self.pauses.last_mut().filter(|p| p.to.is_none()) {
            pause.to = Some(now.max(pause.from));
        }
    }
}
