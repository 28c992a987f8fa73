use domain::training::Command;
use domain::training::Level::Basic;
use store::training::{CourseFilter, LevelFilter};

use super::{ELSEWHERE, OFFICER, TODAY, attend, reference, schedule, with_levels};
use crate::both::on_both;
use crate::sample;

#[tokio::test]
async fn rows_that_were_changed_past_the_program_are_found_by_name() {
    on_both(async |house| {
        with_levels(&house).await;
        let officer = sample::officer();
        house
            .train(1, &officer, schedule("2026-03-01T01:00:00Z"))
            .await
            .unwrap();
        house.train(1, &officer, attend(ELSEWHERE)).await.unwrap();
        house.is_clean().await;
        let stream = format!("training/{}", reference(1));
        for (edit, undo, expected) in [
            (
                "UPDATE training_levels SET height = 3 WHERE staff = 2",
                "UPDATE training_levels SET height = 1 WHERE staff = 2",
                "levels",
            ),
            (
                "UPDATE training_levels SET expires_on = '2036-03-10' WHERE staff = 2",
                "UPDATE training_levels SET expires_on = '2026-03-10' WHERE staff = 2",
                "levels",
            ),
            (
                "UPDATE training_attendance SET staff = 9",
                "UPDATE training_attendance SET staff = 3",
                "attendance",
            ),
            (
                "UPDATE training_sessions SET session = 2",
                "UPDATE training_sessions SET session = 1",
                "sessions",
            ),
            (
                "UPDATE courses SET unit = 'tourism' WHERE unit = 'market'",
                "UPDATE courses SET unit = 'market' WHERE unit = 'tourism'",
                "row unit",
            ),
        ] {
            house.raw(edit).await;
            assert_eq!(house.broken().await, format!("{stream} 5 {expected}"), "{edit}");
            house.raw(undo).await;
        }
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn rows_are_derived_anew_from_the_journal() {
    on_both(async |house| {
        with_levels(&house).await;
        house.raw("UPDATE training_levels SET height = 3").await;
        house
            .raw("UPDATE settings SET value = '0' WHERE name = 'derived/training'")
            .await;
        house.store.adopt(&house.city).await.unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_erased_course_keeps_its_levels_and_none_of_its_words() {
    on_both(async |house| {
        with_levels(&house).await;
        let administrator = sample::administrator();
        let noted = Command::Note {
            text: "called Ivan".to_owned(),
            language: None,
        };
        house
            .train(1, &administrator, schedule("2026-04-01T01:00:00Z"))
            .await
            .unwrap();
        house.train(1, &administrator, noted).await.unwrap();
        house
            .train(
                1,
                &administrator,
                Command::Close {
                    reason: String::new(),
                },
            )
            .await
            .unwrap();
        let erase = Command::Erase {
            reason: "asked for".to_owned(),
        };
        let erased = house.train(1, &administrator, erase).await.unwrap();
        assert!(erased.erased && erased.titles.is_empty());

        let stream = format!("training/{}", reference(1));
        let words = format!(
            "SELECT COUNT(*) FROM courses WHERE reference = '{}' AND words || titles <> '{{}}'",
            reference(1)
        );
        assert_eq!(house.number(&words).await, 0);
        let bodies = format!("SELECT COUNT(*) FROM events WHERE stream = '{stream}' AND body IS NOT NULL");
        assert_eq!(house.number(&bodies).await, 0);
        let q = CourseFilter {
            q: "russian".to_owned(),
            ..CourseFilter::default()
        };
        assert_eq!(house.listed(&administrator, &q).await, [reference(2)]);
        let record = LevelFilter {
            staff: Some(OFFICER),
            ..LevelFilter::default()
        };
        let levels = house.store.levels(&administrator, &record, None, 9).await;
        assert!(levels.unwrap().rows[0].titles.is_empty());
        assert_eq!(house.spoken(Basic, TODAY).await.len(), 3);
        assert_eq!(house.warnings(None).await, 3);
        house.is_clean().await;
    })
    .await;
}
