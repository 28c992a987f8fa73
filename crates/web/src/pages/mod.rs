//! Public pages, in every language under `/{lang}`.

pub mod cases;
pub mod home;
pub mod regulation;
pub mod services;
pub mod texts;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::SET_COOKIE;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use crate::app::App;
use crate::cookies::{Keep, SetCookie};
use crate::reader::{LANGUAGE, language_of_path, remembered};

/// Routes below the language.
pub fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/services", get(services::list))
        .route("/services/{code}", get(services::start))
        .route(
            "/services/{code}/apply",
            get(cases::apply::begin).post(cases::apply::answer),
        )
        .route("/receipt/{reference}", get(cases::receipt::show))
        .route("/follow", get(cases::follow::find).post(cases::follow::open))
        .route("/follow/{reference}", get(cases::follow::show))
        .route("/follow/{reference}/status", get(cases::follow::status))
        .route(
            "/follow/{reference}/attach",
            post(cases::files::attach).layer(DefaultBodyLimit::max(crate::intake::FILE_BODY_MAX)),
        )
        .route("/follow/{reference}/files/{id}", get(cases::files::download))
        .route("/follow/{reference}/{what}", post(cases::follow::act))
        .route("/regulation", get(regulation::list))
        .route("/regulation/{number}", get(regulation::article))
        .route("/{page}", get(texts::show))
        .layer(from_fn_with_state(app.clone(), remember))
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
