//! The limit of a read: a handler that answers with a little JSON and asks nobody.

use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::server;

pub async fn serve() -> anyhow::Result<()> {
    let hello = || async { Json(json!({ "message": "hello" })) };
    server::serve(Router::new().route("/", get(hello))).await
}
