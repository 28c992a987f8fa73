//! Opening and changing partners, and who may.

use domain::journaled::Refusal;
use domain::partners::{Command, Link, Open, Partner, State};
use domain::people::Actor;
use domain::problems::Problem;
use store::{CommandError, OpenError};

use super::{PARK, SOCHI, UBE, already, attach, entry, furnish, link, note, reference, ube, with_kinds};
use crate::both::{House, on_both};
use crate::sample;

#[tokio::test]
async fn a_partner_goes_from_proposal_to_its_end() {
    on_both(async |mut house: House| {
        with_kinds(&mut house);
        let (officer, planner) = (sample::officer_elsewhere(), sample::planner());
        let open = Open {
            entry: ube(),
            ..Open::default()
        };
        let proposed = house.propose(UBE, &officer, &open).await.unwrap();
        assert_eq!((proposed.state, proposed.version), (State::Proposed, 1));
        for (command, state) in [
            (r#"{"command":"agree","decided_by":"The mayor"}"#, State::Agreed),
            (r#"{"command":"activate"}"#, State::Active),
            (r#"{"command":"renew","until":"2030-06-30"}"#, State::Active),
            (
                r#"{"command":"end","reason":"They merged with another city"}"#,
                State::Ended,
            ),
        ] {
            let command: Command = serde_json::from_str(command).unwrap();
            let changed = house.on_partner(UBE, &planner, command).await.unwrap();
            assert_eq!(changed.state, state);
            let kept = house.store.get::<Partner>(reference(UBE), &officer).await;
            assert_eq!(kept.unwrap(), Some(changed));
        }
        let journal = house.store.journal_of::<Partner>(reference(UBE), &planner).await;
        assert_eq!(journal.unwrap().unwrap().len(), 5);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn who_may_not_is_refused_and_nothing_is_written() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let officer = sample::officer();
        let open = Open {
            entry: entry("park", "新园区", "New Park"),
            ..Open::default()
        };
        for actor in [sample::agent(), sample::interpreter(), Actor::ANYONE] {
            let refused = house.propose(9, &actor, &open).await;
            assert_eq!(refused, Err(OpenError::Refused(Refusal::NotAllowed)), "{actor:?}");
        }
        // That it is one already is said by those who may make it one.
        let refused = house.propose(9, &officer, &already(open.entry)).await;
        assert_eq!(refused, Err(OpenError::Refused(Refusal::NotAllowed)));
        // Another unit's is seen, and not touched.
        let refused = house.on_partner(UBE, &officer, note("We were there")).await;
        assert_eq!(refused, Err(CommandError::Refused(Refusal::NotAllowed)));
        let refused = house.on_partner(UBE, &sample::planner(), Command::Warn).await;
        assert_eq!(refused, Err(CommandError::Refused(Refusal::NotAllowed)));
        // To someone from outside it is not there.
        for actor in [Actor::ANYONE, Actor::holder(reference(UBE))] {
            let refused = house.on_partner(UBE, &actor, note("Hello")).await;
            assert_eq!(refused, Err(CommandError::NotFound));
            let seen = house.store.get::<Partner>(reference(UBE), &actor).await;
            assert_eq!(seen.unwrap(), None);
        }
        for (actor, sees) in [
            (sample::officer_elsewhere(), true),
            (officer, false),
            (sample::interpreter(), false),
        ] {
            let journal = house.store.journal_of::<Partner>(reference(UBE), &actor).await;
            assert_eq!(journal.unwrap().is_some(), sees, "{actor:?}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM partners").await, 5);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn it_is_linked_only_to_what_the_actor_may_see() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let case = house.case(1).await.reference;
        let (tourism, market) = (sample::officer_elsewhere(), sample::officer());
        let unknown = Refusal::from(Problem::UnknownReference.of("to"));
        for to in [case, reference(77)] {
            let refused = house.on_partner(UBE, &tourism, link(to)).await;
            assert_eq!(refused, Err(CommandError::Refused(unknown.clone())));
        }
        let linked = house.on_partner(PARK, &market, link(case)).await.unwrap();
        assert_eq!(linked.links, [Link::Cases(case)]);
        let linked = house
            .on_partner(PARK, &market, link(reference(SOCHI)))
            .await
            .unwrap();
        assert_eq!(
            linked.links,
            [Link::Cases(case), Link::Partners(reference(SOCHI))]
        );
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn it_is_linked_by_the_name_that_one_partner_alone_has() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let planner = sample::planner();
        let called = |name: &str| Command::Link { to: name.to_owned() };
        let linked = house.on_partner(PARK, &planner, called(" ube ")).await.unwrap();
        assert_eq!(linked.links, [Link::Partners(reference(UBE))]);
        // A part of a name is none, and of two nobody knows which is meant.
        let same = already(entry("park", "另一个", "Sochi"));
        house.propose(6, &planner, &same).await.unwrap();
        let unknown = Refusal::from(Problem::UnknownReference.of("to"));
        for name in ["Ub", "Sochi", "!"] {
            let refused = house.on_partner(PARK, &planner, called(name)).await;
            assert_eq!(refused, Err(CommandError::Refused(unknown.clone())), "{name}");
        }
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_document_is_kept_with_its_partner_or_not_at_all() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let scan = attach("The agreement", true, b"a scan");
        let kept = house.attach_to_partner(UBE, scan, b"a scan").await.unwrap();
        let id = kept.documents[0].id;
        let bytes = house.store.file(&kept, id).await.unwrap();
        assert_eq!(bytes.as_deref(), Some(b"a scan".as_slice()));
        let other = attach("The agreement", true, b"a scan");
        let refused = house.attach_to_partner(UBE, other, b"another scan").await;
        assert!(matches!(refused, Err(CommandError::Refused(_))));
        house.is_clean().await;
        house
            .raw("UPDATE files SET bytes = e.salt FROM events e WHERE e.salt IS NOT NULL")
            .await;
        assert_eq!(
            house.broken().await,
            format!("partner/{} {id} file", reference(UBE))
        );
    })
    .await;
}
