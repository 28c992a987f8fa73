//! Sockets as pages have them: over a real connection, with every frame, in every role, and with what no page sends.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{Request, StatusCode};
use domain::contacts::Contact;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tower::ServiceExt as _;

use crate::cases::Held;
use crate::contacts::tests::{begun, contact_of, done};
use crate::kit::app::App;
use crate::kit::session;
use crate::testing::{Visitor, app_at, peopled, settle};

const PATIENCE: Duration = Duration::from_secs(10);
const DESK: &str = "/desk/hotline/live";

/// A node, served on an address of its own.
async fn served(app: &App) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = crate::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A page with its socket.
struct Tab(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Tab {
    async fn try_open(node: SocketAddr, path: &str, who: &Visitor, origin: &str) -> Result<Self, StatusCode> {
        let mut request = format!("ws://{node}{path}").into_client_request().unwrap();
        let headers = request.headers_mut();
        for (name, value) in [("cookie", who.cookie.as_str()), ("origin", origin)] {
            if !value.is_empty() {
                headers.insert(name, value.parse().unwrap());
            }
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tungstenite::Error::Http(answer)) => {
                Err(StatusCode::from_u16(answer.status().as_u16()).unwrap())
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn open(node: SocketAddr, path: &str, who: &Visitor) -> Self {
        let origin = format!("http://{node}");
        Self::try_open(node, path, who, &origin).await.unwrap()
    }

    async fn send(&mut self, frame: Value) {
        self.0
            .send(Message::Text(frame.to_string().into()))
            .await
            .unwrap();
    }

    /// The next frame of that kind; others are passed over.
    async fn hears(&mut self, kind: &str) -> Value {
        let next = async {
            while let Some(message) = self.0.next().await {
                match message.unwrap() {
                    Message::Text(text) => {
                        let frame: Value = serde_json::from_str(&text).unwrap();
                        if frame["kind"] == kind {
                            return frame;
                        }
                    }
                    Message::Close(close) => panic!("closed instead of {kind}: {close:?}"),
                    _ => {}
                }
            }
            panic!("gone instead of {kind}");
        };
        tokio::time::timeout(PATIENCE, next)
            .await
            .unwrap_or_else(|_| panic!("no {kind}"))
    }

    /// Lines until that event, each by its number, in the order in which they came.
    async fn lines_to(&mut self, seq: u64) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        loop {
            let frame = self.hears("lines").await;
            for line in frame["lines"].as_array().unwrap() {
                let html = line["html"].as_str().unwrap().to_owned();
                all.push((line["id"].as_u64().unwrap(), html));
            }
            if frame["seq"].as_u64().unwrap() >= seq {
                return all;
            }
        }
    }

    /// Code and reason with which it is closed.
    async fn closed(&mut self) -> (u16, String) {
        let closed = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => {
                        return (u16::from(frame.code), frame.reason.to_string());
                    }
                    Some(Ok(_)) => {}
                    other => panic!("no reason: {other:?}"),
                }
            }
        };
        tokio::time::timeout(PATIENCE, closed)
            .await
            .expect("it is closed")
    }
}

fn say(n: u32, text: &str) -> Value {
    json!({"kind": "say", "id": 7, "n": n, "text": text})
}

fn at_desk(contact: &Contact, mut frame: Value) -> Value {
    frame["contact"] = json!(contact.reference);
    if frame["kind"] == "say" {
        // A device of its own.
        frame["id"] = json!(8);
    }
    frame
}

fn live(chat: &str, after: u64) -> String {
    format!("{chat}/live?after={after}")
}

/// A visitor, their chat, and the agent who has taken it.
async fn talking(app: &App) -> (Visitor, String, Visitor, Contact) {
    let (visitor, chat) = begun(app).await;
    let agent = Visitor::signed_in(app, "agent").await;
    let contact = contact_of(app, &chat).await;
    done(&agent, &format!("/desk/hotline/{}/answer", contact.reference), "").await;
    let contact = contact_of(app, &chat).await;
    (visitor, chat, agent, contact)
}

#[tokio::test]
async fn what_either_side_says_is_acknowledged_and_heard() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, contact) = talking(&app).await;
    let mut page = Tab::open(node, &live(&chat, contact.version), &visitor).await;
    assert_eq!(page.hears("state").await["state"], "talking");
    let mut desk = Tab::open(node, DESK, &agent).await;
    desk.send(at_desk(&contact, json!({"kind": "watch", "after": 0})))
        .await;
    let first = desk.lines_to(contact.version).await;
    assert!(first[0].1.contains("renew my visa"), "{first:?}");

    page.send(json!({"kind": "typing"})).await;
    assert_eq!(desk.hears("typing").await["contact"], json!(contact.reference));
    page.send(say(1, "Is it <far>?")).await;
    assert_eq!(page.hears("acknowledged").await["n"], 1);
    let said = contact_of(&app, &chat).await.version;
    let heard = desk.lines_to(said).await;
    assert!(heard.iter().any(|(id, html)| *id == said && html.contains("far")));
    assert!(
        !heard.iter().any(|(_, html)| html.contains("<far>")),
        "it is text, no markup"
    );
    desk.send(at_desk(&contact, json!({"kind": "read", "upto": said})))
        .await;
    assert_eq!(page.hears("read").await["upto"], json!(said));

    desk.send(at_desk(&contact, json!({"kind": "typing"}))).await;
    page.hears("typing").await;
    desk.send(at_desk(&contact, say(1, "Ten minutes."))).await;
    assert_eq!(desk.hears("acknowledged").await["n"], 1);
    let answer = contact_of(&app, &chat).await.version;
    let heard = page.lines_to(answer).await;
    assert!(heard.iter().any(|(_, html)| html.contains("Ten minutes.")));

    done(
        &agent,
        &format!("/desk/hotline/{}/end", contact.reference),
        "why=done",
    )
    .await;
    // Where it stood before may be said once more.
    let state = loop {
        let state = page.hears("state").await;
        if state["state"] != "talking" {
            break state;
        }
    };
    assert_eq!(
        (&state["state"], &state["goes_on"]),
        (&json!("wrapping-up"), &json!(false))
    );
    page.send(say(2, "Thank you")).await;
    let refused = page.hears("refused").await;
    assert_eq!((&refused["n"], &refused["again"]), (&json!(2), &json!(false)));
    assert!(!refused["problem"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_sent_again_is_said_once_and_who_comes_back_gets_the_rest() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, contact) = talking(&app).await;
    let mut page = Tab::open(node, &live(&chat, 0), &visitor).await;
    page.lines_to(contact.version).await;
    page.send(say(1, "First")).await;
    page.hears("acknowledged").await;
    let seen = contact_of(&app, &chat).await.version;
    drop(page);
    let desk = format!("/desk/hotline/{}", contact.reference);
    for n in 1..=3 {
        done(
            &agent,
            &format!("{desk}/say"),
            &format!("id=5&n={n}&text=Missed+{n}"),
        )
        .await;
    }
    done(
        &agent,
        &format!("{desk}/translate"),
        &format!("message={seen}&language=zh&text=%E7%AC%AC%E4%B8%80"),
    )
    .await;
    let last = contact_of(&app, &chat).await.version;

    let mut page = Tab::open(node, &live(&chat, seen), &visitor).await;
    page.send(say(1, "First")).await;
    let lines = page.lines_to(last).await;
    // Those that were missed, each once, and the one that was translated meanwhile in its place.
    let numbers: Vec<u64> = lines.iter().map(|(id, _)| *id).collect();
    assert_eq!(numbers, [seen, seen + 1, seen + 2, seen + 3]);
    assert!(lines[0].1.contains("第一"), "{lines:?}");
    page.hears("acknowledged").await;
    assert_eq!(contact_of(&app, &chat).await.version, last);
}

#[tokio::test]
async fn a_conversation_is_told_to_nobody_else() {
    let app = peopled().await;
    let node = served(&app).await;
    let (_, chat, _, contact) = talking(&app).await;
    let stranger = Visitor::anyone(&app);
    let other = {
        let sent = Visitor::anyone(&app)
            .form("/en/chat", "text=Another&once=2")
            .await;
        let cookie = sent.cookie.unwrap().split(';').next().unwrap().to_owned();
        Visitor {
            cookie,
            ..Visitor::anyone(&app)
        }
    };
    for who in [&stranger, &other] {
        let refused = Tab::try_open(node, &live(&chat, 0), who, "").await.err();
        assert_eq!(refused, Some(StatusCode::UNAUTHORIZED));
        let refused = Tab::try_open(node, DESK, who, "").await.err();
        assert_eq!(refused, Some(StatusCode::SEE_OTHER), "to sign in");
    }
    let frames = |kind: &str| match kind {
        "watch" => json!({"kind": kind, "after": 0}),
        "say" => say(1, "Me"),
        "read" => json!({"kind": kind, "upto": 1}),
        _ => json!({"kind": kind}),
    };
    // Of the hotline's conversations, agents and supervisors see all; the others those that they take part in.
    for login in ["interpreter", "officer", "mediator", "harbour"] {
        let who = Visitor::signed_in(&app, login).await;
        for kind in ["watch", "say", "typing", "read"] {
            let mut tab = Tab::open(node, DESK, &who).await;
            tab.send(at_desk(&contact, frames(kind))).await;
            assert_eq!(
                tab.closed().await,
                (4403, "not-yours".to_owned()),
                "{login} {kind}"
            );
        }
    }
    for login in ["planner", "reviewer", "administrator"] {
        let who = Visitor::signed_in(&app, login).await;
        let refused = Tab::try_open(node, DESK, &who, "").await.err();
        assert_eq!(refused, Some(StatusCode::FORBIDDEN), "{login}");
    }
    let supervisor = Visitor::signed_in(&app, "supervisor").await;
    let mut tab = Tab::open(node, DESK, &supervisor).await;
    tab.send(at_desk(&contact, frames("watch"))).await;
    assert!(tab.lines_to(contact.version).await[0].1.contains("renew my visa"));
    tab.send(at_desk(&contact, frames("say"))).await;
    assert_eq!(tab.hears("refused").await["again"], false);
    assert_eq!(contact_of(&app, &chat).await.version, contact.version);
    // Who only looks on is not seen to write.
    let (visitor, chat, ..) = talking_of(&app, "3").await;
    let contact = contact_of(&app, &chat).await;
    let mut page = Tab::open(node, &live(&chat, 0), &visitor).await;
    page.hears("state").await;
    tab.send(at_desk(&contact, frames("watch"))).await;
    tab.send(at_desk(&contact, frames("typing"))).await;
    tab.hears("state").await;
    let typing = tokio::time::timeout(Duration::from_millis(300), page.hears("typing")).await;
    assert!(typing.is_err());
}

async fn talking_of(app: &App, once: &str) -> (Visitor, String) {
    let sent = Visitor::anyone(app)
        .form("/en/chat", &format!("text=Mine&once={once}"))
        .await;
    let cookie = sent.cookie.unwrap().split(';').next().unwrap().to_owned();
    (
        Visitor {
            cookie,
            ..Visitor::anyone(app)
        },
        sent.to,
    )
}

#[tokio::test]
async fn another_site_opens_no_socket() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, _) = talking(&app).await;
    for origin in ["https://elsewhere.example", "null"] {
        for (path, who) in [(live(&chat, 0), &visitor), (DESK.to_owned(), &agent)] {
            let refused = Tab::try_open(node, &path, who, origin).await.err();
            assert_eq!(refused, Some(StatusCode::FORBIDDEN), "{origin} {path}");
        }
    }
}

#[tokio::test]
async fn what_no_page_sends_closes_the_socket_with_a_reason() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, _) = talking(&app).await;
    let long = json!({"kind": "say", "id": 1, "n": 1, "text": "x".repeat(20_001)}).to_string();
    let garbage = [
        "",
        "{",
        "[]",
        "{\"kind\":\"shout\"}",
        "{\"kind\":\"read\",\"upto\":-1}",
        "{\"kind\":\"here\",\"x\":1}",
    ];
    for (path, who) in [(live(&chat, 0), &visitor), (DESK.to_owned(), &agent)] {
        for text in garbage {
            let mut tab = Tab::open(node, &path, who).await;
            tab.0.send(Message::Text(text.into())).await.unwrap();
            assert_eq!(tab.closed().await, (4400, "garbage".to_owned()), "{text}");
        }
        let mut tab = Tab::open(node, &path, who).await;
        tab.0.send(Message::Binary(vec![0, 159].into())).await.unwrap();
        assert_eq!(tab.closed().await.0, 4400);
        let mut tab = Tab::open(node, &path, who).await;
        tab.0.send(Message::Text(long.as_str().into())).await.unwrap();
        assert_eq!(tab.closed().await, (4413, "too-large".to_owned()));
        let mut tab = Tab::open(node, &path, who).await;
        for _ in 0..60 {
            // It may be closed before all of it is sent.
            let _ = tab.0.send(Message::Text("{\"kind\":\"here\"}".into())).await;
        }
        assert_eq!(tab.closed().await, (4429, "flood".to_owned()));
    }
    // A visitor names no conversation.
    let mut tab = Tab::open(node, &live(&chat, 0), &visitor).await;
    tab.send(json!({"kind": "typing", "contact": "2222-2222"})).await;
    assert_eq!(tab.closed().await.0, 4400);
    // Words that are none, or too many, are refused and no reason to go.
    let mut tab = Tab::open(node, &live(&chat, 0), &visitor).await;
    for text in [" \u{200b} ".to_owned(), "x".repeat(4_001)] {
        tab.send(say(9, &text)).await;
        assert_eq!(tab.hears("refused").await["again"], false);
    }
}

#[tokio::test]
async fn a_receipt_and_a_login_have_so_many_sockets() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, _) = talking(&app).await;
    for (path, who, most) in [(live(&chat, 0), &visitor, 6), (DESK.to_owned(), &agent, 12)] {
        let mut open = Vec::new();
        for _ in 0..most {
            open.push(Tab::open(node, &path, who).await);
        }
        let refused = Tab::try_open(node, &path, who, "").await.err();
        assert_eq!(refused, Some(StatusCode::TOO_MANY_REQUESTS));
        // A page that is closed makes room.
        open.pop().unwrap().0.close(None).await.unwrap();
        let again = async {
            while Tab::try_open(node, &path, who, "").await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, again)
            .await
            .expect("there is room");
    }
}

#[tokio::test]
async fn who_is_not_signed_in_any_more_hears_and_says_nothing_more() {
    let app = peopled().await;
    let node = served(&app).await;
    let (_, chat, agent, contact) = talking(&app).await;
    let mut desk = Tab::open(node, DESK, &agent).await;
    desk.send(at_desk(&contact, json!({"kind": "watch", "after": 0})))
        .await;
    desk.hears("state").await;
    let left = agent.form("/desk/sign-out", "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    // At once: it is not looked for that long.
    assert_eq!(desk.closed().await, (4401, "session-ended".to_owned()));

    // A session that somebody else ends takes its own socket with it, and no other of the same person.
    let (one, other) = (
        Visitor::signed_in(&app, "agent").await,
        Visitor::signed_in(&app, "agent").await,
    );
    let (mut desk, mut stays) = (
        Tab::open(node, DESK, &one).await,
        Tab::open(node, DESK, &other).await,
    );
    desk.hears("queue").await;
    stays.hears("queue").await;
    let chief = Visitor::signed_in(&app, "administrator").await;
    let name = session::name_of(one.token.trim_start_matches("Bearer "));
    done(&chief, "/desk/sessions/end", &format!("session={name}")).await;
    assert_eq!(desk.closed().await, (4401, "session-ended".to_owned()));
    stays
        .send(at_desk(&contact, json!({"kind": "watch", "after": 0})))
        .await;
    stays.hears("state").await;
    assert_eq!(contact_of(&app, &chat).await.version, contact.version);
}

#[tokio::test]
async fn a_receipt_that_a_device_gives_up_closes_what_is_open_there_and_nowhere_else() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, _, contact) = talking(&app).await;
    // The same receipt, held by another device.
    let headers = [(COOKIE, visitor.cookie.parse().unwrap())];
    let mut held = Held::of(&app, &headers.into_iter().collect());
    "0123456789abcdef".clone_into(&mut held.device);
    let cookie = held.cookie(&app).header();
    let other = Visitor {
        cookie: cookie.to_str().unwrap().split(';').next().unwrap().to_owned(),
        ..visitor.clone()
    };
    let path = live(&chat, contact.version);
    let mut tabs = Vec::new();
    for who in [&visitor, &visitor, &other] {
        let mut tab = Tab::open(node, &path, who).await;
        tab.hears("state").await;
        tabs.push(tab);
    }
    let case = held.references().next().unwrap();
    let given_up = visitor.form(&format!("/en/follow/{case}/close"), "").await;
    assert_eq!(given_up.status, StatusCode::SEE_OTHER);
    let mut stays = tabs.pop().unwrap();
    for mut tab in tabs {
        assert_eq!(tab.closed().await, (4401, "session-ended".to_owned()));
    }
    stays.send(say(1, "Still here")).await;
    stays.hears("acknowledged").await;
}

#[tokio::test]
async fn the_desk_hears_what_rings_and_what_is_said_in_its_chats() {
    let app = peopled().await;
    let node = served(&app).await;
    let (visitor, chat, agent, contact) = talking(&app).await;
    let mut desk = Tab::open(node, DESK, &agent).await;
    assert_eq!(desk.hears("news").await["said"], 1);
    desk.hears("queue").await;
    done(&visitor, &format!("{chat}/say"), "id=6&n=1&text=Hello").await;
    let news = desk.hears("news").await;
    assert_eq!(
        (&news["contact"], &news["said"]),
        (&json!(contact.reference), &json!(2))
    );
    assert!(!news.to_string().contains("Hello"));

    done(&agent, "/desk/hotline/at", "at=ready").await;
    let (_, second) = talking_of(&app, "4").await;
    let waits = contact_of(&app, &second).await;
    let policy = &app.city().hotline.policy;
    let offers = app
        .store()
        .offer_round(policy, app.today(), |_| true, app.now())
        .await;
    assert_eq!(offers.unwrap().len(), 1);
    let rings = desk.hears("rings").await;
    assert_eq!(rings["rings"][0]["contact"], json!(waits.reference), "{rings}");
}

/// A database of its own on the server that the tests are given, or none.
async fn database() -> Option<(String, tokio_postgres::Client)> {
    let server = std::env::var("HARBORLINE_TEST_POSTGRES")
        .ok()
        .filter(|url| !url.is_empty());
    let Some(server) = server else {
        eprintln!("HARBORLINE_TEST_POSTGRES is not set: nothing was tested on PostgreSQL");
        return None;
    };
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let name = format!("live_{}_{}", std::process::id(), {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    });
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        client.batch_execute(&sql).await.unwrap();
    }
    let (host, query) = server
        .split_once('?')
        .map_or((server.as_str(), ""), |(host, query)| (host, query));
    let start = host.find("://").unwrap() + 3;
    let end = host[start..].find('/').map_or(host.len(), |slash| start + slash);
    Some((format!("{}/{name}?{query}", &host[..end]), client))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_carry_one_conversation() {
    let Some((url, _server)) = database().await else {
        return;
    };
    let location = store::Location::Postgres(url);
    let first = app_at(&location);
    settle(&first).await;
    first.store().adopt(first.city()).await.unwrap();
    let second = app_at(&location);
    let (here, there) = (served(&first).await, served(&second).await);
    let (visitor, chat, agent, contact) = talking(&first).await;
    let mut page = Tab::open(here, &live(&chat, contact.version), &visitor).await;
    page.hears("state").await;
    let mut desk = Tab::open(there, DESK, &agent).await;
    desk.send(at_desk(
        &contact,
        json!({"kind": "watch", "after": contact.version}),
    ))
    .await;
    desk.hears("state").await;
    for n in 1..=20 {
        page.send(say(n, &format!("from here {n}"))).await;
        page.hears("acknowledged").await;
        desk.send(at_desk(&contact, say(n, &format!("from there {n}"))))
            .await;
        desk.hears("acknowledged").await;
    }
    let last = contact_of(&first, &chat).await.version;
    assert_eq!(last, contact.version + 40);
    // Whoever comes to the other node goes on there, wherever they were.
    let mut moved = Tab::open(there, &live(&chat, contact.version), &visitor).await;
    let lines = moved.lines_to(last).await;
    let numbers: Vec<u64> = lines.iter().map(|(id, _)| *id).collect();
    assert_eq!(numbers, (contact.version + 1..=last).collect::<Vec<_>>());
    moved.send(say(20, "from here 20")).await;
    moved.hears("acknowledged").await;
    assert_eq!(contact_of(&second, &chat).await.version, last);
    // Who signs out at one node is out at the other, at once: socket and stream of events.
    let request = Request::get("/desk/live").header(COOKIE, &agent.cookie);
    let request = request.body(Body::empty()).unwrap();
    let told = crate::router(second.clone()).oneshot(request).await.unwrap();
    assert_eq!(told.status(), StatusCode::OK);
    let told = tokio::spawn(axum::body::to_bytes(told.into_body(), usize::MAX));
    done(&agent, "/desk/sign-out", "").await;
    assert_eq!(desk.closed().await, (4401, "session-ended".to_owned()));
    let ended = tokio::time::timeout(PATIENCE, told).await;
    ended.expect("the stream ends").unwrap().unwrap();
}

/// The way to a database, which can be cut.
struct Way {
    port: u16,
    cut: tokio::sync::watch::Sender<bool>,
}

impl Way {
    async fn to(host: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (cut, is_cut) = tokio::sync::watch::channel(false);
        tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let (mut is_cut, host) = (is_cut.clone(), host.clone());
                tokio::spawn(async move {
                    if *is_cut.borrow() {
                        return;
                    }
                    let Ok(mut to) = TcpStream::connect(host).await else {
                        return;
                    };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut from, &mut to) => {}
                        _ = is_cut.wait_for(|cut| *cut) => {}
                    }
                });
            }
        });
        Self { port, cut }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_the_page_says_so_and_nothing_is_lost_or_doubled() {
    let Some((url, _server)) = database().await else {
        return;
    };
    let after = url.find("://").unwrap() + 3;
    let end = after + url[after..].find('/').unwrap();
    let host = after + url[after..end].rfind('@').map_or(0, |at| at + 1);
    let way = Way::to(url[host..end].to_owned()).await;
    let through = format!("{}127.0.0.1:{}{}", &url[..host], way.port, &url[end..]);
    let app = app_at(&store::Location::Postgres(through));
    settle(&app).await;
    app.store().adopt(app.city()).await.unwrap();
    let node = served(&app).await;
    let (visitor, chat, _, contact) = talking(&app).await;
    let mut page = Tab::open(node, &live(&chat, contact.version), &visitor).await;
    page.hears("state").await;
    way.cut.send(true).unwrap();
    page.send(say(1, "Are you there?")).await;
    let refused = page.hears("refused").await;
    assert_eq!(refused["again"], true, "{refused}");
    way.cut.send(false).unwrap();
    // The page sends it until it is acknowledged.
    loop {
        page.send(say(1, "Are you there?")).await;
        let said = async {
            while let Some(Ok(message)) = page.0.next().await {
                let Ok(text) = message.to_text() else { continue };
                if text.contains("\"acknowledged\"") {
                    return true;
                }
                if text.contains("\"refused\"") {
                    return false;
                }
            }
            panic!("the socket is gone");
        };
        if tokio::time::timeout(Duration::from_secs(30), said)
            .await
            .expect("an answer")
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    page.send(say(1, "Are you there?")).await;
    page.hears("acknowledged").await;
    let now = contact_of(&app, &chat).await;
    assert_eq!((now.version, now.count.visitor), (contact.version + 1, 2));
}
