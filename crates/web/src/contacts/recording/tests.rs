//! Nothing of a call is recorded before everybody in it agreed, and what was recorded goes to nobody whose it is not.

use axum::http::StatusCode;
use domain::contacts::{Contact, ContactEvent};
use domain::journaled::Journaled as _;
use domain::receipts::Reference;
use domain::roles::Actor;
use serde_json::Value;

use super::super::tests::{done, ringing};
use super::{MAGIC, PURPOSE, opened};
use crate::kit::app::App;
use crate::testing::{Visitor, app_of, app_ticking, city, peopled, settle, worker};

/// The first part of a recording, and any other.
const FIRST: &[u8] = b"\x1A\x45\xDF\xA3 the sea";
const NEXT: &[u8] = b" and the wind";

struct Called {
    app: App,
    caller: Visitor,
    agent: Visitor,
    /// Of the contact, at the desk.
    page: String,
}

/// A call that the agent has answered.
async fn called(app: App) -> Called {
    let caller = ringing(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let room = agent.get("/desk/hotline").await.text;
    let (before, _) = room.split_once("/answer\"").unwrap_or_else(|| panic!("{room}"));
    let page = before.rsplit('"').next().unwrap().to_owned();
    done(&agent, &format!("{page}/answer"), "").await;
    Called {
        app,
        caller,
        agent,
        page,
    }
}

impl Called {
    fn reference(&self) -> &str {
        self.page.rsplit('/').next().unwrap()
    }

    async fn part_at(&self, take: u32, n: u32) -> String {
        let agreed = self.at_agent().await["agreed"].clone();
        self.part_of(take, n, agreed.as_str().unwrap_or("0"))
    }

    fn part_of(&self, take: u32, n: u32, agreed: &str) -> String {
        let reference = self.reference();
        format!("/desk/hotline/recorded?contact={reference}&take={take}&n={n}&agreed={agreed}")
    }

    async fn sends(&self, take: u32, n: u32, part: &'static [u8]) -> Value {
        let path = self.part_at(take, n).await;
        self.sends_to(&path, part).await
    }

    async fn sends_to(&self, path: &str, part: &'static [u8]) -> Value {
        let sent = self.agent.send("POST", path, "audio/webm", part).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
        sent.json()["became"].clone()
    }

    async fn caller_agrees(&self, agrees: &str) {
        let form = format!("agrees={agrees}");
        let sent = self.caller.form("/en/call/recording", &form).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text);
    }

    async fn staff_agrees(&self, who: &Visitor, agrees: &str) {
        let form = format!("agrees={agrees}");
        let sent = who.form(&format!("{}/recording", self.page), &form).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text);
    }

    async fn all_agree(&self) {
        self.staff_agrees(&self.agent, "yes").await;
        self.caller_agrees("yes").await;
    }

    /// What the caller's page is told.
    async fn at_caller(&self) -> Value {
        let now = self.caller.get("/en/call/now?after=0&seen=0").await;
        now.json()["recording"].clone()
    }

    async fn at_agent(&self) -> Value {
        let path = format!("{}/call?after=0&seen=0", self.page);
        self.agent.get(&path).await.json()["recording"].clone()
    }

    async fn contact(&self) -> Contact {
        let reference = Reference::parse(self.reference()).unwrap();
        self.app.store().get(reference, &worker()).await.unwrap().unwrap()
    }

    /// What the duty does when a recording is over.
    async fn looked_after(&self) -> Contact {
        let store = self.app.store();
        let actor = worker();
        for over in store.recordings_over(self.app.now()).await.unwrap() {
            let kept = store.keep_recording(&self.app.context(&actor), over).await;
            kept.unwrap();
        }
        self.contact().await
    }

    /// One that was kept; its address at the desk.
    async fn recorded(&self) -> String {
        self.all_agree().await;
        assert_eq!(self.sends(7, 0, FIRST).await, "kept");
        assert_eq!(self.sends(7, 1, NEXT).await, "kept");
        self.caller_agrees("no").await;
        let kept = self.looked_after().await;
        format!("{}/recordings/{}", self.page, kept.recordings[0].id)
    }
}

#[tokio::test]
async fn nothing_is_recorded_before_everybody_in_the_call_agreed_and_anybody_ends_it() {
    let call = called(peopled().await).await;
    let stands = async || (call.at_caller().await, call.at_agent().await);
    let (caller, agent) = stands().await;
    assert_eq!(
        (&caller["state"], &caller["records"]),
        (&"off".into(), &false.into())
    );
    assert_eq!(
        (&agent["state"], &agent["records"]),
        (&"off".into(), &true.into())
    );
    assert_eq!(call.sends(7, 0, FIRST).await, "not-agreed");
    call.staff_agrees(&call.agent, "yes").await;
    let (caller, agent) = stands().await;
    assert_eq!(
        (&caller["state"], &agent["state"]),
        (&"asked".into(), &"agreed".into())
    );
    assert_eq!(call.sends(7, 0, FIRST).await, "not-agreed");
    call.caller_agrees("yes").await;
    assert_eq!(call.at_caller().await["state"], "on");
    assert_eq!(call.sends(7, 0, FIRST).await, "kept");
    assert_eq!(call.sends(7, 0, FIRST).await, "kept", "sent twice");
    assert_eq!(call.sends(7, 2, NEXT).await, "again", "one is missing");

    // Who comes has not agreed.
    let staff = call.app.store().staff().await.unwrap();
    let id = staff.iter().find(|one| one.login == "interpreter").unwrap().id.0;
    let interpreter = Visitor::signed_in(&call.app, "interpreter").await;
    done(
        &call.agent,
        &format!("{}/ring", call.page),
        &format!("staff={id}"),
    )
    .await;
    done(&interpreter, &format!("{}/join", call.page), "").await;
    assert_eq!(call.sends(7, 1, NEXT).await, "not-agreed");
    assert_eq!(call.at_agent().await["state"], "agreed");
    call.staff_agrees(&interpreter, "yes").await;
    assert_eq!(call.sends(7, 1, NEXT).await, "again", "they agreed to what comes");
    assert_eq!(call.sends(8, 0, FIRST).await, "kept");
    assert_eq!(call.contact().await.recordings.len(), 1, "the one before is over");
    call.staff_agrees(&interpreter, "no").await;
    let (caller, agent) = stands().await;
    assert_eq!(
        (&caller["state"], &agent["state"]),
        (&"off".into(), &"off".into())
    );
    assert_eq!(call.sends(8, 1, NEXT).await, "not-agreed");
    assert_eq!(call.looked_after().await.recordings.len(), 2);
}

#[tokio::test]
async fn only_the_agent_of_the_call_sends_parts_and_only_sound() {
    let call = called(peopled().await).await;
    call.all_agree().await;
    let stranger = Visitor::anyone(&call.app);
    let agreed = stranger.form("/en/call/recording", "agrees=yes").await;
    assert_eq!(agreed.status, StatusCode::UNAUTHORIZED);
    for login in ["supervisor", "interpreter", "harbour", "planner", "administrator"] {
        let other = Visitor::signed_in(&call.app, login).await;
        let sent = other
            .send("POST", &call.part_at(7, 0).await, "audio/webm", FIRST)
            .await;
        assert!(sent.status.is_client_error(), "{login}: {}", sent.status);
        let agreed = other
            .form(&format!("{}/recording", call.page), "agrees=yes")
            .await;
        assert!(agreed.status.is_client_error(), "{login}: {}", agreed.status);
    }
    for garbage in [&b"secret words"[..], b""] {
        let sent = call
            .agent
            .send("POST", &call.part_at(7, 0).await, "audio/webm", garbage)
            .await;
        assert!(sent.status.is_client_error() && !sent.text.contains("secret words"));
    }
    let mut large = MAGIC.to_vec();
    large.resize(64 * 1024 + 1, 0);
    let sent = call
        .agent
        .send("POST", &call.part_at(7, 0).await, "audio/webm", large)
        .await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    done(&call.agent, &format!("{}/end", call.page), "why=done").await;
    let late = call
        .agent
        .send("POST", &call.part_at(7, 0).await, "audio/webm", FIRST)
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(call.looked_after().await.recordings.is_empty());
}

#[tokio::test]
async fn a_recording_is_kept_sealed_and_opens_in_its_own_place_alone() {
    let call = called(peopled().await).await;
    call.recorded().await;
    let contact = call.contact().await;
    let recording = &contact.recordings[0];
    let kept = call
        .app
        .store()
        .file(&contact, recording.id)
        .await
        .unwrap()
        .unwrap();
    let holds = |part: &[u8]| kept.windows(part.len()).any(|window| window == part);
    assert!(!holds(FIRST) && !holds(NEXT) && !holds(b"sea"));
    let (reference, take) = (contact.reference, recording.take);
    let sound = opened(&call.app, reference, take, &kept).unwrap();
    assert_eq!(sound, [FIRST, NEXT].concat());
    assert_eq!(opened(&call.app, reference, take + 1, &kept), None);
    let other = Reference::from_random([7; 7]);
    assert_eq!(opened(&call.app, other, take, &kept), None);
    let (mut changed, half) = (kept.clone(), &kept[..kept.len() - 1]);
    changed[40] ^= 1;
    assert_eq!(opened(&call.app, reference, take, &changed), None);
    assert_eq!(opened(&call.app, reference, take, half), None);
    let first = u32::from_be_bytes(kept[..4].try_into().unwrap()) as usize + 4;
    let turned = [&kept[first..], &kept[..first]].concat();
    assert_eq!(
        opened(&call.app, reference, take, &turned),
        None,
        "in their order"
    );
    assert_eq!(PURPOSE, "recording", "its keys follow from it");
}

#[tokio::test]
async fn who_may_hear_a_recording_hears_it_and_the_journal_says_so() {
    let call = called(peopled().await).await;
    let address = call.recorded().await;
    let agent = call.agent.get(&address).await;
    assert_eq!((agent.status, agent.text.len() > 4), (StatusCode::OK, true));
    let supervisor = Visitor::signed_in(&call.app, "supervisor").await;
    assert_eq!(supervisor.get(&address).await.status, StatusCode::OK);
    let shown = supervisor.get(&call.page).await.text;
    assert!(shown.contains(&format!("src=\"{address}\"")), "{shown}");
    for login in ["interpreter", "harbour", "planner", "administrator"] {
        let other = Visitor::signed_in(&call.app, login).await;
        let got = other.get(&address).await;
        assert!(got.status.is_client_error(), "{login}: {}", got.status);
    }
    // Who asks whether it is there has not heard it.
    let asked = call.agent.send("HEAD", &address, "", "").await;
    assert_eq!(asked.status, StatusCode::METHOD_NOT_ALLOWED);
    let none = format!("{}/recordings/1", call.page);
    assert_eq!(call.agent.get(&none).await.status, StatusCode::NOT_FOUND);

    // Who called sees it on the page of their case, and has it.
    call.caller.get("/en/call/now?after=0&seen=0").await;
    let contact = call.contact().await;
    let told = call.caller.get("/en/call/now?after=0&seen=0").await;
    let cookie = told.cookie.unwrap_or_default();
    let mine = Visitor {
        cookie: format!("{}; {}", call.caller.cookie, cookie.split(';').next().unwrap()),
        ..Visitor::anyone(&call.app)
    };
    let follow = mine.get(&format!("/en/follow/{}", contact.case)).await.text;
    assert!(follow.contains("kept until"), "{follow}");
    let own = format!(
        "/en/chat/{}/recordings/{}/{}",
        contact.case, contact.reference, contact.recordings[0].id
    );
    assert!(follow.contains(&own), "{follow}");
    assert_eq!(mine.get(&own).await.status, StatusCode::OK);
    assert_eq!(
        Visitor::anyone(&call.app).get(&own).await.status,
        StatusCode::UNAUTHORIZED
    );
    let journal = call
        .app
        .store()
        .journal_of::<Contact>(contact.key(), &worker())
        .await;
    let journal = journal.unwrap().unwrap();
    let heard: Vec<bool> = journal
        .iter()
        .filter(|one| matches!(one.event.event, ContactEvent::Listened { .. }))
        .map(|one| matches!(one.event.actor, Actor::Staff { .. }))
        .collect();
    assert_eq!(
        heard,
        [true, true, false],
        "the agent, the supervisor, who called"
    );
    let page = call.agent.get(&call.page).await.text;
    assert_eq!(page.matches("Recording played or saved").count(), 3, "{page}");
}

#[tokio::test]
async fn what_was_recorded_before_a_no_is_not_kept_after_the_next_yes() {
    let app = app_ticking();
    settle(&app).await;
    let call = called(app).await;
    call.all_agree().await;
    let before = call.at_agent().await["agreed"].as_str().unwrap().to_owned();
    // The agent's line is gone; meanwhile the caller takes it back, and agrees anew when asked.
    call.caller_agrees("no").await;
    call.all_agree().await;
    let (first, next) = (call.part_of(7, 0, &before), call.part_of(7, 1, &before));
    assert_eq!(call.sends_to(&first, FIRST).await, "again");
    assert_eq!(call.sends_to(&next, NEXT).await, "again");
    assert_eq!(call.sends(8, 0, FIRST).await, "kept");
}

#[tokio::test]
async fn a_city_that_keeps_no_recordings_asks_nobody() {
    let mut city = city();
    city.hotline.recording_kept_days = None;
    let app = app_of(city, None);
    settle(&app).await;
    let call = called(app).await;
    assert_eq!(
        (call.at_caller().await, call.at_agent().await),
        (Value::Null, Value::Null)
    );
    for shown in [
        call.caller.get("/en/call").await.text,
        call.agent.get(&call.page).await.text,
    ] {
        assert!(!shown.contains("data-recording"), "{shown}");
    }
    let agreed = call.caller.form("/en/call/recording", "agrees=yes").await;
    assert_eq!(agreed.status, StatusCode::NOT_FOUND);
    let sent = call
        .agent
        .send("POST", &call.part_at(7, 0).await, "audio/webm", FIRST)
        .await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}
