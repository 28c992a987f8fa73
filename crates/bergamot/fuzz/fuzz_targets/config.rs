#![no_main]
//! `config.yml`

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bergamot_fuzz::try_file("config.yml", bytes));
