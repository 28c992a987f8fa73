//! A chat as a visitor and an agent have it, by pages and forms alone.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::Lang;
use domain::cases::{self, Case};
use domain::contacts::{CommandKind, Contact, SEE, State};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::{Actor, Reach, Role};
use serde_json::json;
use store::people::NewStaff;
use tower::ServiceExt as _;

use crate::kit::app::{App, Options};
use crate::testing::{PASSWORD, Visitor, app_with, city, peopled, set_up, settle, worker};

const FIRST: &str = "text=Where+can+I+renew+my+visa%3F&once=1";

/// Somebody who has begun a chat, and its address.
pub(super) async fn begun(app: &App) -> (Visitor, String) {
    let sent = Visitor::anyone(app).form("/en/chat", FIRST).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let cookie = sent.cookie.unwrap();
    let visitor = Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(app)
    };
    (visitor, sent.to)
}

pub(super) async fn case_of(app: &App, chat: &str) -> Case {
    let reference = Reference::parse(chat.rsplit('/').next().unwrap()).unwrap();
    app.store().get(reference, &worker()).await.unwrap().unwrap()
}

pub(super) async fn contact_of(app: &App, chat: &str) -> Contact {
    let case = case_of(app, chat).await;
    app.store().contacts_of(&case).await.unwrap().pop().unwrap()
}

pub(super) async fn done(who: &Visitor, path: &str, form: &str) {
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
    assert!(follow.contains("Answered at once by the hotline"), "{follow}");
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
    // What is so in every language is said once.
    let page = anyone.get("/en/hotline").await.text;
    assert_eq!(page.matches("Nobody is free at the moment").count(), 1, "{page}");
    assert!(!page.contains("nobody is free"), "{page}");
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
async fn what_comes_back_to_the_desk_is_in_its_form_as_the_same_message() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    let long = "words+".repeat(700);
    let back = agent
        .form(&format!("{page}/say"), &format!("id=5&n=3&text={long}"))
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "id=\"do-say\"",
        "name=\"id\" value=\"5\"",
        "name=\"n\" value=\"3\"",
        "words words words",
        "id=\"say-error\"",
    ] {
        assert!(back.text.contains(kept), "{kept}: {}", back.text);
    }
    let words = |text: &str| {
        text.split("id=\"say\"")
            .nth(1)
            .map(|rest| rest.contains("words words"))
    };
    assert_eq!(words(&back.text), Some(true));
    // A correction comes back by its line.
    let back = agent
        .form(&format!("{page}/translate"), "message=1&language=zh&text=+")
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.text.contains("id=\"into-zh-error\""), "{}", back.text);
}

#[tokio::test]
async fn what_was_sent_when_the_chat_had_ended_is_there_still() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    done(&visitor, &format!("{chat}/end"), "").await;
    let sent = visitor
        .form(&format!("{chat}/say"), "id=6&n=1&text=One+thing+more")
        .await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(
        sent.text.contains("readonly") && sent.text.contains("One thing more"),
        "{}",
        sent.text
    );
}

#[tokio::test]
async fn the_form_of_a_visitor_comes_back_as_the_same_message() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let back = visitor.form(&format!("{chat}/say"), "id=6&n=4&text=+").await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.text.contains("name=\"id\" value=\"6\"") && back.text.contains("name=\"n\" value=\"4\""),
        "{}",
        back.text
    );
}

#[tokio::test]
async fn first_words_about_a_case_that_has_a_chat_are_said_in_it_once() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let case = case_of(&app, &chat).await.reference;
    let form = format!("text=And+what+does+it+cost%3F&once=9&case={case}");
    for _ in 0..2 {
        let sent = visitor.form("/en/chat", &form).await;
        assert_eq!(
            (sent.status, sent.to.as_str()),
            (StatusCode::SEE_OTHER, chat.as_str())
        );
    }
    let contact = contact_of(&app, &chat).await;
    assert_eq!(contact.count.visitor, 2);
    assert_eq!(case_of(&app, &chat).await.contacts, [contact.reference]);
    assert!(visitor.get(&chat).await.text.contains("And what does it cost?"));
    // The same form that began one begins no second when that is over.
    done(&visitor, &format!("{chat}/end"), "").await;
    let form = format!("text=Again&once=10&case={case}");
    for _ in 0..2 {
        done(&visitor, "/en/chat", &form).await;
        visitor.form(&format!("{chat}/end"), "").await;
    }
    assert_eq!(case_of(&app, &chat).await.contacts.len(), 2);
}

#[tokio::test]
async fn words_about_a_case_that_is_held_no_more_begin_no_other() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let case = case_of(&app, &chat).await.reference;
    let form = format!("text=About+my+case&once=9&case={case}");
    let sent = Visitor::anyone(&app).form("/en/chat", &form).await;
    assert_eq!((sent.status, sent.cookie), (StatusCode::UNAUTHORIZED, None));
    assert!(
        sent.text.contains("About my case") && sent.text.contains("no longer holds the receipt"),
        "{}",
        sent.text
    );
    assert!(
        !sent.text.contains("name=\"case\""),
        "what is sent from here begins anew"
    );
}

#[tokio::test]
async fn the_address_of_a_form_leads_to_the_chat() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let seen = visitor.get(&format!("{chat}/say")).await;
    assert_eq!(
        (seen.status, seen.to.as_str()),
        (StatusCode::SEE_OTHER, chat.as_str())
    );
    let page = visitor.get(&chat).await.text;
    assert!(
        !page.contains("http-equiv"),
        "nothing reloads what is being written"
    );
    assert!(page.contains(&chat.replace("/chat/", "/receipt/")), "{page}");
}

#[tokio::test]
async fn an_erased_case_offers_no_other_chat_and_begins_none() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    done(&agent, &format!("{page}/end"), "why=done").await;
    done(&agent, &format!("{page}/wrap-up"), "outcome=no-matter").await;
    let case = case_of(&app, &chat).await;
    let administrator = Visitor::signed_in(&app, "administrator").await;
    done(
        &administrator,
        &format!("/desk/cases/{}/erase", case.reference),
        "reason=asked+for&sure=yes",
    )
    .await;
    assert!(case_of(&app, &chat).await.erased);
    let page = visitor.get(&chat).await.text;
    assert!(!page.contains("Chat again about it"), "{page}");
    let form = format!("text=Anybody%3F&once=9&case={}", case.reference);
    let sent = visitor.form("/en/chat", &form).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN, "{}", sent.text);
    assert_eq!(case_of(&app, &chat).await.contacts.len(), 1);
}

#[tokio::test]
async fn earlier_chats_of_a_case_are_read_by_their_visitor() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    done(&visitor, &format!("{chat}/end"), "").await;
    let case = case_of(&app, &chat).await.reference;
    done(
        &visitor,
        "/en/chat",
        &format!("text=Still+there&once=9&case={case}"),
    )
    .await;
    let page = visitor.get(&chat).await.text;
    let earlier = format!("{chat}?n=1");
    assert!(page.contains("Still there") && page.contains(&earlier), "{page}");
    let page = visitor.get(&earlier).await.text;
    assert!(
        page.contains("renew my visa") && !page.contains("Still there") && !page.contains("/say\""),
        "{page}"
    );
    let other = Visitor::anyone(&app).get(&earlier).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_desk_shows_the_chats_of_a_case_to_who_may_see_them() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let contact = contact_of(&app, &chat).await;
    let page = format!("/desk/hotline/{}", contact.reference);
    let case = format!("/desk/cases/{}", contact.case);
    let agent = Visitor::signed_in(&app, "agent").await;
    assert!(agent.get(&case).await.text.contains(&page));
    done(&agent, &format!("{page}/answer"), "").await;
    done(&agent, &format!("{page}/end"), "why=done").await;
    done(
        &agent,
        &format!("{page}/wrap-up"),
        "outcome=passed-on&unit=harbour",
    )
    .await;
    let officer = Visitor::signed_in(&app, "harbour").await;
    assert!(officer.get(&case).await.text.contains(&page));
    assert!(officer.get(&page).await.text.contains("renew my visa"));
}

#[tokio::test]
async fn a_correction_is_put_in_by_the_language_of_its_translation() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    done(
        &agent,
        &format!("{page}/translate"),
        "message=1&language=zh&text=%E5%93%AA%E9%87%8C",
    )
    .await;
    // The desk is in English, the line, too: the form is for the Chinese translation all the same.
    let forms = agent.get(&format!("{page}?correct=1")).await.text;
    assert!(
        forms.contains("name=\"language\" value=\"zh\"") && forms.contains("哪里</textarea>"),
        "{forms}"
    );
    assert!(!forms.contains("name=\"language\" value=\"en\""), "{forms}");
    let talk = forms.split("id=\"talk\"").nth(1).unwrap();
    let talk = talk.split("id=\"do-say\"").next().unwrap();
    assert!(!talk.contains("<textarea"), "no news takes what is being written");
}

#[tokio::test]
async fn who_waits_is_listed_for_who_answers() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let reference = contact_of(&app, &chat).await.reference.to_string();
    for (login, sees) in [
        ("agent", true),
        ("supervisor", true),
        ("interpreter", false),
        ("harbour", false),
    ] {
        let staff = Visitor::signed_in(&app, login).await;
        for path in ["/desk/hotline", "/desk/hotline/now"] {
            let seen = staff.get(path).await;
            assert_eq!(
                (seen.status, seen.text.contains(&reference)),
                (StatusCode::OK, sees),
                "{login}"
            );
        }
        let ready = staff.form("/desk/hotline/at", "at=ready").await.status;
        let is_there = matches!(login, "agent" | "interpreter");
        assert_eq!(ready == StatusCode::SEE_OTHER, is_there, "{login}: {ready}");
    }
    let seen = Visitor::anyone(&app).get("/api/v1/hotline").await.json();
    let english = seen["languages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["language"] == "en");
    assert_eq!(
        english.unwrap()["ready"],
        1,
        "an interpreter answers nobody alone"
    );
}

#[tokio::test]
async fn an_agent_is_heard_of_whatever_they_do_here() {
    let app = peopled().await;
    let (visitor, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    let staff = contact_of(&app, &chat).await.answered_by.unwrap();
    let before = app.now() - jiff::SignedDuration::from_secs(60);
    let heard = async || app.store().presence(staff).await.unwrap().unwrap().beat_at == app.now();
    let quiet = async || {
        let at = domain::contacts::At::Ready;
        app.store().be_at(staff, at, None, before).await.unwrap();
    };
    for path in [
        "/desk/hotline",
        "/desk/hotline/now",
        "/desk/hotline/here",
        &page,
        &format!("{page}/lines?seen=0"),
    ] {
        quiet().await;
        agent.get(path).await;
        assert!(heard().await, "{path}");
    }
    quiet().await;
    done(&agent, &format!("{page}/say"), "id=5&n=1&text=One+moment").await;
    assert!(heard().await);
    // Also while it is wrapped up: the page goes on asking, and says that its forms are old.
    done(&visitor, &format!("{chat}/end"), "").await;
    let lines = agent
        .get(&format!("{page}/lines?seen=0&state=talking"))
        .await
        .text;
    assert!(
        lines.contains("data-hx-get") && lines.contains("The conversation has moved on"),
        "{lines}"
    );
    let ended = visitor
        .get(&format!("{chat}/lines?seen=0&state=talking"))
        .await
        .text;
    assert!(ended.contains("say how it was"), "{ended}");
}

#[tokio::test]
async fn what_was_written_without_a_session_is_there_after_signing_in() {
    let app = peopled().await;
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let page = format!("/desk/hotline/{}", contact_of(&app, &chat).await.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    let session =
        crate::kit::session::sign_in(&app, "agent", PASSWORD, &crate::kit::session::Place::default())
            .await
            .unwrap()
            .unwrap()
            .0;
    let desk = crate::kit::desk::Desk::new(&app, session, domain::Lang::EN, "/desk");
    let path = [
        "hotline".to_owned(),
        page.rsplit('/').next().unwrap().to_owned(),
        "say".to_owned(),
    ];
    let kept = crate::kit::form::Fields::parse(b"id=5&n=1&text=One+moment");
    let resumed = (super::SLICE.resume)(desk, path.to_vec(), kept)
        .expect("it is theirs")
        .await;
    let response = resumed.unwrap_or_else(|_| panic!("a page"));
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("One moment</textarea>"));
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
    let officer = Visitor::signed_in(&app, "officer").await;
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
    let rings = interpreter.get("/desk/hotline").await.text;
    assert!(rings.contains(&format!("{page}/take")), "{rings}");
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

/// Somebody whose call rings, with the cookie that knows it.
pub(super) async fn ringing(app: &App) -> Visitor {
    let sent = Visitor::anyone(app).form("/en/call", "").await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    let cookie = sent.cookie.unwrap();
    Visitor {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        ..Visitor::anyone(app)
    }
}

#[tokio::test]
async fn whose_call_rings_until_the_hotline_closes_is_told_so() {
    let caller = ringing(&peopled().await).await;
    let mut closed = city();
    closed.hotline = toml::from_str("hours = \"Sa 09:00-10:00\"").unwrap();
    // The same installation after its hours: what rang was ended.
    let app = set_up(closed, None, Options::default());
    let caller = Visitor {
        app: app.clone(),
        ..caller
    };
    assert_eq!(caller.get(NEWS).await.json()["state"], "closed");
    let page = Visitor::anyone(&app).get("/en/call").await.text;
    assert!(page.contains("Nobody answers calls at this hour"), "{page}");
}

const NEWS: &str = "/en/call/now?after=0&seen=1000&offered=1";

#[tokio::test]
async fn a_call_rings_is_answered_and_gives_its_receipt() {
    let app = peopled().await;
    let caller = ringing(&app).await;
    assert_eq!(caller.get(NEWS).await.json()["state"], "waiting");
    let again = caller.form("/en/call", "").await;
    assert_eq!(again.status, StatusCode::OK, "it rings once");
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
async fn who_is_signed_out_while_they_wait_for_news_of_a_call_gets_none() {
    let app = peopled().await;
    ringing(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let room = agent.get("/desk/hotline").await.text;
    let mut forms = room.split("action=\"");
    let page = forms.find_map(|part| Some(part.split_once("/answer\"")?.0.to_owned()));
    let page = page.unwrap_or_else(|| panic!("{room}"));
    done(&agent, &format!("{page}/answer"), "").await;
    let waiting = {
        let now = agent.get(&format!("{page}/call?after=0&seen=0")).await.json();
        let recording = now["recording"]["stands"].as_str().unwrap().replace(' ', "+");
        let seen = &now["version"];
        let path = format!("{page}/call?after=1000&seen={seen}&recording={recording}");
        let agent = agent.clone();
        tokio::spawn(async move { agent.get(&path).await.status })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!waiting.is_finished());
    done(&agent, "/desk/sign-out", "").await;
    // Long before it is answered for want of news.
    let answered = tokio::time::timeout(Duration::from_secs(3), waiting).await;
    assert_eq!(answered.expect("it goes on").unwrap(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_gives_up_a_receipt_has_no_call_on_that_device_any_more() {
    let app = peopled().await;
    let caller = ringing(&app).await;
    let reference = Reference::from_random([3; 7]);
    let closed = caller.form(&format!("/en/follow/{reference}/close"), "").await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert!(
        closed.cookies.contains(&"harborline-call=".to_owned()),
        "{:?}",
        closed.cookies
    );
}

#[tokio::test]
async fn who_hangs_up_while_waiting_for_another_agent_waits_no_more() {
    let app = peopled().await;
    for to in ["/en/call/end", "/en/call-back"] {
        let caller = ringing(&app).await;
        let agent = Visitor::signed_in(&app, "agent").await;
        let room = agent.get("/desk/hotline").await.text;
        let (before, _) = room.split_once("/answer\"").unwrap();
        let page = before.rsplit('"').next().unwrap().to_owned();
        done(&agent, &format!("{page}/answer"), "").await;
        let follow = caller.get(NEWS).await.json()["follow"]
            .as_str()
            .unwrap()
            .to_owned();
        done(&agent, &format!("{page}/leave"), "").await;
        assert_eq!(contact_of(&app, &follow).await.state, State::Waiting, "{to}");
        let sent = caller
            .form(to, "number=110&time=soon&offset=480&language=en")
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert!(contact_of(&app, &follow).await.ended_at.is_some(), "{to}");
    }
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
        page.contains("이 시간에 전화드리겠습니다") && !page.contains("5678"),
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
    let earlier = visitor.get(&format!("{chat}?n=1")).await.text;
    assert!(earlier.contains("renew my visa"), "{earlier}");
    assert_eq!(
        visitor.get(&format!("{chat}?n=9")).await.status,
        StatusCode::NOT_FOUND
    );
    // A stranger's case is none of theirs, and it is not silently made another's.
    let other = Visitor::anyone(&app).form("/en/call-back", &form).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
    assert!(other.text.contains("no longer holds the receipt") && !other.text.contains(&case));
}

#[tokio::test]
async fn whoever_has_no_part_in_a_chat_reads_and_changes_nothing_of_it() {
    // More is tried here than one address may write at once.
    let app = app_with(Options {
        unlimited: true,
        ..Options::default()
    });
    settle(&app).await;
    let (_, chat) = begun(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let before = contact_of(&app, &chat).await;
    let page = format!("/desk/hotline/{}", before.reference);
    done(&agent, &format!("{page}/answer"), "").await;
    let before = contact_of(&app, &chat).await;
    let refused = |status: StatusCode| [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status);
    for staff in app.store().staff().await.unwrap() {
        let actor = Actor::from(&staff);
        let who = Visitor::signed_in(&app, &staff.login).await;
        let sees = Contact::reach(&actor, SEE) == Reach::All;
        for path in ["", "/lines?seen=0", "/call", "/files/3"] {
            let got = who.get(&format!("{page}{path}")).await;
            let hidden = refused(got.status) && !got.text.contains("renew my visa");
            // Nothing in it is a file.
            assert_eq!(
                hidden,
                !sees || path == "/files/3",
                "{} {path}: {}",
                staff.login,
                got.status
            );
        }
        for command in CommandKind::ALL {
            // A file comes in another kind of form.
            if Contact::reach(&actor, command.action()) == Reach::All || *command == CommandKind::Attach {
                continue;
            }
            let sent = who
                .form(&format!("{page}/{}", command.code()), "text=x&sure=yes")
                .await;
            // A form that lacks what the command needs is sent back before it is asked whose it is.
            let refused = refused(sent.status) || sent.status == StatusCode::UNPROCESSABLE_ENTITY;
            assert!(refused, "{} {command:?}: {}", staff.login, sent.status);
        }
    }
    let other = {
        let sent = Visitor::anyone(&app).form("/en/chat", "text=Mine&once=2").await;
        let cookie = sent.cookie.unwrap().split(';').next().unwrap().to_owned();
        Visitor {
            cookie,
            ..Visitor::anyone(&app)
        }
    };
    let contact = before.reference;
    for who in [&other, &Visitor::anyone(&app)] {
        for path in ["", "?n=1", "/lines?seen=0", &format!("/files/{contact}/1")] {
            let got = who.get(&format!("{chat}{path}")).await;
            assert!(
                got.status == StatusCode::UNAUTHORIZED || got.status == StatusCode::SEE_OTHER,
                "{path}: {}",
                got.status
            );
            assert!(!got.text.contains("renew my visa"), "{path}");
        }
        for what in ["say", "end", "rate"] {
            let sent = who
                .form(
                    &format!("{chat}/{what}"),
                    "text=x&id=1&n=1&solved=yes&satisfied=yes",
                )
                .await;
            assert_eq!(sent.status, StatusCode::UNAUTHORIZED, "{what}");
        }
    }
    assert_eq!(contact_of(&app, &chat).await.version, before.version);
}
