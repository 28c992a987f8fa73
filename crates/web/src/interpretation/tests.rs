//! Interpreters' jobs as each role meets them at the desk, by the API and in a calendar.

use axum::http::StatusCode;
use domain::interpretation::Command;
use domain::journaled::Context;
use domain::receipts::Reference;
use domain::roles::Actor;
use jiff::ToSpan as _;
use serde_json::json;

use crate::kit::app::App;
use crate::kit::page::{Nav, Page};
use crate::testing::{Visitor, peopled};

/// Tuesday at the hospital, from ten to eleven; the clock of the tests stands at noon of 13 February 2026.
const ASKED: &str = "kind=appointment&setting=hospital&languages=en&starts_at=2026-02-17T10:00&\
                     ends_at=2026-02-17T11:00&travel_before=30&travel_after=30&details=Ask+for+Mrs+%3CWang%3E";

async fn staff_number(app: &App, login: &str) -> i64 {
    let (staff, _) = app.store().staff_by_login(login).await.unwrap().unwrap();
    staff.id.0
}

/// Asks for an interpreter; the page of the job.
async fn asked(supervisor: &Visitor, form: &str) -> String {
    let opened = supervisor.form("/desk/interpretation/new", form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    opened.to.split('?').next().unwrap().to_owned()
}

async fn done(who: &Visitor, page: &str, command: &str, form: &str) {
    let done = who.form(&format!("{page}/{command}"), form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{command}: {}", done.text);
}

const ACCEPT: &str = "version=2&confidentiality=3&promised=yes";

#[tokio::test]
async fn an_interpreter_reads_no_word_before_the_promise() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let page = asked(&supervisor, ASKED).await;
    let own = staff_number(&app, "interpreter").await;
    done(&supervisor, &page, "offer", &format!("version=1&staff={own}")).await;

    let waits = interpreter.get(&page).await.text;
    assert!(
        waits.contains("interpretation.confidentiality in English"),
        "{waits}"
    );
    assert!(!waits.contains("Wang") && waits.contains("Version 3"), "{waits}");
    let unpromised = interpreter
        .form(&format!("{page}/accept"), "version=2&confidentiality=3")
        .await;
    assert_eq!(unpromised.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = interpreter
        .form(
            &format!("{page}/accept"),
            "version=2&confidentiality=2&promised=yes",
        )
        .await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&interpreter, &page, "accept", ACCEPT).await;
    let accepted = interpreter.get(&page).await.text;
    assert!(accepted.contains("Ask for Mrs &#60;Wang&#62;"), "{accepted}");
    let journal = supervisor.get(&page).await.text;
    assert!(
        journal.contains("Accepted, with the promise to keep silent"),
        "{journal}"
    );
}

#[tokio::test]
async fn nobody_is_given_two_jobs_at_once_and_the_form_says_so() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let own = staff_number(&app, "interpreter").await;
    let offer = format!("version=1&staff={own}");
    let first = asked(&supervisor, ASKED).await;
    done(&supervisor, &first, "offer", &offer).await;
    // Half an hour after it, which is the way back.
    let next = ASKED.replace("T11:00", "T12:00").replace("T10:00", "T11:15");
    let second = asked(&supervisor, &next).await;
    let refused = supervisor.form(&format!("{second}/offer"), &offer).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("They have something else at that time"),
        "{}",
        refused.text
    );
    let instead = staff_number(&app, "agent").await;
    done(
        &supervisor,
        &second,
        "offer",
        &format!("version=1&staff={instead}"),
    )
    .await;
    let swap = format!("version=2&staff={instead}");
    let busy = supervisor.form(&format!("{first}/substitute"), &swap).await;
    assert_eq!(busy.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn each_role_sees_the_room_that_is_theirs() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let page = asked(&supervisor, ASKED).await;
    for (login, list, job, week, hours, calendar) in [
        ("supervisor", 200, 200, 200, 200, 403),
        ("agent", 200, 200, 200, 200, 200),
        ("interpreter", 200, 200, 200, 200, 200),
        ("officer", 200, 200, 200, 403, 403),
        ("harbour", 200, 404, 200, 403, 403),
        ("planner", 403, 403, 403, 403, 403),
        ("administrator", 200, 200, 200, 200, 403),
    ] {
        let visitor = Visitor::signed_in(&app, login).await;
        for (path, expected) in [
            ("/desk/interpretation", list),
            (page.as_str(), job),
            ("/desk/interpretation/week", week),
            ("/desk/interpretation/hours", hours),
            ("/desk/interpretation/calendar", calendar),
        ] {
            let seen = visitor.get(path).await.status.as_u16();
            assert_eq!(seen, expected, "{login} {path}");
        }
    }
}

#[tokio::test]
async fn a_week_of_duties_is_copied_once() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let own = staff_number(&app, "interpreter").await;
    let duty =
        format!("kind=duty&languages=en&starts_at=2026-02-17T08:00&ends_at=2026-02-17T12:00&staff={own}");
    asked(&supervisor, &duty).await;
    asked(&supervisor, ASKED).await;
    let copy = |of: &'static str| {
        let supervisor = &supervisor;
        async move { supervisor.form("/desk/interpretation/week/copy", of).await.to }
    };
    let to = "/desk/interpretation/week?of=2026-02-23";
    assert_eq!(copy("of=2026-02-18").await, format!("{to}&copied=1&left=0"));
    let week = supervisor.get(to).await.text;
    assert!(
        week.contains("08:00–12:00") && !week.contains("10:00–11:00"),
        "{week}"
    );
    assert_eq!(copy("of=2026-02-18").await, format!("{to}&copied=0&left=1"));
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let refused = interpreter
        .form("/desk/interpretation/week/copy", "of=2026-02-18")
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn hours_that_were_kept_free_for_nothing_are_counted_apart() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let own = staff_number(&app, "interpreter").await;
    // Two hours from now.
    let soon = ASKED.replace("2026-02-17T10:00", "2026-02-13T14:00");
    let soon = soon.replace("2026-02-17T11:00", "2026-02-13T15:30");
    let page = asked(&supervisor, &soon).await;
    done(&supervisor, &page, "offer", &format!("version=1&staff={own}")).await;
    done(&interpreter, &page, "accept", ACCEPT).await;
    done(&supervisor, &page, "cancel", "version=3&reason=Healed").await;
    let cancelled = supervisor.get(&page).await.text;
    assert!(cancelled.contains("Cancelled at short notice"), "{cancelled}");
    let hours = interpreter
        .get("/desk/interpretation/hours?month=2026-02")
        .await
        .text;
    assert!(
        hours.contains("The interpreter") && hours.contains("1:30"),
        "{hours}"
    );
    let csv = supervisor
        .get("/desk/interpretation/hours.csv?month=2026-02")
        .await
        .text;
    assert!(csv.contains("\"The interpreter\",\"1\",\"0\",\"90\""), "{csv}");
    let before = supervisor
        .get("/desk/interpretation/hours?month=2026-01")
        .await
        .text;
    assert!(before.contains("No hours were entered for 2026-01."), "{before}");
}

#[tokio::test]
async fn what_waits_is_said_to_whom_it_waits_for() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let far = ASKED.replace("2026-02-17", "2026-02-18");
    let far = asked(&supervisor, &far).await;
    let soon = asked(&supervisor, &ASKED.replace("2026-02-17", "2026-02-14")).await;
    let waits = async |login: &str| {
        let (staff, _) = app.store().staff_by_login(login).await.unwrap().unwrap();
        let desk = crate::kit::desk::Desk::new(&app, staff, domain::Lang::EN, "/desk");
        let waits = (super::SLICE.waits)(&desk).await.unwrap();
        waits.into_iter().map(|one| one.text).collect::<Vec<_>>()
    };
    assert_eq!(
        waits("supervisor").await,
        ["1 job within three days has no interpreter"]
    );
    assert_eq!(waits("interpreter").await, [""; 0]);
    let own = staff_number(&app, "interpreter").await;
    done(&supervisor, &soon, "offer", &format!("version=1&staff={own}")).await;
    assert_eq!(waits("interpreter").await, ["1 job is offered to you"]);
    // Nobody has said yes yet.
    assert_eq!(
        waits("supervisor").await,
        ["1 job within three days has no interpreter"]
    );
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    done(&interpreter, &soon, "accept", ACCEPT).await;
    assert_eq!(waits("supervisor").await, [""; 0]);
    assert_eq!(waits("interpreter").await, ["You have 1 job tomorrow"]);
    done(&supervisor, &soon, "cancel", "version=3&reason=Healed").await;
    assert_eq!(
        waits("interpreter").await,
        ["1 job of yours was cancelled: you need not go"]
    );
    // A line counts what its link shows.
    let list = interpreter
        .get(&format!(
            "/desk/interpretation?state=cancelled&staff={own}&when=ahead"
        ))
        .await
        .text;
    let reference = soon.rsplit('/').next().unwrap();
    assert!(list.contains(reference), "{list}");
    let read = interpreter.get(&soon).await.text;
    assert!(read.contains("Healed"), "they read why: {read}");

    // Who has not answered in time is asked no more, and who looks for somebody is told.
    done(&supervisor, &far, "offer", &format!("version=1&staff={own}")).await;
    assert!(interpreter.get(&far).await.text.contains("To be answered by"));
    let platform = Actor::System {
        worker: "interpretation-answer".to_owned(),
    };
    let ctx = Context {
        now: app.now() + 24.hours(),
        ..app.context(&platform)
    };
    let reference = Reference::parse(far.rsplit('/').next().unwrap()).unwrap();
    let taken = app.store().carry_out(&ctx, reference, None, &Command::TakeBack);
    taken.await.unwrap();
    assert_eq!(
        waits("supervisor").await,
        ["1 job was not answered in time: please ask somebody else"]
    );
    let list = supervisor.get("/desk/interpretation?when=unanswered").await.text;
    assert!(
        list.contains(&reference.to_string()) && list.contains("No answer"),
        "{list}"
    );
    let page = supervisor.get(&far).await.text;
    assert!(page.contains("Did not answer"), "{page}");
}

#[tokio::test]
async fn a_calendar_is_read_without_signing_in_and_says_nothing_that_anybody_wrote() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let own = staff_number(&app, "interpreter").await;
    let page = asked(&supervisor, &format!("{ASKED}&place=Second+floor")).await;
    done(&supervisor, &page, "offer", &format!("version=1&staff={own}")).await;
    done(&interpreter, &page, "accept", ACCEPT).await;

    let address = async || {
        let made = interpreter.form("/desk/interpretation/calendar", "").await.text;
        assert!(made.contains("value=\"http"), "{made}");
        let from = made.find("/en/interpreters/calendar/").expect("an address");
        let until = made[from..].find(".ics").unwrap() + from + 4;
        made[from..until].to_owned()
    };
    let first = address().await;
    let anyone = Visitor::anyone(&app);
    let calendar = anyone.get(&first).await;
    assert_eq!(calendar.status, StatusCode::OK);
    let text = calendar.text;
    assert!(text.contains("DTSTART:20260217T020000Z"), "{text}");
    assert!(text.contains("SUMMARY:Hospital · English"), "{text}");
    assert!(!text.contains("Wang") && !text.contains("floor"), "{text}");
    let again = interpreter.get("/desk/interpretation/calendar").await.text;
    assert!(!again.contains(&first), "it is shown once");

    let second = address().await;
    assert_eq!(anyone.get(&first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(anyone.get(&second).await.status, StatusCode::OK);
    interpreter.form("/desk/interpretation/calendar/revoke", "").await;
    assert_eq!(anyone.get(&second).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_api_does_what_the_desk_does() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let open = json!({
        "kind": "appointment", "setting": "hospital", "languages": ["en"], "starts_at": "2026-02-17T02:00:00Z",
        "ends_at": "2026-02-17T03:00:00Z", "details": "Ask for Mrs Wang",
    });
    let opened = supervisor.json("/api/v1/desk/interpretation", &open).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text);
    let job = opened.json();
    assert_eq!(job["actions"], json!(["offer", "cancel"]));
    let path = format!(
        "/api/v1/desk/interpretation/{}",
        job["reference"].as_str().unwrap()
    );
    let own = staff_number(&app, "interpreter").await;
    let offer = json!({"staff": own, "version": 1});
    let offered = supervisor.json(&format!("{path}/offer"), &offer).await;
    assert_eq!(offered.status, StatusCode::OK, "{}", offered.text);
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let seen = interpreter.get(&path).await.json();
    assert_eq!(seen["state"], "offered");
    assert_eq!(seen.get("details"), None, "not before the promise");
    let list = interpreter
        .get("/api/v1/desk/interpretation?state=offered")
        .await
        .json();
    assert_eq!(list["total"], 1);
    let wrong = interpreter.get("/api/v1/desk/interpretation?week=someday").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_calendar_holds_what_is_to_be_gone_to_in_folded_lines() {
    let app = crate::testing::app();
    for language in &app.city().languages {
        let page = Page::new(&app, language.code, "/", Nav::None);
        let [full, empty] = super::samples::calendars(&page);
        for calendar in [&full, &empty] {
            assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"), "{calendar}");
            assert!(calendar.trim_end().ends_with("END:VCALENDAR"), "{calendar}");
            assert!(
                calendar.lines().all(|line| line.len() <= 75),
                "lines are folded: {calendar}"
            );
        }
        // Those that are offered, accepted, done, waited for and on the roster, and two that were cancelled.
        assert_eq!(full.matches("BEGIN:VEVENT").count(), 7, "{full}");
        assert_eq!(full.matches("STATUS:CANCELLED").count(), 2);
        assert_eq!(full.matches("STATUS:TENTATIVE").count(), 1);
    }
}

#[tokio::test]
async fn a_case_shows_its_interpreters_to_those_who_may_see_them() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let complaint = json!({
        "service": "complaint", "text": "가게가 환불을 거부합니다.", "fields": {"shop": "Harbour shop", "bought": "in-shop"},
        "contact": {"email": "a@example.org"},
    });
    let opened = supervisor.json("/api/v1/cases", &complaint).await;
    let case = opened.json()["reference"].as_str().unwrap().to_owned();
    let job = asked(&supervisor, &format!("{ASKED}&case={case}")).await;
    for login in ["supervisor", "agent", "officer"] {
        let visitor = Visitor::signed_in(&app, login).await;
        let page = visitor.get(&format!("/desk/cases/{case}")).await.text;
        assert!(page.contains(&job), "{login}: {page}");
        assert!(
            page.contains(&format!("/desk/interpretation/new?case={case}")),
            "{login}"
        );
    }
    // Who interprets does not ask for anybody.
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let page = interpreter.get(&format!("/desk/cases/{case}")).await.text;
    assert!(!page.contains("/desk/interpretation/new"), "{page}");
}
