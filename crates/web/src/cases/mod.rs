//! Cases: applied for, followed by receipt, worked on at the desk, and by the API.

mod api;
pub mod desk;
mod figures;
pub mod intake;
mod pages;
pub(crate) mod results;
mod sums;

use domain::cases::{Case, EventKind};
use domain::journaled::Journaled as _;

pub(crate) use pages::{Held, Receipt, held_case};

use crate::kit::slice::Slice;
use crate::kit::work;

pub const SLICE: Slice = Slice {
    pages: || pages::routes().merge(results::pages()),
    desk: desk::routes,
    api: || api::routes().merge(results::operations()),
    describe: |api| work::describe::<Case>(api, "CaseView"),
    records: Some((Case::PREFIX, "/desk/cases")),
    rooms: desk::ROOMS,
    public: |app| {
        let results = std::iter::once(results::PATH.to_owned());
        let paths = results.chain(pages::public(app.city())).collect();
        Box::pin(async { Ok(paths) })
    },
    private: pages::PRIVATE,
    resume: desk::resume,
    events: ("desk-event", || {
        EventKind::ALL.iter().map(|kind| kind.code()).collect()
    }),
    waits: desk::waits,
    figures: figures::figures,
    #[cfg(test)]
    samples: |page| [pages::samples(page), desk::samples(page), results::samples(page)].concat(),
    ..Slice::new(domain::cases::NOUN)
};
