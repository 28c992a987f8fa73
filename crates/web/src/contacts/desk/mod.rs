//! Where the hotline is answered.

mod call;
mod contact;
mod replies;
mod room;

use domain::contacts::{Contact, State as Stands};
use store::StoreError;
use store::contacts::Filter;

use crate::contacts::HOTLINE;
use crate::kit::desk::{Desk, Fault};

pub(super) use self::call::{poll, signal};
#[cfg(test)]
pub(super) use self::contact::{Before, Lines};
pub(super) use self::contact::{ContactPage, back, carry_out, contact, lines, name};
#[cfg(test)]
pub(super) use self::room::{Hotline, Lists, Now};
pub(super) use self::room::{be_at, decline, here, now, show, take};

/// Enters the room. Whoever asks for anything here is there.
async fn enter(desk: Desk) -> Result<Desk, Fault> {
    let desk = desk.enter(&HOTLINE)?;
    desk.app.store().agent_beat(desk.staff.id, desk.app.now()).await?;
    Ok(desk)
}

/// The contacts that one holds.
pub(super) async fn held(desk: &Desk) -> Result<Vec<Contact>, StoreError> {
    let filter = Filter {
        states: vec![Stands::Talking, Stands::WrappingUp],
        here: true,
        ..Filter::default()
    };
    let page = desk.app.store().contacts(&desk.actor, &filter, None, 50).await?;
    Ok(page.rows)
}
