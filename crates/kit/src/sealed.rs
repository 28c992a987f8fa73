//! Bytes that only this installation can make or read: what a cookie carries, and what is kept that nobody may find in a copy of
//! the database.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::app::App;

const NONCE: usize = 24;

fn cipher(app: &App, purpose: &str, name: &str) -> XChaCha20Poly1305 {
    let key = app.secret().hash(purpose, &[name.as_bytes()]);
    XChaCha20Poly1305::new(&key.into())
}

/// Seals them for that purpose, under a name without which they do not open.
pub fn seal(app: &App, (purpose, name): (&str, &str), bytes: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = app.entropy().bytes();
    let payload = Payload {
        msg: bytes,
        aad: name.as_bytes(),
    };
    let sealed = cipher(app, purpose, name)
        .encrypt(&XNonce::from(nonce), payload)
        .expect("nothing is too long to be sealed before it is too long for memory");
    [&nonce[..], &sealed].concat()
}

/// What was sealed for that purpose under that name; `None` when it was not, or was changed.
pub fn open(app: &App, (purpose, name): (&str, &str), bytes: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let payload = Payload {
        msg: sealed,
        aad: name.as_bytes(),
    };
    cipher(app, purpose, name)
        .decrypt(&XNonce::from(nonce), payload)
        .ok()
}
