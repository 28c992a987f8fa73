//! The style sheets, scripts and images that `build.rs` made, compiled in.

use std::sync::LazyLock;
use std::{collections::HashMap, fmt};

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file, by its own name and by the one that holds a hash of its content.
struct Asset {
    name: &'static str,
    hashed: &'static str,
    mime: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hashed)
    }
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

static ADDRESSES: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    let address = |asset: &Asset| (asset.name, format!("/assets/{}", asset.hashed));
    ASSETS.iter().map(address).collect()
});

/// The address of an asset by its own name.
///
/// # Panics
/// When no asset has that name: a template names one that `ui/` does not have. The page samples find it.
pub fn address(name: &str) -> &'static str {
    ADDRESSES
        .get(name)
        .unwrap_or_else(|| panic!("no asset is called {name}"))
}

/// `GET /assets/{hashed}`: kept by the browser for good, since another content has another name.
pub(crate) async fn serve(Path(hashed): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.hashed == hashed) else {
        return crate::kit::error::Error::NotFound.into_response();
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
