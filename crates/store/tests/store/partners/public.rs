//! What anyone may read of partners, and what nobody from outside may.

use domain::Lang;
use domain::partners::{Command, Public};
use store::partners::PublicFilter;

use super::{MILL, PARK, SOCHI, UBE, YEOSU, attach, end, furnish, link, reference};
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
    house.store.public_partners(&all).await.unwrap()
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
            };
            let listed = house.store.public_partners(&filter).await.unwrap();
            assert_eq!(names(&listed), expected);
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
