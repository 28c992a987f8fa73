//! Style sheets, scripts and images, compiled in where they are built.

use std::collections::HashMap;
use std::fmt;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Error;

/// One file, by its own name and by the one that holds a hash of its content.
pub struct Asset {
    pub name: &'static str,
    pub hashed: &'static str,
    pub mime: &'static str,
    pub bytes: &'static [u8],
    pub gzip: Option<&'static [u8]>,
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hashed)
    }
}

/// All of them, by their own names.
#[derive(Debug)]
pub struct Assets {
    all: &'static [Asset],
    addresses: HashMap<&'static str, String>,
}

impl Assets {
    pub fn new(all: &'static [Asset]) -> Self {
        let address = |asset: &Asset| (asset.name, format!("/assets/{}", asset.hashed));
        Self {
            all,
            addresses: all.iter().map(address).collect(),
        }
    }

    /// The address of an asset by its own name.
    ///
    /// # Panics
    /// When no asset has that name: a template names one that there is not. The page samples find it.
    pub fn address(&self, name: &str) -> &str {
        self.addresses
            .get(name)
            .unwrap_or_else(|| panic!("no asset is called {name}"))
    }
}

/// `GET /assets/{hashed}`: kept by the browser for good, since another content has another name.
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn serve(State(app): State<App>, Path(hashed): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = app.assets().all.iter().find(|asset| asset.hashed == hashed) else {
        return Error::NotFound.into_response();
    };
    let gzip_accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("gzip"));
    let fixed = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match asset.gzip.filter(|_| gzip_accepted) {
        Some(gzip) => (StatusCode::OK, fixed, [(header::CONTENT_ENCODING, "gzip")], gzip).into_response(),
        None => (StatusCode::OK, fixed, asset.bytes).into_response(),
    }
}
