use std::fmt::Write as _;

use domain::cases::{Case, Channel, Command, State, Translated, TranslatedBy};
use domain::files::File;
use domain::journaled::{Context, Journaled, Refusal};
use domain::people::Actor;
use domain::receipts::Reference;
use jiff::ToSpan;
use sha2::{Digest, Sha256};
use store::{Changed, CommandError, Heard, IdempotencyKey, OpenError, Receipt, Store};

use crate::both::{House, on_both, random, receipt};
use crate::sample;

#[tokio::test]
async fn a_case_opens_with_its_receipt_and_with_nothing_less() {
    on_both(async |house| {
        let case = house.case(1).await;
        let Receipt { reference, code_hash } = receipt(1);
        let found = house
            .store
            .by_receipt::<Case>(reference, &code_hash)
            .await
            .unwrap();
        assert_eq!(found, Some(case));
        assert_eq!(
            house.store.by_receipt::<Case>(reference, &[9; 32]).await.unwrap(),
            None
        );
        let unknown = Reference::from_random([9; 7]);
        assert_eq!(
            house.store.by_receipt::<Case>(unknown, &code_hash).await.unwrap(),
            None
        );
        assert_eq!(
            house
                .store
                .by_receipt::<Case>(unknown, &code_hash.map(|b| !b))
                .await
                .unwrap(),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_new_case_is_named_and_nothing_is_written() {
    on_both(async |house| {
        let mut open = sample::open("");
        open.fields.clear();
        let opened = house
            .store
            .open_held::<Case>(
                &Context {
                    now: house.now(),
                    actor: &Actor::ANYONE,
                    city: &house.city,
                },
                &open,
                &receipt(1),
                None,
            )
            .await;
        let Err(OpenError::Refused(Refusal::Invalid(wrong))) = opened else {
            panic!("{opened:?}")
        };
        let fields: Vec<_> = wrong.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["text", "fields.shop"]);
        assert_eq!(house.number("SELECT COUNT(*) FROM events").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_request_sent_twice_opens_one_case() {
    on_both(async |house| {
        let key = IdempotencyKey {
            key_hash: [1; 32],
            request_digest: [2; 32],
        };
        let open = sample::open("Once");
        let (now, city) = (house.now(), &house.city);
        let send = |receipt: Receipt, key: IdempotencyKey| {
            let (store, open) = (house.store.clone(), open.clone());
            async move {
                store
                    .open_held::<Case>(
                        &Context {
                            now,
                            actor: &Actor::ANYONE,
                            city,
                        },
                        &open,
                        &receipt,
                        Some(&key),
                    )
                    .await
            }
        };
        let first = send(receipt(1), key).await.unwrap();
        assert!(!first.replayed);
        let again = send(receipt(2), key).await.unwrap();
        assert!(again.replayed);
        assert_eq!(again.record, first.record);
        let other = IdempotencyKey {
            request_digest: [3; 32],
            ..key
        };
        assert_eq!(send(receipt(3), other).await, Err(OpenError::OtherRequest));
        assert_eq!(house.number("SELECT COUNT(*) FROM cases").await, 1);

        // Eight at once are one, too.
        let key = IdempotencyKey {
            key_hash: [4; 32],
            request_digest: [5; 32],
        };
        let at_once = futures::future::join_all((10..18).map(|n| send(receipt(n), key))).await;
        let replayed = at_once
            .iter()
            .filter(|opened| opened.as_ref().unwrap().replayed)
            .count();
        assert_eq!(replayed, 7);
        assert_eq!(house.number("SELECT COUNT(*) FROM cases").await, 2);

        // Sessions end in time; a key does not.
        house.store.forget_sessions(now + 9_600.hours()).await.unwrap();
        assert!(send(receipt(30), key).await.unwrap().replayed);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_taken_reference_asks_for_another() {
    on_both(async |house| {
        house.case(1).await;
        let open = sample::open("Another");
        let opened = house
            .store
            .open_held::<Case>(
                &Context {
                    now: house.now(),
                    actor: &Actor::ANYONE,
                    city: &house.city,
                },
                &open,
                &receipt(1),
                None,
            )
            .await;
        assert_eq!(opened, Err(OpenError::KeyTaken));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_at_once_the_second_sees_what_changed() {
    on_both(async |house| {
        let case = house.case(1).await;
        let officer = sample::officer();
        let at = |actor: Actor, command: Command| {
            let (store, city, now) = (house.store.clone(), &house.city, house.now());
            // Boxed, since both are held here at once.
            Box::pin(async move {
                store
                    .carry_out(
                        &Context {
                            now,
                            actor: &actor,
                            city,
                        },
                        case.reference,
                        Some(case.version),
                        &command,
                    )
                    .await
            })
        };
        let decline = Command::Decline {
            text: "不属于受理范围".to_owned(),
            language: Some(domain::Lang::EN),
        };
        let (one, two) = tokio::join!(
            at(officer.clone(), Command::Accept),
            at(officer.clone(), decline.clone())
        );
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        let won = won.unwrap();
        let Err(CommandError::Stale { current, since }) = lost else {
            panic!("{lost:?}")
        };
        assert_eq!(*current, won);
        assert_eq!(since.len(), 1);
        assert_eq!(since[0].actor, officer);
        assert_eq!(since[0].seq, 2);
        assert!(["accepted", "declined"].contains(&since[0].kind.as_str()));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn without_an_expected_version_all_are_carried_out() {
    on_both(async |house| {
        let case = house.case(1).await;
        let note = |n: usize| Command::Note {
            text: format!("第{n}次"),
        };
        let agent = sample::agent();
        // More than the tries of one.
        let notes = (0..40).map(|n| house.act(&agent, &case, note(n)));
        for done in futures::future::join_all(notes.collect::<Vec<_>>()).await {
            done.unwrap();
        }
        let after = house
            .store
            .get::<Case>(case.reference, &sample::agent())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(after.version, 41);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_may_not_see_a_case_is_told_that_there_is_none() {
    on_both(async |house| {
        let case = house.case(1).await;
        let elsewhere = sample::officer_elsewhere();
        assert_eq!(
            house.store.get::<Case>(case.reference, &elsewhere).await.unwrap(),
            None
        );
        assert_eq!(
            house
                .store
                .journal_of::<Case>(case.reference, &elsewhere)
                .await
                .unwrap(),
            None
        );
        let note = Command::Note { text: "?".to_owned() };
        assert_eq!(
            house.act(&elsewhere, &case, note.clone()).await,
            Err(CommandError::NotFound)
        );
        // No list is a resident's, and no case without the receipt.
        assert_eq!(
            house
                .store
                .get::<Case>(case.reference, &Actor::ANYONE)
                .await
                .unwrap(),
            None
        );

        let involve = Command::Involve {
            unit: "tourism".into(),
            reason: String::new(),
        };
        house.act(&sample::officer(), &case, involve).await.unwrap();
        assert!(
            house
                .store
                .get::<Case>(case.reference, &elsewhere)
                .await
                .unwrap()
                .is_some()
        );
        // That one alone, and not in the place of another.
        let other = house.case(2).await;
        let found = house.store.get::<Case>(other.reference, &elsewhere).await;
        assert_eq!(found.unwrap(), None);
        assert!(house.act(&elsewhere, &case, note).await.is_ok());
        // The interpreter sees the case, and may not note in it.
        let refused = house
            .act(
                &sample::interpreter(),
                &case,
                Command::Note { text: "?".to_owned() },
            )
            .await;
        assert_eq!(refused, Err(CommandError::Refused(Refusal::NotAllowed)));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn the_journal_tells_every_step() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let recorded = house
            .store
            .journal_of::<Case>(case.reference, &sample::officer())
            .await
            .unwrap()
            .unwrap();
        let kinds: Vec<_> = recorded
            .iter()
            .map(|event| event.event.event.what.kind().code())
            .collect();
        assert_eq!(
            kinds,
            [
                "opened",
                "accepted",
                "asked",
                "question-answered",
                "noted",
                "stage-entered",
                "resolved"
            ]
        );
        let events: Vec<_> = recorded.into_iter().map(|event| event.event).collect();
        assert_eq!(<Case as Journaled>::fold(case.reference, &events), Some(case));
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_clock_set_back_does_not_turn_time_around() {
    on_both(async |house| {
        let case = house.case(1).await;
        let before = case.opened_at - 3.hours();
        let after = house
            .store
            .carry_out(
                &Context {
                    now: before,
                    actor: &sample::officer(),
                    city: &house.city,
                },
                case.reference,
                None,
                &Command::Accept,
            )
            .await
            .unwrap();
        assert_eq!(after.changed_at, case.opened_at);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn times_finer_than_those_kept_do_no_harm() {
    on_both(async |house| {
        let now = house.now() + 123_456_789.nanoseconds();
        let open = sample::open("Precise");
        house
            .store
            .open_held::<Case>(
                &Context {
                    now,
                    actor: &Actor::ANYONE,
                    city: &house.city,
                },
                &open,
                &receipt(1),
                None,
            )
            .await
            .unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_case_is_merged_into_one_that_is_there() {
    on_both(async |house| {
        let (one, two) = (house.case(1).await, house.case(2).await);
        let nowhere = Reference::from_random([7; 7]);
        let merge = |into: Reference| Command::Merge {
            into: into.to_string(),
        };
        let refused = house.act(&sample::agent(), &one, merge(nowhere)).await;
        assert!(matches!(refused, Err(CommandError::Refused(Refusal::Invalid(_)))));
        let merged = house
            .act(&sample::agent(), &one, merge(two.reference))
            .await
            .unwrap();
        assert_eq!(merged.state, State::Merged);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_nobody_can_read_waits_for_a_translation_until_it_has_one() {
    on_both(async |house| {
        let case = house.case(1).await;
        let wants = async || {
            house
                .store
                .translation_wants(&sample::interpreter(), &[], None, 10)
                .await
                .unwrap()
        };
        let waiting = wants().await;
        assert_eq!((waiting.total, waiting.rows.len()), (1, 1));
        let want = &waiting.rows[0];
        assert_eq!(
            (want.from.as_str(), want.to.as_str(), want.message),
            ("en", "zh", 1)
        );
        assert_eq!(house.store.wants_for_engines(None, 10).await.unwrap(), waiting);
        // Officers have other work.
        let none = house
            .store
            .translation_wants(&sample::officer(), &[], None, 10)
            .await
            .unwrap();
        assert_eq!(none.total, 0);
        let by = TranslatedBy::Engine {
            name: "e".to_owned(),
            model: "m".to_owned(),
            version: "1".to_owned(),
        };
        let translated = Translated {
            field: None,
            message: 1,
            language: domain::Lang::ZH,
            text: "水壶坏了".to_owned(),
        };
        let worker = Actor::System {
            worker: "translation".to_owned(),
        };
        house
            .act(
                &worker,
                &case,
                Command::Translate {
                    translated,
                    made: Some(by.into()),
                },
            )
            .await
            .unwrap();
        assert_eq!(wants().await.total, 0);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_listens_hears_every_change_and_nothing_of_what_it_says() {
    on_both(async |house| {
        let mut heard = house.store.bus().subscribe();
        let case = house.case(1).await;
        house
            .act(&sample::officer(), &case, Command::Accept)
            .await
            .unwrap();
        let mut all: Vec<Changed> = Vec::new();
        while all.len() < 2 {
            match heard.next().await.unwrap() {
                Heard::Changed(changed) => all.push(changed),
                // A line that was just connected says that it does not know what was before.
                Heard::Missed => {}
            }
        }
        assert_eq!(all[0].of::<Case>(), Some(case.reference));
        let kinds: Vec<_> = all
            .iter()
            .map(|changed| (changed.seq, changed.kind.as_str()))
            .collect();
        assert_eq!(kinds, [(1, "opened"), (2, "accepted")]);
    })
    .await;
}

#[tokio::test]
async fn another_node_hears_it_too() {
    on_both(async |house: House| {
        if !house.is_postgres() {
            return;
        }
        let other = Store::open(&house.location, random()).await.unwrap();
        let mut heard = other.bus().subscribe();
        // Its line stands once it says that it does not know what was before.
        let ready = tokio::time::timeout(std::time::Duration::from_secs(1), heard.next()).await;
        assert!(ready.is_err() || ready.unwrap() == Some(Heard::Missed));
        let case = house.case(1).await;
        let changed = tokio::time::timeout(std::time::Duration::from_secs(5), heard.next())
            .await
            .unwrap();
        let Some(Heard::Changed(changed)) = changed else {
            panic!("{changed:?}")
        };
        assert_eq!(changed.of::<Case>(), Some(case.reference));
    })
    .await;
}

#[tokio::test]
async fn a_character_that_postgresql_cannot_keep_reaches_neither_engine() {
    on_both(async |house| {
        let mut open = sample::open("before\0after");
        open.channel = Channel::Api;
        open.fields.insert("shop".to_owned(), "a\0b".to_owned());
        house
            .store
            .open_held::<Case>(
                &Context {
                    now: house.now(),
                    actor: &Actor::ANYONE,
                    city: &house.city,
                },
                &open,
                &receipt(1),
                None,
            )
            .await
            .unwrap();
        let filter = store::cases::Filter {
            q: "bef\0ore".to_owned(),
            ..store::cases::Filter::default()
        };
        house
            .store
            .queue(&sample::agent(), &filter, None, 10)
            .await
            .unwrap();
        assert!(house.store.staff_by_login("no\0body").await.unwrap().is_none());
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_nobody_rates_is_found_in_time() {
    on_both(async |house| {
        let case = house.answered(1).await;
        let late = case.changed_at + 1.second();
        assert_eq!(
            house.store.answered_before(late, 10).await.unwrap(),
            [case.reference]
        );
        assert_eq!(
            house.store.answered_before(case.changed_at, 10).await.unwrap(),
            []
        );
    })
    .await;
}

pub async fn attach(house: &House, case: &Case, bytes: &[u8]) -> Result<Case, CommandError<Case>> {
    let mut digest = String::new();
    for byte in Sha256::digest(bytes) {
        write!(digest, "{byte:02x}").unwrap();
    }
    let file = File {
        name: "receipt.png".to_owned(),
        media_type: "image/png".to_owned(),
        size: bytes.len() as u64,
        digest,
    };
    house
        .store
        .attach(
            &Context {
                now: house.now(),
                actor: &Actor::holder(case.reference),
                city: &house.city,
            },
            case.reference,
            None,
            &Command::Attach(file.clone()),
            bytes,
        )
        .await
}

#[tokio::test]
async fn a_file_is_kept_with_its_case_or_not_at_all() {
    on_both(async |house| {
        let case = house.case(1).await;
        let case = attach(&house, &case, b"bytes of a picture").await.unwrap();
        let id = case.attachments[0].id;
        let kept = house.store.file(&case, id).await.unwrap();
        assert_eq!(kept.as_deref(), Some(b"bytes of a picture".as_slice()));
        assert_eq!(house.store.file(&case, id + 1).await.unwrap(), None);
        house.is_clean().await;

        // Bytes that are not those of the file, or none at all, are not an attachment.
        let file = File {
            name: "receipt.png".to_owned(),
            media_type: "image/png".to_owned(),
            size: 3,
            digest: "0".repeat(64),
        };
        let (now, city) = (house.now(), &house.city);
        let refused = house
            .store
            .attach(
                &Context {
                    now,
                    actor: &Actor::holder(case.reference),
                    city,
                },
                case.reference,
                None,
                &Command::Attach(file.clone()),
                b"abc",
            )
            .await;
        assert!(matches!(refused, Err(CommandError::Refused(_))));
        let refused = house
            .act(&Actor::holder(case.reference), &case, Command::Attach(file))
            .await;
        assert!(matches!(refused, Err(CommandError::Refused(_))));
        house.is_clean().await;
    })
    .await;
}
