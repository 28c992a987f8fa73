//! A chat as a visitor and an agent have it, by pages and forms alone.

use axum::http::StatusCode;
use domain::Lang;
use domain::cases::{self, Case};
use domain::contacts::{Contact, State};
use domain::receipts::Reference;
use domain::roles::Role;
use serde_json::json;
use store::people::NewStaff;

use crate::kit::app::App;
use crate::testing::{PASSWORD, Visitor, peopled, worker};

const FIRST: &str = "text=Where+can+I+renew+my+visa%3F&once=1";

/// Somebody who has begun a chat, and its address.
async fn begun(app: &App) -> (Visitor, String) {
    let sent = Visitor::anyone(app).form("/en/chat", FIRST).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let cookie = sent.cookie.unwrap();
    let visitor = Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(app)
    };
    (visitor, sent.to)
}

async fn case_of(app: &App, chat: &str) -> Case {
    let reference = Reference::parse(chat.rsplit('/').next().unwrap()).unwrap();
    app.store().get(reference, &worker()).await.unwrap().unwrap()
}

async fn contact_of(app: &App, chat: &str) -> Contact {
    let case = case_of(app, chat).await;
    app.store().contacts_of(&case).await.unwrap().pop().unwrap()
}

async fn done(who: &Visitor, path: &str, form: &str) {
    let done = who.form(path, form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.text);
}

#[tokio::test]
async fn a_chat_goes_from_the_first_word_to_the_rating() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let waiting = visitor.get(&chat).await.text;
    assert!(
        waiting.contains("renew my visa") && waiting.contains("We are looking for somebody"),
        "{waiting}"
    );

    let agent = Visitor::signed_in(&app, "agent").await;
    done(&agent, "/desk/hotline/at", "at=ready").await;
    let contact = contact_of(&app, &chat).await;
    let page = format!("/desk/hotline/{}", contact.reference);
    let room = agent.get("/desk/hotline").await.text;
    assert!(room.contains(&page) && !room.contains("renew my visa"), "{room}");
    done(&agent, &format!("{page}/answer"), "").await;
    done(
        &agent,
        &format!("{page}/say"),
        "id=5&n=1&text=At+the+exit-entry+office.",
    )
    .await;
    let read = visitor.get(&chat).await.text;
    assert!(
        read.contains("At the exit-entry office.") && read.contains("Somebody is here for you"),
        "{read}"
    );

    done(&visitor, &format!("{chat}/say"), "id=6&n=1&text=Thank+you%21").await;
    let heard = agent.get(&page).await.text;
    assert!(heard.contains("Thank you!"), "{heard}");
    // The form is as old as the page; what was said since is no reason to refuse it.
    done(&agent, &format!("{page}/end"), "why=done&version=3").await;
    done(&agent, &format!("{page}/wrap-up"), "outcome=answered&topic=visa").await;
    let ended = visitor.get(&chat).await.text;
    assert!(
        ended.contains("Was your matter solved?") && !ended.contains("/say\""),
        "{ended}"
    );
    let half = visitor.form(&format!("{chat}/rate"), "solved=yes").await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    done(&visitor, &format!("{chat}/rate"), "solved=yes&satisfied=no").await;

    let case = case_of(&app, &chat).await;
    assert_eq!(
        (case.state, case.topic.as_deref(), case.rated),
        (cases::State::Answered, Some("visa"), true)
    );
    let follow = visitor.get(&format!("/en/follow/{}", case.reference)).await.text;
    assert!(follow.contains("Answered in the chat"), "{follow}");
}

#[tokio::test]
async fn what_is_sent_twice_begins_one_chat_and_is_said_once() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let again = Visitor::anyone(&app).form("/en/chat", FIRST).await;
    assert_eq!(
        (again.status, again.to.as_str()),
        (StatusCode::SEE_OTHER, chat.as_str())
    );
    for _ in 0..2 {
        done(&visitor, &format!("{chat}/say"), "id=6&n=1&text=Hello").await;
    }
    assert_eq!(contact_of(&app, &chat).await.count.visitor, 2);
    // Whoever comes back goes on in the chat that they have.
    assert_eq!(visitor.get("/en/chat").await.to, chat);
}

#[tokio::test]
async fn a_chat_is_its_visitors_alone() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let (other, _) = {
        let sent = Visitor::anyone(&app)
            .form("/en/chat", "text=Another&once=2")
            .await;
        let cookie = sent.cookie.unwrap().split(';').next().unwrap().to_owned();
        let other = Visitor {
            cookie,
            ..Visitor::anyone(&app)
        };
        (other, sent.to)
    };
    for stranger in [Visitor::anyone(&app), other] {
        for path in [chat.clone(), format!("{chat}/lines?seen=0")] {
            let seen = stranger.get(&path).await;
            assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(!seen.text.contains("renew my visa"));
        }
        let said = stranger.form(&format!("{chat}/say"), "id=9&n=1&text=Me").await;
        assert_eq!(said.status, StatusCode::UNAUTHORIZED);
    }
    let contact = contact_of(&app, &chat).await;
    let page = format!("/desk/hotline/{}", contact.reference);
    for (login, status) in [
        ("supervisor", StatusCode::OK),
        ("interpreter", StatusCode::NOT_FOUND),
        ("harbour", StatusCode::NOT_FOUND),
        ("planner", StatusCode::FORBIDDEN),
    ] {
        let seen = Visitor::signed_in(&app, login).await.get(&page).await;
        assert_eq!(seen.status, status, "{login}");
    }
}

#[tokio::test]
async fn a_page_that_is_left_open_asks_only_for_what_is_new() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let version = contact_of(&app, &chat).await.version;
    let same = visitor.get(&format!("{chat}/lines?seen={version}")).await;
    assert_eq!((same.status, same.text.as_str()), (StatusCode::NO_CONTENT, ""));
    done(&visitor, &format!("{chat}/say"), "id=6&n=1&text=Hello").await;
    let news = visitor.get(&format!("{chat}/lines?seen={version}")).await;
    assert_eq!(news.status, StatusCode::OK);
    assert!(
        news.text.contains("Hello") && !news.text.contains("<html"),
        "{}",
        news.text
    );
}

#[tokio::test]
async fn a_correction_stands_beside_the_original_and_says_so() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let contact = contact_of(&app, &chat).await;
    let page = format!("/desk/hotline/{}", contact.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    done(
        &agent,
        &format!("{page}/translate"),
        "message=1&language=zh&text=%E5%93%AA%E9%87%8C",
    )
    .await;
    let read = visitor.get(&chat).await.text;
    assert!(
        read.contains("哪里") && read.contains("corrected by a person"),
        "{read}"
    );
    assert!(read.contains("renew my visa"), "the original stays");
}

#[tokio::test]
async fn who_leaves_before_anybody_came_leaves_their_question_to_the_hotline() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    done(&visitor, &format!("{chat}/end"), "").await;
    assert_eq!(contact_of(&app, &chat).await.state, State::Ended);
    assert_eq!(case_of(&app, &chat).await.state, cases::State::Received);
    let page = visitor.get(&chat).await.text;
    assert!(
        !page.contains("Was your matter solved?") && page.contains("Chat again about it"),
        "{page}"
    );
    let about = format!("text=Still+there&case={}", chat.rsplit('/').next().unwrap());
    done(&visitor, "/en/chat", &about).await;
    assert_eq!(case_of(&app, &chat).await.contacts.len(), 2);
}

#[tokio::test]
async fn everybody_sees_who_is_ready() {
    let app = peopled().await;
    let anyone = Visitor::anyone(&app);
    let ready = async || {
        let seen = anyone.get("/api/v1/hotline").await.json();
        let languages = seen["languages"].as_array().unwrap().clone();
        let english = languages.into_iter().find(|line| line["language"] == "en");
        (seen["open"].clone(), english.unwrap())
    };
    let nobody = json!({"language": "en", "ready": 0, "expected_wait_s": null});
    assert_eq!(ready().await, (json!(true), nobody));
    let agent = Visitor::signed_in(&app, "agent").await;
    done(&agent, "/desk/hotline/at", "at=ready").await;
    assert_eq!(ready().await.1["ready"], 1);
    done(&agent, "/desk/hotline/at", "at=break&reason=meal").await;
    assert_eq!(ready().await.1["ready"], 0);
    // A break without a reason of the pack is none.
    done(&agent, "/desk/hotline/at", "at=ready").await;
    done(&agent, "/desk/hotline/at", "at=break&reason=whim").await;
    assert_eq!(ready().await.1["ready"], 1);
    let page = anyone.get("/en/hotline").await.text;
    assert!(
        page.contains("somebody is ready") && page.contains("/en/chat"),
        "{page}"
    );
}

#[tokio::test]
async fn words_that_are_none_begin_no_chat() {
    let app = peopled().await;
    let empty = Visitor::anyone(&app).form("/en/chat", "text=+%E2%80%8B").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("id=\"text-error\""), "{}", empty.text);
    let agent = Visitor::signed_in(&app, "agent").await;
    assert!(agent.get("/desk/hotline").await.text.contains("Nobody waits."));
}

#[tokio::test]
async fn staff_see_a_contact_by_the_api_and_take_it() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let contact = contact_of(&app, &chat).await;
    let path = format!("/api/v1/desk/contacts/{}", contact.reference);
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    assert_eq!(interpreter.get(&path).await.status, StatusCode::NOT_FOUND);
    let agent = Visitor::signed_in(&app, "agent").await;
    assert_eq!(agent.get(&path).await.json()["state"], "waiting");
    let answered = agent.json(&format!("{path}/answer"), &json!({})).await;
    assert_eq!(answered.json()["state"], "talking", "{}", answered.text);
    assert!(!answered.text.contains("renew my visa"));
}

#[tokio::test]
async fn the_wall_shows_who_waits_and_what_came_of_it() {
    let app = peopled().await;
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let empty = supervisor.get("/desk/hotline/wall").await.text;
    assert!(empty.contains("Nobody came, and nobody was there."), "{empty}");
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    done(&agent, "/desk/hotline/at", "at=ready").await;
    let tile = |page: &str, code: &str| {
        let (_, tile) = page.split_once(&format!("data-tile=\"{code}\"")).unwrap();
        let (_, value) = tile.split_once("hl-number\">").unwrap();
        value.split('<').next().unwrap().to_owned()
    };
    let waits = supervisor.get("/desk/hotline/wall").await.text;
    assert_eq!(
        (tile(&waits, "waiting").as_str(), tile(&waits, "ready").as_str()),
        ("1", "1")
    );
    let contact = contact_of(&app, &chat).await;
    done(&agent, &format!("/desk/hotline/{}/answer", contact.reference), "").await;
    let talks = supervisor.get("/desk/hotline/wall").await.text;
    assert_eq!(
        (tile(&talks, "waiting").as_str(), tile(&talks, "talking").as_str()),
        ("0", "1")
    );
    assert_eq!(
        (tile(&talks, "offered").as_str(), tile(&talks, "in-time").as_str()),
        ("1", "100.0%")
    );
    // It is said what counts, and from what.
    for said in [
        "1 of 1",
        "answered within 15 s",
        "The target is 95.0%",
        "neither for nor against",
    ] {
        assert!(talks.contains(said), "{said}: {talks}");
    }
    assert!(!talks.contains("renew my visa") && !talks.contains(&contact.reference.to_string()));
    let big = supervisor.get("/desk/hotline/wall?view=big").await.text;
    assert!(big.contains("hd-big") && !big.contains("name=\"span\""), "{big}");
    let table = supervisor.get("/desk/hotline/wall.csv?span=week").await.text;
    assert!(table.contains("\"English\",\"1\",\"1\",\"1\",\"1\""), "{table}");
    let yesterday = supervisor.get("/desk/hotline/wall?of=2020-01-01").await.text;
    assert_eq!(tile(&yesterday, "in-time"), "–", "nobody came");
}

#[tokio::test]
async fn the_wall_is_for_those_who_watch_and_names_nobody() {
    let app = peopled().await;
    for (login, wall, staffing) in [
        ("agent", StatusCode::OK, StatusCode::FORBIDDEN),
        ("supervisor", StatusCode::OK, StatusCode::OK),
        ("officer", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
    ] {
        let who = Visitor::signed_in(&app, login).await;
        for path in ["/desk/hotline/wall", "/desk/hotline/wall.csv"] {
            assert_eq!(who.get(path).await.status, wall, "{login} {path}");
        }
        for path in ["/desk/hotline/staffing", "/desk/hotline/staffing.csv"] {
            assert_eq!(who.get(path).await.status, staffing, "{login} {path}");
        }
    }
    let agent = Visitor::signed_in(&app, "agent").await;
    let refused = agent.form("/desk/hotline/staffing", "of=2026-03-02").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        Visitor::anyone(&app).get("/desk/hotline/wall").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn the_wall_by_the_api_has_counts_and_denominators() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    done(&agent, "/desk/hotline/at", "at=ready").await;
    let contact = contact_of(&app, &chat).await;
    done(&agent, &format!("/desk/hotline/{}/answer", contact.reference), "").await;
    let wall = agent.get("/api/v1/desk/hotline/wall?span=week").await;
    assert_eq!(wall.status, StatusCode::OK, "{}", wall.text);
    let wall = wall.json();
    assert_eq!(
        (&wall["now"]["talking"], &wall["now"]["waiting"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(
        (&wall["all"]["in_time"], &wall["all"]["counted"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(wall["all"]["handling_s"], json!(null), "none is wrapped up");
    assert_eq!(wall["languages"][0]["language"], json!("en"));
    assert_eq!(wall["half_hours"].as_array().unwrap().len(), 1);
    let listed = agent
        .get("/api/v1/desk/contacts?state=talking&mine=true")
        .await
        .json();
    assert_eq!(
        listed["contacts"][0]["reference"],
        json!(contact.reference.to_string())
    );
    assert_eq!(
        agent.get("/api/v1/desk/contacts?state=ended").await.json()["total"],
        json!(0)
    );
    let officer = Visitor::signed_in(&app, "harbour").await;
    // Of another unit.
    assert_eq!(
        officer.get("/api/v1/desk/contacts").await.json()["total"],
        json!(0)
    );
    let refused = officer.get("/api/v1/desk/hotline/wall").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_interpreter_is_rung_and_sees_the_chat_from_then_on() {
    let app = peopled().await;
    let interpreter = NewStaff {
        login: "korean".to_owned(),
        name: "The Korean".to_owned(),
        role: Role::Interpreter,
        unit: "market".into(),
        languages: vec![Lang::KO, Lang::ZH],
        password_hash: crate::hash_password(PASSWORD, &[7; 16]).unwrap(),
    };
    app.store()
        .add_staff(app.city(), app.now(), &worker(), &interpreter)
        .await
        .unwrap();
    // "My visa ends soon."
    let first = "text=%EB%B9%84%EC%9E%90%EA%B0%80+%EA%B3%A7+%EB%81%9D%EB%82%98%EC%9A%94&once=9";
    let sent = Visitor::anyone(&app).form("/ko/chat", first).await;
    let contact = contact_of(&app, &sent.to).await;
    assert_eq!(contact.language, Lang::KO);
    let agent = Visitor::signed_in(&app, "agent").await;
    let interpreter = Visitor::signed_in(&app, "korean").await;
    for who in [&agent, &interpreter] {
        done(who, "/desk/hotline/at", "at=ready").await;
    }
    // An officer comes when they are asked by name.
    let officer = Visitor::signed_in(&app, "officer").await;
    done(&officer, "/desk/hotline/at", "at=ready").await;
    let policy = &app.city().hotline.policy;
    let round = async || {
        let made = app.store().offer_round(policy, app.today(), |_| false, app.now());
        made.await.unwrap().len()
    };
    let page = format!("/desk/hotline/{}", contact.reference);
    assert_eq!(
        round().await,
        0,
        "nobody speaks it, and it is not time for an interpreter"
    );
    done(&agent, &format!("{page}/answer"), "").await;
    assert_eq!(round().await, 1);
    assert_eq!(interpreter.get(&page).await.status, StatusCode::NOT_FOUND);
    let rings = interpreter.get("/desk/hotline?lang=en").await.text;
    assert!(
        rings.contains("An interpreter is wanted:") && rings.contains(&format!("{page}/take")),
        "{rings}"
    );
    // It does not ring at others.
    done(&agent, &format!("{page}/take"), "").await;
    done(&officer, &format!("{page}/take"), "").await;
    done(&interpreter, &format!("{page}/take"), "").await;
    let seen = interpreter.get(&page).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.text.contains("비자가 곧 끝나요"), "{}", seen.text);
    assert_eq!(contact_of(&app, &sent.to).await.present().count(), 2);
    assert_eq!(round().await, 0);
}
