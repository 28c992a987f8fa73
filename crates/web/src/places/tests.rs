//! Places as those see them who look for one, and as programs read them.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use domain::Lang;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::kit::app::{App, MapTiles};
use crate::testing::Visitor;

/// A page of the small city, where it is Friday 13 February 2026, 10:00.
async fn page(path: &str) -> String {
    Visitor::anyone(&crate::testing::app()).get(path).await.text
}

async fn feed(app: &App, query: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(format!("/api/v1/places.geojson{query}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = crate::router(app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (
        parts.status,
        parts.headers,
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

fn codes(feed: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(feed).unwrap();
    let features = feed["features"].as_array().unwrap();
    features
        .iter()
        .map(|f| f["properties"]["code"].as_str().unwrap().to_owned())
        .collect()
}

/// The numbers in the elements of that class.
fn numbers(html: &str, begins: &str) -> Vec<usize> {
    let parts = html.split(begins).skip(1);
    let number = |part: &str| {
        let text = part.split("</").next()?.rsplit('>').next()?;
        text.trim().parse().ok()
    };
    parts.filter_map(number).collect()
}

#[tokio::test]
async fn the_list_equals_the_map() {
    let html = page("/en/places").await;
    let mut drawn: Vec<usize> = html
        .split("class=\"hl-chart__place\"")
        .skip(1)
        .filter_map(|part| {
            part.split("dy=\".36em\">")
                .nth(1)?
                .split('<')
                .next()?
                .parse()
                .ok()
        })
        .collect();
    drawn.sort_unstable();
    let listed: Vec<usize> = html
        .split("hl-place__number\">")
        .skip(1)
        .filter_map(|part| part.split("</span>").nth(1)?.trim().parse().ok())
        .collect();
    assert_eq!(listed, [1, 2, 3], "the clinic, the quay and the shop");
    assert_eq!(drawn, listed);
    assert_eq!(
        html.matches("not on the map: point not known").count(),
        1,
        "the school"
    );
}

#[tokio::test]
async fn what_is_near_each_other_is_shown_apart_from_the_whole() {
    let html = page("/en/places").await;
    // Clinic and shop are 90 m apart: a second picture has them, and a box on the first says where that is.
    assert_eq!(html.matches("viewBox=\"0 0 640").count(), 2);
    assert_eq!(numbers(&html, "class=\"hl-chart__box\"").len(), 0);
    assert_eq!(html.matches("class=\"hl-chart__box\"").count(), 1);
    assert_eq!(html.matches("class=\"hl-chart__dot\"").count(), 2);
    // One place has no part.
    assert_eq!(
        page("/en/places?kind=port")
            .await
            .matches("viewBox=\"0 0 640")
            .count(),
        1
    );
    assert!(!page("/en/places?kind=school").await.contains("hl-chart"));
}

#[tokio::test]
async fn filters_show_what_is_known_and_say_of_how_many_nothing_is() {
    let html = page("/en/places?language=ru&open=now").await;
    assert!(
        html.contains("/en/places/clinic") && html.contains("Open now, until 12:00"),
        "{html}"
    );
    assert!(
        !html.contains("/en/places/quay\""),
        "closed, and nobody knows what is spoken there"
    );
    // What is closed cannot be meant, whatever is spoken there.
    assert!(html.contains("2 more places say nothing of this"), "{html}");
    let html = page("/en/places?language=ko&by=spoken").await;
    assert!(
        html.contains("No place is known to fit"),
        "Korean is only interpreted"
    );
    assert!(page("/en/places?language=ko").await.contains("/en/places/clinic"));
    // What is not understood is as if it were not there.
    let html = page("/en/places?kind=moon&page=999&language=klingon").await;
    assert_eq!(html.matches("class=\"hl-place\"").count(), 4);
}

#[tokio::test]
async fn a_place_says_once_what_is_not_known() {
    let clinic = page("/en/places/clinic").await;
    for said in [
        "Partial wheelchair access",
        "+86 631 523 1122",
        "8:00",
        "Spring",
        "within a walk",
    ] {
        let found = clinic.to_lowercase().contains(&said.to_lowercase());
        assert!(
            found || said == "Spring" && !clinic.contains("spring-festival"),
            "{said}: {clinic}"
        );
    }
    assert!(!clinic.contains("Not known yet"));
    let school = page("/en/places/school").await;
    assert_eq!(school.matches("Not known yet").count(), 1);
    assert!(
        school.contains("the point on the map, opening hours, languages, wheelchair access, phone number")
    );
    let visitor = Visitor::anyone(&crate::testing::app());
    assert_eq!(visitor.get("/en/places/moon").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn hours_go_past_midnight_on_the_page_and_in_its_data() {
    let quay = page("/en/places/quay").await;
    assert!(
        quay.contains("Closed now, opens at 20:00") && quay.contains("20:00–02:00"),
        "{quay}"
    );
    let linked = quay
        .split("application/ld+json\">")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    let linked: Value = serde_json::from_str(linked).unwrap();
    assert_eq!(linked["@type"], "CivicStructure");
    assert_eq!(linked["geo"]["longitude"], 122.05);
    let hours = linked["openingHoursSpecification"].as_array().unwrap();
    assert_eq!(
        (&hours[0]["opens"], &hours[0]["closes"]),
        (&Value::from("20:00"), &Value::from("02:00"))
    );
    assert_eq!(hours[0]["validFrom"], "2026-02-13");
}

#[tokio::test]
async fn no_text_of_a_pack_ends_the_data_of_a_page() {
    let mut city = crate::testing::city();
    let name = "</script><script>alert(1)</script>".to_owned();
    city.texts
        .insert("places", "place.school.name", Lang::ZH, name.clone());
    let visitor = Visitor::anyone(&crate::testing::app_of(city, None));
    let html = visitor.get("/zh/places/school").await.text;
    assert!(!html.contains(&name), "{html}");
    let linked = html
        .split("application/ld+json\">")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    assert_eq!(serde_json::from_str::<Value>(linked).unwrap()["name"], name);
}

#[tokio::test]
async fn the_feed_has_every_place_and_null_where_a_point_is_not_known() {
    let app = crate::testing::app();
    let (status, headers, text) = feed(&app, "", &[("accept-language", "ko")]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "application/geo+json");
    assert_eq!(headers["vary"], "accept-language");
    assert_eq!(headers["content-language"], "ko");
    assert_eq!(codes(&text), ["clinic", "school", "quay", "shop"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["type"], "FeatureCollection");
    let [clinic, school] = [0, 1].map(|i| &json["features"][i]);
    assert_eq!(
        clinic["geometry"]["coordinates"],
        serde_json::json!([122.0, 37.0])
    );
    assert_eq!(clinic["properties"]["spoken"], serde_json::json!(["zh", "ru"]));
    assert_eq!(clinic["properties"]["interpreted"], serde_json::json!(["ko"]));
    assert_eq!(clinic["properties"]["open"], true);
    assert_eq!(clinic["properties"]["url"], "/ko/places/clinic");
    assert!(school["geometry"].is_null() && school["properties"]["open"].is_null());

    let query = "?group=health&language=ru&by=spoken&wheelchair=yes&open=now&district=harbour&kind=clinic";
    assert_eq!(codes(&feed(&app, query, &[]).await.2), ["clinic"]);
    let (status, _, text) = feed(&app, "?kind=moon&open=later", &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("\"kind\"") && text.contains("\"open\""), "{text}");
}

#[tokio::test]
async fn the_feed_is_sent_again_only_when_it_has_changed() {
    let app = crate::testing::app();
    let (_, headers, _) = feed(&app, "", &[]).await;
    let tag = headers["etag"].to_str().unwrap();
    for known in [
        tag.to_owned(),
        format!("W/{tag}"),
        format!("\"other\", {tag}"),
        "*".to_owned(),
    ] {
        let (status, headers, text) = feed(&app, "", &[("if-none-match", &known)]).await;
        assert_eq!((status, text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known}");
        assert_eq!(headers["etag"], tag);
    }
    for other in ["\"other\"", ""] {
        assert_eq!(
            feed(&app, "", &[("if-none-match", other)]).await.0,
            StatusCode::OK
        );
    }
    let other = feed(&app, "", &[("accept-language", "zh"), ("if-none-match", tag)]).await;
    assert_eq!(other.0, StatusCode::OK, "it is another in another language");
}

#[tokio::test]
async fn districts_are_closed_rings() {
    let visitor = Visitor::anyone(&crate::testing::app());
    // No unit of the small city has an outline: nothing is made up for it.
    let districts = visitor.get("/api/v1/districts.geojson").await.json();
    assert_eq!(districts["features"], serde_json::json!([]));
}

async fn headers_of(app: &App, path: &str) -> HeaderMap {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = crate::router(app.clone()).oneshot(request).await.unwrap();
    response.headers().clone()
}

#[tokio::test]
async fn only_the_list_of_places_may_ask_where_its_reader_is() {
    let app = crate::testing::app();
    let list = headers_of(&app, "/en/places").await;
    assert!(
        list["permissions-policy"]
            .to_str()
            .unwrap()
            .contains("geolocation=(self)")
    );
    for path in [
        "/en",
        "/en/places/clinic",
        "/en/places/moon",
        "/en/transport",
        "/desk/sign-in",
        "/nothing",
    ] {
        let headers = headers_of(&app, path).await;
        assert!(
            headers["permissions-policy"]
                .to_str()
                .unwrap()
                .contains("geolocation=()"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn tiles_are_of_the_configuration_and_only_their_page_may_load_them() {
    let policy = |headers: &HeaderMap| headers["content-security-policy"].to_str().unwrap().to_owned();
    let without = crate::testing::app();
    assert!(policy(&headers_of(&without, "/en/places").await).contains("img-src 'self' data:;"));
    let mut options = without.options().clone();
    options.map_tiles = Some(MapTiles {
        url: "https://tiles.example/{z}/{x}/{y}.png".to_owned(),
        origin: "https://tiles.example".to_owned(),
        credit: "© Tiles <b>".to_owned(),
    });
    let with = crate::testing::app_with(options);
    assert!(
        policy(&headers_of(&with, "/en/places").await)
            .contains("img-src 'self' data: https://tiles.example;")
    );
    assert!(!policy(&headers_of(&with, "/en/places/clinic").await).contains("tiles.example"));
    let html = Visitor::anyone(&with).get("/en/places").await.text;
    assert!(html.contains("data-tiles=\"https://tiles.example/{z}/{x}/{y}.png\""));
    assert!(!html.contains("© Tiles <b>"));
}

#[tokio::test]
async fn transport_shows_what_is_not_confirmed_with_its_day() {
    let html = page("/en/transport").await;
    assert!(html.contains("/en/places/quay"), "{html}");
    assert!(html.contains("Not confirmed; as of 15 August 2025"), "{html}");
    assert_eq!(html.matches("Not confirmed").count(), 1, "the train is");
}

#[tokio::test]
async fn a_neighbourhood_shows_what_is_near_and_what_is_missing() {
    let html = page("/en/neighbourhoods").await;
    let row = html
        .split("id=\"pier-row\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap();
    assert!(
        row.contains("/en/places/clinic") && row.contains("110 m"),
        "{row}"
    );
    assert_eq!(
        row.matches("None known within 1 km").count(),
        2,
        "culture and leisure: {row}"
    );
    let hill = html
        .split("id=\"hill\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap();
    assert!(hill.contains("/en/places/school"), "the pack names it");
    assert_eq!(hill.matches("Not known yet").count(), 3, "{hill}");
}

#[tokio::test]
async fn only_where_people_are_treated_may_something_be_treated_that_nobody_knows() {
    let silent = async |query: &str| {
        page(&format!("/en/places{query}"))
            .await
            .contains("nothing of this and")
    };
    assert!(
        silent("?language=ja").await,
        "the school says nothing of languages"
    );
    assert!(
        !silent("?speciality=teeth").await,
        "the clinic does, and a school treats nobody"
    );
}
