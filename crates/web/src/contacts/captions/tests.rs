//! Nobody's sound reaches an engine before everybody in the call agreed: a made-up one counts what it hears.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use domain::Lang;
use futures::future::BoxFuture;
use language::speech::{self, Speech, Transcribed, Transcribers};
use language::translate::{self, Translated, Translator};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::super::tests::{done, ringing};
use crate::kit::app::App;
use crate::testing::{Visitor, app_hearing, settle};

/// Hears the same in everything, as often as it may.
#[derive(Clone)]
struct Shell {
    heard: Arc<AtomicUsize>,
    may: Arc<Semaphore>,
}

impl Shell {
    fn new(times: usize) -> Self {
        Self {
            heard: Arc::default(),
            may: Arc::new(Semaphore::new(times)),
        }
    }

    fn count(&self) -> usize {
        self.heard.load(Ordering::Relaxed)
    }
}

impl Speech for Shell {
    fn name(&self) -> &'static str {
        "shell"
    }

    fn hears(&self, language: Lang) -> bool {
        language != Lang::RU
    }

    fn transcribe<'a>(
        &'a self,
        request: &'a speech::Request,
    ) -> BoxFuture<'a, Result<Transcribed, speech::Unavailable>> {
        self.heard.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            self.may.acquire().await.unwrap().forget();
            Ok(Transcribed {
                text: "I hear the sea".to_owned(),
                language: request.language.or(Some(Lang::ZH)),
                ..Transcribed::default()
            })
        })
    }
}

/// Says in every language that it is the sea.
struct Sea;

impl Translator for Sea {
    fn name(&self) -> &'static str {
        "sea"
    }

    fn has(&self, _: Lang, _: Lang) -> bool {
        true
    }

    fn translate<'a>(
        &'a self,
        request: &'a translate::Request,
    ) -> BoxFuture<'a, Result<Translated, translate::Unavailable>> {
        Box::pin(async move {
            Ok(Translated {
                text: format!("the sea in {}", request.to),
                ..Translated::default()
            })
        })
    }
}

const PIECE: &[u8] = b"RIFF\x04\0\0\0WAVEfmt ";

struct Called {
    app: App,
    caller: Visitor,
    agent: Visitor,
    /// Of the contact, at the desk.
    page: String,
}

/// A call that the agent has answered, and that this engine may listen to.
async fn called(shell: &Shell) -> Called {
    let transcribers = Transcribers::default().then(shell.clone(), Duration::from_secs(5));
    let app = app_hearing(transcribers, |all| all.then(Sea, Duration::from_secs(1)));
    settle(&app).await;
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
    async fn sends(&self, who: &Visitor, path: &str) -> Value {
        let sent = who.send("POST", path, "audio/webm", PIECE).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
        sent.json()["became"].clone()
    }

    async fn caller_says(&self) -> Value {
        self.sends(&self.caller, "/en/call/heard").await
    }

    async fn agent_says(&self) -> Value {
        self.sends(&self.agent, &self.hear_at()).await
    }

    fn hear_at(&self) -> String {
        let reference = self.page.rsplit('/').next().unwrap();
        format!("/desk/hotline/heard?contact={reference}")
    }

    async fn caller_agrees(&self, agrees: &str) {
        let form = format!("agrees={agrees}");
        let sent = self.caller.form("/en/call/captions", &form).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text);
    }

    async fn staff_agrees(&self, who: &Visitor) {
        let sent = who.form(&format!("{}/captions", self.page), "agrees=yes").await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text);
    }

    /// What the caller's page is told.
    async fn at_caller(&self) -> Value {
        let now = self.caller.get("/en/call/now?after=0&seen=0").await;
        now.json()["captions"].clone()
    }

    async fn at_agent(&self) -> Value {
        let now = self
            .agent
            .get(&format!("{}/call?after=0&seen=0", self.page))
            .await;
        now.json()["captions"].clone()
    }
}

#[tokio::test]
async fn nothing_is_heard_before_everybody_in_the_call_agreed() {
    let shell = Shell::new(100);
    let call = called(&shell).await;
    assert_eq!(call.at_caller().await["state"], "off");
    for says in [call.caller_says().await, call.agent_says().await] {
        assert_eq!(says, "not-agreed");
    }
    call.caller_agrees("yes").await;
    assert_eq!(call.at_caller().await["state"], "agreed");
    assert_eq!(call.at_agent().await["state"], "asked");
    assert_eq!(
        call.caller_says().await,
        "not-agreed",
        "their own yes is not enough"
    );
    assert_eq!(call.agent_says().await, "not-agreed");
    assert_eq!(shell.count(), 0);

    call.staff_agrees(&call.agent).await;
    assert_eq!(call.caller_says().await, "heard");
    assert_eq!(shell.count(), 1);
    let seen = call.at_caller().await;
    assert_eq!(seen["state"], "on");
    assert_eq!(seen["lines"][0]["from"], 0);
    assert_eq!(seen["lines"][0]["said"]["text"], "I hear the sea");
    // The agent of this city reads English, too, as the caller speaks it.
    assert_eq!(seen["lines"][0]["into"], json!([]));
    assert_eq!(call.agent_says().await, "heard");
    let seen = call.at_caller().await;
    assert_eq!(seen["lines"][1]["said"]["tag"], "zh-Hans");
    assert_eq!(seen["lines"][1]["into"][0]["text"], "the sea in en");
    assert_eq!(
        call.at_agent().await["lines"][1]["said"]["text"],
        "I hear the sea"
    );

    call.caller_agrees("no").await;
    for says in [call.caller_says().await, call.agent_says().await] {
        assert_eq!(says, "not-agreed");
    }
    assert_eq!(shell.count(), 2);
    assert_eq!(call.at_agent().await["lines"], json!([]));
}

#[tokio::test]
async fn whoever_comes_stops_captions_until_they_agree() {
    let shell = Shell::new(100);
    let call = called(&shell).await;
    call.caller_agrees("yes").await;
    call.staff_agrees(&call.agent).await;
    assert_eq!(call.caller_says().await, "heard");
    let interpreter = Visitor::signed_in(&call.app, "interpreter").await;
    // Not before they are in the call.
    let early = interpreter
        .form(&format!("{}/captions", call.page), "agrees=yes")
        .await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    let staff = call.app.store().staff().await.unwrap();
    let id = staff.iter().find(|one| one.login == "interpreter").unwrap().id.0;
    done(
        &call.agent,
        &format!("{}/ring", call.page),
        &format!("staff={id}"),
    )
    .await;
    let rung = interpreter
        .form(&format!("{}/captions", call.page), "agrees=yes")
        .await;
    assert_eq!(rung.status, StatusCode::CONFLICT);
    done(&interpreter, &format!("{}/join", call.page), "").await;
    assert_eq!(call.caller_says().await, "not-agreed");
    assert_eq!(call.sends(&interpreter, &call.hear_at()).await, "not-agreed");
    assert_eq!(shell.count(), 1);
    call.staff_agrees(&interpreter).await;
    assert_eq!(call.sends(&interpreter, &call.hear_at()).await, "heard");
    assert_eq!(shell.count(), 2);
}

#[tokio::test]
async fn what_is_taken_back_while_an_engine_listens_is_not_handed_on() {
    let shell = Shell::new(0);
    let call = called(&shell).await;
    call.caller_agrees("yes").await;
    call.staff_agrees(&call.agent).await;
    let during = async {
        while shell.count() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // One piece of each at a time: what comes meanwhile is dropped, and not queued.
        assert_eq!(call.caller_says().await, "busy");
        call.caller_agrees("no").await;
        shell.may.add_permits(1);
    };
    let (says, ()) = tokio::join!(call.caller_says(), during);
    assert_eq!(says, "not-agreed");
    assert_eq!(shell.count(), 1);
    call.caller_agrees("yes").await;
    assert_eq!(call.at_caller().await["lines"], json!([]));
    shell.may.add_permits(1);
    assert_eq!(call.caller_says().await, "heard", "their turn is free again");
}

#[tokio::test]
async fn only_who_is_in_the_call_sends_sound_and_only_sound() {
    let shell = Shell::new(100);
    let call = called(&shell).await;
    call.caller_agrees("yes").await;
    call.staff_agrees(&call.agent).await;
    let stranger = Visitor::anyone(&call.app);
    let sent = stranger.send("POST", "/en/call/heard", "audio/webm", PIECE).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    for login in ["supervisor", "interpreter", "harbour", "planner", "administrator"] {
        let other = Visitor::signed_in(&call.app, login).await;
        for (path, body) in [
            (call.hear_at(), PIECE),
            (format!("{}/captions", call.page), &b"agrees=yes"[..]),
        ] {
            let kind = "application/x-www-form-urlencoded";
            let sent = other.send("POST", &path, kind, body).await;
            assert!(sent.status.is_client_error(), "{login}: {}", sent.status);
        }
    }
    let garbage = call
        .caller
        .send("POST", "/en/call/heard", "audio/webm", "secret words")
        .await;
    assert!(garbage.status.is_client_error() && !garbage.text.contains("secret words"));
    let large = vec![0; 256 * 1024 + 1];
    let large = call
        .caller
        .send("POST", "/en/call/heard", "audio/webm", large)
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(shell.count(), 0);
    done(&call.agent, &format!("{}/end", call.page), "why=done").await;
    let late = call
        .caller
        .send("POST", "/en/call/heard", "audio/webm", PIECE)
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(shell.count(), 0);
}

#[tokio::test]
async fn where_nothing_listens_to_the_callers_language_captions_are_not_offered() {
    let app = crate::testing::peopled().await;
    let caller = ringing(&app).await;
    let agent = Visitor::signed_in(&app, "agent").await;
    let room = agent.get("/desk/hotline").await.text;
    let (before, _) = room.split_once("/answer\"").unwrap();
    let page = before.rsplit('"').next().unwrap().to_owned();
    done(&agent, &format!("{page}/answer"), "").await;
    let now = caller.get("/en/call/now?after=0&seen=0").await.json();
    assert_eq!(
        (&now["state"], &now["captions"]),
        (&json!("talking"), &Value::Null)
    );
    let agreed = caller.form("/en/call/captions", "agrees=yes").await;
    assert_eq!(agreed.status, StatusCode::NOT_FOUND);
}
