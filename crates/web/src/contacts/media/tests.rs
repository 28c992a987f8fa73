//! Calls with more than three, as their pages and the media server see them.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use domain::contacts::Command;
use domain::receipts::Reference;
use domain::roles::Actor;
use futures::future::{BoxFuture, FutureExt as _, ready};
use serde_json::json;

use super::super::tests::{done, ringing};
use super::close_rooms;
use crate::kit::app::{App, Options};
use crate::kit::mixer::{Mixer, Room, Unmixed};
use crate::testing::{Visitor, app_with, settle};

/// Writes down what it is asked, and is away when it is told to be.
#[derive(Debug, Default)]
struct Notes {
    away: Mutex<bool>,
    joined: Mutex<Vec<(Room, u64, String)>>,
    stayed: Mutex<Vec<u64>>,
    left: Mutex<Vec<u64>>,
    closed: Mutex<Vec<Room>>,
}

impl Notes {
    fn is_there(&self) -> Result<(), Unmixed> {
        if *self.away.lock().unwrap() {
            Err(Unmixed)
        } else {
            Ok(())
        }
    }
}

impl Mixer for Notes {
    fn join<'a>(
        &'a self,
        room: &'a Room,
        session: u64,
        offer: &'a str,
    ) -> BoxFuture<'a, Result<String, Unmixed>> {
        let mut joined = self.joined.lock().unwrap();
        joined.push((room.clone(), session, offer.to_owned()));
        ready(self.is_there().map(|()| format!("v=0 answers {session}"))).boxed()
    }

    fn stays(&self, session: u64) {
        self.stayed.lock().unwrap().push(session);
    }

    fn leaves(&self, session: u64) {
        self.left.lock().unwrap().push(session);
    }

    fn close<'a>(&'a self, room: &'a Room) -> BoxFuture<'a, Result<(), Unmixed>> {
        self.closed.lock().unwrap().push(room.clone());
        ready(self.is_there()).boxed()
    }
}

/// A call that an agent has answered.
struct Call {
    app: App,
    caller: Visitor,
    agent: Visitor,
    page: String,
    reference: Reference,
}

impl Call {
    async fn with(mixer: Option<Arc<Notes>>) -> Self {
        let app = app_with(Options {
            mixer: mixer.map(|notes| -> Arc<dyn Mixer> { notes }),
            ..Options::default()
        });
        settle(&app).await;
        let caller = ringing(&app).await;
        let agent = Visitor::signed_in(&app, "agent").await;
        let room = agent.get("/desk/hotline").await.text;
        let (before, _) = room.split_once("/answer\"").unwrap();
        let page = before.rsplit('"').next().unwrap().to_owned();
        done(&agent, &format!("{page}/answer"), "").await;
        let reference = Reference::parse(page.rsplit('/').next().unwrap()).unwrap();
        Self {
            app,
            caller,
            agent,
            page,
            reference,
        }
    }

    /// They are asked in and come.
    async fn comes(&self, login: &str) -> Visitor {
        let (staff, _) = self.app.store().staff_by_login(login).await.unwrap().unwrap();
        let ctx = Actor::System {
            worker: "hotline".to_owned(),
        };
        let ring = Command::Ring { staff: staff.id };
        let at = self.app.context(&ctx);
        let carried = self.app.store().carry_out(&at, self.reference, None, &ring);
        carried.await.unwrap();
        let who = Visitor::signed_in(&self.app, login).await;
        done(&who, &format!("{}/join", self.page), "").await;
        who
    }

    /// How sound goes, as a page that has seen nothing yet is told.
    async fn way(&self, who: &Visitor) -> serde_json::Value {
        let path = if who.cookie == self.caller.cookie {
            "/en/call/now".to_owned()
        } else {
            format!("{}/call", self.page)
        };
        who.get(&format!("{path}?after=0&seen=1000")).await.json()["media"].clone()
    }

    async fn offers(&self, who: &Visitor, offer: &str) -> (StatusCode, String) {
        let path = if who.cookie == self.caller.cookie {
            "/en/call/media"
        } else {
            "/desk/hotline/media"
        };
        let body = json!({"contact": self.reference.to_string(), "offer": offer});
        let seen = who.json(path, &body).await;
        (seen.status, seen.text)
    }
}

#[tokio::test]
async fn with_a_fourth_each_has_one_line_to_the_media_server_and_with_three_again_none() {
    let notes = Arc::<Notes>::default();
    let call = Call::with(Some(Arc::clone(&notes))).await;
    let interpreter = call.comes("interpreter").await;
    assert_eq!(call.way(&call.caller).await, json!(null));
    let (status, _) = call.offers(&call.caller, "v=0 early").await;
    assert_eq!(status, StatusCode::CONFLICT, "three need no server");
    let officer = call.comes("officer").await;
    for who in [&call.caller, &call.agent, &interpreter, &officer] {
        assert_eq!(call.way(who).await, json!("mixed"));
        let (status, text) = call.offers(who, "v=0 offers").await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let session = notes.joined.lock().unwrap().last().unwrap().1;
        assert_eq!(
            text,
            json!({"answer": format!("v=0 answers {session}")}).to_string()
        );
    }
    let joined = std::mem::take(&mut *notes.joined.lock().unwrap());
    let room = joined[0].0.clone();
    assert!(
        joined
            .iter()
            .all(|(of, _, offer)| *of == room && offer == "v=0 offers")
    );
    let mut sessions: Vec<u64> = joined.iter().map(|(_, session, _)| *session).collect();
    sessions.push(room.number);
    assert!(sessions.iter().all(|n| (1..1 << 53).contains(n)), "{sessions:?}");
    // Whoever loads the page anew is let in with the same one.
    call.offers(&officer, "v=0 again").await;
    let (_, again, _) = notes.joined.lock().unwrap()[0].clone();
    assert_eq!(again, sessions[3]);
    sessions.sort_unstable();
    sessions.dedup();
    assert_eq!(sessions.len(), 5, "each has their own");
    // Whoever asks how it stands stays; whoever has left is put out as soon as another asks.
    call.way(&officer).await;
    assert_eq!(notes.stayed.lock().unwrap().last(), Some(&again));
    assert!(notes.left.lock().unwrap().is_empty());
    done(&officer, &format!("{}/leave", call.page), "").await;
    let (status, _) = call.offers(&officer, "v=0 listens").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(call.way(&call.caller).await, json!(null));
    assert_eq!(*notes.left.lock().unwrap(), [again]);

    // Its room stays until the call is over, and until the media server has closed it.
    close_rooms(&call.app).await.unwrap();
    assert!(notes.closed.lock().unwrap().is_empty());
    done(&call.agent, &format!("{}/end", call.page), "why=done").await;
    *notes.away.lock().unwrap() = true;
    close_rooms(&call.app).await.unwrap();
    *notes.away.lock().unwrap() = false;
    close_rooms(&call.app).await.unwrap();
    close_rooms(&call.app).await.unwrap();
    assert_eq!(*notes.closed.lock().unwrap(), [room.clone(), room]);
}

#[tokio::test]
async fn who_is_not_in_the_call_and_what_is_no_offer_reaches_no_media_server() {
    let notes = Arc::<Notes>::default();
    let call = Call::with(Some(Arc::clone(&notes))).await;
    call.comes("interpreter").await;
    call.comes("officer").await;
    let stranger = Visitor::anyone(&call.app);
    let seen = stranger.json("/en/call/media", &json!({"offer": "v=0"})).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    let other = Visitor::signed_in(&call.app, "harbour").await;
    assert_eq!(call.offers(&other, "v=0").await.0, StatusCode::NOT_FOUND);
    let supervisor = Visitor::signed_in(&call.app, "supervisor").await;
    assert!(call.offers(&supervisor, "v=0").await.0.is_client_error());
    let (status, text) = call.offers(&call.caller, "secret words").await;
    assert!(
        status.is_client_error() && !text.contains("secret words"),
        "{text}"
    );
    let garbage = call
        .caller
        .json("/en/call/media", &json!({"secret words": 1}))
        .await;
    assert!(garbage.status.is_client_error() && !garbage.text.contains("secret words"));
    let long = format!("v=0{}", "x".repeat(64 * 1024));
    assert_eq!(
        call.offers(&call.caller, &long).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert!(notes.joined.lock().unwrap().is_empty());
    // One that is away is said to be.
    *notes.away.lock().unwrap() = true;
    assert_eq!(
        call.offers(&call.caller, "v=0").await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn without_a_media_server_a_fourth_makes_it_crowded_and_the_pages_say_so() {
    let call = Call::with(None).await;
    call.comes("interpreter").await;
    assert_eq!(call.way(&call.agent).await, json!(null));
    call.comes("officer").await;
    assert_eq!(call.way(&call.agent).await, json!("crowded"));
    assert_eq!(call.offers(&call.agent, "v=0").await.0, StatusCode::NOT_FOUND);
    close_rooms(&call.app).await.unwrap();
}
