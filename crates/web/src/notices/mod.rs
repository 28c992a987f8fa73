//! Mails about a case: their words, the links in them and where those lead, what the form and the case say of them, and the
//! desk's list of addresses that take none. Sending them is another room's.

mod desk;
pub(crate) mod follow;
mod letters;
mod links;
mod pages;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use domain::notices::{NOUN, SEE};

use crate::kit::desk::Room;
use crate::kit::slice::Slice;

pub use letters::{Letter, Letters};

pub const SLICE: Slice = Slice {
    pages: pages::routes,
    private: &["/notices/"],
    desk: || Router::new().route(ROOM.href, get(desk::list)),
    rooms: &[ROOM],
    #[cfg(test)]
    samples: |page| [pages::samples(page), desk::samples(page)].concat(),
    ..Slice::new(NOUN)
};

const ROOM: Room = Room {
    text: "notices-desk-title",
    href: "/desk/notices",
    key: 'm',
    needs: SEE,
};
