//! What holds of any noun, tried with one that is made up here: it touches nothing but this folder.

mod buoys;
mod house;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::journaled::{Context, Journaled, Refusal};
use domain::receipts::Reference;
use domain::roles::{Actor, Role, StaffId};

use crate::commands::CommandError;
use crate::once::IdempotencyKey;
use crate::records::OpenError;
use crate::tests::buoys::{Buoy, Command, NewBuoy};
use crate::tests::house::{House, on_both};

fn staff(role: Role, unit: &str) -> Actor {
    Actor::Staff {
        id: StaffId(1),
        role,
        unit: unit.into(),
    }
}

fn reference(n: u8) -> Reference {
    Reference::from_random([n; 7])
}

impl House {
    async fn lay(&self, n: u8, actor: &Actor, colour: &str) -> Result<Buoy, OpenError> {
        let ctx = Context {
            now: self.now(),
            actor,
            city: &self.city,
        };
        let open = NewBuoy {
            colour: colour.to_owned(),
            words: "off the pier".to_owned(),
        };
        let opened = self.store.open_stream::<Buoy>(&ctx, &open, reference(n), None);
        Ok(opened.await?.record)
    }

    async fn act(&self, n: u8, actor: &Actor, command: &Command) -> Result<Buoy, CommandError<Buoy>> {
        self.act_at(n, actor, command, None).await
    }

    async fn act_at(
        &self,
        n: u8,
        actor: &Actor,
        command: &Command,
        version: Option<u64>,
    ) -> Result<Buoy, CommandError<Buoy>> {
        let ctx = Context {
            now: self.now(),
            actor,
            city: &self.city,
        };
        self.store.carry_out(&ctx, reference(n), version, command).await
    }

    async fn broken(&self) -> Vec<String> {
        let report = self.store.verify(&self.city, |_| {}).await.unwrap();
        report.broken.iter().map(ToString::to_string).collect()
    }
}

#[tokio::test]
async fn it_opens_changes_lists_and_verifies() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        house.lay(2, &harbour, "green").await.unwrap();
        let lit = house
            .act(1, &harbour, &Command::Light { seconds: 4 })
            .await
            .unwrap();
        assert_eq!((lit.version, lit.seconds), (2, Some(4)));

        let first = house.store.buoys(&harbour, None, 1).await.unwrap();
        assert_eq!((first.total, first.rows.len()), (2, 1));
        let next = house
            .store
            .buoys(&harbour, first.next.as_deref(), 1)
            .await
            .unwrap();
        assert_eq!((next.rows.len(), next.next), (1, None));
        let journal = house
            .store
            .journal_of::<Buoy>(reference(1), &harbour)
            .await
            .unwrap();
        assert_eq!(journal.unwrap().len(), 2);
        assert!(house.broken().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_wrong_role_and_the_wrong_unit_are_refused() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        let elsewhere = staff(Role::Officer, "market");
        let reviewer = staff(Role::Reviewer, "harbour");
        let refused = house.lay(1, &reviewer, "red").await;
        assert_eq!(refused, Err(OpenError::Refused(Refusal::NotAllowed)));
        house.lay(1, &harbour, "red").await.unwrap();
        for stranger in [&elsewhere, &reviewer, &Actor::ANYONE] {
            assert_eq!(
                house.store.get::<Buoy>(reference(1), stranger).await.unwrap(),
                None
            );
            assert_eq!(house.store.buoys(stranger, None, 9).await.unwrap().total, 0);
            let tried = house.act(1, stranger, &Command::Light { seconds: 4 }).await;
            assert_eq!(tried, Err(CommandError::NotFound));
        }
        let agent = staff(Role::Agent, "hotline");
        assert!(
            house
                .store
                .get::<Buoy>(reference(1), &agent)
                .await
                .unwrap()
                .is_some()
        );
        let tried = house.act(1, &agent, &Command::Light { seconds: 4 }).await;
        assert_eq!(tried, Err(CommandError::Refused(Refusal::NotAllowed)));
    })
    .await;
}

#[tokio::test]
async fn who_comes_second_hears_of_it_as_far_as_they_may_see() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        let light = Command::Light { seconds: 4 };
        house.act(1, &harbour, &light).await.unwrap();
        let told = async |role, version| match house
            .act_at(1, &staff(role, "harbour"), &light, Some(version))
            .await
        {
            Err(CommandError::Stale { since, .. }) => since.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(told(Role::Officer, 1).await, 1);
        assert_eq!(told(Role::Officer, 9).await, 0, "a version that is none yet");
        assert_eq!(told(Role::Mediator, 1).await, 0, "its journal is not theirs");
        let agent = house
            .act_at(1, &staff(Role::Agent, "hotline"), &light, Some(1))
            .await;
        assert_eq!(agent, Err(CommandError::Refused(Refusal::NotAllowed)));
        // What the platform does by itself takes nobody's form from them.
        let worker = Actor::System {
            worker: "lamp".into(),
        };
        house.act(1, &worker, &light).await.unwrap();
        let lit = house.act_at(1, &harbour, &light, Some(2)).await.unwrap();
        assert_eq!(lit.version, 4);
    })
    .await;
}

#[tokio::test]
async fn a_command_that_is_sent_twice_is_carried_out_once() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        house.lay(2, &harbour, "red").await.unwrap();
        let key = IdempotencyKey {
            key_hash: [1; 32],
            request_digest: [2; 32],
        };
        let light = Command::Light { seconds: 4 };
        let once = async |n, version, key: &IdempotencyKey| {
            let ctx = Context {
                now: house.now(),
                actor: &harbour,
                city: &house.city,
            };
            let carried = house
                .store
                .carry_out_once(&ctx, reference(n), version, &light, Some(key));
            Box::pin(carried).await
        };
        // At once, one after the other, and though the record is not at that version any more.
        let both = tokio::join!(once(1, None, &key), once(1, None, &key));
        assert_eq!((both.0.unwrap().version, both.1.unwrap().version), (2, 2));
        assert_eq!(once(1, Some(1), &key).await.unwrap().version, 2);
        let other = IdempotencyKey {
            request_digest: [3; 32],
            ..key
        };
        assert_eq!(once(1, None, &other).await, Err(CommandError::OtherRequest));
        assert_eq!(once(2, None, &key).await, Err(CommandError::OtherRequest));
        assert!(house.broken().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_made_up_place_in_a_list_is_its_beginning() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        for keys in ["[7]", "[null]", "[]", r#"["1","2"]"#] {
            let made_up = format!(r#"{{"order":"laid","back":false,"keys":{keys}}}"#);
            let cursor = URL_SAFE_NO_PAD.encode(made_up);
            let page = house.store.buoys(&harbour, Some(&cursor), 9).await.unwrap();
            assert_eq!(page.rows.len(), 1, "{keys}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_past_the_program_is_found() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        house
            .act(1, &harbour, &Command::Light { seconds: 4 })
            .await
            .unwrap();
        let stream = format!("buoy/{}", reference(1));
        for (edit, undo, expected) in [
            (
                "UPDATE buoys SET unit = 'market'",
                "UPDATE buoys SET unit = 'harbour'",
                "2 row unit",
            ),
            (
                "UPDATE buoy_flashes SET second = 5",
                "UPDATE buoy_flashes SET second = 4",
                "2 flashes",
            ),
            (
                "DELETE FROM buoy_flashes",
                "INSERT INTO buoy_flashes SELECT reference, 4 FROM buoys",
                "2 flashes",
            ),
            (
                "UPDATE buoys SET version = 3",
                "UPDATE buoys SET version = 2",
                "3 missing-event",
            ),
        ] {
            house.raw(edit).await;
            assert_eq!(house.broken().await, [format!("{stream} {expected}")], "{edit}");
            house.raw(undo).await;
        }
        house.raw("DELETE FROM events WHERE stream LIKE 'buoy/%'").await;
        assert_eq!(house.broken().await, [format!("{stream} 1 missing-event")]);
    })
    .await;
}

#[tokio::test]
async fn its_words_are_erased_with_all_that_follows_from_them() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        let raised = house.act(1, &harbour, &Command::Raise).await.unwrap();
        assert_eq!(raised.words, None);
        assert!(house.broken().await.is_empty());
        let journal = house
            .store
            .journal_of::<Buoy>(reference(1), &harbour)
            .await
            .unwrap();
        assert!(journal.unwrap()[0].erased);
    })
    .await;
}

#[tokio::test]
async fn its_rows_are_derived_anew_and_nobody_elses() {
    on_both(async |house| {
        let harbour = staff(Role::Officer, "harbour");
        house.lay(1, &harbour, "red").await.unwrap();
        house.raw("UPDATE buoys SET unit = 'market'").await;
        house
            .raw("UPDATE settings SET value = '0' WHERE name = 'derived/buoy'")
            .await;
        house.store.adopt(&house.city).await.unwrap();
        assert!(house.broken().await.is_empty());
        assert_eq!(Buoy::PREFIX, "buoy");
    })
    .await;
}
