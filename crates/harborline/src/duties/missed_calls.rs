//! Settles calls of the telephone exchange whose records did not arrive: it sends each once, whoever listens or not. Its console
//! lists them; an exchange without a console has no such list, and is asked again all the same.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;
use web::App;
use web::exchange::{Call, Ended, settle};

use super::{Duty, Wake};
use crate::config::Missed;
use crate::engines::line::{Failure, Line, ask};

const EVERY: Duration = Duration::from_mins(5);
/// What is older is no call that was missed just now: an exchange that is new here has a past of its own.
const AGE_MAX: SignedDuration = SignedDuration::from_hours(24);
const LIMIT: Duration = Duration::from_secs(20);
/// So many of the last calls are looked at: those of a quarter of an hour, where many call.
const LAST: u32 = 100;

pub struct MissedCalls {
    app: App,
    list: List,
    /// It was said that there is no list.
    said: bool,
}

/// The console's list of calls.
struct List {
    line: Line,
    key: Option<SecretString>,
}

/// A page of the console's list, as far as it is read.
#[derive(Deserialize)]
struct Listed {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    call_id: String,
    started_at: Timestamp,
    #[serde(default)]
    answer_time: Option<Timestamp>,
    #[serde(default)]
    ended_at: Option<Timestamp>,
    #[serde(default)]
    caller_uri: Option<String>,
    #[serde(default)]
    callee_uri: Option<String>,
    #[serde(default)]
    rewrite: Rewrite,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rewrite {
    callee: Side,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Side {
    original: Option<String>,
}

impl Item {
    /// `None`: it goes on.
    fn call(self) -> Option<Call> {
        Some(Call {
            id: self.call_id,
            from: self.caller_uri.unwrap_or_default(),
            dialled: self.rewrite.callee.original.unwrap_or_default(),
            to: self.callee_uri.unwrap_or_default(),
            began_at: self.started_at,
            answered_at: self.answer_time,
            ended_at: self.ended_at?,
            // The list does not say who ended it.
            ended: Ended::Broken,
        })
    }
}

impl MissedCalls {
    pub fn new(app: App, missed: &Missed) -> anyhow::Result<Self> {
        Ok(Self {
            app,
            list: List::of(missed)?,
            said: false,
        })
    }
}

impl List {
    fn of(missed: &Missed) -> anyhow::Result<Self> {
        Ok(Self {
            line: Line::new(&missed.url, LIMIT)?,
            key: missed.key.clone(),
        })
    }

    /// # Errors
    /// As the line has; [`Failure::Wrong`] when the answer is no list.
    async fn last(&self) -> Result<Vec<Item>, Failure> {
        // The console reads what is asked of a list from the body, also of a GET.
        let asked = json!({"page": 1, "per_page": LAST, "per_page_max": LAST, "filters": {}, "sort": "started_at_desc"});
        let mut request = self.line.get("call-records").json(&asked);
        if let Some(key) = &self.key {
            request = request.bearer_auth(key.expose_secret());
        }
        let answer = ask(request, Instant::now() + LIMIT).await?;
        let listed: Listed =
            serde_json::from_slice(&answer).map_err(|_| Failure::Wrong("its answer is no list of calls"))?;
        Ok(listed.items)
    }
}

impl Duty for MissedCalls {
    const NAME: &'static str = "missed-calls";
    const EVERY: Option<Duration> = Some(EVERY);

    async fn round(&mut self, _: Wake) -> anyhow::Result<()> {
        let Some(exchange) = &self.app.options().exchange else {
            return Ok(());
        };
        let items = match self.list.last().await {
            Ok(items) => items,
            Err(Failure::Status(StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)) => {
                if !self.said {
                    tracing::warn!("the exchange lists no calls: was it built without its console?");
                    self.said = true;
                }
                return Ok(());
            }
            // It is asked again soon.
            Err(failure) => {
                tracing::info!(%failure, "the exchange's list of calls is not there");
                return Ok(());
            }
        };
        let oldest = self.app.now() - AGE_MAX;
        let calls = items.into_iter().filter_map(Item::call);
        for call in calls.filter(|call| call.ended_at > oldest) {
            // One that cannot be settled keeps no other waiting.
            if let Err(error) = settle(&self.app, exchange, &call).await {
                tracing::warn!(?error, "a call is not settled");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::Json;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::get;
    use serde_json::Value;

    use super::*;

    /// As `build_record_payload` of RustPBX 0.5.0 lists a call: what is read here, and some of the rest.
    fn listed() -> Value {
        json!({
            "page": 1, "per_page": 100, "total_pages": 1, "total_items": 2, "summary": {},
            "items": [
                {
                    "id": 2, "call_id": "2@127.0.0.1", "direction": "internal", "status": "completed", "from": "sipp",
                    "caller_uri": "sip:sipp@127.0.0.1:9471", "callee_uri": "sip:lin@pbx.example", "duration_secs": 1,
                    "started_at": "2026-11-27T15:01:29.132396679+00:00", "ring_time": null,
                    "answer_time": "2026-11-27T15:01:29.135617055+00:00",
                    "ended_at": "2026-11-27T15:01:30.643565222+00:00", "hangup_reason": null,
                    "rewrite": {
                        "caller": {"original": "sip:sipp@127.0.0.1:9471", "final": "sip:sipp@127.0.0.1:9471"},
                        "callee": {"original": "sip:hotline@127.0.0.1:9460", "final": "sip:lin@pbx.example"},
                        "contact": null, "destination": null
                    }
                },
                {
                    "id": 3, "call_id": "3@127.0.0.1", "caller_uri": null, "callee_uri": null,
                    "started_at": "2026-11-27T15:02:00+00:00", "answer_time": null, "ended_at": null,
                    "rewrite": {"callee": {"original": null, "final": null}}
                }
            ]
        })
    }

    async fn console() -> Missed {
        let answer = async |headers: HeaderMap, Json(asked): Json<Value>| {
            if headers
                .get("authorization")
                .is_none_or(|given| given != "Bearer token")
            {
                return Err(StatusCode::UNAUTHORIZED);
            }
            assert_eq!((&asked["page"], &asked["per_page"]), (&json!(1), &json!(100)));
            Ok(Json(listed()))
        };
        let router = axum::Router::new().route("/api/call-records", get(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Missed {
            url: format!("http://{address}/api").parse().unwrap(),
            key: Some("token".into()),
        }
    }

    #[tokio::test]
    async fn calls_that_are_over_are_read_from_the_list_of_the_console() {
        let missed = console().await;
        let items = List::of(&missed).unwrap().last().await.unwrap();
        let calls: Vec<Call> = items.into_iter().filter_map(Item::call).collect();
        let [call] = &calls[..] else { panic!("{calls:?}") };
        assert_eq!(
            (call.id.as_str(), call.dialled.as_str(), call.to.as_str()),
            ("2@127.0.0.1", "sip:hotline@127.0.0.1:9460", "sip:lin@pbx.example")
        );
        assert_eq!(
            call.answered_at.unwrap().to_string(),
            "2026-11-27T15:01:29.135617055Z"
        );
    }

    #[tokio::test]
    async fn an_exchange_without_a_list_or_with_another_token_says_so() {
        let missed = console().await;
        let other = Missed {
            key: None,
            url: missed.url.clone(),
        };
        let refused = List::of(&other).unwrap().last().await.err();
        assert_eq!(refused, Some(Failure::Status(StatusCode::UNAUTHORIZED)));
        let mut elsewhere = missed.url.clone();
        elsewhere.set_path("/nothing");
        let none = List::of(&Missed {
            url: elsewhere,
            ..missed
        })
        .unwrap()
        .last()
        .await
        .err();
        assert_eq!(none, Some(Failure::Status(StatusCode::NOT_FOUND)));
    }
}
