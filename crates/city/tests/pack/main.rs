//! Packs as they are read, checked and confirmed.

mod abroad;
mod arrivals;
mod confirm;
mod findings;
mod front;
mod guides;
mod health;
mod interpretation;
mod legal;
mod partners;
mod places;
mod published;
mod sample_bay;
mod sheets;
mod small;
mod weihai;
