//! What changes, as it changes: only which record and its version. The pages fetch what they show themselves.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::journaled::Journaled as _;
use domain::people::Member;
use futures::stream;
use serde_json::json;
use store::people::{Session, session_of};
use store::{Heard, Subscription};
use tokio::time::Instant;

use crate::app::App;
use crate::cookies;
use crate::desk::{Desk, Fault};
use crate::error::Error;
use crate::session::{self, TOKEN};

/// After this the browser asks again.
const LASTS: Duration = Duration::from_mins(10);
/// How often it is looked whether the session goes on: what another process does on SQLite is not heard here.
const LOOKS_EVERY: Duration = Duration::from_secs(20);

struct Listener {
    desk: Desk,
    /// The stream of whoever listens.
    own: String,
    changes: Subscription,
    token: String,
    /// The name of the session.
    session: String,
    until: Instant,
    look_at: Instant,
}

impl Listener {
    /// Whether the session does. To be told of changes is no use of it.
    async fn goes_on(&mut self) -> bool {
        self.look_at = Instant::now() + LOOKS_EVERY;
        // Whether it does, nobody can tell while the database does not answer.
        !matches!(session::look(&self.desk.app, &self.token).await, Ok(None))
    }

    /// The next change that this member of staff may hear of.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let due = self.until.min(self.look_at);
            let Ok(heard) = tokio::time::timeout_at(due, self.changes.next()).await else {
                if self.until <= due || !self.goes_on().await {
                    return None;
                }
                continue;
            };
            let changed = match heard? {
                Heard::Missed if self.goes_on().await => {
                    return Some(Event::default().event("missed").data("{}"));
                }
                Heard::Missed => return None,
                Heard::Changed(changed) => changed,
            };
            let of_session = session_of(&changed).is_some_and(|(_, name)| name == self.session);
            if of_session || changed.stream == self.own {
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

/// So long until a session ends by itself.
pub fn left(app: &App, session: &Session) -> Duration {
    Duration::try_from(session.ends_at.duration_since(app.now())).unwrap_or_default()
}

/// `GET /desk/live`
pub async fn listen(desk: Desk, headers: HeaderMap) -> Result<Response, Fault> {
    // Before it is looked at, or its end in between would not be heard.
    let changes = desk.app.store().bus().subscribe();
    let token = cookies::get(&desk.app, &headers, TOKEN).ok_or(Error::SignIn)?;
    let session = session::look(&desk.app, token).await?.ok_or(Error::SignIn)?;
    let listener = Listener {
        own: format!("{}/{}", Member::PREFIX, desk.staff.id),
        token: token.to_owned(),
        until: Instant::now() + LASTS.min(left(&desk.app, &session)),
        look_at: Instant::now() + LOOKS_EVERY,
        session: session.name,
        desk,
        changes,
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
