#![no_main]
//! `model.bin`

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bergamot_fuzz::try_file("model.bin", bytes));
