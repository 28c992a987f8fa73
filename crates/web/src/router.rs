//! Every route, and the layers around them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::error::Error;
use crate::reader::Reader;
use crate::{api, assets, desk, error, pages, security, unread};

/// The whole of the web room as one service. Serve it with
/// [`Router::into_make_service_with_connect_info`], so that limits know who asks.
pub fn router(app: App) -> Router {
    let public = Router::new()
        .nest("/{lang}", pages::routes(&app))
        .layer(CompressionLayer::new());
    Router::new()
        .route("/", get(root))
        .route("/assets/{hashed}", get(assets::serve))
        .route("/problems/{code}", get(error::explain))
        .route("/favicon.ico", get(favicon))
        .merge(public)
        .merge(desk::routes(&app))
        .merge(api::router())
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(security::BODY_MAX))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            security::TIME_MAX,
        ))
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// What stands around every handler. One layer instead of four: each costs every request some small pieces of memory.
async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let reader = Reader::of(&app, request.uri(), request.headers());
    let desk = request.uri().path().starts_with("/desk");
    let writes = !request.method().is_safe();
    let request = unread::read_to_the_end(request);
    let response = match security::admit(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    security::headers(&app, desk, error::render(&app, reader, writes, response))
}

/// The reader's own language, by memory, then by what the browser asks for.
async fn root(State(_): State<App>, reader: Reader) -> Response {
    let varies = [(header::VARY, "accept-language, cookie")];
    (varies, Redirect::to(&format!("/{}", reader.lang))).into_response()
}

async fn favicon(_: HeaderMap) -> Redirect {
    Redirect::permanent(assets::address("favicon.svg"))
}
