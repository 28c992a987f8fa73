//! Who is in a call that goes on, and what they agree to: each in their own page.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::contacts::{Contact, Kind, State as Stands};
use store::contacts::{Consent, Peer, Purpose};

use super::HOTLINE;
use super::call::Ticket;
use crate::kit::app::App;
use crate::kit::desk::{Desk, Fault};
use crate::kit::error::Error;
use crate::kit::form::Fields;

/// Somebody in a call that goes on.
pub(super) struct Present {
    pub contact: Contact,
    pub me: Peer,
}

impl Present {
    fn of(contact: Contact, me: Peer) -> Result<Self, Error> {
        if contact.kind != Kind::Call || contact.state != Stands::Talking || !me.is_in(&contact) {
            return Err(Error::Conflict);
        }
        Ok(Self { contact, me })
    }

    /// Who calls.
    pub async fn caller(app: &App, headers: &HeaderMap) -> Result<Self, Error> {
        let ticket = Ticket::held(app, headers).ok_or(Error::WrongReceipt)?;
        let contact = ticket.contact(app).await?.ok_or(Error::Conflict)?;
        Self::of(contact, Peer::Caller)
    }

    /// One of the staff, in the call of that reference.
    pub async fn staff(desk: Desk, address: &str) -> Result<(Desk, Self), Fault> {
        let desk = desk.enter(&HOTLINE)?;
        let contact: Contact = desk.record(address).await?;
        let present = Self::of(contact, Peer::Staff(desk.staff.id))?;
        Ok((desk, present))
    }

    /// They agree to it (`agrees=yes`), or take it back (`no`).
    pub async fn agree<P: Purpose>(&self, app: &App, fields: &Fields) -> Result<Response, Error> {
        let agrees = match fields.get("agrees") {
            "yes" => true,
            "no" => false,
            _ => return Err(Error::Malformed("neither yes nor no".to_owned())),
        };
        app.store()
            .agree::<P>(&self.contact, self.me, agrees, app.now())
            .await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }

    /// As it is now: somebody may have come, or have taken it back.
    pub async fn consent_now<P: Purpose>(&self, app: &App) -> Result<Consent<P>, Error> {
        let store = app.store();
        let now = store.called(self.contact.reference, self.contact.case).await?;
        let now = now.ok_or(Error::Conflict)?;
        Ok(store.consent(&now).await?)
    }
}

/// How it stands for one of them: `off`, `asked` (by somebody else), `agreed` (by oneself, and not by all) or `on`.
pub(super) fn state<P: Purpose>(consent: &Consent<P>, me: Peer) -> &'static str {
    match (consent.all(), consent.has(me), consent.count()) {
        (Some(_), ..) => "on",
        (None, true, _) => "agreed",
        (None, false, 0) => "off",
        (None, false, _) => "asked",
    }
}
