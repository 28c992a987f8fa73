//! The rules of the house, tested through the crate's public face.

mod cases;
mod contacts;
mod deadlines;
mod interpretation;
mod legal;
mod notices;
mod partners;
mod rates;
mod recordings;
mod services;
mod support;
mod training;
mod waiting;
