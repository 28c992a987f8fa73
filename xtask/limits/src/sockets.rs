//! The limit of a chat: a socket that puts each message into one row of one table and answers when the row is on disk. One thread
//! writes; it takes all that wait into one transaction.

use std::path::Path;
use std::sync::mpsc::SyncSender;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::oneshot;

use crate::insert::{Insert, writer};
use crate::server;

pub async fn serve(file: &Path) -> anyhow::Result<()> {
    let inserts = writer(file)?;
    server::serve(Router::new().route("/", get(listen)).with_state(inserts)).await
}

async fn listen(State(inserts): State<SyncSender<Insert>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(2048)
        .write_buffer_size(0)
        .on_upgrade(|socket| answer(socket, inserts))
}

async fn answer(mut socket: WebSocket, inserts: SyncSender<Insert>) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else {
            continue;
        };
        let (done, on_disk) = oneshot::channel();
        let insert = Insert {
            body: text.into(),
            done,
        };
        if inserts.try_send(insert).is_err() || on_disk.await.is_err() {
            return;
        }
        let said = Message::Text("{\"kind\":\"acknowledged\"}".into());
        if socket.send(said).await.is_err() {
            return;
        }
    }
}
