use askama::Template as _;
use axum::http::StatusCode;
use jiff::Timestamp;
use store::{Page as Rows, Task};

use super::List;
use crate::kit::desk::Desk;
use crate::kit::page::Page;
use crate::kit::slice::Sample;
use crate::testing::{Visitor, peopled};

fn given_up(at: Timestamp, (kind, name): (&str, &str), about: &str, why: &str) -> Task {
    Task {
        tries: 12,
        why: why.to_owned(),
        ..Task::new(kind, name, about, at)
    }
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let staff = crate::samples::supervisor(page.lang);
    let desk = Desk::new(&page.app, staff, page.lang, "/desk/tasks");
    let at = page.app.now();
    let rows = vec![
        given_up(
            at,
            ("partner-renewal", "1111-1111/2027-01-01"),
            "partner/1111-1111",
            "late",
        ),
        given_up(at, ("training-expiry", "<1>"), "training/2222-2222", "database"),
    ];
    let some = Rows {
        rows,
        total: 2,
        next: Some("cursor".to_owned()),
        previous: None,
    };
    [("tasks", some, true), ("tasks-none", Rows::default(), false)]
        .map(|(name, found, done)| (name, List::of(desk.clone(), found, done).render().unwrap()))
        .into()
}

#[tokio::test]
async fn a_task_that_was_given_up_is_seen_and_tried_again() {
    let app = peopled().await;
    let store = app.store();
    let about = "partner/1111-1111";
    store
        .ask_for(Task::new(
            "partner-renewal",
            "1111-1111/2027-01-01",
            about,
            app.now(),
        ))
        .await
        .unwrap();
    let mut at = app.now();
    while store.given_up(None, 1).await.unwrap().total == 0 {
        at += jiff::SignedDuration::from_hours(7);
        for task in store.claim(at, "partner-renewal", 1).await.unwrap() {
            store.failed(at, &task, "late").await.unwrap();
        }
    }
    let officer = Visitor::signed_in(&app, "officer").await;
    assert_eq!(officer.get("/desk/tasks").await.status, StatusCode::FORBIDDEN);
    let form = "kind=partner-renewal&name=1111-1111%2F2027-01-01";
    let refused = officer.form("/desk/tasks/retry", form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let begins = supervisor.get("/desk").await;
    assert!(begins.text.contains("1 task was given up"), "{}", begins.text);
    let list = supervisor.get("/desk/tasks").await;
    assert!(list.text.contains("It took too long") && list.text.contains("/desk/partners/1111-1111"));
    let sent = supervisor.form("/desk/tasks/retry", form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(store.given_up(None, 1).await.unwrap().total, 0);
    assert!(!supervisor.get("/desk").await.text.contains("was given up"));
}
