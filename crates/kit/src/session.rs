//! Sessions of staff: a random token that only its owner holds, known here by its hash.

use domain::people::Staff;
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::error::Error;
use crate::passwords::verify_password;

/// How long a session lasts without being used.
pub const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How often its use is written down, at most.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Checking a password takes 19 MiB and a while, on purpose: only so many at once.
static CHECKING: Semaphore = Semaphore::const_new(4);

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
    let check = tokio::task::spawn_blocking(move || verify_password(&password, hash.as_deref()));
    let fits = check
        .await
        .map_err(|_| Error::Internal("checking a password failed".to_owned()))?;
    drop(permit);
    let Some((staff, _)) = known.filter(|(staff, _)| fits && staff.active) else {
        return Ok(None);
    };
    let token = hex::encode(app.entropy().bytes::<32>());
    let now = app.now();
    app.store()
        .create_session(now, &digest(&token), staff.id, now + IDLE)
        .await?;
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
    let Some(session) = app.store().session(now, &digest).await? else {
        return Ok(None);
    };
    if now.duration_since(session.last_seen_at) >= NOTED_EVERY {
        app.store().extend_session(now, &digest, now + IDLE).await?;
    }
    Ok(Some(session.staff))
}
