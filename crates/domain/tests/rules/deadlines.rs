//! Working days, limits and pauses, against known answers.

use domain::deadlines::{Calendar, Card, Clock, ClockKind, Limit, PausedDays, Weekend};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn due(from: &str, limit: &str) -> Date {
    crate::support::calendar()
        .due(day(from), limit.parse().unwrap(), &[])
        .on
}

#[test]
fn working_days_cross_holidays_and_count_make_up_days() {
    assert_eq!(due("2026-02-13", "5 working days"), day("2026-02-27"));
    assert_eq!(due("2026-09-30", "5 working days"), day("2026-10-13"));
    assert_eq!(due("2025-09-26", "5 working days"), day("2025-10-10"));
}

#[test]
fn a_last_day_on_a_day_off_moves_to_the_next_working_day() {
    // 1 + 30 days is 3 May, inside the Labour Day holiday.
    assert_eq!(due("2026-04-03", "30 days"), day("2026-05-06"));
    // A Saturday that is worked is a last day like any other.
    assert_eq!(due("2026-02-04", "10 days"), day("2026-02-14"));
}

#[test]
fn a_pause_moves_the_due_date_by_the_days_it_takes() {
    let calendar = crate::support::calendar();
    let pause = |from, to| PausedDays {
        from: day(from),
        to: day(to),
    };
    let with = |limit: &str, pauses: &[PausedDays]| {
        calendar.due(day("2026-02-13"), limit.parse().unwrap(), pauses).on
    };
    // Two of the days between are worked: 24 and 25 February.
    assert_eq!(
        with("5 working days", &[pause("2026-02-20", "2026-02-25")]),
        day("2026-03-02")
    );
    assert_eq!(
        with("30 days", &[pause("2026-02-20", "2026-02-25")]),
        day("2026-03-20")
    );
    // Overlapping pauses count once; one after the end changes nothing.
    let twice = [
        pause("2026-02-20", "2026-02-25"),
        pause("2026-02-21", "2026-02-25"),
    ];
    assert_eq!(with("5 working days", &twice), day("2026-03-02"));
    assert_eq!(
        with("5 working days", &[pause("2026-04-01", "2026-04-09")]),
        day("2026-02-27")
    );
}

#[test]
fn a_due_date_does_not_fall_into_a_pause() {
    let calendar = crate::support::calendar();
    for (from, limit, pause, expected) in [
        (
            "2026-09-01",
            "30 days",
            ("2026-10-01", "2026-10-20"),
            "2026-10-21",
        ),
        ("2026-03-02", "5 days", ("2026-03-07", "2026-03-13"), "2026-03-16"),
    ] {
        let pause = PausedDays {
            from: day(pause.0),
            to: day(pause.1),
        };
        let due = calendar.due(day(from), limit.parse().unwrap(), &[pause]);
        assert_eq!(due.on, day(expected), "{limit} from {from}");
    }
}

fn clock(limit: &str, started_at: &str) -> Clock {
    let started_at: Timestamp = started_at.parse().unwrap();
    let mut clock = Clock {
        kind: ClockKind::Resolution,
        stage: None,
        limit: limit.parse().unwrap(),
        basis: "own".into(),
        started_at,
        pauses: Vec::new(),
        extended_by: None,
        stopped_at: None,
        due_at: started_at,
        provisional: false,
    };
    clock.reckon(started_at, &crate::support::calendar(), &TimeZone::UTC);
    clock
}

#[test]
fn what_was_late_before_it_stood_is_late() {
    let (calendar, zone) = (crate::support::calendar(), TimeZone::UTC);
    for (limit, in_time, late, later) in [
        (
            "5 days",
            "2026-03-05T09:00:00Z",
            "2026-03-10T09:00:00Z",
            "2026-03-20T09:00:00Z",
        ),
        (
            "24 hours",
            "2026-03-02T20:00:00Z",
            "2026-03-03T12:00:00Z",
            "2026-03-20T09:00:00Z",
        ),
    ] {
        let later: Timestamp = later.parse().unwrap();
        for (stands_from, held, card) in [(in_time, true, Card::Clear), (late, false, Card::Red)] {
            let mut clock = clock(limit, "2026-03-02T09:00:00Z");
            clock.pause(stands_from.parse().unwrap());
            let seen = clock.at(later, &calendar, &zone);
            assert_eq!(
                (seen.is_held(), seen.card(later, &calendar, &zone)),
                (held, card),
                "{limit}"
            );
            assert!(seen.is_paused());
        }
    }
}

#[test]
fn a_year_that_is_not_announced_makes_a_provisional_date() {
    let calendar = crate::support::calendar();
    assert!(
        !calendar
            .due(day("2026-12-01"), Limit::WorkingDays(5), &[])
            .provisional
    );
    assert!(
        calendar
            .due(day("2026-12-30"), Limit::WorkingDays(5), &[])
            .provisional
    );
}

#[test]
fn limits_are_read_as_statutes_write_them() {
    assert_eq!("1 working day".parse(), Ok(Limit::WorkingDays(1)));
    assert_eq!("24 hours".parse(), Ok(Limit::Hours(24)));
    for wrong in [
        "",
        "5",
        "days",
        "-3 days",
        "5 weeks",
        "99999999 days",
        "5 working days more",
    ] {
        assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
    }
}

#[test]
fn a_city_has_the_weekend_that_it_says() {
    let weekend = Weekend::of([Weekday::Friday, Weekday::Saturday]).unwrap();
    let calendar = Calendar::default().with_weekend(weekend);
    // A Wednesday; then Thursday, Sunday, Monday.
    let due = |limit: &str| calendar.due(day("2026-11-25"), limit.parse().unwrap(), &[]).on;
    assert_eq!(due("1 working day"), day("2026-11-26"));
    assert_eq!(due("2 working days"), day("2026-11-29"));
    assert_eq!(due("2 days"), day("2026-11-29"), "a Friday is off");
    assert_eq!(due("4 days"), day("2026-11-29"));
    let read = |days: &str| serde_json::from_str::<Weekend>(days).map_err(|error| error.to_string());
    assert_eq!(read(r#"["saturday", "friday"]"#), Ok(weekend));
    assert!(read(r#"["Freitag"]"#).unwrap_err().contains("no day of the week"));
    let all = r#"["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]"#;
    assert!(read(all).unwrap_err().contains("no day is worked"));
}

fn any_weekend() -> impl Strategy<Value = Weekend> {
    prop::array::uniform7(any::<bool>()).prop_filter_map("a day is worked", |off| {
        let days = Weekday::Monday.cycle_forward().zip(off);
        Weekend::of(days.filter_map(|(day, off)| off.then_some(day))).ok()
    })
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i64..700).prop_map(|n| day("2025-01-01") + jiff::Span::new().days(n))
}

proptest! {
    /// From a year that the calendar does not know to another.
    #[test]
    fn working_days_are_those_that_are_worked_one_by_one(start in 0..2_000i32, days in -9..1_500i32) {
        let calendar = crate::support::calendar();
        let from = day("2023-01-01") + jiff::Span::new().days(start);
        let to = from + jiff::Span::new().days(days);
        let one_by_one = from.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= to);
        let worked = one_by_one.filter(|day| calendar.is_working(*day)).count();
        prop_assert_eq!(calendar.working_days(from, to) as usize, worked);
    }

    #[test]
    fn whatever_the_weekend_counting_ends_on_a_day_that_is_worked_and_counts_back(
        from in any_day(), n in 1u16..60, weekend in any_weekend()
    ) {
        let calendar = crate::support::calendar().with_weekend(weekend);
        let due = calendar.due(from, Limit::WorkingDays(n), &[]).on;
        prop_assert!(calendar.is_working(due));
        prop_assert_eq!(calendar.working_days(from, due), u32::from(n));
    }

    #[test]
    fn the_last_day_is_always_worked(from in any_day(), n in 1u16..90, working: bool) {
        let calendar = crate::support::calendar();
        let limit = if working { Limit::WorkingDays(n) } else { Limit::Days(n) };
        prop_assert!(calendar.is_working(calendar.due(from, limit, &[]).on));
    }

    #[test]
    fn counting_back_gives_the_limit(from in any_day(), n in 1u16..60) {
        let calendar = crate::support::calendar();
        let due = calendar.due(from, Limit::WorkingDays(n), &[]).on;
        prop_assert_eq!(calendar.working_days(from, due), u32::from(n));
    }

    #[test]
    fn a_due_date_is_a_day_on_which_the_clock_runs(
        from in any_day(), n in 1u16..40, start in 0i64..40, len in 0i64..40, split in 0i64..40, working: bool
    ) {
        let calendar: Calendar = crate::support::calendar();
        let days = |n: i64| jiff::Span::new().days(n);
        let limit = if working { Limit::WorkingDays(n) } else { Limit::Days(n) };
        let begin = from + days(start);
        let pause = PausedDays { from: begin, to: begin + days(len) };
        let due = calendar.due(from, limit, &[pause]);
        prop_assert!(calendar.is_working(due.on) && !(pause.from < due.on && due.on <= pause.to));
        let middle = begin + days(split.min(len));
        let halves = [PausedDays { to: middle, ..pause }, PausedDays { from: middle, ..pause }];
        prop_assert_eq!(calendar.due(from, limit, &halves), due);
    }

    #[test]
    fn a_pause_never_brings_a_due_date_forward(from in any_day(), n in 1u16..40, start in 0i64..40, len in 0i64..40) {
        let calendar: Calendar = crate::support::calendar();
        let begin = from + jiff::Span::new().days(start);
        let pause = PausedDays { from: begin, to: begin + jiff::Span::new().days(len) };
        let limit = Limit::WorkingDays(n);
        prop_assert!(calendar.due(from, limit, &[pause]).on >= calendar.due(from, limit, &[]).on);
    }
}
