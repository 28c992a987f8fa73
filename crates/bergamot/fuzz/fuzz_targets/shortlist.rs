#![no_main]
//! A shortlist: as it is, and with a checksum that is right.

use bergamot_fuzz::{try_file, with_checksum};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    try_file("list.bin", bytes);
    try_file("list.bin", &with_checksum(bytes));
});
