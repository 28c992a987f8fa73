#![no_main]
//! A vocabulary of either side: the source's is that of a text, the target's that of a translation.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    bergamot_fuzz::try_file("source.spm", bytes);
    bergamot_fuzz::try_file("target.spm", bytes);
});
