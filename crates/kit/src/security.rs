//! What stands before every handler: where a request may come from, how long it may take, and which headers the answer
//! carries. How often somebody may ask is the guard's ([`crate::guard`]).

use std::sync::LazyLock;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;

use crate::app::App;
use crate::error::Error;

/// The largest body of a request, in bytes, unless a route says otherwise.
pub const BODY_MAX: usize = 1024 * 1024;
/// How long an answer may take to begin, from when the last of its request has come.
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

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request may go on: not too many from one address, and nothing that another site made a browser send. The
/// API takes no cookies, so there is nothing to abuse there.
pub fn admit(app: &App, request: &Request) -> Result<(), Error> {
    // Two that stand one behind the other might each believe another (RFC 9112, 3.2).
    if request.headers().get_all(header::HOST).iter().count() > 1 {
        return Err(Error::Malformed("Host".to_owned()));
    }
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
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
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
}
