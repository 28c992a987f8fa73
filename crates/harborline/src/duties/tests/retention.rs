use std::num::NonZeroU8;

use domain::cases::{Case, Command};
use domain::receipts::Reference;

use super::translating::open;
use super::*;
use crate::duties::retention::Retention;

async fn round(house: &House) {
    Retention::new(house.node.clone()).round(Wake::All).await.unwrap();
}

async fn case(house: &House, reference: Reference) -> Case {
    let worker = system("test");
    let found = house.node.store.get::<Case>(reference, &worker).await;
    found.unwrap().unwrap()
}

async fn does(house: &House, reference: Reference, command: &Command) {
    let supervisor = staff(Role::Supervisor, house.node.city.hotline_unit.as_str());
    let ctx = house.context(&supervisor);
    let store = &house.node.store;
    store.carry_out(&ctx, reference, None, command).await.unwrap();
}

#[tokio::test]
async fn words_are_kept_as_long_as_their_service_says_and_held_as_long_as_a_court_does() {
    let mut house = House::new().await;
    let (kept, held) = (
        open(&house, 1, "Where is the counter?").await,
        open(&house, 2, "Who was it?").await,
    );
    let service = case(&house, kept).await.service;
    for reference in [kept, held] {
        // It ends whatever it is about.
        let merge = Command::Merge {
            into: open(&house, if reference == kept { 3 } else { 4 }, "The same")
                .await
                .to_string(),
        };
        does(&house, reference, &merge).await;
    }
    let legal = Command::LegalHold {
        reason: "A court has asked for it".to_owned(),
    };
    does(&house, held, &legal).await;

    // Nobody said how long: it stays.
    house.set("2036-03-03T01:00:00Z");
    round(&house).await;
    assert!(!case(&house, kept).await.erased);

    let mut city = weihai();
    let of = city.services.iter_mut().find(|one| one.code == service).unwrap();
    of.keep_years = NonZeroU8::new(5);
    house.is_now(city).await;
    house.set("2031-03-01T15:00:00Z");
    round(&house).await;
    assert!(!case(&house, kept).await.erased, "a day too early");
    house.set("2031-03-03T01:00:00Z");
    round(&house).await;
    assert!(case(&house, kept).await.erased);
    assert!(!case(&house, held).await.erased);
    let journal = house.node.store.journal_of::<Case>(kept, &system("test")).await;
    let last = journal.unwrap().unwrap().pop().unwrap();
    assert_eq!(last.event.actor, system("retention"));

    let release = Command::LegalRelease {
        reason: "The court is done".to_owned(),
    };
    does(&house, held, &release).await;
    round(&house).await;
    assert!(case(&house, held).await.erased);
}
