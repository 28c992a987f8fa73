//! What changes, as it changes: only which record and its version. The pages fetch what they show themselves.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::journaled::Journaled as _;
use domain::people::Member;
use futures::stream;
use serde_json::json;
use store::{Heard, Subscription};
use tokio::time::Instant;

use crate::desk::{Desk, Fault};

/// After this the browser asks again, and who is no longer signed in hears no more.
const LASTS: Duration = Duration::from_mins(10);

struct Listener {
    desk: Desk,
    /// The stream of whoever listens.
    own: String,
    changes: Subscription,
    until: Instant,
}

impl Listener {
    /// The next change that this member of staff may hear of.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let heard = tokio::time::timeout_at(self.until, self.changes.next())
                .await
                .ok()??;
            let changed = match heard {
                Heard::Missed => return Some(Event::default().event("missed").data("{}")),
                Heard::Changed(changed) => changed,
            };
            if changed.stream == self.own {
                // Their role, their unit or their leave to be here may be another: the browser asks again.
                return None;
            }
            let store = self.desk.app.store();
            if !matches!(store.may_hear(&changed, &self.desk.actor).await, Ok(true)) {
                continue;
            }
            let data = json!({"record": changed.stream, "version": changed.seq}).to_string();
            return Some(Event::default().event("changed").data(data));
        }
    }
}

/// `GET /desk/live`
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn listen(desk: Desk) -> Result<Response, Fault> {
    let changes = desk.app.store().bus().subscribe();
    let listener = Listener {
        own: format!("{}/{}", Member::PREFIX, desk.staff.id),
        desk,
        changes,
        until: Instant::now() + LASTS,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    let first = Event::default()
        .retry(Duration::from_secs(3))
        .comment("listening");
    let events = stream::StreamExt::chain(stream::iter([Ok(first)]), events);
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(20));
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    // Proxies hold back what they think is a page.
    response
        .headers_mut()
        .insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}
