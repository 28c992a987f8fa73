//! The page for the press, its feed and its picture.

use axum::http::StatusCode;

use crate::testing::{Visitor, app, app_of};

#[tokio::test]
async fn each_number_and_each_picture_says_where_it_is_from() {
    let html = Visitor::anyone(&app()).get("/en/press").await.text;
    assert!(
        html.contains("https://census.example/") && html.contains("Source: Census"),
        "{html}"
    );
    assert!(html.contains("picture.map.credit") && html.contains("Licence: Apache-2.0"));
    assert!(html.contains("/en/press/districts.svg"));
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("id=\"new\"") < at("id=\"old\""), "the latest first");
}

#[tokio::test]
async fn the_feed_has_the_news_with_whole_addresses() {
    let feed = Visitor::anyone(&app()).get("/ko/press.atom").await;
    assert_eq!(feed.status, StatusCode::OK);
    for said in [
        "<id>http://localhost/ko/press#new</id>",
        "<updated>2026-01-01T16:00:00Z</updated>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"http://localhost/ko/press.atom\"/>",
    ] {
        assert!(feed.text.contains(said), "{said}: {}", feed.text);
    }
}

#[tokio::test]
async fn the_picture_carries_its_credit() {
    let svg = Visitor::anyone(&app()).get("/ru/press/districts.svg").await.text;
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(svg.contains("<title") && svg.contains("credit</text>"), "{svg}");
}

#[tokio::test]
async fn a_city_that_has_nothing_for_the_press_has_no_such_pages() {
    let mut city = crate::testing::city();
    city.abroad = domain::abroad::Abroad::default();
    let visitor = Visitor::anyone(&app_of(city, None));
    for path in ["/en/press", "/en/press.atom", "/en/press/districts.svg"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
