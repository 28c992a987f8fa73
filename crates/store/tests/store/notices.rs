use domain::cases::{Case, Command};
use domain::notices::{Change, Stands};
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::{Timestamp, ToSpan as _};
use store::notices::{CONFIRMATION, NOTICE, asked};

use crate::both::{House, on_both};
use crate::sample;

async fn change(house: &House, case: &Case, actor: &Actor, change: Change) -> Case {
    house.act(actor, case, Command::Notices(change)).await.unwrap()
}

fn worker() -> Actor {
    Actor::System {
        worker: NOTICE.to_owned(),
    }
}

/// What is due of a kind when all that waits is: each case with its event.
async fn asks(house: &House, kind: &str) -> Vec<(Reference, u64)> {
    let later = sample::start() + 24.hours();
    let due = house.store.claim(later, kind, 100).await.unwrap();
    due.iter().filter_map(asked).collect()
}

async fn confirmed(house: &House, n: u8) -> Case {
    let case = house.case(n).await;
    let confirm = Change::Confirm { left: 1 };
    change(house, &case, &Actor::holder(case.reference), confirm).await
}

fn reply() -> Command {
    Command::Reply {
        text: "One moment, please.".to_owned(),
        language: Some(domain::Lang::EN),
    }
}

#[tokio::test]
async fn who_leaves_an_address_is_asked_once_whether_it_is_right() {
    on_both(async |house| {
        let case = house.case(1).await;
        house.act(&sample::officer(), &case, reply()).await.unwrap();
        assert_eq!(asks(&house, CONFIRMATION).await, [(case.reference, 1)]);
        assert_eq!(asks(&house, NOTICE).await, [], "nobody has confirmed it");
        let other = Change::Leave {
            email: "other@example.org".to_owned(),
            pages: None,
        };
        let case = change(&house, &case, &Actor::holder(case.reference), other).await;
        assert_eq!(case.contact.email.as_deref(), Some("other@example.org"));
        assert_eq!(asks(&house, CONFIRMATION).await, [(case.reference, 3)]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_city_does_is_told_and_what_the_resident_does_is_not() {
    on_both(async |house| {
        let case = confirmed(&house, 1).await;
        let holder = Actor::holder(case.reference);
        house.act(&holder, &case, reply()).await.unwrap();
        let note = Command::Note {
            text: "电话".to_owned(),
        };
        house.act(&sample::officer(), &case, note).await.unwrap();
        assert_eq!(asks(&house, NOTICE).await, []);
        let case = house.act(&sample::officer(), &case, reply()).await.unwrap();
        assert_eq!((case.version, case.untold()), (5, Some(5)));
        let due = house
            .store
            .claim(case.changed_at + 2.minutes(), NOTICE, 9)
            .await
            .unwrap();
        assert_eq!(due, [], "it waits a little for what else happens");
        let case = house
            .act(&sample::officer(), &case, Command::Accept)
            .await
            .unwrap();
        assert_eq!(
            asks(&house, NOTICE).await,
            [(case.reference, 5), (case.reference, 6)]
        );
        let tell = Change::Tell { left: 1, up_to: 6 };
        let told = change(&house, &case, &worker(), tell).await;
        assert_eq!(told.untold(), None, "one mail tells of both");
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn after_it_was_stopped_nothing_more_is_asked_for() {
    on_both(async |house| {
        let case = confirmed(&house, 1).await;
        let stopped = change(
            &house,
            &case,
            &Actor::holder(case.reference),
            Change::Stop { left: 1 },
        )
        .await;
        assert_eq!(stopped.notices.as_ref().map(|n| n.stands), Some(Stands::Stopped));
        let case = house.act(&sample::officer(), &case, reply()).await.unwrap();
        assert_eq!((case.untold(), asks(&house, NOTICE).await), (None, vec![]));
    })
    .await;
}

#[tokio::test]
async fn an_erased_case_keeps_neither_the_address_nor_a_mail_to_it() {
    on_both(async |house| {
        let case = confirmed(&house, 1).await;
        let other = confirmed(&house, 2).await;
        for case in [&case, &other] {
            house.act(&sample::officer(), case, reply()).await.unwrap();
        }
        let decline = Command::Decline {
            text: "不受理".to_owned(),
            language: Some(domain::Lang::EN),
        };
        house.act(&sample::officer(), &case, decline).await.unwrap();
        let erase = Command::Erase {
            reason: "asked for".to_owned(),
        };
        let erased = house.act(&sample::administrator(), &case, erase).await.unwrap();
        assert_eq!((erased.notices, erased.contact.email), (None, None));
        let of = format!("FROM tasks WHERE name LIKE '{}/%'", case.reference);
        assert_eq!(house.number(&format!("SELECT COUNT(*) {of}")).await, 0);
        assert_eq!(asks(&house, NOTICE).await, [(other.reference, 3)]);
        let left = format!(
            "SELECT COUNT(*) FROM notices WHERE reference = '{}'",
            case.reference
        );
        assert_eq!(house.number(&left).await, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn no_task_names_an_address() {
    on_both(async |house| {
        let case = confirmed(&house, 1).await;
        house.act(&sample::officer(), &case, reply()).await.unwrap();
        let all = "SELECT COUNT(*) FROM tasks";
        assert_eq!(house.number(all).await, 2);
        let named = format!("{all} WHERE kind || name || about || why LIKE '%@%' OR name LIKE '%someone%'");
        assert_eq!(house.number(&named).await, 0);
    })
    .await;
}

#[tokio::test]
async fn addresses_that_take_no_mail_are_listed_for_who_may_see_the_cases() {
    on_both(async |house| {
        for n in [1, 2, 3] {
            let case = house.case(n).await;
            if n > 1 {
                change(&house, &case, &worker(), Change::Refuse { left: 1 }).await;
            }
        }
        let list = async |actor: &Actor, cursor: Option<&str>| {
            house.store.refused_addresses(actor, cursor, 1).await.unwrap()
        };
        let first = list(&sample::supervisor(), None).await;
        assert_eq!((first.total, first.rows.len()), (2, 1));
        let second = list(&sample::supervisor(), first.next.as_deref()).await;
        assert!(second.rows[0].since < first.rows[0].since);
        assert_eq!(list(&sample::officer_elsewhere(), None).await.total, 0);
        let case = house
            .store
            .get::<Case>(first.rows[0].reference, &sample::agent())
            .await
            .unwrap()
            .unwrap();
        change(
            &house,
            &case,
            &Actor::holder(case.reference),
            Change::Confirm { left: 1 },
        )
        .await;
        assert_eq!(list(&sample::agent(), None).await.total, 1);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn mails_to_an_address_count_by_kind_until_they_are_forgotten() {
    on_both(async |house| {
        let at = |hour: i64| -> Timestamp { sample::start() + hour.hours() };
        let (one, other) = ([1; 32], [2; 32]);
        for (hash, kind, name, hour) in [
            (&one, NOTICE, "a", 1),
            (&one, NOTICE, "b", 2),
            // The same mail, sent again.
            (&one, NOTICE, "b", 3),
            (&one, CONFIRMATION, "c", 3),
            (&other, NOTICE, "d", 3),
        ] {
            house.store.mailed(hash, kind, name, at(hour)).await.unwrap();
        }
        let sent = async |since| house.store.mails_since(&one, NOTICE, at(since)).await.unwrap();
        assert_eq!(sent(0).await, [at(1), at(2)]);
        assert_eq!(sent(1).await, [at(2)]);
        house.store.forget_mails_before(at(2)).await.unwrap();
        assert_eq!(sent(0).await, [at(2)]);
    })
    .await;
}
