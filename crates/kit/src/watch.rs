//! What is noted in the security log from the web: refusals, lists that are taken out, secrets that are read.
//!
//! Refusals come as often as somebody likes, so they are bounded: of one kind and one person so many at once and then one a minute,
//! and of all together so many on a node. What is beyond is counted, and the next entry, a minute later at most, says how many
//! there were.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use domain::roles::{Actor, StaffId};
use domain::security::{Kind, Noted};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::app::App;
use crate::error::Error;

/// Of whom, and by whom.
type About = (&'static str, Option<StaffId>, Option<StaffId>);

/// What is noted for one kind and one person: ten at once, then one a minute.
const OF_ONE: u32 = 10;
/// So many of them are remembered before those that were quiet are forgotten.
const OF_ONE_MAX: usize = 1_000;
/// And for all of them on a node: sixty at once, then one in ten seconds, 8,640 a day.
const OF_ALL: u32 = 60;
const OF_ALL_PER: Duration = Duration::from_secs(10);
/// What was counted is noted after so long.
const GATHERED_FOR: Duration = Duration::from_mins(1);

/// Refusals of a node.
#[derive(Debug)]
struct Refusals {
    of_one: DefaultKeyedRateLimiter<About>,
    of_all: DefaultDirectRateLimiter,
    /// How many were not noted yet, by kind.
    gathered: Mutex<BTreeMap<&'static str, u64>>,
}

impl Default for Refusals {
    fn default() -> Self {
        let burst = |n| NonZeroU32::new(n).expect("it is not zero");
        let quota = |per| Quota::with_period(per).expect("it is not zero");
        Self {
            of_one: RateLimiter::keyed(quota(GATHERED_FOR).allow_burst(burst(OF_ONE))),
            of_all: RateLimiter::direct(quota(OF_ALL_PER).allow_burst(burst(OF_ALL))),
            gathered: Mutex::default(),
        }
    }
}

impl Refusals {
    /// Whether it is noted by itself. Otherwise it is counted; `Some(true)` for the first that is.
    fn gathers(&self, about: About) -> Option<bool> {
        if self.of_one.len() > OF_ONE_MAX {
            self.of_one.retain_recent();
        }
        if self.of_one.check_key(&about).is_ok() && self.of_all.check().is_ok() {
            return None;
        }
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let count = gathered.entry(about.0).or_default();
        *count += 1;
        Some(*count == 1)
    }

    fn take(&self, kind: Kind) -> u64 {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.remove(kind.code()).unwrap_or(0)
    }
}

/// By what an address is known again in the log, as long as the installation's secret is the same.
pub fn from(app: &App, address: IpAddr) -> String {
    let hash = app
        .secret()
        .hash("security-from", &[address.to_string().as_bytes()]);
    hex::encode(&hash[..4])
}

/// Notes a refusal, or counts it. Nobody waits for it: how long an answer takes would tell whether a login is known.
pub fn refused(app: &App, actor: &Actor, noted: Noted) {
    let refusals = app.keeps::<Refusals>();
    let kind = noted.kind;
    let about = (kind.code(), actor.staff(), noted.whom);
    let (app, actor) = (app.clone(), actor.clone());
    match refusals.gathers(about) {
        None => {
            tokio::spawn(async move { write(&app, &actor, noted).await });
        }
        Some(true) => {
            tokio::spawn(async move {
                tokio::time::sleep(GATHERED_FOR).await;
                let count = refusals.take(kind);
                write(
                    &app,
                    &Actor::ANYONE,
                    Noted::new(kind).what("gathered").count(count),
                )
                .await;
            });
        }
        Some(false) => {}
    }
}

/// What a request asks for, as the log names it: method and the pattern of its path, without what stands in it.
pub fn asked(request: &Request) -> String {
    let path = request.extensions().get::<MatchedPath>();
    let path = path.map_or("", MatchedPath::as_str);
    format!("{} {path}", request.method())
}

/// Notes that somebody tried what they may not.
pub fn denied(app: &App, actor: &Actor, asked: String) {
    refused(app, actor, Noted::new(Kind::Denied).what(asked));
}

/// Notes that somebody has had a secret, before they have it: `what` it is, and of which record.
///
/// # Errors
/// As writing has.
pub async fn read_secret(
    app: &App,
    actor: &Actor,
    what: &'static str,
    of: Option<String>,
) -> Result<(), Error> {
    let noted = Noted {
        of,
        ..Noted::new(Kind::SecretRead).what(what)
    };
    Ok(app.store().note(&app.context(actor), noted).await?)
}

async fn write(app: &App, actor: &Actor, noted: Noted) {
    if let Err(error) = app.store().note(&app.context(actor), noted).await {
        tracing::error!(%error, "the security log was not written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_floods_is_counted_and_what_does_not_is_noted_beside_it() {
        let refusals = Refusals::default();
        let about = |n| (Kind::SignInRefused.code(), None, Some(StaffId(n)));
        let noted = (0..1_000)
            .filter(|_| refusals.gathers(about(1)).is_none())
            .count();
        assert_eq!(noted, 10);
        // Of another it is noted.
        assert_eq!(refusals.gathers(about(2)), None);
        // But not without end.
        let noted = (3..900).filter(|n| refusals.gathers(about(*n)).is_none()).count();
        assert!((49..60).contains(&noted), "{noted}");
        let counted = refusals.take(Kind::SignInRefused);
        assert_eq!(counted + 10 + 1 + noted as u64, 1_000 + 1 + 897);
        assert_eq!(refusals.take(Kind::SignInRefused), 0);
    }
}
