use domain::cases::{Case, Channel, Command, Contact, Open};
use domain::notices::{Change, Stands};
use domain::receipts::Reference;
use jiff::SignedDuration;
use store::notices::{CONFIRMATION, NOTICE};
use store::{Receipt, Task};
use web::Secret;
use web::notices::Letters;

use super::tasks::{due, one_round};
use super::*;
use crate::duties::tasks::KINDS;
use crate::mail::tests::Relay;

/// A house with a mail server; nothing when there is none to be had.
async fn house() -> Option<(House, Relay)> {
    let relay = Relay::start()?;
    let mut house = House::new().await;
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/weihai");
    house.node.mail = Some(Arc::new(Mail {
        letters: Letters {
            texts: crate::commands::read_texts(&house.node.city, &pack).unwrap(),
            city: Arc::clone(&house.node.city),
            secret: Secret::new([7; 32]),
            site: "https://harbour.example".to_owned(),
        },
        mailer: relay.mailer(),
    }));
    Some((house, relay))
}

async fn open(house: &House, n: u8, address: &str) -> Case {
    let open = Open {
        service: "enquiry".to_owned(),
        language: domain::Lang::EN,
        detected: false,
        channel: Channel::Web,
        text: "Where do I register?".to_owned(),
        topic: None,
        fields: std::collections::BTreeMap::new(),
        contact: Contact {
            email: Some(address.to_owned()),
            ..Contact::default()
        },
        place: None,
    };
    let receipt = Receipt {
        reference: Reference::from_random([n; 7]),
        code_hash: [n; 32],
    };
    let context = house.context(&Actor::ANYONE);
    let opened = house
        .node
        .store
        .open_held::<Case>(&context, &open, &receipt, None)
        .await;
    opened.unwrap().record
}

async fn give(house: &House, case: &Case, actor: &Actor, command: Command) -> Case {
    let context = house.context(actor);
    let done = house
        .node
        .store
        .carry_out(&context, case.reference, None, &command)
        .await;
    done.unwrap()
}

async fn confirmed(house: &House, n: u8, address: &str) -> Case {
    let case = open(house, n, address).await;
    let confirm = Command::Notices(Change::Confirm { left: 1 });
    give(house, &case, &Actor::holder(case.reference), confirm).await
}

async fn reply(house: &House, case: &Case) -> Case {
    let text = "Please come to window 3.".to_owned();
    let language = Some(domain::Lang::EN);
    let agent = staff(Role::Agent, case.unit.as_str());
    give(house, case, &agent, Command::Reply { text, language }).await
}

async fn now(house: &House, case: &Case) -> Case {
    let found = house.node.store.get(case.reference, &system("test")).await;
    found.unwrap().unwrap()
}

fn later(house: &House, by: SignedDuration) {
    let then = house.node.clock.now() + by;
    house.set(&then.to_string());
}

const A_WHILE: SignedDuration = SignedDuration::from_mins(4);

#[tokio::test]
async fn what_happens_within_minutes_is_one_mail_and_what_happens_later_another() {
    let Some((house, mut relay)) = house().await else {
        return;
    };
    let case = open(&house, 1, "well@example.org").await;
    one_round(&house, KINDS).await;
    let asked = relay.letter();
    assert!(asked["text"].as_str().unwrap().contains("/confirm/1-"));
    give(
        &house,
        &case,
        &Actor::holder(case.reference),
        Command::Notices(Change::Confirm { left: 1 }),
    )
    .await;
    reply(&house, &case).await;
    later(&house, SignedDuration::from_mins(1));
    reply(&house, &case).await;
    one_round(&house, KINDS).await;
    assert_eq!(
        now(&house, &case).await.notices.unwrap().told,
        2,
        "it waits a little"
    );
    later(&house, A_WHILE);
    one_round(&house, KINDS).await;
    let told = relay.letter();
    assert!(
        told["text"]
            .as_str()
            .unwrap()
            .contains(&format!("/en/follow/{}", case.reference))
    );
    assert_ne!(asked["headers"]["message-id"], told["headers"]["message-id"]);
    assert_eq!(now(&house, &case).await.untold(), None);
    reply(&house, &case).await;
    later(&house, A_WHILE);
    one_round(&house, KINDS).await;
    assert_ne!(
        relay.letter()["headers"]["message-id"],
        told["headers"]["message-id"]
    );
    later(&house, A_WHILE);
    for kind in [CONFIRMATION, NOTICE] {
        assert_eq!(due(&house, kind).await, [], "nothing is left over");
    }
}

#[tokio::test]
async fn a_mail_that_was_taken_before_the_process_died_is_sent_again_under_its_name() {
    let Some((house, mut relay)) = house().await else {
        return;
    };
    let case = confirmed(&house, 1, "well@example.org").await;
    reply(&house, &case).await;
    later(&house, A_WHILE);
    let mail = house.node.mail.as_ref().unwrap();
    let letter = mail.letters.notice(&now(&house, &case).await).unwrap();
    // As far as it came.
    mail.mailer
        .send(&letter, house.node.clock.now().into())
        .await
        .unwrap();
    let first = relay.letter();
    assert_eq!(due(&house, NOTICE).await.len(), 1);
    later(&house, SignedDuration::from_mins(6));
    one_round(&house, KINDS).await;
    let second = relay.letter();
    assert_eq!(first["headers"]["message-id"], second["headers"]["message-id"]);
    assert_eq!(now(&house, &case).await.untold(), None);
}

#[tokio::test]
async fn an_address_that_takes_no_mail_is_written_to_no_more() {
    let Some((house, _relay)) = house().await else {
        return;
    };
    let case = open(&house, 1, "nobody@example.org").await;
    one_round(&house, KINDS).await;
    let refused = now(&house, &case).await;
    assert_eq!(refused.notices.as_ref().unwrap().stands, Stands::Refused);
    let listed = house
        .node
        .store
        .refused_addresses(&staff(Role::Supervisor, "x"), None, 9)
        .await;
    assert_eq!(listed.unwrap().rows[0].reference, case.reference);
    later(&house, SignedDuration::from_hours(7));
    assert_eq!(due(&house, CONFIRMATION).await, []);
    assert_eq!(house.node.store.given_up(None, 9).await.unwrap().total, 0);
}

#[tokio::test]
async fn what_is_put_off_is_tried_again_with_its_reason() {
    let Some((house, mut relay)) = house().await else {
        return;
    };
    for (n, name, why) in [
        (1, "later", "mail-put-off"),
        (2, "stranger", "mail-not-taken"),
        (3, "breaks", "mail-unknown"),
    ] {
        let case = open(&house, n, &format!("{name}@example.org")).await;
        one_round(&house, KINDS).await;
        let stands = now(&house, &case).await.notices.unwrap().stands;
        assert_eq!(stands, Stands::Waiting, "{name}: it says nothing of the address");
        later(&house, SignedDuration::from_hours(7));
        let tried = due(&house, CONFIRMATION).await;
        let tried: Vec<&Task> = tried
            .iter()
            .filter(|task| task.name.starts_with(&case.reference.to_string()))
            .collect();
        assert_eq!((tried[0].tries, tried[0].why.as_str()), (2, why), "{name}");
    }
    assert_eq!(relay.letter()["to"][0], "breaks@example.org");
}

#[tokio::test]
async fn nobody_is_asked_more_than_three_times_a_day_however_many_cases_name_them() {
    let Some((house, mut relay)) = house().await else {
        return;
    };
    for n in 1..=4 {
        open(
            &house,
            n,
            if n % 2 == 0 {
                "Well@example.org"
            } else {
                "well@example.org"
            },
        )
        .await;
        one_round(&house, KINDS).await;
    }
    for _ in 0..3 {
        relay.letter();
    }
    later(&house, SignedDuration::from_hours(23));
    assert_eq!(
        due(&house, CONFIRMATION).await,
        [],
        "the fourth waits for tomorrow"
    );
    later(&house, SignedDuration::from_hours(1));
    one_round(&house, KINDS).await;
    relay.letter();
}

#[tokio::test]
async fn after_stopping_or_erasing_nothing_is_sent() {
    let Some((house, mut relay)) = house().await else {
        return;
    };
    let stopped = confirmed(&house, 1, "stopped@example.org").await;
    let erased = confirmed(&house, 2, "erased@example.org").await;
    let told = confirmed(&house, 3, "told@example.org").await;
    one_round(&house, KINDS).await;
    for case in [&stopped, &erased, &told] {
        reply(&house, case).await;
    }
    let stop = Command::Notices(Change::Stop { left: 1 });
    give(&house, &stopped, &Actor::holder(stopped.reference), stop).await;
    let decline = Command::Decline {
        text: "No.".to_owned(),
        language: Some(domain::Lang::EN),
    };
    give(
        &house,
        &erased,
        &staff(Role::Agent, erased.unit.as_str()),
        decline,
    )
    .await;
    let erase = Command::Erase {
        reason: "asked".to_owned(),
    };
    give(&house, &erased, &staff(Role::Administrator, "x"), erase).await;
    later(&house, A_WHILE);
    one_round(&house, KINDS).await;
    assert_eq!(relay.letter()["to"][0], "told@example.org");
    assert_eq!(house.node.store.given_up(None, 9).await.unwrap().total, 0);
}

#[tokio::test]
async fn without_a_mail_server_nothing_waits_for_one() {
    let house = House::new().await;
    let case = confirmed(&house, 1, "well@example.org").await;
    reply(&house, &case).await;
    later(&house, A_WHILE);
    one_round(&house, KINDS).await;
    for kind in [CONFIRMATION, NOTICE] {
        later(&house, SignedDuration::from_hours(7));
        assert_eq!(due(&house, kind).await, []);
    }
}
