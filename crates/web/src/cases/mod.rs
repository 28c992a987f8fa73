//! Cases: applied for, followed by receipt, worked on at the desk, and by the API.

mod api;
pub mod desk;
pub mod intake;
mod pages;

use domain::cases::EventKind;

use crate::kit::slice::Slice;

pub const SLICE: Slice = Slice {
    pages: pages::routes,
    desk: desk::routes,
    api: api::routes,
    rooms: desk::ROOMS,
    resume: desk::resume,
    events: ("desk-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    #[cfg(test)]
    samples: |page| [pages::samples(page), desk::samples(page)].concat(),
    ..Slice::new(domain::cases::NOUN)
};
