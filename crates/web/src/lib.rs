//! The web room: routes, pages, forms, the JSON API, and the only place where HTML is made.
//!
//! It holds no SQL and no rules: a handler loads through the store, lets the domain decide, commits, renders. No text a
//! person reads stands in Rust: the interface's are in `locales/`, the city's in its pack.
//!
//! To add a public page: a module in [`pages`] with its context and `samples`, its template, its route in
//! [`pages::routes`], its line in `samples::all`, and its texts in every language of `locales/`.

mod api;
mod app;
pub mod assets;
pub mod cookies;
pub mod desk;
pub mod error;
pub mod form;
pub mod intake;
mod names;
pub mod page;
pub mod pages;
mod passwords;
mod published;
pub mod reader;
mod router;
#[cfg(test)]
mod samples;
pub mod security;
#[cfg(test)]
mod testing;
pub mod texts;
mod unread;
pub mod writing;

pub use app::{App, Clock, Entropy, Options, Parts, Secret, SystemClock, SystemEntropy};
pub use error::Error;
pub use passwords::{NotHashed, hash_password, verify_password};
pub use router::router;
pub use texts::Texts;
