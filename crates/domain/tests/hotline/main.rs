//! The hotline's rules, tested through the crate's public face.

mod matching;
