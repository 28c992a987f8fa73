//! Whatever commands come, in whatever order: rows, lists and warnings say what the courses do.

use std::collections::BTreeMap;

use domain::Lang;
use domain::people::{Actor, Staff, StaffId};
use domain::training::Level::{Basic, Working};
use domain::training::{self, Command, Course, How, Level, Reached};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use store::training::LevelFilter;

use super::{TODAY, protocol, russian, system, with_people};
use crate::both::on_both;
use crate::sample;

fn people() -> impl Strategy<Value = StaffId> {
    (1..9i64).prop_map(StaffId)
}

fn days() -> impl Strategy<Value = Date> {
    (2020..2029i16, 1..13i8, 1..29i8).prop_map(|(year, month, day)| date(year, month, day))
}

fn levels() -> impl Strategy<Value = Level> {
    proptest::sample::select(Level::ALL)
}

fn languages() -> impl Strategy<Value = Option<Lang>> {
    proptest::option::of(prop_oneof![Just(Lang::RU), Just(Lang::KO)])
}

fn actors() -> impl Strategy<Value = Actor> {
    prop_oneof![
        Just(sample::planner()),
        Just(sample::planner()),
        Just(sample::officer()),
        Just(sample::officer_elsewhere()),
        Just(sample::administrator()),
        Just(system()),
        Just(Actor::ANYONE),
    ]
}

fn commands() -> impl Strategy<Value = Command> {
    let reached = (
        people(),
        languages(),
        levels(),
        days(),
        proptest::option::of(days()),
    );
    let reached = reached.prop_map(
        |(staff, language, level, reached_on, expires_on)| Command::Reach {
            staff,
            language,
            level,
            reached_on,
            expires_on,
        },
    );
    prop_oneof![
        6 => reached,
        2 => (people(), languages()).prop_map(|(staff, language)| Command::WithdrawLevel {
            staff,
            language,
            reason: "wrong".to_owned(),
        }),
        2 => (people(), proptest::sample::select(&[Lang::RU, Lang::KO][..]))
            .prop_map(|(staff, language)| Command::Warn { staff, language }),
        2 => (0..60i64).prop_map(|days| {
            let starts_at = sample::start() + jiff::SignedDuration::from_hours(24 * (days - 30));
            let ends_at = starts_at + jiff::SignedDuration::from_hours(1);
            Command::Schedule { starts_at, ends_at, place: "二楼".to_owned(), seats: None }
        }),
        2 => (1..4u32, people(), proptest::sample::select(How::ALL))
            .prop_map(|(session, staff, how)| Command::Attend { session, staff, how }),
        2 => proptest::collection::vec(people(), 1..4).prop_map(|staff| Command::Enrol { staff }),
        1 => people().prop_map(|staff| Command::Unenrol { staff: vec![staff] }),
        1 => (1..4u32, people()).prop_map(|(session, staff)| Command::TakeAttendance {
            session,
            attended: vec![staff],
            others: Vec::new(),
        }),
        1 => (1..4u32).prop_map(|session| {
            let starts_at = sample::start() + jiff::SignedDuration::from_hours(48);
            let ends_at = starts_at + jiff::SignedDuration::from_hours(1);
            Command::MoveSession { session, starts_at, ends_at, place: String::new(), seats: None }
        }),
        1 => (1..4u32).prop_map(|session| Command::CancelSession { session, reason: String::new() }),
        1 => any::<String>().prop_map(|title| Command::Edit {
            titles: BTreeMap::from([(Lang::ZH, title)]),
            language: None,
            unit: None,
        }),
        1 => any::<String>().prop_map(|text| Command::Note { text, language: None }),
        1 => Just(Command::Close { reason: String::new() }),
        2 => Just(Command::Reopen { reason: String::new() }),
        1 => Just(Command::Erase { reason: "asked for".to_owned() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_with_courses_the_rows_and_the_warnings_follow(
        steps in proptest::collection::vec((1..4u8, actors(), commands()), 60..100),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(on_both(async |house| {
            with_people(&house).await;
            let planner = sample::planner();
            let mut courses = Vec::new();
            for (n, open) in [(1, russian("market")), (2, protocol("tourism")), (3, russian("market"))] {
                courses.push(house.course(n, &planner, &open).await.unwrap());
            }
            for (n, actor, command) in &steps {
                if let Ok(after) = house.train(*n, actor, command.clone()).await {
                    courses[usize::from(*n) - 1] = after;
                }
            }
            house.is_clean().await;
            for course in &courses {
                let kept = house.store.get::<Course>(course.reference, &planner).await.unwrap();
                assert_eq!(kept.as_ref(), Some(course));
            }

            let all: Vec<Reached> = courses.iter().flat_map(|course| course.levels.clone()).collect();
            let waits = |level: &&Reached| !level.warned && level.expires_on.is_some_and(|on| TODAY <= on);
            let waiting = i64::try_from(all.iter().filter(waits).count()).unwrap();
            assert_eq!(house.warnings(None).await, waiting);
            assert_eq!(house.store.trained(TODAY).await.unwrap(), training::trained(&all, TODAY));
            for (language, at_least) in [(Lang::RU, Basic), (Lang::KO, Working)] {
                let mut speakers = house.store.speakers(language, at_least, TODAY).await.unwrap();
                speakers.sort();
                let staff: Vec<Staff> = house.store.staff().await.unwrap();
                let mut expected: Vec<StaffId> = staff.iter().map(|staff| staff.id).collect();
                expected.retain(|id| {
                    let theirs = training::levels_of(*id, &courses);
                    training::speaks(&theirs, language, at_least, TODAY)
                });
                expected.sort();
                let found: Vec<StaffId> = speakers.iter().map(|(staff, ..)| *staff).collect();
                assert_eq!(found, expected);
                let filter = LevelFilter {
                    language: Some(language),
                    at_least: Some(at_least),
                    valid_on: Some(TODAY),
                    ..LevelFilter::default()
                };
                let page = house.store.levels(&planner, &filter, None, 50).await.unwrap();
                let mut listed: Vec<_> = page
                    .rows
                    .into_iter()
                    .map(|held| (held.reached.staff, held.unit, held.reached.level))
                    .collect();
                listed.sort();
                assert_eq!(listed, speakers, "the list and routing say the same");
            }
        }));
    }
}
