use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{self, Partner};
use domain::receipts::Reference;
use domain::training::{self, Course, Level};
use jiff::civil::date;
use store::{NewStaff, StoreError, Task};

use super::*;
use crate::duties::tasks::{Carried, Failure, KINDS, Kind, Tasks};

/// Kinds that do what their name says.
const TRIAL: &[Kind] = &[
    Kind {
        name: "well",
        carry_out: |_, _| std::future::ready(Ok(Carried::Out)).boxed(),
    },
    Kind {
        name: "refuses",
        carry_out: |_, _| std::future::ready(Err(Failure::NotAllowed)).boxed(),
    },
    Kind {
        name: "breaks",
        carry_out: |_, _| async { panic!("on purpose") }.boxed(),
    },
    Kind {
        name: "unavailable",
        carry_out: |_, _| std::future::ready(Err(StoreError::Unavailable.into())).boxed(),
    },
    Kind {
        name: "early",
        carry_out: |node, _| {
            let later = node.clock.now() + jiff::SignedDuration::from_hours(1);
            std::future::ready(Ok(Carried::NotBefore(later))).boxed()
        },
    },
];

async fn ask(house: &House, kind: &str, name: &str) {
    let task = Task::new(kind, name, "case/1111-1111", house.node.clock.now());
    house.node.store.ask_for(task).await.unwrap();
}

async fn one_round(house: &House, kinds: &'static [Kind]) -> Tasks {
    let mut tasks = Tasks::new(house.node.clone(), kinds);
    tasks.round(Wake::All).await.unwrap();
    tasks
}

/// What is due of a kind.
async fn due(house: &House, kind: &str) -> Vec<Task> {
    let now = house.node.clock.now();
    house.node.store.claim(now, kind, 100).await.unwrap()
}

#[tokio::test]
async fn what_is_done_is_gone_and_what_is_not_is_tried_again_with_its_reason() {
    let house = House::new().await;
    for kind in TRIAL {
        ask(&house, kind.name, "a").await;
    }
    one_round(&house, TRIAL).await;
    for kind in TRIAL {
        assert_eq!(due(&house, kind.name).await, [], "{}", kind.name);
    }
    house.set("2026-03-02T01:30:00Z");
    for (kind, why) in [
        ("refuses", "not-allowed"),
        ("breaks", "broke-off"),
        ("unavailable", "database-unavailable"),
    ] {
        let tried = due(&house, kind).await;
        assert_eq!((tried[0].tries, tried[0].why.as_str()), (2, why));
    }
    for kind in ["well", "early"] {
        assert_eq!(due(&house, kind).await, [], "{kind}");
    }
    house.set("2026-03-02T02:00:00Z");
    assert_eq!(due(&house, "early").await[0].tries, 1);
}

#[tokio::test]
async fn more_than_are_carried_out_at_once_are_carried_out_one_after_another() {
    let house = House::new().await;
    for n in 0..30 {
        ask(&house, "well", &n.to_string()).await;
    }
    let mut tasks = one_round(&house, TRIAL).await;
    let mut rounds = 1;
    while tokio::time::timeout(Duration::from_millis(50), tasks.more())
        .await
        .is_ok()
    {
        tasks.round(Wake::More).await.unwrap();
        rounds += 1;
    }
    assert_eq!(rounds, 5, "four that find some, and one that finds none");
    assert_eq!(due(&house, "well").await, []);
}

#[tokio::test]
async fn one_that_nobody_came_back_from_is_given_up_without_being_begun_again() {
    let house = House::new().await;
    ask(&house, "well", "deadly").await;
    let mut now = house.node.clock.now();
    for _ in 0..12 {
        assert_eq!(house.node.store.claim(now, "well", 1).await.unwrap().len(), 1);
        now += jiff::SignedDuration::from_mins(5);
    }
    house.set(&now.to_string());
    one_round(&house, TRIAL).await;
    let given_up = house.node.store.given_up(None, 10).await.unwrap();
    assert_eq!(given_up.rows[0].why, "lost");
}

/// Starts at a time when the sister city's renewal is some months off.
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
