//! What people have translated, as the translation memory has it.

use domain::Lang;
use domain::cases::{Case, Command, Doubt, Made, Translated, TranslatedBy};
use domain::people::Actor;

use crate::both::{House, on_both};
use crate::sample;

fn command(text: &str, made: Option<Made>) -> Command {
    Command::Translate {
        translated: Translated {
            field: None,
            message: 1,
            language: Lang::ZH,
            text: text.to_owned(),
        },
        made,
    }
}

/// By a person.
pub async fn translate(house: &House, case: &Case, text: &str) -> Case {
    house
        .act(&sample::interpreter(), case, command(text, None))
        .await
        .unwrap()
}

async fn by_machine(house: &House, case: &Case, text: &str, made: Made) -> Case {
    let worker = Actor::System {
        worker: "translation".to_owned(),
    };
    house.act(&worker, case, command(text, Some(made))).await.unwrap()
}

fn engine(doubts: impl IntoIterator<Item = Doubt>) -> Made {
    Made {
        by: TranslatedBy::Engine {
            name: "e".to_owned(),
            model: "m".to_owned(),
            version: "1".to_owned(),
        },
        doubts: doubts.into_iter().collect(),
    }
}

async fn targets(house: &House) -> Vec<String> {
    let all = house.store.remembered_after(None, 10).await.unwrap();
    all.into_iter().map(|one| one.target).collect()
}

#[tokio::test]
async fn what_an_engine_is_unsure_of_waits_for_people_and_for_no_engine() {
    on_both(async |house| {
        let case = house.case(1).await;
        let case = by_machine(&house, &case, "水壶", engine([Doubt::LowConfidence])).await;
        let wants = async || {
            house
                .store
                .translation_wants(&sample::interpreter(), &[], None, 10)
                .await
                .unwrap()
        };
        let waiting = wants().await;
        assert_eq!((waiting.total, waiting.rows[0].doubtful), (1, true));
        assert_eq!(house.store.wants_for_engines(None, 10).await.unwrap().total, 0);
        let pairs = async |actor: &Actor| house.store.waiting_pairs(actor).await.unwrap();
        assert_eq!(pairs(&sample::interpreter()).await, []);
        house.is_clean().await;
        // Whoever leaves it as it is has checked it.
        let case = translate(&house, &case, "水壶").await;
        assert_eq!(wants().await.total, 0);
        let translation = case.messages[0].translation(Lang::ZH).unwrap();
        assert!(translation.checked && translation.by.is_engine() && !translation.is_doubtful());
        assert_eq!(targets(&house).await, ["水壶"]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_counted_by_its_languages_for_those_who_may_see_it() {
    on_both(async |house| {
        house.case(1).await;
        house.case(2).await;
        let pairs = async |actor: &Actor| house.store.waiting_pairs(actor).await.unwrap();
        assert_eq!(pairs(&sample::interpreter()).await, [(Lang::EN, Lang::ZH, 2)]);
        assert_eq!(pairs(&sample::officer()).await, []);
    })
    .await;
}

#[tokio::test]
async fn the_memory_has_what_people_wrote_or_checked_and_nothing_else() {
    on_both(async |house| {
        let case = house.case(1).await;
        let case = by_machine(&house, &case, "机器", engine([])).await;
        assert!(targets(&house).await.is_empty());
        let case = translate(&house, &case, "人").await;
        assert_eq!(targets(&house).await, ["人"]);
        // The last one counts.
        translate(&house, &case, "另一个人").await;
        assert_eq!(targets(&house).await, ["另一个人"]);
        let one = &house.store.remembered_of(case.reference).await.unwrap()[0];
        assert_eq!((one.from, one.to, one.message), (Lang::EN, Lang::ZH, 1));
        assert_eq!(Some(&one.source), case.messages[0].text.as_ref());
        // What came from the pack or from the memory is there already.
        for (n, by) in [(2, TranslatedBy::Pack), (3, TranslatedBy::Memory)] {
            let other = house.case(n).await;
            by_machine(&house, &other, "本来就有", by.into()).await;
        }
        assert_eq!(targets(&house).await, ["另一个人"]);
        house.is_clean().await;
    })
    .await;
}

#[tokio::test]
async fn the_memory_is_read_some_cases_at_a_time_to_its_end() {
    on_both(async |house| {
        for n in 1..6 {
            let case = house.case(n).await;
            translate(&house, &case, &format!("{n}")).await;
        }
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = house.store.remembered_after(after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.reference);
            all.extend(page.iter().map(|one| one.target.clone()));
        }
        all.sort();
        assert_eq!(all, ["1", "2", "3", "4", "5"]);
    })
    .await;
}
