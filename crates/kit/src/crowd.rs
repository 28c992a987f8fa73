//! What many ask for at once is made once. From the eleventh request in a second on, a page that the sitemap lists is
//! answered as it was made for the tenth, until that second ends: under a rush a page costs next to nothing, and nobody
//! gets one that is older than a second. Who carries a cookie besides that of the language may be shown something of their
//! own, and is always answered anew; and so is a page whose form is sent once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{OriginalUri, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::cookies;
use crate::reader::LANGUAGE;
use crate::sitemap;

/// So many requests for a page in a second are each answered anew.
const ANEW: u32 = 10;
/// The most pages that are counted in a second: what is asked for beyond them is answered anew.
const PAGES_MAX: usize = 2_000;
/// The largest page that is kept, in bytes.
const BYTES_MAX: u64 = 1024 * 1024;
/// The most bytes that are kept in all.
const KEPT_MAX: usize = 64 * 1024 * 1024;

/// The longest path and header that are counted.
const LONG: usize = 300;

/// What the answer may depend on besides the page.
const READ: [HeaderName; 4] = [
    header::HOST,
    header::ACCEPT_LANGUAGE,
    header::ACCEPT_ENCODING,
    HeaderName::from_static("hx-request"),
];

/// The pages that are asked for in this second.
#[derive(Debug)]
pub struct Crowd {
    began: Instant,
    second: Mutex<Second>,
}

#[derive(Debug, Default)]
struct Second {
    /// Which one it is.
    at: u64,
    pages: HashMap<Asked, Counted>,
    bytes: usize,
}

/// Path, and what else the answer depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    path: String,
    read: [Option<HeaderValue>; 4],
}

#[derive(Debug, Default)]
struct Counted {
    requests: u32,
    kept: Option<Kept>,
}

#[derive(Clone)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.body.len())
    }
}

impl Default for Crowd {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            second: Mutex::default(),
        }
    }
}

/// What is to be done for a request.
#[derive(Debug)]
enum Turn {
    Anew,
    /// The answer is for others, too.
    AndKeep,
    Kept(Kept),
}

impl Crowd {
    fn now(&self) -> u64 {
        self.began.elapsed().as_secs()
    }

    fn turn(&self, at: u64, asked: &Asked) -> Turn {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        if second.at != at {
            *second = Second {
                at,
                ..Second::default()
            };
        }
        if !second.pages.contains_key(asked) && second.pages.len() == PAGES_MAX {
            return Turn::Anew;
        }
        let counted = second.pages.entry(asked.clone()).or_default();
        counted.requests += 1;
        match &counted.kept {
            Some(kept) => Turn::Kept(kept.clone()),
            None if counted.requests >= ANEW => Turn::AndKeep,
            None => Turn::Anew,
        }
    }

    /// Keeps an answer that was made for a request of that second, if it has not ended.
    fn keep(&self, at: u64, asked: &Asked, kept: Kept) {
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = second.bytes + kept.body.len();
        if second.at == at
            && bytes <= KEPT_MAX
            && let Some(counted) = second.pages.get_mut(asked)
            && counted.kept.is_none()
        {
            counted.kept = Some(kept);
            second.bytes = bytes;
        }
    }
}

impl Asked {
    /// `None` for what is nobody else's: a form, an address with a query, a reader with something of their own.
    fn of(app: &App, request: &Parts) -> Option<Self> {
        let uri = request.extensions.get::<OriginalUri>();
        let uri = uri.map_or(&request.uri, |uri| &uri.0);
        let read = READ.map(|name| request.headers.get(name).cloned());
        let is_for_all = request.method == Method::GET
            && uri.query().is_none()
            && uri.path().len() <= LONG
            && read.iter().flatten().all(|value| value.len() <= LONG)
            && !request.headers.contains_key(header::AUTHORIZATION)
            && cookies::are_only(app, &request.headers, LANGUAGE);
        is_for_all.then(|| Self {
            path: uri.path().to_owned(),
            read,
        })
    }
}

/// Goes with a request: it is asked whether the page is for all.
#[derive(Debug, Clone, Copy)]
struct IsForAll;

/// Comes with an answer: the page is not.
#[derive(Debug, Clone, Copy)]
struct IsForOne;

/// What marks a form that is sent once: each has a word of its own.
const ONCE: &[u8] = b"name=\"once\"";

/// Looks whether a page is for all, if that is asked. It stands before what compresses pages.
pub async fn look(request: Request, next: Next) -> Response {
    let is_asked = request.extensions().get::<IsForAll>().is_some();
    let mut response = next.run(request).await;
    if !is_asked {
        return response;
    }
    let size = response.body().size_hint().exact();
    if size.is_none_or(|size| size > BYTES_MAX) {
        response.extensions_mut().insert(IsForOne);
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // What stands in memory can be read.
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    if bytes.windows(ONCE.len()).any(|piece| piece == ONCE) {
        parts.extensions.insert(IsForOne);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Answers a request for a public page.
pub async fn answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked::of(&app, &parts);
    let path = parts.uri.path().to_owned();
    let mut request = Request::from_parts(parts, body);
    let Some(asked) = asked else {
        return next.run(request).await;
    };
    let at = app.crowd().now();
    match app.crowd().turn(at, &asked) {
        Turn::Kept(Kept { headers, body }) => (headers, body).into_response(),
        Turn::Anew => next.run(request).await,
        Turn::AndKeep if !sitemap::lists(&app, &path).await => next.run(request).await,
        Turn::AndKeep => {
            request.extensions_mut().insert(IsForAll);
            let response = next.run(request).await;
            let for_all = response.status() == StatusCode::OK
                && response.extensions().get::<IsForOne>().is_none()
                && !response.headers().contains_key(header::SET_COOKIE)
                && !response.headers().contains_key(header::CACHE_CONTROL);
            if !for_all {
                return response;
            }
            let (parts, body) = response.into_parts();
            // It is no larger than it was before it was compressed.
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            let kept = Kept {
                headers: parts.headers.clone(),
                body: body.clone(),
            };
            app.crowd().keep(at, &asked, kept);
            Response::from_parts(parts, Body::from(body))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str) -> Asked {
        Asked {
            path: path.to_owned(),
            read: [const { None }; 4],
        }
    }

    fn kept(bytes: usize) -> Kept {
        Kept {
            headers: HeaderMap::new(),
            body: vec![b'x'; bytes].into(),
        }
    }

    #[test]
    fn a_page_is_kept_from_the_tenth_request_of_a_second_until_its_end() {
        let crowd = Crowd::default();
        let page = asked("/en/guides");
        for _ in 1..ANEW {
            assert!(matches!(crowd.turn(7, &page), Turn::Anew));
        }
        assert!(matches!(crowd.turn(7, &page), Turn::AndKeep));
        crowd.keep(7, &page, kept(3));
        assert!(matches!(crowd.turn(7, &page), Turn::Kept(kept) if kept.body == "xxx"));
        assert!(matches!(crowd.turn(7, &asked("/ko/guides")), Turn::Anew));
        assert!(matches!(crowd.turn(8, &page), Turn::Anew));
        // It was made in a second that has ended.
        crowd.keep(7, &page, kept(3));
        assert!(matches!(crowd.turn(8, &page), Turn::Anew));
    }

    #[test]
    fn what_is_counted_and_kept_has_an_end() {
        let crowd = Crowd::default();
        for n in 0..PAGES_MAX {
            crowd.turn(1, &asked(&n.to_string()));
        }
        for _ in 0..2 * ANEW {
            assert!(matches!(crowd.turn(1, &asked("one more")), Turn::Anew));
        }
        for n in 0..PAGES_MAX {
            crowd.keep(1, &asked(&n.to_string()), kept(1024 * 1024));
        }
        assert!(crowd.second.lock().unwrap().bytes <= KEPT_MAX);
    }
}
