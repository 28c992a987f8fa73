//! Sessions of staff: a random token that only its owner holds, known here by its hash.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use domain::people::Staff;
use domain::people::session::SeenAs;
use domain::problems::Problem;
use domain::roles::Actor;
use domain::security::{Kind, Noted};
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use store::people::{NewSession, Session, session_name};
use tokio::sync::Semaphore;

use crate::api::credentials;
use crate::app::App;
use crate::cookies;
use crate::devices::Comer;
use crate::error::Error;
use crate::passwords::{check_password, hash_password, verify_password};
use crate::watch;

/// The cookie that holds the token of a session.
pub const TOKEN: &str = "session";
/// How often the use of a session is written down, at most.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Checking a password takes 19 MiB and a while, on purpose: only so many at once.
static CHECKING: Semaphore = Semaphore::const_new(4);

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The name of the session of that token, in lists of sessions.
pub fn name_of(token: &str) -> String {
    session_name(&digest(token))
}

/// On what somebody signs in.
#[derive(Debug, Clone)]
pub struct Place {
    seen_as: SeenAs,
    device: Option<[u8; 32]>,
    before: Option<[u8; 32]>,
    address: Option<IpAddr>,
}

impl Default for Place {
    /// A program that says nothing of itself.
    fn default() -> Self {
        Self {
            seen_as: SeenAs::PROGRAM,
            device: None,
            before: None,
            address: None,
        }
    }
}

impl Place {
    /// A program, which may tell the token it had: with the new one that ends.
    pub fn program(headers: &HeaderMap, address: IpAddr) -> Self {
        Self {
            before: credentials(headers, "Bearer").map(digest),
            address: Some(address),
            ..Self::default()
        }
    }

    /// A browser on that device.
    pub fn browser(app: &App, headers: &HeaderMap, comer: &Comer) -> Self {
        let agent = headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Self {
            seen_as: SeenAs::of(agent),
            device: Some(digest(&hex::encode(comer.device))),
            before: cookies::get(app, headers, TOKEN).map(digest),
            address: Some(comer.address),
        }
    }
}

/// Whether that is the password whose hash it is, after the same work whatever it is. Without a hash it is not.
///
/// # Errors
/// [`Error::Internal`].
pub async fn is_right(password: &str, hash: Option<String>) -> Result<bool, Error> {
    let password = password.to_owned();
    let permit = CHECKING.acquire().await;
    let check = tokio::task::spawn_blocking(move || {
        // It goes on where nobody waits for it any more.
        let _permit = permit;
        verify_password(&password, hash.as_deref())
    });
    let fits = check.await;
    fits.map_err(|_| Error::Internal("checking a password failed".to_owned()))
}

/// The hash of a password that somebody is to have, or why they cannot have it.
///
/// # Errors
/// [`Error::Internal`].
pub async fn hash_of_new(app: &App, password: &str, staff: &Staff) -> Result<Result<String, Problem>, Error> {
    let (password, salt) = (password.to_owned(), app.entropy().bytes::<16>());
    let (login, name) = (staff.login.clone(), staff.name.clone());
    let permit = CHECKING.acquire().await;
    let made = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        check_password(&password, &[&login, &name])?;
        // What was checked is short enough.
        hash_password(&password, &salt).map_err(|_| Problem::TooCommon)
    });
    let made = made.await;
    made.map_err(|_| Error::Internal("hashing a password failed".to_owned()))
}

/// Begins a session: who it is, and its token. `None` for an unknown login, a wrong password and someone who left, each
/// after the same work. The caller limits how often an address may try.
///
/// # Errors
/// As the store has.
pub async fn sign_in(
    app: &App,
    login: &str,
    password: &str,
    place: &Place,
) -> Result<Option<(Staff, String)>, Error> {
    let known = app.store().staff_by_login(login).await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let fits = is_right(password, hash).await?;
    let whose = known.as_ref().map(|(staff, _)| staff.id);
    let Some((staff, _)) = known.filter(|(staff, _)| fits && staff.active) else {
        // Which login was entered is not kept: it may be a password.
        let refused = Noted {
            whom: whose,
            from: place.address.map(|address| watch::from(app, address)),
            ..Noted::new(Kind::SignInRefused)
        };
        watch::refused(app, &Actor::ANYONE, refused);
        return Ok(None);
    };
    let token = begin(app, &staff, place).await?;
    Ok(Some((staff, token)))
}

/// Begins a session for somebody who has shown who they are; gives its token.
///
/// # Errors
/// As the store has.
pub async fn begin(app: &App, staff: &Staff, place: &Place) -> Result<String, Error> {
    let token = hex::encode(app.entropy().bytes::<32>());
    let from = place.address.map(|address| watch::from(app, address));
    let new = NewSession {
        token_hash: &digest(&token),
        staff: staff.id,
        seen_as: place.seen_as,
        device: place.device.as_ref(),
        before: place.before.as_ref(),
        from: from.as_deref(),
    };
    app.store()
        .begin_session(app.city(), app.now(), staff, &new)
        .await?;
    Ok(token)
}

/// Ends the session of that token, if there is one.
///
/// # Errors
/// As the store has.
pub async fn sign_out(app: &App, token: &str) -> Result<(), Error> {
    Ok(app
        .store()
        .sign_out(app.city(), app.now(), &digest(token))
        .await?)
}

/// The session of that token; `None` when it is unknown, has ended, or its owner works here no more. That it is looked at is no
/// use of it.
///
/// # Errors
/// As the store has.
pub async fn look(app: &App, token: &str) -> Result<Option<Session>, Error> {
    Ok(app.store().session(app.now(), &digest(token)).await?)
}

/// As [`look`], and notes that it is used.
///
/// # Errors
/// As the store has.
pub async fn used(app: &App, token: &str) -> Result<Option<Session>, Error> {
    let now = app.now();
    let Some(session) = look(app, token).await? else {
        return Ok(None);
    };
    if now.duration_since(session.used_at) >= NOTED_EVERY {
        app.store().use_session(now, &session).await?;
    }
    Ok(Some(session))
}

/// Who holds that token, which they use.
///
/// # Errors
/// As the store has.
pub async fn staff_of_token(app: &App, token: &str) -> Result<Option<Staff>, Error> {
    Ok(used(app, token).await?.map(|session| session.staff))
}
