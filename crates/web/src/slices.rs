//! Every noun of this room, in the order of the desk's navigation.

use crate::kit::slice::Slice;

pub const SLICES: &[Slice] = &[
    crate::cases::SLICE,
    crate::contacts::SLICE,
    crate::services::SLICE,
    crate::guides::SLICE,
    crate::places::SLICE,
    crate::arrivals::SLICE,
    crate::neighbourhoods::SLICE,
    crate::health::SLICE,
    crate::abroad::SLICE,
    crate::regulation::SLICE,
    crate::legal::SLICE,
    crate::partners::SLICE,
    crate::people::SLICE,
    crate::security::SLICE,
    crate::interpretation::SLICE,
    crate::training::SLICE,
    crate::notices::SLICE,
    crate::pack::SLICE,
    crate::tasks::SLICE,
    crate::search::SLICE,
    // Its pages have any name: those of the others come before.
    crate::city::SLICE,
];
