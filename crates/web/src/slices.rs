//! Every noun of this room, in the order of the desk's navigation.

use crate::kit::slice::Slice;
use crate::{cases, city, partners, people, regulation, services, training};

pub const SLICES: &[Slice] = &[
    cases::SLICE,
    services::SLICE,
    regulation::SLICE,
    partners::SLICE,
    people::SLICE,
    training::SLICE,
    // Its pages have any name: those of the others come before.
    city::SLICE,
];
