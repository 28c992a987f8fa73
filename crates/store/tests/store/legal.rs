//! What must hold of translations of laws: one of each, seen by those whom it concerns, and public only as it was published.

use domain::Lang;
use domain::journaled::{Context, Refusal};
use domain::legal::{Command, Days, Law, Open, State, Translation};
use domain::people::{Actor, Role, StaffId};
use domain::problems::Problem;
use domain::receipts::Reference;
use jiff::civil::date;
use store::{CommandError, OpenError};

use crate::both::{House, on_both};
use crate::sample;

fn reference(n: u8) -> Reference {
    Reference::from_random([n, 6, 6, 6, 6, 6, 6])
}

/// A house whose city owes translations of a law of the market unit.
fn owing(mut house: House) -> House {
    let law: Law = serde_json::from_value(serde_json::json!({
        "code": "harbour", "kind": "regulation", "scope": "city", "order": 1, "published": "2025-11-03",
        "status": "in-force",
        "translation": {
            "unit": "market", "languages": ["en", "ko"], "limit": "30 working days", "basis": "standard"
        }
    }))
    .unwrap();
    house.city.legal = vec![law];
    house
}

impl House {
    async fn taken_up(&self, n: u8, language: Lang) -> Result<Translation, OpenError> {
        let open = Open {
            law: "harbour".into(),
            language,
            title: "Harbour rules".to_owned(),
            text: "Article 1".to_owned(),
        };
        let actor = sample::agent();
        let ctx = Context {
            now: self.now(),
            actor: &actor,
            city: &self.city,
        };
        let opened = self
            .store
            .open_stream::<Translation>(&ctx, &open, reference(n), None);
        Ok(opened.await?.record)
    }

    async fn translate(
        &self,
        n: u8,
        actor: &Actor,
        command: Command,
    ) -> Result<Translation, CommandError<Translation>> {
        let ctx = Context {
            now: self.now(),
            actor,
            city: &self.city,
        };
        self.store.carry_out(&ctx, reference(n), None, &command).await
    }

    async fn publish(&self, n: u8) {
        self.translate(n, &sample::interpreter(), Command::Review)
            .await
            .unwrap();
        let publish = Command::Publish {
            on: date(2025, 12, 1),
            url: String::new(),
        };
        self.translate(n, &sample::supervisor(), publish).await.unwrap();
    }
}

#[tokio::test]
async fn a_law_is_translated_once_into_each_language() {
    on_both(async |house| {
        let house = owing(house);
        house.taken_up(1, Lang::EN).await.unwrap();
        let taken = Refusal::from(Problem::Twice.of("language"));
        assert_eq!(house.taken_up(2, Lang::EN).await, Err(OpenError::Refused(taken)));
        house.taken_up(3, Lang::KO).await.unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn an_erased_one_gives_its_place_free() {
    on_both(async |house| {
        let house = owing(house);
        house.taken_up(1, Lang::EN).await.unwrap();
        let reason = || "spam".to_owned();
        let administrator = sample::administrator();
        house
            .translate(1, &administrator, Command::Withdraw { reason: reason() })
            .await
            .unwrap();
        let erased = house
            .translate(1, &administrator, Command::Erase { reason: reason() })
            .await
            .unwrap();
        assert_eq!((erased.words, erased.erased), (None, true));
        assert_eq!(house.store.standing_of_laws().await.unwrap(), []);
        house.taken_up(2, Lang::EN).await.unwrap();
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_unit_sees_what_it_owes_and_a_mediator_nothing() {
    on_both(async |house| {
        let house = owing(house);
        house.taken_up(1, Lang::EN).await.unwrap();
        house.taken_up(2, Lang::KO).await.unwrap();
        let mediator = Actor::Staff {
            id: StaffId(8),
            role: Role::Mediator,
            unit: "market".into(),
        };
        for (actor, seen) in [
            (sample::agent(), 2),
            (sample::supervisor(), 2),
            (sample::officer(), 2),
            (sample::officer_elsewhere(), 0),
            (mediator, 0),
            (Actor::ANYONE, 0),
        ] {
            let lines = house.store.translations_of_laws(&actor).await.unwrap();
            assert_eq!(lines.len(), seen, "{actor:?}");
            let one = house
                .store
                .get::<Translation>(reference(1), &actor)
                .await
                .unwrap();
            assert_eq!(one.is_some(), seen > 0, "{actor:?}");
        }
        assert_eq!(house.store.standing_of_laws().await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_public_reads_what_was_published_and_no_draft() {
    on_both(async |house| {
        let house = owing(house);
        house.taken_up(1, Lang::EN).await.unwrap();
        house.taken_up(2, Lang::KO).await.unwrap();
        assert_eq!(house.store.published_laws().await.unwrap(), []);
        house.publish(1).await;
        let revise = Command::Revise {
            title: "Rules of the harbour".to_owned(),
            text: "Article 1, anew".to_owned(),
        };
        house.translate(1, &sample::agent(), revise).await.unwrap();
        let published = house.store.published_laws().await.unwrap();
        assert_eq!(published.len(), 1);
        assert_eq!(published[0].language, Lang::EN);
        assert_eq!(published[0].publication.words.text, "Article 1");
        for (law, language, found) in [
            ("harbour", Lang::EN, published.first().cloned()),
            ("harbour", Lang::KO, None),
            ("moon", Lang::EN, None),
        ] {
            let one = house.store.published_law(&law.into(), language).await;
            assert_eq!(one, Ok(found), "{law} {language}");
        }

        let lines = house.store.standing_of_laws().await.unwrap();
        let of_english = lines.iter().find(|line| line.language == Lang::EN).unwrap();
        assert_eq!(of_english.progress.state, State::Draft);
        let published = Some(Days {
            on: date(2025, 12, 1),
            first_on: Some(date(2025, 12, 1)),
            source_day: Some(date(2025, 11, 3)),
            replaces: None,
        });
        assert_eq!(of_english.progress.published, published);

        let reason = "It is wrong.".to_owned();
        house
            .translate(1, &sample::supervisor(), Command::Withdraw { reason })
            .await
            .unwrap();
        assert_eq!(house.store.published_laws().await.unwrap(), []);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn a_row_that_was_tampered_with_is_found() {
    on_both(async |house| {
        let house = owing(house);
        house.taken_up(1, Lang::EN).await.unwrap();
        house
            .raw("UPDATE legal_translations SET state = 'published', published_on = '2026-01-01'")
            .await;
        let broken = house.broken().await;
        assert!(broken.starts_with(&format!("legal/{}", reference(1))), "{broken}");
    })
    .await;
}
