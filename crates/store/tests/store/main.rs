//! What must hold of the store. Every test runs on both engines.
//!
//! PostgreSQL takes part when `HARBORLINE_TEST_POSTGRES` holds the address of a superuser on a throw-away server; each
//! test makes a database of its own there.

mod both;
mod calls;
mod captions;
mod cases;
mod contact_figures;
mod contacts;
mod crash;
mod erasing;
mod interpretation;
mod legal;
mod lists;
mod memory;
mod notices;
mod opening;
mod partners;
mod people;
mod properties;
mod recording;
mod results;
mod rooms;
mod sample;
mod security;
mod tasks;
mod training;
mod verify;
