//! The first page, and the box on it, over HTTP.

use axum::http::StatusCode;

use crate::testing::{Visitor, app};

#[tokio::test]
async fn words_lead_to_the_service_and_go_on_into_its_form() {
    let anyone = Visitor::anyone(&app());
    let found = anyone
        .form(
            "/en/find",
            "text=The+shop+will+not+refund+the+money+for+my+phone+%3C1%3E",
        )
        .await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("action=\"/en/services/complaint/apply\""));
    assert!(
        found.text.contains("<q dir=\"auto\" lang=\"en-GB\">refund</q>"),
        "{}",
        found.text
    );
    let kept = "<input type=\"hidden\" name=\"text\" value=\"The shop will not refund the money for my phone &#60;1&#62;\">";
    assert!(found.text.contains(kept));

    let form = "go=back&once=1&text=The+shop+will+not+refund+the+money+for+my+phone+%3C1%3E";
    let first = anyone.form("/en/services/complaint/apply", form).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text.contains(kept) && !first.text.contains("govuk-error-summary"));
}

#[tokio::test]
async fn a_box_with_nothing_to_read_in_it_says_so_and_keeps_what_it_can() {
    let anyone = Visitor::anyone(&app());
    for nothing in ["", "text=", "text=+%0D%0A", "text=%E2%80%8B%E3%85%A4"] {
        let again = anyone.form("/en/find", nothing).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{nothing}");
        assert!(again.text.contains("This cannot be left empty"));
    }
    let long = format!("text={}", "a".repeat(4001));
    let again = anyone.form("/en/find", &long).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains(&"a".repeat(4001)) && again.text.contains("remove 1"));
    let broken = anyone.form("/en/find", "text=caf%E9").await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(anyone.get("/en/find").await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_language_keeps_the_words_and_asks_nothing_of_who_wrote_none() {
    let anyone = Visitor::anyone(&app());
    let found = anyone.form("/ko/find", "go=stay&text=I+want+a+refund").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("I want a refund") && found.text.contains("form=\"form\""));
    let empty = anyone.form("/ko/find", "go=stay&text=").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(!empty.text.contains("govuk-error-summary"));
}

#[tokio::test]
async fn words_of_danger_are_answered_with_whom_to_call_before_anything_else() {
    let anyone = Visitor::anyone(&app());
    let found = anyone.form("/en/find", "text=Our+kitchen+is+on+fire").await;
    let warned = found.text.find("tel:110").unwrap();
    assert!(warned < found.text.find("<h1").unwrap());
    let calm = anyone.form("/en/find", "text=I+want+a+refund").await;
    assert!(!calm.text.contains("tel:110"));
}

#[tokio::test]
async fn what_asks_for_no_service_is_not_thrown_away() {
    let found = Visitor::anyone(&app()).form("/en/find", "text=Qwxyz+bnmqp").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("Qwxyz bnmqp</textarea>"));
    assert!(found.text.contains("href=\"/en/services\""));
}

#[tokio::test]
async fn a_reader_of_none_of_the_interfaces_languages_is_greeted_in_their_own() {
    let greeting = |language| async move {
        let visitor = Visitor {
            language,
            ..Visitor::anyone(&app())
        };
        let home = visitor.get("/en").await.text;
        let at = home.find("hl-greeting")?;
        Some(home[at..].chars().take(60).collect::<String>())
    };
    let arabic = greeting("ar-EG, en;q=0.8").await.unwrap();
    assert!(arabic.contains("lang=\"ar\" dir=\"rtl\""), "{arabic}");
    let thai = greeting("th").await.unwrap();
    assert!(thai.contains("lang=\"th\" dir=\"ltr\""), "{thai}");
    // English is on offer, and liked better.
    assert_eq!(greeting("en, ar;q=0.8").await, None);
    assert_eq!(greeting("xx, ko").await, None);
    assert_eq!(greeting("").await, None);
}

#[tokio::test]
async fn the_city_is_drawn_and_what_the_map_shows_is_also_a_list() {
    let home = Visitor::anyone(&app()).get("/en").await.text;
    let map = &home[home.find("hl-map").unwrap()..];
    assert!(map.contains("role=\"img\" aria-labelledby=\"map-title map-text\""));
    assert!(map.contains("map.place.lighthouse</title>") || map.contains("lighthouse"));
    let list = &map[map.find("hl-places").unwrap()..];
    assert!(list.contains("<li>"));

    let mut city = crate::testing::city();
    city.map = None;
    let bare = Visitor::anyone(&crate::testing::app_of(city, None))
        .get("/en")
        .await
        .text;
    assert!(!bare.contains("hl-map") && !bare.contains("hl-coast"));
}

#[tokio::test]
async fn a_share_of_a_few_is_not_shown() {
    let home = Visitor::anyone(&app()).get("/en").await.text;
    assert!(!home.contains("hl-live"));
}
