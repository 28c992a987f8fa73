//! Sessions of staff: a random token that only its owner holds, known here by its hash.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::people::Staff;
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::app::{App, Entropy, SystemEntropy};
use crate::cookies::hex;
use crate::error::Error;

/// How long a session lasts without being used.
pub const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How often its use is written down, at most.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The longest password that is looked at, in bytes.
const PASSWORD_MAX: usize = 1_000;

/// Checking a password takes 19 MiB and a while, on purpose: only so many at once.
static CHECKING: Semaphore = Semaphore::const_new(4);

/// Checked when nobody has that login, so that an unknown one takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_password("nobody has this one").unwrap_or_default());

/// What is kept of a password: argon2id with a salt of its own.
///
/// # Errors
/// When it cannot be hashed.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    let entropy: &dyn Entropy = &SystemEntropy;
    let salt: [u8; 16] = entropy.bytes();
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

fn fits(password: &str, hash: &str) -> bool {
    password.len() <= PASSWORD_MAX && Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Begins a session: who it is, and its token. `None` for an unknown login, a wrong password and someone who left, each
/// after the same work. The caller limits how often an address may try.
///
/// # Errors
/// As the store has.
pub async fn sign_in(app: &App, login: &str, password: &str) -> Result<Option<(Staff, String)>, Error> {
    let known = app.store().staff_by_login(login).await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let password = password.to_owned();
    let permit = CHECKING.acquire().await;
    let check = tokio::task::spawn_blocking(move || fits(&password, hash.as_ref().unwrap_or(&*NOBODYS)));
    let fits = check.await.map_err(|_| Error::Internal("checking a password failed".to_owned()))?;
    drop(permit);
    let Some((staff, _)) = known.filter(|(staff, _)| fits && staff.active) else { return Ok(None) };
    let token = hex(&app.entropy().bytes::<32>());
    let now = app.now();
    app.store().create_session(now, &digest(&token), staff.id, now + IDLE).await?;
    Ok(Some((staff, token)))
}

/// Ends the session of that token, if there is one.
///
/// # Errors
/// As the store has.
pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    Ok(app.store().end_session(&digest(token)).await?)
}

/// Who holds that token; `None` when it is unknown, its session has ended, or they work here no more.
///
/// # Errors
/// As the store has.
pub async fn staff_of_token(app: &App, token: &str) -> Result<Option<Staff>, Error> {
    let (now, digest) = (app.now(), digest(token));
    let Some(session) = app.store().session(now, &digest).await? else { return Ok(None) };
    if now.duration_since(session.last_seen_at) >= NOTED_EVERY {
        app.store().extend_session(now, &digest, now + IDLE).await?;
    }
    Ok(Some(session.staff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits("correct horse", &hash));
        assert!(!fits("correct house", &hash));
        assert!(!fits("correct horse", &NOBODYS));
        assert!(!fits(&"x".repeat(PASSWORD_MAX + 1), &hash));
        assert_ne!(hash, hash_password("correct horse").unwrap());
    }
}
