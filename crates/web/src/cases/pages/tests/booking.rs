//! A resident asks for an interpreter, follows it and says when none is needed.

use axum::http::StatusCode;

use super::{Answer, Resident};

/// The clock of the tests stands at ten in the morning of 13 February 2026.
const FORM: &str = "language=en&setting=hospital&date=2026-02-17&from=10:00&until=11:00&place=Second+floor&\
                    details=Ask+for+Mrs+Wang&once=1";

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    &answer.location
}

#[tokio::test]
async fn an_interpreter_is_asked_for_and_cancelled_by_whoever_holds_the_receipt() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let page = format!("/en/follow/{reference}/interpreters");
    let followed = resident.get(&format!("/en/follow/{reference}")).await;
    assert!(
        followed.body.contains(&format!("href=\"{page}\"")),
        "{}",
        followed.body
    );
    let form = resident.get(&page).await;
    assert!(
        form.body.contains("interpretation.intro in English"),
        "{}",
        form.body
    );
    assert_eq!(form.cache, "no-store");

    let sent = resident.post(&page, FORM).await;
    assert_eq!(location(&sent), format!("{page}?done=ask"));
    // The same form again asks for nobody else.
    resident.post(&page, FORM).await;
    let followed = resident.get(&format!("/en/follow/{reference}")).await;
    assert_eq!(
        followed
            .body
            .matches("An interpreter is being looked for.")
            .count(),
        1,
        "{}",
        followed.body
    );
    let asked = resident.get(&page).await.body;
    let (_, rest) = asked
        .split_once("name=\"job\" value=\"")
        .expect("a way to cancel");
    let job = rest.split('"').next().unwrap().to_owned();

    let mut stranger = Resident::of(&crate::testing::app());
    let away = stranger.post(&page, FORM).await;
    assert_eq!(location(&away), format!("/en/follow/{reference}"));

    let cancelled = resident
        .post(&format!("{page}/cancel"), &format!("job={job}&once=2"))
        .await;
    assert_eq!(location(&cancelled), format!("{page}?done=cancel"));
    let seen = resident.get(&page).await.body;
    assert!(seen.contains("Cancelled by the resident") && !seen.contains("name=\"job\""));
    let twice = resident
        .post(&format!("{page}/cancel"), &format!("job={job}&once=3"))
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_cannot_be_kept_comes_back_with_what_was_entered() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let page = format!("/en/follow/{reference}/interpreters");
    for (from, to, said) in [
        ("2026-02-17", "2026-02-10", "This time is over"),
        ("2026-02-17", "2027-02-17", "too far ahead"),
        ("from=10:00", "from=10:05", "full quarter of an hour"),
        ("until=11:00", "until=09:00", "id=\"until-error\""),
        ("setting=hospital", "setting=school", "id=\"setting-error\""),
        ("language=en&", "", "id=\"language-error\""),
    ] {
        let answer = resident.post(&page, &FORM.replace(from, to)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{to}");
        assert!(answer.body.contains(said), "{to}: {}", answer.body);
        assert!(answer.body.contains("Ask for Mrs Wang"), "{to}");
    }
}

#[tokio::test]
async fn who_has_no_case_gets_one() {
    let mut city = crate::testing::city();
    for field in &mut city.services[0].fields {
        field.required = false;
    }
    let app = crate::testing::app_of(city, None);
    let mut resident = Resident::of(&app);
    let first = resident.get("/en/interpreters?place=nowhere").await;
    assert_eq!(first.status, StatusCode::OK);
    let silent = FORM.replace("details=Ask+for+Mrs+Wang", "details=");
    let refused = resident.post("/en/interpreters", &silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = resident.post("/en/interpreters", FORM).await;
    let reference = location(&sent).rsplit('/').next().unwrap().to_owned();
    let followed = resident.get(&format!("/en/follow/{reference}")).await.body;
    assert!(
        followed.contains("An interpreter is being looked for."),
        "{followed}"
    );
    // Sent again, it opens no other.
    let again = resident.post("/en/interpreters", FORM).await;
    assert_eq!(location(&again), location(&sent));
    let followed = resident.get(&format!("/en/follow/{reference}")).await.body;
    assert_eq!(followed.matches("An interpreter is being looked for.").count(), 1);
}

#[tokio::test]
async fn a_city_without_interpreters_has_no_such_page() {
    let mut city = crate::testing::city();
    city.interpretation = domain::interpretation::Policy::default();
    let mut resident = Resident::of(&crate::testing::app_of(city, None));
    assert_eq!(
        resident.get("/en/interpreters").await.status,
        StatusCode::NOT_FOUND
    );
    let (reference, _) = resident.apply().await;
    let followed = resident.get(&format!("/en/follow/{reference}")).await.body;
    assert!(!followed.contains("/interpreters"), "{followed}");
}
