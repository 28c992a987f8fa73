use std::collections::BTreeMap;

use domain::Lang;
use domain::receipts::Reference;
use domain::training::{self, Course, Level};
use jiff::civil::date;
use store::people::NewStaff;

use super::tasks::{due, one_round};
use super::*;
use crate::duties::tasks::KINDS;

#[tokio::test]
async fn a_level_is_warned_of_before_it_expires() {
    let house = House::new().await;
    let city = &house.node.city;
    let unit = city.hotline_unit.clone();
    let new = NewStaff {
        login: "olga".to_owned(),
        name: "Olga".to_owned(),
        role: Role::Agent,
        unit: unit.clone(),
        languages: vec![Lang::RU],
        password_hash: "none".to_owned(),
    };
    let store = &house.node.store;
    let added = store
        .add_staff(city, house.node.clock.now(), &system("command-line"), &new)
        .await;
    let olga = added.unwrap().id;
    let planner = staff(Role::Planner, unit.as_str());
    let ctx = house.context(&planner);
    let reference = Reference::from_random([7; 7]);
    let open = training::Open {
        kind: training::Kind::Recognition,
        titles: BTreeMap::from([(Lang::ZH, "俄语证书".to_owned())]),
        language: Some(Lang::RU),
        unit,
    };
    let opened = store.open_stream::<Course>(&ctx, &open, reference, None).await;
    opened.unwrap();
    let reach = training::Command::Reach {
        staff: olga,
        language: None,
        level: Level::Working,
        reached_on: date(2026, 3, 2),
        expires_on: Some(date(2026, 12, 31)),
    };
    store.carry_out(&ctx, reference, None, &reach).await.unwrap();
    let is_warned = async || {
        one_round(&house, KINDS).await;
        let course = store.get::<Course>(reference, &system("test")).await.unwrap();
        course.unwrap().levels[0].warned
    };
    assert!(!is_warned().await);
    house.set("2026-12-01T01:00:00Z");
    assert!(is_warned().await);
    assert_eq!(due(&house, "training-expiry").await, []);
}
