#![no_main]
//! A text, translated by a small model.

use bergamot_fuzz::{small, translate};

libfuzzer_sys::fuzz_target!(|text: &str| translate(small(), text));
