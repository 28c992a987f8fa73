//! Servers that help the browsers in a call to find a way to one another: STUN says how one is seen from outside, TURN carries
//! what is spoken where there is no other way.
//!
//! A browser gets a name and a password of TURN for some hours, as *A REST API for Access to TURN Services* has it (coturn's
//! `use-auth-secret`): the name is `expiry:something`, in seconds since 1970; the password is the base64 of its HMAC-SHA1.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sha1::Sha1;

/// So long a call may begin, or find another way, on a page that is left open.
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Addresses of such servers, and the secret that is shared with those of TURN.
#[derive(Clone, PartialEq, Eq)]
pub struct Turn {
    /// `turn:…`, `turns:…` or `stun:…`.
    pub urls: Vec<String>,
    /// `None`: all of them are STUN.
    pub secret: Option<String>,
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn")
            .field("urls", &self.urls)
            .finish_non_exhaustive()
    }
}

/// As a browser takes it: `RTCIceServer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IceServer {
    pub urls: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

fn is_stun(url: &str) -> bool {
    url.starts_with("stun:") || url.starts_with("stuns:")
}

impl Turn {
    /// For a browser from that time on, under that name, which says nothing of who it is.
    pub fn servers(&self, now: Timestamp, name: &str) -> Vec<IceServer> {
        let (stun, turn): (Vec<String>, Vec<String>) =
            self.urls.iter().cloned().partition(|url| is_stun(url));
        let stun = (!stun.is_empty()).then_some(IceServer {
            urls: stun,
            username: None,
            credential: None,
        });
        let secret = self.secret.as_ref().filter(|_| !turn.is_empty());
        let turn = secret.map(|secret| {
            let expires = now.saturating_add(LASTS).unwrap_or(now).as_second();
            let username = format!("{expires}:{name}");
            IceServer {
                urls: turn,
                credential: Some(password(secret, &username)),
                username: Some(username),
            }
        });
        stun.into_iter().chain(turn).collect()
    }
}

fn password(secret: &str, username: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("a key of any length will do");
    mac.update(username.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 1735689600:harborline | openssl dgst -sha1 -hmac north -binary | base64`
    #[test]
    fn the_password_is_that_of_the_rest_api_of_turn() {
        assert_eq!(
            password("north", "1735689600:harborline"),
            "DyXgb1/olUvPMdaQwFeVn+CRqAA="
        );
    }

    #[test]
    fn a_browser_gets_a_name_for_twelve_hours_and_none_for_stun() {
        let turn = Turn {
            urls: ["stun:a.example", "turn:b.example", "turns:c.example:443"]
                .map(str::to_owned)
                .to_vec(),
            secret: Some("north".to_owned()),
        };
        let now = Timestamp::from_second(1_735_646_400).unwrap();
        let servers = turn.servers(now, "x");
        assert_eq!(servers[0].urls, ["stun:a.example"]);
        assert_eq!((&servers[0].username, &servers[0].credential), (&None, &None));
        assert_eq!(servers[1].urls, ["turn:b.example", "turns:c.example:443"]);
        assert_eq!(servers[1].username.as_deref(), Some("1735689600:x"));
        assert!(!format!("{turn:?}").contains("north"));
    }
}
