//! What a handler leaves of a request's body.
//!
//! A form that is too long, or that nobody may send, is answered before all of it has come. Were the connection closed
//! then, the sender would often see that instead of the answer, and with it lose what the answer says. So the rest is
//! read and thrown away, for as long and as far as a sender in good faith needs.
//!
//! And a body has to come: one that stops, or drips, is broken off, and so is one of too many that one address has begun.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::extract::Request;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use tokio::time::{Instant, Sleep};

use crate::error::Error;
use crate::guard::Waiting;

const MOST_BYTES: usize = 64 * 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(30);

/// How fast a body has to come.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The longest that nothing comes.
    quiet: Duration,
    /// After this it must have come as fast as that, on the whole.
    grace: Duration,
    /// Bytes in a second.
    slowest: u32,
}

/// Slower than the lines that people have.
pub const PACE: Pace = Pace {
    quiet: Duration::from_secs(20),
    grace: Duration::from_secs(20),
    slowest: 4 * 1024,
};

/// What became of a body, beside its bytes: whoever reads it says that it was broken off, and not why.
#[derive(Debug, Clone, Default)]
pub struct Outcome(Option<Arc<Came>>);

#[derive(Debug)]
struct Came {
    begun: Instant,
    /// When the last of it came, in milliseconds since.
    last: AtomicU64,
    /// Why it was broken off.
    why: AtomicU8,
}

const LATE: u8 = 1;
const TOO_MANY: u8 = 2;

impl Outcome {
    /// Why it was broken off, if it was.
    pub fn error(&self) -> Option<Error> {
        match self.0.as_ref()?.why.load(Ordering::Relaxed) {
            LATE => Some(Error::Incomplete),
            TOO_MANY => Some(Error::TooMany { retry_after: 5 }),
            _ => None,
        }
    }

    /// What comes of the request; `None` when nothing did so long after the last of it had come.
    pub async fn in_time<T>(&self, most: Duration, answer: impl Future<Output = T>) -> Option<T> {
        let mut answer = pin!(answer);
        let mut until = Instant::now() + most;
        loop {
            if let Ok(answer) = tokio::time::timeout_at(until, answer.as_mut()).await {
                return Some(answer);
            }
            let came = self.0.as_ref()?;
            let last = came.begun + Duration::from_millis(came.last.load(Ordering::Relaxed));
            if last + most <= until {
                return None;
            }
            until = last + most;
        }
    }
}

/// The request, whose body is read to its end even if its handler does not, and has to come at that pace. What of it waits in
/// memory counts by `waiting`.
pub fn read_to_the_end(
    request: Request,
    pace: Pace,
    waiting: impl FnOnce(&Request) -> Option<Waiting>,
) -> (Request, Outcome) {
    if request.body().is_end_stream() {
        return (request, Outcome::default());
    }
    let came = Arc::new(Came {
        begun: Instant::now(),
        last: AtomicU64::new(0),
        why: AtomicU8::new(0),
    });
    let waiting = waiting(&request).map(Arc::new);
    let mut request = request;
    if let Some(waiting) = &waiting {
        // Whoever takes of it says so.
        request.extensions_mut().insert(Arc::clone(waiting));
    }
    let request = request.map(|body| {
        let reading = Reading {
            body: body.into_data_stream(),
            pace,
            bytes: 0,
            deadline: None,
            waited_since: None,
            waited: Duration::ZERO,
            waiting,
            came: Arc::clone(&came),
        };
        Body::from_stream(ReadToTheEnd(Some(Box::new(reading))))
    });
    (request, Outcome(Some(came)))
}

#[derive(Debug, thiserror::Error)]
#[error("it was broken off")]
struct BrokenOff;

/// A body that is read.
struct Reading {
    body: BodyDataStream,
    pace: Pace,
    bytes: u64,
    /// Made when it is waited for first: most bodies come with their heads.
    deadline: Option<Pin<Box<Sleep>>>,
    waited_since: Option<Instant>,
    /// How long it was waited for before, all in all: what a handler takes is not the sender's affair.
    waited: Duration,
    waiting: Option<Arc<Waiting>>,
    came: Arc<Came>,
}

impl Reading {
    /// Until when the next piece has to come, from now on.
    fn until(&self) -> Instant {
        let at_slowest = Duration::from_secs(self.bytes / u64::from(self.pace.slowest));
        let on_the_whole = (self.pace.grace + at_slowest).saturating_sub(self.waited);
        Instant::now() + on_the_whole.min(self.pace.quiet)
    }

    fn breaks_off(&mut self, why: u8) -> Poll<Option<Result<Bytes, axum::Error>>> {
        self.came.why.store(why, Ordering::Relaxed);
        Poll::Ready(Some(Err(axum::Error::new(BrokenOff))))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        match self.body.poll_next_unpin(context) {
            Poll::Ready(next) => {
                if let Some(since) = self.waited_since.take() {
                    self.waited += since.elapsed();
                }
                let since = self.came.begun.elapsed().as_millis();
                let since = u64::try_from(since).unwrap_or(u64::MAX);
                self.came.last.store(since, Ordering::Relaxed);
                if let Some(Ok(bytes)) = &next {
                    self.bytes += bytes.len() as u64;
                    let is_whole = self.body.is_end_stream();
                    let waits = self.waiting.as_ref().filter(|_| !is_whole);
                    if waits.is_some_and(|waits| !waits.add(bytes.len())) {
                        return self.breaks_off(TOO_MANY);
                    }
                }
                Poll::Ready(next)
            }
            Poll::Pending => {
                if self.waited_since.is_none() {
                    self.waited_since = Some(Instant::now());
                    let until = self.until();
                    match &mut self.deadline {
                        Some(deadline) => deadline.as_mut().reset(until),
                        none => *none = Some(Box::pin(tokio::time::sleep_until(until))),
                    }
                }
                let deadline = self
                    .deadline
                    .as_mut()
                    .map(|deadline| deadline.as_mut().poll(context));
                match deadline {
                    Some(Poll::Ready(())) => self.breaks_off(LATE),
                    _ => Poll::Pending,
                }
            }
        }
    }
}

struct ReadToTheEnd(Option<Box<Reading>>);

impl Stream for ReadToTheEnd {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reading) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let next = std::task::ready!(reading.poll(context));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(next)
    }
}

impl Drop for ReadToTheEnd {
    fn drop(&mut self) {
        let (Some(reading), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) else {
            return;
        };
        if !reading.body.is_end_stream() {
            runtime.spawn(tokio::time::timeout(MOST_TIME, throw_away(reading.body)));
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
        drop(read_to_the_end(request(&read), PACE, |_| None));
        while read.load(Ordering::Relaxed) < 3 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_body_that_is_read_is_what_was_sent() {
        let read = Arc::new(AtomicUsize::new(0));
        let (request, outcome) = read_to_the_end(request(&read), PACE, |_| None);
        let bytes = axum::body::to_bytes(request.into_body(), 10).await.unwrap();
        assert_eq!(&bytes[..], [0, 1, 2]);
        assert!(outcome.error().is_none());
    }
    /// What comes of a body that sends so many bytes, over and over, after such a pause.
    async fn comes(bytes: usize, pause: Duration, times: usize) -> (Option<Error>, Duration) {
        let pieces = futures::stream::unfold(0, move |sent| async move {
            tokio::time::sleep(pause).await;
            (sent < times).then(|| (Ok::<_, std::io::Error>(Bytes::from(vec![0; bytes])), sent + 1))
        });
        let begun = Instant::now();
        let (request, outcome) = read_to_the_end(Request::new(Body::from_stream(pieces)), PACE, |_| None);
        let read = axum::body::to_bytes(request.into_body(), usize::MAX).await;
        assert_eq!(read.is_err(), outcome.error().is_some());
        (outcome.error(), begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_or_drips_is_broken_off_and_a_slow_one_is_not() {
        let (stopped, after) = comes(1_000, Duration::from_hours(1), 2).await;
        assert!(matches!(stopped, Some(Error::Incomplete)));
        assert_eq!(after.as_secs(), 20);
        let (dripped, after) = comes(1, Duration::from_secs(10), 1_000).await;
        assert!(matches!(dripped, Some(Error::Incomplete)));
        assert!(after < Duration::from_secs(31), "{after:?}");
        // Ten megabytes over a line of 40 kilobits a second.
        let (slow, after) = comes(5_000, Duration::from_secs(1), 2_000).await;
        assert!(slow.is_none(), "after {after:?}");
        let (pauses, _) = comes(100_000, Duration::from_secs(19), 20).await;
        assert!(pauses.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_waited_for_from_when_the_last_of_its_request_came() {
        let most = Duration::from_mins(2);
        let never = Outcome::default()
            .in_time(most, futures::future::pending::<()>())
            .await;
        assert!(never.is_none());
        let begun = Instant::now();
        let pieces = futures::stream::iter(0..40).then(|_| async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![0; 50_000]))
        });
        let (request, outcome) =
            read_to_the_end(Request::new(Body::from_stream(pieces.boxed())), PACE, |_| None);
        let answer = async {
            let read = axum::body::to_bytes(request.into_body(), usize::MAX).await;
            assert!(read.is_ok());
            futures::future::pending::<()>().await;
        };
        assert!(outcome.in_time(most, answer).await.is_none());
        assert_eq!(begun.elapsed().as_secs(), 320);
    }

    #[tokio::test]
    async fn what_waits_in_memory_is_no_more_than_its_address_may_have() {
        let guard = crate::guard::Guard::new(true, false);
        let here = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
        let half = |bytes: usize| {
            let first = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![0; bytes]))]);
            let body = Body::from_stream(first.chain(futures::stream::pending()));
            read_to_the_end(Request::new(body), PACE, |_| guard.waiting(here))
        };
        let mut held = Vec::new();
        let refused = loop {
            let (request, outcome) = half(1024 * 1024);
            let mut body = request.into_body().into_data_stream();
            if body.next().await.unwrap().is_err() {
                break outcome.error();
            }
            held.push(body);
            assert!(held.len() < 1_000, "it never ends");
        };
        assert!(matches!(refused, Some(Error::TooMany { .. })));
        assert_eq!(held.len(), 32);
        held.clear();
        let (request, _) = half(1024 * 1024);
        assert!(
            request
                .into_body()
                .into_data_stream()
                .next()
                .await
                .unwrap()
                .is_ok()
        );
    }
}
