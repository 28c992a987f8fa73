use std::collections::BTreeMap;

use domain::Lang;
use domain::people::{Actor, Role};
use domain::training::Course;
use domain::training::Level::{Basic, Native, Working};
use jiff::civil::date;
use store::training::{CourseFilter, LevelFilter};

use super::{AGENT, ELSEWHERE, OFFICER, TODAY, reference, system, with_levels};
use crate::both::on_both;
use crate::sample;

#[tokio::test]
async fn the_best_level_that_counts_on_the_day_says_who_speaks_a_language() {
    on_both(async |house| {
        with_levels(&house).await;
        assert_eq!(
            house.spoken(Basic, TODAY).await,
            [(ELSEWHERE, Native), (AGENT, Working), (OFFICER, Basic)]
        );
        assert_eq!(
            house.spoken(Working, date(2026, 4, 1)).await,
            [(ELSEWHERE, Native), (AGENT, Working)]
        );
        // The better of the agent's two is over, and the officer's.
        assert_eq!(
            house.spoken(Basic, date(2026, 4, 2)).await,
            [(ELSEWHERE, Native), (AGENT, Basic)]
        );
        assert!(
            house
                .store
                .speakers(Lang::KO, Basic, TODAY)
                .await
                .unwrap()
                .is_empty()
        );
        let trained = house.store.trained(TODAY).await.unwrap();
        assert_eq!(
            (trained.staff, trained.by_language),
            (3, BTreeMap::from([(Lang::RU, 3)]))
        );

        house.leaves(ELSEWHERE).await;
        let speakers = house.store.speakers(Lang::RU, Working, TODAY).await.unwrap();
        assert_eq!(speakers, [(AGENT, "hotline".into(), Working)]);
        assert_eq!(house.store.trained(TODAY).await.unwrap().staff, 2);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn levels_are_listed_for_a_person_a_unit_and_a_language() {
    on_both(async |house| {
        with_levels(&house).await;
        let agent = sample::agent();
        let any = LevelFilter::default;
        let spoken = LevelFilter {
            language: Some(Lang::RU),
            at_least: Some(Basic),
            valid_on: Some(TODAY),
            ..any()
        };
        let row = |login: &str, level| (login.to_owned(), Lang::RU, level);
        // The whole city's, each person once.
        assert_eq!(
            house.held(&agent, &spoken).await,
            [
                row("agent", Working),
                row("elsewhere", Native),
                row("officer", Basic)
            ]
        );
        let working = LevelFilter {
            at_least: Some(Working),
            ..spoken.clone()
        };
        assert_eq!(house.held(&agent, &working).await.len(), 2);
        let record = LevelFilter {
            staff: Some(AGENT),
            ..any()
        };
        assert_eq!(
            house.held(&agent, &record).await,
            [row("agent", Working), row("agent", Basic)]
        );
        let hotline = LevelFilter {
            unit: Some("hotline".into()),
            valid_on: Some(TODAY),
            ..any()
        };
        assert_eq!(house.held(&agent, &hotline).await, [row("agent", Working)]);
        let expiring = LevelFilter {
            valid_on: Some(TODAY),
            expiring_before: Some(date(2026, 4, 2)),
            ..any()
        };
        assert_eq!(
            house.held(&agent, &expiring).await,
            [row("officer", Basic), row("agent", Working)]
        );

        // A row says all of its level, and of its course what it is called.
        let page = house.store.levels(&agent, &expiring, None, 1).await.unwrap();
        let held = &page.rows[0];
        assert_eq!((held.course, held.unit.as_str()), (reference(1), "market"));
        assert_eq!(held.titles[&Lang::EN], "Russian at the counter");
        let course = house.store.get::<Course>(reference(1), &sample::planner()).await;
        assert_eq!(
            course.unwrap().unwrap().level_of(OFFICER, Lang::RU),
            Some(&held.reached)
        );
        let next = house
            .store
            .levels(&agent, &expiring, page.next.as_deref(), 1)
            .await;
        assert_eq!(next.unwrap().rows[0].login, "agent");
        let native = LevelFilter {
            at_least: Some(Native),
            ..any()
        };
        let native = house.store.levels(&agent, &native, None, 1).await.unwrap();
        assert_eq!(native.rows[0].reached.expires_on, None);
    })
    .await;
}

#[tokio::test]
async fn the_levels_of_other_units_are_for_those_who_search_the_city() {
    on_both(async |house| {
        with_levels(&house).await;
        let all = LevelFilter::default();
        let count = async |actor: &Actor| {
            let page = house.store.levels(actor, &all, None, 50).await.unwrap();
            page.total
        };
        for (actor, expected) in [
            (sample::agent(), 5),
            (sample::supervisor(), 5),
            (sample::planner(), 5),
            (sample::administrator(), 5),
            (system(), 5),
            // Of the hotline, of the market, of tourism.
            (sample::interpreter(), 3),
            (sample::officer(), 1),
            (sample::officer_elsewhere(), 1),
            (Actor::ANYONE, 0),
        ] {
            assert_eq!(count(&actor).await, expected, "{actor:?}");
        }
        let of_another = LevelFilter {
            staff: Some(AGENT),
            ..all.clone()
        };
        assert!(house.held(&sample::officer(), &of_another).await.is_empty());

        // Who has left is on no list, but their record is kept.
        house.leaves(AGENT).await;
        assert_eq!(count(&sample::supervisor()).await, 3);
        assert_eq!(house.held(&sample::supervisor(), &of_another).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_persons_record_is_theirs_to_read_whatever_they_are_here() {
    on_both(async |house| {
        with_levels(&house).await;
        let record = LevelFilter {
            staff: Some(OFFICER),
            ..LevelFilter::default()
        };
        let courses = CourseFilter {
            staff: Some(OFFICER),
            ..CourseFilter::default()
        };
        // A reviewer's role sees nothing of training.
        let as_reviewer = |id| Actor::Staff {
            id,
            role: Role::Reviewer,
            unit: "hotline".into(),
        };
        let own = as_reviewer(OFFICER);
        assert_eq!(house.held(&own, &record).await.len(), 1);
        let page = house.store.courses(&own, &courses, None, 10).await.unwrap();
        assert_eq!(page.rows.len(), 1);
        let other = as_reviewer(AGENT);
        assert!(house.held(&other, &record).await.is_empty());
        let page = house.store.courses(&other, &courses, None, 10).await.unwrap();
        assert!(page.rows.is_empty());
        assert!(house.held(&own, &LevelFilter::default()).await.is_empty());
        // Who sees all courses gets those of that person alone.
        let mine = CourseFilter {
            staff: Some(AGENT),
            ..CourseFilter::default()
        };
        let supervisor = sample::supervisor();
        let page = house.store.courses(&supervisor, &mine, None, 10).await.unwrap();
        assert!(page.rows.iter().all(|course| course.took_part(AGENT)));
        assert!(!page.rows.is_empty());
    })
    .await;
}
