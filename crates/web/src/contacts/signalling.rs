//! What the browsers in a call need of the server: who is in it, what each told another, and servers that help them find a way.
//! A page asks with the number it has seen last and is answered when there is more, from rows, so that any node answers it.

use std::time::Duration;

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::contacts::{Contact, Kind, Part, State as Stands};
use domain::journaled::Journaled as _;
use domain::people::Member;
use domain::receipts::Reference;
use domain::roles::StaffId;
use serde::{Deserialize, Serialize};
use store::contacts::{Peer, QUEUE, SignalError, line};
use store::people::session_of;
use store::{Heard, StoreError, Subscription};
use tokio::time::Instant;

use super::captions::CaptionsView;
use super::media;
use super::recording::RecordingView;
use crate::kit::app::App;
use crate::kit::error::Error;
use crate::kit::page::Page;

/// The most that one browser tells another at once, in bytes.
pub(super) const SIGNAL_MAX: usize = 64 * 1024;
/// A page that nothing happens on is answered after so long, and asks again.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a page has seen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Has {
    /// Number of the last signal.
    pub after: u64,
    /// Version of the contact; 0: it rings.
    pub seen: u64,
    /// A call-back was offered.
    pub offered: u8,
    /// Number of the last caption.
    pub heard: u64,
    /// How captions stood.
    pub captions: String,
    /// How a recording stood.
    pub recording: String,
}

/// Somebody else in the call.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct PeerView {
    /// The caller is 0.
    id: i64,
    name: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SignalView {
    seq: u64,
    from: i64,
    data: String,
}

/// How a call stands.
#[derive(Debug, Default, Serialize)]
pub(super) struct CallView {
    /// `none`, `closed`, `waiting`, `talking` or `over`.
    pub state: &'static str,
    /// Of the contact.
    pub version: u64,
    pub peers: Vec<PeerView>,
    pub signals: Vec<SignalView>,
    /// Number of the last signal that there is.
    pub last: u64,
    /// A call-back is offered.
    pub offered: bool,
    /// Where its case is followed, for who called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<String>,
    /// With more than three: `mixed`, over the media server, or `crowded`, without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<&'static str>,
    /// Where they can be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions: Option<CaptionsView>,
    /// Where calls may be recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<RecordingView>,
}

impl CallView {
    /// Nothing in it that the page has not seen.
    pub fn is_old(&self, has: &Has) -> bool {
        let captions = self.captions.as_ref();
        let recording = self.recording.as_ref();
        self.signals.is_empty()
            && self.version == has.seen
            && self.offered == (has.offered > 0)
            && captions.is_none_or(|captions| captions.is_old(has))
            && recording.is_none_or(|recording| recording.is_old(has))
    }

    /// Of a call that has begun, as one of those in it sees it.
    pub async fn of(
        page: &Page,
        contact: &Contact,
        me: Peer,
        has: &Has,
        name: impl Fn(Peer, Option<Part>) -> String,
    ) -> Result<Self, StoreError> {
        let talking = contact.kind == Kind::Call && contact.state == Stands::Talking;
        let mut view = Self {
            state: match contact.state {
                Stands::Waiting => "waiting",
                Stands::Talking => "talking",
                Stands::WrappingUp | Stands::Ended => "over",
            },
            version: contact.version,
            last: has.after,
            ..Self::default()
        };
        if !talking || !me.is_in(contact) {
            return Ok(view);
        }
        let caller = std::iter::once((Peer::Caller, None));
        let staff = contact
            .present()
            .map(|party| (Peer::Staff(party.staff), Some(party.part)));
        view.peers = caller
            .chain(staff)
            .filter(|(peer, _)| *peer != me)
            .map(|(peer, part)| PeerView {
                id: peer.number(),
                name: name(peer, part),
            })
            .collect();
        view.media = media::way(&page.app, contact);
        media::follow(&page.app, contact, me, has);
        view.captions = CaptionsView::of(page, contact, me, has).await?;
        view.recording = RecordingView::of(page, contact, me).await?;
        let signals = page.app.store().signals(contact.reference, me, has.after).await?;
        view.last = signals.last().map_or(has.after, |signal| signal.seq);
        let signals = signals.into_iter().map(|signal| SignalView {
            seq: signal.seq,
            from: signal.from.number(),
            data: signal.data,
        });
        view.signals = signals.collect();
        Ok(view)
    }
}

/// Waits until something happens that a call may hear of.
pub(super) struct Ear {
    changes: Subscription,
    line: String,
    stream: String,
    queue: bool,
    until: Instant,
    /// The name of the session by which it is listened, and whose that is.
    session: Option<(StaffId, String)>,
    /// That session has ended.
    pub is_over: bool,
}

impl Ear {
    /// Hears from now on: what is read after this is not missed.
    pub fn of(app: &App, contact: Reference) -> Self {
        Self {
            changes: app.store().bus().subscribe(),
            line: line(contact),
            stream: format!("{}/{contact}", Contact::PREFIX),
            queue: true,
            until: Instant::now() + PATIENCE,
            session: None,
            is_over: false,
        }
    }

    /// It hears nothing after the end of that session.
    pub fn until_the_end_of(&mut self, staff: StaffId, session: String) {
        self.session = Some((staff, session));
    }

    /// Of one that does not ring any more, what happens in the queue is none of its business.
    pub fn only_its_own(&mut self) {
        self.queue = false;
    }

    /// False: nothing happened for so long that the page is answered.
    pub async fn hears(&mut self) -> bool {
        loop {
            match tokio::time::timeout_at(self.until, self.changes.next()).await {
                Err(_) | Ok(None) => return false,
                Ok(Some(Heard::Missed)) => return true,
                Ok(Some(Heard::Changed(changed))) => {
                    if let Some((staff, session)) = &self.session {
                        self.is_over = session_of(&changed).is_some_and(|(_, ended)| ended == session);
                        // They may be here no more, or not as they were: the page asks again.
                        if self.is_over || changed.of::<Member>() == Some(*staff) {
                            return false;
                        }
                    }
                    let stream = &changed.stream;
                    if *stream == self.line || *stream == self.stream || self.queue && stream == QUEUE {
                        return true;
                    }
                }
            }
        }
    }
}

/// What one browser tells another.
#[derive(Debug, Deserialize)]
pub(super) struct Tells {
    /// Whose call, for staff.
    #[serde(default)]
    pub contact: String,
    pub to: i64,
    pub data: String,
}

impl Tells {
    pub fn read(body: &[u8]) -> Result<Self, Error> {
        if body.len() > 2 * SIGNAL_MAX {
            return Err(Error::TooLarge);
        }
        // What is wrong with it may hold what it says.
        let tells: Self =
            serde_json::from_slice(body).map_err(|_| Error::Malformed("no signal".to_owned()))?;
        if tells.data.len() > SIGNAL_MAX {
            return Err(Error::TooLarge);
        }
        Ok(tells)
    }

    pub async fn tell(&self, app: &App, contact: &Contact, me: Peer) -> Result<Response, Error> {
        let told = app
            .store()
            .signal(contact, (me, Peer::of(self.to)), &self.data, app.now())
            .await;
        match told {
            Ok(()) => Ok(axum::http::StatusCode::NO_CONTENT.into_response()),
            // They have left, or the call is over: the page hears of that by itself.
            Err(SignalError::NotThere) => Err(Error::Conflict),
            Err(SignalError::TooMany) => Err(Error::TooMany { retry_after: 60 }),
            // Many wrote at once: told again, it is kept.
            Err(SignalError::Store(StoreError::Conflict)) => Err(Error::Unavailable),
            Err(SignalError::Store(error)) => Err(error.into()),
        }
    }
}

pub(super) fn json(view: &impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(view)).into_response()
}

/// Servers that help browsers find a way, as a page hands them to the browser.
pub(super) fn ice(page: &Page) -> String {
    let app = &page.app;
    let servers = app.options().turn.as_ref();
    let servers = servers.map(|turn| turn.servers(app.now(), &hex::encode(app.entropy().bytes::<8>())));
    serde_json::to_string(&servers.unwrap_or_default()).unwrap_or_default()
}
