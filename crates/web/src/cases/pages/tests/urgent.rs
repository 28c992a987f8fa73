//! Help that cannot wait.

use axum::http::StatusCode;

use super::Resident;
use crate::testing::{Visitor, peopled};

const URGENT: &str = "/ko/services/rescue/apply";

#[tokio::test]
async fn one_page_says_whom_to_call_and_opens_a_case() {
    let mut resident = Resident::new();
    let start = resident.get("/ko/services/rescue").await;
    assert_eq!(start.location, URGENT);
    let page = resident.get(URGENT).await.body;
    for number in ["110", "120"] {
        assert!(page.contains(&format!("<a href=\"tel:{number}\">")), "{number}");
    }
    // What a passer-by reads, with the person's language, and beside it what it says.
    assert!(page.contains("lang=\"zh-Hans\"") && page.contains("emergency.card（原文）"));
    assert!(page.contains("我说韩语。"));
    assert_eq!(page.matches("24시간").count(), 1, "one promise, once");
    assert!(!page.contains("name=\"fields.people\"") && !page.contains("name=\"topic\""));

    let form = "once=abc&text=Passport+gone&fields.where=Station&fields.safe=yes&go=send";
    let sent = resident.post(URGENT, form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(sent.location.starts_with("/ko/receipt/"));
    assert_eq!(resident.post(URGENT, form).await.location, sent.location);
}

#[tokio::test]
async fn what_is_missing_is_said_and_another_language_says_nothing() {
    let mut resident = Resident::new();
    let wrong = resident.post(URGENT, "once=abc&text=Help&go=send").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#fields-where\"") && wrong.body.contains("Help</textarea>"));
    let ru = resident
        .post(
            "/ru/services/rescue/apply",
            "once=abc&text=Help&fields.safe=no&go=stay",
        )
        .await;
    assert_eq!(ru.status, StatusCode::OK);
    assert!(ru.body.contains("<html lang=\"ru\"") && ru.body.contains("Help</textarea>"));
    assert!(ru.body.contains("value=\"no\" checked") && ru.body.contains("name=\"once\" value=\"abc\""));
}

#[tokio::test]
async fn who_is_not_safe_is_told_to_call_and_stands_first_when_they_send_it_anyway() {
    let app = peopled().await;
    let mut resident = Resident::of(&app);
    // Somebody else was before, with something urgent.
    let calm = "once=1&text=Lost&fields.where=Hotel&fields.safe=yes&go=send";
    let before = resident.post(URGENT, calm).await.location;

    let form = "once=2&text=Follows+me&fields.where=Pier&fields.safe=no";
    let stop = resident.post(URGENT, &format!("{form}&go=send")).await;
    assert_eq!(stop.status, StatusCode::OK);
    assert!(stop.body.contains("지금 바로 전화하세요") && stop.body.contains("href=\"tel:110\""));
    assert!(stop.body.contains("name=\"text\" value=\"Follows me\""));
    let alarm = Visitor::signed_in(&app, "supervisor").await;
    assert_eq!(alarm.get("/desk/alarm").await.text, "[]", "nothing was sent");

    // The page that stops is itself in another language.
    let ru = "/ru/services/rescue/apply";
    let there = resident.post(ru, &format!("{form}&stopped=yes&go=stay")).await;
    assert!(there.body.contains("Звоните прямо сейчас"));
    let back = resident.post(ru, &format!("{form}&stopped=yes&go=back")).await;
    assert!(back.body.contains("Follows me</textarea>"));

    let sent = resident.post(ru, &format!("{form}&stopped=yes&go=anyway")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let reference = |location: &str| location.rsplit('/').next().unwrap().to_owned();
    let (danger, before) = (reference(&sent.location), reference(&before));

    let queue = alarm.get("/desk").await.text;
    let (_, rows) = queue.split_once("<tbody>").unwrap();
    let (first, second) = (rows.find(&danger).unwrap(), rows.find(&before).unwrap());
    assert!(first < second);
    assert_eq!(rows.matches("hd-row--danger").count(), 1);
    assert!(rows.contains("hd-flag--danger\">field.safe.label in English No</span>"));
    assert!(queue.contains("href=\"/desk?danger=yes\">1 person says they are not safe"));
    assert_eq!(alarm.get("/desk/alarm").await.text, format!("[\"{danger}\"]"));
    let only = alarm.get("/desk?danger=yes").await.text;
    assert!(only.contains(&danger) && !only.contains(&before));
}
