//! What a handler leaves of a request's body.
//!
//! A form that is too long, or that nobody may send, is answered before all of it has come. Were the connection closed
//! then, the sender would often see that instead of the answer, and with it lose what the answer says. So the rest is
//! read and thrown away, for as long and as far as a sender in good faith needs.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::extract::Request;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};

const MOST_BYTES: usize = 64 * 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(30);

/// The request, whose body is read to its end even if its handler does not.
pub fn read_to_the_end(request: Request) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    request.map(|body| Body::from_stream(ReadToTheEnd(Some(body.into_data_stream()))))
}

struct ReadToTheEnd(Option<BodyDataStream>);

impl Stream for ReadToTheEnd {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let next = std::task::ready!(body.poll_next_unpin(context));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(next)
    }
}

impl Drop for ReadToTheEnd {
    fn drop(&mut self) {
        let (Some(body), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        if !body.is_end_stream() {
            runtime.spawn(tokio::time::timeout(MOST_TIME, throw_away(body)));
        }
    }
}

async fn throw_away(mut body: BodyDataStream) {
    let mut left = MOST_BYTES;
    while let Some(Ok(bytes)) = body.next().await {
        let Some(less) = left.checked_sub(bytes.len()) else {
            return;
        };
        left = less;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A request of three parts that counts how many were asked for.
    fn request(read: &Arc<AtomicUsize>) -> Request {
        let read = Arc::clone(read);
        let parts = futures::stream::iter(0..3).map(move |part: u8| {
            read.fetch_add(1, Ordering::Relaxed);
            Ok::<_, std::io::Error>(Bytes::from(vec![part]))
        });
        Request::new(Body::from_stream(parts))
    }

    #[tokio::test]
    async fn a_body_that_is_left_is_read_to_its_end() {
        let read = Arc::new(AtomicUsize::new(0));
        drop(read_to_the_end(request(&read)));
        while read.load(Ordering::Relaxed) < 3 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_body_that_is_read_is_what_was_sent() {
        let read = Arc::new(AtomicUsize::new(0));
        let body = read_to_the_end(request(&read)).into_body();
        let bytes = axum::body::to_bytes(body, 10).await.unwrap();
        assert_eq!(&bytes[..], [0, 1, 2]);
    }
}
