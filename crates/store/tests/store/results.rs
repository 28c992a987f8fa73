//! What is published of how the city answers.

use std::collections::BTreeMap;

use domain::cases::{Case, Command, Open};
use domain::journaled::Context;
use domain::rates::Tally;
use domain::roles::Actor;
use jiff::Timestamp;
use store::{Counted, Period};

use crate::both::{House, on_both, receipt};
use crate::sample;

/// A moment of the city.
fn at(city: &str) -> Timestamp {
    format!("{city}+08:00").parse().unwrap()
}

async fn opened(house: &House, n: u8, when: &str, open: &Open) -> Case {
    let context = Context {
        now: at(when),
        actor: &Actor::ANYONE,
        city: &house.city,
    };
    let opened = house
        .store
        .open_held::<Case>(&context, open, &receipt(n), None)
        .await;
    opened.unwrap().record
}

async fn done(house: &House, case: &Case, when: &str, actor: &Actor, command: Command) {
    let context = Context {
        now: at(when),
        actor,
        city: &house.city,
    };
    let done = house
        .store
        .carry_out(&context, case.reference, None, &command)
        .await;
    done.unwrap();
}

fn words(text: &str) -> (String, Option<domain::Lang>) {
    (text.to_owned(), Some(domain::Lang::EN))
}

#[tokio::test]
async fn results_are_counted_by_service_and_by_the_citys_months() {
    on_both(async |house| {
        let zone = &house.city.timezone;
        let now = at("2026-03-15T12:00");
        assert!(house.store.results(now, zone).await.unwrap().is_empty());

        let officer = sample::officer();
        let complaint = sample::open("The shop sold me a broken kettle");
        // In the city it is January still, and then February, while it is January in Greenwich.
        let january = opened(&house, 1, "2026-01-31T23:10", &complaint).await;
        done(&house, &january, "2026-01-31T23:30", &officer, Command::Accept).await;
        let february = opened(&house, 2, "2026-02-01T00:10", &complaint).await;
        done(&house, &february, "2026-02-01T00:30", &officer, Command::Accept).await;
        // Nobody answers it, and its two hours end in February.
        opened(&house, 3, "2026-01-31T23:30", &sample::urgent("Help")).await;
        let stage = "mediation".to_owned();
        done(
            &house,
            &february,
            "2026-02-20T10:00",
            &officer,
            Command::Advance { stage },
        )
        .await;
        let (text, language) = words("店家已退款");
        done(
            &house,
            &february,
            "2026-02-28T10:00",
            &officer,
            Command::Resolve { text, language },
        )
        .await;
        let unrated = house.store.results(at("2026-02-28T11:00"), zone).await.unwrap();
        let rate = Command::Rate {
            solved: true,
            satisfied: false,
            comment: String::new(),
        };
        let holder = Actor::holder(february.reference);
        done(&house, &february, "2026-03-01T00:00", &holder, rate).await;
        let declined = opened(&house, 4, "2026-03-02T10:00", &complaint).await;
        let (text, language) = words("不受理");
        done(
            &house,
            &declined,
            "2026-03-02T11:00",
            &officer,
            Command::Decline { text, language },
        )
        .await;

        let tally = |due, responded_in_time| Tally {
            due,
            responded_in_time,
            ..Tally::default()
        };
        let counted = |service: &str, month: &str, tally| Counted {
            service: service.into(),
            month: month.parse().unwrap(),
            tally,
        };
        let rated = Tally {
            follow_ups: 1,
            solved: 1,
            declined: 1,
            ..Tally::default()
        };
        let mut results = house.store.results(now, zone).await.unwrap();
        results.sort_by_key(|counted| (counted.service.to_string(), counted.month));
        assert_eq!(
            results,
            [
                counted("consumer-complaint", "2026-01-01", tally(1, 1)),
                counted("consumer-complaint", "2026-02-01", tally(1, 1)),
                counted("consumer-complaint", "2026-03-01", rated),
                counted("urgent-help", "2026-02-01", tally(1, 0)),
            ]
        );
        let of_february = unrated.iter().filter(|counted| counted.tally.unrated == 1);
        assert_eq!(of_february.count(), 1, "while nobody had rated it");

        // What the wall counts in the same time is the same.
        let period = Period {
            from: at("2026-01-01T00:00"),
            to: now,
        };
        let wall: BTreeMap<_, Tally> = house.store.tallies(&sample::supervisor(), period).await.unwrap();
        let sum = |tallies: &mut dyn Iterator<Item = Tally>| {
            tallies.fold(Tally::default(), |mut all, tally| {
                all += tally;
                all
            })
        };
        assert_eq!(
            sum(&mut wall.into_values()),
            sum(&mut results.iter().map(|counted| counted.tally))
        );
    })
    .await;
}
