//! A call at the desk: how it stands, what browsers tell each other, and its answer.

use axum::body::Bytes;
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use domain::contacts::{Contact, Kind, Part};
use domain::receipts::Reference;
use store::OpenError;
use store::contacts::Peer;

use super::enter;
use crate::contacts::HOTLINE;
use crate::contacts::signalling::{CallView, Ear, Has, Tells, json};
use crate::kit::desk::{Answer, Desk, Fault, see_other};
use crate::kit::error::Error;
use crate::people::account::own_session;

/// `GET /desk/hotline/{reference}/call?after=&seen=`: how a call stands that one takes part in, as soon as it is otherwise than
/// the page has seen.
pub(in crate::contacts) async fn poll(
    desk: Desk,
    Path(address): Path<String>,
    Query(has): Query<Has>,
    headers: HeaderMap,
) -> Answer {
    let desk = enter(desk).await?;
    let reference = Reference::parse(&address).map_err(|_| Error::NotFound)?;
    let mut ear = Ear::of(&desk.app, reference);
    ear.only_its_own();
    ear.until_the_end_of(desk.staff.id, own_session(&desk.app, &headers));
    loop {
        let contact: Contact = desk.record(&address).await?;
        let name = |peer: Peer, part: Option<Part>| match peer {
            Peer::Caller => desk.t("contacts-part-caller").to_string(),
            Peer::Staff(_) => desk
                .tc("contacts-part", part.map_or("agent", Part::code))
                .to_string(),
        };
        let mut view = CallView::of(&desk, &contact, Peer::Staff(desk.staff.id), &has, name).await?;
        let is_in = contact.kind == Kind::Call && Peer::Staff(desk.staff.id).is_in(&contact);
        if !is_in {
            view.state = "over";
        }
        if is_in && view.is_old(&has) && ear.hears().await {
            continue;
        }
        if ear.is_over {
            return Err(Error::SignIn.into());
        }
        return Ok(json(&view));
    }
}

/// `POST /desk/hotline/signals`: what this browser tells another in a call.
pub(in crate::contacts) async fn signal(desk: Desk, body: Bytes) -> Answer {
    let desk = desk.enter(&HOTLINE)?;
    let tells = Tells::read(&body)?;
    let contact: Contact = desk.record(&tells.contact).await?;
    Ok(tells
        .tell(&desk.app, &contact, Peer::Staff(desk.staff.id))
        .await?)
}

/// Answers a call that rings, which is no contact before that; `None`: it is no such call.
pub(super) async fn answer_call(
    desk: &Desk,
    address: &str,
) -> Result<Option<axum::response::Response>, Fault> {
    let Ok(reference) = Reference::parse(address) else {
        return Ok(None);
    };
    let ctx = desk.app.context(&desk.actor);
    match desk.app.store().answer_call(&ctx, reference).await {
        Ok(answered) => Ok(answered.map(|_| see_other(&format!("{}/{reference}", HOTLINE.href)))),
        // Somebody was faster.
        Err(OpenError::KeyTaken) => Ok(Some(see_other(HOTLINE.href))),
        Err(error) => Err(Error::from(error).into()),
    }
}
