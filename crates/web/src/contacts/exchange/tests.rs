//! The exchange's questions and what it tells, with real ones: `invite.json` and `record.json` are what RustPBX 0.5.0 asked and
//! reported on 2026-11-27 of a call by SIPp 3.6 (`sipp -sn uac -s hotline -m 1 -d 1500`) to a SIPp that answered, loopback only.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use axum::http::StatusCode;
use domain::Lang;
use domain::cases::Why;
use domain::contacts::{At, Contact, Kind, State as Stands};
use domain::roles::{Actor, Staff};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::contacts::Filter;
use store::people::NewStaff;

use crate::kit::app::{App, Exchange, Options};
use crate::testing::{Visitor, city, set_up, settle, worker};

const INVITE: &str = include_str!("invite.json");
const RECORD: &str = include_str!("record.json");
const SECRET: &str = "hush-hush-0123456789";

/// A hotline for those who dial `hotline`, in English, or `+86631`, in Korean, or `86100`, in the city's own language.
pub(super) fn exchange() -> Exchange {
    let numbers = [
        ("hotline", Some(Lang::EN)),
        ("+86631", Some(Lang::KO)),
        ("86100", None),
    ];
    Exchange {
        secret: Sha256::digest(SECRET).into(),
        // These tests come from nowhere.
        from: vec![Ipv4Addr::UNSPECIFIED.into()],
        domain: "127.0.0.1:9470".to_owned(),
        numbers: BTreeMap::from(numbers.map(|(number, language)| (number.to_owned(), language))),
        busy: None,
        spam: BTreeSet::from(["+8610000".to_owned()]),
        socket: None,
    }
}

pub(super) async fn app_with(exchange: Exchange, hotline: &str) -> App {
    let mut city = city();
    city.hotline = toml::from_str(hotline).unwrap();
    let options = Options {
        exchange: Some(exchange),
        ..Options::default()
    };
    let app = set_up(city, None, options);
    settle(&app).await;
    app
}

pub(super) async fn open() -> App {
    app_with(exchange(), "hours = \"24/7\"").await
}

pub(super) fn pbx(app: &App) -> Visitor {
    Visitor {
        token: format!("Bearer {SECRET}"),
        ..Visitor::anyone(app)
    }
}

async fn told(app: &App, question: &str) -> Value {
    let seen = pbx(app)
        .send("POST", "/exchange/route", "application/json", question.to_owned())
        .await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    seen.json()
}

async fn happens(app: &App, kind: &str, event: Value) {
    let call = "1-20503@127.0.0.1";
    let body = json!({"rwi": "1.0", "call_id": call, "event_type": kind, "event": event});
    let seen = pbx(app).json("/exchange/events", &body).await;
    assert_eq!(seen.status, StatusCode::NO_CONTENT, "{}", seen.text);
}

/// Sends a record as RustPBX does: a part of a form, without a file's name.
async fn reported(app: &App, record: &str) -> StatusCode {
    let head = "content-disposition: form-data; name=\"calllog.json\"";
    let body = format!("--b\r\n{head}\r\n\r\n{record}\r\n--b--\r\n");
    let kind = "multipart/form-data; boundary=b";
    pbx(app)
        .send("POST", "/exchange/records", kind, body)
        .await
        .status
}

async fn contacts(app: &App) -> Vec<Contact> {
    let agent = Actor::from(&staff(app, "agent").await);
    let filter = Filter::default();
    app.store()
        .contacts(&agent, &filter, None, 50)
        .await
        .unwrap()
        .rows
}

async fn staff(app: &App, login: &str) -> Staff {
    app.store().staff_by_login(login).await.unwrap().unwrap().0
}

async fn is_ready(app: &App, login: &str) {
    let staff = staff(app, login).await;
    app.store()
        .be_at(staff.id, At::Ready, None, app.now())
        .await
        .unwrap();
}

/// Another agent, who has been ready for as long.
async fn joined(app: &App, login: &str) {
    let new = NewStaff {
        login: login.to_owned(),
        name: login.to_owned(),
        role: domain::roles::Role::Agent,
        unit: "market".into(),
        languages: vec![Lang::EN],
        password_hash: crate::hash_password(crate::testing::PASSWORD, &[7; 16]).unwrap(),
    };
    app.store()
        .add_staff(app.city(), app.now(), &worker(), &new)
        .await
        .unwrap();
    is_ready(app, login).await;
}

fn to(uri: &str) -> String {
    let mut invite: Value = serde_json::from_str(INVITE).unwrap();
    invite["uri"] = json!(uri);
    invite.to_string()
}

/// The record as if the call had been a minute before the clock of these tests.
fn record(change: impl FnOnce(&mut Value)) -> String {
    let moved = RECORD.replace("2026-11-27T15:01", "2026-02-13T01:59");
    let mut record = serde_json::from_str(&moved).unwrap();
    change(&mut record);
    record.to_string()
}

#[tokio::test]
async fn a_call_rings_at_who_is_ready_and_is_theirs_when_they_pick_up_until_it_ends() {
    let app = open().await;
    is_ready(&app, "agent").await;
    let answer = told(&app, INVITE).await;
    let becomes = answer["headers"]["X-Harborline-Contact"].clone();
    assert_eq!(
        answer,
        json!({
            "action": "forward", "targets": ["sip:agent@127.0.0.1:9470"], "strategy": "sequential", "max_ring_time": 20,
            "record": false, "headers": {"X-Harborline-Contact": becomes},
        })
    );
    assert_eq!(told(&app, INVITE).await, answer, "asked twice, it rings once");
    let agent = Visitor::signed_in(&app, "agent").await;
    let room = agent.get("/desk/hotline").await.text;
    assert!(
        room.contains("Pick up your telephone") && !room.contains("/answer\""),
        "{room}"
    );
    assert_eq!(contacts(&app).await, [], "who only waits makes no case");

    happens(&app, "call_ringing", json!({})).await;
    happens(
        &app,
        "call_answered",
        json!({"caller": "sip:+8615712345678@trunk.example"}),
    )
    .await;
    happens(&app, "call_answered", json!({})).await;
    let all = contacts(&app).await;
    let [contact] = &all[..] else { panic!("{all:?}") };
    assert_eq!(contact.reference.to_string(), becomes);
    assert_eq!(
        (
            contact.kind,
            contact.state,
            contact.language,
            contact.by_telephone
        ),
        (Kind::Call, Stands::Talking, Lang::EN, true)
    );
    assert_eq!(contact.answered_by, Some(staff(&app, "agent").await.id));
    let case = app
        .store()
        .get::<domain::cases::Case>(contact.case, &Actor::from(&staff(&app, "agent").await))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (case.service.as_str(), case.contacts.as_slice()),
        ("hotline", &[contact.reference][..])
    );
    // Who calls is seen by who answers, and stands in no row.
    let page = agent
        .get(&format!("/desk/hotline/{}", contact.reference))
        .await
        .text;
    assert!(page.contains("157"), "{page}");
    assert!(!page.contains("data-signals"), "it is spoken on a telephone");
    assert!(!serde_json::to_string(contact).unwrap().contains("15712345678"));

    assert_eq!(reported(&app, &record(|_| {})).await, StatusCode::NO_CONTENT);
    happens(&app, "call_hangup", json!({"hangup_by": "caller"})).await;
    let all = contacts(&app).await;
    assert_eq!(
        (all.len(), all[0].state, all[0].why),
        (1, Stands::WrappingUp, Some(Why::VisitorLeft))
    );
    // What comes once more changes nothing.
    let version = all[0].version;
    assert_eq!(reported(&app, &record(|_| {})).await, StatusCode::NO_CONTENT);
    assert_eq!(told(&app, INVITE).await["action"], "reject", "they wrap up");
    assert_eq!(contacts(&app).await[0].version, version);
}

#[tokio::test]
async fn a_record_alone_makes_the_contact_with_its_times() {
    let app = open().await;
    for _ in 0..2 {
        assert_eq!(reported(&app, &record(|_| {})).await, StatusCode::NO_CONTENT);
    }
    let all = contacts(&app).await;
    let [contact] = &all[..] else { panic!("{all:?}") };
    let times = [contact.rang_at, contact.answered_at, contact.ended_at].map(|at| at.unwrap().to_string());
    assert_eq!(
        times,
        [
            "2026-02-13T01:59:29.132396Z",
            "2026-02-13T01:59:29.135617Z",
            "2026-02-13T01:59:30.643565Z"
        ]
    );
    assert_eq!((contact.state, contact.language), (Stands::WrappingUp, Lang::EN));
}

#[tokio::test]
async fn a_record_of_no_call_of_the_hotline_changes_nothing() {
    let app = open().await;
    let others: [fn(&mut Value); 6] = [
        |record| record["rewrite"]["calleeOriginal"] = json!("sip:fire@127.0.0.1"),
        |record| record["sessionId"] = json!("another"),
        |record| record["rewrite"]["calleeFinal"] = json!("sip:agent@127.0.0.1:9470.evil"),
        |record| record["rewrite"]["calleeFinal"] = json!("sip:nobody@127.0.0.1:9470"),
        // An officer answers no hotline.
        |record| record["rewrite"]["calleeFinal"] = json!("sip:officer@127.0.0.1:9470"),
        |record| record["answerTime"] = Value::Null,
    ];
    for change in others {
        assert_eq!(reported(&app, &record(change)).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(contacts(&app).await, []);
}

#[tokio::test]
async fn who_gives_up_makes_no_case_and_rings_no_more() {
    let app = open().await;
    is_ready(&app, "agent").await;
    told(&app, INVITE).await;
    happens(&app, "call_hangup", json!({"hangup_by": "caller"})).await;
    happens(&app, "call_answered", json!({})).await;
    assert_eq!(contacts(&app).await, []);
    let policy = &app.city().hotline.policy;
    let queue = app
        .store()
        .hotline_queue(policy, app.today(), app.now())
        .await
        .unwrap();
    assert_eq!(queue.waiting, []);
}

#[tokio::test]
async fn the_record_says_who_of_several_has_answered() {
    let app = open().await;
    is_ready(&app, "agent").await;
    joined(&app, "lin.wei").await;
    let answer = told(&app, INVITE).await;
    assert_eq!(
        (&answer["targets"], &answer["max_ring_time"]),
        (
            &json!(["sip:agent@127.0.0.1:9470", "sip:lin.wei@127.0.0.1:9470"]),
            &json!(40)
        )
    );
    // By the clock it is the first one's turn.
    happens(&app, "call_answered", json!({})).await;
    let other = record(|record| record["rewrite"]["calleeFinal"] = json!("sip:lin.wei@127.0.0.1:9470"));
    assert_eq!(reported(&app, &other).await, StatusCode::NO_CONTENT);
    let all = contacts(&app).await;
    let [contact] = &all[..] else { panic!("{all:?}") };
    let present: Vec<_> = contact.present().map(|party| party.staff).collect();
    assert_eq!(
        (contact.state, present),
        (Stands::WrappingUp, vec![staff(&app, "lin.wei").await.id])
    );
}

#[tokio::test]
async fn nobody_is_rung_whom_the_matching_would_not_offer_it() {
    let app = open().await;
    let busy = json!({"action": "reject", "status": 486, "reason": "nobody-free"});
    assert_eq!(told(&app, INVITE).await, busy);
    is_ready(&app, "agent").await;
    // Nobody here speaks Korean; the city's own language is spoken.
    let call = |uri: &str| to(uri).replace("1-20503", "another");
    assert_eq!(told(&app, &call("sip:%2B86631@127.0.0.1;user=phone")).await, busy);
    let own = told(&app, &to("sip:86100@127.0.0.1").replace("1-20503", "own")).await;
    assert_eq!(own["targets"], json!(["sip:agent@127.0.0.1:9470"]));
}

#[tokio::test]
async fn other_numbers_and_requests_are_left_to_the_exchange() {
    let app = open().await;
    for uri in [
        "sip:fire@127.0.0.1",
        "sip:127.0.0.1",
        "http://hotline@x",
        "hotline",
        "",
    ] {
        assert_eq!(
            told(&app, &to(uri)).await,
            json!({"action": "not_handled"}),
            "{uri}"
        );
    }
    let other = INVITE.replace("\"INVITE\"", "\"MESSAGE\"");
    assert_eq!(told(&app, &other).await, json!({"action": "not_handled"}));
    let spam = INVITE.replace("sipp <sip:sipp@", "sipp <sip:+8610000@");
    assert_eq!(told(&app, &spam).await, json!({"action": "spam"}));
}

#[tokio::test]
async fn at_other_hours_the_number_of_the_pack_rings_or_nobody() {
    // The clock of these tests stands at ten in the morning of a Friday.
    let app = app_with(exchange(), "hours = \"Sa 09:00-10:00\"").await;
    is_ready(&app, "agent").await;
    assert_eq!(
        told(&app, INVITE).await,
        json!({"action": "reject", "status": 480, "reason": "closed"})
    );
    let app = app_with(exchange(), "hours = \"Sa 09:00-10:00\"\nafter_hours = \"12345\"").await;
    let answer = told(&app, INVITE).await;
    assert_eq!(answer["targets"], json!(["sip:12345@127.0.0.1:9470"]));
    assert_eq!(answer.get("max_ring_time"), None);
}

#[tokio::test]
async fn when_nobody_is_free_somebody_else_may_answer() {
    let busy = Some("sip:12345@elsewhere.example".to_owned());
    let app = app_with(Exchange { busy, ..exchange() }, "hours = \"24/7\"").await;
    assert_eq!(
        told(&app, INVITE).await["targets"],
        json!(["sip:12345@elsewhere.example"])
    );
}

#[tokio::test]
async fn nobody_but_the_exchange_is_answered() {
    let app = open().await;
    for token in ["", "Bearer ", "Bearer hush", "Basic x"] {
        let other = Visitor {
            token: token.to_owned(),
            ..Visitor::anyone(&app)
        };
        for path in ["route", "events", "records"] {
            let path = format!("/exchange/{path}");
            let seen = other.send("POST", &path, "application/json", INVITE).await;
            let wrong = matches!(
                seen.status,
                StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS
            );
            assert!(wrong, "{token}: {}", seen.status);
        }
    }
    // Whoever guesses is kept waiting, also with the right one.
    let seen = pbx(&app)
        .send("POST", "/exchange/route", "application/json", INVITE)
        .await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
    let from = vec![Ipv4Addr::LOCALHOST.into()];
    let elsewhere = app_with(Exchange { from, ..exchange() }, "hours = \"24/7\"").await;
    for app in [crate::testing::app(), elsewhere] {
        let seen = pbx(&app)
            .send("POST", "/exchange/route", "application/json", INVITE)
            .await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_no_question_is_refused_without_being_quoted() {
    let app = open().await;
    for body in [
        "",
        "{",
        "[]",
        "{\"uri\": \"sip:hush@x\"}",
        "\u{0}",
        "<html>hush</html>",
    ] {
        for path in ["/exchange/route", "/exchange/events", "/exchange/records"] {
            let seen = pbx(&app).send("POST", path, "application/json", body).await;
            assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{path} {body}");
            assert!(!seen.text.contains("hush"), "{}", seen.text);
        }
        assert_eq!(reported(&app, body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    let large = format!("{{\"method\": \"INVITE\", \"uri\": \"{}\"}}", "x".repeat(300_000));
    let seen = pbx(&app)
        .send("POST", "/exchange/route", "application/json", large.clone())
        .await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reported(&app, &large).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn the_secret_is_in_no_debug_output() {
    let shown = format!("{:?}", exchange());
    assert!(
        !shown.contains("secret") && shown.contains("127.0.0.1:9470"),
        "{shown}"
    );
}
