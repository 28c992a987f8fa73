//! Every route, and the layers around them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::kit::app::App;
use crate::kit::cookies::{Keep, SetCookie};
use crate::kit::error::Error;
use crate::kit::guard::Waiting;
use crate::kit::reader::Reader;
use crate::kit::reader::{KIOSK, LANGUAGE, language_of_path, remembered};
use crate::kit::{address, api, assets, crowd, error, fallback, live, security, sitemap, unread};
use crate::people::signing;

/// The whole of the web room as one service. Serve it with
/// [`Router::into_make_service_with_connect_info`], so that limits know who asks.
pub fn router(app: App) -> Router {
    let pages = app
        .slices()
        .iter()
        .fold(Router::new(), |pages, slice| pages.merge((slice.pages)()));
    let pages = pages
        .layer(from_fn_with_state(app.clone(), settle))
        .layer(from_fn(crowd::look))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), crowd::answer))
        .layer(from_fn_with_state(app.clone(), remember));
    let public = Router::new().nest("/{lang}", pages);
    Router::new()
        .route("/", get(root))
        .route("/kiosk", get(kiosk))
        .route("/assets/{hashed}", get(assets::serve))
        .route("/problems/{code}", get(error::explain))
        .route("/favicon.ico", get(favicon))
        .route("/robots.txt", get(sitemap::robots))
        .route(
            "/sitemap.xml",
            get(sitemap::sitemap).layer(CompressionLayer::new()),
        )
        .merge(public)
        .merge(desk(&app))
        .merge(api::router(&app))
        .merge(crate::contacts::exchange::routes())
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(security::BODY_MAX))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// Everything under `/desk`.
fn desk(app: &App) -> Router<App> {
    let signed_in = app
        .slices()
        .iter()
        .fold(Router::new(), |desk, slice| desk.merge((slice.desk)()))
        .layer(from_fn_with_state(app.clone(), settle))
        .layer(CompressionLayer::new())
        .route("/desk/live", get(live::listen))
        .layer(from_fn_with_state(app.clone(), signing::signed_in));
    Router::new()
        .route("/desk/sign-in", get(signing::show).post(signing::sign_in))
        .route("/desk/sign-out", post(signing::sign_out))
        .merge(signed_in)
}

/// Remembers the language of the page that was read, for a year.
async fn remember(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.extensions().get::<axum::extract::OriginalUri>();
    let path = uri.map_or(request.uri().path(), |uri| uri.0.path());
    let lang = language_of_path(&app, path);
    let before = remembered(&app, request.headers());
    let mut response = next.run(request).await;
    if let Some(lang) = lang.filter(|lang| Some(*lang) != before)
        && response.status().is_success()
    {
        let cookie = SetCookie::new(&app, LANGUAGE, lang.as_str(), Keep::Seconds(31_536_000));
        response.headers_mut().append(SET_COOKIE, cookie.header());
    }
    response
}

/// Says of what a language lacks in which it is shown. It stands before what compresses pages.
async fn settle(State(app): State<App>, request: Request, next: Next) -> Response {
    settled(&app, next.run(request).await).await
}

async fn settled(app: &App, response: Response) -> Response {
    if app.texts().gaps().is_empty() {
        response
    } else {
        fallback::settle(response).await
    }
}

/// What stands around every handler. One layer instead of four: each costs every request some small pieces of memory.
async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let reader = Reader::of(&app, request.uri(), request.headers());
    let desk = request.uri().path().starts_with("/desk");
    let writes = !request.method().is_safe();
    let (request, body) = unread::read_to_the_end(request, unread::PACE, |request| waiting(&app, request));
    let response = match security::admit(&app, &request) {
        Ok(()) => match address::the_one(&app, request.uri()) {
            // It keeps the method, and so what was posted.
            Some(one) => Redirect::permanent(&one).into_response(),
            None => match body.in_time(security::TIME_MAX, next.run(request)).await {
                Some(response) => response,
                None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            },
        },
        Err(error) => error.into_response(),
    };
    let response = match body.error() {
        Some(error) if !response.status().is_success() => error.into_response(),
        _ => response,
    };
    let response = error::render(&app, reader, writes, response);
    security::headers(&app, desk, error::later(settled(&app, response).await))
}

/// What counts a body that waits in memory. What of it is put on the disk counts no more.
fn waiting(app: &App, request: &Request) -> Option<Waiting> {
    let guard = app.guard();
    guard.waiting(guard.address(request.headers(), request.extensions()))
}

/// The reader's own language, by memory, then by what the browser asks for.
async fn root(State(_): State<App>, reader: Reader) -> Response {
    let varies = [(header::VARY, "accept-language, cookie")];
    (varies, Redirect::to(&format!("/{}", reader.lang))).into_response()
}

/// Where a device in a hall is opened first: from then on, nothing that is written there stays in its browser.
async fn kiosk(State(app): State<App>) -> Response {
    let kept = SetCookie::new(&app, KIOSK, "yes", Keep::Seconds(31_536_000));
    (kept, Redirect::to("/")).into_response()
}

async fn favicon(State(app): State<App>) -> Redirect {
    Redirect::permanent(app.assets().address("favicon.svg"))
}
