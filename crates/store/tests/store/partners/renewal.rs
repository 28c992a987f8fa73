//! Warnings before a partner must be renewed: there as long as the day stands, and carried out once.

use domain::journaled::Refusal;
use domain::partners::{Command, Entry, Open};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use store::CommandError;
use store::Reminder as _;
use store::partners::{PartnerFilter, Renewal};

use super::{SOCHI, UBE, UNTIL, already, end, entry, furnish, note, reference, system, ube, with_kinds};
use crate::both::{House, on_both};
use crate::sample;

/// Midnight in the city.
fn midnight(day: Date) -> Timestamp {
    let time_zone = sample::city().timezone;
    day.to_zoned(time_zone).unwrap().timestamp()
}

impl House {
    /// Warnings that wait, each of a partner's end and due when that day begins.
    async fn warns(&self, expected: &[(u8, Date, Date)]) {
        let kind = Renewal::KIND;
        let count = format!("SELECT COUNT(*) FROM tasks WHERE kind = '{kind}'");
        let all = self.number(&count).await;
        assert_eq!(all, i64::try_from(expected.len()).unwrap(), "{expected:?}");
        for (n, until, begins) in expected {
            let (reference, due_at) = (reference(*n), midnight(*begins).as_microsecond());
            let sql = format!(
                "{count} AND name = '{reference}/{until}' AND about = 'partner/{reference}' AND due_at = {due_at}"
            );
            assert_eq!(self.number(&sql).await, 1, "{expected:?}");
        }
    }
}

#[tokio::test]
async fn a_warning_waits_as_long_as_its_day_stands() {
    on_both(async |mut house: House| {
        with_kinds(&mut house);
        let planner = sample::planner();
        let does = async |command: Command| house.on_partner(UBE, &planner, command).await.unwrap();
        let open = Open {
            entry: ube(),
            ..Open::default()
        };
        house.propose(UBE, &planner, &open).await.unwrap();
        does(Command::Agree {
            decided_by: "The mayor".to_owned(),
            on: None,
        })
        .await;
        house.warns(&[]).await;
        does(Command::Activate {
            since: None,
            until: None,
        })
        .await;
        house.warns(&[(UBE, UNTIL, date(2026, 5, 1))]).await;
        // What is no matter of its end leaves it there.
        does(note("They wrote")).await;
        house.warns(&[(UBE, UNTIL, date(2026, 5, 1))]).await;
        // A park is warned of later.
        does(Command::Edit(Entry {
            kind: "park".to_owned(),
            ..ube()
        }))
        .await;
        house.warns(&[(UBE, UNTIL, date(2026, 5, 31))]).await;
        let renew = |until| Command::Renew {
            until,
            decided_by: String::new(),
            on: None,
        };
        does(renew(date(2030, 3, 31))).await;
        house.warns(&[(UBE, date(2030, 3, 31), date(2030, 3, 1))]).await;
        does(Command::Edit(Entry { until: None, ..ube() })).await;
        house.warns(&[]).await;
        does(renew(UNTIL)).await;
        house.warns(&[(UBE, UNTIL, date(2026, 5, 1))]).await;
        does(end()).await;
        house.warns(&[]).await;
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_one_already_is_warned_of_from_the_start() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        house
            .warns(&[
                (UBE, UNTIL, date(2026, 5, 1)),
                (SOCHI, date(2028, 1, 1), date(2027, 11, 2)),
            ])
            .await;
        let endless = already(entry("park", "常设园区", "Standing Park"));
        house.propose(9, &sample::planner(), &endless).await.unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM tasks").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_warning_is_carried_out_once_and_stands_until_the_renewal() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let (worker, planner) = (system(), sample::planner());
        let near = PartnerFilter {
            renewal_near: true,
            ..PartnerFilter::default()
        };
        let due = midnight(date(2026, 5, 1));
        let early = house.store.claim(due - 1.second(), Renewal::KIND, 9).await;
        assert!(early.unwrap().is_empty());
        let task = house.store.claim(due, Renewal::KIND, 9).await.unwrap().remove(0);
        let (of, command) = Renewal::asked(&task).unwrap();
        assert_eq!((of, &command), (reference(UBE), &Command::Warn));
        let warned = house.on_partner_at(due, UBE, &worker, Command::Warn).await;
        let warned = warned.unwrap();
        assert_eq!((warned.version, warned.warned_for), (7, Some(UNTIL)));
        assert_eq!(Renewal::again(&warned, &house.city), None);
        let again = house.on_partner_at(due, UBE, &worker, Command::Warn).await;
        assert!(matches!(
            again,
            Err(CommandError::Refused(Refusal::WrongState { .. }))
        ));
        house.store.done(&task).await.unwrap();
        house.warns(&[(SOCHI, date(2028, 1, 1), date(2027, 11, 2))]).await;
        assert_eq!(house.found(&planner, &near).await, ["Ube"]);
        house.is_clean().await;

        let renew = Command::Renew {
            until: date(2031, 6, 30),
            decided_by: String::new(),
            on: None,
        };
        house.on_partner_at(due, UBE, &planner, renew).await.unwrap();
        assert!(house.found(&planner, &near).await.is_empty());
        house
            .warns(&[
                (UBE, date(2031, 6, 30), date(2031, 5, 1)),
                (SOCHI, date(2028, 1, 1), date(2027, 11, 2)),
            ])
            .await;
        let other = store::Task::new(Renewal::KIND, "none", task.about, due);
        assert_eq!(Renewal::asked(&other), None);
    })
    .await;
}

#[tokio::test]
async fn a_warning_that_comes_before_its_time_is_asked_for_anew() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let early = midnight(date(2026, 5, 1));
        house.city.partners.kinds[0].notice = "10 days".parse().unwrap();
        let claimed = house.store.claim(early, Renewal::KIND, 9).await;
        let task = claimed.unwrap().remove(0);
        let ube = house.on_partner_at(early, UBE, &system(), Command::Warn).await;
        let ube = ube.unwrap();
        assert_eq!(ube.warned_for, None);
        house.store.done(&task).await.unwrap();
        let anew = Renewal::again(&ube, &house.city).unwrap();
        house.store.ask_for(anew).await.unwrap();
        house
            .warns(&[
                (UBE, UNTIL, date(2026, 6, 20)),
                (SOCHI, date(2028, 1, 1), date(2027, 11, 2)),
            ])
            .await;
    })
    .await;
}
