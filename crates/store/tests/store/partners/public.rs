//! What anyone may read of partners, and what nobody from outside may.

use domain::Lang;
use domain::partners::{Command, Public};
use store::partners::{PublicBy, PublicFilter};

use super::{
    MILL, PARK, SOCHI, UBE, YEOSU, already, attach, end, entry, furnish, link, reference, with_kinds,
};
use crate::both::{House, on_both};
use crate::sample;

fn names(shown: &[Public]) -> Vec<&str> {
    shown
        .iter()
        .map(|partner| partner.names[&Lang::EN].as_str())
        .collect()
}

async fn shown(house: &House) -> Vec<Public> {
    let all = PublicFilter::default();
    let found = house.store.public_partners(&all, PublicBy::Kind, None, 200).await;
    found.unwrap().rows
}

#[tokio::test]
async fn only_what_is_active_and_published_is_shown() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let planner = sample::planner();
        assert_eq!(names(&shown(&house).await), ["Sochi", "Ube"]);
        for n in [PARK, YEOSU, MILL, 77] {
            assert_eq!(house.store.public_partner(reference(n)).await.unwrap(), None);
        }
        // A proposal that is published is shown once it is active.
        house.on_partner(PARK, &planner, Command::Publish).await.unwrap();
        assert_eq!(house.store.public_partner(reference(PARK)).await.unwrap(), None);
        house.on_partner(YEOSU, &planner, Command::Publish).await.unwrap();
        house
            .on_partner(SOCHI, &planner, Command::Withdraw)
            .await
            .unwrap();
        assert_eq!(names(&shown(&house).await), ["Ube", "Yeosu"]);
        house.on_partner(UBE, &planner, end()).await.unwrap();
        assert_eq!(names(&shown(&house).await), ["Yeosu"]);
    })
    .await;
}

#[tokio::test]
async fn it_is_listed_by_kind_and_country() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        for (kind, country, expected) in [
            (Some("sister-city"), None, &["Sochi", "Ube"][..]),
            (Some("park"), None, &[]),
            (None, Some("JP"), &["Ube"]),
            (Some("sister-city"), Some("KR"), &[]),
        ] {
            let filter = PublicFilter {
                kind: kind.map(str::to_owned),
                country: country.map(str::to_owned),
                ..PublicFilter::default()
            };
            let listed = house
                .store
                .public_partners(&filter, PublicBy::Kind, None, 200)
                .await;
            assert_eq!(names(&listed.unwrap().rows), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_there_is_of_it_is_counted_and_read_page_by_page() {
    on_both(async |mut house: House| {
        with_kinds(&mut house);
        let (planner, zh) = (sample::planner(), "样例");
        for (n, kind, country) in [
            (10, "sister-city", Some("KR")),
            (11, "sister-city", None),
            (12, "park", Some("JP")),
            (13, "park", None),
            (14, "park", Some("JP")),
        ] {
            let mut open = already(entry(kind, zh, &format!("P{n}")));
            open.entry.country = country.map(str::to_owned);
            open.public = Some(true);
            house.propose(n, &planner, &open).await.unwrap();
        }
        let all = PublicFilter::default();
        for (by, expected, counted) in [
            (
                PublicBy::Kind,
                ["P12", "P13", "P14", "P10", "P11"],
                vec![("park", 3), ("sister-city", 2)],
            ),
            (
                PublicBy::Country,
                ["P12", "P14", "P10", "P11", "P13"],
                vec![("JP", 2), ("KR", 1), ("none", 2)],
            ),
        ] {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let found = house.store.public_partners(&all, by, cursor.as_deref(), 2).await;
                let found = found.unwrap();
                assert_eq!(found.total, 5);
                seen.extend(found.rows.iter().map(|one| one.names[&Lang::EN].clone()));
                cursor = found.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{by:?}");
            let found = house.store.public_partners_counted(&all, by).await.unwrap();
            let found: Vec<(&str, u64)> = found.iter().map(|(code, n)| (code.as_str(), *n)).collect();
            assert_eq!(found, counted);
        }
        for (kinds, country, total) in [
            (Some(vec!["park".to_owned()]), None, 3),
            (Some(Vec::new()), None, 0),
            (None, Some("none"), 2),
        ] {
            let country = country.map(str::to_owned);
            let filter = PublicFilter {
                kinds,
                country,
                ..PublicFilter::default()
            };
            let found = house
                .store
                .public_partners(&filter, PublicBy::Kind, None, 9)
                .await;
            assert_eq!(found.unwrap().total, total, "{filter:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_of_the_desk_is_in_it() {
    on_both(async |mut house: House| {
        furnish(&mut house).await;
        let case = house.case(1).await.reference;
        let linked = link(case);
        house
            .on_partner(UBE, &sample::supervisor(), linked)
            .await
            .unwrap();
        let renew: Command = serde_json::from_str(
            r#"{"command":"renew","until":"2030-06-30","decided_by":"The night shift"}"#,
        )
        .unwrap();
        house.on_partner(UBE, &sample::planner(), renew).await.unwrap();
        let inner = attach("Minutes of a quarrel", false, b"minutes");
        let inner = house.attach_to_partner(UBE, inner, b"minutes").await.unwrap();
        let open = attach("The agreement", true, b"a scan");
        let open = house.attach_to_partner(UBE, open, b"a scan").await.unwrap();

        let one = house.store.public_partner(reference(UBE)).await.unwrap().unwrap();
        assert_eq!(one.partners, [reference(SOCHI)]);
        assert_eq!(one.documents.len(), 1);
        let said = serde_json::to_string(&shown(&house).await).unwrap();
        assert!(said.contains("Pupils visit each summer") && said.contains("The agreement"));
        for kept_in in [
            "Sato",
            "sato@example.jp",
            "prefers trains",
            "clipping",
            "night shift",
            "quarrel",
            "scan.pdf",
            &case.to_string(),
            &reference(YEOSU).to_string(),
        ] {
            assert!(!said.contains(kept_in), "{kept_in}");
        }

        // So with its files.
        let file = async |id| house.store.public_document(reference(UBE), id).await.unwrap();
        let (document, bytes) = file(open.version).await.unwrap();
        assert_eq!((document, bytes), (one.documents[0].clone(), b"a scan".to_vec()));
        assert_eq!(file(inner.version).await, None);
        house
            .on_partner(UBE, &sample::planner(), Command::Withdraw)
            .await
            .unwrap();
        assert_eq!(file(open.version).await, None);
    })
    .await;
}
