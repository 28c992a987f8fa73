//! Hears what any node wrote, this one included.

use std::sync::Arc;
use std::time::Duration;

use futures::future::poll_fn;
use tokio_postgres::AsyncMessage;

use super::Patience;
use super::servers::{Found, Servers};
use crate::bus::{Bus, Changed, Heard};
use crate::{StoreError, dialect};

/// Hears, and comes back when the line breaks.
pub(super) async fn listen(servers: Arc<Servers>, first: Found, bus: Bus, patience: Patience) {
    let mut line = Some(first);
    let mut pause = Duration::from_millis(100);
    loop {
        let connected: Result<_, StoreError> = match line.take() {
            Some(line) => Ok(line),
            None => servers.connect().await,
        };
        if let Ok(found) = connected {
            let server = found.server;
            tokio::select! {
                () = hear(found, &bus, patience, &mut pause) => {}
                () = servers.left(server) => {}
            }
            tracing::warn!("the line on which PostgreSQL tells of changes was lost; it is made anew");
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// Until the line breaks or falls silent.
async fn hear(found: Found, bus: &Bus, patience: Patience, pause: &mut Duration) {
    let Found { client, mut line, .. } = found;
    let messages = async {
        while let Some(Ok(message)) = poll_fn(|cx| line.poll_message(cx)).await {
            if let AsyncMessage::Notification(notice) = message
                && let Ok(changed) = serde_json::from_str::<Changed>(notice.payload())
            {
                bus.tell(Heard::Changed(changed));
            }
        }
    };
    let asked = async |question: &str| {
        let answer = tokio::time::timeout(patience.answer, client.batch_execute(question));
        matches!(answer.await, Ok(Ok(())))
    };
    let ask = async {
        if asked(dialect::POSTGRES_LISTEN).await {
            *pause = Duration::from_millis(100);
            // What happened before is not told again.
            bus.tell(Heard::Missed);
            // No news may be a city that sleeps, or a line that is gone.
            loop {
                tokio::time::sleep(patience.news).await;
                if !asked("").await {
                    break;
                }
            }
        }
    };
    tokio::select! {
        () = messages => {}
        () = ask => {}
    }
}
