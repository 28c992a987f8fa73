//! The whole conversation with a double that answers as Janus 1.1.2 of Debian did (2026-11-28, loopback), bodies word for word
//! but for numbers; the real one is spoken to in `e2e/tests/media.test.mjs`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode as Status;
use axum::routing::{get, post};

use super::*;

const SECRET: &str = "hush+hush&0123456789";
const OFFER: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n";
const ANSWER: &str = "v=0\r\no=- 1795910527793103 1 IN IP4 127.0.0.1\r\ns=AudioBridge 7\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
const WAY: &str = "candidate:1 1 udp 2015363327 192.0.2.2 52976 typ host";
const HANDLE: u64 = 3_929_681_847_160_806;

/// What it is like.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Like {
    #[default]
    Well,
    /// Its ways come after its answer.
    Trickles,
    /// Knows nobody's pin.
    Refuses,
    /// Never says what became of a join.
    Hangs,
    /// Says something else.
    Strange,
}

#[derive(Debug, Default)]
struct Double {
    like: Like,
    sessions: Mutex<BTreeSet<u64>>,
    rooms: Mutex<BTreeMap<u64, (String, String)>>,
    events: Mutex<Vec<Value>>,
    asked: Mutex<Vec<Value>>,
}

fn error(code: u32) -> Value {
    json!({"janus": "error", "session_id": 1, "transaction": "t", "error": {"code": code, "reason": "so"}})
}

fn bridge(data: &Value) -> Value {
    json!({"janus": "success", "session_id": 1, "transaction": "t", "sender": HANDLE,
        "plugindata": {"plugin": PLUGIN, "data": data}})
}

fn refused(code: u32) -> Value {
    bridge(&json!({"audiobridge": "event", "error_code": code, "error": "so"}))
}

impl Double {
    fn session(&self, session: u64, said: &Value) -> Value {
        let mut sessions = self.sessions.lock().unwrap();
        match said["janus"].as_str().unwrap() {
            _ if !sessions.contains(&session) => error(458),
            "keepalive" => json!({"janus": "ack", "session_id": session, "transaction": "t"}),
            "destroy" => {
                sessions.remove(&session);
                json!({"janus": "success", "session_id": session, "transaction": "t"})
            }
            "attach" if said["plugin"] == PLUGIN => {
                json!({"janus": "success", "session_id": session, "transaction": "t", "data": {"id": HANDLE}})
            }
            _ => error(460),
        }
    }

    fn message(&self, said: &Value) -> Value {
        let (body, mut rooms) = (&said["body"], self.rooms.lock().unwrap());
        let room = body["room"].as_u64().unwrap();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        match body["request"].as_str().unwrap() {
            "create" if rooms.contains_key(&room) => refused(486),
            "create" => {
                rooms.insert(room, (text("secret"), text("pin")));
                bridge(&json!({"audiobridge": "created", "room": room, "permanent": false}))
            }
            "destroy" => match rooms.get(&room) {
                None => refused(485),
                Some((secret, _)) if *secret != text("secret") => refused(489),
                Some(_) => {
                    rooms.remove(&room);
                    bridge(&json!({"audiobridge": "destroyed", "room": room, "permanent": false}))
                }
            },
            "join" if !said["jsep"]["sdp"].as_str().unwrap().starts_with("v=0") => error(465),
            "join" => {
                let known = rooms.get(&room).is_some_and(|(_, pin)| *pin == text("pin"));
                self.tell(known, said["transaction"].as_str().unwrap());
                json!({"janus": "ack", "session_id": 1, "transaction": said["transaction"]})
            }
            other => panic!("{other}"),
        }
    }

    /// What comes of a join, as events.
    fn tell(&self, known: bool, transaction: &str) {
        let event = |data: Value| {
            json!({"janus": "event", "session_id": 1, "transaction": transaction, "sender": HANDLE,
                "plugindata": {"plugin": PLUGIN, "data": data}})
        };
        let way = |candidate: Value| json!({"janus": "trickle", "session_id": 1, "sender": HANDLE, "candidate": candidate});
        let mut joined = event(json!({"audiobridge": "joined", "room": 7, "id": 9, "participants": []}));
        let whole = format!("{ANSWER}a={WAY}\r\na=end-of-candidates\r\n");
        let sdp = if self.like == Like::Trickles {
            ANSWER
        } else {
            whole.as_str()
        };
        joined["jsep"] = json!({"type": "answer", "sdp": sdp});
        *self.events.lock().unwrap() = match self.like {
            Like::Hangs => vec![],
            Like::Trickles => vec![
                way(json!({"sdpMid": "0", "sdpMLineIndex": 0, "candidate": WAY})),
                joined,
                way(json!({"completed": true})),
            ],
            Like::Strange => vec![json!({"janus": ["event"]})],
            Like::Well if known => vec![joined],
            _ => vec![event(
                json!({"audiobridge": "event", "error_code": 489, "error": "Unauthorized (wrong pin)"}),
            )],
        };
    }

    fn is_known(&self, said: &Value) -> bool {
        self.asked.lock().unwrap().push(said.clone());
        said["apisecret"] == SECRET && said["transaction"].is_string()
    }
}

type Shared = State<Arc<Double>>;

async fn create(State(double): Shared, Json(said): Json<Value>) -> Json<Value> {
    if !double.is_known(&said) {
        return Json(error(403));
    }
    let id = said["id"].as_u64().unwrap_or(5);
    if !double.sessions.lock().unwrap().insert(id) {
        return Json(error(468));
    }
    Json(json!({"janus": "success", "transaction": "t", "data": {"id": id}}))
}

async fn of_session(State(double): Shared, Path(session): Path<u64>, Json(said): Json<Value>) -> Json<Value> {
    if !double.is_known(&said) {
        return Json(error(403));
    }
    Json(double.session(session, &said))
}

async fn of_handle(
    State(double): Shared,
    Path((session, handle)): Path<(u64, u64)>,
    Json(said): Json<Value>,
) -> Json<Value> {
    if !double.is_known(&said) {
        return Json(error(403));
    }
    if !double.sessions.lock().unwrap().contains(&session) || handle != HANDLE {
        return Json(error(458));
    }
    Json(double.message(&said))
}

/// One after the other, though it may give several: whoever asks goes on asking.
async fn events(
    State(double): Shared,
    Path(session): Path<u64>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Json<Value>, Status> {
    let is_known = double.sessions.lock().unwrap().contains(&session);
    if asked["apisecret"] != SECRET || asked["maxev"] != EVENTS || !is_known {
        return Err(Status::FORBIDDEN);
    }
    if double.like == Like::Hangs {
        std::future::pending::<()>().await;
    }
    let mut events = double.events.lock().unwrap();
    let first = (!events.is_empty()).then(|| events.remove(0));
    Ok(Json(Value::Array(first.into_iter().collect())))
}

async fn janus(like: Like, secret: &str) -> (Janus, Arc<Double>) {
    let (media, double) = served(like, secret).await;
    (Janus::new(&media).unwrap(), double)
}

async fn served(like: Like, secret: &str) -> (Media, Arc<Double>) {
    let double = Arc::new(Double {
        like,
        ..Double::default()
    });
    let router = axum::Router::new()
        .route("/janus/", post(create))
        .route("/janus/{session}", get(events).post(of_session))
        .route("/janus/{session}/{handle}", post(of_handle))
        .with_state(Arc::clone(&double));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let media = Media {
        url: format!("http://{address}/janus").parse().unwrap(),
        secret: secret.into(),
    };
    (media, double)
}

fn room() -> Room {
    Room {
        number: 7,
        secret: "closes".to_owned(),
        pin: "opens".to_owned(),
    }
}

#[tokio::test]
async fn each_is_let_into_one_room_and_gets_an_answer_with_ways() {
    for like in [Like::Well, Like::Trickles] {
        let (janus, double) = janus(like, SECRET).await;
        // The second finds the room there; the first comes back in place of itself.
        for session in [41, 42, 41] {
            let answer = janus.join(&room(), session, OFFER).await.unwrap();
            assert!(
                answer.starts_with(ANSWER) && answer.contains(&format!("a={WAY}\r\n")),
                "{answer}"
            );
        }
        assert_eq!(*double.sessions.lock().unwrap(), BTreeSet::from([41, 42]));
        let made = {
            let asked = double.asked.lock().unwrap();
            let mut made = asked.iter().filter(|said| said["body"]["request"] == "create");
            made.next().cloned().unwrap()
        };
        assert_eq!(
            made["body"],
            json!({"request": "create", "room": 7, "secret": "closes", "pin": "opens", "permanent": false,
                "is_private": true, "record": false, "sampling_rate": 48_000})
        );
        janus.close(&room()).await.unwrap();
        janus.close(&room()).await.unwrap();
        assert!(double.rooms.lock().unwrap().is_empty());
        assert_eq!(*double.sessions.lock().unwrap(), BTreeSet::from([41, 42]));
    }
}

#[tokio::test]
async fn who_stays_is_kept_and_who_leaves_is_put_out() {
    let (janus, double) = janus(Like::Well, SECRET).await;
    janus.join(&room(), 41, OFFER).await.unwrap();
    janus.join(&room(), 42, OFFER).await.unwrap();
    let before = double.asked.lock().unwrap().len();
    janus.stays(41);
    janus.leaves(42);
    janus.leaves(43);
    let until = Instant::now() + LIMIT;
    while double.asked.lock().unwrap().len() < before + 3 && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(*double.sessions.lock().unwrap(), BTreeSet::from([41]));
    let asked = double.asked.lock().unwrap();
    assert!(asked[before..].iter().any(|said| said["janus"] == "keepalive"));
}

#[tokio::test]
async fn one_that_refuses_or_answers_strangely_mixes_nothing() {
    for like in [Like::Refuses, Like::Strange] {
        let (janus, _) = janus(like, SECRET).await;
        assert_eq!(janus.join(&room(), 41, OFFER).await, Err(Unmixed), "{like:?}");
    }
    let (stranger, double) = janus(Like::Well, "other").await;
    assert_eq!(stranger.join(&room(), 41, OFFER).await, Err(Unmixed));
    assert!(double.sessions.lock().unwrap().is_empty());
    let why = stranger.tried().await.unwrap_err();
    assert_eq!(why, Failure::Wrong("it takes another secret"));
    let (well, double) = janus(Like::Well, SECRET).await;
    well.tried().await.unwrap();
    assert!(double.sessions.lock().unwrap().is_empty());
}

#[tokio::test]
async fn one_that_hangs_is_given_up_in_time() {
    let (media, double) = served(Like::Hangs, SECRET).await;
    let limit = Duration::from_millis(400);
    let janus = Janus::within(&media, limit).unwrap();
    let begun = Instant::now();
    assert_eq!(janus.join(&room(), 41, OFFER).await, Err(Unmixed));
    assert!(begun.elapsed() >= limit && begun.elapsed() < LIMIT);
    let asked = double.asked.lock().unwrap();
    assert_eq!(asked.last().unwrap()["body"]["request"], "join");
}

#[tokio::test]
async fn what_a_browser_offers_wrongly_is_not_held_against_the_server() {
    let (janus, _) = janus(Like::Well, SECRET).await;
    for _ in 0..20 {
        assert_eq!(janus.join(&room(), 41, "rubbish").await, Err(Unmixed));
    }
    janus.join(&room(), 41, OFFER).await.unwrap();
}

#[test]
fn nothing_of_its_secret_is_shown() {
    let media = Media {
        url: "http://127.0.0.1:1/janus".parse().unwrap(),
        secret: SECRET.into(),
    };
    let janus = Janus::new(&media).unwrap();
    assert!(!format!("{janus:?} {media:?}").contains("hush"));
    assert!(!format!("{:?}", room()).contains("opens"));
}
