//! How often one address, one page, one record and one login may ask. Each of them has buckets of its own, so that what one
//! does too often keeps no other from anything. An IPv6 address counts by its /64.

mod address;
mod bodies;
pub mod logins;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest as _, Sha256};

pub use self::address::network;
use self::bodies::Bodies;
pub use self::bodies::Waiting;
use self::logins::{Login, Logins, Turn, Who};
use crate::error::Error;

/// Limits on how often one address may ask. Pages that ask again for what they hold are counted by that.
#[derive(Debug)]
pub struct Guard {
    limiters: Option<Limiters>,
    behind_proxy: bool,
}

/// Secrets that somebody may guess at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guess {
    /// The access code of a receipt.
    Receipt,
    /// That of the telephone exchange.
    Exchange,
}

/// Who brings files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Brings {
    Address(IpAddr),
    /// A member of staff, wherever they sit.
    Staff(i64),
}

#[derive(Debug)]
struct Limiters {
    /// Anything: 1,200 at once, then 40 a second. An office or a dormitory behind one address gets by.
    any: DefaultKeyedRateLimiter<IpAddr>,
    /// Whatever writes: 120 at once, then 2 a second.
    write: DefaultKeyedRateLimiter<IpAddr>,
    /// Guesses at one kind of secret: 10 at once, then one in six seconds.
    guess: DefaultKeyedRateLimiter<(Guess, IpAddr)>,
    /// Passwords that are tried by strangers to a login: 30 at once, then one in three seconds.
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    /// Calls that ring: 6 at once, then one in twenty seconds.
    ring: DefaultKeyedRateLimiter<IpAddr>,
    /// Pages that ask again, by what each holds: 60 at once, then 4 a second.
    held: DefaultKeyedRateLimiter<String>,
    /// Kilobytes of files and the forms around them, by who brings them: 256 MB at once, then 512 an hour.
    brings: DefaultKeyedRateLimiter<Brings>,
    /// And by the record that they are added to: 100 MB at once, then 50 an hour.
    adds: DefaultKeyedRateLimiter<String>,
    /// Digests of the tokens of sessions that were good lately, and until when that is believed.
    sessions: Mutex<HashMap<[u8; 32], Instant>>,
    /// Addresses are forgotten now and then.
    asked: AtomicU32,
    /// Addresses that guessed wrongly too often, and until when they are kept waiting.
    waiting: Mutex<HashMap<(Guess, IpAddr), Instant>>,
    some_wait: AtomicBool,
    logins: Mutex<Logins>,
    bodies: Bodies,
}

/// So long a session is believed to go on: it decides no more than what a request is counted by.
const BELIEVED: Duration = Duration::from_mins(5);
/// And so many of them, of a node.
const SESSIONS_MAX: usize = 10_000;

/// In kilobytes.
const MB: u32 = 1024;
const BRINGS_AT_ONCE: u32 = 256 * MB;
const ADDS_AT_ONCE: u32 = 100 * MB;

fn limiter<K: Clone + Eq + Hash>(burst: u32, one_per: Duration) -> DefaultKeyedRateLimiter<K> {
    let quota = Quota::with_period(one_per).expect("the period is not zero");
    RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(burst).expect("the burst is not zero")))
}

fn check<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Error> {
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        too_many(wait)
    })
}

/// As [`check`], for so many bytes.
fn check_bytes<K: Clone + Eq + Hash>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
    bytes: u64,
) -> Result<(), Error> {
    let kilobytes = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    let Some(kilobytes) = NonZeroU32::new(kilobytes) else {
        return Ok(());
    };
    match limiter.check_key_n(key, kilobytes) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(not_until)) => Err(too_many(not_until.wait_time_from(DefaultClock::default().now()))),
        // More than ever fits.
        Err(_) => Err(Error::TooLarge),
    }
}

fn too_many(wait: Duration) -> Error {
    Error::TooMany {
        retry_after: wait.as_secs() + 1,
    }
}

impl Guard {
    pub fn new(limited: bool, behind_proxy: bool) -> Self {
        let limiters = limited.then(|| Limiters {
            any: limiter(1200, Duration::from_millis(25)),
            write: limiter(120, Duration::from_millis(500)),
            guess: limiter(10, Duration::from_secs(6)),
            sign_in: limiter(30, Duration::from_secs(3)),
            ring: limiter(6, Duration::from_secs(20)),
            held: limiter(60, Duration::from_millis(250)),
            brings: limiter(BRINGS_AT_ONCE, Duration::from_hours(1) / (512 * MB)),
            adds: limiter(ADDS_AT_ONCE, Duration::from_hours(1) / (50 * MB)),
            sessions: Mutex::default(),
            asked: AtomicU32::new(0),
            waiting: Mutex::default(),
            some_wait: AtomicBool::new(false),
            logins: Mutex::default(),
            bodies: Bodies::default(),
        });
        Self {
            limiters,
            behind_proxy,
        }
    }

    /// The address a request comes from.
    pub fn address(&self, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
        let forwarded = || {
            let last = headers.get_all("x-forwarded-for").iter().next_back()?;
            address::of_proxy(last.to_str().ok()?.rsplit(',').next()?)
        };
        let peer = || {
            extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|info| info.0.ip())
        };
        let address = self.behind_proxy.then(forwarded).flatten().or_else(peer);
        address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), network)
    }

    /// Somebody asks for something.
    pub(crate) fn request(&self, address: IpAddr, writes: bool) -> Result<(), Error> {
        let Some(limiters) = &self.limiters else {
            return Ok(());
        };
        limiters.forget();
        check(&limiters.any, &address)?;
        if writes {
            check(&limiters.write, &address)
        } else {
            Ok(())
        }
    }

    /// A page asks again for what it holds.
    pub(crate) fn asks_again(&self, held: &String) -> Result<(), Error> {
        let Some(limiters) = &self.limiters else {
            return Ok(());
        };
        limiters.forget();
        check(&limiters.held, held)
    }

    /// The session of that token was found to be good just now.
    pub fn signed_in(&self, token: &str) {
        let Some(limiters) = &self.limiters else { return };
        if let Ok(mut sessions) = limiters.sessions.lock() {
            let now = Instant::now();
            if sessions.len() >= SESSIONS_MAX {
                sessions.retain(|_, until| *until > now);
            }
            if sessions.len() < SESSIONS_MAX {
                sessions.insert(Sha256::digest(token).into(), now + BELIEVED);
            }
        }
    }

    /// The name of the session of that token, if it was good lately.
    pub fn session(&self, token: &str) -> Option<String> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let sessions = self.limiters.as_ref()?.sessions.lock().ok()?;
        let until = sessions.get(&digest)?;
        (*until > Instant::now()).then(|| hex::encode(digest))
    }

    /// A guess that was wrong. Beyond ten at once and then one in six seconds, the address is kept waiting: also with the
    /// right secret, or an answer would tell it apart.
    ///
    /// # Errors
    /// [`Error::TooMany`] when this address guessed wrongly too often.
    pub fn failed(&self, guess: Guess, address: IpAddr) -> Result<(), Error> {
        let Some(limiters) = &self.limiters else {
            return Ok(());
        };
        let tried = check(&limiters.guess, &(guess, address));
        if let Err(Error::TooMany { retry_after }) = &tried {
            let until = Instant::now() + Duration::from_secs(*retry_after);
            if let Ok(mut waiting) = limiters.waiting.lock() {
                waiting.retain(|_, until| *until > Instant::now());
                waiting.insert((guess, address), until);
                limiters.some_wait.store(true, Ordering::Relaxed);
            }
        }
        tried
    }

    /// Whether that address may give a secret now.
    ///
    /// # Errors
    /// [`Error::TooMany`] while it is kept waiting.
    pub fn may_try(&self, guess: Guess, address: IpAddr) -> Result<(), Error> {
        let Some(limiters) = self
            .limiters
            .as_ref()
            .filter(|l| l.some_wait.load(Ordering::Relaxed))
        else {
            return Ok(());
        };
        let until = limiters
            .waiting
            .lock()
            .ok()
            .and_then(|waiting| waiting.get(&(guess, address)).copied());
        match until.and_then(|until| until.checked_duration_since(Instant::now())) {
            Some(left) => Err(too_many(left)),
            None => Ok(()),
        }
    }

    /// A call that rings at people, which costs whoever calls nothing.
    ///
    /// # Errors
    /// [`Error::TooMany`] when this address called too often.
    pub fn ring(&self, address: IpAddr) -> Result<(), Error> {
        self.limiters
            .as_ref()
            .map_or(Ok(()), |l| check(&l.ring, &address))
    }

    /// What counts a body from there that comes in pieces.
    pub fn waiting(&self, address: IpAddr) -> Option<Waiting> {
        self.limiters.as_ref().map(|l| l.bodies.of(address))
    }

    /// They bring so many bytes more.
    ///
    /// # Errors
    /// [`Error::TooMany`] when they brought too much within an hour.
    pub fn brings(&self, by: Brings, bytes: usize) -> Result<(), Error> {
        self.limiters
            .as_ref()
            .map_or(Ok(()), |l| check_bytes(&l.brings, &by, bytes as u64))
    }

    /// A file of so many bytes is added to that record.
    ///
    /// # Errors
    /// [`Error::TooMany`] when too much was added to it within an hour.
    pub fn adds(&self, record: &str, bytes: u64) -> Result<(), Error> {
        self.limiters
            .as_ref()
            .map_or(Ok(()), |l| check_bytes(&l.adds, &record.to_owned(), bytes))
    }

    /// A password is tried: returns when it may be looked at.
    ///
    /// # Errors
    /// [`Error::TooMany`] while they, or their address, have to wait for it: see [`logins`].
    pub async fn tries(&self, login: Login, who: Who, address: IpAddr) -> Result<(), Error> {
        let Some(limiters) = &self.limiters else {
            return Ok(());
        };
        let now = Instant::now();
        let is_known = limiters.logins().knows(&login, &who, now);
        if !is_known {
            check(&limiters.sign_in, &address)?;
        }
        let turn = limiters.logins().tries(login, who, now);
        match turn {
            Turn::In(after) => {
                if !after.is_zero() {
                    tokio::time::sleep(after).await;
                }
                Ok(())
            }
            Turn::Refused(after) => Err(too_many(after)),
        }
    }

    /// It was right.
    pub fn was_right(&self, login: Login, who: Who, address: IpAddr) {
        if let Some(limiters) = &self.limiters {
            limiters.logins().was_right(login, who, address, Instant::now());
        }
    }
}

impl Limiters {
    fn logins(&self) -> std::sync::MutexGuard<'_, Logins> {
        // Each change is whole before anything can panic.
        self.logins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Addresses, and what was held, that nothing was heard of lately are forgotten now and then.
    fn forget(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % 10_000 == 9_999 {
            for limiter in [&self.any, &self.write, &self.sign_in, &self.ring] {
                limiter.retain_recent();
            }
            self.guess.retain_recent();
            self.held.retain_recent();
            self.brings.retain_recent();
            self.adds.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn who_guessed_too_often_waits_with_the_right_code_too() {
        let guard = Guard::new(true, false);
        for _ in 0..10 {
            guard.may_try(Guess::Receipt, HERE).unwrap();
            guard.failed(Guess::Receipt, HERE).unwrap();
        }
        assert!(guard.may_try(Guess::Receipt, HERE).is_ok());
        let failed = guard.failed(Guess::Receipt, HERE);
        assert!(matches!(failed, Err(Error::TooMany { retry_after: 1..=7 })));
        let waits = guard.may_try(Guess::Receipt, HERE);
        assert!(matches!(waits, Err(Error::TooMany { .. })));
        assert!(guard.may_try(Guess::Receipt, ELSEWHERE).is_ok());
        assert!(Guard::new(false, false).failed(Guess::Receipt, HERE).is_ok());
    }

    #[tokio::test]
    async fn who_guesses_at_receipts_keeps_nobody_there_from_signing_in() {
        let guard = Guard::new(true, false);
        for _ in 0..100 {
            let _ = guard.failed(Guess::Receipt, HERE);
        }
        assert!(guard.may_try(Guess::Exchange, HERE).is_ok());
        guard.tries([1; 32], Who::Address(HERE), HERE).await.unwrap();
    }

    #[tokio::test]
    async fn who_tries_many_logins_waits_and_whoever_is_known_there_does_not() {
        let guard = Guard::new(true, false);
        let staff = [255; 32];
        guard.was_right(staff, Who::Address(HERE), HERE);
        for n in 0..30 {
            guard.tries([n; 32], Who::Address(HERE), HERE).await.unwrap();
        }
        let one_more = guard.tries([99; 32], Who::Address(HERE), HERE).await;
        assert!(matches!(one_more, Err(Error::TooMany { retry_after: 1..=4 })));
        guard.tries(staff, Who::Address(HERE), HERE).await.unwrap();
        guard.tries([99; 32], Who::Device([1; 16]), HERE).await.unwrap();
        guard
            .tries([99; 32], Who::Address(ELSEWHERE), ELSEWHERE)
            .await
            .unwrap();
    }

    #[test]
    fn files_are_counted_by_who_brings_them_and_by_what_they_are_added_to() {
        let guard = Guard::new(true, false);
        let mut taken = 0;
        while guard.brings(Brings::Address(HERE), 1024 * 1024).is_ok() {
            taken += 1;
            assert!(taken < 1_000, "it never ends");
        }
        assert!((256..=258).contains(&taken), "{taken}");
        let wait = guard.brings(Brings::Address(HERE), 1024 * 1024);
        assert!(
            matches!(wait, Err(Error::TooMany { retry_after: 1..=9 })),
            "{wait:?}"
        );
        guard.brings(Brings::Address(ELSEWHERE), 1024 * 1024).unwrap();
        guard.brings(Brings::Staff(1), 1024 * 1024).unwrap();
        for _ in 0..10 {
            guard.adds("cases/one", 10 * 1024 * 1024).unwrap();
        }
        assert!(guard.adds("cases/one", 10 * 1024 * 1024).is_err());
        guard.adds("cases/another", 10 * 1024 * 1024).unwrap();
        guard.brings(Brings::Staff(2), 0).unwrap();
    }

    #[test]
    fn a_session_is_known_once_it_was_good() {
        let guard = Guard::new(true, false);
        assert_eq!(guard.session("token"), None);
        guard.signed_in("token");
        assert!(guard.session("token").is_some());
        assert_eq!(guard.session("another"), None);
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_a_proxy() {
        let sent = |value: &str| {
            HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), value.parse().unwrap())])
        };
        let none = Extensions::new();
        let expected: IpAddr = "2001:db8:1:2::".parse().unwrap();
        let two = sent("10.0.0.1, [2001:db8:1:2:3:4:5:6]:443");
        assert_eq!(Guard::new(true, true).address(&two, &none), expected);
        assert!(Guard::new(true, false).address(&two, &none).is_unspecified());
        // What cannot be read is the proxy's own.
        let mut peer = Extensions::new();
        peer.insert(ConnectInfo(SocketAddr::new(ELSEWHERE, 1)));
        assert_eq!(Guard::new(true, true).address(&sent("unknown"), &peer), ELSEWHERE);
    }
}
