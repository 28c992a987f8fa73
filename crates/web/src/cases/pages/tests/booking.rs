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
    // The same form again asks for nobody else, and another at that time is not needed.
    let again = resident.post(&page, FORM).await;
    assert_eq!(location(&again), format!("{page}?done=ask"));
    let other = resident.post(&page, &FORM.replace("once=1", "once=5")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        other.body.contains("asked for at this time already"),
        "{}",
        other.body
    );
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
    let (_, rest) = asked.split_once("/cancel?job=").expect("a way to cancel");
    let job = rest.split('"').next().unwrap().to_owned();
    // Nobody cancels by a slip.
    let asks = resident.get(&format!("{page}/cancel?job={job}")).await;
    assert_eq!(asks.status, StatusCode::OK);
    assert!(
        asks.body.contains("Yes, cancel") && asks.body.contains("Second floor"),
        "{}",
        asks.body
    );

    // Whose receipt is gone enters it, and what they wrote waits.
    let mut stranger = Resident::of(&crate::testing::app());
    let away = stranger.post(&page, FORM).await;
    assert_eq!(away.status, StatusCode::UNAUTHORIZED);
    for kept in [
        "name=\"details\"",
        "Ask for Mrs Wang",
        "name=\"booking\"",
        "2026-02-17",
    ] {
        assert!(away.body.contains(kept), "{kept}: {}", away.body);
    }
    let away = stranger.get(&format!("{page}/cancel?job={job}")).await;
    assert_eq!(location(&away), format!("/en/follow/{reference}"));

    let cancelled = resident
        .post(&format!("{page}/cancel"), &format!("job={job}&once=2"))
        .await;
    assert_eq!(location(&cancelled), format!("{page}?done=cancel"));
    let seen = resident.get(&page).await.body;
    assert!(seen.contains("Cancelled by the resident") && !seen.contains("/cancel?job="));
    let over = resident.get(&format!("{page}/cancel?job={job}")).await;
    assert_eq!(location(&over), page, "there is nothing to cancel");
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
        ("until=11:00", "until=10:00", "id=\"until-error\""),
        ("from=10:00", "from=noon", "Enter a time of day"),
        ("2026-02-17", "the+17th", "id=\"date-error\""),
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
    // What it is about stands with the job, for whoever interprets, and not in the case.
    assert!(
        followed.contains("An interpreter is needed: Hospital, English") && !followed.contains("Mrs Wang"),
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

#[tokio::test]
async fn times_are_read_as_people_write_them() {
    let mut resident = Resident::new();
    let (reference, _) = resident.apply().await;
    let page = format!("/en/follow/{reference}/interpreters");
    for (n, (date, from, until, shown)) in [
        ("2026-02-17", "9:00", "9%EF%BC%9A45", "09:45"),
        (
            "2026%2F2%2F18",
            "%EF%BC%99%EF%BC%9A%EF%BC%90%EF%BC%90",
            "0930",
            "09:30",
        ),
        // Until after midnight is until the next day.
        ("2026-02-19", "22:00", "00:30", "00:30"),
    ]
    .into_iter()
    .enumerate()
    {
        let form = FORM
            .replace("2026-02-17", date)
            .replace("once=1", &format!("once={n}"))
            .replace("from=10:00", &format!("from={from}"))
            .replace("until=11:00", &format!("until={until}"));
        let sent = resident.post(&page, &form).await;
        assert_eq!(location(&sent), format!("{page}?done=ask"));
        let seen = resident.get(&page).await.body;
        assert!(seen.contains(shown), "{shown}: {seen}");
    }
}
