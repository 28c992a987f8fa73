#![no_main]
//! A fragment of HTML, translated by a small model. What comes out can be read again.

use bergamot_fuzz::{bounded, small};

libfuzzer_sys::fuzz_target!(|html: &str| {
    bounded(html, |options| {
        let first = small().translate_html(html, options)?;
        if let Err(error @ bergamot::Error::Html { .. }) = small().translate_html(&first.html, options) {
            panic!("what was written cannot be read: {error}");
        }
        Ok(())
    });
});
