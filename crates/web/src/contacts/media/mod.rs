//! A call with more than three, over a media server. Each browser has one line to it: what it offers comes here, and the server's
//! answer goes back; nobody but this platform speaks to the server itself. Room, pin and session follow from the contact and from
//! who it is under the installation's secret, so that any node lets anybody in, keeps them there and puts them out.

#[cfg(test)]
mod tests;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::contacts::{Contact, MESH_MAX};
use domain::receipts::Reference;
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::contacts::{Peer, SignalError};

use super::HOTLINE;
use super::call::Ticket;
use super::signalling::{Has, SIGNAL_MAX, json};
use crate::kit::app::App;
use crate::kit::desk::{Answer, Desk};
use crate::kit::error::Error;
use crate::kit::mixer::Room;

/// How a session description begins (RFC 8866).
const BEGINS: &str = "v=0";
/// A positive number that every reader of JSON keeps to the last digit.
const BITS: u32 = 53;

fn number(hash: &[u8]) -> u64 {
    let bytes: [u8; 8] = std::array::from_fn(|at| hash[at]);
    (u64::from_be_bytes(bytes) >> (u64::BITS - BITS)).max(1)
}

fn room(app: &App, contact: Reference) -> Room {
    let hash = app.secret().hash("media-room", &[contact.to_string().as_bytes()]);
    let (first, rest) = hash.split_at(8);
    let (secret, pin) = rest.split_at(12);
    Room {
        number: number(first),
        secret: hex::encode(secret),
        pin: hex::encode(pin),
    }
}

fn session(app: &App, contact: Reference, peer: Peer) -> u64 {
    let who = peer.number().to_be_bytes();
    let parts = [contact.to_string().into_bytes(), who.to_vec()];
    number(&app.secret().hash("media-session", &[&parts[0], &parts[1]]))
}

/// Whether that call goes over the media server now: while there are more than three, and not longer.
pub(super) fn is_mixed(app: &App, contact: &Contact) -> bool {
    app.options().mixer.is_some() && contact.in_call() > MESH_MAX
}

/// How sound goes in a call with more than three, as its pages are told; `None`: from each to each, as it is meant.
pub(super) fn way(app: &App, contact: &Contact) -> Option<&'static str> {
    let is_many = contact.in_call() > MESH_MAX;
    is_many.then_some(if is_mixed(app, contact) {
        "mixed"
    } else {
        "crowded"
    })
}

/// A page of that call asks how it stands: so it is there. Whoever has left since it asked last is put out.
pub(super) fn follow(app: &App, contact: &Contact, me: Peer, has: &Has) {
    let Some(mixer) = &app.options().mixer else {
        return;
    };
    if is_mixed(app, contact) {
        mixer.stays(session(app, contact.reference, me));
    }
    // Where there never were more than three, nobody was there.
    if has.seen == contact.version || contact.people.len() < MESH_MAX {
        return;
    }
    for party in &contact.people {
        let peer = Peer::Staff(party.staff);
        if !peer.is_in(contact) {
            mixer.leaves(session(app, contact.reference, peer));
        }
    }
}

/// What a browser offers.
#[derive(Debug, Deserialize)]
struct Offers {
    /// Whose call, for staff.
    #[serde(default)]
    contact: String,
    offer: String,
}

#[derive(Debug, Serialize)]
struct Answers {
    answer: String,
}

impl Offers {
    fn read(body: &[u8]) -> Result<Self, Error> {
        if body.len() > 2 * SIGNAL_MAX {
            return Err(Error::TooLarge);
        }
        let offers: Self =
            serde_json::from_slice(body).map_err(|_| Error::Malformed("no offer".to_owned()))?;
        if offers.offer.len() > SIGNAL_MAX {
            return Err(Error::TooLarge);
        }
        if !offers.offer.starts_with(BEGINS) {
            return Err(Error::Malformed("no session description".to_owned()));
        }
        Ok(offers)
    }

    async fn answer(&self, app: &App, contact: &Contact, me: Peer) -> Result<Response, Error> {
        let mixer = app.options().mixer.as_ref().ok_or(Error::NotFound)?;
        if !is_mixed(app, contact) {
            return Err(Error::Conflict);
        }
        match app.store().open_room(contact, me, app.now()).await {
            Ok(()) => {}
            Err(SignalError::NotThere) => return Err(Error::Conflict),
            Err(SignalError::TooMany) => return Err(Error::TooMany { retry_after: 60 }),
            Err(SignalError::Store(error)) => return Err(error.into()),
        }
        let session = session(app, contact.reference, me);
        let room = room(app, contact.reference);
        let joined = mixer.join(&room, session, &self.offer);
        // The page goes on as it was, and tries again.
        let answer = joined.await.map_err(|_| Error::Unavailable)?;
        // Whoever was put out meanwhile stays out.
        let now = app.store().called(contact.reference, contact.case).await?;
        if now.as_ref().is_some_and(|now| me.is_in(now)) {
            return Ok(json(&Answers { answer }));
        }
        mixer.leaves(session);
        if now.is_none_or(|now| !now.state.is_live()) {
            // It may have been closed already, and made anew by this. What fails goes when the server starts again.
            let _ = mixer.close(&room).await;
        }
        Err(Error::Conflict)
    }
}

/// `POST /{lang}/call/media`: what the caller's browser offers the media server; gives its answer.
pub(super) async fn offer(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let offers = Offers::read(&body)?;
    let ticket = Ticket::held(&app, &headers).ok_or(Error::WrongReceipt)?;
    let contact = ticket.contact(&app).await?.ok_or(Error::Conflict)?;
    offers.answer(&app, &contact, Peer::Caller).await
}

/// `POST /desk/hotline/media`: as [`offer`], for staff in that call.
pub(super) async fn desk_offer(desk: Desk, body: Bytes) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let offers = Offers::read(&body)?;
    let contact: Contact = desk.record(&offers.contact).await?;
    let me = Peer::Staff(desk.staff.id);
    Ok(offers.answer(&desk.app, &contact, me).await?)
}

/// Closes the rooms of calls that are over. What the media server does not do now is done the next time, and keeps no other room.
///
/// # Errors
/// As reading and writing have.
pub async fn close_rooms(app: &App) -> Result<(), StoreError> {
    let Some(mixer) = &app.options().mixer else {
        return Ok(());
    };
    for contact in app.store().rooms_left().await? {
        if mixer.close(&room(app, contact)).await.is_ok() {
            app.store().room_closed(contact).await?;
        }
    }
    Ok(())
}
