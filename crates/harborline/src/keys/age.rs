//! Small files that one passphrase opens, in the format of age (C2SP, age-encryption.org/v1): so that a city can open them by
//! the tool of that name, too, and needs nothing of ours for it. A recipient is always a passphrase, and there is one chunk.
//!
//! The crate of that name brings fifty others for keys of people, plugins and translated messages; this is what is left without
//! them. Every primitive is a library's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead as _;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// Bytes of the longest file that is read or written: a chunk, and what stands around it.
pub const LONGEST: u64 = 65_536;

const VERSION: &str = "age-encryption.org/v1";
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
/// scrypt's cost as the tool takes it: 2^18, a second and 256 MiB.
const COST: u8 = 18;
/// More would let a file take the memory of the machine.
const MOST: u8 = 20;
/// Each key encrypts one thing alone.
const NONCE: [u8; 12] = [0; 12];
/// The nonce of a first chunk that is the last one, too.
const ONLY: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

/// Why a file does not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    #[error("this is no file that a passphrase opens, or it is not whole")]
    Unreadable,
    #[error("another passphrase opens it")]
    Passphrase,
}

fn cipher(key: [u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&key.into())
}

fn wrapping(passphrase: &SecretString, salt: &[u8], cost: u8) -> [u8; 32] {
    let mut key = [0; 32];
    let salted = [LABEL, salt].concat();
    let params = scrypt::Params::new(cost, 8, 1).expect("these are allowed");
    let passphrase = passphrase.expose_secret().as_bytes();
    scrypt::scrypt(passphrase, &salted, &params, &mut key).expect("32 bytes are allowed");
    key
}

fn derived(file_key: &[u8], salt: Option<&[u8]>, info: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(salt, file_key)
        .expand(info, &mut key)
        .expect("32 bytes are not too many");
    key
}

/// Over the header up to the three dashes.
fn mac(file_key: &[u8], header: &str) -> Hmac<Sha256> {
    let key = derived(file_key, None, b"header");
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key).expect("a key of any length will do");
    mac.update(header.as_bytes());
    mac
}

/// The bytes, encrypted to a passphrase. They are fewer than 65,000.
pub fn encrypt(plain: &[u8], passphrase: &SecretString, mut random: impl FnMut(&mut [u8])) -> Vec<u8> {
    let (mut file_key, mut salt, mut nonce) = ([0; 16], [0; 16], [0; 16]);
    random(&mut file_key);
    random(&mut salt);
    random(&mut nonce);
    let wrapped = cipher(wrapping(passphrase, &salt, COST))
        .encrypt(&NONCE.into(), &file_key[..])
        .expect("16 bytes are not too many");
    let header = format!(
        "{VERSION}\n-> scrypt {} {COST}\n{}\n---",
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(wrapped)
    );
    let mac = mac(&file_key, &header).finalize().into_bytes();
    let sealed = cipher(derived(&file_key, Some(&nonce), b"payload"))
        .encrypt(&ONLY.into(), plain)
        .expect("it is one chunk");
    let header = format!("{header} {}\n", STANDARD_NO_PAD.encode(mac));
    [header.as_bytes(), &nonce, &sealed].concat()
}

/// What was encrypted to that passphrase, by this program or by any other.
///
/// # Errors
/// As [`Closed`] says.
pub fn decrypt(file: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, Closed> {
    read(file, passphrase).unwrap_or(Err(Closed::Unreadable))
}

/// `None` when it is not written as such a file is.
fn read(file: &[u8], passphrase: &SecretString) -> Option<Result<Vec<u8>, Closed>> {
    let end = file.windows(5).position(|found| found == b"\n--- ")? + 4;
    let header = std::str::from_utf8(&file[..end]).ok()?;
    let mut lines = header.lines();
    let (version, stanza, wrapped, dashes) = (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
    let (salt, cost) = stanza.strip_prefix("-> scrypt ")?.split_once(' ')?;
    if version != VERSION || dashes != "---" || lines.next().is_some() || cost.starts_with(['0', '+']) {
        return None;
    }
    let cost: u8 = cost.parse().ok().filter(|cost| (1..=MOST).contains(cost))?;
    let salt: [u8; 16] = STANDARD_NO_PAD.decode(salt).ok()?.try_into().ok()?;
    let wrapped: [u8; 32] = STANDARD_NO_PAD.decode(wrapped).ok()?.try_into().ok()?;
    // A blank, 32 bytes in 43 letters, and the line's end.
    let (stated, payload) = file[end..].split_at_checked(45)?;
    let stated = stated.strip_prefix(b" ")?.strip_suffix(b"\n")?;
    let stated = STANDARD_NO_PAD.decode(stated).ok()?;
    let (nonce, sealed) = payload.split_at_checked(16)?;

    let Ok(file_key) = cipher(wrapping(passphrase, &salt, cost)).decrypt(&NONCE.into(), &wrapped[..]) else {
        return Some(Err(Closed::Passphrase));
    };
    mac(&file_key, header).verify_slice(&stated).ok()?;
    let plain = cipher(derived(&file_key, Some(nonce), b"payload")).decrypt(&ONLY.into(), sealed);
    plain.ok().map(Ok)
}
