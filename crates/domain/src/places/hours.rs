//! Opening hours, as OpenStreetMap writes them, over the city's own calendar.
//!
//! The grammar is read by a crate; the days are counted here, because the city's are its own: a weekend day that is worked
//! to make up for a holiday counts as a working day of the week, and on a public holiday that hours do not speak of nobody
//! can say whether it is open. What cannot be counted (sunsets, weeks by number, remarks in some language) is refused
//! when a pack is read, not guessed when somebody stands before the door.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Weekday};
use opening_hours_syntax::RuleKind;
use opening_hours_syntax::rules::day::{
    Date as Written, DateOffset, DaySelector, HolidayKind, Month, MonthdayRange, WeekDayRange,
};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator, RuleSequence};
use serde::Deserialize;

use crate::deadlines::{Calendar, Weekend};

const DAY: u16 = 24 * 60;
/// How many days are looked through for the next change.
const AHEAD: i32 = 14;

/// When a place is open.
///
/// ```
/// use domain::deadlines::Calendar;
/// use domain::places::{Hours, Opening};
/// let hours: Hours = "Mo-Fr 09:00-17:00".parse().unwrap();
/// let friday = "2026-03-06T10:30".parse().unwrap();
/// let until = "2026-03-06T17:00".parse().unwrap();
/// assert_eq!(hours.at(friday, &Calendar::default()), Opening::Open { until: Some(until) });
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Hours {
    written: String,
    rules: Vec<RuleSequence>,
}

/// Why hours cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotHours {
    #[error("are no opening hours as OpenStreetMap writes them: {0}")]
    Syntax(String),
    #[error("opening hours with {0} cannot be counted here")]
    Uncounted(&'static str),
}

/// What a day is in the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    Ordinary,
    /// A public holiday, by its code.
    Holiday(String),
    /// A weekend day that is worked to make up for the holiday of that code.
    MadeUp(String),
}

/// Hours of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub kind: DayKind,
    /// In order, none lying over another.
    pub spans: Vec<Span>,
}

/// From a minute of the day to another, which may be of the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: u16,
    pub to: u16,
    /// Otherwise it may be closed: the hours say so, or they say nothing of holidays.
    pub certain: bool,
}

impl Span {
    fn is_whole_day(self) -> bool {
        self.from == 0 && self.to >= DAY
    }
}

/// Whether a place is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// `None`: always, or as far as one can see.
    Open {
        until: Option<DateTime>,
    },
    /// `None`: nobody can say when it opens.
    Closed {
        opens: Option<DateTime>,
    },
    Unknown,
}

impl Opening {
    /// Whether it is open, as far as anybody knows.
    pub fn known(self) -> Option<bool> {
        match self {
            Self::Open { .. } => Some(true),
            Self::Closed { .. } => Some(false),
            Self::Unknown => None,
        }
    }
}

impl std::str::FromStr for Hours {
    type Err = NotHours;

    fn from_str(written: &str) -> Result<Self, NotHours> {
        let read: OpeningHoursExpression = opening_hours_syntax::parse(written)
            .map_err(|error| NotHours::Syntax(one_line(&error.to_string())))?;
        if let Some(what) = read.rules.iter().find_map(uncounted) {
            return Err(NotHours::Uncounted(what));
        }
        Ok(Self {
            written: written.trim().to_owned(),
            rules: read.rules,
        })
    }
}

impl TryFrom<String> for Hours {
    type Error = NotHours;

    fn try_from(written: String) -> Result<Self, NotHours> {
        written.parse()
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl fmt::Debug for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hours({})", self.written)
    }
}

/// A parser draws where it stopped over several lines; a finding has one.
fn one_line(text: &str) -> String {
    let last = text.lines().rev().map(str::trim).find(|line| !line.is_empty());
    last.unwrap_or(text).trim_start_matches("= ").to_owned()
}

/// What of a rule cannot be counted.
fn uncounted(rule: &RuleSequence) -> Option<&'static str> {
    let days = &rule.day_selector;
    if !rule.comment.is_empty() {
        return Some("a remark in quotes");
    }
    if !days.week.is_empty() {
        return Some("numbers of weeks");
    }
    let weekday = |range: &WeekDayRange| match range {
        WeekDayRange::Fixed {
            offset,
            nth_from_start,
            nth_from_end,
            ..
        } => {
            let every = !nth_from_start.contains(&false) && !nth_from_end.contains(&false);
            (*offset != 0 || !every).then_some("a weekday of some weeks only")
        }
        WeekDayRange::Holiday {
            kind: HolidayKind::School,
            ..
        } => Some("school holidays"),
        WeekDayRange::Holiday { offset, .. } => (*offset != 0).then_some("days beside a holiday"),
    };
    let plain = |(date, offset): &(Written, DateOffset)| {
        matches!(date, Written::Fixed { .. }) && *offset == DateOffset::default()
    };
    let monthday = |range: &MonthdayRange| match range {
        MonthdayRange::Month { .. } => None,
        MonthdayRange::Date { start, end } => (!plain(start) || !plain(end)).then_some("a movable date"),
    };
    let time = |span: &TimeSpan| match (&span.range.start, &span.range.end) {
        (Time::Fixed(_), Time::Fixed(_)) if span.open_end => Some("an open end"),
        (Time::Fixed(_), Time::Fixed(_)) => span.repeats.map(|_| "intervals"),
        _ => Some("the sun"),
    };
    let by_day = days.weekday.iter().find_map(weekday);
    let by_date = days.monthday.iter().find_map(monthday);
    by_day
        .or(by_date)
        .or_else(|| rule.time_selector.spans.iter().find_map(time))
}

impl Hours {
    /// Whether it is open at that moment of the city's.
    pub fn at(&self, at: DateTime, calendar: &Calendar) -> Opening {
        let (today, minute) = (at.date(), minute_of(at));
        let yesterday = before(today);
        let now = |day: Date, minute: u16| {
            let spans = self.on(day, calendar).spans;
            spans
                .into_iter()
                .find(|span| (span.from..span.to).contains(&minute))
        };
        // What began yesterday goes on till its end, whatever today is.
        let span = now(today, minute)
            .map(|span| (today, span))
            .or_else(|| now(yesterday, minute + DAY).map(|span| (yesterday, span)));
        match span {
            Some((day, span)) if span.certain => Opening::Open {
                until: self.end(day, span, calendar),
            },
            Some(_) => Opening::Unknown,
            None => Opening::Closed {
                opens: self.opens(at, calendar),
            },
        }
    }

    /// When a span ends that may go on at once with one of the next day.
    fn end(&self, day: Date, span: Span, calendar: &Calendar) -> Option<DateTime> {
        let (mut day, mut end) = (day, span.to);
        for _ in 0..AHEAD {
            let goes_on =
                |next: &Span| end >= DAY && next.certain && (next.from..next.to).contains(&(end - DAY));
            match self.on(after(day), calendar).spans.into_iter().find(goes_on) {
                Some(next) => (day, end) = (after(day), next.to),
                None => return Some(moment(day, end)),
            }
        }
        None
    }

    /// When it opens next; `None` when that is not within a fortnight, or nobody can say.
    fn opens(&self, at: DateTime, calendar: &Calendar) -> Option<DateTime> {
        let mut day = at.date();
        for _ in 0..AHEAD {
            let spans = self.on(day, calendar).spans;
            let next = spans.iter().map(|span| (span, moment(day, span.from)));
            if let Some((span, opens)) = next.into_iter().find(|(_, opens)| *opens > at) {
                return span.certain.then_some(opens);
            }
            day = after(day);
        }
        None
    }

    /// Seven days from that one on.
    pub fn week(&self, from: Date, calendar: &Calendar) -> Vec<Day> {
        from.series(1.day())
            .take(7)
            .map(|day| self.on(day, calendar))
            .collect()
    }

    /// What begins on that day.
    pub fn on(&self, date: Date, calendar: &Calendar) -> Day {
        let kind = kind_of(date, calendar);
        let spans = match &kind {
            DayKind::Ordinary => self.as_weekday(date, date.weekday(), false),
            DayKind::Holiday(_) => {
                let mut spans = self.as_weekday(date, date.weekday(), true);
                if !self.knows_holidays() {
                    for span in &mut spans {
                        span.certain = false;
                    }
                }
                spans
            }
            DayKind::MadeUp(_) => self.made_up(date, calendar.weekend()),
        };
        Day { date, kind, spans }
    }

    /// A weekend day that is worked is a Monday, a Tuesday … to those who have it so. Where these differ, nobody says which it
    /// is: what is open on that weekend day anyway is, and the rest may be.
    fn made_up(&self, date: Date, weekend: Weekend) -> Vec<Span> {
        let each: Vec<Vec<Span>> = weekend
            .working()
            .map(|weekday| self.as_weekday(date, weekday, false))
            .collect();
        if each.iter().all(|spans| *spans == each[0]) {
            return each.into_iter().next().unwrap_or_default();
        }
        let own = self.as_weekday(date, date.weekday(), false);
        let doubtful = each.into_iter().flatten().map(|span| Span {
            certain: false,
            ..span
        });
        let doubtful = doubtful.fold(Vec::new(), |spans, span| laid_over(&spans, &[span]));
        laid_over(&doubtful, &own)
    }

    /// Whether its rules say how it is on public holidays: by name, or because it never closes.
    fn knows_holidays(&self) -> bool {
        let is_holiday = |range: &WeekDayRange| matches!(range, WeekDayRange::Holiday { .. });
        let names = |rule: &RuleSequence| rule.day_selector.weekday.iter().any(is_holiday);
        self.rules.iter().any(names) || self.rules.last().is_some_and(RuleSequence::is_constant)
    }

    /// What begins on a day if it is that day of the week.
    fn as_weekday(&self, date: Date, weekday: Weekday, holiday: bool) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let matching = |rule: &&RuleSequence| matches(&rule.day_selector, date, weekday, holiday);
        for rule in self.rules.iter().filter(matching) {
            let own: Vec<Span> = rule
                .time_selector
                .spans
                .iter()
                .map(|span| span_of(span, rule.kind))
                .collect();
            spans = match (rule.operator, rule.kind) {
                (RuleOperator::Fallback, _) if !spans.is_empty() => spans,
                // A day off has no evening that goes on after midnight, either.
                (_, RuleKind::Closed) if own.iter().any(|span| span.is_whole_day()) => Vec::new(),
                (_, RuleKind::Closed) => without(&spans, &own),
                (RuleOperator::Additional, _) => laid_over(&spans, &own),
                (RuleOperator::Normal | RuleOperator::Fallback, _) => laid_over(&[], &own),
            };
        }
        spans
    }
}

fn kind_of(date: Date, calendar: &Calendar) -> DayKind {
    let Some(year) = calendar.years().get(&date.year()) else {
        return DayKind::Ordinary;
    };
    match (year.workdays.get(&date), year.holidays.get(&date)) {
        (Some(holiday), _) => DayKind::MadeUp(holiday.clone()),
        (None, Some(holiday)) => DayKind::Holiday(holiday.clone()),
        (None, None) => DayKind::Ordinary,
    }
}

fn matches(days: &DaySelector, date: Date, weekday: Weekday, holiday: bool) -> bool {
    let year = i32::from(date.year());
    let in_year = days.year.iter().any(|range| {
        let (years, step) = range.into_parts();
        let (first, last) = (years.start().0, years.end().0);
        (first..=last).contains(&year) && (year - first) % i32::from(step.max(1)) == 0
    });
    let on_date = days.monthday.iter().any(|range| is_within(range, date));
    let on_weekday = days.weekday.iter().any(|range| match range {
        WeekDayRange::Fixed { range, .. } => {
            let day = u32::from(weekday.to_monday_zero_offset().unsigned_abs());
            wraps(
                range.start().num_days_from_monday(),
                range.end().num_days_from_monday(),
                day,
            )
        }
        WeekDayRange::Holiday { .. } => holiday,
    });
    (days.year.is_empty() || in_year)
        && (days.monthday.is_empty() || on_date)
        && (days.weekday.is_empty() || on_weekday)
}

/// Whether it lies between the two, which may lie around the end: Saturday to Monday, November to March.
fn wraps<T: PartialOrd + Copy>(first: T, last: T, one: T) -> bool {
    if first <= last {
        first <= one && one <= last
    } else {
        first <= one || one <= last
    }
}

fn is_within(range: &MonthdayRange, date: Date) -> bool {
    let month = |month: &Month| *month as i8;
    match range {
        MonthdayRange::Month { range, year } => {
            year.is_none_or(|year| year.0 == i32::from(date.year()))
                && wraps(month(range.start()), month(range.end()), date.month())
        }
        MonthdayRange::Date {
            start: (start, _),
            end: (end, _),
        } => match (start, end) {
            (
                Written::Fixed {
                    year: from_year,
                    month: from_month,
                    day: from_day,
                },
                Written::Fixed {
                    year: to_year,
                    month: to_month,
                    day: to_day,
                },
            ) => {
                let (from, to) = ((month(from_month), *from_day), (month(to_month), *to_day));
                let day = (date.month(), date.day().unsigned_abs());
                let year = i32::from(date.year());
                match from_year {
                    // `2026 Nov 01-2027 Mar 31`; without a second year the end is in the first.
                    Some(first) => {
                        let last = to_year.unwrap_or(*first);
                        (first.0, from) <= (year, day) && (year, day) <= (last.0, to)
                    }
                    None => wraps(from, to, day),
                }
            }
            // Refused when the hours were read.
            _ => false,
        },
    }
}

fn span_of(span: &TimeSpan, kind: RuleKind) -> Span {
    let minute = |time: &Time| match time {
        Time::Fixed(time) => time.mins_from_midnight(),
        // Refused when the hours were read.
        Time::Variable(_) => 0,
    };
    let (from, to) = (minute(&span.range.start), minute(&span.range.end));
    Span {
        from,
        // `18:00-02:00` ends on the next day.
        to: if to <= from { to + DAY } else { to },
        certain: kind == RuleKind::Open,
    }
}

/// The spans with others on top of them; what touches and is as certain becomes one.
fn laid_over(spans: &[Span], others: &[Span]) -> Vec<Span> {
    let mut all = without(spans, others);
    all.extend(others);
    all.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in all {
        match joined.last_mut() {
            Some(last) if last.to >= span.from && last.certain == span.certain => {
                last.to = last.to.max(span.to);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// What is left of the spans outside the others.
fn without(spans: &[Span], others: &[Span]) -> Vec<Span> {
    let mut left = spans.to_vec();
    for other in others {
        left = left
            .into_iter()
            .flat_map(|span| {
                let before = Span {
                    to: span.to.min(other.from),
                    ..span
                };
                let after = Span {
                    from: span.from.max(other.to),
                    ..span
                };
                [before, after].into_iter().filter(|span| span.from < span.to)
            })
            .collect();
    }
    left
}

fn minute_of(at: DateTime) -> u16 {
    u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs())
}

fn moment(day: Date, minute: u16) -> DateTime {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    midnight
        .checked_add(i64::from(minute).minutes())
        .unwrap_or(DateTime::MAX)
}

fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

fn before(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::deadlines::CalendarYear;

    /// 2026 as it is around the National Day: off from 1 to 7 October, worked on Sunday 20 September and Saturday 10 October.
    fn calendar() -> Calendar {
        let day = |month, day| Date::constant(2026, month, day);
        let named = |date| (date, "national-day".to_owned());
        let year = CalendarYear {
            holidays: (1..=7).map(|n| named(day(10, n))).collect(),
            workdays: [day(9, 20), day(10, 10)].map(named).into(),
            ..CalendarYear::default()
        };
        Calendar::new(BTreeMap::from([(2026, year)]))
    }

    fn at(hours: &str, moment: &str) -> Opening {
        let hours: Hours = hours.parse().unwrap();
        hours.at(moment.parse().unwrap(), &calendar())
    }

    fn open(until: &str) -> Opening {
        Opening::Open {
            until: Some(until.parse().unwrap()),
        }
    }

    fn closed(opens: &str) -> Opening {
        Opening::Closed {
            opens: Some(opens.parse().unwrap()),
        }
    }

    #[test]
    fn an_office_is_open_from_its_first_minute_to_before_its_last() {
        let office = "Mo-Fr 09:00-11:30,13:00-17:00";
        assert_eq!(at(office, "2026-09-14T08:59"), closed("2026-09-14T09:00"));
        assert_eq!(at(office, "2026-09-14T09:00"), open("2026-09-14T11:30"));
        assert_eq!(at(office, "2026-09-14T11:30"), closed("2026-09-14T13:00"));
        assert_eq!(
            at(office, "2026-09-18T17:00"),
            closed("2026-09-20T09:00"),
            "Sunday is worked"
        );
        assert_eq!(at(office, "2026-09-11T17:00"), closed("2026-09-14T09:00"));
    }

    #[test]
    fn on_a_holiday_it_is_as_the_hours_say_and_not_known_where_they_say_nothing() {
        let thursday = "2026-10-01T10:00";
        assert_eq!(at("Mo-Fr 09:00-17:00", thursday), Opening::Unknown);
        assert_eq!(
            at("Mo-Fr 09:00-17:00", "2026-10-03T10:00"),
            Opening::Closed { opens: None },
            "a Saturday"
        );
        assert_eq!(
            at("Mo-Fr 09:00-17:00; PH off", thursday),
            closed("2026-10-08T09:00")
        );
        assert_eq!(
            at("Mo-Fr 09:00-17:00; PH 10:00-12:00", thursday),
            open("2026-10-01T12:00")
        );
        assert_eq!(at("24/7", thursday), Opening::Open { until: None });
    }

    #[test]
    fn a_weekend_day_that_is_worked_is_a_day_that_the_city_works() {
        let weekend = Weekend::of([Weekday::Friday, Weekday::Saturday]).unwrap();
        let calendar = calendar().with_weekend(weekend);
        let hours: Hours = "Su-Th 09:00-17:00; PH off".parse().unwrap();
        // A Saturday that is worked, and the Friday before it.
        let on = |moment: &str| hours.at(moment.parse().unwrap(), &calendar);
        assert_eq!(on("2026-10-10T10:00"), open("2026-10-10T17:00"));
        assert_eq!(on("2026-10-09T10:00"), closed("2026-10-10T09:00"));
    }

    #[test]
    fn a_weekend_day_that_is_worked_is_a_working_day() {
        let sunday = "2026-09-20T10:00";
        assert_eq!(at("Mo-Fr 09:00-17:00; PH off", sunday), open("2026-09-20T17:00"));
        assert_eq!(
            at("Mo-Fr 09:00-17:00", "2026-09-27T10:00"),
            closed("2026-09-28T09:00"),
            "any other Sunday"
        );
        // Which weekday it makes up for, nobody says.
        assert_eq!(at("Mo,We 09:00-12:00", sunday), Opening::Unknown);
        assert_eq!(
            at("Mo,We 09:00-12:00", "2026-09-20T13:00"),
            closed("2026-09-21T09:00")
        );
        // A museum that is closed on Mondays is open on Sundays, worked or not.
        assert_eq!(at("Tu-Su 09:00-17:00", sunday), open("2026-09-20T17:00"));
    }

    #[test]
    fn what_begins_before_midnight_goes_on_after_it() {
        let bar = "Fr,Sa 18:00-02:00";
        assert_eq!(at(bar, "2026-09-12T01:59"), open("2026-09-12T02:00"));
        assert_eq!(at(bar, "2026-09-12T02:00"), closed("2026-09-12T18:00"));
        assert_eq!(
            at(bar, "2026-09-13T00:30"),
            open("2026-09-13T02:00"),
            "Sunday after Saturday night"
        );
        assert_eq!(at(bar, "2026-09-12T23:00"), open("2026-09-13T02:00"));
        assert_eq!(
            at("Mo-Fr 09:00-24:00", "2026-09-11T23:00"),
            open("2026-09-12T00:00")
        );
        assert_eq!(
            at("Mo-Fr 00:00-24:00", "2026-09-10T23:00"),
            open("2026-09-12T00:00")
        );
        // The night before a holiday is no holiday.
        assert_eq!(
            at("We 22:00-06:00; PH off", "2026-10-01T05:00"),
            open("2026-10-01T06:00")
        );
    }

    #[test]
    fn a_day_off_has_no_evening_that_goes_on_after_midnight() {
        let bar = "Mo-Su 18:00-02:00; Tu off; PH off";
        assert_eq!(
            at(bar, "2026-09-15T01:00"),
            open("2026-09-15T02:00"),
            "Monday's evening"
        );
        assert_eq!(at(bar, "2026-09-15T20:00"), closed("2026-09-16T18:00"));
        assert_eq!(
            at(bar, "2026-09-16T01:00"),
            closed("2026-09-16T18:00"),
            "after Tuesday"
        );
    }

    #[test]
    fn later_rules_go_over_earlier_ones() {
        let hours = "Mo-Su 10:00-20:00; Tu off; We 12:00-18:00";
        assert_eq!(at(hours, "2026-09-15T11:00"), closed("2026-09-16T12:00"));
        assert_eq!(at(hours, "2026-09-16T11:00"), closed("2026-09-16T12:00"));
        let lunch = "Mo-Fr 09:00-17:00; 12:00-13:00 off";
        assert_eq!(at(lunch, "2026-09-15T12:30"), closed("2026-09-15T13:00"));
        let both = "Mo-Fr 09:00-12:00, Tu 11:00-15:00";
        assert_eq!(at(both, "2026-09-15T11:30"), open("2026-09-15T15:00"));
        assert_eq!(
            at("Mo 09:00-12:00 || Mo-Fr 14:00-15:00", "2026-09-14T14:30"),
            closed("2026-09-15T14:00")
        );
        assert_eq!(
            at("Mo-Fr 09:00-17:00 unknown", "2026-09-14T10:00"),
            Opening::Unknown
        );
    }

    #[test]
    fn seasons_go_round_the_turn_of_the_year() {
        let winter = "Nov-Mar 09:00-16:00; Apr 01-Oct 31 08:00-18:00";
        assert_eq!(at(winter, "2026-12-31T15:59"), open("2026-12-31T16:00"));
        assert_eq!(at(winter, "2027-01-01T08:30"), closed("2027-01-01T09:00"));
        assert_eq!(at(winter, "2026-09-14T08:30"), open("2026-09-14T18:00"));
        assert_eq!(
            at("2026 Nov 01-2027 Mar 31 09:00-16:00", "2027-02-01T10:00"),
            open("2027-02-01T16:00")
        );
        assert_eq!(
            at("2026 Nov 01-2027 Mar 31 09:00-16:00", "2027-04-01T10:00"),
            Opening::Closed { opens: None }
        );
    }

    #[test]
    fn a_week_names_its_holidays_and_the_days_that_make_up_for_them() {
        let hours: Hours = "Mo-Fr 09:00-17:00; PH off".parse().unwrap();
        let week = hours.week(Date::constant(2026, 10, 6), &calendar());
        let kinds: Vec<bool> = week.iter().map(|day| day.kind == DayKind::Ordinary).collect();
        assert_eq!(kinds, [false, false, true, true, false, true, true]);
        let open: Vec<usize> = week.iter().map(|day| day.spans.len()).collect();
        assert_eq!(open, [0, 0, 1, 1, 1, 0, 1]);
        assert_eq!(week[4].kind, DayKind::MadeUp("national-day".to_owned()));
    }

    #[test]
    fn what_cannot_be_counted_is_refused_with_its_reason() {
        for (hours, why) in [
            ("Mo-Fr sunrise-17:00", "the sun"),
            ("Mo-Fr 17:00+", "an open end"),
            ("week 10-20 Mo 10:00-12:00", "numbers of weeks"),
            ("Mo[1] 10:00-12:00", "a weekday of some weeks only"),
            ("SH 10:00-12:00", "school holidays"),
            ("easter 10:00-12:00", "a movable date"),
            ("Mo 10:00-12:00 \"by appointment\"", "a remark in quotes"),
        ] {
            let read = hours.parse::<Hours>();
            assert_eq!(read, Err(NotHours::Uncounted(why)), "{hours}");
        }
        for nonsense in ["weekdays", "Mo-Fr 9 to 5", "25:99", "", "\u{0}"] {
            let read = nonsense.parse::<Hours>();
            assert!(
                matches!(&read, Err(NotHours::Syntax(why)) if !why.contains('\n')),
                "{nonsense}: {read:?}"
            );
        }
    }
}
