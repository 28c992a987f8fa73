//! Connections: how many there may be, of one address and in all, and how long each may take over what it sends.
//!
//! What keeps one place from taking all of them is in [`places`]; this file accepts, serves and ends them. It stands where
//! `axum::serve` would, which keeps every connection for as long as its other end likes.

mod line;
mod places;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode};
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use self::line::Line;
pub use self::places::{Allowed, Most, Places};
use self::places::{Place, Seat};

/// The longest head of a request, in bytes.
const HEAD_MAX: usize = 32 * 1024;
/// How often it is looked who has taken too long.
const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// How long nobody is let in after the machine refused a connection.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `ending` is there, and then what is under way.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    places: Arc<Places>,
    ending: impl Future<Output = ()>,
) {
    let (told, ends) = watch::channel(false);
    let looks = tokio::spawn(look(Arc::clone(&places)));
    let mut ending = pin!(ending);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut ending => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Whoever is refused is told nothing: an answer would cost what they are refused for.
                let Some(seat) = places.take(peer.ip()) else {
                    continue;
                };
                // Answers go out when they are written.
                let _ = stream.set_nodelay(true);
                tokio::spawn(one(stream, peer, seat, router.clone(), ends.clone()));
            }
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                places.make_room();
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop((listener, ends));
    let _ = told.send(true);
    told.closed().await;
    looks.abort();
}

/// An error of the one connection that was to be accepted.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

async fn look(places: Arc<Places>) {
    let mut every = tokio::time::interval(LOOKS_EVERY.min(places.allowed().shortest() / 4));
    loop {
        every.tick().await;
        places.look();
    }
}

/// Serves one connection for as long as it may stay.
async fn one(
    stream: TcpStream,
    peer: SocketAddr,
    seat: Seat,
    router: Router,
    mut ends: watch::Receiver<bool>,
) {
    let place = Arc::clone(seat.place());
    let answers = {
        let place = Arc::clone(&place);
        service_fn(move |request| answer(Arc::clone(&place), router.clone(), peer, request))
    };
    let line = TokioIo::new(Line::new(stream, seat));
    let connection = http1::Builder::new()
        .max_header_size(HEAD_MAX)
        .serve_connection(line, answers)
        .with_upgrades();
    let mut connection = pin!(connection);
    let mut is_told = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::trace!(%error, "a connection broke");
                }
                return;
            }
            () = place.leaves() => {
                if !place.is_at_work() {
                    return;
                }
                // Its request came in the same moment.
                connection.as_mut().graceful_shutdown();
            }
            _ = ends.changed(), if !is_told => {
                is_told = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

async fn answer(
    place: Arc<Place>,
    mut router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Answered>, Infallible> {
    use tower::Service as _;
    place.works();
    let mut request = request.map(|body| {
        let place = Arc::clone(&place);
        Body::new(Asked { body, place })
    });
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.call(request).await?;
    let is_socket = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    if is_socket {
        place.becomes_a_socket();
    }
    Ok(response.map(|body| Answered {
        body,
        place: (!is_socket).then_some(place),
    }))
}

/// The body of a request. While more of it is waited for, its connection is not at work.
struct Asked {
    body: Incoming,
    place: Arc<Place>,
}

impl hyper::body::Body for Asked {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        self.place.owes(frame.is_pending());
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.place.owes(false);
    }
}

/// The body of an answer. When it is sent, or given up, its connection may wait for the next request.
struct Answered {
    body: Body,
    place: Option<Arc<Place>>,
}

impl hyper::body::Body for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answered {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            place.rests();
        }
    }
}
