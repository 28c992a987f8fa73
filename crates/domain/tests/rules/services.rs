//! What a service promises before anybody has said what it is about.

use domain::services::{Goes, Service};
use domain::{Lang, UnitCode};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const TOPICS: [&str; 2] = ["food", "travel"];
const DISTRICTS: [&str; 2] = ["harbour", "hills"];

fn route() -> impl Strategy<Value = Value> {
    let some = |of: &[&'static str]| subsequence(of.to_vec(), 0..=of.len());
    let unit = select(vec!["market", "tourism", "district"]);
    (some(&TOPICS), some(&DISTRICTS), some(&["ko", "ja"]), unit).prop_map(|(topic, district, language, unit)| {
        json!({"topic": topic, "district": district, "language": language, "unit": unit})
    })
}

proptest! {
    #[test]
    fn a_case_goes_where_its_service_says_that_it_may(
        routes in prop::collection::vec(route(), 0..5),
        place in select(vec!["none", "optional", "required"]),
    ) {
        let service: Service = serde_json::from_value(json!({
            "code": "complaint", "article": 15, "need": "shopping", "unit": "lead", "place": place, "route": routes,
        })).unwrap();
        let districts: Vec<UnitCode> = DISTRICTS.map(UnitCode::new).into();
        for topic in [None, Some(TOPICS[0]), Some(TOPICS[1])] {
            let promised = service.goes(topic);
            for district in [None, Some(&districts[0]), Some(&districts[1])] {
                if district.is_none() && place == "required" || district.is_some() && place == "none" {
                    continue;
                }
                for language in [Lang::KO, Lang::EN] {
                    let unit = service.route(topic, district, language);
                    prop_assert!(
                        promised.iter().any(|goes| match goes {
                            Goes::To(known) => unit == **known,
                            Goes::ToDistrict => district == Some(&unit),
                        }),
                        "{unit} is not among {promised:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_can_never_happen_is_not_promised() {
    let service = |place: &str| -> Service {
        serde_json::from_value(json!({
            "code": "complaint", "article": 15, "need": "shopping", "unit": "lead", "place": place,
            "topic": [{"code": "food"}, {"code": "travel"}],
            "route": [
                {"topic": ["travel"], "unit": "tourism"},
                {"topic": ["food"], "unit": "district"},
                {"topic": ["food"], "language": ["ko"], "unit": "hotline"},
            ],
        }))
        .unwrap()
    };
    let optional = service("optional");
    assert_eq!(optional.goes(Some("travel")), [Goes::To("tourism")]);
    assert_eq!(
        optional.goes(Some("food")),
        [Goes::ToDistrict, Goes::To("hotline"), Goes::To("lead")]
    );
    assert_eq!(service("required").goes(Some("food")), [Goes::ToDistrict]);
    assert_eq!(
        service("none").goes(Some("food")),
        [Goes::To("hotline"), Goes::To("lead")]
    );
    assert_eq!(optional.goes(None), [Goes::To("lead")]);
}
