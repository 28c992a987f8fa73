use domain::Lang;
use domain::journaled::Refusal;
use domain::people::{Actor, Role, StaffId};
use domain::problems::Problem;
use domain::training::Level::Basic;
use domain::training::{Command, Course, How, Kind, State};
use store::training::{CourseFilter, CourseSort};
use store::{CommandError, OpenError, Page};

use super::{
    AGENT, ELSEWHERE, OFFICER, TODAY, attend, protocol, reach, reference, russian, schedule, with_people,
};
use crate::both::on_both;
use crate::sample;

#[tokio::test]
async fn a_course_opens_changes_and_is_told_by_its_journal() {
    on_both(async |house| {
        with_people(&house).await;
        let officer = sample::officer();
        let opened = house.course(1, &officer, &russian("market")).await.unwrap();
        assert_eq!((opened.state, opened.version), (State::Planned, 1));
        house
            .train(1, &officer, schedule("2026-03-01T01:00:00Z"))
            .await
            .unwrap();
        house.train(1, &officer, attend(OFFICER)).await.unwrap();
        let noted = Command::Note {
            text: "教材已发".to_owned(),
            language: None,
        };
        house.train(1, &officer, noted).await.unwrap();
        // Who takes no part in it is named all the same: the rules look up whether they are there.
        let unknown = house.train(1, &officer, attend(StaffId(99))).await;
        let refusal = Refusal::from(Problem::UnknownStaff.of("staff"));
        assert_eq!(unknown, Err(CommandError::Refused(refusal)));

        let found = house.store.get::<Course>(reference(1), &officer).await.unwrap();
        let course = found.unwrap();
        assert_eq!((course.state, course.version), (State::Running, 4));
        assert_eq!(course.attendance_of(OFFICER, 1), Some(How::Attended));
        let journal = house.store.journal_of::<Course>(reference(1), &officer).await;
        let journal = journal.unwrap().unwrap();
        let kinds: Vec<&str> = journal
            .iter()
            .map(|event| event.event.event.kind().code())
            .collect();
        assert_eq!(
            kinds,
            ["opened", "session-scheduled", "attendance-taken", "noted"]
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_unit_sees_its_courses_and_people_those_they_took_part_in() {
    on_both(async |house| {
        with_people(&house).await;
        let (officer, elsewhere) = (sample::officer(), sample::officer_elsewhere());
        house.course(1, &officer, &russian("market")).await.unwrap();
        house
            .course(2, &sample::planner(), &russian("harbour"))
            .await
            .unwrap();
        let all = CourseFilter::default();
        assert_eq!(house.listed(&officer, &all).await, [reference(1)]);
        assert_eq!(
            house.listed(&sample::supervisor(), &all).await,
            [reference(2), reference(1)]
        );
        let reviewer = Actor::Staff {
            id: StaffId(8),
            role: Role::Reviewer,
            unit: "market".into(),
        };
        for stranger in [
            &elsewhere,
            &reviewer,
            &Actor::ANYONE,
            &Actor::holder(reference(1)),
        ] {
            assert!(house.listed(stranger, &all).await.is_empty());
            let found = house.store.get::<Course>(reference(1), stranger).await;
            assert_eq!(found.unwrap(), None);
            let tried = house.train(1, stranger, attend(ELSEWHERE)).await;
            assert_eq!(tried, Err(CommandError::NotFound));
        }

        house
            .train(1, &officer, schedule("2026-03-01T01:00:00Z"))
            .await
            .unwrap();
        house.train(1, &officer, attend(ELSEWHERE)).await.unwrap();
        let planner = sample::planner();
        house
            .train(2, &planner, reach(AGENT, Basic, TODAY, None))
            .await
            .unwrap();
        assert_eq!(house.listed(&elsewhere, &all).await, [reference(1)]);
        assert_eq!(house.listed(&sample::agent(), &all).await, [reference(2)]);
        // That one alone, and to see it is all they may.
        let other = house.store.get::<Course>(reference(2), &elsewhere).await;
        assert_eq!(other.unwrap(), None);
        let tried = house.train(1, &elsewhere, attend(ELSEWHERE)).await;
        assert_eq!(tried, Err(CommandError::Refused(Refusal::NotAllowed)));
    })
    .await;
}

#[tokio::test]
async fn who_may_not_run_courses_opens_none() {
    on_both(async |house| {
        with_people(&house).await;
        for actor in [sample::agent(), sample::interpreter(), Actor::ANYONE] {
            let refused = house.course(1, &actor, &russian("hotline")).await;
            assert_eq!(refused, Err(OpenError::Refused(Refusal::NotAllowed)));
        }
        let refused = house.course(1, &sample::officer(), &russian("tourism")).await;
        assert!(matches!(refused, Err(OpenError::Refused(Refusal::Invalid(_)))));
        house
            .course(1, &sample::officer(), &russian("market"))
            .await
            .unwrap();
        let taken = house.course(1, &sample::officer(), &russian("market")).await;
        assert_eq!(taken, Err(OpenError::KeyTaken));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_list_of_courses_holds_what_its_filter_keeps() {
    on_both(async |house| {
        with_people(&house).await;
        let planner = sample::planner();
        for (n, open) in [
            (1, russian("market")),
            (2, protocol("market")),
            (3, russian("tourism")),
        ] {
            house.course(n, &planner, &open).await.unwrap();
        }
        house
            .train(1, &planner, schedule("2026-03-20T01:00:00Z"))
            .await
            .unwrap();
        house
            .train(
                3,
                &planner,
                Command::Close {
                    reason: String::new(),
                },
            )
            .await
            .unwrap();
        let any = CourseFilter::default;
        let q = |q: &str| CourseFilter {
            q: q.to_owned(),
            ..any()
        };
        let (one, two, three) = (reference(1), reference(2), reference(3));
        for (filter, expected) in [
            (any(), vec![three, two, one]),
            (
                CourseFilter {
                    states: vec![State::Planned, State::Running],
                    ..any()
                },
                vec![two, one],
            ),
            (
                CourseFilter {
                    kind: Some(Kind::Protocol),
                    ..any()
                },
                vec![two],
            ),
            (
                CourseFilter {
                    language: Some(Lang::RU),
                    ..any()
                },
                vec![three, one],
            ),
            (
                CourseFilter {
                    unit: Some("market".into()),
                    ..any()
                },
                vec![two, one],
            ),
            (q("俄语"), vec![three, one]),
            (q("harbour RUSSIAN"), vec![one]),
            (q("harbour 礼仪"), vec![]),
            (q(&two.to_string().to_lowercase()), vec![two]),
            (q("100%"), vec![]),
        ] {
            assert_eq!(house.listed(&planner, &filter).await, expected, "{filter:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn courses_are_paged_by_their_next_session() {
    on_both(async |house| {
        with_people(&house).await;
        let planner = sample::planner();
        for n in 1..=5 {
            house.course(n, &planner, &russian("market")).await.unwrap();
        }
        // The third one's is over, the fifth one's called off.
        for (n, day) in [
            (1, "2026-03-20"),
            (2, "2026-03-10"),
            (3, "2026-02-10"),
            (4, "2026-03-05"),
            (5, "2026-03-03"),
        ] {
            let scheduled = schedule(&format!("{day}T01:00:00Z"));
            house.train(n, &planner, scheduled).await.unwrap();
        }
        let off = Command::CancelSession {
            session: 1,
            reason: String::new(),
        };
        house.train(5, &planner, off).await.unwrap();
        let filter = CourseFilter {
            sort: CourseSort::Next { now: sample::start() },
            ..CourseFilter::default()
        };
        let expected = [4, 2, 1, 3, 5].map(reference);
        assert_eq!(house.listed(&planner, &filter).await, expected);

        let page = async |cursor: Option<String>| -> Page<Course> {
            let page = house.store.courses(&planner, &filter, cursor.as_deref(), 2);
            page.await.unwrap()
        };
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let Page {
                rows, next, total, ..
            } = page(cursor).await;
            assert_eq!(total, 5);
            found.extend(rows.into_iter().map(|course| course.reference));
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, expected);
        let second = page(page(None).await.next).await;
        assert_eq!(page(second.previous).await.rows[0].reference, expected[0]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_is_enrolled_finds_the_course_before_it_is_held() {
    on_both(async |house| {
        with_people(&house).await;
        let (planner, elsewhere) = (sample::planner(), sample::officer_elsewhere());
        house.course(1, &planner, &russian("market")).await.unwrap();
        let staff = vec![OFFICER, ELSEWHERE];
        house
            .train(1, &planner, Command::Enrol { staff: staff.clone() })
            .await
            .unwrap();
        let all = CourseFilter::default();
        assert_eq!(house.listed(&elsewhere, &all).await, [reference(1)]);
        let found = house.store.get::<Course>(reference(1), &elsewhere).await.unwrap();
        assert_eq!(found.unwrap().seen_by(&elsewhere).enrolled, [ELSEWHERE]);
        house.is_clean().await;
        house
            .train(1, &planner, Command::Unenrol { staff })
            .await
            .unwrap();
        assert!(house.listed(&elsewhere, &all).await.is_empty());
        house.is_clean().await;
    })
    .await;
}
