//! A line to PostgreSQL that falls silent, as when a network drops what is sent: it stays open, and nothing comes.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What is lost of a question that has certain words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    Question,
    Answer,
    /// The answer, and the connection breaks so that everyone notices.
    Broken,
}

#[derive(Debug, Default)]
struct State {
    silent: AtomicBool,
    loses: Mutex<Option<Loss>>,
    /// How many losses were asked for.
    asked: AtomicUsize,
}

#[derive(Debug, Clone, Copy)]
struct Loss {
    words: &'static [&'static str],
    what: Lost,
    number: usize,
}

/// What one connection has said of the words of a loss. Another's are not taken for them: a worker's `COMMIT` may come
/// between a question and its own.
#[derive(Debug, Default)]
struct Heard {
    number: usize,
    words: usize,
    /// What came after the last of them.
    rest: Vec<u8>,
}

/// Stands before a server, on a port of its own.
#[derive(Debug)]
pub struct Line {
    server: String,
    address: SocketAddr,
    state: Arc<State>,
}

/// The host and port in the address of a server.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").unwrap().1;
    let rest = rest.split(['/', '?']).next().unwrap();
    rest.rsplit('@').next().unwrap()
}

impl Line {
    pub fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self {
            server: url.to_owned(),
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        let (host, state) = (host_of(url).to_owned(), Arc::clone(&line.state));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                join(&client.unwrap(), &TcpStream::connect(&host).unwrap(), &state);
            }
        });
        line
    }

    /// The server's address over this line.
    pub fn url(&self) -> String {
        let address = self.address.to_string();
        self.server.replacen(host_of(&self.server), &address, 1)
    }

    /// While it is silent, whatever is sent is lost, and its connection with it.
    pub fn be_silent(&self, silent: bool) {
        self.state.silent.store(silent, Ordering::SeqCst);
    }

    /// Loses the next question that has the last of those words, once the others have come by one after another on the
    /// same connection, or its answer, and its connection with it.
    pub fn lose(&self, words: &'static [&'static str], what: Lost) {
        let number = self.state.asked.fetch_add(1, Ordering::SeqCst) + 1;
        *self.state.loses.lock().unwrap() = Some(Loss { words, what, number });
    }

    /// Whether it has lost what it was to lose.
    pub fn has_lost(&self) -> bool {
        self.state.loses.lock().unwrap().is_none()
    }
}

impl State {
    /// What is to be lost of these bytes.
    fn lost(&self, question: &[u8], heard: &mut Heard) -> Option<Lost> {
        let mut loses = self.loses.lock().unwrap();
        let Loss { words, what, number } = (*loses)?;
        if heard.number != number {
            *heard = Heard {
                number,
                ..Heard::default()
            };
        }
        heard.rest.extend_from_slice(question);
        for word in &words[heard.words..] {
            let at = heard
                .rest
                .windows(word.len())
                .position(|part| part == word.as_bytes())?;
            heard.rest.drain(..at + word.len());
            heard.words += 1;
        }
        *loses = None;
        Some(what)
    }
}

fn join(client: &TcpStream, server: &TcpStream, state: &Arc<State>) {
    let dead = Arc::new(AtomicBool::new(false));
    let ends = [(client, server, true), (server, client, false)];
    for (from, to, asks) in ends {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let (state, dead) = (Arc::clone(state), Arc::clone(&dead));
        std::thread::spawn(move || pass(from, to, asks, &state, &dead));
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, asks: bool, state: &State, dead: &AtomicBool) {
    let mut bytes = [0; 16 * 1024];
    let mut heard = Heard::default();
    while let Ok(n @ 1..) = from.read(&mut bytes) {
        let bytes = &bytes[..n];
        let lost = if asks { state.lost(bytes, &mut heard) } else { None };
        if state.silent.load(Ordering::SeqCst) || lost == Some(Lost::Question) {
            dead.store(true, Ordering::SeqCst);
        }
        let passes = !dead.load(Ordering::SeqCst);
        if lost.is_some() {
            // Before the server can answer.
            dead.store(true, Ordering::SeqCst);
        }
        if passes && to.write_all(bytes).is_err() {
            break;
        }
        if lost == Some(Lost::Broken) {
            // The server has it; who asked is cut off.
            from.shutdown(Shutdown::Both).unwrap();
            return;
        }
    }
    // Who hangs up is not kept from it.
    let _ = to.shutdown(Shutdown::Both);
}
