//! A chat as a visitor and an agent have it, by pages and forms alone.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::cases::{self, Case};
use domain::contacts::{Contact, State};
use domain::receipts::Reference;
use serde_json::json;
use tower::ServiceExt as _;

use crate::kit::app::App;
use crate::testing::{Visitor, peopled, worker};

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

/// Somebody whose call rings, with the cookie that knows it.
async fn ringing(app: &App) -> Visitor {
    let sent = Visitor::anyone(app).form("/en/call", "").await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let cookie = sent.cookie.unwrap();
    Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(app)
    }
}

const NEWS: &str = "/en/call/now?after=0&seen=1000&offered=1";

#[tokio::test]
async fn a_call_rings_is_answered_and_gives_its_receipt() {
    let app = peopled().await;
    let caller = ringing(&app).await;
    assert_eq!(caller.get(NEWS).await.json()["state"], "waiting");
    let again = caller.form("/en/call", "").await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "it rings once");
    let agent = Visitor::signed_in(&app, "agent").await;
    let room = agent.get("/desk/hotline").await.text;
    let page = room
        .split("action=\"")
        .filter_map(|part| part.split_once("/answer\""))
        .map(|(page, _)| page.to_owned())
        .next()
        .unwrap_or_else(|| panic!("{room}"));
    for login in ["supervisor", "interpreter", "harbour"] {
        let other = Visitor::signed_in(&app, login).await;
        let tried = other.form(&format!("{page}/answer"), "").await;
        assert!(tried.status.is_client_error(), "{login}: {}", tried.status);
    }
    done(&agent, &format!("{page}/answer"), "").await;
    let news = caller.get(NEWS).await;
    assert_eq!(news.json()["state"], "talking");
    assert_eq!(news.json()["peers"][0]["name"], "Hotline");
    // From now on the device holds the receipt of the case, and its page is theirs.
    let receipt = news.cookie.clone().unwrap();
    let follow = news.json()["follow"].as_str().unwrap().to_owned();
    let holder = Visitor {
        cookie: format!("{}; {}", caller.cookie, receipt.split(';').next().unwrap()),
        ..Visitor::anyone(&app)
    };
    assert!(holder.get(&follow).await.text.contains("Back to the call"));
    assert_eq!(
        Visitor::anyone(&app).get(&follow).await.status,
        StatusCode::UNAUTHORIZED
    );
    let shown = agent.get(&page).await;
    assert!(shown.text.contains("data-signals"), "{}", shown.text);

    // What one tells another reaches that one alone, and nobody else tells anything.
    let reference = page.rsplit('/').next().unwrap().to_owned();
    let staff = contact_of(&app, &follow).await.answered_by.unwrap().0;
    let told = caller
        .json("/en/call/signals", &json!({"to": staff, "data": "offer <sdp>"}))
        .await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.text);
    let heard = agent.get(&format!("{page}/call?after=0&seen=0")).await.json();
    assert_eq!(
        (&heard["signals"][0]["from"], &heard["signals"][0]["data"]),
        (&json!(0), &json!("offer <sdp>"))
    );
    let answer = json!({"contact": reference, "to": 0, "data": "answer"});
    let interpreter = Visitor::signed_in(&app, "interpreter").await;
    let foreign = interpreter.json("/desk/hotline/signals", &answer).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let told = agent.json("/desk/hotline/signals", &answer).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.text);
    let heard = caller.get("/en/call/now?after=0&seen=0").await.json();
    assert_eq!(heard["signals"][0]["data"], "answer");
    let seen = format!("/en/call/now?after={}&seen=0", heard["last"]);
    assert_eq!(caller.get(&seen).await.json()["signals"], json!([]));

    done(&agent, &format!("{page}/end"), "why=done").await;
    assert_eq!(caller.get(NEWS).await.json()["state"], "over");
    let late = caller
        .json("/en/call/signals", &json!({"to": staff, "data": "late"}))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    done(&agent, &format!("{page}/wrap-up"), "outcome=answered").await;
    let case = case_of(&app, &follow).await;
    let desk = agent.get(&format!("/desk/cases/{}", case.reference)).await.text;
    assert!(desk.contains(&page) && desk.contains("Answered"), "{desk}");
}

#[tokio::test]
async fn what_is_no_signal_is_refused_and_says_nothing_back() {
    let app = peopled().await;
    let stranger = Visitor::anyone(&app);
    let fine = json!({"to": 1, "data": "x"});
    let nobody = stranger.json("/en/call/signals", &fine).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let caller = ringing(&app).await;
    let early = caller.json("/en/call/signals", &fine).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nobody has answered");
    let garbage = caller
        .json("/en/call/signals", &json!({"secret words": true}))
        .await;
    assert!(garbage.status.is_client_error() && !garbage.text.contains("secret words"));
    let large = json!({"to": 1, "data": "x".repeat(64 * 1024 + 1)});
    let large = caller.json("/en/call/signals", &large).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(stranger.get(NEWS).await.json()["state"], "none");
    // Whoever hangs up leaves nothing behind.
    let over = caller.form("/en/call/end", "").await;
    assert_eq!(over.to, "/en/hotline");
    assert_eq!(caller.get(NEWS).await.json()["state"], "none");
}

#[tokio::test]
async fn only_pages_of_calls_may_use_the_microphone() {
    let app = peopled().await;
    for (path, may) in [
        ("/en/call", true),
        ("/en/call-back", false),
        ("/en/hotline", false),
    ] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = crate::router(app.clone()).oneshot(request).await.unwrap();
        let policy = response.headers()["permissions-policy"].to_str().unwrap();
        assert_eq!(policy.contains("microphone=(self)"), may, "{path}: {policy}");
    }
}

#[tokio::test]
async fn a_call_back_is_asked_for_once_and_only_who_calls_sees_the_number() {
    let app = peopled().await;
    let form = "number=%2B82+10+1234+5678&time=soon&offset=540&language=ko&once=7";
    for wrong in [
        "number=&time=soon&offset=540&language=ko",
        "number=call+me&time=soon&offset=540&language=ko",
        "number=110&time=25:00&offset=540&language=ko&day=2026-01-01",
        "number=110&time=09:00&offset=540&language=ko&day=2001-01-01",
        "number=110&time=soon&offset=7&language=ko",
        "number=110&time=soon&offset=540&language=xx",
    ] {
        let sent = Visitor::anyone(&app).form("/ko/call-back", wrong).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let sent = Visitor::anyone(&app).form("/ko/call-back", form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let again = Visitor::anyone(&app).form("/ko/call-back", form).await;
    assert_eq!(again.to, sent.to, "sent twice, it is asked for once");
    let visitor = Visitor {
        cookie: sent.cookie.clone().unwrap().split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(&app)
    };
    let page = visitor.get(&sent.to).await.text;
    assert!(
        page.contains("이 시간에 전화드리겠습니다") && !page.contains("1234"),
        "{page}"
    );
    let contact = contact_of(&app, &sent.to).await;
    let desk = format!("/desk/hotline/{}", contact.reference);
    let agent = Visitor::signed_in(&app, "agent").await;
    assert!(
        !agent.get(&desk).await.text.contains("5678"),
        "nobody has taken it"
    );
    done(&agent, &format!("{desk}/answer"), "").await;
    assert!(agent.get(&desk).await.text.contains("href=\"tel:+821012345678\""));
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    assert!(!supervisor.get(&desk).await.text.contains("5678"));
    done(&agent, &format!("{desk}/not-reached"), "").await;
    let page = visitor.get(&sent.to).await.text;
    assert!(page.contains("연결되지 않아"), "{page}");
    done(&visitor, &format!("{}/end", sent.to), "").await;
    assert_eq!(contact_of(&app, &sent.to).await.state, State::Ended);
}

#[tokio::test]
async fn a_call_back_takes_the_place_of_a_chat_that_waits_and_of_no_other() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let case = chat.rsplit('/').next().unwrap().to_owned();
    let form = format!("number=110&time=soon&offset=480&language=en&case={case}");
    let wrong = visitor.form("/en/call-back", &form.replace("110", "x")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        contact_of(&app, &chat).await.state,
        State::Waiting,
        "nothing is given up"
    );
    done(&visitor, "/en/call-back", &form).await;
    let contacts = app
        .store()
        .contacts_of(&case_of(&app, &chat).await)
        .await
        .unwrap();
    let stands: Vec<_> = contacts.iter().map(|one| (one.kind.code(), one.state)).collect();
    assert_eq!(stands, [("chat", State::Ended), ("call-back", State::Waiting)]);
    done(&visitor, "/en/call-back", &form).await;
    assert_eq!(case_of(&app, &chat).await.contacts.len(), 2);
    let earlier = visitor.get(&format!("{chat}?of=0")).await.text;
    assert!(earlier.contains("renew my visa"), "{earlier}");
    assert_eq!(
        visitor.get(&format!("{chat}?of=9")).await.status,
        StatusCode::NOT_FOUND
    );
    // A stranger's case is none of theirs: a case of their own begins.
    let other = Visitor::anyone(&app).form("/en/call-back", &form).await;
    assert_ne!(other.to, chat);
}
