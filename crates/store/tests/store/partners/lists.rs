//! Lists of partners: filters, words, pages and numbers.

use std::collections::BTreeMap;

use domain::Lang;
use domain::partners::{Duplicate, Row, State, Terms, import};
use domain::people::Actor;
use store::partners::{PartnerFilter, PartnerSort};

use super::{PARK, SOCHI, UBE, YEOSU, furnish, names, note, reference, system};
use crate::both::{House, on_both};
use crate::sample;

const ALL: [&str; 5] = ["Harbour Park", "Old Mill", "Sochi", "Ube", "Yeosu"];

#[tokio::test]
async fn filters_keep_what_they_say() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let all = PartnerFilter::default;
        let planner = sample::planner();
        for (filter, expected) in [
            (all(), ALL.as_slice()),
            (
                PartnerFilter {
                    states: vec![State::Proposed, State::Ended],
                    ..all()
                },
                &["Harbour Park", "Old Mill"],
            ),
            (
                PartnerFilter {
                    kind: Some("park".to_owned()),
                    ..all()
                },
                &["Harbour Park", "Old Mill"],
            ),
            (
                PartnerFilter {
                    country: Some("JP".to_owned()),
                    ..all()
                },
                &["Ube"],
            ),
            (
                PartnerFilter {
                    unit: Some("tourism".into()),
                    ..all()
                },
                &["Sochi", "Ube", "Yeosu"],
            ),
            (
                PartnerFilter {
                    article: Some(36),
                    ..all()
                },
                &["Harbour Park"],
            ),
            (
                PartnerFilter {
                    language: Some(Lang::RU),
                    ..all()
                },
                &["Sochi"],
            ),
            (
                PartnerFilter {
                    linked_to: Some(reference(YEOSU)),
                    ..all()
                },
                &["Ube"],
            ),
            (
                PartnerFilter {
                    unconfirmed: true,
                    states: vec![State::Active],
                    ..all()
                },
                &["Sochi", "Yeosu"],
            ),
            (
                PartnerFilter {
                    renewal_near: true,
                    ..all()
                },
                &[],
            ),
            (
                PartnerFilter {
                    sort: PartnerSort::Newest,
                    ..all()
                },
                &["Old Mill", "Yeosu", "Harbour Park", "Sochi", "Ube"],
            ),
            (
                PartnerFilter {
                    sort: PartnerSort::Renewal,
                    ..all()
                },
                &["Ube", "Sochi", "Harbour Park", "Old Mill", "Yeosu"],
            ),
        ] {
            assert_eq!(house.found(&planner, &filter).await, expected, "{filter:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_find_what_the_actor_may_read() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let written = note("Ask about the crane");
        house.on_partner(PARK, &sample::officer(), written).await.unwrap();
        let everyone = [
            sample::planner(),
            sample::agent(),
            sample::officer(),
            sample::officer_elsewhere(),
            sample::interpreter(),
            sample::administrator(),
        ];
        let reference = reference(UBE).to_string().replace('-', "").to_lowercase();
        // Which of them find it.
        let all = [0, 1, 2, 3, 4, 5].as_slice();
        for (q, finds, who) in [
            ("宇部", "Ube", all),
            ("UBE summer", "Ube", all),
            (reference.as_str(), "Ube", all),
            ("ube sato", "Ube", &[0, 1, 3]),
            ("trains", "Ube", &[0, 1, 3]),
            ("crane", "Harbour Park", &[0, 1, 2]),
        ] {
            for (at, actor) in everyone.iter().enumerate() {
                let filter = PartnerFilter {
                    q: q.to_owned(),
                    ..PartnerFilter::default()
                };
                let expected: &[&str] = if who.contains(&at) { &[finds] } else { &[] };
                assert_eq!(house.found(actor, &filter).await, expected, "{q} {actor:?}");
            }
        }
        // Sources and signs of a pattern find nothing.
        for q in ["clipping", "%", "_"] {
            let filter = PartnerFilter {
                q: q.to_owned(),
                ..PartnerFilter::default()
            };
            assert!(house.found(&everyone[0], &filter).await.is_empty(), "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn contacts_and_notes_are_only_on_lists_of_those_who_may_see_them() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        for (actor, sees) in [
            (sample::planner(), true),
            (sample::agent(), true),
            (sample::officer_elsewhere(), true),
            (sample::officer(), false),
            (sample::interpreter(), false),
            (sample::administrator(), false),
        ] {
            let filter = PartnerFilter::default();
            let page = house.store.partners(&actor, &filter, None, 50).await.unwrap();
            assert_eq!(names(&page.rows), ALL);
            let ube = &page.rows[3];
            assert_eq!(
                (ube.contacts.len(), ube.notes.len()),
                (usize::from(sees), usize::from(sees)),
                "{actor:?}"
            );
        }
        for actor in [Actor::ANYONE, Actor::holder(reference(UBE))] {
            let filter = PartnerFilter::default();
            assert!(house.found(&actor, &filter).await.is_empty());
            assert!(house.store.known_partners(&actor).await.unwrap().is_empty());
            let by_kind = house.store.partners_by_kind(&actor, &filter).await.unwrap();
            assert!(by_kind.is_empty());
            let by_state = house.store.partners_by_state(&actor, &filter).await.unwrap();
            assert!(by_state.iter().all(|(_, count)| *count == 0));
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_one_another_and_lead_back() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let planner = sample::planner();
        for sort in PartnerSort::ALL {
            assert_eq!(PartnerSort::parse(sort.code()), Some(sort));
            let filter = PartnerFilter {
                sort,
                ..PartnerFilter::default()
            };
            let page = async |cursor: Option<&str>| {
                let page = house.store.partners(&planner, &filter, cursor, 2);
                page.await.unwrap()
            };
            let first = page(None).await;
            let second = page(first.next.as_deref()).await;
            let third = page(second.next.as_deref()).await;
            assert_eq!((third.total, &third.next, &first.previous), (5, &None, &None));
            let seen = [&first, &second, &third].map(|page| names(&page.rows)).concat();
            assert_eq!(seen, house.found(&planner, &filter).await);
            let back = page(third.previous.as_deref()).await;
            assert_eq!(back.rows, second.rows);
            let start = page(back.previous.as_deref()).await;
            assert_eq!((start.rows, start.previous), (first.rows, None));
        }
    })
    .await;
}

#[tokio::test]
async fn numbers_are_those_of_the_lists() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let agent = sample::agent();
        let filter = PartnerFilter {
            states: vec![State::Active],
            kind: Some("park".to_owned()),
            ..PartnerFilter::default()
        };
        let by_state = house.store.partners_by_state(&agent, &filter).await.unwrap();
        assert_eq!(
            by_state,
            [
                (State::Proposed, 1),
                (State::Agreed, 0),
                (State::Active, 0),
                (State::Ended, 1)
            ]
        );
        let by_kind = house.store.partners_by_kind(&agent, &filter).await.unwrap();
        assert_eq!(by_kind, [("sister-city".to_owned(), 3)]);
        let searched = PartnerFilter {
            q: "sochi".to_owned(),
            ..PartnerFilter::default()
        };
        let by_kind = house.store.partners_by_kind(&agent, &searched).await.unwrap();
        assert_eq!(by_kind, [("sister-city".to_owned(), 1)]);
        let active = house.store.active_partners_by_kind().await.unwrap();
        assert_eq!(active, [("sister-city".to_owned(), 3)]);
    })
    .await;
}

#[tokio::test]
async fn an_import_finds_what_is_there() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let known = house.store.known_partners(&system()).await.unwrap();
        assert_eq!(known.len(), 5);
        let row = |line, name: &str| Row {
            line,
            cells: BTreeMap::from([("kind", "sister city"), ("name_zh", name)])
                .into_iter()
                .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                .collect(),
        };
        let rows = [row(2, "索契市"), row(3, "切尔滕纳姆")];
        let terms = Terms::of(&house.city, house.city.day(house.now()));
        let imported = import(&rows, &known, &terms, &|_| None);
        let other = reference(SOCHI);
        assert_eq!(imported.duplicates, [Duplicate::OfPartner { line: 2, other }]);
        assert_eq!(imported.proposals.len(), 1);
    })
    .await;
}
