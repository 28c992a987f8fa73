//! Connections, made and kept for whoever asks next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{Manager, Metrics, Pool, RecycleError, RecycleResult, Timeouts};
use deadpool_postgres::ClientWrapper;
use futures::future::poll_fn;
use tokio_postgres::AsyncMessage;
use tokio_postgres::error::Severity;

use super::hide;
use super::servers::{Found, Line, Servers};
use crate::{StoreError, dialect};

const CONNECTIONS: usize = 16;
/// So many of them may write at once: while a server keeps commits waiting, for a standby that is gone or a disk that
/// hangs, the others still read.
pub(super) const WRITERS: usize = 12;

/// A connection, set up as all are here.
#[derive(Debug)]
pub(super) struct Connected {
    pub client: ClientWrapper,
    /// The server has warned of something since this was last cleared.
    pub warned: Arc<AtomicBool>,
    pub servers: Arc<Servers>,
    /// Which of them it leads to.
    pub server: usize,
}

/// Makes them.
#[derive(Debug)]
pub(super) struct Maker {
    servers: Arc<Servers>,
    time: Duration,
}

/// `time`: for a free connection, and for an answer while it is set up.
pub(super) fn pool(servers: &Arc<Servers>, time: Duration) -> Result<Pool<Maker>, StoreError> {
    let maker = Maker {
        servers: Arc::clone(servers),
        time,
    };
    Pool::builder(maker)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(time),
            create: Some(servers.time() + time),
            recycle: Some(time),
        })
        .build()
        .map_err(|_| StoreError::Unavailable)
}

#[cfg(test)]
impl Maker {
    pub fn right(&self) -> usize {
        self.servers.right()
    }
}

impl Manager for Maker {
    type Type = Connected;
    type Error = StoreError;

    async fn create(&self) -> Result<Connected, StoreError> {
        let Found { client, line, server } = Box::pin(self.servers.connect()).await?;
        let warned = Arc::default();
        let carries = tokio::spawn(carry(line, Arc::clone(&warned)));
        let client = ClientWrapper::new(client, carries);
        let set = client.batch_execute(dialect::POSTGRES_SESSION);
        match tokio::time::timeout(self.time, set).await {
            Ok(set) => set.map_err(|error| hide(&error))?,
            Err(_) => return Err(StoreError::Unavailable),
        }
        Ok(Connected {
            client,
            warned,
            servers: Arc::clone(&self.servers),
            server,
        })
    }

    async fn recycle(&self, connected: &mut Connected, _: &Metrics) -> RecycleResult<StoreError> {
        if connected.client.is_closed() {
            return Err(RecycleError::message("the line broke"));
        }
        if connected.server != self.servers.right() {
            return Err(RecycleError::message("another server takes the writes"));
        }
        Ok(())
    }
}

/// Carries what is asked and answered until the line ends, and notes when the server warns.
async fn carry(mut line: Line, warned: Arc<AtomicBool>) {
    while let Some(Ok(message)) = poll_fn(|cx| line.poll_message(cx)).await {
        if let AsyncMessage::Notice(notice) = message
            && notice.parsed_severity() == Some(Severity::Warning)
        {
            warned.store(true, Ordering::Relaxed);
        }
    }
}
