//! The types and rules of a city's service to the people who come to it from abroad.
//!
//! Everything here is pure: no I/O, no clock, no randomness but from a given seed. What a rule needs (the time, who acts, the city)
//! comes in as an argument; what it decides goes out as data. The shell around it loads, decides, commits, renders.
//!
//! One module a noun: [`cases`], [`people`]; what every journaled noun has in common is [`journaled`], who may do what
//! [`permissions`]. To add a noun, read [`journaled`].
//! To add a command to a case: a variant of [`cases::Command`], its row in `cases/permissions.rs` (without one nobody may
//! do it), an arm in `cases/decide.rs`, and, if it says something new, an event and its arm in `cases/apply.rs`.

pub mod abroad;
pub mod arrivals;
pub mod cases;
pub mod city;
mod codes;
pub mod contacts;
pub mod deadlines;
pub mod files;
pub mod guides;
pub mod health;
pub mod inputs;
pub mod interpretation;
pub mod journaled;
mod lang;
pub mod legal;
pub mod neighbourhoods;
pub mod notices;
pub mod pack;
pub mod partners;
pub mod people;
pub mod permissions;
pub mod places;
pub mod problems;
pub mod rates;
pub mod receipts;
pub mod roles;
pub mod security;
pub mod services;
pub mod since;
pub mod tasks;
mod texts;
pub mod training;
pub mod typed;

pub use codes::{BasisCode, GuideCode, HelperCode, LawCode, ServiceCode, UnitCode};
pub use lang::{Lang, NotALanguage, of_few_words, said_in};
