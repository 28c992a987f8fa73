//! What stands before every handler: where a request may come from, how often, how long, and which headers the
//! answer carries.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::error::Error;

/// The largest body of a request, in bytes, unless a route says otherwise.
pub const BODY_MAX: usize = 1024 * 1024;
/// How long a request may take until its answer begins.
pub const TIME_MAX: Duration = Duration::from_mins(2);

/// Where the images of every page may come from.
const IMAGES: &str = "'self' data:";

/// The policy of pages that allow nothing more.
static POLICY: LazyLock<HeaderValue> =
    LazyLock::new(|| HeaderValue::try_from(policy(None, None)).expect("it is plain ASCII"));

/// What a page may load: nothing from elsewhere but images of that origin, and it may connect to that other one.
fn policy(images: Option<&str>, connect: Option<&str>) -> String {
    let from = |known: &str, more: Option<&str>| match more {
        Some(origin) => format!("{known} {origin}"),
        None => known.to_owned(),
    };
    let (images, connect) = (from(IMAGES, images), from("'self'", connect));
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; \
         connect-src {connect}; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
}

/// What a page may do that others may not: its answer carries it as an extension.
#[derive(Debug, Clone, Default)]
pub struct Allows {
    /// It may ask where its reader is.
    pub geolocation: bool,
    /// It may use the camera and the microphone, when its reader lets it.
    pub media: bool,
    /// It may use the microphone alone.
    pub microphone: bool,
    /// It may show images of that origin.
    pub images: Option<String>,
    /// It may connect to that origin: the telephone exchange's.
    pub connect: Option<String>,
}

/// Limits on how often one address may ask. An IPv6 address counts by its /64. Pages that ask again for what they hold are
/// counted by that.
#[derive(Debug)]
pub struct Guard {
    limiters: Option<Limiters>,
    behind_proxy: bool,
}

#[derive(Debug)]
struct Limiters {
    /// Anything: 1,200 at once, then 40 a second. An office or a dormitory behind one address gets by.
    any: DefaultKeyedRateLimiter<IpAddr>,
    /// Whatever writes: 120 at once, then 2 a second.
    write: DefaultKeyedRateLimiter<IpAddr>,
    /// Tries at a secret: 10 at once, then one in six seconds.
    attempt: DefaultKeyedRateLimiter<IpAddr>,
    /// Calls that ring: 6 at once, then one in twenty seconds.
    ring: DefaultKeyedRateLimiter<IpAddr>,
    /// Pages that ask again, by what each holds: 60 at once, then 4 a second.
    held: DefaultKeyedRateLimiter<String>,
    /// Digests of the tokens of sessions that were good lately, and until when that is believed.
    sessions: Mutex<HashMap<[u8; 32], Instant>>,
    /// Addresses are forgotten now and then.
    asked: AtomicU32,
    /// Addresses that failed too often, and until when they are kept waiting.
    waiting: Mutex<HashMap<IpAddr, Instant>>,
    some_wait: AtomicBool,
}

/// So long a session is believed to go on: it decides no more than what a request is counted by.
const BELIEVED: Duration = Duration::from_mins(5);
/// And so many of them, of a node.
const SESSIONS_MAX: usize = 10_000;

fn limiter<K: Clone + Eq + Hash>(burst: u32, one_per: Duration) -> DefaultKeyedRateLimiter<K> {
    let quota = Quota::with_period(one_per).expect("the period is not zero");
    RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(burst).expect("the burst is not zero")))
}

fn check<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Error> {
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Error::TooMany {
            retry_after: wait.as_secs() + 1,
        }
    })
}

impl Guard {
    pub fn new(limited: bool, behind_proxy: bool) -> Self {
        let limiters = limited.then(|| Limiters {
            any: limiter(1200, Duration::from_millis(25)),
            write: limiter(120, Duration::from_millis(500)),
            attempt: limiter(10, Duration::from_secs(6)),
            ring: limiter(6, Duration::from_secs(20)),
            held: limiter(60, Duration::from_millis(250)),
            sessions: Mutex::default(),
            asked: AtomicU32::new(0),
            waiting: Mutex::default(),
            some_wait: AtomicBool::new(false),
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
            last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = || {
            extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|info| info.0.ip())
        };
        let address = self.behind_proxy.then(forwarded).flatten().or_else(peer);
        match address.map(|address| address.to_canonical()) {
            Some(IpAddr::V6(v6)) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            Some(v4) => v4,
            None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        }
    }

    fn request(&self, address: IpAddr, writes: bool) -> Result<(), Error> {
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
    fn asks_again(&self, held: &String) -> Result<(), Error> {
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

    /// A try at a receipt's access code that failed. Beyond what [`Guard::attempt`] allows, the address is kept waiting:
    /// also with the right code, or an answer would tell it apart.
    ///
    /// # Errors
    /// [`Error::TooMany`] when this address failed too often.
    pub fn failed(&self, address: IpAddr) -> Result<(), Error> {
        let tried = self.attempt(address);
        if let (Some(limiters), Err(Error::TooMany { retry_after })) = (&self.limiters, &tried) {
            let until = Instant::now() + Duration::from_secs(*retry_after);
            if let Ok(mut waiting) = limiters.waiting.lock() {
                waiting.retain(|_, until| *until > Instant::now());
                waiting.insert(address, until);
                limiters.some_wait.store(true, Ordering::Relaxed);
            }
        }
        tried
    }

    /// Whether that address may try a receipt's access code now.
    ///
    /// # Errors
    /// [`Error::TooMany`] while it is kept waiting.
    pub fn may_try(&self, address: IpAddr) -> Result<(), Error> {
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
            .and_then(|waiting| waiting.get(&address).copied());
        match until.and_then(|until| until.checked_duration_since(Instant::now())) {
            Some(left) => Err(Error::TooMany {
                retry_after: left.as_secs() + 1,
            }),
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

    /// A try at a receipt's access code or at a password.
    ///
    /// # Errors
    /// [`Error::TooMany`] when this address tried too often.
    pub fn attempt(&self, address: IpAddr) -> Result<(), Error> {
        self.limiters
            .as_ref()
            .map_or(Ok(()), |l| check(&l.attempt, &address))
    }
}

impl Limiters {
    /// Addresses, and what was held, that nothing was heard of lately are forgotten now and then.
    fn forget(&self) {
        if self.asked.fetch_add(1, Ordering::Relaxed) % 10_000 == 9_999 {
            for limiter in [&self.any, &self.write, &self.attempt, &self.ring] {
                limiter.retain_recent();
            }
            self.held.retain_recent();
        }
    }
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request may go on: not too many from one address, and nothing that another site made a browser send. The
/// API takes no cookies, so there is nothing to abuse there.
pub fn admit(app: &App, request: &Request) -> Result<(), Error> {
    let path = request.uri().path();
    if path.starts_with("/assets/") {
        return Ok(());
    }
    let posts = !is_safe(request.method());
    let address = app.guard().address(request.headers(), request.extensions());
    // The exchange is known by its secret, and speaks several times for each call.
    let writes = posts && !asks(app, path) && !path.starts_with(EXCHANGE);
    match held(app, request).filter(|_| !posts) {
        Some(held) => app.guard().asks_again(&held)?,
        None => app.guard().request(address, writes)?,
    }
    if !posts || path.starts_with("/api/") || comes_from_here(request.headers()) {
        Ok(())
    } else {
        Err(Error::CrossSite)
    }
}

/// What a page holds that asks again for it.
fn held(app: &App, request: &Request) -> Option<String> {
    let path = request.uri().path().get(1..)?;
    let parts: Vec<&str> = path.split('/').collect();
    let mut holds = app.slices().iter().filter_map(|slice| slice.holds);
    holds.find_map(|holds| holds(app, &parts, request.headers()))
}

/// Where the city's telephone exchange asks and tells.
const EXCHANGE: &str = "/exchange/";

/// Whether what is posted there is only asked: see [`Slice::asks`](crate::slice::Slice).
fn asks(app: &App, path: &str) -> bool {
    let below = path
        .get(1..)
        .and_then(|path| path.find('/').map(|at| &path[at..]));
    let all = app.slices().iter().flat_map(|slice| slice.asks);
    below.is_some_and(|below| all.into_iter().any(|path| *path == below))
}

/// Browsers say where a request comes from; what says nothing is no browser.
pub fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

/// `keep_nothing`: what staff see is not kept by their browser.
pub fn headers(app: &App, keep_nothing: bool, mut response: Response) -> Response {
    let allows = response.extensions_mut().remove::<Allows>().unwrap_or_default();
    let headers = response.headers_mut();
    let (images, connect) = (allows.images.as_deref(), allows.connect.as_deref());
    let wider = (images.is_some() || connect.is_some()).then(|| policy(images, connect));
    let wider = wider.and_then(|policy| HeaderValue::try_from(policy).ok());
    let policy = wider.unwrap_or_else(|| POLICY.clone());
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page whose address is a secret says so itself.
    let referrer = HeaderValue::from_static("same-origin");
    headers.entry(header::REFERRER_POLICY).or_insert(referrer);
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "permissions-policy",
        HeaderValue::from_static(match &allows {
            Allows {
                geolocation: true, ..
            } => "camera=(), geolocation=(self), microphone=(), payment=()",
            Allows { media: true, .. } => "camera=(self), geolocation=(), microphone=(self), payment=()",
            Allows { microphone: true, .. } => "camera=(), geolocation=(), microphone=(self), payment=()",
            _ => "camera=(), geolocation=(), microphone=(), payment=()",
        }),
    );
    if app.options().secure_cookies {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // A page of a form may be gone back to; what must not be kept at all says so itself.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(if keep_nothing {
            "no-store"
        } else {
            "private, no-cache"
        }));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_this_site_and_what_is_no_browser_may_write() {
        assert!(comes_from_here(&headers(&[])));
        assert!(comes_from_here(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(comes_from_here(&headers(&[
            ("origin", "https://a.example"),
            ("host", "a.example")
        ])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!comes_from_here(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(!comes_from_here(&headers(&[
            ("origin", "https://b.example"),
            ("host", "a.example")
        ])));
        assert!(!comes_from_here(&headers(&[
            ("origin", "null"),
            ("host", "a.example")
        ])));
    }

    #[test]
    fn a_page_that_connects_elsewhere_loads_nothing_from_there() {
        let wider = policy(None, Some("wss://pbx.example"));
        assert!(wider.contains("connect-src 'self' wss://pbx.example;"), "{wider}");
        assert_eq!(wider.matches("pbx.example").count(), 1, "{wider}");
        let plain = policy(None, None);
        assert_eq!(wider.replace(" wss://pbx.example", ""), plain);
        assert!(plain.contains("connect-src 'self';"), "{plain}");
        let map = policy(Some("https://t.example"), None);
        assert!(map.contains("img-src 'self' data: https://t.example;"), "{map}");
    }

    #[test]
    fn the_eleventh_try_at_a_secret_waits() {
        let guard = Guard::new(true, false);
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for _ in 0..10 {
            guard.attempt(address).unwrap();
        }
        assert!(matches!(
            guard.attempt(address),
            Err(Error::TooMany { retry_after: 1..=7 })
        ));
        assert!(Guard::new(false, false).attempt(address).is_ok());
    }

    #[test]
    fn who_failed_too_often_waits_with_the_right_code_too() {
        let guard = Guard::new(true, false);
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for _ in 0..10 {
            guard.may_try(address).unwrap();
            guard.failed(address).unwrap();
        }
        assert!(guard.may_try(address).is_ok());
        assert!(guard.failed(address).is_err());
        assert!(matches!(guard.may_try(address), Err(Error::TooMany { .. })));
        assert!(guard.may_try(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1))).is_ok());
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
        let sent = headers(&[("x-forwarded-for", "10.0.0.1, 2001:db8:1:2:3:4:5:6")]);
        let none = Extensions::new();
        let expected: IpAddr = "2001:db8:1:2::".parse().unwrap();
        assert_eq!(Guard::new(true, true).address(&sent, &none), expected);
        assert!(Guard::new(true, false).address(&sent, &none).is_unspecified());
    }
}
