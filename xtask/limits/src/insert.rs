//! The limit of a write: a handler that puts the request's body into one row of one table and answers when the row is on
//! disk. One thread writes; it takes all who wait into one transaction.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::server;

/// How many may wait; above the number of connections, so that nobody ever does for room.
const WAITING_MAX: usize = 1024;

pub struct Insert {
    pub body: Bytes,
    pub done: oneshot::Sender<()>,
}

pub async fn serve(file: &Path) -> anyhow::Result<()> {
    let inserts = writer(file)?;
    server::serve(Router::new().route("/", post(insert)).with_state(inserts)).await
}

/// The way to a thread that writes to that file.
pub fn writer(file: &Path) -> anyhow::Result<SyncSender<Insert>> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let (inserts, waiting) = sync_channel(WAITING_MAX);
    thread::Builder::new().name("writer".to_owned()).spawn(move || {
        if let Err(error) = write(connection, &waiting) {
            eprintln!("the writer ended: {error}");
        }
    })?;
    Ok(inserts)
}

async fn insert(State(inserts): State<SyncSender<Insert>>, body: Bytes) -> StatusCode {
    let (done, on_disk) = oneshot::channel();
    let sent = inserts.try_send(Insert { body, done }).is_ok();
    if sent && on_disk.await.is_ok() {
        StatusCode::CREATED
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    }
}

fn write(mut connection: Connection, waiting: &Receiver<Insert>) -> rusqlite::Result<()> {
    while let Ok(first) = waiting.recv() {
        let group: Vec<Insert> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO rows (body) VALUES (?1)")?;
            for row in &group {
                insert.execute([&row.body[..]])?;
            }
        }
        transaction.commit()?;
        for row in group {
            // Who asked may have gone.
            let _ = row.done.send(());
        }
    }
    Ok(())
}
