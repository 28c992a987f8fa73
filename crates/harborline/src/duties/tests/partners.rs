use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{self, Partner};
use domain::receipts::Reference;
use jiff::civil::date;

use super::tasks::{due, one_round};
use super::*;
use crate::duties::tasks::KINDS;

/// One whose renewal is some months off.
async fn sister_city(house: &House) -> Reference {
    let reference = Reference::from_random([9; 7]);
    let names = BTreeMap::from([(Lang::ZH, "宇部市".to_owned()), (Lang::EN, "Ube".to_owned())]);
    let open = partners::Open {
        entry: partners::Entry {
            kind: house.node.city.partners.kinds[0].code.clone(),
            names,
            country: Some("JP".to_owned()),
            since: Some("1992-05-18".parse().unwrap()),
            until: Some(date(2026, 12, 31)),
            ..partners::Entry::default()
        },
        already: true,
        ..partners::Open::default()
    };
    let planner = staff(Role::Planner, house.node.city.hotline_unit.as_str());
    let ctx = house.context(&planner);
    let store = &house.node.store;
    let opened = store.open_stream::<Partner>(&ctx, &open, reference, None).await;
    opened.unwrap();
    reference
}

async fn partner(house: &House, reference: Reference) -> Partner {
    let worker = system("test");
    let found = house.node.store.get::<Partner>(reference, &worker).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn a_partner_is_warned_of_before_it_ends_by_the_worker_of_that_kind() {
    let house = House::new().await;
    let reference = sister_city(&house).await;
    one_round(&house, KINDS).await;
    assert_eq!(partner(&house, reference).await.warned_for, None);
    house.set("2026-12-01T01:00:00Z");
    one_round(&house, KINDS).await;
    let warned = partner(&house, reference).await;
    assert_eq!(warned.warned_for, warned.until);
    let worker = system("test");
    let journal = house.node.store.journal_of::<Partner>(reference, &worker).await;
    let last = journal.unwrap().unwrap().pop().unwrap();
    assert_eq!(last.event.actor, system("partner-renewal"));
    assert_eq!(due(&house, "partner-renewal").await, []);
}

#[tokio::test]
async fn a_warning_that_the_pack_wants_later_by_now_is_put_off() {
    let mut house = House::new().await;
    let reference = sister_city(&house).await;
    let mut city = weihai();
    city.partners.kinds[0].notice = "5 days".parse().unwrap();
    house.is_now(city).await;
    house.set("2026-12-01T01:00:00Z");
    one_round(&house, KINDS).await;
    assert_eq!(partner(&house, reference).await.warned_for, None);
    house.set("2026-12-27T01:00:00Z");
    one_round(&house, KINDS).await;
    assert!(partner(&house, reference).await.warned_for.is_some());
}
