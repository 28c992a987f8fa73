use domain::people::StaffId;
use domain::training::Command;
use domain::training::Level::{Basic, Native, Working};
use jiff::Timestamp;
use jiff::civil::date;
use store::Reminder as _;
use store::training::Expiry;

use super::{OFFICER, TODAY, reach, reference, russian, system, with_people};
use crate::both::on_both;
use crate::sample;

fn withdraw(staff: StaffId) -> Command {
    Command::WithdrawLevel {
        staff,
        language: None,
        reason: "entered twice".to_owned(),
    }
}

#[tokio::test]
async fn a_level_that_will_expire_asks_for_a_warning_as_long_as_it_is_there() {
    on_both(async |house| {
        with_people(&house).await;
        let planner = sample::planner();
        house.course(1, &planner, &russian("market")).await.unwrap();
        let enter = async |level, reached_on, expires_on| {
            let reached = reach(OFFICER, level, reached_on, expires_on);
            house.train(1, &planner, reached).await.unwrap();
        };
        // Sixty days before the second of March 2028, as the day begins in the city.
        enter(Basic, TODAY, None).await;
        assert_eq!(house.warnings(Some("2028-01-01T16:00:00Z")).await, 1);
        // A better one of the same days needs no other.
        enter(Working, TODAY, None).await;
        assert_eq!(house.warnings(None).await, 1);
        enter(Working, TODAY, Some(date(2027, 3, 2))).await;
        assert_eq!(house.warnings(Some("2026-12-31T16:00:00Z")).await, 1);
        assert_eq!(house.warnings(None).await, 1);
        // One that counts for good, and one that is over, ask for nothing.
        enter(Native, TODAY, None).await;
        assert_eq!(house.warnings(None).await, 0);
        enter(Working, date(2020, 1, 1), Some(date(2022, 1, 1))).await;
        assert_eq!(house.warnings(None).await, 0);
        enter(Basic, TODAY, None).await;
        assert_eq!(house.warnings(None).await, 1);
        house.train(1, &planner, withdraw(OFFICER)).await.unwrap();
        assert_eq!(house.warnings(None).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_warning_is_carried_out_once_when_its_time_comes() {
    on_both(async |house| {
        with_people(&house).await;
        let planner = sample::planner();
        house.course(1, &planner, &russian("market")).await.unwrap();
        let level = reach(OFFICER, Basic, TODAY, None);
        house.train(1, &planner, level.clone()).await.unwrap();
        let due: Timestamp = "2028-01-01T16:00:00Z".parse().unwrap();
        let before = due - jiff::SignedDuration::from_secs(1);
        let claimed = house.store.claim(before, Expiry::KIND, 9).await.unwrap();
        assert!(claimed.is_empty());
        let claimed = house.store.claim(due, Expiry::KIND, 9).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let task = &claimed[0];
        assert_eq!(task.name, format!("{}/2/ru/2028-03-02", reference(1)));
        assert_eq!(task.about, format!("training/{}", reference(1)));
        let (about, command) = Expiry::asked(task).unwrap();
        assert_eq!(about, reference(1));
        let warned = house.train_at(due, 1, &system(), command).await.unwrap();
        assert!(warned.levels[0].warned);
        // It went with the warning; that it is done may be said all the same.
        assert_eq!(house.warnings(None).await, 0);
        house.store.done(task).await.unwrap();
        let again = house.train_at(due, 1, &planner, level).await.unwrap();
        assert_eq!(again.version, warned.version, "nothing is entered twice");
        assert_eq!(house.warnings(None).await, 0);
        let other = store::Task {
            name: "none".to_owned(),
            ..task.clone()
        };
        assert_eq!(Expiry::asked(&other), None);
        house.is_clean().await;
    })
    .await;
}
