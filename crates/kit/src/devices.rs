//! Devices on which somebody has signed in before. A sealed cookie names the device and their logins: whoever guesses a
//! password elsewhere cannot make them wait (see [`crate::guard::logins`]), and another sign-in on it ends the one before
//! (see [`crate::session::Place`]). It lets nobody in.

use std::net::IpAddr;

use axum::http::HeaderMap;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::cookies::{self, Keep, SetCookie};
use crate::guard::logins::{Login, Who};

const COOKIE: &str = "device";
/// A desk that several share remembers so many of them.
const LOGINS_MAX: usize = 8;
const YEAR: Keep = Keep::Seconds(31_536_000);

/// Somebody who tries a password.
#[derive(Debug, Clone)]
pub struct Comer {
    pub login: Login,
    pub who: Who,
    pub address: IpAddr,
    /// The device; drawn here, when it was not known.
    pub device: [u8; 16],
    /// The logins that it knows, the latest first.
    logins: Vec<Login>,
}

impl Comer {
    /// Who comes with those headers and that login, written as they like.
    pub fn of(app: &App, headers: &HeaderMap, login: &str, address: IpAddr) -> Self {
        let login: Login = Sha256::digest(store::people::login(login)).into();
        let known = cookies::sealed(app, headers, COOKIE).and_then(|content| device(&content));
        let (device, logins) = known.unwrap_or_else(|| (app.entropy().bytes(), Vec::new()));
        let who = if logins.contains(&login) {
            Who::Device(device)
        } else {
            Who::Address(address)
        };
        Self {
            login,
            who,
            address,
            device,
            logins,
        }
    }

    /// The cookie by which their device is known from now on.
    pub fn cookie(&self, app: &App) -> SetCookie {
        let mut logins = self.logins.clone();
        logins.retain(|login| *login != self.login);
        logins.insert(0, self.login);
        logins.truncate(LOGINS_MAX);
        let content: Vec<String> = std::iter::once(hex::encode(self.device))
            .chain(logins.iter().map(hex::encode))
            .collect();
        SetCookie::sealed(app, COOKIE, &content.join(" "), YEAR)
    }
}

fn device(content: &str) -> Option<([u8; 16], Vec<Login>)> {
    let mut parts = content.split(' ');
    let id = hex::decode(parts.next()?).ok()?.try_into().ok()?;
    let login = |text| hex::decode(text).ok()?.try_into().ok();
    Some((id, parts.filter_map(login).collect()))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::http::header::COOKIE as SENT;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn sent(cookie: &SetCookie) -> HeaderMap {
        let value = cookie.header();
        let pair = value.to_str().unwrap().split(';').next().unwrap();
        HeaderMap::from_iter([(SENT, pair.parse().unwrap())])
    }

    #[test]
    fn a_device_is_known_to_the_logins_that_were_signed_in_on_it() {
        let app = crate::testing::app();
        let first = Comer::of(&app, &HeaderMap::new(), "Zhang", HERE);
        assert_eq!(first.who, Who::Address(HERE));
        let headers = sent(&first.cookie(&app));
        let again = Comer::of(&app, &headers, " zhang ", HERE);
        assert!(matches!(again.who, Who::Device(_)));
        let another = Comer::of(&app, &headers, "li", HERE);
        assert_eq!(another.who, Who::Address(HERE));
        // It knows both afterwards, and is the same.
        let headers = sent(&another.cookie(&app));
        for login in ["zhang", "li"] {
            assert_eq!(Comer::of(&app, &headers, login, HERE).who, again.who);
        }
    }

    #[test]
    fn nobody_makes_themselves_known() {
        let app = crate::testing::app();
        let forged = hex::encode(format!(
            "{} {}",
            "00".repeat(16),
            hex::encode(Sha256::digest("zhang"))
        ));
        let headers = HeaderMap::from_iter([(SENT, format!("harborline-device={forged}").parse().unwrap())]);
        assert_eq!(Comer::of(&app, &headers, "zhang", HERE).who, Who::Address(HERE));
    }
}
