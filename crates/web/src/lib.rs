//! The web room: routes, pages, forms, the JSON API, and the only place where HTML is made.
//!
//! It holds no SQL and no rules: a handler loads through the store, lets the domain decide, commits, renders. No text a
//! person reads stands in Rust: the interface's are in `locales/`, the city's in its pack.
//!
//! Below is the [`kit`], a crate of its own that knows no noun; on it stand the nouns side by side, each a
//! [`kit::slice::Slice`] in a folder of its own; above them the router. To add a noun: its folder with `pages`, `desk` and
//! `api`, its line in `slices::SLICES`, its templates, and its texts in every language of `locales/`.

mod abroad;
mod arrivals;
mod built;
mod cases;
mod city;
mod contacts;
mod guides;
mod health;
mod interpretation;
mod legal;
mod needs;
mod neighbourhoods;
pub mod notices;
mod pack;
pub mod partners;
mod people;
mod places;
mod regulation;
mod router;
#[cfg(test)]
mod samples;
mod search;
mod security;
mod services;
mod slices;
mod tasks;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod training;

use std::path::Path;

use domain::Lang;
use domain::city::InterfaceLanguage;

pub use kit;
pub use kit::app::{
    App, Clock, Entropy, Exchange, MapTiles, Options, Parts, Secret, SipSocket, SystemClock, SystemEntropy,
};
pub use kit::error::Error;
pub use kit::mixer::{Mixer, Room, Unmixed};
pub use kit::passwords::{NotHashed, check_password, hash_password, verify_password};
pub use kit::texts::{Fault, Texts};
pub use kit::turn::Turn;
pub use kit::upload::{Scanner, Unscanned};
pub use router::router;

/// Calls that go through a media server.
pub mod media {
    pub use crate::contacts::media::close_rooms;
}

/// What a telephone exchange says of calls that are over.
pub mod exchange {
    pub use crate::contacts::exchange::{Call, Ended, settle};
}

/// The web room with every noun.
pub fn app(parts: Parts) -> App {
    App::new(parts, slices::SLICES, built::ASSETS)
}

/// The texts of the interface in these languages, as [`Texts::read`] reads them.
///
/// # Errors
/// Everything that keeps one of these languages from being offered.
pub fn texts(
    offered: &[InterfaceLanguage],
    source: Lang,
    locales: Option<&Path>,
) -> Result<Texts, Vec<Fault>> {
    Texts::read(built::FILES, offered, source, locales)
}
