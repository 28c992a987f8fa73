//! Over real sockets, from several addresses of loopback.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::extract::ws::WebSocketUpgrade;
use axum::routing::{get, post};
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::{Semaphore, oneshot};
use tokio_tungstenite::tungstenite::Message;

use super::*;

const ALICE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const BOB: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
const SOON: Duration = Duration::from_secs(5);

struct House {
    address: SocketAddr,
    places: Arc<Places>,
    /// Lets one request for `/waits` go on.
    go_on: Arc<Semaphore>,
    /// How many there were.
    waiting: Arc<AtomicUsize>,
    ends: oneshot::Sender<()>,
    serves: tokio::task::JoinHandle<()>,
}

async fn house(most: Most, allowed: Allowed) -> House {
    let go_on = Arc::new(Semaphore::new(0));
    let waiting = Arc::new(AtomicUsize::new(0));
    let waits = {
        let (go_on, waiting) = (Arc::clone(&go_on), Arc::clone(&waiting));
        move || async move {
            waiting.fetch_add(1, Ordering::Relaxed);
            go_on.acquire().await.unwrap().forget();
            "waited"
        }
    };
    let endless = || async {
        let pieces = futures::stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from(vec![b'x'; 65_536])));
        Body::from_stream(pieces)
    };
    let echo = |upgrade: WebSocketUpgrade| async move {
        upgrade.on_upgrade(|mut socket| async move {
            while let Some(Ok(message)) = socket.recv().await {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
    };
    let router = Router::new()
        .route("/", get(|| async { "here" }))
        .route("/waits", get(waits))
        .route("/endless", get(endless))
        .route("/socket", get(echo))
        .route("/body", post(|body: Bytes| async move { body.len().to_string() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let places = Places::new(most, allowed);
    let (ends, told) = oneshot::channel();
    let ending = async move {
        let _ = told.await;
    };
    let serves = tokio::spawn(serve(listener, router, Arc::clone(&places), ending));
    House {
        address,
        places,
        go_on,
        waiting,
        ends,
        serves,
    }
}

const ROOM: Most = Most {
    all: 100,
    each: Some(50),
};

impl House {
    async fn from(&self, address: Ipv4Addr) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::V4(address), 0)).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    async fn says(&self, address: Ipv4Addr, words: &str) -> TcpStream {
        let mut stream = self.from(address).await;
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }

    /// What a request for the first page is answered with from there; empty when it is not.
    async fn asks(&self, address: Ipv4Addr) -> String {
        let mut stream = self.from(address).await;
        let asked = stream
            .write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            .await;
        if asked.is_err() {
            return String::new();
        }
        all_of(&mut stream).await
    }

    async fn settles_at(&self, count: usize) {
        let begun = Instant::now();
        while self.places.count() != count {
            assert!(begun.elapsed() < SOON, "{} and not {count}", self.places.count());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// All that comes until it is closed, in whichever way.
async fn all_of(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let read = tokio::time::timeout(SOON, stream.read_to_end(&mut all)).await;
    let _ = read.expect("it is closed");
    String::from_utf8(all).unwrap()
}

fn allowed(change: impl FnOnce(&mut Allowed)) -> Allowed {
    let mut allowed = Allowed::default();
    change(&mut allowed);
    allowed
}

const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn half_a_head_and_none_at_all_are_waited_for_no_longer_than_is_allowed() {
    let house = house(ROOM, allowed(|it| it.head = SHORT)).await;
    let begun = Instant::now();
    let mut half = house.says(ALICE, "GET / HTTP/1.1\r\nhost:").await;
    let mut silent = house.from(ALICE).await;
    assert_eq!(all_of(&mut half).await, "");
    assert_eq!(all_of(&mut silent).await, "");
    assert!(begun.elapsed() >= SHORT);
    // Nor does a byte now and then help.
    let mut dripping = house.says(ALICE, "GET / HT").await;
    let mut drips = 0;
    while dripping.write_all(b"x").await.is_ok() {
        tokio::time::sleep(SHORT / 4).await;
        drips += 1;
        assert!(drips < 40, "it is still open");
    }
    house.settles_at(0).await;
}

#[tokio::test]
async fn a_body_that_stops_in_the_middle_ends() {
    let house = house(ROOM, allowed(|it| it.body = SHORT)).await;
    let head = "POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n123456789";
    let mut half = house.says(ALICE, head).await;
    assert_eq!(all_of(&mut half).await, "");
    house.settles_at(0).await;
    let whole = format!("{head}0").replace("host: a", "host: a\r\nconnection: close");
    let mut whole = house.says(ALICE, &whole).await;
    assert!(all_of(&mut whole).await.ends_with("\r\n\r\n10"));
}

#[tokio::test]
async fn a_connection_that_waits_between_two_requests_is_closed_and_one_that_asks_is_not() {
    let house = house(ROOM, allowed(|it| it.idle = SHORT * 2)).await;
    let mut stream = house.from(ALICE).await;
    for _ in 0..4 {
        stream
            .write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let mut read = [0; 4096];
        assert!(stream.read(&mut read).await.unwrap() > 0);
        tokio::time::sleep(SHORT).await;
    }
    assert_eq!(all_of(&mut stream).await, "");
    house.settles_at(0).await;
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let house = house(ROOM, allowed(|it| it.takes = SHORT)).await;
    let stream = house
        .says(ALICE, "GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
        .await;
    house.settles_at(1).await;
    house.settles_at(0).await;
    drop(stream);
    // Whoever reads gets more than any buffer holds.
    let mut reads = house
        .says(ALICE, "GET /endless HTTP/1.1\r\nhost: a\r\n\r\n")
        .await;
    let mut buffer = vec![0; 1 << 20];
    let begun = Instant::now();
    while begun.elapsed() < SHORT * 3 {
        assert!(reads.read(&mut buffer).await.unwrap() > 0);
    }
}

#[tokio::test]
async fn connections_that_do_nothing_keep_nobody_out() {
    let most = Most {
        all: 40,
        each: Some(20),
    };
    for words in [
        "",
        "GET / HTTP/1.1\r\nho",
        "GET / HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /body HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n123456789",
    ] {
        let house = house(most, Allowed::default()).await;
        let mut held = Vec::new();
        for _ in 0..200 {
            held.push(house.says(ALICE, words).await);
            assert!(house.places.count() <= 20, "{words}");
        }
        assert!(house.asks(BOB).await.ends_with("here"), "{words}");
        assert!(house.asks(ALICE).await.ends_with("here"), "{words}");
        // From everywhere at once: whoever has most of them makes room.
        for last in 10..110 {
            held.push(house.says(Ipv4Addr::new(127, 0, 0, last), words).await);
            assert!(house.places.count() <= 40, "{words}");
        }
        assert!(house.asks(BOB).await.ends_with("here"), "{words}");
    }
}

#[tokio::test]
async fn requests_under_way_keep_their_places_and_other_addresses_have_theirs() {
    let most = Most {
        all: 8,
        each: Some(4),
    };
    let house = house(most, Allowed::default()).await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        waiting.push(
            house
                .says(
                    ALICE,
                    "GET /waits HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
                )
                .await,
        );
    }
    let begun = Instant::now();
    while house.waiting.load(Ordering::Relaxed) < 4 {
        assert!(begun.elapsed() < SOON, "the four are not seen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(house.asks(ALICE).await, "");
    assert!(house.asks(BOB).await.ends_with("here"));
    house.go_on.add_permits(4);
    for mut stream in waiting {
        assert!(all_of(&mut stream).await.ends_with("waited"));
    }
    house.settles_at(0).await;
    assert!(house.asks(ALICE).await.ends_with("here"));
}

#[tokio::test]
async fn a_socket_stays_and_is_counted() {
    let short = allowed(|it| {
        it.head = SHORT;
        it.body = SHORT;
        it.idle = SHORT;
    });
    let most = Most {
        all: 4,
        each: Some(2),
    };
    let house = house(most, short).await;
    let stream = house.from(ALICE).await;
    let (mut socket, _) = tokio_tungstenite::client_async("ws://a/socket", stream)
        .await
        .unwrap();
    tokio::time::sleep(SHORT * 3).await;
    for _ in 0..10 {
        house.asks(ALICE).await;
    }
    house.settles_at(1).await;
    socket.send(Message::text("still there")).await.unwrap();
    let heard = socket.next().await.unwrap().unwrap();
    assert_eq!(heard.into_text().unwrap().as_str(), "still there");
    drop(socket);
    house.settles_at(0).await;
}

#[tokio::test]
async fn told_to_end_it_finishes_what_is_under_way_and_nothing_else() {
    let house = house(ROOM, Allowed::default()).await;
    let idle = house.says(ALICE, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let mut waiting = house.says(ALICE, "GET /waits HTTP/1.1\r\nhost: a\r\n\r\n").await;
    house.settles_at(2).await;
    let begun = Instant::now();
    while house.waiting.load(Ordering::Relaxed) < 1 {
        assert!(begun.elapsed() < SOON, "it is not seen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    house.ends.send(()).unwrap();
    let begun = Instant::now();
    while house.places.count() != 1 {
        assert!(begun.elapsed() < SOON, "{}", house.places.count());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(idle);
    assert!(!house.serves.is_finished());
    house.go_on.add_permits(1);
    assert!(all_of(&mut waiting).await.ends_with("waited"));
    tokio::time::timeout(SOON, house.serves).await.unwrap().unwrap();
}

#[test]
fn what_the_machine_lets_a_process_open_says_how_many_there_may_be() {
    let of = |files| Most::of_files(files, true);
    let most = |all, each| Most {
        all,
        each: Some(each),
    };
    assert_eq!(of(1_024), most(768, 192));
    assert_eq!(of(256), most(192, 64));
    assert_eq!(of(64), most(48, 48));
    assert_eq!(of(524_288), most(32_768, 2_048));
    assert_eq!(Most::of_files(1_024, false).each, None);
}
