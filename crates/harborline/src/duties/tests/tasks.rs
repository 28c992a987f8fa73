use store::{StoreError, Task};

use super::*;
use crate::duties::tasks::{Carried, Failure, Kind, Tasks};

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

pub(super) async fn one_round(house: &House, kinds: &'static [Kind]) -> Tasks {
    let mut tasks = Tasks::new(house.node.clone(), kinds);
    tasks.round(Wake::All).await.unwrap();
    tasks
}

/// What is due of a kind.
pub(super) async fn due(house: &House, kind: &str) -> Vec<Task> {
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
